package modelgate.lib.risks_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.lib.risks

card(changes) := object.union(fixture.data_card, changes)

list(name, values) := {name: fixture.list(name, values)}

test_criteria if {
	risks.criteria(fixture.data_card) == set()
	risks.criteria(card(list("data_subjects", ["Patients"]))) == {"vulnerable people"}
	risks.criteria(card({"purposes": [object.union(fixture.purpose("scoring"), {"text": fixture.text("t", "Scoring of credit applications.")})]})) == {"evaluation or scoring", "access to a service or contract"}
	risks.criteria(card({"source": object.union(fixture.data_card.source, {"origin": fixture.text("o", "observed")}), "data_subjects": fixture.list("d", ["visitors"])})) == {"systematic monitoring"}
	risks.criteria(card({"large_scale": fixture.flag("l", true), "special_categories": fixture.list("s", ["health"])})) == {"large scale", "sensitive data"}
	risks.criteria(card({"criminal_data": object.union(fixture.data_card.criminal_data, {"included": fixture.flag("i", true)})})) == {"sensitive data"}
	risks.criteria(card({"children": object.union(fixture.data_card.children, {"included": fixture.text("i", "yes")})})) == {"vulnerable people"}
	risks.criteria(card({"lineage": [{"relation": fixture.text("r", "joined-with")}]})) == {"matching of datasets"}
}

test_criteria_of_the_model if {
	risks.of_model == set() with input as fixture.model
	risks.of_model == {"automated decision with a legal or similar effect", "evaluation or scoring"} with input as fixture.deciding({}, {})
	risks.of_model == {"evaluation or scoring", "access to a service or contract"} with input as fixture.edit({"/head/card/business/objective/value": "score loan applications"})
}

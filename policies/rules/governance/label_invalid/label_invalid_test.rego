package modelgate.rules.governance.label_invalid_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.label_invalid as rule

center := fixture.label("cost_center", "text", "4711")

test_fires_for_another_type if {
	rule.deny == {{"at": "models/m/modelgate.yaml#/labels/review", "key": "review", "message": `label "review" is not a day such as 2027-03-01: "soon"`}} with input as fixture.labelled([object.union(fixture.label("review", "date", "soon"), {"valid": false})], [])
}

test_fires_for_another_value if {
	{f.message | some f in rule.deny} == {`label "cost_center" has the value "4711", which is not one of 4712, 4713`} with input as fixture.labelled([object.union(center, {"unlisted": [{"at": center.at, "value": "4711"}]})], ["4712", "4713"])
	rule.applies with input as fixture.labelled([center], ["4711"])
	count(rule.deny) == 0 with input as fixture.labelled([center], ["4711"])
}

test_fires_for_an_item_of_a_list if {
	label := object.union(fixture.label("regions", "list", ""), {"items": [{"at": "a#", "value": "eu"}, {"at": "b#", "value": "us"}]})
	{f.at | some f in rule.deny} == {"b#"} with input as fixture.labelled([object.union(label, {"unlisted": [{"at": "b#", "value": "us"}]})], ["eu"])
	count(rule.deny) == 0 with input as fixture.labelled([label], [])
}

test_fires_where_the_card_differs if {
	{f.message | some f in rule.deny} == {`label "cost_center" is "4712" here, but "4711" in modelgate.yaml`} with input as fixture.labelled([object.union(center, {"other": fixture.text("models/m/README.md#/cost_center", "4712")})], [])
}

test_not_applicable_without_labels if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.labelled([object.union(center, {"present": false, "valid": false, "value": ""})], [])
}

package modelgate.rules.card.licenses_contradict_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.licenses_contradict as rule

messages(ids) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({"/head/card/licenses": fixture.list("models/m/README.md#/license", ids)})
}

test_fires if {
	messages(["mit", "cc-by-nc-4.0"]) == {`licenses "cc-by-nc-4.0" and "mit" contradict each other: only the latter allows commercial use`}
	messages(["cc-by-nd-4.0", "apache-2.0"]) == {`licenses "cc-by-nd-4.0" and "apache-2.0" contradict each other: only the latter allows derivatives`}
	count(messages(["cc-by-nc-nd-4.0", "apache-2.0"])) == 1
}

test_silent_on[ids] if {
	some ids in [["mit"], ["mit", "apache-2.0"], ["gpl-3.0", "apache-2.0"], ["cc-by-nc-4.0", "cc-by-nc-sa-4.0"], ["llama2", "other"], ["mit", "openrail"], []]
	messages(ids) == set()
}

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

test_applies_to_lists if {
	rule.applies with input as fixture.edit({"/head/card/licenses": fixture.list("models/m/README.md#/license", ["mit", "cc-by-nc-4.0"])})
	not rule.applies with input as fixture.model
}

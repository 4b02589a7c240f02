package modelgate.rules.data.dataset_replaced_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.dataset_replaced as rule

test_fires_where_the_weights_are_the_same if {
	rule.deny == {{
		"at": fixture.model.head.card.datasets.at,
		"key": "dataset contracts",
		"message": `dataset "contracts" is no longer named, but the model's artifacts are unchanged`,
	}} with input as fixture.edit({"/head/datasets/0/name": "words"})
	count(rule.deny) == 1 with input as fixture.edit({"/head/datasets": []})
}

_versions(before, after) := {
	"/base/artifacts": [], "/head/artifacts": [], "/head/datasets": [],
	"/base/manifest/version/value": before, "/head/manifest/version/value": after,
}

test_fires_where_the_version_stays_and_the_weights_are_unknown if {
	{f.message | some f in rule.deny} == {`dataset "contracts" is no longer named, but the model still has the version "1.2.0"`} with input as fixture.edit(_versions("1.2.0", "1.2.0"))
	count(rule.deny) == 0 with input as fixture.edit(_versions("1.2.0", "1.3.0"))
	count(rule.deny) == 0 with input as fixture.edit(object.union(_versions("1.2.0", "1.2.0"), {"/base/manifest/version/present": false}))
	count(rule.deny) == 0 with input as fixture.edit(object.remove(_versions("1.2.0", "1.2.0"), ["/head/artifacts"]))
}

test_silent_on_a_new_model_or_the_same_datasets if {
	count(rule.deny) == 0 with input as fixture.model
	count(rule.deny) == 0 with input as fixture.edit({"/head/datasets": [], "/head/artifacts/0/digest": "sha256:01ff"})
	count(rule.deny) == 0 with input as fixture.edit({"/head/datasets": [], "/head/card/unread": true})
}

test_not_applicable_without_a_base if {
	rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
	not rule.applies with input as fixture.bare
}

package modelgate.rules.evaluation.evidence_copied_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.evidence_copied as rule

copy := {"at": "models/m/metrics.json#", "path": fixture.head.evaluations[0].path, "model": "models/other", "other": "models/other/metrics.json", "values": 0, "weights": "other"}

found(changes) := {f.message | some f in messages} if {
	messages := rule.deny with input as fixture.edit(object.union({"/head/copied_results": [copy]}, changes))
}

said := {`the results are the same as in models/other/metrics.json of model "models/other", but the models have different weights`}

result := fixture.head.evaluations[0].results[0]

values(texts, n) := {"/head/evaluations/0/results": [object.union(result, {"value": text, "raw": text, "n": n}) | some text in texts], "/head/evaluations/0/created/value": "2026-11-03", "/head/evaluations/0/subject/digest": ""}

test_fires_on_many_digits if found(values(["0.9314", "0.9127", "0.9688"], "")) == said

test_says_how_many_values_are_the_same if {
	found(object.union(values(["0.9314", "0.9127", "0.9688", "0.91"], ""), {"/head/copied_results/0/values": 3})) == {`3 values are the same as in models/other/metrics.json of model "models/other", but the models have different weights`}
}

test_fires_on_the_same_second if {
	found(object.union(values(["0.9"], ""), {"/head/evaluations/0/created/value": "2026-11-03T09:14:27Z"})) == said
}

test_fires_on_the_digest_of_another_model if {
	found(object.union(values(["0.9"], ""), {"/head/evaluations/0/subject/digest": "sha256:00"})) == said
}

test_silent_on_what_may_coincide[name] if {
	some name, change in {
		"rounded": values(["0.93", "0.91", "0.96"], ""),
		"one value": values(["0.9314"], ""),
		"repeated": values(["0.9314", "0.9314", "0.9314"], ""),
		"zeros": values(["0.9300", "0.0091", "96.000"], ""),
		"whole numbers": values(["12345", "23456", "34567"], ""),
		"few examples": values(["0.9667", "0.9661", "0.9699"], "30"),
	}
	found(change) == set()
}

test_silent_on_the_same_weights if {
	digits := values(["0.9314", "0.9127", "0.9688"], "")
	found(object.union(digits, {"/head/copied_results/0/weights": "same"})) == set()
	found(object.union(digits, {"/head/copied_results/0/weights": "unknown"})) == set()
}

test_silent_on_the_file_that_was_copied if {
	found({"/head/evaluations/0/subject/digest": fixture.head.artifacts[0].digest}) == set()
}

test_silent_when_all_is_well if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_results if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

package modelgate.rules.card.value_misspelt_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.value_misspelt as rule

at := "models/m/README.md#/library_name"

library(value) := fixture.edit({"/head/card/library": fixture.text(at, value)})

listed(values) := fixture.edit({"/head/card/metrics": {"at": "models/m/README.md#/metrics", "present": true, "items": [{"at": sprintf("models/m/README.md#/metrics/%d", [i]), "value": value} | some i, value in values]}})

test_fires_on_a_library if {
	rule.deny == {{"at": at, "key": "library", "message": `unknown library "transfomers"; did you mean "transformers"?`, "suggestion": {"replace_value": "transformers"}}} with input as library("transfomers")
}

test_silent_on[value] if {
	some value in ["transformers", "Transformers", "transformers.js", "mylib", "yolov9", "keras-cv"]
	count(rule.deny) == 0 with input as library(value)
}

test_fires_on_metrics if {
	{f.message | some f in rule.deny} == {`unknown metric "f1-scor"; did you mean "f1score"?`, `unknown metric "acuracy"; did you mean "accuracy"?`} with input as listed(["f1-scor", "acuracy"])
}

test_silent_on_metrics if {
	count(rule.deny) == 0 with input as listed(["accuracy", "f1", "rouge3", "rmsd", "sacrebleu", "business_value"])
}

tagged(values) := fixture.edit({"/head/card/tags": {"at": "models/m/README.md#/tags", "present": true, "items": [{"at": sprintf("models/m/README.md#/tags/%d", [i]), "value": value} | some i, value in values]}})

test_fires_on_tags if {
	rule.deny == {{"at": "models/m/README.md#/tags/0", "key": "tag image-clasification", "message": `unknown tag "image-clasification"; did you mean "image-classification"?`}} with input as tagged(["image-clasification"])
}

test_silent_on_tags if count(rule.deny) == 0 with input as tagged(["image-classification", "text-to-4d", "translations", "object-detections", "generated_from_trainer"])

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

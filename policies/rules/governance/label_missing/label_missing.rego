# METADATA
# title: Required label missing
# description: A model must have the labels that `labels` in .modelgate/config.yaml requires at its stage, with a value. An empty list and a placeholder such as TBD are not values.
# custom:
#   severity: error
#   remediation: Add the label to `labels` in the model's modelgate.yaml.
#   sources:
#     - labels of .modelgate/config.yaml
#     - "ISO/IEC 42001:2023, A.6.2.7 (AI system technical documentation)"
#   controls: [iso-42001/A.6.2.7]
#   example: |
#     # models/churn/modelgate.yaml
#     labels: {cost_center: "4711", next_review: 2027-03-01}
package modelgate.rules.governance.label_missing

import data.modelgate.lib.placeholders
import data.modelgate.lib.stages

applies if {
	input.head.present
	count(_owed) > 0
}

_owed contains entry if {
	some entry in input.config.owed
	entry.kind == "label"
	stages.reached(entry.stage)
}

deny contains {"at": input.head.manifest.at, "key": entry.key, "message": sprintf("label %q is missing, which the configuration requires", [entry.key]), "related": [{"at": entry.at, "message": "required here"}]} if {
	applies
	some entry in _owed
	not entry.key in {label.name | some label in input.head.labels; label.present}
}

deny contains {"at": label.at, "key": label.name, "message": sprintf("label %q has no value, which the configuration requires", [label.name]), "related": [{"at": entry.at, "message": "required here"}]} if {
	applies
	some entry in _owed
	some label in input.head.labels
	label.name == entry.key
	label.valid
	_empty(label)
}

_empty(label) if {
	label.type == "list"
	every item in label.items {
		_says_nothing(label.name, item.value)
	}
}

_empty(label) if {
	label.type == "text"
	_says_nothing(label.name, label.value)
}

# A word that the configuration declares is a value, whatever it is.
_says_nothing(name, value) if {
	placeholders.stands_in(value)
	not value in {known | some declared in input.config.labels; declared.name == name; some known in declared.values}
}

# METADATA
# title: Required label missing
# description: A model must have the labels that `labels` in .modelgate/config.yaml requires at its stage.
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

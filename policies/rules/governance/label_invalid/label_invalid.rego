# METADATA
# title: Invalid label
# description: A label must have a value of the type, and from the list, that .modelgate/config.yaml declares. The manifest and the model card must state the same value.
# custom:
#   severity: error
#   remediation: Correct the value in modelgate.yaml or in the model card.
#   sources:
#     - labels of .modelgate/config.yaml
#     - "ISO/IEC 42001:2023, A.6.2.7 (AI system technical documentation)"
#   controls: [iso-42001/A.6.2.7]
#   example: |
#     # models/churn/modelgate.yaml
#     labels: {next_review: 2027-03-01}
package modelgate.rules.governance.label_invalid

applies if count(_stated) > 0

_stated contains label if {
	some label in input.head.labels
	label.present
}

deny contains {"at": label.at, "key": label.name, "message": sprintf("label %q is not %s: %q", [label.name, _types[label.type], label.value])} if {
	some label in _stated
	not label.valid
}

deny contains {"at": label.other.at, "key": sprintf("%s twice", [label.name]), "message": sprintf("label %q is %q here, but %q in modelgate.yaml", [label.name, label.other.value, label.value]), "related": [{"at": label.at, "message": "in modelgate.yaml"}]} if {
	some label in _stated
	label.other.present
}

deny contains {"at": value.at, "key": sprintf("%s %s", [label.name, value.value]), "message": sprintf("label %q has the value %q, which is not one of %s", [label.name, value.value, concat(", ", declared.values)])} if {
	some label in _stated
	label.valid
	some declared in input.config.labels
	declared.name == label.name
	some value in label.unlisted
}

_types := {
	"text": "text",
	"date": "a day such as 2027-03-01",
	"number": "a number",
	"flag": "true or false",
	"list": "a list of texts",
}

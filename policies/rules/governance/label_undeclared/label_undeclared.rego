# METADATA
# title: Undeclared label
# description: A label in modelgate.yaml should be declared in .modelgate/config.yaml. Rules do not read one that is not, such as a misspelled one.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Correct the name, or declare the label under `labels` in .modelgate/config.yaml.
#   sources:
#     - labels of .modelgate/config.yaml
#     - "ISO/IEC 42001:2023, A.6.2.7 (AI system technical documentation)"
#   example: |
#     # .modelgate/config.yaml
#     labels:
#       next_review: {type: date, required: production}
package modelgate.rules.governance.label_undeclared

applies if count(input.head.manifest.labels) > 0

deny contains {"at": label.at, "key": label.value, "message": sprintf("label %q is not declared in the configuration", [label.value])} if {
	some label in input.head.manifest.labels
	not label.value in {declared.name | some declared in input.config.labels}
}

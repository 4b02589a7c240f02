# METADATA
# title: Retired model still deployed
# description: A model with a past day in the label retired_on must not require a deployment, and cannot be promoted. A change must not undo the retirement.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Remove `deploy` from the model's modelgate.yaml, and keep `retired_on`. To use the model again, add a waiver first, or publish it as a new model.
#   sources:
#     - "NIST AI 100-1 (AI RMF 1.0), GOVERN 1.7 (decommissioning)"
#     - "ISO/IEC 42001:2023, A.6.2.6 (AI system operation and monitoring)"
#   controls: [nist-ai-rmf/GOVERN 1.7, iso-42001/A.6.2.6]
#   example: |
#     # models/churn/modelgate.yaml, without deploy
#     labels: {retired_on: 2026-06-30}
package modelgate.rules.governance.model_retired

import data.modelgate.lib.retired

applies if {
	input.head.present
	count(retired.stated(input.head)) + count(retired.since(input.base)) > 0
}

deny contains {"at": label.at, "message": sprintf("the model has been retired since %s, but %s", [label.value, words])} if {
	some label in retired.since(input.head)
	some words in _uses
}

# Without this, a change that removes the label would let the next one deploy the model.
deny contains {"at": _at, "key": "undone", "message": sprintf("the change undoes the retirement of the model on %s", [was.value]), "related": [{"at": was.at, "message": "retired here"}]} if {
	applies
	some was in retired.since(input.base)
	count(retired.since(input.head)) == 0
}

_at := retired.stated(input.head)[0].at if count(retired.stated(input.head)) > 0

_at := input.head.manifest.at if count(retired.stated(input.head)) == 0

_uses contains "its manifest requires a deployment" if input.head.manifest.deploys

_uses contains sprintf("it is being promoted to %q", [input.target.environment]) if input.target.present

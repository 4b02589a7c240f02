# METADATA
# title: Retired model still deployed
# description: A model that its manifest declares as retired must not require a deployment, and cannot be promoted.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Remove `deploy` from the model's modelgate.yaml, or correct the day of its retirement.
#   sources:
#     - "NIST AI 100-1 (AI RMF 1.0), GOVERN 1.7 (decommissioning)"
#     - "ISO/IEC 42001:2023, A.6.2.6 (AI system operation and monitoring)"
#   controls: [nist-ai-rmf/GOVERN 1.7, iso-42001/A.6.2.6]
#   example: |
#     # models/churn/modelgate.yaml, without deploy
#     labels: {retired_on: 2026-06-30}
package modelgate.rules.governance.model_retired

import data.modelgate.lib.dates
import data.modelgate.lifecycle

applies if count(_retired) > 0

_retired contains label if {
	some label in input.head.labels
	label.name == lifecycle.retired_label
	label.present
}

deny contains {"at": label.at, "message": sprintf("the model is retired since %s, but %s", [label.value, words])} if {
	some label in _retired
	not _later(label.value)
	some words in _uses
}

# What is not a day does not put the retirement off.
_later(value) if {
	dates.is_day(value)
	value > dates.today
}

_uses contains "its manifest requires a deployment" if input.head.manifest.deploys

_uses contains sprintf("is promoted to %q", [input.target.environment]) if input.target.present

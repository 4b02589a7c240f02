# METADATA
# title: Undeclared risk class
# description: If .modelgate/data/approvers.yaml depends on risk classes, each model should declare one. Without it, the entries for every class apply.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Add `risk_class` under `modelgate` in the metadata of the model card.
#   sources:
#     - "NIST AI 100-1 (AI RMF 1.0), MAP 1.5 and GOVERN 1.3 (risk tolerance and levels of risk management)"
#     - Regulation (EU) 2024/1689, Art. 9(2)
#   controls: [nist-ai-rmf/GOVERN 1.3, "eu-ai-act/Art. 9(2)"]
#   example: |
#     modelgate: {risk_class: minimal}
package modelgate.rules.governance.risk_class_undeclared

import data.modelgate.lib.approvals
import data.modelgate.lib.stages

applies if {
	input.head.present
	count(_entries) > 0
}

_entries contains entry if {
	some entry in input.config.approvals
	count(entry.risk_classes) > 0
}

deny contains {"at": input.head.card.risk_class.at, "message": sprintf("%s, so the approvals for every class are required%s", [_lack, _from])} if {
	applies
	approvals.unclassed(input.head)
}

_lack := sprintf("unknown risk class %q", [min(approvals.strangers(input.head))]) if {
	count(approvals.strangers(input.head)) > 0
} else := "the model has no risk class"

# _from is the first stage at which one of them applies, if the model is not there yet.
_from := "" if _now

_from := " from stage review" if {
	not _now
	"review" in {entry.stage | some entry in _entries}
}

_from := " from stage production" if {
	not _now
	not "review" in {entry.stage | some entry in _entries}
}

_now if {
	some entry in _entries
	stages.reached(entry.stage)
}

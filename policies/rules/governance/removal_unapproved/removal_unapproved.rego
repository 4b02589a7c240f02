# METADATA
# title: Model removed without an approval
# description: If a pull request removes a model with thresholds, a deployment, evaluation results or data cards, an owner of the thresholds (CODEOWNERS of the base) must approve it. If the model is added again later under another name, its thresholds and baseline do not apply.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   scope: repository
#   fixed: true
#   remediation: Ask an owner of .modelgate/thresholds.yaml to review the pull request as it is now. If the model moves, move it in one change, and keep its name in modelgate.yaml.
#   sources:
#     - "NIST AI 100-1 (AI RMF 1.0), GOVERN 1.7 (decommissioning)"
#     - "SLSA v1.2 source track, two-party review, https://slsa.dev/spec/v1.2/source-requirements"
#   example: |
#     # .github/CODEOWNERS
#     /.modelgate/ @example/ml-governance
package modelgate.rules.governance.removal_unapproved

import data.modelgate.lib.review

applies if count(_bare) > 0

_bare contains move if {
	input.change.review.present
	some move in input.change.moves
	move.to == ""
	count(_has(move)) > 0
}

deny contains {"at": move.at, "key": move.from, "message": sprintf("model %q is removed with %s, but the approvals of the pull request could not be read: %s", [move.from, _named(move), input.change.review.problem])} if {
	not input.change.review.known
	some move in _bare
}

deny contains {"at": move.at, "key": move.from, "message": sprintf("model %q is removed with %s, without an approval of %s for commit %s%s", [move.from, _named(move), review.wanted(move), substring(input.change.review.head, 0, 12), review.why])} if {
	input.change.review.known
	some move in _bare
	not review.approved(move)
}

_named(move) := concat(", ", _has(move))

# _has is what is lost with a model, the weightiest first.
_has(move) := [words |
	some part in [
		{"is": count(move.thresholds) == 1, "words": _threshold(move)},
		{"is": count(move.thresholds) > 1, "words": sprintf("%d thresholds", [count(move.thresholds)])},
		{"is": move.deploys, "words": "its deployment"},
		{"is": move.results, "words": "its evaluation results"},
		{"is": move.data_cards > 0, "words": "its data cards"},
	]
	part.is
	words := part.words
]

_threshold(move) := concat("", [sprintf("threshold %q", [threshold.id]) | some threshold in move.thresholds])

# METADATA
# title: Stated metric without evidence
# description: Every metric on the card must have an evaluation result with the same name, split and average in the repository. Beyond 20 metrics, they are listed by name.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Commit the evaluation that the number comes from, or remove the metric.
#   sources:
#     - "Pineau et al., Improving Reproducibility in Machine Learning Research, JMLR 22(164), 2021"
#   controls: [eu-ai-act/Art. 15(3)]
#   example: |
#     {"accuracy": 0.843}   # evaluation/metrics.json, for a stated accuracy of 0.84
package modelgate.rules.card.claim_without_evidence

import data.modelgate.lib.crowds
import data.modelgate.lib.identity
import data.modelgate.lib.metrics

applies if count(input.head.card.claims) > 0

deny contains {"at": claim.at, "key": identity.claim(claim), "message": sprintf("the card states %q as %q, but %s%s", [claim.metric, claim.raw, _lack(claim), _slice(claim)])} if {
	not crowds.crowded(_bare)
	some claim in _bare
}

deny contains {"at": group[0].at, "key": crowds.key(group), "message": sprintf("the card states %s in %d places, but no evaluation result %s", [crowds.names(group), count(group), _misses(group, "has that name")])} if {
	crowds.crowded(_bare)
	some group in crowds.told(_bare)
}

deny contains {"at": rest[0].at, "key": sprintf("%d further claims", [count(rest)]), "message": sprintf("the card states %d further metrics, such as %s, but no evaluation result %s", [count(rest), crowds.names(rest), _misses(rest, "has their names")])} if {
	crowds.crowded(_bare)
	rest := crowds.rest(_bare)
	count(rest) > 0
}

# Results of another split or average are named: one of them may be meant.
_lack(claim) := sprintf("the results have only %s for that metric", [claim.kin.value]) if claim.kin.present

else := "no evaluation result has that name"

# _misses tells what no result has: a name, or the rest of what a claim is about.
_misses(group, words) := words if every claim in group { not claim.kin.present }

else := "is for the same split, data and average"

_slice(claim) := "" if claim.slice == ""

_slice(claim) := sprintf(" and slice %q", [claim.slice]) if claim.slice != ""

_bare := [claim | some claim in input.head.card.claims; claim.verdict == "no_evidence"; not _of_the_model(claim)]

# The number of parameters needs no evaluation.
_of_the_model(claim) if metrics.kind(claim.metric) == "fact"

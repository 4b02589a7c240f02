# METADATA
# title: Evaluation of another model version
# description: A metric on the card must come from an evaluation of the current model. An evaluation that names a different digest or version is evidence for a different model.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Evaluate this version of the model and commit the result.
#   sources:
#     - "Pineau et al., Improving Reproducibility in Machine Learning Research, JMLR 22(164), 2021"
#     - Regulation (EU) 2024/1689, Art. 15(3)
#   controls: [eu-ai-act/Art. 15(3)]
#   example: |
#     {"model": {"digest": "sha256:…"}, "accuracy": 0.843}   # of the artifact that is promoted
package modelgate.rules.card.claim_stale

import data.modelgate.lib.crowds
import data.modelgate.lib.identity

applies if {
	some claim in input.head.card.claims
	claim.evidence.present
}

deny contains finding if some finding in crowds.few(_found)

_found contains finding if {
	some claim in input.head.card.claims
	claim.evidence.present
	some evaluation in _evaluations[split(claim.evidence.at, "#")[0]]
	why := _other(evaluation.subject)
	finding := {
		"at": claim.at,
		"key": identity.claim(claim),
		"message": sprintf("the card states %q as %q, but the evaluation it matches %s", [claim.metric, claim.raw, why]),
		"related": [{"at": evaluation.subject.at, "message": "the model that was evaluated"}],
	}
}

_evaluations[evaluation.path] contains evaluation if some evaluation in input.head.evaluations

_digests := {artifact.digest | some artifact in input.head.artifacts; artifact.algorithm == "sha256"}

# Another artifact than those that this model has.
_other(subject) := sprintf("is for %s, which is not an artifact of this model", [subject.digest]) if {
	startswith(subject.digest, "sha256:")
	count(_digests) > 0
	not subject.digest in _digests
}

# A name with another version behind it: churn@1.2.0, churn:1.2.0.
_other(subject) := sprintf("is for version %q, but the current version is %q", [version, input.head.manifest.version.value]) if {
	not startswith(subject.digest, "sha256:")
	input.head.manifest.version.present
	[name, version] := regex.split(`[@:]`, subject.model)
	lower(name) in {lower(input.head.name), lower(input.head.manifest.name.value)}
	regex.match(`^v?[0-9]+(\.[0-9]+)*$`, version)
	trim_left(version, "v") != trim_left(input.head.manifest.version.value, "v")
}

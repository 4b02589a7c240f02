package modelgate.rules.card.claim_stale_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.claim_stale as rule

subject(model, digest) := fixture.edit({"/head/evaluations/0/subject": {"at": "models/m/evaluation/metrics.json#/model", "model": model, "digest": digest, "commit": ""}})

test_fires_on_another_artifact if {
	rule.deny == {{
		"at": "models/m/README.md#/model-index/0/results/0/metrics/0/value",
		"key": "claim accuracy contracts test",
		"message": `the card states "accuracy" as "0.85", but the evaluation it matches is for sha256:1111, which is not an artifact of this model`,
		"related": [{"at": "models/m/evaluation/metrics.json#/model", "message": "the model that was evaluated"}],
	}} with input as subject("m", "sha256:1111")
}

test_fires_on_another_version if {
	{f.message | some f in rule.deny} == {`the card states "accuracy" as "0.85", but the evaluation it matches is for version "0.9.0", but the current version is "1.0.0"`} with input as subject("M@0.9.0", "")
}

test_silent_on_this_model[case] if {
	some case in [["m", "sha256:00ff"], ["m@1.0.0", ""], ["m:v1.0.0", ""], ["m", ""], ["", ""], ["other:0.9.0", ""], ["m@main", ""], ["m@0.9.0", "sha256:00ff"]]
	rule.applies with input as subject(case[0], case[1])
	count(rule.deny) == 0 with input as subject(case[0], case[1])
}

test_silent_where_no_digest_is_known if {
	count(rule.deny) == 0 with input as json.patch(subject("m", "sha256:1111"), [{"op": "replace", "path": "/head/artifacts", "value": []}])
}

test_not_applicable_without_evidence if {
	not rule.applies with input as fixture.edit({"/head/card/claims/0/evidence": fixture.no_text})
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

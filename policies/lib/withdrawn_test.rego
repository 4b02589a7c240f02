package modelgate.lib.withdrawn_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.lib.withdrawn

risk(before, after) := {"/base/card/risk_class": {"at": "a#", "present": true, "value": before}, "/head/card/risk_class": {"at": "a#", "present": after != "", "value": after}}

words := {it.words | some it in withdrawn.found}

test_risk_class if {
	words == {`the risk class "high" is withdrawn`} with input as fixture.edit(risk("high", ""))
	words == {`the risk class "High_Risk" is changed to "minimal"`} with input as fixture.edit(risk("High_Risk", "minimal"))
	words == set() with input as fixture.edit(risk("high", "high-risk"))
	words == set() with input as fixture.edit(risk("limited", ""))
	words == set() with input as fixture.edit(risk("", "high"))
}

named(names) := [{"at": "a#", "value": name, "revision": fixture.no_text, "relation": fixture.no_text} | some name in names]

bases(before, after) := {"/base/card/base_models/items": named(before), "/head/card/base_models/items": named(after)}

test_base_models if {
	words == {`base model "meta-llama/llama-3.1-8b" is no longer named, but the model's artifacts are unchanged`} with input as fixture.edit(bases(["meta-llama/Llama-3.1-8B"], []))
	words == set() with input as fixture.edit(bases(["acme/Encoder"], ["acme/encoder", "acme/other"]))
	words == set() with input as fixture.edit(object.union(bases(["acme/encoder"], []), {"/head/named_bases": [{"at": "a#", "path": "a", "value": "acme/encoder", "sure": true}]}))
	words == set() with input as fixture.edit(object.union(bases(["acme/encoder"], []), {"/head/artifacts/0/digest": "sha256:99"}))
}

purposes(before, after) := {
	"/base/manifest/purposes": {"at": "a#", "present": true, "items": [{"at": "a#", "value": p} | some p in before]},
	"/head/manifest/purposes": {"at": "a#", "present": true, "items": [{"at": "a#", "value": p} | some p in after]},
}

test_purposes if {
	words == {"the manifest no longer states a purpose"} with input as fixture.edit(purposes(["retention"], []))
	words == set() with input as fixture.edit(purposes(["retention"], ["billing"]))
	words == set() with input as fixture.edit(purposes([], []))
}

test_nothing_of_models_without_a_card_or_a_base if {
	words == set() with input as fixture.edit(object.union(risk("high", ""), {"/head/card/unread": true}))
	words == set() with input as fixture.bare
	words == set() with input as fixture.removed
}

duty(tag) := {"/ended": [{"at": "a#/b", "regime": "eu_ai_act", "id": "x", "article": "Art. 1", "title": "X", "tag": tag, "words": sprintf("%s is removed", [tag])}]}

test_ended_duties if {
	words == {"eu_ai_act.annex is removed, which ends 1 control: X (Art. 1)"} with input as fixture.edit(duty("eu_ai_act.annex"))
	words == {`the risk class "high" is withdrawn`} with input as fixture.edit(object.union(risk("high", ""), duty("risk_class")))
	words == {"risk_class is removed, which ends 1 control: X (Art. 1)"} with input as fixture.edit(object.union(risk("limited", ""), duty("risk_class")))
}

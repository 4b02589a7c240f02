# METADATA
# title: Inputs for the tests of rules
# description: >-
#   A model to which no rule objects, and ways to spoil it. Only tests use
#   this package; its name ends in _test so that it is not shipped.
package modelgate.lib.fixture_test

import data.modelgate.sections as table

text(at, value) := {"at": at, "present": true, "value": value}

no_text := {"at": "models/m/README.md#/absent", "present": false, "value": ""}

list(at, values) := {"at": at, "present": true, "items": [{"at": sprintf("%s/%d", [at, i]), "value": v} | some i, v in values]}

# lacks is a text that is not there, at a place of its own.
lacks(at) := {"at": at, "present": false, "value": ""}

lacks_list(at) := {"at": at, "present": false, "items": []}

no_list := {"at": "models/m/README.md#/absent", "present": false, "items": []}

flag(at, value) := {"at": at, "present": true, "value": value}

no_flag := {"at": "models/m/README.md#/absent", "present": false, "value": false}

# edit is the good input with the values at some JSON Pointers replaced.
edit(values) := json.patch(model, [{"op": "replace", "path": path, "value": value} | some path, value in values])

# edit_data is edit below the first dataset's card.
edit_data(values) := edit({sprintf("/head/datasets/0/card%s", [path]): value | some path, value in values})

# model is a proposal that owes nothing: a production model whose one dataset
# holds pseudonymised data.
model := {
	"now": "2026-11-15T10:00:00Z",
	"stage": "production",
	"scope": "model",
	"config": config,
	"base": head,
	"head": head,
	"change": {"at": ".modelgate/config.yaml#", "paths": [], "moves": [], "rules": [], "waivers": [], "cards": [], "secrets": [], "unusable": "", "review": no_review},
	"laws": [],
	"controls": [],
	"ended": [],
	"target": {"present": false, "environment": ""},
	"models": [],
}

# shipped are the inputs that authors of rules get for their tests, as data.modelgate.testing:
# whole, and no built-in rule objects to them (policies/testing/inputs.json).
shipped := {
	"model": _pulled(model),
	"repository": _pulled(absent),
	"promotion": object.union(model, {"target": {"present": true, "environment": "production"}}),
}

# _pulled is an input of a pull request of Ann's that nobody has reviewed.
_pulled(whole) := object.union(whole, {"change": object.union(whole.change, {"review": object.union(no_review, {
	"present": true, "known": true, "number": 7, "author": "ann", "head": "aaaaaaaaaaaa", "owners": ".github/CODEOWNERS",
})})})

# bare is a model of which there is nothing but a directory.
bare := object.union(model, {"head": nothing(true), "base": nothing(false)})

# removed is a model that the proposal deletes.
removed := moved({})

# moved is such a model, of which this becomes.
moved(changes) := object.union(model, {"head": nothing(false), "change": object.union(model.change, {"moves": [object.union(move, changes)]})})

move := {"at": "models/m/README.md#", "from": "models/m", "to": "", "by": "", "shed": [], "thresholds": [], "deploys": false, "results": false, "data_cards": 0, "owners": []}

# absent is no model at all: the input of rules about the repository.
absent := object.union(model, {"scope": "repository", "head": nothing(false), "base": nothing(false)})

# ruled is a proposal that edits the rules.
ruled(edits) := json.patch(absent, [{"op": "replace", "path": "/change/rules", "value": edits}])

# card_change is a proposal that edits the good data card.
card_change(values) := object.union(absent, {"change": object.union(absent.change, {"cards": [{
	"at": "datacards/contracts.yaml#",
	"by": "its file",
	"from": data_card,
	"to": json.patch(data_card, [{"op": "replace", "path": path, "value": value} | some path, value in values]),
	"owners": [],
	"ended": [],
}]})})

# duty is a control that ended with a tag.
duty(tag, words) := {"at": "datacards/contracts.yaml#/hipaa/method", "regime": "hipaa", "id": "safe_harbor", "article": "45 CFR 164.514(b)(2)(i)", "title": "Safe harbor", "tag": tag, "words": words}

no_review := {
	"at": ".modelgate/config.yaml#", "present": false, "unseen": false, "known": false, "problem": "",
	"number": 0, "author": "", "head": "", "labels": [], "approvals": [], "changes_requested": [], "contributors": [], "owners": "", "unsigned": [], "unknown_teams": [],
	"commit_statuses": {"at": ".modelgate/config.yaml#", "known": false, "problem": "", "items": []},
}

# changed is the good model in a pull request of Ann's that edits it, where the entries of
# approvers.yaml apply.
changed(entries, approvals) := json.patch(model, [
	{"op": "replace", "path": "/config/approvals", "value": [object.union({"at": ".modelgate/data/approvers.yaml#/approvals/0", "risk_classes": [], "stage": "draft", "personal_data": false, "count": 1, "teams": [], "signed_commits": false}, entry) | some entry in entries]},
	{"op": "replace", "path": "/change/paths", "value": [{"at": "models/m/README.md#", "path": "models/m/README.md", "kind": "modified", "part": "model", "owners": [], "runs_gate": false}]},
	{"op": "replace", "path": "/change/review", "value": object.union(no_review, {"present": true, "known": true, "number": 7, "author": "ann", "head": "aaaaaaaaaaaa", "approvals": approvals})},
])

# label is a declared label of the good model.
label(name, kind, value) := {"at": sprintf("models/m/modelgate.yaml#/labels/%s", [name]), "present": true, "name": name, "type": kind, "valid": true, "value": value, "items": [], "unlisted": [], "other": lacks("models/m/README.md#/x")}

# labelled is the good model with labels, which the configuration declares with these values.
labelled(labels, values) := edit({
	"/head/labels": labels,
	"/config/labels": [{"at": sprintf(".modelgate/config.yaml#/labels/%s", [l.name]), "name": l.name, "type": l.type, "values": values} | some l in labels],
	"/head/manifest/labels": [{"at": l.at, "value": l.name} | some l in labels],
})

# reviewed is a pull request of Ann's that edits the rules of Bob's, with these approvals.
reviewed(approvals) := json.patch(absent, [
	{"op": "replace", "path": "/change/paths", "value": [{
		"at": ".modelgate/thresholds.yaml#", "path": ".modelgate/thresholds.yaml", "kind": "modified", "part": "rules", "runs_gate": false,
		"owners": [{"at": ".modelgate/thresholds.yaml#", "name": "@Bob"}, {"at": ".modelgate/thresholds.yaml#", "name": "@acme/governance"}],
	}]},
	{"op": "replace", "path": "/change/review", "value": object.union(no_review, {
		"present": true, "known": true, "number": 7, "author": "ann", "head": "aaaaaaaaaaaa",
		"approvals": approvals, "owners": ".github/CODEOWNERS",
	})},
])

# approval is one that its giver made of the commit that is proposed now.
approval(user) := {"at": ".modelgate/config.yaml#", "user": user, "commit": "aaaaaaaaaaaa", "current": true, "writes": true, "problem": "", "teams": []}

# objection is a review that wants changes, by one who may write.
objection(user) := {"at": ".modelgate/config.yaml#", "user": user, "commit": "bbbbbbbbbbbb", "writes": true, "problem": ""}

# contributor is the author of a commit of the proposal.
contributor(login, email) := {"at": ".modelgate/config.yaml#", "login": login, "email": email, "role": "author", "commit": "cccccccccccccccc"}

# contested is reviewed with these contributors and objections.
contested(approvals, contributors, objections) := json.patch(reviewed(approvals), [
	{"op": "replace", "path": "/change/review/contributors", "value": contributors},
	{"op": "replace", "path": "/change/review/changes_requested", "value": objections},
])

# rule_edit is one such edit.
rule_edit(kind, subject, before, after) := {
	"at": ".modelgate/thresholds.yaml#/thresholds/0",
	"path": ".modelgate/thresholds.yaml",
	"kind": kind,
	"subject": subject,
	"before": before,
	"after": after,
}

# unpersonal is the good model with data about nobody.
unpersonal := edit_data({
	"/personal_data/status/value": "none", "/personal_data/categories": no_list, "/fields": [], "/pseudonymisation/present": false,
	"/data_subjects": no_list, "/legal_basis": [], "/source/origin": no_text,
})

# undescribed is the good model without its data card.
undescribed := edit_data({"/present": false})

# mute is the good model with personal data of which its card says nothing else,
# and a model card and a manifest that say nothing.
mute := json.patch(model, array.concat(_silencing, [
	{"op": "replace", "path": "/head/card/present", "value": true},
	{"op": "replace", "path": "/head/manifest/present", "value": true},
	{"op": "replace", "path": "/head/datasets/0/card/present", "value": true},
	{"op": "replace", "path": "/head/datasets/0/card/personal_data/status/present", "value": true},
	{"op": "replace", "path": "/head/datasets/0/card/personal_data/status/value", "value": "pseudonymised"},
]))

_silencing := [{"op": "replace", "path": path, "value": _silent[name]} |
	some part in [["head", "card"], ["head", "manifest"], ["head", "datasets", 0, "card"]]
	walk(object.get(model, part, {}), [below, value])
	count(below) > 0
	name := below[count(below) - 1]
	type_name(value) == type_name(_silent[name])
	every step in below { is_string(step) } # what is in a list goes with the list
	path := array.concat(part, below)
]

# What a document that says nothing has under these names.
_silent := {
	"present": false,
	"value": "",
	"items": [],
	"keys": [],
	"non_texts": [],
	"widgets": [],
	"local_paths": [],
	"sections": [],
	"claims": [],
	"table_claims": [],
	"contacts": [],
	"model_index": [],
	"text_claims": [],
	"body_metrics": [],
	"license_statements": [],
	"base_statements": [],
	"statements": [],
	"hyperparameters": [],
	"gaps": [],
	"stated_days": [],
	"stated_periods": [],
	"boasts": [],
	"tabled_metrics": [],
	"table_faults": [],
	"result_lists": [],
	"far_values": [],
	"citations": [],
	"slips": [],
	"links": [],
	"flaws": [],
	"files": [],
	"storage": [],
	"fields": [],
	"purposes": [],
	"legal_basis": [],
	"ends": "",
	"days": 0,
}

config := {
	"at": ".modelgate/config.yaml#",
	"present": true,
	"thresholds": [{"at": ".modelgate/thresholds.yaml#/thresholds/0", "id": "accuracy", "metric": "accuracy", "slice": ""}],
	"required_sections": no_list,
	"allowed_licenses": no_list,
	"denied_licenses": no_list,
	"owed": [],
	"exceptions": [],
	"section_names": [],
	"privacy_owners": no_list,
	"regimes": [],
	"approvals": [],
	"labels": [],
}

# excepted is the good model with an exception in the given state.
excepted(state) := edit({"/config/exceptions": [{
	"at": ".modelgate/thresholds.yaml#/exceptions/0", "threshold": "accuracy", "changes": "min 0.7 in place of 0.80",
	"owner": "ml-governance", "reason": "An older population.", "created": "2026-10-01", "expires": "2026-12-01", "state": state,
}]})

# signed is the good model with a signature in a state, and files that differ from it.
signed(state, reason, files) := edit({"/head/signatures": [{"at": "models/m/model.sig#", "path": "models/m/model.sig", "state": state, "signer": "training", "reason": reason, "files": files, "others": []}]})

# owing is the good model where the configuration owes more.
owing(entries) := edit({"/config/owed": [{"at": sprintf(".modelgate/config.yaml#/require/%s/%ss/0", [stage, kind]), "stage": stage, "kind": kind, "key": key} | some [stage, kind, key] in entries]})

head := {
	"at": "models/m/README.md#",
	"present": true,
	"id": "models/m",
	"name": "m",
	"card": card,
	"all_cards": [card],
	"disagreements": [],
	"named_bases": [],
	"hyperparameters": [],
	"architectures": [],
	"cached_results": [],
	"copied_results": [],
	"uncompared_results": [],
	"impossible_values": [],
	"incomplete_runs": [],
	"manifest": manifest,
	"license_files": [],
	"datasets": [{"at": "models/m/README.md#/datasets/0", "name": "contracts", "declared": true, "card": data_card, "origins": [], "disagreements": [], "tables": []}],
	"evaluations": [evaluation],
	"artifacts": [artifact],
	"checks": [check],
	"labels": [],
	"signatures": [],
	"secrets": [],
}

card := {
	"at": "models/m/README.md#",
	"present": true,
	"path": "models/m/README.md",
	"format": "huggingface",
	"unread": false,
	"name": text("models/m/README.md#/model_name", "m"),
	"version": text("models/m/README.md#/version", "1.0.0"),
	"license": text("models/m/README.md#/license", "apache-2.0"),
	"license_name": no_text,
	"license_link": no_text,
	"license_expression": no_text,
	"licenses": list("models/m/README.md#/license", ["apache-2.0"]),
	"languages": list("models/m/README.md#/language", ["en"]),
	"tags": no_list,
	"library": text("models/m/README.md#/library_name", "sklearn"),
	"task": text("models/m/README.md#/pipeline_tag", "tabular-classification"),
	"datasets": list("models/m/README.md#/datasets", ["contracts"]),
	"metrics": no_list,
	"base_models": no_list,
	"co2": {"at": "models/m/README.md#/co2_eq_emissions", "present": false, "emissions": no_text, "unit": "", "source": no_text, "hardware": no_text, "region": no_text},
	"gate": {"at": "models/m/README.md#", "present": false, "prompt": no_text, "fields": no_list, "eu_disallowed": no_flag},
	"risk_class": no_text,
	"regimes": lacks_list("models/m/README.md#/regimes"),
	"regime_tags": [],
	"automated_decision": automated("none"),
	"business": {
		"at": "models/m/README.md#/business",
		"present": true,
		"objective": text("models/m/README.md#/business/objective", "keep customers"),
		"kpi": text("models/m/README.md#/business/kpi", "accuracy"),
		"latency_budget": text("models/m/README.md#/business/latency_budget", "80 ms"),
		"cost_budget": text("models/m/README.md#/business/cost_budget", "40 EUR a month"),
	},
	"non_texts": [],
	"widgets": [],
	"local_paths": [],
	"mask_token": no_text,
	"written_in": no_text,
	"contacts": [contact("team-m@example.com")],
	"model_index": [indexed(1)],
	"text_claims": [],
	"body_metrics": [],
	"license_statements": [],
	"base_statements": [],
	"statements": [],
	"hyperparameters": [],
	"gaps": [],
	"stated_days": [],
	"stated_periods": [],
	"boasts": [],
	"tabled_metrics": [],
	"table_faults": [],
	"result_lists": [],
	"far_values": [],
	"citations": [],
	"slips": [],
	"links": [],
	"flaws": [],
	"files": [],
	"keys": [key("license", false)],
	"sections": array.concat(_sections, [section(key, table.titles[key], "filled") |
		some key in array.concat(table.required.production, table.advised.production)
		not key in {s.key | some s in _sections}
	]),
	"claims": [claim],
	"table_claims": [],
	"placeholders": [],
	"template_text": [],
}

# What the tables of sections require besides is in the good card as well.
_sections := [
	section("intended_use", "Intended use", "filled"),
	section("limitations", "Limitations", "filled"),
	section("training_data", "Training data", "filled"),
	section("evaluation", "Evaluation", "not_applicable"),
	section("out_of_scope", "Out-of-scope use", "filled"),
	section("bias_risk", "Bias", "filled"),
]

contact(email) := {"at": "models/m/README.md#/contact", "kind": "contact", "name": no_text, "email": text("models/m/README.md#/contact", email), "url": no_text}

# indexed is an entry of a model-index with one result, of so many metrics.
indexed(metrics) := {
	"at": "models/m/README.md#/model-index/0",
	"kind": "mapping",
	"name": text("models/m/README.md#/model-index/0/name", "m"),
	"listed": true,
	"results": [{
		"at": "models/m/README.md#/model-index/0/results/0",
		"kind": "mapping",
		"task": text("models/m/README.md#/model-index/0/results/0/task/type", "tabular-classification"),
		"dataset": text("models/m/README.md#/model-index/0/results/0/dataset/name", "contracts"),
		"dataset_type": text("models/m/README.md#/model-index/0/results/0/dataset/type", "contracts"),
		"metrics": metrics,
		"untyped": false,
		"untyped_at": "models/m/README.md#/model-index/0/results/0",
	}],
}

link(target, state) := {"at": "models/m/README.md#/links/0", "target": target, "kind": "relative", "image": false, "state": state}

base_model(value, revision) := {"at": "models/m/README.md#/base_model", "value": value, "revision": revision, "relation": no_text}

# based is what edit takes to make the good model one of another.
based(value) := {"/head/card/base_models": {"at": "models/m/README.md#/base_model", "present": true, "items": [base_model(value, text("models/m/README.md#/base_model", "0123456789abcdef0123456789abcdef01234567"))]}}

# licensed is what edit takes to put the good model under other licences.
licensed(values) := {
	"/head/card/license": text("models/m/README.md#/license", values[0]),
	"/head/card/licenses": list("models/m/README.md#/license", values),
}

# unlicensed is what edit takes to put it under none.
unlicensed := {"/head/card/license": lacks("models/m/README.md#/license"), "/head/card/licenses": no_list}

key(name, null_value) := {"at": sprintf("models/m/README.md#/%s", [name]), "name": name, "null": null_value, "empty": null_value, "kind": "string", "value": ""}

section(key, title, state) := {"at": sprintf("models/m/README.md#/sections/%s", [key]), "key": key, "title": title, "state": state, "reason": _reasons[state], "words": 9, "parent": false}

_reasons := {"filled": "", "empty": "", "placeholder": "", "unanswered": "", "not_applicable": "the model decides on no person"}

claim := {
	"at": "models/m/README.md#/model-index/0/results/0/metrics/0/value",
	"metric": "accuracy",
	"metric_name": "",
	"value_key": "",
	"task": "text-classification",
	"task_name": "",
	"dataset": "contracts",
	"dataset_type": "contracts",
	"config": "",
	"split": "test",
	"revision": "",
	"section": "",
	"slice": "",
	"unit": "",
	"low": "",
	"high": "",
	"args": [],
	"verified": no_flag,
	"source": no_text,
	"raw": "0.85",
	"value": "0.85",
	"valid": true,
	"verdict": "agrees",
	"evidence": text("models/m/evaluation/metrics.json#/accuracy", "0.853"),
	"kin": no_text,
}

manifest := {
	"at": "models/m/modelgate.yaml#",
	"present": true,
	"name": text("models/m/modelgate.yaml#/name", "m"),
	"version": text("models/m/modelgate.yaml#/version", "1.0.0"),
	"owner": text("models/m/modelgate.yaml#/owner", "team-m"),
	"purposes": list("models/m/modelgate.yaml#/purposes", ["retention"]),
	"target": no_text,
	"deploys": false,
	"labels": [],
}

artifact := {
	"at": "models/m/modelgate.yaml#/artifacts/0",
	"path": "models/m/model.safetensors",
	"uri": "s3://models/m/sha256-00ff",
	"source": "lfs",
	"digest": "sha256:00ff",
	"algorithm": "sha256",
	"agrees": true,
	"auxiliary": false,
	"format": "safetensors",
	"named": "safetensors",
	"code": false,
	"contents": contents,
	"size": 5,
	"declared": -1,
	"signed_by": "",
}

# contents are those of an artifact that Git LFS keeps.
contents := {
	"state": "elsewhere", "problem": "Git LFS keeps its content", "globals": [], "name": "", "license": "", "architecture": "", "bases": [],
	"quantization": "", "types": [], "parameters": 0, "adapter": false, "metadata": [], "external": [],
}

# pickled is the good model with a pickle that loads these, given as "module name".
pickled(globals) := edit({
	"/head/artifacts/0/path": "models/m/model.pkl", "/head/artifacts/0/uri": "", "/head/artifacts/0/format": "pickle", "/head/artifacts/0/named": "pickle", "/head/artifacts/0/code": true,
	"/head/artifacts/0/contents": object.union(contents, {"state": "read", "problem": "", "globals": [{"module": parts[0], "name": parts[1]} | some global in globals; parts := split(global, " ")]}),
})

evaluation := {
	"at": "models/m/evaluation/metrics.json#",
	"path": "models/m/evaluation/metrics.json",
	"format": "metrics",
	"sha256": "00ff",
	"content": "00ff",
	"created": {"at": "models/m/evaluation/metrics.json#", "present": false, "value": ""},
	"claimed": false,
	"cached": {"at": "models/m/evaluation/metrics.json#", "present": false, "value": false},
	"producer": {"at": "models/m/evaluation/metrics.json#", "tool": "", "version": ""},
	"subject": {"at": "models/m/evaluation/metrics.json#", "model": "", "digest": "", "commit": ""},
	"completeness": {"at": "models/m/evaluation/metrics.json#", "state": "unknown", "reason": "", "expected": "", "observed": "", "errors": ""},
	"results": [{
		"at": "models/m/evaluation/metrics.json#/accuracy",
		"metric": "accuracy",
		"task": "",
		"dataset": {"name": "", "split": "", "digest": "", "revision": ""},
		"variant": [],
		"slice": "",
		"direction": "",
		"direction_from": "",
		"mean": false,
		"unit": "",
		"raw": "0.853",
		"value": "0.853",
		"valid": true,
		"n": "",
		"n_from": "",
		"k": "",
		"uncertainty": {"at": "models/m/evaluation/metrics.json#/accuracy", "kind": "", "value": "", "raw": "", "low": "", "high": "", "method": ""},
		"runs": [],
		"claimed": false,
	}],
	"groups": [],
	"judgements": [],
	"trials": {
		"at": "models/m/evaluation/metrics.json#",
		"present": false,
		"metric": {"at": "models/m/evaluation/metrics.json#", "present": false, "value": ""},
		"direction": "",
		"split": "",
		"total": "",
		"failed": "",
		"selected": {"at": "models/m/evaluation/metrics.json#", "present": false, "value": ""},
		"best": {"at": "models/m/evaluation/metrics.json#", "present": false, "value": ""},
		"agrees": "unknown",
	},
	"examples": [],
}

check := {
	"at": "models/m/evaluation/metrics.json#/accuracy",
	"defined": ".modelgate/thresholds.yaml#/thresholds/0/min",
	"key": "accuracy min",
	"threshold": "accuracy",
	"metric": "accuracy",
	"slice": "",
	"part": "",
	"bound": "min",
	"limit": "0.80",
	"direction": "",
	"unit": "",
	"mode": "point",
	"severity": "block",
	"question": "at least 0.80",
	"verdict": "pass",
	"reason": "",
	"detail": "",
	"value": "0.853",
	"base_value": "",
	"baseline_from": "",
	"n": "",
	"base_n": "",
	"rung": "point",
	"method": "",
	"change": "",
	"low": "",
	"high": "",
	"p": "",
	"adjusted": "",
	"family": 0,
	"needed": "",
	"unrecorded": false,
	"near": "",
}

# answered is the good model with another answer to its one check.
answered(changes) := edit({"/head/checks/0": object.union(check, changes)})

# compared is the check of answered as a comparison with the base.
compared(changes) := answered(object.union({"bound": "not_worse_by", "key": "accuracy not_worse_by", "limit": "0.01", "base_value": "0.87", "baseline_from": "the base", "direction": "higher"}, changes))

# nothing is a model without any evidence.
nothing(present) := {
	"at": "models/m/README.md#",
	"present": present,
	"id": "models/m",
	"name": "m",
	"card": absent_card,
	"all_cards": [],
	"disagreements": [],
	"named_bases": [],
	"hyperparameters": [],
	"architectures": [],
	"cached_results": [],
	"copied_results": [],
	"uncompared_results": [],
	"impossible_values": [],
	"incomplete_runs": [],
	"license_files": [],
	"manifest": {
		"at": "models/m/README.md#",
		"present": false,
		"name": no_text,
		"version": no_text,
		"owner": no_text,
		"purposes": no_list,
		"target": no_text,
		"deploys": false,
		"labels": [],
	},
	"datasets": [],
	"evaluations": [],
	"artifacts": [],
	"checks": [],
	"labels": [],
	"signatures": [],
	"secrets": [],
}

absent_card := {
	"at": "models/m/README.md#",
	"present": false,
	"path": "",
	"format": "",
	"unread": false,
	"name": no_text,
	"version": no_text,
	"license": no_text,
	"license_name": no_text,
	"license_link": no_text,
	"license_expression": no_text,
	"licenses": no_list,
	"languages": no_list,
	"tags": no_list,
	"library": no_text,
	"task": no_text,
	"datasets": no_list,
	"metrics": no_list,
	"base_models": no_list,
	"co2": {"at": "models/m/README.md#", "present": false, "emissions": no_text, "unit": "", "source": no_text, "hardware": no_text, "region": no_text},
	"gate": {"at": "models/m/README.md#", "present": false, "prompt": no_text, "fields": no_list, "eu_disallowed": no_flag},
	"risk_class": no_text,
	"regimes": lacks_list("models/m/README.md#/regimes"),
	"regime_tags": [],
	"automated_decision": {"at": "models/m/README.md#", "present": false, "level": no_text, "ground": no_text, "law_ref": no_text, "safeguards_ref": no_text, "logic_ref": no_text},
	"business": {"at": "models/m/README.md#", "present": false, "objective": no_text, "kpi": no_text, "latency_budget": no_text, "cost_budget": no_text},
	"non_texts": [],
	"widgets": [],
	"local_paths": [],
	"mask_token": no_text,
	"written_in": no_text,
	"contacts": [],
	"keys": [],
	"sections": [],
	"model_index": [],
	"claims": [],
	"table_claims": [],
	"text_claims": [],
	"body_metrics": [],
	"license_statements": [],
	"base_statements": [],
	"statements": [],
	"hyperparameters": [],
	"gaps": [],
	"stated_days": [],
	"stated_periods": [],
	"boasts": [],
	"tabled_metrics": [],
	"table_faults": [],
	"result_lists": [],
	"far_values": [],
	"citations": [],
	"slips": [],
	"links": [],
	"flaws": [],
	"files": [],
	"placeholders": [],
	"template_text": [],
}

data_card := {
	"at": "datacards/contracts.yaml#",
	"present": true,
	"path": "datacards/contracts.yaml",
	"format": "modelgate-data-card",
	"name": text("datacards/contracts.yaml#/name", "contracts"),
	"version": text("datacards/contracts.yaml#/version", "2026-06"),
	"description": no_text,
	"owner": no_text,
	"license": text("datacards/contracts.yaml#/license", "other"),
	"digest": no_text,
	"catalog": {"at": "datacards/contracts.yaml#/catalog", "present": false, "kind": no_text, "name": no_text},
	"source": {
		"at": "datacards/contracts.yaml#/source",
		"present": true,
		"kind": text("datacards/contracts.yaml#/source/kind", "database-snapshot"),
		"origin": text("datacards/contracts.yaml#/source/origin", "data-subject"),
		"name": text("datacards/contracts.yaml#/source/name", "contract database"),
		"uri": no_text,
		"collected_from": no_text,
		"collected_to": no_text,
		"pipeline": no_text,
		"credibility": {"at": "datacards/contracts.yaml#/source/credibility", "present": false, "level": no_text, "reason": no_text, "date": no_text, "ref": no_text},
	},
	"storage": [storage("DE")],
	"lineage": [],
	"withdrawn": {"at": "datacards/contracts.yaml#/withdrawn", "present": false, "date": no_text, "reason": no_text, "ref": no_text},
	"fields": [field("contract_key", true)],
	"personal_data": {
		"at": "datacards/contracts.yaml#/personal_data",
		"present": true,
		"status": text("datacards/contracts.yaml#/personal_data/status", "pseudonymised"),
		"categories": list("datacards/contracts.yaml#/personal_data/categories", ["contract history"]),
	},
	"data_subjects": list("datacards/contracts.yaml#/data_subjects", ["customers"]),
	"regimes": lacks_list("datacards/contracts.yaml#/regimes"),
	"data_subject_regions": list("datacards/contracts.yaml#/data_subject_regions", ["EEA"]),
	"large_scale": flag("datacards/contracts.yaml#/large_scale", false),
	"special_categories": list("datacards/contracts.yaml#/special_categories", []),
	"art9_conditions": [],
	"criminal_data": {
		"at": "datacards/contracts.yaml#/criminal_data",
		"present": true,
		"included": flag("datacards/contracts.yaml#/criminal_data/included", false),
		"law_ref": no_text,
		"authority_ref": no_text,
	},
	"controller": {
		"at": "datacards/contracts.yaml#/controller",
		"present": true,
		"name": text("datacards/contracts.yaml#/controller/name", "Example GmbH"),
		"contact": text("datacards/contracts.yaml#/controller/contact", "privacy@example.com"),
		"country": lacks("datacards/contracts.yaml#/controller/country"),
		"kind": text("datacards/contracts.yaml#/controller/kind", "company"),
		"dpo": no_text,
		"dpo_reason": no_text,
		"joint": no_list,
		"arrangement_ref": no_text,
		"representative": {
			"at": "datacards/contracts.yaml#/controller/representative",
			"present": false,
			"name": no_text,
			"country": no_text,
			"mandate_ref": no_text,
			"exemption": no_text,
			"reason": no_text,
		},
	},
	"processors": [],
	"purposes": [purpose("retention")],
	"legal_basis": [basis("contract", ["retention"])],
	"consent": {
		"at": "datacards/contracts.yaml#/consent",
		"present": false,
		"explicit": no_flag,
		"mechanism_ref": no_text,
		"record_ref": no_text,
		"withdrawal_ref": no_text,
		"parental_authorisation_ref": no_text,
	},
	"legitimate_interest": {
		"at": "datacards/contracts.yaml#/legitimate_interest",
		"present": false,
		"interest": no_text,
		"assessment_ref": no_text,
		"objection_ref": no_text,
	},
	"children": {
		"at": "datacards/contracts.yaml#/children",
		"present": true,
		"included": text("datacards/contracts.yaml#/children/included", "no"),
		"youngest": lacks("datacards/contracts.yaml#/children/youngest"),
		"online_service": no_flag,
	},
	"notice": {
		"at": "datacards/contracts.yaml#/notice",
		"present": true,
		"kind": text("datacards/contracts.yaml#/notice/kind", "art13"),
		"ref": text("datacards/contracts.yaml#/notice/ref", "https://example.com/privacy"),
		"exemption": no_text,
		"reason": no_text,
	},
	"retention": {
		"at": "datacards/contracts.yaml#/retention",
		"present": true,
		"period": text("datacards/contracts.yaml#/retention/period", "P2Y"),
		"starts": text("datacards/contracts.yaml#/retention/starts", "date"),
		"start_date": text("datacards/contracts.yaml#/retention/start_date", "2026-06-30"),
		"criteria": no_text,
		"action": text("datacards/contracts.yaml#/retention/action", "erase"),
		"hold_ref": no_text,
		"ends": "2028-06-30",
		"days": 731,
	},
	"transfers": {"at": "datacards/contracts.yaml#/transfers", "present": true, "items": []},
	"recipients": list("datacards/contracts.yaml#/recipients", ["retention team"]),
	"security_measures": list("datacards/contracts.yaml#/security_measures", ["encryption-at-rest"]),
	"anonymisation": {
		"at": "datacards/contracts.yaml#/anonymisation",
		"present": false,
		"technique": no_text,
		"risk_assessment_ref": no_text,
		"separation_ref": no_text,
	},
	"pseudonymisation": {
		"at": "datacards/contracts.yaml#/pseudonymisation",
		"present": true,
		"technique": text("datacards/contracts.yaml#/pseudonymisation/technique", "keyed hash"),
		"risk_assessment_ref": no_text,
		"separation_ref": text("datacards/contracts.yaml#/pseudonymisation/separation_ref", "ropa:1#keys"),
	},
	"dpia": {
		"at": "datacards/contracts.yaml#/dpia",
		"present": true,
		"status": text("datacards/contracts.yaml#/dpia/status", "not-required"),
		"ref": no_text,
		"date": no_text,
		"reason": text("datacards/contracts.yaml#/dpia/reason", "No special categories and no large scale."),
		"residual_risk": no_text,
		"review_by": no_text,
	},
	"rights": {
		"at": "datacards/contracts.yaml#/rights",
		"present": true,
		"ref": text("datacards/contracts.yaml#/rights/ref", "procedures:DSR-2"),
		"models": text("datacards/contracts.yaml#/rights/models", "retraining"),
		"models_ref": no_text,
		"reason": no_text,
	},
	"ropa_ref": text("datacards/contracts.yaml#/ropa_ref", "ropa:1"),
	"statements": [],
	"regime_tags": [],
	"defaulted": [],
	"questions": [],
}

# table is a file of the data with one column.
table(state, column) := {"at": "data/contracts.csv#", "path": "data/contracts.csv", "state": state, "reason": "it is compressed", "rows": 100, "columns": [column]}

# column is one with identifiers of a kind in some of its 100 cells.
column(name, kind, hits, named) := {
	"at": sprintf("data/contracts.csv#/columns/%s", [name]), "name": name, "cells": 100,
	"kinds": [{"kind": kind, "hits": hits, "named": named, "example": "a…@p…"}],
}

# question is one that prose raises.
question(tag, quote) := {"at": "datacards/contracts.md#/sections/privacy", "tag": tag, "quote": quote}

# statement is a text of the data card.
statement(tag, value) := {"at": sprintf("datacards/contracts.yaml#/%s", [tag]), "tag": tag, "value": value, "reference": endswith(tag, "ref"), "lost": false, "announced": false}

storage(country) := {
	"at": "datacards/contracts.yaml#/storage/0",
	"uri": text("datacards/contracts.yaml#/storage/0/uri", "s3://data/contracts/"),
	"region": lacks("datacards/contracts.yaml#/storage/0/region"),
	"country": text("datacards/contracts.yaml#/storage/0/country", country),
	"version": lacks("datacards/contracts.yaml#/storage/0/version"),
	"digest": lacks("datacards/contracts.yaml#/storage/0/digest"),
}

field(name, pii) := {
	"at": "datacards/contracts.yaml#/fields/0",
	"name": text("datacards/contracts.yaml#/fields/0/name", name),
	"type": lacks("datacards/contracts.yaml#/fields/0/type"),
	"pii": flag("datacards/contracts.yaml#/fields/0/pii", pii),
	"category": lacks("datacards/contracts.yaml#/fields/0/category"),
}

purpose(id) := {
	"at": "datacards/contracts.yaml#/purposes/0",
	"id": text("datacards/contracts.yaml#/purposes/0/id", id),
	"text": lacks("datacards/contracts.yaml#/purposes/0/text"),
	"original": flag("datacards/contracts.yaml#/purposes/0/original", true),
	"compatibility": {"at": "datacards/contracts.yaml#/purposes/0/compatibility", "present": false, "ground": lacks("datacards/contracts.yaml#/purposes/0/compatibility/ground"), "ref": lacks("datacards/contracts.yaml#/purposes/0/compatibility/ref")},
}

# automated is what a model card declares of automated decisions.
automated(level) := {
	"at": "models/m/README.md#/modelgate/automated_decision",
	"present": true,
	"level": text("models/m/README.md#/modelgate/automated_decision/level", level),
	"ground": lacks("models/m/README.md#/modelgate/automated_decision/ground"),
	"law_ref": lacks("models/m/README.md#/modelgate/automated_decision/law_ref"),
	"safeguards_ref": lacks("models/m/README.md#/modelgate/automated_decision/safeguards_ref"),
	"logic_ref": lacks("models/m/README.md#/modelgate/automated_decision/logic_ref"),
}

# deciding is a model that decides by itself, with these changes of its declaration
# and of the card of its data.
deciding(changes, values) := object.union(edit_data(values), {"head": object.union(edit_data(values).head, {"card": object.union(card, {"automated_decision": object.union(automated("solely-automated-significant"), changes)})})})

# lawful is all that such a model owes.
lawful := {
	"ground": text("models/m/README.md#/modelgate/automated_decision/ground", "contract"),
	"safeguards_ref": text("models/m/README.md#/modelgate/automated_decision/safeguards_ref", "adm:1"),
	"logic_ref": text("models/m/README.md#/modelgate/automated_decision/logic_ref", "adm:2"),
}

basis(name, purposes) := {
	"at": "datacards/contracts.yaml#/legal_basis/0",
	"basis": text("datacards/contracts.yaml#/legal_basis/0/basis", name),
	"purposes": list("datacards/contracts.yaml#/legal_basis/0/purposes", purposes),
	"source_ref": lacks("datacards/contracts.yaml#/legal_basis/0/source_ref"),
	"law_ref": lacks("datacards/contracts.yaml#/legal_basis/0/law_ref"),
}

condition(name) := {
	"at": "datacards/contracts.yaml#/art9_conditions/0",
	"condition": text("datacards/contracts.yaml#/art9_conditions/0/condition", name),
	"categories": lacks_list("datacards/contracts.yaml#/art9_conditions/0/categories"),
	"law_ref": lacks("datacards/contracts.yaml#/art9_conditions/0/law_ref"),
	"safeguards_ref": lacks("datacards/contracts.yaml#/art9_conditions/0/safeguards_ref"),
}

processor(name, country) := {
	"at": "datacards/contracts.yaml#/processors/0",
	"name": text("datacards/contracts.yaml#/processors/0/name", name),
	"country": country,
	"dpa_ref": lacks("datacards/contracts.yaml#/processors/0/dpa_ref"),
}

# transfers is the data card's list with one transfer in it.
transfers(country, mechanism, changes) := {
	"at": "datacards/contracts.yaml#/transfers",
	"present": true,
	"items": [object.union(
		{
			"at": "datacards/contracts.yaml#/transfers/0",
			"country": text("datacards/contracts.yaml#/transfers/0/country", country),
			"recipient": lacks("datacards/contracts.yaml#/transfers/0/recipient"),
			"mechanism": text("datacards/contracts.yaml#/transfers/0/mechanism", mechanism),
			"safeguard_ref": lacks("datacards/contracts.yaml#/transfers/0/safeguard_ref"),
			"tia_ref": lacks("datacards/contracts.yaml#/transfers/0/tia_ref"),
			"authority_notice_ref": lacks("datacards/contracts.yaml#/transfers/0/authority_notice_ref"),
			"subject_notice_ref": lacks("datacards/contracts.yaml#/transfers/0/subject_notice_ref"),
			"dpf_participant": no_flag,
			"dpf_hr": no_flag,
		},
		changes,
	)],
}

# derived is the good model whose dataset is made from another, in these respects
# different from it: the entry of the lineage, the card itself, and its parent.
derived(entry, child, parent) := object.union(model, {"head": object.union(head, {"datasets": [object.union(head.datasets[0], {"card": _child(child), "origins": [origin(entry, child, parent)]})]})})

# origin is the step from the dataset's card to its parent's.
origin(entry, child, parent) := {
	"at": "datacards/contracts.yaml#/lineage/0",
	"entry": object.union(lineage_entry, entry),
	"child": _child(child),
	"parent": object.union(object.union(data_card, {"name": text("datacards/parent.yaml#/name", "parent"), "path": "datacards/parent.yaml"}), parent),
	"cycle": false,
	"cut": false,
}

_child(changes) := object.union(object.union(data_card, {"lineage": [lineage_entry]}), changes)

lineage_entry := {
	"at": "datacards/contracts.yaml#/lineage/0",
	"ref": text("datacards/contracts.yaml#/lineage/0/ref", "parent"),
	"relation": text("datacards/contracts.yaml#/lineage/0/relation", "subset-of"),
	"revision": lacks("datacards/contracts.yaml#/lineage/0/revision"),
	"transformation": lacks("datacards/contracts.yaml#/lineage/0/transformation"),
	"evidence_ref": lacks("datacards/contracts.yaml#/lineage/0/evidence_ref"),
	"ends": lacks_list("datacards/contracts.yaml#/lineage/0/ends"),
}

# ended is an entry with a transformation that ends something, and its evidence.
ended(what) := {
	"transformation": text("datacards/contracts.yaml#/lineage/0/transformation", "field-removal"),
	"evidence_ref": text("datacards/contracts.yaml#/lineage/0/evidence_ref", "jobs:17"),
	"ends": list("datacards/contracts.yaml#/lineage/0/ends", [what]),
}

# status is the status of personal data, as a change of a card.
status(value) := {"personal_data": object.union(data_card.personal_data, {"status": text("datacards/contracts.yaml#/personal_data/status", value)})}

# under is the good input with a law in force for the data card, and problems of its controls.
under(regime, controls) := object.union(model, {"laws": [_law(regime)], "controls": controls})

_law(regime) := {"at": "datacards/contracts.yaml#/regimes", "regime": regime, "card": "datacards/contracts.yaml"}

# lawful_under is the good input with a law in force, tags of it, and edits of the data card.
lawful_under(regime, tags, changes) := object.union(edit_data(object.union({"/regime_tags": tags}, changes)), {"laws": [_law(regime)]})

control(regime, article, state, kind) := {
	"at": "datacards/contracts.yaml#", "subject": `dataset "contracts"`, "card": "datacards/contracts.yaml", "regime": regime, "id": "role", "article": article, "from": "2020-01-01", "confirmed": true, "state": state,
	"problems": [{"at": sprintf("datacards/contracts.yaml#/%s", [regime]), "kind": kind, "tag": sprintf("%s.role", [regime]), "words": sprintf("%s.role is wrong", [regime]), "ask": "state the role"}],
}

# tag is one that a law has of its own.
tag(name, values) := {"at": sprintf("datacards/contracts.yaml#/%s", [name]), "name": name, "values": [{"at": sprintf("datacards/contracts.yaml#/%s/%d", [name, i]), "value": value, "lost": false} | some i, value in values]}

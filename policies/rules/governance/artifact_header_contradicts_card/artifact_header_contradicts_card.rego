# METADATA
# title: Weights header contradicts the card
# description: What the header of the weights states (license, base models, architecture, quantization, number of parameters) must agree with the model card and with the name of the file. Users rely on the card, and tools rely on the header.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct the card, or replace the file if it belongs to another model. The finding states both values.
#   sources:
#     - "ggml-org/ggml docs/gguf.md, Standardized key-value pairs"
#     - "huggingface/safetensors README.md, Format"
#     - "Regulation (EU) 2024/1689, Annex IV(2) (general description and elements of the system)"
#   controls: [eu-ai-act/Annex IV(2)]
#   example: |
#     license: apache-2.0   # as general.license in model-Q4_K_M.gguf
package modelgate.rules.governance.artifact_header_contradicts_card

import data.modelgate.headers as table
import data.modelgate.lib.artifacts
import data.modelgate.lib.identity
import data.modelgate.lib.licenses

applies if {
	some artifact in input.head.artifacts
	artifact.contents.state == "read"
}

deny contains _finding(artifact, "license", sprintf("license %q", [artifact.contents.license]), item) if {
	some artifact in input.head.artifacts
	told := licenses.name(artifact.contents.license)
	licenses.flags(told)
	told != "other"
	named := {licenses.name(term) | some item in licenses.stated; some term in licenses.terms(item.value)}
	count(named) > 0
	every name in named { licenses.flags(name) }
	not "other" in named
	not told in named
	item := [item | some item in licenses.stated][0]
}

deny contains _finding(artifact, "base model", sprintf("base model %q", [_called(artifact.contents.bases[0])]), item) if {
	some artifact in input.head.artifacts
	count(artifact.contents.bases) > 0
	items := input.head.card.base_models.items
	count(items) > 0
	own := ({_plain(text) | some base in artifact.contents.bases; some text in [base.name, _last(base.url)]} | {_plain(artifact.contents.name)}) - {""}
	count(own) > 0
	every base in items {
		every name in own { not _alike(_plain(_last(base.value)), name) }
	}
	item := items[0]
}

# The card states the architecture that another family has.
deny contains _finding(artifact, "architecture", sprintf("architecture %q", [artifact.contents.architecture]), key) if {
	some artifact in input.head.artifacts
	some key in input.head.card.keys
	key.name in table.architecture
	named := lower(key.value)
	some family, names in table.families
	family != artifact.contents.architecture
	named in names
	own := table.families[artifact.contents.architecture]
	not named in own
}

deny contains _finding(artifact, "quantization", sprintf("quantization %s", [artifact.contents.quantization]), key) if {
	count([a | some a in input.head.artifacts; a.contents.quantization != ""]) == 1 # else the card is about several
	some artifact in input.head.artifacts
	some key in input.head.card.keys
	key.name in table.quantization
	named := upper(key.value)
	named in table.quantizations
	artifact.contents.quantization != ""
	named != artifact.contents.quantization
}

# The name of the file states another quantization. Dynamic ones (UD) keep the type that they began with.
deny contains {
	"at": artifact.at, "key": sprintf("%s name", [identity.artifact(artifact)]),
	"message": sprintf("artifact %q states quantization %s in its name, but its header states %s", [artifacts.name(artifact), upper(part), artifact.contents.quantization]),
} if {
	some artifact in input.head.artifacts
	artifact.contents.quantization != ""
	parts := regex.split(`[-.]`, _last(artifact.path))
	not "UD" in parts
	some part in parts
	upper(part) in table.quantizations
	upper(part) != artifact.contents.quantization
}

deny contains _finding(artifact, "parameters", sprintf("%d parameters", [_total]), claim) if {
	every other in input.head.artifacts { _counted(other) }
	artifact := input.head.artifacts[0]
	some claim in _sizes
	claim.parameters > _total * table.factor
}

deny contains _finding(artifact, "parameters", sprintf("%d parameters", [artifact.contents.parameters]), claim) if {
	some artifact in input.head.artifacts
	_counted(artifact)
	some claim in _sizes
	artifact.contents.parameters > claim.parameters * table.factor
}

_finding(artifact, about, told, item) := {
	"at": artifact.at,
	"key": sprintf("%s %s", [identity.artifact(artifact), about]),
	"message": sprintf("artifact %q has %s by its header, but the card states %q", [artifacts.name(artifact), told, item.value]),
	"related": [{"at": item.at, "message": "the card"}],
}

_total := sum([artifact.contents.parameters | some artifact in input.head.artifacts])

# Of adapters, and of numbers that are packed into integers, the count tells nothing of the model's size.
_counted(artifact) if {
	artifact.contents.state == "read"
	artifact.contents.parameters > 0
	not artifact.contents.adapter
	every kind in artifact.contents.types { not regex.match(`^(U|I)(8|16|32|64)$|^BOOL$`, kind.name) }
}

# What the card's name and its metadata state as the number of parameters.
_sizes contains {"at": input.head.card.name.at, "value": input.head.card.name.value, "parameters": size} if {
	sizes := _read(input.head.card.name.value)
	count(sizes) == 1
	some size in sizes
}

_sizes contains {"at": key.at, "value": key.value, "parameters": size} if {
	some key in input.head.card.keys
	key.name in table.parameters
	sizes := _read(key.value)
	count(sizes) == 1
	some size in sizes
}

_read(text) := {size |
	some found in regex.find_all_string_submatch_n(`(?:^|[^A-Za-z0-9.])([0-9]{1,4}(?:\.[0-9]{1,3})?) ?([BbMm])(?:[^A-Za-z0-9]|$)`, text, 5)
	size := to_number(found[1]) * _units[lower(found[2])]
}

_units := {"b": 1000000000, "m": 1000000}

_called(base) := base.name if base.name != ""

else := base.url

_last(text) := parts[count(parts) - 1] if parts := split(trim_suffix(text, "/"), "/")

_plain(text) := regex.replace(lower(text), `[^a-z0-9]`, "")

_alike(one, other) if contains(one, other)

_alike(one, other) if contains(other, one)

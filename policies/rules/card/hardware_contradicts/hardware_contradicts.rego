# METADATA
# title: Contradictory training hardware
# description: A card must name the same devices and the same cloud wherever it tells on what the model was trained. Estimates of energy and emissions depend on them.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct the device, the provider or the region. If the model was trained in several steps, name the device of each.
#   sources:
#     - "Hugging Face, model card template, Environmental Impact: https://huggingface.co/docs/hub/model-card-annotated"
#     - Regulation (EU) 2024/1689, Annex XI, section 1(2)(e)
#   example: |
#     # in the text: trained on one A100   (and under Environmental impact: Hardware Type: V100)
package modelgate.rules.card.hardware_contradicts

import data.modelgate.lib.statements
import data.modelgate.training as table

applies if count(_told) > 0

deny contains {"at": second.at, "key": "device", "message": sprintf("the card states that the model was trained on %q, and elsewhere on %q", [second.device, first.device]), "related": [{"at": first.at, "message": "the other device"}]} if {
	devices := {told.device | some told in _devices}
	count(devices) == 2
	first := _devices[0]
	second := [told | some told in _devices; told.device != first.device][0]
	every told in _devices { told.only }
	_section(first.at) != _section(second.at)
}

deny contains {"at": region.at, "key": "region", "message": sprintf("region %q is one of %s, but the card names %q as the provider", [region.value, upper(of), provider.value])} if {
	some provider in _labelled("Cloud Provider: ")
	some region in _labelled("Compute Region: ")
	some of, forms in table.providers
	regex.match(forms.regions, lower(trim_space(region.value)))
	not regex.match(forms.names, provider.value)
	some known in table.providers
	regex.match(known.names, provider.value)
	not regex.match(known.regions, lower(trim_space(region.value)))
}

_told := statements.about({"hardware"})

_labelled(name) := [{"at": statement.at, "value": trim_prefix(statement.value, name)} | some statement in _told; startswith(statement.value, name)]

# Each statement of devices; only: it names one.
_devices := array.concat(_in_text, [one | one := _device(input.head.card.co2.hardware.at, input.head.card.co2.hardware.value)])

_in_text := [one | some statement in _told; one := _device(statement.at, statement.value)]

_device(at, text) := {"at": at, "device": sort(names)[0], "only": count(names) == 1} if {
	names := {regex.replace(upper(parts[1]), `\s`, "") | some parts in regex.find_all_string_submatch_n(table.devices, text, 5)}
	count(names) > 0
}

# The anchor of a sentence without the sentence.
_section(at) := regex.replace(at, `(#/sections/[^/]*)/.*$`, "$1")

package modelgate.rules.card.license_name_contradicts_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.license_name_contradicts as rule

messages(id, name, link) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({
		"/head/card/licenses": fixture.list("models/m/README.md#/license", [id]), "/head/card/license": fixture.text("models/m/README.md#/license", id),
		"/head/card/license_name": _text(name), "/head/card/license_link": _text(link),
	})
}

_text(value) := {"at": "models/m/README.md#/license_name", "present": value != "", "value": value}

test_fires_on_a_name if {
	messages("apache-2.0", "yi-license", "LICENSE") == {`license_name is "yi-license", but license is "apache-2.0"`}
	messages("llama3.1", "llama3", "") == {`license_name is "llama3", but license is "llama3.1"`}
	count(messages("mit", "microsoft-research-license", "LICENSE")) == 1
}

test_fires_on_a_link if {
	messages("mit", "", "https://www.llama.com/llama3_1/license/") == {`license_link is "https://www.llama.com/llama3_1/license/", the text of license "llama3.1", but license is "mit"`}
	count(messages("mit", "", "https://www.apache.org/licenses/LICENSE-2.0.txt")) == 1
	count(messages("mit", "", "https://creativecommons.org/licenses/by-nc/4.0/deed.en")) == 1
	count(messages("apache-2.0", "", "https://opensource.org/license/mit")) == 1
	count(messages("apache-2.0", "", "https://huggingface.co/meta-llama/Meta-Llama-3.1-8B/blob/main/LICENSE")) == 1
}

test_silent_on[case] if {
	some case in [
		["apache-2.0", "apache-2.0", "LICENSE"], ["apache-2.0", "Apache License 2.0", ""], ["mit", "MIT License", ""], ["llama3", "llama3", "LICENSE"], ["llama3.1", "Llama 3.1 Community License", "https://llama.com/llama3_1/license"],
		["gemma", "gemma-terms-of-use", "https://ai.google.dev/gemma/terms"], ["cc-by-4.0", "Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"], ["llama2", "", "https://ai.meta.com/llama/license/"], ["llama3", "", "https://llama.meta.com/llama3/license/"],
		["other", "yi-license", "LICENSE"], ["mit", "", "https://huggingface.co/microsoft/phi-2/resolve/main/LICENSE"], ["mit", "license", ""], ["fair-noncommercial-research-license", "FAIR Noncommercial Research License", ""], ["openrail", "the openrail of our team", ""], ["c-uda", "our c-uda 1.0", ""], ["isc", "ISC", ""], ["mit", "", ""], ["bsd", "", "https://opensource.org/license/bsd-3-clause"],
	]
	messages(case[0], case[1], case[2]) == set()
}

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

named(name, link, told) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({
		"/head/card/licenses": fixture.list("models/m/README.md#/license", ["other"]), "/head/card/license": fixture.text("models/m/README.md#/license", "other"),
		"/head/card/license_name": _text(name), "/head/card/license_link": _text(link),
		"/head/card/license_statements": [{"at": "models/m/README.md#/sections/license", "present": true, "value": told} | told != ""],
	})
}

test_fires_on_other_licenses if {
	named("llama3", "https://ai.google.dev/gemma/terms", "") == {`license_name is "llama3", but license_link is "https://ai.google.dev/gemma/terms", the text of license "gemma"`}
	named("llama3", "LICENSE", "NVIDIA Open Model License") == {`license_name is "llama3", but the text states "NVIDIA Open Model License"`}
}

test_silent_on_other_licenses[case] if {
	some case in [
		["llama3", "https://llama.meta.com/llama3/license", "Llama 3 Community License"], ["acme-license", "https://ai.google.dev/gemma/terms", ""], ["nvidia-open-model-license", "LICENSE", "NVIDIA Open Model License"],
		["llama3", "LICENSE", "This model is a derivative of Llama 3 under its license"], ["llama3", "LICENSE", ""],
	]
	named(case[0], case[1], case[2]) == set()
}

stated(name, values) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({
		"/head/card/licenses": fixture.list("models/m/README.md#/license", ["other"]), "/head/card/license": fixture.text("models/m/README.md#/license", "other"),
		"/head/card/license_name": _text(name), "/head/card/license_link": _text(""),
		"/head/card/license_statements": [{"at": "models/m/README.md#/sections/license", "present": true, "value": value} | some value in values],
	})
}

test_fires_on_a_text_of_a_known_license if {
	stated("acme-model-license", ["The usage of Acme-Embedding model weights is covered by the MIT license"]) == {`license_name is "acme-model-license", but the text states "The usage of Acme-Embedding model weights is covered by the MIT license"`}
	count(stated("acme-model-license", ["This model is released under the Apache 2.0 license"])) == 1
}

test_silent_on_a_text[value] if {
	some value in ["The code is released under the MIT license", "The model and code are released under MIT", "This model is released under the Acme Model License", "The model is not under the MIT license", "License: MIT"]
	stated("acme-model-license", [value]) == set()
}

test_silent_on_the_name_of_a_known_license[name] if {
	some name in ["cc-by-nc-4.0", "afl-3.0"]
	stated(name, ["This model is released under the Apache 2.0 license"]) == set()
}

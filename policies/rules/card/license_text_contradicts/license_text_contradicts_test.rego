package modelgate.rules.card.license_text_contradicts_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.license_text_contradicts as rule

telling(license, sentences) := fixture.edit(object.union(fixture.licensed([license]), {"/head/card/license_statements": [fixture.text("models/m/README.md#/sections/license", s) | some s in sentences]}))

messages(license, sentences) := {f.message | some f in found} if {
	found := rule.deny with input as telling(license, sentences)
}

test_fires_on_another_license if {
	messages("apache-2.0", ["The model is released under CC-BY-NC-SA 4.0"]) == {`the metadata states license "apache-2.0", but the text states "The model is released under CC-BY-NC-SA 4.0"`}
	count(messages("mit", ["We use the BigScience RAIL License"])) == 1
}

test_fires_on_a_ban_of_commercial_use if {
	messages("mit", ["MIT license", "For non-commercial use only"]) == {`license "mit" allows commercial use, but the text states "For non-commercial use only"`}
}

test_silent_on_the_same_license[license] if {
	some license, sentence in {"apache-2.0": "Apache License, Version 2.0", "llama2": "The Llama 2 Community License", "bsd-3-clause": "BSD", "cc-by-nc-4.0": "Creative Commons Attribution-NonCommercial, for non-commercial use only", "mit": "See the file LICENSE"}
	count(messages(license, [sentence])) == 0
}

test_silent_where_one_sentence_fits if {
	count(messages("mit", ["Weights: MIT", "Parts are under Apache 2.0"])) == 0
}

test_silent_on_a_license_of_its_own if {
	count(messages("other", ["MIT"])) == 0
	not rule.applies with input as telling("other", ["MIT"])
}

test_silent_without_a_license if {
	count(rule.deny) == 0 with input as fixture.edit(object.union(fixture.unlicensed, {"/head/card/license_statements": [fixture.text("models/m/README.md#/sections/license", "MIT")]}))
}

test_not_applicable_without_statements if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

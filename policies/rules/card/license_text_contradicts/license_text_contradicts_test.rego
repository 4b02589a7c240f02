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

test_fires_on_a_label_or_badge if {
	messages("apache-2.0", ["Released under Apache 2.0", "License: mit"]) == {`the metadata states license "apache-2.0", but the text states "License: mit"`}
	count(messages("apache-2.0", ["License: Apache 2.0", "License: CC BY-NC 4.0"])) == 0
	count(messages("apache-2.0", ["License: Apache 2.0 and MIT"])) == 0
}

test_fires_in_other_languages[value] if {
	some value in ["Dieses Modell steht unter der MIT-Lizenz", "Ce modèle est publié sous licence MIT", "本模型采用 MIT 许可证发布", "本モデルは MIT ライセンスの下で公開しています"]
	count(messages("apache-2.0", ["License: Apache 2.0", value])) == 1
}

test_fires_on_a_ban_of_commercial_use if {
	messages("mit", ["MIT license", "For non-commercial use only"]) == {`license "mit" allows commercial use, but the text states "For non-commercial use only"`}
}

test_fires_on_a_ban_without_a_name if {
	messages("apache-2.0", ["The model may not be used commercially"]) == {`license "apache-2.0" allows commercial use, but the text states "The model may not be used commercially"`}
	count(messages("apache-2.0", ["The images may not be used commercially"])) == 0
}

test_fires_on_a_ban_of_use_or_passing_on[value] if {
	some value in ["Commercial use of this model is not permitted", "Any commercial use of this model and redistribution of its weights are prohibited", "Redistribution of the weights is forbidden"]
	messages("apache-2.0", [value]) == {sprintf("license \"apache-2.0\" allows commercial use, but the text states %q", [value])}
	count(messages("cc-by-nc-4.0", [value])) == 0
}

test_fires_on_leave_for_commercial_use[value] if {
	some value in ["You are free to use, modify and sell it in commercial products", "The model may be used for commercial purposes", "Commercial use is permitted"]
	messages("cc-by-nc-4.0", [value]) == {sprintf("license \"cc-by-nc-4.0\" forbids commercial use, but the text states %q", [value])}
	count(messages("mit", [value])) == 0
}

test_silent_on_leave_with_a_condition[value] if {
	some value in ["The model may not be used for commercial purposes", "Commercial use is permitted with a separate agreement", "Contact us before you sell it"]
	count(messages("cc-by-nc-4.0", [value])) == 0
}

test_silent_on_any_of_a_family if {
	count(messages("cc", ["The model is released under CC BY-SA 3.0"])) == 0
	count(messages("cc", ["The model is released under the MIT license"])) == 1
}

test_silent_on_the_same_license[license] if {
	some license, sentence in {"apache-2.0": "Apache License, Version 2.0", "llama2": "The Llama 2 Community License", "bsd-3-clause": "BSD", "cc-by-nc-4.0": "Creative Commons Attribution-NonCommercial, for non-commercial use only", "mit": "See the file LICENSE"}
	count(messages(license, [sentence])) == 0
}

test_silent_where_one_sentence_fits if {
	count(messages("mit", ["Weights: MIT", "Parts are under Apache 2.0"])) == 0
}

test_fires_on_a_sentence_about_the_model_although_another_fits if {
	messages("apache-2.0", ["This model is released under CC-BY-NC-4.0", "The text of the Apache-2.0 license is in LICENSE"]) == {`the metadata states license "apache-2.0", but the text states "This model is released under CC-BY-NC-4.0"`}
}

test_fires_on_another_version[case] if {
	some case in [
		["apache-2.0", "Apache License 1.1"], ["gpl-3.0", "GPL-2"], ["gpl-3.0", "The model is under the GNU General Public License v2"], ["cc-by-4.0", "CC BY 3.0"],
		["cc-by-sa-4.0", "Creative Commons Attribution-ShareAlike 3.0 Unported"], ["llama3", "Llama 2 Community License"], ["llama3.1", "Llama 3.2 license"], ["bsd-3-clause", "BSD 2-Clause"], ["bsd-3-clause", "Released under the 2-clause BSD license"],
	]
	count(messages(case[0], [case[1]])) == 1
}

test_silent_on_the_same_version[case] if {
	some case in [
		["apache-2.0", "Apache License, Version 2.0"], ["apache-2.0", "Apache 2"], ["gpl-3.0", "GPLv3"], ["gpl-3.0", "GPL-3.0-or-later"], ["gpl", "GPL-2"], ["cc-by-4.0", "CC BY 4.0"], ["cc-by-4.0", "CC-BY"], ["cc-by-nc-4.0", "Our code and weights are released under the Creative Commons Attribution Non Commercial 4.0 license"], ["llama3.1", "Llama 3.1 Community License"],
		["llama3", "Meta Llama 3 Community License"], ["bsd-3-clause", "BSD 3-Clause"], ["bsd-3-clause", "three-clause BSD license"], ["mit", "MIT License 2023"], ["cc0-1.0", "CC0 1.0 Universal"], ["openrail++", "CreativeML Open RAIL++-M License"], ["agpl-3.0", "GNU Affero General Public License v3.0"],
	]
	count(messages(case[0], [case[1]])) == 0
}

test_silent_on_words_that_are_no_license[sentence] if {
	some sentence in [
		"Lizenziert mit Zustimmung der Eigentümer", "Model License of LLaMA", "It is also subject to the Meta Llama 2 license terms", "Licensed for use with Apache Spark clusters of any size", "The model was trained with Apache Kafka streams, and its license was agreed with the owners",
		"We open-source Chinese LLaMA-2 and Alpaca-2",
		"This model is not released under MIT", "unlike the MIT-licensed base model", "It is no longer under the MIT License", "The license isn't MIT", "This license is compatible with GPL-3.0", "Contact the researchers of MIT who trained the network on the letters of the year before",
	]
	count(messages("cc-by-4.0", [sentence])) == 0
}

test_fires_on_licenses_with_context[sentence] if {
	some sentence in ["MIT", "mit", "Licensed under MIT", "mit license", "Lizenz: MIT", "Apache", "Released under the Apache license", "Apache-2.0"]
	count(messages("cc-by-4.0", [sentence])) == 1
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

test_fires_on_a_license_of_its_own if {
	messages("apache-2.0", ["The model is released under the Acme Research License"]) == {`the metadata states license "apache-2.0", but the text states "The model is released under the Acme Research License"`}
	messages("cc-by-nc-4.0", ["The weights are released under CC BY-NC 4.0 and may be used in commercial products"]) == {`license "cc-by-nc-4.0" forbids commercial use, but the text states "The weights are released under CC BY-NC 4.0 and may be used in commercial products"`}
	messages("apache-2.0", ["Commercial use of the model needs a separate agreement", "Apache 2.0"]) == set()
	messages("apache-2.0", ["Apache 2.0", "Commercial use requires a separate agreement"]) == {`license "apache-2.0" allows commercial use, but the text states "Commercial use requires a separate agreement"`}
}

test_silent_on_a_license_of_its_own[value] if {
	some value in ["The model or parts of it are released under the Acme Research License", "The base is under the Acme Research License", "The model is released under a permissive license for the research community"]
	messages("apache-2.0", [value]) == set()
}

test_silent_on_a_license_of_its_own_beside_another if messages("acme-research", ["The model is released under the Acme Research License"]) == set()

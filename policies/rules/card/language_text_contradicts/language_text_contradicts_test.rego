package modelgate.rules.card.language_text_contradicts_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.language_text_contradicts as rule

told(topic, value) := {"at": "models/m/README.md#/sections/m", "topic": topic, "value": value}

text(codes, statements) := fixture.edit({
	"/head/card/statements": statements,
	"/head/card/languages": {"at": "models/m/README.md#/language", "present": count(codes) > 0, "items": [{"at": "models/m/README.md#/language", "value": code} | some code in codes]},
})

test_fires if {
	rule.deny == {{
		"at": "models/m/README.md#/sections/m", "key": "language",
		"message": `the text states French in "This is a French model", but the metadata's language is en`,
	}} with input as text(["en"], [told("model", "This is a French model")])
}

test_fires_on[value] if {
	some [topic, value] in [
		["title", "wav2vec2-large-xlsr-53-greek"], ["title", "CamemBERT for Farsi"], ["language", "Swedish"], ["model", "This is a Cantonese model"], ["training", "a large corpus of Dutch text"],
		["model", "It assigns a level to Dutch sentences"], ["training", "English language using a masked objective"],
	]
	count(rule.deny) == 1 with input as text(["fr"], [told(topic, value)])
}

test_silent_on[value] if {
	some [topic, value] in [
		["model", "This is a French model"], ["title", "bert-base-french-english"], ["model", "It translates German texts"], ["model", "This model knows Greek mythology"],
		["title", "A multilingual model for German"], ["model", "It supports 12 languages, German text included"], ["code", "org/bert-german"], ["model", "our German partners wrote it"],
	]
	count(rule.deny) == 0 with input as text(["fr"], [told(topic, value)])
}

test_silent_on_codes_alike if {
	count(rule.deny) == 0 with input as text(["nb"], [told("model", "This is a Norwegian model")])
	count(rule.deny) == 0 with input as text(["arb"], [told("model", "This is an Arabic model")])
	count(rule.deny) == 0 with input as text(["multilingual"], [told("model", "This is an Arabic model")])
	count(rule.deny) == 0 with input as text(["gsw"], [told("title", "swiss-german")]) # a code that the table does not know
}

test_silent_if_a_statement_names_the_language if {
	count(rule.deny) == 0 with input as text(["fr"], [told("model", "This is a German model"), told("training", "French web pages")])
}

for_images(key, value) := fixture.edit({
	sprintf("/head/card/%s", [key]): fixture.text("models/m/README.md", value),
	"/head/card/statements": [told("model", "This is a Chinese style model")],
	"/head/card/languages": {"at": "models/m/README.md#/language", "present": true, "items": [{"at": "models/m/README.md#/language", "value": "English"}]},
})

test_silent_on_images if {
	count(rule.deny) == 1 with input as for_images("task", "text-classification")
	count(rule.deny) == 0 with input as for_images("library", "diffusers")
	count(rule.deny) == 0 with input as for_images("task", "image-classification")
	count(rule.deny) == 0 with input as for_images("task", "translation")
}

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

written(code, codes) := json.patch(text(codes, []), [{"op": "replace", "path": "/head/card/written_in", "value": {"at": "models/m/README.md#/sections/m", "present": code != "", "value": code}}])

test_fires_on_a_page_in_another_language if {
	{f.message | some f in rule.deny} == {`the text is written in German, but the metadata's language is en`} with input as written("de", ["en"])
	count(rule.deny) == 1 with input as written("zh", ["en", "fr"])
}

test_silent_on_a_page_in[case] if {
	some case in [["en", ["de"]], ["de", ["de"]], ["de", ["de", "en"]], ["de", ["multilingual"]], ["zh", ["yue"]], ["", ["en"]], ["de", []]]
	count(rule.deny) == 0 with input as written(case[0], case[1])
}

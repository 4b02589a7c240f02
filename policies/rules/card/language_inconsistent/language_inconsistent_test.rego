package modelgate.rules.card.language_inconsistent_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.language_inconsistent as rule

at := "models/m/README.md#/sections/text"

card(codes, kind, value, other) := fixture.edit({
	"/head/card/statements": [],
	"/head/card/slips": [{"at": at, "kind": kind, "value": value, "other": other}],
	"/head/card/languages": {"at": "models/m/README.md#/language", "present": count(codes) > 0, "items": [{"at": sprintf("models/m/README.md#/language/%d", [i]), "value": code} | some i, code in codes]},
})

test_fires_on[message] if {
	some [codes, kind, value, other, message] in [
		[["en", "tr"], "direction", "turkish>english", "en>tr", `the text states a translation from "turkish" to "english", but the model's name ends with "en-tr"`],
		[["en", "tr"], "direction", "eng>tat", "en>tr", `the text states a translation from "eng" to "tat", but the model's name ends with "en-tr"`],
		[["en", "trk"], "direction", "eng>tur", "en>tr", `language "trk" is not one of the model's name, which ends with "en-tr"`],
		[["en"], "language", "german", "only", `the text limits the model or its data to "german", but the metadata's language is en`],
		[["ca"], "language", "swedish", "named", `the text names language "swedish", but the metadata's language is ca`],
		[["en"], "language", "more than 50 languages", "several", `the text states "more than 50 languages", but the metadata's only language is en`],
		[["en"], "language", "Multilingual, 94 languages", "many", `the label states "Multilingual, 94 languages", but the metadata's only language is en`],
		[["en"], "language", "every language", "any", `the text promises "every language", but the metadata lists 1`],
		[["en", "de", "fr", "it", "sv"], "language", "de en fr it sw", "list", `the metadata lists language "sv", which is not in the text's list, which has "sw"`],
		[["en"], "language", "Rust>JavaScript", "programming", `the metadata lists programming language "Rust", which the text does not name; it names "JavaScript"`],
		[["en", "de", "fr", "ko"], "language", "english german french", "all", `the metadata lists language "ko", which is not in the text's list of all languages`],
		[["en", "de", "fr"], "language", "dutch english french german", "all", `the text's list of all languages has "dutch", which the metadata does not list`],
		[["ru", "ja", "en"], "language", "en ru zh", "all", `the metadata lists language "ja", which is not in the text's list of all languages, which has "zh"`],
		[["es"], "language", "ca", "results", `all results are for language "ca", but the metadata's language is es`],
		[["en", "tr"], "language", "de>tr", "output", `the output in the code is in language "de", but the model translates to "tr"`],
	]
	[f.message | some f in rule.deny] == [message] with input as card(codes, kind, value, other)
}

test_silent_on[value] if {
	some [codes, kind, value, other] in [
		[["en", "tr"], "direction", "english>turkish", "en>tr"], [["en", "tr"], "direction", "eng>tur", "en>tr"], [["en", "ja"], "direction", "eng>jpn", "en>ja"],
		[["en", "tr"], "direction", "scratch>production", "en>tr"], [["en", "tr", "az"], "direction", "eng>tur", "en>tr"],
		[["en"], "language", "english", "only"], [["en"], "language", "unlabeled", "only"], [[], "language", "german", "only"], [["multilingual", "en"], "language", "german", "only"],
		[["ca"], "language", "natural", "named"], [["multilingual"], "language", "Multilingual", "many"], [["en", "de"], "language", "50 languages", "several"], [["en"], "language", "XLM-RoBERTa is a multilingual model of one hundred different languages", "many"],
		[["en", "de", "fr", "it", "sw"], "language", "de en fr it sw", "list"], [["ca"], "language", "ca", "results"],
		[["en", "de", "fr"], "language", "english french german", "all"], [["en", "de", "fr", "ko", "ja"], "language", "english french german", "all"], [["en", "de", "fr", "multilingual"], "language", "dutch english french german", "all"], [["ru", "ja", "ko"], "language", "en ru zh", "all"], [["ru", "ja", "en", "fr"], "language", "en ru zh", "all"], [["en", "de"], "language", "dutch english german", "all"], [[], "language", "any language", "any"],
	]
	count(rule.deny) == 0 with input as card(codes, kind, value, other)
}

called(id, codes) := json.patch(card(codes, "count", "", ""), [{"op": "replace", "path": "/head/id", "value": id}])

test_fires_on_a_name[id] if {
	some [id, codes, word] in [["models/melo-tts-english", ["ko"], "english"], ["models/gte-large-zh", ["en"], "zh"], ["bert-en", ["fr"], "en"]]
	[f.message | some f in rule.deny] == [sprintf("the model's name has language %q, but the metadata's language is %s", [word, concat(", ", codes)])] with input as called(id, codes)
}

test_silent_on_a_name[id] if {
	some [id, codes] in [["models/melo-tts-english", ["en"]], ["models/en-core", ["fr"]], ["models/wavlm-sv", ["en"]], ["models/bert-chinese-en", ["zh"]], ["models/gte-large-zh", ["multilingual"]]]
	count(rule.deny) == 0 with input as called(id, codes)
}

test_not_applicable if {
	not rule.applies with input as fixture.removed
}

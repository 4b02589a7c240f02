package modelgate.rules.card.language_unknown_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.language_unknown as rule

messages(values) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({"/head/card/languages": fixture.list("models/m/README.md#/language", values)})
}

test_fires_and_advises if {
	messages(["zh_CN", "English", "klingonish"]) == {
		`language "zh_CN" is not an ISO 639 code; write "zh"`,
		`language "English" is not an ISO 639 code; write "en"`,
		`language "klingonish" is not an ISO 639 code`,
	}
}

test_fires_at_the_item if {
	{f.at | some f in rule.deny} == {"models/m/README.md#/language/1"} with input as fixture.edit({"/head/card/languages": fixture.list("models/m/README.md#/language", ["en", "c++"])})
}

test_silent_on_codes if {
	rule.applies with input as fixture.model
	messages(["en-zh"]) == {`language "en-zh" is not an ISO 639 code; write "en" and "zh"`}
	messages(["no", "gsw", "yes", "deu", "ger", "ber", "mul", "und", "qab", "multilingual", "code"]) == set()
}

test_fires_on_invented_codes if {
	messages(["xyz", "qzz", "eng "]) == {
		`language "xyz" is not an ISO 639 code`,
		`language "qzz" is not an ISO 639 code`,
		`language "eng " is not an ISO 639 code; did you mean "en"?`,
	}
}

test_silent_without_languages if {
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/languages": fixture.no_list})
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

stated(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit(changes)
}

test_fires_on_a_withdrawn_code[code] if {
	some code, successor in {"jw": "jv", "eml": "egl or rgn"}
	stated({"/head/card/languages": fixture.list("models/m/README.md#/language", [code])}) == {sprintf("language code %q was withdrawn from ISO 639; use %q", [code, successor])}
}

test_bcp_47_in_other_formats if {
	sbom := {"/head/card/format": "modelgate-model-card"}
	stated(object.union(sbom, {"/head/card/languages": fixture.list("card.yaml#/languages", ["pt-BR", "sr-Latn-RS", "deu-AT", "en"])})) == set()
	count(stated(object.union(sbom, {"/head/card/languages": fixture.list("card.yaml#/languages", ["xx-BR", "English"])}))) == 2
}

test_silent_on_template_text if {
	stated({"/head/card/languages": fixture.list("models/m/README.md#/language", ["{lang}"]), "/head/card/placeholders": [{"at": "models/m/README.md#/language", "text": "{lang}", "mapping": false}]}) == set()
}

test_advises_on_usual_mistakes if {
	mistakes := {"cz": "cs", "jp": "ja", "multi-lingual": "multilingual", "zhs": "zh", "Germna": "de", "portugese": "pt"}
	told := messages([value | some value, _ in mistakes]) # together: what names are near is worked out once for each input
	told == {sprintf("language %q is not an ISO 639 code; did you mean %q?", [value, code]) | some value, code in mistakes}
}

test_advises_nothing_on_other_words if {
	messages(["klingonese"]) == {`language "klingonese" is not an ISO 639 code`}
}

test_a_crowd_is_told_together if {
	told := messages([sprintf("lang-of-%d", [i]) | some i in numbers.range(1, 30)])
	count(told) == 21
	`10 further languages, such as "lang-of-21", are not ISO 639 codes` in told
}

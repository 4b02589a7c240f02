package modelgate.rules.card.version_contradicts_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.version_contradicts as rule

told(topic, value) := {"at": sprintf("models/m/README.md#/sections/%s", [topic]), "topic": topic, "value": value}

card(version, statements) := fixture.edit({
	"/head/card/statements": statements,
	"/head/card/version": fixture.text("models/m/README.md#/version", version),
	"/head/manifest/version": fixture.text("models/m/modelgate.yaml#/version", ""),
})

test_fires if {
	rule.deny == {{"at": "models/m/README.md#/sections/version", "key": "version", "message": `a label states version "1.3", but the metadata states "1.2.0"`}} with input as card("1.2.0", [told("version", "1.3")])
}

test_applies if rule.applies with input as card("1.2.0", [told("version", "1.2")])

test_fires_on_a_title if count(rule.deny) == 1 with input as card("1.2.0", [told("title", "Churn v2.0 (stable)")])

test_fires_on_the_text_alone if count(rule.deny) == 1 with input as card("", [told("title", "Churn v2.0"), told("version", "2.1")])

test_silent_on[value] if {
	some [version, topic, value] in [["1.2.0", "version", "v1.2"], ["1.2.0", "version", "2 of 3"], ["1.2.0", "title", "Churn v2"], ["0.3", "title", "Mistral-7B-v0.1"], ["", "version", "3.1"], ["2", "version", "2.1.0"]]
	count(rule.deny) == 0 with input as card(version, [told(topic, value)])
}

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

package modelgate.rules.data.statement_empty_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.statement_empty as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

at(tag) := sprintf("datacards/contracts.yaml#/%s", [tag])

text(tag, value) := fixture.text(at(tag), value)

stating(value) := {"/statements": [fixture.statement("dpia.ref", value)]}

test_fires_on_placeholders if {
	every value in ["TODO", "tbd.", "n/a", "-", "To be determined with the DPO", "<insert reference>", "TODO: ask legal", "to be signed", "Not yet signed.", "pending signature", "awaiting legal review", "Under negotiation", "wird nachgereicht", "noch offen", "À compléter", "por definir", "en attente de signature", "da definire"] {
		count(messages(stating(value))) == 1
	}
	messages(stating("TODO")) == {`dataset "contracts": dpia.ref is "TODO", which is a placeholder`}
}

test_fires_on_lost_paths if {
	messages({"/statements": [object.union(fixture.statement("dpia.ref", "docs/dpia.md"), {"lost": true})]}) == {`dataset "contracts": dpia.ref is "docs/dpia.md", but that file does not exist`}
}

test_silent_on_what_says_something if {
	every value in ["dpia:2026-012", "https://example.com/privacy", "Test lab GmbH", "No special categories.", "Unknown Pleasures Ltd", "N26 Bank", "contracts:CP-2026-09, signed in March", "Approval of 2026-03-02", "En Cours SARL", "株式会社例", "Ελληνική Τράπεζα", "مستشفى"] {
		messages(stating(value)) == set()
	}
}

test_silent_on_answers if {
	messages({"/statements": [fixture.statement("recipients", "None")]}) == set()
	messages({"/statements": [fixture.statement("license", "unknown")]}) == set() # data/license_missing
	messages({"/statements": [fixture.statement("source.uri", "./")]}) == set() # the directory of the card
	messages({"/statements": [fixture.statement("storage.uri", "s3://<bucket>/x")]}) != set()
	messages({"/statements": [fixture.statement("security_measures", "none")]}) != set()
}

test_applies_to_good_data if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_data_card if {
	not rule.applies with input as fixture.undescribed
	not rule.applies with input as fixture.removed
}

test_fires_on_what_is_only_announced if {
	announced := object.union(fixture.statement("dpia.ref", "We will add it after the review."), {"announced": true})
	count(rule.deny) == 1 with input as fixture.edit_data({"/statements": [announced]})
	count(rule.deny) == 0 with input as fixture.edit_data({"/statements": [object.union(announced, {"announced": false})]})
}

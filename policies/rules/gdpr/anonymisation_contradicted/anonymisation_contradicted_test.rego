package modelgate.rules.gdpr.anonymisation_contradicted_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.anonymisation_contradicted as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

at(tag) := sprintf("datacards/contracts.yaml#/%s", [tag])

text(tag, value) := fixture.text(at(tag), value)

by(technique) := {"/personal_data/status": text("personal_data/status", "anonymised"), "/anonymisation/technique": text("anonymisation/technique", technique)}

test_fires_on_hashes if {
	messages(by("SHA-256 of the advertising id")) == {`dataset "contracts" is declared as anonymised, but its technique "SHA-256 of the advertising id" is pseudonymisation`}
	count(messages(by("names replaced by tokens"))) == 1
}

test_silent_on_aggregation if {
	rule.applies with input as fixture.edit_data(by("aggregation with a minimum count of 10"))
	messages(by("aggregation with a minimum count of 10")) == set()
	messages(by("hashed ids dropped, then k-anonymity of 20")) == set()
}

test_not_applicable_to_other_data if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}

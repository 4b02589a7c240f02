package modelgate.rules.gdpr.explicit_consent_unproven_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.explicit_consent_unproven as rule

condition := {"/art9_conditions": [fixture.condition("explicit-consent")]}

transfer := {"/transfers": fixture.transfers("US", "explicit-consent", {})}

shown := {
	"/consent/explicit": fixture.flag("datacards/contracts.yaml#/consent/explicit", true),
	"/consent/mechanism_ref": fixture.text("datacards/contracts.yaml#/consent/mechanism_ref", "https://example.com/form"),
	"/consent/record_ref": fixture.text("datacards/contracts.yaml#/consent/record_ref", "consent:1"),
	"/consent/withdrawal_ref": fixture.text("datacards/contracts.yaml#/consent/withdrawal_ref", "https://example.com/withdraw"),
}

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

test_fires_when_nothing_is_shown if {
	messages(condition) == {
		`dataset "contracts" relies on explicit consent, but consent.explicit is not true`,
		`dataset "contracts" is based on explicit consent, but consent.mechanism_ref is missing`,
		`dataset "contracts" is based on explicit consent, but consent.record_ref is missing`,
		`dataset "contracts" is based on explicit consent, but consent.withdrawal_ref is missing`,
	}
	count(messages(transfer)) == 4
}

test_silent_when_shown if {
	rule.applies with input as fixture.edit_data(object.union(condition, shown))
	messages(object.union(condition, shown)) == set()
}

test_not_applicable_to_others if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.edit_data({"/art9_conditions": [fixture.condition("public-health")]})
	not rule.applies with input as fixture.edit_data({"/transfers": fixture.transfers("US", "bcr", {})})
	not rule.applies with input as fixture.removed
}

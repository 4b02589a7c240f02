package modelgate.rules.card.license_unknown_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.license_unknown

messages(value) := {f.message | some f in found} if {
	found := license_unknown.deny with input as fixture.edit({"/head/card/license/value": value})
}

test_fires_and_advises[value] if {
	some value, want in {
		"MIT": `licence "MIT" is not an identifier of the list; write "mit"`,
		"ODbL-1.0": `licence "ODbL-1.0" is not an identifier of the list; write "odbl"`,
		"Apache 2.0": `licence "Apache 2.0" is not an identifier of the list; write "apache-2.0"`,
		"GPL-3.0-or-later": `licence "GPL-3.0-or-later" is not an identifier of the list; write "gpl-3.0"`,
		"???": `licence "???" is not an identifier of the list`,
	}
	messages(value) == {want}
}

test_silent_on_known_identifiers if {
	license_unknown.applies with input as fixture.model
	every value in {"mit", "other", "llama3.1", "openrail++"} { messages(value) == set() }
}

test_silent_without_license if {
	count(license_unknown.deny) == 0 with input as fixture.edit({"/head/card/license": fixture.no_text})
}

test_not_applicable_without_card if {
	not license_unknown.applies with input as fixture.bare
	not license_unknown.applies with input as fixture.removed
}

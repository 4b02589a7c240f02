package modelgate.rules.card.license_unknown_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.license_unknown as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit(changes)
}

test_fires_and_advises[value] if {
	some value, want in {
		"MIT": `unknown license identifier "MIT": not in the list; write "mit"`,
		"ODbL-1.0": `unknown license identifier "ODbL-1.0": not in the list; write "odbl"`,
		"Apache 2.0": `unknown license identifier "Apache 2.0": not in the list; write "apache-2.0"`,
		"GPL-3.0-or-later": `unknown license identifier "GPL-3.0-or-later": not in the list; write "other" with license_name: gpl-3.0-or-later, because "gpl-3.0" is not the same license`,
		"MIT OR Apache-2.0": `license "MIT OR Apache-2.0" is an SPDX expression, which the Hub does not read; write a list: apache-2.0, mit`,
		"mit or apache-2.0": `license "mit or apache-2.0" is an SPDX expression, which the Hub does not read; write a list: apache-2.0, mit`,
		"our terms and conditions": `unknown license identifier "our terms and conditions": not in the list`,
		"MIT (code), CC-BY (weights)": `unknown license identifier "MIT (code), CC-BY (weights)": not in the list`,
		"???": `unknown license identifier "???": not in the list`,
	}
	messages(fixture.licensed([value])) == {want}
}

suggestions(value) := {f.suggestion | some f in found} if {
	found := rule.deny with input as fixture.edit(fixture.licensed([value]))
}

test_suggests_another_spelling_of_the_same_licence if {
	suggestions("Apache 2.0") == {{"replace_value": "apache-2.0"}}
	suggestions("MIT") == {{"replace_value": "mit"}}
}

test_suggests_no_other_licence if {
	every value in {"GPL-3.0-or-later", "CC-BY", "proprietary", "???", "MIT OR Apache 2.0"} { suggestions(value) == set() }
}

test_silent_on_known_identifiers if {
	rule.applies with input as fixture.model
	every value in {"mit", "other", "llama3.1", "openrail++"} { messages(fixture.licensed([value])) == set() }
}

test_each_of_several_is_looked_at if {
	count(messages(fixture.licensed(["mit", "nit", "nat"]))) == 2
}

test_spdx_in_other_formats if {
	sbom := {"/head/card/format": "cyclonedx-ml-bom"}
	every value in ["Apache-2.0", "BSD-4-Clause", "MIT OR LicenseRef-house"] { messages(object.union(fixture.licensed([value]), sbom)) == set() }
	messages(object.union(fixture.licensed(["MIT AND Mine"]), sbom)) == {`unknown license identifier "Mine": not in the Hugging Face or SPDX list`}
}

test_silent_without_license if {
	messages(fixture.unlicensed) == set()
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

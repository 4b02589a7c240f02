package modelgate.rules.card.license_deprecated_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.license_deprecated as rule

messages(format, value) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit(object.union(fixture.licensed([value]), {"/head/card/format": format}))
}

test_fires_on_withdrawn_identifiers if {
	messages("cyclonedx-ml-bom", "GPL-3.0") == {`license identifier "GPL-3.0" is deprecated by SPDX; write "GPL-3.0-only", or "GPL-3.0-or-later" if later versions are meant too`}
	messages("cyclonedx-ml-bom", "MIT OR LGPL-2.1+") == {`license identifier "LGPL-2.1+" is deprecated by SPDX; write "LGPL-2.1-or-later"`}
	messages("cyclonedx-ml-bom", "Net-SNMP") == {`license identifier "Net-SNMP" is deprecated by SPDX`}
}

test_silent_on_what_the_list_keeps if {
	messages("cyclonedx-ml-bom", "GPL-3.0-only") == set()
}

# The hub's list has gpl-3.0.
test_silent_in_the_hub_s_format if {
	messages("huggingface", "gpl-3.0") == set()
	not rule.applies with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

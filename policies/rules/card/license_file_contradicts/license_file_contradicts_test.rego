package modelgate.rules.card.license_file_contradicts_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.license_file_contradicts as rule

mit := "mit license permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the software) … the above copyright notice and this permission notice shall be included"

beside(opening, stated) := object.union(fixture.licensed(stated), {"/head/license_files": [{"at": "models/m/LICENSE#", "path": "models/m/LICENSE", "opening": opening}]})

test_fires_on_another_text if {
	rule.deny == {{
		"at": "models/m/README.md#/license/0",
		"key": "license file models/m/LICENSE",
		"message": `the card names license "apache-2.0", but models/m/LICENSE contains the text of "mit"`,
		"related": [{"at": "models/m/LICENSE#", "message": "the text"}],
	}} with input as fixture.edit(beside(mit, ["apache-2.0"]))
}

test_silent_on_the_same_text if {
	rule.applies with input as fixture.edit(beside(mit, ["MIT"]))
	count(rule.deny) == 0 with input as fixture.edit(beside(mit, ["MIT"]))
	count(rule.deny) == 0 with input as fixture.edit(beside(mit, ["apache-2.0", "mit"]))
}

test_silent_on_what_is_not_known if {
	count(rule.deny) == 0 with input as fixture.edit(beside(mit, ["other"]))
	count(rule.deny) == 0 with input as fixture.edit(beside("all rights reserved", ["mit"]))
	count(rule.deny) == 0 with input as fixture.edit(beside(concat(" ", [mit, "neither the name of"]), ["apache-2.0"]))
}

test_not_applicable_without_file if {
	not rule.applies with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

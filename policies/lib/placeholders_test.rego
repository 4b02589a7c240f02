package modelgate.lib.placeholders_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.lib.placeholders

test_is if {
	document := fixture.edit({"/head/card/placeholders": [{"at": "models/m/README.md#/language", "text": "{lang}"}]})
	placeholders.is("{lang}") with input as document
	not placeholders.is("de") with input as document
}

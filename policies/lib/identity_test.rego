package modelgate.lib.identity_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.lib.identity

test_keys_name_the_thing if {
	identity.artifact(fixture.artifact) == "artifact model.safetensors s3://models/m/sha256-00ff" with input as fixture.model
	identity.basis(fixture.basis("contract", ["retention", "billing"])) == "basis contract for retention billing"
	identity.claim(fixture.claim) == "claim accuracy contracts test"
	identity.condition(fixture.condition("explicit-consent")) == "condition explicit-consent"
	identity.field(fixture.field("email", true)) == "field email"
	identity.processor(fixture.processor("Acme", fixture.no_text)) == "processor Acme"
	identity.purpose(fixture.purpose("retention")) == "purpose retention"
	identity.storage(fixture.storage("DE")) == "storage s3://data/contracts/"
	identity.transfer(fixture.transfers("US", "bcr", {}).items[0]) == "transfer US bcr"
}

test_no_key_is_empty if {
	identity.processor(fixture.processor("", fixture.no_text)) == "processor"
	identity.transfer(fixture.transfers("", "", {}).items[0]) == "transfer"
}

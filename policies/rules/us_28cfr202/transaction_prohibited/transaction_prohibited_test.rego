package modelgate.rules.us_28cfr202.transaction_prohibited_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.us_28cfr202.transaction_prohibited as rule

card(tags) := fixture.lawful_under("us_28cfr202", [fixture.tag(name, values) | some name, values in tags], {"/storage": [fixture.storage("CN")]})

messages(tags) := {f.message | some f in found} if {
	found := rule.deny with input as card(tags)
}

test_fires_on_data_brokerage if {
	messages({"us_28cfr202.us_persons.health": ["20000"], "us_28cfr202.transaction": ["data-brokerage"]}) == {`dataset "contracts": storage.country is "CN", and the data is bulk (health): data brokerage is prohibited (28 CFR 202.301)`}
}

test_fires_on_human_omic_data if {
	messages({"us_28cfr202.us_persons.genomic": ["101"], "us_28cfr202.transaction": ["vendor-agreement"]}) == {`dataset "contracts": storage.country is "CN", and the data is bulk (genomic): access to bulk human omic data (genomic) is prohibited (28 CFR 202.303)`}
}

test_silent_on_restricted_transactions_and_grounds if {
	rule.applies with input as card({"us_28cfr202.us_persons.health": ["20000"], "us_28cfr202.transaction": ["vendor-agreement"]})
	messages({"us_28cfr202.us_persons.health": ["20000"], "us_28cfr202.transaction": ["vendor-agreement"]}) == set()
	messages({"us_28cfr202.us_persons.genomic": ["100"], "us_28cfr202.transaction": ["vendor-agreement"]}) == set()
	messages({"us_28cfr202.us_persons.genomic": ["101"], "us_28cfr202.transaction": ["vendor-agreement"], "us_28cfr202.license_ref": ["license:7"]}) == set()
}

test_not_applicable_out_of_the_rule if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}

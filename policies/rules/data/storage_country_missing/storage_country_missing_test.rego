package modelgate.rules.data.storage_country_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.storage_country_missing as rule

test_fires_without_storage if {
	rule.deny == {{"at": "datacards/contracts.yaml#", "key": "storage", "message": `dataset "contracts": the data card lists no storage location`}} with input as fixture.edit_data({"/storage": []})
}

test_fires_without_country if {
	rule.deny == {{"at": "datacards/contracts.yaml#/storage/0/country", "key": "storage s3://data/contracts/", "message": `dataset "contracts": storage "s3://data/contracts/" names no country`}} with input as fixture.edit_data({"/storage/0/country": fixture.lacks("datacards/contracts.yaml#/storage/0/country")})
}

test_silent_with_country if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_data_card if {
	not rule.applies with input as fixture.undescribed
	not rule.applies with input as fixture.removed
}

test_not_applicable_to_data_about_nobody if {
	not rule.applies with input as fixture.unpersonal
}

test_fires_without_status if {
	count(rule.deny) == 1 with input as fixture.edit_data({"/storage": [], "/personal_data/status": fixture.lacks("datacards/contracts.yaml#/personal_data/status")})
}

package modelgate.lib.transfers_test

import data.modelgate.countries
import data.modelgate.lib.fixture_test as fixture
import data.modelgate.lib.transfers

test_third_is_outside_the_area if {
	every country in countries.eea { not transfers.third(country) }
	every country in ["US", "GB", "CH", "", "de"] { transfers.third(country) }
}

test_the_area_has_thirty_countries if {
	count({country | some country in countries.eea}) == 30
	count({country | some country in countries.eea} & object.keys(countries.adequacy)) == 0
}

test_by_family if {
	document := fixture.edit_data({"/transfers": fixture.transfers("US", "bcr", {})})
	count(transfers.declared) == 1 with input as document
	count(transfers.by_family("safeguards")) == 1 with input as document
	count(transfers.by_family("adequacy")) == 0 with input as document
}

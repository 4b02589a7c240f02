package modelgate.lib.places_test

import data.modelgate.countries as table
import data.modelgate.lib.places
import data.modelgate.regions

test_regions_are_in_countries if {
	count(regions.items) > 130
	every names in regions.items {
		every name in names { name in array.concat(table.iso, ["EEA"]) }
	}
}

test_a_region_of_the_union_is_anywhere_in_it if {
	places.includes("eu", "RE")
	not places.includes("eu", "GB")
	places.countries("eu-west-2") == ["GB"]
}

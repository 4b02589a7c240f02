# METADATA
# title: Places of storage
# description: >-
#   What the regions of cloud providers, and addresses that contain one, tell about
#   the country in which data are.
package modelgate.lib.places

import data.modelgate.lib.regimes
import data.modelgate.regions as table

# regions are the regions that a storage names, each with what names it.
regions(place) := {["region", lower(place.region.value)] | table.items[lower(place.region.value)]} | {["the region in uri", region] | some region in _addressed(place)}

_addressed(place) := {region |
	some region in array.concat(regex.find_n(_form, _host(place), 5), split(_host(place), "."))
	table.items[region]
}

# The regions of AWS and Google Cloud are told by their form.
_form := `(?:africa|ap|af|asia|australia|ca|cn|eu|europe|il|me|mx|northamerica|sa|southamerica|us)(?:-gov)?-[a-z]+-?[0-9]{1,2}`

# What of an address is given by the provider: the fourth part of an ARN, or a host.
# A bucket has any name; it tells where no region is given.
_host(place) := split(lower(place.uri.value), ":")[3] if {
	startswith(lower(place.uri.value), "arn:")
	count(split(place.uri.value, ":")) > 3
} else := regex.replace(lower(place.uri.value), `^https?://([^/]*).*$`, "$1") if {
	regex.match(`^https?://`, lower(place.uri.value))
} else := regex.replace(lower(place.uri.value), `^[a-z0-9]+://([^/]*).*$`, "$1") if {
	regex.match(`^[a-z0-9]+://`, lower(place.uri.value))
	not place.region.present
} else := ""

# countries are those of a region, sorted.
countries(region) := sort(table.items[region])

# includes reports whether a region has a part in a country. A region of the Union
# may be anywhere in it.
includes(region, country) if country in table.items[region]

includes(region, country) if {
	"EEA" in table.items[region]
	regimes.in_union(country)
}

package modelgate.lib.licenses_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.lib.licenses

test_stated if {
	{item.value | some item in licenses.stated} == {"mit", "isc"} with input as fixture.edit(fixture.licensed(["mit", "isc"]))
	{item.value | some item in licenses.stated} == {"apache-2.0"} with input as fixture.edit({"/head/card/licenses": fixture.no_list})
	{item.value | some item in licenses.stated} == {"MIT OR ISC"} with input as fixture.edit(object.union(fixture.unlicensed, {"/head/card/license_expression": fixture.text("sbom.json#/e", "MIT OR ISC")}))
	licenses.stated == set() with input as fixture.edit(fixture.unlicensed)
}

test_alternatives if {
	licenses.alternatives("Apache 2.0") == [["Apache 2.0"]]
	licenses.alternatives("MIT OR Apache-2.0 AND ISC") == [["MIT"], ["Apache-2.0", "ISC"]]
	licenses.alternatives("(MIT OR ISC) AND GPL-2.0-only WITH Classpath-exception-2.0") == [["MIT", "ISC", "GPL-2.0-only"]]
	licenses.terms("MIT OR Apache-2.0") == {"MIT", "Apache-2.0"}
	licenses.terms("(mit or apache-2.0) and isc") == {"mit", "apache-2.0", "isc"}
	licenses.terms("GPL-2.0-only with Classpath-exception-2.0 or mit") == {"GPL-2.0-only", "mit"}
	licenses.terms("terms and conditions") == {"terms and conditions"}
	licenses.composed("mit or isc")
	not licenses.composed("mit")
}

test_names if {
	licenses.id("Apache 2.0") == "apache-2.0"
	licenses.name("ODbL-1.0") == "odbl"
	licenses.name("BUSL-1.1-house") == "busl-1.1-house"
	licenses.official("bsd-4-clause") == "BSD-4-Clause"
}

test_flags if {
	licenses.flags("CC-BY-NC-4.0") == {"non-commercial"}
	licenses.flags("cc0-1.0") == set()
	not licenses.flags("other")
	not licenses.flags("Example Licence 3")
}

test_known_in_the_hub_s_format if {
	every text in ["mit", "openrail++"] { licenses.known(text) with input as fixture.model }
	every text in ["MIT", "BSD-4-Clause", "LicenseRef-x"] { not licenses.known(text) with input as fixture.model }
}

test_known_in_other_formats if {
	document := fixture.edit({"/head/card/format": "cyclonedx-ml-bom"})
	every text in ["mit", "MIT", "Apache 2.0", "BSD-4-Clause", "LicenseRef-x"] { licenses.known(text) with input as document }
	every text in ["our own", "LicenseRef-", "BSD-9-Clause"] { not licenses.known(text) with input as document }
}

test_open_licenses if {
	licenses.open("cc-by-4.0")
	licenses.open("ODbL-1.0")
	not licenses.open("cc-by-nc-4.0")
	not licenses.open("other")
	not licenses.open("terms of our own")
}

package modelgate.lib.tables_test

# A table that is lost or mistyped would silence the rules that look things up.
test_each_table_says_where_it_comes_from[name] if {
	some name in ["artifacts", "countries", "gdpr", "keys", "languages", "licenses", "sections", "targets", "tasks"]
	regex.match(`^\d{4}-\d{2}-\d{2}$`, data.modelgate[name].date)
	count(data.modelgate[name].source) > 10
}

test_lists_are_complete if {
	count(data.modelgate.licenses.items) == 83
	count(data.modelgate.tasks.items) == 56
	count(data.modelgate.languages.items) == 184
	count(data.modelgate.countries.adequacy) == 16
}

test_license_aliases_lead_to_licenses if {
	every alias, id in data.modelgate.licenses.aliases {
		data.modelgate.licenses.items[id]
		not data.modelgate.licenses.items[alias]
		alias == lower(alias)
	}
}

# lower(spdx) is an identifier, or leads to one: the rule relies on it.
test_spdx_identifiers_lead_to_licenses if {
	every id, license in data.modelgate.licenses.items {
		object.get(data.modelgate.licenses.aliases, lower(license.spdx), lower(license.spdx)) in {id, ""}
	}
}

test_right_keys_are_no_misspellings if {
	every right in data.modelgate.keys.meant { not data.modelgate.keys.meant[right] }
}

test_terms_of_the_regulation if {
	{status | some status, term in data.modelgate.gdpr.statuses; term.personal} == {"contextually-anonymised", "identifying", "pseudonymised"}
	count(data.modelgate.gdpr.legal_bases) == 6
	count(data.modelgate.gdpr.art9_conditions) == 10
	{mechanism.family | some mechanism in data.modelgate.gdpr.mechanisms} == {"adequacy", "safeguards", "derogation"}
}

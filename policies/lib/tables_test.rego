package modelgate.lib.tables_test

# A table that is lost or mistyped would silence the rules that look things up.
test_each_table_says_where_it_comes_from[name] if {
	some name in ["ages", "artifacts", "base_models", "contacts", "contributors", "countries", "effects", "fields", "frameworks", "gdpr", "headers", "hosts", "identifiers", "keys", "languages", "license_texts", "licenses", "metrics", "pickles", "regimes", "regions", "sections", "signs", "spdx", "statements", "targets", "tasks", "training"]
	regex.match(`^\d{4}-\d{2}-\d{2}$`, data.modelgate[name].date)
	count(data.modelgate[name].source) > 10
}

test_lists_are_complete if {
	count(data.modelgate.licenses.items) == 83
	count(data.modelgate.tasks.items) == 56
	count(data.modelgate.languages.items) == 184
	sum([count(letters) | some group in split(data.modelgate.languages.three, " "); letters := split(group, "=")[1]]) == 8282
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

test_spdx_identifiers_are_found_in_lower_case if {
	count(data.modelgate.spdx.items) == 740
	every found, id in data.modelgate.spdx.items { found == lower(id) }
	every withdrawn, _ in data.modelgate.spdx.deprecated { data.modelgate.spdx.items[withdrawn] }
}

# The tables speak of licences by the identifiers of the hub's table.
test_licenses_of_tables_are_licenses if {
	every beginning, id in data.modelgate.base_models.items {
		data.modelgate.licenses.items[id]
		beginning == lower(beginning)
	}
	every id, successors in data.modelgate.base_models.successors {
		data.modelgate.licenses.items[id]
		every successor in successors { data.modelgate.licenses.items[successor] }
	}
	every entry in data.modelgate.license_texts.items {
		data.modelgate.licenses.items[entry.id]
		every words in entry.words { words == lower(words) }
	}
}

test_metrics_have_ranges if {
	every kind in data.modelgate.metrics.items { data.modelgate.metrics.ranges[kind] }
	every kind, _ in data.modelgate.metrics.fractions { data.modelgate.metrics.ranges[kind] }
}

test_every_task_is_about_something if {
	every task in data.modelgate.tasks.items { count(data.modelgate.tasks.data[task]) > 0 }
}

test_architectures_are_for_known_tasks if {
	every task in data.modelgate.architectures.open { task in data.modelgate.tasks.items }
	every _, fits in data.modelgate.architectures.heads {
		every task in fits { task in data.modelgate.tasks.items }
	}
}

test_right_keys_are_no_misspellings if {
	every right in data.modelgate.keys.meant { right in data.modelgate.keys.known }
	every right in data.modelgate.keys.meant { not data.modelgate.keys.meant[right] }
}

test_terms_of_the_regulation if {
	{status | some status, term in data.modelgate.gdpr.statuses; term.personal} == {"contextually-anonymised", "identifying", "pseudonymised"}
	count(data.modelgate.gdpr.legal_bases) == 6
	count(data.modelgate.gdpr.art9_conditions) == 10
	{mechanism.family | some mechanism in data.modelgate.gdpr.mechanisms} == {"adequacy", "safeguards", "derogation"}
}

tables := {
	"architectures": data.modelgate.architectures,
	"artifacts": data.modelgate.artifacts,
	"base_models": data.modelgate.base_models,
	"confusables": data.modelgate.confusables,
	"contacts": data.modelgate.contacts,
	"contributors": data.modelgate.contributors,
	"countries": data.modelgate.countries,
	"effects": data.modelgate.effects,
	"ages": data.modelgate.ages,
	"datasets": data.modelgate.datasets,
	"fields": data.modelgate.fields,
	"gdpr": data.modelgate.gdpr,
	"headers": data.modelgate.headers,
	"hosts": data.modelgate.hosts,
	"identifiers": data.modelgate.identifiers,
	"keys": data.modelgate.keys,
	"languages": data.modelgate.languages,
	"licenses": data.modelgate.licenses,
	"license_texts": data.modelgate.license_texts,
	"metrics": data.modelgate.metrics,
	"packs": data.modelgate.packs,
	"pickles": data.modelgate.pickles,
	"regimes": data.modelgate.regimes,
	"regions": data.modelgate.regions,
	"signs": data.modelgate.signs,
	"statements": data.modelgate.statements,
	"sections": data.modelgate.sections,
	"spdx": data.modelgate.spdx,
	"targets": data.modelgate.targets,
	"tasks": data.modelgate.tasks,
}

test_effects_are_those_of_keys_that_there_are if {
	every key in array.concat(data.modelgate.effects.permits, data.modelgate.effects.demands) {
		object.get(tables, split(key, "/"), "absent") != "absent"
	}
}

# A direction is that of a metric that the table has, and there is one.
test_directions_are_of_metrics if {
	every name in array.concat(data.modelgate.metrics.directions.higher, data.modelgate.metrics.directions.lower) {
		data.modelgate.metrics.items[name] != "fact"
	}
	count({name | some name in data.modelgate.metrics.directions.higher} & {name | some name in data.modelgate.metrics.directions.lower}) == 0
}

package modelgate.lib.datasets_test

import data.modelgate.lib.datasets
import data.modelgate.lib.fixture_test as fixture

names(set_of_datasets) := {dataset.name | some dataset in set_of_datasets}

test_described_needs_a_card if {
	names(datasets.described) == {"contracts"} with input as fixture.model
	names(datasets.described) == set() with input as fixture.undescribed
}

test_personal_follows_the_status[status] if {
	some status, want in {
		"none": set(), "anonymised": set(), "synthetic": set(), "unknown": set(), "Identifying": set(),
		"identifying": {"contracts"}, "pseudonymised": {"contracts"}, "contextually-anonymised": {"contracts"},
	}
	names(datasets.personal) == want with input as fixture.edit_data({"/personal_data/status/value": status})
}

test_relying_finds_the_basis if {
	{[dataset.name, entry.at] | some [dataset, entry] in datasets.relying("contract")} == {["contracts", "datacards/contracts.yaml#/legal_basis/0"]} with input as fixture.model
	datasets.relying("consent") == set() with input as fixture.model
}

test_sensitive_is_special_or_criminal if {
	names(datasets.sensitive) == set() with input as fixture.model
	names(datasets.sensitive) == {"contracts"} with input as fixture.edit_data({"/special_categories": fixture.list("datacards/contracts.yaml#/special_categories", ["health"])})
	names(datasets.sensitive) == {"contracts"} with input as fixture.edit_data({"/criminal_data/included/value": true})
}

test_missing_lists_what_is_not_present if {
	datasets.missing(fixture.data_card.dpia, {"ref", "status", "reason"}) == {"ref"}
}

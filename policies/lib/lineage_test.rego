package modelgate.lib.lineage_test

import data.modelgate.base_models as table
import data.modelgate.lib.lineage

test_license_of_a_base_model if {
	lineage.license("meta-llama/Llama-3.1-8B-Instruct") == "llama3.1"
	lineage.license("meta-llama/Meta-Llama-3.1-8B") == "llama3.1" # the longest beginning, not that of Meta-Llama-3
	not lineage.license("example/house-model")
}

test_what_somebody_has_read_comes_first if {
	reviewed := {"example/house-model": "mit", "gpt2": "other"}
	lineage.license("Example/House-Model") == "mit" with data.modelgate.base_models as object.union(table, {"reviewed": reviewed})
	lineage.license("gpt2") == "other" with data.modelgate.base_models as object.union(table, {"reviewed": reviewed})
}

test_refusal[pair] if {
	some pair, why in {
		["cc-by-nd-4.0", "cc-by-nd-4.0"]: "allows no works made from it",
		["cc-by-nc-4.0", "apache-2.0"]: "allows no commercial use",
		["llama3.1", "mit"]: "restricts use, and requires the restrictions to be passed on",
		["gpl-3.0", "mit"]: `requires the same license, or one of ["agpl-3.0"]`,
	}
	lineage.refusal(pair[0], pair[1]) == why
}

test_no_refusal[pair] if {
	some pair in [["apache-2.0", "mit"], ["llama3.1", "llama3.1"], ["cc-by-nc-4.0", "cc-by-nc-sa-4.0"], ["gpl-3.0", "agpl-3.0"], ["gpl-3.0", "gpl-3.0"], ["gpl-3.0", "other"], ["llama3", "other"]]
	not lineage.refusal(pair[0], pair[1])
}

test_doubt[pair] if {
	some pair in [["other", "mit"], ["Example Licence", "mit"], ["llama3.1", "other"], ["gpl-3.0", "other"], ["lgpl-3.0", "mit"]]
	lineage.doubtful(pair[0], pair[1])
}

test_no_doubt[pair] if {
	some pair in [["apache-2.0", "other"], ["mit", "gpl-3.0"], ["lgpl-3.0", "lgpl-3.0"], ["gpl-3.0", "mit"]]
	not lineage.doubtful(pair[0], pair[1])
}

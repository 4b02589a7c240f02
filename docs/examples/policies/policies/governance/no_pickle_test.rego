package modelgate.custom.governance.no_pickle_test

import data.modelgate.custom.governance.no_pickle as rule
import data.modelgate.testing

# Each format that can run code is found, whatever the file is called.
test_each_format if {
	every format in ["pickle", "numpy", "keras"] {
		count(rule.deny) == 1 with input as testing.with_values(testing.model, {
			"/head/artifacts/0/format": format,
			"/head/artifacts/0/code": true,
		})
	}
}

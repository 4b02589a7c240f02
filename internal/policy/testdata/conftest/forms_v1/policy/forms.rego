package main

import data.main.helpers as _helpers

# Text.
deny contains msg if {
	input.kind == "Deployment"
	not input.spec.replicas
	msg := "replicas are missing"
}

# A second body of the same rule.
deny contains sprintf("name %q is not allowed", [input.metadata.name]) if startswith(input.metadata.name, "bad-")

# An object with metadata.
deny_image contains {"msg": msg, "details": {"image": c.image}, "_loc": {"file": "deployment.yaml", "line": 3}} if {
	some c in input.spec.containers
	endswith(c.image, ":latest")
	msg := sprintf("container %s has the tag latest", [c.name])
}

# A list.
violation := [{"msg": msg, "details": {}}] if {
	input.kind == "Secret"
	msg := "secrets are not allowed"
}

violation_labels contains msg if {
	required := {"app", "team"}
	missing := required - object.keys(object.get(input, ["metadata", "labels"], {}))
	count(missing) > 0
	msg := sprintf("labels are missing: %s", [concat(", ", sort(missing))])
}

warn contains msg if {
	every c in input.spec.containers { not c.resources }
	count(input.spec.containers) > 0
	msg := "no container has resources"
}

warn_mixed contains msg if {
	input.spec.replicas > "2" # never true in Rego: a number is less than text
	msg := "never"
}

warn_mixed contains msg if {
	input.spec.replicas < "2"
	msg := "numbers are less than texts"
}

warn_else contains msg if {
	size(input.spec.replicas) == "big"
	msg := "many replicas"
}

size(n) := "big" if {
	n > 10
} else := "small"

# These are not asked.
denied contains "not asked" if true

allow if input.kind == "Deployment"

deny_2b_or_not contains "numbers in a name" if input.metadata.name == "2b"

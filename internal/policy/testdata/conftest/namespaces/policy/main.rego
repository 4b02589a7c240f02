package main

import data.limits

deny contains msg if {
	input.replicas > limits.max
	msg := sprintf("%d replicas are more than %d", [input.replicas, limits.max])
}

deny contains msg if {
	data.conftest.file.name == "small.yaml"
	msg := "small files are not allowed"
}

deny contains msg if {
	endswith(data.conftest.file.dir, "/input/prod")
	not input.owner
	msg := "an owner is missing in prod"
}

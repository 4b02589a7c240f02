package main

deny_replicas contains {"msg": msg, "_loc": {"pointer": "/spec/replicas"}} if {
	input.kind == "Deployment"
	input.spec.replicas > 4
	msg := sprintf("%d replicas are more than 4", [input.spec.replicas])
}

warn contains msg if {
	some c in input.spec.template.spec.containers
	endswith(c.image, ":latest")
	msg := sprintf("the image %s has no version", [c.image])
}

exception contains ["replicas"] if input.metadata.labels.load == "high"

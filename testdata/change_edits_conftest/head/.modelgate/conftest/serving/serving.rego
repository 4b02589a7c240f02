package main

deny_replicas contains {"msg": msg, "_loc": {"pointer": "/spec/replicas"}} if {
	input.kind == "Deployment"
	input.spec.replicas > data.limits.replicas
	msg := sprintf("%d replicas are more than %d", [input.spec.replicas, data.limits.replicas])
}

deny contains "the kind is missing" if not input.kind

warn contains msg if {
	some c in input.spec.template.spec.containers
	msg := sprintf("the image %s has no version", [c.image])
}

exception contains ["replicas"] if input.metadata.labels.load == "high"

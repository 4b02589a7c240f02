package main

import data.lib

deny[msg] {
	input.kind == "Pod"
	c := input.spec.containers[_]
	lib.is_latest(c.image)
	trace(sprintf("looking at %s", [c.image]))
	msg := sprintf("%s is latest", [c.image])
}

violation[{"msg": msg, "details": {"name": input.metadata.name}}] {
	input.kind == "Pod"
	not lib.has_team
	msg := "the team is missing"
}

warn_old[msg] {
	re_match("^v1(alpha|beta)[0-9]+$", input.apiVersion)
	msg := sprintf("%s is old", [input.apiVersion])
}

warn_any[msg] {
	any([input.spec.hostNetwork, input.spec.hostPID])
	msg = "host namespaces"
}

deny_list = ["from a list"] {
	input.kind == "List"
}

deny_set = {"from a set", "and another"} {
	input.kind == "Set"
}

exception[rules] {
	input.metadata.annotations.skip == "all"
	rules := ["", "list"]
}

default team = ""

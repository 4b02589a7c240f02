package checks.a

warn_owner contains msg if {
	not input.owner in data.teams.known.list
	msg := sprintf("owner %v is not known", [object.get(input, "owner", null)])
}

exception contains ["owner"] if input.owner == "nobody"

package owners

violation[{"msg": "the owner is missing"}] {
	not input.owner
}

package lib

is_latest(image) {
	endswith(image, ":latest")
}

is_latest(image) {
	not contains(image, ":")
}

has_team {
	input.metadata.labels.team != ""
}

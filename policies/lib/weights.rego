# METADATA
# title: Artifacts before and after a change
# description: Whether a change leaves the artifacts of a model as they are.
package modelgate.lib.weights

# unchanged: the model has artifacts, and those whose digest is known are those of the
# base. Others may have changed.
unchanged if {
	count(_known(input.base)) > 0
	_known(input.base) == _known(input.head)
}

# unknown: the digest of no artifact is known, before the change or after it.
unknown if {
	count(_known(input.base)) == 0
	count(_known(input.head)) == 0
}

_known(side) := {[artifact.path, artifact.uri, artifact.digest] |
	some artifact in side.artifacts
	artifact.digest != ""
}

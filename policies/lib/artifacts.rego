# METADATA
# title: Artifacts
# description: What rules need to know of the files that a model consists of.
package modelgate.lib.artifacts

import data.modelgate.artifacts as table

# name is what an artifact is called: its path, else where it is fetched from.
name(artifact) := artifact.path if {
	artifact.path != ""
} else := artifact.uri

# mutable says why the content behind a reference may change, for the kinds of
# reference of which that can be told. It is undefined for all others.
mutable(uri) := "an image is fixed by @sha256: and 64 hexadecimal digits" if {
	regex.match(`^(oci|kit)://`, uri)
	not regex.match(`@sha256:[0-9a-f]{64}$`, uri)
} else := "a repository is fixed by a revision of 40 hexadecimal digits" if {
	startswith(uri, "hf://")
	not regex.match(`[@:][0-9a-f]{40}(/|$)`, uri)
} else := "a model of the MLflow registry is fixed by its version number, models:/NAME/3" if {
	startswith(uri, "models:/")
	not regex.match(`^models:/([^/@]+/[0-9]+|m-[0-9a-f]{32})$`, uri)
} else := "a volume can be written again: no part of the path is a digest" if {
	startswith(uri, "pvc://")
	not regex.match(`[0-9a-f]{64}`, uri)
} else := sprintf("%q can refer to another version later", [segment]) if {
	not _versioned(uri)
	segment := _moving(uri)[0]
}

# An object store's own version of the object fixes the content.
_versioned(uri) if regex.match(`[?&]versionId=[^&#]+`, uri)

_versioned(uri) if regex.match(`^gs://[^#]+#[0-9]+$`, uri)

# The segments of the path, or the tags behind : and @, that move by custom.
_moving(uri) := [segment |
	path := split(split(uri, "#")[0], "?")[0]
	parts := split(path, "/")
	some segment in array.slice(parts, 3, count(parts)) # scheme, nothing, authority
	some word in regex.split(`[:@]`, lower(segment))
	word in table.moving
]

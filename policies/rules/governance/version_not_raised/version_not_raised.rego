# METADATA
# title: Artifacts changed without a version increase
# description: If an artifact of the model changes, is added, is removed or has a new source, the version in the manifest must increase. Versions that do not begin with dotted whole numbers need only differ.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Increase `version` in modelgate.yaml, for example from 1.0.0 to 1.1.0.
#   sources:
#     - "https://semver.org/spec/v2.0.0.html, rules 3, 10 and 11"
#   controls: [eu-ai-act/Annex IV(1)(a)]
#   example: |
#     version: "1.1.0"   # was 1.0.0
package modelgate.rules.governance.version_not_raised

import data.modelgate.lib.artifacts
import data.modelgate.lib.versions

# Without a version on either side there is governance/version_missing.
applies if {
	input.head.manifest.version.present
	input.base.manifest.version.present
}

deny contains finding if {
	applies
	version := input.head.manifest.version
	was := input.base.manifest.version.value
	not versions.raised(version.value, was)
	count(_changed) > 0
	finding := {
		"at": version.at,
		"message": sprintf("version %q %s, but these artifacts have changed: %s", [version.value, _relation(version.value, was), concat(", ", [sprintf("%q", [name]) | some name in _changed])]),
	}
}

_relation(is, was) := "is unchanged from the base" if {
	is == was
} else := sprintf("is not higher than %q on the base", [was])

_names(model) := {artifacts.name(artifact) | some artifact in model.artifacts}

# Added or removed, unless the base listed none at all.
_changed contains name if {
	count(input.base.artifacts) > 0
	some name in ((_names(input.head) | _names(input.base)) - (_names(input.head) & _names(input.base)))
}

_changed contains artifacts.name(now) if {
	some now in input.head.artifacts
	some was in input.base.artifacts
	artifacts.name(now) == artifacts.name(was)
	now.digest != was.digest
	was.digest != ""
}

_changed contains artifacts.name(now) if {
	some now in input.head.artifacts
	some was in input.base.artifacts
	artifacts.name(now) == artifacts.name(was)
	now.uri != was.uri
	was.uri != ""
}

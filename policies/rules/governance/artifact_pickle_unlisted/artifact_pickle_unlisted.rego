# METADATA
# title: Unknown classes in a pickle
# description: What a pickle loads should be known to hold data only. Code of classes and functions that are not listed runs when the model is loaded, and must be installed in the version that wrote it.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Remove these objects, and save only the weights, preferably as safetensors. If you have read the code, add its names under `known`, by module, in .modelgate/data/pickles.yaml.
#   sources:
#     - https://github.com/mmaitre314/picklescan
#     - https://github.com/trailofbits/fickling
#     - https://huggingface.co/docs/hub/security-pickle
#   controls: [cwe/CWE-502]
#   example: |
#     # .modelgate/data/pickles.yaml
#     known:
#       acme.models: [Scorer]
package modelgate.rules.governance.artifact_pickle_unlisted

import data.modelgate.lib.pickles

applies if {
	some artifact in input.head.artifacts
	count(artifact.contents.globals) > 0
}

# By the package that they are from: one waiver for one library.
deny contains finding if {
	some artifact in input.head.artifacts
	groups := object.union_n([{split(it.module, ".")[0]: {pickles.name(it): it}} | some it in artifact.contents.globals; pickles.unlisted(it)])
	count(groups) > 0
	some finding in pickles.findings(artifact, groups, "loads %s, which the table of known classes does not list")
}

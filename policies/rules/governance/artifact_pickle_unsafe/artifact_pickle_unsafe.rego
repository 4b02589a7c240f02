# METADATA
# title: Unsafe functions in a pickle
# description: A pickle must not load functions that run commands or code, open files or connections, or reach any other function by name. Loading such a model runs what its author put there.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Remove the file, and find out where it comes from. Save the weights again without these objects, preferably as safetensors. If your own code needs the function, override its module in .modelgate/data/pickles.yaml.
#   sources:
#     - https://github.com/mmaitre314/picklescan
#     - https://github.com/trailofbits/fickling
#     - https://huggingface.co/docs/hub/security-pickle
#     - https://cwe.mitre.org/data/definitions/502.html
#   controls: [cwe/CWE-502]
#   example: |
#     # model.pkl must not name posix.system or builtins.eval
package modelgate.rules.governance.artifact_pickle_unsafe

import data.modelgate.lib.pickles

applies if {
	some artifact in input.head.artifacts
	count(artifact.contents.globals) > 0
}

deny contains finding if {
	some artifact in input.head.artifacts
	groups := object.union_n([{pickles.name(it): {pickles.name(it): it}} | some it in artifact.contents.globals; pickles.unsafe(it)])
	count(groups) > 0
	some finding in pickles.findings(artifact, groups, "loads %s, which can run any code")
}

# METADATA
# title: Model file not found
# description: "Every model file that the card lists must be in the repository: the file itself, a Git LFS pointer or a DVC file."
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Commit the file or its pointer, or correct the path.
#   sources:
#     - "kitops-ml/kitops pkg/artifact/kitfile.go; mlflow/mlflow, MLmodel file format"
#   example: |
#     model:
#       path: ./model.safetensors   # with model.safetensors beside the Kitfile
package modelgate.rules.card.file_missing

import data.modelgate.lib.crowds

applies if count(input.head.card.files) > 0

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": file.at, "key": sprintf("file %s", [file.path]), "message": sprintf("the card refers to %q (%s), but the file is not in the repository", [file.path, file.kind])} if {
	some file in input.head.card.files
	file.state == "no"
}

# METADATA
# title: Path of one person
# description: A card should not have paths into the home directory of one person. They work on no other machine, and they contain the name of the account.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Write the id of the model or a path in the repository, or a variable such as $DATA.
#   sources:
#     - https://cwe.mitre.org/data/definitions/200.html
#     - "Regulation (EU) 2016/679, Art. 5(1)(c) (data minimisation)"
#   controls: [cwe/CWE-200]
#   example: |
#     model = AutoModel.from_pretrained("acme/churn")   # not "/home/mmiller/churn"
package modelgate.rules.card.path_personal

import data.modelgate.lib.crowds

applies if input.head.card.present

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": path.at, "key": sprintf("path %s", [path.value]), "message": sprintf("path %q is on the machine of one person", [path.value])} if {
	some path in input.head.card.local_paths
}

# METADATA
# title: Name with look-alike letters
# description: The names of datasets, base models and metadata keys must not mix Latin letters with letters of another script that look like them. Such a name looks like another name to people, but not to tools.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Write the name again with Latin letters only.
#   sources:
#     - "Unicode Technical Standard #39, Unicode Security Mechanisms, section 4 (confusable detection), https://www.unicode.org/reports/tr39/"
#     - https://cwe.mitre.org/data/definitions/1007.html
#   controls: [cwe/CWE-1007]
#   example: |
#     license: mit   # not with a Cyrillic letter in place of the "e"
package modelgate.rules.card.name_confusable

import data.modelgate.confusables as table
import data.modelgate.lib.crowds

applies if input.head.card.present

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": it.at, "key": sprintf("%s %s", [it.what, it.name]), "message": sprintf("%s %q has letters that look Latin and are not; it reads like %q", [it.what, it.name, latin])} if {
	some it in _names
	regex.match(`[A-Za-z]`, it.name)
	letters := split(it.name, "")
	some letter in letters
	table.latin[letter]
	latin := concat("", [object.get(table.latin, l, l) | some l in letters])
}

_names contains {"at": dataset.at, "what": "dataset", "name": dataset.name} if some dataset in input.head.datasets

_names contains {"at": base.at, "what": "base model", "name": base.value} if some base in input.head.card.base_models.items

_names contains {"at": key.at, "what": "metadata key", "name": key.name} if some key in input.head.card.keys

# METADATA
# title: Mapping instead of text in metadata
# description: A dataset, metric, tag or language must be text. YAML reads unquoted text with a colon as a mapping, which tools drop.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Write only the identifier, or quote the text that contains a colon.
#   sources:
#     - "huggingface/hub-docs modelcard.md: types of the metadata keys"
#     - "Measured: mappings in datasets of 9, metrics of 20 and tags of 3 among 13,916 model cards (scrape of the Hugging Face hub, February 2022)"
#   example: |
#     datasets:
#       - common_voice   # not common_voice: Common Voice Corpus 4
package modelgate.rules.card.metadata_mapping

import data.modelgate.lib.crowds

applies if input.head.card.present

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": leftover.at, "key": sprintf("mapping %s", [leftover.text]), "message": sprintf("%q is parsed as a mapping, but text is expected; tools drop it", [sprintf("%s: …", [leftover.text])])} if {
	some leftover in input.head.card.placeholders
	leftover.mapping
}

# METADATA
# title: Mapping where the metadata have a text
# description: A dataset, metric, tag or language is a text. A colon in it makes a mapping of it, which readers drop, so that it counts for nothing.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Write the identifier alone, or quote a text that has a colon in it.
#   sources:
#     - "huggingface/hub-docs modelcard.md: types of the metadata keys"
#     - "Measured: mappings in datasets of 9, metrics of 20 and tags of 3 among 13,916 model cards (scrape of the Hugging Face hub, February 2022)"
#   example: |
#     datasets:
#       - common_voice   # not common_voice: Common Voice Corpus 4
package modelgate.rules.card.metadata_mapping

applies if input.head.card.present

deny contains {"at": leftover.at, "key": sprintf("mapping %s", [leftover.text]), "message": sprintf("%q is a mapping here, where a text is expected, and is dropped by readers", [sprintf("%s: …", [leftover.text])])} if {
	some leftover in input.head.card.placeholders
	leftover.mapping
}

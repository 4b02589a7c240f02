# METADATA
# title: Malformed identifier
# description: A dataset or base model on a Hugging Face card must have an identifier, such as `owner/name`. The Hub rejects URLs and other text, so the link to it is missing.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Write the identifier alone. Link to other sources in the text of the card.
#   sources:
#     - "huggingface/hub-docs modelcard.md, keys datasets and base_model"
#     - "huggingface/huggingface_hub src/huggingface_hub/utils/_validators.py, validate_repo_id"
#   example: |
#     datasets:
#       - stanfordnlp/imdb   # not https://huggingface.co/datasets/stanfordnlp/imdb
package modelgate.rules.card.id_malformed

import data.modelgate.lib.crowds
import data.modelgate.lib.fields
import data.modelgate.lib.licenses
import data.modelgate.lib.lineage
import data.modelgate.lib.placeholders

applies if {
	input.head.card.present
	licenses.as_hub
}

deny contains finding if some finding in crowds.few(_found)

_found contains object.union({"at": it.at, "key": sprintf("%s %s", [it.what, it.value]), "message": sprintf("%s %q is not an identifier: %s%s", [it.what, it.value, why, _advice(_within(it.value))])}, _suggestion(_within(it.value))) if {
	applies
	some it in _named
	not placeholders.is(it.value)
	not lineage.local(it.value) # card/base_model_local
	not _told(it) # card/metadata_shape
	why := _wrong(it.value)
}

deny contains {"at": key.at, "message": sprintf("new_version %q is not an identifier: %s%s", [key.value, why, _advice(_within(key.value))])} if {
	applies
	some key in input.head.card.keys
	key.name == "new_version"
	key.value != ""
	not placeholders.is(key.value)
	why := _wrong(key.value)
}

# A tag for a paper, from which the Hub makes a link.
deny contains {"at": tag.at, "key": sprintf("tag %s", [tag.value]), "message": sprintf("tag %q is not an identifier of arXiv, such as arxiv:2106.09685", [tag.value])} if {
	applies
	some tag in array.slice(input.head.card.tags.items, 0, 500)
	startswith(lower(tag.value), "arxiv:")
	not regex.match(`(?i)^arxiv: ?(?:[0-9]{2}(?:0[1-9]|1[0-2])\.[0-9]{4,5}(?:v[0-9]+)?|[a-z-]+(?:\.[a-z]{2})?/[0-9]{7})$`, trim_space(tag.value))
	not placeholders.is(tag.value)
}

# A link to a paper: after 2014 a number has five digits, and before, four.
deny contains {"at": link.at, "key": sprintf("paper %s", [id]), "message": sprintf("the link to arXiv has %q, which is not an identifier of a paper", [id])} if {
	input.head.card.present
	some link in array.slice(input.head.card.links, 0, 500)
	parts := regex.find_all_string_submatch_n(`(?i)^https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/([0-9]+\.[0-9]+)(?:v[0-9]+)?(?:\.pdf)?/?$`, trim_space(link.target), 1)
	id := parts[0][1]
	not regex.match(`^(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])\.[0-9]{4}$|^(?:1[5-9]|[2-9][0-9])(?:0[1-9]|1[0-2])\.[0-9]{5}$`, id)
}

# One text for several identifiers is one mistake.
_told(it) if {
	sprintf("%s#", [it.at]) in _texts
	fields.several(it.value)
}

_texts := {key.at | some key in input.head.card.keys; key.kind == "string"}

_named contains {"at": base.at, "value": base.value, "what": "base model"} if some base in input.head.card.base_models.items

# What has a data card in the repository is found by its name.
_named contains {"at": dataset.at, "value": dataset.value, "what": "dataset"} if {
	some dataset in input.head.card.datasets.items
	not dataset.value in _carded
}

_carded contains known.name if {
	some known in input.head.datasets
	known.card.present
}

_wrong(value) := "it is a URL" if {
	regex.match(`^(?:[a-zA-Z][a-zA-Z0-9+.-]*://|www\.|huggingface\.co/|hf\.co/)`, trim_space(value))
} else := "it has commas" if {
	regex.match(`[,;]`, value)
} else := "it has blanks" if {
	regex.match(`\s`, trim_space(value))
} else := "it has more than one slash" if {
	strings.count(value, "/") > 1
} else := sprintf("%q is not allowed", [signs[0]]) if {
	signs := regex.find_n(`[^A-Za-z0-9._/-]`, value, 1)
	count(signs) > 0
} else := "an owner or a name is missing" if {
	regex.match(`^/|/$`, value)
}

# The identifier that an address of the Hub has.
_within(value) := id if {
	parts := regex.find_all_string_submatch_n(`^(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/(?:datasets/|models/)?([A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)?)/?$`, trim_space(value), 1)
	id := parts[0][1]
} else := ""

_advice(id) := sprintf("; write %q", [id]) if id != ""

else := ""

_suggestion(id) := {"suggestion": {"replace_value": id}} if id != ""

else := {}

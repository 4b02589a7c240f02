# METADATA
# title: Broken code
# description: The code of a card must run as it is. Users copy it to load the model.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Run the code in an empty environment, and correct it.
#   sources:
#     - "Hugging Face, model card template, How to Get Started with the Model: https://huggingface.co/docs/hub/model-card-annotated"
#     - "The Python Language Reference, sections 2.1.6 (implicit line joining), 2.4.1 (string literals) and 4.2.2 (resolution of names)"
#   example: |
#     # in a block of Python: import numpy as np, and then torch.tensor([1])
package modelgate.rules.card.code_broken

applies if count(_broken) > 0

deny contains {"at": gap.at, "key": sprintf("%s %s", [gap.kind, gap.text]), "message": _message(gap)} if {
	some gap in _broken
}

_broken := [gap | some gap in input.head.card.gaps; gap.kind in {"import", "quotes", "name", "return", "syntax", "fence"}]

_message(gap) := sprintf("the code uses %q, which no code of the card imports", [gap.text]) if gap.kind == "import"

_message(gap) := sprintf("the code has typographic quotes (%s), which Python does not accept", [gap.text]) if gap.kind == "quotes"

_message(gap) := sprintf("the code uses %q, which no code of the card defines", [gap.text]) if gap.kind == "name"

_message(gap) := sprintf("%q is in no function, by its indentation", [gap.text]) if gap.kind == "return"

_message(gap) := sprintf("the code is not valid Python at %q: check brackets, quotes, commas and indentation", [gap.text]) if gap.kind == "syntax"

_message(gap) := sprintf("the block of code is marked as %q, but it is Python", [gap.text]) if gap.kind == "fence"

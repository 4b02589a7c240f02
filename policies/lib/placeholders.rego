# METADATA
# title: Template text in metadata
# description: >-
#   Values that card/metadata_placeholder reports, of which no other rule speaks, and
#   texts of data cards that stand for no answer.
package modelgate.lib.placeholders

import data.modelgate.statements

# is reports whether a metadata value is what a template put there.
is(value) if value in _texts

_texts contains leftover.text if some leftover in input.head.card.placeholders

# stands_in reports whether a whole text stands for no answer.
stands_in(value) if regex.match(_placeholder, value)

_placeholder := sprintf(`(?i)^[^\pL\pN]*(?:%s)[^\pL\pN]*$`, [concat("|", statements.placeholders)])

# METADATA
# title: Template text in metadata
# description: Values that card/metadata_placeholder reports, of which no other rule speaks.
package modelgate.lib.placeholders

# is reports whether a metadata value is what a template put there.
is(value) if value in _texts

_texts contains leftover.text if some leftover in input.head.card.placeholders

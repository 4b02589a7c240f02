# METADATA
# title: What a finding is about
# description: >-
#   Keys of findings whose place is an index of a list. An index moves when the
#   list is edited; a key names the thing, so that a waiver stays with it. No
#   key is empty, whatever the document leaves out.
package modelgate.lib.identity

# An artifact is named from the directory of its model, so that a model can move.
artifact(it) := _words(["artifact", trim_prefix(it.path, concat("", [input.head.id, "/"])), it.uri])

basis(it) := _words(array.concat(["basis", it.basis.value, "for"], [item.value | some item in it.purposes.items]))

claim(it) := _words(["claim", it.metric, it.dataset, it.split])

condition(it) := _words(["condition", it.condition.value])

field(it) := _words(["field", it.name.value])

processor(it) := _words(["processor", it.name.value])

purpose(it) := _words(["purpose", it.id.value])

storage(it) := _words(["storage", it.uri.value, it.region.value])

transfer(it) := _words(["transfer", it.country.value, it.recipient.value, it.mechanism.value])

_words(parts) := concat(" ", [part | some part in parts; part != ""])

# METADATA
# title: What a model was made from
# description: >-
#   The licenses of base models, and what a license asks of a model that is
#   made from one under it. Whatever is not known here is for somebody to read.
package modelgate.lib.lineage

import data.modelgate.base_models as table
import data.modelgate.lib.licenses

# bases are the models that the model was made from: as its card says, and as its
# other files say where the card does not.
bases contains {"at": base.at, "value": base.value} if some base in input.head.card.base_models.items

bases contains {"at": base.at, "value": base.value} if {
	some base in unnamed
	base.sure
}

# What may name the model itself counts where it is the name of a known base.
bases contains {"at": base.at, "value": base.value} if {
	some base in unnamed
	not base.sure
	license(base.value)
}

# unnamed are the base models that other files name and the card does not. A path
# of one machine is no name.
unnamed contains base if {
	some base in input.head.named_bases
	not local(base.value)
	not _named(base.value)
}

_named(value) if {
	some base in input.head.card.base_models.items
	_same(lower(base.value), lower(value))
}

_same(a, b) if a == b

# The hub moved many models without an owner to one: bert-base-uncased is
# google-bert/bert-base-uncased.
_same(a, b) if endswith(a, concat("/", ["", b]))

_same(a, b) if endswith(b, concat("/", ["", a]))

# local reports whether a base model is named by a path of one machine.
local(value) if regex.match(`^(/|~|\.{1,2}([/\\]|$)|[A-Za-z]:[/\\]|file:)|\\`, trim_space(value))

# license is that of a base model. It is undefined where the tables do not say.
license(model) := table.reviewed[lower(model)]

license(model) := table.items[beginning] if {
	not table.reviewed[lower(model)]
	beginning := max({key | some key, _ in table.items; startswith(lower(model), key)})
}

# pairs are the licenses of base models, each with each license of the card. Of many base models
# under one license, and of many licenses that are not known, the first few tell it.
pairs contains {"license": license, "base": base, "term": term, "item": item} if {
	some license, under in _by_license
	some base in array.slice(sort(under), 0, 5)
	some term, item in licenses.by_term
}

_by_license[license(base.value)] contains base if some base in bases

# refusal says why a model that was made from something under a license cannot
# be under another. It is undefined where it can, or where that is not known.
refusal(base, child) := "allows no works made from it" if {
	"no-derivatives" in licenses.flags(base)
} else := reason if {
	licenses.id(base) != licenses.id(child)
	some [flag, reason] in _passed_on
	flag in licenses.flags(base)
	kept := licenses.flags(child)
	not flag in kept
} else := sprintf("requires the same license, or one of %v", [allowed]) if {
	allowed := table.successors[licenses.id(base)]
	licenses.flags(child)
	not licenses.id(child) in allowed
	licenses.id(base) != licenses.id(child)
}

# What a license forbids the users of works that are made from it, too.
_passed_on := [
	["non-commercial", "allows no commercial use"],
	["use-restricted", "restricts use, and requires the restrictions to be passed on"],
]

# doubtful reports whether somebody has to read the licenses: something is asked
# of works that are made from it, and what that comes to is not known here.
doubtful(base, _) if not licenses.flags(base)

doubtful(base, child) if {
	not licenses.flags(child)
	count(licenses.flags(base) & {"non-commercial", "use-restricted", "copyleft", "no-derivatives", "vendor"}) > 0
}

doubtful(base, child) if {
	licenses.id(base) != licenses.id(child)
	"copyleft" in licenses.flags(base)
	not table.successors[licenses.id(base)]
}

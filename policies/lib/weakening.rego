# METADATA
# title: Weaker tags of data cards
# description: >-
#   What a data card of the base declares, and what takes its place declares no
#   longer, or in a way for which the law requires less. Each is an array of its
#   place, its key and its words.
package modelgate.lib.weakening

import data.modelgate.countries
import data.modelgate.gdpr
import data.modelgate.lib.bulk
import data.modelgate.lib.controls
import data.modelgate.lib.licenses
import data.modelgate.lib.regimes
import data.modelgate.lib.transfers
import data.modelgate.lib.words

# found are the weaker tags of what takes the place of a card; none of what is
# removed.
found(change) := set() if not change.to.present

found(change) := union({
	_status(change.from, change.to),
	_owed(change.from, change.to),
	_flags(change.from, change.to),
	_lists(change.from, change.to),
	_fields(change.from, change.to),
	_laws(change.from, change.to),
	_places(change.from, change.to),
	_source(change.from, change.to),
	_purposes(change.from, change.to),
	_license(change.from, change.to),
	_scope(change.from, change.to),
	_bulk(change.from, change.to),
	_duties(change),
}) if {
	change.to.present
}

# What is declared as not personal owes none of these.
_owed(_, to) := set() if _impersonal(to)

_owed(from, to) := union({_officer(from, to), _people(from, to), _ranks(from, to), _transfers(from, to), _retention(from, to), _risk(from, to), _reviews(from, to)}) if not _impersonal(to)

_impersonal(card) if {
	status := card.personal_data.status.value
	gdpr.statuses[status]
	not gdpr.statuses[status].personal
}

_status(from, to) := {[to.personal_data.status.at, "personal_data.status", _changed("personal_data.status", from.personal_data.status, to.personal_data.status)] |
	gdpr.statuses[from.personal_data.status.value].rank > _status_rank(to.personal_data.status.value)
}

# What says nothing of the status is the weakest.
_status_rank(status) := object.get(gdpr.statuses, [status, "rank"], -1)

# Texts with an order; one that is not there ranks lowest.
_orders := {
	["children", "included"]: ["no", "unknown", "yes"],
	["dpia", "status"]: ["not-required", "in-progress", "done"],
	["notice", "kind"]: ["art14-exemption", "art13-exemption", "art14", "art13"],
	["retention", "action"]: ["archive", "anonymise", "erase"],
	["retention", "starts"]: ["last-activity", "contract-end", "collection", "date"],
	["controller", "kind"]: ["public-authority"],
	["rights", "models"]: ["not-needed", "output-filter", "unlearning", "retraining"],
}

# A notice of Art. 14 is no less than one of Art. 13, and no start is known to be
# later than another but the open ones.
_step(["notice", "kind"], rank) := floor((rank + 1) / 3)

_step(["retention", "starts"], rank) := floor(rank / 2)

_step(path, rank) := rank if not path in {["notice", "kind"], ["retention", "starts"]}

_ranks(from, to) := {[is.at, tag, _changed(tag, was, is)] |
	some path, order in _orders
	was := from[path[0]][path[1]]
	is := to[path[0]][path[1]]
	tag := concat(".", path)
	_step(path, _rank(order, was)) > _step(path, _rank(order, is))
}

_rank(order, text) := max(array.concat([-1], [i | some i, word in order; word == text.value]))

_flags(from, to) := {[is.at, tag, sprintf("%s was true and is %s", [tag, _said(is)])] |
	some tag, [was, is] in {
		"large_scale": [from.large_scale, to.large_scale],
		"criminal_data.included": [from.criminal_data.included, to.criminal_data.included],
		"consent.explicit": [from.consent.explicit, to.consent.explicit],
	}
	was.value
	not is.value
}

_said(flag) := "false" if flag.present

_said(flag) := "missing" if not flag.present

_lists(from, to) := {[is.at, sprintf("%s %s", [tag, item.value]), sprintf("%s no longer contains %q", [tag, item.value])] |
	some tag, [was, is] in {
		"special_categories": [from.special_categories, to.special_categories],
		"security_measures": [from.security_measures, to.security_measures],
		"regimes": [from.regimes, to.regimes],
		"controller.joint": [from.controller.joint, to.controller.joint],
	}
	some item in was.items
	not item.value in {kept.value | some kept in is.items}
} | {[to.at, sprintf("lineage %s", [was.ref.value]), sprintf("lineage no longer contains %q", [was.ref.value])] |
	some was in from.lineage
	not was.ref.value in {is.ref.value | some is in to.lineage}
}

# Tags that a law has of its own.
_laws(from, to) := {[to.at, was.name, sprintf("%s is removed", [was.name])] |
	some was in from.regime_tags
	not was.name in {is.name | some is in to.regime_tags}
}

# Duties that end with a tag. What has an order is found by it, and a place or a processor
# less is no weaker tag.
_duties(change) := controls.endings({e |
	some e in change.ended
	not e.tag in _ordered
	not contains(e.tag, "[]")
})

_ordered := {concat(".", path) | some path, _ in _orders} | {
	"personal_data.status", "special_categories", "large_scale", "criminal_data.included", "consent.explicit", "security_measures",
	"regimes", "purposes", "dpia.residual_risk",
}

# Fewer people than make a category bulk.
_bulk(from, to) := {[value.at, sprintf("bulk %s", [category]), sprintf("us_28cfr202.us_persons.%s changes to %q, which is not above the bulk threshold", [category, value.value])] |
	some category in (bulk.over(from) - bulk.over(to))
	some value in controls.values(to, sprintf("us_28cfr202.us_persons.%s", [category]))
}

_fields(from, to) := {[is.pii.at, sprintf("field %s", [is.name.value]), sprintf("field %q is no longer declared as personal data", [is.name.value])] |
	some [was, is] in _same_fields(from, to)
	was.pii.value
	not is.pii.value
} | {[is.category.at, sprintf("field %s category", [is.name.value]), sprintf("field %q is no longer declared as the special category %q", [is.name.value, was.category.value])] |
	some [was, is] in _same_fields(from, to)
	was.category.value in gdpr.special_categories
	was.category.value != is.category.value
}

_same_fields(from, to) := {[was, is] |
	some is in to.fields
	is.name.present
	some was in from.fields
	was.name.value == is.name.value
}

# protection is how well the law of a country protects: in the Union, by a decision
# of the Commission, or not known to.
protection(country) := 2 if regimes.in_union(country)

protection(country) := 1 if {
	not regimes.in_union(country)
	countries.adequacy[country]
}

protection(country) := 0 if {
	not regimes.in_union(country)
	not countries.adequacy[country]
}

_places(from, to) := {[place.at, sprintf("place %s", [place.value]), sprintf("the data is also stored in %q, where the law protects less than in %s", [place.value, concat(", ", sort(_countries(from)))])] |
	count(_countries(from)) > 0
	some place in _located(to)
	place.present
	not place.value in _countries(from)
	protection(place.value) < min([protection(country) | some country in _countries(from)])
}

_located(card) := {place.country | some place in card.storage} | {processor.country | some processor in card.processors}

_countries(card) := {place.value | some place in _located(card); place.present}

# How far the source can be relied on, and who answers for it (Art. 5(1)(d), 5(2)), of data
# about nobody, too. A team may get another name.
_source(from, to) := {[is.at, "source.credibility.level", _changed("source.credibility.level", was, is)] |
	was := from.source.credibility.level
	is := to.source.credibility.level
	_rank(_levels, was) > _rank(_levels, is)
} | {[to.owner.at, "owner", _changed("owner", from.owner, to.owner)] |
	from.owner.present
	not to.owner.present
}

_levels := ["unverified", "community", "reputable", "verified", "authoritative"]

# The address stays out of the message.
_officer(from, to) := {[to.controller.dpo.at, "controller.dpo", "controller.dpo is removed"] |
	from.controller.dpo.present
	not to.controller.dpo.present
}

# What tells of special categories, children or others who need protection, and nothing
# that is listed now tells the same.
_people(from, to) := {[is.at, sprintf("%s %s", [tag, item.value]), sprintf("%s no longer contains %q", [tag, item.value])] |
	some tag, [was, is] in {
		"data_subjects": [from.data_subjects, to.data_subjects],
		"personal_data.categories": [from.personal_data.categories, to.personal_data.categories],
	}
	some item in was.items
	not item.value in {kept.value | some kept in is.items}
	some sign in _telling
	words.says(item.value, sign)
	not _tells(to, sign)
}

_telling := {"children", "vulnerable"} | {sprintf("%s-words", [category]) | some category in gdpr.special_categories}

_tells(card, sign) if {
	some list in [card.data_subjects, card.personal_data.categories]
	some item in list.items
	words.says(item.value, sign)
}

_transfers(from, to) := ({[transfer.at, sprintf("transfer %s", [transfer.country.value]), sprintf("a transfer to %q is added", [transfer.country.value])] |
	some transfer in to.transfers.items
	transfers.third(transfer.country.value)
	not transfer.country.value in {was.country.value | some was in from.transfers.items}
} | {[is.mechanism.at, sprintf("transfer %s mechanism", [is.country.value]), sprintf("the mechanism of the transfer to %q changes from %q to %q", [is.country.value, was.mechanism.value, is.mechanism.value])] |
	some is in to.transfers.items
	some was in from.transfers.items
	is.country.value == was.country.value
	_family(was) > _family(is)
}) | {[to.transfers.at, "transfers", "transfers is removed"] |
	from.transfers.present
	not to.transfers.present
}

_family(transfer) := max(array.concat([0], [rank |
	some rank, family in ["", "derogation", "safeguards", "adequacy"]
	family == gdpr.mechanisms[transfer.mechanism.value].family
]))

_retention(from, to) := (({[to.retention.period.at, "retention.period", _changed("retention.period", from.retention.period, to.retention.period)] |
	from.retention.days > 0
	_longer(to.retention.days, from.retention.days)
} | {[to.retention.at, "retention", _changed("retention.criteria", from.retention.criteria, to.retention.criteria)] |
	from.retention.criteria.present
	not to.retention.criteria.present
	to.retention.days == 0
}) | {[to.retention.start_date.at, "retention.start_date", sprintf("the same data are kept until %s instead of %s", [to.retention.ends, from.retention.ends])] |
	from.retention.ends != ""
	to.retention.ends > from.retention.ends
	to.retention.days == from.retention.days
	to.source.collected_to.value == from.source.collected_to.value
}) | {[to.retention.hold_ref.at, "retention.hold_ref", "retention.hold_ref is added, which stops the erasure"] |
	to.retention.hold_ref.present
	not from.retention.hold_ref.present
	from.retention.present
}

_longer(days, _) if days == 0

_longer(days, before) if days > before

_purposes(from, to) := ({[purpose.id.at, sprintf("purpose %s", [purpose.id.value]), sprintf("the purpose %q is added", [purpose.id.value])] |
	count(from.purposes) > 0
	some purpose in to.purposes
	not purpose.id.value in {was.id.value | some was in from.purposes}
} | {[is.original.at, sprintf("purpose %s original", [is.id.value]), sprintf("the purpose %q is declared as original and was not", [is.id.value])] |
	some is in to.purposes
	some was in from.purposes
	is.id.value == was.id.value
	is.original.value
	was.original.present
	not was.original.value
}) | {[to.at, sprintf("consent for %s", [purpose]), sprintf("the purpose %q is no longer based on consent", [purpose])] |
	some purpose in _by_consent(from)
	not purpose in _by_consent(to)
	purpose in {is.id.value | some is in to.purposes}
}

_by_consent(card) := {item.value |
	some entry in card.legal_basis
	entry.basis.value == "consent"
	some item in entry.purposes.items
}

# A license whose conditions are not known may have any.
_license(from, to) := {[to.license.at, "license", _changed("license", from.license, to.license)] |
	from.license.present
	lower(from.license.value) != lower(to.license.value)
	_sheds(from.license.value, to.license.value)
}

_sheds(was, _) if not _has_known_conditions(was)

_has_known_conditions(license) if count(licenses.flags(license)) >= 0

_sheds(was, is) if {
	conditions := licenses.flags(was) - {"osi", "family"}
	count(conditions) > 0
	not _keeps(conditions, is)
}

_keeps(conditions, license) if count(conditions - licenses.flags(license)) == 0

_scope(from, to) := {[to.data_subject_regions.at, "gdpr", "the GDPR applied to the data and no longer applies"] |
	regimes.gdpr(from)
	not regimes.gdpr(to)
}

_risk(from, to) := {[is.at, "dpia.residual_risk", _changed("dpia.residual_risk", was, is)] |
	was := from.dpia.residual_risk
	is := to.dpia.residual_risk
	order := ["low", "medium", "high"]
	_rank(order, was) > _rank(order, is)
	from.dpia.ref.value == to.dpia.ref.value
	from.dpia.date.value == to.dpia.date.value
}

# A review is put off: the same assessment has a later one, or none.
_reviews(from, to) := {[to.dpia.review_by.at, "dpia.review_by", _changed("dpia.review_by", from.dpia.review_by, to.dpia.review_by)] |
	from.dpia.review_by.present
	_later(from.dpia.review_by, to.dpia.review_by)
	from.dpia.date.value == to.dpia.date.value
}

_later(_, is) if not is.present

_later(was, is) if is.value > was.value

_changed(tag, was, is) := sprintf("%s changes from %q to %q", [tag, was.value, is.value]) if is.present

_changed(tag, was, is) := sprintf("%s %q is removed", [tag, was.value]) if not is.present

# removed reports whether the card of data about people is gone, with nothing in its
# place.
removed(change) if {
	not change.to.present
	gdpr.statuses[change.from.personal_data.status.value].personal
}

# approvers are the owners whose approval a weaker tag needs, as policies/lib/review has them.
approvers(_) := {"owners": [{"name": item.value} | some item in input.config.privacy_owners.items]} if {
	count(input.config.privacy_owners.items) > 0
}

approvers(change) := {"owners": change.owners} if count(input.config.privacy_owners.items) == 0

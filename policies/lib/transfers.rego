# METADATA
# title: Transfers to third countries
# description: What Chapter V of the GDPR distinguishes.
package modelgate.lib.transfers

import data.modelgate.countries
import data.modelgate.gdpr
import data.modelgate.lib.datasets
import data.modelgate.lib.dates
import data.modelgate.lib.regimes

# third reports whether a country lies outside the European Economic Area.
third(country) if not regimes.in_union(country)

# declared holds the [dataset, transfer] pairs of all personal datasets.
declared contains [dataset, transfer] if {
	some dataset in datasets.personal
	some transfer in dataset.card.transfers.items
}

# by_family is the declared transfers whose mechanism is of a family:
# adequacy, safeguards or derogation.
by_family(family) := {[dataset, transfer] |
	some [dataset, transfer] in declared
	gdpr.mechanisms[transfer.mechanism.value].family == family
}

# decision names the adequacy decision for a country that is in force on the day of the
# check, and what limits it; "" if there is none.
default decision(_) := ""

decision(country) := sprintf(". Adequacy decision: %s%s%s", [found.decision, _limit(found, "covers"), _limit(found, "challenged in")]) if {
	found := countries.adequacy[country]
	object.get(found, "until", dates.today) >= dates.today
}

_limit(found, words) := sprintf("; %s %s", [words, found[split(words, " ")[0]]])

_limit(found, words) := "" if not found[split(words, " ")[0]]

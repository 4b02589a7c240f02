# METADATA
# title: Transfers to third countries
# description: What Chapter V of the GDPR distinguishes.
package modelgate.lib.transfers

import data.modelgate.gdpr
import data.modelgate.lib.datasets
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

# METADATA
# title: Checks that compare with a baseline
# description: >-
#   They are in a package of their own: a rule that uses it is about changes, since
#   there is nothing to compare with where nothing is proposed.
package modelgate.lib.comparisons

import data.modelgate.lib.checks

# all are the checks that need a baseline.
all contains check if {
	some check in checks.blocking
	check.bound in {"not_worse_by", "better_by", "ratchet", "drift"}
}

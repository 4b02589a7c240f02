# METADATA
# title: Checks of evaluation results
# description: How rules speak of a threshold that was held against the evidence.
package modelgate.lib.checks

# subject names the metric, and the slice unless it is the whole.
subject(check) := sprintf("%q", [check.metric]) if {
	check.slice == ""
} else := sprintf("%q of slice %q", [check.metric, check.slice])

# key tells apart the findings of several thresholds on one result.
key(check) := sprintf("%s %s", [check.threshold, check.bound])

# defined is the related place of a finding: where the threshold stands.
defined(check) := [{"at": check.defined, "message": sprintf("threshold %q", [check.threshold])}]

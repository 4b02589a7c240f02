# METADATA
# title: Impossible values
# description: The finding for values that cannot be true together.
package modelgate.lib.impossible

# finding reports a value, and those that it cannot be next to.
finding(it) := {
	"at": it.at,
	"key": sprintf("%s %s", [it.law, it.value.metric]),
	"message": sprintf("%q is %s, but %s: %s", [it.value.metric, it.value.raw, concat(" and ", [sprintf("%q is %s", [other.metric, other.raw]) | some other in it.others]), _laws[it.law]]),
	"related": [{"at": other.at, "message": sprintf("%q", [other.metric])} | some other in it.others],
}

_laws := {
	"f1_mean": "F1 is at most the mean of precision and recall",
	"mae_rmse": "a mean absolute error is at most the root mean squared error",
	"cutoff": "with more ranks or attempts, it cannot be lower",
	"map_map50": "mAP over stricter overlaps is at most mAP50",
	"rouge_l_rouge_1": "ROUGE-L is at most ROUGE-1",
	"las_uas": "LAS is at most UAS",
}

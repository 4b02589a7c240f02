# METADATA
# title: Impossible values
# description: The finding for values that cannot be true together.
package modelgate.lib.impossible

# finding reports a value, and those that it cannot be next to.
finding(it) := {
	"at": it.at,
	"key": sprintf("%s %s", [it.law, it.value.metric]),
	"message": sprintf("%q is %s%s: %s", [it.value.metric, it.value.raw, _others(it), _laws[it.law]]),
	"related": [{"at": other.at, "message": sprintf("%q", [other.metric])} | some other in it.others],
}

_others(it) := sprintf(", but %s", [concat(" and ", [sprintf("%q is %s", [other.metric, other.raw]) | some other in it.others])]) if {
	count(it.others) > 0
} else := ""

_laws := {
	"f1_mean": "F1 is at most the mean of precision and recall",
	"mae_rmse": "a mean absolute error is at most the root mean squared error",
	"cutoff": "with more ranks or attempts, it cannot be lower",
	"map_map50": "mAP over stricter overlaps is at most mAP50",
	"rouge_l_rouge_1": "ROUGE-L is at most ROUGE-1",
	"las_uas": "LAS is at most UAS",
	"f1_harmonic": "F1 is the harmonic mean of precision and recall",
	"interval": "an estimate is within its own interval",
	"spread": "a standard deviation is not negative",
	"mean_range": "a mean is between the lowest and the highest value",
	"mean": "this is not the mean, but the other means of the table are",
	"sum": "a total is the sum of the parts",
	"difference": "this is not the difference, but the others of the column are",
	"scale": "one is a fraction, the other a percentage",
	"em_f1": "exact match is at most F1",
	"shares": "the shares of a whole add up to 100%",
	"change": "a change is the difference of the two values",
	"best": "the text states that this model is the best of them",
	"bounds": "the lower bound of an interval is at most the upper one",
	"share_interval": "an interval of a share is between 0 and 1, or 0 and 100%",
	"spread_limit": "values between 0 and 100% with this mean cannot be so far apart",
	"no_examples": "a metric on 0 examples has no value",
	"count": "a number of examples is not negative",
	"finite": "a result is a finite number",
	"decimal_mark": "the numbers of a table have one decimal sign",
	"factor": "a factor is the ratio of the two values",
	"percent": "a percentage is the share that the two counts are",
	"units": "one amount in two units is the same",
	"file_size": "weights have as many bytes as their parameters and precision need",
	"rmse_mse": "a root mean squared error is at most the root of the mean squared error",
	"outcomes": "the counts of the confusion matrix make it another value",
	"complement": "accuracy and error rate add up to 100%",
	"product": "a product is what its factors make",
	"said": "the text states two values of one share",
	"smaller": "the text calls this model the smaller one",
	"steps": "steps × batch size is examples × epochs",
	"record": "the other values stated with it are equal",
	"log": "the steps of a training rise, by the same number in each epoch",
	"margin": "the margin is the reward of the chosen answer minus that of the rejected one",
	"entry": "the table and the metadata agree on the other datasets",
	"matrix": "a confusion matrix has the correct predictions on its diagonal",
	"shots": "one result has one number of examples in its prompts",
	"arrow": "the arrow points the other way",
	"recall": "the accuracy is the mean recall of the classes, weighted by their examples",
	"balance": "the text states that the classes are balanced",
	"tally": "the numbers of the table add up to another total",
	"nested": "each has at least one in it",
	"repeated": "each class has one row",
	"epochs": "a training has one number of epochs",
	"bold": "in the other columns the value in bold is the best",
	"unit": "the values are at another scale",
	"benchmarks": "this is not the mean of all of them",
	"sign": "all other losses are above 0",
	"offset": "in all other rows, the two columns differ by the same amount",
	"extreme": "the text states that the first is the best, or the worst, of the column",
	"everywhere": "the text states that one is better in all rows",
	"direction": "this metric is better in the other direction",
	"checkpoint": "the best epoch is the one with the lowest loss",
	"sorted": "in all other rows the column is in order",
	"file_name": "in all other rows the name of the file has it",
}

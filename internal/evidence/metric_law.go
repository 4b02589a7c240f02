package evidence

// MetricLaw is why values cannot be next to each other.
type MetricLaw string

const (
	LawF1            MetricLaw = "f1_mean"         // F1 is at most the mean of precision and recall
	LawErrors        MetricLaw = "mae_rmse"        // the mean absolute error is at most the root of the mean squared error
	LawCutoff        MetricLaw = "cutoff"          // what is within the first k is within the first k+1
	LawMeanPrecision MetricLaw = "map_map50"       // a mean over stricter overlaps is at most that of the most lenient one
	LawRouge         MetricLaw = "rouge_l_rouge_1" // a common subsequence has only common words
	LawAttachment    MetricLaw = "las_uas"         // a labeled attachment is an attachment
	LawHarmonic      MetricLaw = "f1_harmonic"     // F1 of one class is the harmonic mean of precision and recall
	LawInterval      MetricLaw = "interval"        // an estimate is in its own interval
	LawSpread        MetricLaw = "spread"          // a standard deviation is not negative
	LawMeanRange     MetricLaw = "mean_range"      // a mean is between the least and the most of what it is of
	LawMean          MetricLaw = "mean"            // as the other means of its table, it is of all values beside it
	LawSum           MetricLaw = "sum"             // a total is the sum of the parts
	LawDifference    MetricLaw = "difference"      // as the others of its column, it is the difference of two values
	LawScale         MetricLaw = "scale"           // values of one metric in a column have one scale
	LawExactMatch    MetricLaw = "em_f1"           // an answer that matches has all words of the right one
	LawShares        MetricLaw = "shares"          // the parts of a whole add up to it
	LawChange        MetricLaw = "change"          // a change is the difference of the values that it is from and to
	LawBest          MetricLaw = "best"            // the best model of a table has its best value
	LawBounds        MetricLaw = "bounds"          // a lower bound is at most the upper one
	LawShareInterval MetricLaw = "share_interval"  // an interval of a share is between nothing and all of it
	LawSpreadLimit   MetricLaw = "spread_limit"    // shares with a mean are only so far apart
	LawNoExamples    MetricLaw = "no_examples"     // nothing is measured on no examples
	LawCount         MetricLaw = "count"           // a number of examples is not below zero
	LawFinite        MetricLaw = "finite"          // a result is a number
	LawDecimalMark   MetricLaw = "decimal_mark"    // numbers of one table have one sign for decimals
	LawFactor        MetricLaw = "factor"          // a factor is the ratio of the values that it is from and to
	LawPercent       MetricLaw = "percent"         // a percentage is the share that two counts are
	LawUnits         MetricLaw = "units"           // one amount in two units is the same
	LawFileSize      MetricLaw = "file_size"       // weights have as many bytes as their parameters need
	LawSteps         MetricLaw = "steps"           // each step reads a batch of the examples
	LawRecord        MetricLaw = "record"          // the values that are stated together are those of one evaluation
	LawLog           MetricLaw = "log"             // the steps of a training only rise, by as many in each epoch
	LawMargin        MetricLaw = "margin"          // the margin of rewards is their difference
	LawEntry         MetricLaw = "entry"           // a table and the metadata state one value of one dataset
	LawMatrix        MetricLaw = "matrix"          // a confusion matrix shows the accuracy
	LawShots         MetricLaw = "shots"           // one result has one number of examples in its prompts
	LawArrow         MetricLaw = "arrow"           // an arrow points to where the value went
	LawRecall        MetricLaw = "recall"          // the accuracy is the mean recall of all classes, by their numbers of examples
	LawBalance       MetricLaw = "balance"         // the classes of a balanced set have as many examples
	LawTally         MetricLaw = "tally"           // a table counts as many examples as the text
	LawNested        MetricLaw = "nested"          // what is made of others has at least as many
	LawRepeated      MetricLaw = "repeated"        // each class has one row
	LawEpochs        MetricLaw = "epochs"          // a training has one number of epochs
	LawBold          MetricLaw = "bold"            // the value in bold type is the best of its column
	LawUnit          MetricLaw = "unit"            // a table is at the scale that the text states
	LawBenchmarks    MetricLaw = "benchmarks"      // the average over benchmarks is their mean
	LawSign          MetricLaw = "sign"            // the losses of a training have one sign
	LawCheckpoint    MetricLaw = "checkpoint"      // the best epoch has the lowest loss
	LawRoot          MetricLaw = "rmse_mse"        // a root mean squared error is at most the root of the mean squared error
	LawOutcomes      MetricLaw = "outcomes"        // precision and the like are what true and false positives make them
	LawComplement    MetricLaw = "complement"      // what is not right is wrong
	LawProduct       MetricLaw = "product"         // a product is what its factors make
	LawSaid          MetricLaw = "said"            // one share has one value
	LawSmaller       MetricLaw = "smaller"         // the smaller model has fewer parameters
	LawOffset        MetricLaw = "offset"          // two columns differ by one amount
	LawExtreme       MetricLaw = "extreme"         // the best of a column has its best value
	LawEverywhere    MetricLaw = "everywhere"      // what is better on all has the better value on each
	LawDirection     MetricLaw = "direction"       // of an error, the lower value is the better one
	LawSorted        MetricLaw = "sorted"          // a size in a sorted column is between its neighbors
	LawFileName      MetricLaw = "file_name"       // a row states of its file what the name of the file does
	LawPerplexity    MetricLaw = "perplexity"      // a perplexity is the exponential of the loss
	LawNamed         MetricLaw = "named"           // a text states what the name of the model does
)

func (MetricLaw) Words() []string {
	return listed(LawF1, LawErrors, LawCutoff, LawMeanPrecision, LawRouge, LawAttachment, LawHarmonic, LawInterval, LawSpread, LawMeanRange, LawMean, LawSum, LawDifference, LawScale, LawExactMatch, LawShares, LawChange, LawBest,
		LawBounds, LawShareInterval, LawSpreadLimit, LawNoExamples, LawCount, LawFinite, LawDecimalMark, LawFactor, LawPercent, LawUnits, LawFileSize, LawSteps,
		LawRecord, LawLog, LawMargin, LawEntry, LawMatrix, LawShots, LawArrow, LawRecall, LawBalance, LawTally, LawCheckpoint,
		LawNested, LawRepeated, LawEpochs, LawBold, LawUnit, LawBenchmarks, LawSign, LawRoot, LawOutcomes, LawComplement, LawProduct, LawSaid, LawSmaller,
		LawOffset, LawExtreme, LawDirection, LawEverywhere, LawSorted, LawFileName, LawPerplexity, LawNamed)
}

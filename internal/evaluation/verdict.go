package evaluation

// Verdicts of a check.
const (
	Pass          = "pass"
	Fail          = "fail"
	Inconclusive  = "inconclusive" // the evidence is too weak to decide
	Error         = "error"        // the evidence cannot be used
	FirstModel    = "first_model"  // there is no baseline, and none is required
	NotApplicable = "not_applicable"
)

// Reasons of a verdict that is neither pass nor fail.
const (
	Missing            = "missing"       // no result of that name
	NewSlice           = "new_slice"     // of a slice that the baseline has not
	SliceMissing       = "slice_missing" // no result of a slice that is required, or that the baseline has
	Elsewhere          = "elsewhere"     // of that name, and not of the task, split, variant or file that is asked about
	Vanished           = "vanished"      // of a task, split or variant that the baseline has
	OnlyClaimed        = "only_claimed"  // somebody states the result; nothing shows it
	NotANumber         = "not_a_number"
	Ambiguous          = "ambiguous" // several results of that name disagree
	BaselineMissing    = "baseline_missing"
	BaselineNotANumber = "baseline_not_a_number"
	BaselineStale      = "baseline_stale"
	NotComparable      = "not_comparable"
	ShowsLess          = "shows_less" // of fewer examples than the baseline, or of an unknown number
	OutOfRange         = "out_of_range"
	UnitMismatch       = "unit_mismatch"
	ScaleChanged       = "scale_changed" // a fraction against a percentage
	Empty              = "empty"         // of no example
	Belied             = "belied"        // the values of its examples are those of another result
	DirectionConflict  = "direction_conflict"
	WrongFormat        = "wrong_format"
	WrongDataset       = "wrong_dataset"
	Unlisted           = "unlisted" // the policy lists its evidence, and the file is none of it
	Unbound            = "unbound"  // the evidence does not name the model, or not the one that is proposed
	NoCommit           = "no_commit"
	Stale              = "stale"
	Partial            = "partial"
	Failed             = "failed"
	Cached             = "cached"
	OnTraining         = "on_training" // of the data that the model was trained on
	Tuned              = "tuned"       // the model was chosen by the data that it is judged on
	Reused             = "reused"      // the same evidence as before, for another model
	Unreadable         = "unreadable"  // the file of columns is not what is asked for
	Insufficient       = "insufficient"
	NoUncertainty      = "no_uncertainty" // the question is statistical, and nothing is known of the value's precision
	NotShown           = "not_shown"      // the interval reaches over the limit
	Undefined          = "undefined"      // 0/0
	Ignored            = "ignored"        // a slice that the threshold does not ask about
	NoBaseline         = "no_baseline"    // the model is new
	TooMany            = "too_many"       // the thresholds ask more than can be answered
)

// Bounds of a check.
const (
	Min        = "min"
	Max        = "max"
	Above      = "above"
	Below      = "below"
	NotWorse   = "not_worse_by"
	Better     = "better_by"
	Ratchet    = "ratchet"
	Suspicious = "suspicious_above"
	Disparate  = "disparity"
	Drifted    = "drift"
)

// Modes: which question a check asks.
const (
	Point = "point" // the values are compared
	Bound = "bound" // the value's one-sided confidence bound is compared
	Catch = "catch" // fails only on what is significantly worse
	Prove = "prove" // passes only where worse is ruled out
)

// Rungs of the ladder of evidence, the strongest first.
const (
	PerExample = "per_example"
	Counts     = "counts"
	Stderr     = "stderr"
	Runs       = "runs"
	PointOnly  = "point"
)

// verdictRank ranks verdicts where several results of a baseline are compared
// with: an error outweighs a failure, which outweighs what is inconclusive.
var verdictRank = map[string]int{Error: 5, Fail: 4, Inconclusive: 3, FirstModel: 2, Pass: 1}

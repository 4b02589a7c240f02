package evidence

// The closed vocabularies of the rule input: a type each, whose Words are the enum
// in schemas/input.schema.json. A rule that compares such a field with another word
// does not load. A zero value that says nothing is one of the words.

// Verdict is the answer of a check.
type Verdict string

const (
	VerdictPass          Verdict = "pass"
	VerdictFail          Verdict = "fail"
	VerdictInconclusive  Verdict = "inconclusive"   // the evidence is too weak to decide
	VerdictError         Verdict = "error"          // the evidence cannot be used
	VerdictFirstModel    Verdict = "first_model"    // there is no baseline, and none is required
	VerdictNotApplicable Verdict = "not_applicable" // the threshold asks nothing of this model
)

func (Verdict) Words() []string {
	return listed(VerdictPass, VerdictFail, VerdictInconclusive, VerdictError, VerdictFirstModel, VerdictNotApplicable)
}

// LabelType is what kind of value a label has.
type LabelType string

const (
	LabelText   LabelType = "text"
	LabelDate   LabelType = "date" // YYYY-MM-DD
	LabelNumber LabelType = "number"
	LabelFlag   LabelType = "flag" // true or false
	LabelList   LabelType = "list" // of texts
)

func (LabelType) Words() []string {
	return listed(LabelText, LabelDate, LabelNumber, LabelFlag, LabelList)
}

// Direction is which way of a metric is better; "" where nobody says.
type Direction string

const (
	Higher Direction = "higher"
	Lower  Direction = "lower"
)

func (Direction) Words() []string { return listed("", Higher, Lower) }

// DirectionSource is who says which way is better: the file, or the format, which
// defines the metric; "" for nobody.
type DirectionSource string

const (
	DirectionOfFile   DirectionSource = "file"
	DirectionOfFormat DirectionSource = "format"
)

func (DirectionSource) Words() []string { return listed("", DirectionOfFile, DirectionOfFormat) }

// Mode is which question a check asks.
type Mode string

const (
	ModePoint Mode = "point" // the values are compared
	ModeBound Mode = "bound" // the value's one-sided confidence bound is compared
	ModeCatch Mode = "catch" // fails only on what is significantly worse
	ModeProve Mode = "prove" // passes only where worse is ruled out
)

func (Mode) Words() []string { return listed(ModePoint, ModeBound, ModeCatch, ModeProve) }

// Bound is the kind of a threshold's limit: its key in thresholds.yaml.
type Bound string

const (
	BoundMin        Bound = "min"
	BoundMax        Bound = "max"
	BoundAbove      Bound = "above"
	BoundBelow      Bound = "below"
	BoundNotWorse   Bound = "not_worse_by"
	BoundBetter     Bound = "better_by"
	BoundRatchet    Bound = "ratchet"
	BoundSuspicious Bound = "suspicious_above"
	BoundDisparity  Bound = "disparity"
	BoundDrift      Bound = "drift"
)

func (Bound) Words() []string {
	return listed(BoundMin, BoundMax, BoundAbove, BoundBelow, BoundNotWorse, BoundBetter, BoundRatchet, BoundSuspicious, BoundDisparity, BoundDrift)
}

// Consequence is what a threshold wants of an answer that is not a pass.
type Consequence string

const (
	Block Consequence = "block"
	Warn  Consequence = "warn"
	Info  Consequence = "info"
)

func (Consequence) Words() []string { return listed(Block, Warn, Info) }

// Rung is the evidence that decided a check, the strongest first; "" where none did.
type Rung string

const (
	RungPerExample Rung = "per_example"
	RungCounts     Rung = "counts"
	RungStderr     Rung = "stderr"
	RungRuns       Rung = "runs"
	RungPoint      Rung = "point"
)

func (Rung) Words() []string {
	return listed("", RungPerExample, RungCounts, RungStderr, RungRuns, RungPoint)
}

// Reason is why a verdict is neither pass nor fail; "" where it is one of them.
type Reason string

const (
	ReasonMissing            Reason = "missing"       // no result of that name
	ReasonNewSlice           Reason = "new_slice"     // of a slice that the baseline has not
	ReasonSliceMissing       Reason = "slice_missing" // no result of a slice that is required, or that the baseline has
	ReasonElsewhere          Reason = "elsewhere"     // of that name, and not of the task, split, variant or file that is asked about
	ReasonVanished           Reason = "vanished"      // of a task, split or variant that the baseline has
	ReasonOnlyClaimed        Reason = "only_claimed"  // somebody states the result; nothing shows it
	ReasonNotANumber         Reason = "not_a_number"
	ReasonAmbiguous          Reason = "ambiguous" // several results of that name disagree
	ReasonBaselineMissing    Reason = "baseline_missing"
	ReasonBaselineNotANumber Reason = "baseline_not_a_number"
	ReasonBaselineStale      Reason = "baseline_stale"
	ReasonNotComparable      Reason = "not_comparable"
	ReasonShowsLess          Reason = "shows_less" // of fewer examples than the baseline, or of an unknown number
	ReasonOutOfRange         Reason = "out_of_range"
	ReasonUnitMismatch       Reason = "unit_mismatch"
	ReasonScaleChanged       Reason = "scale_changed" // a fraction against a percentage
	ReasonEmpty              Reason = "empty"         // of no example
	ReasonBelied             Reason = "belied"        // the values of its examples are those of another result
	ReasonDirectionConflict  Reason = "direction_conflict"
	ReasonWrongFormat        Reason = "wrong_format"
	ReasonWrongDataset       Reason = "wrong_dataset"
	ReasonUnlisted           Reason = "unlisted" // the policy lists its evidence, and the file is none of it
	ReasonUnbound            Reason = "unbound"  // the evidence does not name the model, or not the one that is proposed
	ReasonNoCommit           Reason = "no_commit"
	ReasonStale              Reason = "stale"
	ReasonPartial            Reason = "partial"
	ReasonFailed             Reason = "failed"
	ReasonCached             Reason = "cached"
	ReasonOnTraining         Reason = "on_training" // of the data that the model was trained on
	ReasonTuned              Reason = "tuned"       // the model was chosen by the data that it is judged on
	ReasonReused             Reason = "reused"      // the same evidence as before, for another model
	ReasonUnreadable         Reason = "unreadable"  // the file of columns is not what is asked for
	ReasonInsufficient       Reason = "insufficient"
	ReasonNoUncertainty      Reason = "no_uncertainty" // the question is statistical, and nothing is known of the value's precision
	ReasonNotShown           Reason = "not_shown"      // the interval reaches over the limit
	ReasonUndefined          Reason = "undefined"      // 0/0
	ReasonIgnored            Reason = "ignored"        // a slice that the threshold does not ask about
	ReasonNoBaseline         Reason = "no_baseline"    // the model is new
	ReasonTooMany            Reason = "too_many"       // the thresholds ask more than can be answered
)

func (Reason) Words() []string {
	return listed("", ReasonMissing, ReasonNewSlice, ReasonSliceMissing, ReasonElsewhere, ReasonVanished, ReasonOnlyClaimed, ReasonNotANumber, ReasonAmbiguous, ReasonBaselineMissing, ReasonBaselineNotANumber, ReasonBaselineStale, ReasonNotComparable, ReasonShowsLess, ReasonOutOfRange, ReasonUnitMismatch, ReasonScaleChanged, ReasonEmpty, ReasonBelied, ReasonDirectionConflict, ReasonWrongFormat, ReasonWrongDataset, ReasonUnlisted, ReasonUnbound, ReasonNoCommit, ReasonStale, ReasonPartial, ReasonFailed, ReasonCached, ReasonOnTraining, ReasonTuned, ReasonReused, ReasonUnreadable, ReasonInsufficient, ReasonNoUncertainty, ReasonNotShown, ReasonUndefined, ReasonIgnored, ReasonNoBaseline, ReasonTooMany)
}

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
	LawMeaning       MetricLaw = "meaning"         // a label has one meaning
	LawBenchmarks    MetricLaw = "benchmarks"      // the average over benchmarks is their mean
	LawSign          MetricLaw = "sign"            // the losses of a training have one sign
	LawCheckpoint    MetricLaw = "checkpoint"      // the best epoch has the lowest loss
	LawRoot          MetricLaw = "rmse_mse"        // a root mean squared error is at most the root of the mean squared error
	LawOutcomes      MetricLaw = "outcomes"        // precision and the like are what true and false positives make them
	LawComplement    MetricLaw = "complement"      // what is not right is wrong
)

func (MetricLaw) Words() []string {
	return listed(LawF1, LawErrors, LawCutoff, LawMeanPrecision, LawRouge, LawAttachment, LawHarmonic, LawInterval, LawSpread, LawMeanRange, LawMean, LawSum, LawDifference, LawScale, LawExactMatch, LawShares, LawChange, LawBest,
		LawBounds, LawShareInterval, LawSpreadLimit, LawNoExamples, LawCount, LawFinite, LawDecimalMark, LawFactor, LawPercent, LawUnits, LawFileSize, LawSteps,
		LawRecord, LawLog, LawMargin, LawEntry, LawMatrix, LawShots, LawArrow, LawRecall, LawBalance, LawTally, LawCheckpoint,
		LawNested, LawRepeated, LawEpochs, LawBold, LawUnit, LawMeaning, LawBenchmarks, LawSign, LawRoot, LawOutcomes, LawComplement)
}

// SectionState is what stands under a heading.
type SectionState string

const (
	Filled        SectionState = "filled"
	Empty         SectionState = "empty"
	Placeholder   SectionState = "placeholder"
	NotApplicable SectionState = "not_applicable"
	Unanswered    SectionState = "unanswered" // it is written, and says that nothing is known, or who else says it
)

func (SectionState) Words() []string {
	return listed(Filled, Empty, Placeholder, NotApplicable, Unanswered)
}

// ValueKind is the kind of a metadata value; "" for none.
type ValueKind string

func (ValueKind) Words() []string {
	return []string{"", "null", "bool", "number", "string", "mapping", "sequence"}
}

// WidgetKind is what an example of an input is made of.
type WidgetKind string

const (
	WidgetText     WidgetKind = "text"
	WidgetAudio    WidgetKind = "audio"
	WidgetImage    WidgetKind = "image"
	WidgetQuestion WidgetKind = "question"  // about a text
	WidgetSentence WidgetKind = "sentences" // one, and others to compare with it
	WidgetLabels   WidgetKind = "labels"    // to choose from
	WidgetOther    WidgetKind = "other"
)

func (WidgetKind) Words() []string {
	return listed(WidgetText, WidgetAudio, WidgetImage, WidgetQuestion, WidgetSentence, WidgetLabels, WidgetOther)
}

// FigureBound is how a text means a value that it states.
type FigureBound string

const (
	BoundExact   FigureBound = "exact"
	BoundAbout   FigureBound = "about"
	BoundAtLeast FigureBound = "at_least" // "over 90 %"
	BoundAtMost  FigureBound = "at_most"
)

func (FigureBound) Words() []string {
	return listed(BoundExact, BoundAbout, BoundAtLeast, BoundAtMost)
}

// Topic is what a statement of a card's text is about.
type Topic string

const (
	TopicTitle    Topic = "title"    // the first heading
	TopicModel    Topic = "model"    // what the model is
	TopicTraining Topic = "training" // the data that it was trained on
	TopicPurpose  Topic = "purpose"  // what it is made for
	TopicCode     Topic = "code"     // a model that its code loads
	TopicLanguage Topic = "language" // a label that lists its languages
	TopicVersion  Topic = "version"  // a label with its version
	TopicHardware Topic = "hardware" // on what it was trained, in a label or a sentence
	TopicSplits   Topic = "splits"   // the parts of the data that a sentence about training names
	TopicOverlap  Topic = "overlap"  // periods of the training and the test data, of which the first holds the second
	TopicCall     Topic = "call"     // a task or a class that its code runs the model with
	TopicLoaded   Topic = "loaded"   // a model that its code runs
	TopicImport   Topic = "import"   // a module that its code imports
	TopicNamed    Topic = "named"    // an identifier that its text names
)

func (Topic) Words() []string {
	return listed(TopicTitle, TopicModel, TopicTraining, TopicPurpose, TopicCode, TopicLanguage, TopicVersion, TopicHardware, TopicSplits, TopicOverlap, TopicCall, TopicLoaded, TopicImport, TopicNamed)
}

// Event is what happened on a day that a text states.
type Event string

const (
	EventTrained   Event = "trained"
	EventEvaluated Event = "evaluated"
	EventReleased  Event = "released"
	EventOther     Event = "other"
)

func (Event) Words() []string { return listed(EventTrained, EventEvaluated, EventReleased, EventOther) }

// SlipKind is what is wrong at a place of a card's text.
type SlipKind string

const (
	SlipCount      SlipKind = "count"      // a number of things, and the list of them has another
	SlipRange      SlipKind = "range"      // the first bound is above the second
	SlipRepeated   SlipKind = "repeated"   // a paragraph that is in the text before
	SlipUnfinished SlipKind = "unfinished" // a paragraph that ends within a sentence
	SlipAcronym    SlipKind = "acronym"    // words that are not those of the acronym behind them
	SlipLink       SlipKind = "link"       // the name of a link is not that of what it leads to
	SlipLabels     SlipKind = "labels"     // the meaning of a class, which elsewhere is that of another
	SlipClasses    SlipKind = "classes"    // a class in the settings of a model that has two numbers
	SlipUnlisted   SlipKind = "unlisted"   // a class that a list of the card lacks
	SlipFramework  SlipKind = "framework"  // a framework, with its version
	SlipYear       SlipKind = "year"       // a year of a citation
	SlipPaperYear  SlipKind = "paper_year" // a year of a paper, which its number shows to be younger
	SlipWeekday    SlipKind = "weekday"    // a weekday that the date does not have
	SlipRelease    SlipKind = "release"    // a day of release, where files of the release are of another
	SlipModel      SlipKind = "model"      // the name of another model where the model's own belongs
	SlipBase       SlipKind = "base"       // the name of a base model that is not that of the metadata
	SlipLikened    SlipKind = "likened"    // models of another task, which the text likens this one to
	SlipTokenizer  SlipKind = "tokenizer"  // code loads a tokenizer of another model
	SlipDirection  SlipKind = "direction"  // of a translation, which elsewhere is the other way
	SlipLanguage   SlipKind = "language"   // a language that is not the model's
	SlipUse        SlipKind = "use"        // a use that the text rules out elsewhere
)

func (SlipKind) Words() []string {
	return listed(SlipCount, SlipRange, SlipRepeated, SlipUnfinished, SlipAcronym, SlipLink, SlipLabels, SlipClasses, SlipUnlisted, SlipFramework, SlipYear, SlipPaperYear, SlipWeekday, SlipRelease, SlipModel, SlipBase, SlipLikened, SlipTokenizer, SlipDirection, SlipLanguage, SlipUse)
}

// LinkKind is where a link leads.
type LinkKind string

const (
	LinkRelative LinkKind = "relative"
	LinkAbsolute LinkKind = "absolute"
	LinkAnchor   LinkKind = "anchor"
	LinkMail     LinkKind = "mail"
	LinkOther    LinkKind = "other"
)

func (LinkKind) Words() []string {
	return listed(LinkRelative, LinkAbsolute, LinkAnchor, LinkMail, LinkOther)
}

// LinkState is whether what a link or a reference leads to is there.
type LinkState string

const (
	Found     LinkState = "yes"
	NotFound  LinkState = "no"
	Outside   LinkState = "outside"
	NotLooked LinkState = "unknown"
)

func (LinkState) Words() []string { return listed(Found, NotFound, Outside, NotLooked) }

// ClaimVerdict is what the results say of a metric that a card states; "" where
// nobody has asked.
type ClaimVerdict string

const (
	Agrees         ClaimVerdict = "agrees"
	Contradicts    ClaimVerdict = "contradicts"
	NoEvidence     ClaimVerdict = "no_evidence"
	AmbiguousClaim ClaimVerdict = "ambiguous"
	ClaimNoNumber  ClaimVerdict = "not_a_number"
)

func (ClaimVerdict) Words() []string {
	return listed("", Agrees, Contradicts, NoEvidence, AmbiguousClaim, ClaimNoNumber)
}

// CompletenessState is how much of an evaluation took place.
type CompletenessState string

const (
	Complete CompletenessState = "complete" // all that was planned was measured
	Partial  CompletenessState = "partial"  // fewer examples than the dataset has, or some had no result
	Failed   CompletenessState = "failed"   // the run did not end well, or an example ended in an error
	Unknown  CompletenessState = "unknown"  // the format, or this file, does not say
)

func (CompletenessState) Words() []string { return listed(Complete, Partial, Failed, Unknown) }

// UncertaintyKind is what a file says of a result's precision; "" for nothing.
type UncertaintyKind string

const (
	StdErr UncertaintyKind = "stderr" // standard error of the value
	StdDev UncertaintyKind = "stddev" // spread of whatever Method names; no standard error
	CI95   UncertaintyKind = "ci95"   // interval of 95 % confidence
	CI     UncertaintyKind = "ci"     // interval of another confidence, or of one that is not stated
)

func (UncertaintyKind) Words() []string { return listed("", StdErr, StdDev, CI95, CI) }

// JudgementStatus is the verdict of the tool that wrote an evaluation.
type JudgementStatus string

const (
	Passed  JudgementStatus = "pass"
	NotPass JudgementStatus = "fail"
	Warned  JudgementStatus = "warning"
	Errored JudgementStatus = "error"
	Skipped JudgementStatus = "skipped"
)

func (JudgementStatus) Words() []string { return listed(Passed, NotPass, Warned, Errored, Skipped) }

// Agreement is whether the trial that was chosen is the best of its search.
type Agreement string

const (
	BestChosen   Agreement = "yes"
	OtherIsBest  Agreement = "no"
	BestNotKnown Agreement = "unknown"
)

func (Agreement) Words() []string { return listed(BestChosen, OtherIsBest, BestNotKnown) }

// TableState is how much of a data file was looked at.
type TableState string

const (
	TableScanned TableState = "scanned"
	TablePartly  TableState = "partly"
	TableNames   TableState = "names" // its columns are known, but not all of their values could be read
	TableNot     TableState = "not_scanned"
)

func (TableState) Words() []string { return listed(TableScanned, TablePartly, TableNames, TableNot) }

// WeightsState is whether the model that results are copied from has the same weights.
type WeightsState string

const (
	SameWeights    WeightsState = "same"
	OtherWeights   WeightsState = "other"
	UnknownWeights WeightsState = "unknown"
)

func (WeightsState) Words() []string { return listed(SameWeights, OtherWeights, UnknownWeights) }

// SignatureState is what a signature of a model came to.
type SignatureState string

const (
	SignatureValid      SignatureState = "valid"
	SignatureInvalid    SignatureState = "invalid"
	SignatureUnverified SignatureState = "unverified" // nothing follows from it
)

func (SignatureState) Words() []string {
	return listed(SignatureValid, SignatureInvalid, SignatureUnverified)
}

// Difference is how a file differs from what is signed.
type Difference string

const (
	FileChanged Difference = "changed"
	FileMissing Difference = "missing"
	FileExtra   Difference = "extra" // it is neither signed nor left out
)

func (Difference) Words() []string { return listed(FileChanged, FileMissing, FileExtra) }

// PersonalStatus is how identifiable the people in data are.
type PersonalStatus string

const (
	StatusNone                   PersonalStatus = "none"
	StatusAnonymised             PersonalStatus = "anonymised"
	StatusContextuallyAnonymised PersonalStatus = "contextually-anonymised"
	StatusPseudonymised          PersonalStatus = "pseudonymised"
	StatusIdentifying            PersonalStatus = "identifying"
	StatusSynthetic              PersonalStatus = "synthetic"
	StatusUnknown                PersonalStatus = "unknown"
)

func (PersonalStatus) Words() []string {
	return listed(StatusNone, StatusAnonymised, StatusContextuallyAnonymised, StatusPseudonymised, StatusIdentifying, StatusSynthetic, StatusUnknown)
}

// Pipeline is how data reach the place where models are trained on them.
type Pipeline string

const (
	PipelineBatch      Pipeline = "batch"
	PipelineMicroBatch Pipeline = "micro-batch"
	PipelineStreaming  Pipeline = "streaming"
)

func (Pipeline) Words() []string {
	return listed(PipelineBatch, PipelineMicroBatch, PipelineStreaming)
}

// CredibilityLevel is how far a source of data can be relied on, the most first.
type CredibilityLevel string

const (
	SourceAuthoritative CredibilityLevel = "authoritative" // it is where the facts are made, such as a register
	SourceVerified      CredibilityLevel = "verified"      // somebody compared it with another source
	SourceReputable     CredibilityLevel = "reputable"
	SourceCommunity     CredibilityLevel = "community"
	SourceUnverified    CredibilityLevel = "unverified"
)

func (CredibilityLevel) Words() []string {
	return listed(SourceAuthoritative, SourceVerified, SourceReputable, SourceCommunity, SourceUnverified)
}

// CatalogKind is the kind of catalog or feature store that data are an entry of.
type CatalogKind string

const (
	CatalogBigQuery      CatalogKind = "bigquery"
	CatalogDBT           CatalogKind = "dbt"
	CatalogFeast         CatalogKind = "feast"
	CatalogGlue          CatalogKind = "glue"
	CatalogHiveMetastore CatalogKind = "hive-metastore"
	CatalogUnity         CatalogKind = "unity-catalog"
	CatalogOther         CatalogKind = "other"
)

func (CatalogKind) Words() []string {
	return listed(CatalogBigQuery, CatalogDBT, CatalogFeast, CatalogGlue, CatalogHiveMetastore, CatalogUnity, CatalogOther)
}

func listed[T ~string](words ...T) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return out
}

// HyperparameterName is what a number says of how a model is built or was trained.
type HyperparameterName string

const (
	HyperLayers       HyperparameterName = "layers"
	HyperHidden       HyperparameterName = "hidden size"
	HyperHeads        HyperparameterName = "attention heads"
	HyperKeyValue     HyperparameterName = "key-value heads"
	HyperExperts      HyperparameterName = "experts"
	HyperVocabulary   HyperparameterName = "vocabulary size"
	HyperContext      HyperparameterName = "context length"
	HyperLength       HyperparameterName = "maximum length"    // of what the model was trained on, or is given
	HyperEmbedding    HyperparameterName = "embedding size"    // of what the model returns
	HyperImage        HyperparameterName = "image size"        // in pixels
	HyperClasses      HyperparameterName = "number of classes" // that it tells apart
	HyperSampling     HyperparameterName = "sampling rate"     // in hertz
	HyperEpochs       HyperparameterName = "epochs"
	HyperSteps        HyperparameterName = "training steps"
	HyperRate         HyperparameterName = "learning rate"
	HyperBatch        HyperparameterName = "batch size"
	HyperDeviceBatch  HyperparameterName = "batch size of a device"
	HyperTotalBatch   HyperparameterName = "total batch size"
	HyperEvalBatch    HyperparameterName = "evaluation batch size of a device"
	HyperTotalEval    HyperparameterName = "total evaluation batch size"
	HyperAccumulation HyperparameterName = "gradient accumulation steps"
	HyperDevices      HyperparameterName = "devices"
	HyperDecay        HyperparameterName = "weight decay"
	HyperWarmupSteps  HyperparameterName = "warmup steps"
	HyperWarmupRatio  HyperparameterName = "warmup ratio" // a share of the steps
	HyperSeed         HyperparameterName = "seed"
	HyperRank         HyperparameterName = "LoRA rank"
	HyperAlpha        HyperparameterName = "LoRA alpha"
	HyperLoRADropout  HyperparameterName = "LoRA dropout"
)

func (HyperparameterName) Words() []string {
	return listed(HyperLayers, HyperHidden, HyperHeads, HyperKeyValue, HyperExperts, HyperVocabulary, HyperContext, HyperLength, HyperEmbedding, HyperImage, HyperClasses, HyperSampling,
		HyperEpochs, HyperSteps, HyperRate, HyperBatch, HyperDeviceBatch, HyperTotalBatch, HyperEvalBatch, HyperTotalEval, HyperAccumulation, HyperDevices, HyperDecay, HyperWarmupSteps, HyperWarmupRatio, HyperSeed,
		HyperRank, HyperAlpha, HyperLoRADropout)
}

// Medium is the kind of place that states a hyperparameter.
type Medium string

const (
	MediumSentence Medium = "sentence"
	MediumLabel    Medium = "label" // or a row of a table
	MediumCode     Medium = "code"
	MediumFile     Medium = "file" // of settings, next to the card
)

func (Medium) Words() []string {
	return listed(MediumSentence, MediumLabel, MediumCode, MediumFile)
}

// OfStructure reports whether a hyperparameter is of what a model is built of, of which each
// of its parts may have another.
func (n HyperparameterName) OfStructure() bool {
	switch n {
	case HyperLayers, HyperHidden, HyperHeads, HyperKeyValue, HyperContext, HyperVocabulary, HyperExperts:
		return true
	}
	return false
}

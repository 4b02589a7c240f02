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

package evidence

import (
	"slices"
	"strings"
)

// Evaluation is one record of evaluation results: a file, or a directory that
// a tool writes for one run. Every number is the text of the file, to be compared
// exactly; whole numbers are "" where the file does not say.
type Evaluation struct {
	At           Anchor       `json:"at"`
	Path         string       `json:"path"` // the file; for a directory of files, the directory
	Format       string       `json:"format"`
	SHA256       string       `json:"sha256"`  // of the bytes read, hexadecimal
	Content      string       `json:"content"` // digest of what the file says, hexadecimal: of its values, not of how they are written
	Created      Text         `json:"created"` // when the results were measured: RFC 3339 where the format allows, else as written
	Claimed      bool         `json:"claimed"` // the results are stated; the file is not a record of a run
	Cached       Flag         `json:"cached"`  // some answers came from a cache: latency and cost here measure nothing; absent: the file does not say
	Producer     Producer     `json:"producer"`
	Subject      Subject      `json:"subject"`
	Completeness Completeness `json:"completeness"`
	Results      []Result     `json:"results"`
	Groups       []Group      `json:"groups"`     // tasks that other tasks are summed up in
	Judgements   []Judgement  `json:"judgements"` // what the tool itself decided on
	Trials       Trials       `json:"trials"`     // a search over many candidates
	Examples     []Examples   `json:"examples"`   // where one value for each example can be read (finder.SampleReader)
}

// Producer is what wrote an evaluation.
type Producer struct {
	At      Anchor `json:"at"`
	Tool    string `json:"tool"`    // "" if the file does not say
	Version string `json:"version"` // as written
}

// Subject is what an evaluation says it has measured; "" for what it does not say.
type Subject struct {
	At     Anchor `json:"at"`
	Model  string `json:"model"`  // name
	Digest string `json:"digest"` // of the model: "sha256:…", or a revision by which the tool fetched it
	Commit string `json:"commit"` // of the code
}

// Completeness tells how much of an evaluation took place.
type Completeness struct {
	At       Anchor            `json:"at"`
	State    CompletenessState `json:"state"`
	Reason   string            `json:"reason"`   // for partial and failed
	Expected string            `json:"expected"` // examples planned, or in the dataset
	Observed string            `json:"observed"` // examples measured
	Errors   string            `json:"errors"`   // examples that ended in an error
}

// Result is one metric of one evaluation on one slice. Metric, Task, Dataset,
// Variant and Slice together tell what was measured: results that differ in one
// of them are not comparable.
type Result struct {
	At            Anchor          `json:"at"`
	Metric        string          `json:"metric"`
	Task          string          `json:"task"` // of a harness of many tasks
	Dataset       DatasetRef      `json:"dataset"`
	Variant       []Setting       `json:"variant"` // how it was measured: filter, fewshot, task_version …; by name
	Slice         string          `json:"slice"`   // "class=fraud", "average=macro", several by name with commas between, or "" for the whole
	Direction     Direction       `json:"direction"`
	DirectionFrom DirectionSource `json:"direction_from"`
	Unit          string          `json:"unit"`   // proportion, percent, ms, s, bytes, usd, tokens, count … where the format says, else ""
	Raw           string          `json:"raw"`    // as written
	Value         string          `json:"value"`  // exact decimal, "" if not valid
	Valid         bool            `json:"valid"`  // Raw is a finite number
	N             string          `json:"n"`      // examples that the value is a mean or a share of, "" if that is not known
	NFrom         string          `json:"n_from"` // file, recovered (from the standard error of a proportion, exactly), or ""
	K             string          `json:"k"`      // of the n, those that a proportion is of; "" if that is not known exactly
	Mean          bool            `json:"mean"`   // the format or the file says that the value is the plain mean over the examples
	Uncertainty   Uncertainty     `json:"uncertainty"`
	Runs          []string        `json:"runs"`    // values of repeated runs, exact decimals in the order of the file
	Claimed       bool            `json:"claimed"` // as of the evaluation, or of this result alone
}

// DatasetRef is the data that a result was measured on, as far as the file says.
type DatasetRef struct {
	Name     string `json:"name"`
	Split    string `json:"split"`
	Digest   string `json:"digest"`
	Revision string `json:"revision"`
}

// Setting is one condition under which a result was measured.
type Setting struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Uncertainty is what the file says of a result's precision.
type Uncertainty struct {
	At     Anchor          `json:"at"` // the result's place where there is none
	Kind   UncertaintyKind `json:"kind"`
	Value  string          `json:"value"`  // exact decimal, "" for an interval or if Raw is not a finite number
	Raw    string          `json:"raw"`    // as written: "N/A" is one
	Low    string          `json:"low"`    // of an interval
	High   string          `json:"high"`   // of an interval
	Method string          `json:"method"` // as the file names it
}

// Group is a task whose results sum up those of others.
type Group struct {
	At      Anchor `json:"at"`
	Name    string `json:"name"`
	Members []Item `json:"members"`
}

// Judgement is the verdict of the tool that wrote the evaluation, by bounds of
// its own. It is evidence like any other: modelgate's verdict is another thing.
type Judgement struct {
	At     Anchor          `json:"at"`
	Name   string          `json:"name"`
	Slice  string          `json:"slice"`
	Status JudgementStatus `json:"status"`
	Raw    string          `json:"raw"` // as written
	Reason string          `json:"reason"`
}

// Trials are a search over candidates: which was chosen, and whether by what it
// was measured on.
type Trials struct {
	At        Anchor    `json:"at"`
	Present   bool      `json:"present"`
	Metric    Text      `json:"metric"`    // that the search declares to decide by
	Direction Direction `json:"direction"` // higher, lower, or ""
	Split     string    `json:"split"`     // train, validation, test …: of the declared metric, "" if not known
	Total     string    `json:"total"`
	Failed    string    `json:"failed"`   // trials without a finite value, or whose status is not success
	Selected  Text      `json:"selected"` // the trial that the file marks as chosen
	Best      Text      `json:"best"`     // the best by the metric; absent if direction or values are unknown
	Agrees    Agreement `json:"agrees"`
}

// Examples is a source of one value for each example.
type Examples struct {
	At     Anchor `json:"at"`
	Path   string `json:"path"`
	Format string `json:"format"`
	Task   string `json:"task"` // "" if it holds those of all tasks
}

// Set adds a condition; one without a value is not said.
func (r *Result) Set(name, value string) {
	if value == "" {
		return
	}
	r.Variant = append(r.Variant, Setting{Name: name, Value: value})
	slices.SortStableFunc(r.Variant, func(a, b Setting) int { return strings.Compare(a.Name, b.Name) })
}

// Counted takes a number of examples, and where it is from.
func (r *Result) Counted(n, from string) {
	if n != "" {
		r.N, r.NFrom = n, from
	}
}

// Setting is the value of the named condition of the variant, or "".
func (r Result) Setting(name string) string {
	for _, s := range r.Variant {
		if s.Name == name {
			return s.Value
		}
	}
	return ""
}

// FormatMLflow is one run of MLflow as mlflow-export-import writes it
// ({"mlflow": {info, params, metrics, tags}}) or as the REST API gives it
// ({"run": {info, data}}; mlflow.org, REST API, runs/get).
const FormatMLflow = "mlflow-run"

// Incomplete is an evaluation that says of itself that it measured a part of its data, or that
// it did not end well. No check judges any of its results, and no whole run has them too.
type Incomplete struct {
	At     Anchor            `json:"at"` // where the file says so
	Path   string            `json:"path"`
	State  CompletenessState `json:"state"`
	Reason string            `json:"reason"` // in words
}

// Impossible is a value that cannot be next to others, by the definitions of their metrics.
type Impossible struct {
	At      Anchor    `json:"at"`
	Law     MetricLaw `json:"law"`
	Claimed bool      `json:"claimed"` // a card, or a file that is not a record of a run, states it
	Value   Stated    `json:"value"`
	Others  []Stated  `json:"others"`
}

// StatedList is what is stated together, of one evaluation.
type StatedList struct {
	Results []Stated `json:"results"`
}

// Stated is a value as it is written.
type Stated struct {
	At     Anchor `json:"at"`
	Metric string `json:"metric"`
	Raw    string `json:"raw"`
}

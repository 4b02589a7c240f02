package config

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// What a threshold has when neither it nor the defaults of the file say
// otherwise: the choices that the schema describes as default.
const (
	DefaultConfidence = "0.95"
	Block             = "block"
	Point             = "point"
	MergeBase         = "merge_base"
	FirstModel        = "first_model"
	defaultBins       = 10
	Wilson            = "wilson"
	Exact             = "exact"
)

// Threshold is what is demanded of one metric: bounds, comparisons with the
// baseline, and how far the groups of a property may be apart. Numbers are
// decimal literals as written, "" where not given; what the file's defaults say
// is filled in.
type Threshold struct {
	ID         string
	Models     []string // globs over model ids; empty for all
	Evaluation string   // glob over the file, below the model's directory
	Evidence   string   // id of an entry of evidence, "" for any file
	Metric     string
	Task       string
	Dataset    string
	Split      string
	Variant    []Setting
	Slice      string
	Slices     *Slices
	Unit       string

	Min, Max, Above, Below string
	Require                string // point, bound
	Interval               string // wilson, exact: of a share, with Require
	NotWorse               string // "0.01", or "2%" of the baseline
	And                    string
	Better                 string
	Ratchet                string // like NotWorse, of the best so far
	Mode                   string // point, catch, prove
	Suspicious             string
	Direction              string // higher, lower
	Baseline               string // a number to compare with
	Disparity              *Disparity
	Drift                  *Drift

	Exception *Exception // that is in force, and counted in already; nil for none

	Confidence     string
	MinSamples     string
	OnInsufficient string // block, warn
	Correction     string // holm, none
	Severity       string // block, warn, info
	At             finding.Position
}

// Setting is one condition that a result must have been measured under.
type Setting struct{ Name, Value string }

// Slices speaks of every slice by one property.
type Slices struct {
	By       string
	Required []string
	Others   string // all, ignore
}

// Disparity bounds how far groups may be apart.
type Disparity struct {
	By, Measure, Min, Max string
	Required              []string
	MinSamples            string
}

// Drift bounds how far columns of data may have moved. The metric of its
// threshold is the measure.
type Drift struct {
	Measure   string // psi, js, ks
	Columns   []string
	File      string // below the model's directory
	Reference string // SameFile, or a file of the base below the model's directory
	Bins      int
	Max       string
}

// SameFile is the reference that is the file of the baseline.
const SameFile = "baseline"

// Baseline is what results are compared with.
type Baseline struct {
	Source      string // merge_base, promoted, file
	Environment string // of promoted
	File        string // glob below the model's directory
	OnMissing   string // first_model, fail
	MaxAge      string // "30d", "" for any
	Comparable  []string
}

// Evidence is what a file of results must state to count.
type Evidence struct {
	ID, Path, Format                         string
	DatasetName, DatasetSplit, DatasetDigest string
	ModelDigest, Commit, AllowPartial        bool
	Latest                                   bool   // of its files, those with the newest date count
	MaxAge                                   string // "30d", "" for any
	At                                       finding.Position
}

// For reports whether the threshold speaks of the model.
func (t Threshold) For(model string) bool {
	return len(t.Models) == 0 || slices.ContainsFunc(t.Models, func(g string) bool { return source.Match(g, model) })
}

// Days reads "30d".
func Days(s string) (time.Duration, bool) {
	n, err := strconv.Atoi(strings.TrimSuffix(s, "d"))
	return time.Duration(n) * 24 * time.Hour, err == nil && s != ""
}

func decodeThresholds(c *Config, d *document.Document) []finding.Finding {
	found := decodeBaseline(c, d)
	found = append(found, decodeEvidence(c, d)...)
	defaults := d.Root.Get("defaults")
	seen := map[string]finding.Position{}
	for _, t := range c.Thresholds { // of policy sources above
		seen[t.ID] = t.At
	}
	for i, n := range children(d.Root.Get("thresholds")) {
		at := document.Pointer("thresholds", fmt.Sprint(i))
		t := decodeThreshold(n, defaults)
		t.At = d.At(at + "/id")
		t.At.Pointer = at
		for j, g := range children(n.Get("models")) {
			found = append(found, checkGlob(d, document.Pointer("thresholds", fmt.Sprint(i), "models", fmt.Sprint(j)), g.Value)...)
			t.Models = append(t.Models, g.Value)
		}
		found = append(found, contradictions(c, d, at, t)...)
		if first, ok := seen[t.ID]; ok {
			f := problem(d, at+"/id", fmt.Sprintf("duplicate threshold id %q", t.ID), "Give each threshold a unique id.")
			f.Related = []finding.Related{{Message: "the first one", At: first}}
			found = append(found, f)
		}
		seen[t.ID] = t.At
		c.Thresholds = append(c.Thresholds, t)
	}
	if len(c.Thresholds) == 0 { // a policy that asks nothing would look like one that everything meets
		found = append(found, problem(d, "/thresholds", "the file has no threshold to check", "Add a threshold, or remove the file."))
	}
	return append(found, decodeExceptions(c, d)...)
}

func decodeThreshold(n, defaults *document.Node) Threshold {
	set := func(key, otherwise string) string { return cmp.Or(text(n, key), text(defaults, key), otherwise) }
	t := Threshold{
		ID: text(n, "id"), Evaluation: text(n, "evaluation"), Evidence: text(n, "evidence"), Metric: text(n, "metric"),
		Task: text(n, "task"), Dataset: text(n, "dataset"), Split: text(n, "split"), Slice: text(n, "slice"), Unit: text(n, "unit"),
		Min: text(n, "min"), Max: text(n, "max"), Above: text(n, "above"), Below: text(n, "below"), Require: set("require", Point), Interval: cmp.Or(text(n, "interval"), Wilson),
		NotWorse: text(n, "not_worse_by"), And: text(n, "and"), Better: text(n, "better_by"), Ratchet: text(n, "ratchet"), Mode: set("mode", Point),
		Suspicious: text(n, "suspicious_above"), Direction: text(n, "direction"), Baseline: text(n, "baseline"),
		Confidence: set("confidence", DefaultConfidence), MinSamples: set("min_samples", ""), OnInsufficient: set("on_insufficient", Block),
		Correction: cmp.Or(text(defaults, "correction"), "holm"), Severity: cmp.Or(text(n, "severity"), Block),
	}
	for _, v := range children(n.Get("variant")) {
		t.Variant = append(t.Variant, Setting{v.Key, v.Value})
	}
	slices.SortFunc(t.Variant, func(a, b Setting) int { return cmp.Compare(a.Name, b.Name) })
	if s := n.Get("slices"); s != nil {
		t.Slices = &Slices{By: text(s, "by"), Required: words(s, "required"), Others: cmp.Or(text(s, "others"), "all")}
	}
	if s := n.Get("disparity"); s != nil {
		t.Disparity = &Disparity{By: text(s, "by"), Measure: text(s, "measure"), Min: text(s, "min"), Max: text(s, "max"),
			Required: words(s, "required"), MinSamples: cmp.Or(text(s, "min_samples"), t.MinSamples)}
	}
	if s := n.Get("drift"); s != nil {
		t.Drift = &Drift{Measure: text(s, "measure"), Columns: words(s, "columns"), File: text(s, "file"), Reference: cmp.Or(text(s, "reference"), SameFile), Max: text(s, "max")}
		t.Drift.Bins = defaultBins
		whole(s.Get("bins"), &t.Drift.Bins)
		t.Metric, t.Direction = t.Drift.Measure, "lower"
	}
	return t
}

func words(n *document.Node, key string) []string {
	var out []string
	for _, c := range children(n.Get(key)) {
		out = append(out, c.Value)
	}
	return out
}

// withDrift are the words that a threshold on drift may have.
var withDrift = []string{"id", "models", "drift", "min_samples", "on_insufficient", "severity"}

// contradictions are what no result can meet, and what a threshold says that
// nothing heeds.
func contradictions(c *Config, d *document.Document, at string, t Threshold) []finding.Finding {
	var found []finding.Finding
	say := func(key, message, help string) { found = append(found, problem(d, at+key, message, help)) }
	for _, pair := range [][2]string{{t.Min, t.Max}, {t.Above, t.Max}, {t.Min, t.Below}, {t.Above, t.Below}} {
		low, ok1 := new(big.Rat).SetString(pair[0])
		high, ok2 := new(big.Rat).SetString(pair[1])
		strict := pair[0] == t.Above || pair[1] == t.Below
		if ok1 && ok2 && (low.Cmp(high) > 0 || low.Cmp(high) == 0 && strict) {
			say("/max", fmt.Sprintf("no value can satisfy both min %s and max %s", pair[0], pair[1]), "Put min below max.")
			break
		}
	}
	known := func(e Evidence) bool { return e.ID == t.Evidence }
	if t.Evidence != "" && !slices.ContainsFunc(c.Evidence, known) {
		var ids []string
		for _, e := range c.Evidence {
			ids = append(ids, e.ID)
		}
		say("/evidence", fmt.Sprintf("unknown evidence %q%s", t.Evidence, finding.DidYouMean(t.Evidence, ids)), "Use the id of an entry of evidence.")
	}
	if t.Slice != "" && t.Slices != nil {
		say("/slices", "slice and slices cannot both be set", "Remove slice or slices.")
	}
	if t.Disparity != nil {
		bound := map[string]string{"ratio": t.Disparity.Min, "difference": t.Disparity.Max}[t.Disparity.Measure]
		if bound == "" || t.Disparity.Min != "" && t.Disparity.Max != "" {
			say("/disparity", "a ratio requires min only, and a difference requires max only", "Set min for a ratio, or max for a difference.")
		}
	}
	if t.Interval == Exact && t.Require == Point {
		say("/interval", "interval has no effect without require: bound", "Add require: bound, or remove interval.")
	}
	words := d.Lookup(at)
	if words.Get("mode") != nil && t.NotWorse+t.Better == "" && t.Disparity == nil && t.Drift == nil {
		say("/mode", "mode has no effect: the threshold has no not_worse_by, better_by or disparity", "Add not_worse_by, better_by or disparity. For a bound, use require: bound.")
	}
	if words.Get("require") != nil && t.Min+t.Max+t.Above+t.Below == "" && t.Drift == nil {
		say("/require", "require applies to min, max, above and below, but the threshold has no such bound", "Add a bound. For a change, use mode: prove.")
	}
	if t.Drift != nil {
		for _, word := range d.Lookup(at).Children {
			if !slices.Contains(withDrift, word.Key) {
				say("/"+word.Key, fmt.Sprintf("%s has no effect in a drift threshold", word.Key), "Move it to a separate threshold. Keys allowed with drift: "+strings.Join(withDrift, ", ")+".")
			}
		}
		for _, key := range []string{"file", "reference"} {
			if name := map[string]string{"file": t.Drift.File, "reference": t.Drift.Reference}[key]; slices.Contains(strings.Split(name, "/"), "..") {
				say("/drift/"+key, "the file must be inside the model's directory", "Use a path without `..`.")
			}
		}
	}
	if t.Evaluation != "" {
		found = append(found, checkGlob(d, at+"/evaluation", t.Evaluation)...)
	}
	return found
}

func decodeBaseline(c *Config, d *document.Document) []finding.Finding {
	n := d.Root.Get("baseline")
	if n == nil {
		return nil
	}
	c.Baseline = Baseline{Source: cmp.Or(text(n, "source"), MergeBase), Environment: text(n, "environment"), File: text(n, "file"),
		OnMissing: cmp.Or(text(n, "on_missing"), FirstModel), MaxAge: text(n, "max_age")}
	for _, k := range children(n.Get("comparable")) {
		c.Baseline.Comparable = append(c.Baseline.Comparable, k.Value)
	}
	var found []finding.Finding
	if b := c.Baseline; (b.Source == "promoted") != (b.Environment != "") {
		found = append(found, problem(d, "/baseline", "source: promoted and environment must be set together", "Set environment to the environment of the promoted baseline, with source: promoted."))
	}
	if b := c.Baseline; (b.Source == "file") != (b.File != "") {
		found = append(found, problem(d, "/baseline", "source: file and file must be set together", "Set file to the path of the baseline in the base commit, with source: file."))
	} else if b.File != "" {
		found = append(found, checkGlob(d, "/baseline/file", b.File)...)
	}
	return found
}

func decodeEvidence(c *Config, d *document.Document) []finding.Finding {
	var found []finding.Finding
	seen := map[string]bool{}
	for _, e := range c.Evidence { // of policy sources above
		seen[e.ID] = true
	}
	for i, n := range children(d.Root.Get("evidence")) {
		at := document.Pointer("evidence", fmt.Sprint(i))
		dataset := n.Get("dataset")
		e := Evidence{ID: text(n, "id"), Path: text(n, "path"), Format: text(n, "format"),
			DatasetName: text(dataset, "name"), DatasetSplit: text(dataset, "split"), DatasetDigest: text(dataset, "digest"),
			ModelDigest: text(n, "model_digest") == "required", Commit: text(n, "commit") == "required",
			AllowPartial: text(n, "partial") == "allow", Latest: text(n, "latest") == "true", MaxAge: text(n, "max_age"), At: d.At(at)}
		found = append(found, checkGlob(d, at+"/path", e.Path)...)
		if seen[e.ID] {
			found = append(found, problem(d, at+"/id", fmt.Sprintf("duplicate evidence id %q", e.ID), "Give each entry a unique id."))
		}
		seen[e.ID] = true
		c.Evidence = append(c.Evidence, e)
	}
	return found
}

package evaluation

import (
	"cmp"
	"math/big"
	"slices"
	"strings"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// Claims holds each metric that a card states against the results. A claim
// agrees with a result that it could have been written from: rounded or cut to
// the claim's own decimal places, as a fraction or as a percentage.
func Claims(claims []evidence.Claim, evaluations []evidence.Evaluation) []evidence.Claim {
	out := make([]evidence.Claim, len(claims))
	if len(claims) == 0 {
		return out
	}
	x := newIndex(evaluations)
	for i, c := range claims {
		out[i] = x.claim(c)
	}
	resting := restingOn(out)
	for i, c := range out {
		if c.Verdict == evidence.Contradicts && x.ofOther(c, resting[use{c.Evidence.At, claimCalled(c).metric}]) {
			out[i].Verdict, out[i].Evidence, out[i].Kin = evidence.NoEvidence, evidence.Text{At: c.At}, namesOf(c, slices.DeleteFunc(slices.Clone(x.find(c).all), func(m measured) bool { return m.result.Metric == c.Metric }))
		}
	}
	return out
}

// use is a result, by its place, as one metric.
type use struct {
	at     evidence.Anchor
	metric string
}

// data is what of its data a claim names.
type data struct{ dataset, config, split, part string }

func dataOf(c evidence.Claim) data {
	return data{plain(c.Dataset), plain(c.Config), plain(c.Split), claimCalled(c).part}
}

// restingOn collects the data of the claims that agree with each result.
func restingOn(claims []evidence.Claim) map[use]map[data]bool {
	out := map[use]map[data]bool{}
	for _, c := range claims {
		if c.Verdict != evidence.Agrees {
			continue
		}
		u := use{c.Evidence.At, claimCalled(c).metric}
		if out[u] == nil {
			out[u] = map[data]bool{}
		}
		out[u][dataOf(c)] = true
	}
	return out
}

// ofOther reports whether the result that contradicts a claim is the one that
// claims of other data rest on: a result that names no data is of one dataset only.
func (x index) ofOther(c evidence.Claim, resting map[data]bool) bool {
	if part := claimCalled(c).part; part != "" && part == x.parts[c.Evidence.At] {
		return false
	}
	others := len(resting)
	if resting[dataOf(c)] {
		others--
	}
	return others > 0 && !x.named[c.Evidence.At]
}

// measured is a result that claims can be held against.
type measured struct {
	result evidence.Result
	value  *big.Rat
	rough  float64 // the value, to tell at little cost what is far from it
	places int     // decimal places that the value is written with
	data   string  // the plain name of its dataset, else of its task
	split  string  // the plain name
	called
}

// index finds results by the name that a claim gives them.
type index struct {
	whole map[string][]measured      // by the metric's name
	last  map[string][]measured      // by the last part of a dotted name
	kin   map[string][]measured      // by the metric alone
	named map[evidence.Anchor]bool   // the result says of what data it is
	parts map[evidence.Anchor]string // of the data, that results are of
	found map[sought]held            // what was looked for already
}

// sought is what of a claim find depends on.
type sought struct {
	metric, average, slice, dataset, kind, split string
	called
}

// newIndex leaves out what is itself only stated: a claim is no evidence for
// another.
func newIndex(evaluations []evidence.Evaluation) index {
	x := index{map[string][]measured{}, map[string][]measured{}, map[string][]measured{}, map[evidence.Anchor]bool{}, map[evidence.Anchor]string{}, map[sought]held{}}
	for _, e := range evaluations {
		for _, r := range e.Results {
			value, err := parse(r.Value)
			if e.Claimed || r.Claimed || !r.Valid || err != nil {
				continue
			}
			m := measured{result: r, value: value, places: places(r.Value), data: plain(cmp.Or(r.Dataset.Name, r.Task)), split: plain(r.Dataset.Split), called: resultCalled(r)} // a harness calls a dataset by its task
			m.part = cmp.Or(m.part, partOfFile(e.Path))
			m.rough, _ = value.Float64()
			x.named[r.At] = r.Dataset.Name != "" || r.Task != ""
			x.parts[r.At], x.kin[m.metric] = m.part, append(x.kin[m.metric], m)
			x.whole[plain(r.Metric)] = append(x.whole[plain(r.Metric)], m)
			if i := strings.LastIndexByte(r.Metric, '.'); i >= 0 {
				last := plain(r.Metric[i+1:])
				x.last[last] = append(x.last[last], m)
			}
		}
	}
	return x
}

// find lists the results that a claim speaks of: those of its very name, and
// only if there are none, those whose dotted name ends in it. One of another
// slice, dataset or split is another number: it neither bears nor contradicts
// the claim. A claim that leaves open how it was averaged, of a metric of which
// there is no whole, is about any of the averages.
func (x index) find(c evidence.Claim) held {
	name, average := averaged(c)
	q := sought{plain(name), average, c.Slice, plain(c.Dataset), plain(c.DatasetType), plain(c.Split), claimCalled(c)}
	found, known := x.found[q]
	if !known {
		if found = newHeld(x.look(c, q)); len(found.all) == 0 {
			found = x.kinOf(c, q)
		}
		x.found[q] = found
	}
	return found
}

func (x index) look(c evidence.Claim, q sought) []measured {
	average := q.average
	for _, sliced := range []func(string) bool{
		func(slice string) bool { return sameSlice(c, average, slice) },
		func(slice string) bool { return c.Slice == "" && average == "" && strings.HasPrefix(slice, "average=") },
		func(slice string) bool {
			return average == "" && slice == "" && slices.Contains(wholeWords, plain(c.Slice))
		},
	} {
		for _, named := range [][]measured{x.whole[q.metric], x.last[q.metric]} {
			var found []measured
			for i := range named {
				if m := &named[i]; !isApart(q.part, m.part) && q.sameData(m) && sliced(m.result.Slice) {
					found = append(found, *m)
				}
			}
			if len(found) > 0 {
				return found
			}
		}
	}
	return nil
}

// sameData reports whether a result may be of the data that a claim speaks of.
// What either of them leaves open does not tell them apart.
func (q *sought) sameData(m *measured) bool {
	known := sameName(q.dataset, m.data) || q.kind != "" && sameName(q.kind, m.data)
	return known && sameName(q.split, m.split)
}

// sameSlice: a claim that names no slice and no average is about the whole.
func sameSlice(c evidence.Claim, average, slice string) bool {
	switch _, value, _ := strings.Cut(slice, "="); {
	case c.Slice != "":
		return slice != "" && (plain(slice) == plain(c.Slice) || plain(value) == plain(c.Slice))
	case average != "":
		return slice == "average="+average
	}
	return slice == ""
}

// wholeWords are what claims call the whole by, where their format has a place for a slice.
var wholeWords = []string{"overall", "all", "total", "whole", "entire", "full", "global", "aggregate", "everything", "alldata", "fulldataset", "wholedataset", "entiredataset", "none", "unsliced"}

// averages are the ways of averaging over classes (scikit-learn, f1_score).
var averages = []string{"macro", "micro", "weighted", "samples"}

// averaged is a claim's metric without the words on how it was averaged, and how
// it was: by its args (average: macro), else by a word of its type or name
// (f1_macro, "F1 (macro)").
func averaged(c evidence.Claim) (metric, average string) {
	for _, a := range c.Args {
		if value := strings.ToLower(a.Value); strings.EqualFold(a.Name, "average") && slices.Contains(averages, value) {
			return c.Metric, value
		}
	}
	words := func(s string) []string {
		return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	}
	of := words(c.Metric)
	for _, word := range append(slices.Clone(of), words(c.MetricName)...) {
		if slices.Contains(averages, word) && len(of) > 0 {
			if rest := slices.DeleteFunc(of, func(w string) bool { return w == word || w == "avg" || w == "average" }); len(rest) > 0 {
				return strings.Join(rest, "_"), word
			}
			return c.Metric, ""
		}
	}
	return c.Metric, ""
}

// sameName reports whether two plain names may be of one thing: either is not
// given, or one is a part of the other, as glue is of nyu-mll/glue.
func sameName(a, b string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	return strings.Contains(a, b) // the empty name is a part of every other
}

func (x index) claim(c evidence.Claim) evidence.Claim {
	literal, percent := stated(c.Raw)
	value, err := parse(literal)
	if err != nil {
		c.Valid, c.Value, c.Verdict = false, "", evidence.ClaimNoNumber
		return c
	}
	c.Valid, c.Value, c.Verdict, c.Kin = true, jsonLiteral(literal), evidence.NoEvidence, evidence.Text{At: c.At}
	found := x.find(c)
	if len(found.all) == 0 {
		if c = x.unqualified(c, found.likely, value, percent); c.Verdict == evidence.NoEvidence {
			c.Kin = namesOf(c, found.kin)
		}
		return c
	}
	c.Verdict, c.Evidence = evidence.Contradicts, found.all[0].evidence()
	if found.differ {
		c.Verdict = evidence.AmbiguousClaim
	}
	for _, i := range found.near(value, places(literal)) {
		if m := found.all[i]; agrees(value, m, places(literal), percent || c.Unit == "%") {
			c.Verdict, c.Evidence = evidence.Agrees, m.evidence()
			return c
		}
	}
	if strings.ContainsAny(c.Raw[:min(len(c.Raw), 3)], "~≈") {
		return found.roughly(c, value)
	}
	return c
}

var qualifiedName = pattern.New(`^(.*[^\s(])\s*\(([^()]+)\)$`)

// unqualified holds a claim whose name ends in a remark, such as "Recall (fraud)" or
// "PR-AUC (average precision)", against the results without it, and against those that may be
// of what it names. Either may be of something else, so only a result that agrees is one of the claim's.
func (x index) unqualified(c evidence.Claim, likely *held, value *big.Rat, percent bool) evidence.Claim {
	literal, _ := stated(c.Raw)
	var of []held
	if likely != nil {
		of = append(of, *likely)
	}
	if m := qualifiedName.FindStringSubmatch(c.Metric); m != nil {
		plainer := c
		plainer.Metric, plainer.MetricName = m[1], m[1]
		of = append(of, x.find(plainer))
	}
	for _, found := range of {
		for _, i := range found.near(value, places(literal)) {
			if r := found.all[i]; agrees(value, r, places(literal), percent || c.Unit == "%") {
				c.Verdict, c.Evidence = evidence.Agrees, r.evidence()
				return c
			}
		}
	}
	return c
}

// stated is the number in what a card states: before a percent sign, and before
// the spread that may follow it, as in "20.0 ± 1.2" (huggingface/huggingface_hub,
// EvalResult.metric_value).
func stated(raw string) (literal string, percent bool) {
	raw = strings.TrimLeft(raw, "~≈ ")
	for _, sign := range []string{"±", "+/-", "+-"} {
		number, spread, ok := strings.Cut(raw, sign)
		spread, percentBehind := strings.CutSuffix(strings.TrimSpace(spread), "%")
		if _, err := parse(strings.TrimSpace(spread)); ok && err == nil {
			raw, percent = number, percentBehind
			break
		}
	}
	literal, sign := strings.CutSuffix(strings.TrimSpace(raw), "%")
	return strings.TrimSpace(literal), percent || sign
}

// jsonLiteral writes a literal that parse accepts as JSON has numbers: no plus
// sign, one digit before the point and one behind it.
func jsonLiteral(literal string) string {
	mantissa, exponent, scientific := strings.Cut(strings.ToLower(literal), "e")
	digits := strings.TrimLeft(mantissa, "+-")
	whole, fraction, _ := strings.Cut(digits, ".")
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	out := whole
	if fraction != "" {
		out += "." + fraction
	}
	if strings.HasPrefix(mantissa, "-") {
		out = "-" + out
	}
	if scientific {
		out += "e" + exponent
	}
	return out
}

// agrees reports whether stated is a result's value, rounded or cut to a number
// of decimal places, or the result is the stated value, rounded. A fraction may be
// stated as its percentage and the other way round, unless a unit tells.
func agrees(stated *big.Rat, m measured, places int, percent bool) bool {
	hundred := big.NewRat(100, 1)
	scales := []*big.Rat{m.value}
	if m.result.Unit != "percent" {
		scales = append(scales, new(big.Rat).Mul(m.value, hundred))
	}
	if m.result.Unit != "proportion" && !percent && (m.result.Unit == "percent" || new(big.Rat).Abs(m.value).Cmp(big.NewRat(1, 1)) > 0) {
		scales = append(scales, new(big.Rat).Quo(m.value, hundred)) // a percentage, stated as a fraction
	}
	if percent && m.result.Unit == "proportion" {
		scales = scales[1:]
	}
	unit := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil))
	half := new(big.Rat).Mul(unit, big.NewRat(1, 2))
	for _, v := range scales {
		over := new(big.Rat).Sub(v, stated) // how much was taken away
		// Rounding keeps at least one digit of the value: 0.81 is never 1.
		rounded := new(big.Rat).Abs(over).Cmp(half) <= 0 && (new(big.Rat).Abs(v).Cmp(unit) >= 0 || over.Sign() == 0)
		magnitude := new(big.Rat).Sub(new(big.Rat).Abs(v), new(big.Rat).Abs(stated))
		cut := v.Sign()*stated.Sign() >= 0 && magnitude.Sign() >= 0 && magnitude.Cmp(unit) < 0
		if rounded || cut || m.isRoundedFrom(stated, v) {
			return true
		}
	}
	return false
}

// isRoundedFrom reports whether a result, whose value at some scale is v, may be written
// from a stated value with more digits: a report is often rounded further than a card.
// It has at least two digits of its own, so that 0.9 is no evidence for 0.94.
func (m measured) isRoundedFrom(stated, v *big.Rat) bool {
	digits := strings.TrimLeft(strings.NewReplacer(".", "", "-", "", "+", "").Replace(m.result.Value), "0")
	if m.places == 0 || m.places > finest || len(digits) < 2 || strings.ContainsAny(m.result.Value, "eE") {
		return false
	}
	half := big.NewRat(1, 2)
	half.Quo(half, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(m.places)), nil)))
	half.Mul(half, new(big.Rat).Quo(v, m.value)).Abs(half)
	return new(big.Rat).Abs(new(big.Rat).Sub(stated, v)).Cmp(half) <= 0
}

// synonyms are the names of one metric, without separators. Those of the table of metrics
// (policies/data/metrics.yaml, aliases) are among them.
var synonyms = map[string]string{
	"acc": "accuracy", "accuracyscore": "accuracy", "f1score": "f1", "fmeasure": "f1", "precisionscore": "precision", "recallscore": "recall",
	"auroc": "rocauc", "auc": "rocauc", "aucroc": "rocauc", "rocaucscore": "rocauc", "areaunderroccurve": "rocauc",
	"r²": "r2", "r^2": "r2", "r2score": "r2", "r²score": "r2", "rsquared": "r2", "rsquare": "r2", "rsq": "r2", "coefficientofdetermination": "r2",
	"meanabsoluteerror": "mae", "meansquarederror": "mse", "rootmeansquarederror": "rmse", "meanabsolutepercentageerror": "mape",
	"worderrorrate": "wer", "worderror": "wer", "charactererrorrate": "cer", "charactererror": "cer", "em": "exactmatch", "ppl": "perplexity", "matthewscorrelation": "mcc", "matthewscorrcoef": "mcc",
}

var separators = strings.NewReplacer("_", "", "-", "", " ", "")

// plain is a metric's name without case, separators, and the prefix that the
// transformers trainer puts before the metrics of a data split.
func plain(name string) string {
	name = strings.ToLower(name)
	for _, split := range []string{"eval_", "test_", "predict_"} {
		if rest, ok := strings.CutPrefix(name, split); ok && rest != "" {
			name = rest
			break
		}
	}
	name = separators.Replace(name)
	if s, ok := synonyms[name]; ok {
		return s
	}
	return name
}

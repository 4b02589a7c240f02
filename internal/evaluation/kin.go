package evaluation

import (
	"cmp"
	"math"
	"math/big"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// called is what a name of a metric says: which metric, on which part of the data, and how it was
// averaged over the classes.
type called struct {
	metric, part, average string
	isEval                bool
}

// partWords are the words of names for the parts of the data that are never one another. What a
// trainer calls eval may be any of them.
var partWords = map[string]string{
	"test": "test", "testing": "test", "holdout": "test", "heldout": "test", "val": "validation", "valid": "validation", "validation": "validation", "dev": "validation",
	"train": "training", "training": "training",
}

// sayNothing are words beside a metric that tell it from no other.
var sayNothing = []string{"overall", "final", "score", "scores", "set", "split", "data", "metrics", "results", "on", "the", "evaluation", "predict", "%", "model"}

// kinSynonyms are the names of metrics that are one number, or are computed as one, beside synonyms.
var kinSynonyms = map[string]string{
	"aucpr": "prauc", "auprc": "prauc", "averageprecision": "prauc", "avgprecision": "prauc", "areaunderprecisionrecallcurve": "prauc", "balancedacc": "balancedaccuracy",
	"top1": "top1accuracy", "top1acc": "top1accuracy", "acc1": "top1accuracy", "acc@1": "top1accuracy", "accuracytop1": "top1accuracy",
	"top5": "top5accuracy", "top5acc": "top5accuracy", "acc5": "top5accuracy", "acc@5": "top5accuracy", "accuracytop5": "top5accuracy",
}

// metricSigns are signs that do not belong to words, and those that people write for two words.
var metricSigns = strings.NewReplacer("²", "2", "^2", "2", "*", "", "`", "", "held-out", "heldout", "hold-out", "holdout")

// wordsOf are the words of a name, in lower case.
func wordsOf(name string) []string {
	words := strings.FieldsFunc(metricSigns.Replace(strings.ToLower(name)), func(r rune) bool { return strings.ContainsRune(" \t_-()[]{},;/", r) })
	for i, w := range words {
		words[i] = strings.Trim(w, ":.")
	}
	return words
}

// calledBy reads a name. One of two parts, such as the gap between them, is of none.
func calledBy(name string) called {
	out, rest := called{}, []string{}
	parts := 0
	for _, w := range wordsOf(name) {
		switch {
		case partWords[w] != "":
			if out.part != partWords[w] {
				parts++
			}
			out.part = partWords[w]
		case slices.Contains(averages, w) && out.average == "":
			out.average = w
		case w == "eval":
			out.isEval = true
		case w != "" && !slices.Contains(sayNothing, w):
			rest = append(rest, w)
		}
	}
	if out.average != "" {
		rest = slices.DeleteFunc(rest, func(w string) bool { return w == "avg" || w == "average" || w == "averaged" })
	}
	joined := strings.Join(rest, "")
	if joined == "" || parts > 1 {
		return called{metric: plain(name)}
	}
	out.metric = joined
	for _, names := range []map[string]string{synonyms, kinSynonyms} {
		if s, ok := names[joined]; ok {
			out.metric = s
		}
	}
	return out
}

// knownPart is the part of the data that a split is by its name, "" for any other.
func knownPart(split string) string {
	words := wordsOf(split)
	if len(words) != 1 {
		return ""
	}
	return partWords[words[0]]
}

// resultCalled is what the name of a result says, with the names that it is nested in and its split.
func resultCalled(r evidence.Result) called {
	names := strings.Split(r.Metric, ".")
	out := calledBy(names[len(names)-1])
	if _, err := strconv.ParseFloat("0."+names[len(names)-1], 64); err == nil || strings.Contains(names[len(names)-1], ":") { // map@0.5
		out = calledBy(r.Metric)
	}
	for i := len(names) - 2; i >= 0 && out.part == ""; i-- {
		of := calledBy("x " + names[i])
		out.part, out.isEval = of.part, out.isEval || of.isEval
	}
	if part := knownPart(r.Dataset.Split); part != "" {
		out.part = part
	}
	if average, ok := strings.CutPrefix(r.Slice, "average="); ok {
		out.average = average
	}
	return out
}

// partOfFile is the part of the data that a file is of by its name, "" for any other. One that is
// named after the training may sum up all of it.
func partOfFile(file string) string {
	name := path.Base(file)
	if part := calledBy("x " + strings.TrimSuffix(name, path.Ext(name))).part; part != "training" {
		return part
	}
	return ""
}

// claimCalled is what a claim says that it is of.
func claimCalled(c evidence.Claim) called {
	metric, average := averaged(c)
	out := calledBy(metric)
	if average != "" {
		out.average = average
	}
	for _, part := range []string{knownPart(c.Split), out.part, calledBy("x " + c.MetricName).part} {
		if part != "" {
			out.part = part
			break
		}
	}
	return out
}

// isApart reports whether two names for a part or an average are of different ones.
func isApart(a, b string) bool { return a != "" && b != "" && a != b }

// kinOf are the results of the metric that a claim names in other words: those that are certainly of the same
// data and average, and if there are none, those that may be. A number of the test data is what a file states
// without a word on its data; one of other parts is not.
func (x index) kinOf(c evidence.Claim, q sought) held {
	var sure, named, likely, all []measured
	of := x.kin[q.called.metric]
	for i := range of {
		m := &of[i]
		slice := m.result.Slice
		if c.Slice != "" && !sameSlice(c, "", slice) || c.Slice == "" && slice != "" && !strings.HasPrefix(slice, "average=") {
			continue
		}
		all = append(all, *m)
		switch {
		case !q.sameData(m), isApart(q.part, m.part), isApart(q.called.average, m.average):
		case q.called.average != m.average, q.part != m.part && !m.isAlso(q.part):
			likely = append(likely, *m)
		case q.part == m.part:
			sure, named = append(sure, *m), append(named, *m)
		default:
			sure = append(sure, *m)
		}
	}
	if len(named) > 0 {
		return newHeld(named)
	}
	out := newHeld(sure)
	if len(sure) == 0 {
		may := newHeld(likely)
		out.likely, out.kin = &may, all
	}
	return out
}

// isAlso reports whether a result may be taken for one of a part, although only one of them names it.
// What a trainer calls eval is of its validation data unless it says otherwise.
func (m measured) isAlso(part string) bool {
	switch part {
	case "test":
		return !m.isEval
	case "validation":
		return m.isEval
	}
	return part == "" && m.part == "test"
}

// maxKin is how many results of the same metric a claim without evidence is shown.
const maxKin = 3

// namesOf shows the names of some results, each once.
func namesOf(c evidence.Claim, all []measured) evidence.Text {
	if len(all) == 0 {
		return evidence.Text{At: c.At}
	}
	var names []string
	for _, m := range all {
		name := strconv.Quote(m.result.Metric)
		switch of := m.result; {
		case of.Dataset.Name != "" || of.Task != "":
			name += " on " + strconv.Quote(cmp.Or(of.Dataset.Name, of.Task))
		case of.Slice != "":
			name += " (" + of.Slice + ")"
		}
		if of := m.result.Dataset.Split; of != "" {
			name += " (" + of + ")"
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		if len(names) > maxKin {
			names[maxKin] = "…"
			break
		}
	}
	return evidence.Text{At: all[0].result.At, Present: true, Value: strings.Join(names, ", ")}
}

// TextClaims holds what sentences state against the results, given the card's other claims. The words
// of a sentence say less than a table: it contradicts a result only if that is the only one of its metric,
// of the data that the sentence names, and no other claim is about it.
func TextClaims(claims, others []evidence.Claim, evaluations []evidence.Evaluation) []evidence.Claim {
	if len(claims) == 0 {
		return claims
	}
	asked := slices.Concat(others, claims)
	for i := range asked[len(others):] {
		if c := &asked[len(others)+i]; isOnFiles(c.Dataset, evaluations) { // what is validated on a public benchmark, is tested so
			c.Split = ""
		}
	}
	all := Claims(asked, evaluations)
	resting, x := restingOn(all), newIndex(evaluations)
	differing := map[use]map[string]bool{}
	for _, c := range all {
		if of := (use{c.Evidence.At, claimCalled(c).metric}); c.Verdict == evidence.Contradicts {
			if differing[of] == nil {
				differing[of] = map[string]bool{}
			}
			differing[of][c.Value] = true
		}
	}
	out := all[len(others):]
	for i, c := range out {
		out[i].Split = claims[i].Split
		of, part := use{c.Evidence.At, claimCalled(c).metric}, claimCalled(c).part
		isOther := len(resting[of]) > 0 || len(differing[of]) > 1 || part != "" && part != "test" && part != x.parts[of.at] || c.Dataset != "" && !x.named[of.at] && !isOnFile(c.Dataset, string(of.at))
		isOther = isOther || c.Verdict == evidence.Contradicts && isRounded(c)
		if c.Verdict == evidence.AmbiguousClaim || c.Verdict == evidence.Contradicts && isOther {
			out[i].Verdict, out[i].Evidence = evidence.NoEvidence, evidence.Text{At: c.At}
		}
	}
	return out
}

// rough is by which part of itself a value may differ from one that is stated as about so much.
const rough = 0.05

// roughly is a claim of about a value, which agrees with the first result near it.
func (a held) roughly(c evidence.Claim, stated *big.Rat) evidence.Claim {
	for i := range a.all {
		if isAbout(stated, a.all[i].rough, rough) {
			c.Verdict, c.Evidence = evidence.Agrees, a.all[i].evidence()
			return c
		}
	}
	return c
}

// isAbout reports whether a stated value is within a part of another, as a fraction or a percentage.
func isAbout(stated *big.Rat, value, part float64) bool {
	is, _ := stated.Float64()
	return slices.ContainsFunc([]float64{1, 100, 0.01}, func(scale float64) bool { return math.Abs(is-scale*value) <= part*math.Abs(scale*value) })
}

// OfModel leaves the results of other models out of evaluations that compare several, where one of
// these has a name of the card's.
func OfModel(evaluations []evidence.Evaluation, names ...string) []evidence.Evaluation {
	out := slices.Clone(evaluations)
	for i, e := range out {
		isOther := func(r evidence.Result) bool { return modelOf(r) != "" && !isNamed(modelOf(r), names) }
		if slices.ContainsFunc(e.Results, isOther) && slices.ContainsFunc(e.Results, func(r evidence.Result) bool { return isNamed(modelOf(r), names) }) {
			out[i].Results = slices.DeleteFunc(slices.Clone(e.Results), isOther)
		}
	}
	return out
}

// modelOf is the model that a result of a comparison is of, "" if it states none.
func modelOf(r evidence.Result) string {
	for _, v := range r.Variant {
		if v.Name == "model" {
			return v.Value
		}
	}
	return ""
}

// isNamed reports whether a model has one of some names, with or without its owner.
func isNamed(model string, names []string) bool {
	bare := func(name string) string { return strings.Join(wordsOf(path.Base(name)), "") }
	return model != "" && slices.ContainsFunc(names, func(name string) bool { return name != "" && bare(name) == bare(model) })
}

// isRounded reports whether a sentence may mean about the value of its result, of which it has at most two digits.
func isRounded(c evidence.Claim) bool {
	literal, _ := stated(c.Evidence.Value)
	value, err := parse(c.Value)
	result, bad := parse(literal)
	if err != nil || bad != nil {
		return false
	}
	is, _ := result.Float64()
	return len(strings.TrimLeft(strings.ReplaceAll(c.Value, ".", ""), "0-")) <= 2 && isAbout(value, is, rough/2)
}

// isOnFiles reports whether evaluations are named after a dataset.
func isOnFiles(dataset string, evaluations []evidence.Evaluation) bool {
	return len(evaluations) > 0 && !slices.ContainsFunc(evaluations, func(e evidence.Evaluation) bool { return !isOnFile(dataset, e.Path) })
}

// isOnFile reports whether a file has the first word of a dataset in its name, as results-imagenet.csv has of ImageNet-1k.
func isOnFile(dataset, file string) bool {
	file, _, _ = strings.Cut(file, "#")
	words := wordsOf(dataset)
	return len(words) > 0 && len(words[0]) > 3 && slices.ContainsFunc(wordsOf(path.Base(file)), func(w string) bool {
		w, _, _ = strings.Cut(w, ".")
		return w == words[0]
	})
}

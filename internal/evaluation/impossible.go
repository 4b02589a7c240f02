package evaluation

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// maxImpossible bounds what is told of one model: of a broken file, a few values say it all.
const maxImpossible = 20

// Impossible finds values that cannot be next to each other, whatever was measured: by the
// definitions of their metrics, F1 is at most the mean of precision and recall, for any way
// to average over classes, examples and folds. Only what one file, or one list of claims, states of
// the same task, data, variant and slice is compared, and only metrics of which all other
// words of the name are equal. Digits that are not written count in favor of the values.
func Impossible(evaluations []evidence.Evaluation, claims ...[]evidence.Claim) []evidence.Impossible {
	out := []evidence.Impossible{}
	for _, e := range evaluations {
		f := newFamilies()
		for _, r := range e.Results {
			if r.Valid {
				f.add(measurement{r.Task, r.Dataset, r.Variant, r.Slice, r.Unit}, r.Metric, evidence.Stated{At: r.At, Metric: r.Metric, Raw: r.Raw}, r.Value, r.Claimed)
			}
		}
		out = append(out, f.impossible()...)
	}
	for _, stated := range claims {
		out = append(out, claimFamilies(stated).impossible()...)
	}
	return out[:min(len(out), maxImpossible)]
}

func claimFamilies(claims []evidence.Claim) *families {
	f := newFamilies()
	for _, c := range claims {
		if !c.Valid {
			continue
		}
		name := c.Metric
		if nameOf(c.MetricName).roles != nil {
			name = c.MetricName // which says how the type was averaged
		}
		of := claimed{[...]string{c.Task, c.DatasetType, c.Dataset, c.Config, c.Split, c.Revision, c.Slice, c.Unit, c.Source.Value}, c.Args}
		f.add(of, name, evidence.Stated{At: c.At, Metric: name, Raw: c.Raw}, c.Value, true)
	}
	return f
}

// measurement is all that tells one measurement from another, apart from the metric.
type measurement struct {
	Task    string
	Dataset evidence.DatasetRef
	Variant []evidence.Setting
	Slice   string
	Unit    string
}

// claimed is the same of a claim.
type claimed struct {
	Words [9]string
	Args  []evidence.Argument
}

// family is the values of one measurement whose metrics differ in one word only.
type family struct {
	claimed bool
	values  map[role][]quantity
}

// quantity is a value and the unit of its last digit.
type quantity struct {
	stated      evidence.Stated
	value, unit float64
}

type families struct {
	all   map[string]*family
	order []*family
	names map[string]metricName
}

func newFamilies() *families {
	return &families{all: map[string]*family{}, names: map[string]metricName{}}
}

// add puts a value into the families that its name belongs to.
func (f *families) add(measured any, name string, stated evidence.Stated, literal string, claimed bool) {
	n, known := f.names[name]
	if !known {
		n = nameOf(name)
		f.names[name] = n
	}
	value, ok := decimal.Float(literal)
	if len(n.roles) == 0 || !ok || value < 0 {
		return
	}
	of, err := json.Marshal(measured)
	if err != nil { // texts only
		return
	}
	for _, r := range n.roles {
		key := string(of) + "\x00" + r.rest + "\x00" + strconv.FormatBool(claimed)
		if f.all[key] == nil {
			f.all[key] = &family{claimed: claimed, values: map[role][]quantity{}}
			f.order = append(f.order, f.all[key])
		}
		f.all[key].values[r.role] = append(f.all[key].values[r.role], quantity{stated, value, math.Pow10(-min(decimal.Places(literal), 300))})
	}
}

func (f *families) impossible() []evidence.Impossible {
	var out []evidence.Impossible
	for _, each := range f.order {
		out = append(out, each.impossible()...)
	}
	return out
}

// one is the only value of a role: of several, nobody knows which belongs to the others.
func (f *family) one(of role) (quantity, bool) {
	if len(f.values[of]) != 1 {
		return quantity{}, false
	}
	return f.values[of][0], true
}

func (f *family) impossible() []evidence.Impossible {
	var out []evidence.Impossible
	tell := func(law evidence.MetricLaw, what quantity, of ...quantity) {
		found := evidence.Impossible{At: what.stated.At, Law: law, Claimed: f.claimed, Value: what.stated, Others: []evidence.Stated{}}
		for _, o := range of {
			found.Others = append(found.Others, o.stated)
		}
		out = append(out, found)
	}
	f1, hasF1 := f.one(role{"f1", 0})
	p, hasP := f.one(role{"precision", 0})
	r, hasR := f.one(role{"recall", 0})
	mean := quantity{value: (p.value + r.value) / 2, unit: (p.unit + r.unit) / 2}
	if hasF1 && hasP && hasR && f1.exceeds(mean) && sameScale(f1.value, max(p.value, r.value)) {
		tell(evidence.LawF1, f1, p, r)
	}
	for _, pair := range []struct {
		law         evidence.MetricLaw
		least, most string
		scaled      bool // both are shares, or percentages
	}{
		{evidence.LawErrors, "mae", "rmse", false},
		{evidence.LawMeanPrecision, "map", "map50", true},
		{evidence.LawRouge, "rougel", "rouge1", true},
		{evidence.LawAttachment, "las", "uas", true},
	} {
		least, has := f.one(role{pair.least, 0})
		most, hasMost := f.one(role{pair.most, 0})
		if has && hasMost && least.exceeds(most) && (!pair.scaled || sameScale(least.value, most.value)) {
			tell(pair.law, least, most)
		}
	}
	rmse, hasRMSE := f.one(role{"rmse", 0})
	if mse, has := f.one(role{"mse", 0}); has && hasRMSE && rmse.value > rmse.unit && (quantity{value: rmse.value * rmse.value, unit: 2 * rmse.value * rmse.unit}).exceeds(mse) {
		tell(evidence.LawRoot, rmse, mse)
	}
	for _, name := range cutoffNames {
		f.cutoffs(name, tell)
	}
	return out
}

// firstCutoff is the largest first cut-off of ranks: "accuracy@25" may be of overlaps of
// 25%, of which more are fewer hits.
const firstCutoff = 10

// cutoffs compares what a metric is within the first k, which does not fall as k grows.
func (f *family) cutoffs(name string, tell func(evidence.MetricLaw, quantity, ...quantity)) {
	var ks []int
	for r := range f.values {
		if r.name == name && r.cutoff > 0 {
			ks = append(ks, r.cutoff)
		}
	}
	slices.Sort(ks)
	if len(ks) < 2 || ks[0] > firstCutoff {
		return
	}
	most, known := quantity{}, false
	for _, k := range ks {
		q, one := f.one(role{name, k})
		switch {
		case !one:
		case known && most.exceeds(q) && sameScale(most.value, q.value):
			tell(evidence.LawCutoff, q, most)
		case !known || q.value > most.value:
			most, known = q, true
		}
	}
}

// exceeds reports whether a value is above another one, whatever digits follow.
func (q quantity) exceeds(limit quantity) bool {
	return q.value-q.unit > (limit.value+limit.unit)*(1+1e-9)
}

// sameScale reports whether two shares are both fractions, or both percentages.
func sameScale(larger, smaller float64) bool { return (larger > 1) == (smaller > 1) }

// role is what a value is in its family: a metric, and the cut-off of ranks that it is for.
type role struct {
	name   string
	cutoff int // 0 where none is meant
}

// metricName is what a name says: usually one role, two for recall@10.
type metricName struct{ roles []roleName }

// roleName is a role, and the words of the name that are not of it.
type roleName struct {
	role
	rest string
}

// roleNames are the words for a metric, without what separates them.
var roleNames = map[string]string{
	"f1": "f1", "f1score": "f1", "fscore": "f1", "fmeasure": "f1", "f1measure": "f1", "precision": "precision", "precisionscore": "precision", "recall": "recall", "recallscore": "recall",
	"rmse": "rmse", "rootmeansquarederror": "rmse", "rootmeansquareerror": "rmse", "mae": "mae", "meanabsoluteerror": "mae", "mse": "mse", "meansquarederror": "mse", "meansquareerror": "mse",
	"map50": "map50", "mapat50": "map50", "map0.5": "map50", "mapat0.5": "map50", "map.5": "map50", "mapat.5": "map50",
	"map5095": "map", "mapat5095": "map", "map0.50.95": "map", "mapat0.50.95": "map", "map.5.95": "map", "mapat.5.95": "map",
	"rouge1": "rouge1", "rougel": "rougel", "rougelsum": "rougel", "las": "las", "uas": "uas",
}

// cutoffNames are the metrics that cannot fall as more ranks, or tries, are counted.
var cutoffNames = []string{"accuracy", "hits", "mrr", "pass", "recall", "success"}

// cutoffWords are the words for them.
var cutoffWords = map[string]string{
	"acc": "accuracy", "accuracy": "accuracy", "hit": "hits", "hits": "hits", "hitrate": "hits", "mrr": "mrr", "pass": "pass", "recall": "recall",
	"success": "success", "successrate": "success",
}

// mostWords is how many words of a name are one metric.
const mostWords = 4

var (
	metricWord = pattern.New(`[0-9]*\.[0-9]+|[a-z]+[0-9]*(?:\.[0-9]+)?|[0-9]+`)
	topWord    = pattern.New(`^top([0-9]{1,6})$`)
)

// nameOf reads the name of a metric. One that names two metrics, such as
// "precision_at_recall", or an average precision, which is an area, has no role.
func nameOf(name string) metricName {
	if len(name) > maxMetricName {
		return metricName{}
	}
	words := metricWord.FindAllString(strings.ReplaceAll(strings.ToLower(name), "@", " at "), -1)
	var out metricName
	add := func(r role, from, to int) {
		rest := strings.Join(slices.Delete(slices.Clone(words), from, to), " ")
		out.roles = append(out.roles, roleName{r, rest})
	}
	for from := 0; from < len(words); from++ {
		for to := min(len(words), from+mostWords); to > from; to-- {
			if r := roleNames[strings.Join(words[from:to], "")]; r != "" {
				add(role{r, 0}, from, to)
				from = to - 1
				break
			}
		}
	}
	averaged := slices.ContainsFunc(words, func(w string) bool { return w == "average" || w == "avg" || w == "mean" || w == "ap" })
	if isAboutMetric(words) {
		return metricName{}
	}
	if len(out.roles) != 1 || out.roles[0].name == "precision" && averaged {
		out.roles = nil
	}
	isError := slices.ContainsFunc(words, func(w string) bool { return w == "err" || w == "error" || w == "errors" || w == "loss" })
	if r, from, to := cutoffIn(words); r.name != "" && !isError {
		add(r, from, to)
	}
	return out
}

// aboutMetric are words of the names of numbers that are no value of the metric that they name:
// how far its values are apart, how two of them differ, and which place one has among others.
var aboutMetric = []string{
	"std", "stdev", "stddev", "stdevs", "sd", "se", "sem", "stderr", "var", "variance", "iqr", "ci", "ci95", "lower", "upper", "interval",
	"p", "pval", "pvalue", "pvalues", "significance", "zscore", "tstat", "nauc", "diff1", "diff", "difference", "delta", "gain", "improvement", "change", "drop", "gap", "ratio", "relative",
	"rank", "ranks", "ranking", "threshold",
}

// twoWords are such words that are written apart.
var twoWords = [][2]string{{"standard", "deviation"}, {"standard", "error"}, {"p", "value"}, {"std", "dev"}, {"std", "err"}}

// isAboutMetric reports whether a name says that its number is no value of the metric.
func isAboutMetric(words []string) bool {
	for i, w := range words {
		if slices.Contains(aboutMetric, w) || i+1 < len(words) && slices.Contains(twoWords, [2]string{w, words[i+1]}) {
			return true
		}
	}
	return false
}

// maxMetricName is the length in bytes of the longest name that is read.
const maxMetricName = 200

// cutoffIn finds a metric with a cut-off: recall@10, hit rate at 5, top-5 accuracy, top1.
func cutoffIn(words []string) (r role, from, to int) {
	for i := range words {
		for _, n := range []int{2, 1} {
			if i+n+1 >= len(words) || words[i+n] != "at" {
				continue
			}
			k, err := strconv.Atoi(words[i+n+1])
			if name := cutoffWords[strings.Join(words[i:i+n], "")]; name != "" && err == nil && k > 0 {
				return role{name, k}, i, i + n + 2
			}
		}
		k, after := 0, i+1
		if m := topWord.FindStringSubmatch(words[i]); m != nil {
			k, _ = strconv.Atoi(m[1])
		} else if words[i] == "top" && i+1 < len(words) {
			k, _ = strconv.Atoi(words[i+1])
			after++
		}
		switch {
		case k == 0:
		case after < len(words) && cutoffWords[words[after]] == "accuracy":
			return role{"accuracy", k}, i, after + 1
		case i > 0 && cutoffWords[words[i-1]] == "accuracy":
			return role{"accuracy", k}, i - 1, after
		case len(words) == after-i: // "top5" alone, and no error
			return role{"accuracy", k}, i, after
		}
	}
	return role{}, 0, 0
}

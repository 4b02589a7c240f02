package results

import (
	"cmp"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// FormatMetrics is a tree of named numbers in JSON, YAML or TOML, as DVC,
// dvclive and many scripts write it. Names of nested numbers are joined by dots,
// as DVC does (dvc/utils/diff.py: flatten). A mapping per_NAME, by_NAME or groups
// whose members are mappings has one member for each group: per_class.fraud.recall
// is the metric recall on the slice class=fraud, and so is per_class.recall.fraud.
// What scikit-learn or fairlearn gave may stand in the tree as a whole.
const FormatMetrics = "metrics"

// metricName is a name that says "this is a result", which tells an
// evaluation from any other file with numbers in it.
var metricName = pattern.New(`(?i)(^|[^a-z])(` + strings.Join(metricWords, "|") + `)([^a-z]|$)`)

// metricWords are names of metrics, each an expression, by what is measured.
var metricWords = []string{
	"acc", "accuracy", "f1", "fbeta", "precision", "recall", "sensitivity", "specificity", "auc", "auroc", "auprc", "ap", `map\d*`, "mcc", "kappa", "brier", "ece", "log_?loss", "error_rate", "npv", "ppv", "tpr", "fpr", "tnr", "fnr",
	"youden", "g_?mean", "jaccard", "hamming_loss", "gini", "score", "loss", "nll",
	"mse", "rmse", "mae", "mape", "r2", "r_squared", "smape", "mase", "wape", "wmape", "msle", "rmsle", "med_?ae", "max_error", "explained_variance", "crps", "pinball(_loss)?", "spearman(r)?", "pearson(r)?", "kendall", "c_index", "concordance(_index)?",
	"silhouette", "davies_bouldin", "calinski_harabasz", "ari", "nmi", "v_measure",
	"perplexity", "ppl", "bits_per_byte", "bleu", "sacrebleu", `top_?[15]`, `rouge[a-z0-9]*`, "meteor", "bertscore", "chrf", "ter", "comet", "sari", "mauve", "exact_match", "em", "mc1", "mc2", `pass[@_]\d+`, "pass_rate", "win_rate", "wer", "cer", "faithfulness", "answer_relevancy",
	"ndcg", "mrr", "hit_rate", `hits[@_]?\d+`, "las", "uas", "disparate_impact",
	"iou", "miou", "dice", "hausdorff", "hd95", "psnr", "ssim", "fid", "lpips", "ade", "fde", "epe", "abs_rel",
	"pesq", "stoi", "estoi", "si_?s[dn]r", "dnsmos", "der", "eer", "min_?dcf",
	"mean_reward", "episode_reward", "success_rate", "auuc", "qini",
}

// isMetrics recognises a tree of metrics: at least one number whose name is that of a
// metric, or what was to be one, so that a NaN beside nothing else is told as such.
func isMetrics(d *document.Document) bool {
	return d.Syntax != document.TextReport && (isBenchmarkTree(d) || hasLeaf(d, func(n *document.Node, names []string) bool {
		return isMeantAsNumber(n) && slices.ContainsFunc(names, namesMetric) && !slices.ContainsFunc(names, namesSetting)
	}))
}

// minBenchmarks are how many numbers results of a model have at least, where none is named like a metric.
const minBenchmarks = 3

// isBenchmarkTree recognises results of a model that are named like the benchmarks: {"model": …, "results": {"gsm8k": 49.6, …}}.
func isBenchmarkTree(d *document.Document) bool {
	if d.Root == nil || d.Root.Kind != document.Mapping {
		return false
	}
	root, named := place.Root(d), false
	for _, key := range []string{"model", "model_name", "model_id"} {
		named = named || root.Get(key).Node != nil && root.Get(key).Node.Kind == document.String
	}
	for _, key := range []string{"results", "scores", "benchmarks"} {
		of := root.Get(key).Node
		if named && of != nil && of.Kind == document.Mapping && len(of.Children) >= minBenchmarks && !slices.ContainsFunc(of.Children, func(n *document.Node) bool { return n.Kind != document.Number }) {
			return true
		}
	}
	return false
}

// settingName is a name of what a setting asks of a metric, such as min_recall_gain or
// accuracy_threshold.
var settingName = pattern.New(`(?i)^(min|max)_.*_(gain|drop|delta|change|regression|improvement|increase|decrease)(_[a-z]+)?$|^(required|allowed)_|_(threshold|tolerance|patience|weight)$`)

func namesSetting(name string) bool { return settingName.MatchString(name) }

// numberText is a number in quotes, with a per cent sign or without.
var numberText = pattern.New(`^[+-]?[0-9]+([.,][0-9]+)? ?%?$`)

// isMeantAsNumber reports whether a value is a number, or a word or text in the place
// of one.
func isMeantAsNumber(n *document.Node) bool {
	switch n.Kind {
	case document.Number, document.Null:
		return true
	case document.String:
		return !isFiniteWord(n) || numberText.MatchString(n.Value)
	}
	return false
}

func namesMetric(name string) bool {
	return metricName.MatchString(strings.ReplaceAll(name, "_", " ")) || metricName.MatchString(name)
}

// mayBeMetrics accepts what somebody says to be a tree of metrics: numbers of any
// name, since nobody else's file is to be told apart.
func mayBeMetrics(d *document.Document) bool {
	return hasLeaf(d, func(n *document.Node, _ []string) bool { return n.Kind == document.Number })
}

// hasLeaf reports whether a document has such a leaf.
func hasLeaf(d *document.Document, is func(n *document.Node, names []string) bool) bool {
	if d.Root == nil || d.Root.Kind != document.Mapping {
		return false
	}
	found := false
	walkMetrics(place.Root(d), nil, func(p place.Place, names []string) {
		found = found || is(p.Node, names)
	})
	return found
}

// readMetrics reads every leaf. One that is no number ("NaN", a list) is a
// result that is not valid: if it is what a threshold speaks of, it must not
// vanish.
func readMetrics(r *Reading) {
	r.dataset, _ = wholeDataset(r.root)
	r.dataset.Split = cmp.Or(r.dataset.Split, r.splitOf(r.root))
	r.metricTree(r.root, nil, "", r.sizeOf(r.root, wholeNames))
}

// splitOf is the part of the data that a file says it is of, beside its metrics.
func (r *Reading) splitOf(p place.Place) string {
	for _, name := range splitKeys {
		if split := p.Get(name); split.Node != nil && split.Node.Kind == document.String && len(split.Value()) <= maxSplit {
			return split.Value()
		}
	}
	return ""
}

// splitKeys are the keys under which it says so, in a text of at most maxSplit bytes.
var splitKeys = []string{"split", "dataset_split", "eval_split"}

const maxSplit = 40

func (r *Reading) metricTree(p place.Place, names []string, slice, n string) {
	beside := companionsIn(p)
	for _, c := range p.InOrder() {
		path := append(names[:len(names):len(names)], c.Node.Key)
		attribute, grouped := groupedBy(c)
		switch {
		case beside.used[c.Node.Key]:
		case len(names) == 0 && c.Node.Key == "dataset" && r.dataset.Name != "":
		case len(names) > 0 && p.Node.Key == "" && slices.Contains(setNames, c.Node.Key) && c.Node.Kind == document.String: // the name of a set, which the path has
		case len(names) == 0 && slice == "" && isAnnotation(c.Node.Key) && c.Node.Kind == document.String:
		case isValue(c):
			r.value(c, path, slice, n)
		case grouped && byMetric(c, p.Get("overall")):
			for _, metric := range c.InOrder() {
				for _, group := range metric.InOrder() {
					r.leaf(group, append(names[:len(names):len(names)], metric.Node.Key), joinSlices(slice, slicePart(attribute, group.Node.Key)), n, companions{})
				}
			}
		case grouped:
			for _, group := range c.InOrder() {
				r.metricTree(group, names, joinSlices(slice, slicePart(attribute, group.Node.Key)), r.groupSize(group))
			}
		case slice == "" && isReportWithin(c):
			r.sklearnReport(c, sklearnRows(c), strings.Join(path, ".")+".")
		case len(namedSets(c)) > 0:
			for i, set := range namedSets(c) {
				r.metricTree(c.Items()[i], append(path[:len(path):len(path)], set), slice, r.groupSize(c.Items()[i]))
			}
		case c.Node.Kind == document.Mapping:
			own := n
			if size := r.sizeOf(c, wholeNames); slice == "" && size != "" {
				own = size
			}
			r.metricTree(c, path, slice, own)
		default:
			r.leaf(c, path, slice, n, beside)
		}
	}
}

// leaf reads one value of the tree.
func (r *Reading) leaf(p place.Place, path []string, slice, n string, beside companions) {
	x := newResult(p, strings.Join(path, "."), slice)
	x.Dataset = r.dataset
	r.distance(p, path[len(path)-1])
	if isCount(path[len(path)-1]) {
		x.Unit = "count"
	} else {
		x.Counted(n, "file")
		r.precisionOf(&x, beside, path[len(path)-1])
	}
	r.add(x)
}

// groupedBy is what a mapping groups its members by, if its name says so and
// all of them are mappings.
func groupedBy(p place.Place) (attribute string, ok bool) {
	if attribute, ok = "group", p.Node.Key == "groups"; !ok {
		for _, prefix := range []string{"per_", "by_"} {
			if attribute, ok = strings.CutPrefix(p.Node.Key, prefix); ok {
				for _, suffix := range []string{"_metrics", "_results", "_scores"} {
					attribute = strings.TrimSuffix(attribute, suffix)
				}
				break
			}
		}
	}
	if !ok && slices.Contains(attributes, strings.ToLower(p.Node.Key)) && areCounted(p) {
		attribute, ok = p.Node.Key, true
	}
	groups := p.InOrder()
	if !ok || attribute == "" || len(groups) == 0 {
		return "", false
	}
	return attribute, !slices.ContainsFunc(groups, func(g place.Place) bool { return g.Node.Kind != document.Mapping })
}

// attributes are what people are commonly told apart by, under whose bare name groups
// stand that each state their number: sex: {F: {auc, n}, M: {auc, n}}.
var attributes = []string{"sex", "gender", "age", "age_group", "age_band", "race", "ethnicity", "skin_type", "skin_tone", "nationality", "country", "region", "language", "religion", "disability", "marital_status",
	"education", "income", "segment"}

// areCounted reports whether all members are mappings that state a number of examples,
// and nothing deeper.
func areCounted(p place.Place) bool {
	for _, group := range p.InOrder() {
		counted := false
		for _, c := range group.InOrder() {
			if c.Node.Kind == document.Mapping {
				return false
			}
			counted = counted || isCount(c.Node.Key)
		}
		if !counted {
			return false
		}
	}
	return len(p.InOrder()) > 1
}

// byMetric reports whether groups stand under the metrics and not the metrics
// under the groups, as a table of pandas is written by column: its members are
// named like the metrics of the whole beside it, or like metrics while theirs are
// not. What they hold are values.
func byMetric(groups, overall place.Place) bool {
	ofWhole, outer, inner := true, false, false
	for _, g := range groups.InOrder() {
		ofWhole = ofWhole && overall.Get(g.Node.Key).Node != nil
		outer = outer || namesMetric(g.Node.Key)
		for _, c := range g.InOrder() {
			if c.Node.Kind == document.Mapping {
				return false
			}
			inner = inner || namesMetric(c.Node.Key) || slices.Contains(countNames, strings.ToLower(c.Node.Key))
		}
	}
	return ofWhole || outer && !inner
}

// groupSize is the number of examples of a group, if it says so.
func (r *Reading) groupSize(group place.Place) string { return r.sizeOf(group, countNames) }

// wholeNames are what the number of the examples of a whole evaluation is called: a
// size may be one of the model.
var wholeNames = []string{"n", "n_samples", "num_samples", "n_examples", "num_examples", "example_count", "sample_count", "samples", "n_test", "test_samples", "num_test_samples", "support"}

func (r *Reading) sizeOf(p place.Place, names []string) string {
	size, tested, agree := "", "", true
	for _, c := range p.InOrder() {
		name := strings.ToLower(c.Node.Key)
		if !slices.Contains(names, name) {
			continue
		}
		n := r.examples(c)
		if agree = agree && (size == "" || size == n); strings.Contains(name, "test") {
			tested = n
		}
		size = n
	}
	if !agree { // of all data and of the test data: it is the latter
		return tested
	}
	return size
}

// setLists are lists of the sets of examples that a model was evaluated on, and setNames what names one of them.
var (
	setLists = []string{"sets", "splits", "datasets", "subsets", "test_sets", "eval_sets", "evaluations"}
	setNames = []string{"name", "set", "split", "dataset"}
)

// maxSets bounds the sets of a list: more are examples.
const maxSets = 100

// namedSets are the names of the sets in a list of them, each of another name: {"sets": [{"name": "test", "accuracy": 0.9}, …]}.
func namedSets(p place.Place) []string {
	if p.Node.Kind != document.Sequence || !slices.Contains(setLists, strings.ToLower(p.Node.Key)) || len(p.Node.Children) > maxSets {
		return nil
	}
	var out []string
	for _, item := range p.Node.Children {
		name := ""
		for _, key := range setNames {
			if n := item.Get(key); name == "" && n != nil && n.Kind == document.String {
				name = n.Value
			}
		}
		measures := slices.ContainsFunc(item.Children, func(n *document.Node) bool { return n.Kind == document.Number && namesMetric(n.Key) })
		if name == "" || len(name) > maxSetName || strings.Contains(name, ".") || slices.Contains(out, name) || !measures {
			return nil
		}
		out = append(out, name)
	}
	return out
}

// maxSetName is how many bytes the name of a set has.
const maxSetName = 60

// walkMetrics visits the leaves of a tree in the order of the file. Another list is a
// leaf: a curve or a set of examples, and no number.
func walkMetrics(p place.Place, names []string, visit func(place.Place, []string)) {
	for _, c := range p.InOrder() {
		path := append(names[:len(names):len(names)], c.Node.Key)
		sets := namedSets(c)
		switch {
		case c.Node.Kind == document.Mapping:
			walkMetrics(c, path, visit)
		case len(sets) > 0:
			for i, set := range sets {
				walkMetrics(c.Items()[i], append(path[:len(path):len(path)], set), visit)
			}
		default:
			visit(c, path)
		}
	}
}

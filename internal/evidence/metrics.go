package evidence

import (
	"regexp"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// FormatMetrics is a tree of named numbers in JSON or YAML, as DVC, dvclive,
// the transformers trainer and many scripts write it. Names of nested numbers
// are joined by dots, as DVC does.
const FormatMetrics = "metrics"

// metricName is a name that says "this is a result", which tells an
// evaluation from any other file with numbers in it.
var metricName = regexp.MustCompile(`(?i)(^|[^a-z])(acc|accuracy|f1|fbeta|precision|recall|sensitivity|specificity|auc|auroc|auprc|ap|map\d*|loss|perplexity|ppl|mse|rmse|mae|mape|r2|wer|cer|bleu|rouge[a-z0-9]*|meteor|bertscore|exact_match|em|mcc|kappa|iou|miou|dice|ndcg|mrr|hit_rate|brier|ece|log_loss|psnr|ssim|fid|score|mc1|mc2|r_squared|error_rate|disparate_impact|pass_rate|ter|chrf)([^a-z]|$)`)

// isMetrics recognises a tree of metrics: at least one finite number whose
// name is that of a metric.
func isMetrics(d *document.Document) bool {
	if d.Root == nil || d.Root.Kind != document.Mapping {
		return false
	}
	found := false
	walkMetrics(place{node: d.Root, anchor: Anchor(d.Path + "#")}, nil, func(p place, names []string) {
		if p.node.Kind != document.Number {
			return
		}
		for _, n := range names {
			found = found || metricName.MatchString(strings.ReplaceAll(n, "_", " ")) || metricName.MatchString(n)
		}
	})
	return found
}

// readMetrics reads every leaf. One that is no number ("NaN", a list) is a
// result that is not valid: if it is what a threshold speaks of, it must not
// vanish.
func readMetrics(r *reading) {
	walkMetrics(r.root, nil, func(p place, names []string) {
		r.add(newResult(p, strings.Join(names, "."), ""))
	})
}

// walkMetrics visits the leaves of a tree in the order of the file. A list is a
// leaf: a curve or a set of examples, and no number.
func walkMetrics(p place, names []string, visit func(place, []string)) {
	for _, c := range p.node.Children {
		path := append(names[:len(names):len(names)], c.Key)
		switch c.Kind {
		case document.Mapping:
			walkMetrics(p.get(c.Key), path, visit)
		default:
			visit(p.get(c.Key), path)
		}
	}
}

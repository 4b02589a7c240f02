package results

import "github.com/modelgate-dev/modelgate/internal/document"

// formatStableBaselines is the evaluations.npz of Stable-Baselines3's EvalCallback
// (stable_baselines3/common/callbacks.py): of each evaluation during a training, the
// rewards and lengths of its episodes.
const formatStableBaselines = "stable-baselines3"

func isStableBaselines(d *document.Document) bool {
	return d.Syntax == document.Arrays && d.Root != nil
}

// readStableBaselines reads the means of the last evaluation and of the best.
func readStableBaselines(r *Reading) {
	r.Producer.Tool = formatStableBaselines
	if p := r.root.Get("problem"); p.Value() != "" {
		r.malformed(p, p.Value(), "Commit the file as the training wrote it.")
	}
	for _, row := range []string{"last", "best"} {
		for _, p := range r.root.Get(row).InOrder() {
			x := newResult(p, p.Node.Key, "")
			x.Mean = true
			x.Counted(r.root.Get("episodes").Value(), "file")
			x.Set("row", row)
			r.add(x)
		}
	}
}

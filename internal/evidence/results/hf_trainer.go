package results

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// Formats of the Hugging Face Trainer (transformers, trainer.py: save_metrics
// and TrainerState).
const (
	formatTrainer      = "hf-trainer"       // all_results.json, eval_results.json, test_results.json
	formatTrainerState = "hf-trainer-state" // trainer_state.json
)

var trainerMark = pattern.New(`^(eval|train|test|predict)_(runtime|samples_per_second|steps_per_second)$`)

// isTrainer recognises one flat mapping with the timings that the Trainer adds.
func isTrainer(d *document.Document) bool {
	found := false
	for _, c := range (place.Place{Node: d.Root}).InOrder() {
		if c.Node.Kind == document.Mapping || c.Node.Kind == document.Sequence {
			return false
		}
		found = found || trainerMark.MatchString(c.Node.Key)
	}
	return found
}

// readTrainer reads each number under its name. The prefix is the split, and
// PREFIX_samples the number of examples. The unit of a score is not in the file:
// rouge and word error rates are often in percent.
func readTrainer(r *Reading) {
	r.Producer.Tool = "transformers"
	counts := map[string]string{}
	for _, c := range r.root.InOrder() {
		if split, ok := strings.CutSuffix(c.Node.Key, "_samples"); ok {
			counts[split] = r.examples(c)
		}
	}
	for _, c := range r.root.InOrder() {
		x := trainerResult(c)
		if split := x.Dataset.Split; split != "" && x.Unit == "" {
			x.Counted(counts[split], "file")
		}
		r.add(x)
	}
}

// trainerResult is a number by the Trainer's names: the prefix is the split.
func trainerResult(p place.Place) evidence.Result {
	x := newResult(p, p.Node.Key, "")
	prefix, rest, _ := strings.Cut(p.Node.Key, "_")
	switch prefix {
	case "eval", "train", "test", "predict":
		x.Dataset.Split = prefix
	}
	switch {
	case rest == "runtime":
		x.Unit = "s"
	case rest == "samples":
		x.Unit = "count"
	case strings.HasSuffix(rest, "_per_second"):
		x.Unit = "1/s"
	}
	return x
}

func isTrainerState(d *document.Document) bool {
	return format.HasKeys("log_history", "global_step")(d)
}

// readTrainerState reads the last value of each evaluation metric of the log
// (variant row=last) and the best one by which the checkpoint was chosen
// (variant row=best). A loss without a prefix is that of the training.
func readTrainerState(r *Reading) {
	r.Producer.Tool = "transformers"
	last := map[string]evidence.Result{}
	var order []string
	for _, entry := range r.root.Get("log_history").Items() {
		for _, c := range entry.InOrder() {
			name := c.Node.Key
			if !strings.HasPrefix(name, "eval_") && !strings.HasPrefix(name, "test_") && name != "loss" && name != "train_loss" {
				continue
			}
			if _, ok := last[name]; !ok {
				order = append(order, name)
			}
			x := trainerResult(c)
			if name == "loss" {
				x.Dataset.Split = "train"
			}
			x.Set("row", "last")
			last[name] = x
		}
	}
	for _, name := range order {
		r.add(last[name])
	}
	if best := r.root.Get("best_metric"); best.Present() {
		x := newResult(best, "best_metric", "")
		x.Set("row", "best")
		r.add(x)
	}
}

package results

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatLighteval is a result file of Hugging Face's lighteval, which is like that of
// lm-evaluation-harness and has its own marks of a partial run (huggingface/lighteval,
// logging/evaluation_tracker.py and info_loggers.py). The files of the first Open LLM
// Leaderboard are of this form.
const formatLighteval = "lighteval"

// isLighteval recognises results by task beside what only lighteval writes.
func isLighteval(d *document.Document) bool {
	results := d.Root.Get("results")
	if results == nil || results.Kind != document.Mapping {
		return false
	}
	return format.HasKeys("config_general")(d) || format.HasKeys("config_tasks", "summary_tasks")(d)
}

// readLighteval reads the metrics of each task. What stands under "all", and under
// the average of a task's subsets, is a mean over tasks: it has no number of examples,
// and the standard error beside it is a mean of theirs.
func readLighteval(r *Reading) {
	general := r.root.Get("config_general")
	r.Producer = evidence.Producer{At: general.Anchor, Tool: "lighteval", Version: general.Get("lighteval_sha").Value()}
	r.Subject = evidence.Subject{At: general.Get("model_name").Anchor, Model: general.Get("model_name").Value(), Digest: general.Get("model_sha").Value()}
	tasks := r.root.Get("results").InOrder()
	var all evidence.Group
	for _, task := range tasks {
		switch {
		case task.Node.Kind != document.Mapping:
			r.malformed(task, fmt.Sprintf("the entry of task %q is not a mapping of metrics", task.Node.Key), "")
			continue
		case task.Node.Key == "all":
			all.At, all.Name = task.Anchor, "all"
		case !isLightevalMean(task.Node.Key):
			all.Members = append(all.Members, evidence.Item{At: task.Anchor, Value: task.Node.Key})
		}
		r.lightevalTask(task, lightevalConfig(r.root.Get("config_tasks"), task.Node.Key), general)
	}
	if all.Name != "" {
		r.Groups = append(r.Groups, all)
	}
	r.lightevalMeans()
	limit := general.Get("max_samples")
	if limit.Present() {
		r.incomplete(limit, evidence.Partial, "the run was limited to "+limit.Value()+" examples per task")
	} else if limit.Node != nil {
		r.incomplete(limit, evidence.Complete, "")
	}
}

func isLightevalMean(task string) bool { return task == "all" || strings.Contains(task, ":_average") }

// lightevalMeans holds the values of all tasks, and of all subsets of a task, against
// those of the tasks.
func (r *Reading) lightevalMeans() {
	for _, mean := range r.Results {
		if !isLightevalMean(mean.Task) || strings.HasSuffix(mean.Metric, "_stderr") {
			continue
		}
		suite, _, _ := strings.Cut(mean.Task, ":_average")
		var of []evidence.Result
		for _, x := range r.Results {
			if x.Metric == mean.Metric && !isLightevalMean(x.Task) && (mean.Task == "all" || strings.HasPrefix(x.Task, suite+":")) {
				of = append(of, x)
			}
		}
		r.between(mean, of, fmt.Sprintf("%q of %q", mean.Metric, mean.Task), "its tasks")
	}
}

// lightevalConfig is the configuration of a task, which is kept under its name with or
// without the number of examples in the prompt.
func lightevalConfig(configs place.Place, task string) place.Place {
	for name := task; ; {
		if c := configs.Get(name); c.Node != nil {
			return c
		}
		cut := strings.LastIndexByte(name, '|')
		if cut < 0 {
			return place.Place{}
		}
		name = name[:cut]
	}
}

func (r *Reading) lightevalTask(task, config, general place.Place) {
	cells := task.ByKey()
	n := config.Get("effective_num_docs")
	original := config.Get("original_num_docs")
	r.atMost(n, original, "examples were used")
	if had, has := decimal.Rational(original.Count()), decimal.Rational(n.Count()); had != nil && has != nil && has.Cmp(had) < 0 {
		r.incomplete(n, evidence.Partial, fmt.Sprintf("%s of the %s examples of %s were used", n.Value(), original.Value(), task.Node.Key))
	}
	seeds := decimal.Rational(general.Get("num_fewshot_seeds").Count())
	again := seeds != nil && seeds.Cmp(big.NewRat(1, 1)) > 0 // every example is asked once for each
	for _, cell := range task.InOrder() {
		metric := cell.Node.Key
		if base, ok := strings.CutSuffix(metric, "_stderr"); ok && cells[base].Node != nil {
			continue
		}
		x := newResult(cell, metric, "")
		x.Task = task.Node.Key
		x.Set("task_version", r.root.Get("versions").Get(task.Node.Key).Value())
		x.Dataset.Name = config.Get("hf_repo").Value()
		if subset := config.Get("hf_subset").Value(); subset != "" && x.Dataset.Name != "" {
			x.Dataset.Name += ":" + subset
		}
		if splits := config.Get("evaluation_splits").Items(); len(splits) == 1 {
			x.Dataset.Split = splits[0].Value()
		}
		if x.Direction = lightevalDirection(config, metric); x.Direction != "" {
			x.DirectionFrom = "file"
		}
		if !isLightevalMean(task.Node.Key) && !again {
			takeStderr(&x, cells[metric+"_stderr"])
			lightevalCount(&x, n.Count())
		}
		r.add(x)
	}
}

// lightevalCount takes the number of documents, which is -1 where lighteval does not
// know it, or recovers it from the standard error.
func lightevalCount(r *evidence.Result, n string) {
	m, k, ok := recoverCount(r.Value, r.Uncertainty.Value)
	switch {
	case n != "":
		r.Counted(n, "file")
		if r.K = proportionOf(r.Value, n); ok && m == n {
			r.Unit = "proportion"
		}
	case ok:
		r.N, r.NFrom, r.K, r.Unit = m, "recovered", k, "proportion"
	}
}

// lightevalDirection is which way is better: metrics of a task are listed with it, one
// word for all values of a metric, or one for each.
func lightevalDirection(config place.Place, metric string) evidence.Direction {
	for _, list := range []string{"metrics", "metric"} {
		for _, m := range config.Get(list).Items() {
			higher := m.Get("higher_is_better")
			if each := higher.Get(metric); each.Node != nil {
				return better(each.Node)
			}
			if m.Get("metric_name").Value() == metric && higher.Scalar() {
				return better(higher.Node)
			}
		}
	}
	return ""
}

package evidence

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// FormatLighteval is a result file of Hugging Face's lighteval, which is like that of
// lm-evaluation-harness and has its own marks of a partial run (huggingface/lighteval,
// logging/evaluation_tracker.py and info_loggers.py). The files of the first Open LLM
// Leaderboard are of this form.
const FormatLighteval = "lighteval"

// isLighteval recognises results by task beside what only lighteval writes.
func isLighteval(d *document.Document) bool {
	results := d.Root.Get("results")
	if results == nil || results.Kind != document.Mapping {
		return false
	}
	return HasKeys("config_general")(d) || HasKeys("config_tasks", "summary_tasks")(d)
}

// readLighteval reads the metrics of each task. What stands under "all", and under
// the average of a task's subsets, is a mean over tasks: it has no number of examples,
// and the standard error beside it is a mean of theirs.
func readLighteval(r *Reading) {
	general := r.root.get("config_general")
	r.Producer = Producer{At: general.anchor, Tool: "lighteval", Version: general.get("lighteval_sha").value()}
	r.Subject = Subject{At: general.get("model_name").anchor, Model: general.get("model_name").value(), Digest: general.get("model_sha").value()}
	tasks := r.root.get("results").inOrder()
	var all Group
	for _, task := range tasks {
		switch {
		case task.node.Kind != document.Mapping:
			r.malformed(task, fmt.Sprintf("the entry of task %q is not a mapping of metrics", task.node.Key), "")
			continue
		case task.node.Key == "all":
			all.At, all.Name = task.anchor, "all"
		case !isLightevalMean(task.node.Key):
			all.Members = append(all.Members, Item{At: task.anchor, Value: task.node.Key})
		}
		r.lightevalTask(task, lightevalConfig(r.root.get("config_tasks"), task.node.Key), general)
	}
	if all.Name != "" {
		r.Groups = append(r.Groups, all)
	}
	r.lightevalMeans()
	limit := general.get("max_samples")
	if limit.present() {
		r.incomplete(limit, Partial, "the run was limited to "+limit.value()+" examples per task")
	} else if limit.node != nil {
		r.incomplete(limit, Complete, "")
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
		var of []Result
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
func lightevalConfig(configs place, task string) place {
	for name := task; ; {
		if c := configs.get(name); c.node != nil {
			return c
		}
		cut := strings.LastIndexByte(name, '|')
		if cut < 0 {
			return place{}
		}
		name = name[:cut]
	}
}

func (r *Reading) lightevalTask(task, config, general place) {
	cells := task.members()
	n := config.get("effective_num_docs")
	original := config.get("original_num_docs")
	r.atMost(n, original, "examples were used")
	if had, has := rational(original.count()), rational(n.count()); had != nil && has != nil && has.Cmp(had) < 0 {
		r.incomplete(n, Partial, fmt.Sprintf("%s of the %s examples of %s were used", n.value(), original.value(), task.node.Key))
	}
	seeds := rational(general.get("num_fewshot_seeds").count())
	again := seeds != nil && seeds.Cmp(big.NewRat(1, 1)) > 0 // every example is asked once for each
	for _, cell := range task.inOrder() {
		metric := cell.node.Key
		if base, ok := strings.CutSuffix(metric, "_stderr"); ok && cells[base].node != nil {
			continue
		}
		x := newResult(cell, metric, "")
		x.Task = task.node.Key
		x.set("task_version", r.root.get("versions").get(task.node.Key).value())
		x.Dataset.Name = config.get("hf_repo").value()
		if subset := config.get("hf_subset").value(); subset != "" && x.Dataset.Name != "" {
			x.Dataset.Name += ":" + subset
		}
		if splits := config.get("evaluation_splits").items(); len(splits) == 1 {
			x.Dataset.Split = splits[0].value()
		}
		if x.Direction = lightevalDirection(config, metric); x.Direction != "" {
			x.DirectionFrom = "file"
		}
		if !isLightevalMean(task.node.Key) && !again {
			takeStderr(&x, cells[metric+"_stderr"])
			lightevalCount(&x, n.count())
		}
		r.add(x)
	}
}

// lightevalCount takes the number of documents, which is -1 where lighteval does not
// know it, or recovers it from the standard error.
func lightevalCount(r *Result, n string) {
	m, k, ok := recoverCount(r.Value, r.Uncertainty.Value)
	switch {
	case n != "":
		r.counted(n, "file")
		if r.K = proportionOf(r.Value, n); ok && m == n {
			r.Unit = "proportion"
		}
	case ok:
		r.N, r.NFrom, r.K, r.Unit = m, "recovered", k, "proportion"
	}
}

// lightevalDirection is which way is better: metrics of a task are listed with it, one
// word for all values of a metric, or one for each.
func lightevalDirection(config place, metric string) string {
	for _, list := range []string{"metrics", "metric"} {
		for _, m := range config.get(list).items() {
			higher := m.get("higher_is_better")
			if each := higher.get(metric); each.node != nil {
				return better(each.node)
			}
			if m.get("metric_name").value() == metric && higher.scalar() {
				return better(higher.node)
			}
		}
	}
	return ""
}

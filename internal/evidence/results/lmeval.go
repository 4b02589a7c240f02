package results

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// formatLMEval is a result file of EleutherAI's lm-evaluation-harness, of any
// generation: bare keys (0.2, 0.3), "metric,filter" keys (0.4), and those with
// higher_is_better and n-samples (0.4.9; lm_eval/result_schema.py).
const formatLMEval = "lm-eval"

// isLMEval recognises results by task, with the version of each task. Those of
// lighteval look alike, and say elsewhere that a run was partial.
func isLMEval(d *document.Document) bool {
	results := d.Root.Get("results")
	return !isLighteval(d) && results != nil && results.Kind == document.Mapping && results.Get("stats") == nil && (d.Root.Get("versions") != nil || hasFilters(results))
}

// hasFilters reports whether the metrics of tasks are written with their filters, such as
// acc,none: a file of which people have kept the results is known by them.
func hasFilters(results *document.Node) bool {
	return slices.ContainsFunc(results.Children, func(task *document.Node) bool {
		return slices.ContainsFunc(task.Children, func(cell *document.Node) bool {
			metric, filter, _ := strings.Cut(cell.Key, ",")
			return metric != "" && filter != "" && task.Get(metric+"_stderr,"+filter) != nil
		})
	})
}

// lmEvalNotes are members of a task's entry that are no metrics (_TaskMetrics).
var lmEvalNotes = []string{"alias", "name", "sample_len", "sample_count", "samples"}

// lmEval is one reading of a result file.
type lmEval struct {
	*Reading
	parts    map[string][]string // the tasks that a group sums up
	told     map[string]toldByTask
	settings []evidence.Setting // of the whole file
	metrics  map[[2]string]bool // task and metric
	shots    map[string]string  // answers of fewshot; groups can contain each other in a hostile file
	best     map[[2]string]evidence.Direction
}

// toldByTask is what one section of the file tells of each task.
type toldByTask map[string]*document.Node

// of is what the section tells of a task, below the keys, as text: "" where it
// tells nothing.
func (t toldByTask) of(task string, keys ...string) string { return textOf(t[task], keys...) }

// textOf is the scalar below the keys, "" for none and for null.
func textOf(n *document.Node, keys ...string) string {
	for _, key := range keys {
		n = n.Get(key)
	}
	return place.Place{Node: n}.Value()
}

func readLMEval(r *Reading) {
	l := &lmEval{Reading: r, parts: map[string][]string{}, told: map[string]toldByTask{}, metrics: map[[2]string]bool{}, shots: map[string]string{}, best: map[[2]string]evidence.Direction{}}
	for _, section := range r.root.Node.Children {
		if section.Kind != document.Mapping {
			continue
		}
		l.told[section.Key] = make(toldByTask, len(section.Children))
		for _, task := range section.Children {
			l.told[section.Key][task.Key] = task
		}
	}
	for task, n := range l.told["results"] {
		if n.Kind != document.Mapping {
			continue
		}
		for _, cell := range n.Children {
			metric, _, _ := strings.Cut(cell.Key, ",")
			l.metrics[[2]string{task, metric}] = true
		}
	}
	for _, s := range []struct{ name, key string }{{"chat_template", "chat_template_sha"}, {"system_instruction", "system_instruction_sha"}} {
		l.settings = append(l.settings, evidence.Setting{Name: s.name, Value: textOf(r.root.Node, s.key)})
	}
	if textOf(r.root.Node, "fewshot_as_multiturn") == "true" {
		l.settings = append(l.settings, evidence.Setting{Name: "fewshot_as_multiturn", Value: "true"})
	}
	l.about()
	l.groups()
	for _, section := range []string{"results", "groups"} {
		for _, task := range l.root.Get(section).InOrder() {
			if task.Node.Kind != document.Mapping {
				l.malformed(task, fmt.Sprintf("the entry of task %q is not a mapping of metrics", task.Node.Key), "")
				continue
			}
			l.task(task, section)
		}
	}
	l.sumUp()
	l.completeness()
}

// about reads who measured what, and when.
func (l *lmEval) about() {
	config := l.root.Get("config")
	l.Producer = evidence.Producer{At: l.root.Anchor, Tool: "lm-evaluation-harness", Version: l.root.Get("lm_eval_version").Value()}
	if l.Producer.Version == "" {
		l.Producer.Version = l.root.Get("git_hash").Value()
	}
	if date := l.root.Get("date"); date.Decimal() != "" {
		l.Created = date.Moment()
	}
	l.Subject.At = config.Get("model_args").Anchor
	if l.Subject.Model = l.root.Get("model_name").Value(); l.Subject.Model == "" {
		args := map[string]string{}
		for _, pair := range strings.Split(config.Get("model_args").Value(), ",") {
			if k, v, ok := strings.Cut(pair, "="); ok {
				args[strings.TrimSpace(k)] = strings.TrimSpace(v)
			}
		}
		if l.Subject.Model = cmp.Or(args["peft"], args["pretrained"]); args["revision"] != "" && args["peft"] == "" {
			l.Subject.Model += "@" + args["revision"]
		}
	}
	l.Subject.Digest = config.Get("model_sha").Value()
	if p := config.Get("use_cache"); p.Node != nil {
		l.Cached = evidence.Flag{At: p.Anchor, Present: true, Value: p.Present()}
	} else if p := config.Get("no_cache"); p.Node != nil {
		l.Cached = evidence.Flag{At: p.Anchor, Present: true, Value: p.Value() != "true"}
	}
}

// task reads the metrics of one task or group. Groups stand in results and
// again in groups; if the two disagree, one of them was edited.
func (l *lmEval) task(task place.Place, section string) {
	all := task.InOrder()
	cells := place.IndexOf(all)
	var first place.Index
	if section == "groups" {
		first = place.Place{Node: l.told["results"][task.Node.Key]}.ByKey()
	}
	for _, cell := range all {
		key := cell.Node.Key
		metric, filter, _ := strings.Cut(key, ",")
		if strings.TrimSpace(key) == "" || slices.Contains(lmEvalNotes, key) {
			continue
		}
		if base, ok := strings.CutSuffix(metric, "_stderr"); ok && cells[joinFilter(base, filter)].Node != nil {
			continue
		}
		if section == "groups" {
			if first, ok := first[key]; ok {
				if first.Value() != cell.Value() {
					l.contradicted(cell, fmt.Sprintf("%q is %s in groups, but %s in results", key, cell.Value(), first.Value()))
				}
				continue
			}
		}
		x := newResult(cell, metric, "")
		x.Task = task.Node.Key
		x.Set("filter", filter)
		l.measuredOn(&x)
		x.Mean = l.isMean(x.Task, metric)
		l.precision(&x, cells[joinFilter(metric+"_stderr", filter)])
		l.add(x)
	}
}

func joinFilter(metric, filter string) string {
	if filter == "" {
		return metric
	}
	return metric + "," + filter
}

// measuredOn fills in the conditions of a result.
func (l *lmEval) measuredOn(x *evidence.Result) {
	configs := l.told["configs"]
	x.Dataset.Name = configs.of(x.Task, "dataset_path")
	if name := configs.of(x.Task, "dataset_name"); name != "" {
		x.Dataset.Name += ":" + name
	}
	for _, key := range []string{"test_split", "validation_split"} { // the harness takes the first that there is
		if x.Dataset.Split == "" {
			x.Dataset.Split = configs.of(x.Task, key)
		}
	}
	x.Dataset.Revision = configs.of(x.Task, "dataset_kwargs", "revision")
	if sum := l.told["task_hashes"].of(x.Task); sum != "" {
		x.Dataset.Digest = "sha256:" + sum // of the questions, answers and prompts
	}
	x.Set("task_version", l.told["versions"].of(x.Task))
	x.Set("fewshot", l.fewshot(x.Task))
	for _, key := range lmEvalSettings {
		x.Set(key, l.setting(x.Task, key))
	}
	members := slices.Sorted(slices.Values(l.parts[x.Task]))
	x.Set("subtasks", short(strings.Join(members, ", ")))
	for _, s := range l.settings {
		x.Set(s.Name, s.Value)
	}
	if x.Direction = l.direction(x.Task, x.Metric); x.Direction != "" {
		x.DirectionFrom = "file"
	}
}

// lmEvalSettings are members of a task's configuration that decide what a model is
// asked, and what counts as its answer.
var lmEvalSettings = []string{"description", "doc_to_choice", "doc_to_target", "doc_to_text", "fewshot_delimiter", "generation_kwargs", "output_type", "target_delimiter", "use_prompt"}

// inMemory is the address in the text of a Python function, which differs by run.
var inMemory = pattern.New(` at 0x[0-9a-f]+`)

// setting is a member of a task's configuration as text.
func (l *lmEval) setting(task, key string) string {
	n := l.told["configs"][task].Get(key)
	switch {
	case n == nil || n.Kind == document.Null:
		return ""
	case n.Kind == document.Mapping || n.Kind == document.Sequence:
		return digestOf(n)
	case n.Value == "":
		return `""`
	}
	return short(inMemory.ReplaceAllString(n.Value, ""))
}

// isMean reports whether the harness takes the plain mean of a metric over the
// examples of a task, as the task's own list of metrics says, or the metric itself.
func (l *lmEval) isMean(task, metric string) bool {
	if len(l.parts[task]) > 0 {
		return false
	}
	for _, m := range (place.Place{Node: l.told["configs"][task].Get("metric_list")}).Items() {
		if how := textOf(m.Node, "aggregation"); textOf(m.Node, "metric") == metric && how != "" {
			return how == "mean"
		}
	}
	return slices.Contains([]string{"acc", "acc_norm", "exact_match", "acc_mutual_info"}, metric)
}

// fewshot is the number of examples in the prompt. That of a group is its
// members', where they agree: its own is often a 0 that means nothing.
func (l *lmEval) fewshot(task string) string {
	if known, ok := l.shots[task]; ok {
		return known
	}
	l.shots[task] = ""
	if members := l.parts[task]; len(members) > 0 {
		l.shots[task] = agreed(members, l.fewshot)
		return l.shots[task]
	}
	for _, n := range []*document.Node{l.told["n-shot"][task], l.told["configs"][task].Get("num_fewshot"), l.root.Node.Get("config").Get("num_fewshot")} {
		if p := (place.Place{Node: n}); p.Present() {
			l.shots[task] = p.Value()
			break
		}
	}
	return l.shots[task]
}

// direction says which way is better: by higher_is_better, by the task's own
// list of metrics, or as all members of a group say.
func (l *lmEval) direction(task, metric string) evidence.Direction {
	key := [2]string{task, metric}
	if known, ok := l.best[key]; ok {
		return known
	}
	l.best[key] = ""
	l.best[key] = l.ownDirection(task, metric)
	return l.best[key]
}

func (l *lmEval) ownDirection(task, metric string) evidence.Direction {
	if n := l.told["higher_is_better"][task].Get(metric); n != nil {
		return better(n)
	}
	for _, m := range (place.Place{Node: l.told["configs"][task].Get("metric_list")}).Items() {
		if textOf(m.Node, "metric") == metric {
			return better(m.Node.Get("higher_is_better"))
		}
	}
	having := slices.DeleteFunc(slices.Clone(l.parts[task]), func(m string) bool { return !l.metrics[[2]string{m, metric}] })
	return agreed(having, func(m string) evidence.Direction { return l.direction(m, metric) })
}

func better(n *document.Node) evidence.Direction {
	switch textOf(n) {
	case "true":
		return evidence.Higher
	case "false":
		return evidence.Lower
	}
	return ""
}

// agreed is what all names have in common, "" if they differ.
func agreed[T ~string](names []string, of func(string) T) T {
	var common T
	for i, n := range names {
		switch v := of(n); {
		case i == 0:
			common = v
		case v != common:
			return ""
		}
	}
	return common
}

// precision reads the standard error and how many examples there were.
func (l *lmEval) precision(x *evidence.Result, stderr place.Place) {
	takeStderr(x, stderr)
	if repeats := decimal.Rational(l.told["configs"].of(x.Task, "repeats")); repeats != nil && repeats.Cmp(big.NewRat(1, 1)) > 0 {
		l.repeated(x)
		return
	}
	if n := (place.Place{Node: l.told["n-samples"][x.Task].Get("effective")}).Count(); n != "" {
		x.Counted(n, "file")
		x.K = proportionOf(x.Value, n)
		if m, _, ok := recoverCount(x.Value, x.Uncertainty.Value); ok && m == n {
			x.Unit = "proportion" // its standard error is that of zeros and ones
		}
		return
	}
	if len(l.parts[x.Task]) > 0 {
		return // its standard error is pooled from its members'
	}
	if n, k, ok := recoverCount(x.Value, x.Uncertainty.Value); ok {
		x.N, x.NFrom, x.K, x.Unit = n, "recovered", k, "proportion"
	}
}

// takeStderr reads the standard error of a result.
func takeStderr(r *evidence.Result, stderr place.Place) {
	if stderr.Node == nil {
		return
	}
	r.Uncertainty = evidence.Uncertainty{At: stderr.Anchor, Raw: stderr.Value(), Value: stderr.Decimal()}
	p, ok := decimal.Float(r.Value)
	se, finite := decimal.Float(r.Uncertainty.Value)
	switch {
	case !finite:
		r.Uncertainty.Value = ""
	case se == 0 && ok && p > 0 && p < 1:
		r.Uncertainty.Value, r.Uncertainty.Method = "", "zero, which the standard error of this value cannot be"
	default:
		r.Uncertainty.Kind = evidence.StdErr
	}
}

// repeated gives a result of several answers to each question the number of
// questions. What its standard error is of is not in the file.
func (l *lmEval) repeated(x *evidence.Result) {
	x.Counted(place.Place{Node: l.told["n-samples"][x.Task].Get("effective")}.Count(), "file")
	if m, _, ok := recoverCount(x.Value, x.Uncertainty.Value); !ok || m != x.N {
		x.Uncertainty.Kind, x.Uncertainty.Method = "", "of repeated answers, which are not independent"
		return
	}
	x.K, x.Unit = proportionOf(x.Value, x.N), "proportion"
}

// recoverCount finds n and k of a share k/n from its standard error
// sqrt(p(1-p)/(n-1)), which is what the harness writes for the mean of zeros
// and ones: n = p(1-p)/se² + 1. It holds only if n is whole within 1e-6 and k/n
// is the very number that was written.
func recoverCount(value, stderr string) (n, k string, ok bool) {
	p, ok1 := decimal.Float(value)
	se, ok2 := decimal.Float(stderr)
	if !ok1 || !ok2 || !(p > 0 && p < 1 && se > 0) {
		return "", "", false
	}
	exact := p*(1-p)/(se*se) + 1
	whole := math.Round(exact)
	if whole < 2 || whole > 1e9 || math.Abs(exact-whole) > 1e-6*math.Max(1, whole*1e-4) {
		return "", "", false
	}
	n = strconv.FormatInt(int64(whole), 10)
	kk := math.Round(p * whole)
	if math.Abs(kk/whole-p) > 1e-15*math.Max(1, p) {
		return "", "", false
	}
	return n, strconv.FormatInt(int64(kk), 10), true
}

// completeness: a run with a limit measured part of its data. Where the file
// says how many examples there were, that counts.
func (l *lmEval) completeness() {
	expected, observed, short, all := big.NewInt(0), big.NewInt(0), place.Place{}, true
	tasks := l.root.Get("n-samples").InOrder()
	for _, task := range tasks {
		original, effective := task.Get("original").Count(), task.Get("effective").Count()
		if original == "" || effective == "" {
			l.malformed(task, "n-samples lacks the integers original and effective", "Generate the file again.")
			all = false
			continue
		}
		l.atMost(task.Get("effective"), task.Get("original"), "examples were used")
		add(expected, original)
		add(observed, effective)
		if short.Node == nil && decimal.Rational(effective).Cmp(decimal.Rational(original)) < 0 {
			short = task
		}
	}
	limit := l.root.Get("config").Get("limit")
	switch {
	case len(tasks) > 0 && limit.Present() && l.uncounted() != "":
		l.incomplete(limit, evidence.Partial, fmt.Sprintf("the run was limited to %s examples per task, and the file has no example count for %s", limit.Value(), l.uncounted()))
	case len(tasks) > 0 && all:
		l.Completeness = evidence.Completeness{At: l.root.Get("n-samples").Anchor, State: evidence.Complete, Expected: expected.String(), Observed: observed.String()}
		if short.Node != nil {
			l.incomplete(short, evidence.Partial, fmt.Sprintf("%s of the %s examples of %s were used", short.Get("effective").Value(), short.Get("original").Value(), short.Node.Key))
		}
	case limit.Present():
		l.incomplete(limit, evidence.Partial, "the run was limited to "+limit.Value()+" examples per task")
	case limit.Node != nil:
		l.incomplete(limit, evidence.Complete, "")
	}
}

// uncounted is a task, and no group, of which n-samples says nothing; "" if there is
// none.
func (l *lmEval) uncounted() string {
	for _, task := range l.root.Get("results").InOrder() {
		if name := task.Node.Key; l.told["n-samples"][name] == nil && len(l.parts[name]) == 0 {
			return name
		}
	}
	return ""
}

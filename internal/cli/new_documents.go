package cli

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evaluation"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/cards"
	"github.com/modelgate-dev/modelgate/internal/evidence/datasets"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/schemas"
)

// reviewed marks a value that was inferred, with where it is from.
func reviewed(from string) string { return " # review: from " + actions.Clean(from) }

// maxBegun is how many results or datasets a document is begun with.
const maxBegun = 50

// results are the finite results of the model's evaluations: those of the whole, each
// metric of each task and filter once.
func (b beginning) results() (out []evidence.Result, from []string) {
	seen := map[aim]bool{}
	for _, e := range b.model.Evaluations {
		for _, r := range e.Results {
			if r.Valid && r.Slice == "" && b.scales.Measures(r.Metric) && !seen[aimOf(r)] {
				seen[aimOf(r)] = true
				out, from = append(out, r), append(from, e.Path)
			}
		}
	}
	return out, from
}

// sliced is how many finite results on slices there are.
func (b beginning) sliced() int {
	n := 0
	for _, e := range b.model.Evaluations {
		for _, r := range e.Results {
			if r.Valid && r.Slice != "" && b.scales.Measures(r.Metric) {
				n++
			}
		}
	}
	return n
}

// aim is what a threshold begun on a result selects. Its settings are those that tell
// results of one metric apart, as NAME=VALUE with a line feed after each.
type aim struct{ metric, task, settings string }

// aimSettings are the names of settings that a threshold begun selects by: each says
// which part of an evaluation a result is of.
var aimSettings = []string{"model", "area", "confidence_threshold", "filter", "iou", "iou_type", "max_dets", "output", "row", "scorer", "stage", "tests"}

func aimOf(r evidence.Result) aim {
	a := aim{metric: r.Metric, task: r.Task}
	for _, name := range aimSettings {
		if value := r.Setting(name); value != "" {
			a.settings += name + "=" + value + "\n"
		}
	}
	return a
}

// each visits the settings of an aim.
func (a aim) each(visit func(name, value string)) {
	for _, setting := range strings.Split(strings.TrimSuffix(a.settings, "\n"), "\n") {
		if name, value, ok := strings.Cut(setting, "="); ok {
			visit(name, value)
		}
	}
}

// name is what the id of a threshold has of it.
func (a aim) name() string {
	parts := a.metric + "-" + a.task
	a.each(func(_, value string) { parts = strings.TrimSuffix(parts, "-") + "-" + value })
	return strings.Trim(parts, "-")
}

// lines are the keys of a threshold that select it.
func (a aim) lines(from string) string {
	s := fmt.Sprintf("  metric: %s%s\n", document.Quoted(a.metric), reviewed(from))
	if a.task != "" {
		s += fmt.Sprintf("  task: %s\n", document.Quoted(a.task))
	}
	var settings []string
	a.each(func(name, value string) { settings = append(settings, name+": "+document.Quoted(value)) })
	if len(settings) > 0 {
		s += "  variant: {" + strings.Join(settings, ", ") + "}\n"
	}
	return s
}

// of reports whether a threshold asks about all that the aim selects.
func (a aim) of(t config.Threshold) bool {
	other := func(s config.Setting) bool { return !strings.Contains("\n"+a.settings, "\n"+s.Name+"="+s.Value+"\n") }
	return t.Metric == a.metric && (t.Task == "" || t.Task == a.task) && !slices.ContainsFunc(t.Variant, other)
}

// name is the name of the model's directory, or "model".
func (b beginning) name() string {
	if b.model.ID == "." {
		return "model"
	}
	return path.Base(b.model.ID)
}

// readme is the README of the model's directory, however its name is written; "" for none.
func (b beginning) readme() string {
	for _, e := range b.tree.Under(b.model.ID) {
		if path.Dir(e.Path) == b.model.ID && strings.EqualFold(path.Base(e.Path), "README.md") {
			return e.Path
		}
	}
	return ""
}

// card begins a model card. Its sections hold placeholders, which fail.
func (b beginning) card() ([]begun, error) {
	file := "README.md"
	if project := b.readme(); b.isCard != nil && project != "" {
		is, err := b.isCard(project)
		if err != nil {
			return nil, err
		}
		if !is { // the page of a project: the card is a file of its own beside it
			file = "MODEL_CARD.md"
		}
	}
	if c := b.model.Card; !b.stdout && (file == "README.md" || c.Path != b.readme()) && c.Present && slices.Contains([]string{cards.FormatHuggingFace, cards.FormatMarkdown}, c.Format) {
		return nil, usage("%s already has a model card, %s; use --stdout to print a draft instead", b.model.ID, c.Path)
	}
	found := b.infer()
	var s strings.Builder
	s.WriteString("---\n# Drafted by modelgate new. Review every value marked \"review\", then remove the mark.\n")
	s.WriteString("# license: required, an identifier from https://huggingface.co/docs/hub/repositories-licenses\n# language: required for language models, such as en\n")
	for _, f := range []struct {
		key string
		fact
	}{{"library_name", found.library}, {"pipeline_tag", found.task}, {"base_model", found.base}} {
		if f.value != "" {
			fmt.Fprintf(&s, "%s: %s%s\n", f.key, document.Quoted(f.value), reviewed(f.from))
		} else {
			fmt.Fprintf(&s, "# %s: not found in any file\n", f.key)
		}
	}
	if len(b.model.Datasets) > 0 {
		s.WriteString("datasets:\n")
		for _, d := range b.model.Datasets[:min(len(b.model.Datasets), maxBegun)] {
			from, _ := d.At.Split(b.has)
			fmt.Fprintf(&s, "  - %s%s\n", document.Quoted(d.Name), reviewed(from))
		}
		if more := len(b.model.Datasets) - maxBegun; more > 0 {
			fmt.Fprintf(&s, "  # and %d more\n", more)
		}
	} else {
		s.WriteString("# datasets: required, the names of the training datasets; each needs a data card\n")
	}
	s.WriteString("tags: []\n---\n# Model card: " + markdownText(b.name()) + "\n")
	notes := b.notes()
	for _, title := range []string{"Model description", "Intended use", "Out-of-scope use", "Training data"} {
		fmt.Fprintf(&s, "\n## %s\n\n<!-- modelgate: write this section -->\n\nMore information needed\n", title)
		if title == "Model description" && len(notes) > 0 { // in a comment: a person writes the text
			s.WriteString("\n<!-- review: found, for the text above\n" + strings.Join(notes, "") + "-->\n")
		}
	}
	s.WriteString("\n## Evaluation\n\n<!-- modelgate: write this section -->\n\nMore information needed\n")
	results, from := b.results()
	if len(results) > 0 { // in a comment: a claim is made by a person
		s.WriteString("\n<!-- review: found results, for the text above\n")
		for i, r := range results[:min(len(results), maxBegun)] {
			fmt.Fprintf(&s, "%s: %s, from %s\n", commentText(aimOf(r).name()), commentText(r.Raw), commentText(from[i]))
		}
		if more := len(results) - maxBegun; more > 0 {
			fmt.Fprintf(&s, "and %d more\n", more)
		}
		s.WriteString("-->\n")
	}
	if shape := b.signature(); shape != "" {
		s.WriteString("\n## Technical specifications\n\n<!-- modelgate: write this section -->\n\nMore information needed\n\n" + shape)
	}
	for _, title := range []string{"Limitations", "Bias and risks", "Contact"} {
		fmt.Fprintf(&s, "\n## %s\n\n<!-- modelgate: write this section -->\n\nMore information needed\n", title)
	}
	return []begun{{path: path.Join(b.model.ID, file), text: s.String()}}, nil
}

// markdownText is a text that means nothing in Markdown.
func markdownText(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("\\`*_{}[]<>#|!&", r) {
			return '-'
		}
		return r
	}, actions.Clean(s))
}

// commentText is a text that cannot end a comment of HTML.
func commentText(s string) string {
	return strings.NewReplacer("-->", "-- >", "--!>", "--! >", "<!--", "< !--").Replace(actions.Clean(s))
}

// data begins a data card for each dataset that has none. Everything that only
// a person can say is left out, and found missing.
func (b beginning) data() ([]begun, error) {
	taken := map[string]bool{} // by their names in lower case, which some file systems do not tell apart
	for _, e := range b.tree.Entries() {
		taken[strings.ToLower(e.Path)] = true
	}
	var out []begun
	described, by := "", "" // a dataset that has a description in another format only
	for _, d := range b.model.Datasets {
		if d.Card.Present && d.Card.Format != datasets.FormatDataCard && by == "" && b.has(d.Card.Path) {
			described, by = d.Name, d.Card.Path
		}
		if d.Card.Present || len(out) == maxBegun {
			continue
		}
		name := free("datacards/"+fileName(d.Name), func(name string) bool { return taken[strings.ToLower(name)+".yaml"] })
		taken[strings.ToLower(name)+".yaml"] = true
		from, _ := d.At.Split(b.has)
		text := schemas.Line(schema.DataCard) + "# Drafted by modelgate new.\n" +
			"# `modelgate check` shows what is required: license, source, storage, personal data.\n" +
			"apiVersion: modelgate.dev/v1\nkind: DataCard\nname: " + document.Quoted(d.Name) + reviewed(from) + "\n"
		out = append(out, begun{path: name + ".yaml", text: text})
	}
	page := ""
	if len(b.model.Datasets) == 0 {
		if page = b.dataPage(); page == "" {
			out = b.dataFound(taken)
		}
	}
	switch {
	case len(out) > 0:
		return out, nil
	case page != "":
		return nil, usage("no card of %s lists datasets, and %q describes one; for a data card of it, run `modelgate new data --from %s`, and list its name under `datasets` in the model card", b.model.ID, actions.Clean(page), shown(page))
	case by != "":
		return nil, usage("no dataset of %s is without a description; for a data card of %q, run `modelgate new data --from %s`", b.model.ID, described, by)
	case len(b.model.Datasets) > 0:
		return nil, usage("every dataset of %s has a data card; add other datasets to the model card first", b.model.ID)
	case b.model.Card.Present:
		return nil, usage("the model card of %s lists no datasets; add them under `datasets` first, or start from a description of the data with --from FILE", b.model.ID)
	}
	return nil, usage("%[1]s has no model card that lists datasets; write it first with `modelgate new card %[1]s`, or start from a description of the data with --from FILE", b.model.ID)
}

// fileName is a text as the name of a file: letters, digits, dots and dashes.
func fileName(s string) string {
	name := strings.Trim(strings.Map(func(r rune) rune {
		if r < 0x80 && (r == '.' || r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') {
			return r
		}
		return '-'
	}, s), ".-")
	return cmp.Or(name[:min(len(name), 80)], "unnamed")
}

// thresholds begins the bounds on what the evaluations have, less those that are
// there already. A bound that a metric should have is for a person to say: what
// can be said without one is that it gets no worse, where it is known what worse
// is.
func (b beginning) thresholds() ([]begun, error) {
	results, from := b.results()
	if len(results) == 0 {
		return nil, b.withoutResults()
	}
	for _, metric := range slices.Concat(b.higher, b.lower) {
		if !slices.ContainsFunc(results, func(r evidence.Result) bool { return r.Metric == metric }) {
			return nil, usage("no evaluation of %s has a result of the metric %q", b.model.ID, metric)
		}
	}
	out := begun{path: config.ThresholdsPath, list: "/thresholds"}
	results, from = out.ofOneModel(results, from)
	results, from = b.ofTheModel(&out, results, from)
	out.sliced = b.sliced()
	ids := map[string]bool{}
	for _, t := range b.config.Thresholds {
		ids[t.ID] = true
	}
	for i, r := range results {
		aim := aimOf(r)
		switch {
		case b.bounded(aim):
			continue
		case len(out.items) == maxBegun:
			out.beyond++
			continue
		}
		direction, said, err := b.direction(r)
		if err != nil {
			return nil, err
		}
		if how := b.dispute(aim, direction); how != "" {
			out.disputed = append(out.disputed, how)
			continue
		}
		id := free(strings.ToLower(fileName(b.name()+"-"+aim.name())), func(id string) bool { return ids[id] })
		ids[id] = true
		entry := fmt.Sprintf("- id: %s\n%s  models: [%s]\n%s  direction: ",
			document.Quoted(id), aim.lines(from[i]), document.Quoted(literalGlob.Replace(b.model.ID)), b.margin(r))
		switch {
		case direction == "":
			if metric := actions.Clean(r.Metric); !slices.Contains(out.rest, metric) {
				out.rest = append(out.rest, metric)
			}
		case said:
			out.items = append(out.items, entry+direction+"\n")
		case r.Direction == "":
			out.items = append(out.items, entry+direction+" # review: usual for this metric\n")
		default:
			out.items = append(out.items, entry+direction+reviewed(from[i])+"\n")
		}
	}
	switch {
	case len(out.items) == 0 && len(out.disputed) > 0:
		return nil, usage("%s", strings.Join(out.leftOut(), "\n"))
	case len(out.items) == 0 && len(out.rest) > 0:
		return nil, usage("the better direction of every metric is unknown; pass --higher METRIC or --lower METRIC (%s: %s)", counted(len(out.rest), "metric", "metrics"), firsts(out.rest, maxUndirected, ", "))
	case len(out.items) == 0 && (len(out.rivals) > 0 || out.others > 0):
		return nil, usage("%s", strings.Join(out.leftOut(), "\n"))
	}
	out.text = schemas.Line(schema.Thresholds) + "# Drafted by modelgate new. Review every value marked \"review\". It takes effect once it is merged.\napiVersion: modelgate.dev/v1\nkind: Thresholds\nthresholds:\n" + indented(out.items)
	return []begun{out}, nil
}

// maxDisputes bounds how many disputed metrics are shown, maxUndirected how many without a
// direction.
const (
	maxDisputes   = 5
	maxUndirected = 20
)

// leftOut says why metrics are not in the document.
func (d begun) leftOut() []string {
	var out []string
	if n := len(d.disputed); n > 0 {
		out = append(out, fmt.Sprintf("the files of the model disagree about %s; list its own results as `evaluations` of the model in %s, and try again:\n  %s",
			counted(n, "metric", "metrics"), config.ConfigPath, firsts(d.disputed, maxDisputes, "\n  ")))
	}
	if n := len(d.rivals); n > 0 {
		out = append(out, fmt.Sprintf("%s of several models are in one table; write a threshold with `variant: {model: NAME}`, or keep the row of this model only: %s", counted(d.rivalry, "result", "results"), firsts(d.rivals, maxDisputes, ", ")))
	}
	if d.beyond > 0 {
		out = append(out, fmt.Sprintf("a draft has at most %d thresholds, and there are %d more results; run it again with --append", maxBegun, d.beyond))
	}
	if d.sliced > 0 {
		out = append(out, fmt.Sprintf("thresholds on slices are chosen by people (`slices: {by: class, required: [NAME]}`): %s", counted(d.sliced, "result", "results")))
	}
	if d.others > 0 {
		out = append(out, d.othersLeftOut())
	}
	if n := len(d.rest); n > 0 {
		out = append(out, fmt.Sprintf("the better direction of %s is unknown (pass --higher METRIC or --lower METRIC): %s", counted(n, "metric", "metrics"), firsts(d.rest, maxUndirected, ", ")))
	}
	return out
}

// firsts are the first of some texts, and how many more there are.
func firsts(texts []string, most int, between string) string {
	if more := len(texts) - most; more > 0 {
		return strings.Join(texts[:most], between) + between + fmt.Sprintf("and %d more", more)
	}
	return strings.Join(texts, between)
}

// dispute says how the files of the model state otherwise what a threshold on an aim would
// select, "" if they agree: its check would fail for as long as they do not.
func (b beginning) dispute(a aim, direction string) string {
	t := config.Threshold{ID: "draft", Metric: a.metric, Task: a.task, NotWorse: "0", Direction: direction, Severity: config.Block}
	a.each(func(name, value string) { t.Variant = append(t.Variant, config.Setting{Name: name, Value: value}) })
	checks, err := evaluation.Check(evaluation.Inputs{Thresholds: []config.Threshold{t}, Policy: b.config.Baseline, Evidence: b.config.Evidence,
		Head: b.model, Base: b.model, Compared: evaluation.Baseline{Model: b.model}, Now: b.now, Scales: b.scales})
	i := slices.IndexFunc(checks, func(c evidence.Check) bool { return c.Reason == evidence.ReasonAmbiguous })
	if err != nil || i < 0 {
		return ""
	}
	return actions.Clean(a.name() + ": " + checks[i].Detail)
}

// withoutResults is the error about a model that has no result. The results that no
// model has are likely to be its own.
func (b beginning) withoutResults() error {
	files, err := b.unowned()
	if err != nil {
		return err
	}
	if len(files) > 0 {
		return usage("no evaluation of %s has a finite result, and the results in %q%s belong to no model; to use them, %s",
			b.model.ID, actions.Clean(files[0]), andMore(files), b.toUse(document.Quoted(actions.Clean(literalGlob.Replace(files[0])))))
	}
	if files, err = b.unread(); err != nil {
		return err
	}
	if len(files) > 0 {
		return usage("no evaluation of %s has a finite result, and the results in %q%s are in directories that are not read; to use those of the model, %s",
			b.model.ID, actions.Clean(files[0]), andMore(files), b.toUse(document.Quoted(actions.Clean(literalGlob.Replace(files[0])))))
	}
	if runs := b.runs(); len(runs) > 0 {
		if last := b.stored().Run; last != "" && last != runs[0] {
			runs = append([]string{last}, slices.DeleteFunc(runs, func(run string) bool { return run == last })...)
		}
		metrics := document.Quoted(actions.Clean(literalGlob.Replace(runs[0])) + "/metrics/**")
		return usage("no evaluation of %s has a finite result; results of MLflow are in %q%s. To use the run that made the model, %s",
			b.model.ID, actions.Clean(runs[0]), andMore(runs), b.toUse("{path: "+metrics+", format: mlflow-file-store}"))
	}
	if n := b.sliced(); n > 0 {
		return usage("every finite result of %s is on a slice (%s); thresholds on slices are chosen by people: write one with `slices: {by: class, required: [NAME]}`", b.model.ID, counted(n, "result", "results"))
	}
	return usage("no evaluation of %s has a finite result", b.model.ID)
}

// andMore counts the names of a list after the first.
func andMore(names []string) string {
	if n := len(names) - 1; n > 0 {
		return fmt.Sprintf(" (and %d more)", n)
	}
	return ""
}

// toUse says how the model gets evaluations that are elsewhere.
func (b beginning) toUse(evaluations string) string {
	return fmt.Sprintf("write this in %s and try again:\n\nmodels:\n  - path: %s\n    evaluations: [%s]", config.ConfigPath, document.Quoted(actions.Clean(b.model.ID)), evaluations)
}

// bounded reports whether a threshold asks about an aim of the model already.
func (b beginning) bounded(a aim) bool {
	return slices.ContainsFunc(b.config.Thresholds, func(t config.Threshold) bool { return a.of(t) && t.For(b.model.ID) })
}

// direction is which way is better of a result, and whether a person said it.
func (b beginning) direction(r evidence.Result) (direction string, said bool, err error) {
	higher, lower := slices.Contains(b.higher, r.Metric), slices.Contains(b.lower, r.Metric)
	switch {
	case higher && lower, higher && r.Direction == "lower", lower && r.Direction == "higher":
		return "", false, usage("conflicting directions for metric %q: both --higher and --lower apply, and the file states %q", r.Metric, r.Direction)
	case higher:
		return "higher", true, nil
	case lower:
		return "lower", true, nil
	}
	return string(cmp.Or(r.Direction, b.scales.Direction(r.Metric))), false, nil
}

// literalGlob writes a text as a glob that matches it alone.
var literalGlob = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`, `{`, `\{`)

// findWaived gives a waiver the rule and the model of the finding that a report
// has under its fingerprint.
func (e *Env) findWaived(f *waiverFlags) error {
	r, err := e.readRecorded(f.from)
	var unread *exit
	if errors.As(err, &unread) {
		return &exit{Misused, unread.err}
	}
	if err != nil {
		return err
	}
	for _, d := range r.All() {
		for _, j := range d.Findings {
			if j.Fingerprint != f.fingerprint {
				continue
			}
			if f.rule != "" && f.rule != j.Rule || f.model != "" && f.model != d.Subject.ID {
				return usage("finding %s belongs to rule %s and model %s", f.fingerprint, j.Rule, d.Subject.ID)
			}
			f.rule, f.model = j.Rule, d.Subject.ID
			return nil
		}
	}
	return &exit{Misused, errors.New("the report has no finding with fingerprint " + f.fingerprint)}
}

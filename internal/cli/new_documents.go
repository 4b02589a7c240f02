package cli

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// yamlText is a text in YAML that nothing takes for anything else.
func yamlText(s string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string always can be
	return strings.TrimSuffix(b.String(), "\n")
}

// reviewed marks a value that was inferred, with where it is from.
func reviewed(from string) string { return " # review: from " + actions.Clean(from) }

// tasksOf are the tasks that the classes of the transformers library are made
// for, by the end of their names (huggingface/transformers, models/auto).
var tasksOf = []struct{ suffix, task string }{
	{"ForSequenceClassification", "text-classification"}, {"ForTokenClassification", "token-classification"},
	{"ForQuestionAnswering", "question-answering"}, {"ForCausalLM", "text-generation"}, {"ForMaskedLM", "fill-mask"},
	{"ForImageClassification", "image-classification"}, {"ForObjectDetection", "object-detection"},
	{"ForSemanticSegmentation", "image-segmentation"}, {"ForCTC", "automatic-speech-recognition"}, {"ForAudioClassification", "audio-classification"},
}

// fact is a value that was found, and the file that has it.
type fact struct{ value, from string }

// inferred are the facts about a model that its files state.
type inferred struct{ library, task, base fact }

// infer reads what the files of the model say: the card of a tool, such as
// MLmodel, and the settings that transformers and peft write.
func (b beginning) infer() inferred {
	var out inferred
	from, _, _ := strings.Cut(string(b.model.Card.At), "#")
	if c := b.model.Card; c.Present {
		if c.Library.Present {
			out.library = fact{c.Library.Value, from}
		}
		if c.Task.Present {
			out.task = fact{c.Task.Value, from}
		}
		if len(c.BaseModels.Items) > 0 {
			out.base = fact{c.BaseModels.Items[0].Value, from}
		}
	}
	if root := b.settings("config.json"); root.Get("model_type") != nil {
		at := path.Join(b.model.ID, "config.json")
		if out.library.value == "" {
			out.library = fact{"transformers", at}
		}
		if a := root.Get("architectures"); out.task.value == "" && a != nil && len(a.Children) > 0 {
			for _, t := range tasksOf {
				if strings.HasSuffix(a.Children[0].Value, t.suffix) {
					out.task = fact{t.task, at}
				}
			}
		}
	}
	if base := b.settings("adapter_config.json").Get("base_model_name_or_path"); base != nil && base.Kind == document.String && base.Value != "" {
		at := path.Join(b.model.ID, "adapter_config.json")
		out.library, out.base = fact{"peft", at}, fact{base.Value, at}
	}
	return out
}

// settings is a JSON file of the model's directory, nil if there is none.
func (b beginning) settings(name string) *document.Node {
	file := path.Join(b.model.ID, name)
	src, err := b.tree.Read(file, document.MaxBytes)
	if err != nil {
		return nil
	}
	d, _ := document.Parse(file, src)
	return d.Root
}

// maxBegun is how many results or datasets a document is begun with.
const maxBegun = 50

// results are the finite results of the model's evaluations, each metric of the
// whole once.
func (b beginning) results() (out []evidence.Result, from []string) {
	for _, e := range b.model.Evaluations {
		for _, r := range e.Results {
			if r.Valid && r.Slice == "" && len(out) < maxBegun && !slices.ContainsFunc(out, func(x evidence.Result) bool { return x.Metric == r.Metric }) {
				out, from = append(out, r), append(from, e.Path)
			}
		}
	}
	return out, from
}

// name is the name of the model's directory, or "model".
func (b beginning) name() string {
	if b.model.ID == "." {
		return "model"
	}
	return path.Base(b.model.ID)
}

// card begins a model card. Its sections hold placeholders, which fail.
func (b beginning) card() ([]begun, error) {
	found := b.infer()
	var s strings.Builder
	s.WriteString("---\n# Begun by modelgate new. Look at every value that is marked \"review\", then remove the mark.\n")
	s.WriteString("# license: owed, an identifier of https://huggingface.co/docs/hub/repositories-licenses\n# language: owed if the model is about language, such as en\n")
	for _, f := range []struct {
		key string
		fact
	}{{"library_name", found.library}, {"pipeline_tag", found.task}, {"base_model", found.base}} {
		if f.value != "" {
			fmt.Fprintf(&s, "%s: %s%s\n", f.key, yamlText(f.value), reviewed(f.from))
		} else {
			fmt.Fprintf(&s, "# %s: no file says\n", f.key)
		}
	}
	if len(b.model.Datasets) > 0 {
		s.WriteString("datasets:\n")
		for _, d := range b.model.Datasets[:min(len(b.model.Datasets), maxBegun)] {
			from, _, _ := strings.Cut(string(d.At), "#")
			fmt.Fprintf(&s, "  - %s%s\n", yamlText(d.Name), reviewed(from))
		}
	} else {
		s.WriteString("# datasets: owed, the names of the datasets that the model was trained on; each has a data card\n")
	}
	s.WriteString("tags: []\n---\n# Model card: " + markdownText(b.name()) + "\n")
	for _, title := range []string{"Model description", "Intended use", "Out-of-scope use", "Training data"} {
		fmt.Fprintf(&s, "\n## %s\n\n<!-- modelgate: write this section -->\n\nMore information needed\n", title)
	}
	s.WriteString("\n## Evaluation\n\n<!-- modelgate: write this section -->\n\nMore information needed\n")
	results, from := b.results()
	if len(results) > 0 { // in a comment: a claim is made by a person
		s.WriteString("\n<!-- review: found results, for the text above\n")
		for i, r := range results {
			fmt.Fprintf(&s, "%s: %s, from %s\n", commentText(r.Metric), commentText(r.Raw), commentText(from[i]))
		}
		s.WriteString("-->\n")
	}
	for _, title := range []string{"Limitations", "Contact"} {
		fmt.Fprintf(&s, "\n## %s\n\n<!-- modelgate: write this section -->\n\nMore information needed\n", title)
	}
	return []begun{{path.Join(b.model.ID, "README.md"), s.String()}}, nil
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
	var out []begun
	for _, d := range b.model.Datasets {
		if d.Card.Present || len(out) == maxBegun {
			continue
		}
		from, _, _ := strings.Cut(string(d.At), "#")
		text := "# Begun by modelgate new. Shape: https://github.com/modelgate-dev/modelgate/blob/main/schemas/data-card.schema.json.\n" +
			"# `modelgate check` says what is owed: licence, source, storage, personal data.\n" +
			"apiVersion: modelgate.dev/v1\nkind: DataCard\nname: " + yamlText(d.Name) + reviewed(from) + "\n"
		out = append(out, begun{"datacards/" + fileName(d.Name) + ".yaml", text})
	}
	if len(out) == 0 {
		return nil, usage("no dataset of %s is without a data card: name the datasets in the model card first", b.model.ID)
	}
	return out, nil
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

// thresholds begins the bounds on what the evaluations have. A bound that a
// metric should have is for a person to say: what can be said without one is
// that it gets no worse.
func (b beginning) thresholds() ([]begun, error) {
	results, from := b.results()
	if len(results) == 0 {
		return nil, usage("no evaluation of %s has a result that is a finite number", b.model.ID)
	}
	var known, unknown strings.Builder
	for i, r := range results {
		entry := fmt.Sprintf("- id: %s\n  metric: %s%s\n  models: [%s]\n  not_worse_by: 0 # review: it is %s now; min or max sets a bound\n",
			yamlText(fmt.Sprintf("m%d-%s", i+1, strings.ToLower(fileName(r.Metric)))), yamlText(r.Metric), reviewed(from[i]), yamlText(b.model.ID), actions.Clean(r.Raw))
		out, prefix := &known, "  "
		if r.Direction == "" {
			entry += "  direction: # higher or lower: the results do not say, and it is never guessed\n"
			out, prefix = &unknown, "#  "
		} else {
			entry += "  direction: " + r.Direction + reviewed(from[i]) + "\n"
		}
		for line := range strings.Lines(entry) {
			out.WriteString(prefix + line)
		}
	}
	s := "# Begun by modelgate new. Look at every value that is marked \"review\". It counts once it is merged.\napiVersion: modelgate.dev/v1\nkind: Thresholds\nthresholds:"
	if known.Len() == 0 {
		s += " []"
	}
	s += "\n" + known.String() + unknown.String()
	return []begun{{config.ThresholdsPath, s}}, nil
}

// findWaived gives a waiver the rule and the model of the finding that a report
// has under its fingerprint.
func (e *Env) findWaived(f *waiverFlags) error {
	r, err := e.recorded(f.from)
	if err != nil {
		return err
	}
	for _, d := range r.All() {
		for _, j := range d.Findings {
			if j.Fingerprint != f.fingerprint {
				continue
			}
			if f.rule != "" && f.rule != j.Rule || f.model != "" && f.model != d.Subject.ID {
				return usage("the finding %s is of rule %s and model %s", f.fingerprint, j.Rule, d.Subject.ID)
			}
			f.rule, f.model = j.Rule, d.Subject.ID
			return nil
		}
	}
	return &exit{Misused, errors.New("no finding of the report has the fingerprint " + f.fingerprint)}
}

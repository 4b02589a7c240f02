package cli

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

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
// MLmodel, the settings that transformers and peft write, and the packages that
// are required.
func (b beginning) infer() inferred {
	var out inferred
	from, _ := b.model.Card.At.Split(b.has)
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
		if from := root.Get("_name_or_path"); out.base.value == "" && from != nil && hubModel.MatchString(from.Value) {
			out.base = fact{from.Value, at}
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
	if out.library.value == "" {
		out.library = b.findLibrary()
	}
	return out
}

// hubModel is the name of a model of the hub, of an owner: not a path.
var hubModel = pattern.New(`^[A-Za-z0-9][A-Za-z0-9_.-]*/[A-Za-z0-9][A-Za-z0-9_.-]*$`)

// has reports whether a file is there.
func (b beginning) has(file string) bool {
	_, ok := b.tree.Lookup(file)
	return ok
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

// libraries are packages of Python that models are made with, and what the hub
// calls them (huggingface.js, packages/tasks/src/model-libraries.ts). Those that
// build upon others come first.
var libraries = []struct{ pkg, library string }{
	{"peft", "peft"}, {"setfit", "setfit"}, {"span-marker", "span-marker"}, {"sentence-transformers", "sentence-transformers"}, {"bertopic", "bertopic"},
	{"pyannote-audio", "pyannote-audio"}, {"speechbrain", "speechbrain"}, {"nemo-toolkit", "nemo"}, {"open-clip-torch", "open_clip"}, {"ultralytics", "ultralytics"},
	{"diffusers", "diffusers"}, {"transformers", "transformers"}, {"timm", "timm"}, {"flair", "flair"}, {"stanza", "stanza"}, {"spacy", "spacy"}, {"fastai", "fastai"},
	{"stable-baselines3", "stable-baselines3"}, {"xgboost", "xgboost"}, {"lightgbm", "lightgbm"}, {"catboost", "catboost"}, {"scikit-learn", "sklearn"},
	{"keras", "keras"}, {"tensorflow", "tf-keras"}, {"torch", "pytorch"},
}

// requirementFiles are where packages are required, as pip, uv, poetry and conda
// have it, and MLflow beside a model.
var requirementFiles = []string{"requirements.txt", "pyproject.toml", "conda.yaml", "conda.yml", "environment.yaml", "environment.yml"}

// findRequired returns the libraries that are required nearest to the model: in its
// directory, else in the one above, and so on.
func (b beginning) findRequired() []fact {
	for dir := b.model.ID; ; dir = path.Dir(dir) {
		var out []fact
		for _, name := range requirementFiles {
			file := path.Join(dir, name)
			packages := b.packages(file)
			for _, l := range libraries {
				if slices.Contains(packages, l.pkg) {
					out = append(out, fact{l.library, file})
				}
			}
		}
		if dir == "." || len(out) > 0 {
			return out
		}
	}
}

// packages are the names of the packages that a file requires, as pip compares
// them: in lower case, with hyphens.
func (b beginning) packages(file string) []string {
	src, err := b.tree.Read(file, document.MaxBytes)
	if err != nil {
		return nil
	}
	var required []string
	if path.Ext(file) == ".txt" {
		required = strings.Split(string(src), "\n")
	} else {
		d, _ := document.Parse(file, src)
		for _, at := range []string{"/project/dependencies", "/tool/poetry/dependencies", "/dependencies"} {
			required = append(required, texts(d.Lookup(at))...)
		}
	}
	var out []string
	for _, r := range required {
		if name := packageName.FindString(strings.TrimSpace(r)); name != "" {
			out = append(out, strings.NewReplacer("_", "-", ".", "-").Replace(strings.ToLower(name)))
		}
	}
	return out
}

// packageName is the name at the start of a requirement (PEP 508); a channel of
// conda may stand before it.
var packageName = pattern.New(`^[A-Za-z0-9][A-Za-z0-9._-]*`)

// texts are the items of a list, of lists in it too, or the keys of a mapping.
func texts(n *document.Node) []string {
	if n == nil {
		return nil
	}
	var out []string
	for _, c := range n.Children {
		switch {
		case n.Kind == document.Mapping && c.Kind != document.Sequence:
			out = append(out, c.Key)
		case c.Kind == document.String:
			out = append(out, c.Value[strings.LastIndex(c.Value, "::")+1:])
		default:
			out = append(out, texts(c)...)
		}
	}
	return out
}

// signature says in a comment what goes into the model and comes out of it, as
// MLmodel has it, and its flavors; "" without a file of that name.
func (b beginning) signature() string {
	file := path.Join(b.model.ID, "MLmodel")
	src, err := b.tree.Read(file, document.MaxBytes)
	if err != nil {
		return ""
	}
	d, _ := document.ParseAs(document.YAML, file, src)
	var lines []string
	if flavors := texts(d.Lookup("/flavors")); len(flavors) > 0 {
		lines = append(lines, "flavors: "+strings.Join(flavors, ", "))
	}
	for _, side := range []string{"inputs", "outputs"} {
		if columns := columnsOf(d.Lookup("/signature/" + side)); len(columns) > 0 {
			lines = append(lines, side+": "+strings.Join(columns, ", "))
		}
	}
	if len(lines) == 0 {
		return ""
	}
	var s strings.Builder
	fmt.Fprintf(&s, "<!-- review: found in %s, for the text above\n", commentText(file))
	for _, line := range lines {
		s.WriteString(commentText(line) + "\n")
	}
	return s.String() + "-->\n"
}

// columnsOf are the names and types of one side of a signature, which MLflow
// writes as JSON in a text.
func columnsOf(n *document.Node) []string {
	if n == nil || n.Kind != document.String {
		return nil
	}
	var columns []struct{ Name, Type string }
	if json.Unmarshal([]byte(n.Value), &columns) != nil {
		return nil
	}
	var out []string
	for _, c := range columns[:min(len(columns), maxBegun)] {
		out = append(out, strings.TrimSpace(c.Name+" "+c.Type))
	}
	return out
}

package cli

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// weightsLibraries are the libraries that write weights of an ending, as the hub calls
// them; the first where nothing tells more.
var weightsLibraries = map[string][]string{
	".keras": {"keras", "tf-keras"}, ".h5": {"keras", "tf-keras"}, ".cbm": {"catboost"}, ".ubj": {"xgboost"}, ".xgb": {"xgboost"}, ".skops": {"sklearn"},
	".nemo": {"nemo"}, ".tflite": {"tflite"}, ".pt": torchLibraries, ".pth": torchLibraries, ".ckpt": torchLibraries,
}

var torchLibraries = []string{"pytorch", "peft", "setfit", "span-marker", "sentence-transformers", "pyannote-audio", "speechbrain", "nemo", "open_clip", "ultralytics", "diffusers",
	"transformers", "timm", "flair", "stanza", "fastai", "stable-baselines3"}

// findLibrary is the library that wrote the weights by their ending, which counts before
// what is required: a project of Keras requires scikit-learn too.
func (b beginning) findLibrary() fact {
	required := b.findRequired()
	for _, a := range b.model.Artifacts {
		writers := weightsLibraries[strings.ToLower(path.Ext(a.Path))]
		if len(writers) == 0 {
			continue
		}
		for _, r := range required {
			if slices.Contains(writers, r.value) {
				return r
			}
		}
		return fact{writers[0], a.Path}
	}
	if len(required) > 0 {
		return required[0]
	}
	return fact{}
}

// described are the keys of files of other tools that say what a project or model is.
var described = []struct {
	file string
	keys []string
}{
	{"Kitfile", []string{"/package/name", "/package/description", "/package/license"}},
	{"MLproject", []string{"/name"}},
	{"bentofile.yaml", []string{"/service", "/description"}},
	{"pyproject.toml", []string{"/project/name", "/project/description", "/tool/poetry/name", "/tool/poetry/description"}},
}

// notes are lines for a comment: what files of other tools, in the model's directory or
// at the root, say of the model and its training.
func (b beginning) notes() []string {
	var out []string
	note := func(file, what, value string) {
		if value != "" && len(out) < maxBegun {
			out = append(out, fmt.Sprintf("%s: %s, from %s\n", commentText(what), commentText(value), commentText(file)))
		}
	}
	dirs := []string{b.model.ID}
	if b.model.ID != "." {
		dirs = append(dirs, ".")
	}
	for _, dir := range dirs {
		for _, d := range described {
			file := path.Join(dir, d.file)
			doc := b.yaml(file)
			for _, key := range d.keys {
				note(file, path.Base(key), scalarAt(doc, key))
			}
		}
		file := path.Join(dir, "dvc.yaml")
		doc := b.yaml(file)
		if doc != nil {
			for _, a := range children(doc.Lookup("/artifacts")) {
				if scalarAt(doc, document.Pointer("artifacts", a.Key, "type")) == "model" {
					note(file, "model", a.Key)
					note(file, "desc", scalarAt(doc, document.Pointer("artifacts", a.Key, "desc")))
				}
			}
		}
		file = path.Join(dir, "params.yaml")
		if doc = b.yaml(file); doc != nil {
			for _, group := range children(doc.Root) {
				if len(group.Children) == 0 {
					note(file, group.Key, group.Value)
				}
				for _, p := range group.Children {
					if p.Key != "" && len(p.Children) == 0 {
						note(file, group.Key+"."+p.Key, p.Value)
					}
				}
			}
		}
	}
	return out
}

func children(n *document.Node) []*document.Node {
	if n == nil || n.Kind != document.Mapping {
		return nil
	}
	return n.Children
}

// yaml is a file of the repository as a document, nil if there is none.
func (b beginning) yaml(file string) *document.Document {
	src, err := b.tree.Read(file, document.MaxBytes)
	if err != nil {
		return nil
	}
	if path.Ext(file) == ".toml" {
		d, _ := document.Parse(file, src)
		return d
	}
	d, _ := document.ParseAs(document.YAML, file, src)
	return d
}

func scalarAt(d *document.Document, pointer string) string {
	if d == nil {
		return ""
	}
	n := d.Lookup(pointer)
	if n == nil || len(n.Children) > 0 {
		return ""
	}
	return n.Value
}

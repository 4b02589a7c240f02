package promotion

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Tried is what an example of a target renders, or why it does not.
type Tried struct {
	Example string
	Files   []File // below the name of the model, sorted by path
	Problem string
}

// tryModel is the model that examples are rendered for.
const (
	tryModel     = "churn"
	tryNamespace = "models-production"
	tryURI       = "s3://models/churn/sha256-77"
)

// hostile are values that no pattern should let through. None of them may change
// the structure of a file.
var hostile = []string{
	"x\nspec: {}", "x\"\n  evil: true", "x # y", "---\nkind: Secret", "{{ .Name }}", "*alias", "\u2028x: y", `x\`, "x'; rm -rf / #", "$(id)", "%n", "x\n[Service]\nExecStart=/bin/sh",
	"-x", "", " x ",
}

// Try renders every example of the target, and each again with hostile values. A
// target without examples has one without parameters.
func (t Target) Try() []Tried {
	examples := t.Examples
	if len(examples) == 0 {
		examples = []Example{{Name: "default"}}
	}
	var out []Tried
	for _, e := range examples {
		tried := Tried{Example: e.Name}
		files, err := t.try(e)
		if err != nil {
			tried.Problem = quotedLine(err.Error())
		}
		tried.Files = files
		out = append(out, tried)
	}
	return out
}

func (t Target) try(e Example) ([]File, error) {
	artifacts := []Artifact{{Path: "models/churn/model.onnx", URI: tryURI, Digest: "sha256:" + strings.Repeat("7", 64)}}
	for _, p := range t.Parameters {
		if uri, ok := e.Parameters[p.Name]; ok && p.Type == TypeArtifact {
			artifacts[0].URI = uri
		}
	}
	set := settings{model: e.Parameters, uris: []string{artifacts[0].URI}}
	resolved, problems := t.resolve(set)
	if len(problems) > 0 {
		return nil, errors.New(strings.Join(problems, "; "))
	}
	r := Record{
		Environment: "production", Namespace: tryNamespace, Model: RecordModel{ID: "models/churn", Name: tryModel, Version: "2.1.0"}, Artifacts: artifacts,
		Source: RecordSource{Commit: strings.Repeat("a", 40)}, PromotionID: "sha256:" + strings.Repeat("5", 64),
		Render: Render{Target: t.Name, Directory: tryModel, Parameters: resolved},
	}
	v, err := r.values(t)
	if err != nil {
		return nil, err
	}
	files, err := t.render(tryModel, v)
	if err != nil {
		return nil, err
	}
	return files, t.attack(v)
}

// attack renders with hostile texts in the place of everything that is text.
func (t Target) attack(v values) error {
	for _, text := range hostile {
		bad := v
		bad.Parameters = maps.Clone(v.Parameters)
		for name, value := range bad.Parameters {
			p, _ := t.parameter(name)
			switch value := value.(type) {
			case string:
				if p.Pattern != "" {
					bad.Parameters[name] = text
				}
			case words:
				bad.Parameters[name] = words(slices.Repeat([]string{text}, len(value)))
			case pairs:
				set := pairs{}
				for key := range value {
					set[key] = text
				}
				bad.Parameters[name] = set
			}
		}
		bad.ArtifactDigest, bad.PromotionID, bad.Version, bad.SourceCommit = text, text, text, text
		bad.Annotations = map[string]string{}
		for key := range v.Annotations {
			bad.Annotations[key] = text
		}
		bad.Artifacts = []Artifact{{Path: text, URI: text, Digest: text}}
		if _, err := t.render(tryModel, bad); err != nil && !errors.Is(err, errNotPlain) && !errors.Is(err, errLabel) {
			return fmt.Errorf("with the value %s: %w", quoted(text), err)
		}
	}
	return nil
}

package finder

import (
	"slices"
	"testing"
)

func TestReadmeAboveWeightsIsTheirCard(t *testing.T) {
	const (
		results  = "# Churn\n\n## Results\n\n| Metric | Value |\n|---|---|\n| Accuracy | 0.91 |\n"
		sentence = "# Churn\n\n## Results\n\nOn the test set, the model has an accuracy of 91.3%.\n"
		headings = "# Churn\n\n## Intended use\n\nThe call list of one shop.\n\n## Limitations\n\nOnly customers of the EU.\n"
		project  = "# Churn\n\n## Installation\n\n`pip install -r requirements.txt`\n\n## Project structure\n\nmodels/ has the model.\n"
		several  = "# Churn\n\n## Models\n\n| Model | Accuracy |\n|---|---|\n| Random forest | 0.91 |\n| XGBoost | 0.93 |\n"
		needs    = "# Churn\n\n## Requirements\n\nThe model must reach an accuracy of 0.9.\n"
		page     = "---\nlayout: home\n---\n" + results
	)
	for name, tt := range map[string]struct {
		files  map[string]string
		layout Layout
		want   map[string]string // cards by model; "" for none
	}{
		"it states a metric in a table":    {map[string]string{"README.md": results, "models/m.pkl": "x"}, Layout{}, map[string]string{"models": "README.md"}},
		"it states a metric in a sentence": {map[string]string{"readme.md": sentence, "artifacts/model/m.pkl": "x"}, Layout{}, map[string]string{"artifacts/model": "readme.md"}},
		"it has the headings of a card":    {map[string]string{"README.md": headings, "output/m.onnx": "x", "data/README.md": "# Data\n"}, Layout{}, map[string]string{"output": "README.md"}},
		"it has data, training and limits": {map[string]string{"README.md": "# Churn\n\n## Training data\n\nx\n\n## Training\n\nx\n\n## Limitations\n\nx\n", "model/m.onnx": "x"}, Layout{}, map[string]string{"model": "README.md"}},
		"it has data and training":         {map[string]string{"README.md": "# Churn\n\n## Dataset\n\nx\n\n## Training\n\nx\n\n### Training the model\n\nx\n\n## Usage\n\nx\n", "model/m.onnx": "x"}, Layout{}, map[string]string{"model": ""}},
		"two projects side by side":        {map[string]string{"README.md": project, "a/README.md": results, "a/models/m.pkl": "x", "b/README.md": headings, "b/models/m.pkl": "x"}, Layout{}, map[string]string{"a/models": "a/README.md", "b/models": "b/README.md"}},
		"several weights":                  {map[string]string{"README.md": results, "models/m.pkl": "x", "models/n.pkl": "x", "models/scaler.pkl": "x"}, Layout{}, map[string]string{"models": "README.md"}},
		"it is of a project":               {map[string]string{"README.md": project, "models/m.pkl": "x"}, Layout{}, map[string]string{"models": ""}},
		"it is of several models":          {map[string]string{"README.md": several, "models/m.pkl": "x"}, Layout{}, map[string]string{"models": ""}},
		"it states what is required":       {map[string]string{"README.md": needs, "models/m.pkl": "x"}, Layout{}, map[string]string{"models": ""}},
		"it is of a website":               {map[string]string{"README.md": page, "models/m.pkl": "x"}, Layout{}, map[string]string{"models": ""}},
		"weights in two directories":       {map[string]string{"README.md": results, "models/m.pkl": "x", "old/model/n.pkl": "x"}, Layout{}, map[string]string{"models": "", "old/model": ""}},
		"weights that a program has":       {map[string]string{"README.md": results, "src/app/face.onnx": "x"}, Layout{}, map[string]string{"src/app": ""}},
		"weights beside it":                {map[string]string{"README.md": results, "m.pkl": "x"}, Layout{}, map[string]string{".": "README.md"}},
		"a README beside the weights":      {map[string]string{"README.md": results, "models/README.md": project, "models/m.pkl": "x"}, Layout{}, map[string]string{"models": "models/README.md"}},
		"a card beside the weights":        {map[string]string{"README.md": results, "models/MODEL_CARD.md": headings, "models/m.pkl": "x"}, Layout{}, map[string]string{"models": "models/MODEL_CARD.md"}},
		"a card in another directory":      {map[string]string{"README.md": results, "docs/model_card.md": headings, "models/m.pkl": "x"}, Layout{}, map[string]string{".": "docs/model_card.md"}},
		"a manifest beside the weights":    {map[string]string{"README.md": results, "models/modelgate.yaml": "name: a", "models/m.pkl": "x"}, Layout{}, map[string]string{"models": ""}},
		"the configuration names models":   {map[string]string{"README.md": results, "models/m.pkl": "x"}, Layout{Models: []string{"models"}}, map[string]string{"models": ""}},
		"the configuration names a card":   {map[string]string{"README.md": project, "models/m.pkl": "x"}, Layout{Models: []string{"models"}, Placed: []Placed{{Models: "models", Card: "README.md"}}}, map[string]string{"models": "README.md"}},
		"a preprocessor alone":             {map[string]string{"README.md": results, "models/scaler.pkl": "x"}, Layout{}, nil},
		"weights for tests":                {map[string]string{"README.md": results, "tests/fixtures/model/m.pkl": "x"}, Layout{}, nil},
	} {
		f := New(tree(tt.files), tt.layout)
		all, err := f.All()
		if err != nil || len(all) != len(tt.want) {
			t.Errorf("%s: models %q, %v; want %v", name, all, err, tt.want)
		}
		for id, want := range tt.want {
			if s, err := f.Read(id); err != nil || s.Model.Card.Path != want {
				t.Errorf("%s: card %q, %v; want %q", name, s.Model.Card.Path, err, want)
			}
			if claimants, err := f.Claimants(want); want != "" && want != id+"/README.md" && id != "." && f.ReadmeOf(id) != "" && (err != nil || !slices.Equal(claimants, []string{id})) {
				t.Errorf("%s: %s is of %q, %v", name, want, claimants, err)
			}
		}
	}
}

// TestReadmeStaysACard: a proposal that spoils a README, or adds weights elsewhere, does not
// take the card from the model.
func TestReadmeStaysACard(t *testing.T) {
	const readme = "# Churn\n\n## Results\n\n| Metric | Value |\n|---|---|\n| Accuracy | 0.91 |\n"
	base := New(tree(map[string]string{"README.md": readme, "models/m.pkl": "x"}), Layout{})
	for name, tt := range map[string]struct {
		files map[string]string
		want  string
	}{
		"the metric goes":       {map[string]string{"README.md": "# Churn\n", "models/m.pkl": "x"}, "README.md"},
		"weights elsewhere":     {map[string]string{"README.md": readme, "models/m.pkl": "x", "other/model/m.pkl": "x"}, "README.md"},
		"a README beside":       {map[string]string{"README.md": readme, "models/README.md": "# Download\n", "models/m.pkl": "x"}, "README.md"},
		"the README goes":       {map[string]string{"models/m.pkl": "x"}, ""},
		"a title without model": {map[string]string{"README.md": "---\nlayout: home\n---\n", "models/m.pkl": "x"}, "README.md"},
	} {
		head := New(tree(tt.files), Layout{})
		if err := head.HoldTo(base); err != nil {
			t.Fatal(err)
		}
		s, err := head.Read("models")
		if err != nil || s.Model.Card.Path != tt.want {
			t.Errorf("%s: card %q, %v; want %q", name, s.Model.Card.Path, err, tt.want)
		}
	}
	if is, err := New(tree(nil), Layout{}).Claimants("README.md"); err != nil || len(is) > 0 {
		t.Errorf("of nothing: %q, %v", is, err)
	}
}

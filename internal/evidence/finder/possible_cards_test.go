package finder

import (
	"slices"
	"strings"
	"testing"
)

// A page that reads like a model card, and is none, is named; the page of a project is not.
func TestPossibleCards(t *testing.T) {
	const text = "A model of prices, which was trained on the sales of ten years and says what a flat in the city may cost next month, by its size and street. It is wrong for flats that were sold once only.\n\n"
	page := func(titles ...string) string {
		return "# Prices\n\n## " + strings.Join(titles, "\n\n"+text+"## ") + "\n\n" + text
	}
	files := map[string]string{
		"models/a/MODEL_CARD.md":           "# Model card\n\n## Intended use\n\nPrices.\n",
		"models/b/README.md":               page("Intended use", "Training data", "Evaluation"),
		"models/c/README.md":               page("Training data", "Training procedure"), // of CodeBERT, for one
		"models/d/README.md":               page("Intended use"),
		"code/README.md":                   page("Training data", "Training procedure", "Results"),
		"code/train.py":                    "",
		"lib/README.md":                    page("Install", "Known limitations", "Benchmarks"), // of bbolt, for one
		"data/x/README.md":                 "# Dataset of prices\n\n" + page("Dataset description", "Bias", "Limitations"),
		"README.md":                        page("Installation", "Dataset", "Training", "Results", "Limitations"),
		"docs/churn_model_card.md":         "# Churn\n",
		"docs/model-card-churn.pdf":        "x",
		"docs/model_cards.md":              "# How to write model cards\n",
		"templates/model_card_template.md": "# Churn\n",
		"docs/model_card.yaml":             "title: x\n",
		"vendor/x/README.md":               page("Intended use", "Training data"),
		"tests/fixtures/m/README.md":       page("Intended use", "Training data"),
	}
	for _, tt := range []struct {
		layout Layout
		want   string
	}{
		{Layout{}, "docs/churn_model_card.md docs/model-card-churn.pdf docs/model_card.yaml models/b/README.md models/c/README.md"},
		{Layout{Ignore: []string{"docs"}}, "models/b/README.md models/c/README.md"},
		{Layout{Models: []string{"models/*"}, Placed: []Placed{{Models: "models/a", Card: "docs/churn_model_card.md"}}}, "docs/model-card-churn.pdf docs/model_card.yaml"},
	} {
		f := New(tree(files), tt.layout)
		var got []string
		for _, e := range f.tree.Entries() {
			c, err := f.PossibleCard(e.Path)
			if err != nil {
				t.Fatal(err)
			}
			if c.Path != "" {
				got = append(got, c.Path)
			}
		}
		if !slices.Equal(got, strings.Fields(tt.want)) {
			t.Errorf("%+v: got %q; want %q", tt.layout, got, tt.want)
		}
	}
}

// A README above the only model that has no card is named, with the lines that make it one.
func TestPossibleCardAboveAModel(t *testing.T) {
	const results = "# Churn\n\n## Results\n\n| Metric | Value |\n|---|---|\n| Accuracy | 0.91 |\n"
	for name, tt := range map[string]struct {
		files  map[string]string
		layout Layout
		want   string // of the remedy
	}{
		"the configuration names the model": {map[string]string{"README.md": results, "models/m.pkl": "x"}, Layout{Models: []string{"models"}}, "add `card: \"README.md\"` to its entry"},
		"weights that a program has":        {map[string]string{"README.md": results, "src/app/m.pkl": "x"}, Layout{}, "`models: [{path: \"src/app\", card: \"README.md\"}]`"},
		"another model has a card":          {map[string]string{"README.md": results, "models/m.pkl": "x", "b/m.pkl": "x", "b/README.md": "# b\n"}, Layout{}, "`models: [{path: \"models\", card: \"README.md\"}]`"},
		"it is the card":                    {map[string]string{"README.md": results, "models/m.pkl": "x"}, Layout{}, ""},
		"it is given as the card":           {map[string]string{"README.md": results, "models/m.pkl": "x"}, Layout{Models: []string{"models"}, Placed: []Placed{{Models: "models", Card: "README.md"}}}, ""},
		"two models have none":              {map[string]string{"README.md": results, "models/m.pkl": "x", "b/m.pkl": "x"}, Layout{}, ""},
		"it is of a project":                {map[string]string{"README.md": "# Churn\n\n## Installation\n", "src/m.pkl": "x"}, Layout{}, ""},
		"the model has another card":        {map[string]string{"README.md": results, "src/m.pkl": "x", "src/MODEL_CARD.md": "# Churn\n"}, Layout{}, ""},
	} {
		got, err := New(tree(tt.files), tt.layout).PossibleCard("README.md")
		if err != nil || (tt.want == "") != (got.Path == "") || !strings.Contains(got.Remedy, tt.want) {
			t.Errorf("%s: got %+v, %v; want %q", name, got, err, tt.want)
		}
	}
}

func TestPossibleCardSaysWhatIsLacking(t *testing.T) {
	f := New(tree(map[string]string{"m/README.md": "# Prices\n\n## Intended use\n\n" + strings.Repeat("To tell prices. ", 20) + "\n\n## Training data\n\n" + strings.Repeat("Sales of flats. ", 20)}), Layout{})
	got, err := f.PossibleCard("m/README.md")
	want := PossibleCard{"m/README.md", `reads like a model card (headings "Intended use" and "Training data")`, "it has no metadata, and its directory has no weights and no modelgate.yaml",
		"Start its first heading with \"Model card\", for example `# Model card for churn`, or add a modelgate.yaml to its directory."}
	if err != nil || got != want {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
}

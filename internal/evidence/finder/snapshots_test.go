package finder

import (
	"slices"
	"testing"
)

func TestCopiesOfCardsAreNoModels(t *testing.T) {
	const at = "reports/runs/2026-07-13T19-41-30Z"
	for name, tt := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"of a model":                  {map[string]string{"models/MODEL_CARD.md": namedCard, at + "/MODEL_CARD.md": namedCard, at + "/metrics.json": "{}"}, []string{"models"}},
		"of weights elsewhere":        {map[string]string{"docs/MODEL_CARD.md": namedCard, "models/m.pkl": "x", "history/2026-07-13/MODEL_CARD.md": namedCard}, []string{"."}},
		"several":                     {map[string]string{"m/model_card.md": namedCard, "archive/20260713_194130/MODEL_CARD.md": namedCard, "logs/run_2026-07-13/MODEL_CARD.md": namedCard, "results/2026_07_13/a/MODEL_CARD.md": namedCard}, []string{"m"}},
		"the only card":               {map[string]string{at + "/MODEL_CARD.md": namedCard, "src/train.py": "x"}, []string{at}},
		"with weights":                {map[string]string{"models/MODEL_CARD.md": namedCard, at + "/MODEL_CARD.md": namedCard, at + "/model.onnx": "x"}, []string{"models", at}},
		"with a manifest":             {map[string]string{"models/MODEL_CARD.md": namedCard, at + "/MODEL_CARD.md": namedCard, at + "/modelgate.yaml": "name: a"}, []string{"models", at}},
		"models that are named so":    {map[string]string{"models/MODEL_CARD.md": namedCard, "models/2026-07-13/MODEL_CARD.md": namedCard}, []string{"models", "models/2026-07-13"}},
		"numbers that are no times":   {map[string]string{"models/MODEL_CARD.md": namedCard, "reports/12345678/MODEL_CARD.md": namedCard, "reports/v2026/MODEL_CARD.md": namedCard}, []string{"models", "reports/12345678", "reports/v2026"}},
		"a README with metadata":      {map[string]string{"models/MODEL_CARD.md": namedCard, at + "/README.md": card}, []string{"models", at}},
		"the other card is a fixture": {map[string]string{"tests/m/MODEL_CARD.md": namedCard, at + "/MODEL_CARD.md": namedCard}, []string{at, "tests/m"}},
	} {
		got, err := New(tree(tt.files), Layout{}).All()
		if err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, %v; want %q", name, got, err, tt.want)
		}
	}
}

// TestReadmeBesideAListOfPartsIsTheCard: whether the base has the model or not.
func TestReadmeBesideAListOfPartsIsTheCard(t *testing.T) {
	kit := "manifestVersion: 1.0.0\npackage:\n  name: x\ncode:\n  - path: .\n"
	files := map[string]string{"Kitfile": kit, "README.md": "# X project\n\n## Overview\n\nText.\n"}
	alone, held := New(tree(files), Layout{}), New(tree(files), Layout{})
	held.Assume(".")
	for _, f := range []*Finder{alone, held} {
		s, err := f.Read(".")
		if err != nil || !s.Model.Present || s.Model.Card.Path != "README.md" {
			t.Errorf("card %q, %v", s.Model.Card.Path, err)
		}
	}
	if all, err := New(tree(map[string]string{"Kitfile": "x: y\n", "README.md": "# X\n"}), Layout{}).All(); err != nil || len(all) > 0 {
		t.Errorf("another Kitfile: %q, %v", all, err)
	}
}

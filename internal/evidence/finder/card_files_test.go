package finder

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/cards"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

func example(t testing.TB, name string) string {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("../cards/testdata/files", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(src)
}

const programBOM = `{"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": {"component": {"type": "application", "name": "app"}},
  "components": [{"type": "machine-learning-model", "name": "bert", "modelCard": {}}, {"type": "library", "name": "x"}]}`

// What makes a directory a model is what its files say, not what they are called.
func TestCardsMakeModels(t *testing.T) {
	for name, tt := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"our own card":                        {map[string]string{"a/model_card.yaml": example(t, "modelgate__ModelCard.yaml")}, []string{"a"}},
		"an MLmodel":                          {map[string]string{"a/MLmodel": example(t, "mlflow__mlflow-export-import__sklearn_wine.MLmodel")}, []string{"a"}},
		"an MLmodel below a model":            {map[string]string{"a/README.md": card, "a/model/MLmodel": example(t, "mlflow__mlflow-export-import__sklearn_wine.MLmodel")}, []string{"a"}},
		"a Kitfile":                           {map[string]string{"a/Kitfile": example(t, "modelgate__Kitfile")}, []string{"a"}},
		"an ML-BOM in XML":                    {map[string]string{"a/bom.xml": example(t, "modelgate__bom.xml")}, []string{"a"}},
		"SPDX":                                {map[string]string{"a/x.spdx.json": example(t, "modelgate__spdx.spdx.json")}, []string{"a"}},
		"the bill of a program":               {map[string]string{"bom.json": programBOM, "main.go": "x"}, nil},
		"any other BOM":                       {map[string]string{"bom.json": `{"bomFormat": "CycloneDX", "components": []}`}, nil},
		"a schema of model cards":             {map[string]string{"schemas/model-card.schema.json": `{"model_details": {"name": 1}}`}, nil},
		"a file of that name and not more":    {map[string]string{"a/model_card.json": `{"title": "x"}`}, nil},
		"a spoilt card is still one":          {map[string]string{"a/model_card.json": `{"model_details": {`}, []string{"a"}},
		"a table of a model's facts":          {map[string]string{"a/README.md": "# M\n\n| Attribute | Details |\n|---|---|\n| Provider | X |\n| Architecture | llama |\n| Cutoff date | - |\n| License | MIT |\n"}, []string{"a"}},
		"a table of something else":           {map[string]string{"a/README.md": "# Lib\n\n| Option | Value |\n|---|---|\n| License | MIT |\n| Version | 1 |\n| Architecture | amd64 |\n"}, nil},
		"a deployment that names its licence": {map[string]string{"a/values.yaml": "manifestVersion: 1\nname: x\n"}, nil},
	} {
		got, err := New(tree(tt.files), Layout{}).All()
		if err != nil || !slices.Equal(got, tt.want) && len(got)+len(tt.want) > 0 {
			t.Errorf("%s: got %q, %v; want %q", name, got, err, tt.want)
		}
	}
}

func TestTwoCardsOfOneModel(t *testing.T) {
	bom := `{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": [{"type": "machine-learning-model", "name": "m", "version": "2",
  "licenses": [{"license": {"id": "GPL-3.0-only"}}], "modelCard": {"modelParameters": {"task": "text classification", "datasets": [{"type": "dataset", "name": "other"}]},
  "quantitativeAnalysis": {"performanceMetrics": [{"type": "accuracy", "value": "0.91"}, {"type": "F1", "value": "0.8"}]}}}]}`
	page := "---\nlicense: mit\npipeline_tag: text-classification\ndatasets: [reviews]\nmodel-index:\n- name: m\n  results:\n  - task: {type: text-classification}\n    dataset: {type: x, name: x}\n    metrics:\n    - {type: accuracy, value: 85.2}\n    - {type: f1, value: 0.803}\n---\n# M\n\n[there](docs/a.md) [gone](docs/b.md#x) [out](../../../x) ![img](a.png) [up](#m) [no](#nowhere)\n"
	page = strings.ReplaceAll(page, "dataset: {type: x, name: x}\n", "dataset: {}\n")
	files := map[string]string{"a/m/README.md": page, "a/m/bom.json": bom, "a/m/docs/a.md": "x", "a/m/.eval_results/r.yaml": "- dataset: {id: cais/hle, task_id: hle}\n  value: 20.9\n", "a/m/package.json": `{"name": "x"}`}
	s, err := New(tree(files), Layout{}).Read("a/m")
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Model.Cards) != 2 || s.Model.Card.Format != cards.FormatHuggingFace || s.Model.Cards[1].Format != cards.FormatCycloneDX || s.Model.Card.Path != "a/m/README.md" {
		t.Fatalf("cards: %d, %s", len(s.Model.Cards), s.Model.Card.Format)
	}
	var got []string
	for _, c := range s.Model.Disagree {
		got = append(got, fmt.Sprintf("%s %s/%s", c.Field, c.Value, c.OtherValue))
		for _, at := range []evidence.Anchor{c.At, c.OtherAt} {
			if where, ok := s.Locate(at); !ok || where.Line < 1 {
				t.Errorf("%s: %s leads nowhere", c.Field, at)
			}
		}
	}
	// 0.8 may be 0.803, a task in words is the same task, and only one card has a version.
	if want := []string{"license GPL-3.0-only/mit", "datasets other/reviews", "claim accuracy 0.91/85.2"}; !slices.Equal(got, want) {
		t.Errorf("disagreements: %q, want %q", got, want)
	}
	states := map[string]evidence.LinkState{}
	for _, l := range s.Model.Card.Links {
		states[l.Target] = l.State
	}
	for target, want := range map[string]evidence.LinkState{"docs/a.md": evidence.Found, "docs/b.md#x": evidence.NotFound, "../../../x": evidence.Outside, "a.png": evidence.NotFound, "#m": evidence.Found, "#nowhere": evidence.NotFound} {
		if states[target] != want {
			t.Errorf("%s is %q, want %q", target, states[target], want)
		}
	}
	last := s.Model.Card.Claims[len(s.Model.Card.Claims)-1]
	if where, ok := s.Locate(last.At); last.Metric != "hle" || !ok || where.Path != "a/m/.eval_results/r.yaml" || where.Line != 2 {
		t.Errorf("claim of .eval_results: %+v at %+v", last, where)
	}
}

// TestPagesOfOneCard: which pages a card has, the primary one first, and that
// none of them is passed over.
func TestPagesOfOneCard(t *testing.T) {
	const metadata, sections = "---\nlicense: mit\nlibrary_name: x\n---\n# M\n", "# M\n\n## Training data\n\nx\n\n## Limitations\n\ny\n"
	for name, tt := range map[string]struct {
		files    map[string]string
		want     []string
		findings string
	}{
		"the one with metadata first":        {map[string]string{"README.md": metadata, "MODEL_CARD.md": sections}, []string{"README.md", "MODEL_CARD.md"}, ""},
		"else the one that is called a card": {map[string]string{"README.md": sections, "model-card.md": sections}, []string{"model-card.md", "README.md"}, ""},
		"both with metadata":                 {map[string]string{"README.md": metadata, "MODEL_CARD.md": metadata}, []string{"MODEL_CARD.md", "README.md"}, ""},
		"three":                              {map[string]string{"README.md": metadata, "MODEL_CARD.md": sections, "ModelCard.md": metadata}, []string{"ModelCard.md", "README.md", "MODEL_CARD.md"}, ""},
		"a page about something else":        {map[string]string{"README.md": "# How to build\n", "MODEL_CARD.md": sections}, []string{"MODEL_CARD.md"}, ""},
		"metadata that cannot be read":       {map[string]string{"README.md": "---\nlicense: [mit\npipeline_tag: x\n---\n# M\n", "MODEL_CARD.md": sections}, []string{"README.md", "MODEL_CARD.md"}, "document/syntax"},
		"a second README":                    {map[string]string{"README.md": metadata, "readme.MD": metadata}, []string{"README.md", "readme.MD"}, ""},
	} {
		files := map[string]string{}
		for file, src := range tt.files {
			files["m/"+file] = src
		}
		s, err := New(tree(files), Layout{}).Read("m")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range s.Model.Cards {
			got = append(got, strings.TrimPrefix(c.Path, "m/"))
		}
		if !slices.Equal(got, tt.want) || (len(s.Findings) > 0) != (tt.findings != "") || tt.findings != "" && s.Findings[0].Rule != tt.findings {
			t.Errorf("%s: got %q, want %q; findings %v", name, got, tt.want, s.Findings)
		}
	}
}

// TestTooManyPages: those that are not read are errors.
func TestTooManyPages(t *testing.T) {
	files := map[string]string{}
	for i := range maxPages + 2 {
		files["m/"+strings.Repeat("_", i)+"model_card.md"] = "# M\n"
	}
	s, err := New(tree(files), Layout{}).Read("m")
	if err != nil || len(s.Model.Cards) != maxPages || len(s.Findings) != 2 || s.Findings[0].Rule != "evidence/rival_file" || s.Findings[0].Severity != finding.Error {
		t.Errorf("%d cards, %v, %v", len(s.Model.Cards), s.Findings, err)
	}
}

func TestSpoiltCardIsReported(t *testing.T) {
	s, err := New(tree(map[string]string{"m/model_card.json": `{"model_details": {`}), Layout{}).Read("m")
	if err != nil || s.Model.Card.Present || len(s.Findings) == 0 || s.Findings[0].At.Path != "m/model_card.json" {
		t.Errorf("%v, %v", err, s.Findings)
	}
}

func TestOwnCardIsHeldToItsSchema(t *testing.T) {
	files := map[string]string{"m/modelcard.yaml": "apiVersion: modelgate.dev/v1\nkind: ModelCard\nname: m\nlisence: mit\n", "n/README.md": "---\nlicense: mit\nlibrary_name: x\nmodelgate: {busines: {kpi: f1}}\n---\n# n\n"}
	f := New(tree(files), Layout{})
	for id, line := range map[string]int{"m": 4, "n": 4} {
		s, err := f.Read(id)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(s.Findings, func(f finding.Finding) bool {
			return f.Rule == "schema/unknown_key" && f.Severity == finding.Error && f.At.Line == line
		}) {
			t.Errorf("%s: %v", id, s.Findings)
		}
	}
}

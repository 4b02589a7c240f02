package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

var newDay = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// modelFiles are a model as its tools leave it.
func modelFiles() fstest.MapFS {
	files := fstest.MapFS{}
	for name, text := range map[string]string{
		"m/MLmodel": "artifact_path: model\nflavors:\n  python_function: {loader_module: mlflow.sklearn}\n  sklearn: {pickled_model: model.pkl}\nmlflow_version: 2.9.2\nrun_id: 0123abcd\n" +
			"signature:\n  inputs: '[{\"type\": \"double\", \"name\": \"age\"}, {\"type\": \"string\", \"name\": \"--> plan\"}]'\n  outputs: '[{\"type\": \"long\"}]'\n",
		"m/conda.yaml": "channels: [conda-forge]\ndependencies:\n- python=3.11\n- pip:\n  - scikit-learn==1.4\n",
		"m/evaluation/classification_report.json": `{"a": {"precision": 0.9, "recall": 0.91, "f1-score": 0.85, "support": 10}, "accuracy": 0.91, "macro avg": {"precision": 0.9, "recall": 0.91, "f1-score": 0.85, "support": 10}, "weighted avg": {"precision": 0.9, "recall": 0.91, "f1-score": 0.85, "support": 10}}`,
		"m/modelgate.yaml":                        "apiVersion: modelgate.dev/v1\nkind: Model\nname: toy\n",
		".modelgate/config.yaml":                  "apiVersion: modelgate.dev/v1\nkind: Config\n",
		"requirements.txt":                        "numpy\n",
		"other/requirements.txt":                  "# torch\nTransformers[sentencepiece]>=4 ; python_version > '3.8'\ntorch\n",
		"other/config.json":                       `{"_name_or_path": "org/base", "architectures": ["BertModel"]}`,
		"project/pyproject.toml":                  "[project]\ndependencies = [\"xgboost>=2\", \"scikit_learn\"]\n",
		"poetry/pyproject.toml":                   "[tool.poetry.dependencies]\npython = \"^3.11\"\nLightGBM = {version = \"4\"}\n",
		"poetry/nested/weights.md":                "x",
	} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

// beginningOf is what new knows about a model of some files.
func beginningOf(t *testing.T, files fstest.MapFS, model string) beginning {
	t.Helper()
	tree := sourcetest.Tree("", files)
	cfg, err := config.Load(source.Base{Tree: tree})
	if err != nil {
		t.Fatal(err)
	}
	finder := finder.New(tree, gate.LayoutOf(cfg))
	finder.Assume(model)
	s, err := finder.Read(model)
	if err != nil {
		t.Fatal(err)
	}
	s.Model.ID = model
	scales, err := gate.Scales(context.Background(), source.Base{Tree: tree})
	if err != nil {
		t.Fatal(err)
	}
	return beginning{tree: tree, config: cfg, model: s.Model, scales: scales, now: newDay}
}

// rulesIn writes documents into files, and lists the rules that find something in them.
func rulesIn(t *testing.T, files fstest.MapFS, documents []begun) []string {
	t.Helper()
	var rules []string
	for _, f := range findingsIn(t, files, documents) {
		rules = append(rules, f.Rule)
	}
	slices.Sort(rules)
	return slices.Compact(rules)
}

// findingsIn are what the gate finds in some documents of a tree.
func findingsIn(t *testing.T, files fstest.MapFS, documents []begun) []finding.Finding {
	t.Helper()
	for _, d := range documents {
		files[d.path] = &fstest.MapFile{Data: []byte(d.text)}
	}
	tree := sourcetest.Tree("", files)
	r, err := gate.Check(context.Background(), gate.Recheck(tree, "HEAD", newDay))
	if err != nil {
		t.Fatal(err)
	}
	var out []finding.Finding
	for _, d := range r.All() {
		for _, j := range d.Findings {
			if slices.ContainsFunc(documents, func(d begun) bool { return d.path == j.At.Path }) {
				out = append(out, j.Finding)
			}
		}
	}
	return out
}

// fits holds a document against the schema of its kind.
func fits(t *testing.T, kind string, d begun) {
	t.Helper()
	parsed, found := document.Parse(d.path, []byte(d.text))
	if len(found) > 0 {
		t.Errorf("%s is read with %v", d.path, found)
	}
	problems, err := schema.Validate(kind, parsed)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s: %s", d.path, p.At.Pointer, p.Message)
	}
}

// TestWhatIsBegunOwesWhatAPersonKnows: of each kind of document, the gate finds
// what only a person can say, and nothing else.
func TestWhatIsBegunOwesWhatAPersonKnows(t *testing.T) {
	card, err := beginningOf(t, modelFiles(), "m").card()
	if err != nil {
		t.Fatal(err)
	}
	wantRules(t, "card", rulesIn(t, modelFiles(), card), "card/business_undeclared", "card/datasets_undeclared", "card/field_advised", "card/license_missing",
		"card/section_not_filled", "card/section_unwritten", "evaluation/no_thresholds")
	named := modelFiles()
	named["m/README.md"] = &fstest.MapFile{Data: []byte("---\nlicense: mit\ndatasets: [org/letters, org-letters]\n---\n# Toy\n")}
	data, err := beginningOf(t, named, "m").data()
	if err != nil {
		t.Fatal(err)
	}
	if len(data) != 2 || data[0].path != "datacards/org-letters.yaml" || data[1].path != "datacards/org-letters-2.yaml" {
		t.Errorf("%+v", data)
	}
	for _, d := range data {
		fits(t, schema.DataCard, d)
	}
	wantRules(t, "data", rulesIn(t, named, data), "data/license_missing", "data/source_undeclared", "data/storage_country_missing", "gdpr/status_undeclared")
	b := beginningOf(t, modelFiles(), "m")
	b.higher = []string{"accuracy"}
	thresholds, err := b.thresholds()
	if err != nil {
		t.Fatal(err)
	}
	fits(t, schema.Thresholds, thresholds[0])
	wantRules(t, "evaluation-policy", rulesIn(t, modelFiles(), thresholds))
	env := &Env{Now: func() time.Time { return newDay }}
	files := modelFiles()
	waiver, err := env.waiver(context.Background(), waiverFlags{rule: "card/missing", model: "m", owner: "board", reason: "It is written with the next release.", expires: "2026-12-31"}, sourcetest.Tree("", files), b.config, false)
	if err != nil {
		t.Fatal(err)
	}
	fits(t, schema.Waivers, waiver)
	wantRules(t, "waiver", rulesIn(t, files, []begun{waiver}), "waiver/unused")
}

func wantRules(t *testing.T, kind string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: the gate finds\n got %q\nwant %q", kind, got, want)
	}
}

// TestCardSaysWhatFilesSay: each value that was inferred is marked, with its file.
func TestCardSaysWhatFilesSay(t *testing.T) {
	for model, want := range map[string][]string{
		"m": {`library_name: "scikit-learn" # review: from m/MLmodel`, "# pipeline_tag: not found in any file",
			"accuracy: 0.91, from m/evaluation/classification_report.json", "flavors: python_function, sklearn", "inputs: age double, -- > plan string", "outputs: long"},
		"other":         {`library_name: "transformers" # review: from other/requirements.txt`, "# base_model: not found in any file"},
		"project":       {`library_name: "xgboost" # review: from project/pyproject.toml`},
		"poetry/nested": {`library_name: "lightgbm" # review: from poetry/pyproject.toml`},
	} {
		documents, err := beginningOf(t, modelFiles(), model).card()
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range want {
			if !strings.Contains(documents[0].text, line+"\n") {
				t.Errorf("%s: no line %q in\n%s", model, line, documents[0].text)
			}
		}
		if _, found := document.Parse("README.md", []byte(documents[0].text)); len(found) > 0 {
			t.Errorf("%s is read with %v", model, found)
		}
	}
}

// TestCardIsBegunOnce: a model that has a page for people is given no second one.
func TestCardIsBegunOnce(t *testing.T) {
	files := modelFiles()
	files["m/MODEL_CARD.md"] = &fstest.MapFile{Data: []byte("---\nlicense: mit\n---\n# Toy\n")}
	if _, err := beginningOf(t, files, "m").card(); err == nil || !strings.Contains(err.Error(), "already has a model card, m/MODEL_CARD.md") {
		t.Errorf("got %v", err)
	}
}

// TestThresholdsKnowMetrics: nobody has to say that a higher accuracy is better, and
// no threshold is drafted on an epoch or on a learning rate.
func TestThresholdsKnowMetrics(t *testing.T) {
	files := modelFiles()
	files["m/metrics.json"] = &fstest.MapFile{Data: []byte(`{"test_accuracy": 0.9, "rmse": 0.2, "val.roc_auc": 0.7, "precision_score": 0.8, "train": {"step": 400, "lr": 0.1}, "epoch": 5, "best_batch": 32}`)}
	delete(files, "m/evaluation/classification_report.json")
	documents, err := beginningOf(t, files, "m").thresholds()
	if err != nil || len(documents[0].rest) != 0 || len(documents[0].items) != 4 {
		t.Fatalf("got %+v, %v", documents, err)
	}
	for i, want := range []string{"higher", "lower", "higher", "higher"} {
		if !strings.Contains(documents[0].items[i], "direction: "+want+" # review: usual for this metric") {
			t.Errorf("%s\nis not %s", documents[0].items[i], want)
		}
	}
}

// TestThresholdsCountWhatIsLeftOut: of rivals, of slices, and beyond the limit of a draft, which --append goes on after.
func TestThresholdsCountWhatIsLeftOut(t *testing.T) {
	files := modelFiles()
	delete(files, "m/evaluation/classification_report.json")
	files["m/model_comparison.csv"] = &fstest.MapFile{Data: []byte("model,accuracy,f1\nridge,0.8,0.7\nforest,0.9,0.8\n")}
	if _, err := beginningOf(t, files, "m").thresholds(); err == nil || !strings.Contains(err.Error(), "4 results of several models are in one table") || !strings.Contains(err.Error(), "ridge, forest") {
		t.Errorf("got %v", err)
	}
	var many strings.Builder
	for i := range maxBegun + 3 {
		fmt.Fprintf(&many, `"run_%d": {"accuracy": 0.5}, `, i)
	}
	files["m/metrics.json"] = &fstest.MapFile{Data: []byte("{" + many.String() + `"per_class": {"a": {"recall": 0.5}}}`)}
	documents, err := beginningOf(t, files, "m").thresholds()
	if err != nil || len(documents[0].items) != maxBegun {
		t.Fatalf("got %d, %v", len(documents[0].items), err)
	}
	left := strings.Join(documents[0].leftOut(), "\n")
	for _, want := range []string{"4 results of several models", "at most 50 thresholds, and there are 3 more results; run it again with --append", "1 result"} {
		if !strings.Contains(left, want) {
			t.Errorf("%q is not in %s", want, left)
		}
	}
	files[config.ThresholdsPath] = &fstest.MapFile{Data: []byte(documents[0].text)}
	if documents, err = beginningOf(t, files, "m").thresholds(); err != nil || len(documents[0].items) != 3 {
		t.Errorf("got %+v, %v", documents, err)
	}
}

// TestCardBesideAnyReadme: a README that is no card is kept, however its name is written; some
// file systems do not tell the two apart.
func TestCardBesideAnyReadme(t *testing.T) {
	files := modelFiles()
	delete(files, "m/README.md")
	files["m/README.MD"] = &fstest.MapFile{Data: []byte("# How to build it\n")}
	b := beginningOf(t, files, "m")
	b.isCard = func(string) (bool, error) { return false, nil }
	documents, err := b.card()
	if err != nil || len(documents) != 1 || documents[0].path != "m/MODEL_CARD.md" {
		t.Errorf("got %+v, %v", documents, err)
	}
}

// TestThresholdsOfDisputedResults: a threshold on what the files of a model state otherwise
// would fail at once, and is not drafted. The same value in two files is no dispute.
func TestThresholdsOfDisputedResults(t *testing.T) {
	files := modelFiles()
	delete(files, "m/evaluation/classification_report.json")
	files["m/a_metrics.json"] = &fstest.MapFile{Data: []byte(`{"accuracy": 0.93, "rmse": 0.2}`)}
	files["m/b_metrics.json"] = &fstest.MapFile{Data: []byte(`{"accuracy": 0.95, "rmse": 0.2}`)}
	documents, err := beginningOf(t, files, "m").thresholds()
	if err != nil || len(documents[0].items) != 1 || !strings.Contains(documents[0].items[0], `metric: "rmse"`) {
		t.Fatalf("got %+v, %v", documents, err)
	}
	const want = `accuracy: 2 results with this name disagree: "0.93" in m/a_metrics.json, "0.95" in m/b_metrics.json`
	if left := documents[0].leftOut(); len(left) != 1 || !strings.Contains(left[0], want) || !strings.Contains(left[0], "`evaluations`") {
		t.Errorf("left out: %q", left)
	}
	files["m/b_metrics.json"] = &fstest.MapFile{Data: []byte(`{"accuracy": 0.95, "rmse": 0.3}`)}
	if _, err := beginningOf(t, files, "m").thresholds(); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v", err)
	}
}

// TestThresholdsNeverGuess: a metric whose better way nobody says is left out, and
// what is bounded already is not bounded again.
func TestThresholdsNeverGuess(t *testing.T) {
	files := modelFiles()
	files["m/metrics.json"] = &fstest.MapFile{Data: []byte(`{"fraud_score": 0.2, "risk_score": 0.7}`)}
	delete(files, "m/evaluation/classification_report.json")
	b := beginningOf(t, files, "m")
	if _, err := b.thresholds(); err == nil || !strings.Contains(err.Error(), "the better direction of every metric is unknown") {
		t.Errorf("got %v", err)
	}
	b.lower = []string{"fraud_score"}
	documents, err := b.thresholds()
	if err != nil || len(documents[0].items) != 1 || !slices.Equal(documents[0].rest, []string{"risk_score"}) || strings.Contains(documents[0].text, "risk_score") {
		t.Fatalf("got %+v, %v", documents, err)
	}
	files[config.ThresholdsPath] = &fstest.MapFile{Data: []byte(documents[0].text)}
	b = beginningOf(t, files, "m")
	b.higher = []string{"risk_score"}
	if documents, err = b.thresholds(); err != nil || len(documents[0].items) != 1 || !strings.Contains(documents[0].items[0], `id: "m-risk-score"`) {
		t.Fatalf("got %+v, %v", documents, err)
	}
	for _, said := range [][]string{{"risk_score"}, {"none"}} {
		b.higher, b.lower = said, []string{"risk_score"}
		if documents, err := b.thresholds(); err == nil {
			t.Errorf("higher %q and lower %q: %+v", b.higher, b.lower, documents)
		}
	}
}

package cli

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// TestDataOfARepository: a data card is begun for each directory of data, and for a table at
// the root, where the model card lists no datasets.
func TestDataOfARepository(t *testing.T) {
	for name, tt := range map[string]struct {
		files []string
		want  []string
	}{
		"a file in a directory of data": {[]string{"data/BTC-USD.csv", "data/README.md"}, []string{"datacards/BTC-USD.yaml"}},
		"several, deep":                 {[]string{"ml/data/raw/a.csv", "ml/data/b.parquet", "ml/datasets/c.jsonl"}, []string{"datacards/churn-data.yaml", "datacards/c.yaml"}},
		"a table at the root":           {[]string{"sales 2024.csv", "requirements.txt", "package.json"}, []string{"datacards/sales-2024.yaml"}},
		"what DVC keeps":                {[]string{"data.dvc"}, []string{"datacards/churn-data.yaml"}},
		"a file that DVC keeps":         {[]string{"data/raw.zip.dvc"}, []string{"datacards/raw.yaml"}},
		"the name is taken":             {[]string{"data/a.csv", "datacards/A.yaml"}, []string{"datacards/a-2.yaml"}},
		"results and predictions":       {[]string{"metrics.csv", "output.csv", "training_log.csv", "drift_metrics.csv"}, nil},
		"of tests and programs":         {[]string{"tests/data/a.csv", "src/data/load.json", "venv/lib/data/a.csv", "docs/data/a.csv", ".cache/data/a.csv", "data/figures/a.png", "data/load.py"}, nil},
		"nothing":                       {[]string{"README.md"}, nil},
	} {
		files := map[string]string{}
		for _, f := range tt.files {
			files[f] = "x"
		}
		b := beginning{tree: sourcetest.Tree("", mapFS(files)), model: evidence.Model{ID: "churn", Name: "churn", Evaluations: []evidence.Evaluation{{Path: "metrics.csv"}}}}
		taken := map[string]bool{}
		for f := range files {
			taken[strings.ToLower(f)] = true
		}
		var got []string
		for _, x := range b.dataFound(taken) {
			got = append(got, x.path)
			if !strings.Contains(x.text, "# - "+tt.files[0]) && !strings.Contains(x.text, "# - ml/") {
				t.Errorf("%s: %s", name, x.text)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
	page := beginning{tree: sourcetest.Tree("", mapFS(map[string]string{"docs/DATA_CARD.md": "x", "data/a.csv": "x"}))}
	if got := page.dataPage(); got != "docs/DATA_CARD.md" {
		t.Errorf("page %q", got)
	}
}

func mapFS(files map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range files {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

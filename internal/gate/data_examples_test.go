package gate

import (
	"os"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// TestDataExamples: the examples of docs/data-compliance.md are read, and nothing but
// notes is found on them.
func TestDataExamples(t *testing.T) {
	base, head := fstest.MapFS{}, fstest.MapFS{}
	for file, name := range map[string]string{
		".modelgate/data/defaults.yaml": "defaults.yaml", ".modelgate/config.yaml": "rules-by-path.yaml", "datacards/contracts.yaml": "customer-contracts.yaml",
		"datacards/wine.yaml": "wine-quality.yaml", "datacards/counts.yaml": "churn-counts.yaml", "models/churn/README.md": "model-card.md",
	} {
		src, err := os.ReadFile("../../docs/examples/data/" + name)
		if err != nil {
			t.Fatal(err)
		}
		head[file] = &fstest.MapFile{Data: src}
		if file[0] == '.' { // what decides is of the base
			base[file] = head[file]
		}
	}
	head["models/others/README.md"] = &fstest.MapFile{Data: []byte("---\nlicense: apache-2.0\ndatasets: [wine-quality, churn-counts]\n---\n# Others\n")}
	for _, model := range []string{"churn", "others"} {
		head["models/"+model+"/modelgate.yaml"] = &fstest.MapFile{Data: []byte("apiVersion: modelgate.dev/v1\nkind: Model\nname: " + model + "\nversion: \"1.0.0\"\nowner: team\npurposes: [churn]\n")}
	}
	r := judgeCards(t, base, head)
	if len(r.Models) != 2 {
		t.Fatalf("%d models", len(r.Models))
	}
	for _, d := range append(r.Models, r.Repository) {
		for _, f := range d.Findings {
			if f.Severity != finding.Note {
				t.Errorf("%s", f.Finding)
			}
		}
	}
}

package finder

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

func tree(files map[string]string) source.Tree {
	m := fstest.MapFS{}
	for path, text := range files {
		m[path] = &fstest.MapFile{Data: []byte(text)}
	}
	return sourcetest.Tree("head", m)
}

const card = "---\nlicense: mit\npipeline_tag: text-classification\n---\n# m\n\n## Limitations\n\nShort texts are sorted badly.\n"

func TestDiscovery(t *testing.T) {
	for name, tt := range map[string]struct {
		files  map[string]string
		layout Layout
		want   []string
	}{
		"a monorepo": {map[string]string{"README.md": "# Our models\n", "models/a/README.md": card, "models/b/MODEL_CARD.md": "# b", "models/b/README.md": "# how to build b"},
			Layout{}, []string{"models/a", "models/b"}},
		"a repository that is one model":    {map[string]string{"README.md": card, "train.py": "x"}, Layout{}, []string{"."}},
		"weights without a card":            {map[string]string{"models/a/model.onnx": "x"}, Layout{}, []string{"models/a"}},
		"weights below a card":              {map[string]string{"a/README.md": card, "a/weights/model.onnx": "x"}, Layout{}, []string{"a"}},
		"a manifest makes a model":          {map[string]string{"a/modelgate.yaml": "x"}, Layout{}, []string{"a"}},
		"a README next to weights":          {map[string]string{"a/README.md": "# a", "a/model.pkl": "x"}, Layout{}, []string{"a"}},
		"a list for metadata is a card":     {map[string]string{"a/README.md": "---\n- Text Generation\n- PyTorch\n---\n# GPT\n\n## Intended use\n\nAbstracts.\n\n## Training data\n\nPapers.\n"}, Layout{}, []string{"a"}},
		"a list between rules is no card":   {map[string]string{"docs/README.md": "---\n- [Home](x.md)\n---\n# Guide\n\n## Installation\n\nRun it.\n\n## Usage\n\nRead on.\n"}, Layout{}, nil},
		"broken front matter is a card":     {map[string]string{"a/README.md": "---\nlicense: mit\n# never closed\n"}, Layout{}, []string{"a"}},
		"a dataset card is none":            {map[string]string{"a/README.md": "---\nlicense: mit\ntask_categories: [x]\n---\n"}, Layout{}, nil},
		"a Space is none":                   {map[string]string{"a/README.md": "---\nlicense: mit\nsdk: gradio\n---\n"}, Layout{}, nil},
		"a page of a site is none":          {map[string]string{"docs/README.md": "---\ntitle: x\ntags: [a]\n---\n# x\n## Usage\n"}, Layout{}, nil},
		"a library is none":                 {map[string]string{"README.md": "# lib\n\n## Installation\n\n## Usage\n\n## License\n"}, Layout{}, nil},
		"headings alone are none":           {map[string]string{"a/README.md": "# a\n\n## Intended use\n\nx\n\n## Limitations\n\ny\n"}, Layout{}, nil},
		"titled a model card":               {map[string]string{"a/README.md": "# Model Card for A\n\n## Uses\n"}, Layout{}, []string{"a"}},
		"a dataset card with a model's key": {map[string]string{"a/README.md": "---\npipeline_tag: x\nconfigs: []\nemoji: x\n---\n"}, Layout{}, []string{"a"}},
		"configured globs are obligations": {map[string]string{"m/a/train.py": "x", "m/b/README.md": card, "other/README.md": card}, Layout{Models: []string{"m/*"}},
			[]string{"m/a", "m/b"}},
		"ignored":             {map[string]string{"a/README.md": card, "old/b/README.md": card}, Layout{Ignore: []string{"old"}}, []string{"a"}},
		"never in .modelgate": {map[string]string{".modelgate/a/README.md": card, ".github/README.md": card}, Layout{}, nil},
		"packages that were installed": {map[string]string{"venv/lib/python3.12/site-packages/joblib/test/data/a.pkl": "x", "svc/node_modules/a/README.md": card, "svc/.ipynb_checkpoints/README.md": card, "py/Lib/site-packages/b/modelgate.yaml": "x",
			"venv.py/model.pkl": "x"}, Layout{}, []string{"venv.py"}},
		"packages that are configured": {map[string]string{"venv/a/README.md": card, "venv/b/README.md": card}, Layout{Models: []string{"venv/a"}}, []string{"venv/a"}},
		"a model in a model":           {map[string]string{"README.md": card, "sub/README.md": card}, Layout{}, []string{".", "sub"}},
	} {
		got, err := New(tree(tt.files), tt.layout).All()
		if err != nil || !slices.Equal(got, tt.want) && len(got)+len(tt.want) > 0 {
			t.Errorf("%s: got %q, %v; want %q", name, got, err, tt.want)
		}
	}
}

func TestOwnerIsTheNearestModel(t *testing.T) {
	f := New(tree(map[string]string{"README.md": card, "sub/README.md": card, "sub/x/metrics.json": "{}", "y.txt": "", "venv/lib/x.pkl": "", "sub/node_modules/x/metrics.json": "{}", ".github/workflows/x.yml": "", "docs/modelgate/x.md": "", "docs/x.md": ""}), Layout{})
	for file, want := range map[string]string{"sub/x/metrics.json": "sub", "y.txt": ".", "gone/z": ".", "venv/lib/x.pkl": "", "sub/node_modules/x/metrics.json": "", ".github/workflows/x.yml": "", ".modelgate/config.yaml": "", "docs/modelgate/x.md": "", "docs/x.md": "."} {
		if got, err := f.Owner(file); err != nil || got != want {
			t.Errorf("Owner(%s) = %q, %v; want %q", file, got, err, want)
		}
	}
}

func TestReadPutsAModelTogether(t *testing.T) {
	lfs := "version https://git-lfs.github.com/spec/v1\noid sha256:" + strings.Repeat("a", 64) + "\nsize 1\n"
	f := New(tree(map[string]string{
		"m/README.md":                 "---\nlicense: mit\ndatasets: [shared, own, nobody]\n---\n# m\n",
		"m/modelgate.yaml":            "apiVersion: modelgate.dev/v1\nkind: Model\nname: m\nversion: \"1.10\"\nartifacts:\n  - {path: a.safetensors, uri: \"s3://x/y\"}\n  - {path: b.pkl, digest: \"sha256:" + strings.Repeat("b", 64) + "\"}\n",
		"m/a.safetensors":             lfs,
		"m/b.pkl":                     lfs,
		"m/c.onnx.dvc":                "outs:\n- md5: " + strings.Repeat("c", 32) + "\n  path: c.onnx\n",
		"m/metrics.json":              `{"test": {"accuracy": 0.910}}`,
		"m/datacards/own.yaml":        "apiVersion: modelgate.dev/v1\nkind: DataCard\nname: own\nretention: {period: P1Y1M, start_date: 2024-01-31}\ntransfers: []\n",
		"datacards/shared.yaml":       "apiVersion: modelgate.dev/v1\nkind: DataCard\nname: shared\npersonal_data: {status: \"none\"}\n",
		"datacards/unrelated.yaml":    "apiVersion: modelgate.dev/v1\nkind: DataCard\nname: unrelated\n",
		"m/nested/README.md":          card,
		"m/nested/model.safetensors":  lfs,
		"m/evaluation/unreadable.yml": "a: 1\n",
	}), Layout{})
	s, err := f.Read("m")
	if err != nil {
		t.Fatal(err)
	}
	m := s.Model
	if m.Name != "m" || m.Manifest.Version.Value != "1.10" || !m.Card.Present || s.CardDigest == "" {
		t.Errorf("identity: %+v", m.Manifest)
	}
	var datasets []string
	for _, d := range m.Datasets {
		datasets = append(datasets, d.Name)
		if (d.Name == "nobody") == d.Card.Present {
			t.Errorf("dataset %s: card present is %v", d.Name, d.Card.Present)
		}
	}
	if !slices.Equal(datasets, []string{"shared", "own", "nobody"}) {
		t.Errorf("datasets: %v", datasets)
	}
	if own := m.Datasets[1].Card; own.Retention.Ends != "2025-02-28" || !own.Transfers.Present || len(own.Transfers.Items) != 0 {
		t.Errorf("own card: %+v %+v", own.Retention, own.Transfers)
	}
	if missing := m.Datasets[2].Card; missing.Name.Present {
		t.Errorf("a card that is not there: %+v", missing)
	} else if at, ok := s.Locate(missing.At + "/legal_basis"); !ok || at.Line != 3 {
		t.Errorf("what a missing card lacks is reported at %+v, %v", at, ok)
	}
	var artifacts []string
	for _, a := range m.Artifacts {
		artifacts = append(artifacts, a.Path+" "+a.Source+" "+a.Algorithm)
		if (a.Path == "m/b.pkl") == a.Agrees {
			t.Errorf("%s: agrees is %v", a.Path, a.Agrees)
		}
	}
	if want := []string{"m/a.safetensors lfs sha256", "m/b.pkl declared sha256", "m/c.onnx dvc md5"}; !slices.Equal(artifacts, want) {
		t.Errorf("artifacts: %q, want %q", artifacts, want)
	}
	if len(m.Evaluations) != 1 || m.Evaluations[0].Results[0].Metric != "test.accuracy" || m.Evaluations[0].Results[0].Value != "0.910" {
		t.Errorf("evaluations: %+v", m.Evaluations)
	}
	if len(s.Findings) != 1 || s.Findings[0].Rule != "evidence/not_recognised" || s.Findings[0].At.Path != "m/evaluation/unreadable.yml" {
		t.Errorf("findings: %+v", s.Findings)
	}
}

func TestEvidenceIsNeverFollowedOutOfTheTree(t *testing.T) {
	m := fstest.MapFS{
		"m/README.md":    {Data: []byte("/etc/passwd"), Mode: os.ModeSymlink},
		"m/model.onnx":   {Data: []byte("x")},
		"m/metrics.json": {Data: []byte("../secret"), Mode: os.ModeSymlink},
	}
	s, err := New(sourcetest.Tree("head", m), Layout{}).Read("m")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"m/README.md", "m/metrics.json"} {
		if !slices.ContainsFunc(s.Findings, func(f finding.Finding) bool { return f.Rule == "evidence/not_a_file" && f.At.Path == path }) {
			t.Errorf("nothing is said of %s: %+v", path, s.Findings)
		}
	}
}

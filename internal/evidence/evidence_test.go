package evidence

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

func tree(files map[string]string) source.Tree {
	m := fstest.MapFS{}
	for path, text := range files {
		m[path] = &fstest.MapFile{Data: []byte(text)}
	}
	return source.NewTree("head", m)
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
		"a model in a model":  {map[string]string{"README.md": card, "sub/README.md": card}, Layout{}, []string{".", "sub"}},
	} {
		got, err := NewFinder(tree(tt.files), tt.layout).All()
		if err != nil || !slices.Equal(got, tt.want) && len(got)+len(tt.want) > 0 {
			t.Errorf("%s: got %q, %v; want %q", name, got, err, tt.want)
		}
	}
}

func TestOwnerIsTheNearestModel(t *testing.T) {
	f := NewFinder(tree(map[string]string{"README.md": card, "sub/README.md": card, "sub/x/metrics.json": "{}", "y.txt": ""}), Layout{})
	for file, want := range map[string]string{"sub/x/metrics.json": "sub", "y.txt": ".", "gone/z": "."} {
		if got, err := f.Owner(file); err != nil || got != want {
			t.Errorf("Owner(%s) = %q, %v; want %q", file, got, err, want)
		}
	}
}

func TestReadPutsAModelTogether(t *testing.T) {
	lfs := "version https://git-lfs.github.com/spec/v1\noid sha256:" + strings.Repeat("a", 64) + "\nsize 1\n"
	f := NewFinder(tree(map[string]string{
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
	} else if at, ok := s.Locate(missing.LegalBasisAt()); !ok || at.Line != 3 {
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

// LegalBasisAt is where a missing legal basis is reported.
func (c DataCard) LegalBasisAt() Anchor { return c.At + "/legal_basis" }

func TestEvidenceIsNeverFollowedOutOfTheTree(t *testing.T) {
	m := fstest.MapFS{
		"m/README.md":    {Data: []byte("/etc/passwd"), Mode: os.ModeSymlink},
		"m/model.onnx":   {Data: []byte("x")},
		"m/metrics.json": {Data: []byte("../secret"), Mode: os.ModeSymlink},
	}
	s, err := NewFinder(source.NewTree("head", m), Layout{}).Read("m")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"m/README.md", "m/metrics.json"} {
		if !slices.ContainsFunc(s.Findings, func(f finding.Finding) bool { return f.Rule == "evidence/not_a_file" && f.At.Path == path }) {
			t.Errorf("nothing is said of %s: %+v", path, s.Findings)
		}
	}
}

func TestAddPeriod(t *testing.T) {
	for _, tt := range []struct{ from, period, want string }{
		{"2024-01-31", "P1M", "2024-02-29"}, {"2023-01-31", "P1M", "2023-02-28"}, {"2024-02-29", "P1Y", "2025-02-28"},
		{"2024-12-31", "P2Y", "2026-12-31"}, {"2024-01-01", "P90D", "2024-03-31"}, {"2024-01-01", "P2W", "2024-01-15"}, {"2024-01-01", "P1Y2M3D", "2025-03-04"},
		{"2024-01-01", "P", ""}, {"2024-01-01", "2 years", ""}, {"2024-01-01", "P1H", ""},
	} {
		from, err := time.Parse(time.DateOnly, tt.from)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if to, err := addPeriod(from, tt.period); err == nil {
			got = to.Format(time.DateOnly)
		}
		if got != tt.want {
			t.Errorf("%s + %s = %q, want %q", tt.from, tt.period, got, tt.want)
		}
	}
}

func TestSectionStates(t *testing.T) {
	for text, want := range map[string]string{
		"Short texts are sorted badly.": Filled,
		"":                              Empty,
		"<!-- say something -->":        Empty,
		"[More Information Needed]":     Placeholder,
		"More information needed":       Placeholder,
		"TODO":                          Placeholder,
		"TBD.":                          Placeholder,
		"Coming soon!":                  Placeholder,
		"N/A":                           NotApplicable,
		"None.":                         Placeholder,
		"???":                           Placeholder,
		"{{ bias_risks }}":              Placeholder,
		"Not applicable: the model decides on no person.": NotApplicable,
		"Users (both direct and downstream) should be made aware of the risks, biases and limitations of the model. More information needed for further recommendations.": Placeholder,
		"- **Developed by:** [More Information Needed]\n- **Model type:** [More Information Needed]":                                                                      Placeholder,
		"The list is kept up to date; more information needed for a full study is gathered by the team every month.":                                                      Filled,
		"![diagram](a.png)": Empty,
	} {
		d, _ := document.Parse("README.md", []byte("## Limitations\n\n"+text+"\n"))
		if len(d.Sections) != 1 {
			t.Fatalf("%q: %d sections", text, len(d.Sections))
		}
		if got := sections(d, headingKeys(d))[0].State; got != want {
			t.Errorf("%q is %s, want %s (text %q)", text, got, want, d.Sections[0].Text)
		}
	}
	d, _ := document.Parse("README.md", []byte("## Limitations\n\nNot applicable.\n\nMore information needed\n"))
	if s := sections(d, headingKeys(d))[0]; s.State != NotApplicable || s.Reason != "" {
		t.Errorf("template text is the reason %q", s.Reason)
	}
}

func TestSectionKeys(t *testing.T) {
	for title, want := range map[string][]string{
		"Intended uses & limitations": {"intended_use", "limitations"}, "⚠️ Limitations": {"limitations"}, "3. Training data": {"training_data"},
		"Bias, Risks, and Limitations": {"bias_risk", "limitations"}, "Out-of-Scope Use": {"out_of_scope"}, "Evaluation results on GLUE": {"evaluation"},
		"Installation": nil, "Data preparation": nil, "How to use": {"intended_use"}, "": nil,
		// What is left out: an aside, of what, what is only named, what comes after.
		"Citation [optional]": {"citation"}, "Limitations (so far)": {"limitations"}, "Results on common benchmarks": {"evaluation"}, "Evaluations": {"evaluation"},
		"Performance Limitations": {"limitations"}, "MistralLite LM-Eval Results": {"evaluation"}, "Known model limitations": {"limitations"}, "Example Usage": {"intended_use"},
		"Evaluation commands": nil, "Compute your speaker embeddings": nil, "bert-base-uncased-finetuned-squad": nil, "No results": nil, "Model weights": nil,
		"MTEB (Multilingual)": {"evaluation"}, "🔬 MMLU": {"evaluation"}, "Frozen evaluation summary": {"evaluation"}, "Summary": SectionKeys("summary"), "Data overview": SectionKeys("data"),
		// Data, and the training that it is for.
		"Fine-tuning data": {"training_data"}, "Pre-training corpora": {"training_data"}, "Dataset used for the model": {"training_data"}, "Test data": nil, "Model Data": {"training_data"},
		"Demo: How to use in ESPnet2": {"intended_use"}, "Details of the downstream task (NER) - Dataset 📚": {"training_data"}, "Quick start: masked language modeling": {"intended_use"},
		"Train a vision transformer on small datasets": nil, "Resource usage": {"technical"}, "Citing ESPnet": {"citation"}, "📈 Comparisons": {"evaluation"}, "Evaluating SeamlessM4T models": {"evaluation"},
		// Lists.
		"Risk, Bias, Ethical Considerations": {"bias_risk", "ethical"}, "Evaluation / metrics": {"evaluation"}, "Dataset and Training": {"training_data", "training_procedure"},
		"Considerations": {"limitations"}, "License and Terms of Use": {"license"}, "Contact & More information": {"contact"},
		// Other languages.
		"Limitaciones y sesgos": {"bias_risk", "limitations"}, "Données d’entraînement": {"training_data"}, "五 使用": {"intended_use"}, "訓練データ": {"training_data"}, "Einschränkungen": {"limitations"},
	} {
		if got := SectionKeys(title); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", title, got, want)
		}
	}
}

// A label names a base model; a sentence about one is no name.
func TestBaseModelInALabel(t *testing.T) {
	for value, want := range map[string]int{
		"roberta-large": 1, "[Llama 2](https://huggingface.co/meta-llama/Llama-2-7b), mistral": 2,
		"This model is a fine-tuned version of the RoBERTa large model. See its card.": 0,
	} {
		in, err := Inspect("MODEL_CARD.md", []byte("# Model card for X\n\n## Model details\n\n- **Parent Model:** "+value+"\n"), KindCard)
		if err != nil {
			t.Fatal(err)
		}
		if got := in.Document.(Card).BaseModels.Items; len(got) != want {
			t.Errorf("%q names %d base models: %+v", value, len(got), got)
		}
	}
}

// TestCorpus reads every file of the corpus that may lie beside this
// repository: each is recognised, or refused with words, and every finding
// points into the file.
func TestCorpus(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/corpus/*/*")
	if len(files) == 0 {
		t.Skip("the corpus does not lie beside the repository; its publishable part is in testdata/change_corpus_monorepo")
	}
	recognised := 0
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		in, err := Inspect(filepath.Base(file), src, "")
		var unknown *NotRecognised
		switch {
		case errors.As(err, &unknown):
			if len(unknown.Sought) == 0 {
				t.Errorf("%s: not recognized, without saying what was looked for", file)
			}
			in.Findings = unknown.Findings
		case err != nil:
			t.Errorf("%s: %v", file, err)
		default:
			recognised++
		}
		lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(src)), "\n")
		for _, f := range in.Findings {
			if f.At.Line < 1 || f.At.Line > len(lines) || f.At.Column < 1 || f.At.Column > len([]rune(lines[f.At.Line-1]))+1 {
				t.Errorf("%s: %s at %d:%d lies outside the file", file, f.Rule, f.At.Line, f.At.Column)
			}
		}
	}
	if recognised < 50 {
		t.Errorf("only %d of %d files were recognised", recognised, len(files))
	}
}

// TestTemplateTextIsBounded: a page full of template text, or of what could be
// some, is no burden.
func TestTemplateTextIsBounded(t *testing.T) {
	for text, want := range map[string]int{
		"It sorts the letters of customers.\n\n" + strings.Repeat("More information needed\n\n", 50_000): maxTemplate,
		strings.Repeat("More information needed\n\n", 50_000):                                            0,
		strings.Repeat("A text in which more is needed than to be said\n\n", 50_000):                     0,
	} {
		d, _ := document.Parse("README.md", []byte("## Uses\n\n"+text))
		began := time.Now()
		if n := len(templateText(d)); n != want {
			t.Errorf("%.30q: %d places are told, want %d", text, n, want)
		}
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("%.30q: it took %s", text, took)
		}
	}
}

// The name of a file may hold the mark that ends it in an anchor.
func TestAnchorsOfFilesWithANumberSign(t *testing.T) {
	for anchor, want := range map[Anchor][2]string{
		"a.md#/x": {"a.md", "/x"}, "a#b/c.md#": {"a#b/c.md", ""}, "a#b/c.md#/x#/y#": {"a#b/c.md", "/x#/y#"}, "c##/x": {"c#", "/x"}, "unknown#1#/x": {"unknown", "1#/x"}, "none": {"none", ""},
	} {
		file, pointer := anchor.Split(func(file string) bool { return slices.Contains([]string{"a.md", "a#b/c.md", "c#"}, file) })
		if file != want[0] || pointer != want[1] {
			t.Errorf("%s: %q and %q, want %q", anchor, file, pointer, want)
		}
	}
}

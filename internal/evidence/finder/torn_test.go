package finder

import (
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

const namedCard = "# Model card\n\n## Intended use\n\nPrices of houses, for teaching.\n"

// dvcLockOf is a dvc.lock with outputs.
func dvcLockOf(files ...string) string {
	lock := "schema: '2.0'\nstages:\n  train:\n    cmd: x\n    outs:\n"
	for _, file := range files {
		lock += "    - {path: " + file + ", md5: " + strings.Repeat("a", 32) + "}\n"
	}
	return lock
}

func TestModelsArePutTogether(t *testing.T) {
	for name, tt := range map[string]struct {
		files  map[string]string
		layout Layout
		want   []string
	}{
		"a card and weights in two directories":  {map[string]string{"README.md": "# Prices\n", "docs/model-card.md": namedCard, "outputs/model.pkl": "x"}, Layout{}, []string{"."}},
		"below a directory":                      {map[string]string{"models/x/card/README.md": card, "models/x/weights/model.onnx": "x", "models/y/README.md": card, "models/y/model.onnx": "x"}, Layout{}, []string{"models/x", "models/y"}},
		"a card below the weights":               {map[string]string{"m/model.onnx": "x", "m/docs/MODEL_CARD.md": namedCard}, Layout{}, []string{"m"}},
		"weights of two directories":             {map[string]string{"docs/model-card.md": namedCard, "a/model.pkl": "x", "b/model.pkl": "x"}, Layout{}, []string{"a", "b", "docs"}},
		"two cards":                              {map[string]string{"docs/model-card.md": namedCard, "docs2/model-card.md": namedCard, "a/model.pkl": "x"}, Layout{}, []string{"a", "docs", "docs2"}},
		"a card above the weights":               {map[string]string{"m/MODEL_CARD.md": namedCard, "m/weights/model.onnx": "x"}, Layout{}, []string{"m"}},
		"a manifest beside the weights":          {map[string]string{"docs/model-card.md": namedCard, "a/model.pkl": "x", "a/modelgate.yaml": "name: a"}, Layout{}, []string{"a", "docs"}},
		"a manifest above both":                  {map[string]string{"modelgate.yaml": "name: a", "docs/model-card.md": namedCard, "a/model.pkl": "x"}, Layout{}, []string{"."}},
		"the configuration names models":         {map[string]string{"docs/model-card.md": namedCard, "a/model.pkl": "x"}, Layout{Models: []string{"a"}}, []string{"a"}},
		"the weights are ignored":                {map[string]string{"docs/model-card.md": namedCard, "a/model.pkl": "x"}, Layout{Ignore: []string{"a"}}, []string{"."}},
		"a card in documentation, no weights":    {map[string]string{"README.md": "# Prices\n", "docs/model-card.md": namedCard, "src/train.py": "x"}, Layout{}, []string{"."}},
		"the same below a directory":             {map[string]string{"pricing/docs/MODEL_CARD.md": namedCard, "pricing/train.py": "x"}, Layout{}, []string{"pricing"}},
		"the same with a manifest above":         {map[string]string{"modelgate.yaml": "name: a", "docs/model-card.md": namedCard}, Layout{}, []string{"."}},
		"the same with a manifest beside":        {map[string]string{"docs/modelgate.yaml": "name: a", "docs/model-card.md": namedCard}, Layout{}, []string{"docs"}},
		"the same with another card":             {map[string]string{"docs/model-card.md": namedCard, "b/model-card.md": namedCard}, Layout{}, []string{"b", "docs"}},
		"a card elsewhere, no weights":           {map[string]string{"pricing/MODEL_CARD.md": namedCard}, Layout{}, []string{"pricing"}},
		"a preprocessor beside":                  {map[string]string{"docs/model-card.md": namedCard, "a/model.pkl": "x", "data/preprocessor.joblib": "x", "text/tokenizer.bin": "x"}, Layout{}, []string{"."}},
		"checkpoints beside":                     {map[string]string{"docs/model-card.md": namedCard, "a/model.pt": "x", "checkpoints/epoch_3.pt": "x"}, Layout{}, []string{"."}},
		"checkpoints alone":                      {map[string]string{"docs/model-card.md": namedCard, "checkpoints/epoch_3.pt": "x"}, Layout{}, []string{"."}},
		"a scaler beside a README":               {map[string]string{"README.md": "# Prices\n", "feature_scaler.pkl": "x", "models/MODEL_CARD.md": namedCard, "models/xgb.pkl": "x"}, Layout{}, []string{"models"}},
		"a preprocessor is no model":             {map[string]string{"data/prepared/preprocessor.joblib": "x"}, Layout{}, nil},
		"prepared data is no model":              {map[string]string{"data/tokenized/train.pt": "x", "data/embeddings.pkl": "x", "features/X_train.npz": "x", "text/val-data.pickle": "x", "outputs/calibration.npz": "x"}, Layout{}, nil},
		"models in a directory of data":          {map[string]string{"data/06_models/rf.pkl": "x", "data/a/classifier.pkl": "x", "data/b/net.onnx": "x", "c/train_net.pt": "x", "weights/jax.npz": "x"}, Layout{}, []string{"c", "data/06_models", "data/a", "data/b", "weights"}},
		"weights that only DVC has":              {map[string]string{"docs/model_card.md": namedCard, "dvc.lock": dvcLockOf("models/best.pkl", "data/scaled.pkl")}, Layout{}, []string{"."}},
		"weights that git has, and DVC others":   {map[string]string{"docs/model_card.md": namedCard, "a/model.pkl": "x", "dvc.lock": dvcLockOf("b/model.pkl")}, Layout{}, []string{"."}},
		"weights that DVC has of two":            {map[string]string{"docs/model_card.md": namedCard, "dvc.lock": dvcLockOf("models/best.pkl", "other/best.pkl")}, Layout{}, []string{"docs"}},
		"weights that DVC has below the card":    {map[string]string{"README.md": card, "dvc.lock": dvcLockOf("models/best.pkl")}, Layout{}, []string{"."}},
		"weights that only DVC has, and no card": {map[string]string{"README.md": "# x\n", "dvc.lock": dvcLockOf("models/best.pkl")}, Layout{}, nil},
		"what goes with an agent or a form":      {map[string]string{"a2c/Ant-v3/vecnormalize.pkl": "x", "b/lastCheckedDate.pkl": "x", "c/downloadList.pkl": "x", "c/norm_vals.pkl": "x", "d/model_columns.pkl": "x", "e/columns.pkl": "x", "models/X_test_cls.pkl": "x", "e/feature_names.joblib": "x"}, Layout{}, []string{"d"}},
		"what was measured, and splits":          {map[string]string{"scripts/splits_final.pkl": "x", "a/datasplit_70_30.pkl": "x", "outputs/eval/test_scores.pkl": "x", "b/preds.pkl": "x"}, Layout{}, nil},
		"plans of nnU-Net":                       {map[string]string{"r/plans.pkl": "x", "p/nnUNetPlansv2.1_plans_3D.pkl": "x", "p/dataset_properties.pkl": "x", "p/intensityproperties.pkl": "x", "q/split_model.pkl": "x"}, Layout{}, []string{"q"}},
		"a pipeline of spaCy":                    {map[string]string{"training/model-best/meta.json": "{}", "training/model-best/config.cfg": "", "training/model-best/vocab/lookups.bin": "x", "training/model-best/ner/model": "x", "training/model-last/meta.json": "{}", "training/model-last/config.cfg": "", "training/model-last/vocab/lookups.bin": "x"}, Layout{}, []string{"training/model-best"}},
		"a meta.json of anything":                {map[string]string{"a/meta.json": "{}", "a/vocab/words.txt": "x", "b/meta.json": "{}", "b/config.cfg": ""}, Layout{}, nil},
		"a vocabulary alone":                     {map[string]string{"a/vocab/lookups.bin": "x"}, Layout{}, nil},
		"a model that has the word is one":       {map[string]string{"a/preprocessor_model.joblib": "x"}, Layout{}, []string{"a"}},
	} {
		got, err := New(tree(tt.files), tt.layout).All()
		if err != nil || !slices.Equal(got, tt.want) && len(got)+len(tt.want) > 0 {
			t.Errorf("%s: got %q, %v; want %q", name, got, err, tt.want)
		}
	}
}

func TestWhatIsPutTogetherIsReadFromBothDirectories(t *testing.T) {
	s, err := New(tree(map[string]string{
		"README.md": "# Prices\n", "docs/model-card.md": namedCard, "outputs/model.pkl": "x", "outputs/metrics.json": `{"r2": 0.61}`,
		"outputs/config.json": `{"architectures": ["Net"]}`, "outputs/LICENSE": "MIT License",
	}), Layout{}).Read(".")
	if err != nil {
		t.Fatal(err)
	}
	m := s.Model
	if m.Card.Path != "docs/model-card.md" || len(m.Artifacts) != 1 || len(m.Evaluations) != 1 || len(m.Kinds) != 1 || len(m.LicenseFiles) != 1 {
		t.Errorf("got card %q, %d artifacts, %d evaluations, %d architectures, %d license files", m.Card.Path, len(m.Artifacts), len(m.Evaluations), len(m.Kinds), len(m.LicenseFiles))
	}
}

// TestMissingCardIsReportedAtTheWeights: not at what goes with them; else at results.
func TestMissingCardIsReportedAtTheWeights(t *testing.T) {
	for want, files := range map[string][]string{"results/metrics.json": {".gitignore", "a.py", "results/metrics.json"}, "a.py": {".gitignore", "a.py"}, ".gitignore": {".gitignore"}} {
		all := map[string]string{}
		for _, file := range files {
			all[file] = "{}"
		}
		s, err := New(tree(all), Layout{Models: []string{"."}}).Read(".")
		if err != nil || s.Model.At != evidence.Anchor(want+"#") {
			t.Errorf("at %q, %v; want %s", s.Model.At, err, want)
		}
	}
	s, err := New(tree(map[string]string{"models/X_test_cls.pkl": "x", "models/columns.pkl": "x", "models/rf.pkl": "x"}), Layout{}).Read("models")
	if err != nil || s.Model.At != "models/rf.pkl#" {
		t.Errorf("at %q, %v", s.Model.At, err)
	}
}

func TestTheBaseSaysWhatIsPutTogether(t *testing.T) {
	one := map[string]string{"docs/model-card.md": namedCard, "outputs/model.pkl": "x"}
	two := map[string]string{"docs/model-card.md": namedCard, "docs2/model-card.md": namedCard, "outputs/model.pkl": "x"}
	for name, tt := range map[string]struct {
		base, head map[string]string
		want       []string
		torn       int
	}{
		"a second card tears nothing apart":   {one, two, []string{".", "docs2"}, 1},
		"a card that goes merges nothing":     {two, one, []string{"docs", "outputs"}, 0},
		"a card that moves to the weights":    {one, map[string]string{"outputs/model-card.md": namedCard, "outputs/model.pkl": "x"}, []string{"."}, 1},
		"a manifest at the parent":            {one, map[string]string{"modelgate.yaml": "name: a", "docs/model-card.md": namedCard, "outputs/model.pkl": "x"}, []string{"."}, 0},
		"a card for weights that had none":    {map[string]string{"outputs/model.pkl": "x"}, one, []string{"."}, 0},
		"weights for a card in documentation": {map[string]string{"docs/model-card.md": namedCard}, one, []string{"."}, 0},
		"weights that go from a card":         {one, map[string]string{"docs/model-card.md": namedCard}, []string{"."}, 0},
		"weights elsewhere than documented":   {map[string]string{"p/docs/model-card.md": namedCard}, map[string]string{"p/docs/model-card.md": namedCard, "q/model.pkl": "x"}, []string{"p", "q"}, 1},
		"all of it goes, and another one not": {map[string]string{"p/docs/model-card.md": namedCard, "p/outputs/model.pkl": "x", "q/model.pkl": "x"}, map[string]string{"q/model.pkl": "x"}, []string{"q"}, 0},
	} {
		base, head := New(tree(tt.base), Layout{}), New(tree(tt.head), Layout{})
		if err := head.HoldTo(base); err != nil {
			t.Fatal(err)
		}
		before, err := base.All()
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range before {
			head.Assume(id)
		}
		got, err := head.All()
		if err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, %v; want %q", name, got, err, tt.want)
		}
		if torn, err := head.TornFrom(); err != nil || len(torn) != tt.torn {
			t.Errorf("%s: torn %v, %v; want %d", name, torn, err, tt.torn)
		}
	}
}

func TestEvidenceOutsideOfModels(t *testing.T) {
	files := map[string]string{
		"adapters/a/train.py": "x", "adapters/b/train.py": "x", "docs/a.md": namedCard,
		"evals/a/metrics.json": `{"accuracy": 0.9}`, "evals/b/metrics.json": `{"accuracy": 0.8}`, "reports/b.json": `{"f1": 0.7}`,
	}
	layout := Layout{Models: []string{"adapters/*"}, Placed: []Placed{{"adapters/*", "docs/{model}.md", []string{"evals/{model}/**", "reports/{model}.json"}}}}
	f := New(tree(files), layout)
	for id, want := range map[string][]string{"adapters/a": {"evals/a/metrics.json"}, "adapters/b": {"evals/b/metrics.json", "reports/b.json"}} {
		s, err := f.Read(id)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range s.Model.Evaluations {
			got = append(got, e.Path)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", id, got, want)
		}
		if is := s.Model.Card.Present; is != (id == "adapters/a") {
			t.Errorf("%s: has a card: %v", id, is)
		}
	}
	for file, want := range map[string]string{"evals/b/metrics.json": "adapters/b", "docs/a.md": "adapters/a", "evals/c/metrics.json": ""} {
		got, err := f.Claimants(file)
		if err != nil || len(got) != min(1, len(want)) || want != "" && got[0] != want {
			t.Errorf("%s: claimed by %q, %v; want %q", file, got, err, want)
		}
	}
	// In evaluations, a glob with the name of the model is from the root, and replaces nothing.
	f = New(tree(map[string]string{"m/a/README.md": card, "m/a/metrics.json": `{"f1": 1}`, "README.md": card, "evals/a/x.json": `{"accuracy": 0.9}`}), Layout{Evaluations: []string{"evals/{model}/*.json"}})
	for id, want := range map[string]int{"m/a": 2, ".": 0} {
		s, err := f.Read(id)
		if err != nil || len(s.Model.Evaluations) != want {
			t.Errorf("%s: %d evaluations, %v; want %d", id, len(s.Model.Evaluations), err, want)
		}
	}
}

func TestWhatRunsLoggedIsNoModel(t *testing.T) {
	run := func(dir string) map[string]string {
		return map[string]string{
			dir + "/meta.yaml": "artifact_uri: x\nrun_id: abc\nstatus: 3\nlifecycle_stage: active\nend_time: 1670301538935\n", dir + "/artifacts/model/MLmodel": "flavors: {sklearn: {}}\nmodel_uuid: x\n",
			dir + "/artifacts/model/model.pkl": "x", dir + "/metrics/auc": "1 0.5 0 home 1a2b\n2 0.6 1 home 1a2b\n1 0.4 0 other 3c4d\n",
		}
	}
	files := map[string]string{"README.md": card, "deploy/artifacts/model.onnx": "x"}
	for _, dir := range []string{"runs_a/1/r1", "runs_a/1/r2"} {
		for name, text := range run(dir) {
			files[name] = text
		}
	}
	f := New(tree(files), Layout{Evaluations: []string{"runs_a/1/r1/metrics/**"}, Formats: map[string]string{"runs_a/1/r1/metrics/**": "mlflow-file-store"}})
	if got, err := f.All(); err != nil || !slices.Equal(got, []string{"."}) {
		t.Errorf("models: %q, %v", got, err)
	}
	s, err := f.Read(".")
	if err != nil || len(s.Findings) > 0 {
		t.Fatal(err, s.Findings)
	}
	if a := s.Model.Artifacts; len(a) != 1 || a[0].Path != "deploy/artifacts/model.onnx" {
		t.Errorf("artifacts: %+v", a)
	}
	if len(s.Model.Evaluations) != 1 {
		t.Fatalf("%d evaluations", len(s.Model.Evaluations))
	}
	got := ""
	for _, r := range s.Model.Evaluations[0].Results {
		got += r.Metric + " " + r.Raw + " on " + r.Dataset.Name + " " + r.Dataset.Digest + "; "
	}
	if want := "auc 0.6 on home 1a2b; auc 0.4 on other 3c4d; "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := f.ListStored(); len(got) != 1 || got[0].Dir != "runs_a" || got[0].Models != 2 {
		t.Errorf("stores: %+v", got)
	}
	f = New(tree(files), Layout{Models: []string{"runs_a/1/r1/artifacts/model"}})
	if got, err := f.All(); err != nil || !slices.Equal(got, []string{"runs_a/1/r1/artifacts/model"}) {
		t.Errorf("configured: %q, %v", got, err)
	}
}

// TestWhatAServerStoredIsNoModel: where a database has the metadata of runs, their artifacts are known by the names that
// MLflow gives; a directory that only looks a little like one is a model.
func TestWhatAServerStoredIsNoModel(t *testing.T) {
	const hex = "0f363508eb644d29abbfb33ed0fd9c26"
	for dir, stored := range map[string]bool{
		"mlruns/1/models/m-" + hex + "/artifacts":         true,
		"tracking/142/" + hex + "/artifacts/model":        true,
		"mlartifacts/1/" + hex + "/artifacts/model/data":  true,
		"models/m-" + hex + "/artifacts":                  false,
		"models/" + hex + "/artifacts":                    false,
		"mlruns/1/models/m-" + hex[:31] + "/artifacts":    false,
		"mlruns/one/" + hex + "/artifacts":                false,
		"mlruns/1/" + strings.ToUpper(hex) + "/artifacts": false,
		"mlruns/1/models/m-" + hex + "/weights":           false,
	} {
		f := New(tree(map[string]string{"a/README.md": card, "a/model.onnx": "x", dir + "/MLmodel": "flavors: {sklearn: {}}\n", dir + "/model.pkl": "x"}), Layout{})
		got, err := f.All()
		if err != nil || slices.Contains(got, dir) == stored || !slices.Contains(got, "a") {
			t.Errorf("%s: models %q, %v", dir, got, err)
		}
		if n := len(f.ListStored()); (n == 1) != stored {
			t.Errorf("%s: %d stores", dir, n)
		}
	}
}

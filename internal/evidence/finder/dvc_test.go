package finder

import (
	"cmp"
	"slices"
	"strings"
	"testing"
)

// What DVC records of a model is an artifact of it: "path digest", or "path" alone
// where no digest is recorded.
func TestArtifactsOfPipelines(t *testing.T) {
	const card = "---\nlicense: mit\n---\n# m\n"
	a, b := strings.Repeat("a", 32), strings.Repeat("9", 32)
	const md5OfX, sha256OfX = "9dd4e461268c8034f5c8564e155c67a6", "sha256:2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
	lock := func(outs ...string) string {
		return "schema: '2.0'\nstages:\n  train:\n    cmd: python train.py\n    outs:\n" + strings.Join(outs, "")
	}
	out := func(path, md5 string) string {
		return "    - path: " + path + "\n      hash: md5\n      md5: " + md5 + "\n"
	}
	for _, c := range []struct {
		name, model string
		files       map[string]string
		want        []string
	}{
		{"a file, a directory", "models/m", map[string]string{"models/m/README.md": card, "dvc.lock": lock(out("models/m/model.safetensors", b), out("models/m/saved", a+".dir"))},
			[]string{"models/m/model.safetensors md5:" + b, "models/m/saved md5:" + a + ".dir"}},
		{"the nearest model", "models/m", map[string]string{"README.md": card, "models/m/README.md": card, "dvc.lock": lock(out("models/m/a/b/x.onnx", a), out("x.onnx", b))},
			[]string{"models/m/a/b/x.onnx md5:" + a}},
		{"schema 1", "m", map[string]string{"m/README.md": card, "dvc.lock": "train:\n  cmd: x\n  outs:\n  - path: m/x.onnx\n    md5: " + a + "\n"}, []string{"m/x.onnx md5:" + a}},
		{"a pipeline below", "m", map[string]string{"m/README.md": card, "m/train/dvc.lock": lock(out("../x.onnx", a), out("y.onnx", b))},
			[]string{"m/train/y.onnx md5:" + b, "m/x.onnx md5:" + a}},
		{"a working directory", "m", map[string]string{"m/README.md": card, "dvc.yaml": "stages: {train: {cmd: x, wdir: m}}\n", "dvc.lock": lock(out("x.onnx", a))}, []string{"m/x.onnx md5:" + a}},
		{"a working directory of each", "b", map[string]string{"b/README.md": card, "dvc.yaml": "stages: {train: {foreach: [a, b], do: {cmd: x, wdir: '${item}'}}}\n",
			"dvc.lock": strings.ReplaceAll(lock(out("x.onnx", a)), "train:", "train@b:")}, []string{"b/x.onnx md5:" + a}},
		{"a stage that is gone", "m", map[string]string{"m/README.md": card, "dvc.yaml": "stages: {other: {cmd: x}}\n", "dvc.lock": lock(out("m/x.onnx", a))}, nil},
		{"two stages that disagree", "m", map[string]string{"m/README.md": card, "dvc.lock": lock(out("m/x.onnx", a), out("m/x.onnx", b))}, []string{"m/x.onnx md5:" + b + " disagrees"}},
		{"an object store's digest", "m", map[string]string{"m/README.md": card, "dvc.lock": lock("    - path: m/x.onnx\n      etag: 0f0f\n")}, []string{"m/x.onnx etag:0f0f"}},
		{"files that are listed", "m", map[string]string{"m/README.md": card,
			"dvc.lock": lock("    - path: m/model\n      hash: md5\n      files:\n      - relpath: b.bin\n        md5: " + b + "\n      - relpath: a.bin\n        md5: " + a + "\n")},
			[]string{"m/model md5:5106f4350167ab3d2d10df22282ee579.dir"}},
		{"no data, no results", ".", map[string]string{"README.md": card, "dvc.yaml": "stages:\n  train:\n    cmd: x\n    metrics:\n    - model_scores.json: {cache: false}\n    plots:\n    - model_curves: {x: a}\n",
			"dvc.lock": lock(out("data/prepared/preprocessor.joblib", a), out("data/features", a+".dir"), out("model_scores.json", a), out("model_curves", a+".dir"), out("model_report.html", a), out("rf_model.txt", b), out("outputs/test_scores.pkl", a), out("splits_final.pkl", a), out("trained/model.pkl", b))},
			[]string{"rf_model.txt md5:" + b, "trained/model.pkl md5:" + b}},
		{"weights that are called metrics", "m", map[string]string{"m/README.md": card, "dvc.yaml": "stages: {train: {cmd: x, metrics: [m/x.safetensors], plots: ['${all}/x.onnx']}}\n", "dvc.lock": lock(out("m/x.safetensors", a), out("m/x.onnx", b))},
			[]string{"m/x.onnx md5:" + b, "m/x.safetensors md5:" + a}},
		{"what dvc.yaml calls a model", "m", map[string]string{"m/README.md": card, "dvc.yaml": "artifacts: {x: {path: m/data/x.txt, type: model}, d: {path: m/data/y.txt, type: dataset}}\n",
			"dvc.lock": lock(out("m/data/x.txt", a), out("m/data/y.txt", b))}, []string{"m/data/x.txt md5:" + a}},
		{"what a stage calls a model", "m", map[string]string{"m/README.md": card, "dvc.yaml": "stages: {train: {cmd: x, wdir: m, outs: [{x.txt: {type: model}}]}}\n", "dvc.lock": lock(out("x.txt", a))}, []string{"m/x.txt md5:" + a}},
		{"a model that was never made", "m", map[string]string{"m/README.md": card, "dvc.yaml": "artifacts: {x: {path: m/x.txt, type: model}}\n"}, []string{"m/x.txt"}},
		{"a model that another pipeline makes", "m", map[string]string{"m/README.md": card, "dvc.lock": lock(out("m/x.txt", a)), "results/train/dvc.yaml": "artifacts: {x: {path: ../../m/x.txt, type: model}}\n"}, []string{"m/x.txt md5:" + a}},
		{"a model that a later pipeline makes", "m", map[string]string{"m/README.md": card, "results/dvc.lock": lock(out("../m/x.txt", a)), "dvc.yaml": "artifacts: {x: {path: m/x.txt, type: model}}\n"}, []string{"m/x.txt md5:" + a}},
		{"a model that two pipelines make, and a third names", "m", map[string]string{"m/README.md": card, "dvc.lock": lock(out("m/x.txt", a)), "q/dvc.lock": lock(out("../m/x.txt", b)), "r/dvc.yaml": "artifacts: {x: {path: ../m/x.txt, type: model}}\n"},
			[]string{"m/x.txt md5:" + b + " disagrees"}},
		{"a model in a directory of outputs", "m", map[string]string{"m/README.md": card, "dvc.yaml": "artifacts: {x: {path: m/results/x.txt, type: model}}\n", "dvc.lock": lock(out("m/results", a+".dir"))}, []string{"m/results md5:" + a + ".dir"}},
		{"no card", "models", map[string]string{"dvc.yaml": "artifacts: {x: {path: models/m.pkl, type: model}}\n", "dvc.lock": lock(out("models/m.pkl", a))}, []string{"models/m.pkl md5:" + a}},
		{"what git has is read", "m", map[string]string{"m/README.md": card, "m/x.onnx": "x", "dvc.lock": lock(out("m/x.onnx", a))},
			[]string{"m/x.onnx sha256:2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}},
		{"the manifest lists it", "m", map[string]string{"m/README.md": card, "m/modelgate.yaml": "artifacts: [{path: x.bin}, {path: dir/y.bin}]\n", "dvc.lock": lock(out("m/x.bin", a), out("m/dir", b+".dir"))},
			[]string{"m/dir md5:" + b + ".dir", "m/dir/y.bin md5:" + b + ".dir", "m/x.bin md5:" + a}},
		{"the manifest contradicts it", "m", map[string]string{"m/README.md": card, "m/modelgate.yaml": "artifacts: [{path: x.bin, digest: \"md5:" + b + "\"}]\n", "dvc.lock": lock(out("m/x.bin", a))},
			[]string{"m/x.bin md5:" + b + " disagrees"}},
		{"outside of the repository", "m", map[string]string{"m/README.md": card, "dvc.lock": lock(out("/m/x.onnx", a), out("../m/x.onnx", a), out("''", a))}, nil},
		{"not a pipeline", "m", map[string]string{"m/README.md": card, "dvc.yaml": "- a\n", "dvc.lock": "stages: [a, {b: c}]\n"}, nil},
		{"a pointer of another name", "m", map[string]string{"m/README.md": card, "m/anything.dvc": "outs:\n- {md5: " + a + ", path: x.onnx}\n"}, []string{"m/x.onnx md5:" + a}},
		{"a pointer to a directory", "m", map[string]string{"m/README.md": card, "m/weights.dvc": "outs:\n- {md5: " + a + ".dir, path: weights}\n"}, []string{"m/weights md5:" + a + ".dir"}},
		{"a pointer to several", "m", map[string]string{"m/README.md": card, "m/x.dvc": "wdir: ..\nouts:\n- {md5: " + a + ", path: m/x.onnx}\n- {md5: " + b + ", path: m/y.onnx}\n"},
			[]string{"m/x.onnx md5:" + a, "m/y.onnx md5:" + b}},
		{"a pointer elsewhere", "models/m", map[string]string{"models/m/README.md": card, "models/m.x.dvc": "outs:\n- {md5: " + a + ", path: m/weights}\n", "store/y.dvc": "wdir: ../models\nouts:\n- {md5: " + b + ", path: m/y.onnx}\n"},
			[]string{"models/m/weights md5:" + a, "models/m/y.onnx md5:" + b}},
		{"a pointer in another model", "b", map[string]string{"a/README.md": card, "b/README.md": card, "a/x.dvc": "wdir: ../b\nouts:\n- {md5: " + a + ", path: x.onnx}\n"}, []string{"b/x.onnx md5:" + a}},
		{"a pointer to what git has", "m", map[string]string{"m/README.md": card, "m/x.onnx": "x", "m/x.onnx.dvc": "outs:\n- {md5: " + md5OfX + ", path: x.onnx}\n"}, []string{"m/x.onnx " + sha256OfX}},
		{"a pointer before what git has", "m", map[string]string{"m/README.md": card, "m/x.onnx": "x", "m/a.dvc": "outs:\n- {md5: " + strings.ToUpper(md5OfX) + ", path: x.onnx}\n"}, []string{"m/x.onnx " + sha256OfX}},
		{"a pointer to other content than git has", "m", map[string]string{"m/README.md": card, "m/x.onnx": "x", "m/x.onnx.dvc": "outs:\n- {md5: " + a + ", path: x.onnx}\n"}, []string{"m/x.onnx md5:" + a + " disagrees"}},
		{"a pointer to what git has, without a digest", "m", map[string]string{"m/README.md": card, "m/x.onnx": "x", "m/x.onnx.dvc": "outs:\n- {etag: aa, path: x.onnx}\n"}, []string{"m/x.onnx " + sha256OfX}},
		{"a pointer that cannot be read, to what git has", "m", map[string]string{"m/README.md": card, "m/x.onnx": "x", "m/x.onnx.dvc": "- a\n"}, []string{"m/x.onnx " + sha256OfX}},
		{"a pointer to what Git LFS keeps", "m", map[string]string{"m/README.md": card, "m/x.onnx": "version https://git-lfs.github.com/spec/v1\noid sha256:" + strings.Repeat("1", 64) + "\nsize 5\n", "m/x.onnx.dvc": "outs:\n- {md5: " + a + ", path: x.onnx}\n"}, []string{"m/x.onnx sha256:" + strings.Repeat("1", 64)}},
		{"a pointer to a text with the line ends of Windows", "m", map[string]string{"m/README.md": card, "m/model.txt": "a\r\nb\r\n", "m/model.txt.dvc": "outs:\n- {md5: dd8c6a395b5dd36c56d23275028f526c, path: model.txt}\n"}, []string{"m/model.txt sha256:58055bdcc73787eb88c78d36f0b4939e9c5dc1c3ad17e25cc85a6833cf1a0cab"}},
		{"a pointer to data that git has", "m", map[string]string{"m/README.md": card, "m/data/train.csv": "a\n", "m/data/train.csv.dvc": "outs:\n- {md5: " + a + ", path: train.csv}\n"}, nil},
		{"a pointer to data", "m", map[string]string{"m/README.md": card, "x.dvc": "outs:\n- {md5: " + a + ", path: m/data/train.csv}\n"}, nil},
		{"a pointer in a place of tools", "m", map[string]string{"m/README.md": card, "vendor/x.dvc": "wdir: ..\nouts:\n- {md5: " + a + ", path: m/x.onnx}\n"}, []string{"m/x.onnx md5:" + a}},
		{"an import without a digest", "m", map[string]string{"m/README.md": card, "x.dvc": "deps:\n- path: x.onnx\n  repo: {url: https://x.example/y, rev: v1, rev_lock: 0f0f}\nouts:\n- {path: m/x.onnx, cache: false}\n"}, []string{"m/x.onnx rev_lock:0f0f"}},
		{"an import of an address", "m", map[string]string{"m/README.md": card, "m/x.onnx.dvc": "deps:\n- {path: 'https://x.example/x.onnx', etag: '\"0f\"'}\nouts:\n- {path: x.onnx}\n"}, []string{"m/x.onnx etag:\"0f\""}},
		{"a version of a cloud", "m", map[string]string{"m/README.md": card, "x.dvc": "outs:\n- {path: m/x.onnx, cloud: {s3: {etag: aa, version_id: v7}}}\n"}, []string{"m/x.onnx version:v7"}},
		{"the only model", "models/m", map[string]string{"models/m/README.md": card, "dvc.lock": lock("    - {path: 's3://b/data/x.onnx', etag: 0f0f}\n", "    - {path: 'gs://b/train.csv', etag: aa}\n")}, []string{"s3://b/data/x.onnx etag:0f0f"}},
		{"the model of its name", "models/b", map[string]string{"models/a/README.md": card, "models/b/README.md": card, "dvc.lock": lock("    - {path: 'gs://x/b/model.pkl', version_id: '7'}\n", "    - {path: 'azure://x/a/model.pkl', checksum: aa}\n")}, []string{"gs://x/b/model.pkl version:7"}},
		{"the model of the pipeline", "m", map[string]string{"m/README.md": card, "n/README.md": card, "m/dvc.lock": lock("    - {path: 'hdfs://x/n/model.bin', checksum: aa}\n")}, []string{"hdfs://x/n/model.bin checksum:aa"}},
		{"a declared object that changed", "m", map[string]string{"m/README.md": card, "m/modelgate.yaml": "artifacts: [{uri: 's3://b/x.onnx', digest: 'sha256:" + strings.Repeat("0", 64) + "'}]\n", "m/dvc.lock": lock("    - {path: 's3://b/x.onnx', etag: aa}\n")},
			[]string{"s3://b/x.onnx etag:aa", "s3://b/x.onnx sha256:" + strings.Repeat("0", 64)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := New(tree(c.files), Layout{}).Read(c.model)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, a := range s.Model.Artifacts {
				shown := strings.TrimSpace(cmp.Or(a.Path, a.URI) + " " + a.Digest)
				if !a.Agrees {
					shown += " disagrees"
				}
				got = append(got, shown)
				if at, ok := s.Locate(a.At); !ok || at.Line == 0 {
					t.Errorf("%s: no place for %s", a.Path, a.At)
				}
			}
			if !s.Model.Present || !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestModelsThatPipelinesMake(t *testing.T) {
	const lock = "stages: {train: {outs: [{path: a/b/model.pkl, md5: 00}, {path: data/x.pkl, md5: 00}, {path: c/m.onnx, md5: 00}]}}\n"
	for _, c := range []struct {
		name      string
		file      string
		layout    Layout
		want      []string
		unclaimed []string
	}{
		{"an output alone makes none", "stages: {train: {cmd: x}}\n", Layout{}, []string{}, []string{"a/b/model.pkl", "c/m.onnx"}},
		{"one that is called a model does", "artifacts: {x: {path: a/b/model.pkl, type: model}}\n", Layout{}, []string{"a/b"}, []string{"c/m.onnx"}},
		{"as the configuration has it", "", Layout{Models: []string{"a/*", "data"}}, []string{"a/b"}, []string{"c/m.onnx"}},
		{"not what is ignored", "artifacts: {x: {path: a/b/model.pkl, type: model}}\n", Layout{Ignore: []string{"a"}}, []string{}, []string{"a/b/model.pkl", "c/m.onnx"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := New(tree(map[string]string{"dvc.yaml": c.file, "dvc.lock": lock}), c.layout)
			all, err := f.All()
			if err != nil || !slices.Equal(all, c.want) {
				t.Errorf("models %q, want %q (%v)", all, c.want, err)
			}
			if got, err := f.ListUnowned(); err != nil || !slices.Equal(got, c.unclaimed) {
				t.Errorf("unowned %q, want %q (%v)", got, c.unclaimed, err)
			}
		})
	}
}

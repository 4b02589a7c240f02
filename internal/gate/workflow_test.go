package gate

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

func TestGateFiles(t *testing.T) {
	const use = "jobs: {gate: {runs-on: x, steps: [{uses: modelgate-dev/modelgate@v0.1.0}]}}\n"
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"uses":              {map[string]string{".github/workflows/a.yml": use, ".github/workflows/b.yml": "jobs: {b: {steps: [{run: go test ./...}]}}"}, ".github/workflows/a.yml"},
		"run":               {map[string]string{".github/workflows/a.yaml": "jobs: {a: {steps: [{run: 'go run x; modelgate check'}]}}"}, ".github/workflows/a.yaml"},
		"a job of its name": {map[string]string{".github/workflows/a.yml": "jobs: {modelgate: {steps: [{run: exit 0}]}}"}, ".github/workflows/a.yml"},
		"a reusable workflow": {map[string]string{".github/workflows/a.yml": "jobs: {a: {uses: ./.github/workflows/b.yml}}", ".github/workflows/b.yml": use},
			".github/workflows/a.yml .github/workflows/b.yml"},
		"a composite action": {map[string]string{".github/workflows/a.yml": "jobs: {a: {steps: [{uses: ./ci/gate}]}}", "ci/gate/action.yaml": "runs: {using: composite, steps: [{run: modelgate check}]}"},
			".github/workflows/a.yml ci/gate/action.yaml"},
		"an action in an action": {map[string]string{".github/workflows/a.yml": "jobs: {a: {steps: [{uses: ./x}]}}", "x/action.yml": "runs: {steps: [{uses: ./y}]}", "y/action.yml": "runs: {steps: [{uses: acme/modelgate/actions/check@v1}]}"},
			".github/workflows/a.yml x/action.yml y/action.yml"},
		"an action beside the gate": {map[string]string{".github/workflows/a.yml": "jobs: {a: {steps: [{uses: ./setup}, {run: modelgate check}]}, b: {steps: [{uses: ./other}]}}", "setup/action.yml": "runs: {steps: [{run: x}]}", "other/action.yml": "runs: {steps: [{run: x}]}"},
			".github/workflows/a.yml setup setup/action.yaml setup/action.yml"},
		"a script": {map[string]string{".github/workflows/a.yml": "jobs: {a: {steps: [{run: ./ci/gate.sh --fast}, {run: python ci/train.py}]}}", "ci/gate.sh": "modelgate check", "ci/train.py": "pass"},
			".github/workflows/a.yml ci/gate.sh"},
		"a script of an action": {map[string]string{".github/workflows/a.yml": "jobs: {a: {steps: [{uses: ./x}]}}", "x/action.yml": "runs: {steps: [{run: '${{ github.action_path }}/go.sh'}]}", "x/go.sh": "exec modelgate check"},
			".github/workflows/a.yml x/action.yml x/go.sh"},
		"make": {map[string]string{".github/workflows/a.yml": "jobs: {a: {steps: [{run: make gate}]}}", "Makefile": "gate:\n\tmodelgate check\n"}, ".github/workflows/a.yml Makefile"},
		"two that call each other": {map[string]string{".github/workflows/a.yml": "jobs: {a: {uses: ./.github/workflows/b.yml}}", ".github/workflows/b.yml": "jobs: {a: {uses: ./.github/workflows/a.yml}, g: {steps: [{run: modelgate check}]}}"},
			".github/workflows/a.yml .github/workflows/b.yml"},
		"GitLab":                          {map[string]string{".gitlab-ci.yml": "gate: {script: [modelgate check]}"}, ".gitlab-ci.yml"},
		"Jenkins":                         {map[string]string{"Jenkinsfile": "sh 'modelgate check'", "docs/x.md": "modelgate check"}, "Jenkinsfile"},
		"none":                            {map[string]string{".github/workflows/a.yml": "on: push", "ci/gate.sh": "modelgate check"}, ""},
		"not YAML":                        {map[string]string{".github/workflows/a.yml": "jobs: [\nmodelgate"}, ".github/workflows/a.yml"},
		"words beside it":                 {map[string]string{".github/workflows/a.yml": "jobs: {a: {env: {MODELGATE_STAGE: draft}, steps: [{run: cat .modelgate/config.yaml modelgate.yaml}]}}"}, ""},
		"in a variable":                   {map[string]string{".github/workflows/a.yml": "env: {GATE: bin/modelgate}\njobs: {a: {steps: [{run: $GATE check}]}}"}, ".github/workflows/a.yml"},
		"too large":                       {map[string]string{".github/workflows/a.yml": "#" + strings.Repeat("x", maxCallBytes)}, ".github/workflows/a.yml"},
		"a document that bash runs":       {map[string]string{".github/workflows/a.yml": "jobs: {a: {steps: [{run: bash -e ci/run.txt}]}}", "ci/run.txt": "modelgate check"}, ".github/workflows/a.yml ci/run.txt"},
		"a document that is run":          {map[string]string{".github/workflows/a.yml": "jobs: {a: {steps: [{run: 'true && ./run.md'}]}}", "run.md": "modelgate check"}, ".github/workflows/a.yml run.md"},
		"a document that is read into sh": {map[string]string{".github/workflows/a.yml": "jobs: {a: {steps: [{run: cat ci/run.json | sudo bash -s}]}}", "ci/run.json": "modelgate check"}, ".github/workflows/a.yml ci/run.json"},
		"a document that a script runs":   {map[string]string{".github/workflows/a.yml": "jobs: {a: {steps: [{run: ci/go}]}}", "ci/go": "set -e\n. ./ci/run.csv\n", "ci/run.csv": "modelgate check"}, ".github/workflows/a.yml ci/go ci/run.csv"},
		"a document by its path":          {map[string]string{".github/workflows/a.yml": "jobs: {a: {steps: [{run: cat ./README.md}]}}", "README.md": "modelgate check"}, ""},
		"a document":                      {map[string]string{".github/workflows/a.yml": "jobs: {a: {steps: [{run: cat README.md}]}}", "README.md": "modelgate check"}, ""},
	} {
		fsys := fstest.MapFS{}
		for path, text := range c.files {
			fsys[path] = &fstest.MapFile{Data: []byte(text)}
		}
		found := slices.DeleteFunc(slices.Sorted(maps.Keys(gateFiles(sourcetest.Tree("", fsys)))), func(p string) bool { return fsys[p] == nil })
		want := slices.DeleteFunc(strings.Fields(c.want), func(p string) bool { return fsys[p] == nil })
		if !slices.Equal(found, want) {
			t.Errorf("%s: got %v, want %v", name, found, want)
		}
	}
}

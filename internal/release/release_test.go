package release

import (
	"bytes"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/promotion"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
	"github.com/modelgate-dev/modelgate/templates"
)

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// merged is the repository of the demonstration once its proposal was mended.
func merged(t *testing.T) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	for _, name := range []string{"main", "mended"} {
		at, err := fs.Sub(templates.FS, "starter/demo/"+name)
		if err != nil {
			t.Fatal(err)
		}
		err = fs.WalkDir(at, ".", func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			b, err := fs.ReadFile(at, path)
			out[path] = &fstest.MapFile{Data: b, Mode: 0o644}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func environments(files fstest.MapFS, spec string) promotion.Snapshot {
	files[".modelgate/env.yaml"] = &fstest.MapFile{Data: []byte("apiVersion: modelgate.dev/v1\nkind: Environments\nenvironments:\n" + spec), Mode: 0o644}
	return promotion.Snapshot{Tree: sourcetest.Tree(strings.Repeat("e", 40), files)}
}

func choose(t *testing.T, models fstest.MapFS, at promotion.Snapshot, only ...string) Choice {
	t.Helper()
	req := gate.Recheck(sourcetest.Tree(strings.Repeat("a", 40), models), "main", now)
	req.Models = only
	r := New(Request{
		Check: req, Baselines: NewBaselines(t.Context(), git.Repo{}),
		Source: promotion.Source{Repository: "https://git.example.com/models", Precedes: func(string, string) (bool, error) { return true, nil }},
		Tool:   promotion.Tool{Name: "modelgate", Version: "test"},
	}, now)
	c, err := r.Choose(t.Context(), at, "production")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const production = "  production: {stage: production}\n"

// TestChoose: what is approved and has a target is planned; what has a target and
// failed is refused; what has none is neither.
func TestChoose(t *testing.T) {
	for name, c := range map[string]struct {
		change           func(files fstest.MapFS)
		only             []string
		planned, refused []string
		idle             int
	}{
		"as it is merged": {planned: []string{"churn", "support-triage"}},
		"one fails": {
			change:  func(f fstest.MapFS) { edit(f, "models/churn/README.md", "license: ", "license: unknown-") },
			planned: []string{"support-triage"}, refused: []string{"churn"},
		},
		"one has no target": {change: func(f fstest.MapFS) { cutTarget(f) }, planned: []string{"support-triage"}, idle: 1},
		"one fails and has no target": {
			change: func(f fstest.MapFS) {
				cutTarget(f)
				edit(f, "models/churn/README.md", "license: ", "license: unknown-")
			},
			planned: []string{"support-triage"}, idle: 1,
		},
		"named, it fails without a target": {
			change: func(f fstest.MapFS) {
				cutTarget(f)
				edit(f, "models/churn/README.md", "license: ", "license: unknown-")
			},
			only: []string{"models/churn"}, refused: []string{"churn"},
		},
		"its manifest cannot be read": {
			change:  func(f fstest.MapFS) { f["models/churn/modelgate.yaml"].Data = []byte("kind: [") },
			planned: []string{"support-triage"}, refused: []string{"churn"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			files := merged(t)
			if c.change != nil {
				c.change(files)
			}
			got := choose(t, files, environments(fstest.MapFS{}, production), c.only...)
			var planned, refused []string
			for _, i := range got.Plan.In(promotion.Promote) {
				planned = append(planned, i.Model)
			}
			for _, d := range got.Refused {
				refused = append(refused, d.Subject.Name)
			}
			if !slices.Equal(planned, c.planned) || !slices.Equal(refused, c.refused) || got.Idle != c.idle {
				t.Errorf("planned %q, refused %q, idle %d", planned, refused, got.Idle)
			}
			for _, d := range got.Refused {
				if d.Result != decision.Deny {
					t.Errorf("%s is %s", d.Subject.Name, d.Result)
				}
			}
		})
	}
}

func edit(files fstest.MapFS, name, old, new string) {
	files[name].Data = bytes.Replace(files[name].Data, []byte(old), []byte(new), 1)
}

func cutTarget(files fstest.MapFS) {
	const name = "models/churn/modelgate.yaml"
	before, _, _ := bytes.Cut(files[name].Data, []byte("deploy:"))
	files[name].Data = before
}

package release

import (
	"bytes"
	"errors"
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

// What an environment requires of rules holds whatever the source has set: a rule that it
// turned off, a severity that it lowered, and a waiver.
func TestPoliciesOfAnEnvironment(t *testing.T) {
	const (
		head   = "apiVersion: modelgate.dev/v1\nkind: Config\n"
		off    = head + "rules: {card/license_unknown: {off: licenses are not ours to check}}\n"
		milder = head + "rules: {card/license_unknown: {severity: warning}}\n"
		waiver = "apiVersion: modelgate.dev/v1\nkind: Waivers\nwaivers:\n  - {id: W-1, rule: card/license_unknown, model: models/churn, owner: \"@legal\", reason: The license is being registered., created: 2026-10-01, expires: 2026-12-01}\n"
	)
	for name, c := range map[string]struct {
		policies, config, waivers string
		refused                   []string
	}{
		"turned off by the source":      {"", off, "", nil},
		"required by the environment":   {"[{rules: [\"card/license_*\"]}]", off, "", []string{"churn"}},
		"other rules":                   {"[{rules: [\"governance/*\"]}]", off, "", nil},
		"milder in the source":          {"", milder, "", nil},
		"milder, as the environment is": {"[{rules: [card/license_unknown], severity: warning}]", milder, "", nil},
		"milder than the environment":   {"[{rules: [card/license_unknown]}]", milder, "", []string{"churn"}},
		"waived":                        {"[{rules: [card/license_unknown]}]", head, waiver, nil},
		"waived to no effect":           {"[{rules: [card/license_unknown], waivers: false}]", head, waiver, []string{"churn"}},
	} {
		files := merged(t)
		edit(files, "models/churn/README.md", "license: ", "license: unknown-")
		files[".modelgate/config.yaml"].Data = []byte(c.config)
		if c.waivers != "" {
			files[".modelgate/waivers.yaml"] = &fstest.MapFile{Data: []byte(c.waivers), Mode: 0o644}
		}
		spec := production
		if c.policies != "" {
			spec = "  production: {stage: production, policies: " + c.policies + "}\n"
		}
		got := choose(t, files, environments(fstest.MapFS{}, spec))
		var refused []string
		for _, d := range got.Refused {
			refused = append(refused, d.Subject.Name)
		}
		if !slices.Equal(refused, c.refused) {
			t.Errorf("%s: refused %v, want %v", name, refused, c.refused)
		}
		for _, f := range got.Plan.Files {
			if strings.HasPrefix(f.Path, promotion.RecordsDir) && strings.Contains(string(f.Content), `"policies":"sha256:`) != (c.policies != "") {
				t.Errorf("%s: the record is %s", name, f.Content)
			}
		}
	}
	// A rule that nobody has would check nothing.
	req := gate.Recheck(sourcetest.Tree(strings.Repeat("a", 40), merged(t)), "main", now)
	r := New(Request{Check: req, Baselines: NewBaselines(t.Context(), git.Repo{})}, now)
	_, err := r.Choose(t.Context(), environments(fstest.MapFS{}, "  production: {policies: [{rules: [\"custom_acme/*\"]}]}\n"), "production")
	if !errors.Is(err, gate.ErrFloor) || !strings.Contains(err.Error(), `no rule matches "custom_acme/*"`) {
		t.Errorf("%v", err)
	}
}

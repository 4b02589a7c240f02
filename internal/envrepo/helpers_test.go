package envrepo

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/git/gittest"
	"github.com/modelgate-dev/modelgate/internal/promotion"
	"github.com/modelgate-dev/modelgate/internal/source"
)

var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// options date commits by a fixed clock.
var options = Options{Now: func() time.Time { return now }}

// still is a Retry that waits for nothing.
var still = Retry{Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }, Random: func(int64) int64 { return 0 }}

// server is a bare repository that promotions are pushed to.
func server(t *testing.T, args ...string) git.Repo {
	t.Helper()
	r := git.Repo{Dir: t.TempDir()}.WithObjects(t.Context())
	gittest.Init(t, r.Dir, append([]string{"--bare"}, args...)...)
	configure(t, r, "[uploadpack]\n\tallowFilter = true\n") // as on every host
	return r
}

// configure adds settings to a server.
func configure(t *testing.T, r git.Repo, settings string) {
	t.Helper()
	config, err := os.OpenFile(filepath.Join(r.Dir, "config"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = config.WriteString(settings)
	if err = errors.Join(err, config.Close()); err != nil {
		t.Fatal(err)
	}
}

// tip is the commit that a branch of a server is at.
func tip(t *testing.T, r git.Repo, branch string) string {
	t.Helper()
	return gittest.Head(t, r.Dir, branch)
}

// rev is the id of what a name means on a server.
func rev(t *testing.T, r git.Repo, name string) string {
	t.Helper()
	id, err := r.Objects().Resolve(name)
	if err != nil || id == "" {
		t.Fatalf("%s: %q %v", name, id, err)
	}
	return id
}

// ada is who commits by hand, at a moment.
func ada(when time.Time) git.Identity {
	return git.Identity{Name: "Ada", Email: "ada@example.com", When: when.Unix()}
}

// commitTree puts a commit that has a tree onto a branch of a server, and returns its id.
func commitTree(t *testing.T, r git.Repo, branch, tree string, when time.Time, parents ...string) string {
	t.Helper()
	id, err := writer(r).Commit(tree, parents, ada(when), "by hand\n")
	if err != nil {
		t.Fatal(err)
	}
	gittest.SetHead(t, r.Dir, branch, id)
	return id
}

// commitFile puts a commit with a changed file onto a branch of a server, which may be new.
func commitFile(t *testing.T, r git.Repo, branch, file, content string, when time.Time) {
	t.Helper()
	var parents []string
	tree := ""
	if id := tip(t, r, branch); id != "" {
		parents, tree = []string{id}, rev(t, r, id+"^{tree}")
	}
	commitTree(t, r, branch, edited(t, r, tree, file, writeObject(t, r, "blob", content)), when, parents...)
}

// edited is a tree of a server with a file changed.
func edited(t *testing.T, r git.Repo, tree, file, object string) string {
	t.Helper()
	id, err := writer(r).EditTree(tree, []git.TreeEdit{{Path: file, Mode: "100644", Object: object}})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func writeObject(t *testing.T, r git.Repo, kind, content string) string {
	t.Helper()
	id, err := writer(r).Write(kind, []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func writer(r git.Repo) git.Writer { return git.Writer{Dir: r.Dir, Objects: r.Objects()} }

func run(t *testing.T, r git.Repo, args ...string) string {
	t.Helper()
	out, err := r.Run(t.Context(), args...)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

func open(t *testing.T, r git.Repo, branch string) *Git {
	t.Helper()
	g, err := OpenGit(t.Context(), r.Dir, branch, options)
	if err != nil {
		t.Fatal(err)
	}
	g.turn = turn{} // as promoters of other machines, which race
	t.Cleanup(func() {
		if err := g.Close(); err != nil {
			t.Error(err)
		}
	})
	return g
}

// hook gives the server a hook that prints words and ends with a code.
func hook(t *testing.T, r git.Repo, name, script string) {
	t.Helper()
	dir := filepath.Join(r.Dir, "hooks")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
}

func subject(name, version string, commit rune) decision.Subject {
	return decision.Subject{
		ID: "models/" + name, Name: name, Version: version, Stage: finding.Production, Commit: strings.Repeat(string(commit), 40),
		Artifacts: []decision.Artifact{{URI: "s3://models/" + name + "/" + version, Digest: "sha256:" + strings.Repeat("9", 64)}},
		Target:    "kserve", Parameters: map[string]string{"modelFormat": "onnx"},
	}
}

// planner plans the promotion of subjects into prod.
func planner(t *testing.T, subjects ...decision.Subject) Planner {
	t.Helper()
	return promotes(approvals(t, subjects...), now)
}

func approvals(t *testing.T, subjects ...decision.Subject) []decision.Approval {
	t.Helper()
	var as []decision.Approval
	for _, s := range subjects {
		d := decision.Decide(s, []finding.Verdict{{Rule: "card/license"}}, decision.Terms{
			Rules: map[string]finding.Rule{"card/license": {ID: "card/license", Severity: finding.Always(finding.Error)}}, Now: now, PolicyDigest: "sha256:e"})
		a, ok := d.Approval()
		if !ok {
			t.Fatalf("no approval for %s", s.ID)
		}
		as = append(as, a)
	}
	return as
}

func promotes(as []decision.Approval, when time.Time) Planner {
	return func(at promotion.Snapshot) (promotion.Plan, error) {
		env, err := promotion.LoadEnvironment(at.Tree, "prod")
		if err != nil {
			return promotion.Plan{}, err
		}
		src := promotion.Source{Precedes: func(older, newer string) (bool, error) { return older <= newer, nil }, Authors: func([]string, string, string) ([]string, error) { return nil, nil }}
		return promotion.NewPlan(promotion.Request{Approvals: as, Environment: env, Snapshot: at, Source: src, Tool: promotion.Tool{Name: "modelgate", Version: "test"}, Now: when})
	}
}

// promote must end well.
func promote(t *testing.T, r Repo, subjects ...decision.Subject) Result {
	t.Helper()
	result, err := Promote(t.Context(), r, planner(t, subjects...), still)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// verify checks the branch as a whole and returns its records by promotion id.
func verify(t *testing.T, r git.Repo, branch string) map[string]string {
	t.Helper()
	tree, err := source.Open(t.Context(), r, "refs/heads/"+branch)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	audit, err := promotion.AuditTree(tree)
	if err != nil || len(audit.Problems) > 0 {
		t.Fatalf("the branch does not verify: %v %v", audit.Problems, err)
	}
	records := map[string]string{}
	for _, id := range strings.Fields(run(t, r, "log", "--format=%(trailers:key=Modelgate-Promotion-Id,valueonly)", "refs/heads/"+branch)) {
		if records[id] != "" {
			t.Errorf("promotion %s was committed twice", id)
		}
		records[id] = id
	}
	stored := 0
	for _, e := range tree.Under(promotion.RecordsDir) {
		stored++
		b, err := tree.Read(e.Path, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		var record promotion.Record
		if err := json.Unmarshal(b, &record); err != nil {
			t.Fatal(err)
		}
		id := record.PromotionID
		if records[id] == "" {
			t.Errorf("%s has promotion %s, which no commit names", e.Path, id)
		}
		records[id] = e.Path
	}
	if stored != len(records) {
		t.Errorf("%d records for %d promotions", stored, len(records))
	}
	return records
}

package promotion

import (
	"crypto/sha1"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

var update = flag.Bool("update", false, "write the golden files anew")

var (
	now    = time.Date(2026, 3, 1, 12, 30, 0, 999, time.UTC)
	tool   = Tool{Name: "modelgate", Version: "0.1.0"}
	first  = strings.Repeat("a", 40) // commits of the source repository, oldest first
	second = strings.Repeat("b", 40)
	third  = strings.Repeat("c", 40)
	origin = Source{Repository: "https://git.example.com/acme/models", Precedes: func(older, newer string) (bool, error) { return older <= newer, nil }}
)

func hexOf(r string) string { return strings.Repeat(r, 64) }

// fraud is a model that can be promoted as a KServe service.
func fraud() decision.Subject {
	return decision.Subject{
		ID: "models/fraud", Name: "fraud-detector", Version: "2.3.0", Stage: finding.Production, Commit: first, Owner: "risk-ml",
		Artifacts: []decision.Artifact{{Path: "models/fraud/model.onnx", URI: "s3://models/fraud/sha256-9b1e", Digest: "sha256:" + hexOf("9")}},
		CardPath:  "models/fraud/README.md", CardDigest: "sha256:" + hexOf("c"),
		Target: "kserve", Parameters: map[string]string{"modelFormat": "onnx", "serviceAccountName": "model-reader", "maxReplicas": "5"},
	}
}

// triage is a model that can be promoted as a Deployment.
func triage() decision.Subject {
	return decision.Subject{
		ID: "models/triage", Name: "support-triage", Version: "1.0.0+build.7", Stage: finding.Production, Commit: first,
		Artifacts: []decision.Artifact{{URI: "s3://models/triage/sha256-77", Digest: "sha256:" + hexOf("7")}},
		Target:    "deployment", Parameters: map[string]string{"framework": "fastapi", "image": "ghcr.io/acme/triage-api@sha256:" + hexOf("4")},
	}
}

// with changes a copy of a subject.
func with(s decision.Subject, changes ...func(*decision.Subject)) decision.Subject {
	s.Parameters = maps.Clone(s.Parameters)
	s.Artifacts = append([]decision.Artifact{}, s.Artifacts...)
	for _, c := range changes {
		c(&s)
	}
	return s
}

func at(commit string) func(*decision.Subject) {
	return func(s *decision.Subject) { s.Commit = commit }
}

func version(v string) func(*decision.Subject) {
	return func(s *decision.Subject) { s.Version = v }
}

func parameter(name, value string) func(*decision.Subject) {
	return func(s *decision.Subject) { s.Parameters[name] = value }
}

// approve obtains an approval in the only way there is.
func approve(t testing.TB, s decision.Subject) decision.Approval {
	t.Helper()
	waived := finding.Finding{Rule: "card/limitations", Severity: finding.Error, Message: "no limitations", At: finding.Start("models/fraud/README.md")}
	d := decision.Decide(s, []finding.Verdict{{Rule: "card/license"}, {Rule: "card/limitations", Findings: []finding.Finding{waived}}}, decision.Terms{
		Rules: map[string]finding.Rule{
			"card/license": {ID: "card/license", Severity: finding.Always(finding.Error)}, "card/limitations": {ID: "card/limitations", Severity: finding.Always(finding.Error), Waivable: true},
		},
		Waivers: []config.Waiver{{ID: "W-1", Rule: "card/limitations", Model: s.ID, Owner: "governance", Reason: "Limitations are under review.\nSource-Commit: forged", Created: "2026-01-01", Expires: "2026-04-01"}},
		Now:     now, PolicyDigest: "sha256:" + hexOf("e"),
	})
	a, ok := d.Approval()
	if !ok {
		t.Fatalf("no approval for %s: %+v", s.ID, d)
	}
	return a
}

func approveAll(t testing.TB, subjects ...decision.Subject) []decision.Approval {
	var out []decision.Approval
	for _, s := range subjects {
		out = append(out, approve(t, s))
	}
	return out
}

// repo is an environment repository in memory.
type repo map[string]string

func (r repo) tree() source.Tree {
	var entries []source.Entry
	for name, content := range r {
		entries = append(entries, source.Entry{Path: name, Kind: source.File, Size: int64(len(content)), Object: objectOf(content)})
	}
	tree, err := source.Listed(strings.Repeat("0", 40), entries, func(e source.Entry) ([]byte, error) { return []byte(r[e.Path]), nil })
	if err != nil {
		panic(err) // no git would write it
	}
	return tree
}

// objectOf is git's id of a file.
func objectOf(content string) string {
	return fmt.Sprintf("%x", sha1.Sum(fmt.Appendf(nil, "blob %d\x00%s", len(content), content)))
}

func (r repo) apply(p Plan) repo {
	out := maps.Clone(r)
	for _, name := range p.Deletes {
		delete(out, name)
	}
	for _, f := range p.Files {
		out[f.Path] = string(f.Content)
	}
	return out
}

func (r repo) load(t testing.TB, name string) Environment {
	t.Helper()
	env, err := LoadEnvironment(r.tree(), name)
	if err != nil {
		t.Fatal(err)
	}
	return env
}

func (r repo) request(t testing.TB, subjects ...decision.Subject) Request {
	t.Helper()
	return Request{Approvals: approveAll(t, subjects...), Environment: r.load(t, "prod"), Snapshot: Snapshot{Tree: r.tree()}, Source: origin, Tool: tool, Now: now}
}

func (r repo) plan(t testing.TB, subjects ...decision.Subject) (Plan, error) {
	t.Helper()
	return NewPlan(r.request(t, subjects...))
}

// promote is a plan applied; each of its models must be promoted.
func (r repo) promote(t testing.TB, subjects ...decision.Subject) repo {
	t.Helper()
	p, err := r.plan(t, subjects...)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range p.Items {
		if i.State != Promote {
			t.Fatalf("%s is %s: %s", i.Model, i.State, i.Reason)
		}
	}
	return r.apply(p)
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-want +got); go test -update writes it anew:\n%s", file, diff)
	}
}

// loadTarget is a target that modelgate has.
func loadTarget(name string) (Target, error) { return ownTargets{}.load(name) }

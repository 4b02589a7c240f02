package promotion

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// deployed is the repository after an environment has deployed a model to a path, with
// the configuration that it then gets, "" for none.
func (r repo) deployed(t *testing.T, env, path, config string) repo {
	t.Helper()
	r = r.edited(EnvPath, envHead+"  "+env+": {stage: review, path: "+path+"}\n")
	p, err := NewPlan(Request{Approvals: approveAll(t, fraud()), Environment: r.load(t, env), Snapshot: Snapshot{Tree: r.tree()}, Source: origin, Tool: tool, Now: now})
	if err != nil || p.Items[0].State != Promote {
		t.Fatalf("%+v %v", p.Items, err)
	}
	return r.apply(p).edited(EnvPath, config)
}

// A record of one environment does not deploy where another one deploys from: who may
// write the records of one environment would else write to all.
func TestIntrusions(t *testing.T) {
	t.Parallel()
	const (
		two    = envHead + "  prod: {}\n  staging: {stage: review}\n"
		shared = envHead + "  prod: {path: models/prod}\n  staging: {stage: review, path: models/staging}\n"
		three  = envHead + "  prod: {path: models/prod}\n  staging: {stage: review, path: models/staging}\n  dev: {stage: review, path: dev}\n"
		file   = "/fraud-detector/inferenceservice.yaml"
		record = ".modelgate/records/staging/fraud-detector/000001.json"
	)
	prod := repo{EnvPath: two}.promote(t, triage())
	into := func(path, dir, owner string) string {
		return path + file + ": " + record + " deploys it into " + dir + ", which belongs to the environment " + owner +
			"; revert the commit that added the record, or give each environment a separate path in .modelgate/env.yaml"
	}
	for name, test := range map[string]struct {
		env, path, config string
		under             repo
		want              []string
	}{
		"its own directory":            {"staging", "environments/staging/models", two, repo{}, nil},
		"the directory of another":     {"staging", "environments/prod/models", two, repo{}, []string{into("environments/prod/models", "environments/prod/models", "prod")}},
		"below it":                     {"staging", "environments/prod/models/support-triage", two, repo{}, []string{into("environments/prod/models/support-triage", "environments/prod/models", "prod")}},
		"the one above it":             {"staging", "environments/prod", two, repo{}, []string{into("environments/prod", "environments/prod", "prod")}},
		"beside it":                    {"staging", "environments/prod/more", two, repo{}, []string{into("environments/prod/more", "environments/prod", "prod")}},
		"above a directory they share": {"staging", "models/staging", shared, repo{}, nil},
		"next to one that they share":  {"staging", "models/more", shared, repo{}, nil},
		"one that two others share":    {"dev", "models/more", three, repo{}, []string{"models/more" + file + ": .modelgate/records/dev/fraud-detector/000001.json deploys it into models, which belongs to the environments prod and staging"}},
		"nobody's directory":           {"staging", "elsewhere", two, repo{}, nil},
		"without env.yaml":             {"staging", "environments/prod/models", "", prod, []string{into("environments/prod/models", "environments/prod/models", "prod")}},
	} {
		r := test.under.deployed(t, test.env, test.path, test.config)
		audit, err := AuditTree(r.tree())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var got []string
		for _, p := range audit.Problems {
			if strings.Contains(p.Message, "deploys it into") {
				got = append(got, p.Path+": "+p.Message)
			}
		}
		for i, want := range test.want {
			if i < len(got) && strings.HasPrefix(got[i], want) {
				got[i] = want
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if len(test.want) == 0 || test.config == "" {
			continue
		}
		// Each of the two environments sees it, and the next operation as well.
		for _, env := range []string{test.env, "prod"} {
			if only, err := audit.Only([]string{env}); err != nil || len(only.Problems) == 0 {
				t.Errorf("%s, in %s: %+v %v", name, env, only.Problems, err)
			}
		}
		standings, err := Standings(r.tree(), now, test.env)
		if err != nil || !slices.ContainsFunc(standings, func(s Standing) bool { return strings.Contains(s.Tampered, "deploys it into") }) {
			t.Errorf("%s: its status: %+v %v", name, standings, err)
		}
		signing, err := NewAttestation(Request{Environment: r.load(t, test.env), Snapshot: Snapshot{Tree: r.tree()}, Tool: tool, Now: now}, Attestation{Models: []string{"fraud-detector"}})
		if err != nil || signing.Items[0].State != Tampered || len(signing.Problems) == 0 {
			t.Errorf("%s: signing it: %+v %v", name, signing.Items, err)
		}
		p, err := NewPlan(Request{Approvals: approveAll(t, with(fraud(), at(second), version("2.4.0"))), Environment: r.load(t, test.env), Snapshot: Snapshot{Tree: r.tree()}, Source: origin, Tool: tool, Now: now})
		if err != nil || p.Items[0].State != Tampered || !strings.Contains(p.Items[0].Reason, "deploys it into") {
			t.Errorf("%s: the next promotion: %+v %v", name, p.Items, err)
		}
	}

	// A change cannot move the guard away and use the gap; that it is reverted is no loss
	// of a record.
	clean := repo{EnvPath: two}
	forged := repo{}.deployed(t, "staging", "environments/prod/models", two)
	moved := forged.edited(EnvPath, envHead+"  prod: {path: elsewhere}\n  staging: {stage: review}\n")
	if got := changed(t, clean, moved); !strings.Contains(strings.Join(got, "\n"), into("environments/prod/models", "environments/prod/models", "prod")) {
		t.Errorf("the guard moves in the same change: %q", got)
	}
	if got := changed(t, forged, clean); len(got) > 0 {
		t.Errorf("a revert: %q", got)
	}
	if got := changed(t, clean, forged, clean); len(got) > 0 {
		t.Errorf("a revert in the same change: %q", got)
	}
	// What is retired deploys nothing.
	own := repo{}.deployed(t, "staging", "environments/prod/models", envHead+"  staging: {stage: review, path: environments/prod/models}\n")
	order, err := NewOrder(Request{Environment: own.load(t, "staging"), Snapshot: Snapshot{Tree: own.tree()}, Tool: tool, Now: now}, Order{Operation: Retire, Model: "fraud-detector", Statement: Statement{Owner: "a", Reason: "b"}})
	if err != nil {
		t.Fatal(err)
	}
	if problems, err := audit(own.apply(order).edited(EnvPath, two)); err != nil || len(problems) > 0 {
		t.Errorf("a directory that was left: %v %v", problems, err)
	}
}

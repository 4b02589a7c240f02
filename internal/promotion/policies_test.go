package promotion

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

const judgedBy = envHead + "  prod: {policies: [{rules: [\"evaluation/*\"], severity: warning, waivers: false}]}\n"

// Approvals that were not given by the policies of an environment do not get into it, and
// verify finds a record that does not state them.
func TestPoliciesAreInTheRecord(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.repo[EnvPath] = judgedBy
	if env := s.load(t, "prod"); len(env.Policies) != 1 || !sameFloor(env.Policies[0], finding.Floor{Rules: []string{"evaluation/*"}, Severity: finding.Warning, NoWaivers: true}) {
		t.Errorf("%+v", env.Policies)
	}
	if _, err := NewPlan(s.request(fraud())); err == nil || !strings.Contains(err.Error(), "were not checked against the policies of prod") {
		t.Errorf("%v", err)
	}
	request := s.request(fraud())
	request.Policies = request.Environment.Policies
	p, err := NewPlan(request)
	item := s.happens(p, err, Promote, "")
	if r := s.repo[item.Record]; !strings.Contains(r, `"policies":"sha256:`) || !strings.Contains(r, apiVersion2) {
		t.Errorf("the record is %s", r)
	}
	before := repo{EnvPath: judgedBy}
	if got := changed(t, before, s.repo); len(got) > 0 {
		t.Errorf("as it should be: %q", got)
	}
	byHand := repo{EnvPath: envHead + "  prod: {}\n"}.promote(t, fraud()).edited(EnvPath, judgedBy)
	if got := changed(t, before, byHand); len(got) != 1 || !strings.Contains(got[0], "was not checked against the policies that prod requires") {
		t.Errorf("by hand: %q", got)
	}
	weakened := repo{EnvPath: envHead + "  prod: {}\n"}
	if got := changed(t, before, weakened, weakened.promote(t, fraud())); len(got) != 1 || !strings.Contains(got[0], "was not checked against the policies that prod requires") {
		t.Errorf("by policies that the change brings: %q", got)
	}
	if got := changed(t, byHand, byHand); len(got) > 0 {
		t.Errorf("from before: %q", got)
	}
	for config, want := range map[string]string{
		envHead + "  prod: {policies: [{rules: [\"[\"]}]}\n":                "[ is not a glob",
		envHead + "  prod: {policies: [{rules: [a/b], severity: fatal}]}\n": "/policies/0/severity",
		envHead + "  prod: {policies: [{rules: [a/b], off: true}]}\n":       `unknown key "off"`,
	} {
		if _, err := LoadEnvironment(repo{EnvPath: config}.tree(), "prod"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", config, err, want)
		}
	}
}

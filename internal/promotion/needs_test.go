package promotion

import (
	"strings"
	"testing"
	"time"

	"github.com/modelgate-dev/modelgate/internal/decision"
)

const needsOnly = `apiVersion: modelgate.dev/v1
kind: Environments
environments:
  prod: {needs: [staging]}
  staging: {stage: review}
`

// plans is what becomes of a model in an environment, without doing it.
func (s *story) plans(env string, subject decision.Subject) Item {
	s.Helper()
	request := s.request(subject)
	request.Environment = s.load(s.T, env)
	p, err := NewPlan(request)
	if err != nil {
		s.Fatal(err)
	}
	return p.Items[0]
}

// What runs in staging vouches for no other image, environment variable, argument, target
// or place of the same artifact, and does after it was promoted there.
func TestNeedsTheParameters(t *testing.T) {
	t.Parallel()
	image := "ghcr.io/acme/triage-api@sha256:"
	for name, c := range map[string]struct {
		of     decision.Subject
		change func(*decision.Subject)
		want   string
	}{
		"another image": {triage(), parameter("image", image+hexOf("5")),
			"prod needs the parameter image with the value " + image + hexOf("5") + " in staging first, which has it with the value " + image + hexOf("4") + ": promote the model to staging first"},
		"another variable":     {triage(), parameter("env", "FETCH=http://evil.example.com"), "the parameter env with the value FETCH=http://evil.example.com in staging first, which has it without a value"},
		"another argument":     {triage(), parameter("args", "--serve"), "the parameter args with the value --serve in staging first"},
		"a parameter less":     {fraud(), func(s *decision.Subject) { delete(s.Parameters, "maxReplicas") }, "the parameter maxReplicas with the value "},
		"another place":        {fraud(), func(s *decision.Subject) { s.Artifacts[0].URI = "s3://evil-bucket/fraud" }, "the artifact " + digest9 + " from s3://evil-bucket/fraud in staging first, which has it from s3://models/fraud/sha256-9b1e: promote the model to staging first"},
		"another target":       {triage(), func(s *decision.Subject) { s.Target, s.Parameters = "kserve", fraud().Parameters }, "the target kserve in staging first, which has the target deployment"},
		"the same quantity":    {with(triage(), parameter("memoryRequest", "1Gi")), parameter("memoryRequest", "1024Mi"), ""},
		"the target's default": {triage(), parameter("replicas", "2"), ""},
	} {
		s := begin(t)
		s.repo[EnvPath] = needsOnly
		s.promotesTo("staging", now, Promote, "", c.of, nil)
		next := with(c.of, at(second), c.change)
		item := s.plans("prod", next)
		if c.want == "" {
			if item.State != Promote {
				t.Errorf("%s: %s", name, item.Reason)
			}
			continue
		}
		if item.State != Blocked || !item.Later || !strings.Contains(item.Reason, c.want) {
			t.Errorf("%s: %s %q, want %q", name, item.State, item.Reason, c.want)
		}
		s.promotesTo("staging", now, Promote, "", next, nil)
		if item := s.plans("prod", next); item.State != Promote {
			t.Errorf("%s, after staging: %s", name, item.Reason)
		}
	}
}

// Environments set parameters of their own, and what they set is theirs.
func TestNeedsNotWhatAnEnvironmentSets(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.repo[EnvPath] = envHead + `  prod: {needs: [staging], fixed: {kserve: {memoryRequest: 4Gi}}, parameters: {kserve: {minReplicas: 3}}}
  staging:
    stage: review
    fixed: {kserve: {memoryRequest: 1Gi}}
    parameters: {kserve: {minReplicas: 1}}
    matrix: {eu: {parameters: {kserve: {maxReplicas: 2}}}, us: {parameters: {kserve: {maxReplicas: 3}}}}
`
	s.promotesTo("staging", now, Promote, "", fraud(), nil)
	if item := s.plans("prod", fraud()); item.State != Promote {
		t.Error(item.Reason)
	}
	if item := s.plans("prod", with(fraud(), at(second), parameter("maxReplicas", "9"))); item.State != Promote {
		t.Errorf("no cluster of staging uses the parameter: %s", item.Reason)
	}
	want := "the parameter modelFormat with the value sklearn in staging/eu first, which has it with the value onnx"
	if item := s.plans("prod", with(fraud(), at(second), parameter("modelFormat", "sklearn"))); item.State != Blocked || !strings.Contains(item.Reason, want) {
		t.Errorf("%s: %s", item.State, item.Reason)
	}
	fixed := with(fraud(), at(second), parameter("memoryRequest", "4Gi"))
	if item := s.plans("prod", fixed); item.State != Blocked || !strings.Contains(item.Reason, "the parameter memoryRequest with the value 4Gi in staging/eu first, which has it with the value 1Gi") {
		t.Errorf("staging cannot have it: %s: %s", item.State, item.Reason)
	}
}

// What an environment sets itself is read on its own branch.
func TestNeedsTheParametersElsewhere(t *testing.T) {
	t.Parallel()
	prod, staging := spread(t)
	sets := strings.Replace(apart, "stage: review", "stage: review, parameters: {kserve: {minReplicas: 4}}", 1)
	of := func(subject decision.Subject) Item {
		t.Helper()
		var asked []string
		request := prod.request(subject)
		request.Now, request.Snapshot.Elsewhere = now.Add(24*time.Hour), staging.elsewhere(&asked)
		p, err := NewPlan(request)
		if err != nil {
			t.Fatal(err)
		}
		return p.Items[0]
	}
	staging.repo[EnvPath] = sets
	staging.promotesTo("staging", now, Promote, "", fraud(), nil)
	if item := of(fraud()); item.State != Promote {
		t.Error(item.Reason)
	}
	// There, another file does not explain the value: the model may have stated it.
	staging.repo[EnvPath], prod.repo[EnvPath] = apart, sets
	if item := of(fraud()); item.State != Blocked || !strings.Contains(item.Reason, "the parameter minReplicas with the value 1 in staging first, which has it with the value 4") {
		t.Errorf("%s: %s", item.State, item.Reason)
	}
}

// A soak time starts with the record that has the parameters.
func TestSoakOfTheParameters(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.repo[EnvPath] = stages
	s.promotesTo("staging", now, Promote, "", triage(), nil)
	day := now.Add(24 * time.Hour)
	next := with(triage(), at(second), parameter("args", "--serve"))
	s.promotesTo("staging", day, Promote, "", next, nil)
	s.promotesTo("prod", day, Blocked, "it soaks in staging until 2026-03-03T12:30:00Z", next, nil)
	s.promotesTo("prod", day.Add(24*time.Hour), Promote, "", next, nil)
}

// Evidence of health is about the record that has the parameters.
func TestHealthOfTheParameters(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.repo[EnvPath] = healthy(smoke)
	s.promotesTo("staging", now, Promote, "", fraud(), nil)
	s.reports(Promote, "", digest9, Passed)
	next := with(fraud(), at(second), parameter("maxReplicas", "7"))
	later := now.Add(time.Hour)
	s.promotesTo("staging", later, Promote, "", next, nil)
	s.promotesTo("prod", later, Blocked, "which is of 2026-03-01T12:30:00Z, before record 000002 deployed the model as it is now, at 2026-03-01T13:30:00Z: run the check again", next, nil)
}

// A pull request into an environment does not enter after staging has taken other
// parameters.
func TestNotReadyWithOtherParameters(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.repo[EnvPath] = needsOnly
	s.promotesTo("staging", now, Promote, "", triage(), nil)
	p, err := NewPlan(s.request(triage()))
	if err != nil {
		t.Fatal(err)
	}
	ready := func() []Problem {
		t.Helper()
		problems, err := NotReady(Snapshot{Tree: s.tree()}, s.apply(p).tree(), now)
		if err != nil {
			t.Fatal(err)
		}
		return problems
	}
	if problems := ready(); len(problems) > 0 {
		t.Error(problems)
	}
	s.promotesTo("staging", now, Promote, "", with(triage(), at(second), parameter("framework", "flask")), nil)
	if problems := ready(); len(problems) != 1 || !strings.Contains(problems[0].Message, "the parameter framework with the value fastapi in staging first, which has it with the value flask") {
		t.Error(problems)
	}
}

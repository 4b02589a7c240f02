package promotion

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// healthy is an env.yaml whose prod requires evidence of staging.
func healthy(checks string) string {
	return envHead + "  prod: {needs: [staging], health: [" + checks + "]}\n  staging: {stage: review}\n"
}

const smoke = "{file: smoke, within: 24h}"

// reports gives evidence about what staging deploys.
func (s *story) reports(state State, reason, digest string, result HealthResult) Item {
	s.Helper()
	return s.reportsOf(state, reason, Health{Check: "smoke", Digest: digest, Result: result, Detail: "12 of 12"})
}

// reportsOf gives this evidence.
func (s *story) reportsOf(state State, reason string, h Health) Item {
	s.Helper()
	request := s.request()
	request.Environment = s.load(s.T, "staging")
	h.Model, h.By = "fraud-detector", "probe"
	p, err := NewHealth(request, h)
	return s.happens(p, err, state, reason)
}

// What is not shown to be healthy where it runs, lately and by its own digest, does not
// go on.
func TestHealthFiles(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.repo[EnvPath] = healthy(smoke)
	unknown := s.request()
	unknown.Environment = s.load(t, "staging")
	if _, err := NewHealth(unknown, Health{Check: "smoke", Model: "fraud-detector", By: "probe", Digest: digest9, Result: Passed}); !errors.Is(err, ErrUnknownModel) {
		t.Error(err)
	}
	s.promotesTo("staging", now, Promote, "", fraud(), nil)
	if item := s.promotesTo("prod", now, Blocked, "prod requires the evidence smoke about fraud-detector in staging, which is missing", fraud(), nil); !item.Later {
		t.Error("a later run may promote it, and the item does not say so")
	}
	s.reports(Blocked, "staging deploys "+digest9+", not "+digest8, digest8, Passed)
	s.reports(Promote, "", digest9, NotPassed)
	if item := s.promotesTo("prod", now, Blocked, "the evidence smoke about fraud-detector in staging, which failed: 12 of 12", fraud(), nil); item.Later {
		t.Error("it is no failure of a run of advance")
	}
	s.reportsOf(Promote, "", Health{Check: "smoke", Digest: digest9, Result: NotPassed})
	if item := s.promotesTo("prod", now, Blocked, "the evidence smoke about fraud-detector in staging, which failed", fraud(), nil); strings.HasSuffix(item.Reason, ": ") {
		t.Errorf("the reason announces a detail that there is not: %q", item.Reason)
	}
	s.reports(Promote, "", digest9, Passed)
	s.promotesTo("prod", now.Add(24*time.Hour+time.Second), Blocked, "which is of 2026-03-01T12:30:00Z, more than 24h ago", fraud(), nil)
	s.promotesTo("prod", now.Add(-time.Hour), Blocked, "which is of 2026-03-01T12:30:00Z, later than now", fraud(), nil)
	s.promotesTo("prod", now.Add(23*time.Hour), Promote, "", fraud(), nil)
	// The evidence is not that of the next artifact.
	next := with(fraud(), at(second), version("2.4.0"), retrain)
	s.promotesTo("staging", now, Promote, "", next, nil)
	s.promotesTo("prod", now, Blocked, "which is about "+digest9+": staging deploys "+digest8, next, nil)
	item := s.promotesTo("prod", now, Promote, "", next, &Statement{Owner: "oncall", Reason: "incident 17"})
	if !strings.Contains(s.repo[item.Record], `"emergency":true`) {
		t.Error("the record does not state the emergency")
	}
}

// A file that is not evidence about its own environment, model and check is none, and
// verify finds it.
func TestHealthFilesThatAreNone(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.repo[EnvPath] = healthy(smoke)
	s.promotesTo("staging", now, Promote, "", fraud(), nil)
	s.reports(Promote, "", digest9, Passed)
	file := healthPath("staging", "fraud-detector", "smoke")
	good := s.repo[file]
	for name, content := range map[string]string{
		"of another environment": strings.Replace(good, `"staging"`, `"dev"`, 1),
		"of another check":       strings.Replace(good, `"smoke"`, `"load"`, 1),
		"with another key":       strings.Replace(good, `"result"`, `"results"`, 1),
		"with another result":    strings.Replace(good, `"passed"`, `"ok"`, 1),
		"that is empty":          "",
		"that is no document":    "{",
	} {
		request := s.request(fraud())
		r := repo{}
		for k, v := range s.repo {
			r[k] = v
		}
		r[file] = content
		request.Environment, request.Snapshot.Tree = r.load(t, "prod"), r.tree()
		p, err := NewPlan(request)
		if err != nil || p.Items[0].State != Blocked || !strings.Contains(p.Items[0].Reason, "the evidence smoke about fraud-detector in staging, which cannot be used: ") {
			t.Errorf("%s: %v %+v", name, err, p.Items)
		}
		if problems, err := audit(r); err != nil || len(problems) != 1 || problems[0].Path != file {
			t.Errorf("%s: verify finds %v %v", name, problems, err)
		}
	}
	request := s.request(fraud())
	request.Snapshot.Past = nil
	p, err := NewPlan(request)
	s.happens(p, err, Blocked, "its commit time is unknown")
}

// Statuses are those of the commit by which the deployed version came to the branch.
func TestHealthStatuses(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.repo[EnvPath] = healthy("{status: 'argocd/{model}', within: 2h}, {status: smoke}")
	s.promotesTo("staging", now, Promote, "", fraud(), nil)
	of := map[string]map[string]CommitStatus{}
	commit := ""
	asks := func(when time.Time, state State, reason string) Item {
		t.Helper()
		request := s.request(fraud())
		request.Now = when
		request.Snapshot.Statuses = func(c string) (map[string]CommitStatus, error) {
			commit = c
			if of[c] == nil && len(of) > 0 {
				return nil, errors.New("403")
			}
			return of[c], nil
		}
		p, err := NewPlan(request)
		return s.happens(p, err, state, reason)
	}
	p, err := NewPlan(s.request(fraud()))
	s.happens(p, err, Blocked, "statuses of commits were not read")
	if item := asks(now, Blocked, "prod requires the status argocd/fraud-detector of commit 1 in staging, which is missing"); !item.Later || commit != "1" {
		t.Errorf("%+v of %s", item, commit)
	}
	of["1"] = map[string]CommitStatus{"argocd/fraud-detector": {StatusPending, now}, "argocd/support-triage": {StatusSuccess, now}}
	asks(now, Blocked, "status argocd/fraud-detector of commit 1 in staging, which is pending")
	of["1"]["argocd/fraud-detector"] = CommitStatus{StatusFailure, now}
	if item := asks(now, Blocked, "which is failure"); item.Later {
		t.Error("a failure passes by itself")
	}
	of["1"]["argocd/fraud-detector"] = CommitStatus{StatusSuccess, now}
	asks(now.Add(3*time.Hour), Blocked, "more than 2h ago")
	of["1"]["argocd/fraud-detector"] = CommitStatus{StatusSuccess, now.Add(time.Hour)}
	asks(now, Blocked, "which is of 2026-03-01T13:30:00Z, later than now")
	of["1"]["argocd/fraud-detector"] = CommitStatus{StatusSuccess, now.Add(time.Minute)}
	asks(now, Blocked, "the status smoke of commit 1 in staging, which is missing")
	of["1"]["argocd/fraud-detector"] = CommitStatus{StatusSuccess, now}
	asks(now, Blocked, "the status smoke of commit 1 in staging, which is missing")
	of["1"]["smoke"] = CommitStatus{StatusSuccess, time.Time{}}
	of["2"], of["1"] = of["1"], nil
	asks(now, Blocked, "cannot be read: 403")
	of["1"], of["2"] = of["2"], nil
	asks(now, Promote, "")
}

func TestHealthIsRefused(t *testing.T) {
	t.Parallel()
	for config, want := range map[string]string{
		envHead + "  prod: {health: [" + smoke + "]}\n":            "prod requires evidence of health, but needs no environment that has it",
		envHead + "  prod: {needs: [], health: [" + smoke + "]}\n": "prod requires evidence of health, but needs no environment that has it",
		healthy("{file: smoke}"):                                   "the evidence smoke has no maximum age",
		healthy("{file: smoke, status: x, within: 1h}"):            "it has a status and a file",
		healthy("{within: 1h}"):                                    "it has neither a status nor a file",
		healthy("{file: ../smoke, within: 1h}"):                    "/health/0/file",
		healthy("{file: smoke, within: 1h, maybe: true}"):          `unknown key "maybe"`,
	} {
		if _, err := LoadEnvironment(repo{EnvPath: config}.tree(), "prod"); err == nil || !strings.Contains(err.Error(), want) || !IsUsage(err) {
			t.Errorf("%s: %v, want %q", config, err, want)
		}
	}
}

// What has failed is told at once: not after a soak time, behind other evidence that is
// still missing, or behind another environment that is waited for.
func TestFailedHealthDoesNotWait(t *testing.T) {
	t.Parallel()
	for name, env := range map[string]string{
		"a soak time":         "  prod: {needs: [staging], soak: 7d, health: [" + smoke + "]}\n  staging: {stage: review}\n",
		"other evidence":      "  prod: {needs: [staging], health: [{file: load, within: 24h}, " + smoke + "]}\n  staging: {stage: review}\n",
		"another environment": "  prod: {needs: [dev, staging], health: [" + smoke + "]}\n  dev: {stage: review}\n  staging: {stage: review}\n",
	} {
		s := begin(t)
		s.repo[EnvPath] = envHead + env
		s.promotesTo("staging", now, Promote, "", fraud(), nil)
		if item := s.promotesTo("prod", now, Blocked, "", fraud(), nil); !item.Later {
			t.Errorf("%s: without evidence: %+v", name, item)
		}
		s.reports(Promote, "", digest9, NotPassed)
		if item := s.promotesTo("prod", now, Blocked, "which failed: 12 of 12", fraud(), nil); item.Later {
			t.Errorf("%s: %+v", name, item)
		}
	}
}

package promotion

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/modelgate-dev/modelgate/internal/decision"
)

// What was right when a pull request was opened is asked again when it is merged.
func TestNotReady(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.repo[EnvPath] = strings.Replace(stages, "  prod:\n", "  prod:\n    windows: [{from: \"00:00\", to: \"18:00\", timezone: UTC}]\n", 1)
	s.promotesTo("staging", now, Promote, "", fraud(), nil)
	before, past := maps.Clone(s.repo), s.past
	s.promotesTo("prod", now.Add(25*time.Hour), Promote, "", fraud(), nil)
	after := s.repo
	frozen := func(r repo) repo {
		r = maps.Clone(r)
		r[FreezePath] = "apiVersion: modelgate.dev/v1\nkind: Freezes\nfreezes:\n  - {environment: prod, reason: holidays}\n"
		return r
	}
	ask := func(name string, before, after repo, history Past, when time.Time, want string) {
		t.Helper()
		got, err := NotReady(Snapshot{Tree: before.tree(), Past: history}, after.tree(), when)
		if err != nil || len(got) > 1 || (want == "") != (len(got) == 0) {
			t.Errorf("%s: %v %v", name, got, err)
		} else if want != "" && (!strings.Contains(got[0].Message, want) || got[0].Path != recordPath("prod", "fraud-detector", 1)) {
			t.Errorf("%s: %v, want %q", name, got, want)
		}
	}
	day := now.Add(25 * time.Hour)
	ask("now", before, after, past, day, "")
	ask("a freeze of the base", frozen(before), frozen(after), past, day, "prod is frozen: holidays")
	ask("a freeze that the change takes away", frozen(before), after, past, day, "prod is frozen: holidays")
	ask("outside the window", before, after, past, now.Add(31*time.Hour), "takes promotions only")
	ask("not yet soaked", before, after, past, now.Add(time.Hour), "soaks in staging until")
	ask("without the history", before, after, nil, day, "history")
	bare := maps.Clone(before)
	for name := range before {
		if strings.HasPrefix(name, RecordsDir+"/staging/") || strings.HasPrefix(name, "environments/staging/") {
			delete(bare, name)
		}
	}
	ask("not in staging", bare, after, Past(nil), day, "needs it in staging first")
	ask("nothing new", frozen(after), frozen(after), past, day, "")
	// An emergency goes past a freeze, and says so in its record.
	e := begin(t)
	e.repo[EnvPath] = s.repo[EnvPath]
	start := maps.Clone(e.repo)
	e.promotesTo("prod", now, Promote, "", with(fraud(), func(*decision.Subject) {}), &Statement{Owner: "oncall", Reason: "incident 17"})
	ask("an emergency", frozen(start), frozen(e.repo), e.past, now, "")
}

// A hold or a freeze that was set after a pull request was opened also keeps back the
// same directory of the source under a new name, as it does when the plan is made.
func TestNotReadyUnderAnotherName(t *testing.T) {
	t.Parallel()
	renamed := with(fraud(), at(second), version("2.4.0"), func(s *decision.Subject) { s.Name = "fraud-two" })
	freeze := "apiVersion: modelgate.dev/v1\nkind: Freezes\nfreezes: [{environment: prod, model: fraud-detector, reason: recall}]\n"
	for name, c := range map[string]struct {
		later     func(*story) // what the base gets meanwhile
		subject   decision.Subject
		emergency *Statement
		want      string
	}{
		"nothing":                {func(*story) {}, renamed, nil, ""},
		"a hold":                 {func(s *story) { s.orders(Promote, "", Holds) }, renamed, nil, "models/fraud is fraud-detector in prod, and fraud-detector is held in prod by oncall"},
		"a hold, in an incident": {func(s *story) { s.orders(Promote, "", Holds) }, renamed, &Statement{Owner: "a", Reason: "b"}, "is held in prod by oncall"},
		"a hold that was lifted": {func(s *story) { s.orders(Promote, "", Holds); s.orders(Promote, "", Unhold) }, renamed, nil, ""},
		"a freeze":               {func(s *story) { s.repo[FreezePath] = freeze }, renamed, nil, "models/fraud is fraud-detector in prod, and fraud-detector in prod is frozen: recall"},
		"another directory":      {func(s *story) { s.orders(Promote, "", Holds) }, with(renamed, func(s *decision.Subject) { s.ID = "models/other" }), nil, ""},
	} {
		s := begin(t)
		s.promotes(Promote, "", fraud())
		base := maps.Clone(s.repo)
		request := s.request(c.subject)
		if request.Emergency = c.emergency; c.emergency != nil {
			s.repo[FreezePath] = strings.Replace(freeze, "model: fraud-detector, ", "", 1)
			request = s.request(c.subject)
			request.Emergency = c.emergency
		}
		p, err := NewPlan(request)
		s.happens(p, err, Promote, "")
		merged := maps.Clone(s.repo)
		s.repo = base
		c.later(s)
		for name, content := range s.repo { // as a branch that is up to date has it
			merged[name] = content
		}
		got, err := NotReady(Snapshot{Tree: s.repo.tree(), Past: s.past}, merged.tree(), now)
		if err != nil || len(got) > 1 || (c.want == "") != (len(got) == 0) {
			t.Errorf("%s: %v %v", name, got, err)
		} else if c.want != "" && (!strings.Contains(got[0].Message, c.want) || got[0].Path != recordPath("prod", "fraud-two", 1)) {
			t.Errorf("%s: %v, want %q", name, got, c.want)
		}
	}
}

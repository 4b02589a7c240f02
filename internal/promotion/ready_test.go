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

package promotion

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// counted counts what is asked of a history.
type counted struct {
	past
	recorded, at *int
}

func (c counted) Recorded() (map[string][]Version, error) {
	*c.recorded++
	return c.past.Recorded()
}

func (c counted) At(commit string) (source.Tree, error) {
	*c.at++
	return c.past.At(commit)
}

// A plan reads the list of the history once, for all its models and the environments
// that they must have been in, and no commit of it; an order reads one commit, however
// many files it restores.
func TestHistoryIsReadOnce(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.repo[EnvPath] = strings.Replace(stages, "24h", "1m", 1)
	v2 := with(triage(), at(second), version("2.0.0"))
	s.promotesTo("staging", now, Promote, "", fraud(), nil)
	s.promotesTo("staging", now, Promote, "", triage(), nil)
	s.promotesTo("staging", now, Promote, "", v2, nil)
	recorded, at := 0, 0
	request := s.request(fraud(), v2)
	request.Snapshot.Past, request.Now = counted{s.past, &recorded, &at}, now.AddDate(0, 0, 1)
	if p, err := NewPlan(request); err != nil || len(p.In(Promote)) != 2 || recorded != 1 || at != 0 {
		t.Errorf("%v %+v: the list was read %d times, and %d commits", err, p.Items, recorded, at)
	}
	request.Environment, recorded = s.load(t, "staging"), 0
	p, err := NewOrder(request, Order{Operation: Rollback, Model: "support-triage", Statement: Statement{Owner: "oncall", Reason: "error rate"}})
	if err != nil || len(p.In(Promote)) != 1 || len(p.Files) < 3 || recorded != 1 || at != 1 {
		t.Errorf("%v %d files: the list was read %d times, and %d commits", err, len(p.Files), recorded, at)
	}
}

// A commit of the history is opened once in a plan, however many records it added that are
// gone, and of however many models: a revert of forged ones slows no later promotion. A
// record among them that was one is found.
func TestCommitOfHistoryIsOpenedOnce(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.promotes(Promote, "", fraud())
	s.promotes(Promote, "", triage())
	good := maps.Clone(s.repo)
	next := with(fraud(), at(second), version("2.4.0"))
	plan, err := NewPlan(s.request(next))
	if err != nil {
		t.Fatal(err)
	}
	real, junk := s.apply(plan), maps.Clone(good)
	for i := 2; i < 30; i++ {
		for _, model := range []string{"fraud-detector", "support-triage"} {
			junk[recordPath("prod", model, i)] = "{}"
		}
	}
	maps.Copy(real, map[string]string{recordPath("prod", "fraud-detector", 3): "{}", recordPath("prod", "support-triage", 2): "{}"})
	for name, c := range map[string]struct {
		reverted repo
		want     State
	}{"junk": {junk, Promote}, "a record among junk": {real, Tampered}} {
		opened, recorded := 0, 0
		request := s.request(next, with(triage(), at(second), version("2.0.0")))
		request.Snapshot.Past = counted{append(slices.Clone(s.past), good, c.reverted, good), &recorded, &opened}
		p, err := NewPlan(request)
		if err != nil || len(p.Items) != 2 || p.Items[0].State != c.want || p.Items[1].State != Promote || opened != 1 {
			t.Errorf("%s: %d commits were opened: %v %+v", name, opened, err, p.Items)
		}
	}
}

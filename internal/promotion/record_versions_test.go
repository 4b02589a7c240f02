package promotion

import (
	"errors"
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

// Standings say which records the history of the branch has and the branch has not, also if
// no record of the model is left; the files of a branch alone do not show it.
func TestStandingsOfLostRecords(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.promotes(Promote, "", fraud())
	s.promotes(Promote, "", triage())
	s.orders(Promote, "", Holds)
	whole := maps.Clone(s.repo)
	lost := whole.edited(record2, "")
	gone := maps.Clone(whole)
	maps.DeleteFunc(gone, func(name, _ string) bool { return strings.Contains(name, "fraud-detector") })
	rewritten := maps.Clone(whole)
	edit(t, rewritten, record2, true, func(r *Record) { r.CreatedAt = "2026-01-01T00:00:00Z" })
	const missing = "the history of the branch has this record, but the branch does not"
	for name, test := range map[string]struct {
		is   repo
		past Past
		want []string // what is said of each model
	}{
		"whole":                       {whole, s.past, []string{"", ""}},
		"a lost hold":                 {lost, s.past, []string{".modelgate/records/prod/fraud-detector/000002.json: " + missing, ""}},
		"all of a model":              {gone, s.past, []string{".modelgate/records/prod/fraud-detector/000001.json: " + missing, ""}},
		"a rewritten hold":            {rewritten, s.past, []string{"it is not the record that the history of the branch has", ""}},
		"without a history by design": {lost, nil, []string{"", ""}},
	} {
		at := Snapshot{Tree: test.is.tree(), Past: test.past}
		for command, read := range map[string]func() ([]Standing, error){
			"status":  func() ([]Standing, error) { return Standings(at.Tree, now) },
			"history": func() ([]Standing, error) { return Histories(at.Tree, now, "") },
		} {
			all, err := read()
			if err == nil {
				all, err = WithLost(at, all)
			}
			if err != nil {
				t.Fatalf("%s, %s: %v", name, command, err)
			}
			said := map[string]string{}
			for _, one := range all { // the newest record of a model says it
				said[one.Model] = one.Tampered
			}
			for i, model := range []string{"fraud-detector", "support-triage"} {
				if got := said[model]; len(said) != 2 || (test.want[i] == "") != (got == "") || !strings.Contains(got, test.want[i]) {
					t.Errorf("%s, %s: %s: %q, want %q", name, command, model, got, test.want[i])
				}
			}
		}
		if others, err := WithLost(at, nil, "staging"); err != nil || len(others) > 0 {
			t.Errorf("%s: of another environment: %v %v", name, err, others)
		}
	}
	broken := errors.New("the history is broken")
	if _, err := WithLost(Snapshot{Tree: whole.tree(), Past: unread{s.past, broken}}, nil); !errors.Is(err, broken) {
		t.Errorf("a history that cannot be read: %v", err)
	}
}

// unread is a history that cannot be read.
type unread struct {
	past
	err error
}

func (u unread) Recorded() (map[string][]Version, error) { return nil, u.err }

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

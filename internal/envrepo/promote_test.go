package envrepo

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/promotion"
)

// together is a Repo whose first Head waits until every promoter has read the
// same one, so that all but one of them must be too late.
type together struct {
	Repo
	all  *sync.WaitGroup
	once *sync.Once
}

func (r together) Head(ctx context.Context) (promotion.Snapshot, error) {
	tree, err := r.Repo.Head(ctx)
	r.once.Do(func() {
		r.all.Done()
		r.all.Wait()
	})
	return tree, err
}

func TestPromotersAtOnce(t *testing.T) {
	t.Parallel()
	fraud, triage, churn := subject("fraud", "1.0.0", 'a'), subject("triage", "1.0.0", 'a'), subject("churn", "1.0.0", 'a')
	tests := map[string]struct {
		before    []decision.Subject
		promoters [][]decision.Subject
		records   int
		commits   int
	}{
		"different models, empty repository": {nil, [][]decision.Subject{{fraud}, {triage}}, 2, 2},
		"different models":                   {[]decision.Subject{churn}, [][]decision.Subject{{fraud}, {triage}}, 3, 3},
		"the same model":                     {[]decision.Subject{churn}, [][]decision.Subject{{fraud}, {fraud}}, 2, 2},
		"the same model, empty repository":   {nil, [][]decision.Subject{{fraud}, {fraud}}, 1, 1},
		"models in common":                   {nil, [][]decision.Subject{{fraud, triage}, {triage, churn}}, 3, 2},
		"three promoters":                    {nil, [][]decision.Subject{{fraud}, {triage}, {churn}}, 3, 3},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := server(t)
			if len(test.before) > 0 {
				promote(t, open(t, r, ""), test.before...)
			}
			var all, done sync.WaitGroup
			all.Add(len(test.promoters))
			results := make([]Result, len(test.promoters))
			errs := make([]error, len(test.promoters))
			for i, subjects := range test.promoters {
				g, plan := open(t, r, ""), planner(t, subjects...)
				done.Go(func() {
					results[i], errs[i] = Promote(t.Context(), together{g, &all, new(sync.Once)}, plan, still)
				})
			}
			done.Wait()
			attempts := 0
			for i := range results {
				if errs[i] != nil {
					t.Errorf("promoter %d: %v", i, errs[i])
				}
				attempts = max(attempts, results[i].Attempts)
				for _, item := range results[i].Plan.Items {
					if item.State == promotion.Blocked {
						t.Errorf("promoter %d: %s is blocked: %s", i, item.Model, item.Reason)
					}
				}
			}
			// Equal plans at the same time are the same commit, and who pushes what is there already is not late.
			if equal := strings.HasPrefix(name, "the same model"); attempts < 2 && !equal {
				t.Errorf("nobody was too late: %d attempts", attempts)
			}
			if got := len(verify(t, r, "main")); got != test.records {
				t.Errorf("%d records, want %d", got, test.records)
			}
			if got := run(t, r, "rev-list", "--count", "main"); got != fmt.Sprint(test.commits) {
				t.Errorf("%s commits, want %d", got, test.commits)
			}
		})
	}
}

func TestSecondRunDoesNothing(t *testing.T) {
	t.Parallel()
	r := server(t)
	promote(t, open(t, r, ""), subject("fraud", "1.0.0", 'a'))
	before := tip(t, r, "main")
	hook(t, r, "pre-receive", "exit 1") // nothing may be pushed
	result := promote(t, open(t, r, ""), subject("fraud", "1.0.0", 'b'))
	if result.Commit() != "" || result.Attempts != 1 || result.Plan.Items[0].State != promotion.AlreadyPromoted {
		t.Errorf("unexpected result %+v", result)
	}
	if got := tip(t, r, "main"); got != before {
		t.Errorf("main moved to %s", got)
	}
}

// faulty is a Repo whose commits fail as the script says, one entry each; then
// they work.
type faulty struct {
	Repo
	script *[]fault
}

type fault struct {
	arrives bool  // the commit reaches the branch before the error
	err     error // what the caller hears
	after   func()
}

func (r faulty) Commit(ctx context.Context, base promotion.Snapshot, plan promotion.Plan) (string, error) {
	if len(*r.script) == 0 {
		return r.Repo.Commit(ctx, base, plan)
	}
	f := (*r.script)[0]
	*r.script = (*r.script)[1:]
	commit := ""
	if f.arrives {
		var err error
		if commit, err = r.Repo.Commit(ctx, base, plan); err != nil {
			return commit, err
		}
	}
	if f.after != nil {
		f.after()
	}
	return commit, f.err
}

func TestFaults(t *testing.T) {
	t.Parallel()
	lost := fmt.Errorf("pushing: %w", ErrAmbiguous)
	tests := map[string]struct {
		script    []fault
		attempts  int
		recovered bool
		want      error
	}{
		"answer lost after it arrived":   {[]fault{{arrives: true, err: lost}}, 2, true, nil},
		"connection lost before":         {[]fault{{err: lost}}, 2, false, nil},
		"lost before, then after":        {[]fault{{err: lost}, {arrives: true, err: lost}}, 3, true, nil},
		"lost after, then stale":         {[]fault{{err: lost}, {err: ErrStale}}, 3, false, nil},
		"stale for ever":                 {[]fault{{err: ErrStale}, {err: ErrStale}, {err: ErrStale}, {err: ErrStale}}, 0, false, ErrStale},
		"lost for ever, then found":      {[]fault{{err: lost}, {err: lost}, {err: lost}, {arrives: true, err: lost}}, 4, true, nil},
		"no permission":                  {[]fault{{err: ErrAccess}}, 1, false, ErrAccess},
		"an error that nobody has heard": {[]fault{{err: errors.New("disk full")}}, 1, false, errors.New("")},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := server(t)
			retry := still
			retry.Attempts = 4
			result, err := Promote(t.Context(), faulty{open(t, r, ""), &test.script}, planner(t, subject("fraud", "1.0.0", 'a')), retry)
			if test.want != nil {
				if err == nil || test.want.Error() != "" && !errors.Is(err, test.want) {
					t.Errorf("the error is %v, want %v", err, test.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if result.Attempts != test.attempts || result.Recovered != test.recovered {
				t.Errorf("%d attempts, recovered %v; want %d, %v", result.Attempts, result.Recovered, test.attempts, test.recovered)
			}
			if got := tip(t, r, "main"); got != result.Commit() {
				t.Errorf("main is %s, the result says %s", got, result.Commit())
			}
			if got := len(verify(t, r, "main")); got != 1 {
				t.Errorf("%d records", got)
			}
		})
	}
}

// Our commit arrives, the answer is lost, and a newer promotion of the same
// model comes in between: we must not undo it.
func TestLostAnswerThenSomebodyElse(t *testing.T) {
	t.Parallel()
	r := server(t)
	newer := open(t, r, "")
	script := []fault{{arrives: true, err: ErrAmbiguous, after: func() { promote(t, newer, subject("fraud", "2.0.0", 'b')) }}}
	result, err := Promote(t.Context(), faulty{open(t, r, ""), &script}, planner(t, subject("fraud", "1.0.0", 'a')), still)
	if err != nil || !result.Recovered {
		t.Fatalf("%+v %v", result, err)
	}
	if got := len(verify(t, r, "main")); got != 2 {
		t.Errorf("%d records", got)
	}
	if got := run(t, r, "show", "main:environments/prod/models/fraud/inferenceservice.yaml"); !strings.Contains(got, "2.0.0") {
		t.Errorf("the newer version is gone:\n%s", got)
	}
}

// A freeze that is committed while a promotion runs counts.
func TestFreezeWhileItRuns(t *testing.T) {
	t.Parallel()
	r := server(t)
	g := open(t, r, "")
	promote(t, g, subject("churn", "1.0.0", 'a'))
	freeze := func() {
		base, err := g.Head(t.Context())
		if err != nil {
			t.Error(err)
			return
		}
		defer base.Close()
		if _, err := g.Commit(t.Context(), base, promotion.Plan{Message: "freeze", Files: []promotion.File{{Path: promotion.FreezePath, Mode: "100644",
			Content: []byte("apiVersion: modelgate.dev/v1\nkind: Freezes\nfreezes:\n  - {environment: prod, reason: incident 17}\n")}}}); err != nil {
			t.Error(err)
		}
	}
	late := &outdated{Repo: open(t, r, "")}
	var err error
	if late.first, err = late.Repo.Head(t.Context()); err != nil {
		t.Fatal(err)
	}
	freeze()
	result, err := Promote(t.Context(), late, planner(t, subject("fraud", "1.0.0", 'a')), still)
	if err != nil {
		t.Fatal(err)
	}
	if item := result.Plan.Items[0]; item.State != promotion.Blocked || item.Reason != "prod is frozen: incident 17" || result.Attempts != 2 {
		t.Errorf("%+v after %d attempts", item, result.Attempts)
	}
}

// outdated is a Repo whose first Head was read some time ago.
type outdated struct {
	Repo
	first promotion.Snapshot
	asked bool
}

func (r *outdated) Head(ctx context.Context) (promotion.Snapshot, error) {
	if !r.asked {
		r.asked = true
		return r.first, nil
	}
	return r.Repo.Head(ctx)
}

func TestTamperedStopsAtOnce(t *testing.T) {
	t.Parallel()
	r := server(t)
	g := open(t, r, "")
	promote(t, g, subject("fraud", "1.0.0", 'a'))
	base, err := g.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer base.Close()
	path := "environments/prod/models/fraud/inferenceservice.yaml"
	if _, err := g.Commit(t.Context(), base, promotion.Plan{Message: "by hand", Files: []promotion.File{{Path: path, Mode: "100644", Content: []byte("kind: Evil\n")}}}); err != nil {
		t.Fatal(err)
	}
	before := tip(t, r, "main")
	result, err := Promote(t.Context(), g, planner(t, subject("fraud", "2.0.0", 'b')), still)
	if tampered := result.Plan.Err(); err != nil || !errors.Is(tampered, promotion.ErrTampered) || result.Attempts != 1 || !strings.Contains(tampered.Error(), path) {
		t.Errorf("%v, %v after %d attempts", err, tampered, result.Attempts)
	}
	if got := tip(t, r, "main"); got != before {
		t.Errorf("main moved to %s", got)
	}
}

// Promoters to one branch take turns: each gets its turn, however many there are.
func TestManyPromoters(t *testing.T) {
	t.Parallel()
	const writers = 10
	r := server(t)
	var done sync.WaitGroup
	errs, attempts := make([]error, writers), make([]int, writers)
	for i := range writers {
		g, plan := open(t, r, ""), planner(t, subject(fmt.Sprintf("m%02d", i), "1.0.0", 'a'))
		done.Go(func() {
			var result Result
			result, errs[i] = Promote(t.Context(), g, plan, still)
			attempts[i] = result.Attempts
		})
	}
	done.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Error(err)
	}
	if got := len(verify(t, r, "main")); got != writers {
		t.Errorf("%d records after attempts %v", got, attempts)
	}
	if got := run(t, r, "rev-list", "--count", "--merges", "main"); got != "0" {
		t.Errorf("%s merges", got)
	}
}

// On one machine nobody loses a race.
func TestPromotersOfOneMachine(t *testing.T) {
	t.Parallel()
	r, turn := server(t), testTurn(t)
	var done sync.WaitGroup
	for i := range 5 {
		g, plan := open(t, r, ""), planner(t, subject(fmt.Sprintf("m%02d", i), "1.0.0", 'a'))
		g.turn = turn
		done.Go(func() {
			if result, err := Promote(t.Context(), g, plan, still); err != nil || result.Attempts != 1 {
				t.Errorf("%d attempts, %v", result.Attempts, err)
			}
		})
	}
	done.Wait()
	if got := len(verify(t, r, "main")); got != 5 {
		t.Errorf("%d records", got)
	}
}

// The time is what bounds the attempts, and the error says that it is used up.
func TestDeadline(t *testing.T) {
	t.Parallel()
	clock := now
	retry := Retry{Timeout: time.Minute, Wait: 10 * time.Second, MaxWait: 10 * time.Second, Random: func(n int64) int64 { return n - 1 },
		Now:   func() time.Time { return clock },
		Sleep: func(_ context.Context, d time.Duration) error { clock = clock.Add(d); return nil }}
	told := 0
	retry.Unreached = func(err error, until time.Time) {
		if told++; !errors.Is(err, ErrUnreachable) || clock.Sub(now) != 20*time.Second || !until.Equal(now.Add(time.Minute)) {
			t.Errorf("told %v, until %s, at %s", err, until, clock)
		}
	}
	_, err := Promote(t.Context(), unreachable{}, nil, retry)
	if !errors.Is(err, ErrUnreachable) || !strings.Contains(err.Error(), "after 7 attempts") {
		t.Errorf("the error is %v", err)
	}
	clock = now
	if _, err := Read(t.Context(), unreachable{}, retry); !errors.Is(err, ErrUnreachable) || clock.Sub(now) != time.Minute {
		t.Errorf("the error is %v after %s", err, clock.Sub(now))
	}
	if told != 2 { // once by each
		t.Errorf("told %d times that the repository is out of reach", told)
	}
}

// What a push came to is what the branch holds, whatever the answer was: git sends
// a request again whose answer is lost, and then hears that the branch has moved.
func TestTheBranchIsAskedAfterEveryFailure(t *testing.T) {
	t.Parallel()
	for _, answer := range []error{ErrStale, ErrAmbiguous, ErrRejected, ErrAccess, errors.New("disk full")} {
		r := server(t)
		script := []fault{{arrives: true, err: answer}}
		result, err := Promote(t.Context(), faulty{open(t, r, ""), &script}, planner(t, subject("fraud", "1.0.0", 'a')), still)
		if err != nil || !result.Recovered || result.Commit() != tip(t, r, "main") || len(result.Plan.In(promotion.Promote)) != 1 {
			t.Errorf("%v: %v %+v", answer, err, result)
		}
	}
}

// A plan that one commit cannot have becomes several commits.
func TestSeveralCommits(t *testing.T) {
	t.Parallel()
	r := server(t)
	var subjects []decision.Subject
	for i := range 7 {
		subjects = append(subjects, subject(fmt.Sprintf("m%d", i), "1.0.0", 'a'))
	}
	result, err := Promote(t.Context(), narrow{open(t, r, "")}, planner(t, subjects...), still)
	if err != nil || len(result.Commits) < 2 || len(result.Plan.In(promotion.Promote)) != len(subjects) {
		t.Fatalf("%v: %d commits, %d promoted", err, len(result.Commits), len(result.Plan.In(promotion.Promote)))
	}
	if got := run(t, r, "rev-list", "--count", "main"); got != fmt.Sprint(len(result.Commits)) || result.Commit() != tip(t, r, "main") {
		t.Errorf("%s commits, and the result says %q", got, result.Commits)
	}
	verify(t, r, "main")
}

// narrow is a Repo whose commits have few bytes.
type narrow struct{ Repo }

func (r narrow) Head(ctx context.Context) (promotion.Snapshot, error) {
	at, err := r.Repo.Head(ctx)
	at.Limit = 10_000
	return at, err
}

func TestPauses(t *testing.T) {
	t.Parallel()
	var waits []time.Duration
	retry := Retry{Attempts: 9, Wait: time.Second, MaxWait: 8 * time.Second, Random: func(n int64) int64 { return n - 1 },
		Sleep: func(_ context.Context, d time.Duration) error { waits = append(waits, d); return nil }}
	_, err := Promote(t.Context(), unreachable{}, nil, retry)
	if !errors.Is(err, ErrUnreachable) || !strings.Contains(err.Error(), "after 9 attempts; it is safe to run again") {
		t.Errorf("the error is %v", err)
	}
	want := []time.Duration{1, 2, 4, 8, 8, 8, 8, 8}
	if len(waits) != len(want) {
		t.Fatalf("waits %v", waits)
	}
	for i, w := range waits {
		if w != want[i]*time.Second {
			t.Errorf("wait %d is %s, want %ds", i, w, want[i])
		}
	}
	seeded := rand.New(rand.NewPCG(1, 2))
	retry.Random, waits = seeded.Int64N, nil
	if _, err := Promote(t.Context(), unreachable{}, nil, retry); err == nil || len(waits) != 8 {
		t.Errorf("%v %v", waits, err)
	}
	for i, w := range waits {
		if w <= 0 || w > want[i]*time.Second {
			t.Errorf("wait %d is %s, want at most %ds", i, w, want[i])
		}
	}
	retry.Sleep = func(context.Context, time.Duration) error { return context.Canceled }
	if _, err := Promote(t.Context(), unreachable{}, nil, retry); !errors.Is(err, context.Canceled) || !errors.Is(err, ErrUnreachable) {
		t.Errorf("the error is %v", err)
	}
}

type unreachable struct{ Repo }

func (unreachable) TakeTurn(context.Context) func() { return func() {} }

func (unreachable) Head(context.Context) (promotion.Snapshot, error) {
	return promotion.Snapshot{}, fmt.Errorf("reading: %w", ErrUnreachable)
}

func TestPrecedes(t *testing.T) {
	t.Parallel()
	r := server(t)
	g := open(t, r, "")
	var commits []string
	for i := range 3 {
		commits = append(commits, promote(t, g, subject("fraud", fmt.Sprint(i), rune('a'+i))).Commit())
	}
	precedes := Precedes(t.Context(), r)
	for _, test := range []struct {
		older, newer int
		want         bool
	}{{0, 2, true}, {0, 0, true}, {2, 0, false}, {1, 2, true}} {
		if got, err := precedes(commits[test.older], commits[test.newer]); err != nil || got != test.want {
			t.Errorf("%d before %d: %v, %v", test.older, test.newer, got, err)
		}
	}
	if _, err := precedes(strings.Repeat("0", 40), commits[0]); err == nil || !strings.Contains(err.Error(), "fetch-depth: 0") {
		t.Errorf("an unknown commit: %v", err)
	}
	shallow := git.Repo{Dir: t.TempDir(), Env: r.Env}
	run(t, shallow, "clone", "--quiet", "--bare", "--depth=1", "file://"+r.Dir, ".")
	run(t, shallow, "fetch", "--quiet", "--depth=1", "file://"+r.Dir, commits[0])
	if _, err := Precedes(t.Context(), shallow)(commits[0], commits[2]); err == nil || !strings.Contains(err.Error(), "shallow") {
		t.Errorf("a shallow clone: %v", err)
	}
}

// Between follows first parents, and says nothing where they do not lead to the older
// commit.
func TestBetween(t *testing.T) {
	t.Parallel()
	r := server(t)
	r.Env = append(append([]string{}, r.Env...), "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@b", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@b")
	tree := run(t, r, "hash-object", "-w", "-t", "tree", os.DevNull)
	commit := func(message string, parents ...string) string {
		args := []string{"commit-tree", "-m", message, tree}
		for _, p := range parents {
			args = append(args, "-p", p)
		}
		return run(t, r, args...)
	}
	a := commit("a")
	b := commit("b", a)
	side := commit("side", commit("begin", a))
	merge := commit("merge", b, side)
	tip := commit("tip", merge)
	for _, test := range []struct {
		older, newer string
		want         []string
	}{
		{a, tip, []string{b, merge}}, {merge, tip, []string{}}, {side, tip, nil}, {tip, a, []string{}}, {b, side, nil}, {tip, tip, []string{}},
	} {
		if got, err := Between(t.Context(), r, test.older, test.newer); err != nil || !slices.Equal(got, test.want) {
			t.Errorf("from %s to %s: %v %v, want %v", test.older, test.newer, got, err, test.want)
		}
	}
}

// A branch or a tag that is called like the whole name of the branch stops nobody.
func TestRefsOfTheSameName(t *testing.T) {
	t.Parallel()
	r := server(t)
	promote(t, open(t, r, ""), subject("a", "1.0.0", '1'))
	for _, other := range []string{"refs/heads/refs/heads/main", "refs/tags/refs/heads/main", "refs/heads/heads/main", "refs/tags/main"} {
		run(t, r, "update-ref", other, "main")
	}
	before := run(t, r, "for-each-ref", "--format=%(refname) %(objectname)", "refs/heads/refs", "refs/heads/heads", "refs/tags")
	if done := promote(t, open(t, r, ""), subject("b", "1.0.0", '1')); done.Attempts != 1 {
		t.Errorf("%d attempts", done.Attempts)
	}
	if after := run(t, r, "for-each-ref", "--format=%(refname) %(objectname)", "refs/heads/refs", "refs/heads/heads", "refs/tags"); after != before {
		t.Errorf("the other refs are\n%s\nand were\n%s", after, before)
	}
	verify(t, r, "main")
}

package envrepo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/forge"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/git/gittest"
	"github.com/modelgate-dev/modelgate/internal/promotion"
)

// fakeHost has the pull requests of a bare repository.
type fakeHost struct {
	t      *testing.T
	repo   git.Repo
	mu     sync.Mutex
	pulls  []forge.PullRequest
	branch map[int]string
	before func(call string) error // what goes wrong, or happens, before a call
	writes int
	keep   bool // pull requests without a branch stay open
}

func (h *fakeHost) call(name string) error {
	if h.before == nil {
		return nil
	}
	return h.before(name)
}

func (h *fakeHost) tip(branch string) string {
	return tip(h.t, h.repo, branch)
}

func (h *fakeHost) PullRequests(_ context.Context, head, _ string) ([]forge.PullRequest, error) {
	if err := h.call("list"); err != nil {
		return nil, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []forge.PullRequest
	for i := len(h.pulls) - 1; i >= 0; i-- {
		p := h.pulls[i]
		if h.branch[p.Number] != head {
			continue
		}
		if p.State == forge.IsOpen {
			if p.Commit = h.tip(head); p.Commit == "" && !h.keep { // as GitHub does
				h.pulls[i].State = forge.Closed
				continue
			}
		}
		out = append(out, p)
	}
	return out, nil
}

func (h *fakeHost) Open(_ context.Context, d forge.Draft) (forge.PullRequest, error) {
	if err := h.call("open"); err != nil {
		return forge.PullRequest{}, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, p := range h.pulls {
		if p.State == forge.IsOpen && h.branch[p.Number] == d.Head {
			return forge.PullRequest{}, forge.ErrExists
		}
	}
	h.writes++
	p := forge.PullRequest{Number: len(h.pulls) + 1, URL: fmt.Sprintf("https://git.example.com/pulls/%d", len(h.pulls)+1), Title: d.Title, Body: d.Body, State: forge.IsOpen, Commit: h.tip(d.Head)}
	h.pulls, h.branch[p.Number] = append(h.pulls, p), d.Head
	return p, nil
}

func (h *fakeHost) Update(_ context.Context, number int, title, body string) error {
	if err := h.call("update"); err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.writes++
	h.pulls[number-1].Title, h.pulls[number-1].Body = title, body
	return nil
}

func (h *fakeHost) Close(_ context.Context, number int, _ string) error {
	if err := h.call("close"); err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.writes++
	h.pulls[number-1].State, h.pulls[number-1].Commit = forge.Closed, h.tip(h.branch[number])
	return nil
}

// set ends a pull request as a person does.
func (h *fakeHost) set(number int, s forge.State) {
	h.pulls[number-1].Commit, h.pulls[number-1].State = h.tip(h.branch[number]), s
}

const prod = "modelgate/prod/models-0a0b0c0d"

// pullBench is a repository whose environment prod takes pull requests.
type pullBench struct {
	t      *testing.T
	repo   git.Repo
	host   *fakeHost
	work   git.Repo  // a person's working tree of it
	own    string    // git's directory of that
	when   time.Time // at which that person commits; zero is now
	remote string    // what promoters call it; "" is its directory
	// older is PullRequests.Older; nil compares the letters of commits.
	older func([]string) (bool, error)
}

func newPullBench(t *testing.T) *pullBench {
	t.Helper()
	repo := server(t)
	work := git.Repo{Dir: t.TempDir(), Env: []string{"GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@example.com", "GIT_COMMITTER_NAME=Ada", "GIT_COMMITTER_EMAIL=ada@example.com"}}
	b := &pullBench{t: t, repo: repo, host: &fakeHost{t: t, repo: repo, branch: map[int]string{}}, work: work, own: gittest.AddWorktree(t, repo.Dir, work.Dir)}
	b.commit("main", promotion.EnvPath, "apiVersion: modelgate.dev/v1\nkind: Environments\nenvironments:\n  prod: {mode: pull_request}\n")
	return b
}

// commit adds a person's commit to a branch of the remote.
func (b *pullBench) commit(branch, file, content string) {
	b.t.Helper()
	when := b.when
	if when.IsZero() {
		when = time.Now()
	}
	commitFile(b.t, b.repo, branch, file, content, when)
}

// checkout gives the person a branch of the remote to work on.
func (b *pullBench) checkout(branch string) {
	b.t.Helper()
	run(b.t, b.work, "checkout", "--quiet", "--detach", branch)
}

// push puts what the person has made onto a branch of the remote.
func (b *pullBench) push(branch string) {
	b.t.Helper()
	gittest.SetHead(b.t, b.repo.Dir, branch, gittest.CheckedOut(b.t, b.own))
}

// write gives the person's working tree a file, which the next commit has.
func (b *pullBench) write(file, content string) {
	b.t.Helper()
	if err := os.WriteFile(filepath.Join(b.work.Dir, file), []byte(content), 0o600); err != nil {
		b.t.Fatal(err)
	}
	run(b.t, b.work, "add", "-A")
}

// beneath puts a person's commit below the one with the plan.
func (b *pullBench) beneath(file, content string) {
	b.t.Helper()
	b.checkout("main")
	if file != "" {
		b.write(file, content)
	}
	run(b.t, b.work, "commit", "--quiet", "--allow-empty", "-m", "mine")
	run(b.t, b.work, "cherry-pick", prod)
	b.push(prod)
}

// merge merges the branch of the pull request in a way of the host.
func (b *pullBench) merge(number int, way string) {
	b.t.Helper()
	head := b.host.branch[number]
	b.checkout("main")
	switch way {
	case "squash":
		run(b.t, b.work, "merge", "--quiet", "--squash", head)
		run(b.t, b.work, "commit", "--quiet", "-m", "a title of somebody")
	case "rebase":
		run(b.t, b.work, "cherry-pick", head)
	case "ff":
		run(b.t, b.work, "merge", "--quiet", "--ff-only", head)
	default:
		run(b.t, b.work, "merge", "--quiet", "--no-ff", "-m", "Merge", head)
	}
	b.push("main")
	b.host.set(number, forge.Merged)
}

func pulls(as []decision.Approval, when time.Time) Planner {
	return func(at promotion.Snapshot) (promotion.Plan, error) {
		env, err := promotion.LoadEnvironment(at.Tree, "prod")
		if err != nil {
			return promotion.Plan{}, err
		}
		src := promotion.Source{Precedes: func(older, newer string) (bool, error) { return older <= newer, nil }}
		return promotion.NewPlan(promotion.Request{Mode: promotion.PullRequest, Approvals: as, Environment: env, Snapshot: at, Source: src, Tool: promotion.Tool{Name: "modelgate", Version: "test"}, Now: when})
	}
}

func (b *pullBench) propose(subjects ...decision.Subject) (Result, error) {
	b.t.Helper()
	return b.proposeAt(now, subjects...)
}

func (b *pullBench) proposeAt(when time.Time, subjects ...decision.Subject) (Result, error) {
	b.t.Helper()
	newest := ""
	for _, s := range subjects {
		newest = max(newest, s.Commit)
	}
	g := open(b.t, git.Repo{Dir: cmp.Or(b.remote, b.repo.Dir)}, "")
	at, err := g.Head(b.t.Context()) // as the program does, to read where the environment is
	if err != nil {
		b.t.Fatal(err)
	}
	if err := at.Close(); err != nil {
		b.t.Fatal(err)
	}
	return Propose(b.t.Context(), g, pulls(approvals(b.t, subjects...), when), PullRequests{
		Host: b.host, Branch: prod,
		Describe: func(_ promotion.Snapshot, p promotion.Plan) (string, string, error) {
			return "promote", fmt.Sprint(len(p.Files)), nil
		},
		Older: func(commits []string) (bool, error) {
			if b.older != nil {
				return b.older(commits)
			}
			for _, c := range commits {
				if newest < c && newest != "" {
					return true, nil
				}
			}
			return false, nil
		},
	}, still)
}

func (b *pullBench) step(want Step, subjects ...decision.Subject) Result {
	b.t.Helper()
	r, err := b.propose(subjects...)
	if err != nil || r.Pulled.Step != want {
		b.t.Fatalf("got %+v %v, want %s", r.Pulled, err, want)
	}
	return r
}

// One pull request from the first promotion to the merge, and none after it.
func TestPullRequestOfAPromotion(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"merge", "squash", "rebase", "ff"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			b := newPullBench(t)
			main := b.host.tip("main")
			first := b.step(Opened, subject("a", "1", 'a'))
			if b.host.tip("main") != main || b.host.tip(prod) != first.Pulled.Commit {
				t.Error("the branch of the environment was written, or that of the pull request was not")
			}
			if way != "merge" {
				b.merge(1, way)
				r := b.step(Absent, subject("a", "1", 'b'))
				if len(r.Plan.In(promotion.AlreadyPromoted)) != 1 || b.host.tip(prod) != "" {
					t.Errorf("after the merge: %+v, branch %s", r.Plan.Items, b.host.tip(prod))
				}
				return
			}
			// Again, later, from a newer commit of the source that changes nothing: no write at all.
			writes := b.host.writes
			if r, err := b.proposeAt(now.Add(time.Hour), subject("a", "1", 'b')); err != nil || r.Pulled.Step != Unchanged || b.host.tip(prod) != first.Pulled.Commit || b.host.writes != writes {
				t.Errorf("the second run: %+v %v", r.Pulled, err)
			}
			// A newer promotion takes the place of the first, in the same pull request.
			if r := b.step(Updated, subject("a", "2", 'b')); r.Pulled.Number != 1 || r.Pulled.Commit == first.Pulled.Commit {
				t.Errorf("superseded: %+v", r.Pulled)
			}
			// The branch below moves: the commit is made anew on top of it.
			b.commit("main", "README.md", "x")
			b.step(Updated, subject("a", "2", 'b'))
			if parent := rev(t, b.repo, prod+"^"); parent != b.host.tip("main") {
				t.Errorf("the commit is on %s", parent)
			}
			b.merge(1, way)
			r := b.step(Absent, subject("a", "2", 'b'))
			if len(r.Plan.In(promotion.AlreadyPromoted)) != 1 || b.host.tip(prod) != "" {
				t.Errorf("after the merge: %+v, branch %s", r.Plan.Items, b.host.tip(prod))
			}
			verify(t, b.repo, "main")
			if r := b.step(Opened, subject("a", "3", 'c')); r.Pulled.Number != 2 {
				t.Errorf("the next promotion: %+v", r.Pulled)
			}
		})
	}
}

// Nothing left to promote closes the pull request, and takes its branch away.
func TestPullRequestIsClosed(t *testing.T) {
	t.Parallel()
	b := newPullBench(t)
	b.step(Opened, subject("a", "1", 'a'))
	b.commit("main", promotion.FreezePath, "apiVersion: modelgate.dev/v1\nkind: Freezes\nfreezes:\n  - {environment: prod, reason: holidays}\n")
	if r := b.step(Closed, subject("a", "1", 'a')); r.Pulled.Number != 1 || b.host.tip(prod) != "" {
		t.Errorf("%+v", r.Pulled)
	}
	b.step(Absent, subject("a", "1", 'a'))
}

// A person's commit that comes while a pull request is withdrawn keeps both it and the
// branch; a run that ends in between is finished by the next.
func TestPullRequestIsClosedInAnyOrder(t *testing.T) {
	t.Parallel()
	b := newPullBench(t)
	b.host.keep = true // as GitLab and Azure Repos do
	b.step(Opened, subject("a", "1", 'a'))
	b.host.before = func(call string) error {
		if call == "list" && b.host.tip(prod) == b.host.pulls[0].Commit {
			b.commit(prod, "notes.md", "mine")
		}
		return nil
	}
	if r := b.step(Unchanged); r.Pulled.Kept == "" || b.host.tip(prod) == "" || b.host.pulls[0].State != forge.IsOpen {
		t.Errorf("%+v %+v", r.Pulled, b.host.pulls)
	}
	for name, c := range map[string]struct {
		close   error
		as      forge.State
		step    Step
		warning string
		err     error
	}{
		"killed":              {errors.New("killed"), forge.IsOpen, "", "", errors.New("killed")},
		"closed by the host":  {errors.New("cannot be edited"), forge.Closed, Closed, "", nil},
		"without its comment": {fmt.Errorf("%w: not permitted", forge.ErrComment), forge.Closed, Closed, "not permitted", nil},
	} {
		b := newPullBench(t)
		b.host.keep = true
		b.step(Opened, subject("a", "1", 'a'))
		b.host.before = func(call string) error {
			if call != "close" {
				return nil
			}
			b.host.pulls[0].State = c.as
			return c.close
		}
		r, err := b.propose()
		if (err == nil) != (c.err == nil) || b.host.tip(prod) != "" || err == nil && (r.Pulled.Step != c.step || !strings.Contains(r.Pulled.Warning, c.warning) || (r.Pulled.Warning == "") != (c.warning == "")) {
			t.Errorf("%s: %+v %v", name, r.Pulled, err)
		}
		b.host.before = nil
		if c.err != nil {
			b.step(Closed)
		}
		b.step(Absent)
	}
}

// One that a person closes stays closed until something changes.
func TestPullRequestIsDeclined(t *testing.T) {
	t.Parallel()
	b := newPullBench(t)
	b.step(Opened, subject("a", "1", 'a'))
	b.host.set(1, forge.Closed)
	b.commit("main", "README.md", "x")
	b.step(Declined, subject("a", "1", 'a'))
	if r := b.step(Opened, subject("a", "2", 'b')); r.Pulled.Number != 2 {
		t.Errorf("%+v", r.Pulled)
	}
}

// A commit of a person on the branch is never lost, whatever the message says.
func TestPullRequestKeepsCommitsOfPeople(t *testing.T) {
	t.Parallel()
	for name, do := range map[string]func(*pullBench){
		"added": func(b *pullBench) { b.commit(prod, "environments/prod/notes.md", "mine") },
		"amended under its message": func(b *pullBench) {
			b.checkout(prod)
			b.write("notes.md", "mine")
			run(b.t, b.work, "commit", "--quiet", "--amend", "--no-edit")
			b.push(prod)
		},
		"below it": func(b *pullBench) {
			b.beneath("notes.md", "mine")
		},
		"below it, without a change": func(b *pullBench) {
			b.beneath("", "")
		},
		"below it, and merged with the branch below": func(b *pullBench) {
			b.beneath("notes.md", "mine")
			b.commit("main", "README.md", "x")
			b.checkout(prod)
			run(b.t, b.work, "merge", "--quiet", "--no-ff", "-m", "Merge branch 'main'", "main")
			b.push(prod)
		},
		"merged from elsewhere": func(b *pullBench) {
			b.checkout("main")
			b.write("notes.md", "mine")
			run(b.t, b.work, "commit", "--quiet", "-m", "mine")
			mine := gittest.CheckedOut(b.t, b.own)
			b.checkout(prod)
			run(b.t, b.work, "merge", "--quiet", "--no-ff", "-m", "Merge", mine)
			b.push(prod)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newPullBench(t)
			b.step(Opened, subject("a", "1", 'a'))
			do(b)
			tip := b.host.tip(prod)
			if r, err := b.propose(subject("a", "2", 'b')); !errors.Is(err, ErrForeign) || !IsFinal(err) || b.host.tip(prod) != tip {
				t.Errorf("%+v %v", r.Pulled, err)
			}
			if r := b.step(Unchanged); r.Pulled.Kept == "" || b.host.tip(prod) != tip {
				t.Errorf("nothing to promote: %+v", r.Pulled)
			}
			// Once it was merged nothing is lost.
			b.merge(1, "squash")
			b.step(Opened, subject("a", "2", 'b'))
		})
	}
}

// The branch brought up to date by a button of the host is still ours.
func TestPullRequestIsUpdatedByAPerson(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"merge", "rebase"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			b := newPullBench(t)
			b.step(Opened, subject("a", "1", 'a'))
			for range 2 {
				b.commit("main", "README.md", b.host.tip("main"))
				b.checkout(prod)
				if way == "merge" {
					run(t, b.work, "merge", "--quiet", "--no-ff", "-m", "Merge branch 'main'", "main")
				} else {
					run(t, b.work, "rebase", "--quiet", "main")
				}
				b.push(prod)
			}
			b.step(Unchanged, subject("a", "1", 'a'))
			b.step(Updated, subject("a", "2", 'b'))
		})
	}
}

// A branch below that was set back leaves commits of modelgate on the branch of the
// pull request: they are nobody's work.
func TestPullRequestAfterTheBranchWasSetBack(t *testing.T) {
	t.Parallel()
	b := newPullBench(t)
	start := b.host.tip("main")
	b.step(Opened, subject("a", "1", 'a'))
	b.merge(1, "ff")
	b.step(Opened, subject("a", "2", 'b'))
	gittest.SetHead(t, b.repo.Dir, "main", start)
	b.step(Updated, subject("a", "2", 'b'))
	if parent := rev(t, b.repo, prod+"^"); parent != start {
		t.Errorf("the commit is on %s", parent)
	}
}

// A branch that is on a newer commit than the one that was read is read again: another
// run was faster, and no person has a part in it.
func TestPullRequestOnANewerCommit(t *testing.T) {
	t.Parallel()
	b := newPullBench(t)
	b.step(Opened, subject("a", "1", 'a'))
	g := open(t, b.repo, "")
	at, err := g.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer at.Close()
	b.commit("main", "README.md", "x")
	b.step(Updated, subject("a", "1", 'a'))
	if was, err := g.readRolling(t.Context(), prod, at.Commit); !errors.Is(err, ErrStale) {
		t.Errorf("%+v %v", was, err)
	}
}

// A run of an older commit of the source does not undo that of a newer one.
func TestPullRequestOrder(t *testing.T) {
	t.Parallel()
	b := newPullBench(t)
	b.step(Opened, subject("a", "2", 'b'))
	if _, err := b.propose(subject("a", "1", 'a')); !errors.Is(err, ErrOrder) || !IsFinal(err) {
		t.Error(err)
	}
	// A clone that cannot tell does not get to know by being asked again.
	b.older = func([]string) (bool, error) { return false, errors.New("this clone is shallow") }
	if _, err := b.propose(subject("a", "3", 'c')); !errors.Is(err, ErrUnordered) || !IsFinal(err) || !strings.Contains(err.Error(), "shallow") {
		t.Error(err)
	}
}

// Two runs at once end with one pull request, whichever step they meet at.
func TestPullRequestsAtOnce(t *testing.T) {
	t.Parallel()
	for _, at := range []string{"list", "open"} {
		t.Run(at, func(t *testing.T) {
			t.Parallel()
			b := newPullBench(t)
			met := false
			b.host.before = func(call string) error {
				if call != at || met {
					return nil
				}
				met = true
				_, err := b.propose(subject("a", "1", 'a'))
				return err
			}
			r, err := b.propose(subject("a", "1", 'a'))
			if err != nil || len(b.host.pulls) != 1 || r.Pulled.Number != 1 {
				t.Errorf("%+v %v: %+v", r.Pulled, err, b.host.pulls)
			}
		})
	}
}

// A run that ends after any step is finished by the next.
func TestPullRequestIsFinishedByTheNextRun(t *testing.T) {
	t.Parallel()
	for _, at := range []string{"list", "open"} {
		b := newPullBench(t)
		broken := errors.New("killed")
		b.host.before = func(call string) error {
			if call == at {
				return broken
			}
			return nil
		}
		if _, err := b.propose(subject("a", "1", 'a')); !errors.Is(err, broken) {
			t.Fatal(err)
		}
		b.host.before = nil
		b.step(Opened, subject("a", "1", 'a'))
	}
}

// A commit reaches an environment in the way that it states, and in no other.
func TestModesAreNotMixed(t *testing.T) {
	t.Parallel()
	b := newPullBench(t)
	if _, err := Promote(t.Context(), open(t, b.repo, ""), planner(t, subject("a", "1", 'a')), still); !errors.Is(err, promotion.ErrPullRequest) {
		t.Error(err)
	}
	b.commit("main", promotion.EnvPath, "apiVersion: modelgate.dev/v1\nkind: Environments\nenvironments:\n  prod: {}\n")
	if _, err := b.propose(subject("a", "1", 'a')); !errors.Is(err, promotion.ErrDirect) {
		t.Error(err)
	}
}

func TestBranchOf(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, words := range [][]string{{"https://git.example.com/acme/models"}, {"https://git.example.com/acme-models"}, {"https://git.example.com/acme/models", "models/churn"}, {strings.Repeat("long/", 100) + "..lock\x00 ~^:?*["}, {""}} {
		name := BranchOf("prod", words[0], words[1:]...)
		if err := checkBranch(name); err != nil || len(name) > 120 || seen[name] || !strings.HasPrefix(name, "modelgate/prod/") {
			t.Errorf("%q: %v", name, err)
		}
		seen[name] = true
	}
}

// What a pull request brings is as old as its merge, not as its commit, whoever made
// that again. Where nothing tells, its age is not known.
func TestArrivalOfPullRequests(t *testing.T) {
	t.Parallel()
	b := newPullBench(t)
	record := promotion.RecordsDir + "/prod/a/000001.json"
	read := func() func(MergeTimes) promotion.Arrival { // the branch as it is now
		t.Helper()
		at, err := open(t, b.repo, "").Head(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { at.Close() })
		all, err := at.Past.Recorded()
		if err != nil || len(all[record]) == 0 {
			t.Fatal(all, err)
		}
		return func(host MergeTimes) promotion.Arrival {
			t.Helper()
			arrivals, err := WithMergeTimes(at.Past, host).Arrivals(now)
			if err != nil {
				t.Fatal(err)
			}
			return arrivals[record][all[record][0].Object]
		}
	}
	made, merged := now, now.Add(48*time.Hour)
	dated := func(when time.Time) {
		b.when = when
		b.work.Env = append(b.work.Env[:4:4], fmt.Sprintf("GIT_COMMITTER_DATE=%d +0000", when.Unix()))
	}
	again := func(args ...string) func() {
		return func() {
			b.checkout(prod)
			run(t, b.work, args...)
			b.push(prod)
		}
	}
	mergedBefore := func() { // and pushed later
		b.checkout("main")
		run(t, b.work, "merge", "--quiet", "--no-ff", "-m", "Merge", prod)
		b.push(prod)
	}
	start := b.host.tip("main")
	for name, c := range map[string]struct {
		before func() // at the time at which the pull request is made
		way    string
		known  bool // from git alone
	}{
		"merge":                          {nil, "merge", true},
		"squash":                         {nil, "squash", false},
		"fast-forward":                   {nil, "ff", false},
		"rebase":                         {nil, "rebase", false},
		"rebased, then fast-forward":     {again("rebase", "--quiet", "--force-rebase", "main"), "ff", false},
		"amended, then fast-forward":     {again("commit", "--quiet", "--amend", "--no-edit", "--reset-author"), "ff", false},
		"reworded, then fast-forward":    {again("commit", "--quiet", "--amend", "-m", "mine"), "ff", false},
		"taken over, then fast-forward":  {again("commit", "--quiet", "--amend", "-m", "mine", "--reset-author"), "ff", false},
		"made again, then a merge":       {again("rebase", "--quiet", "--force-rebase", "main"), "merge", true},
		"brought up to date, then merge": {again("merge", "--quiet", "--no-ff", "-m", "Merge", "main"), "merge", true},
		"merged before, then pushed":     {mergedBefore, "ff", true},
	} {
		gittest.SetHead(t, b.repo.Dir, "main", start)
		gittest.SetHead(t, b.repo.Dir, prod, "")
		b.host.pulls, b.host.branch = nil, map[int]string{}
		b.step(Opened, subject("a", "1", 'a'))
		dated(made)
		if c.before != nil {
			c.before()
		}
		dated(merged)
		b.merge(1, c.way)
		want := map[bool]time.Time{true: merged}[c.known]
		if c.known && c.way == "ff" {
			want = made // git knows no better; the host does
		}
		arrived := read()
		if got := arrived(nil); !got.At.Equal(want) {
			t.Errorf("%s: it arrived at %s, want %s", name, got.At, want)
		}
		asked := 0
		got := arrived(func(commit string) (time.Time, error) {
			if asked++; commit != b.host.tip("main") {
				t.Errorf("%s: asked of %s", name, commit)
			}
			return merged, nil
		})
		if !got.At.Equal(merged) || asked != 1 {
			t.Errorf("%s: the host was asked %d times: %+v", name, asked, got)
		}
		if got := arrived(func(string) (time.Time, error) { return time.Time{}, errors.New("not permitted") }); got.At.IsZero() == c.known || !c.known && got.Unknown != "not permitted" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	// After a fast-forward, the next record that is committed to the branch
	// itself tells. One that takes a pull request too does not, nor does evidence of a check, nor a
	// merge, which may have been made before.
	gittest.SetHead(t, b.repo.Dir, "main", start)
	gittest.SetHead(t, b.repo.Dir, prod, "")
	b.host.pulls, b.host.branch = nil, map[int]string{}
	b.step(Opened, subject("a", "1", 'a'))
	dated(made)
	b.commit("main", promotion.EnvPath, "apiVersion: modelgate.dev/v1\nkind: Environments\nenvironments: {dev: {}, prod: {mode: pull_request}}\n")
	b.commit("main", promotion.RecordsDir+"/dev/b/000001.json", "{}")
	again("merge", "--quiet", "--no-ff", "-m", "Merge", "main")()
	b.merge(1, "ff")
	if got := read()(nil); !got.At.IsZero() {
		t.Errorf("it arrived at %s", got.At)
	}
	dated(now.Add(72 * time.Hour))
	for _, other := range []string{promotion.RecordsDir + "/prod/b/000002.json", promotion.HealthDir + "/dev/b/smoke.json"} {
		if b.commit("main", other, "{}"); !read()(nil).At.IsZero() {
			t.Errorf("%s dates what was there before", other)
		}
	}
	b.commit("main", promotion.RecordsDir+"/dev/b/000002.json", "{}")
	if got := read()(nil); !got.At.Equal(now.Add(72 * time.Hour)) {
		t.Errorf("it arrived at %s", got.At)
	}
}

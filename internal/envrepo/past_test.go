package envrepo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/git/gittest"
	"github.com/modelgate-dev/modelgate/internal/promotion"
)

// orders plans an operation on a model of prod.
func orders(o promotion.Order, when time.Time) Planner {
	return func(at promotion.Snapshot) (promotion.Plan, error) {
		env, err := promotion.LoadEnvironment(at.Tree, "prod")
		if err != nil {
			return promotion.Plan{}, err
		}
		o.Statement = promotion.Statement{Owner: "oncall", Reason: "error rate"}
		return promotion.NewOrder(promotion.Request{Environment: env, Snapshot: at, Tool: promotion.Tool{Name: "modelgate", Version: "test"}, Now: when}, o)
	}
}

// landingWay is a repository and one way to commit to it.
type landingWay struct {
	name string
	repo git.Repo
	open func() environmentBranch
}

// environmentBranch is what both landings have.
type environmentBranch interface {
	Repo
	At(ctx context.Context, moment time.Time) (promotion.Snapshot, error)
}

func landingWays(t *testing.T) []landingWay {
	t.Helper()
	byGit := server(t)
	s, there, _ := onGitHub(t)
	return []landingWay{
		{"git", byGit, func() environmentBranch { return open(t, byGit, "") }},
		{"github-api", bare(t, there), func() environmentBranch { return throughAPI(t, s, "") }},
	}
}

// A rollback takes the files out of the history of the branch, and its hold keeps
// the next promotion from undoing it.
func TestRollbackOnABranch(t *testing.T) {
	t.Parallel()
	for _, way := range landingWays(t) {
		t.Run(way.name, func(t *testing.T) {
			r := way.repo
			promote(t, way.open(), subject("fraud", "1.0.0", 'a'))
			first, err := time.Parse(time.RFC3339, run(t, r, "log", "-1", "--format=%cI", "main"))
			if err != nil {
				t.Fatal(err)
			}
			promote(t, way.open(), subject("fraud", "2.0.0", 'b'))
			const manifest = ":environments/prod/models/fraud/inferenceservice.yaml"
			rollback := orders(promotion.Order{Operation: promotion.Rollback, Model: "fraud"}, now)
			result, err := Promote(t.Context(), way.open(), rollback, still)
			if err != nil || len(result.Plan.In(promotion.Promote)) != 1 {
				t.Fatalf("%v %+v", err, result.Plan.Items)
			}
			if a, b := rev(t, r, "main~2"+manifest), rev(t, r, "main"+manifest); a != b {
				t.Errorf("the manifest is %s, and was %s", b, a)
			}
			again, err := Promote(t.Context(), way.open(), rollback, still)
			if err != nil || again.Commit() != "" {
				t.Errorf("done twice: %v %+v", err, again)
			}
			next := promote(t, way.open(), subject("fraud", "2.0.0", 'b'))
			if item := next.Plan.Items[0]; item.State != promotion.Blocked || !strings.Contains(item.Reason, "is held in prod by oncall") {
				t.Errorf("%+v", item)
			}
			verify(t, r, "main")
			before, err := way.open().At(t.Context(), first.Add(-24*365*time.Hour))
			if err != nil || len(before.Under(promotion.RecordsDir)) > 0 {
				t.Errorf("a year before: %v", err)
			}
			at, err := way.open().At(t.Context(), first)
			if err != nil || len(at.Under(promotion.RecordsDir)) == 0 {
				t.Errorf("as it stood: %v", err)
			}
		})
	}
}

// What somebody has taken out of the branch, or put there in its place, is seen in
// its history, merges included, by either landing.
func TestHistoryOfABranch(t *testing.T) {
	t.Parallel()
	for _, c := range landingWays(t) {
		promote(t, c.open(), subject("fraud", "1.0.0", 'a'))
		promote(t, c.open(), subject("fraud", "2.0.0", 'b'))
		newest, before := tip(t, c.repo, "main"), rev(t, c.repo, "main~1")
		for name, parents := range map[string][]string{"a revert": {newest}, "a merge that takes the other side": {before, newest}} {
			commitTree(t, c.repo, "main", rev(t, c.repo, before+"^{tree}"), time.Now(), parents...)
			result, err := Promote(t.Context(), c.open(), planner(t, subject("fraud", "3.0.0", 'c'), subject("churn", "1.0.0", 'c')), still)
			if err != nil || !errors.Is(result.Plan.Err(), promotion.ErrTampered) || !strings.Contains(result.Plan.Err().Error(), "fraud/000002.json") {
				t.Errorf("%s, %s: %v, %v", c.name, name, err, result.Plan.Err())
			}
			if len(result.Plan.In(promotion.Promote)) != 1 {
				t.Errorf("%s, %s: the other model is %+v", c.name, name, result.Plan.Items)
			}
		}
	}
}

func TestBranchAtAMoment(t *testing.T) {
	t.Parallel()
	r := server(t)
	clock := now
	ticking := func() *Git {
		g, err := OpenGit(t.Context(), r.Dir, "", Options{Now: func() time.Time { return clock }})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { g.Close() })
		return g
	}
	for i, version := range []string{"1.0.0", "2.0.0", "3.0.0"} {
		clock = now.AddDate(0, 0, i)
		promote(t, ticking(), subject("fraud", version, rune('a'+i)))
	}
	for moment, want := range map[time.Time]int{time.Unix(-1, 0): 0, time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC): 0, now.Add(-time.Hour): 0, now: 1, now.Add(time.Hour): 1, now.AddDate(0, 0, 1): 2, now.AddDate(0, 0, 9): 3} {
		at, err := ticking().At(t.Context(), moment)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(at.Under(promotion.RecordsDir)); got != want {
			t.Errorf("%d records at %s, want %d", got, moment, want)
		}
		at.Close()
	}
	g := ticking()
	at, err := g.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer at.Close()
	recorded, err := at.Past.Recorded()
	versions := recorded[promotion.RecordsDir+"/prod/fraud/000001.json"]
	e, _ := at.Lookup(promotion.RecordsDir + "/prod/fraud/000001.json")
	want := promotion.Version{Object: e.Object, Commit: rev(t, r, "main~2"), At: now}
	if err != nil || len(recorded) != 3 || len(versions) != 1 || versions[0] != want {
		t.Errorf("%v %+v", err, recorded)
	}
	arrivals, err := at.Past.Arrivals(now)
	if got := arrivals[promotion.RecordsDir+"/prod/fraud/000001.json"][e.Object]; err != nil || len(arrivals) != 3 || !got.At.Equal(now) {
		t.Errorf("%v %+v", err, arrivals)
	}
	middle := rev(t, r, "main~1")
	if err := os.Rename(r.Dir, r.Dir+"-away"); err != nil {
		t.Fatal(err)
	}
	if tree, err := at.Past.At(want.Commit); err == nil {
		tree.Close()
		t.Error("the files of the history were read without a fetch")
	}
	if err := os.Rename(r.Dir+"-away", r.Dir); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time without the server
		tree, err := at.Past.At(want.Commit)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tree.Read("environments/prod/models/fraud/inferenceservice.yaml", 1<<20); err != nil {
			t.Error(err)
		}
		tree.Close()
		if err := os.RemoveAll(r.Dir); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := g.repo.Run(t.Context(), "cat-file", "-e", middle); err == nil {
		t.Error("more than one commit of the history was fetched")
	}
}

// clocked is a branch that dates commits by a clock.
func clocked(t *testing.T, r git.Repo, clock *time.Time) *Git {
	t.Helper()
	g := open(t, r, "")
	g.now = func() time.Time { return *clock }
	return g
}

// A commit that is dated ahead belongs to the branch from its own date on, however far that is.
func TestBranchAtAMomentAhead(t *testing.T) {
	t.Parallel()
	r := server(t)
	ahead := time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC)
	clock := now
	ticking := func() *Git { return clocked(t, r, &clock) }
	promote(t, ticking(), subject("fraud", "1.0.0", 'a'))
	clock = ahead
	promote(t, ticking(), subject("fraud", "2.0.0", 'b'))
	for moment, want := range map[time.Time]int{ahead.Add(-time.Second): 1, ahead: 2, ahead.AddDate(500, 0, 0): 2} {
		at, err := ticking().At(t.Context(), moment)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(at.Under(promotion.RecordsDir)); got != want {
			t.Errorf("%d records at %s, want %d", got, moment, want)
		}
		at.Close()
	}
}

// What a branch as it was lacked of its own history then is told, and nothing that it lost
// later.
func TestLostAtAMoment(t *testing.T) {
	t.Parallel()
	r := server(t)
	clock := now
	day := func(n int) time.Time { return now.AddDate(0, 0, n) }
	ticking := func() *Git { return clocked(t, r, &clock) }
	promote(t, ticking(), subject("fraud", "1.0.0", 'a'))
	clock = day(1)
	if _, err := Promote(t.Context(), ticking(), orders(promotion.Order{Operation: promotion.Holds, Model: "fraud"}, clock), still); err != nil {
		t.Fatal(err)
	}
	first, held := rev(t, r, "main~1^{tree}"), rev(t, r, "main^{tree}")
	byHand := func(n int, tree string) { commitTree(t, r, "main", tree, day(n), tip(t, r, "main")) }
	byHand(2, first) // removed
	byHand(4, held)  // restored
	for n, lost := range map[int]int{0: 0, 1: 0, 2: 1, 3: 1, 4: 0, 5: 0} {
		at, err := ticking().At(t.Context(), day(n))
		if err != nil {
			t.Fatal(err)
		}
		all, err := promotion.WithLost(at, nil)
		if err != nil || len(all) != lost {
			t.Errorf("on day %d: %v %+v, want %d", n, err, all, lost)
		}
		at.Close()
	}
}

// The printed remedy for a forged record, its revert, works on a branch.
func TestRevertOfAForgedRecord(t *testing.T) {
	t.Parallel()
	r := server(t)
	promote(t, open(t, r, ""), subject("fraud", "1.0.0", 'a'))
	good := rev(t, r, "main^{tree}")
	record := rev(t, r, "main:"+promotion.RecordsDir+"/prod/fraud/000001.json")
	forged := edited(t, r, good, promotion.RecordsDir+"/prod/fraud/000002.json", record)
	for _, step := range []struct {
		tree string
		want promotion.State
	}{{forged, promotion.Tampered}, {good, promotion.Promote}} {
		commitTree(t, r, "main", step.tree, time.Now(), tip(t, r, "main"))
		result, err := Promote(t.Context(), open(t, r, ""), planner(t, subject("fraud", "2.0.0", 'b')), still)
		if err != nil || result.Plan.Items[0].State != step.want {
			t.Errorf("%v %+v", err, result.Plan.Items)
		}
	}
	verify(t, r, "main")
}

// A server that can leave files out is asked to: the history comes without them.
func TestHistoryWithoutItsFiles(t *testing.T) {
	t.Parallel()
	r := server(t)
	configure(t, r, "[uploadpack]\n\tallowAnySHA1InWant = true\n")
	promote(t, open(t, r, ""), subject("fraud", "1.0.0", 'a'))
	promote(t, open(t, r, ""), subject("fraud", "2.0.0", 'b'))
	g, err := OpenGit(t.Context(), "file://"+r.Dir, "", options)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	rollback := orders(promotion.Order{Operation: promotion.Rollback, Model: "fraud"}, now)
	for range 2 {
		if _, err := Promote(t.Context(), g, rollback, still); err != nil {
			t.Fatal(err)
		}
	}
	promote(t, g, subject("churn", "1.0.0", 'b'))
	if got := len(verify(t, r, "main")); got != 4 {
		t.Errorf("%d records", got)
	}
	history := git.Repo{Dir: g.repo.Dir + "/history"}
	missing := strings.Count(run(t, history, "rev-list", "--objects", "--all", "--missing=print"), "?")
	if missing == 0 {
		t.Error("the history has all files")
	}
}

// A server that gives branches only, and no commit by its name, gives all of them.
func TestHistoryOfAnOldServer(t *testing.T) {
	t.Parallel()
	r := server(t)
	promote(t, open(t, r, ""), subject("fraud", "1.0.0", 'a'))
	promote(t, open(t, r, ""), subject("fraud", "2.0.0", 'b'))
	g := open(t, r, "")
	g.repo.Env = append(g.repo.Env, "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=protocol.version", "GIT_CONFIG_VALUE_0=0")
	result, err := Promote(t.Context(), g, orders(promotion.Order{Operation: promotion.Rollback, Model: "fraud"}, now), still)
	if err != nil || len(result.Commits) != 1 {
		t.Fatalf("%v %+v", err, result.Plan.Items)
	}
	if run(t, g.repo, "rev-parse", "--is-shallow-repository") != "false" {
		t.Error("the server gave a commit by its name: the test tests nothing")
	}
	verify(t, r, "main")
}

// Which approvals the branch has removed is read from all parents, and so is what a merge
// removes by itself; what another branch never had is no removal.
func TestRemovedApprovals(t *testing.T) {
	t.Parallel()
	a := newAuthored(t)
	const name, other = promotion.ApprovalsDir + "/prod/churn/a.dsse.json", promotion.ApprovalsDir + "/prod/churn/b.dsse.json"
	first := a.commit("x", map[string]string{"README.md": "x", "records/a.dsse.json": "elsewhere"})
	a.commit("x", map[string]string{name: "one", other: "two"})
	had := a.head()
	a.by("x", "checkout", "--quiet", "-b", "side", first)
	a.commit("x", map[string]string{"note": "x", "records/a.dsse.json": ""})
	a.by("x", "merge", "--quiet", "--no-ff", "-m", "brought up to date", "main")
	asks := func(what string, want map[string]string) {
		t.Helper()
		got, err := PastOf(t.Context(), a.Repo, a.head()).Removed()
		if err != nil || len(got) != len(want) {
			t.Errorf("%s: %v %+v, want %v", what, err, got, want)
		}
		for path, content := range want {
			versions := slices.DeleteFunc(got[path], func(v promotion.Version) bool {
				object, err := a.ReadLine(t.Context(), "rev-parse", "--quiet", "--verify", v.Commit+":"+path)
				return err != nil || object != v.Object
			})
			if len(versions) == 0 || run(t, a.Repo, "cat-file", "-p", versions[0].Object) != content {
				t.Errorf("%s: %s: %+v", what, path, got[path])
			}
		}
	}
	asks("nothing", nil)
	a.commit("x", map[string]string{name: ""})
	a.commit("x", map[string]string{name: "one"})
	asks("restored", map[string]string{name: "one"})
	a.by("x", "checkout", "--quiet", "main")
	a.by("x", "reset", "--quiet", "--hard", had)
	asks("of another branch", nil)
	a.by("x", "checkout", "--quiet", "-b", "third", had)
	a.commit("x", map[string]string{"more": "x"})
	a.by("x", "checkout", "--quiet", "main")
	a.by("x", "merge", "--quiet", "--no-ff", "--no-commit", "third")
	a.write(map[string]string{other: ""})
	a.by("x", "commit", "--quiet", "-a", "-m", "merge")
	asks("removed by a merge", map[string]string{other: "two"})

	shallow := git.Repo{Dir: filepath.Join(t.TempDir(), "shallow")}
	run(t, a.Repo, "clone", "--quiet", "--depth=1", "file://"+a.Dir, shallow.Dir)
	if got, err := PastOf(t.Context(), shallow, run(t, shallow, "rev-parse", "HEAD")).Removed(); err == nil {
		t.Errorf("a shallow clone: %v", got)
	}
	g := open(t, a.Repo, "")
	at, err := g.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer at.Close()
	if got, err := at.Past.Removed(); err != nil || len(got) != 1 || len(got[other]) == 0 {
		t.Errorf("by the remote: %v %v", err, got)
	}
}

// putCommit puts a commit on top of main that no git would make: of a tree, with the lines of
// its author and its committer, and a message.
func putCommit(t *testing.T, r git.Repo, tree, author, committer, message string) string {
	t.Helper()
	commit := fmt.Sprintf("tree %s\nparent %s\nauthor %s\ncommitter %s\n\n%s\n", rev(t, r, tree), tip(t, r, "main"), author, committer, message)
	id := writeObject(t, r, "commit", commit)
	gittest.SetHead(t, r.Dir, "main", id)
	return id
}

// arrived is when main got the first record of a model, as it is known at a moment.
func arrived(t *testing.T, r git.Repo, model string, when time.Time) promotion.Arrival {
	t.Helper()
	at, err := open(t, r, "").Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer at.Close()
	record := promotion.RecordsDir + "/prod/" + model + "/000001.json"
	e, there := at.Lookup(record)
	arrivals, err := at.Past.Arrivals(when)
	if err != nil || !there {
		t.Fatal(err, there)
	}
	offline, err := PastOf(t.Context(), r, at.Commit).Arrivals(when)
	if got := arrivals[record][e.Object]; err != nil || offline[record][e.Object] != got {
		t.Errorf("a clone has %+v, the remote %+v: %v", offline[record][e.Object], got, err)
	}
	return arrivals[record][e.Object]
}

// A commit that git does not read stops no environment: its time is not known, as that of a
// pull request is not.
func TestMalformedCommits(t *testing.T) {
	t.Parallel()
	const fine = "a <a@b> 1772366400 +0000"
	for name, c := range map[string]struct{ author, committer string }{
		"beyond all dates":         {fine, "a <a@b> 18446744073709551615 +0000"},
		"beyond what Go can count": {fine, "a <a@b> 9223372036854775807 +0000"},
		"beyond the year 9999":     {fine, "a <a@b> 253402300800 +0000"},
		"before 1970":              {fine, "a <a@b> -5 +0000"},
		"in 1970":                  {fine, "a <a@b> 0 +0000"},
		"no number":                {fine, "a <a@b> 12abc +0000"},
		"no date":                  {fine, "a <a@b>"},
		"no address":               {fine, "a"},
		"no committer":             {fine, ""},
		"a NUL byte":               {"a\x00 <a@b> 1772366400 +0000", "a <a@b> x"},
		"a NUL byte in the author": {"a\x00 <a@b> 1772366400 +0000", fine},
		"only a NUL byte":          {"\x00", fine},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := server(t)
			promote(t, open(t, r, ""), subject("fraud", "1.0.0", 'a'))
			before := tip(t, r, "main")
			promote(t, open(t, r, ""), subject("churn", "1.0.0", 'a'))
			tree := rev(t, r, "main^{tree}")
			gittest.SetHead(t, r.Dir, "main", before)
			putCommit(t, r, tree, c.author, c.committer, "x")
			if got := arrived(t, r, "churn", now); !got.At.IsZero() {
				t.Errorf("it arrived at %s", got.At)
			}
			promote(t, open(t, r, ""), subject("fraud", "2.0.0", 'b'))
			result, err := Promote(t.Context(), open(t, r, ""), orders(promotion.Order{Operation: promotion.Rollback, Model: "fraud"}, now), still)
			if err != nil || len(result.Plan.In(promotion.Promote)) != 1 {
				t.Errorf("%v %+v", err, result.Plan.Items)
			}
			for _, model := range []string{"fraud", "churn"} { // the latter with the next record
				if got := arrived(t, r, model, now); !got.At.Equal(now) {
					t.Errorf("%s arrived at %s", model, got.At)
				}
			}
		})
	}
}

// A message adds no versions to the history.
func TestMessageIsNoHistory(t *testing.T) {
	t.Parallel()
	r := server(t)
	promote(t, open(t, r, ""), subject("fraud", "1.0.0", 'a'))
	before := tip(t, r, "main")
	promote(t, open(t, r, ""), subject("churn", "1.0.0", 'a'))
	tree := rev(t, r, "main^{tree}")
	gittest.SetHead(t, r.Dir, "main", before)
	const forged = promotion.RecordsDir + "/prod/other/000001.json"
	raw := fmt.Sprintf(":000000 100644 %s %[1]s A\t%s", strings.Repeat("0", 40), forged)
	commit := putCommit(t, r, tree, "a <a@b> 1772366400 +0000", "a <a@b> 1772366400 +0000", "x\n\n"+sealed+": a\n "+raw)
	all, err := PastOf(t.Context(), r, commit).Recorded()
	if err != nil || len(all) != 2 || len(all[forged]) > 0 {
		t.Errorf("%v %+v", err, all)
	}
}

// A commit on a branch is not older than those before it there, whatever it states, but for
// those that state a time to come.
func TestArrivalIsNotBeforeItsAncestors(t *testing.T) {
	t.Parallel()
	day := 24 * time.Hour
	for name, c := range map[string]struct {
		before, stated time.Time
		want           time.Time
	}{
		"back-dated":           {now, now.Add(-10 * day), now},
		"in order":             {now.Add(-10 * day), now.Add(-day), now.Add(-day)},
		"after a future date":  {now.Add(10 * day), now.Add(-day), now.Add(-day)},
		"itself in the future": {now, now.Add(10 * day), now.Add(10 * day)},
	} {
		r := server(t)
		by := func(when time.Time) string { return fmt.Sprintf("a <a@b> %d +0000", when.Unix()) }
		promote(t, open(t, r, ""), subject("fraud", "1.0.0", 'a'))
		tree := rev(t, r, "main^{tree}")
		commitTree(t, r, "main", writeObject(t, r, "tree", ""), now.Add(-100*day))
		putCommit(t, r, "main^{tree}", by(c.before), by(c.before), "no record") // which touches no record
		putCommit(t, r, tree, by(c.stated), by(c.stated), "x")
		if got := arrived(t, r, "fraud", now); !got.At.Equal(c.want) {
			t.Errorf("%s: it arrived at %s, want %s", name, got.At, c.want)
		}
	}
}

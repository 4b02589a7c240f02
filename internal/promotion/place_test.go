package promotion

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/modelgate-dev/modelgate/internal/source"
)

const apart = `apiVersion: modelgate.dev/v1
kind: Environments
environments:
  prod: {branch: prod, needs: [staging], soak: 24h}
  staging: {branch: main, stage: review}
`

// spread is a graph over two branches: each story is one of them.
func spread(t *testing.T) (prod, staging *story) {
	prod, staging = begin(t), begin(t)
	prod.repo[EnvPath], staging.repo[EnvPath] = apart, apart
	return prod, staging
}

// elsewhere reads the other branch as it is now.
func (s *story) elsewhere(asked *[]string) func(string, Place) (Snapshot, error) {
	return func(environment string, p Place) (Snapshot, error) {
		*asked = append(*asked, environment+" at "+p.String())
		return Snapshot{Tree: s.tree(), Past: s.past}, nil
	}
}

// What an environment needs is read on the branch that the needed one is on, and not in
// records of the same name on its own branch.
func TestNeedsElsewhere(t *testing.T) {
	t.Parallel()
	prod, staging := spread(t)
	var asked []string
	promotes := func(when time.Time, state State, reason string) Item {
		t.Helper()
		request := prod.request(fraud())
		request.Now, request.Snapshot.Elsewhere = when, staging.elsewhere(&asked)
		p, err := NewPlan(request)
		return prod.happens(p, err, state, reason)
	}
	promotes(now, Blocked, "prod needs it in staging first, which does not have it")
	prod.promotesTo("staging", now, Promote, "", fraud(), nil) // on the wrong branch
	promotes(now.Add(48*time.Hour), Blocked, "prod needs it in staging first, which does not have it")
	staging.promotesTo("staging", now, Promote, "", fraud(), nil)
	promotes(now.Add(time.Hour), Blocked, "it soaks in staging until 2026-03-02T12:30:00Z")
	promotes(now.Add(24*time.Hour), Promote, "")
	if asked[0] != "staging at branch main" {
		t.Errorf("asked for %q", asked)
	}
	// Before the merge of a pull request, the other branch is asked again.
	before := prod.past[len(prod.past)-2]
	ready := func(when time.Time, read func(string, Place) (Snapshot, error)) []Problem {
		t.Helper()
		got, err := NotReady(Snapshot{Tree: before.tree(), Elsewhere: read}, prod.tree(), when)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if got := ready(now.Add(24*time.Hour), staging.elsewhere(&asked)); len(got) > 0 {
		t.Errorf("%v", got)
	}
	if got := ready(now.Add(time.Hour), staging.elsewhere(&asked)); len(got) != 1 || !strings.Contains(got[0].Message, "it soaks in staging") {
		t.Errorf("%v", got)
	}
	if got := ready(now.Add(24*time.Hour), nil); len(got) != 1 || !strings.Contains(got[0].Message, "which was not read") {
		t.Errorf("%v", got)
	}
}

// A branch that cannot be read, or that is not read at all, vouches for nothing.
func TestNeedsOfABranchThatIsNotRead(t *testing.T) {
	t.Parallel()
	prod, _ := spread(t)
	p, err := NewPlan(prod.request(fraud()))
	if item := prod.happens(p, err, Blocked, "staging is on branch main, which was not read"); item.Later {
		t.Error("it waits forever")
	}
	gone := errors.New("no such branch")
	request := prod.request(fraud())
	request.Snapshot.Elsewhere = func(string, Place) (Snapshot, error) { return Snapshot{}, gone }
	if _, err := NewPlan(request); !errors.Is(err, gone) {
		t.Errorf("%v", err)
	}
}

// Each branch's own file can be without a circle, and the branches together have one:
// such a model waits forever, which is said. Several environments that wait for each
// other in a row do not.
func TestCirclesOverBranches(t *testing.T) {
	t.Parallel()
	const (
		row      = envHead + "  prod: {branch: prod, needs: [staging]}\n  staging: {branch: main, needs: [dev]}\n  dev: {branch: dev}\n"
		turned   = envHead + "  prod: {branch: prod}\n  staging: {branch: main, needs: [prod]}\n  dev: {branch: dev}\n"
		devTurns = envHead + "  prod: {branch: prod}\n  staging: {branch: main}\n  dev: {branch: dev, needs: [prod]}\n"
		apart    = envHead + "  prod: {branch: prod}\n  staging: {branch: main, needs: [dev]}\n  dev: {branch: dev, needs: [qa]}\n  qa: {branch: dev, needs: [staging]}\n"
		unusable = envHead + "  prod: {branch: prod}\n  staging: {branch: main}\n  dev: {branch: dev, neds: []}\n"
	)
	for name, test := range map[string]struct {
		main, dev, want string
	}{
		"two":                     {turned, row, "needs form a cycle across branches: prod needs staging, staging needs prod"},
		"three":                   {row, devTurns, "needs form a cycle across branches: prod needs staging, staging needs dev, dev needs prod"},
		"a row":                   {row, row, ""},
		"in what is not needed":   {row, turned, ""},
		"a circle of others":      {row, strings.Replace(apart, "staging: {branch: main, needs: [dev]}", "staging: {branch: main}", 1), ""},
		"a branch that is broken": {row, unusable, ""},
	} {
		prod, main, dev := begin(t), begin(t), begin(t)
		prod.repo[EnvPath], main.repo[EnvPath], dev.repo[EnvPath] = row, test.main, test.dev
		var read func(string, Place) (Snapshot, error)
		read = func(_ string, at Place) (Snapshot, error) {
			s, known := map[string]*story{"prod": prod, "main": main, "dev": dev}[at.Branch]
			if !known {
				return Snapshot{}, errors.New("no such branch")
			}
			return Snapshot{Tree: s.tree(), Elsewhere: read}, nil
		}
		request := prod.request(fraud())
		request.Snapshot.Elsewhere = read
		p, err := NewPlan(request)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if item := p.Items[0]; item.State != Blocked || item.Later != (test.want == "") || !strings.Contains(item.Reason, cmp.Or(test.want, "prod needs it in staging first")) {
			t.Errorf("%s: %+v, want %q", name, item, test.want)
		}
	}
}

// Signatures of a needed environment are those that both branches require.
func TestSignaturesElsewhere(t *testing.T) {
	t.Parallel()
	for name, requires := range map[string]func(prod, staging *story){
		"the branch of the environment": func(prod, _ *story) {
			prod.repo[EnvPath] = strings.Replace(apart, "branch: main,", "branch: main, signed: true,", 1)
		},
		"its own branch": func(_, staging *story) {
			staging.repo[EnvPath] = strings.Replace(apart, "branch: main,", "branch: main, signed: true,", 1)
		},
	} {
		prod, staging := spread(t)
		staging.promotesTo("staging", now, Promote, "", fraud(), nil)
		requires(prod, staging)
		var asked []string
		request := prod.request(fraud())
		request.Now, request.Snapshot.Elsewhere = now.Add(48*time.Hour), staging.elsewhere(&asked)
		p, err := NewPlan(request)
		if err != nil || p.Items[0].State != Blocked || !strings.Contains(p.Items[0].Reason, "its files in staging are not what the records state") {
			t.Errorf("%s: %v %+v", name, err, p.Items)
		}
	}
}

// Environments on different branches can have the same directory.
func TestSamePathOnTwoBranches(t *testing.T) {
	t.Parallel()
	config := strings.NewReplacer("branch: prod, needs: [staging], soak: 24h", "branch: prod, path: models", "branch: main,", "branch: main, path: models,").Replace(apart)
	s := begin(t)
	s.repo[EnvPath] = config
	s.promotesTo("prod", now, Promote, "", fraud(), nil)
	s.repo[EnvPath] = strings.ReplaceAll(config, "branch: prod", "branch: main")
	if _, err := LoadEnvironment(s.tree(), "prod"); err == nil || !strings.Contains(err.Error(), "the path models of environment staging overlaps") {
		t.Errorf("on one branch: %v", err)
	}
}

// Two places may be one branch, whatever they are called: environments there cannot have
// the same directory, and the records of one do not deploy into that of the other.
func TestOnePlaceOfTwoSpellings(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		prod, staging string
		one           bool
	}{
		{"repository: ../env.git, branch: main", "repository: ../env, branch: main", true},
		{"repository: ../env.git, branch: main", "repository: ../Env.git/, branch: main", true},
		{"repository: ../env.git, branch: main", "repository: ../x/../env.git, branch: main", true},
		{"repository: ../env.git, branch: main", "branch: main", true},
		{"repository: 'https://git.example.com/acme/env', branch: main", "repository: 'git@git.example.com:acme/env.git', branch: main", true},
		{"repository: 'https://git.example.com/acme/env', branch: main", "repository: 'https://git.example.com:443/Acme/env/', branch: main", true},
		{"repository: 'https://git.example.com/acme/env', branch: main", "repository: ../env.git, branch: main", true},
		{"repository: 'https://git.example.com/acme/env'", "repository: ../../acme/env.git", true},
		{"repository: ../env.git, branch: main", "repository: ../env, branch: live", false},
		{"repository: ../env.git, branch: main", "repository: ../../eu/env.git, branch: main", true}, // of another depth, which may be the same
		{"repository: ../eu/env.git, branch: main", "repository: ../us/env.git, branch: main", false},
		{"repository: ../env.git, branch: main", "repository: ../env2.git, branch: main", false},
		{"repository: 'https://git.example.com/eu/env', branch: main", "repository: 'https://git.example.com/us/env', branch: main", false},
		{"repository: 'https://git.example.com/acme/env', branch: main", "repository: ../acme-env.git, branch: main", false},
		{"branch: main", "branch: live", false},
	} {
		config := func(prod, staging string) string {
			return envHead + "  prod: {" + test.prod + ", path: " + prod + "}\n  staging: {stage: review, " + test.staging + ", path: " + staging + "}\n"
		}
		_, err := LoadEnvironment(repo{EnvPath: config("models", "models")}.tree(), "prod")
		if refused := err != nil && strings.Contains(err.Error(), "the path models of environment staging overlaps with models of environment prod"); refused != test.one || !refused && err != nil {
			t.Errorf("%s and %s are refused: %v, want %v", test.prod, test.staging, err, test.one)
		}
		forged := repo{}.deployed(t, "staging", "environments/prod/models", config("environments/prod/models", "environments/staging/models"))
		problems, err := audit(forged)
		if err != nil {
			t.Fatal(err)
		}
		if intrudes := strings.Contains(fmt.Sprint(problems), "which belongs to the environment prod"); intrudes != test.one {
			t.Errorf("%s and %s: %v", test.prod, test.staging, problems)
		}
	}
}

func TestPlacesAreRefused(t *testing.T) {
	t.Parallel()
	for environments, want := range map[string]string{
		"  prod: {branch: prod}\n  dev: {}\n":                                              "env.yaml:5:3: environment dev has no branch, and prod has one",
		"  prod: {repository: ../env.git}\n  dev: {repository: ../env.git, branch: dev}\n": "env.yaml:4:3: environment prod has no branch, and dev has one",
		"  prod: {repository: \"-o@git.example.com:env\"}\n":                               "is not a repository",
		"  prod: {repository: ../prod.git}\n  dev: {}\n":                                   "environment dev has no branch, and prod has one",
		"  prod: {branch: -x}\n":                                                           "/environments/prod/branch: does not match",
		"  prod: {branch: a..b}\n":                                                         "a..b is not the name of a branch",
		"  prod: {branch: a.lock}\n":                                                       "a.lock is not the name of a branch",
		"  prod: {repository: \"ext::sh -c id\"}\n":                                        "is not a repository",
		"  prod: {repository: \"https://x:y@git.example.com/a/b\"}\n":                      "has a name or a password",
		"  prod: {repository: prod.git}\n":                                                 "is not a repository",
	} {
		_, err := LoadEnvironment(repo{EnvPath: envHead + environments}.tree(), "prod")
		if err == nil || !strings.Contains(err.Error(), want) || !IsUsage(err) {
			t.Errorf("%s: %v, want %q", environments, err, want)
		}
	}
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	r := repo{EnvPath: envHead + "  prod: {repository: ../prod.git, branch: live}\n  dev: {repository: ../dev.git, branch: main}\n  staging: {branch: main}\n"}
	got, err := Places(r.tree())
	want := map[string]Place{"prod": {"../prod.git", "live"}, "dev": {"../dev.git", "main"}, "staging": {"", "main"}}
	if err != nil || !maps.Equal(got, want) {
		t.Errorf("%v %v", err, got)
	}
	for p, want := range map[Place]string{{}: "this branch", {"../dev.git", ""}: "../dev.git", {"", "main"}: "branch main", {"../prod.git", "live"}: "branch live of ../prod.git"} {
		if got := p.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for _, test := range []struct{ repository, from, want string }{
		{"../prod.git", "https://git.example.com/platform/env.git", "https://git.example.com/platform/prod.git"},
		{"../../a/prod", "https://git.example.com/platform/env.git/", "https://git.example.com/a/prod"},
		{"../../../../etc/prod", "https://git.example.com/platform/env.git", ""},
		{"../prod.git", "git@git.example.com:platform/env.git", "git@git.example.com:platform/prod.git"},
		{"../../prod.git", "git@git.example.com:platform/env.git", "git@git.example.com:prod.git"},
		{"../prod.git", "/srv/git/env.git", "/srv/git/prod.git"},
		{"../prod.git", "envs/env.git", "envs/prod.git"},
		{"https://other.example.com/a/b", "https://git.example.com/platform/env.git", "https://other.example.com/a/b"},
		{"", "/srv/git/env.git", "/srv/git/env.git"},
	} {
		got, ok := Place{Repository: test.repository}.Remote(test.from)
		if ok != (test.want != "") || ok && got != test.want {
			t.Errorf("%s from %s: %q, %v; want %q", test.repository, test.from, got, ok, test.want)
		}
	}
}

// Once its branch is known, a change cannot add records of an environment that is on
// another branch; those that a branch has from before stay.
func TestRecordsOfAnotherBranch(t *testing.T) {
	t.Parallel()
	prod, _ := spread(t)
	before := maps.Clone(prod.repo)
	prod.promotesTo("staging", now, Promote, "", fraud(), nil)
	change := func(before, after repo, here []string) []Problem {
		t.Helper()
		a, err := AuditChange(before.tree(), stepTo(after), here...)
		if err != nil {
			t.Fatal(err)
		}
		return a.Problems
	}
	if got := change(before, prod.repo, []string{"prod"}); len(got) != 1 || got[0].Path != recordPath("staging", "fraud-detector", 1) || !strings.Contains(got[0].Message, "staging is on branch main") {
		t.Errorf("%v", got)
	}
	if got := change(before, prod.repo, []string{}); len(got) != 1 {
		t.Errorf("on a branch of none: %v", got)
	}
	if got := change(before, prod.repo, nil); len(got) > 0 {
		t.Errorf("on a branch that is not known: %v", got)
	}
	if got := change(prod.repo, prod.repo, []string{"prod"}); len(got) > 0 {
		t.Errorf("from before: %v", got)
	}
}

// stepTo is a change of one commit.
func stepTo(r repo) iter.Seq2[source.Tree, error] {
	return func(yield func(source.Tree, error) bool) { yield(r.tree(), nil) }
}

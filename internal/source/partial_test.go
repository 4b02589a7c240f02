package source

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/git/gitserver"
)

// partial is a clone over HTTP without some objects, and the server that has them.
type partial struct {
	testRepo
	server *gitserver.Server
	from   testRepo
}

func newPartial(t *testing.T, filter string, options ...string) partial {
	t.Helper()
	r := newRepo(t)
	r.git("config", "uploadpack.allowFilter", "true")
	for i := range 3 {
		r.write(fmt.Sprintf("models/m%d/README.md", i), fmt.Sprintf("# m%d\n", i))
		r.write(fmt.Sprintf("models/m%d/metrics.json", i), fmt.Sprintf("{\"accuracy\": 0.%d}\n", i))
	}
	r.write("README.md", "root\n")
	r.commit("first")
	r.write("models/m1/README.md", "# m1, changed\n")
	r.commit("second")
	p := partial{from: r, server: gitserver.New(t, filepath.Dir(r.Dir), "")}
	to := filepath.Join(t.TempDir(), "clone")
	r.git(append([]string{"clone", "-q", "--no-checkout", "--filter=" + filter, p.server.URL + "/" + filepath.Base(r.Dir), to}, options...)...)
	p.server.Take()
	p.testRepo = r.at(to)
	p.testRepo.Repo = p.WithObjects(t.Context())
	return p
}

// lazy is the repository as its user has it: git fetches what it lacks.
func (r testRepo) lazy() testRepo {
	r.Env = append(slices.Clone(r.Env), "GIT_NO_LAZY_FETCH=0")
	return r
}

func (p partial) allow() partial {
	p.Objects().Partial().Allow(p.Repo)
	return p
}

func TestPartialCloneFetchesNothingUnasked(t *testing.T) {
	for _, filter := range []string{"blob:none", "tree:0"} {
		p := newPartial(t, filter)
		tree, err := Open(t.Context(), p.Repo, "HEAD")
		if err == nil {
			_, err = tree.Read("README.md", 100)
			if lost := tree.Lost(); !errors.Is(lost, ErrMissing) {
				t.Errorf("%s: lost %v", filter, lost)
			}
		}
		checkError(t, filter, err, ErrMissing, false, "--fetch", "partial clone")
		if errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: missing content reads as an absent file", filter)
		}
		if got := p.server.Take(); len(got) > 0 {
			t.Errorf("%s: the server was asked: %+v", filter, got)
		}
	}
}

func TestPartialCloneReadsWhatItHas(t *testing.T) {
	p := newPartial(t, "blob:none")
	p.at(p.Dir).lazy().git("checkout", "-q", "main")
	p.server.Take()
	tree := p.open("HEAD")
	checkRead(t, tree, "models/m1/README.md", 100, "# m1, changed\n", nil)
	if e, _ := tree.Lookup("README.md"); e.Size != 5 {
		t.Errorf("size %d", e.Size)
	}
	if got := p.server.Take(); len(got) > 0 {
		t.Errorf("the server was asked: %+v", got)
	}
}

func TestPartialCloneFetchesTogether(t *testing.T) {
	for _, c := range []struct {
		filter  string
		options []string
		trees   int
	}{{"blob:none", nil, 0}, {"tree:0", nil, 1}, {"blob:none", []string{"--depth=2"}, 0}} {
		name := c.filter + strings.Join(c.options, "")
		p := newPartial(t, c.filter, c.options...).allow()
		head, base := p.git("rev-parse", "HEAD"), p.git("rev-parse", "HEAD~1")
		if err := Complete(t.Context(), p.Repo, base, head); err != nil {
			t.Fatal(err)
		}
		if got := p.server.Take().Fetches(); len(got) != c.trees {
			t.Errorf("%s: trees came in %d fetches", name, len(got))
		}
		before, after := p.open(base), p.open(head)
		changes, err := ListChanges(t.Context(), p.Repo, before, after)
		if err != nil || len(changes) != 1 || changes[0].Path != "models/m1/README.md" {
			t.Errorf("%s: changes %v, %v", name, changes, err)
		}
		if err := Ahead(Wanted{before, before.Under("models/m1")}, Wanted{after, after.Under("models/m1")}); err != nil {
			t.Fatal(err)
		}
		checkRead(t, before, "models/m1/README.md", 100, "# m1\n", nil)
		checkRead(t, after, "models/m1/README.md", 100, "# m1, changed\n", nil)
		checkRead(t, after, "models/m1/README.md", 3, "", ErrTooLarge)
		checkRead(t, after, "models/m1/metrics.json", 100, "{\"accuracy\": 0.1}\n", nil)
		got := p.server.Take().Fetches()
		if len(got) != 1 || got[0].Wants != 3 {
			t.Errorf("%s: files came in %+v", name, got)
		}

		// What nobody foresaw comes with its directory.
		info, err := fs.Stat(after, "models/m2/README.md")
		if err != nil || info.Size() != 5 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
		checkRead(t, after, "models/m2/metrics.json", 100, "{\"accuracy\": 0.2}\n", nil)
		if got := p.server.Take().Fetches(); len(got) != 1 || got[0].Wants != 2 {
			t.Errorf("%s: a directory came in %+v", name, got)
		}
		if before.Lost() != nil || after.Lost() != nil {
			t.Errorf("%s: lost %v, %v", name, before.Lost(), after.Lost())
		}
	}
}

func TestPartialCloneOfGoneServer(t *testing.T) {
	p := newPartial(t, "blob:none").allow()
	p.git("remote", "set-url", "origin", p.server.URL+"/gone")
	tree := p.open("HEAD")
	_, err := tree.Read("README.md", 100)
	checkError(t, "gone", err, ErrMissing, false, "could not be fetched", "token", "--filter")
	if !errors.Is(tree.Lost(), ErrMissing) {
		t.Errorf("lost %v", tree.Lost())
	}
	if _, err := tree.Size(tree.Entries()[0]); !errors.Is(err, ErrMissing) {
		t.Errorf("size: %v", err)
	}
	p.git("remote", "set-url", "origin", "ext::sh -c 'touch "+p.path("pwned")+"'")
	_, err = tree.Read("README.md", 100)
	checkError(t, "ext", err, ErrMissing, false, "not allowed")
}

// TestPartialCloneBeyondBounds: no token helps against a bound.
func TestPartialCloneBeyondBounds(t *testing.T) {
	p := newPartial(t, "blob:none").allow()
	tree := p.open("HEAD")
	wanted := Wanted{Tree: tree, Entries: make([]Entry, 200_001)}
	for i := range wanted.Entries {
		wanted.Entries[i] = Entry{Object: fmt.Sprintf("%040x", i), Size: unknown}
	}
	err := Ahead(wanted)
	checkError(t, "bounds", err, ErrMissing, false, "200001 objects (limit: 200000 objects", "--filter")
	if err != nil && strings.Contains(err.Error(), "token") {
		t.Errorf("a token is no remedy: %v", err)
	}
}

func TestPartialCloneOfServerWithoutFilter(t *testing.T) {
	p := newPartial(t, "blob:none").allow()
	p.from.git("config", "uploadpack.allowFilter", "false")
	checkRead(t, p.open("HEAD"), "README.md", 100, "root\n", nil)
}

func TestPartialCloneInSeveralGoroutines(t *testing.T) {
	p := newPartial(t, "blob:none").allow()
	tree := p.open("HEAD")
	done := make(chan error)
	for range 8 {
		go func() {
			b, err := tree.Read("models/m1/README.md", 100)
			if err == nil && string(b) != "# m1, changed\n" {
				err = fmt.Errorf("read %q", b)
			}
			done <- err
		}()
	}
	for range 8 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if got := p.server.Take().Fetches(); len(got) != 1 {
		t.Errorf("%d fetches", len(got))
	}
}

func TestOrdinaryCloneIsNotPartial(t *testing.T) {
	r := newRepo(t)
	r.write("a", "a")
	commit := r.commit("first")
	tree := r.open("HEAD")
	if tree.IsPartial() || Ahead(Wanted{tree, tree.Entries()}) != nil || Complete(context.Background(), git.Repo{Dir: r.Dir}, commit) != nil {
		t.Error("an ordinary clone counts as partial")
	}
}

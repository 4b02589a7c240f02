package envrepo

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/git/gittest"
)

// authored is a clone whose commits are each of a person, dated one after the other.
type authored struct {
	*testing.T
	git.Repo
}

func newAuthored(t *testing.T) authored {
	t.Helper()
	a := authored{t, git.Repo{Dir: t.TempDir()}}
	gittest.Init(t, a.Dir)
	return a
}

// write changes files of the working tree; "" removes one.
func (a authored) write(files map[string]string) {
	a.Helper()
	for name, content := range files {
		file := filepath.Join(a.Dir, filepath.FromSlash(name))
		if content == "" {
			if err := os.Remove(file); err != nil {
				a.Fatal(err)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			a.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			a.Fatal(err)
		}
	}
}

// by runs git as a person.
func (a authored) by(who string, args ...string) string {
	a.Helper()
	person := git.Repo{Dir: a.Dir, Env: []string{
		"GIT_AUTHOR_NAME=x", "GIT_AUTHOR_EMAIL=" + who, "GIT_COMMITTER_NAME=x", "GIT_COMMITTER_EMAIL=" + who,
	}}
	return run(a.T, person, args...)
}

func (a authored) commit(who string, files map[string]string) string {
	a.Helper()
	a.write(files)
	a.by(who, "add", "-A")
	a.by(who, "commit", "--quiet", "--allow-empty", "-m", "by "+who)
	return a.head()
}

// head is the commit that is checked out.
func (a authored) head() string {
	a.Helper()
	return gittest.CheckedOut(a.T, filepath.Join(a.Dir, ".git"))
}

func (a authored) asks(what string, paths []string, older string, want ...string) {
	a.Helper()
	got, err := Authors(a.Context(), a.Repo)(paths, older, a.head())
	if err != nil || !slices.Equal(got, want) {
		a.Errorf("%s: %v %v, want %v", what, err, got, want)
	}
}

// lines is a text that is long enough to be told from others.
func lines(word string) string { return strings.Repeat(word+" is a line of this file\n", 30) }

// Who wrote a model wrote it wherever it lay: another person who moves it, whole or in
// part, once or more, with or without edits, or in a merge, does not take its authors away.
func TestAuthorsOfWhatWasMoved(t *testing.T) {
	t.Parallel()
	model := map[string]string{"models/old/README.md": lines("card"), "models/old/model.onnx": lines("weights"), "models/old/modelgate.yaml": lines("manifest")}
	moved := map[string]string{}
	for name, content := range model {
		moved[name], moved[strings.Replace(name, "old", "new", 1)] = "", content
	}
	begin := func(t *testing.T) (authored, string) {
		a := newAuthored(t)
		first := a.commit("other@x", map[string]string{"models/third/README.md": lines("third"), "README.md": "all\n"})
		a.commit("author@x", model)
		return a, first
	}
	t.Run("moved", func(t *testing.T) {
		t.Parallel()
		a, first := begin(t)
		a.commit("mover@x", moved)
		a.asks("all", []string{"models/new", "models/new/model.onnx"}, "", "author@x", "mover@x")
		a.asks("after the first commit", []string{"models/new"}, first, "author@x", "mover@x")
		// What comes to the old place later is of another model.
		a.commit("later@x", map[string]string{"models/old/README.md": lines("a new model")})
		a.asks("with a model at the old place", []string{"models/new"}, "", "author@x", "mover@x")
		a.asks("the model at the old place", []string{"models/old"}, "", "author@x", "later@x", "mover@x")
	})
	t.Run("moved with an edit, after the deployed version", func(t *testing.T) {
		t.Parallel()
		a, _ := begin(t)
		deployed := a.head()
		a.commit("retrainer@x", map[string]string{"models/old/model.onnx": lines("new weights")})
		edited := maps.Clone(moved)
		edited["models/new/README.md"], edited["models/new/model.onnx"] = lines("card")+"one more\n", lines("new weights")
		a.commit("mover@x", edited)
		a.asks("moved", []string{"models/new"}, deployed, "mover@x", "retrainer@x")
	})
	t.Run("moved twice, in two parts", func(t *testing.T) {
		t.Parallel()
		a, _ := begin(t)
		a.commit("mover@x", moved)
		a.commit("second@x", map[string]string{"models/new/model.onnx": "", "weights/model.onnx": lines("weights")})
		a.commit("third@x", map[string]string{"weights/model.onnx": "", "models/last/model.onnx": lines("weights")})
		a.commit("fourth@x", map[string]string{"models/last/README.md": lines("another card")})
		a.asks("moved", []string{"models/last"}, "", "author@x", "fourth@x", "mover@x", "second@x", "third@x")
	})
	t.Run("moved by a merge", func(t *testing.T) {
		t.Parallel()
		a, first := begin(t)
		a.by("x", "checkout", "--quiet", "-b", "side", first)
		a.commit("sider@x", map[string]string{"note.txt": "x"})
		a.by("x", "checkout", "--quiet", "main")
		a.by("merger@x", "merge", "--quiet", "--no-commit", "--no-ff", "side")
		a.write(moved)
		a.by("merger@x", "add", "-A")
		a.by("merger@x", "commit", "--quiet", "-m", "merge")
		a.asks("moved", []string{"models/new"}, "", "author@x", "merger@x")
	})
	t.Run("weights of another model", func(t *testing.T) {
		t.Parallel()
		a, _ := begin(t)
		a.commit("copier@x", map[string]string{"models/new/README.md": lines("card"), "models/new/model.onnx": lines("weights")})
		a.asks("copied weights", []string{"models/new", "models/new/model.onnx"}, "", "author@x", "copier@x")
		deployed := a.commit("next@x", map[string]string{"models/new/model.onnx": lines("its own")})
		a.commit("copier@x", map[string]string{"models/new/model.onnx": lines("weights")})
		a.asks("weights that are older than the deployed version", []string{"models/new", "models/new/model.onnx"}, deployed, "author@x", "copier@x")
		a.asks("a copied card", []string{"models/new"}, "", "copier@x", "next@x")
		a.commit("copier@x", map[string]string{"models/new/model.onnx": "", "models/third/model.onnx": lines("none yet")})
		a.commit("copier@x", map[string]string{"models/third/model.onnx": lines("weights")})
		a.asks("weights that replace others", []string{"models/third", "models/third/model.onnx"}, "", "author@x", "copier@x", "other@x")
	})
	t.Run("from a template", func(t *testing.T) {
		t.Parallel()
		a, _ := begin(t)
		a.commit("platform@x", map[string]string{"template/README.md": lines("a card to fill in"), "template/policy.yaml": lines("policy")})
		a.commit("creator@x", map[string]string{"models/new/README.md": lines("a card to fill in"), "models/new/model.onnx": lines("new")})
		a.commit("mover@x", map[string]string{"models/new/README.md": "", "models/new/model.onnx": "", "models/last/README.md": lines("a card to fill in"), "models/last/model.onnx": lines("new")})
		a.asks("who made the template", []string{"models/last", "models/last/model.onnx"}, "", "creator@x", "mover@x")
	})
	t.Run("not moved", func(t *testing.T) {
		t.Parallel()
		a, _ := begin(t)
		a.commit("creator@x", map[string]string{"models/new/README.md": lines("its own card"), "models/new/model.onnx": lines("its own weights")})
		a.asks("a new model", []string{"models/new", "models/new/model.onnx"}, "", "creator@x")
		a.commit("remover@x", map[string]string{"models/old/README.md": "", "models/old/model.onnx": "", "models/old/modelgate.yaml": "", "models/more/README.md": lines("unlike"), "models/more/model.onnx": lines("others")})
		a.asks("a model in the place of another", []string{"models/more", "models/more/model.onnx"}, "", "remover@x")
	})
	t.Run("many files", func(t *testing.T) {
		t.Parallel()
		a, _ := begin(t)
		many, then := map[string]string{}, map[string]string{}
		for i := range 300 {
			name := fmt.Sprintf("/examples/%d.txt", i)
			many["models/old"+name], then["models/old"+name], then["models/new"+name] = lines(name), "", lines(name)
		}
		a.commit("examples@x", many)
		a.commit("mover@x", then)
		a.asks("a directory", []string{"models/new"}, "", "author@x", "examples@x", "mover@x")
	})
	t.Run("without the files of the history", func(t *testing.T) {
		t.Parallel()
		a, _ := begin(t)
		a.commit("mover@x", moved)
		run(t, a.Repo, "config", "uploadpack.allowFilter", "true")
		partial := authored{t, git.Repo{Dir: filepath.Join(t.TempDir(), "partial")}}
		run(t, a.Repo, "clone", "--quiet", "--no-checkout", "--filter=blob:none", "file://"+a.Dir, partial.Dir)
		partial.asks("a partial clone", []string{"models/new"}, "", "author@x", "mover@x")
	})
}

// Merging is no authorship, but what a merge has of its own is: what is neither on one of
// its sides nor what git makes of both.
func TestAuthorsOfMerges(t *testing.T) {
	t.Parallel()
	begin := func(t *testing.T) (a authored) {
		a = newAuthored(t)
		first := a.commit("author@x", map[string]string{"models/churn/README.md": lines("one") + lines("two") + lines("three")})
		a.by("x", "checkout", "--quiet", "-b", "side", first)
		a.commit("sider@x", map[string]string{"models/churn/README.md": lines("one") + lines("two") + lines("3")})
		a.by("x", "checkout", "--quiet", "main")
		a.commit("mainer@x", map[string]string{"models/churn/README.md": lines("1") + lines("two") + lines("three"), "README.md": "all\n"})
		return a
	}
	model := []string{"models/churn"}
	t.Run("by git", func(t *testing.T) {
		t.Parallel()
		a := begin(t)
		a.by("merger@x", "merge", "--quiet", "--no-ff", "-m", "merge", "side")
		a.asks("both sides changed the file", model, "", "author@x", "mainer@x", "sider@x")
	})
	t.Run("with a change", func(t *testing.T) {
		t.Parallel()
		a := begin(t)
		a.by("merger@x", "merge", "--quiet", "--no-ff", "--no-commit", "side")
		a.write(map[string]string{"models/churn/README.md": lines("1") + lines("2") + lines("3")})
		a.by("merger@x", "commit", "--quiet", "-a", "-m", "merge")
		a.asks("a change in the merge", model, "", "author@x", "mainer@x", "merger@x", "sider@x")
		a.asks("of another model", []string{"models/other"}, "")
	})
	t.Run("with a change elsewhere", func(t *testing.T) {
		t.Parallel()
		a := begin(t)
		a.by("merger@x", "merge", "--quiet", "--no-ff", "--no-commit", "side")
		a.write(map[string]string{"models/other/README.md": "x\n", "README.md": "more\n"})
		a.by("merger@x", "add", "-A")
		a.by("merger@x", "commit", "--quiet", "-m", "merge\n\nCo-authored-by: A B <second@x>")
		a.asks("of this model", model, "", "author@x", "mainer@x", "sider@x")
		a.asks("of the model that it adds", []string{"models/other"}, "", "merger@x", "second@x")
	})
	t.Run("of three", func(t *testing.T) {
		t.Parallel()
		a := newAuthored(t)
		first := a.commit("author@x", map[string]string{"models/churn/README.md": lines("one")})
		for _, side := range []string{"a", "b"} {
			a.by("x", "checkout", "--quiet", "-b", side, first)
			a.commit(side+"@x", map[string]string{side: side})
		}
		a.by("x", "checkout", "--quiet", "main")
		a.commit("main@x", map[string]string{"c": "c"})
		a.by("merger@x", "merge", "--quiet", "-m", "merge", "a", "b")
		a.asks("no change", model, "", "author@x")
		a.write(map[string]string{"models/churn/README.md": lines("two")})
		a.by("merger@x", "commit", "--quiet", "-a", "--amend", "-m", "merge")
		a.asks("a change", model, "", "author@x", "merger@x")
	})
	t.Run("by the words of a user's configuration", func(t *testing.T) {
		t.Parallel()
		a := begin(t)
		for _, setting := range []string{"log.showRoot=false", "log.diffMerges=off", "log.follow=true", "diff.renames=false", "diff.noprefix=true"} {
			name, value, _ := strings.Cut(setting, "=")
			run(t, a.Repo, "config", name, value)
		}
		a.asks("the first commit", model, "", "author@x", "mainer@x")
	})
}

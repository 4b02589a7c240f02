package git

import (
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What Writer makes has the names that git gives it, and git finds nothing wrong with it.
func TestWriterAgreesWithGit(t *testing.T) {
	t.Parallel()
	for format, digits := range map[string]int{"sha1": 40, "sha256": 64} {
		r := Repo{Dir: t.TempDir(), Env: []string{
			"GIT_AUTHOR_NAME=A <B> [bot]", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_AUTHOR_DATE=1760000000 +0000",
			"GIT_COMMITTER_NAME=A <B> [bot]", "GIT_COMMITTER_EMAIL=a@example.com", "GIT_COMMITTER_DATE=1760000000 +0000",
		}}
		git := func(stdin string, args ...string) string {
			t.Helper()
			out, err := r.RunWith(t.Context(), strings.NewReader(stdin), args...)
			if err != nil {
				t.Fatal(err)
			}
			return strings.TrimSpace(string(out))
		}
		git("", "init", "-q", "--bare", "--object-format="+format)
		w := Writer{Dir: r.Dir, Objects: NewObjects(t.Context(), r), Digits: digits}
		defer w.Objects.Close()
		must := func(id string, err error) string {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		one, two := must(w.Write("blob", []byte("one\n"))), must(w.Write("blob", nil))
		if got := git("one\n", "hash-object", "--stdin"); got != one {
			t.Errorf("a blob is %s, git says %s", one, got)
		}
		first := must(w.EditTree("", []TreeEdit{{"a-b", "100644", one}, {"a/x", "100755", two}, {"a/y/z", "100644", one}, {"a.c", "100644", two}, {"b", "100644", one}, {"b", "100644", two}}))
		edited := must(w.EditTree(first, []TreeEdit{{"a/x", "", ""}, {"a/x/new", "100644", one}, {"a/y/z", "", ""}, {"b", "", ""}, {"none/at/all", "", ""}, {"a-b/below", "", ""}}))
		git("100644 "+one+"\ta-b\n100644 "+two+"\ta.c\n100644 "+one+"\ta/x/new\n", "update-index", "--index-info")
		if want := git("", "write-tree"); edited != want {
			t.Errorf("%s: the tree is %s, git's is %s: %s", format, edited, want, git("", "ls-tree", "-r", edited))
		}
		if emptied := must(w.EditTree(edited, []TreeEdit{{Path: "a-b"}, {Path: "a.c"}, {Path: "a/x/new"}})); emptied != git("", "mktree") {
			t.Errorf("an empty tree is %s", emptied)
		}
		by := Identity{"A <B> [bot]", "a@example.com", 1760000000}
		root := must(w.Commit(first, nil, by, "one"))
		child := must(w.Commit(edited, []string{root}, by, "Größe\n\nzwei\n"))
		if want := git("Größe\n\nzwei\n", "commit-tree", "-F", "-", "-p", git("one", "commit-tree", "-F", "-", first), edited); child != want {
			t.Errorf("%s: the commit is\n%s\ngit's is\n%s", format, git("", "cat-file", "commit", child), git("", "cat-file", "commit", want))
		}
		if out := git("", "fsck", "--strict", "--no-dangling", child); out != "" {
			t.Errorf("git fsck: %s", out)
		}
		for _, edits := range [][]TreeEdit{
			{{"a", "100644", one}}, {{"a-b/x", "100644", one}}, {{"c", "40000", one}}, {{"c", "100644", "x"}}, {{"c", "100644", one}, {"c/d", "100644", one}},
		} {
			if id, err := w.EditTree(edited, edits); err == nil {
				t.Errorf("%v makes %s: %s", edits, id, git("", "ls-tree", "-r", id))
			}
		}
		if _, err := w.EditTree(strings.Repeat("1", digits), nil); err == nil {
			t.Error("a tree that is missing was edited")
		}
		if _, err := w.EditTree(one, nil); err == nil {
			t.Error("a blob was edited")
		}
		if left, err := filepath.Glob(filepath.Join(r.Dir, "objects", "*", "tmp_*")); err != nil || len(left) > 0 {
			t.Errorf("left over: %q %v", left, err)
		}
	}
	if _, err := (Writer{Dir: filepath.Join(t.TempDir(), "none", string(os.PathSeparator)+"\x00")}).Write("blob", nil); err == nil {
		t.Error("an object was written nowhere")
	}
	if _, err := (Writer{}).Commit("x", nil, Identity{Name: ".,<>"}, "m"); err == nil {
		t.Error("a commit of nobody")
	}
	if _, err := (Writer{}).Commit("x", nil, Identity{Name: "A"}, "m\x00"); err == nil {
		t.Error("a message with NUL")
	}
}

// A mode that begins with zeros is what it is for git: the same tree if nothing changes,
// and what git writes if something does. Other modes are refused.
func TestModesOfTrees(t *testing.T) {
	t.Parallel()
	r := Repo{Dir: t.TempDir()}
	git := func(stdin string, args ...string) string {
		t.Helper()
		out, err := r.RunWith(t.Context(), strings.NewReader(stdin), args...)
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(string(out))
	}
	git("", "init", "-q", "--bare")
	w := Writer{Dir: r.Dir, Objects: NewObjects(t.Context(), r)}
	defer w.Objects.Close()
	blob, err := w.Write("blob", []byte("one\n"))
	if err != nil {
		t.Fatal(err)
	}
	raw := func(mode, name, id string) string {
		b, err := hex.DecodeString(id)
		if err != nil {
			t.Fatal(err)
		}
		return mode + " " + name + "\x00" + string(b)
	}
	tree := func(content string) string {
		t.Helper()
		id, err := w.Write("tree", []byte(content))
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	below := tree(raw("0100644", "x", blob))
	padded := tree(raw("100644", "a.b", blob) + raw("040000", "a", below) + raw("00120000", "link", blob))
	for _, edits := range [][]TreeEdit{nil, {{Path: "none"}}, {{Path: "a"}}, {{"a.b", "100644", blob}}, {{"a/x", "100644", blob}}} {
		if id, err := w.EditTree(padded, edits); err != nil || id != padded {
			t.Errorf("%v: %s %v, want %s", edits, id, err, padded)
		}
	}
	git("", "read-tree", padded)
	git("100644 "+blob+"\ta/y\n", "update-index", "--index-info")
	want := git("", "write-tree")
	if id, err := w.EditTree(padded, []TreeEdit{{"a/y", "100644", blob}}); err != nil || id != want {
		t.Errorf("%s %v, git's is %s", id, err, want)
	}
	if _, err := w.EditTree(padded, []TreeEdit{{"a", "100644", blob}}); err == nil {
		t.Error("a file in place of a directory")
	}
	for _, mode := range []string{"", "0", "000", "40001", "140000", "1e5", "-40000", "100000000000", "+40000"} {
		if id, err := w.EditTree(tree(raw(mode, "a", below)), []TreeEdit{{"b", "100644", blob}}); err == nil || !strings.Contains(err.Error(), "git fsck") {
			t.Errorf("mode %q: %s %v", mode, id, err)
		}
	}
}

func TestPathsOfCommits(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"", "/x", "x/", "a//b", "../x", "a/../b", ".", "a/./b", "a\x00b", ".git", ".git/config", "a/.GIT/b", "a/.git ./b", "git~1/x", ".git::$INDEX_ALLOCATION/x", ".g\u200cit/x", `a\b`, `..\x`} {
		if CheckPath(path) == nil {
			t.Errorf("%q is allowed", path)
		}
	}
	for _, path := range []string{"a", ".gitignore", "a/.github/x", "a b/ü", "git", ".modelgate/records/prod/a/000001.json", "a.git/x"} {
		if err := CheckPath(path); err != nil {
			t.Error(err)
		}
	}
}

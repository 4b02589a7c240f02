package github

import (
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// An archive gives the wanted files of the stated size, once, and bounds what it reads.
func TestReadArchive(t *testing.T) {
	for name, c := range map[string]struct {
		archive []byte
		want    string
		err     error
	}{
		"files":       {zipped(t, "acme-envs-1/a.json", "12345", "acme-envs-1/b/c.json", "123", "acme-envs-1/other", "x"), "a.json=12345 b/c.json=123 ", nil},
		"twice":       {zipped(t, "x/a.json", "12345", "x/a.json", "54321"), "a.json=12345 ", nil},
		"sizes":       {zipped(t, "x/a.json", "1234", "x/b/c.json", strings.Repeat("0", 1<<20)), "", nil},
		"at the root": {zipped(t, "a.json", "12345", "../a.json", "12345"), "a.json=12345 ", nil},
		"no archive":  {[]byte("<html>"), "", ErrMalformed},
		"empty":       {nil, "", ErrMalformed},
	} {
		got := ""
		err := readArchive(c.archive, func(path string) (int64, bool) {
			size, ok := map[string]int64{"a.json": 5, "b/c.json": 3}[path]
			return size, ok
		}, func(path string, content []byte) { got += fmt.Sprintf("%s=%s ", path, content) })
		if got != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s: %q %v, want %q", name, got, err, c.want)
		}
	}
}

// A list that is not that of its tree is not used, wherever it differs.
func TestTreeIsThatOfItsID(t *testing.T) {
	const (
		blob  = "5626abf0f72e58d7a153368ba57db4c673c0e171" // "one\n"
		below = "c1a2bcb1cbb4bb8ea5a4b1ec7ea7ca4ecdc3c1bd" // of nothing
		empty = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
	)
	file := func(path, object string) string {
		return fmt.Sprintf(`{"path":%q,"mode":"100644","type":"blob","sha":%q,"size":4}`, path, object)
	}
	for list, c := range map[string]struct {
		tree string
		err  error
	}{
		"":              {empty, nil},
		file("a", blob): {"04a0d28a2e1bd1be8ab6b8bb7ad19e9c3ec7ddd4", ErrIncomplete},
		`{"path":"d","mode":"040000","type":"tree","sha":"` + empty + `"}`:                      {"", nil},
		`{"path":"d","mode":"040000","type":"tree","sha":"` + below + `"},` + file("d/a", blob): {"", ErrIncomplete},
		`{"path":"d","mode":"040000","type":"tree","sha":"` + empty + `"},` + file("d/a", blob): {"", ErrIncomplete},
		file("d/a", blob): {empty, ErrIncomplete},
		file("a", "x"):    {empty, ErrIncomplete},
	} {
		tree := c.tree
		if tree == "" {
			tree = treeOf("40000 d\x00" + raw(empty))
		}
		repo, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, `{"sha":%q,"truncated":false,"tree":[%s]}`, tree, list)
		})
		got, err := repo.Tree(t.Context(), tree)
		if !errors.Is(err, c.err) || err != nil && len(got) > 0 {
			t.Errorf("%s: %+v %v", list, got, err)
		}
	}
	repo, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"truncated":false,"tree":[%s,%s,%s]}`, file("a.b", blob), `{"path":"a","mode":"040000","type":"tree","sha":"`+treeOf("100644 x\x00"+raw(blob))+`"}`, file("a/x", blob))
	})
	whole := treeOf("100644 a.b\x00" + raw(blob) + "40000 a\x00" + raw(treeOf("100644 x\x00"+raw(blob))))
	if got, err := repo.Tree(t.Context(), whole); err != nil || len(got) != 2 {
		t.Errorf("%+v %v", got, err)
	}
}

func raw(id string) string {
	b, _ := hex.DecodeString(id)
	return string(b)
}

func treeOf(content string) string {
	return fmt.Sprintf("%x", sha1.Sum([]byte(fmt.Sprintf("tree %d\x00%s", len(content), content))))
}

package githubtest

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/git"
)

// What a test puts into a repository is written here, as git stores it: hundreds of
// tests would else start five processes of git each before they begin.

// person is who commits what Commit commits.
const person = "A Person <person@example.com>"

// write makes an object and returns its id.
func (r *Repository) write(kind string, content []byte) (string, error) {
	return git.Writer{Dir: r.git.Dir}.Write(kind, content)
}

// put writes a file of the repository at once: git may be reading it.
func (r *Repository) put(name string, content []byte) error {
	path := filepath.Join(r.git.Dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), "tmp_")
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	return errors.Join(err, file.Close(), os.Rename(file.Name(), path))
}

// point sets a ref.
func (r *Repository) point(ref, id string) error {
	return r.put(filepath.FromSlash(ref), []byte(id+"\n"))
}

// read is the content of an object of a kind, by any name; nil if there is none.
func (r *Repository) read(kind, name string) (content []byte) {
	r.git.Objects().Use(func(b *git.Batch) error { //nolint:errcheck // what cannot be read is not there
		a, err := b.Ask(name)
		if err != nil || !a.Found {
			return err
		}
		all, err := io.ReadAll(b.Content(a.Size))
		if err == nil && a.Kind == kind {
			content = all
		}
		return errors.Join(err, b.EndOfContent())
	})
	return content
}

// entry is an entry of a tree. Without an id it deletes what stands there.
type entry struct{ mode, id string }

const directory = "40000"

// edited is a tree with some entries, by their paths, changed.
func (r *Repository) edited(tree string, changes map[string]entry) (string, error) {
	entries := map[string]entry{}
	for rest := r.read("tree", tree); len(rest) > 0; rest = rest[20:] { // <mode> SP <name> NUL <20 bytes>
		head, after, _ := bytes.Cut(rest, []byte{0})
		mode, name, _ := strings.Cut(string(head), " ")
		rest = after
		entries[name] = entry{mode, hex.EncodeToString(rest[:20])}
	}
	below := map[string]map[string]entry{}
	for path, e := range changes {
		dir, rest, deeper := strings.Cut(path, "/")
		switch {
		case !deeper && e.id == "":
			delete(entries, path)
		case !deeper:
			entries[path] = e
		case below[dir] == nil:
			below[dir] = map[string]entry{rest: e}
		default:
			below[dir][rest] = e
		}
	}
	for dir, changes := range below {
		was := ""
		if entries[dir].mode == directory {
			was = entries[dir].id
		}
		id, err := r.edited(was, changes)
		if err != nil {
			return "", err
		}
		if delete(entries, dir); len(r.read("tree", id)) > 0 { // git has no empty directories
			entries[dir] = entry{directory, id}
		}
	}
	sortedAs := func(name string) string { // git sorts a directory as if its name had a slash
		if entries[name].mode == directory {
			return name + "/"
		}
		return name
	}
	var b bytes.Buffer
	for _, name := range slices.SortedFunc(maps.Keys(entries), func(a, b string) int { return cmp.Compare(sortedAs(a), sortedAs(b)) }) {
		id, err := hex.DecodeString(entries[name].id)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "%s %s\x00%s", entries[name].mode, name, id)
	}
	return r.write("tree", b.Bytes())
}

// record makes a commit of a tree.
func (r *Repository) record(tree string, parents []string, author, committer, message string) (string, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "tree %s\n", tree)
	for _, p := range parents {
		fmt.Fprintf(&b, "parent %s\n", p)
	}
	when := r.s.now().Unix()
	fmt.Fprintf(&b, "author %s %d +0000\ncommitter %s %d +0000\n\n%s", author, when, committer, when, message)
	return r.write("commit", []byte(b.String()))
}

// add puts a commit with changes on a branch, which begins at the default one, and
// returns its id.
func (r *Repository) add(tb testing.TB, branch, author, committer, message string, changes map[string]entry) string {
	tb.Helper()
	var parents []string
	if from := cmpOr(r.Tip(branch), r.Tip(r.standard)); from != "" {
		parents = []string{from}
	}
	tree, err := r.edited(strings.Join(parents, "")+"^{tree}", changes)
	if err != nil {
		tb.Fatal(err)
	}
	id, err := r.record(tree, parents, author, committer, message)
	if err == nil {
		err = r.point("refs/heads/"+branch, id)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return id
}

// details is what a commit says: of each header its values, and the message.
func (r *Repository) details(id string) (headers map[string][]string, message string) {
	head, message, _ := strings.Cut(string(r.read("commit", id)), "\n\n")
	headers = map[string][]string{}
	for line := range strings.Lines(head + "\n") {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		headers[name] = append(headers[name], value)
	}
	return headers, message
}

// contains reports whether a commit is another or one of its ancestors.
func (r *Repository) contains(commit, ancestor string) bool {
	way, seen := []string{commit}, map[string]bool{}
	for i := 0; i < len(way); i++ {
		if way[i] == ancestor {
			return true
		}
		if headers, _ := r.details(way[i]); !seen[way[i]] {
			way, seen[way[i]] = append(way, headers["parent"]...), true
		}
	}
	return false
}

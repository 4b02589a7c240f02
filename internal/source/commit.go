package source

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/git"
)

// Open shows the commit that rev names. The tree is listed once, here; blobs
// are read when they are asked for, by the process of the repository's objects. The context bounds the tree's whole life, not only this call.
// The caller must Close the tree. Errors are those of Resolve, ErrMissing and
// ErrCorrupt.
func Open(ctx context.Context, repo git.Repo, rev string) (Tree, error) {
	commit, err := Resolve(ctx, repo, rev)
	if err != nil {
		return Tree{}, err
	}
	return OpenCommit(ctx, repo, commit)
}

// OpenCommit is Open for the id of a commit that Resolve or DefaultBase has
// returned.
func OpenCommit(ctx context.Context, repo git.Repo, commit string) (Tree, error) {
	doing := "listing the files of commit " + commit
	b := newBlobs(ctx, repo.Offline(), commit)
	out, err := listTree(ctx, repo, commit, b.partial)
	if err != nil {
		return Tree{}, errors.Join(err, b.close())
	}
	entries, err := parseTree(string(out), !b.partial)
	if err == nil {
		sortEntries(entries)
		err = checkTree(entries)
	}
	switch {
	case errors.Is(err, ErrMissing):
		err = missing(doing, err)
	case err != nil:
		err = corrupt(doing, err)
	case b.partial:
		err = b.look(entries)
	}
	if err != nil {
		return Tree{}, errors.Join(err, b.close())
	}
	b.entries = entries
	return newTree(commit, entries, b), nil
}

// listTree lists the entries of a commit. A partial clone knows no sizes of what it
// lacks, and git would fetch each to tell.
func listTree(ctx context.Context, repo git.Repo, commit string, partial bool) ([]byte, error) {
	args := []string{"ls-tree", "-r", "-z", "-l", "--full-tree", commit}
	if partial {
		if err := Complete(ctx, repo, commit); err != nil {
			return nil, err
		}
		args = slices.DeleteFunc(args, func(arg string) bool { return arg == "-l" })
	}
	out, err := repo.Offline().Run(ctx, args...)
	if err != nil {
		return nil, classify("listing the files of commit "+commit, err)
	}
	return out, nil
}

// parseTree reads the output of git ls-tree -r -z, with -l or without:
//
//	<mode> SP <type> SP <object> [SP+ <size>] TAB <path> NUL
//
// The entries share the memory of out.
func parseTree(out string, sized bool) ([]Entry, error) {
	entries := make([]Entry, 0, strings.Count(out, "\x00"))
	for len(out) > 0 {
		record, rest, ended := strings.Cut(out, "\x00")
		out = rest
		head, name, named := strings.Cut(record, "\t")
		mode, head, _ := strings.Cut(head, " ")
		kind, head, typed := strings.Cut(head, " ")
		object, size, hasSize := strings.Cut(head, " ")
		if size = strings.TrimLeft(size, " "); !ended || !named || !typed || hasSize != sized || sized && size == "" || strings.Contains(size, " ") {
			return nil, fmt.Errorf("git ls-tree printed %q", record)
		}
		e, err := newEntry(mode, kind, object, size, name)
		if err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	return entries, nil
}

func newEntry(mode, kind, object, size, name string) (Entry, error) {
	e := Entry{Path: name, Object: object}
	switch {
	case !isObjectID(object): // it is written to git cat-file later
		return Entry{}, fmt.Errorf("%q has the object %q", name, object)
	case kind == "commit":
		e.Kind = Submodule
		return e, nil
	case kind != "blob":
		return Entry{}, fmt.Errorf("%q is a %s", name, kind)
	case mode == "120000":
		e.Kind = Symlink
	case strings.HasPrefix(mode, "100"):
		e.Kind, e.Executable = File, mode == "100755"
	default:
		return Entry{}, fmt.Errorf("%q has the mode %s", name, mode)
	}
	if size == "" {
		e.Size = unknown
		return e, nil
	}
	if size == "BAD" { // git's word for a blob whose header it cannot read
		return Entry{}, fmt.Errorf("the content of %q: %w", name, ErrMissing)
	}
	n, err := strconv.ParseInt(size, 10, 64)
	if err != nil || n < 0 {
		return Entry{}, fmt.Errorf("%q has the size %q", name, size)
	}
	e.Size = n
	return e, nil
}

// checkTree refuses what git itself never writes and a forged tree object may
// hold: two entries of one path, or an entry that is a directory as well. Such
// a tree looks different to every tool that reads it.
func checkTree(entries []Entry) error {
	last := "."
	for i, e := range entries {
		if i > 0 && entries[i-1].Path == e.Path {
			return fmt.Errorf("%q is in the tree twice", e.Path)
		}
		parent := path.Dir(e.Path)
		if parent == last {
			continue
		}
		before := last + "/"
		last = parent
		for at := parent; at != "." && at != "/" && !strings.HasPrefix(before, at+"/"); at = path.Dir(at) {
			if _, ok := lookup(entries, at); ok {
				return fmt.Errorf("%q is a file and a directory", at)
			}
		}
	}
	return nil
}

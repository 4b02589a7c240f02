package source

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/git"
)

// Bounds on the tree of a commit that OpenSmall lists. A few forged objects can name
// each other so often that they list more files than fit into memory.
const (
	maxListed     = 4 << 20
	maxDepth      = 2048 // git's own: core.maxTreeDepth
	maxTreeObject = 64 << 20
)

// OpenSmall is OpenCommit for a complete clone whose files are small. The process that
// reads the contents lists the tree as well, so that none is started for that. It tells
// a size together with the content only, so that no size is known until it is needed.
func OpenSmall(ctx context.Context, repo git.Repo, commit string) (Tree, error) {
	return openSmall(ctx, repo, commit, "", maxListed)
}

// OpenFiltered is OpenSmall for a clone that has been given no contents but those that its
// trees fetch. They are fetched from a remote, with the leave that Partial.Allow gives.
func OpenFiltered(ctx context.Context, repo git.Repo, commit, remote string) (Tree, error) {
	return openSmall(ctx, repo, commit, remote, maxListed)
}

func openSmall(ctx context.Context, repo git.Repo, commit, remote string, most int) (Tree, error) {
	doing := "listing the files of commit " + commit
	b := newBlobs(ctx, repo.Offline(), commit)
	b.partial, b.remote = remote != "", remote
	l := lister{most: most, batch: maxAsked / (len(commit) + 1), digits: len(commit)}
	words, err := b.objects.Use(func(p *git.Batch) error { return l.list(p, commit) })
	if err == nil {
		sortEntries(l.entries)
		err = checkTree(l.entries)
	}
	switch {
	case err == nil:
		b.entries = l.entries
		return newTree(commit, l.entries, b), nil
	case ctx.Err() != nil:
		err = fmt.Errorf("%s: %w", doing, ctx.Err())
	case errors.Is(err, ErrMissing):
		err = missing(doing, err)
	case words != "":
		err = classify(doing, &git.Error{Args: []string{"cat-file", "--batch"}, Stderr: words, Err: err})
	default:
		err = corrupt(doing, err)
	}
	return Tree{}, errors.Join(err, b.close())
}

// maxAsked are the bytes of questions that any pipe takes at once, and so without
// waiting for git, which may itself be waiting for its answers to be read.
const maxAsked = 4096

// lister lists trees level by level: a whole level is asked for before the first of
// its answers is needed.
type lister struct {
	most    int // files and directories, at most
	batch   int // questions at once
	digits  int // of an object id
	entries []Entry
}

// below is a directory to list.
type below struct{ object, dir string }

func (l *lister) list(p *git.Batch, commit string) error {
	next := []below{{commit + "^{tree}", ""}}
	for depth := 0; len(next) > 0; depth++ {
		if depth > maxDepth {
			return fmt.Errorf("a directory is more than %d deep", maxDepth)
		}
		level := next
		next = nil
		for len(level) > 0 {
			part := level[:min(len(level), l.batch)]
			if depth == 0 {
				part = level[:1]
			}
			level = level[len(part):]
			names := make([]string, len(part))
			for i, d := range part {
				names[i] = d.object
			}
			if err := p.Send(names...); err != nil {
				return err
			}
			for _, d := range part {
				deeper, err := l.read(p, d)
				if err != nil {
					return err
				}
				if next = append(next, deeper...); len(next)+len(l.entries) > l.most {
					return fmt.Errorf("it lists more than %d files and directories", l.most)
				}
			}
		}
	}
	return nil
}

// read reads the answer about one directory, and returns those in it.
func (l *lister) read(p *git.Batch, d below) (deeper []below, err error) {
	items, err := l.items(p, d)
	for _, i := range items {
		if i.isDirectory() {
			deeper = append(deeper, below{i.object(), within(d.dir, i.name)})
		} else if err == nil {
			err = l.add(d.dir, i)
		}
	}
	return deeper, err
}

// ask asks for one directory.
func (l *lister) ask(p *git.Batch, d below) ([]treeItem, error) {
	if err := p.Send(d.object); err != nil {
		return nil, err
	}
	return l.items(p, d)
}

// items reads the answer about one directory.
func (l *lister) items(p *git.Batch, d below) ([]treeItem, error) {
	a, err := p.Receive(d.object)
	switch {
	case err != nil:
		return nil, err
	case !a.Found:
		return nil, fmt.Errorf("the directory %q: %w", d.dir, ErrMissing)
	case a.Kind != "tree" || a.Size > maxTreeObject:
		return nil, fmt.Errorf("the directory %q is a %s of %d bytes", d.dir, a.Kind, a.Size)
	}
	content := make([]byte, a.Size)
	if _, err := io.ReadFull(p.Content(a.Size), content); err != nil {
		return nil, err
	}
	if err := p.EndOfContent(); err != nil {
		return nil, err
	}
	if got := objectName("tree", content, l.digits); got != a.Object {
		return nil, sameObject("tree", a.Object, got)
	}
	return l.parse(string(content), d.dir)
}

// treeItem is what a tree object says of one file or directory. The object is in bytes.
type treeItem struct{ mode, name, raw string }

func (i treeItem) object() string { return hex.EncodeToString([]byte(i.raw)) }

// within is the path of a name in a directory.
func within(dir, name string) string {
	if dir == "" {
		return name
	}
	return dir + "/" + name
}

func (i treeItem) isDirectory() bool { return i.mode == "40000" || i.mode == "040000" }

// parse takes the entries of a tree object:
//
//	<mode> SP <name> NUL <object in bytes>
func (l *lister) parse(content, dir string) ([]treeItem, error) {
	items := make([]treeItem, 0, len(content)/(l.digits/2+len("100644 name\x00")))
	for len(content) > 0 {
		head, rest, ended := strings.Cut(content, "\x00")
		mode, name, named := strings.Cut(head, " ")
		if n := l.digits / 2; !ended || !named || len(rest) < n || name == "" || strings.Contains(name, "/") {
			return nil, fmt.Errorf("the directory %q has an entry %q", dir, head)
		}
		items = append(items, treeItem{mode, name, rest[:l.digits/2]})
		content = rest[l.digits/2:]
	}
	return items, nil
}

// add adds a file to the entries.
func (l *lister) add(dir string, i treeItem) error {
	kind := "blob"
	if i.mode == "160000" {
		kind = "commit"
	}
	e, err := newEntry(i.mode, kind, i.object(), "", within(dir, i.name))
	if err == nil {
		l.entries = append(l.entries, e)
	}
	return err
}

// learn is the entry of a complete clone with its size, which git tells with the
// content. A process that would go on with more than anybody reads is ended.
func (b *blobs) learn(e Entry) (Entry, error) {
	if err := b.check(e, maxOpen); err != nil {
		return e, err
	}
	large := errors.New("large")
	words, err := b.objects.Use(func(p *git.Batch) error {
		a, err := ask(p, e.Object, unknown)
		if err != nil {
			return err
		}
		if e.Size = a.Size; e.Size > maxOpen {
			return large
		}
		if _, err := io.Copy(io.Discard, p.Content(a.Size)); err != nil {
			return err
		}
		return p.EndOfContent()
	})
	if err != nil && !errors.Is(err, large) {
		return e, b.describe(e.Object, words, err)
	}
	return e, nil
}

package source

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/git"
)

// Bounds of what OpenBeside reads to tell one tree from another. Beyond them, git lists
// the other tree faster.
const (
	maxDiffering      = 1000     // files and directories
	maxDifferingBytes = 32 << 20 // of the files
)

var errDiffering = errors.New("it differs in too much")

// OpenBeside is OpenCommit for a commit that has most files of another one, which is open:
// only the directories that differ are read. A proposal changes few of the files of a large
// repository.
func OpenBeside(ctx context.Context, repo git.Repo, other Tree, commit string) (Tree, error) {
	if on, ok := other.view().store.(*blobs); ok && !on.partial {
		if tree, err := openBeside(ctx, repo, other, commit); err == nil {
			return tree, nil
		}
	}
	return OpenCommit(ctx, repo, commit) // which also says what is wrong
}

func openBeside(ctx context.Context, repo git.Repo, other Tree, commit string) (Tree, error) {
	b := newBlobs(ctx, repo.Offline(), commit)
	d := differ{lister: lister{most: maxDiffering, digits: len(commit)}, gone: map[string]bool{}, bytes: maxDifferingBytes}
	_, err := b.objects.Use(func(p *git.Batch) error {
		if err := d.compare(p, other.Commit+"^{tree}", commit+"^{tree}", "", 0); err != nil {
			return err
		}
		return d.size(p)
	})
	if err == nil {
		b.entries = d.applyTo(other.entries)
		err = checkTree(b.entries)
	}
	if err != nil {
		return Tree{}, errors.Join(err, b.close())
	}
	return newTree(commit, b.entries, b), nil
}

// differ finds out how a tree differs from another one. Its entries are those that the
// other one has not.
type differ struct {
	lister
	gone  map[string]bool // paths of files, and of directories with all that is in them
	read  int             // directories
	bytes int64           // that may be read of files
}

// compare compares two directories at one place. There is no other one if its object is "".
func (d *differ) compare(p *git.Batch, other, object, dir string, depth int) error {
	if d.read++; d.read+len(d.entries) > d.most || depth > maxDepth {
		return errDiffering
	}
	var others []treeItem
	var err error
	if other != "" {
		if others, err = d.ask(p, below{other, dir}); err != nil {
			return err
		}
	}
	items, err := d.ask(p, below{object, dir})
	if err != nil {
		return err
	}
	others, items = withoutEqualEnds(others, items)
	before := map[treeItem]bool{}
	for _, i := range others {
		before[i] = true
	}
	items = slices.DeleteFunc(items, func(i treeItem) bool {
		isSame := before[i]
		delete(before, i)
		return isSame
	})
	directories := map[string]string{}
	for i := range before {
		if i.isDirectory() {
			directories[i.name] = i.object()
		} else {
			d.gone[within(dir, i.name)] = true
		}
	}
	for _, i := range items {
		if !i.isDirectory() {
			if err := d.add(dir, i); err != nil {
				return err
			}
			if len(d.entries) > d.most {
				return errDiffering
			}
			continue
		}
		if err := d.compare(p, directories[i.name], i.object(), within(dir, i.name), depth+1); err != nil {
			return err
		}
		delete(directories, i.name)
	}
	for name := range directories {
		d.gone[within(dir, name)] = true
	}
	return nil
}

// withoutEqualEnds leaves out what two lists begin with and end with: nearly all of a large
// directory.
func withoutEqualEnds(a, b []treeItem) ([]treeItem, []treeItem) {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return a, b
}

// size learns the sizes of the entries.
func (d *differ) size(p *git.Batch) error {
	for i, e := range d.entries {
		if e.Kind == Submodule {
			continue
		}
		a, err := ask(p, e.Object, unknown)
		if err != nil {
			return err
		}
		if d.bytes -= a.Size; d.bytes < 0 {
			return errDiffering
		}
		if _, err := io.Copy(io.Discard, p.Content(a.Size)); err != nil {
			return err
		}
		if err := p.EndOfContent(); err != nil {
			return err
		}
		d.entries[i].Size = a.Size
	}
	return nil
}

// applyTo is what becomes of the sorted entries of the other tree.
func (d *differ) applyTo(entries []Entry) []Entry {
	sortEntries(d.entries)
	var skipped []string // directories
	for path := range d.gone {
		if _, isFile := lookup(entries, path); !isFile {
			skipped = append(skipped, path)
		}
	}
	for _, dir := range skipped {
		for _, e := range under(entries, dir) {
			d.gone[e.Path] = true
		}
	}
	out, added := make([]Entry, 0, len(entries)+len(d.entries)), d.entries
	for _, e := range entries {
		for len(added) > 0 && strings.Compare(added[0].Path, e.Path) < 0 {
			out, added = append(out, added[0]), added[1:]
		}
		if len(d.gone) == 0 || !d.gone[e.Path] {
			out = append(out, e)
		}
	}
	return append(out, added...)
}

package source

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/git"
)

// A partial clone lacks what its remote has promised. Where fetching is allowed
// (git.Partial), the content of files is fetched by id: what is known to be read
// in one round trip, else what is asked for with the rest of its directory.

// unknown is the Size of an entry whose content a partial clone lacked when it was
// opened, and of all entries that OpenSmall lists.
const unknown = -1

// maxAround bounds the files that are fetched because another one of their directory is read.
const maxAround = 1000

// Wanted are entries of a tree that are about to be read.
type Wanted struct {
	Tree    Tree
	Entries []Entry
}

// Ahead fetches, in one round trip, the content that partial clones lack of what is
// about to be read. It does nothing where nothing is missing, or may be fetched: reading
// says so then. The trees are of one repository.
func Ahead(wanted ...Wanted) error {
	var from *blobs
	var ids []string
	for _, w := range wanted {
		b := w.Tree.partial()
		if b == nil {
			continue
		}
		if _, allowed := b.objects.Partial().Remote(); !allowed {
			return nil
		}
		from = b
		for _, e := range w.Entries {
			if e.Size == unknown {
				ids = append(ids, e.Object)
			}
		}
	}
	if from == nil {
		return nil
	}
	return from.fetch(ids)
}

// Size is the size of an entry in bytes. In a partial clone, content that is missing
// is fetched to learn it.
func (t Tree) Size(e Entry) (int64, error) {
	e, err := t.view().sized(e)
	return e.Size, err
}

// IsPartial reports whether the tree is of a partial clone.
func (t Tree) IsPartial() bool { return t.partial() != nil }

// Lost is why content of the tree could not be had, once reading it has failed for
// want of the content: what was concluded since may have taken it for absent.
func (t Tree) Lost() error {
	if b := blobsOf(t.view().store); b != nil {
		return b.lost.get()
	}
	return nil
}

// partial are the blobs of a tree of a partial clone, else nil.
func (t Tree) partial() *blobs {
	if b := blobsOf(t.view().store); b != nil && b.partial {
		return b
	}
	return nil
}

func blobsOf(s store) *blobs {
	switch s := s.(type) {
	case *blobs:
		return s
	case *overlay:
		return blobsOf(s.store)
	}
	return nil
}

// sized is the entry with its size.
func (b *blobs) sized(e Entry) (Entry, error) {
	if !b.partial {
		return b.learn(e)
	}
	known := b.objects.Partial()
	size, here := known.Size(e.Object)
	if !here {
		if err := b.fetch(b.around(e)); err != nil {
			return e, err
		}
		size, _ = known.Size(e.Object)
	}
	e.Size = size
	return e, nil
}

// around are the missing contents of the directory that an entry is in, and of those
// below it, its own first.
func (b *blobs) around(e Entry) []string {
	ids := []string{e.Object}
	dir := path.Dir(e.Path)
	for _, other := range under(b.entries, dir) {
		if other.Size == unknown && len(ids) < maxAround && (dir != "." || path.Dir(other.Path) == dir) {
			ids = append(ids, other.Object)
		}
	}
	return ids
}

func (b *blobs) fetch(ids []string) error {
	err := b.objects.Partial().Fetch(b.ctx, b.remote, ids)
	if err == nil {
		return nil
	}
	doing := fmt.Sprintf("reading the files of commit %s", b.commit)
	if b.remote != origin {
		return b.lost.set(&Error{Kind: ErrMissing, Err: err, Message: fmt.Sprintf("%s: they could not be fetched: %v", doing, err), Remedy: "run again"})
	}
	return b.lost.set(unfetchable(doing, err))
}

// look finds out the sizes of what a partial clone has of a commit.
func (b *blobs) look(entries []Entry) error {
	var ids []string
	for _, e := range entries {
		if e.Size == unknown {
			ids = append(ids, e.Object)
		}
	}
	known := b.objects.Partial()
	if err := known.Look(b.ctx, b.commit, ids); err != nil {
		return classify("finding the files that this clone has of commit "+b.commit, err)
	}
	for i, e := range entries {
		if size, here := known.Size(e.Object); here && e.Size == unknown {
			entries[i].Size = size
		}
	}
	return nil
}

// Complete makes sure that a partial clone holds the directories of commits: those
// that it lacks are fetched in one round trip. The error is ErrMissing.
func Complete(ctx context.Context, repo git.Repo, commits ...string) error {
	if !repo.IsPartial() {
		return nil
	}
	commits = slices.DeleteFunc(slices.Clone(commits), func(c string) bool { return !isObjectID(c) })
	if len(commits) == 0 {
		return nil
	}
	objects, end := objectsOf(ctx, repo)
	defer end() //nolint:errcheck // its answers were checked
	doing := fmt.Sprintf("listing the files of commit %s", commits[0])
	trees, err := objects.Partial().ListMissingTrees(ctx, commits...)
	if err != nil {
		return classify(doing, err)
	}
	if err := objects.Partial().FetchTrees(ctx, origin, trees); err != nil {
		return unfetchable(doing, err)
	}
	return nil
}

// unfetchable says why what is missing was not fetched.
func unfetchable(doing string, err error) error {
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%s: %w", doing, err)
	case errors.Is(err, git.ErrNoFetch):
		return missing(doing, errors.New("it is a partial clone"))
	case errors.Is(err, git.ErrBounds):
		return &Error{Kind: ErrMissing, Err: err, Message: fmt.Sprintf("%s: %v", doing, err), Remedy: "clone without --filter (in actions/checkout: remove filter)"}
	}
	return &Error{Kind: ErrMissing, Err: err, Message: fmt.Sprintf("%s: objects that this partial clone lacks could not be fetched from %s (%v)", doing, origin, err),
		Remedy: "give modelgate a token that may read the repository, or clone without --filter (in actions/checkout: remove filter)"}
}

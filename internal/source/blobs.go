package source

import (
	"context"
	"crypto/sha1" //nolint:gosec // git's object names, not a choice of ours
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"sync/atomic"

	"github.com/modelgate-dev/modelgate/internal/git"
)

// blobs reads the blobs of a commit.
type blobs struct {
	ctx     context.Context // the life of the tree
	commit  string
	objects *git.Objects
	end     func() error // ends what is the tree's alone
	closed  atomic.Bool
	partial bool    // content may be missing
	remote  string  // that it is fetched from
	entries []Entry // of the tree
	lost    failure
	ahead   ahead
}

// failure is the first of its kind.
type failure struct{ first atomic.Pointer[error] }

func (f *failure) set(err error) error {
	f.first.CompareAndSwap(nil, &err)
	return err
}

func (f *failure) get() error {
	if err := f.first.Load(); err != nil {
		return *err
	}
	return nil
}

var errClosed = errors.New("the tree is closed")

// objectsOf are the repository's objects; end ends them where nobody else has them.
func objectsOf(ctx context.Context, repo git.Repo) (objects *git.Objects, end func() error) {
	if shared := repo.Objects(); shared != nil {
		return shared, func() error { return nil }
	}
	own := git.NewObjects(ctx, repo)
	return own, own.Close
}

func newBlobs(ctx context.Context, repo git.Repo, commit string) *blobs {
	objects, end := objectsOf(ctx, repo)
	return &blobs{ctx: ctx, commit: commit, objects: objects, end: end, partial: repo.IsPartial(), remote: origin}
}

// check says why a blob is not read before git is asked.
func (b *blobs) check(e Entry, limit int64) error {
	switch {
	case e.Kind == Submodule:
		return ErrSubmodule
	case e.Size > limit:
		return ErrTooLarge
	case b.closed.Load():
		return errClosed
	}
	return nil
}

func (b *blobs) read(e Entry, limit int64) (content []byte, err error) {
	if err := b.check(e, limit); err != nil {
		return nil, err
	}
	if content, ok := b.ahead.take(e.Object, limit); ok {
		return content, nil
	}
	words, err := b.objects.Use(func(p *git.Batch) error {
		content, err = blob(p, e.Object, e.Size, limit)
		return err
	})
	if errors.Is(err, ErrTooLarge) {
		return nil, ErrTooLarge
	}
	if err != nil {
		return nil, b.describe(e.Object, words, err)
	}
	return content, nil
}

// describe says which blob could not be read, and gives the failure its kind.
// words are what git said.
func (b *blobs) describe(object, words string, err error) error {
	doing := "reading blob " + object
	if b.ctx.Err() != nil {
		return fmt.Errorf("%s: %w", doing, b.ctx.Err())
	}
	if words != "" {
		err = &git.Error{Args: []string{"cat-file", "--batch"}, Stderr: words, Err: err}
	}
	switch {
	case errors.Is(err, ErrMissing):
		return b.lost.set(missing(doing, err))
	case errors.Is(err, ErrCorrupt):
		return corrupt(doing, err)
	}
	return classify(doing, err)
}

func (b *blobs) close() error {
	if b.closed.Swap(true) {
		return nil
	}
	return b.end()
}

// ask asks for one blob, whose content follows. Its size may be unknown.
func ask(p *git.Batch, object string, size int64) (git.Answer, error) {
	a, err := p.Ask(object)
	switch {
	case err != nil:
		return a, err
	case !a.Found:
		return a, ErrMissing
	case a.Object != object || a.Kind != "blob" || a.Size != size && size != unknown:
		return a, fmt.Errorf("%w: %s is a %s of %d bytes, not a blob of %d", ErrCorrupt, a.Object, a.Kind, a.Size, size)
	}
	return a, nil
}

// blob reads one blob and checks the content against its name: git does not do
// so when it reads. One that turns out to have more than limit bytes is ErrTooLarge.
func blob(p *git.Batch, object string, size, limit int64) ([]byte, error) {
	a, err := ask(p, object, size)
	switch {
	case err != nil:
		return nil, err
	case a.Size > limit:
		return nil, ErrTooLarge
	}
	content := make([]byte, a.Size)
	if _, err := io.ReadFull(p.Content(a.Size), content); err != nil {
		return nil, fmt.Errorf("%w: the blob ended early: %w", ErrCorrupt, err)
	}
	if err := p.EndOfContent(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return content, sameObject("blob", object, blobName(content, len(object)))
}

func sameObject(kind, asked, got string) error {
	if asked != got {
		return fmt.Errorf("%w: hash mismatch: the content is that of %s %s", ErrCorrupt, kind, got)
	}
	return nil
}

// BlobID is git's id of a content, in the form of another id.
func BlobID(content []byte, like string) string { return blobName(content, len(like)) }

// blobName is git's object id of a blob.
func blobName(content []byte, digits int) string { return objectName("blob", content, digits) }

// objectName is git's object id, in the hash that an id of so many hexadecimal
// digits has: 40 for SHA-1, 64 for SHA-256.
func objectName(kind string, content []byte, digits int) string {
	h := newObjectHash(kind, int64(len(content)), digits)
	h.Write(content)
	return hex.EncodeToString(h.Sum(nil))
}

// newObjectHash is the hash that names an object of so many bytes.
func newObjectHash(kind string, size int64, digits int) hash.Hash {
	var h hash.Hash = sha1.New() //nolint:gosec // see the import
	if digits == 2*sha256.Size {
		h = sha256.New()
	}
	fmt.Fprintf(h, "%s %d\x00", kind, size)
	return h
}

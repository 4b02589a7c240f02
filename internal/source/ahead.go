package source

import (
	"fmt"
	"io"
	"sync"

	"github.com/modelgate-dev/modelgate/internal/git"
)

// Bounds of what is read ahead and kept until somebody reads it.
const (
	maxAheadFile  = 64 << 10 // bytes of one file
	maxAheadFiles = 1024
)

// ahead is the content of blobs that were read before they were asked for, by object.
type ahead struct {
	mu       sync.Mutex
	contents map[string][]byte
}

func (a *ahead) put(object string, content []byte) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.contents == nil || len(a.contents) == maxAheadFiles {
		a.contents = map[string][]byte{}
	}
	a.contents[object] = content
}

// take is the content of a blob, once.
func (a *ahead) take(object string, limit int64) ([]byte, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	content, ok := a.contents[object]
	delete(a.contents, object)
	return content, ok && int64(len(content)) <= limit
}

// ReadAhead reads small files of a commit that are about to be read: git is asked for
// many at once, and not for one after the other. Nothing else depends on it: a file that
// cannot be read is asked for again by Read, which says why.
func (t Tree) ReadAhead(files []Entry) {
	b := blobsOf(t.view().store)
	if b == nil || b.closed.Load() {
		return
	}
	var names []string
	size := map[string]int64{}
	for _, e := range files {
		if _, twice := size[e.Object]; e.Kind == File && e.Object != "" && e.Size != unknown && e.Size <= maxAheadFile && !twice {
			size[e.Object] = e.Size
			names = append(names, e.Object)
		}
	}
	for len(names) > 0 {
		part := names[:min(len(names), maxAsked/(len(names[0])+1))]
		names = names[len(part):]
		if _, err := b.objects.Use(func(p *git.Batch) error { return b.readAhead(p, part, size) }); err != nil {
			return
		}
	}
}

func (b *blobs) readAhead(p *git.Batch, names []string, size map[string]int64) error {
	if err := p.Send(names...); err != nil {
		return err
	}
	for _, name := range names {
		a, err := p.Receive(name)
		if err != nil {
			return err
		}
		if !a.Found {
			continue
		}
		if a.Object != name || a.Kind != "blob" || a.Size != size[name] {
			return fmt.Errorf("%w: %s", ErrCorrupt, name)
		}
		content := make([]byte, a.Size)
		if _, err := io.ReadFull(p.Content(a.Size), content); err != nil {
			return err
		}
		if err := p.EndOfContent(); err != nil {
			return err
		}
		if blobName(content, len(name)) == name {
			b.ahead.put(name, content)
		}
	}
	return nil
}

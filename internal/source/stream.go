package source

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"io/fs"

	"github.com/modelgate-dev/modelgate/internal/git"
)

// stream is an open file of a tree; it says which one fails.
type stream struct {
	path string
	io.ReadCloser
}

func (s *stream) Read(p []byte) (int, error) {
	n, err := s.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		err = &fs.PathError{Op: "read", Path: s.path, Err: err}
	}
	return n, err
}

// held is a stream of bytes that are in memory already.
func held(b []byte) io.ReadCloser { return io.NopCloser(bytes.NewReader(b)) }

// atMost is a file of size bytes that ends with ErrTooLarge if it has grown to
// more than limit.
func atMost(f io.ReadCloser, size, limit int64) (io.ReadCloser, error) {
	if size > limit {
		f.Close()
		return nil, ErrTooLarge
	}
	return &limited{f, limit}, nil
}

type limited struct {
	io.ReadCloser
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	if int64(len(p))-1 > l.left { // one more byte, to see whether there is one
		p = p[:l.left+1]
	}
	n, err := l.ReadCloser.Read(p)
	if int64(n) > l.left {
		return int(l.left), ErrTooLarge
	}
	l.left -= int64(n)
	return n, err
}

// blobStream is one blob on its way from git. While it is open it has a process
// to itself.
type blobStream struct {
	from   *blobs
	proc   *git.Batch // nil when the stream has ended, well or badly
	object string
	left   int64 // bytes that git still owes
	sum    hash.Hash
	err    error // how the stream ended
}

func (b *blobs) stream(e Entry, limit int64) (io.ReadCloser, error) {
	if err := b.check(e, limit); err != nil {
		return nil, err
	}
	p, err := b.objects.Take()
	if err != nil {
		return nil, b.describe(e.Object, "", err)
	}
	if _, err := ask(p, e.Object, e.Size); err != nil {
		return nil, b.describe(e.Object, p.Kill(), err)
	}
	return &blobStream{from: b, proc: p, object: e.Object, left: e.Size, sum: newObjectHash("blob", e.Size, len(e.Object))}, nil
}

func (s *blobStream) Read(p []byte) (int, error) {
	if s.proc == nil {
		return 0, s.err
	}
	if len(p) == 0 {
		return 0, nil
	}
	if s.left == 0 {
		s.end(s.verify())
		return 0, s.err
	}
	n, err := s.proc.Content(s.left).Read(p)
	s.sum.Write(p[:n])
	s.left -= int64(n)
	if err != nil {
		s.end(fmt.Errorf("%w: the blob ended early (%v)", ErrCorrupt, err)) // io.EOF means a good end
		return n, s.err
	}
	return n, nil
}

// verify reads what follows the last byte and holds what was read against its name.
func (s *blobStream) verify() error {
	if err := s.proc.EndOfContent(); err != nil {
		return fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return sameObject("blob", s.object, hex.EncodeToString(s.sum.Sum(nil)))
}

// end gives the process back if all went well, and ends it otherwise.
func (s *blobStream) end(err error) {
	if err == nil {
		s.from.objects.Give(s.proc)
		s.proc, s.err = nil, io.EOF
		return
	}
	s.err = s.from.describe(s.object, s.proc.Kill(), err)
	s.proc = nil
}

// Close ends a stream, before its end too.
func (s *blobStream) Close() error {
	if s.proc != nil {
		s.proc.Kill()
		s.proc = nil
	}
	s.err = fs.ErrClosed
	return nil
}

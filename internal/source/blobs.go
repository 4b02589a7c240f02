package source

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha1" //nolint:gosec // git's object names, not a choice of ours
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/modelgate-dev/modelgate/internal/git"
)

// blobs reads blobs through one git cat-file --batch process. A process that
// fails is ended, and the next read starts another: one damaged blob does not
// hide the others.
type blobs struct {
	ctx  context.Context // the life of the tree: the process ends with it
	repo git.Repo

	mu     sync.Mutex
	proc   *batch // nil until the first read, and after a failure
	closed bool
}

var errClosed = errors.New("the tree is closed")

func (b *blobs) read(e Entry, limit int64) ([]byte, error) {
	if e.Kind == Submodule {
		return nil, ErrSubmodule
	}
	if e.Size > limit {
		return nil, ErrTooLarge
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	p, err := b.running()
	if err != nil {
		return nil, b.describe(e.Object, "", err)
	}
	content, err := p.blob(e.Object, e.Size)
	if err != nil {
		b.proc = nil
		return nil, b.describe(e.Object, p.kill(), err)
	}
	return content, nil
}

// running is the process, started if there is none. The caller holds the lock.
func (b *blobs) running() (*batch, error) {
	switch {
	case b.closed:
		return nil, errClosed
	case b.ctx.Err() != nil: // the process may not have ended yet
		return nil, b.ctx.Err()
	case b.proc != nil:
		return b.proc, nil
	}
	p, err := startBatch(b.ctx, b.repo)
	b.proc = p
	return p, err
}

// take is a process that nobody else reads from until it is given back.
func (b *blobs) take() (*batch, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	p, err := b.running()
	b.proc = nil
	return p, err
}

// giveBack keeps a process that has answered all that it was asked.
func (b *blobs) giveBack(p *batch) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.proc == nil && !b.closed {
		b.proc = p
		return
	}
	p.end() //nolint:errcheck // its answers were checked
}

// describe says which blob could not be read, and gives the failure its kind.
// words are what git said.
func (b *blobs) describe(object, words string, err error) error {
	doing := "reading blob " + object
	switch {
	case errors.Is(err, errClosed):
		return err
	case b.ctx.Err() != nil:
		return fmt.Errorf("%s: %w", doing, b.ctx.Err())
	}
	if words != "" {
		err = &git.Error{Args: []string{"cat-file", "--batch"}, Stderr: words, Err: err}
	}
	switch {
	case errors.Is(err, ErrMissing):
		return missing(doing, err)
	case errors.Is(err, ErrCorrupt):
		return corrupt(doing, err)
	}
	return classify(doing, err)
}

func (b *blobs) close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	p := b.proc
	b.proc = nil
	if p == nil || b.ctx.Err() != nil {
		if p != nil {
			p.kill()
		}
		return nil
	}
	return p.end()
}

// batch is a running git cat-file --batch.
type batch struct {
	cmd    *git.Cmd
	stdin  io.WriteCloser
	stdout *bufio.Reader
	stderr *bytes.Buffer
}

func startBatch(ctx context.Context, repo git.Repo) (*batch, error) {
	cmd, err := repo.Command(ctx, "cat-file", "--batch")
	if err != nil {
		return nil, err
	}
	p := &batch{cmd: cmd, stderr: &bytes.Buffer{}}
	cmd.Stderr = p.stderr
	if p.stdin, err = cmd.StdinPipe(); err != nil {
		return nil, fmt.Errorf("starting git cat-file: %w", err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("starting git cat-file: %w", err)
	}
	p.stdout = bufio.NewReaderSize(stdout, 64<<10)
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting git cat-file: %w", err)
	}
	return p, nil
}

// ask asks for one blob. The answer is
//
//	<object> SP <type> SP <size> LF <content> LF
//
// of which ask reads the first line.
func (p *batch) ask(object string, size int64) error {
	if _, err := io.WriteString(p.stdin, object+"\n"); err != nil {
		return err
	}
	line, err := p.stdout.ReadString('\n')
	if err != nil {
		return fmt.Errorf("git gave no answer: %w", err)
	}
	line = strings.TrimSuffix(line, "\n")
	if line == object+" missing" {
		return ErrMissing
	}
	if want := object + " blob " + strconv.FormatInt(size, 10); line != want {
		return fmt.Errorf("%w: git answered %q instead of %q", ErrCorrupt, line, want)
	}
	return nil
}

// endOfBlob reads what stands behind the content.
func (p *batch) endOfBlob() error {
	c, err := p.stdout.ReadByte()
	if err != nil {
		return fmt.Errorf("%w: the blob ended early (%v)", ErrCorrupt, err)
	}
	if c != '\n' {
		return fmt.Errorf("%w: the blob does not end after its size", ErrCorrupt)
	}
	return nil
}

// blob reads one blob and checks the content against its name: git does not do
// so when it reads.
func (p *batch) blob(object string, size int64) ([]byte, error) {
	if err := p.ask(object, size); err != nil {
		return nil, err
	}
	content := make([]byte, size)
	if _, err := io.ReadFull(p.stdout, content); err != nil {
		return nil, fmt.Errorf("%w: the blob ended early: %w", ErrCorrupt, err)
	}
	if err := p.endOfBlob(); err != nil {
		return nil, err
	}
	return content, sameBlob(object, blobName(content, len(object)))
}

func sameBlob(asked, got string) error {
	if asked != got {
		return fmt.Errorf("%w: hash mismatch: the content is that of blob %s", ErrCorrupt, got)
	}
	return nil
}

// blobName is git's object id of a blob, in the hash that an id of so many
// hexadecimal digits has: 40 for SHA-1, 64 for SHA-256.
func blobName(content []byte, digits int) string {
	h := newBlobHash(int64(len(content)), digits)
	h.Write(content)
	return hex.EncodeToString(h.Sum(nil))
}

// newBlobHash is the hash that names a blob of so many bytes.
func newBlobHash(size int64, digits int) hash.Hash {
	var h hash.Hash = sha1.New() //nolint:gosec // see the import
	if digits == 2*sha256.Size {
		h = sha256.New()
	}
	fmt.Fprintf(h, "blob %d\x00", size)
	return h
}

// end lets the process finish: it has answered everything it was asked.
func (p *batch) end() error {
	p.stdin.Close()
	if err := p.cmd.Wait(); err != nil {
		return &git.Error{Args: []string{"cat-file", "--batch"}, Stderr: p.stderr.String(), Err: err}
	}
	return nil
}

// kill ends a process that failed and returns what it said.
func (p *batch) kill() string {
	p.stdin.Close()
	p.cmd.Process.Kill() //nolint:errcheck // it may have ended by itself
	p.cmd.Wait()         //nolint:errcheck // its end is known to be bad
	return strings.TrimSpace(p.stderr.String())
}

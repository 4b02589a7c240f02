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
	if b.closed {
		return nil, errClosed
	}
	if err := b.ctx.Err(); err != nil { // the process may not have ended yet
		return nil, fmt.Errorf("reading blob %s: %w", e.Object, err)
	}
	if b.proc == nil {
		p, err := startBatch(b.ctx, b.repo)
		if err != nil {
			return nil, err
		}
		b.proc = p
	}
	content, err := b.proc.blob(e.Object, e.Size)
	if err != nil {
		words := b.proc.kill()
		b.proc = nil
		if b.ctx.Err() != nil {
			return nil, fmt.Errorf("reading blob %s: %w", e.Object, b.ctx.Err())
		}
		if words != "" {
			err = &git.Error{Args: []string{"cat-file", "--batch"}, Stderr: words, Err: err}
		}
		doing := "reading blob " + e.Object
		if errors.Is(err, ErrMissing) {
			return nil, missing(doing, err)
		}
		if errors.Is(err, ErrCorrupt) {
			return nil, corrupt(doing, err)
		}
		return nil, classify(doing, err)
	}
	return content, nil
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

// blob asks for one blob and reads the answer,
//
//	<object> SP <type> SP <size> LF <content> LF
//
// and checks the content against its name: git does not do so when it reads.
func (p *batch) blob(object string, size int64) ([]byte, error) {
	if _, err := io.WriteString(p.stdin, object+"\n"); err != nil {
		return nil, err
	}
	line, err := p.stdout.ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("git gave no answer: %w", err)
	}
	line = strings.TrimSuffix(line, "\n")
	if line == object+" missing" {
		return nil, ErrMissing
	}
	if want := object + " blob " + strconv.FormatInt(size, 10); line != want {
		return nil, fmt.Errorf("%w: git answered %q instead of %q", ErrCorrupt, line, want)
	}
	content := make([]byte, size+1)
	if _, err := io.ReadFull(p.stdout, content); err != nil {
		return nil, fmt.Errorf("%w: the blob ended early: %w", ErrCorrupt, err)
	}
	if content[size] != '\n' {
		return nil, fmt.Errorf("%w: the blob does not end after %d bytes", ErrCorrupt, size)
	}
	content = content[:size:size]
	if got := blobName(content, len(object)); got != object {
		return nil, fmt.Errorf("%w: hash mismatch: the content is that of blob %s", ErrCorrupt, got)
	}
	return content, nil
}

// blobName is git's object id of a blob, in the hash that an id of so many
// hexadecimal digits has: 40 for SHA-1, 64 for SHA-256.
func blobName(content []byte, digits int) string {
	var h hash.Hash = sha1.New() //nolint:gosec // see the import
	if digits == 2*sha256.Size {
		h = sha256.New()
	}
	fmt.Fprintf(h, "blob %d\x00", len(content))
	h.Write(content)
	return hex.EncodeToString(h.Sum(nil))
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

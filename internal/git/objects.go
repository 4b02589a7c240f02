package git

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
)

// ErrClosed says that Objects were asked after Close.
var ErrClosed = errors.New("the repository's objects are closed")

// Objects reads the objects of a repository through one git cat-file --batch
// process, which starts with the first question and fetches nothing. A process
// that fails is ended, and the next question starts another: one damaged object
// does not hide the others. It may be used by several goroutines.
type Objects struct {
	ctx    context.Context // the process ends with it
	forget func() bool     // that the context's end ends the process
	repo   Repo

	partial Partial

	mu     sync.Mutex
	idle   *Batch // nil until the first question, after a failure, and while it is lent
	closed bool
}

// NewObjects prepares the reading of a repository's objects. The context bounds
// their whole life, not only this call; Close ends it sooner.
func NewObjects(ctx context.Context, repo Repo) *Objects {
	o := &Objects{ctx: ctx, repo: repo.Offline()}
	o.partial.repo, o.partial.objects = o.repo, o
	o.forget = context.AfterFunc(ctx, func() { _ = o.end() })
	return o
}

// WithObjects is the same repository with one process for all questions about
// its objects, whoever asks them, until the context ends.
func (r Repo) WithObjects(ctx context.Context) Repo {
	r.objects = NewObjects(ctx, r)
	return r
}

// Objects are those of WithObjects, or nil.
func (r Repo) Objects() *Objects { return r.objects }

// Use lends the process to one caller at a time. The caller reads all of the
// answers to what it asked. After an error the process is ended, and words are
// what git said.
func (o *Objects) Use(use func(*Batch) error) (words string, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	b, err := o.running()
	if err != nil {
		return "", err
	}
	if err := use(b); err != nil {
		o.idle = nil
		return b.Kill(), err
	}
	return "", nil
}

// running is the process, started if there is none. The caller holds the lock.
func (o *Objects) running() (*Batch, error) {
	switch {
	case o.ctx.Err() != nil: // the process may not have ended yet
		return nil, o.ctx.Err()
	case o.closed:
		return nil, ErrClosed
	case o.idle != nil:
		return o.idle, nil
	}
	b, err := startBatch(o.ctx, o.repo)
	o.idle = b
	return b, err
}

// Take is a process that nobody else reads from until Give.
func (o *Objects) Take() (*Batch, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	b, err := o.running()
	o.idle = nil
	return b, err
}

// Give returns a process that has answered all that it was asked.
func (o *Objects) Give(b *Batch) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.idle == nil && !o.closed {
		o.idle = b
		return
	}
	b.end() //nolint:errcheck // its answers were checked
}

// Resolve returns the object id of the commit, or of the tree, that a name is of,
// such as main^{commit}, and "" where git finds none. The name holds no line break.
// It is read as git reads names: refs/heads/main is a tag refs/tags/refs/heads/main
// where there is no such branch.
func (o *Objects) Resolve(name string) (id string, err error) {
	_, err = o.Use(func(b *Batch) error {
		a, err := b.Ask(name)
		if err != nil || !a.Found {
			return err
		}
		id = a.Object
		_, err = io.Copy(io.Discard, b.Content(a.Size))
		return errors.Join(err, b.EndOfContent())
	})
	return id, err
}

// maxCommit is the size in bytes of the largest commit that is read.
const maxCommit = 16 << 20

// Commit is what a commit, by its object id, says.
func (o *Objects) Commit(id string) (content []byte, err error) {
	var missing error // which is an answer: the process goes on
	words, err := o.Use(func(b *Batch) error {
		a, err := b.Ask(id)
		switch {
		case err != nil:
			return err
		case !a.Found:
			missing = errors.New("the commit is missing")
			return nil
		case a.Kind != "commit" || a.Size > maxCommit:
			return fmt.Errorf("it is a %s of %d bytes", a.Kind, a.Size)
		}
		if content, err = io.ReadAll(b.Content(a.Size)); err != nil {
			return err
		}
		return b.EndOfContent()
	})
	if err = cmp.Or(err, missing); err != nil {
		return nil, &Error{Args: batchArgs, Stderr: cmp.Or(words, err.Error()), Err: err}
	}
	return content, nil
}

// Close ends the process.
func (o *Objects) Close() error {
	o.forget()
	return o.end()
}

func (o *Objects) end() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.closed = true
	b := o.idle
	o.idle = nil
	switch {
	case b == nil:
		return nil
	case o.ctx.Err() != nil:
		b.Kill()
		return nil
	}
	return b.end()
}

// Batch is a running git cat-file --batch.
type Batch struct {
	cmd    *Cmd
	stdin  io.WriteCloser
	stdout *bufio.Reader
	stderr *bytes.Buffer
}

var batchArgs = []string{"cat-file", "--batch"}

func startBatch(ctx context.Context, repo Repo) (*Batch, error) {
	cmd, err := repo.Command(ctx, batchArgs...)
	if err != nil {
		return nil, err
	}
	b := &Batch{cmd: cmd, stderr: &bytes.Buffer{}}
	cmd.Stderr = b.stderr
	if b.stdin, err = cmd.StdinPipe(); err != nil {
		return nil, fmt.Errorf("starting git cat-file: %w", err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("starting git cat-file: %w", err)
	}
	b.stdout = bufio.NewReaderSize(stdout, 64<<10)
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting git cat-file: %w", err)
	}
	return b, nil
}

// Answer is the first line of what git says of an object. Content and
// EndOfContent follow where it was found.
type Answer struct {
	Found  bool
	Object string // its id
	Kind   string // blob, tree, commit or tag
	Size   int64  // bytes
}

// Ask asks for one object. The answer is
//
//	<object> SP <type> SP <size> LF <content> LF
//
// or <name> SP missing, or <name> SP ambiguous.
func (b *Batch) Ask(name string) (Answer, error) {
	if err := b.Send(name); err != nil {
		return Answer{}, err
	}
	return b.Receive(name)
}

// Send asks for several objects, whose answers are received in the same order. What is
// asked at once must fit into a pipe: 4096 bytes fit into any.
func (b *Batch) Send(names ...string) error {
	_, err := io.WriteString(b.stdin, strings.Join(names, "\n")+"\n")
	return err
}

// Receive is the answer to a question that was sent.
func (b *Batch) Receive(name string) (Answer, error) {
	line, err := b.stdout.ReadString('\n')
	if err != nil {
		return Answer{}, fmt.Errorf("git gave no answer: %w", err)
	}
	line = strings.TrimSuffix(line, "\n")
	if line == name+" missing" {
		return Answer{}, nil
	}
	if line == name+" ambiguous" { // and then what it may mean, on standard error
		return Answer{}, nil
	}
	words := strings.Split(line, " ")
	if len(words) != 3 {
		return Answer{}, fmt.Errorf("git answered %q", line)
	}
	size, err := strconv.ParseInt(words[2], 10, 64)
	if err != nil || size < 0 {
		return Answer{}, fmt.Errorf("git answered %q", line)
	}
	return Answer{Found: true, Object: words[0], Kind: words[1], Size: size}, nil
}

// Content reads what follows a found object's first line.
func (b *Batch) Content(size int64) io.Reader { return io.LimitReader(b.stdout, size) }

// EndOfContent reads what stands behind the content.
func (b *Batch) EndOfContent() error {
	c, err := b.stdout.ReadByte()
	if err != nil {
		return fmt.Errorf("the object ended early (%v)", err)
	}
	if c != '\n' {
		return errors.New("the object does not end after its size")
	}
	return nil
}

// end lets the process finish: it has answered everything it was asked.
func (b *Batch) end() error {
	b.stdin.Close()
	if err := b.cmd.Wait(); err != nil {
		return &Error{Args: batchArgs, Stderr: b.stderr.String(), Err: err}
	}
	return nil
}

// Kill ends a process that failed and returns what it said.
func (b *Batch) Kill() string {
	b.stdin.Close()
	b.cmd.Process.Kill() //nolint:errcheck // it may have ended by itself
	b.cmd.Wait()         //nolint:errcheck // its end is known to be bad
	return strings.TrimSpace(b.stderr.String())
}

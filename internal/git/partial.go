package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// ErrNoFetch says that objects are missing and that nobody allowed to fetch them.
var ErrNoFetch = errors.New("nothing is fetched")

// ErrBounds says that more is missing than one run fetches.
var ErrBounds = errors.New("too much to fetch")

// Bounds on what one run fetches by id.
const (
	maxFetchedObjects = 200_000
	maxFetchedBytes   = 2 << 30 // as they are packed
)

// transports are what may be fetched over. Helpers such as ext:: could run a command.
const transports = "file:git:http:https:ssh"

// Online is the same repository with the usual transports.
func (r Repo) Online() Repo {
	r.Env = append(slices.Clone(r.Env), "GIT_ALLOW_PROTOCOL="+transports)
	return r
}

// IsPartial reports whether the clone may lack objects that its remote has
// promised: git marks each pack that such a clone was given.
// https://git-scm.com/docs/partial-clone
func (r Repo) IsPartial() bool {
	dirs := []string{r.common}
	if r.common == "" {
		dirs = []string{filepath.Join(r.Dir, ".git"), r.Dir}
	}
	return slices.ContainsFunc(dirs, func(dir string) bool {
		packs, err := os.ReadDir(filepath.Join(dir, "objects", "pack"))
		return err == nil && slices.ContainsFunc(packs, func(e os.DirEntry) bool { return filepath.Ext(e.Name()) == ".promisor" })
	})
}

// Partial is what is known of the blobs of a partial clone. Git is never asked for
// one that the clone may lack: it would fetch that one alone, and where it may not,
// git before 2.45 gives up all that it was asked. It may be used by several goroutines.
type Partial struct {
	repo    Repo
	objects *Objects

	fetching sync.Mutex
	count    int   // of objects that were fetched
	bytes    int64 // that they took

	mu     sync.Mutex
	remote *Repo            // that may fetch; nil if nothing may
	sizes  map[string]int64 // of the blobs that are known to be here
}

// Fetching is the repository that fetches what this one lacks, if that is allowed.
func (r Repo) Fetching() (from Repo, allowed bool) {
	if r.objects == nil {
		return Repo{}, false
	}
	return r.objects.partial.Remote()
}

// Partial is what is known of the repository's blobs.
func (o *Objects) Partial() *Partial { return &o.partial }

// Allow gives the leave to fetch what is missing, with what the repository shows
// to its remote.
func (p *Partial) Allow(remote Repo) {
	p.mu.Lock()
	defer p.mu.Unlock()
	remote = remote.Online()
	p.remote = &remote
}

// Remote is the repository with what it shows to its remote, if what is missing may
// be fetched.
func (p *Partial) Remote() (Repo, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.remote == nil {
		return Repo{}, false
	}
	return *p.remote, true
}

// Size is the size of a blob that is here.
func (p *Partial) Size(id string) (size int64, here bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	size, here = p.sizes[id]
	return size, here
}

// Look finds out which blobs of a commit are here, and how large they are.
func (p *Partial) Look(ctx context.Context, commit string, blobs []string) error {
	out, err := p.repo.Run(ctx, "rev-list", "--objects", "--missing=print", "--no-object-names", "--no-walk", commit, "--")
	if err != nil {
		return err
	}
	reached := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		reached[strings.TrimSuffix(line, "\n")] = true // one that is missing begins with a question mark
	}
	return p.measure(ctx, slices.DeleteFunc(slices.Clone(blobs), func(id string) bool { return !reached[id] }))
}

// ListMissingTrees lists the trees of commits that are not here, without those below them.
func (p *Partial) ListMissingTrees(ctx context.Context, commits ...string) ([]string, error) {
	args := slices.Concat([]string{"rev-list", "--objects", "--filter=blob:none", "--missing=print", "--no-object-names", "--no-walk"}, commits, []string{"--"})
	out, err := p.repo.Run(ctx, args...)
	var missing []string
	for line := range strings.Lines(string(out)) {
		if id, is := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "?"); is {
			missing = append(missing, id)
		}
	}
	return missing, err
}

// measure takes down the sizes of blobs that are here.
func (p *Partial) measure(ctx context.Context, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	out, err := p.repo.RunWith(ctx, strings.NewReader(strings.Join(ids, "\n")+"\n"), "cat-file", "--batch-check")
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		if len(words) != 3 || words[1] != "blob" {
			return fmt.Errorf("git answered %q", line)
		}
		size, err := strconv.ParseInt(words[2], 10, 64)
		if err != nil {
			return fmt.Errorf("git answered %q", line)
		}
		p.note(words[0], size)
	}
	return nil
}

// Fetch fetches the blobs that are not here, in one round trip, and remembers
// their sizes. Others that ask meanwhile wait. Errors are ErrNoFetch and ErrBounds.
func (p *Partial) Fetch(ctx context.Context, remote string, blobs []string) error {
	p.fetching.Lock()
	defer p.fetching.Unlock()
	missing := slices.DeleteFunc(slices.Clone(blobs), func(id string) bool { _, here := p.Size(id); return here })
	slices.Sort(missing)
	missing = slices.Compact(missing)
	if len(missing) == 0 {
		return nil
	}
	before := p.bytes
	if err := p.get(ctx, remote, missing); err != nil {
		return err
	}
	if took := p.bytes - before; took > 0 && took <= maxReadBytes && len(missing) <= maxReadObjects {
		return p.read(missing)
	}
	return p.measure(ctx, missing)
}

// Blobs that were fetched are read to learn their sizes, up to these bounds: they are
// about to be read in any case, and no process is started for it.
const (
	maxReadObjects = 50        // whose ids fit into a pipe
	maxReadBytes   = 256 << 10 // as they are packed
)

// read takes down the sizes of a few small blobs that are here.
func (p *Partial) read(ids []string) error {
	words, err := p.objects.Use(func(b *Batch) error {
		if err := b.Send(ids...); err != nil {
			return err
		}
		for _, id := range ids {
			a, err := b.Receive(id)
			if err == nil && a.Kind != "blob" {
				err = fmt.Errorf("%s is not a blob that is here", id)
			}
			if err == nil {
				_, err = io.Copy(io.Discard, b.Content(a.Size))
			}
			if err == nil {
				err = b.EndOfContent()
			}
			if err != nil {
				return err
			}
			p.note(id, a.Size)
		}
		return nil
	})
	if err != nil {
		return &Error{Args: batchArgs, Stderr: words, Err: err}
	}
	return nil
}

// note takes down the size of a blob that is here.
func (p *Partial) note(id string, size int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.sizes == nil {
		p.sizes = map[string]int64{}
	}
	p.sizes[id] = size
}

// FetchTrees fetches trees, and those below them, in one round trip. Errors are
// those of Fetch.
func (p *Partial) FetchTrees(ctx context.Context, remote string, trees []string) error {
	p.fetching.Lock()
	defer p.fetching.Unlock()
	if len(trees) == 0 {
		return nil
	}
	return p.get(ctx, remote, trees)
}

// get fetches objects as git itself does what a partial clone lacks, all at once.
// The filter keeps the blobs below a tree away; what is named comes.
func (p *Partial) get(ctx context.Context, remote string, ids []string) error {
	from, err := p.allowance(len(ids))
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	args := []string{"-c", "fetch.negotiationAlgorithm=noop", "-c", "protocol.version=2", "fetch", "--progress", "--no-tags", "--no-write-fetch-head",
		"--no-recurse-submodules", "--no-auto-maintenance", "--filter=blob:none", "--stdin", "--", remote}
	cmd, err := from.Command(ctx, args...)
	if err != nil {
		return err
	}
	m := &meter{most: maxFetchedBytes - p.bytes, full: func() { stop(boundsError(fmt.Sprintf("more than %d GiB", maxFetchedBytes>>30))) }}
	cmd.Stdin, cmd.Stderr = strings.NewReader(strings.Join(ids, "\n")+"\n"), m
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) } // git removes what it has begun to write
	err = cmd.Run()
	p.count, p.bytes = p.count+len(ids), p.bytes+m.received
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	if err != nil {
		return &Error{Args: args, Stderr: m.words.String(), Err: err}
	}
	return nil
}

// allowance is the repository that may fetch so many objects more.
func (p *Partial) allowance(objects int) (Repo, error) {
	from, allowed := p.Remote()
	switch {
	case !allowed:
		return from, ErrNoFetch
	case p.count+objects > maxFetchedObjects:
		return from, boundsError(fmt.Sprintf("%d objects", p.count+objects))
	}
	return from, nil
}

func boundsError(what string) error {
	return fmt.Errorf("%w: %s (limit: %d objects and %d GiB for one run)", ErrBounds, what, maxFetchedObjects, maxFetchedBytes>>30)
}

// meter reads from the progress that git shows how much it has received. The rest
// of what git says is kept.
type meter struct {
	most, received int64
	full           func() // called once more than most has come
	line, words    bytes.Buffer
}

var (
	progress  = pattern.New(`^(?:remote: )?[A-Z][a-z]+ [a-z]+: +\d+(?:%| *[(,]|$|, done)|^remote: Total \d`)
	receiving = pattern.New(`^Receiving objects: .*, (\d+(?:\.\d+)?) (bytes|KiB|MiB|GiB)`)
	units     = map[string]float64{"bytes": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
)

func (m *meter) Write(b []byte) (int, error) {
	for _, c := range b {
		if c != '\r' && c != '\n' {
			if m.line.Len() < maxWords {
				m.line.WriteByte(c)
			}
			continue
		}
		m.end(m.line.String())
		m.line.Reset()
	}
	return len(b), nil
}

func (m *meter) end(line string) {
	if w := receiving.FindStringSubmatch(line); w != nil {
		n, _ := strconv.ParseFloat(w[1], 64)
		if m.received = int64(n * units[w[2]]); m.received > m.most {
			m.full()
		}
	}
	if !progress.MatchString(line) {
		m.words.WriteString(line + "\n")
	}
}

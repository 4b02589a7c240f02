package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/bundle"
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/dsse"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// fetchingPolicies is how long one policy source may take.
const fetchingPolicies = 2 * time.Minute

// policySources finds the policy sources that locks name: where the command line says
// that they are, in the cache, or at their repository. What is found is held against the
// digest of the lock before it is read.
type policySources struct {
	*Env
	repo   git.Repo // whose locks are read
	given  map[string]string
	origin func() string          // the address that the repository is from; "" for none
	server string                 // that the job's token is for; "" outside of GitHub
	job    bool                   // a CI job, in which nobody looks on
	known  []config.Source        // of the base
	beside source.Tree            // what is proposed, which may bring back a bundle that the base has lost
	opened map[string]source.Tree // by digest
	named  map[string]bool        // sources that some lock names
}

func (e *Env) policySources(ctx context.Context, repo git.Repo, of clone) (*policySources, error) {
	p := &policySources{Env: e, repo: repo, given: map[string]string{}, opened: map[string]source.Tree{}, named: map[string]bool{}}
	for _, word := range of.policies {
		name, path, ok := strings.Cut(word, "=")
		if !ok || name == "" || path == "" {
			return nil, usage("invalid value %q for --policies: use NAME=PATH", word)
		}
		if p.given[name] != "" {
			return nil, usage("--policies names %s twice", name)
		}
		p.given[name] = path
	}
	p.origin = sync.OnceValue(func() string {
		origin, _ := originOf(ctx, repo)
		return origin
	})
	system := actions.Detect(e.Getenv)
	p.job = system != actions.NoSystem
	if system == actions.OnGitHub {
		p.server = cmp.Or(e.Getenv("GITHUB_SERVER_URL"), "https://github.com")
	}
	return p, nil
}

// withPolicies is a trusted tree with the policy sources that its lock names.
func (e *Env) withPolicies(ctx context.Context, repo git.Repo, of clone, tree source.Tree) (source.Tree, error) {
	p, err := e.policySources(ctx, repo, of)
	if err != nil {
		return tree, err
	}
	if tree, err = p.add(ctx, tree, true); err == nil {
		err = p.checkGiven()
	}
	return tree, err
}

// checkGiven refuses a source that the command line hands over and no lock names: the name
// is misspelt, or another source was meant.
func (p *policySources) checkGiven() error {
	for _, name := range slices.Sorted(maps.Keys(p.given)) {
		if !p.named[name] {
			return usage("--policies %s=%s: %s has no source of that name%s", name, p.given[name], config.SourcesPath, finding.DidYouMean(name, slices.Sorted(maps.Keys(p.named))))
		}
	}
	return nil
}

// add gives a tree the sources that its lock names. A source that cannot be had is an
// error of the tree's layers, which nothing is decided without. The lock of a change may
// name only servers that are those of the base already: its author chooses no other that
// a job connects to.
func (p *policySources) add(ctx context.Context, tree source.Tree, trusted bool) (source.Tree, error) {
	list, _, err := config.ReadSources(tree) // what is wrong with it is found again where the configuration is read
	if err != nil || len(list) == 0 {
		return tree, err
	}
	var above *source.Layer
	for _, s := range list {
		p.named[s.Name] = true
		l := &source.Layer{Origin: s.Origin(), Digest: s.Digest}
		var policies source.Tree
		if !trusted && p.job && !p.isKnown(s) {
			l.Err = &config.SourceError{Err: fmt.Errorf("the source %q is on another server than the sources of the base and this repository, so it was not fetched", s.Name),
				Help: fmt.Sprintf("Pass --policies %s=PATH with a clone of it.", s.Name)}
		} else {
			policies, l.Err = p.open(ctx, tree, s)
		}
		if errors.Is(l.Err, errNoBundle) {
			l.Err = noBundle(s, trusted)
		}
		if l.Err != nil && ctx.Err() != nil {
			return tree, ctx.Err()
		}
		l.Tree = policies
		l.Name, l.Tree.Commit, l.Above = s.Name, s.Commit, above
		above = l
	}
	if trusted {
		p.known = append(p.known, list...)
	}
	tree.Above = above
	return tree, nil
}

// errNoBundle says that a bundle is neither in its repository nor handed over.
var errNoBundle = errors.New("the repository does not have the bundle")

// noBundle says what becomes of a lock whose bundle is gone. In a change, that is a
// finding: once merged, no check could decide anything. Where it is merged, none does.
func noBundle(s config.Source, merged bool) error {
	if !merged {
		return &config.SourceError{Err: fmt.Errorf("the source %q has no bundle: the file %s does not exist, so each check after the merge would end with exit code 3; keep the file, or pass --policies %s=FILE to each run", s.Name, s.Bundle, s.Name),
			Help: "Keep the file."}
	}
	return fmt.Errorf("%w: the source %q of %s:%d has no bundle: the repository has no file %s; until it has, each check ends with exit code 3; "+
		"restore it in a pull request (git checkout $(git rev-list -1 HEAD -- %s)^ -- %s), or pass --policies %s=FILE to each run", config.ErrSource, s.Name, config.SourcesPath, s.At.Line, s.Bundle, s.Bundle, s.Bundle, s.Name)
}

// isKnown reports whether a source of a proposed lock is where a job may look for it.
func (p *policySources) isKnown(s config.Source) bool {
	return s.Git == "" || p.given[s.Name] != "" || sameServer(s.Git, p.origin()) ||
		slices.ContainsFunc(p.known, func(k config.Source) bool { return sameServer(s.Git, k.Git) })
}

// open is the content of a source.
func (p *policySources) open(ctx context.Context, tree source.Tree, s config.Source) (source.Tree, error) {
	inTree := s.Bundle != "" && p.given[s.Name] == "" // a proposal may edit it, or take it away
	if policies, is := p.opened[s.Digest]; is && !inTree {
		return policies, nil
	}
	src, err := p.find(ctx, tree, s)
	if err != nil {
		return source.Tree{}, err
	}
	if err := bundle.Verify(src, s.Digest); err != nil {
		return source.Tree{}, p.otherContent(s, err)
	}
	b, err := bundle.Read(src)
	if err != nil {
		return source.Tree{}, fmt.Errorf("the source %q cannot be used: %w", s.Name, err)
	}
	policies, err := b.Tree()
	if err == nil && s.Git != "" {
		p.keep(s.Digest, src)
	}
	if err == nil {
		p.opened[s.Digest] = policies
	}
	return policies, err
}

// otherContent says that what was found is not what the lock has the digest of.
func (p *policySources) otherContent(s config.Source, err error) error {
	help := "To use the newer content, run `modelgate policy lock`."
	if path := p.given[s.Name]; path != "" {
		help = fmt.Sprintf("Pass the bundle or clone that the lock states, instead of %s.", path)
	}
	return &config.SourceError{Err: fmt.Errorf("the source %q is not what the lock states: %w", s.Name, err), Help: help}
}

// find is the bundle of a source, not yet verified.
func (p *policySources) find(ctx context.Context, tree source.Tree, s config.Source) ([]byte, error) {
	if path := p.given[s.Name]; path != "" {
		src, err := p.readGiven(ctx, path, s)
		if err != nil {
			err = fmt.Errorf("--policies %s=%s: %w", s.Name, path, err)
		}
		return src, err
	}
	if s.Bundle != "" {
		src, err := readBundle(tree, s)
		if !errors.Is(err, fs.ErrNotExist) {
			return src, err
		}
	}
	if src := p.kept(s.Digest); src != nil && s.Key == "" {
		return src, nil
	}
	if s.Bundle != "" {
		if src, err := readBundle(p.beside, s); err == nil && bundle.Verify(src, s.Digest) == nil {
			return src, nil
		}
		return nil, errNoBundle
	}
	b, err := p.fetch(ctx, s.Git, s.Commit)
	if err != nil {
		var unusable *unusableCommit
		if errors.As(err, &unusable) {
			return nil, fmt.Errorf("the source %q cannot be used: %w", s.Name, err)
		}
		return nil, fmt.Errorf("%w: the source %q (%s) cannot be read: %w; run again, or pass --policies %s=PATH", config.ErrSource, s.Name, s, err, s.Name)
	}
	return b, nil
}

// readBundle reads a bundle that a tree has, with its signature. The error is
// fs.ErrNotExist if it has none.
func readBundle(tree source.Tree, s config.Source) ([]byte, error) {
	src, err := tree.Read(s.Bundle, bundle.MaxBytes)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("the source %q cannot be read: %w", s.Name, err)
	}
	return src, signed(s, src, s.Bundle+bundle.SignatureSuffix, tree.Read)
}

// readGiven reads a source from where the command line says: a bundle, or a clone.
func (p *policySources) readGiven(ctx context.Context, path string, s config.Source) ([]byte, error) {
	info, err := os.Stat(p.path(path))
	if err != nil {
		return nil, err
	}
	if info.Mode().IsRegular() {
		src, err := p.readFile("policies", path, bundle.MaxBytes)
		if err != nil {
			return nil, err
		}
		return src, signed(s, src, path+bundle.SignatureSuffix, func(path string, limit int64) ([]byte, error) { return p.readFile("policies", path, limit) })
	}
	if s.Commit == "" {
		return nil, &config.SourceError{Err: errors.New("the source is a bundle: specify a file"), Help: fmt.Sprintf("Pass --policies %s=FILE.", s.Name)}
	}
	repo, err := git.Find(ctx, p.path(path))
	if err != nil {
		return nil, err
	}
	_, err = source.Resolve(ctx, repo, s.Commit)
	if errors.Is(err, source.ErrMissing) || errors.Is(err, source.ErrShallow) || errors.Is(err, source.ErrRevision) {
		return nil, fmt.Errorf("%w: the clone lacks commit %s of the source %q: run git -C %s fetch %s %s", config.ErrSource, s.Commit, s.Name, path, s.Git, s.Commit)
	}
	if err != nil {
		return nil, err
	}
	return packCommit(ctx, repo, s.Commit)
}

// signed holds a bundle against the key of its source, if that has one. The signature is
// in a file of its own.
func signed(s config.Source, src []byte, file string, read func(path string, limit int64) ([]byte, error)) error {
	if s.Key == "" {
		return nil
	}
	key, err := dsse.ParsePublic([]byte(s.Key))
	if err != nil {
		return fmt.Errorf("the key of the source %q: %w", s.Name, err)
	}
	signature, err := read(file, maxStatement)
	if errors.Is(err, fs.ErrNotExist) {
		return &config.SourceError{Err: fmt.Errorf("the signature of the source %q, %s, does not exist", s.Name, file),
			Help: fmt.Sprintf("Put %s, which `modelgate policy sign` wrote, next to the bundle.", filepath.Base(file))}
	}
	if err != nil {
		return fmt.Errorf("the signature of the source %q cannot be read: %w", s.Name, err)
	}
	if err := bundle.VerifySignature(key, src, signature); err != nil {
		return &config.SourceError{Err: fmt.Errorf("the source %q: %w", s.Name, err), Help: fmt.Sprintf("Replace %s with the signature of the bundle, made with the key in %s.", file, config.SourcesPath)}
	}
	return nil
}

// unusableCommit is a commit whose policies cannot be shared.
type unusableCommit struct{ error }

func (u *unusableCommit) Unwrap() error { return u.error }

// packCommit is the bundle of a commit that a clone holds.
func packCommit(ctx context.Context, repo git.Repo, commit string) ([]byte, error) {
	tree, err := source.OpenCommit(ctx, repo, commit)
	if err != nil {
		return nil, err
	}
	defer tree.Close()
	b, err := bundle.Of(tree)
	if lost := tree.Lost(); lost != nil {
		return nil, lost
	}
	var src []byte
	if err == nil {
		src, err = bundle.Pack(b)
	}
	if err != nil {
		return nil, &unusableCommit{err}
	}
	return src, nil
}

// fetch is the bundle of a commit of a repository that is not here.
func (p *policySources) fetch(ctx context.Context, address, commit string) ([]byte, error) {
	var src []byte
	err := p.remotely(ctx, address, func(ctx context.Context, repo git.Repo) error {
		if err := repo.FetchCommit(ctx, address, commit); err != nil {
			return err
		}
		var err error
		src, err = packCommit(ctx, repo, commit)
		return err
	})
	return src, err
}

// remotely does something with an empty repository that may connect to the server of an
// address. The job's token is for the server that the repository is from, and for no other.
func (p *policySources) remotely(ctx context.Context, address string, do func(context.Context, git.Repo) error) error {
	ctx, end := context.WithTimeout(ctx, fetchingPolicies)
	defer end()
	dir, err := os.MkdirTemp("", "modelgate-policies-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	repo := git.Repo{Dir: dir}.WithObjects(ctx)
	if sameServer(address, p.origin()) && (p.server == "" || sameServer(address, p.server)) {
		if repo, err = repo.WithToken(ctx, address, p.token()); err != nil {
			return err
		}
	}
	return do(ctx, repo)
}

// cachePath is where the cache keeps the bundle of a digest; "" if there is no cache.
func (e *Env) cachePath(digest string) string {
	dir := e.Getenv("XDG_CACHE_HOME")
	if home := e.Getenv("HOME"); dir == "" && home != "" {
		dir = filepath.Join(home, ".cache")
	}
	if runtime.GOOS == "windows" {
		dir = e.Getenv("LOCALAPPDATA")
	}
	if !filepath.IsAbs(dir) {
		return ""
	}
	return filepath.Join(dir, "modelgate", "policies", strings.TrimPrefix(digest, "sha256:")+".tar")
}

// kept is what the cache has of a digest; nil for nothing. A file that is not what its
// name says is nothing.
func (e *Env) kept(digest string) []byte {
	path := e.cachePath(digest)
	if info, err := os.Stat(path); path == "" || err != nil || !info.Mode().IsRegular() {
		return nil
	}
	src, err := e.readFile("policies", path, bundle.MaxBytes)
	if err != nil || bundle.Verify(src, digest) != nil {
		return nil
	}
	return src
}

// keep puts a bundle into the cache. Without one, it is fetched the next time.
func (e *Env) keep(digest string, src []byte) {
	path := e.cachePath(digest)
	if path == "" || bytes.Equal(e.kept(digest), src) {
		return
	}
	_ = replaceFile(path, func(w io.Writer) error {
		_, err := w.Write(src)
		return err
	})
}

// scpAddress is an address of the form that scp has, which git takes as one of ssh.
var scpAddress = pattern.New(`^([\w.-]+@[\w.-]+):([^/0-9][^:@]*)$`)

// parseAddress is the address of a repository that a user names, as a lock has it: with
// https:// where it names no scheme.
func parseAddress(word string) (string, error) {
	if m := scpAddress.FindStringSubmatch(word); m != nil {
		return "", usage("invalid repository %q: use ssh://%s/%s", word, m[1], m[2])
	}
	if !strings.Contains(word, "://") {
		word = "https://" + word
	}
	u, err := url.Parse(word)
	if err != nil || u.Scheme != "https" && u.Scheme != "ssh" || u.Host == "" || strings.Trim(u.Path, "/") == "" || u.RawQuery != "" || u.Fragment != "" {
		return "", usage("invalid repository %q: use an address such as https://github.com/acme/policies", word)
	}
	if _, secret := u.User.Password(); secret || u.Scheme == "https" && u.User != nil {
		return "", usage("the address of a repository cannot contain a password or token")
	}
	return word, nil
}

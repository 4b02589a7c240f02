package source

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/git"
)

// Why a path could not be read. They come wrapped in an *fs.PathError; a path
// that does not exist is fs.ErrNotExist.
var (
	// ErrTooLarge: the file is larger than the caller's limit. Nothing was read.
	ErrTooLarge = errors.New("the file is larger than allowed")
	// ErrSymlink: the path, or a directory above it, is a symbolic link. Links are never followed.
	ErrSymlink = errors.New("a symbolic link is not followed")
	// ErrSubmodule: the path is, or lies in, a submodule: another repository.
	ErrSubmodule = errors.New("a submodule is another repository and is not read")
	// ErrNotRegular: the path is a directory, a device, a FIFO or a socket.
	ErrNotRegular = errors.New("not a regular file")
)

// IsRefusal reports whether an error says that a tree has something at a path and
// does not hand it out: it is larger than the limit, or no file.
func IsRefusal(err error) bool {
	return errors.Is(err, ErrTooLarge) || errors.Is(err, ErrSymlink) || errors.Is(err, ErrSubmodule) || errors.Is(err, ErrNotRegular) || errors.Is(err, fs.ErrInvalid)
}

// Why a revision could not be turned into a tree. They come wrapped in an
// *Error, which adds a remedy; IsUsage tells the two groups apart.
var (
	// ErrRevision: no such revision, or the word does not name one commit.
	ErrRevision = errors.New("unknown revision")
	// ErrNoDefault: no default branch was found to compare with.
	ErrNoDefault = errors.New("no default branch")
	// ErrUnborn: the branch has no commit yet.
	ErrUnborn = errors.New("no commit yet")
	// ErrUnrelated: the two revisions share no commit.
	ErrUnrelated = errors.New("unrelated histories")
	// ErrBare: the repository has no working tree.
	ErrBare = errors.New("no working tree")

	// ErrShallow: the clone is shallow and lacks the commit that is needed.
	ErrShallow = errors.New("shallow clone")
	// ErrMissing: the clone lacks objects, as a partial clone does.
	ErrMissing = errors.New("missing objects")
	// ErrCorrupt: the repository holds an object that is not what its name says, or that no git would write.
	ErrCorrupt = errors.New("corrupt repository")
	// ErrSparse: the working tree leaves out tracked files on purpose, or all of them.
	ErrSparse = errors.New("sparse checkout")
)

// Error says what was wrong with a repository or a revision, and what to do
// about it.
type Error struct {
	Kind    error  // one of the sentinels above
	Message string // what is wrong, with the revision in it
	Remedy  string // what to do about it
	Err     error  // git's own error, or nil
}

func (e *Error) Error() string { return e.Message + ": " + e.Remedy }

// Unwrap gives the kind and git's error, so that errors.Is finds either.
func (e *Error) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Err}
}

// IsUsage reports whether the error is mended by calling modelgate in another
// way (exit code 2). All other errors of this package mean that the work could
// not be finished (exit code 3).
func IsUsage(err error) bool {
	for _, kind := range []error{ErrRevision, ErrNoDefault, ErrUnborn, ErrUnrelated, ErrBare, git.ErrNotRepository} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}

// classify gives git's complaint about objects its kind. Other errors are
// only wrapped with what was being done.
func classify(doing string, err error) error {
	var failed *git.Error
	if !errors.As(err, &failed) {
		return fmt.Errorf("%s: %w", doing, err)
	}
	words := strings.ToLower(failed.Stderr)
	for _, w := range []string{"promisor", "transport", "missing"} {
		if strings.Contains(words, w) {
			return missing(doing, err)
		}
	}
	for _, w := range []string{"corrupt", "inflate", "hash mismatch", "bad object", "bad tree", "unable to read", "could not read",
		"not a tree object", "unable to unpack", "unable to parse", "bad file", "too-short", "malformed"} {
		if strings.Contains(words, w) {
			return corrupt(doing, err)
		}
	}
	return fmt.Errorf("%s: %w", doing, err)
}

func missing(doing string, err error) error {
	return &Error{Kind: ErrMissing, Err: err,
		Message: fmt.Sprintf("%s: this clone does not hold all objects (%v)", doing, err),
		Remedy:  "pass --fetch to fetch what is missing from origin, or clone without --filter (in actions/checkout: remove filter)"}
}

func corrupt(doing string, err error) error {
	return &Error{Kind: ErrCorrupt, Err: err,
		Message: fmt.Sprintf("%s: the repository is damaged (%v)", doing, err),
		Remedy:  "run git fsck --full, then clone again"}
}

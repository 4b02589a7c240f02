package envrepo

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// status is the line in which git push says what became of the branch:
//
//	! [rejected]        1a2b3c -> main (stale info)
//	! [remote rejected] 1a2b3c -> main (pre-receive hook declined)
//	! [remote rejected] main (deletion prohibited)
//
// What the remote itself prints stands behind "remote: ", so that it cannot
// write such a line.
var status = pattern.New(`(?m)^ ! \[(rejected|remote rejected|remote failure)\] +(?:\S+ -> )?\S+ \((.*)\)$`)

// raced are reasons of a remote that has found another value in the branch
// than the one it was told: somebody else was faster.
var raced = []string{"failed to update ref", "cannot lock ref", "failed to lock", "incorrect old value", "remote ref updated since checkout", "reference already exists", "reference does not exist", "fetch first", "stale info",
	"TF401028"} // of Azure Repos: the reference has already been updated by another client

// inTheWay is what a remote says whose branch has a name that is above or below that of
// ours: no files can have both, however often it is tried.
var inTheWay = pattern.New(`(?m)^remote: error: cannot lock ref '[^']*': '[^']*' exists; cannot create '`)

// gone is what git says where the branch that it is to remove does not exist any more.
var gone = pattern.New(`(?m)^error: unable to delete '.*': remote ref does not exist$`)

// broken are reasons of a remote that could not do its work.
var broken = []string{"Internal Server Error", "internal error", "unpacker error"}

// brokenHooks are the words of a hook that could not ask: GitLab's, whose hooks ask its
// API about each push.
var brokenHooks = []string{"remote: GitLab: Internal API unreachable", "remote: GitLab: Internal API error", "remote: GitLab: API is not accessible"}

// pushError gives an unsuccessful push its kind. A reason that is not known is
// ErrAmbiguous: then the branch itself is asked.
func pushError(ctx context.Context, err error) error {
	const doing = "pushing to the environment repository"
	if ctx.Err() != nil {
		return fmt.Errorf("%s: %w (%w); run again", doing, ErrAmbiguous, ctx.Err())
	}
	var failed *git.Error
	if !errors.As(err, &failed) {
		return fmt.Errorf("%s: %w", doing, err)
	}
	if m := status.FindStringSubmatch(failed.Stderr); m != nil {
		switch {
		case m[1] == "remote rejected" && containsAny(m[2], raced) && inTheWay.MatchString(failed.Stderr):
			return fmt.Errorf("%s: %w: delete or rename the branch that is in the way: %s", doing, ErrRejected, remoteWords(failed.Stderr, m[2]))
		case m[1] == "rejected":
			return fmt.Errorf("%s: %w (%s)", doing, ErrStale, m[2])
		case m[1] == "remote rejected" && containsAny(m[2], raced):
			return fmt.Errorf("%s: %w (%s)", doing, ErrStale, remoteWords(failed.Stderr, m[2]))
		case m[2] == "branch is currently checked out":
			return fmt.Errorf("%s: %w: the branch is checked out there; use a bare repository (git init --bare), or the remote that it was cloned from", doing, ErrRemote)
		case m[1] == "remote rejected" && m[2] != "failed" && !containsAny(m[2], broken) && !containsAny(failed.Stderr, brokenHooks):
			return fmt.Errorf("%s: %w: %s", doing, ErrRejected, remoteWords(failed.Stderr, m[2]))
		}
		return fmt.Errorf("%s: %w: %w", doing, ErrAmbiguous, err)
	}
	switch {
	case noAccess(failed.Stderr):
		return fmt.Errorf("%s: %w: %w", doing, ErrAccess, err)
	case gone.MatchString(failed.Stderr):
		return fmt.Errorf("%s: %w (the branch does not exist any more)", doing, ErrStale)
	}
	return fmt.Errorf("%s: %w: %w", doing, ErrAmbiguous, err)
}

// readError gives an unsuccessful fetch its kind.
func readError(ctx context.Context, err error) error {
	const doing = "reading the environment repository"
	var failed *git.Error
	switch {
	case ctx.Err() != nil, !errors.As(err, &failed):
		return fmt.Errorf("%s: %w", doing, err)
	case noAccess(failed.Stderr):
		return fmt.Errorf("%s: %w: %w", doing, ErrAccess, err)
	case containsAny(failed.Stderr, lost):
		return fmt.Errorf("%s: %w: %w", doing, ErrUnreachable, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// denied are git's and the hosts' words for a repository that one may not see.
var denied = []string{
	"Authentication failed", "could not read Username", "could not read Password", "terminal prompts disabled",
	"Permission denied", "Permission to ", "Write access to repository not granted", "Repository not found", "repository not found",
	"The requested URL returned error: 30", "The requested URL returned error: 401", "The requested URL returned error: 403", "The requested URL returned error: 404",
	"does not appear to be a git repository", "Host key verification failed", "detected dubious ownership",
	"you do not have permission", "You are not allowed to",
}

// lost are git's words for a connection that was not made or did not last.
var lost = []string{
	"Could not resolve host", "Failed to connect", "Connection refused", "Connection reset", "Connection timed out", "Operation timed out",
	"unexpected disconnect", "remote end hung up", "early EOF", "RPC failed", "Broken pipe", "connection was closed",
	"The requested URL returned error: 429", "The requested URL returned error: 5",
}

// notFound are git's words for a server that answers 404, whatever else it says.
var notFound = pattern.New(`(?m)^fatal: repository '.*' not found$`)

// noAccess reports whether git could not use the repository. What the remote
// prints is left out: only git's own words count.
func noAccess(stderr string) bool {
	var own strings.Builder
	for line := range strings.Lines(stderr) {
		if !strings.HasPrefix(line, "remote: ") {
			own.WriteString(line)
		}
	}
	return containsAny(own.String(), denied) || notFound.MatchString(own.String()) ||
		strings.Contains(stderr, "remote: Permission to ") || strings.Contains(stderr, "remote: Repository not found")
}

func containsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// remoteWords is what a remote said of a commit that it refused, on one line
// and cut to a reasonable length. A protection often says there which file or
// rule is meant.
func remoteWords(stderr, reason string) string {
	var words []string
	for line := range strings.Lines(stderr) {
		if said, ok := strings.CutPrefix(line, "remote: "); ok {
			words = append(words, strings.Fields(said)...)
		}
	}
	text := reason
	if len(words) > 0 {
		text += "; it says: " + strings.Join(words, " ")
	}
	text = strings.ToValidUTF8(strings.Map(printable, text), "?")
	if runes := []rune(text); len(runes) > 1000 {
		text = string(runes[:1000]) + "…"
	}
	return text
}

package envrepo

import (
	"fmt"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// transports are what git may speak with a remote; everything else, ext::
// and other helpers first of all, could run a command of the caller's choice.
const transports = "file:git:http:https:ssh"

var (
	urlForm = pattern.New(`^(file|git|https?|ssh|git\+ssh|ssh\+git)://[^\s]+$`)
	// scpForm is [user@]host:path, in which no slash stands before the colon.
	// A host of one letter is a drive on Windows.
	scpForm = pattern.New(`^([A-Za-z0-9._-]+@)?[A-Za-z0-9][A-Za-z0-9._-]+:[^:].*$`)
)

// checkRemote returns the remote as git is given it: a URL, host:path, or an
// absolute path. A relative path starts at dir.
func checkRemote(remote, dir string) (string, error) {
	refuse := func(why string) (string, error) {
		return "", fmt.Errorf("%w: the remote %q %s; use a URL, user@host:path or a directory", ErrRemote, Masked(remote), why)
	}
	switch {
	case strings.TrimSpace(remote) == "":
		return refuse("is empty")
	case strings.HasPrefix(remote, "-"):
		return refuse("starts with a hyphen")
	case strings.ContainsFunc(remote, unicode.IsControl):
		return refuse("contains control characters")
	case filepath.IsAbs(remote):
		return remote, nil
	case strings.Contains(remote, "::"):
		return refuse("uses a remote helper")
	case strings.Contains(remote, "://"):
		if !urlForm.MatchString(remote) || strings.HasPrefix(afterScheme(remote), "-") {
			return refuse("has a scheme other than https, ssh, git, http or file")
		}
		return remote, nil
	case scpForm.MatchString(remote):
		return remote, nil
	case dir == "" || !filepath.IsAbs(dir):
		return refuse("is a relative path")
	}
	return filepath.Join(dir, remote), nil
}

func afterScheme(remote string) string {
	_, rest, _ := strings.Cut(remote, "://")
	return rest
}

var userinfo = pattern.New(`://[^/@\s]+@`)

// Masked is a remote as messages show it: without a name and password.
func Masked(remote string) string { return userinfo.ReplaceAllString(remote, "://***@") }

// checkBranch refuses what git check-ref-format refuses of a branch, and
// names that begin with a dash.
func checkBranch(branch string) error {
	bad := branch == "" || strings.HasPrefix(branch, "-") || branch == "HEAD" || branch == "@" ||
		strings.HasSuffix(branch, ".") || strings.Contains(branch, "..") || strings.Contains(branch, "@{") ||
		strings.ContainsFunc(branch, func(r rune) bool {
			return unicode.IsControl(r) || unicode.IsSpace(r) || strings.ContainsRune(`~^:?*[\`, r)
		})
	for part := range strings.SplitSeq(branch, "/") {
		bad = bad || part == "" || strings.HasPrefix(part, ".") || strings.HasSuffix(part, ".lock")
	}
	if bad {
		return fmt.Errorf("%w: %q cannot be a branch", ErrRemote, branch)
	}
	return nil
}

package git

import (
	"errors"
	"os/exec"
	"strings"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// Error is a git command that failed. Its text is git's own last words, on one
// line, without control characters and without passwords.
type Error struct {
	Args   []string // as given to Run
	Stderr string   // as git wrote it
	Err    error    // an *exec.ExitError, the context's error, or why git did not start
}

func (e *Error) Error() string {
	words := clean(e.Stderr)
	if words == "" && e.Err != nil {
		words = e.Err.Error()
	}
	return "git " + e.command() + ": " + words
}

func (e *Error) Unwrap() error { return e.Err }

// Is makes ErrNotRepository of git's own words for it.
func (e *Error) Is(target error) bool {
	return target == ErrNotRepository && strings.Contains(e.Stderr, "not a git repository")
}

// ExitCode is git's exit code, or -1 if git did not start or was killed.
func (e *Error) ExitCode() int {
	var exit *exec.ExitError
	if errors.As(e.Err, &exit) {
		return exit.ExitCode()
	}
	return -1
}

// command is the name of the git command: the first argument that is neither
// an option nor the value of -c or -C.
func (e *Error) command() string {
	for i := 0; i < len(e.Args); i++ {
		switch a := e.Args[i]; {
		case a == "-c" || a == "-C":
			i++
		case !strings.HasPrefix(a, "-"):
			return a
		}
	}
	return "(no command)"
}

// userinfo is the name and password in a URL.
var userinfo = pattern.New(`://[^/@\s]+@`)

// maxWords is how many bytes of git's words an error shows: its last ones.
const maxWords = 2000

// clean makes git's words fit to be shown: file names and the remote's own
// messages in them may hold anything.
func clean(words string) string {
	words = userinfo.ReplaceAllString(words, "://***@")
	if len(words) > maxWords {
		words = words[len(words)-maxWords:]
	}
	words = strings.ToValidUTF8(words, "\uFFFD")
	words = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, words)
	return strings.Join(strings.Fields(words), " ")
}

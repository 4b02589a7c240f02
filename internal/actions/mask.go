package actions

import (
	"fmt"
	"io"
	"strings"

	githubactions "github.com/sethvargo/go-githubactions"
)

// Mask has the runner replace the secret by *** in everything that is logged
// from now on. A secret of several lines is masked line by line too, which the
// runner does. An empty one, which would mask nothing, writes nothing.
//
// The value must reach the runner as it is, so it cannot pass through Command,
// which makes visible what does not print. It needs no other defence: it is a
// secret of ours, and all of the line after the command is its value.
func Mask(w io.Writer, secret string) error {
	if strings.TrimSpace(secret) == "" {
		return nil
	}
	var line strings.Builder // AddMask panics when it cannot write
	githubactions.New(githubactions.WithWriter(&line)).AddMask(secret)
	if _, err := io.WriteString(w, strings.TrimRight(line.String(), "\r\n")+"\n"); err != nil {
		return fmt.Errorf("masking a secret: %w", err)
	}
	return nil
}

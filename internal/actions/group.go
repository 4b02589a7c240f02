package actions

import (
	"fmt"
	"io"
	"strings"
)

// Group opens a group of lines that the log of GitHub folds under the title.
func Group(title string) string { return Command("group", nil, Clean(title)) }

// EndGroup is the line that closes a group.
const EndGroup = "::endgroup::"

// Foreign writes a text of several lines that is not ours, such as the output
// of another program, between two commands that keep the runner from acting
// upon it: stop-commands with a token that is drawn for this text, and the
// token itself. What does not print is made visible all the same, and so are
// the bracket commands of other runners. The source of randomness is the
// system's own unless another is given.
func Foreign(w io.Writer, text string, random io.Reader) error {
	stop, err := token(random)
	if err != nil {
		return err
	}
	if strings.Contains(text, stop) {
		return fmt.Errorf("quoting a text: it holds the token that was drawn for it")
	}
	var b strings.Builder
	b.WriteString("::stop-commands::" + stop + "\n")
	for line := range strings.Lines(text) {
		b.WriteString(breakBrackets(escapeUnprintable(strings.TrimRight(line, "\r\n"))) + "\n")
	}
	b.WriteString("::" + stop + "::\n")
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("quoting a text: %w", err)
	}
	return nil
}

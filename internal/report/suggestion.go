package report

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/decision"
)

// suggestion says what the first fix of a finding makes of the lines that it
// touches: words and lines in turn, as of codeSpans. Each is clean, and short;
// there are none without a fix.
func suggestion(j decision.Judged) []string {
	if len(j.Fixes) == 0 {
		return nil
	}
	before, after := onLine(j.Fixes[0].Before), onLine(j.Fixes[0].After)
	switch {
	case before == "":
		return []string{"add ", after}
	case after == "":
		return []string{"remove ", before}
	}
	return []string{"", after, " instead of ", before}
}

// suggested is the suggestion as plain text, "" without one.
func suggested(j decision.Judged) string {
	parts := suggestion(j)
	for i := range parts {
		if i%2 == 1 {
			parts[i] = "`" + parts[i] + "`"
		}
	}
	return strings.Join(parts, "")
}

// onLine is a text of several lines on one, without those that are blank.
func onLine(text string) string {
	var lines []string
	for line := range strings.SplitSeq(strings.ReplaceAll(actions.Shorten(text, messageLength), "\r", "\n"), "\n") {
		if strings.TrimSpace(line) != "" {
			lines = append(lines, actions.Clean(line))
		}
	}
	return strings.Join(lines, " ⏎ ")
}

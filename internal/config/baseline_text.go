package config

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/schemas"
)

// baselineHead is what a baseline begins with.
var baselineHead = schemas.Line(schema.Baseline) + `# Findings that existed when modelgate was adopted. Written by modelgate adopt.
# They do not block before their last day, unless they get worse. Run modelgate
# adopt to drop those that are fixed.
apiVersion: modelgate.dev/v1
kind: Baseline
baseline:
`

// commentLength is how much of a message stands beside an entry, in bytes.
const commentLength = 120

// BaselineText is the file of a baseline: sorted, so that the same adoptions are the
// same bytes. Beside each finding stands its message, as far as a document may be
// large; messages hold no line breaks.
func BaselineText(adoptions []Adoption, messages map[string]string) string {
	text := baselineText(adoptions, messages)
	if !readable(text) {
		text = baselineText(adoptions, nil)
	}
	return text
}

// readable reports whether a document may be so large.
func readable(text string) bool {
	_, found := document.ParseAs(document.YAML, BaselinePath, []byte(text))
	return len(found) == 0
}

// ErrBaselineSize says that a baseline has too much to be read as one document.
var ErrBaselineSize = errors.New("the baseline would be too large to read; fix some findings first, or narrow it with --model and --rule")

// CheckBaselineText refuses a text that is too large.
func CheckBaselineText(text string) error {
	if !readable(text) {
		return ErrBaselineSize
	}
	return nil
}

func baselineText(adoptions []Adoption, messages map[string]string) string {
	adoptions = slices.Clone(adoptions)
	slices.SortStableFunc(adoptions, func(a, b Adoption) int {
		return cmp.Or(cmp.Compare(a.Expires, b.Expires), cmp.Compare(a.Created, b.Created), cmp.Compare(a.Owner, b.Owner), cmp.Compare(a.Ticket, b.Ticket))
	})
	var b strings.Builder
	b.WriteString(baselineHead)
	if len(adoptions) == 0 {
		return strings.TrimSuffix(baselineHead, "\n") + " []\n"
	}
	for _, a := range adoptions {
		fmt.Fprintf(&b, "  - owner: %s\n", quoted(a.Owner))
		if a.Ticket != "" {
			fmt.Fprintf(&b, "    ticket: %s\n", quoted(a.Ticket))
		}
		fmt.Fprintf(&b, "    created: %s\n    expires: %s\n    findings:\n", quoted(a.Created), quoted(a.Expires))
		for _, model := range slices.Sorted(maps.Keys(a.Findings)) {
			fmt.Fprintf(&b, "      %s:\n", quoted(cmp.Or(model, WholeRepository)))
			for _, rule := range slices.Sorted(maps.Keys(a.Findings[model])) {
				fmt.Fprintf(&b, "        %s:\n", rule)
				for _, fingerprint := range slices.Sorted(maps.Keys(a.Findings[model][rule])) {
					entry := fingerprint
					if value := a.Findings[model][rule][fingerprint]; value != "" {
						entry += " " + value
					}
					if strings.Trim(fingerprint, "0123456789e") == "" {
						entry = quoted(entry) // it would be a number
					}
					b.WriteString("          - " + entry)
					if m := comment(messages[fingerprint]); m != "" {
						b.WriteString(" # " + m)
					}
					b.WriteString("\n")
				}
			}
		}
	}
	return b.String()
}

// quoted is a text that YAML reads as that text.
func quoted(s string) string {
	raw, _ := json.Marshal(s) // of a string, which never fails
	return string(raw)
}

// comment is the beginning of a message, in printable ASCII and on one line.
func comment(message string) string {
	ascii := fmt.Sprintf("%+q", message)
	ascii = strings.ReplaceAll(ascii[1:len(ascii)-1], `\"`, `"`)
	if len(ascii) > commentLength {
		ascii = strings.TrimRight(ascii[:commentLength-3], `\ `) + "..."
	}
	return ascii
}

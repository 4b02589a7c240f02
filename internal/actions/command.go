package actions

import (
	"fmt"
	"math"
	"strings"
)

// maxMessage is the length of a command's message, in code points. GitHub cuts
// the message of an annotation at 64 KB.
const maxMessage = 8000

// Prop is a property of a workflow command, such as file=models/a/README.md.
type Prop struct {
	Name  string
	Value string // a property with an empty value is left out
}

// Command encodes a GitHub workflow command, "::name prop=value,…::message",
// as one line without its newline. Line ends in the message and in the values
// are encoded the way the runner decodes them; every other character that does
// not print is made visible, as Clean does. Whatever the values and the message
// hold, the line has exactly one command, the named one: "::" and "##[" in
// them are broken by a backslash.
//
// The names are the program's own words: letters and dashes. Any other name is
// a bug, and panics.
func Command(name string, props []Prop, message string) string {
	mustBeWord(name)
	var b strings.Builder
	b.WriteString("::")
	b.WriteString(name)
	writeProps(&b, props, propEncoder, ",", "")
	b.WriteString("::")
	b.WriteString(dataEncoder.Replace(breakColons(visible(message, maxMessage))))
	return b.String()
}

// The runner decodes a command's data and properties differently; see
// ActionCommand.cs of actions/runner.
var (
	dataEncoder = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propEncoder = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// writeProps writes the properties that have a value, after a blank: between
// stands between two of them, after behind each.
func writeProps(b *strings.Builder, props []Prop, encoder *strings.Replacer, between, after string) {
	before := " "
	for _, p := range props {
		mustBeWord(p.Name)
		if p.Value == "" {
			continue
		}
		b.WriteString(before + p.Name + "=" + encoder.Replace(visible(p.Value, maxText)) + after)
		before = between
	}
}

// visible makes what does not print visible, except line ends, and breaks what
// a runner acts upon anywhere in a line.
func visible(s string, limit int) string {
	s = Shorten(s, limit)
	var b strings.Builder
	for len(s) > 0 {
		end := strings.IndexAny(s, "\r\n")
		if end < 0 {
			end = len(s)
		}
		b.WriteString(escapeUnprintable(s[:end], math.MaxInt))
		if end < len(s) {
			b.WriteByte(s[end])
			end++
		}
		s = s[end:]
	}
	return breakBrackets(b.String())
}

// breakColons breaks every "::", also in the middle of a line: other runners
// are less exact than GitHub's about where a command starts.
func breakColons(s string) string {
	for strings.Contains(s, "::") {
		s = strings.ReplaceAll(s, "::", `:\:`)
	}
	return s
}

func mustBeWord(name string) {
	ok := name != ""
	for _, r := range name {
		ok = ok && (r == '-' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z')
	}
	if !ok {
		panic(fmt.Sprintf("actions: %q is not the name of a command or property", name))
	}
}

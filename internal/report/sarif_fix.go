package report

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// sarifFixes are the fixes of a finding. The region that goes is given in lines
// and columns and in bytes, which speak of the same place (section 3.30.1); one
// of length 0 is an insertion (section 3.57.3).
func sarifFixes(fixes []finding.Fix) []sarifFix {
	var out []sarifFix
	for _, fix := range fixes {
		at, ok := sarifPlace(fix.Edits[0].At)
		if !ok {
			continue
		}
		change := sarifArtifactChange{ArtifactLocation: at.ArtifactLocation}
		for _, e := range fix.Edits {
			length := e.End - e.Start
			r := sarifReplacement{DeletedRegion: sarifRegion{StartLine: max(e.At.Line, 1), StartColumn: max(e.At.Column, 1),
				EndLine: e.At.EndLine, EndColumn: e.At.EndColumn, ByteOffset: &e.Start, ByteLength: &length}}
			if e.Replacement != "" {
				r.InsertedContent = &sarifContent{Text: insertedText(e.Replacement)}
			}
			change.Replacements = append(change.Replacements, r)
		}
		out = append(out, sarifFix{Description: plain(fix.Description), ArtifactChanges: []sarifArtifactChange{change}})
	}
	return out
}

// insertedSize bounds the text of an edit, in code points. Those that package
// correction makes are shorter.
const insertedSize = 4 << 10

// insertedText is the text of an edit. One that is made of suggestions comes out
// as it is; what could act on a reader of the log does not.
func insertedText(s string) string {
	lines := strings.SplitAfter(actions.Shorten(s, insertedSize), "\n")
	for i, line := range lines {
		text := strings.TrimRight(line, "\r\n")
		lines[i] = cleanIndented(text) + line[len(text):]
	}
	return strings.Join(lines, "")
}

package slips

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// bibEntry begins an entry of BibTeX, with its key; bibField begins one of its fields.
	bibEntry = pattern.New(`(?m)^[ \t>]*@(?:article|book|booklet|conference|inbook|incollection|inproceedings|manual|mastersthesis|misc|online|phdthesis|proceedings|software|techreport|unpublished|dataset)\s*\{\s*([^\s,{}]{1,80})\s*,`)
	bibField = pattern.New(`^[ \t>]*[A-Za-z_-]{2,30}[ \t]*=`)
	// wholeField is a line with a field whose value ends on it, without a comma.
	wholeField = pattern.New(`^[A-Za-z_]+\s*=\s*(?:\{[^"]*\}|"[^"]*")$`)
)

// braceGaps finds entries of BibTeX whose braces do not match, or that lack a comma.
func braceGaps(d *document.Document, add func(evidence.Anchor, evidence.GapKind, string)) {
	for _, b := range passage.CodeBlocks(d) {
		code := string(d.Source[b.Start:b.End])
		entries := bibEntry.FindAllSubmatchIndex([]byte(code), passage.MaxBlocks)
		for i, m := range entries {
			end := len(code)
			if i+1 < len(entries) {
				end = entries[i+1][0]
			}
			if at, isOpen := openBrace(code[m[0]:end]); isOpen {
				add(passage.AnchorAt(d, b.Start+m[0]+at), evidence.GapBrace, code[m[2]:m[3]])
			}
		}
	}
}

// openBrace is the line of an entry with a brace that has no other: the one before the first field
// that is not in the entry itself, or the first with one too many; or with no comma before the
// next field.
func openBrace(entry string) (at int, isOpen bool) {
	depth, offset, field, found := 0, 0, 0, -1
	isEnded := false // the field before, without a comma
	for line := range strings.Lines(entry) {
		if bibField.MatchString(line) {
			if depth == 1 && isEnded {
				return field, true
			}
			if depth > 1 && found < 0 {
				found = field
			}
			field = offset
		}
		if bare := strings.Trim(line, " \t\r\n>"); bare != "" {
			isEnded = depth == 1 && wholeField.MatchString(bare)
		}
		plain := strings.NewReplacer(`\{`, "", `\}`, "").Replace(line)
		depth += strings.Count(plain, "{") - strings.Count(plain, "}")
		if offset += len(line); depth < 0 {
			return field, true
		}
	}
	return max(found, 0), depth > 0
}

package document

import (
	"bytes"
	"fmt"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// fence is the line that opens and closes front matter.
const fence = "---"

// misplacedWithin is how many lines from the top a block of metadata after
// other text is looked for.
const misplacedWithin = 30

const (
	maxConflicts = 20  // of one page, that are told
	maxMarker    = 100 // bytes of the line that a conflict starts or ends with
)

// keyLine is a line of metadata as it is found in front matter. Capitals are
// not keys there, but they begin prose such as "Note: …".
var keyLine = pattern.New(`^[a-z_][a-z0-9_-]*:([ \t]|$)`)

// frontMatter reads the front matter, if there is any, into Root and Front,
// by the rule of the Hugging Face Hub: white space, a line ---, YAML, and a
// line ---. It returns the offset at which the body starts.
func (r *reader) frontMatter() int {
	lines := r.doc.index.lines
	first := 0
	for first < len(lines)-1 && r.trimmedLine(first) == "" {
		first++
	}
	opening := r.trimmedLine(first)
	switch {
	case opening == fence && bytes.HasSuffix(r.line(first), []byte(fence)):
		return r.closeFrontMatter(first)
	case isWrongFence(opening) && r.metadataFollows(first+1):
		r.reportLine(frontMatterOpening, first, fmt.Sprintf("the metadata below is not read: this line is %s, not %s", shown(string(r.line(first))), fence))
	case r.behindText(first):
		r.reportLine(frontMatterOpening, first, fmt.Sprintf("the metadata below is not read: this line has other text before %s", fence))
	case r.unopened(first):
		r.reportLine(frontMatterOpening, first, fmt.Sprintf("the metadata that starts here is not read: the line %s before it is missing", fence))
	default:
		r.misplaced(first)
	}
	return lines[0]
}

// line is the text of a 0-based line, without its break.
func (r *reader) line(l int) []byte {
	x := &r.doc.index
	end := len(x.src)
	if l+1 < len(x.lines) {
		end = x.lines[l+1]
	}
	return bytes.TrimRight(x.src[x.lines[l]:end], "\r\n")
}

func (r *reader) trimmedLine(l int) string { return string(bytes.TrimSpace(r.line(l))) }

// isFence reports whether a line closes front matter: blanks may follow the
// dashes.
func (r *reader) isFence(l int) bool {
	return string(bytes.TrimRight(r.line(l), " \t")) == fence
}

// isWrongFence reports whether a line looks as if it should open front
// matter: dashes only, but for blanks.
func isWrongFence(line string) bool {
	return len(line) >= len(fence) && len(bytes.Trim([]byte(line), "-")) == 0
}

func (r *reader) reportLine(rule string, l int, message string) {
	start := r.doc.index.lines[l]
	r.report(rule, start, r.doc.index.lineEnd(start), "", message)
}

// closeFrontMatter reads the front matter that the line opens.
func (r *reader) closeFrontMatter(opening int) int {
	x := &r.doc.index
	for l := opening + 1; l < len(x.lines); l++ {
		if !r.isFence(l) || l == opening+1 && r.isDoubled(l) {
			continue
		}
		dashes := bytes.IndexByte(x.src[x.lines[opening]:], '-')
		r.doc.Front = x.span(x.lines[opening]+dashes, x.lineEnd(x.lines[l]))
		r.metadata(x.lines[opening+1], x.lines[l])
		return x.nextLine(x.lines[l])
	}
	r.reportLine(frontMatterNotClosed, opening, "the front matter that starts here is not closed: no later line is exactly "+fence)
	return x.nextLine(x.lines[opening])
}

// isDoubled reports whether a fence that stands below the opening one opens the
// metadata again. The hub reads what stands behind it.
func (r *reader) isDoubled(l int) bool { return r.metadataFollows(l+1) && r.closesMetadata(l+1) }

// behindText reports whether metadata begin behind other text on the line that
// should open them, as in a string of a program.
func (r *reader) behindText(l int) bool {
	line := r.trimmedLine(l)
	return len(line) > len(fence) && line[len(line)-len(fence):] == fence && !isWrongFence(line) && r.metadataFollows(l+1) && r.closesMetadata(l+1)
}

// unopened reports whether metadata begin on a line and are closed, without a
// line that opens them. One line above dashes is a heading of Markdown.
func (r *reader) unopened(l int) bool {
	return keyLine.Match(r.line(l)) && l+1 < len(r.doc.index.lines) && !isWrongFence(r.trimmedLine(l+1)) && r.closesMetadata(l)
}

// metadata parses the YAML between the fences into Root.
func (r *reader) metadata(start, end int) {
	root, ok := r.yamlRange(start, end)
	switch {
	case !ok:
	case root == nil || root.Kind == Null && root.Span.Start == root.Span.End:
		r.doc.Root = &Node{Kind: Mapping, Span: r.doc.index.span(start, start), Children: []*Node{}}
	case root.Kind != Mapping:
		s := r.doc.firstLine(root.Span)
		r.report(frontMatterNotMap, s.Start, s.End, "", fmt.Sprintf("the front matter is a %s, not a mapping", root.Kind))
	default:
		r.doc.Root = root
	}
}

// metadataFollows reports whether the first line at or after l that is
// neither blank nor a comment is one of metadata.
func (r *reader) metadataFollows(l int) bool {
	for ; l < len(r.doc.index.lines); l++ {
		if line := r.trimmedLine(l); line != "" && line[0] != '#' {
			return keyLine.Match(r.line(l))
		}
	}
	return false
}

// misplaced looks for a block of metadata after other text, outside code
// fences and comments.
func (r *reader) misplaced(first int) {
	code, comment := "", false
	for l := first; l < min(len(r.doc.index.lines), misplacedWithin); l++ {
		line := r.trimmedLine(l)
		switch {
		case code != "":
			if len(line) >= 3 && line[:3] == code {
				code = ""
			}
		case comment, len(line) >= 4 && line[:4] == "<!--":
			comment = !bytes.Contains(r.line(l), []byte("-->"))
		case len(line) >= 3 && (line[:3] == "```" || line[:3] == "~~~"):
			code = line[:3]
		case (r.isFence(l) || r.behindText(l)) && r.metadataFollows(l+1) && r.closesMetadata(l+1):
			r.reportLine(frontMatterNotFirst, l, fmt.Sprintf("this front matter is ignored, because text from line %d comes before it", first+1))
			return
		}
	}
}

// closesMetadata reports whether the lines from l to the next fence all look
// like YAML.
func (r *reader) closesMetadata(l int) bool {
	for ; l < len(r.doc.index.lines); l++ {
		line := r.line(l)
		switch {
		case r.isFence(l):
			return true
		case len(bytes.TrimSpace(line)) == 0, bytes.IndexByte([]byte(" \t#-"), line[0]) >= 0, keyLine.Match(line):
		default:
			return false
		}
	}
	return false
}

// marker is a line that git leaves where a conflict starts or ends: seven signs and the name of
// a version, which has no spaces but for those that git itself gives.
var marker = pattern.New(`^(?:<{7}|>{7}) (?:[^\s<>]+|Updated upstream|Stashed changes|[0-9a-f]{7,40} \(.*\)|HEAD \(.*\))\s*$`)

// mergeConflicts looks for the markers of a conflict that git leaves in a file, wherever in a
// page: the three of a whole one, or what is left of one that was resolved by half. Markers
// that a block of code shows, or that are those of SEARCH/REPLACE blocks, are examples. A line
// of equals signs alone underlines a heading.
func (r *reader) mergeConflicts() {
	if !bytes.Contains(r.doc.Source, []byte("<<<<<<< ")) && !bytes.Contains(r.doc.Source, []byte(">>>>>>> ")) {
		return
	}
	told, opened, parted := 0, -1, false
	fence, fences, within, shown := "", 0, 0, false // the open fence, how many lines opened or closed one; what these were at the marker
	report := func(l int, message string) {
		if told++; told <= maxConflicts {
			r.reportLine(mergeConflict, l, message)
		}
	}
	alone := func(l int, shown bool) {
		if text := bytes.TrimSpace(r.line(l)); !shown && len(text) <= maxMarker && marker.Match(text) && !isSearch(text) {
			report(l, fmt.Sprintf("the line %q is a marker of a merge conflict", text))
		}
	}
	for l := range r.doc.index.lines {
		line := r.line(l)
		if mark := fenceOf(line); mark != "" && (fence == "" || mark[0] == fence[0] && len(mark) >= len(fence) && len(bytes.TrimSpace(line)) == len(mark)) {
			if fences++; fence == "" {
				fence = mark
			} else {
				fence = ""
			}
		}
		switch {
		case bytes.HasPrefix(line, []byte("<<<<<<< ")):
			if opened >= 0 {
				alone(opened, shown)
			}
			opened, parted, within, shown = l, false, fences, fence != ""
		case opened >= 0 && string(line) == "=======":
			parted = true
		case !bytes.HasPrefix(line, []byte(">>>>>>> ")):
		case parted:
			if isExample := fence != "" && within == fences || isSearch(line) && isSearch(r.line(opened)); !isExample {
				report(opened, fmt.Sprintf("the merge conflict that starts here is not resolved; it ends on line %d", l+1))
			}
			opened, parted = -1, false
		case opened < 0:
			alone(l, fence != "")
		}
	}
	if opened >= 0 {
		alone(opened, shown)
	}
}

// isSearch reports whether a marker is one of a SEARCH/REPLACE block, as assistants write edits.
func isSearch(line []byte) bool {
	text := string(bytes.TrimSpace(line))
	return text == "<<<<<<< SEARCH" || text == ">>>>>>> REPLACE"
}

// fenceOf is the fence that a line opens or closes a block of code with, "" if it has none.
func fenceOf(line []byte) string {
	text := bytes.TrimLeft(line, " ")
	if len(line)-len(text) > 3 || len(text) < 3 || text[0] != '`' && text[0] != '~' {
		return ""
	}
	n := len(text) - len(bytes.TrimLeft(text, string(text[:1])))
	if n < 3 || text[0] == '`' && bytes.IndexByte(text[n:], '`') >= 0 {
		return ""
	}
	return string(text[:n])
}

package document

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// openTag is a tag that is not closed yet.
type openTag struct {
	name       string
	start, end int
}

var (
	// elements are those of HTML and MathML, and those that the pages of the Hub have.
	elements = strings.Fields(`a abbr acronym address area article aside audio b base bdi bdo big blockquote body br button canvas caption center cite code col colgroup
		data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame h1 h2 h3 h4 h5 h6 head header hgroup hr html
		i iframe img image input ins kbd label legend li link main map mark marquee menu meta meter nav nobr noscript object ol optgroup option output p param picture pre
		progress q rp rt ruby s samp script section select small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead
		time title tr track tt u ul var video wbr math mi mo mn mrow msup msub mfrac msqrt mtext gallery tip tipp`)
	// lasting are elements that go on to the end of the page, across its blocks, where they are not
	// closed (HTML, the list of active formatting elements, and elements that hold blocks).
	lasting = strings.Fields("details table div b strong i em s strike code tt h1 h2 h3 h4 h5 h6")

	// aligned is a tag that tells where on the page its text stands.
	aligned = pattern.New(`(?i)\s(?:align\s*=|style\s*=\s*["'][^"'>]*text-align)`)
	// quoteTwice is a tag with a quote too many, behind which tags are not read.
	quoteTwice = pattern.New(`[^=\s]""`)

	inHTML = pattern.New(`(?m)^[ \t]*(?:#{1,6} \S.*|` + "```" + `.*|[-*+] [\p{L}*[].*\r?\n[ \t]*[-*+] [\p{L}*[].*|\|?[ \t]*:?-{3,}:?[ \t]*(?:\|[ \t]*:?-{3,}:?[ \t]*)+\|?[ \t]*|.*\[[^\[\]\n]+\]\(https?://[^()\s]+\).*|.*\*\*\w[^*\n<]*\*\*.*)\r?$`)
	hidden = pattern.New(`(?m)^(?:<!--)?[ \t]{0,4}(?:#{1,6}[ \t]+(\S.*?)[ \t#\r]*$|\*\*([^*:\n]{3,60}):?\*\*:?|(\p{Lu}[\p{L} ,&-]{3,40}):[ \t])`)
)

// rawHTML reads a tag within a text.
func (f *flawReader) rawHTML(n *ast.RawHTML) {
	if n.Segments.Len() == 0 {
		return
	}
	t := nextTag(f.m.src[:n.Segments.At(n.Segments.Len()-1).Stop], n.Segments.At(0).Start)
	if t.end == 0 || t.name == "" {
		return
	}
	bare := bytes.TrimSuffix(f.m.src[t.start:t.end], []byte(">"))
	if !t.closing && !slices.Contains(elements, t.name) && len(bare) == len(t.name)+1 {
		f.flaw(FlawTag, t.start, t.end, Flaw{})
	}
	f.tag(t)
}

// tag follows what is open.
func (f *flawReader) tag(t htmlTag) {
	switch {
	case t.name == "td" || t.name == "th":
		f.drop(!t.closing, t)
		return
	case t.name != "sup" && t.name != "sub" && !slices.Contains(lasting, t.name):
		return
	}
	if !t.closing {
		if isHeadingTag(t.name) && len(f.open) > 0 && isHeadingTag(f.open[len(f.open)-1].name) {
			f.open = f.open[:len(f.open)-1] // a heading ends the one before
		}
		if len(f.open) < maxFlaws {
			f.open = append(f.open, openTag{t.name, t.start, t.end})
		}
		return
	}
	for i := len(f.open) - 1; i >= 0; i-- {
		if f.open[i].name == "td" && t.name != "table" {
			return
		}
		if f.open[i].name == t.name || isHeadingTag(t.name) && isHeadingTag(f.open[i].name) { // any of them ends a heading
			f.open = slices.Delete(f.open, i, i+1)
			return
		}
	}
}

// drop opens a cell of a table, or closes it with all that is open in it.
func (f *flawReader) drop(opens bool, t htmlTag) {
	for i := len(f.open) - 1; i >= 0 && f.open[i].name != "table"; i-- {
		if f.open[i].name == "td" {
			f.open = f.open[:i]
			break
		}
	}
	if opens && len(f.open) < maxFlaws {
		f.open = append(f.open, openTag{"td", t.start, t.end})
	}
}

// raised takes raised and lowered texts from what is open: they end with their block, and are
// told if there is more text in it.
func (f *flawReader) raised(from, end int) {
	kept := f.open[:min(from, len(f.open))]
	for i := len(kept); i < len(f.open); i++ {
		t := f.open[i]
		switch {
		case t.name != "sup" && t.name != "sub":
			kept = append(kept, t)
		case i+1 < len(f.open) && f.open[i+1].name == t.name: // the second was meant to close it
		case f.follows(t.end, end):
			f.flaw(FlawUnclosed, t.start, t.end, Flaw{})
		}
	}
	f.open = kept
}

// follows reports whether there is text between two offsets.
func (f *flawReader) follows(from, to int) bool {
	for _, c := range f.text[from:max(from, to)] {
		if c != 0 && c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			return true
		}
	}
	return false
}

// unclosed reports what is open at the end.
func (f *flawReader) unclosed() {
	last := 0 // where the last text ends
	for i, c := range f.text {
		if c > ' ' {
			last = i + 1
		}
	}
	for i, t := range f.open {
		switch {
		case t.name == "td", t.end >= last, t.name == "div" && (!aligned.Match(f.m.src[t.start:t.end]) || quoteTwice.Match(f.m.src)): // which shows nothing, or may be closed
		case i+1 < len(f.open) && f.open[i+1].name == t.name && t.name != "details" && t.name != "table": // the second was meant to close it
		case f.follows(t.end, f.until(t)):
			f.flaw(FlawUnclosed, t.start, t.end, Flaw{})
		}
	}
}

// until is where an element ends that is not closed: a heading, where the next begins.
func (f *flawReader) until(t openTag) int {
	if isHeadingTag(t.name) {
		for _, p := range f.m.pieces {
			if p.level > 0 && p.start > t.start {
				return p.start
			}
		}
	}
	return len(f.m.src)
}

// htmlBlock reads a block of HTML.
func (f *flawReader) htmlBlock(n *ast.HTMLBlock) {
	start, end := htmlRange(n)
	src, code := f.m.src[:end], false
	for at := start; at < end; {
		t := nextTag(src, at)
		if t.end == 0 {
			copy(f.text[at:end], src[at:end])
			break
		}
		copy(f.text[at:t.start], src[at:t.start])
		f.tag(t)
		at = t.end
		if code = code || slices.Contains([]string{"pre", "code", "script", "style", "textarea"}, t.name); !t.closing && (t.name == "pre" || t.name == "script" || t.name == "style") {
			at = skipTo(src, at, t.name)
		}
	}
	f.first = f.first || f.follows(start, end)
	switch n.HTMLBlockType {
	case ast.HTMLBlockType2:
		f.comment(start, end)
	case ast.HTMLBlockType6, ast.HTMLBlockType7:
		f.markdownIn(start, end, code)
	}
}

// markdownIn reports the first line of Markdown in a block of HTML, which is shown as it is
// written.
func (f *flawReader) markdownIn(start, end int, code bool) {
	if code {
		return
	}
	for _, at := range inHTML.FindAllIndex(f.text[start:end], -1) {
		if line := bytes.Trim(f.text[start+at[0]:start+at[1]], " \t\r\x00"); len(line) > 0 {
			from := start + at[0] + bytes.Index(f.text[start+at[0]:start+at[1]], line)
			if i := bytes.IndexByte(line, '\n'); i >= 0 {
				line = line[:i]
			}
			f.flaw(FlawInHTML, from, from+len(line), Flaw{})
			return
		}
	}
}

// comment reports a comment that is not closed, and the sections in one.
func (f *flawReader) comment(start, end int) {
	text := bytes.TrimSpace(f.m.src[start:end])
	if !bytes.Contains(text, []byte("-->")) {
		if len(text) > len("<!--") {
			f.flaw(FlawComment, start, lineEnd(f.m.src, start), Flaw{})
		}
		return
	}
	block := f.m.src[start:end]
	found := hidden.FindAllSubmatchIndex(block, -1)
	for i, at := range found {
		stop := bytes.LastIndex(block, []byte("-->"))
		if i+1 < len(found) {
			stop = found[i+1][0]
		}
		for group := 4; at[2] < 0 && group < len(at); group += 2 { // the one that is there
			at[2], at[3] = at[group], at[group+1]
		}
		if stop > at[1] && len(bytes.TrimSpace(block[at[1]:stop])) > 0 {
			f.flaw(FlawHidden, start+at[2], start+at[3], Flaw{Number: len(bytes.Fields(block[at[1]:stop])), Meant: oneLine(string(block[at[1]:stop]))})
		}
	}
}

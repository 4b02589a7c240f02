package document

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// address is what a target of a link begins with, or is.
const address = `(?:https?://|www\.)[^()\[\]\s]+|[\w./-]+\.(?:md|pdf|png|jpe?g|svg|gif|webp|py|ipynb|json|html?|txt|csv|ya?ml)|(?:\./)?(?:LICEN[SC]E|NOTICE|CITATION|CHANGELOG)(?:\.\w+)?`

var (
	spacedLink   = pattern.New(`\[([^\[\]\n\x00]+)\](?:[ \t]{1,8}\n?|[ \t]{0,8}\n)[ \t]{0,8}\((` + address + `)\)`)
	turnedLink   = pattern.New(`\(([^()\n\x00]+)\)\[(` + address + `)\]`)
	tornLink     = pattern.New(`\]\([ \t]*[(\[]?(?:https?://|www\.|\x00)[^()\s]*\)?|\]\([\w./ -]+\.(?:md|pdf|png|jpe?g|svg|gif|webp|py|ipynb|json|html?|txt|csv|ya?ml)\)`)
	gluedLink    = pattern.New(`\[\p{L}[^\[\]\n\x00]*\]https?://[^()\[\]\s]+`)
	emptyName    = pattern.New(`(?:^|[ \t\n])(\[\p{L}[^\[\]\n\x00]{2,}\]\[\])`)
	wordsLink    = pattern.New(`\[(\p{L}[\p{L} \-]{2,60})\]\(\p{L}+(?:[ \t]+\p{L}+){1,6}[.!…]*\)`)
	referred     = pattern.New(`(!?)\[([^\[\]\n\x00]+)\]\[([^\[\]\n\x00]+)\]`)
	slug         = pattern.New(`^(?:[0-9]{1,3}|[A-Za-z0-9]+(?:[-_.:][A-Za-z0-9]+)+|[A-Z]?[a-z]{2,30}(?:[0-9]{2,4}[a-z]?)?)$`)
	usual        = pattern.New(`^(?:paper|arxiv|docs?|documentation|licen[sc]e|code|repo|github|demo|blog|website|homepage|colab|notebook|article|report|readme|card|link)(?:[-_].*)?$`)
	webAddress   = pattern.New(`^(?:https?://|www\.|(?:github|gitlab|huggingface|arxiv)\.(?:com|co|org)/)[^\s<>]+$`)
	footnoteMark = pattern.New(`\[\^([A-Za-z0-9_*.-]{1,60})\]`)
	plainNote    = pattern.New(`(?i)^(?:[0-9]{1,3}|(?:fn|note|footnote|ref)[\w-]*)$`)
	noteAtStart  = pattern.New(`(?m)^[ \t>]*(?:[-*+][ \t]+)?\[\^([^\]\s]+)\]:`)
)

// links reports what was meant to be a link, and is shown as text.
func (f *flawReader) links(start, end int) {
	view := f.text[start:end]
	if bytes.IndexByte(view, ']') < 0 {
		return
	}
	for _, at := range spacedLink.FindAllSubmatchIndex(view, -1) {
		label, target := string(view[at[2]:at[3]]), string(view[at[4]:at[5]])
		if len(label) > 1 && strings.Trim(label, "0123456789 ,.") != "" {
			f.flaw(FlawLinkSpace, start+at[0], start+at[1], Flaw{Meant: "[" + label + "](" + target + ")"})
		}
	}
	for _, at := range turnedLink.FindAllSubmatchIndex(view, -1) {
		f.flaw(FlawLinkTurned, start+at[0], start+at[1], Flaw{Meant: "[" + string(view[at[2]:at[3]]) + "](" + string(view[at[4]:at[5]]) + ")"})
	}
	f.tornLinks(start, view)
	f.references(start, view)
}

func (f *flawReader) tornLinks(start int, view []byte) {
	found := tornLink.FindAllIndex(view, -1)
	if bytes.IndexByte(view, '$') < 0 && bytes.IndexByte(view, '\\') < 0 {
		found = append(found, wordsLink.FindAllIndex(view, -1)...)
	}
	found = append(found, gluedLink.FindAllIndex(view, -1)...)
	for _, at := range found {
		from := at[0]
		for from > 0 && at[0]-from < 200 && view[from] != '[' && view[from] != '\n' {
			from--
		}
		if view[from] != '[' {
			from = at[0]
		}
		f.flaw(FlawLinkTorn, start+from, start+at[1], Flaw{})
	}
}

// references reports links to names that are not defined.
func (f *flawReader) references(start int, view []byte) {
	for _, at := range emptyName.FindAllSubmatchIndex(view, -1) {
		f.flaw(FlawReference, start+at[2], start+at[3], Flaw{})
	}
	for _, at := range referred.FindAllSubmatchIndex(view, -1) {
		image, label, name := at[3] > at[2], string(view[at[4]:at[5]]), string(view[at[6]:at[7]])
		before, after := byte(' '), byte(' ')
		if at[0] > 0 {
			before = view[at[0]-1]
		}
		if at[1] < len(view) {
			after = view[at[1]]
		}
		isIndex := before == ']' || before == ')' || before == '_' || before == '\\' || before == '$' || isTagName(before) || after == '[' || after == '('
		switch {
		case isIndex && !image:
		case webAddress.MatchString(name):
			f.flaw(FlawReference, start+at[0], start+at[1], Flaw{Meant: "[" + label + "](" + name + ")"})
		case image, slug.MatchString(name) && isTitle(label), slug.MatchString(label) && slug.MatchString(name) && (usual.MatchString(name) || usual.MatchString(label)), strings.EqualFold(label, name) && strings.Contains(name, " "):
			f.flaw(FlawReference, start+at[0], start+at[1], Flaw{})
		}
	}
}

// isTitle reports whether the text of a link is one that a reader reads: it has small letters,
// and more than a word or a capital at its beginning.
func isTitle(label string) bool {
	return strings.ToUpper(label) != label && (strings.Contains(label, " ") || strings.ToLower(label) != label)
}

// link reads a link of which the text is an address.
func (f *flawReader) link(n *ast.Link) {
	f.target(n)
	first, ok := n.FirstChild().(*ast.Text)
	if !ok || n.ChildCount() != 1 {
		return
	}
	label, target := string(first.Segment.Value(f.m.src)), string(n.Destination)
	if webAddress.MatchString(label) && webAddress.MatchString(target) && !strings.Contains(target, label) && !strings.Contains(label, target) {
		f.flaw(FlawLinkText, first.Segment.Start, first.Segment.Stop, Flaw{Meant: target})
	}
}

// picture is the name of a file with an image.
var picture = pattern.New(`(?i)\.(?:png|jpe?g|svg|gif|webp)(?:\?.*)?$`)

// target reports a target with an invisible character in it, or with an escape that was escaped
// again, and a link that was meant to be an image.
func (f *flawReader) target(n *ast.Link) {
	start := min(max(n.Pos(), 0), len(f.m.src))
	if bytes.ContainsFunc(n.Destination, isZeroWidth) || doubleEntity.Match(n.Destination) {
		i := bytes.Index(f.m.src[start:min(len(f.m.src), start+1024)], n.Destination)
		if i < 0 {
			return
		}
		if at := start + i; bytes.ContainsFunc(n.Destination, isZeroWidth) {
			f.flaw(FlawInvisible, at, at+len(n.Destination), Flaw{Meant: withoutInvisible(n.Destination)})
		} else {
			f.flaw(FlawEntity, at, at+len(n.Destination), Flaw{})
		}
	}
	line := f.m.src[max(0, start-nearby):start]
	line = line[bytes.LastIndexByte(line, '\n')+1:]
	before := bytes.TrimRight(line, " \t")
	spaced := len(before) < len(line) && bytes.HasSuffix(before, []byte("!"))
	if spaced && picture.Match(n.Destination) && len(bytes.Trim(before[:len(before)-1], " \t>-*")) == 0 {
		f.flaw(FlawLinkSpace, start-(len(line)-len(before))-1, start+1, Flaw{Meant: "!["})
	}
}

// footnotes reports notes that lack a text, and texts that no note refers to.
func (f *flawReader) footnotes() {
	src := f.m.src
	if !bytes.Contains(src, []byte("[^")) {
		return
	}
	defined, used := map[string]bool{}, map[string]bool{}
	starts := map[int]bool{}
	for _, at := range noteAtStart.FindAllSubmatchIndex(src, -1) {
		defined[strings.ToLower(string(src[at[2]:at[3]]))], starts[at[2]] = true, true
	}
	for _, at := range refs.FindAllSubmatchIndex(src, -1) {
		if !starts[at[2]] {
			used[strings.ToLower(string(src[at[2]:at[3]]))] = true
		}
	}
	for _, b := range f.blocks {
		f.notes(b, defined, used)
	}
}

// definition takes the definition of a footnote that is an address for a text: the parser takes
// it for one of a link.
func (f *flawReader) definition(at int) {
	if at < 0 || at >= len(f.m.src) || !bytes.HasPrefix(f.m.src[at:], []byte("[^")) {
		return
	}
	end := lineEnd(f.m.src, at)
	copy(f.text[at:end], f.m.src[at:end])
	f.blocks = append(f.blocks, textBlock{at, end})
}

// notes reads one block for footnotes.
func (f *flawReader) notes(b textBlock, defined, used map[string]bool) {
	view := f.text[b.start:b.end]
	if !bytes.Contains(view, []byte("[^")) {
		return
	}
	told := map[string]bool{}
	for _, at := range footnoteMark.FindAllSubmatchIndex(view, -1) {
		name := strings.ToLower(string(view[at[2]:at[3]]))
		atStart := at[0] == 0 || len(bytes.TrimSpace(view[bytes.LastIndexByte(view[:at[0]], '\n')+1:at[0]])) == 0
		switch isNote := at[1] < len(view) && view[at[1]] == ':' && atStart; {
		case isNote && !used[name] && !told[name]:
			end := b.start + at[1]
			f.flaw(FlawLooseNote, b.start+at[0], b.start+at[0]+lineEnd(f.m.src[b.start+at[0]:], end-b.start-at[0]), Flaw{})
		case isNote, defined[name], told[name], at[0] > 0 && view[at[0]-1] == '\\':
			continue
		case plainNote.MatchString(name), len(defined) > 0:
			f.flaw(FlawFootnote, b.start+at[0], b.start+at[1], Flaw{})
		}
		told[name] = true
	}
}

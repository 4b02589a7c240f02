package slips

import (
	"bytes"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

const (
	maxGaps  = 20 // of a card
	minTitle = 4  // bytes of a title that may stand for a longer one
)

var (
	// sectionNamed is a reference to a section of the page by its title.
	sectionNamed = pattern.New(`(?i)\b(?:(?:see|in|under|to|from|of) (?:the )?sections? (?:titled |called |named )?["“'‘*_]{1,2}([^"”'’*_\n]{3,60})["”'’*_]|(?:see|in|under|to) (?:the |our )?["“*_]{1,2}([^"”*_\n]{3,60})["”*_]{1,2} section\b)`)
	// ofElsewhere is a sentence about sections of another document.
	ofElsewhere = pattern.New(`(?i)\b(?:paper|report|documentation|docs|repository|repo|article|thesis|appendix|blog|website|page|wiki|original|upstream|base model|model card of|http)\b`)
	// announces is a sentence behind which what it speaks of must stand.
	announces = pattern.New(`(?i)\b(?:following|as follows|below|folgende[nrs]?|suivante?s?|siguientes?|seguintes?|seguenti)\b[^.!?\n]{0,120}:\s*$|\b(?:some of which are|are|includes?|sind|sont|son|sono)\s?:\s*$`)
	// listable is what such a sentence speaks of, if it is to be listed right there.
	listable = pattern.New(`(?i)\b(?:results?|scores?|metrics?|values?|hyper-?parameters?|datasets?|limitations?|risks?|languages?|labels?|classes|tasks?|ergebnisse|résultats?|resultados?|risultati)\b`)
)

// Gaps are what a card announces and has not, and code of it that cannot run.
func Gaps(d *document.Document, said []passage.Sentence) []evidence.Gap {
	out := []evidence.Gap{}
	add := func(at evidence.Anchor, kind evidence.GapKind, text string) {
		if len(out) < maxGaps {
			out = append(out, evidence.Gap{At: at, Kind: kind, Text: text})
		}
	}
	for _, s := range said {
		if m := sectionNamed.FindStringSubmatch(s.Text); m != nil && !ofElsewhere.MatchString(s.Text) {
			if title := strings.TrimSpace(m[1] + m[2]); !hasTitle(d, title) {
				add(s.At, evidence.GapSection, title)
			}
		}
	}
	for i, s := range d.Sections {
		if last := lastLine(d, i); announces.MatchString(last) && listable.MatchString(last) && !listsNext(d, i) {
			add(passage.Quoted(d, s.Slug, passage.PlacedWords(last)), evidence.GapList, last)
		}
	}
	referenceGaps(d, add)
	codeGaps(d, add)
	undefined(d, add)
	told := map[string]bool{}
	for _, gap := range out {
		told[gap.Text] = true
	}
	python(d, func(at int, kind evidence.GapKind, text string) {
		if !told[text] {
			add(passage.LineAt(d, at), kind, text)
		}
		told[text] = true
	})
	stepGaps(d, add)
	braceGaps(d, add)
	return out
}

// listsNext reports whether the next section has a table, a list or code, which may be what the
// one before announces.
func listsNext(d *document.Document, i int) bool {
	return i+1 < len(d.Sections) && inList.Match(d.Source[d.Sections[i+1].Body.Start:d.Sections[i+1].Body.End])
}

// inList is a line of a table, a list or code.
var inList = pattern.New("(?m)^ {0,3}(?:\\||[-*+] |[0-9]+[.)] |`{3}|~{3})")

// hasTitle reports whether a card has a heading, or a line or label in bold type, with a title.
func hasTitle(d *document.Document, title string) bool {
	want := passage.LettersOf(title)
	is := func(text string) bool {
		have := passage.LettersOf(text)
		return strings.Contains(have, want) || len(have) >= minTitle && strings.Contains(want, have)
	}
	return want == "" ||
		slices.ContainsFunc(d.Sections, func(s document.Section) bool { return is(s.Title) }) ||
		slices.ContainsFunc(d.Marks.Subheadings, func(s document.Subheading) bool { return is(s.Title) }) ||
		slices.ContainsFunc(d.Marks.Labels, func(l document.Label) bool { return is(l.Name) })
}

// lastLine is the last line of a section without sub-sections, "" where its last block is long.
func lastLine(d *document.Document, i int) string {
	s := d.Sections[i]
	end := len(d.Source)
	if i+1 < len(d.Sections) {
		if d.Sections[i+1].Level > s.Level {
			return ""
		}
		end = d.Sections[i+1].Heading.Start
	}
	text := bytes.TrimRight(d.Source[min(s.Body.Start, end):end], " \t\r\n")
	line := text[bytes.LastIndexByte(text, '\n')+1:]
	if len(line) > passage.MaxSentence || bytes.HasPrefix(bytes.TrimSpace(line), []byte("#")) {
		return ""
	}
	return strings.TrimSpace(strings.ToValidUTF8(string(line), ""))
}

var (
	// pythonFence opens a block of Python.
	pythonFence = pattern.New("(?i)^ {0,3}(?:`{3,}|~{3,}) *(?:python|py|python3)\\b")
	// typographic is a quote of running text where a text of code begins or ends.
	typographic = pattern.New(`[(=,\[{:]\s*[“”‘’]\w|\w[“”‘’]\s*[),\]}\n]`)
	// binds is a name that code gives to something.
	binds = pattern.New(`(?m)\bas\s+(\w+)|^[ \t>]*(?:from[ \t]+[\w.]+[ \t]+)?import[ \t]+([\w.]+(?:[ \t]*,[ \t]*[\w.]+)*)|^[ \t]*(\w+)[ \t]*=[^=]|\bfor[ \t]+(\w+)[ \t]+in\b`)
	// uses is a well-known module that code asks for something.
	uses = pattern.New(`(?:^|[\s(\[{=,])(torch|np|pd|plt|tf|requests|cv2|librosa|torchaudio)\.\w`)
	// importsAll may bind any name.
	importsAll = pattern.New(`\bimport[ \t]+(?:\*|\()`)
	// pythonNotes are comments and long texts of Python.
	pythonNotes = pattern.New(`(?s)#[^\n]*|""".*?"""|'''.*?'''`)
)

// codeGaps are the faults for which the Python of a card cannot run: its blocks are taken for one
// program, in their order.
func codeGaps(d *document.Document, add func(evidence.Anchor, evidence.GapKind, string)) {
	bound := map[string]bool{}
	told := map[string]bool{}
	for _, b := range passage.CodeBlocks(d) {
		open := d.Source[bytes.LastIndexByte(d.Source[:max(0, b.Start-1)], '\n')+1 : b.Start]
		code := d.Source[b.Start:b.End]
		for _, m := range binds.FindAllSubmatch(code, passage.MaxNames) {
			for _, names := range m[1:] {
				for _, name := range bytes.Split(names, []byte(",")) {
					top, _, _ := bytes.Cut(bytes.TrimSpace(name), []byte("."))
					bound[string(top)] = true
				}
			}
		}
		if !pythonFence.Match(open) {
			continue
		}
		if at := typographic.FindStringIndex(string(code)); at != nil {
			add(passage.AnchorAt(d, b.Start+at[0]+1), evidence.GapQuotes, strings.TrimSpace(strings.ToValidUTF8(string(code[at[0]:at[1]]), "")))
		}
		if !passage.Imported.Match(code) || importsAll.Match(code) {
			continue
		}
		plain := bytes.Clone(code)
		for _, at := range pythonNotes.FindAllIndex(code, passage.MaxNames) {
			for i := at[0]; i < at[1]; i++ {
				plain[i] = ' '
			}
		}
		for _, m := range uses.FindAllSubmatchIndex(plain, passage.MaxNames) {
			if name := string(code[m[2]:m[3]]); !bound[name] && !told[name] {
				told[name] = true
				add(passage.AnchorAt(d, b.Start+m[2]), evidence.GapImport, name)
			}
		}
	}
}

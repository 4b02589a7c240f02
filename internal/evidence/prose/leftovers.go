package prose

import (
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// leftover is what a template, or a note of its author, left in a line that is otherwise written.
// Each alternative is a sign that no finished text has: blanks of template languages, notes in
// capitals, blanks in brackets where a person or a value belongs, and what asks to be removed.
var leftover = pattern.New(`\{\{-?\s*[a-z][a-z_.]*[a-z]\s*(?:\|[^{}\n]{0,80})?-?\}\}` + // Jinja, Mustache
	`|\{%-?\s*(?:if|elif|else|endif|for|endfor|set|block|endblock|include)\b[^%\n]{0,80}%\}` +
	`|\$\{[A-Z][A-Z0-9_]{2,40}\}|%[A-Z]{3,20}(?:_[A-Z]{2,20}){0,3}%` + // of shells and of Windows
	`|\((?:TODO|FIXME|TBD)\b[^()\n]{0,80}\)|\b(?:TODO|FIXME)(?:\([\w@.-]{1,30}\))?:[^\n]{0,80}|^\W*(?:TODO|FIXME|TBD)\b[^\n]{0,80}|\b(?:is|are|was|of|by|on|at|for|with|:) (?:TODO|FIXME|TBD)\b` +
	`|\b[Ll]orem ipsum dolor\b` +
	`|\[(?i:more information needed|needs more information|information needed)\]` +
	`|(?i:\b(?:by|at|of|from|contact|author|name|model|dataset|version|license)s?\b[:*\s]{1,5})[\[<](?i:your|the|insert|enter|add|fill in)[ _-](?i:full |own )?(?i:name|names|organi[sz]ation|company|team|e-?mail|model|dataset|username|version|license|value)(?i:[ _-]name|[ _-]here|[ _-]id)?[\]>]` +
	`|\[(?:Your Name|Your Organi[sz]ation|Organi[sz]ation Name|Company Name|Author Name|Dataset Name|Model Name|Insert [A-Za-z ]{2,40})\](?:$|[^(\w])` +
	`|\b(?:XX|YY|XXX|NN)(?:\.X+)?\s?(?:%|percent\b|hours?\b|days?\b|epochs?\b|steps?\b|GPUs?\b|examples\b|samples\b|million\b|billion\b|tokens\b|GB\b)` +
	`|\bXX\.XX?\b` +
	`|\(@\w[\w-]{1,38},? (?:please|pls|can you|could you)\b[^()\n]{0,80}\)` +
	`|(?:^|[\s(])@\w[\w-]{1,38}[:,]? (?:please|pls|plz|can you|could you|todo:?) (?:\w+ ){0,2}?(?:check|double-check|fix|review|confirm|verify|update|add|fill|rerun|re-run|look)\b[^.!?\n]{0,80}|\b(?:pls|plz) (?:check|double-check|fix|review|confirm|verify|update|fill in|rerun|re-run)\b[^.!?\n]{0,80}|\b(?:[Cc]heck|[Ff]ix|[Uu]pdate|[Vv]erify|[Cc]onfirm|[Rr]eview|[Rr]erun|[Rr]e-run|[Dd]ouble-check)\b[^.!?\n]{0,60}\b(?:b4|before) we (?:publish|release|merge|ship|upload|submit) (?:this|it)\b` +
	`|\((?:NOTE|Note) to (?:self|myself|the team|reviewers?|editors?)\b[^()\n]{0,80}|\b(?:NOTE TO SELF|NOTE to self|Note to self)\b[^\n]{0,80}|\b(?:[Dd]o not|[Dd]on't|DO NOT) (?:mention|publish|disclose) (?:this|it)?\b ?(?:before|until|outside|publicly|externally)\b[^\n]{0,40}|\b(?:fix|fill in|rerun|re-run|double-check|update|clean up) (?:this |it |these )?before (?:the )?(?:release|publishing|publication|launch|merging|merge)\b` +
	`|\bThis model ?card aims to be a base template for new models\b` + // of the hub's template, about itself
	`|\[email(?: |&#160;|\x{a0})protected\]` + // what a page that hides addresses shows to who copies from it
	`|(?i:\b(?:your[._-]?(?:name|e-?mail|address)|(?:first|given)\.?name[._-](?:last|sur|family)\.?name|name|e-?mail|user(?:name)?|someone|contact|author|maintainer|john\.doe|jane\.doe)@(?:example|domain|your-?(?:domain|company|org)|company|mydomain)\.(?:com|org|net)\b)` +
	`|(?i:\b(?:delete|remove) this (?:paragraph|section|line|comment|note|text|block|template) (?:before|when|once|after|if|from)\b)` +
	`|^\W*(?:Certainly|Sure|Of course|Absolutely)[!,.]\s+Here(?:'s|’s| is| are)\b[^.\n]{0,80}\b(?:card|section|README|description|summary|documentation|paragraph|text|version|draft|table)\b[^.\n]{0,60}` +
	`|^\W*(?:As an AI (?:language )?model|I'm sorry, but|I apologize, but),? I\b[^.\n]{0,80}` +
	`|^\W*Here(?:'s|’s| is) (?:a|an|the|your) (?:\w+ ){0,3}(?:revised|rewritten|improved|polished|refined|professional|concise|reworded|edited|updated|expanded) (?:version|draft|paragraph|text|section)\b(?: of (?:your|the)\b)?[^.\n]{0,60}:` +
	`|^\W*(?:I hope this helps[!.]|Let me know if you(?:'d| would)? (?:like|need|want) (?:me to|any (?:further|other|more|additional) (?:changes|edits|adjustments|revisions|help))\b|Feel free to ask if you need (?:any )?(?:further|more) (?:help|changes))[^.\n]{0,60}` +
	`|\b[Aa]s of my (?:last|latest) (?:knowledge|training) (?:update|cutoff|cut-off)\b[^.\n]{0,40}`)

// leftoverMarks are what a line with a leftover has, found much faster.
var leftoverMarks = []string{"{{", "{%", "${", "%", "TODO", "FIXME", "TBD", "NOTE", "ote to self", "ote to ", "mention", "publish", "disclose", "before", "orem ipsum", "nformation needed", "nformation Needed", "[", "<", "XX", "YY", "NN", "his ", "Here", "hope this helps", "et me know if", "eel free to ask", "s of my la", "base template", "@", "pls", "plz", "b4", "protected]", "AI ", "I'm sorry", "I apologize"}

// leftoverValue is a cell of a table, or the value of a label, that stands for one.
var leftoverValue = pattern.New(`(?i)^[^\pL\pN]*(?:(?-i:TODO|TBD|TBA|FIXME|XXX+|XX+\.X+)|to be (?:determined|added|announced|completed|filled(?: in)?|done)|fill(?: me| this)? in|more information needed|your (?:name|organi[sz]ation|company|team|model|dataset|e-?mail)(?: name| here)?|lorem ipsum.*)[^\pL\pN]*$|^\s*\?{2,}\s*$`)

// sourceLeftover is the field of a citation that nobody filled.
var sourceLeftover = pattern.New(`^\s*(?:title|author|year|journal|url|booktitle|institution)\s*=\s*[{"]+(?:TODO|TBD|FIXME|XXX+|20XX|(?i:your (?:name|title|paper title)))[}"]+|^\s*(?:title|author|year|journal|url|booktitle|institution)\s*=\s*\{+\.\.\.\}|^\s*@\w+\{\s*(?i:your[_-]\w+|citation[_-]?key|cite[_-]?key|todo|xxx+)\s*,`)

// promptTitle is the title of a section whose text is given to the model, or said by it.
var promptTitle = pattern.New(`(?i)\b(?:prompts?|templates?|format|examples?|samples?|demo|outputs?|chats?|dialogu?es?|conversations?)\b|示例|例`)

// ofDialog is what a prompt, and the answer of a model, may have.
var ofDialog = pattern.New(`^(?:\{\{|As an AI|I'm sorry|I apologize|Certainly|Sure|Of course|Absolutely|Here|I hope|Let me|Feel free|[Aa]s of my)`)

const (
	maxLine      = 2_000     // bytes of a line that is looked at
	maxLineRead  = 256 << 10 // bytes of a document
	maxShownText = 80        // bytes of a leftover that are told
)

// LeftoverIn is the first of what a template, or a note of its author, left in a text of which
// nothing else is known. Lines are read one by one.
func LeftoverIn(text string) string {
	for line := range strings.Lines(text[:min(len(text), maxLineRead)]) {
		if len(line) > maxLine || !slices.ContainsFunc(leftoverMarks, func(mark string) bool { return strings.Contains(line, mark) }) {
			continue
		}
		line = inlineCode.ReplaceAllString(strings.TrimRight(line, "\r\n"), " ")
		if found := leftover.FindStringIndex(line); found != nil && !isMath(line, found[0]) && !isQuotedAddress(line, found) {
			return shown(strings.Trim(line[found[0]:found[1]], " *:"))
		}
	}
	return ""
}

// shown is a leftover as it is told: on one line, and not at length.
func shown(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > maxShownText {
		text = strings.ToValidUTF8(text[:maxShownText], "") + "…"
	}
	return text
}

// leftovers are what is left of a template within lines, cells, labels and citations that are
// otherwise written. What a paragraph is as a whole, TemplateText tells.
func leftovers(d *document.Document, told []evidence.Template) []evidence.Template {
	var out []evidence.Template
	isWritten := make([]int8, len(d.Sections)) // 0: not looked
	add := func(section int, at evidence.Anchor, text string) {
		if section < 0 || len(out)+len(told) >= maxTemplate {
			return
		}
		if isWritten[section] == 0 {
			isWritten[section] = 1
			if written(d.Sections[section]) {
				isWritten[section] = 2
			}
		}
		text = shown(text)
		title := d.Sections[section].Title
		isAddress := strings.Contains(text, "@") || strings.Contains(text, "protected]") // which may be all that a section has
		if isWritten[section] < 2 && !isAddress || slices.ContainsFunc(told, func(t evidence.Template) bool { return t.Section == title && strings.Contains(t.Text, text) }) {
			return
		}
		out = append(out, evidence.Template{At: at, Text: text, Inline: true, Section: title})
	}
	read := 0
	for i, s := range d.Sections {
		end := s.Body.End
		if i+1 < len(d.Sections) {
			end = min(end, d.Sections[i+1].Heading.Start)
		}
		if read += end - s.Body.Start; read > maxLineRead {
			break
		}
		fence, inComment := "", false
		for line := range strings.Lines(string(d.Source[s.Body.Start:max(s.Body.Start, end)])) {
			line = strings.TrimRight(line, "\r\n")
			bare := strings.TrimLeft(line, " ")
			if mark := fenceMark(bare); mark != "" && (fence == "" || strings.HasPrefix(bare, fence)) {
				if fence != "" {
					mark = ""
				}
				fence = mark
				continue
			}
			at := evidence.Anchor(d.Path + "#" + document.Pointer("sections", s.Slug, line))
			switch {
			case len(line) > maxLine:
			case fence != "":
				if m := sourceLeftover.FindString(line); m != "" {
					add(i, at, m)
				}
			case inComment:
				inComment = !strings.Contains(line, "-->")
			case strings.HasPrefix(bare, ">"), strings.HasPrefix(bare, "|"), strings.HasPrefix(line, "    ") && !strings.HasPrefix(bare, "-") && !strings.HasPrefix(bare, "*"):
			case strings.Contains(line, "<!--"):
				inComment = !strings.Contains(line[strings.Index(line, "<!--"):], "-->")
			case slices.ContainsFunc(leftoverMarks, func(mark string) bool { return strings.Contains(line, mark) }):
				text := inlineCode.ReplaceAllString(line, " ")
				if found := leftover.FindStringIndex(text); found != nil && !isMath(text, found[0]) && !isQuotedAddress(text, found) {
					if text = strings.Trim(text[found[0]:found[1]], " *:"); !ofDialog.MatchString(text) || !promptTitle.MatchString(s.Title) {
						add(i, at, text)
					}
				}
			}
		}
	}
	labelled := map[int]bool{} // sections of which a label is told: the first, of those of a template
	for i, l := range d.Marks.Labels {
		in := sectionOf(d, l.Span.Start)
		isTold := func(t evidence.Template) bool {
			return t.Section == d.Sections[in].Title && strings.Trim(l.Value, " *") == t.Text
		}
		if leftoverValue.MatchString(l.Value) && !strings.HasPrefix(strings.TrimSpace(l.Value), "[") && in >= 0 && !labelled[in] && !slices.ContainsFunc(out, isTold) {
			add(in, evidence.Anchor(d.Path+"#"+document.Pointer("body", "labels", strconv.Itoa(i))), l.Name+" "+l.Value)
			labelled[in] = true
		}
	}
	for i, t := range d.Marks.Tables {
		for r := 1; r < len(t.Rows); r++ {
			for c, cell := range t.Rows[r] {
				if len(t.Rows[r]) == 2 && c == 1 && len(d.Marks.Labels) > 0 && isLabel(d, cell) {
					continue // told as a label
				}
				if leftoverValue.MatchString(cell.Text) {
					add(sectionOf(d, cell.Span.Start), evidence.Anchor(d.Path+"#"+document.Pointer("body", "tables", strconv.Itoa(i), strconv.Itoa(r), strconv.Itoa(c))), cell.Text)
				}
			}
		}
	}
	return out
}

// inlineCode is code within a line, which quotes blanks.
var inlineCode = pattern.New("`[^`\n]*`")

// fenceMark is how a line opens or closes a block of code, "" if it does not.
func fenceMark(line string) string {
	for _, mark := range []string{"```", "~~~"} {
		if strings.HasPrefix(line, mark) {
			return mark
		}
	}
	return ""
}

// chatVariable is a blank of a prompt, which the page explains.
var chatVariable = pattern.New(`^\{\{-?\s*(?:user|char|bot|assistant|system\w*|prompt|input|output|instruction|question|answer|context|message\w*|content|role|text|query|response|history|name|persona|bos_token|eos_token)\b`)

// isMath reports whether a place of a line may be in a formula, or in a citation outside of code.
func isMath(line string, at int) bool {
	before := strings.TrimRight(line[:at], " ")
	if chatVariable.MatchString(line[at:]) {
		return true
	}
	return strings.HasSuffix(before, "=") || strings.HasSuffix(before, "\\") || strings.HasPrefix(line[at:], "{{") && strings.Count(line, "$") > 1
}

// isQuotedAddress reports whether a place of a line is an address among other words in quotes: a
// text for the model to read.
func isQuotedAddress(line string, at []int) bool {
	if !strings.Contains(line[at[0]:at[1]], "@") {
		return false
	}
	return slices.ContainsFunc(quotedText.FindAllStringIndex(line, 20), func(q []int) bool {
		return q[0] < at[0] && at[1] < q[1] && len(strings.Fields(line[q[0]:q[1]])) >= 3
	})
}

var quotedText = pattern.New(`"[^"\n]*"|“[^”\n]*”|«[^»\n]*»|„[^“”\n]*[“”]`)

func isLabel(d *document.Document, cell document.Cell) bool {
	_, found := slices.BinarySearchFunc(d.Marks.Labels, cell.Span.Start, func(l document.Label, at int) int { return l.Span.Start - at })
	return found
}

// sectionOf is the index of the section that a place of the body is in, or -1.
func sectionOf(d *document.Document, offset int) int {
	i, _ := slices.BinarySearchFunc(d.Sections, offset+1, func(s document.Section, at int) int { return s.Heading.Start - at })
	return i - 1
}

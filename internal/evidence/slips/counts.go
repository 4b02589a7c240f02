package slips

import (
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// countedThings is a number of things that a list names, up to where the list begins. Words
	// between the things and the list tell only that it follows.
	countedThings = pattern.New(`(?i)(?:^|[\s*_(])(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|[0-9]{1,3})[*_]{0,2} (?:[\pL-]+ ){0,2}?(?:languages|classes|labels|types|categories|entities|emotions|sentiments|topics|intents|tags|datasets|corpora|sources|splits|subsets|parts|components|steps|stages|phases|versions|variants|sizes|features|columns|dialects|accents|speakers|voices|genres|domains|levels|models)[*_]{0,2}(?: of (?:[\pL-]+ ){0,2}?[\pL-]+| (?:are|is) (?:supported|available|included|covered))?(?:,? (?:namely|which are|are|as follows|listed below|below))? ?([:(]) ?`)
	// openList are words of lists that name only some things, or more than these.
	openList = pattern.New(`\b(?:etc|such as|e\.?g|i\.?e|including|include|like|among|others?|more|for example|for instance|plus|both|each|per|at least|up to|over|rest|remaining|or more|respectively|vs|versus|and so on|see|with|where|which|from|than|ranging|range|respective)\b|\.\.\.|…|[0-9]\+|=>|->|http`)
	inParens = pattern.New(`\([^()]*\)|\[[^\][]*\]\([^()]*\)`)
	asideIn  = pattern.New(`(?i),? (?:while|whereas|but|although|because|since|as well as) | [–—-] `)
	// partOf is a part of the things before their number, of which a list behind them may be:
	// "three of the four classes", "most of these 20 languages".
	partOf  = pattern.New(`(?i)\b(some|many|most|several|few|half|part|majority|` + "[a-z]+teen|t(?:wo|hree|en|welve)|four|five|six|seven|eight|nine|eleven|twenty|thirty" + `|[0-9]+)[*_]{0,2} (?:out )?of (?:(?:the|these|those|our|its|all|my) ){0,2}[*_]{0,2}$`)
	itemEnd = pattern.New(`,? (?:and|or|und|et|y) |,`)
	joined  = pattern.New(`(?i),? (?:and|or|&|und|et|y) `)
)

const maxPartOf = 60 // bytes before a number that are read for the part of it

// counts finds numbers of things whose list, which follows, has another number of them.
func (s *slipReader) counts() {
	for i, b := range s.blocks {
		if b.Kind != passage.ProseBlock && b.Kind != passage.ListBlock {
			continue
		}
		for _, m := range countedThings.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			said, number := b.Text[m[2]:m[3]], 0
			if number = passage.Numerals[strings.ToLower(said)]; number == 0 {
				number, _ = strconv.Atoi(said)
			}
			part := number // of them, that the list may name
			if of := partOf.FindStringSubmatch(b.Text[max(0, m[2]-maxPartOf):m[2]]); of != nil {
				if part = amountNamed(of[1]); part == 0 {
					continue
				}
			}
			rest := b.Text[m[1]:]
			low, high := 0, 0
			switch {
			case b.Text[m[4]] == '(':
				rest = unlinked(rest)
				if closing := closingAt(rest); closing > 0 && sumOf(rest[:closing]) != number {
					low, high = itemsOf(rest[:closing])
				}
			case strings.TrimSpace(rest) == "":
				if i+1 < len(s.blocks) && sumOf(strings.ReplaceAll(s.blocks[i+1].Text, "\n", ",")) != number {
					low, high = s.blockItems(s.blocks[i+1])
				}
			case strings.Contains(strings.ToLower(b.Text[m[2]:m[4]]), " models"): // may be made of parts
			case b.Kind == passage.ProseBlock:
				line, _, _ := strings.Cut(rest, "\n")
				if passage.IsListItem(strings.TrimLeft(line, " ")) {
					break
				}
				line = firstSentence(unlinked(line))
				if sumOf(line) != number {
					low, high = itemsOf(line)
				}
			}
			if number < 2 || low < 2 || number >= low && number <= high || part >= low && part <= high {
				continue
			}
			shown := strings.Trim(b.Text[m[2]:m[4]], " *_")
			things := strconv.Itoa(high)
			s.add(evidence.SlipCount, b.Start+m[2], shown, things)
		}
	}
}

// amountNamed is a whole number in digits or words, 0 if it is none.
func amountNamed(word string) int {
	if n, err := strconv.Atoi(word); err == nil {
		return n
	}
	if word = strings.ToLower(word); word == "one" || word == "an" || word == "a" {
		return 1
	}
	return passage.Numerals[word]
}

// sumOf is the sum of the numbers with which the items of a list begin, 0 if one begins with none:
// "11 entities: 7 places, 3 persons and 1 date".
func sumOf(list string) int {
	sum := 0
	for _, item := range itemEnd.Split(strings.Trim(list, " .,"), 40) {
		first, _, _ := strings.Cut(strings.TrimLeft(item, " *_-+•`"), " ")
		n := amountNamed(strings.Trim(first, "*_`"))
		if n == 0 {
			return 0
		}
		sum += n
	}
	return sum
}

// unlinked is a text with the names of its links in place of the links.
func unlinked(text string) string {
	return linkOfText.ReplaceAllString(text, "$1")
}

var linkOfText = pattern.New(`!?\[([^\][]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?(?: "[^"]*")?\)`)

// closingAt is where the bracket closes that a text is in.
func closingAt(text string) int {
	depth := 1
	for i, c := range []byte(text) {
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		case '\n':
			return -1
		}
	}
	return -1
}

// firstSentence is a text up to the end of its first sentence.
func firstSentence(text string) string {
	if at := sentenceStop.FindStringIndex(text); at != nil {
		return text[:at[0]]
	}
	return text
}

var sentenceStop = pattern.New(`[.!?;](?:\s|$)`)

// itemsOf are the least and the most items that a list within a sentence may have, 0 if it is
// none, or an open one.
func itemsOf(list string) (low, high int) {
	if at := asideIn.FindStringIndex(list); at != nil {
		list = list[:at[0]]
	}
	asides := len(inParens.FindAllStringIndex(list, -1)) // a comma may be missing behind one
	list = strings.Trim(inParens.ReplaceAllString(list, ""), " `*_.\r")
	if openList.MatchString(list) || strings.ContainsAny(list, ":;\n|") || len(list) > passage.MaxLineRead {
		return 0, 0
	}
	parts := strings.Split(list, ",")
	for i, part := range parts {
		part = strings.TrimSpace(part)
		if part == "" || len(strings.Fields(part)) > 6 {
			return 0, 0
		}
		ands := len(joined.FindAllStringIndex(" "+part+" ", -1))
		if i == len(parts)-1 && (strings.HasPrefix(part, "and ") || strings.HasPrefix(part, "or ") || strings.HasPrefix(part, "& ")) {
			ands = max(0, ands-1)
		}
		low, high = low+1, high+1+ands
	}
	if len(parts) < 2 && high < 2 {
		return 0, 0
	}
	if len(parts) == 2 && high == 2 { // "A, B": perhaps an aside
		return 0, 0
	}
	return low, max(high, asides)
}

// firstCells are the names of the rows of a table, each in a line.
func firstCells(table string) string {
	out := ""
	for line := range strings.Lines(table) {
		cell, _, _ := strings.Cut(strings.TrimLeft(line, "| \t"), "|")
		out += strings.TrimSpace(cell) + "\n"
	}
	return out
}

// blockItems are the items of a list that is a block.
func (s *slipReader) blockItems(b passage.Block) (low, high int) {
	switch b.Kind {
	case passage.ProseBlock:
		if strings.HasPrefix(b.Text, "`") && !strings.Contains(b.Text, "\n") {
			return itemsOf(unlinked(b.Text))
		}
	case passage.TableBlock:
		rows := strings.Count(b.Text, "\n") - 1 // without the header and the line below it
		if rows < 2 || openList.MatchString(firstCells(b.Text)) {
			return 0, 0
		}
		return rows, rows
	case passage.ListBlock:
		indent := -1
		for line := range strings.Lines(b.Text) {
			bare := strings.TrimLeft(line, " \t")
			if !passage.IsListItem(bare) {
				continue
			}
			if indent < 0 {
				indent = len(line) - len(bare)
			}
			if len(line)-len(bare) <= indent {
				high++
			}
		}
		if openList.MatchString(unlinked(b.Text)) {
			return 0, 0
		}
		return high, high
	}
	return 0, 0
}

package slips

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// spanLabel is a class of tokens that begin a thing, or are inside of one.
var spanLabel = pattern.New("(?:^|[^\\w-])([BI])[-_]([A-Z][A-Z_]{1,20})(?:$|[^\\w-])")

// spans finds lists of classes that have the beginnings and insides of some things, and only one
// of them of one thing.
func (s *slipReader) spans() {
	for _, b := range s.blocks {
		if b.Kind == passage.HeadingBlock || b.Kind == passage.CodeBlock {
			continue
		}
		signs, at := map[string]string{}, map[string]int{}
		var names []string
		for line, start := "", 0; start < len(b.Text); start += len(line) + 1 {
			line, _, _ = strings.Cut(b.Text[start:], "\n")
			for _, m := range spanLabel.FindAllSubmatchIndex([]byte(line), passage.MaxMentions) {
				name := line[m[4]:m[5]]
				if !slices.Contains(names, name) {
					names, at[name] = append(names, name), b.Start+start+m[2]
				}
				if sign := line[m[2]:m[3]]; !strings.Contains(signs[name], sign) {
					signs[name] += sign
				}
			}
		}
		half := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return len(signs[name]) > 1 })
		if len(half) != 1 || len(names) < 3 {
			continue
		}
		missing := strings.Trim("BI", signs[half[0]]) + "-" + half[0]
		if !strings.Contains(string(s.d.Source), missing) {
			s.add(evidence.SlipUnlisted, at[half[0]], missing, "")
		}
	}
}

// UnlistedLabels finds a list of a card's classes that has nearly all that the settings of a
// model have: the others are nowhere in the card.
func UnlistedLabels(d *document.Document, labels []string, file string) []evidence.Slip {
	if d == nil || len(labels) < 4 || slices.ContainsFunc(labels, func(l string) bool { return len(l) < 2 || strings.HasPrefix(l, "LABEL_") }) {
		return nil
	}
	text := string(d.Source[d.Front.End:])
	for _, b := range passage.Blocks(d) {
		if b.Kind != passage.TableBlock && b.Kind != passage.ListBlock {
			continue
		}
		cells := map[string]bool{}
		for line := range strings.Lines(b.Text) {
			first, _, _ := strings.Cut(strings.TrimLeft(line, "|-*+ \t"), "|")
			cells[strings.Trim(first, "`*_ \t\r\n")] = true
		}
		var missing []string
		for _, l := range labels {
			if !cells[l] {
				missing = append(missing, l)
			}
		}
		if n := len(labels) - len(missing); n >= 3 && len(missing) > 0 && len(missing) <= 2 && n >= 3*len(missing) && !strings.Contains(text, missing[0]) {
			return []evidence.Slip{{At: passage.LineAnchor(d, b.Start), Kind: evidence.SlipUnlisted, Value: shortened(missing[0]), Other: file}}
		}
	}
	return nil
}

// ContraryLabels finds a place of a card that gives the classes 0 and 1 the names that the settings
// of a model give to 1 and 0.
func ContraryLabels(d *document.Document, zero, one, file string) []evidence.Slip {
	if d == nil {
		return nil
	}
	zero, one = strings.ToLower(zero), strings.ToLower(one)
	for _, b := range passage.Blocks(d) {
		if b.Kind == passage.HeadingBlock || b.Kind == passage.OtherBlock {
			continue
		}
		var whole [2]string
		for line := range strings.Lines(b.Text) {
			found, _ := meaningsIn(line[:min(len(line), passage.MaxLineRead)])
			for n, word := range found {
				if whole[n] == "" {
					whole[n] = word
				}
			}
		}
		if whole[0] == one && whole[1] == zero && zero != one {
			return []evidence.Slip{{At: passage.LineAnchor(d, b.Start), Kind: evidence.SlipLabels, Value: shortened("0: " + whole[0] + ", 1: " + whole[1]), Other: shortened("0: " + zero + ", 1: " + one + " in " + file)}}
		}
	}
	return nil
}

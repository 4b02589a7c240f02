package slips

import (
	"maps"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// mapping is a table in code, with its name and its entries.
	mapping = pattern.New(`(?m)^[ \t>]*([A-Za-z_]\w{1,40})\s*=\s*\{([^{}]{3,900})\}`)
	// numbered is an entry of a table from names to numbers, or the other way.
	numbered = pattern.New(`(?:["']([^"'\n]{1,60})["']\s*:\s*([0-9]{1,4})|\b([0-9]{1,4})\s*:\s*["']([^"'\n]{1,60})["'])\s*(?:,|$|\s*#[^\n]*)`)
	// aboutClasses is the name of a table or a list of classes.
	aboutClasses = pattern.New(`(?i)(?:label|lbl|class|tag|id2|2id|idx)`)
	// listed is a list of names in code.
	listedNames = pattern.New(`(?m)^[ \t>]*([A-Za-z_]\w{1,40})\s*=\s*\[((?:\s*["'][^"'\n]{1,60}["']\s*,?)+)\s*\]`)
	quotedName  = pattern.New(`["']([^"'\n]{1,60})["']`)
)

// mappings finds code with a table from classes to numbers, and one back that has others.
func (s *slipReader) mappings() {
	numbers, names := map[string]string{}, map[string]string{} // of a class, and back
	for _, b := range s.blocks {
		if b.Kind != passage.CodeBlock {
			continue
		}
		for _, m := range mapping.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			name := b.Text[m[2]:m[3]]
			if !aboutClasses.MatchString(name) {
				continue
			}
			to, back := entriesOf(b.Text[m[4]:m[5]])
			if len(to) > 0 {
				s.notInverse(b.Start+m[2], name, to, names)
				numbers = to
			}
			if len(back) > 0 {
				s.notInverse(b.Start+m[2], name, back, numbers)
				names = back
			}
		}
	}
}

// entriesOf are the entries of a table that is from names to numbers, or from numbers to names.
func entriesOf(body string) (to, back map[string]string) {
	to, back = map[string]string{}, map[string]string{}
	for _, m := range numbered.FindAllStringSubmatch(body, 200) {
		if m[1] != "" {
			to[m[1]] = m[2]
		} else {
			back[m[3]] = m[4]
		}
	}
	return to, back
}

// notInverse keeps the first entry of a table that another of the same classes and numbers does not have.
func (s *slipReader) notInverse(offset int, name string, table, other map[string]string) {
	values := slices.Sorted(maps.Values(table))
	if len(table) < 2 || len(table) != len(other) || !slices.Equal(values, slices.Sorted(maps.Keys(other))) {
		return
	}
	for _, key := range slices.Sorted(maps.Keys(table)) {
		if value := table[key]; other[value] != key {
			s.add(evidence.SlipLabels, offset, name+" "+key+": "+value, value+": "+other[value])
			return
		}
	}
}

// ReorderedLabels finds a list of a card's code with the classes of the settings of a model in
// another order, which the code then uses as the order of what the model returns.
func ReorderedLabels(d *document.Document, labels []string, file string) []evidence.Slip {
	if d == nil || len(labels) < 2 {
		return nil
	}
	for _, b := range passage.Blocks(d) {
		if b.Kind != passage.CodeBlock {
			continue
		}
		for _, m := range listedNames.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			name := b.Text[m[2]:m[3]]
			var have []string
			for _, q := range quotedName.FindAllStringSubmatch(b.Text[m[4]:m[5]], 200) {
				have = append(have, q[1])
			}
			isUsed := strings.Contains(b.Text, ", "+name+")") && strings.Contains(b.Text, "zip(") || strings.Contains(b.Text[m[1]:], name+"[")
			if aboutClasses.MatchString(name) && isUsed && isReordered(have, labels) {
				return []evidence.Slip{{At: passage.LineAnchor(d, b.Start+m[2]), Kind: evidence.SlipLabels, Value: shortened(strings.Join(have, ", ")), Other: shortened(strings.Join(labels, ", ") + " in " + file)}}
			}
		}
	}
	return nil
}

// isReordered reports whether two lists have the same classes, in another order.
func isReordered(a, b []string) bool {
	lower := func(list []string) []string {
		out := slices.Clone(list)
		for i := range out {
			out[i] = strings.ToLower(out[i])
		}
		return out
	}
	x, y := lower(a), lower(b)
	return !slices.Equal(x, y) && slices.Equal(slices.Sorted(slices.Values(x)), slices.Sorted(slices.Values(y)))
}

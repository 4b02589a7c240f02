package figures

import (
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// A list of metrics, or of names in the tables, and one of as many numbers, are of each other in
// their order: "precision and recall are 0.91 and 0.85".
var (
	listJoint = pattern.New(`(?i)^\s*(?:,|/|&|and|und|et|y|e|en|och|og|,\s*and|,\s*und|、|和)\s*(?:an? |the )?$`)
	listLink  = pattern.New(`(?i)^(?:\s+(?:on|for|in|over|auf|sur|en|em|su)\s+[^0-9;.]{1,60}?)?\s*(?::|=|\(|are|were|of|is|at|reach\w*|sind|von|betragen|liegen bei|sont(?: de)?|son(?: de)?|são(?: de)?|de|di|sono|为|は)\s*(?:respectively |at |of )?$`)
)

// Lists are the values of such lists, and the sentence without their numbers.
func (r FigureReader) Lists(sentence string) ([]Figure, string) {
	metrics := Mentions(sentence)
	if len(metrics) < 2 {
		return nil, sentence
	}
	var spots []spot
	numbers := numbersOf(sentence, metrics, spots)
	names := run(sentence, metrics, func(m Mention) (int, int) { return m.Start, m.End })
	values := run(sentence, numbers, func(v []int) (int, int) {
		end := v[1]
		if sign := percentWord.FindStringIndex(sentence[end:]); sign != nil {
			end += sign[1]
		}
		return v[0], end
	})
	if len(names) < 2 || len(names) != len(values) {
		return nil, sentence
	}
	if last := names[len(names)-1].End; !listLink.MatchString(sentence[last:max(last, values[0][0])]) {
		return nil, sentence
	}
	var out []Figure
	rest := []byte(sentence)
	labels := labelsOf(r.spotsIn(sentence))
	for i, v := range values {
		f, ok := stateFigure(sentence[v[0]:], []int{0, v[1] - v[0]})
		if !ok {
			return nil, sentence
		}
		f.metric, f.Metric, f.near, f.labels = names[i].Metric, names[i].Words, true, labels
		out = append(out, f)
		for at := v[0]; at < v[1]; at++ {
			rest[at] = ' '
		}
	}
	return out, string(rest)
}

// run is the longest list of things that follow each other in a sentence.
func run[T any](sentence string, all []T, span func(T) (int, int)) []T {
	best, start := 0, 0
	from := 0
	for i := 1; i <= len(all); i++ {
		if i < len(all) {
			_, end := span(all[i-1])
			next, _ := span(all[i])
			if next >= end && listJoint.MatchString(sentence[end:next]) {
				continue
			}
		}
		if i-from > best {
			best, start = i-from, from
		}
		from = i
	}
	return all[start : start+best]
}

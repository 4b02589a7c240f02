package laws

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// splitTotal is how many of something a sentence says that one part of the data has in total.
	splitTotal = pattern.New(`(?i)\b(train(?:ing)?|valid(?:ation)?|dev(?:elopment)?|test) (?:sets?|splits?|data|part|partition)?\s?(?:[\pL]+ ){0,3}?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{2,9}) ([\pL-]{4,30}) (?:in total|in all|overall|altogether)\b`)
	// exampleColumn is a header of a column that counts what a model is trained on, one by one.
	exampleColumn = pattern.New(`(?i)^\W*(?:#|n|no\.?|num(?:ber)?(?: of)?)?\s*(?:examples?|samples?|sentences?|images?|texts?|documents?|instances?|records?|rows|utterances?|pairs|items)\W*$`)
	stepsStated   = pattern.New(`(?i)\b([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+) (?:(?:optimi[sz]er|optimi[sz]ation|training|gradient|update|global) )*steps\b`)
	batchStated   = pattern.New(`(?i)\b(?:total |global |effective )?batch size(?: of|:| =| was| is)? ([0-9]{1,6})\b`)
	epochsStated  = pattern.New(`(?i)\b([0-9]{1,4}) epochs?\b`)
	forTraining   = pattern.New(`(?i)\b([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{2,9}) (?:[\pL-]+ ){0,2}?(?:for|as|in the) training\b|\btraining (?:set|split|data) (?:has|contains|of|with|consists of|comprises) ([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{2,9})\b`)
)

// rowTotalFaults are totals of one part of the data that are not the sum of its row, in the only
// table of a section that counts such things.
func rowTotalFaults(d *document.Document, said []sentence) []evidence.Impossible {
	var out []evidence.Impossible
	if len(d.Marks.Tables) == 0 {
		return out
	}
	for _, s := range said {
		m := splitTotal.FindStringSubmatch(s.Text)
		if m == nil || passage.Inexact.MatchString(s.Text) {
			continue
		}
		var sums []float64
		for _, t := range d.Marks.Tables {
			at := passage.SectionAt(d, t.Span.Start)
			if at != s.Section || at < 0 || !strings.Contains(passage.LettersOf(figures.TitlesAbove(d, at)), stemOf(m[3])) {
				continue
			}
			if sum, ok := rowSum(t, splitOf(m[1])); ok {
				sums = append(sums, sum)
			}
		}
		if len(sums) == 1 && sums[0] != wholeOf(m[2]) && len(out) < maxFaults {
			out = append(out, *s.fault(evidence.LawTally, strings.ToLower(m[3])+" of the "+strings.ToLower(m[1])+" data", m[2], "sum of the row", plainFloat(sums[0])))
		}
	}
	return out
}

// stemOf is a noun without its plural.
func stemOf(noun string) string {
	letters := passage.LettersOf(noun)
	if stem, is := strings.CutSuffix(letters, "ies"); is {
		return stem
	}
	return strings.TrimSuffix(letters, "s")
}

func splitOf(word string) string {
	word = strings.ToLower(word)
	if strings.HasPrefix(word, "val") {
		word = "validation"
	}
	if strings.HasPrefix(word, "dev") {
		word = "dev"
	}
	return figures.SplitOfWord[word]
}

// rowSum is the sum of the counts of the only row of a part of the data.
func rowSum(t document.Table, split string) (float64, bool) {
	found, sum := 0, 0.0
	for _, row := range t.Rows[1:] {
		if len(row) < 3 || figures.SplitOfWord[strings.ToLower(strings.TrimSpace(row[0].Text))] != split || split == "" {
			continue
		}
		found++
		for _, c := range row[1:] {
			a := amountOf(strings.ReplaceAll(c.Text, ",", ""), 0, 0)
			if a == nil || a.unit != 1 || a.value < 0 {
				return 0, false
			}
			sum += a.value
		}
	}
	return sum, found == 1
}

// stepFaults are numbers of steps with a digit too many, too few or in another place, by the number
// of training examples, the batch size and the epochs of the same sentence.
func stepFaults(d *document.Document, said []sentence) []evidence.Impossible {
	var out []evidence.Impossible
	var trained []float64
	for _, s := range said {
		steps, batch, epochs := stepsStated.FindStringSubmatch(s.Text), batchStated.FindStringSubmatch(s.Text), epochsStated.FindStringSubmatch(s.Text)
		if steps == nil || batch == nil || epochs == nil || len(stepsStated.FindAllStringIndex(s.Text, 2)) > 1 {
			continue
		}
		if trained == nil {
			trained = trainingExamples(d, said)
		}
		stated, size := wholeOf(steps[1]), wholeOf(batch[1])
		near, shifted := false, 0.0
		for _, n := range trained {
			if size == 0 || n < size {
				continue
			}
			expected := math.Ceil(n/size) * wholeOf(epochs[1])
			near = near || math.Abs(stated-expected) <= 0.03*expected
			if isShifted(stated, expected) {
				shifted = expected
			}
		}
		if !near && shifted > 0 && len(out) < maxFaults {
			out = append(out, *s.fault(evidence.LawLog, "steps", steps[1], "examples / batch size * epochs", plainFloat(shifted)))
		}
	}
	return out
}

// isShifted reports whether two numbers have the same digits, in another order or with other zeros.
func isShifted(a, b float64) bool {
	digits := func(v float64) string {
		out := strings.Split(strings.ReplaceAll(strconv.FormatFloat(v, 'f', 0, 64), "0", ""), "")
		slices.Sort(out)
		return strings.Join(out, "")
	}
	return a != b && digits(a) == digits(b)
}

// trainingExamples are the numbers that a card may state of its training examples.
func trainingExamples(d *document.Document, said []sentence) []float64 {
	var out []float64
	for _, t := range d.Marks.Tables {
		for j, head := range t.Rows[0] {
			if !exampleColumn.MatchString(head.Text) {
				continue
			}
			for _, row := range t.Rows[1:] {
				if j < len(row) && figures.SplitOfWord[strings.ToLower(strings.TrimSpace(row[0].Text))] == "training" {
					out = append(out, wholeOf(strings.TrimSpace(row[j].Text)))
				}
			}
		}
	}
	for _, s := range said {
		for _, m := range forTraining.FindAllStringSubmatch(s.Text, passage.MaxMentions) {
			out = append(out, wholeOf(m[1]+m[2]))
		}
	}
	return out[:min(len(out), passage.MaxMentions)]
}

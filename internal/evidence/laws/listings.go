package laws

import (
	"slices"
	"strings"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

const (
	minSorted = 6 // rows of a column by which its order is known
	minLike   = 4 // rows whose files have the name of their row, before one that has not is told
)

var (
	sizeHead  = pattern.New(`^(?:file |model |disk |download )?size\b`)
	fileNamed = pattern.New(`(?i)^[\w./-]*[\w-]\.(?:gguf|ggml|safetensors|bin|onnx|ckpt|pth?|h5|tflite|zip)$`)
)

// sized is a size of a column, in the unit that it is written with.
type sized struct {
	*amount
	unit string
}

// bytes is a size in another unit, or in its own.
func (s sized) bytes(unit string) float64 {
	return s.value * map[string]float64{"": 1, "k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12}[unit]
}

// sizes finds the only size of a column in order that is not between those of its neighbors: with
// another unit than the others, or with two digits in another order.
func (c *computed) sizes() {
	for j := 1; j < len(c.heads); j++ {
		if !sizeHead.MatchString(c.heads[j]) || len(c.texts) <= minSorted {
			continue
		}
		var column []sized
		units := map[string]int{}
		for i := 1; i < len(c.texts) && j < len(c.texts[i]); i++ {
			m := sizeCell.FindStringSubmatch(strings.TrimSpace(c.texts[i][j].Text))
			a := &amount{}
			if m != nil {
				a = amountOf(m[1], i, j)
			}
			if m == nil || a == nil || a.value == 0 {
				break
			}
			a.raw = strings.Trim(strings.TrimSpace(c.texts[i][j].Text), "*_ ")
			column = append(column, sized{a, strings.ToLower(m[2][:min(len(m[2]), 1)])})
			units[column[len(column)-1].unit]++
		}
		if len(column) != len(c.texts)-1 || isSorted(valuesOf(column)) {
			continue
		}
		wrong := oddUnit(column, units)
		if wrong < 0 && len(units) == 1 {
			wrong = swappedIn(column)
		}
		if wrong >= 0 {
			near := []*amount{column[max(wrong-1, 0)].amount, column[min(wrong+1, len(column)-1)].amount}
			c.tell(evidence.LawSorted, c.shown[j], column[wrong].amount, slices.DeleteFunc(near, func(a *amount) bool { return a == column[wrong].amount }), c.byColumn)
		}
	}
}

func valuesOf(column []sized) []float64 {
	var out []float64
	for _, s := range column {
		out = append(out, s.bytes(s.unit))
	}
	return out
}

// isSorted reports whether numbers only rise, or only fall.
func isSorted(values []float64) bool {
	rises, falls := true, true
	for i := 1; i < len(values); i++ {
		rises, falls = rises && values[i] >= values[i-1], falls && values[i] <= values[i-1]
	}
	return rises || falls
}

// oddUnit is the only size with another unit, -1 if the column is not in order with that of the others.
func oddUnit(column []sized, units map[string]int) int {
	at := slices.IndexFunc(column, func(s sized) bool { return units[s.unit] == 1 })
	if len(units) != 2 || at < 0 {
		return -1
	}
	values := valuesOf(column)
	values[at] = column[at].bytes(column[(at+1)%len(column)].unit)
	if !isSorted(values) {
		return -1
	}
	return at
}

// swappedIn is the only size between two others that would be in order with two of its digits in another one, -1 if it
// is not told which.
func swappedIn(column []sized) int {
	found, ways := -1, 0
	values := valuesOf(column)
	for i, s := range column {
		own, isOne := values[i], false
		if i == 0 || i == len(column)-1 || len(column) <= minSorted || !isSorted(slices.Concat(values[:i], values[i+1:])) {
			continue
		}
		ways++
		number := strings.TrimRight(s.raw, "GMKTgmktiIbB ")
		for k := range number {
			for other := k + 1; other < len(number); other++ {
				if swapped := []byte(number); swapped[k] != '.' && swapped[other] != '.' {
					swapped[k], swapped[other] = swapped[other], swapped[k]
					if a := amountOf(string(swapped), 0, 0); a != nil && a.value != s.value {
						values[i] = sized{a, s.unit}.bytes(s.unit)
						isOne = isOne || isSorted(values)
					}
				}
			}
		}
		if values[i] = own; isOne {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	if ways > 2 {
		return -1
	}
	return found
}

// rowFiles finds the only row whose file has the name of another kind than the row states, where the
// files of all others have the names of their rows.
func (c *computed) rowFiles() {
	files := make([]string, len(c.texts))
	for i := 1; i < len(c.texts); i++ {
		at := slices.IndexFunc(c.texts[i], func(cell document.Cell) bool { return fileNamed.MatchString(strings.TrimSpace(cell.Text)) })
		if at < 0 {
			return
		}
		files[i] = strings.TrimSpace(c.texts[i][at].Text)
	}
	for j := range c.heads {
		like, odd := 0, 0
		for i := 1; i < len(c.texts); i++ {
			switch {
			case j >= len(c.texts[i]):
			case slices.Contains(fileParts(files[i]), labelOf(c.texts[i][j].Text)):
				like++
			case odd > 0:
				like = -len(c.texts)
			default:
				odd = i
			}
		}
		if like < minLike || odd == 0 || j >= len(c.texts[odd]) {
			continue
		}
		label := labelOf(c.texts[odd][j].Text)
		if slices.ContainsFunc(fileParts(files[odd]), func(part string) bool { return isLike(part, label) }) {
			c.tell(evidence.LawFileName, c.shown[j], &amount{raw: strings.TrimSpace(c.texts[odd][j].Text), row: odd, column: j}, []*amount{{raw: files[odd], row: odd, column: j}}, func(*amount) string { return "file of the row" })
		}
	}
}

func labelOf(text string) string { return strings.ToLower(strings.Trim(text, "*_`~ ")) }

// fileParts are what the name of a file has between its hyphens and dots, in lower case.
func fileParts(name string) []string {
	return strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == '-' || r == '.' || r == '/' })
}

// isLike reports whether two labels differ only in a digit or a letter or two.
func isLike(a, b string) bool {
	if len(a) != len(b) || len(a) < 3 {
		return false
	}
	differ := 0
	for i := range len(a) {
		if a[i] != b[i] {
			differ++
			if unicode.IsDigit(rune(a[i])) != unicode.IsDigit(rune(b[i])) || passage.LettersOf(a[i:i+1]) == "" || passage.LettersOf(b[i:i+1]) == "" {
				return false
			}
		}
	}
	return differ > 0 && differ <= 2 && strings.ContainsAny(a, "0123456789")
}

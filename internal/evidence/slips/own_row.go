package slips

import (
	"math"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

const (
	maxSizeApart = 1.15 // of two numbers of parameters of one model
	maxNameApart = 1.5  // of one and the size in a name, which is often another count
)

var (
	// ofParameters is the head of a column, or a label, with the number of parameters.
	ofParameters = pattern.New(`(?i)^(?:#|number of|no\. of|total|model)? ?(?:params|parameters)(?: count)?$`)
	// inMillions is a number of parameters.
	inMillions = pattern.New(`(?i)^[~≈]? ?([0-9]+(?:\.[0-9]+)?) ?([mb])(?:illion)?(?: (?:params|parameters))?$`)
)

// ownRow finds the row of this model in a table of models, if it has another number of
// parameters than the card states elsewhere, or than its name.
func (s *slipReader) ownRow(own []string) {
	reference, most := "", maxSizeApart
	for _, l := range s.d.Marks.Labels {
		if ofParameters.MatchString(strings.Trim(l.Name, "*_: ")) && inMillions.MatchString(strings.TrimSpace(l.Value)) {
			if reference != "" {
				return
			}
			reference = strings.TrimSpace(l.Value)
		}
	}
	if sizes := namedSizes(own); reference == "" && len(sizes) == 1 {
		reference, most = sizes[0], maxNameApart
	}
	stated := millions(reference)
	for _, b := range s.blocks {
		if b.Kind != passage.TableBlock || stated == 0 {
			continue
		}
		column, at := -1, b.Start
		for line := range strings.Lines(b.Text) {
			cells := strings.Split(strings.Trim(line, "| \t\r\n"), "|")
			for i, cell := range cells {
				if column < 0 && i > 0 && ofParameters.MatchString(strings.Trim(cell, "*_ \t")) {
					column = i
				}
			}
			if column > 0 && column < len(cells) && nameOf(cells[0], own) != "" {
				if size := millions(strings.Trim(cells[column], "*_ \t")); size > 0 && math.Max(size, stated) > most*math.Min(size, stated) {
					s.add(evidence.SlipSetting, at, strings.TrimSpace(cells[column])+" in the row of "+nameOf(cells[0], own), reference)
				}
			}
			at += len(line)
		}
	}
}

// namedSizes are the sizes in the names of a model.
func namedSizes(own []string) []string {
	var out []string
	for _, name := range own {
		for size := range sizesOf(name) {
			if len(out) == 0 || out[0] != size {
				out = append(out, size)
			}
		}
	}
	return out
}

// linkedName is a cell with a link.
var linkedName = pattern.New(`^\[([^\]]+)\]\(([^)]+)\)$`)

// nameOf is the name of the model that a cell has, "" if it has none.
func nameOf(cell string, own []string) string {
	cell = strings.Trim(cell, "*_ \t`")
	if m := linkedName.FindStringSubmatch(cell); m != nil {
		cell = m[1]
	}
	for _, name := range own {
		if passage.LettersOf(name) == passage.LettersOf(cell[strings.LastIndexByte(cell, '/')+1:]) {
			return name
		}
	}
	return ""
}

// millions is a number of parameters in millions, 0 if a text is none.
func millions(text string) float64 {
	m := inMillions.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	n, _ := strconv.ParseFloat(m[1], 64)
	if strings.EqualFold(m[2], "b") {
		n *= 1000
	}
	return n
}

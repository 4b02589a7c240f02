package slips

import (
	"path"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// metadata finds values of nested keys that only a rule can judge, and sources of results without an
// address.
func (s *slipReader) metadata() {
	root := place.Root(s.d)
	if training := root.Get("co2_eq_emissions").Get("training_type"); training.Text().Present {
		s.keep(training.Anchor, evidence.SlipTraining, training.Text().Value, "")
	}
	for _, model := range root.Get("model-index").Items() {
		for _, result := range model.Get("results").Items() {
			source := result.Get("source")
			if name := source.Get("name").Text(); name.Present && !source.Get("url").Present() {
				s.keep(source.Anchor, evidence.SlipSource, name.Value, "")
			}
		}
	}
}

// keep keeps a slip at a value of the metadata.
func (s *slipReader) keep(at evidence.Anchor, kind evidence.SlipKind, value, other string) {
	if len(s.out) < Max {
		s.out = append(s.out, evidence.Slip{At: at, Kind: kind, Value: shortened(value), Other: shortened(other)})
	}
}

// emitted is an amount of carbon dioxide in a text: "149.2 kg eq. CO2".
var emitted = pattern.New(`(?i)(?:^|[^\w.,])([0-9]{1,9}(?:,[0-9]{3}){0,3}(?:\.[0-9]{1,6})?) ?(g|grams?|kg|kilograms?|t|tons?|tonnes?|metric tons?) ?(?:of )?(?:eq\.? ?(?:of )?)?(?:CO2|CO₂|carbon(?: dioxide)?)`)

// gramsIn are the grams in a unit of mass.
func gramsIn(unit string) float64 {
	switch unit = strings.ToLower(unit); {
	case strings.HasPrefix(unit, "k"):
		return 1e3
	case strings.HasPrefix(unit, "t"), strings.HasPrefix(unit, "m"):
		return 1e6
	}
	return 1
}

// emissions finds the amounts that the text states, in grams, where the metadata have one as well.
func (s *slipReader) emissions() {
	if !s.card.CO2.Emissions.Present {
		return
	}
	for _, b := range s.blocks {
		if b.Kind == passage.CodeBlock || !strings.Contains(b.Text, "O2") && !strings.Contains(b.Text, "O₂") && !strings.Contains(b.Text, "arbon") {
			continue
		}
		for _, m := range emitted.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			amount, err := strconv.ParseFloat(strings.ReplaceAll(b.Text[m[2]:m[3]], ",", ""), 64)
			if err == nil && amount > 0 {
				grams := strconv.FormatFloat(amount*gramsIn(b.Text[m[4]:m[5]]), 'f', -1, 64)
				s.add(evidence.SlipEmissions, b.Start+m[2], b.Text[m[2]:m[1]], grams)
			}
		}
	}
}

// IsFile reports whether a value of the metadata is the name of a file in the repository.
func IsFile(value string) bool {
	return path.Ext(value) != "" && !strings.ContainsAny(value, " \n<>{}") && prose.LinkKind(value) == evidence.LinkRelative
}

package cards

import (
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// vectorIn is a list of numbers, and valuesSaid how many a sentence says that there are.
	vectorIn   = pattern.New(`\[ ?([-−+]?[0-9]*\.?[0-9]+(?: ?, ?[-−+]?[0-9]*\.?[0-9]+){2,40}) ?\]`)
	valuesSaid = pattern.New(`(?i)\b(?:[0-9]{1,2}|two|three|four|five|six|seven|eight|nine|ten) (?:float |scalar |output )*(?:values|elements|entries|components|coefficients)\b`)
)

const besideVector = 160 // bytes between a list of numbers and how many there are

// vectors finds lists of numbers beside which the text states another number of them.
func (s *slipReader) vectors() {
	for _, b := range s.blocks {
		if b.kind != proseBlock && b.kind != listBlock {
			continue
		}
		lists, said := vectorIn.FindAllSubmatchIndex([]byte(b.text), 2), valuesSaid.FindAllStringIndex(b.text, 2)
		if len(lists) != 1 || len(said) != 1 || said[0][0]-lists[0][1] > besideVector || lists[0][0]-said[0][1] > besideVector {
			continue
		}
		have := strings.Count(b.text[lists[0][2]:lists[0][3]], ",") + 1
		number, _, _ := strings.Cut(b.text[said[0][0]:said[0][1]], " ")
		if numberOf(number) != have {
			s.add(evidence.SlipCount, b.start+lists[0][0], b.text[said[0][0]:said[0][1]], strconv.Itoa(have))
		}
	}
}

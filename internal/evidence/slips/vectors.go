package slips

import (
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
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
		if b.Kind != passage.ProseBlock && b.Kind != passage.ListBlock {
			continue
		}
		lists, said := vectorIn.FindAllSubmatchIndex([]byte(b.Text), 2), valuesSaid.FindAllStringIndex(b.Text, 2)
		if len(lists) != 1 || len(said) != 1 || said[0][0]-lists[0][1] > besideVector || lists[0][0]-said[0][1] > besideVector {
			continue
		}
		have := strings.Count(b.Text[lists[0][2]:lists[0][3]], ",") + 1
		number, _, _ := strings.Cut(b.Text[said[0][0]:said[0][1]], " ")
		if passage.NumberOf(number) != have {
			s.add(evidence.SlipCount, b.Start+lists[0][0], b.Text[said[0][0]:said[0][1]], strconv.Itoa(have))
		}
	}
}

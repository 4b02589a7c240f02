package slips

import (
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	releaseLine = pattern.New(`(?im)^\s*[-*+] [*_]{0,2}(?:release|release date|released)[*_]{0,2}:[*_]{0,2} *((?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2})\s*$`)
	// datedFile is the day in the name of a file.
	datedFile = pattern.New(`[\w+]*_((?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2})\.(?:zip|tar|gz|pt|bin|txt|eval|test)\b`)
)

// releases finds days of release where all files that the card names are of another day.
func (s *slipReader) releases() {
	days := map[string]int{}
	var day string
	for _, b := range s.blocks {
		for _, m := range datedFile.FindAllStringSubmatch(b.Text, passage.MaxMentions) {
			day = m[1]
			days[day]++
		}
	}
	if len(days) != 1 || days[day] < 2 {
		return
	}
	for _, b := range s.blocks {
		for _, m := range releaseLine.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			if said := b.Text[m[2]:m[3]]; said != day {
				s.add(evidence.SlipRelease, b.Start+m[2], said, day)
			}
		}
	}
}

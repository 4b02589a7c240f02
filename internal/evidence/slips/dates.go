package slips

import (
	"strconv"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	yearField  = pattern.New(`(?im)^\s*(?:year|date)\s*=\s*["{]*\s*([0-9]{4})\b`)
	arXivYear  = pattern.New(`(?i)arxiv(?: preprint arxiv)?:\s?([0-9]{2})([0-9]{2})\.[0-9]{4,5}(?:v[0-9]+)?(?: ?\[[\w.]+\])?,? \(?((?:19|20)[0-9]{2})\)?`)
	onArXiv    = pattern.New(`(?i)(?:journal|howpublished|publisher)\s*=\s*["{]+\s*(?:arxiv|corr)|archiveprefix`)
	citedYear  = pattern.New(`(?i)(?:\bet al\.?,? \(?|\.[0-9]{5} \()(20[3-9][0-9])\b`)
	weekdayDay = pattern.New(`(?i)\b(mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?,? (?:([0-9]{1,2})(?:st|nd|rd|th)? (?:of )?([a-z]{3,9})|([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?),? (?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})? (?:[ap]m )?(?:[A-Z]{2,5} )?)?((?:19|20)[0-9]{2})\b`)
)

// years finds the years of citations: the latest of all, and those of papers on arXiv that have
// a later number.
func (s *slipReader) years() {
	latest, at := "", 0
	for _, b := range s.blocks {
		if b.Kind == passage.CodeBlock || b.Kind == passage.ProseBlock {
			for _, m := range yearField.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
				if year := b.Text[m[2]:m[3]]; year > latest {
					latest, at = year, b.Start+m[2]
				}
			}
		}
		for _, m := range citedYear.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			if year := b.Text[m[2]:m[3]]; year > latest && b.Kind != passage.CodeBlock {
				latest, at = year, b.Start+m[2]
			}
		}
		for _, m := range arXivYear.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			if number, year := b.Text[m[2]:m[3]], b.Text[m[6]:m[7]]; isMonth(b.Text[m[4]:m[5]]) && isBefore(year, number+b.Text[m[4]:m[5]]) {
				s.add(evidence.SlipPaperYear, b.Start+m[0], year, b.Text[m[0]:m[5]])
			}
		}
	}
	if latest != "" {
		s.add(evidence.SlipYear, at, latest, "")
	}
	s.entryYears()
}

// entryYears finds entries of BibTeX for papers on arXiv whose year is before that of the number.
func (s *slipReader) entryYears() {
	for _, b := range s.blocks {
		if b.Kind != passage.CodeBlock {
			continue
		}
		starts := passage.EntryStart.FindAllSubmatchIndex([]byte(b.Text), passage.MaxEntries)
		for i, m := range starts {
			end := min(len(b.Text), m[0]+passage.MaxEntry)
			if i+1 < len(starts) {
				end = min(end, starts[i+1][0])
			}
			entry := b.Text[m[0]:end]
			year, papers := yearField.FindSubmatchIndex([]byte(entry)), passage.PapersIn([]byte(entry))
			if year == nil || len(papers) != 1 || !onArXiv.MatchString(entry) {
				continue
			}
			if said := entry[year[2]:year[3]]; isMonth(papers[0][2:4]) && isBefore(said, papers[0][:4]) {
				s.add(evidence.SlipPaperYear, b.Start+m[0]+year[2], said, "arXiv:"+papers[0])
			}
		}
	}
}

// isBefore reports whether a year is before the month of a number, YYMM. Papers that are handed
// in on the last days of a year have a number of the next.
func isBefore(year, month string) bool {
	first := "20" + month[:2]
	if month[2:] == "01" {
		n, _ := strconv.Atoi(first)
		first = strconv.Itoa(n - 1)
	}
	return year < first && month < "8000"
}

func isMonth(digits string) bool { return digits >= "01" && digits <= "12" }

// weekdays finds days that are not the day of the week that the text says.
func (s *slipReader) weekdays() {
	for _, b := range s.blocks {
		for _, m := range weekdayDay.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			part := func(i int) string {
				if m[2*i] < 0 {
					return ""
				}
				return b.Text[m[2*i]:m[2*i+1]]
			}
			month, day := part(3)+part(4), part(2)+part(5)
			number, _ := strconv.Atoi(day)
			year, _ := strconv.Atoi(part(6))
			named := passage.Months[strings.ToLower(month[:3])]
			if named == 0 || number < 1 || number > 31 {
				continue
			}
			date := time.Date(year, time.Month(named), number, 0, 0, 0, 0, time.UTC)
			if last := time.Date(year, time.Month(named)+1, 0, 0, 0, 0, 0, time.UTC); number > last.Day() {
				s.add(evidence.SlipOrder, b.Start+m[0], b.Text[m[0]:m[1]], last.Format("the 2 days of January 2006"))
				continue
			}
			if is := date.Weekday().String(); date.Day() == number && !strings.HasPrefix(strings.ToLower(is), strings.ToLower(part(1))) {
				s.add(evidence.SlipWeekday, b.Start+m[0], b.Text[m[0]:m[1]], is)
			}
		}
	}
}

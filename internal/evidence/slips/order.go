package slips

import (
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// modelDate is a label or a row with the day of the model.
	modelDate = pattern.New(`(?im)^[ \t|*+-]{0,8}(?:model |release )?date[ \t*]*[:|][ \t*]*([^|\n]{4,40}?)[ \t*|]*\r?$`)
	// dataUntil is up to when data were collected, and trainedIn when the model was trained.
	dataUntil = pattern.New(`(?i)\b(?:data|training data|pretraining data|knowledge)\b[^.\n]{0,30}? cut-?off (?:date )?(?:of|is|in|on|:) ((?:[A-Z][a-z]+ )?(?:[0-9]{1,2}, )?20[0-9]{2})\b`)
	trainedIn = pattern.New(`(?i)\b(?:was|were) (?:pre-?)?trained (?:between|from) ([^.\n]{4,40}?) (?:and|to|until) ((?:[A-Z][a-z]+ )?(?:[0-9]{1,2}, )?20[0-9]{2})\b`)
)

const yearsApart = 2 // that a model is older than all papers of its card, which cannot be

// order finds days of the model that are long before all papers of its card, and data that were
// collected after the training.
func (s *slipReader) order() {
	body := string(s.d.Source[s.d.Front.End:min(len(s.d.Source), s.d.Front.End+passage.MaxBodyRead)])
	if dates := modelDate.FindAllSubmatchIndex([]byte(body), 2); len(dates) == 1 {
		raw := body[dates[0][2]:dates[0][3]]
		days, papers := passage.DaysAt(raw), passage.PapersIn([]byte(body))
		if len(days) == 1 && len(papers) > 0 {
			first := papers[0]
			for _, p := range papers {
				first = min(first, p)
			}
			year, _ := strconv.Atoi(days[0].Value[:4])
			if of, err := strconv.Atoi("20" + first[:2]); err == nil && isMonth(first[2:4]) && year+yearsApart <= of {
				s.add(evidence.SlipOrder, s.d.Front.End+dates[0][2], strings.TrimSpace(raw), "arXiv:"+first)
			}
		}
	}
	cut, trained := dataUntil.FindAllSubmatchIndex([]byte(body), 2), trainedIn.FindAllSubmatchIndex([]byte(body), 2)
	if len(cut) != 1 || len(trained) != 1 {
		return
	}
	upTo, until := passage.DaysAt(body[cut[0][2]:cut[0][3]]), passage.DaysAt(body[trained[0][4]:trained[0][5]])
	if len(upTo) != 1 || len(until) != 1 {
		return
	}
	n := min(len(upTo[0].Value), len(until[0].Value))
	if upTo[0].Value[:n] > until[0].Value[:n] {
		s.add(evidence.SlipOrder, s.d.Front.End+cut[0][2], body[cut[0][0]:cut[0][1]], body[trained[0][0]:trained[0][1]])
	}
}

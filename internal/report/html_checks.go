package report

import (
	"cmp"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/decision"
)

// htmlChecked is what was asked of the results of one model, and the answers.
type htmlChecked struct {
	Name, Link, Sentence string
	Open, Passed         []htmlCheck // the gravest first
	PassedTitle          string
	Plots                []plot
	MorePlots            string
	History              []historyPlot
	MoreHistory          string
}

// htmlCheck is a row of the table of checks.
type htmlCheck struct {
	Metric, Slice, Baseline, Value, Change, Question, Verdict, State string
	Notes                                                            []string
}

func (h htmlMaker) checks(page *htmlPage, r Report) {
	shown, omitted := 0, 0
	for _, d := range deniedFirst(r) {
		sorted := gravestFirst(d.Checks)
		if room := htmlChecks - shown; len(sorted) > room {
			omitted += len(sorted) - room
			sorted = sorted[:room]
		}
		if len(sorted) == 0 {
			continue
		}
		shown += len(sorted)
		passed := slices.IndexFunc(sorted, func(c decision.Check) bool { return c.Verdict == "pass" })
		if passed < 0 {
			passed = len(sorted)
		}
		m := htmlChecked{Name: actions.Clean(subjectName(d.Subject.ID)), Link: h.links.dir(d.Subject.ID),
			Sentence: actions.Clean(actions.Shorten(checkSentence(d), 2*messageLength)), PassedTitle: count(len(sorted)-passed, "check passed", "checks passed")}
		if m.Plots = plotsOf(sorted); len(m.Plots) > htmlPlots {
			m.MorePlots = count(len(m.Plots)-htmlPlots, "more plot", "more plots")
			m.Plots = m.Plots[:htmlPlots]
		}
		if m.History = historyPlots(d.Subject.ID, len(page.Checked), sorted, r.History); len(m.History) > htmlHistory {
			m.MoreHistory = count(len(m.History)-htmlHistory, "more history", "more histories")
			m.History = m.History[:htmlHistory]
		}
		for i, c := range sorted {
			row := htmlCheckOf(c)
			if i < passed {
				m.Open = append(m.Open, row)
			} else {
				m.Passed = append(m.Passed, row)
			}
		}
		page.Checked = append(page.Checked, m)
	}
	page.HistoryNote = actions.Clean(r.HistoryNote)
	if omitted > 0 {
		page.MoreChecks = count(omitted, "more check; the JSON report has it", "more checks; the JSON report has them all")
	}
}

// htmlCheckStates are the styles of the page, by verdict; what is not known is
// as grave as an error.
var htmlCheckStates = map[string]string{"fail": "fail", "inconclusive": "warn", "first_model": "note", "not_applicable": "not_applicable", "waived": "waived", "pass": "pass"}

func htmlCheckOf(c decision.Check) htmlCheck {
	cell := func(text string, limit int) string { return actions.Clean(actions.Shorten(text, limit)) }
	value, baseline := checkValues(c)
	slice := cmp.Or(c.Slice, "–")
	if c.N != "" {
		slice += " (" + c.N + ")"
	}
	row := htmlCheck{
		Metric: cell(c.Metric, nameLength), Slice: cell(slice, nameLength), Baseline: cell(baseline, 40), Value: cell(value, 40), Change: cell(checkChange(c), 120),
		Question: cell(c.Question, nameLength), Verdict: cell(checkWord(c.Verdict), 40), State: cmp.Or(htmlCheckStates[c.Verdict], "error"),
	}
	note := func(text string) {
		if text != "" {
			row.Notes = append(row.Notes, cell(text, messageLength))
		}
	}
	if c.Verdict != "pass" {
		note(c.Detail)
	}
	if c.Needed != "" {
		note("about " + c.Needed + " examples would probably be enough")
	}
	if c.Rung != "" && c.Rung != "point" {
		note(c.Method)
	}
	return row
}

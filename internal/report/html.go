package report

import (
	"bufio"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"sync"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// What the page shows at most; the rest is counted. A browser is no place for
// more.
const (
	htmlModels   = 2_000
	htmlFindings = 5_000
	htmlItems    = 100 // of what to mend first
	htmlChecks   = 5_000
	htmlPlots    = 100 // of a model
	htmlHistory  = 20  // plots of a model over time
	htmlWaivers  = 2_000
)

//go:embed html.tmpl
var htmlSource string

// PageColors are the colors of HTML pages, on light and on dark screens: custom properties
// of CSS.
//
//go:embed page.css
var PageColors template.CSS

// htmlTemplate is parsed once, if a page is made; executing it changes nothing.
var htmlTemplate = sync.OnceValue(func() *template.Template { return template.Must(template.New("report").Parse(htmlSource)) })

// HTML writes a page for a browser that needs nothing else: no script, no font,
// image or style from elsewhere, which its own policy forbids. It follows the
// reader's choice of a dark screen, and prints with everything unfolded.
//
// Every text is cleaned here, so that what does not print is visible, and
// escaped by the template.
func HTML(w io.Writer, r Report) error {
	out := bufio.NewWriter(w)
	if err := htmlTemplate().Execute(out, htmlOf(r)); err != nil {
		return fmt.Errorf("writing the HTML page: %w", err)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing the HTML page: %w", err)
	}
	return nil
}

// htmlPage is what the template shows: clean texts, in their order.
type htmlPage struct {
	Colors                           template.CSS
	Denied                           bool
	Title, Sentence, Totals, Origin  string
	Warnings, Notices                []string
	Gates                            []string
	Models                           []htmlModel
	MendTitle                        string
	Mend                             []htmlFinding
	Checked                          []htmlChecked
	Judged                           []htmlJudged
	RulesPreview                     *htmlPreview
	Waivers                          []htmlWaiver
	MoreModels, MoreMend, MoreJudged string
	MoreChecks, MoreWaivers          string
	HistoryNote                      string // what of the past of metrics is not shown
}

type htmlModel struct {
	Name, Link, Stage, Result string
	Denied                    bool
	Cells                     []htmlCell
}

type htmlCell struct{ Text, State string }

// htmlJudged is all that was found about one subject.
type htmlJudged struct {
	Heading, Result, Rules string
	Denied                 bool
	Findings               []htmlFinding
}

type htmlFinding struct {
	Word, State           string // how grave it is, and what it came to
	Subject               string // of a rule that could not be evaluated
	Place, Link           string
	Message               string
	Rule, RuleTitle, Page string // Page is what is written about the rule
	Related               []htmlFinding
	Waived, Pending       string
	Tolerated             string
	Concerns              string // the models that share it
	Help, Suggested       []htmlSpan
}

// htmlSpan is a part of a remedy or suggestion: prose or code.
type htmlSpan struct {
	Code bool
	Text string
}

type htmlWaiver struct{ Until, ID, Rule, Model, Owner, Reason, Status string }

func htmlOf(r Report) htmlPage {
	links, rules := linksOf(r), catalogue(r)
	title, sentence := decisionWords(r)
	page := htmlPage{
		Colors: PageColors, Denied: r.Result != decision.Allow, Title: title, Sentence: actions.Clean(sentence), Totals: summary(r.Totals), Origin: actions.Clean(origin(r)),
	}
	if r.Preview {
		page.Warnings = append(page.Warnings, previewWarning)
	}
	if r.Shard != nil {
		page.Warnings = append(page.Warnings, shardNotice(*r.Shard, r.Totals.Models))
	}
	if r.Adopted {
		page.Notices = append(page.Notices, adoptionNotice)
	}
	for _, n := range append(standingNotices(r), r.Notices...) {
		page.Notices = append(page.Notices, actions.Clean(n))
	}
	h := htmlMaker{links: links, rules: rules}
	h.models(&page, r)
	h.mend(&page, entries(r))
	h.checks(&page, r)
	h.judged(&page, r)
	page.RulesPreview = htmlPreviewOf(r.RulesPreview)
	for i, w := range byExpiry(r.Waivers) {
		if i == htmlWaivers {
			page.MoreWaivers = count(len(r.Waivers)-i, "more waiver", "more waivers")
			break
		}
		page.Waivers = append(page.Waivers, htmlWaiver{actions.Clean(w.Expires), actions.Clean(w.ID), actions.Clean(w.Rule), actions.Clean(w.Model), actions.Clean(w.Owner), actions.Clean(w.Reason), actions.Clean(waiverStatus(w))})
	}
	return page
}

// htmlMaker makes the parts of a page.
type htmlMaker struct {
	links links
	rules map[string]finding.Rule
}

func (h htmlMaker) models(page *htmlPage, r Report) {
	subjects := deniedFirst(r)
	columns := gatesOf(subjects)
	for _, c := range columns {
		page.Gates = append(page.Gates, gateColumns[c].title)
	}
	for i, d := range subjects {
		if i == htmlModels {
			page.MoreModels = count(len(subjects)-i, "more model", "more models")
			break
		}
		m := htmlModel{Name: actions.Clean(subjectName(d.Subject.ID)), Link: h.links.dir(d.Subject.ID), Stage: actions.Clean(string(d.Subject.Stage)), Result: actions.Clean(d.Result.Word()), Denied: d.Result != decision.Allow}
		tallies := tally(d)
		for _, c := range columns {
			m.Cells = append(m.Cells, htmlCell{Text: tallies[c].words(), State: tallies[c].state()})
		}
		page.Models = append(page.Models, m)
	}
}

func (h htmlMaker) mend(page *htmlPage, list []entry) {
	title, list := mendList(list)
	page.MendTitle = title
	for i, e := range list {
		if i == htmlItems {
			page.MoreMend = count(len(list)-i, "more", "more")
			break
		}
		page.Mend = append(page.Mend, h.finding(e))
	}
}

func (h htmlMaker) judged(page *htmlPage, r Report) {
	shown, omitted := 0, 0
	for _, d := range deniedPartsFirst(r) {
		list := d.entries
		if room := max(htmlFindings-shown, 0); len(list) > room {
			omitted += len(list) - room
			list = list[:room]
		}
		if len(list) == 0 {
			continue
		}
		shown += len(list)
		j := htmlJudged{Heading: actions.Clean(d.heading), Result: actions.Clean(d.result), Denied: d.denied}
		if !d.files {
			j.Rules = rulesSaid(d.decision)
		}
		for _, e := range list {
			j.Findings = append(j.Findings, h.finding(e))
		}
		page.Judged = append(page.Judged, j)
	}
	if omitted > 0 {
		page.MoreJudged = count(omitted, "more finding; the JSON report has it", "more findings; the JSON report has them all")
	}
}

// rulesSaid counts the rules that found nothing: passes are evidence too.
func rulesSaid(d decision.Decision) string {
	passed, silent := 0, 0
	for _, o := range d.Outcomes {
		switch o.State {
		case decision.Pass:
			passed++
		case decision.NotApplicable:
			silent++
		}
	}
	return fmt.Sprintf("%s; %s not apply", count(passed, "rule passed", "rules passed"), count(silent, "does", "do"))
}

func (h htmlMaker) finding(e entry) htmlFinding {
	if e.finding == nil {
		return htmlFinding{Word: "error", State: "error", Subject: actions.Clean(subjectName(e.subjects[0])), Message: actions.Clean(e.failure), Rule: actions.Clean(e.rule)}
	}
	j := *e.finding
	f := htmlFinding{
		Word: actions.Clean(severityWords(j)), State: [...]string{denies: "fail", warns: "warn", notes: "note"}[e.weight],
		Place: string(place(j.At)), Link: h.links.file(j.Rule, j.At), Message: actions.Clean(j.Message), Rule: actions.Clean(j.Rule),
		RuleTitle: actions.Clean(h.rules[j.Rule].Title), Page: h.links.rule(h.rules[j.Rule]),
	}
	for _, related := range j.Related {
		f.Related = append(f.Related, htmlFinding{Place: string(place(related.At)), Link: h.links.file(j.Rule, related.At), Message: actions.Clean(related.Message)})
	}
	if w := j.Waiver; w != nil {
		f.State = "waived"
		f.Waived = actions.Clean(fmt.Sprintf("%s of %s until %s: %s", w.ID, w.Owner, w.Expires, w.Reason))
	}
	if j.Pending != "" {
		f.State, f.Pending = "pending", actions.Clean(j.Pending)
	}
	if why := tolerated(j); why != "" {
		f.State, f.Tolerated = "tolerated", actions.Clean(why)
	}
	f.Concerns = e.concerns()
	f.Help, f.Suggested = htmlSpans(codeSpans(remedy(j, h.rules))), htmlSpans(suggestion(j))
	return f
}

// htmlSpans are parts that are prose and code, in turn.
func htmlSpans(parts []string) (spans []htmlSpan) {
	for i, part := range parts {
		if part != "" {
			spans = append(spans, htmlSpan{Code: i%2 == 1, Text: part})
		}
	}
	return spans
}

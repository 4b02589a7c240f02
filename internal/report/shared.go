package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// Shared is one finding about a file that several subjects share. Each of their
// decisions has it too; whoever counts findings counts it once.
type Shared struct {
	Fingerprint string           `json:"fingerprint"` // the same whichever models were judged
	Rule        string           `json:"rule"`
	Severity    finding.Severity `json:"severity"`
	Message     string           `json:"message"`
	At          finding.Position `json:"location"`
	Models      []string         `json:"models"` // that it concerns, sorted
}

// SharedFindings lists what the decisions of a report say about shared files.
func SharedFindings(r Report) []Shared {
	var list []Shared
	for _, e := range grouped(r) {
		if e.shared() {
			j := *e.finding
			list = append(list, Shared{e.fingerprint, j.Rule, j.Severity, j.Message, j.At, e.models()})
		}
	}
	return list
}

// Distinct lists the findings of a report, each once, in the report's order.
func Distinct(r Report) []decision.Judged {
	var list []decision.Judged
	for _, e := range grouped(r) {
		if e.finding != nil {
			list = append(list, *e.finding)
		}
	}
	return list
}

// identity is what makes findings about several subjects one: the rule, the
// place, the key and the message, and that they come to the same.
type identity struct {
	rule, key, message, pending, waiver, tolerated string
	severity                                       finding.Severity
	at                                             finding.Position
}

// identityOf is false for what is said of one subject only: a rule that could
// not be evaluated, a finding without a place, and one at the rule that asks for
// something, such as a threshold, which each model has to meet for itself.
func identityOf(e entry) (identity, bool) {
	if e.finding == nil || e.finding.At.Path == "" || strings.HasPrefix(e.finding.At.Path, config.Dir+"/") {
		return identity{}, false
	}
	j := e.finding
	id := identity{rule: j.Rule, key: j.Key, message: j.Message, pending: j.Pending, severity: j.Severity, at: j.At}
	if j.Waiver != nil {
		id.waiver = j.Waiver.ID
	}
	id.tolerated = tolerated(*j)
	return id, true
}

// grouped lists everything that the report has to say, in its order. What
// several subjects share is one entry.
func grouped(r Report) []entry {
	var list []entry
	index := map[identity]int{}
	for _, d := range r.All() {
		for _, e := range entriesOf(d) {
			id, ok := identityOf(e)
			i, known := index[id]
			switch {
			case ok && known && !slices.Contains(list[i].subjects, e.subjects[0]):
				list[i].join(e)
				continue
			case ok && !known:
				index[id] = len(list)
			}
			list = append(list, e)
		}
	}
	fingerprint(list)
	return list
}

// fingerprint gives each finding its fingerprint. One about a file of no single
// model does not depend on which models were judged. Where it would be that of
// something else that is said at the same place, the message tells them apart.
func fingerprint(list []entry) {
	common := map[string]int{}
	for i, e := range list {
		switch {
		case e.finding == nil:
		case e.common():
			list[i].fingerprint = e.finding.Finding.Fingerprint("")
			common[list[i].fingerprint]++
		default:
			list[i].fingerprint = e.finding.Finding.Fingerprint(e.subjects[0])
		}
	}
	for i, e := range list {
		if e.finding != nil && e.common() && common[e.fingerprint] > 1 {
			f := e.finding.Finding
			f.Key += "\x00" + f.Message
			list[i].fingerprint = f.Fingerprint("")
		}
	}
}

// join adds the subject of another entry that says the same, and the places
// that explain it there.
func (e *entry) join(other entry) {
	e.subjects = append(e.subjects, other.subjects...)
	j := *e.finding
	j.Related = slices.Clone(j.Related)
	for _, related := range other.finding.Related {
		if !slices.Contains(j.Related, related) {
			j.Related = append(j.Related, related)
		}
	}
	e.finding = &j
}

// shared reports whether the entry is about several subjects.
func (e entry) shared() bool { return len(e.subjects) > 1 }

// models are the subjects but for the repository, sorted.
func (e entry) models() []string {
	list := slices.DeleteFunc(slices.Clone(e.subjects), func(id string) bool { return id == "" })
	slices.Sort(list)
	return list
}

// common reports whether a finding is about a file of no single model.
func (e entry) common() bool {
	path := e.finding.At.Path
	return path != "" && !strings.HasPrefix(path, config.Dir+"/") && slices.ContainsFunc(e.subjects, func(id string) bool { return !owns(id, path) })
}

// owns reports whether a path lies in the directory of a model.
func owns(model, path string) bool { return model == "." || strings.HasPrefix(path, model+"/") }

// concerned is how many models an output names at most; JSON and SARIF have all.
const concerned = 20

// concerns names the models of a shared finding, "" for any other.
func (e entry) concerns() string {
	if !e.shared() {
		return ""
	}
	models := e.models()
	names := make([]string, min(len(models), concerned))
	for i := range names {
		names[i] = actions.Shorten(actions.Clean(models[i]), nameLength)
	}
	switch {
	case len(models) == 1:
		return "concerns " + names[0]
	case len(models) > concerned:
		names = append(names, fmt.Sprintf("and %d more", len(models)-concerned))
	}
	return fmt.Sprintf("concerns %d models: %s", len(models), strings.Join(names, ", "))
}

// part is what a report says of one subject, or of the files that several share.
type part struct {
	files           bool // about no subject, but the files that several share
	heading, result string
	denied          bool
	entries         []entry
	shared          int // findings about it among those of shared files
	decision        decision.Decision
}

// parts lists what there is to say, each thing once: shared files first, then
// the subjects in the report's order.
func parts(r Report) []part {
	list := grouped(r)
	files := part{files: true, heading: "shared files"}
	of := map[string][]entry{}
	sharedOf := map[string]int{}
	for _, e := range list {
		if !e.shared() {
			of[e.subjects[0]] = append(of[e.subjects[0]], e)
			continue
		}
		files.entries = append(files.entries, e)
		files.denied = files.denied || e.weight == denies
		for _, id := range e.subjects {
			sharedOf[id]++
		}
	}
	var out []part
	if len(files.entries) > 0 {
		files.result = count(len(files.entries), "finding", "findings")
		out = append(out, files)
	}
	for _, d := range r.All() {
		id := d.Subject.ID
		out = append(out, part{heading: heading(d.Subject), result: d.Result.Word(), denied: d.Result != decision.Allow, entries: of[id], shared: sharedOf[id], decision: d})
		delete(of, id) // an id that is given twice has all of it said once
	}
	return out
}

// deniedPartsFirst is parts with those first in which something denies, and
// those of shared files before all.
func deniedPartsFirst(r Report) []part {
	list := parts(r)
	rank := func(p part) int {
		switch {
		case p.files:
			return 0
		case p.denied:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(list, func(a, b part) int { return cmp.Compare(rank(a), rank(b)) })
	return list
}

// elsewhere says how much about a subject stands among the shared files.
func (p part) elsewhere() string {
	if p.shared == 0 {
		return ""
	}
	return count(p.shared, "finding", "findings") + " of shared files above"
}

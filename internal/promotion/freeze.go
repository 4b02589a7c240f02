package promotion

import (
	"fmt"
	"slices"
	"time"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// freezeSchema is the kind of .modelgate/freeze.yaml.
const freezeSchema = "freeze"

// Freeze keeps an environment as it is for a time. It lies in the branch that
// promotions are committed to, so that a freeze that is committed while a
// promotion runs makes its commit stale, and the next plan sees the freeze.
type Freeze struct {
	Environment string // or * for every environment
	Model       string // its name, or "" for every model
	Reason      string
	Until       string    // as written, or "" for until it is removed
	ends        time.Time // the first moment at which it no longer counts; zero for none
}

// Active reports whether the freeze counts at a moment.
func (f Freeze) Active(now time.Time) bool { return f.ends.IsZero() || now.Before(f.ends) }

// frozen is why the model may not be promoted into the environment now, or nothing.
func (e Environment) frozen(now time.Time, model string) string {
	for _, f := range e.Freezes {
		if !f.Active(now) || f.Model != "" && f.Model != model {
			continue
		}
		until := ""
		if f.Until != "" {
			until = " until " + shownUntil(f.Until)
		}
		what := e.Name
		if f.Model != "" {
			what = f.Model + " in " + e.Name
		}
		return fmt.Sprintf("%s is frozen%s: %s", what, until, quotedLine(f.Reason))
	}
	return ""
}

func (f Freeze) String() string {
	text := "a freeze of " + f.Environment
	if f.Model != "" {
		text = "a freeze of " + f.Model + " in " + f.Environment
	}
	if f.Until != "" {
		text += " until " + shownUntil(f.Until)
	}
	return text
}

// freezesOf are the freezes of one environment, in the order of the file.
func (e environments) freezesOf(name string) []Freeze {
	var out []Freeze
	for _, f := range e.freezes {
		if f.Environment == "*" || f.Environment == name {
			out = append(out, f)
		}
	}
	return out
}

// freezes decodes a document that its schema has accepted. known are the
// environments of env.yaml, nil when there is no such file.
func (l *loader) freezes(doc *document.Document, known []string) []Freeze {
	var out []Freeze
	for i, n := range children(doc.Root.Get("freezes")) {
		at := document.Pointer("freezes", fmt.Sprint(i))
		f := Freeze{Environment: n.Get("environment").Value, Reason: n.Get("reason").Value, Until: node{n.Get("until")}.text(), Model: node{n.Get("model")}.text()}
		if known != nil && f.Environment != "*" && !slices.Contains(known, f.Environment) {
			l.refuse(doc, at+"/environment", fmt.Sprintf("unknown environment %s%s", quoted(f.Environment), finding.DidYouMean(f.Environment, known)),
				"Use the name of an environment in env.yaml, or * for all.")
		}
		if f.Until != "" {
			var err error
			if f.ends, err = endOf(f.Until); err != nil {
				l.refuse(doc, at+"/until", fmt.Sprintf("%s is not a date", quoted(f.Until)), "Use YYYY-MM-DD, or an RFC 3339 time such as 2026-12-31T18:00:00Z.")
			}
		}
		out = append(out, f)
	}
	return out
}

// endOf is the end of a day (UTC), or the moment itself.
func endOf(until string) (time.Time, error) {
	if day, err := time.Parse(time.DateOnly, until); err == nil {
		return day.AddDate(0, 0, 1), nil
	}
	return time.Parse(time.RFC3339, until)
}

// shownUntil is an end as messages show it: a day as it is, and a moment in UTC.
func shownUntil(until string) string {
	if at, err := time.Parse(time.RFC3339, until); err == nil {
		return at.UTC().Format(time.RFC3339)
	}
	return quoted(until)
}

// misspelt says that a freeze is of a model that is none of those known, and that has almost
// the name of one of them, which is not frozen; and that name.
func (f Freeze) misspelt(known []string) (warning, like string) {
	if f.Model == "" || slices.Contains(known, f.Model) {
		return "", ""
	}
	like, near := finding.Nearest(f.Model, known)
	if !near {
		return "", ""
	}
	return fmt.Sprintf("%s applies to no model; did you mean %q?", f, like), like
}

// misspeltFreezes are the freezes of models that their environment does not have, and that
// have almost the name of one that it has: that one would not be frozen. A model that is
// still to come can be frozen.
func misspeltFreezes(tree source.Tree, of environments) []Problem {
	var out []Problem
	for _, f := range of.freezes {
		var chosen []string
		if f.Environment != "*" {
			chosen = []string{f.Environment}
		}
		if warning, _ := f.misspelt(RecordedModels(tree, chosen...)); warning != "" {
			out = append(out, Problem{FreezePath, warning})
		}
	}
	return out
}

// missedBy are such freezes that were probably meant to stop the promotion of a model: it,
// and those that are promoted with it, are known as well.
func (p *planner) missedBy(model string) []string {
	if p.missed == nil {
		p.missed = map[string][]string{}
		var known []string
		for _, f := range p.env.Freezes {
			if f.Model == "" || !f.Active(p.Now) {
				continue
			}
			if known == nil {
				known = p.recordedNames(p.env.Name)
				for _, a := range p.Approvals {
					known = append(known, a.Subject().Name)
				}
			}
			if warning, like := f.misspelt(known); warning != "" {
				p.missed[like] = append(p.missed[like], quotedLine(FreezePath+": "+warning))
			}
		}
	}
	return p.missed[model]
}

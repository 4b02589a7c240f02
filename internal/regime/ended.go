package regime

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// Ended are the controls of a pack that applied to a card before a change and do not
// after it, each with every tag that its conditions read and that changed. Those whose
// last day has passed are left out. Sorted by control, then in the order of the
// conditions.
func (p Pack) Ended(law, of string, before, after Facts, today time.Time) []evidence.EndedControl {
	out := []evidence.EndedControl{}
	for _, id := range p.IDs() {
		c := p.Controls[id]
		if len(c.Tags())+len(c.Rules.All())-len(c.Rules.Noted) == 0 {
			continue // nothing checks it, before and after
		}
		if c.Of != of || c.state(today.Format(time.DateOnly)) == evidence.ControlEnded || !p.applies(c, before) || p.applies(c, after) {
			continue
		}
		var seen []string
		for _, when := range c.When {
			if p.holds(when, after) {
				continue
			}
			for _, tag := range when.reads() {
				words := changed(tag, before, after)
				if words == "" || slices.Contains(seen, tag) {
					continue
				}
				seen = append(seen, tag)
				out = append(out, evidence.EndedControl{At: after.place(tag), Regime: law, ID: id, Article: c.Article, Title: c.Title, Tag: tag, Words: words})
			}
		}
	}
	return out
}

func (p Pack) applies(c Control, f Facts) bool {
	return !slices.ContainsFunc(c.When, func(when condition) bool { return !p.holds(when, f) })
}

// reads are the tags of a condition.
func (c condition) reads() []string {
	if c.Absent != "" {
		return []string{c.Absent}
	}
	return c.tags()
}

// changed is what becomes of a tag, in words; "" if it stays the same.
func changed(tag string, before, after Facts) string {
	was, is := before.text(tag), after.text(tag)
	switch {
	case was == is:
		return ""
	case is == "":
		return fmt.Sprintf("%s %q is removed", tag, was)
	case was == "":
		return fmt.Sprintf("%s %q is added", tag, is)
	}
	return fmt.Sprintf("%s changes from %q to %q", tag, was, is)
}

// text are the values of a tag, sorted, as far as they state something.
func (f Facts) text(tag string) string {
	var values []string
	for _, v := range f.said(tag) {
		values = append(values, v.Value)
	}
	slices.Sort(values)
	if n := len(values); n > maxTold {
		values = append(values[:maxTold:maxTold], fmt.Sprintf("%d more", n-maxTold))
	}
	return strings.Join(values, ", ")
}

// maxTold is how many values of a list are told.
const maxTold = 10

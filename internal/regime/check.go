package regime

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// Cell is a control of a law, held against a card.
type Cell struct {
	ID       string
	At       evidence.Anchor // of the first of its tags that the card states, else where that belongs
	Applies  bool            // its conditions hold
	Stated   bool            // the card states one of its tags, be it an empty list
	State    evidence.ControlState
	Problems []evidence.ControlProblem // of a control that applies; in the order of the pack
}

// Check holds the controls of a pack against a card: those of data cards, or of model
// cards. Sorted by id.
func (p Pack) Check(of string, f Facts, today time.Time) []Cell {
	var out []Cell
	for _, id := range p.IDs() {
		c := p.Controls[id]
		if c.Of != of {
			continue
		}
		cell := Cell{ID: id, State: c.state(today.Format(time.DateOnly))}
		cell.At, cell.Stated = f.first(c.Tags())
		cell.Applies = p.applies(c, f)
		if cell.Applies {
			for _, n := range c.Needs {
				cell.Problems = append(cell.Problems, p.wrong(n, f, today)...)
			}
		}
		out = append(out, cell)
	}
	return out
}

func (c Control) state(today string) evidence.ControlState {
	switch {
	case c.From > today:
		return evidence.ControlUpcoming
	case c.To != "" && c.To < today:
		return evidence.ControlEnded
	case !c.Confirmed:
		return evidence.ControlUnconfirmed
	}
	return evidence.ControlInForce
}

func (p Pack) holds(c condition, f Facts) bool {
	if c.Absent != "" {
		return len(f.said(c.Absent)) == 0
	}
	var values []evidence.RegimeValue
	for _, tag := range c.tags() {
		values = append(values, f.said(tag)...)
	}
	if c.Not != nil {
		return !slices.ContainsFunc(values, func(v evidence.RegimeValue) bool { return slices.Contains(c.Not, v.Value) })
	}
	if c.Inside != "" {
		return len(values) > 0 && !slices.ContainsFunc(values, func(v evidence.RegimeValue) bool { return !slices.Contains(p.list(c.Inside), v.Value) })
	}
	return slices.ContainsFunc(values, func(v evidence.RegimeValue) bool { return p.fits(c, v.Value) })
}

// fits reports whether a value is one that a condition is about.
func (p Pack) fits(c condition, value string) bool {
	switch {
	case c.In != nil:
		return slices.Contains(c.In, value)
	case c.OtherThan != nil:
		return !slices.Contains(c.OtherThan, value)
	case c.Above != nil:
		n, bound, ok := numbers(value, c.Above.String())
		return ok && n > bound
	case c.Below != nil:
		n, bound, ok := numbers(value, c.Below.String())
		return ok && n < bound
	case c.Since != "":
		return isDay(value) && value >= c.Since
	case c.Before != "":
		return isDay(value) && value < c.Before
	case c.Outside != "":
		return !slices.Contains(p.list(c.Outside), value)
	}
	return true
}

func numbers(a, b string) (x, y float64, ok bool) {
	x, err := strconv.ParseFloat(a, 64)
	y, other := strconv.ParseFloat(b, 64)
	return x, y, err == nil && other == nil
}

func isDay(s string) bool { _, err := time.Parse(time.DateOnly, s); return err == nil }

// wrong are the problems of a need.
func (p Pack) wrong(n need, f Facts, today time.Time) []evidence.ControlProblem {
	var out []evidence.ControlProblem
	add := func(kind evidence.ProblemKind, at evidence.Anchor, tag, words string, args ...any) {
		out = append(out, evidence.ControlProblem{At: at, Kind: kind, Tag: tag, Words: fmt.Sprintf(words, args...), Ask: n.Ask})
	}
	tags := n.tags()
	written, answered, told := false, false, false // told: each item lacks it
	for _, tag := range tags {
		it := f.tags[tag]
		if it == nil {
			continue
		}
		written = written || len(it.values) > 0
		answered = answered || n.Declared && it.there
		for i, v := range it.values {
			switch {
			case it.own && v.Lost:
				add(evidence.TagMissing, v.At, tag, "%s is %q, but that file does not exist", tag, v.Value)
			case it.own && f.ask(it).nothing[i]:
				add(evidence.TagMissing, v.At, tag, "%s is %q, which is a placeholder", tag, v.Value)
			}
		}
		if n.Each {
			told = told || len(it.lacking) > 0
			for i, at := range it.lacking {
				add(evidence.TagMissing, at, fmt.Sprintf("%s %d", tag, i), "%s is missing", tag)
			}
		}
		for _, v := range f.said(tag) {
			if why := p.refused(n, v.Value, today); why {
				add(evidence.TagContradicted, v.At, tag, "%s is %q", tag, v.Value)
			}
		}
	}
	for _, other := range n.Covers {
		for _, v := range f.said(other) {
			if answered && !slices.ContainsFunc(f.said(tags[0]), func(w evidence.RegimeValue) bool { return w.Value == v.Value }) {
				add(evidence.TagContradicted, f.place(tags[0]), tags[0]+" "+v.Value, "%s lacks %q, which is in %s", tags[0], v.Value, other)
			}
		}
	}
	switch {
	case !n.Optional && !n.Forbidden && !written && !answered && !told:
		add(evidence.TagMissing, f.place(tags[0]), tags[0], "%s is missing", strings.Join(tags, " and "))
	case n.All != nil && (written || f.tags[tags[0]] != nil && f.tags[tags[0]].there):
		lacks := slices.DeleteFunc(slices.Clone(n.All), func(w string) bool {
			return slices.ContainsFunc(f.said(tags[0]), func(v evidence.RegimeValue) bool { return v.Value == w })
		})
		if len(lacks) > 0 {
			add(evidence.TagMissing, f.place(tags[0]), tags[0], "%s lacks %s", tags[0], strings.Join(lacks, ", "))
		}
	}
	return out
}

// refused reports whether a need does not allow a value.
func (p Pack) refused(n need, value string, today time.Time) bool {
	day := func(days int) string { return today.AddDate(0, 0, days).Format(time.DateOnly) }
	dated := n.Past || n.Future || n.NewerThan > 0 || n.Within > 0
	return n.Forbidden ||
		n.In != nil && !slices.Contains(n.In, value) ||
		slices.Contains(n.Not, value) ||
		n.Listed != "" && !slices.Contains(p.list(n.Listed), value) ||
		dated && !isDay(value) ||
		n.Past && value > day(0) ||
		n.Future && value < day(0) ||
		n.NewerThan > 0 && value < day(-n.NewerThan) ||
		n.Within > 0 && value > day(n.Within)
}

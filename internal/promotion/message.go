package promotion

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
)

// message is the commit message: a headline, a table, and trailers for those
// who search the history. The records are the truth; the trailers are an index
// to them. Every word in it has a form that was checked, or is put on one line
// (quotedLine), so that no value can add a trailer.
func (p *planner) message(promoted []change) string {
	var b strings.Builder
	first := promoted[0].record
	fmt.Fprintf(&b, "%s(%s): %s %s", first.Operation, p.env.Name, first.Model.Name, first.Model.Version)
	if more := len(promoted) - 1; more > 0 {
		fmt.Fprintf(&b, " (+%d)", more)
	}
	b.WriteString("\n\n")
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "model\tversion\treplaces\ttarget\trecord")
	for _, c := range promoted {
		r := c.record
		before := c.item.Replaces
		if before == "" {
			before = "-"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%06d\n", r.Model.Name, r.Model.Version, before, r.Render.Target, r.Sequence)
	}
	table.Flush() // a strings.Builder does not fail
	b.WriteString("\n")
	trailer := func(key, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\n", key, quotedLine(value))
		}
	}
	trailer("Modelgate-Environment", p.env.Name)
	for _, c := range promoted {
		trailer("Modelgate-Promotion-Id", c.record.PromotionID)
	}
	for _, owner := range distinct(promoted, statedBy(func(s Statement) string { return s.Owner })) {
		trailer("Modelgate-Owner", owner)
	}
	for _, reason := range distinct(promoted, statedBy(func(s Statement) string { return s.Reason })) {
		trailer("Modelgate-Reason", reason)
	}
	trailer("Source-Repository", p.Source.Repository)
	for _, commit := range distinct(promoted, func(r Record) string { return r.Source.Commit }) {
		trailer("Source-Commit", commit)
	}
	for _, digest := range distinct(promoted, func(r Record) string { return r.Decision.PolicyDigest }) {
		trailer("Policy-Digest", digest)
	}
	return b.String()
}

// statedBy is a text of the statement of a record, "" where it has none.
func statedBy(of func(Statement) string) func(Record) string {
	return func(r Record) string {
		if r.Statement == nil {
			return ""
		}
		return of(*r.Statement)
	}
}

func distinct(cs []change, of func(Record) string) []string {
	var out []string
	for _, c := range cs {
		out = append(out, of(c.record))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

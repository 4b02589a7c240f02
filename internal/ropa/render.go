package ropa

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/internal/report"
)

// columns are the parts of an activity, by the letters of Art. 30(1).
var columns = []struct {
	title string
	of    func(Activity) string
}{
	{"Dataset", func(a Activity) string { return a.Dataset }},
	{"Data card", func(a Activity) string { return a.Card }},
	{"Personal data", func(a Activity) string { return a.Status }},
	{"Models", func(a Activity) string { return joined(a.Models) }},
	{"Controller (a)", func(a Activity) string { return a.Controller }},
	{"Joint controllers (a)", func(a Activity) string { return joined(a.JointControllers) }},
	{"Representative (a)", func(a Activity) string { return a.Representative }},
	{"Country (a)", func(a Activity) string { return a.ControllerCountry }},
	{"Purposes (b)", func(a Activity) string { return joined(a.Purposes) }},
	{"Data subjects (c)", func(a Activity) string { return joined(a.DataSubjects) }},
	{"Categories (c)", func(a Activity) string { return joined(a.Categories) }},
	{"Special categories (c)", func(a Activity) string { return orNone(a, a.SpecialCategories, "special_categories") }},
	{"Recipients (d)", func(a Activity) string { return orNone(a, a.Recipients, "recipients") }},
	{"Transfers (e)", func(a Activity) string { return orNone(a, a.Transfers, "transfers") }},
	{"Erasure (f)", func(a Activity) string { return a.Erasure }},
	{"Security (g)", func(a Activity) string { return joined(a.Security) }},
	{"Reference", func(a Activity) string { return a.Reference }},
	{"Not stated", func(a Activity) string { return joined(gaps(a)) }},
}

func joined(words []string) string { return strings.Join(words, "; ") }

// orNone is a list, or "none" where the card states that it is empty.
func orNone(a Activity, words []string, tag string) string {
	if len(words) == 0 && !slices.ContainsFunc(a.Gaps, func(g Gap) bool { return g.Tag == tag }) {
		return "none"
	}
	return joined(words)
}

func gaps(a Activity) []string {
	var out []string
	for _, g := range a.Gaps {
		out = append(out, g.Tag+" ("+g.Article+")")
	}
	return out
}

// JSON writes the record for programs.
func JSON(w io.Writer, r Record) error {
	return actions.WriteJSON(w, r)
}

// CSV writes a line for each activity. A cell that a spreadsheet would take for a
// formula begins with an apostrophe.
func CSV(w io.Writer, r Record) error {
	out := csv.NewWriter(w)
	header := make([]string, len(columns))
	for i, c := range columns {
		header[i] = c.title
	}
	if err := out.Write(header); err != nil {
		return err
	}
	for _, a := range r.Activities {
		row := make([]string, len(columns))
		for i, c := range columns {
			row[i] = literal(actions.Clean(c.of(a)))
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// literal keeps spreadsheets from calculating what a card says
// (https://owasp.org/www-community/attacks/CSV_Injection).
func literal(s string) string {
	if first, _ := utf8.DecodeRuneInString(strings.TrimSpace(s)); s != "" && strings.ContainsRune(formulaSigns, first) {
		s = "'" + s
	}
	return inner.ReplaceAllString(s, "$1'$2")
}

// formulaSigns are those with which a formula begins, and their wide forms.
const formulaSigns = "=+-@＝＋－＠"

// inner is the beginning of a formula behind a semicolon, which ends a cell where the comma
// is the decimal sign.
var inner = pattern.New(`(;\s*)([=+@＝＋－＠-])`)

// Markdown writes a page: what each activity states, and first what is not stated.
func Markdown(w io.Writer, r Record) error {
	var b strings.Builder
	b.WriteString("## Record of processing activities\n\nArt. 30(1) of Regulation (EU) 2016/679, from the data cards at commit " + report.InlineCode(r.Commit) +
		". It contains what the cards declare. It is not a legal assessment.\n")
	open := 0
	for _, a := range r.Activities {
		if len(a.Gaps) > 0 {
			open++
		}
	}
	fmt.Fprintf(&b, "\n%d %s; %d with required parts that are not stated; %d outside of the record.\n", len(r.Activities), plural(len(r.Activities), "activity", "activities"), open, len(r.Outside))
	for _, a := range r.Activities {
		fmt.Fprintf(&b, "\n### %s\n\n| Part | Stated |\n|---|---|\n", report.InlineCode(a.Dataset))
		for _, c := range columns[1:] {
			value := c.of(a)
			if value == "" {
				value = "–"
			} else {
				value = report.InlineCode(value)
			}
			fmt.Fprintf(&b, "| %s | %s |\n", c.title, value)
		}
	}
	if len(r.Outside) > 0 {
		b.WriteString("\n### Outside of the record\n\nThe data cards declare that these datasets have no personal data.\n\n| Dataset | Data card | Status |\n|---|---|---|\n")
		for _, o := range r.Outside {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", report.InlineCode(o.Dataset), report.InlineCode(o.Card), report.InlineCode(o.Status))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

package cards

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// labelForms are further names that sentences have for what a table names in a column of texts
// or in its header, by letters: what tells one from the others ("test-other" of "LibriSpeech
// test-other"), and the names of languages that are there by their codes.
func labelForms(t document.Table) map[string]string {
	out := map[string]string{}
	for i := range t.Rows[0] {
		var texts []string
		for _, row := range t.Rows[1:min(len(t.Rows), maxFormRows)] {
			if i < len(row) && row[i].Text != "" && !cellValue.MatchString(row[i].Text) {
				texts = append(texts, bareLabel(row[i].Text))
			}
		}
		addForms(out, texts)
	}
	var heads []string
	for i, head := range t.Rows[0] {
		if isNumeric(t, i) {
			heads = append(heads, bareLabel(head.Text))
		}
	}
	addForms(out, heads)
	return out
}

const maxFormRows = 200 // of a table, whose names are read in other forms too

// addForms adds what each of some names has and the others have not, and languages by name.
func addForms(forms map[string]string, texts []string) {
	if slices.Sort(texts); len(slices.Compact(slices.Clone(texts))) < 2 {
		return
	}
	all := make([][]string, len(texts))
	for i, text := range texts {
		all[i] = strings.Fields(text)
	}
	from, behind := sharedFields(all, func(fields []string, i int) string { return fields[i] }), sharedFields(all, func(fields []string, i int) string { return fields[len(fields)-1-i] })
	codes := !slices.ContainsFunc(texts, func(text string) bool { return languageOf[strings.ToLower(text)] == "" })
	for i, fields := range all {
		letters := lettersOf(texts[i])
		switch {
		case codes:
			forms[letters] = languageOf[letters]
		case from+behind > 0 && from+behind < len(fields):
			if short := lettersOf(strings.Join(fields[from:len(fields)-behind], " ")); len(short) >= 3 && metricOf(short).name == "" {
				forms[letters] = short
			}
		}
	}
}

// sharedFields is how many words all of some names share, from one end.
func sharedFields(all [][]string, at func(fields []string, i int) string) int {
	for n := 0; ; n++ {
		for _, fields := range all {
			if n >= len(fields) || at(fields, n) != at(all[0], n) {
				return n
			}
		}
	}
}

// languageOf are the names of languages by their codes.
var languageOf = func() map[string]string {
	out := map[string]string{}
	for name, code := range languageNames {
		if code != name {
			out[code] = name
		}
	}
	return out
}()

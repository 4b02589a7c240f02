package figures

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// labelForms are further names that sentences have for what a table names in a column of texts
// or in its header, by letters: what tells one from the others ("test-other" of "LibriSpeech
// test-other"), and the names of languages that are there by their codes.
func labelForms(t document.Table) map[string]string {
	out := map[string]string{}
	for i := range t.Rows[0] {
		var texts []string
		for _, row := range t.Rows[1:min(len(t.Rows), maxFormRows)] {
			if i < len(row) && row[i].Text != "" && !CellValue.MatchString(row[i].Text) {
				texts = append(texts, BareLabel(row[i].Text))
			}
		}
		addForms(out, texts)
	}
	var heads []string
	for i, head := range t.Rows[0] {
		if IsNumeric(t, i) {
			heads = append(heads, BareLabel(head.Text))
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
		letters := passage.LettersOf(texts[i])
		switch {
		case codes:
			forms[letters] = languageOf[letters]
		case from+behind > 0 && from+behind < len(fields):
			if short := passage.LettersOf(strings.Join(fields[from:len(fields)-behind], " ")); len(short) >= 3 && metricOf(short).Name == "" {
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
	for name, code := range passage.LanguageNames {
		if code != name {
			out[code] = name
		}
	}
	return out
}()

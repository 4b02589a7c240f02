package gate

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/policies"
)

// placeholderTexts are placeholders of both lists: policies/data/statements.yaml, for texts
// of data cards, and prose, for sections and tags of laws. Those after onlyTable are no
// placeholder of a section: they would be words of a sentence there.
var (
	placeholderTexts = []string{"TODO", "tbd", "TBC", "n/a", "none", "xxx", "pending", "placeholder", "TBD after the review", "fixme later", "TODO: add it", "todo!", "foo", "to be added", "To be signed.",
		"to be determined later", "not yet signed", "yet to be concluded", "pending approval", "awaiting legal review", "waiting for the signature", "under negotiation", "being written", "in progress", "wird nachgereicht",
		"noch offen", "in Arbeit", "à compléter", "en cours de rédaction", "por completar", "pendiente de completar", "da completare", "not available", "not yet available", "coming soon", "fill me in", "more information needed",
		"---", "{{ ref }}", "<insert_here>", "[todo]", "[insert the reference]"}
	onlyTable = []string{"unknown", "dummy", "none available", "same", "ditto", "see above", "under discussion"}
)

// TestListsOfPlaceholdersAgree: each expression of the table has an example here, which
// prose tells as well, unless it is listed as an exception.
func TestListsOfPlaceholdersAgree(t *testing.T) {
	src, err := fs.ReadFile(policies.FS, "data/statements.yaml")
	if err != nil {
		t.Fatal(err)
	}
	d, found := document.Parse("statements.yaml", src)
	if len(found) > 0 {
		t.Fatal(found)
	}
	var table []*regexp.Regexp
	for _, n := range d.Lookup("/placeholders").Children {
		table = append(table, regexp.MustCompile(`(?i)^[^\pL\pN]*(?:`+n.Value+`)[^\pL\pN]*$`))
	}
	shown := make([]bool, len(table))
	inTable := func(text string) bool {
		is := false
		for i, re := range table {
			if re.MatchString(text) {
				is, shown[i] = true, true
			}
		}
		return is
	}
	for _, text := range placeholderTexts {
		if !inTable(text) {
			t.Errorf("%q is no placeholder of statements.yaml", text)
		}
		if prose.WorthOf(text, 0).State == evidence.Filled {
			t.Errorf("%q is no placeholder of prose", text)
		}
	}
	for _, text := range onlyTable {
		if !inTable(text) {
			t.Errorf("%q is no placeholder of statements.yaml", text)
		}
		if prose.WorthOf(text, 0).State != evidence.Filled {
			t.Errorf("%q is a placeholder of prose too: move it to the others", text)
		}
	}
	for i, is := range shown {
		if !is {
			t.Errorf("no text here is like %s", strings.TrimSpace(table[i].String()))
		}
	}
}

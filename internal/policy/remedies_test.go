package policy

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// TestRemediesOfErrors: what OPA refuses comes with what its author probably meant.
func TestRemediesOfErrors(t *testing.T) {
	const head = "# METADATA\n# title: TITLE\n# description: D\n# custom:\n#   severity: error\n#   remediation: R\n#   sources: [S]\npackage modelgate.custom.g.x\n\nIMPORT\n\ndeny contains {\"at\": input.head.at, \"message\": \"m\"} if "
	for body, want := range map[string]string{
		`; ; input.head.card.risk_class == "high"`:                        "Compare its value: add `.value`.",
		`; ; input.head.card.datasets == "high"`:                          "`some item in ….items`",
		`; import data.modelgate.lib.date; date.today > "2027"`:           `unknown name "date" in data.modelgate.lib; did you mean "dates"?`,
		`; import data.modelgate.countries; "DE" in countries.eu`:         "Use one of these names of data.modelgate.countries: adequacy, ",
		`; import data.modelgate.lib.review; count(review.approvers) < 1`: `Use one of these names of data.modelgate.lib.review: anyone, `,
		`; import data.modelgate.lib.reviews; count(review.approves) < 1`: "To use the helpers, import data.modelgate.lib.review.",
		`; ; "DE" in countries.eea`:                                       "To read the table, import data.modelgate.countries.",
		`Health: third country; ; input.head.present`:                     "quote a text that contains `: `",
		`; ; {some s in input.head.card.datasets; s.value == "a"}`:        "It is a list here: take each of its members, as in `some s in ….items`.",
		`; ; data.modelgate.no_such_table.x == "a"`:                       "Use data.modelgate.<name> for the tables",
	} {
		parts := strings.SplitN(body, "; ", 3)
		title := parts[0]
		if title == "" {
			title = "T"
		}
		text := strings.NewReplacer("TITLE", title, "IMPORT", strings.TrimSuffix(parts[1], ";")).Replace(head) + parts[2] + "\n"
		_, err := Load(t.Context(), source.Base{Tree: sourcetest.Tree(strings.Repeat("a", 40), fstest.MapFS{".modelgate/policies/x.rego": {Data: []byte(text)}})}, Options{})
		var refused *LoadError
		if !errors.As(err, &refused) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", body, err, want)
		}
		if err != nil && (strings.Contains(err.Error(), "__") || strings.Contains(err.Error(), "_test,")) {
			t.Errorf("%s: %v", body, err)
		}
	}
}

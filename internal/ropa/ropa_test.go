package ropa

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/datasets"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/report/gfm"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/internal/source"
)

const whole = `apiVersion: modelgate.dev/v1
kind: DataCard
name: contracts
personal_data: {status: pseudonymised, categories: [contract history]}
data_subjects: [customers]
special_categories: []
criminal_data: {included: false}
controller: {name: Example Telecom GmbH, country: DE, contact: privacy@example.com, dpo: dpo@example.com}
purposes: [{id: churn, text: "Contact customers, see ann.lee@example.com"}]
legal_basis: [{basis: legitimate-interests, purposes: [churn]}]
recipients: [retention team]
processors: [{name: Cloud AG, country: DE}]
transfers: [{country: US, recipient: Cloud Inc., mechanism: scc-commission, safeguard_ref: "contracts:7"}]
retention: {period: P2Y, starts: contract-end, action: erase}
security_measures: [encryption-at-rest]
ropa_ref: "ropa:CT-003"
`

func card(t *testing.T, text string) evidence.DataCard {
	t.Helper()
	doc, problems := document.Parse("datacards/contracts.yaml", []byte(text))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return datasets.Read(datasets.Formats[0], doc, source.Tree{})[0]
}

func recordOf(t *testing.T, text string) Record {
	t.Helper()
	return New("c0ffee", []Used{{Name: "contracts", Card: card(t, text), Models: []string{"models/b", "models/a"}}})
}

// TestEveryLetter: a whole card has every part of Art. 30(1), and each part that is
// taken out, or is no more than template text, is a gap of its letter.
func TestEveryLetter(t *testing.T) {
	a := recordOf(t, whole).Activities[0]
	if len(a.Gaps) > 0 || a.Controller != "Example Telecom GmbH" || !slices.Equal(a.Models, []string{"models/a", "models/b"}) {
		t.Errorf("%+v", a)
	}
	if want := []string{"Contact customers, see [address left out] (legitimate-interests)"}; !slices.Equal(a.Purposes, want) {
		t.Errorf("purposes %q", a.Purposes)
	}
	if want := []string{"retention team", "Cloud AG (processor)"}; !slices.Equal(a.Recipients, want) {
		t.Errorf("recipients %q", a.Recipients)
	}
	if a.Transfers[0] != "US to Cloud Inc.: scc-commission, contracts:7" || a.Erasure != "P2Y from contract-end, then erase" {
		t.Errorf("%q, %q", a.Transfers, a.Erasure)
	}
	for old, gap := range map[string]Gap{
		"controller: {name: Example Telecom GmbH, country":  {"Art. 30(1)(a)", "controller.name"},
		"purposes: [{id: churn, text: \"Contact customers":  {"Art. 30(1)(b)", "purposes"},
		"personal_data: {status: pseudonymised, categories": {"Art. 30(1)(c)", "personal_data.status"},
		"data_subjects: [customers]":                        {"Art. 30(1)(c)", "data_subjects"},
		"special_categories: []":                            {"Art. 30(1)(c)", "special_categories"},
		"recipients: [retention team]":                      {"Art. 30(1)(d)", "recipients"},
		"transfers: [{country":                              {"Art. 30(1)(e)", "transfers"},
		"retention: {period":                                {"Art. 30(1)(f)", "retention"},
		"security_measures: [encryption-at-rest]":           {"Art. 30(1)(g)", "security_measures"},
	} {
		a := recordOf(t, strings.Replace(whole, old, "x_"+old, 1)).Activities[0]
		if !slices.Contains(a.Gaps, gap) {
			t.Errorf("without %s the gaps are %v", gap.Tag, a.Gaps)
		}
	}
	for old, c := range map[string]struct {
		new string
		gap Gap
	}{
		"name: Example Telecom GmbH":  {"name: TODO", Gap{"Art. 30(1)(a)", "controller.name"}},
		"[customers]":                 {"[n/a]", Gap{"Art. 30(1)(c)", "data_subjects"}},
		"[encryption-at-rest]":        {"[tbd]", Gap{"Art. 30(1)(g)", "security_measures"}},
		"mechanism: scc-commission, ": {"", Gap{"Art. 30(1)(e)", "transfers: safeguards of US"}},
	} {
		a := recordOf(t, strings.Replace(whole, old, c.new, 1)).Activities[0]
		if !slices.Contains(a.Gaps, c.gap) {
			t.Errorf("with %q for %q the gaps are %v", c.new, old, a.Gaps)
		}
	}
}

// TestOutside: data without people is outside of the record, and what no card tells
// is in it.
func TestOutside(t *testing.T) {
	r := recordOf(t, strings.Replace(whole, "status: pseudonymised", "status: anonymised", 1))
	if len(r.Activities) > 0 || len(r.Outside) != 1 || r.Outside[0].Status != "anonymised" {
		t.Errorf("%+v", r)
	}
	r = New("c0ffee", []Used{{Name: "unknown"}})
	if len(r.Outside) > 0 || len(r.Activities) != 1 || len(r.Activities[0].Gaps) < 8 {
		t.Errorf("%+v", r)
	}
}

// TestRenderers: what a card says is data in each of them, and no address is in any.
func TestRenderers(t *testing.T) {
	hostile := strings.NewReplacer("Example Telecom GmbH", `"=HYPERLINK(\"http://x\") | <b>x</b> [a](http://b) @user"`, "retention team", `"+1|`+"`"+`"`).Replace(whole)
	r := recordOf(t, hostile)
	var page, table, data bytes.Buffer
	for w, render := range map[*bytes.Buffer]func() error{
		&page: func() error { return Markdown(&page, r) }, &table: func() error { return CSV(&table, r) }, &data: func() error { return JSON(&data, r) },
	} {
		if err := render(); err != nil || strings.Contains(w.String(), "example.com") {
			t.Errorf("%v, %s", err, w)
		}
	}
	rows, err := csv.NewReader(&table).ReadAll()
	if err != nil || len(rows) != 2 || !strings.HasPrefix(rows[1][4], "'=HYPERLINK") || !strings.HasPrefix(rows[1][12], "'+1") {
		t.Errorf("%q, %v", rows, err)
	}
	doc, _ := document.ParseAs(document.JSON, "record.json", data.Bytes())
	if found, err := schema.Validate("record-of-processing", doc); err != nil || len(found) > 0 {
		t.Errorf("the record does not fit its schema: %v, %v", found, err)
	}
	var back Record
	if err := json.Unmarshal(data.Bytes(), &back); err != nil || back.Activities[0].Controller != r.Activities[0].Controller {
		t.Errorf("%+v, %v", back, err)
	}
	var plain bytes.Buffer
	if err := Markdown(&plain, recordOf(t, whole)); err != nil {
		t.Fatal(err)
	}
	none := func(string) bool { return false }
	if got, want := gfm.Shape(t, page.String(), none), gfm.Shape(t, plain.String(), none); got != want {
		t.Errorf("a card changes the page:\n%s\n%s", got, want)
	}
}

// TestLiteral: no cell is a formula, whatever separates the cells.
func TestLiteral(t *testing.T) {
	for in, want := range map[string]string{
		"=1+1": "'=1+1", " @SUM(1)": "' @SUM(1)", "＝1+1": "'＝1+1", "a;=1+1": "a;'=1+1", "a; -b": "a; '-b", "a + b = c": "a + b = c", "P2Y from contract-end; erase": "P2Y from contract-end; erase", "": "",
	} {
		if got := literal(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestAddresses: however an address is written, it is left out; a reference that is
// none stays.
func TestAddresses(t *testing.T) {
	for text, want := range map[string]string{
		"ask ann.lee@example.com, please": "ask [address left out], please",
		"bob\uff20example.com":            "[address left out]",
		`"ann lee"@example.com`:           "[address left out]",
		"<ann@mail.example.co.uk>":        "<[address left out]>",
		"hf://datasets/a@main":            "hf://datasets/a@main",
		"@privacy-team":                   "@privacy-team",
		"ropa:CT-003":                     "ropa:CT-003",
	} {
		if got := prose.WithoutAddresses(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

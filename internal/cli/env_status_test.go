package cli

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/promotion"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/schemas"
)

const statusSchema = "environment-status"

var someStandings = []promotion.Standing{
	{Environment: "prod", Model: "churn", Version: "1.0.0", Operation: promotion.Rollback, Record: 3, CreatedAt: "2026-03-01T12:00:00Z", Repository: "https://git.example.com/acme/models",
		ID: "models/churn", Commit: strings.Repeat("a", 40), Digest: "sha256:" + strings.Repeat("9", 64), Held: "oncall: error rate", Owner: "oncall", Reason: "error rate"},
	{Environment: "prod", Model: "fraud", Version: "1.0.0", Operation: promotion.Retire, Record: 2, CreatedAt: "2026-03-01T12:00:00Z", ID: "models/fraud", Retired: true},
	{Environment: "prod", Model: "spam", Tampered: ".modelgate/records/prod/spam/000001.json: it is not a JSON document"},
	{Environment: "prod", Model: "signed", Version: "1.0.0", Operation: promotion.Promotes, Record: 1, CreatedAt: "2026-03-01T12:00:00Z", ID: "models/signed", Signature: promotion.Unsigned, Problem: "record: it has no valid signature"},
	{Environment: "prod", Model: "stolen", Version: "1.0.0", Operation: promotion.Promotes, Record: 1, CreatedAt: "2026-03-01T12:00:00Z", ID: "models/stolen", Retired: true, Signature: promotion.NotValid, Problem: "file: it is not signed by the key"},
	{Environment: "prod", Model: "triage", Unreadable: "it was written by another version"},
}

var someApprovals = []promotion.ApprovalStanding{
	{Environment: "prod", Model: "churn", Digest: "sha256:" + strings.Repeat("9", 64), Deployed: true, Approved: []string{"data", "risk"}},
	{Environment: "prod", Model: "churn", Digest: "sha256:" + strings.Repeat("8", 64), Approved: []string{"data"}, WithoutEffect: []string{"risk: it was withdrawn"}, Missing: "prod requires 2 approvals"},
	{Environment: "prod", Model: "fraud", Digest: "sha256:" + strings.Repeat("7", 64), Approved: []string{"data", "risk"}},
	{Environment: "prod", Model: "spam", Digest: "sha256:" + strings.Repeat("6", 64), Missing: "prod requires 2 approvals"},
}

// Who has approved what, and what is missing, is in each form that has tables.
func TestApprovalsAreShown(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"text", "markdown", "html"} {
		var out bytes.Buffer
		if err := (&Env{Stdout: &out}).standings(format, standings{approvals: someApprovals}); err != nil {
			t.Errorf("%s: %v", format, err)
		}
		for _, want := range []string{"Approved by", someApprovals[1].Digest, "data, risk", "deployed", "prod requires 2 approvals; without effect: risk: it was withdrawn", "complete", "–"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%s lacks %q:\n%s", format, want, out.String())
			}
		}
	}
	const evil = "x\"]\n| `<script>alert(1)</script>&\u202e"
	hostile := []promotion.ApprovalStanding{{Environment: evil, Model: evil, Digest: evil, Approved: []string{evil}, WithoutEffect: []string{evil}, Missing: evil}}
	for _, format := range []string{"html", "mermaid"} {
		var out bytes.Buffer
		_ = (&Env{Stdout: &out}).standings(format, standings{approvals: hostile})
		if strings.Contains(out.String(), "<script>alert") || strings.Contains(out.String(), "\u202e") {
			t.Errorf("%s:\n%s", format, out.String())
		}
	}
}

// The JSON of the commands is what its schema states, member for member.
func TestStatusMatchesItsSchema(t *testing.T) {
	t.Parallel()
	for name, all := range map[string][]promotion.Standing{"all kinds": someStandings, "none": {}} {
		var out bytes.Buffer
		_ = (&Env{Stdout: &out}).standings("json", standings{models: all, approvals: someApprovals}) // ends as tampered
		doc, found := document.ParseAs(document.JSON, "status.json", out.Bytes())
		invalid, err := schema.Validate(statusSchema, doc)
		if err != nil || len(found)+len(invalid) > 0 {
			t.Errorf("%s: %v %v %v", name, err, found, invalid)
		}
	}
	raw, err := schemas.FS.ReadFile(statusSchema + ".schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var stated struct {
		Definitions map[string]struct{ Properties map[string]any }
	}
	if err := json.Unmarshal(raw, &stated); err != nil {
		t.Fatal(err)
	}
	for definition, is := range map[string]reflect.Type{"standing": reflect.TypeFor[promotion.Standing](), "approval": reflect.TypeFor[promotion.ApprovalStanding]()} {
		var fields []string
		for i := range is.NumField() {
			name, _, _ := strings.Cut(is.Field(i).Tag.Get("json"), ",")
			fields = append(fields, name)
		}
		slices.Sort(fields)
		if diff := cmp.Diff(fields, slices.Sorted(maps.Keys(stated.Definitions[definition].Properties))); diff != "" {
			t.Errorf("the fields of %s differ (-Go +schema):\n%s", definition, diff)
		}
	}
}

// Whatever a record holds, Mermaid and HTML show it as text.
func TestStandingsAreText(t *testing.T) {
	t.Parallel()
	show := func(format string, all []promotion.Standing) string {
		var out bytes.Buffer
		_ = (&Env{Stdout: &out}).standings(format, standings{models: all})
		return out.String()
	}
	if got, want := show("mermaid", someStandings), `flowchart TB
  subgraph e0["prod"]
    e0m0["churn 1.0.0 (held)"]
    e0m1["fraud 1.0.0 (retired)"]
    e0m2["signed 1.0.0 (unsigned)"]
    e0m3["spam (tampered)"]
    e0m4["stolen 1.0.0 (signature not valid)"]
    e0m5["triage (unreadable)"]
  end
`; got != want {
		t.Errorf("mermaid:\n%s", cmp.Diff(want, got))
	}
	if got, want := show(mermaidHistory, append(someStandings[:2:2], someStandings[3:5]...)), `timeline
  section churn in prod
    000003, 2026-03-01 : rollback 1.0.0
  section fraud in prod
    000002, 2026-03-01 : retire 1.0.0
  section signed in prod
    000001, 2026-03-01 : promote 1.0.0 (unsigned)
  section stolen in prod
    000001, 2026-03-01 : promote 1.0.0 (signature not valid)
`; got != want {
		t.Errorf("history:\n%s", cmp.Diff(want, got))
	}
	page := show("html", someStandings)
	for _, want := range []string{"<th scope=\"row\">churn</th><td>1.0.0 (held)</td>", "<td>000003</td><td>rollback</td>", "deployed, held oncall: error rate"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s:\n%s", want, page)
		}
	}
	for _, format := range []string{"text", "markdown", "html"} {
		if got := show(format, someStandings); !strings.Contains(got, "unsigned") || !strings.Contains(got, "signature not valid, retired") || strings.Count(got, "deployed") != 1 {
			t.Errorf("%s:\n%s", format, got)
		}
	}
	for i, want := range map[int]int{0: Done, 3: Tampered, 4: Tampered} {
		if err := (&Env{Stdout: &bytes.Buffer{}}).standings("text", standings{models: someStandings[i : i+1]}); i > 0 && codeOf(t.Context(), err) != want || i == 0 && err != nil {
			t.Errorf("%s: %v", someStandings[i].Model, err)
		}
	}
	if got := show("html", nil); !strings.Contains(got, "There are no records.") {
		t.Errorf("no records:\n%s", got)
	}
	const evil = "x\"]\n  end\n  click e0 href \"javascript:alert(1)\"<script>alert(1)</script>&\u202e"
	hostile := []promotion.Standing{{Environment: evil, Model: evil, Version: evil, Operation: evil, CreatedAt: evil, Held: evil, Owner: evil, Reason: evil, Tampered: evil, Signature: evil, Problem: evil}}
	if got := show("mermaid", hostile); strings.Count(got, "\n") != 4 || strings.ContainsAny(got, "<>&\u202e") || strings.Count(got, "\"") != 4 {
		t.Errorf("mermaid:\n%s", got)
	}
	if got := show(mermaidHistory, hostile); strings.Count(got, "\n") != 3 || strings.ContainsAny(got, "\"<>&\u202e") {
		t.Errorf("history:\n%s", got)
	}
	if got := show("html", hostile); strings.Contains(got, "<script") || strings.Contains(got, "\u202e") {
		t.Errorf("html:\n%s", got)
	}
}

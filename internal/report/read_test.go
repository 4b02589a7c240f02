package report

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/decision"
)

func TestReadGivesBackWhatJSONWrote(t *testing.T) {
	for _, name := range recorded {
		raw, err := os.ReadFile(filepath.Join("testdata", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		if got := render(t, "json", read(t, name)); got != string(raw) {
			t.Errorf("%s: the report changed on its way", name)
		}
	}
}

func TestReadGivesNoApproval(t *testing.T) {
	for _, d := range read(t, "allow").Models {
		if d.Result != decision.Allow {
			t.Fatalf("%s: %s", d.Subject.ID, d.Result)
		}
		if _, ok := d.Approval(); ok {
			t.Errorf("%s: a recorded report approves", d.Subject.ID)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	good, err := os.ReadFile("testdata/report.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ old, new, want string }{
		"another version":     {`report/v1"`, `report/v2"`, `its schema is "modelgate.dev/report/v2", but this version of modelgate reads "modelgate.dev/report/v1"`},
		"no version":          {`"schema": "modelgate.dev/report/v1",`, ``, `its schema is ""`},
		"unknown key":         {`"preview": false`, `"preview": false, "color": true`, `unknown field "color"`},
		"key in another case": {`"preview": false`, `"Preview": false`, `unknown key "Preview"`},
		"key given twice":     {`"preview": false`, `"preview": true, "preview": false`, `duplicate key "preview"`},
		"wrong type":          {`"preview": false`, `"preview": "no"`, `cannot unmarshal string`},
		"unknown decision":    {"\"decision\": \"deny\",\n  \"preview\"", "\"decision\": \"maybe\",\n  \"preview\"", `"maybe" is neither allow, deny nor undecided`},
		"contradiction":       {"\"decision\": \"deny\",\n  \"preview\"", "\"decision\": \"allow\",\n  \"preview\"", `model "models/credit": the decision about it is "deny", but that of the report is "allow"`},
		"denying rule":        {`"outcome": "pending"`, `"outcome": "forgiven"`, `unknown outcome "forgiven"`},
		"unknown severity":    {`"severity": "error",`, `"severity": "fatal",`, `unknown severity "fatal"`},
		"negative position":   {`"line": 23`, `"line": -23`, `negative position`},
		"time":                {`2026-10-01T12:00:00Z`, `yesterday`, `as_of is not an RFC 3339 time`},
		"model without id":    {`"id": "models/ner"`, `"id": ""`, `a model has no id`},
		"cut short":           {`"policy": {`, ``, `invalid character`},
	} {
		t.Run(name, func(t *testing.T) {
			bad := strings.Replace(string(good), c.old, c.new, 1)
			if bad == string(good) {
				t.Fatal("the edit changes nothing")
			}
			_, err := Read(strings.NewReader(bad))
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "reading the report: ") {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
	for name, doc := range map[string]string{"empty": "", "null": "null", "list": "[]", "two reports": string(good) + string(good)} {
		if _, err := Read(strings.NewReader(doc)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// TestReadRefusesAllowWithDenyingFinding edits decisions so that they no longer
// follow from their findings.
func TestReadRefusesAllowWithDenyingFinding(t *testing.T) {
	r := read(t, "report")
	r.Result = decision.Allow
	for i := range r.Models {
		r.Models[i].Result = decision.Allow
	}
	_, err := Read(strings.NewReader(render(t, "json", r)))
	if err == nil || !strings.Contains(err.Error(), `rule "evaluation/check_failed" denies, but the decision is to allow`) {
		t.Errorf("got %v", err)
	}
	for i := range r.Models {
		r.Models[i].Outcomes = nil
	}
	_, err = Read(strings.NewReader(render(t, "json", r)))
	if err == nil || !strings.Contains(err.Error(), "a finding denies") {
		t.Errorf("got %v", err)
	}
}

func TestReadKeepsParameterNames(t *testing.T) {
	r := read(t, "allow")
	r.Models[0].Subject.Parameters = map[string]string{"minReplicas": "1", "MINREPLICAS": "2"}
	back, err := Read(strings.NewReader(render(t, "json", r)))
	if err != nil || back.Models[0].Subject.Parameters["minReplicas"] != "1" {
		t.Errorf("got %v, %v", back.Models, err)
	}
}

func TestReadIsBounded(t *testing.T) {
	if _, err := readAll(strings.NewReader("12345"), 4); err == nil || !strings.Contains(err.Error(), "too large (limit: 4 bytes)") {
		t.Errorf("got %v", err)
	}
	if raw, err := readAll(strings.NewReader("1234"), 4); err != nil || string(raw) != "1234" {
		t.Errorf("got %q, %v", raw, err)
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range recorded {
		raw, err := os.ReadFile(filepath.Join("testdata", name+".json"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(raw))
	}
	f.Fuzz(func(t *testing.T, doc string) {
		r, err := Read(strings.NewReader(doc))
		if err != nil {
			return
		}
		for _, format := range FormatNames() {
			if err := Render(io.Discard, format, r); err != nil {
				t.Errorf("%s: %v", format, err)
			}
		}
	})
}

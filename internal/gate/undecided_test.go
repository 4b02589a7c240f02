package gate

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/report"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// TestDeadlineDecidesNothing: rules that ran out of time neither allow nor deny,
// in no output, whatever the others found; and no approval comes of them.
func TestDeadlineDecidesNothing(t *testing.T) {
	at := sourcetest.Tree(strings.Repeat("a", 40), fstest.MapFS{
		"models/m/README.md": {Data: []byte("---\nlicense: mit\n---\n# m\n")}, "models/n/README.md": {Data: []byte("---\nlicense: [\n---\n# n\n")},
	})
	req := Recheck(at, "", goldenTime)
	req.Deadline = time.Nanosecond
	r, err := Check(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range append(r.Models, r.Repository) {
		if _, approved := d.Approval(); d.Result != decision.Undecided || approved {
			t.Errorf("%s: %s, approved: %v", d.Subject.ID, d.Result, approved)
		}
	}
	if r.Result != decision.Undecided || r.Totals.Denied != 0 || r.Totals.Failures == 0 {
		t.Errorf("%s, %+v", r.Result, r.Totals)
	}
	marks := map[string]string{
		"text": "undecided: ", "json": `"decision": "undecided"`, "markdown": "modelgate: check incomplete for this change", "comment": "modelgate: check incomplete for this change",
		"html": "modelgate: check incomplete for this change", "junit": `type="undecided"`, "sarif": `"executionSuccessful": false`,
	}
	for _, format := range report.FormatNames() {
		var out bytes.Buffer
		if err := report.Render(&out, format, r); err != nil || !strings.Contains(out.String(), marks[format]) {
			t.Errorf("%s has no %q: %v", format, marks[format], err)
		}
		if strings.Contains(out.String(), "modelgate denies") || strings.Contains(out.String(), "modelgate allows") {
			t.Errorf("%s says a decision", format)
		}
	}
	var recorded bytes.Buffer
	if err := report.JSON(&recorded, r); err != nil {
		t.Fatal(err)
	}
	if _, err := report.Read(bytes.NewReader(recorded.Bytes())); err != nil {
		t.Errorf("the report is not read again: %v", err)
	}
	for _, forged := range []string{`"allow"`, `"deny"`} {
		if _, err := report.Read(strings.NewReader(strings.Replace(recorded.String(), `"decision": "undecided"`, `"decision": `+forged, 1))); err == nil {
			t.Errorf("a report with the decision %s is read", forged)
		}
	}
	mergedUndecided(t, req)
}

// mergedUndecided: a shard that could not decide makes the whole undecided.
func mergedUndecided(t *testing.T, req Request) {
	parts := map[string]report.Report{}
	for i := range 2 {
		part := req
		part.Shard = Shard{i + 1, 2}
		if i == 1 {
			part.Deadline = 0
		}
		r, err := Check(t.Context(), part)
		if err != nil {
			t.Fatal(err)
		}
		parts[part.Shard.String()] = r
	}
	req.Deadline = 0
	whole, err := Merge(t.Context(), req, sortedKeys(parts), func(name string) (report.Report, error) { return parts[name], nil })
	if err != nil || whole.Result != decision.Undecided {
		t.Errorf("merged: %s, %v", whole.Result, err)
	}
}

package report

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// sarifRunOf renders within the limits and returns the run, the notice of what
// was left out, and the bytes.
func sarifRunOf(t *testing.T, r Report, l sarifLimits) (run sarifRun, notice string, raw []byte) {
	t.Helper()
	var b bytes.Buffer
	if err := writeSARIF(&b, r, l); err != nil {
		t.Fatal(err)
	}
	var log sarifLog
	if err := json.Unmarshal(b.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	for _, n := range log.Runs[0].Invocations[0].ToolExecutionNotifications {
		if strings.Contains(n.Message.Text, "omitted") {
			notice = n.Message.Text
		}
	}
	return log.Runs[0], notice, b.Bytes()
}

// TestSARIFAtTheLimits tries each limit of code scanning with as much as it
// takes, and with one more.
func TestSARIFAtTheLimits(t *testing.T) {
	l := sarifUpload
	results := func(n int) Report {
		r := many(1, n)
		for i := range r.Models[0].Findings { // short, so that the size is no matter
			r.Models[0].Findings[i].Message, r.Models[0].Findings[i].At = "m", finding.Start("a")
		}
		return r
	}
	rules := func(n int) Report {
		r := many(1, 3)
		rule := finding.Rule{ID: "z/rule"}
		r.Rules = nil
		for range n - 1 {
			r.Rules = append(r.Rules, rule)
		}
		r.Rules = append(r.Rules, finding.Rule{ID: "card/license_missing"}) // the last one is needed
		return r
	}
	locations := func(n int) Report {
		r := many(1, 1)
		for range n - 1 {
			r.Models[0].Findings[0].Related = append(r.Models[0].Findings[0].Related, finding.Related{At: finding.Start("a")})
		}
		return r
	}
	tags := func(n int) Report {
		r := many(1, 1)
		for i := range n - 1 {
			r.Rules[0].Controls = append(r.Rules[0].Controls, fmt.Sprintf("gdpr/Art. %d", i))
		}
		return r
	}
	failures := func(n int) Report {
		r := many(1, 1)
		for i := range n {
			r.Models[0].Outcomes = append(r.Models[0].Outcomes, decision.Outcome{Rule: fmt.Sprintf("a/r%d", i), State: decision.Errored})
		}
		return r
	}
	for _, c := range []struct {
		name  string
		limit int
		of    func(int) Report
		count func(sarifRun) int
		said  string
	}{
		{"results", l.results, results, func(r sarifRun) int { return len(r.Results) }, "1 result omitted"},
		{"rules", l.rules, rules, func(r sarifRun) int { return len(r.Tool.Driver.Rules) }, "1 rule omitted"},
		{"locations", l.locations, locations, func(r sarifRun) int { return len(r.Results[0].Locations) + len(r.Results[0].RelatedLocations) }, "1 related place omitted"},
		{"tags", l.tags, tags, func(r sarifRun) int { return len(r.Tool.Driver.Rules[0].Properties.Tags) }, "1 tag of a rule omitted"},
		{"failures", l.failures, failures, func(r sarifRun) int { return len(r.Invocations[0].ToolExecutionNotifications) }, ""},
	} {
		run, notice, _ := sarifRunOf(t, c.of(c.limit), l)
		if n := c.count(run); n != c.limit || notice != "" {
			t.Errorf("%s at the limit: %d, notice %q", c.name, n, notice)
		}
		run, notice, _ = sarifRunOf(t, c.of(c.limit+1), l)
		want := c.limit
		if c.name == "failures" {
			want++ // the notice is one more notification
		}
		if n := c.count(run); n != want || !strings.HasPrefix(notice, c.said) || notice == "" {
			t.Errorf("%s beyond the limit: %d, notice %q", c.name, n, notice)
		}
		for _, result := range run.Results {
			if result.RuleIndex == nil || run.Tool.Driver.Rules[*result.RuleIndex].ID != result.RuleID {
				t.Errorf("%s: a result has lost its rule", c.name)
				break
			}
		}
	}
}

func TestSARIFLeavesOutTheLeastGrave(t *testing.T) {
	l := sarifUpload
	l.results = 33
	run, notice, _ := sarifRunOf(t, many(10, 5), l) // 30 errors, 10 warnings, 10 waived
	levels := map[string]int{}
	for _, result := range run.Results {
		if len(result.Suppressions) > 0 {
			t.Error("a waived finding takes the place of a warning")
		}
		levels[result.Level]++
	}
	if levels["error"] != 30 || levels["warning"] != 3 || !strings.HasPrefix(notice, "17 results omitted") {
		t.Errorf("%v, %q", levels, notice)
	}
}

// TestSARIFSize has messages that do not compress, so that the size is what
// limits them.
func TestSARIFSize(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	r := many(40, 5)
	for i := range r.Models {
		for k := range r.Models[i].Findings {
			noise := make([]byte, 1000)
			for b := range noise {
				noise[b] = byte('!' + random.IntN(90))
			}
			r.Models[i].Findings[k].Message = string(noise)
		}
	}
	l := sarifUpload
	_, _, whole := sarifRunOf(t, r, l)
	full := gzipSize(whole, 0)
	for _, limit := range []int{full, full - 1, full / 2, full / 10, 5_000} {
		l.gzip = limit
		run, notice, raw := sarifRunOf(t, r, l)
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Write(raw)
		z.Close()
		if b.Len() > limit && len(raw) > limit {
			t.Errorf("%d bytes compressed, of at most %d", b.Len(), limit)
		}
		if cut := len(run.Results) < 200; cut != (limit < full) || cut != (notice != "") {
			t.Errorf("of at most %d bytes: %d results, notice %q", limit, len(run.Results), notice)
		}
	}
	l.gzip = 10
	if err := writeSARIF(&bytes.Buffer{}, r, l); err == nil || !strings.Contains(err.Error(), "code scanning limit: 10 bytes") {
		t.Errorf("got %v", err)
	}
}

func TestSARIFCategory(t *testing.T) {
	for want, gates := range map[string][]finding.Gate{
		"modelgate/":                   nil,
		"modelgate/evaluation/":        {finding.GateEvaluation},
		"modelgate/model-card+policy/": {finding.GateModelCard, finding.GatePolicy},
	} {
		if got := sarifCategory(gates); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// TestSARIFFingerprintsStay holds that neither lines nor messages matter.
func TestSARIFFingerprintsStay(t *testing.T) {
	r := read(t, "report")
	before, _, _ := sarifRunOf(t, r, sarifUpload)
	for i := range r.Models {
		for k := range r.Models[i].Findings {
			j := &r.Models[i].Findings[k]
			j.At.Line, j.At.EndLine, j.Message = j.At.Line+9, j.At.EndLine+9, "other words"
			j.Fingerprint = j.Finding.Fingerprint(r.Models[i].Subject.ID) // as the engine does
		}
	}
	after, _, _ := sarifRunOf(t, r, sarifUpload)
	for i := range before.Results {
		if before.Results[i].PartialFingerprints["modelgate/v1"] != after.Results[i].PartialFingerprints["modelgate/v1"] {
			t.Errorf("result %d has another fingerprint", i)
		}
	}
}

package report

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

func checkedReport() Report {
	return Report{Models: []decision.Decision{{Subject: decision.Subject{ID: "models/churn"}, Result: decision.Deny, Outcomes: []decision.Outcome{{Rule: "a/b"}}, Checks: []decision.Check{
		{Threshold: "latency", Metric: "latency_p95", Question: "at most 120 ms", Mode: "point", Severity: "block", Verdict: "pass", Value: "111.0", Unit: "ms", Rung: "point"},
		{Threshold: "recall", Metric: "recall", Slice: "class=fraud", Question: "no worse than the baseline by more than 0.02", Mode: "catch", Severity: "block", Verdict: "fail",
			Value: "0.7901234", Baseline: "0.84", N: "310", Change: "-0.0498766", Low: "-0.09", High: "-0.01", Rung: "counts", Method: "Newcombe's interval of two proportions", Detail: "p = 0.01"},
		{Threshold: "f1", Metric: "f1", Slice: "class=rare", Question: "at least 0.7", Mode: "point", Severity: "block", Verdict: "inconclusive", Value: "0.71", N: "7",
			Detail: "the result is of 7 examples; 50 are required", Needed: "50", Rung: "point"},
	}}}}
}

func TestChecksSection(t *testing.T) {
	md := checksMarkdown(checkedReport(), 12_000)
	for _, want := range []string{
		"<code>models/churn</code>: failed: recall on class=fraud went from 0.8400 to 0.7901, required: no worse than the baseline by more than 0.02 (1 failed, 1 inconclusive, 1 passed)",
		"| <code>recall</code> | class=fraud (310) | 0.8400 | 0.7901 | 0.04988 worse &#91;-0.09, -0.01&#93;<br><code>├────",
		"❌ failed<br>p = 0.01<br><sub>Newcombe's interval of two proportions</sub> |",
		"❔ inconclusive<br>the result is of 7 examples; 50 are required<br>about 50 examples would probably be enough |",
		"<details><summary>1 check passed</summary>",
	} {
		if !strings.Contains(strings.ReplaceAll(md, "&#95;", "_"), want) {
			t.Errorf("%q is not in\n%s", want, md)
		}
	}
	if strings.Index(md, "❌") > strings.Index(md, "❔") || strings.Index(md, "❔") > strings.Index(md, "✅") {
		t.Errorf("the gravest is not first:\n%s", md)
	}
	var text strings.Builder
	r := checkedReport()
	if err := Text(&text, r); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"evaluation: failed: recall on class=fraud went from 0.8400 to 0.7901,",
		"    failed: recall on class=fraud went from 0.8400 to 0.7901, required: no worse than the baseline by more than 0.02; change 0.04988 worse [-0.09, -0.01] [",
		"    inconclusive: f1 on class=rare is 0.71, required: at least 0.7: the result is of 7 examples",
	} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("%q is not in\n%s", want, text.String())
		}
	}
	if strings.Contains(text.String(), "├") || strings.Contains(text.String(), "latency") {
		t.Errorf("plain text is to stay plain, and short:\n%s", text.String())
	}
	if got := checksMarkdown(Report{}, 12_000); got != "" {
		t.Errorf("nothing was asked: %q", got)
	}
	r.Models[0].Checks = r.Models[0].Checks[:1]
	if md := checksMarkdown(r, 12_000); !strings.Contains(md, "all checks passed (1 passed)") {
		t.Errorf("all is met:\n%s", md)
	}
}

// TestDecisiveCheck: the decision names the gravest check that denies, and none
// that a waiver, a stage or its own severity keeps from denying.
func TestDecisiveCheck(t *testing.T) {
	finding := func(key string, line int) decision.Judged {
		return decision.Judged{Finding: finding.Finding{Rule: "evaluation/regression", Severity: finding.Error, Key: key, Related: []finding.Related{{At: finding.Position{Path: "t", Line: line}}}}}
	}
	r := checkedReport()
	r.Result, r.Totals = decision.Deny, Totals{Models: 1, Denied: 1}
	m := &r.Models[0]
	m.Checks[1].Policy.Path, m.Checks[1].Policy.Line = "t", 1
	m.Checks[2].Policy.Path, m.Checks[2].Policy.Line = "t", 2
	const failed = "recall on class=fraud went from 0.8400 to 0.7901, required: no worse than the baseline by more than 0.02"
	rest := "1 of 1 models must be fixed before merging."
	say := func(want string) {
		t.Helper()
		if got := verdict(r); got != "failed: "+want {
			t.Errorf("got  %s\nwant failed: %s", got, want)
		}
	}
	say(rest) // no finding denies
	m.Findings = []decision.Judged{finding("f1 min class=rare", 2), finding("recall not_worse_by class=fraud", 1)}
	say(failed + "; " + rest)
	if _, sentence := decisionWords(r); sentence != failed+"; "+rest {
		t.Errorf("the page says %q", sentence)
	}
	page := render(t, "html", r)
	for _, want := range []string{failed, "<h2>Evaluation</h2>", "1 check passed", `<span class="word fail">failed</span>`, "about 50 examples"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page for a browser does not say %q", want)
		}
	}
	m.Findings[1].Waiver = &decision.Waiver{ID: "W"}
	m.Checks[1].Verdict = "waived"
	say("f1 on class=rare is 0.71, required: at least 0.7: the result is of 7 examples; 50 are required; " + rest)
	m.Checks[2].Severity = "warn"
	say(rest)
	m.Checks[2].Severity = "block"
	r.Models = append(r.Models, decision.Decision{Subject: decision.Subject{ID: "models/a"}, Result: decision.Allow})
	if got := verdict(r); !strings.HasPrefix(got, "failed: models/churn: f1 on class=rare is 0.71") {
		t.Errorf("of several models: %s", got)
	}
}

func TestSameDigits(t *testing.T) {
	for _, tt := range []struct{ a, b, wantA, wantB string }{
		{"0.85", "0.8500001", "0.85", "0.8500001"},
		{"0.8581", "0.8410596026490066", "0.8581", "0.8411"},
		{"0.9333333333333333", "0.9333333333333333", "0.9333", "0.9333"},
		{"0.849999", "0.85", "0.849999", "0.85"},
		{"131.5", "120", "131.5", "120.0"},
		{"52428800", "52428801", "52428800", "52428801"},
		{"1e-5", "2e-5", "0.00001", "0.00002"},
		{"NaN", "0.8400", "NaN", "0.84"},
		{"", "0.84", "", "0.84"},
		{"1e999999999", "1", "1e999999999", "1"}, // no number is built of it
		{"-0.5", "-1", "-0.5", "-1.0"},
	} {
		a, b := sameDigits(tt.a, tt.b, 0)
		if tt.a == "0.849999" || tt.a == "0.85" { // the same number of places on both sides
			if len(a)-strings.Index(a, ".") != len(b)-strings.Index(b, ".") {
				t.Errorf("%s and %s: %s and %s", tt.a, tt.b, a, b)
			}
			continue
		}
		if a != tt.wantA || b != tt.wantB {
			t.Errorf("%s and %s: got %s and %s", tt.a, tt.b, a, b)
		}
	}
}

func TestCheckName(t *testing.T) {
	for slice, want := range map[string]string{"": "f1", "class=fraud": "f1 on class=fraud", "by sex": "f1 by sex"} {
		if got := checkName(decision.Check{Metric: "f1", Slice: slice}); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestNothingLooksLikeItsBound: a value that misses a bound by little is never
// shown as that bound.
func TestNothingLooksLikeItsBound(t *testing.T) {
	for _, tt := range []struct{ value, baseline, change, question, wantValue, wantBaseline, wantChange string }{
		{"0.849999999", "", "", "at least 0.85", "0.849999999", "", ""},
		{"0.849999999", "", "", "at least 0.8", "0.85", "", ""},
		{"0.85", "", "", "at least 0.850", "0.85", "", ""},
		{"-1.0000001", "", "", "at least -1", "-1.0000001", "", ""},
		{"102.50001", "101.5", "-1.00001", "not worse than the best so far by more than 1", "102.50001", "101.50000", "1.00001 worse"},
		{"0.4", "0.39", "-0.01", "no worse than the baseline by more than 0.01", "0.40", "0.39", "0.01 worse"},
		{"0.99e-300", "1e-300", "-1e-302", "no worse than the baseline by more than 0", "0.99e-300", "1e-300", "-1e-302"},
	} {
		c := decision.Check{Value: tt.value, Baseline: tt.baseline, Change: tt.change, Question: tt.question}
		value, baseline := checkValues(c)
		if change := checkChange(c); value != tt.wantValue || baseline != tt.wantBaseline || change != tt.wantChange {
			t.Errorf("%+v: got %q, %q, %q", tt, value, baseline, change)
		}
	}
}

func TestIntervalBar(t *testing.T) {
	for _, tt := range []struct{ change, low, high, want string }{
		{"-0.05", "-0.1", "0", "[---------o---------|"},
		{"0.05", "0", "0.1", "|---------o---------]"},
		{"-0.05", "-0.1", "0.1", "[----o----|---------]"},
		{"0.9", "0.8", "1", "|...............[-o-]"},
		{"0", "0", "0", ""}, {"?", "0", "1", ""}, {"0.1", "0.3", "0.2", ""}, {"1", "-1e308", "1e308", ""}, {"1", "NaN", "1", ""},
	} {
		if got := intervalBar(decision.Check{Baseline: "1", Change: tt.change, Low: tt.low, High: tt.high}, barASCII); got != tt.want {
			t.Errorf("%s in [%s, %s]: got %q, want %q", tt.change, tt.low, tt.high, got, tt.want)
		}
	}
	if got := intervalBar(decision.Check{Change: "1", Low: "0", High: "2"}, barASCII); got != "" {
		t.Errorf("without a baseline there is no change: %q", got)
	}
}

// TestChecksAreHostile: what result files say is text wherever it is shown, and
// many checks stay within the budget.
func TestChecksAreHostile(t *testing.T) {
	evil := "</code><script>alert(1)</script>|@admin `x` [a](https://e.example)\n::error::x"
	r := checkedReport()
	c := decision.Check{Metric: evil, Slice: evil, Question: evil, Verdict: evil, Detail: evil, Value: evil, Baseline: evil, N: evil, Change: evil, Low: evil, High: evil, Rung: evil, Method: evil, Needed: evil}
	for range 2000 {
		r.Models[0].Checks = append(r.Models[0].Checks, c)
	}
	md := checksMarkdown(r, 12_000)
	if len(md) > 12_500 || !strings.Contains(md, "more checks") {
		t.Errorf("the section has %d bytes", len(md))
	}
	for _, bad := range []string{"<script>", "@admin", "](https", "\n::error"} {
		if strings.Contains(md, bad) {
			t.Errorf("%q comes through", bad)
		}
	}
	var text strings.Builder
	if err := Text(&text, r); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(text.String(), "\n::error") {
		t.Error("a workflow command comes through")
	}
	for range htmlChecks {
		r.Models[0].Checks = append(r.Models[0].Checks, c)
	}
	page := render(t, "html", r)
	if strings.Contains(page, "<script>") || !strings.Contains(page, "more checks; the JSON report has them all") {
		t.Error("the page for a browser shows what it should not, or does not count what it leaves out")
	}
}

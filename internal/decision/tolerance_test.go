package decision

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

func found(message, value, better string) finding.Finding {
	return finding.Finding{Rule: "a/b", Severity: finding.Error, At: atX, Message: message, Value: value, Better: better}
}

// baselineOf is a baseline that holds a finding.
func baselineOf(f finding.Finding, expires string) []config.Adoption {
	return []config.Adoption{{Owner: "team", Created: "2026-10-01", Expires: expires, Findings: map[string]map[string]map[string]string{
		"m": {f.Rule: {f.Fingerprint("m"): ValueOf(f)}}}}}
}

func TestTolerances(t *testing.T) {
	old := found(`license "x" is denied`, "", "")
	measured := found("accuracy is 0.70", "0.70", "higher")
	digest := found("it cannot be read", finding.DigestPrefix+"aa", "")
	advisory := []config.Enforcement{{Mode: config.AdvisoryMode}}
	waivable, fixed := finding.Rule{ID: "a/b", Waivable: true}, finding.Rule{ID: "a/b", Waivable: true, Fixed: true}
	before := func(f finding.Finding) Tolerances {
		return Tolerances{Before: map[string]map[string][]Judged{"m": {f.Fingerprint("m"): {{Finding: f, Fingerprint: f.Fingerprint("m")}}}}}
	}
	for name, tt := range map[string]struct {
		now        finding.Finding
		rule       finding.Rule
		tolerances Tolerances
		want       ToleranceKind // "" denies
	}{
		"nothing is tolerated":            {old, waivable, Tolerances{}, ""},
		"in the baseline":                 {old, waivable, Tolerances{Baseline: baselineOf(old, "2026-11-01")}, InBaseline},
		"in an expired baseline":          {old, waivable, Tolerances{Baseline: baselineOf(old, "2026-10-31")}, ""},
		"another value is stated":         {found(`license "y" is denied`, "", ""), waivable, Tolerances{Baseline: baselineOf(old, "2026-11-01")}, ""},
		"the message is worded otherwise": {found(`the license "x" is not allowed`, "", ""), waivable, Tolerances{Baseline: baselineOf(old, "2026-11-01")}, InBaseline},
		"a metric that got worse":         {found("accuracy is 0.69", "0.69", "higher"), waivable, Tolerances{Baseline: baselineOf(measured, "2026-11-01")}, ""},
		"a metric that got better":        {found("accuracy is 0.71", "0.71", "higher"), waivable, Tolerances{Baseline: baselineOf(measured, "2026-11-01")}, InBaseline},
		"no rule that can be waived":      {old, finding.Rule{ID: "a/b"}, Tolerances{Baseline: baselineOf(old, "2026-11-01")}, ""},
		"the bytes of an unreadable file": {digest, finding.Rule{ID: "a/b"}, Tolerances{Baseline: baselineOf(digest, "2026-11-01")}, InBaseline},
		"other bytes of it":               {found("it cannot be read", finding.DigestPrefix+"bb", ""), finding.Rule{ID: "a/b"}, Tolerances{Baseline: baselineOf(digest, "2026-11-01")}, ""},
		"a guard of the rules":            {old, fixed, Tolerances{Baseline: baselineOf(old, "2026-11-01"), Enforce: advisory}, ""},
		"a guard that the base had too":   {old, fixed, before(old), ""},
		"advisory":                        {old, waivable, Tolerances{Enforce: advisory}, Advisory},
		"the base says the same":          {old, waivable, before(old), Existing},
		"the base says something else":    {found(`license "y" is denied`, "", ""), waivable, before(old), ""},
		"worse than the base":             {found("accuracy is 0.69", "0.69", "higher"), waivable, before(measured), ""},
		"better than the base":            {found("accuracy is 0.71", "0.71", "higher"), waivable, before(measured), Existing},
		"lower is better":                 {found("error is 0.71", "0.71", "lower"), waivable, before(found("error is 0.70", "0.70", "lower")), ""},
		"nobody says what is better":      {found("it is 0.71", "0.71", ""), waivable, before(found("it is 0.70", "0.70", "")), ""},
	} {
		d := Decide(model, []finding.Verdict{{Rule: "a/b", Findings: []finding.Finding{tt.now}}}, Terms{Rules: map[string]finding.Rule{"a/b": tt.rule}, Now: now, PolicyDigest: "sha256:0", Tolerances: tt.tolerances})
		kind := ToleranceKind("")
		if k := d.Findings[0].Tolerated; k != nil {
			kind = k.Kind
		}
		if kind != tt.want || (d.Result == Allow) != (tt.want != "") {
			t.Errorf("%s: got %q and %s, want %q", name, kind, d.Result, tt.want)
		}
		if _, approved := d.Approval(); approved {
			t.Errorf("%s: it is approved", name)
		}
	}
}

// TestWarningsThatTheBaseHas are shown as not new, and stay warnings.
func TestWarningsThatTheBaseHas(t *testing.T) {
	f := found("m", "", "")
	f.Severity = finding.Warning
	was := f
	for _, c := range []struct {
		before finding.Severity
		want   bool
	}{{finding.Warning, true}, {finding.Error, true}, {finding.Note, false}} {
		was.Severity = c.before
		terms := Terms{Rules: map[string]finding.Rule{"a/b": {ID: "a/b"}}, Now: now, Tolerances: Tolerances{Before: map[string]map[string][]Judged{"m": {f.Fingerprint("m"): {{Finding: was}}}}}}
		d := Decide(model, []finding.Verdict{{Rule: "a/b", Findings: []finding.Finding{f}}}, terms)
		if (d.Findings[0].Tolerated != nil) != c.want || d.Result != Allow {
			t.Errorf("it was a %s: got %+v %s", c.before, d.Findings[0].Tolerated, d.Result)
		}
		if _, approved := d.Approval(); approved {
			t.Error("a run about what is new is approved")
		}
	}
}

// TestFindingsMoveWithTheirModel under the ids that it had.
func TestFindingsMoveWithTheirModel(t *testing.T) {
	old := found("m", "", "")
	old.At.Path = "old/README.md"
	moved := old
	moved.At.Path = "m/README.md"
	baseline := []config.Adoption{{Created: "2026-10-01", Expires: "2026-12-01", Findings: map[string]map[string]map[string]string{"old": {"a/b": {old.Fingerprint("old"): ""}}}}}
	for _, formerly := range []map[string][]string{nil, {"m": {"old"}}} {
		d := Decide(model, []finding.Verdict{{Rule: "a/b", Findings: []finding.Finding{moved}}}, Terms{Rules: map[string]finding.Rule{"a/b": {ID: "a/b", Waivable: true}}, Now: now, Tolerances: Tolerances{Baseline: baseline, Formerly: formerly}})
		if (d.Result == Allow) != (formerly != nil) {
			t.Errorf("formerly %v: got %s", formerly, d.Result)
		}
	}
}

// TestARuleInErrorIsAdvisoryToo: advisory mode blocks nothing, and approves nothing.
func TestARuleInErrorIsAdvisoryToo(t *testing.T) {
	terms := Terms{Rules: map[string]finding.Rule{"a/b": {ID: "a/b"}, "a/c": {ID: "a/c"}}, Now: now, PolicyDigest: "sha256:0", Tolerances: Tolerances{Enforce: []config.Enforcement{{Mode: config.AdvisoryMode}}}}
	d := Decide(model, []finding.Verdict{{Rule: "a/b", Error: "boom"}, {Rule: "a/c"}}, terms)
	if _, approved := d.Approval(); d.Result != Allow || approved || !d.Outcomes[0].Advisory {
		t.Errorf("got %+v", d)
	}
	terms.Tolerances = Tolerances{}
	if d := Decide(model, []finding.Verdict{{Rule: "a/b", Error: "boom"}}, terms); d.Result != Deny {
		t.Errorf("got %s", d.Result)
	}
}

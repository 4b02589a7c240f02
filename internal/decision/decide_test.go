package decision

import (
	"strings"
	"testing"
	"time"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

var (
	now    = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	model  = Subject{ID: "m", Name: "m", Commit: strings.Repeat("a", 40)}
	atX    = finding.Position{Path: "m/README.md", Line: 1, Column: 1, Pointer: "/x"}
	waiver = config.Waiver{ID: "W", Rule: "a/b", Model: "m", Created: "2026-10-01", Expires: "2026-11-01"}
)

func decide(v finding.Verdict, rule finding.Rule, ws ...config.Waiver) Decision {
	rule.ID = "a/b"
	return Decide(model, []finding.Verdict{v}, Terms{Rules: map[string]finding.Rule{"a/b": rule}, Waivers: ws, Now: now, PolicyDigest: "sha256:0"})
}

func verdict(s finding.Severity) finding.Verdict {
	return finding.Verdict{Rule: "a/b", Findings: []finding.Finding{{Rule: "a/b", Severity: s, At: atX, Message: "m"}}}
}

func TestOutcomes(t *testing.T) {
	both := verdict(finding.Error)
	both.Findings = append(both.Findings, finding.Finding{Rule: "a/b", Severity: finding.Error, At: atX, Key: "other", Message: "m"})
	keyed := waiver
	keyed.Key = "other"
	expired := waiver
	expired.Expires = "2026-10-31"
	for name, tt := range map[string]struct {
		got    Decision
		state  State
		result Result
	}{
		"no finding passes":                  {decide(finding.Verdict{Rule: "a/b"}, finding.Rule{}), Pass, Allow},
		"not applicable":                     {decide(finding.Verdict{Rule: "a/b", NotApplicable: true}, finding.Rule{}), NotApplicable, Allow},
		"an error fails":                     {decide(verdict(finding.Error), finding.Rule{}), Fail, Deny},
		"a warning warns":                    {decide(verdict(finding.Warning), finding.Rule{}), Warn, Allow},
		"a finding of a rule not applicable": {decide(finding.Verdict{Rule: "a/b", NotApplicable: true, Findings: verdict(finding.Error).Findings}, finding.Rule{}), Fail, Deny},
		"a rule that broke denies":           {decide(finding.Verdict{Rule: "a/b", Error: "boom"}, finding.Rule{}), Errored, Deny},
		"broke and not applicable":           {decide(finding.Verdict{Rule: "a/b", Error: "boom", NotApplicable: true}, finding.Rule{}), Errored, Deny},
		"not in force yet":                   {decide(verdict(finding.Error), finding.Rule{EffectiveOn: "2027-01-01T00:00:00Z"}), Pending, Allow},
		"in force since today":               {decide(verdict(finding.Error), finding.Rule{EffectiveOn: "2026-11-01"}), Fail, Deny},
		"an unreadable date delays nothing":  {decide(verdict(finding.Error), finding.Rule{EffectiveOn: "soon"}), Fail, Deny},
		"waived":                             {decide(verdict(finding.Error), finding.Rule{Waivable: true}, waiver), Waived, Allow},
		"not waivable":                       {decide(verdict(finding.Error), finding.Rule{}, waiver), Fail, Deny},
		"waived in part":                     {decide(both, finding.Rule{Waivable: true}, keyed), Fail, Deny},
		"expired waiver":                     {decide(verdict(finding.Error), finding.Rule{Waivable: true}, expired), Fail, Deny},
		"a broken rule cannot be waived":     {decide(finding.Verdict{Rule: "a/b", Error: "boom"}, finding.Rule{Waivable: true}, waiver), Errored, Deny},
		"a rule that the catalogue lacks":    {Decide(model, []finding.Verdict{{Rule: "x/y"}}, Terms{Now: now}), Errored, Deny},
	} {
		if len(tt.got.Outcomes) != 1 || tt.got.Outcomes[0].State != tt.state || tt.got.Result != tt.result {
			t.Errorf("%s: got %+v %s, want %s %s", name, tt.got.Outcomes, tt.got.Result, tt.state, tt.result)
		}
	}
}

func TestSilenceDenies(t *testing.T) {
	if d := Decide(model, nil, Terms{Now: now}); d.Result != Deny {
		t.Error("a subject about which no rule said anything was allowed")
	}
}

func TestWaivedFindingStaysVisible(t *testing.T) {
	d := decide(verdict(finding.Error), finding.Rule{Waivable: true}, waiver)
	if len(d.Findings) != 1 || d.Findings[0].Waiver == nil || d.Findings[0].Waiver.ID != "W" || d.Findings[0].Message != "m" || d.Findings[0].Fingerprint == "" {
		t.Errorf("got %+v", d.Findings)
	}
}

func TestApprovalNeedsTrustCommitAndAllow(t *testing.T) {
	pass := []finding.Verdict{{Rule: "a/b"}}
	terms := Terms{Rules: map[string]finding.Rule{"a/b": {ID: "a/b"}}, Now: now, PolicyDigest: "sha256:0"}
	preview := terms
	preview.Preview = true
	worktree := model
	worktree.Commit = "worktree"
	for name, d := range map[string]Decision{
		"denied": decide(verdict(finding.Error), finding.Rule{}), "preview": Decide(model, pass, preview),
		"not a commit": Decide(worktree, pass, terms), "no rule ran": Decide(model, nil, terms), "zero": {Result: Allow},
	} {
		if _, ok := d.Approval(); ok {
			t.Errorf("%s: got an approval", name)
		}
	}
	a, ok := Decide(model, pass, terms).Approval()
	if !ok || a.Subject().ID != "m" || a.PolicyDigest() != "sha256:0" || len(a.Passed()) != 1 {
		t.Errorf("got %+v, %v", a, ok)
	}
	b, ok := decide(verdict(finding.Error), finding.Rule{Waivable: true}, waiver).Approval()
	if !ok || len(b.Waivers()) != 1 {
		t.Errorf("the waiver is not part of the approval: %+v, %v", b, ok)
	}
}

func TestWaiverStatus(t *testing.T) {
	future, past := waiver, waiver
	future.Created = "2026-11-20"
	future.Expires = "2026-12-20"
	past.Expires = "2026-10-31"
	for want, got := range map[WaiverStatus]WaiverStatus{
		Active: StatusOf(waiver, 1, true, now), Unused: StatusOf(waiver, 0, true, now), OutOfScope: StatusOf(waiver, 0, false, now),
		Expired: StatusOf(past, 0, true, now), NotYet: StatusOf(future, 0, true, now),
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	found := WaiverFindings([]config.Waiver{past, waiver}, nil, map[string]bool{waiver.ID: true, past.ID: true}, now)
	if len(found) != 2 || found[0].Rule != "waiver/expired" || found[1].Rule != "waiver/unused" {
		t.Errorf("got %+v", found)
	}
}

// TestHelpOfUnusedWaivers: a duplicate and a key that nothing has are not a fixed finding.
func TestHelpOfUnusedWaivers(t *testing.T) {
	now := time.Date(2026, 10, 2, 12, 0, 0, 0, time.UTC)
	of := func(id, key string) config.Waiver {
		return config.Waiver{ID: id, Rule: "a/b", Model: "m", Key: key, Created: "2026-10-01", Expires: "2026-12-01"}
	}
	for want, ws := range map[string][]config.Waiver{
		"Remove it. The finding that it covered is fixed.":  {of("W-1", "")},
		`Remove it. Waiver "W-2" covers the same findings.`: {of("W-1", "k"), of("W-2", "")},
		"Remove it if its finding is fixed. Otherwise, correct its key, fingerprint or pointer: `modelgate policy explain` and the JSON report show those of findings.": {of("W-1", "k"), of("W-2", "other")},
	} {
		judged := map[string]bool{"W-1": true, "W-2": true}
		found := WaiverFindings(ws, map[string]int{"W-2": 1}, judged, now)
		if len(found) != 1 || found[0].Key != "W-1" || found[0].Help != want {
			t.Errorf("%v, want %q", found, want)
		}
	}
}

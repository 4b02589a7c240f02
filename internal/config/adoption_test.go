package config

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

func TestEnforce(t *testing.T) {
	now := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct{ text, gate, rule, file, model, want string }{
		{"", "policy", "a/b", "m/x", "m", "blocking "},
		{"enforce: advisory", "policy", "a/b", "m/x", "m", "advisory "},
		{"enforce: [{mode: blocking, from: 2026-12-01}, {mode: advisory}]", "policy", "a/b", "m/x", "m", "advisory 2026-11-30"},
		{"enforce: [{mode: blocking, from: 2026-11-01}, {mode: advisory}]", "policy", "a/b", "m/x", "m", "blocking "},
		{"enforce: [{mode: advisory, from: 2026-12-01}]", "policy", "a/b", "m/x", "m", "blocking "},
		{"enforce: [{mode: advisory, gates: [evaluation]}]", "policy", "a/b", "m/x", "m", "blocking "},
		{"enforce: [{mode: advisory, gates: [files]}]", "", "schema/x", "m/x", "m", "advisory "},
		{"enforce: [{mode: advisory, rules: ['card/*']}]", "model-card", "card/x", "m/x", "m", "advisory "},
		{"enforce: [{mode: advisory, rules: ['card/*']}]", "policy", "a/b", "m/x", "m", "blocking "},
		{"enforce: [{mode: advisory, paths: [m]}]", "policy", "a/b", "elsewhere", "m", "advisory "},
		{"enforce: [{mode: advisory, paths: ['m/**']}]", "policy", "a/b", "m/x", "n", "advisory "},
		{"enforce: [{mode: advisory, paths: [m]}]", "policy", "a/b", "n/x", "n", "blocking "},
		{"enforce: [{mode: advisory, rules: ['a/*'], except: ['a/b']}]", "policy", "a/b", "m/x", "m", "blocking "},
		{"enforce: [{mode: advisory, rules: ['a/*'], except: ['a/c']}]", "policy", "a/b", "m/x", "m", "advisory "},
		{"enforce: [{mode: advisory, except: ['gdpr/*']}]", "policy", "a/b", "m/x", "m", "advisory "},
		{"enforce: [{mode: advisory, controls: ['eu-ai-act/*']}]", "policy", "a/b", "m/x", "m", "advisory "},
		{"enforce: [{mode: advisory, controls: ['iso-42001/*']}]", "policy", "a/b", "m/x", "m", "blocking "},
		{"enforce: [{mode: advisory, stage: review}]", "policy", "a/b", "m/x", "m", "advisory "},
		{"enforce: [{mode: advisory, stage: draft}]", "policy", "a/b", "m/x", "m", "blocking "},
		// What blocks at a stage blocks where more is required, and what is advisory there is not.
		{"enforce: [{mode: blocking, stage: draft}, {mode: advisory}]", "policy", "a/b", "m/x", "m", "blocking "},
		{"enforce: [{mode: blocking, stage: review}, {mode: advisory}]", "policy", "a/b", "m/x", "m", "blocking "},
		{"enforce: [{mode: blocking, stage: production}, {mode: advisory}]", "policy", "a/b", "m/x", "m", "advisory "},
		{"enforce: [{mode: advisory, stage: production}]", "policy", "a/b", "m/x", "m", "blocking "},
		{"enforce: [{mode: blocking, stage: draft, from: 2026-12-01}, {mode: advisory}]", "policy", "a/b", "m/x", "m", "advisory 2026-11-30"},
		{"enforce: [{mode: blocking, from: 2026-12-01, rules: [a/b], paths: [m]}, {mode: blocking, from: 2027-01-01, rules: [a/b]}, {mode: advisory, rules: [a/b]}]", "policy", "a/b", "m/x", "m", "advisory 2026-11-30"},
		{"enforce: [{mode: blocking, from: 2026-12-01, rules: [a/b], paths: [m]}, {mode: blocking, from: 2027-01-01, rules: [a/b]}, {mode: advisory, rules: [a/b]}]", "policy", "a/b", "n/x", "n", "advisory 2026-12-31"},
		{"enforce: [{mode: advisory, gates: [policy], paths: [n]}]", "policy", "a/b", "m/x", "m", "blocking "},
	} {
		mode, until := EnforcedAt(configured(t, c.text).Enforce, Enforced{Gate: c.gate, Rule: c.rule, File: c.file, Model: c.model, Stage: "review", Controls: []string{"eu-ai-act/Art. 14"}}, now)
		if got := string(mode) + " " + until; got != c.want {
			t.Errorf("%s of %s: got %q, want %q", c.text, c.rule, got, c.want)
		}
	}
	for text, want := range map[string]string{
		"":                  "false ",
		"enforce: advisory": "true ",
		"enforce: [{mode: blocking, gates: [policy]}, {mode: advisory}]":                  "false ",
		"enforce: [{mode: blocking, from: 2026-12-01}, {mode: advisory}]":                 "true 2026-11-30",
		"enforce: [{mode: advisory, gates: [policy]}, {mode: advisory}]":                  "true ",
		"enforce: [{mode: advisory, paths: [m]}]":                                         "false ",
		"enforce: [{mode: blocking, rules: ['a/*'], from: 2026-12-01}, {mode: advisory}]": "true ",
	} {
		only, until := configured(t, text).AdvisoryOnly(now)
		if got := fmt.Sprintf("%v %s", only, until); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

func TestEditsOfEnforce(t *testing.T) {
	for _, c := range []struct{ before, after, want string }{
		{"", "enforce: advisory", "loosened"},
		{"enforce: advisory", "enforce: blocking", "tightened"},
		{"enforce: advisory", "", "tightened"},
		{"enforce: advisory", "enforce: [{mode: blocking, from: 2026-12-01}]", "tightened"},
		{"", "enforce: [{mode: blocking, from: 2026-12-01, rules: [a/b]}]", "changed"}, // which blocks already
		{"enforce: advisory", "enforce: [{mode: advisory, paths: [a]}]", "loosened"},   // narrower, which is not worked out
		{"enforce: [{mode: blocking, from: 2026-12-01}, {mode: advisory}]", "enforce: [{mode: blocking, from: 2027-12-01}, {mode: advisory}]", "loosened"},
		{"enforce: [{mode: blocking, from: 2026-12-01}, {mode: advisory}]", "enforce: [{mode: blocking, from: 2026-11-01}, {mode: advisory}]", "tightened"},
		{"enforce: [{mode: blocking, gates: [policy]}, {mode: advisory}]", "enforce: [{mode: advisory}]", "loosened"},
	} {
		edits := Edits(configured(t, c.before), configured(t, c.after))
		if len(edits) != 1 || edits[0].Key != "enforce" || string(edits[0].Effect) != c.want {
			t.Errorf("%q to %q: got %+v, want %s", c.before, c.after, edits, c.want)
		}
	}
}

// TestEnforcedInVain: an entry that is to block from a day delays nothing unless a later one
// makes the same findings advisory.
func TestEnforcedInVain(t *testing.T) {
	findings := []Enforced{{Rule: "a/b", Gate: "policy", Stage: "review", Controls: []string{"eu-ai-act/1"}}, {Rule: "c/d", Gate: "policy", Stage: "review"}}
	for text, want := range map[string]int{
		"enforce: [{mode: blocking, from: 2099-01-01, rules: [a/b]}]":                                                                1,
		"enforce: [{mode: blocking, from: 2099-01-01, rules: [a/b]}, {mode: advisory, rules: [c/d]}]":                                1,
		"enforce: [{mode: advisory}, {mode: blocking, from: 2099-01-01, rules: [a/b]}]":                                              1,
		"enforce: [{mode: blocking, from: 2099-01-01, paths: [m]}, {mode: blocking, from: 2099-02-01}]":                              2,
		"enforce: [{mode: blocking, from: 2099-01-01, rules: [a/b]}, {mode: advisory}]":                                              0,
		"enforce: [{mode: blocking, from: 2099-01-01, paths: [m]}, {mode: advisory, paths: [n]}]":                                    0, // paths are not compared
		"enforce: [{mode: blocking, from: 2099-01-01, controls: ['eu-ai-act/*']}, {mode: advisory, rules: [a/b], from: 2098-01-01}]": 0,
		"enforce: [{mode: blocking, from: 2099-01-01, controls: ['eu-ai-act/*']}, {mode: advisory, rules: ['*/*'], except: [a/b]}]":  1,
		"enforce: [{mode: blocking, rules: [a/b]}]":                                                                                  0,
	} {
		c := configured(t, text)
		if got := c.EnforcedInVain(findings); len(got) != want {
			t.Errorf("%s: %+v", text, got)
		}
	}
	if words := enforcement(configured(t, "enforce: [{mode: blocking, from: 2099-01-01}]").Enforce); words != "blocking from 2099-01-01 (it blocks already: no later entry is advisory)" {
		t.Error(words)
	}
}

func TestBaselines(t *testing.T) {
	const entry = "{owner: team, created: 2026-10-01, expires: 2026-12-01, findings: {m: {a/b: [0123456789abcdef0123456789abcdef 0.7, 1123456789abcdef0123456789abcdef]}, /: {a/c: [2123456789abcdef0123456789abcdef]}}}"
	load := func(config, baseline string) (Config, error) {
		return Load(source.Base{Tree: sourcetest.Tree("", fstest.MapFS{
			ConfigPath:   {Data: []byte("apiVersion: modelgate.dev/v1\nkind: Config\n" + config + "\n")},
			BaselinePath: {Data: []byte("apiVersion: modelgate.dev/v1\nkind: Baseline\nbaseline: [" + baseline + "]\n")},
		})})
	}
	c, err := load("", entry)
	if err != nil {
		t.Fatal(err)
	}
	a := c.Adoptions[0]
	if v, ok := a.Find("m", "a/b", "0123456789abcdef0123456789abcdef"); !ok || v != "0.7" || a.Count() != 3 {
		t.Errorf("got %q, %v, %+v", v, ok, a)
	}
	if _, ok := a.Find("", "a/c", "2123456789abcdef0123456789abcdef"); !ok {
		t.Error("the entry of the repository is not found")
	}
	for _, bad := range []struct{ config, baseline, says string }{
		{"waivers: {max_days: 30}", entry, "in force for more than 30 days"},
		{"waivers: {require: [ticket]}", entry, "has no ticket"},
		{"", strings.Replace(entry, "2026-12-01", "2026-13-01", 1), "not a date"},
		{"", strings.Replace(entry, "owner: team, ", "", 1), "owner"},
	} {
		if _, err := load(bad.config, bad.baseline); err == nil || !strings.Contains(err.Error(), bad.says) {
			t.Errorf("%s: got %v, want %q", bad.says, err, bad.says)
		}
	}
}

package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

func tree(files map[string]string) source.Tree {
	m := fstest.MapFS{}
	for path, text := range files {
		m[path] = &fstest.MapFile{Data: []byte(text)}
	}
	return sourcetest.Tree("base", m)
}

const head = "apiVersion: modelgate.dev/v1\nkind: "

func TestLoadWithoutConfigurationIsTheDefault(t *testing.T) {
	c, err := Load(source.Base{Tree: tree(nil)})
	if err != nil || c.Present || c.Stage != finding.Production || c.WaiverDays != 90 {
		t.Errorf("got %+v, %v", c, err)
	}
}

func TestLoadReadsEverything(t *testing.T) {
	c, err := Load(source.Base{Tree: tree(map[string]string{
		ConfigPath: head + `Config
stage: review
models:
  - {path: models/*, stage: draft}
  - {path: models/**}
allowed_licenses: [mit]
rules:
  card/license_missing: {severity: note}
  card/task_unknown: {severity: {draft: error}}
  gdpr/dpia_missing: {off: decided by the privacy board}
`,
		ThresholdsPath:                head + "Thresholds\nthresholds:\n  - {id: a, metric: accuracy, min: 0.850, models: [models/*]}\n",
		WaiversPath:                   head + "Waivers\nwaivers:\n  - {id: W, rule: a/b, model: m, owner: team, reason: because of something, created: 2026-10-01, expires: 2026-11-01}\n",
		Dir + "/policies/custom.rego": "package x", Dir + "/README.md": "# rules",
	})})
	if err != nil {
		t.Fatal(err)
	}
	if c.Stage != finding.Review || c.StageOf("models/a") != finding.Draft || c.StageOf("models/a/b") != finding.Review || c.StageOf("x") != finding.Review {
		t.Errorf("stages: %+v", c)
	}
	if got := c.Rules["card/license_missing"].Severity; len(got) != 3 || got[finding.Production] != finding.Note {
		t.Errorf("severity for all stages: %v", got)
	}
	if got := c.Rules["card/task_unknown"].Severity; len(got) != 1 || got[finding.Draft] != finding.Error {
		t.Errorf("severity by stage: %v", got)
	}
	if got := c.Thresholds[0]; got.Min != "0.850" || !got.For("models/x") || got.For("other") || got.At.Line != 4 || got.At.Pointer != "/thresholds/0" {
		t.Errorf("threshold: %+v", got)
	}
	if got, ok := c.Locate(".modelgate/thresholds.yaml#/thresholds/0/min"); !ok || got.Line != 4 || got.Column != 36 {
		t.Errorf("located at %+v, %v", got, ok)
	}
	if c.AllowedLicenses.Items[0].Value != "mit" || c.RequiredSections != nil {
		t.Errorf("lists: %+v %+v", c.AllowedLicenses, c.RequiredSections)
	}
}

func TestLoadReadsWhatCardsOwe(t *testing.T) {
	c, err := Load(source.Base{Tree: tree(map[string]string{ConfigPath: head + `Config
denied_licenses: [agpl-3.0]
require:
  review: {sections: [custom_rollback]}
  production:
    sections: [contact]
    fields: [team, version]
sections:
  custom_rollback: {headings: [Rollback plan, Backout]}
  intended_use: {title: Einsatz, headings: [Einsatzzweck]}
`})})
	if err != nil {
		t.Fatal(err)
	}
	var owed []string
	for _, o := range c.Owed {
		owed = append(owed, fmt.Sprintf("%d:%d %s %s %s", o.At.Line, o.At.Column, o.Stage, o.Kind, o.Key))
	}
	want := []string{"5:23 review section custom_rollback", "7:16 production section contact", "8:14 production field team", "8:20 production field version"}
	if !slices.Equal(owed, want) {
		t.Errorf("owed: %q, want %q", owed, want)
	}
	if got := c.Sections["custom_rollback"]; got.Title != "Rollback plan" || len(got.Headings) != 2 {
		t.Errorf("a section takes its title from its first heading: %+v", got)
	}
	if got := c.Sections["intended_use"]; got.Title != "Einsatz" || c.DeniedLicenses.Items[0].Value != "agpl-3.0" {
		t.Errorf("got %+v, %+v", got, c.DeniedLicenses)
	}
}

func TestLoadRefuses(t *testing.T) {
	waiver := func(rest string) map[string]string {
		return map[string]string{WaiversPath: head + "Waivers\nwaivers:\n  - {id: W, rule: a/b, model: m, owner: team, reason: because of something, " + rest + "}\n"}
	}
	for name, tt := range map[string]struct {
		files map[string]string
		want  string // in the error
	}{
		"unknown key":                {map[string]string{ConfigPath: head + "Config\nstages: draft\n"}, `config.yaml:3:1: unknown key "stages"; did you mean "stage"?`},
		"unknown stage":              {map[string]string{ConfigPath: head + "Config\nstage: prod\n"}, "config.yaml:3:8"},
		"wrong kind":                 {map[string]string{ConfigPath: head + "Waivers\n"}, "config.yaml:2:7"},
		"empty":                      {map[string]string{ConfigPath: ""}, "config.yaml:1:1"},
		"syntax":                     {map[string]string{ConfigPath: head + "Config\nmodels: [\n"}, "config.yaml"},
		"duplicate key":              {map[string]string{ConfigPath: head + "Config\nstage: draft\nstage: review\n"}, "config.yaml:4:1"},
		"two documents":              {map[string]string{ConfigPath: head + "Config\n---\nstage: draft\n"}, "config.yaml:3:1"},
		"bad glob":                   {map[string]string{ConfigPath: head + "Config\nignore: ['a[']\n"}, `"a[" is not a usable glob`},
		"glob out of the tree":       {map[string]string{ConfigPath: head + "Config\nignore: ['../x']\n"}, "not a usable glob"},
		"misnamed file":              {map[string]string{Dir + "/treshholds.yaml": "x"}, `did you mean ".modelgate/thresholds.yaml"?`},
		"threshold without a bound":  {map[string]string{ThresholdsPath: head + "Thresholds\nthresholds:\n  - {id: a, metric: m}\n"}, "thresholds.yaml:4"},
		"direction is never guessed": {map[string]string{ThresholdsPath: head + "Thresholds\nthresholds:\n  - {id: a, metric: m, not_worse_by: 0}\n"}, `is missing the required key "direction"`},
		"bound that is text":         {map[string]string{ThresholdsPath: head + "Thresholds\nthresholds:\n  - {id: a, metric: m, min: '0.8'}\n"}, "thresholds.yaml:4"},
		"a mode of no change":        {map[string]string{ThresholdsPath: head + "Thresholds\nthresholds:\n  - {id: a, metric: m, min: 0.9, mode: prove}\n"}, "mode has no effect: the threshold has no not_worse_by, better_by or disparity"},
		"a bound of a change":        {map[string]string{ThresholdsPath: head + "Thresholds\nthresholds:\n  - {id: a, metric: m, not_worse_by: 0.1, direction: higher, require: bound}\n"}, "require applies to min, max, above and below"},
		"min above max":              {map[string]string{ThresholdsPath: head + "Thresholds\nthresholds:\n  - {id: a, metric: m, min: 0.9, max: 0.1}\n"}, "no value can satisfy both min 0.9 and max 0.1"},
		"unknown section":            {map[string]string{ConfigPath: head + "Config\nrequired_sections: [limitation]\n"}, `did you mean "limitations"?`},
		"bound that is nan":          {map[string]string{ThresholdsPath: head + "Thresholds\nthresholds:\n  - {id: a, metric: m, min: .nan}\n"}, "thresholds.yaml:4"},
		"no threshold":               {map[string]string{ThresholdsPath: head + "Thresholds\nthresholds: []\n"}, "thresholds.yaml:3:1: the file has no threshold to check"},
		"settings and no threshold":  {map[string]string{ThresholdsPath: head + "Thresholds\ndefaults: {min_samples: 5}\nthresholds: []\n"}, "the file has no threshold to check"},
		"no metric":                  {map[string]string{ThresholdsPath: head + "Thresholds\nthresholds:\n  - {id: a, min: 1}\n"}, `is missing the required key "metric"`},
		"a bound beside drift":       {map[string]string{ThresholdsPath: head + "Thresholds\nthresholds:\n  - {id: a, min: 1, metric: m, drift: {measure: ks, columns: [x], file: d.csv, max: 0.1}}\n"}, "min has no effect in a drift threshold"},
		"a drift of a file outside":  {map[string]string{ThresholdsPath: head + "Thresholds\nthresholds:\n  - {id: a, drift: {measure: ks, columns: [x], file: ../d.csv, max: 0.1}}\n"}, "the file must be inside the model's directory"},
		"a drift of an absolute":     {map[string]string{ThresholdsPath: head + "Thresholds\nthresholds:\n  - {id: a, drift: {measure: ks, columns: [x], file: /d.csv, max: 0.1}}\n"}, "/drift/file"},
		"no list of thresholds":      {map[string]string{ThresholdsPath: head + "Thresholds\n"}, `is missing the required key "thresholds"`},
		"same id twice":              {map[string]string{ThresholdsPath: head + "Thresholds\nthresholds:\n  - {id: a, metric: m, min: 1}\n  - {id: a, metric: m, min: 2}\n"}, `duplicate threshold id "a"`},
		"waiver without end":         {waiver("created: 2026-10-01"), `is missing the required key "expires"`},
		"waiver too long":            {waiver("created: 2026-01-01, expires: 2026-12-31"), "in force for more than 90 days"},
		"waiver backwards":           {waiver("created: 2026-02-01, expires: 2026-01-31"), "expires before it starts"},
		"waiver with no date":        {waiver("created: 2026-02-30, expires: 2026-03-01"), `"2026-02-30" is not a date`},
		"own section without heading": {map[string]string{ConfigPath: head + "Config\nrequire: {review: {sections: [custom_rolback]}}\nsections: {custom_rollback: {headings: [Rollback]}}\n"},
			`config.yaml:3:31: section "custom_rolback" has no headings; did you mean "custom_rollback"?`},
		"own section required without heading": {map[string]string{ConfigPath: head + "Config\nrequired_sections: [custom_x]\n"}, `section "custom_x" has no headings`},
		"misspelt section key":                 {map[string]string{ConfigPath: head + "Config\nrequire: {review: {sections: [limitation]}}\n"}, `config.yaml:3:31`},
		"own key without prefix":               {map[string]string{ConfigPath: head + "Config\nsections: {rollback: {headings: [Rollback]}}\n"}, `config.yaml:3`},
	} {
		_, err := Load(source.Base{Tree: tree(tt.files)})
		var invalid *Invalid
		if !errors.As(err, &invalid) {
			t.Errorf("%s: got %v, want *Invalid", name, err)
		} else if !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %q is not in\n%v", name, tt.want, err)
		}
	}
}

func TestWaiverDates(t *testing.T) {
	w := Waiver{Created: "2026-10-01", Expires: "2026-11-01"}
	for _, tt := range []struct {
		at               string
		inForce, expired bool
	}{
		{"2026-09-30T23:59:59Z", false, false}, {"2026-10-01T00:00:00Z", true, false},
		{"2026-11-01T23:59:59Z", true, false}, {"2026-11-02T00:00:00Z", false, true},
	} {
		now, err := time.Parse(time.RFC3339, tt.at)
		if err != nil {
			t.Fatal(err)
		}
		if w.InForce(now) != tt.inForce || w.Expired(now) != tt.expired {
			t.Errorf("at %s: in force %v, expired %v", tt.at, w.InForce(now), w.Expired(now))
		}
	}
	if !(Waiver{Created: "2026-10-01", Expires: "never"}).Expired(time.Time{}) {
		t.Error("an unreadable date has not expired")
	}
}

func TestWaiverCovers(t *testing.T) {
	f := finding.Finding{Rule: "a/b", Key: "k", At: finding.Position{Path: "m/README.md", Pointer: "/x"}}
	print := f.Fingerprint("m")
	for name, tt := range map[string]struct {
		w    Waiver
		want bool
	}{
		"rule and model":      {Waiver{Rule: "a/b", Model: "m"}, true},
		"another model":       {Waiver{Rule: "a/b", Model: "n"}, false},
		"another rule":        {Waiver{Rule: "a/c", Model: "m"}, false},
		"pointer":             {Waiver{Rule: "a/b", Model: "m", Pointer: true, PointerValue: "/x"}, true},
		"another pointer":     {Waiver{Rule: "a/b", Model: "m", Pointer: true, PointerValue: ""}, false},
		"another key":         {Waiver{Rule: "a/b", Model: "m", Key: "j"}, false},
		"fingerprint":         {Waiver{Rule: "a/b", Model: "m", Fingerprint: print}, true},
		"another fingerprint": {Waiver{Rule: "a/b", Model: "m", Fingerprint: "0"}, false},
	} {
		if got := tt.w.Covers("m", f, print); got != tt.want {
			t.Errorf("%s: covers = %v", name, got)
		}
	}
}

package config

import (
	"strings"
	"testing"
	"time"

	"github.com/modelgate-dev/modelgate/internal/source"
)

const bounded = head + `Thresholds
thresholds:
  - {id: acc, metric: acc, min: 0.85, models: [models/*]}
  - {id: loss, metric: loss, direction: lower, not_worse_by: 2%, min_samples: 100}
  - {id: apart, metric: recall, disparity: {by: sex, measure: difference, max: 0.1}}
  - {id: moved, drift: {measure: psi, columns: [age], file: d.csv, max: 0.2}}
exceptions:
`

func exceptions(entries ...string) source.Base {
	text := bounded
	for _, e := range entries {
		text += "  - {owner: board, reason: decided in October, created: 2026-10-01, expires: 2026-12-01, " + e + "}\n"
	}
	return source.Base{Tree: tree(map[string]string{ThresholdsPath: text})}
}

func TestAnExceptionTakesThePlaceOfWords(t *testing.T) {
	c, err := Load(exceptions("threshold: acc, model: models/a, with: {min: 0.8}", "threshold: loss, model: m, with: {not_worse_by: 3%, and: 0.1, min_samples: 50}",
		"threshold: apart, model: m, with: {disparity: 0.2}", "threshold: moved, model: m, with: {drift: 0.3}"))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"min 0.8 instead of 0.85", "and 0.1 instead of none, min_samples 50 instead of 100, not_worse_by 3% instead of 2%", "disparity 0.2 instead of 0.1", "drift 0.3 instead of 0.2"} {
		e := c.Exceptions[i]
		was := c.Thresholds[i]
		if got := e.Changes(was); got != want || !e.Of(was, e.Model) || e.Of(was, "other") {
			t.Errorf("%d: %s, want %s", i, got, want)
		}
		excepted := was.Except(e)
		for _, w := range e.Words {
			if got := *excepted.excepted()[w.Name]; got != w.Value {
				t.Errorf("%s is %s", w.Name, got)
			}
		}
		if got := e.Changes(c.Thresholds[i]); got != want || excepted.Exception == nil || was.Exception != nil {
			t.Errorf("the threshold itself has changed: %s", got)
		}
	}
	for day, want := range map[string]bool{"2026-09-30": false, "2026-10-01": true, "2026-12-01": true, "2026-12-02": false} {
		at, _ := time.Parse(time.DateOnly, day)
		if got := c.Exceptions[0].InForce(at.Add(time.Hour)); got != want {
			t.Errorf("on %s: %v", day, got)
		}
	}
}

func TestAnExceptionOfNothingIsRefused(t *testing.T) {
	for name, tt := range map[string]struct{ entry, want string }{
		"another threshold":     {"threshold: ac, model: models/a, with: {min: 0.8}", `unknown threshold "ac"; did you mean "acc"?`},
		"a model that it lacks": {"threshold: acc, model: other/a, with: {min: 0.8}", `threshold "acc" does not apply to model "other/a"`},
		"a word that it lacks":  {"threshold: acc, model: models/a, with: {max: 0.8}", `threshold "acc" has no max`},
		"nothing instead":       {"threshold: acc, model: models/a, with: {}", "/exceptions/0/with"},
		"less severity":         {"threshold: acc, model: models/a, with: {severity: info}", `key "severity" is not allowed here`},
	} {
		if _, err := Load(exceptions(tt.entry)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	one := "threshold: acc, model: models/a, with: {min: 0.8}"
	if _, err := Load(exceptions(one, one)); err == nil || !strings.Contains(err.Error(), "duplicate exception to threshold") {
		t.Errorf("twice: %v", err)
	}
	late := bounded + "  - {threshold: acc, model: models/a, with: {min: 0.8}, owner: board, reason: decided in October, created: 2026-10-01, expires: 2027-10-01}\n"
	if _, err := Load(source.Base{Tree: tree(map[string]string{ThresholdsPath: late})}); err == nil || !strings.Contains(err.Error(), "the exception is in force for more than 90 days") {
		t.Errorf("for a year: %v", err)
	}
}

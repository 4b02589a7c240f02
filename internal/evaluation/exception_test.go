package evaluation

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/config"
)

func TestExceptions(t *testing.T) {
	lower := config.Exception{Threshold: "t", Model: "m", Words: []config.Setting{{Name: "min", Value: "0.8"}}, Created: "2026-10-01", Expires: "2026-11-01"}
	other, over, early := lower, lower, lower
	other.Model = "n"
	over.Expires = "2026-10-31"
	early.Created = "2026-11-02"
	for name, tt := range map[string]struct {
		exception config.Exception
		value     string
		want      string
	}{
		"in force on its last day":     {lower, "0.82", "pass"},
		"its own bound counts":         {lower, "0.79", "fail"},
		"of another model":             {other, "0.82", "fail"},
		"expired":                      {over, "0.82", "fail"},
		"still to come":                {early, "0.82", "fail"},
		"nothing else of it is waived": {lower, "nan", "not_a_number"},
	} {
		in := inputs(model(acc(tt.value)), model(acc("0.8")), config.Threshold{Min: "0.85", NotWorse: "0.05"})
		in.Exceptions = []config.Exception{tt.exception}
		got := checked(t, in)
		if answerOf(got[0]) != tt.want {
			t.Errorf("%s: %+v", name, got[0])
		}
		said := strings.Contains(got[0].Question, "at least 0.8, by exception until 2026-11-01")
		if said != (tt.exception.InForce(today) && tt.exception.Model == "m") || strings.Contains(got[1].Question, "exception") {
			t.Errorf("%s: %s; %s", name, got[0].Question, got[1].Question)
		}
	}
}

// TestEvidenceEdits: the first entries ask for more; a further one lets other files
// count, and one that allows a partial run lets that count.
func TestEvidenceEdits(t *testing.T) {
	one, other, partial := config.Evidence{ID: "one", Path: "a/*"}, config.Evidence{ID: "other", Path: "**"}, config.Evidence{ID: "one", Path: "a/*", AllowPartial: true}
	for name, tt := range map[string]struct {
		before, after []config.Evidence
		loosened      bool
	}{
		"the first":                  {nil, []config.Evidence{one}, false},
		"the first, of partial runs": {nil, []config.Evidence{partial}, true},
		"a further one":              {[]config.Evidence{one}, []config.Evidence{one, other}, true},
		"one less":                   {[]config.Evidence{one, other}, []config.Evidence{one}, true},
		"another":                    {[]config.Evidence{one}, []config.Evidence{partial}, true},
	} {
		if got := SettingEdits(config.Config{Evidence: tt.before}, config.Config{Evidence: tt.after}); len(got) != 1 || got[0].Loosened != tt.loosened {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}

func TestExceptionEdits(t *testing.T) {
	e := config.Exception{Threshold: "t", Model: "m", Words: []config.Setting{{Name: "min", Value: "0.8"}}, Created: "2026-10-01", Expires: "2026-11-01", Reason: "a"}
	longer, reworded, same := e, e, e
	longer.Expires = "2026-12-01"
	reworded.Reason = "b"
	same.Words = []config.Setting{{Name: "min", Value: "0.80"}}
	for name, tt := range map[string]struct {
		before, after []config.Exception
		want          string
	}{
		"new":             {nil, []config.Exception{e}, "exception of t for m loosened"},
		"gone":            {[]config.Exception{e}, nil, "exception of t for m tightened"},
		"longer":          {[]config.Exception{e}, []config.Exception{longer}, "exception of t for m loosened"},
		"another reason":  {[]config.Exception{e}, []config.Exception{reworded}, ""},
		"the same number": {[]config.Exception{e}, []config.Exception{same}, ""},
	} {
		got := ""
		for _, x := range SettingEdits(config.Config{Exceptions: tt.before}, config.Config{Exceptions: tt.after}) {
			got += x.Word + map[bool]string{true: " loosened", false: " tightened"}[x.Loosened]
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

package report

import (
	"strings"
	"testing"
)

func TestAzureKeepsToTheLimits(t *testing.T) {
	for _, c := range []struct {
		name             string
		models           int // each with three errors and a warning
		preview          bool
		errors, warnings int
		count            string
	}{
		{"fits", 3, false, 9, 3, ""},
		{"at the limit of warnings", 10, false, 10, 10, "20 findings are not shown as an issue"},
		{"one more", 11, false, 10, 10, "24 findings are not shown as an issue"},
		{"preview takes a warning", 10, true, 10, 10, "21 findings are not shown as an issue"},
	} {
		r := many(c.models, 5)
		r.Preview = c.preview
		log := render(t, "azure", r)
		errors, warnings := strings.Count(log, "##vso[task.logissue type=error;"), strings.Count(log, "##vso[task.logissue type=warning;")
		if errors != c.errors || warnings != c.warnings {
			t.Errorf("%s: %d errors, %d warnings", c.name, errors, warnings)
		}
		if !strings.Contains(log, c.count) || (c.count == "") == strings.Contains(log, "not shown") {
			t.Errorf("%s: the count is wrong", c.name)
		}
		if strings.Count(log, "##[group]") != 1 || strings.Count(log, "##[endgroup]") != 1 {
			t.Errorf("%s: want one group", c.name)
		}
		if n := strings.Count(log, "the model card"); n < 5*c.models {
			t.Errorf("%s: the log has %d findings, want them all", c.name, n)
		}
	}
}

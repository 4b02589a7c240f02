package report

import (
	"strings"
	"testing"
)

// TestHTMLNeedsNothingElse holds that a browser loads nothing for the page, and
// that the page forbids it to.
func TestHTMLNeedsNothingElse(t *testing.T) {
	for _, name := range recorded {
		page := strings.ToLower(render(t, "html", read(t, name)))
		for _, foreign := range []string{"<script", "<link", "<img", "<iframe", "src=", "url(", "@import", "<base"} {
			if strings.Contains(page, foreign) && name != "hostile" || strings.Contains(page, foreign+"=") {
				t.Errorf("%s holds %s", name, foreign)
			}
		}
		if !strings.Contains(page, `content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"`) {
			t.Errorf("%s has no policy", name)
		}
	}
}

func TestHTMLCountsWhatItDoesNotShow(t *testing.T) {
	r := many(htmlModels+1, 5)
	for range htmlWaivers + 2 {
		r.Waivers = append(r.Waivers, Waiver{Rule: "card/license_missing", Status: "unused"})
	}
	page := render(t, "html", r)
	for _, want := range []string{"… and 1 more model<", "… and 5903 more<", "… and 5005 more findings; the JSON report has them all<", "… and 2 more waivers<"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if n := strings.Count(page, "<li "); n != htmlItems+htmlFindings {
		t.Errorf("%d findings are shown, want %d", n, htmlItems+htmlFindings)
	}
}

func TestHTMLShowsWhatPassed(t *testing.T) {
	page := render(t, "html", read(t, "report"))
	for _, want := range []string{"1 rule passed; 0 do not apply", "error, waived", "takes effect on 2027-01-01", "see <a href=\"https://github.com/acme/models/blob/"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not show %q", want)
		}
	}
}

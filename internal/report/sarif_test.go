package report

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

func TestSARIFMatchesTheStandard(t *testing.T) {
	s := loadSchema(t, "testdata/sarif-schema-2.1.0.json")
	for _, name := range recorded {
		validate(t, s, name, render(t, "sarif", read(t, name)))
	}
	validate(t, s, "empty", render(t, "sarif", Report{Tool: Tool{Name: "modelgate"}}))
}

func sarifOf(t *testing.T, name string) sarifRun {
	t.Helper()
	var log sarifLog
	if err := json.Unmarshal([]byte(render(t, "sarif", read(t, name))), &log); err != nil {
		t.Fatal(err)
	}
	return log.Runs[0]
}

func TestSARIFHasEveryFinding(t *testing.T) {
	for _, name := range recorded {
		want := 0
		for _, d := range read(t, name).All() {
			want += len(d.Findings)
		}
		run := sarifOf(t, name)
		if len(run.Results) != want {
			t.Errorf("%s: %d results, want %d", name, len(run.Results), want)
		}
		for _, result := range run.Results {
			if i := result.RuleIndex; i != nil && run.Tool.Driver.Rules[*i].ID != result.RuleID {
				t.Errorf("%s: rule %s has the index of %s", name, result.RuleID, run.Tool.Driver.Rules[*i].ID)
			}
			if len(result.PartialFingerprints["modelgate/v1"]) != 32 {
				t.Errorf("%s: fingerprints %v", name, result.PartialFingerprints)
			}
		}
	}
}

func TestSARIFOfWaivedPendingAndFailed(t *testing.T) {
	run := sarifOf(t, "report")
	var waived, pending int
	for _, result := range run.Results {
		if len(result.Suppressions) > 0 {
			waived++
			if s := result.Suppressions[0]; s.Kind != "external" || s.Status != "accepted" || !strings.HasPrefix(s.Justification, "W-2026-014, credit-risk, until 2026-12-31: ") {
				t.Errorf("suppression %+v", s)
			}
		}
		if result.Properties.PendingUntil != "" {
			pending++
			if result.Level != "note" {
				t.Errorf("a pending finding has the level %s", result.Level)
			}
		}
	}
	if waived != 1 || pending != 1 {
		t.Errorf("%d waived, %d pending, want one of each", waived, pending)
	}
	if i := run.Invocations[0]; i.ExecutionSuccessful || len(i.ToolExecutionNotifications) != 1 {
		t.Errorf("invocation %+v, want one failure", i)
	}
	if i := sarifOf(t, "allow").Invocations[0]; !i.ExecutionSuccessful || len(i.ToolExecutionNotifications) != 0 {
		t.Errorf("invocation %+v, want success", i)
	}
}

func TestSARIFOfAPreviewSaysSo(t *testing.T) {
	run := sarifOf(t, "hostile")
	if !run.Properties.Preview || !strings.Contains(run.Invocations[0].ToolExecutionNotifications[0].Message.Text, "UNTRUSTED PREVIEW") {
		t.Error("nothing tells that this is a preview")
	}
}

// TestSARIFMarkdownHoldsNoHTML keeps to section 3.11.4.2 of the standard.
func TestSARIFMarkdownHoldsNoHTML(t *testing.T) {
	help := 0
	for _, name := range recorded {
		for _, rule := range sarifOf(t, name).Tool.Driver.Rules {
			allowed := append([]ast.NodeKind{ast.KindCodeSpan, ast.KindFencedCodeBlock}, pageKinds...)
			kinds := checkInert(t, rule.Help.Markdown, allowed)
			if kinds[ast.KindRawHTML]+kinds[ast.KindHTMLBlock] > 0 {
				t.Errorf("%s: HTML in %q", rule.ID, rule.Help.Markdown)
			}
			help++
		}
	}
	if help == 0 {
		t.Error("no rule has help")
	}
}

func TestURI(t *testing.T) {
	for path, want := range map[string]string{
		"models/a/README.md":     "models/a/README.md",
		"a b%.md":                "a%20b%25.md",
		"c:/x":                   "c%3A/x",
		"/etc/passwd":            "%2Fetc/passwd",
		"//host/x":               "%2F/host/x",
		"é/#?":                   "%C3%A9/%23%3F",
		"\xff\n":                 "%FF%0A",
		"javascript:alert(1)//x": "javascript%3Aalert%281%29//x",
	} {
		got := uri(path)
		if got != want {
			t.Errorf("uri(%q) = %q, want %q", path, got, want)
		}
		u, err := url.Parse(got)
		if err != nil || u.Scheme != "" || u.Host != "" || u.Path != path {
			t.Errorf("%q parses as %+v, %v", got, u, err)
		}
	}
}

func TestPascal(t *testing.T) {
	for id, want := range map[string]string{"card/license_missing": "CardLicenseMissing", "modelgate.custom/x": "ModelgateCustomX", "é/x": "ÉX", "": "", "//": ""} {
		if got := pascal(id); got != want {
			t.Errorf("pascal(%q) = %q, want %q", id, got, want)
		}
	}
}

func TestMessagesOfResultsHoldNoAddress(t *testing.T) {
	for _, s := range hostileStrings {
		if got := told(s).Text; live.MatchString(got) {
			t.Errorf("told(%q) is %q", s, got)
		}
	}
}

func FuzzPlain(f *testing.F) {
	f.Add(`]](((`)
	f.Add(`[a\](b)`)
	for _, s := range hostileTexts {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := plain(s).Text
		if got == "" || !utf8.ValidString(got) {
			t.Errorf("plain(%q) is %q", s, got)
		}
		if strings.Contains(got, "](") {
			t.Errorf("%q holds a link", got)
		}
		if rest := strings.NewReplacer("{{", "", "}}", "").Replace(got); strings.ContainsAny(rest, "{}") {
			t.Errorf("%q holds a placeholder", got)
		}
	})
}

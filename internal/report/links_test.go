package report

import (
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

func linked() Report {
	return Report{Source: &Source{Server: "https://github.com", Repository: "acme/models"}, Head: Commit{Commit: strings.Repeat("a", 40)}}
}

func TestLinksToFiles(t *testing.T) {
	l, root := linksOf(linked()), "https://github.com/acme/models/blob/"+strings.Repeat("a", 40)+"/"
	for _, c := range []struct {
		at   finding.Position
		want string
	}{
		{finding.Position{Path: "a/b.yaml", Line: 3, EndLine: 5, EndColumn: 2}, "a/b.yaml#L3-L5"},
		{finding.Position{Path: "a/b.yaml", Line: 3, EndLine: 4, EndColumn: 1}, "a/b.yaml#L3"},
		{finding.Position{Path: "a/README.md", Line: 3}, "a/README.md?plain=1#L3"},
		{finding.Position{Path: "a/README.md"}, "a/README.md"},
		{finding.Position{Path: "a b)](x)<>?#é.yaml", Line: 1}, "a%20b%29%5D%28x%29%3C%3E%3F%23%C3%A9.yaml#L1"},
		{finding.Position{Path: "javascript:alert(1)", Line: 1}, "javascript%3Aalert%281%29#L1"},
	} {
		if got := l.file("card/x", c.at); got != root+c.want {
			t.Errorf("%+v\n got %s\nwant %s", c.at, got, root+c.want)
		}
	}
	for _, path := range []string{"", "..", "../../settings", "/etc/passwd", "a\nb", "\u202e"} {
		if got := l.file("card/x", finding.Position{Path: path, Line: 1}); got != "" {
			t.Errorf("%q has the address %s", path, got)
		}
	}
	if got, want := l.dir("models/a b"), "https://github.com/acme/models/tree/"+strings.Repeat("a", 40)+"/models/a%20b"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestLinksToSettings holds that a threshold in force is shown in the commit
// that it is in force from, and an edit of it in the commit that proposes it.
func TestLinksToSettings(t *testing.T) {
	at := finding.Position{Path: ".modelgate/thresholds.yaml", Line: 1}
	for _, c := range []struct{ rule, base, want string }{
		{"evaluation/threshold_not_met", strings.Repeat("b", 40), "b"},
		{"waiver/expired", strings.Repeat("b", 40), "b"},
		{"governance/threshold_loosened", strings.Repeat("b", 40), "a"},
		{"evaluation/threshold_not_met", "", "a"},
	} {
		r := linked()
		r.Base.Commit = c.base
		if got := linksOf(r).file(c.rule, at); !strings.Contains(got, "/blob/"+strings.Repeat(c.want, 40)+"/.modelgate/") {
			t.Errorf("%s: %s", c.rule, got)
		}
	}
}

// TestLinksToRules: a built-in rule has a section on a page of the release, whatever the report is of; a repository's
// own rule has its file, as the base has it.
func TestLinksToRules(t *testing.T) {
	pages := "https://github.com/modelgate-dev/modelgate/blob/"
	own := ".modelgate/policies/custom_card/owner/owner.rego"
	for _, c := range []struct {
		name, version, origin, id, want string
	}{
		{"release", "1.2.3", finding.BuiltIn, "card/license_missing", pages + "v1.2.3/docs/rules.md#cardlicense_missing"},
		{"between releases", "1.2.3-dev", finding.BuiltIn, "card/license_missing", pages + "main/docs/rules.md#cardlicense_missing"},
		{"hostile version", "1.2.3/../../x", finding.BuiltIn, "card/license_missing", pages + "main/docs/rules.md#cardlicense_missing"},
		{"hostile id", "1.2.3", finding.BuiltIn, "card/x)](https://evil.example", ""},
		{"no rule", "1.2.3", "", "", ""},
		{"own", "1.2.3", own, "custom_card/owner", "https://github.com/acme/models/blob/" + strings.Repeat("b", 40) + "/" + own},
		{"hostile origin", "1.2.3", "../x", "custom_card/owner", ""},
	} {
		r := linked()
		r.Base.Commit, r.Tool.Version = strings.Repeat("b", 40), c.version
		if got := linksOf(r).rule(finding.Rule{ID: c.id, Origin: c.origin}); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
	if got := linksOf(Report{}).rule(finding.Rule{ID: "custom_card/owner", Origin: own}); got != "" {
		t.Errorf("a report of no forge links to %s", got)
	}
}

// TestRulesHaveTheirSection: the heading of each rule on the page has the name that links give it.
func TestRulesHaveTheirSection(t *testing.T) {
	src, err := os.ReadFile("../../docs/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.SplitSeq(string(src), "\n") {
		id, ok := strings.CutPrefix(line, "## ")
		if !ok || !ruleID.MatchString(id) {
			continue
		}
		n++
		_, anchor, _ := strings.Cut(linksOf(Report{}).rule(finding.Rule{ID: id, Origin: finding.BuiltIn}), "#")
		if anchor == "" || !strings.Contains(string(src), "["+id+"](#"+anchor+")") {
			t.Errorf("%s has no section %q", id, anchor)
		}
	}
	if n < 200 {
		t.Errorf("the page has %d rules", n)
	}
}

func TestLinksNeedAWellFormedSource(t *testing.T) {
	at := finding.Position{Path: "a", Line: 1}
	for name, edit := range map[string]func(*Report){
		"no source":       func(r *Report) { r.Source = nil },
		"http":            func(r *Report) { r.Source.Server = "http://github.com" },
		"no scheme":       func(r *Report) { r.Source.Server = "github.com" },
		"javascript":      func(r *Report) { r.Source.Server = "javascript:alert(1)" },
		"user":            func(r *Report) { r.Source.Server = "https://github.com@evil.example" },
		"path":            func(r *Report) { r.Source.Server = "https://evil.example/x" },
		"query":           func(r *Report) { r.Source.Server = "https://evil.example?x" },
		"no host":         func(r *Report) { r.Source.Server = "https://" },
		"line break":      func(r *Report) { r.Source.Server = "https://github.com\n" },
		"bracket":         func(r *Report) { r.Source.Server = "https://github.com)[x](https://evil.example" },
		"owner only":      func(r *Report) { r.Source.Repository = "acme" },
		"three parts":     func(r *Report) { r.Source.Repository = "acme/models/x" },
		"climbing":        func(r *Report) { r.Source.Repository = "../models" },
		"climbing name":   func(r *Report) { r.Source.Repository = "acme/.." },
		"no name":         func(r *Report) { r.Source.Repository = "acme/" },
		"odd letters":     func(r *Report) { r.Source.Repository = "acme/mod els" },
		"worktree":        func(r *Report) { r.Head.Commit = "worktree" },
		"short commit":    func(r *Report) { r.Head.Commit = "abc123" },
		"revision":        func(r *Report) { r.Head.Commit = "main" },
		"commit and more": func(r *Report) { r.Head.Commit += "/x" },
	} {
		r := linked()
		edit(&r)
		if got := linksOf(r).file("card/x", at); got != "" {
			t.Errorf("%s: linked to %s", name, got)
		}
	}
	for _, server := range []string{"https://github.com", "https://github.com/", "https://ghes.acme-corp.example:8443"} {
		r := linked()
		r.Source.Server = server
		if linksOf(r).file("card/x", at) == "" {
			t.Errorf("no link to %s", server)
		}
	}
}

func FuzzLinks(f *testing.F) {
	for _, s := range hostileTexts {
		f.Add(s, "acme/models", "https://github.com")
		f.Add("a", s, "https://github.com")
		f.Add("a", "acme/models", s)
	}
	plain := regexp.MustCompile(`^https://[A-Za-z0-9._~%/:?=#-]+$`)
	f.Fuzz(func(t *testing.T, path, repository, server string) {
		r := linked()
		r.Source.Repository, r.Source.Server = repository, server
		got := linksOf(r).file("card/x", finding.Position{Path: path, Line: 7})
		if got == "" {
			return
		}
		u, err := url.Parse(got)
		if err != nil || !plain.MatchString(got) || u.User != nil || strings.TrimSuffix(server, "/") != "https://"+u.Host || u.Fragment != "L7" {
			t.Errorf("%q is no address of ours: %v", got, err)
		}
	})
}

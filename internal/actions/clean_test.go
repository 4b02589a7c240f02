package actions

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestClean(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"empty":                 {"", ""},
		"plain":                 {"accuracy 0.81 < 0.85", "accuracy 0.81 < 0.85"},
		"letters":               {"модель 模型 é", "модель 模型 é"},
		"emoji":                 {"🚀", "🚀"},
		"newline":               {"a\nb\r\nc", `a\nb\r\nc`},
		"tab":                   {"a\tb", `a\tb`},
		"nul":                   {"a\x00b", `a\x00b`},
		"ansi":                  {"\x1b[31mred\x1b[0m", `\x1b[31mred\x1b[0m`},
		"c1 control":            {"\u009b31m", `\u009b31m`},
		"delete":                {"\x7f", `\x7f`},
		"bidi override":         {"\u202eevil", `\u202eevil`},
		"bidi isolate":          {"\u2066x\u2069", `\u2066x\u2069`},
		"zero width":            {"a\u200bb\u200d", `a\u200bb\u200d`},
		"byte order mark":       {"\ufeffa", `\ufeffa`},
		"line separator":        {"a\u2028b\u2029c", `a\u2028b\u2029c`},
		"next line":             {"a\u0085b", `a\u0085b`},
		"no-break space":        {"a\u00a0b", `a\u00a0b`},
		"tag characters":        {"\U000e0041", `\U000e0041`},
		"variation selector":    {"x\ufe0f", `x\ufe0f`},
		"grapheme joiner":       {"#\u034f#[error]", `#\u034f#[error]`},
		"invalid utf-8":         {"a\xffb\xc3", `a\xffb\xc3`},
		"replacement char":      {"a\ufffdb", "a\ufffdb"},
		"github command":        {"::error::x", `\::error::x`},
		"indented command":      {"  ::error::x", `  \::error::x`},
		"hidden command":        {"\u00ad::error::x", `\u00ad::error::x`},
		"colons inside":         {"std::vector", "std::vector"},
		"bracket command":       {"x ##[error]y", `x #\#[error]y`},
		"azure command":         {"##vso[task.complete]", `#\#vso[task.complete]`},
		"azure in capitals":     {"##VSO[task.complete]", `#\#VSO[task.complete]`},
		"three marks":           {"###[error]", `##\#[error]`},
		"markdown is no affair": {"<b>|`", "<b>|`"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Clean(c.in); got != c.want {
				t.Errorf("Clean(%q)\n got %q\nwant %q", c.in, got, c.want)
			}
		})
	}
}

func TestCleanCutsLongText(t *testing.T) {
	for _, in := range []string{strings.Repeat("a", maxText+1), strings.Repeat("é", 1_000_000), strings.Repeat("\x00", maxText)} {
		got := Clean(in)
		if n := utf8.RuneCountInString(got); n != maxText || !strings.HasSuffix(got, "…") {
			t.Errorf("cut to %d code points, ending in %q", n, got[len(got)-8:])
		}
	}
	if exact := strings.Repeat("é", maxText); Clean(exact) != exact {
		t.Error("a text of exactly the greatest length was cut")
	}
}

func TestShorten(t *testing.T) {
	for _, c := range []struct {
		in   string
		n    int
		want string
	}{{"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"éàü", 3, "éàü"}, {"éàüo", 3, "éà…"}, {"ab", 1, "…"}, {"", 1, ""}} {
		if got := Shorten(c.in, c.n); got != c.want {
			t.Errorf("Shorten(%q, %d) = %q, want %q", c.in, c.n, got, c.want)
		}
	}
}

// Hostile is what a stranger may write into a model card.
var hostile = []string{
	"::error::x", "a\n::set-output name=result::allow", "\r::stop-commands::t", "##[error]x", "x##vso[task.complete result=Succeeded;]",
	"\x1b[2K\x1b[1A", "\u202e", "a%0A::error::b", "%", "%25", ":::::", "# #[", "#\u200b#[x]", "a,b=c:d", "\u2028::error::", "\xff\xfe", "\v::x::",
	strings.Repeat("::", 5000), strings.Repeat("\n", 5000), "\\::", "#\\#[",
}

func FuzzClean(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Clean(s)
		checkLine(t, got)
		if strings.HasPrefix(strings.TrimSpace(got), "::") {
			t.Errorf("%q starts a command", got)
		}
		if n := utf8.RuneCountInString(got); n > maxText {
			t.Errorf("%d code points", n)
		}
		if again := Clean(got); again != got {
			t.Errorf("not stable: %q, then %q", got, again)
		}
	})
}

// checkLine fails the test unless s is one line of printable UTF-8 without a
// bracket command.
func checkLine(t *testing.T, s string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Errorf("%q is not UTF-8", s)
	}
	for _, r := range s {
		if !printable(r) {
			t.Errorf("%q holds %U", s, r)
		}
	}
	if lower := strings.ToLower(s); strings.Contains(lower, "##[") || strings.Contains(lower, "##vso[") {
		t.Errorf("%q holds a bracket command", s)
	}
}

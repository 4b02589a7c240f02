package actions

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/actions/runner"
)

func TestCommand(t *testing.T) {
	for name, c := range map[string]struct {
		command string
		props   []Prop
		message string
		want    string
	}{
		"bare":             {"notice", nil, "hello", "::notice::hello"},
		"empty message":    {"endgroup", nil, "", "::endgroup::"},
		"properties":       {"error", []Prop{{"file", "a/b.yaml"}, {"line", "3"}}, "no", "::error file=a/b.yaml,line=3::no"},
		"empty property":   {"error", []Prop{{"file", ""}, {"title", "t"}}, "no", "::error title=t::no"},
		"data":             {"error", nil, "50% of\r\nlines", "::error::50%25 of%0D%0Alines"},
		"property value":   {"error", []Prop{{"title", "a:b,c%\r\n"}}, "m", "::error title=a%3Ab%2Cc%25%0D%0A::m"},
		"second command":   {"error", nil, "x\n::set-env name=A::b", `::error::x%0A:\:set-env name=A:\:b`},
		"encoded twice":    {"error", nil, "%0A::x", `::error::%250A:\:x`},
		"bracket":          {"error", []Prop{{"file", "##[x]"}}, "##vso[y]", `::error file=#\#[x]::#\#vso[y]`},
		"three colons":     {"error", nil, ":::", `::error:::\:\:`},
		"escape character": {"error", nil, "\x1b[1m\x00", `::error::\x1b[1m\x00`},
		"line separator":   {"error", []Prop{{"title", "a\u2028b"}}, "\u202e", `::error title=a\u2028b::\u202e`},
		"invalid utf-8":    {"error", nil, "\xff", `::error::\xff`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Command(c.command, c.props, c.message); got != c.want {
				t.Errorf("\n got %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestCommandRefusesOddNames(t *testing.T) {
	for _, c := range []struct{ name, prop string }{{"", "file"}, {"error x", "file"}, {"error::", "file"}, {"error", ""}, {"error", "a=b"}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("Command(%q) with property %q did not panic", c.name, c.prop)
				}
			}()
			Command(c.name, []Prop{{c.prop, "v"}}, "m")
		}()
	}
}

func FuzzCommand(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, s)
		f.Add("models/a/README.md", s)
	}
	f.Fuzz(func(t *testing.T, value, message string) {
		line := Command("error", []Prop{{"file", value}, {"title", "end"}}, message)
		checkLine(t, line)
		if n := strings.Count(line, "::"); n != 2 {
			t.Errorf("%q holds %d times '::'", line, n)
		}
		got := runner.Log(line)
		if len(got) != 1 || got[0].Name != "error" || got[0].Props["title"] != "end" {
			t.Fatalf("%q reads as %+v", line, got)
		}
		if want := visible(value, maxText); got[0].Props["file"] != want {
			t.Errorf("%q reads back as file %q, want %q", line, got[0].Props["file"], want)
		}
		if strings.Contains(got[0].Data, "::") {
			t.Errorf("the decoded message %q holds a command start", got[0].Data)
		}
	})
}

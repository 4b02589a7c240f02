package actions

import (
	"strings"
	"testing"
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

// decode reads a line as the runner does (TryParseV2 of ActionCommand.cs).
func decode(t *testing.T, line string) (name string, props map[string]string, data string) {
	t.Helper()
	info, data, ok := strings.Cut(strings.TrimPrefix(line, "::"), "::")
	if !strings.HasPrefix(line, "::") || !ok {
		t.Fatalf("%q is no command", line)
	}
	name, list, _ := strings.Cut(info, " ")
	props = map[string]string{}
	for pair := range strings.SplitSeq(list, ",") {
		if k, v, ok := strings.Cut(pair, "="); ok {
			props[k] = unescape(v, "%3A", ":", "%2C", ",")
		}
	}
	return name, props, unescape(data)
}

func unescape(s string, more ...string) string {
	for pair := append([]string{"%0D", "\r", "%0A", "\n"}, append(more, "%25", "%")...); len(pair) > 0; pair = pair[2:] {
		s = strings.ReplaceAll(s, pair[0], pair[1])
	}
	return s
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
		name, props, data := decode(t, line)
		if name != "error" || props["title"] != "end" {
			t.Errorf("%q reads as %s %v", line, name, props)
		}
		if want := visible(value, MaxText); props["file"] != want {
			t.Errorf("%q reads back as file %q, want %q", line, props["file"], want)
		}
		if strings.Contains(data, "::") {
			t.Errorf("the decoded message %q holds a command start", data)
		}
	})
}

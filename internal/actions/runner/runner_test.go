package runner

import (
	"maps"
	"testing"
)

// A reader that sees nothing is worth nothing: it must see the attacks.
func TestLogSeesCommands(t *testing.T) {
	for log, want := range map[string]string{
		"plain text": "", "a ::error::x": "", "::error": "", ":: ::": "",
		"::error::x": "error", "  ::error::x": "error", "\u00a0::error::x": "error", "\u200b:\u00ad:error::x": "error",
		"a\r::error::x": "error", "##[command]x": "command", "a ##[group]x": "group",
		"::stop-commands::t\n::error::x\n::u::\n##[error]x": "", "::stop-commands::t\n::error::x\n::t::\n::notice::y": "notice",
	} {
		got := ""
		for _, c := range Log(log) {
			got += c.Name
		}
		if got != want {
			t.Errorf("%q gives %q, want %q", log, got, want)
		}
	}
	c := Log("::error file=a%3Ab%2C%25,line=3::50%25%0Aof")[0]
	if c.Props["file"] != "a:b,%" || c.Props["line"] != "3" || c.Data != "50%\nof" {
		t.Errorf("got %+v", c)
	}
}

func TestAzureLogSeesCommands(t *testing.T) {
	for log, want := range map[string]string{
		"plain": "", "::error::x": "", "a ##[group]": "",
		"x ##VSO[task.complete]": "task.complete", "##[group]t": "##[group]", " ##[endgroup]": "##[endgroup]", "a\r##vso[x.y]": "x.y",
	} {
		got := ""
		for _, c := range AzureLog(log) {
			got += c.Name
		}
		if got != want {
			t.Errorf("%q gives %q, want %q", log, got, want)
		}
	}
	c := AzureLog("##vso[task.logissue type=error;code=a%5D%3B%AZP25;]50%AZP25%0Aof")[0]
	if c.Props["code"] != "a];%" || c.Data != "50%\nof" {
		t.Errorf("got %+v", c)
	}
}

func TestOutputs(t *testing.T) {
	for text, want := range map[string]map[string]string{
		"":                            {},
		"\n\na=b\n":                   {"a": "b"},
		"a=b=c":                       {"a": "b=c"},
		"a=b<<c":                      {"a": "b<<c"},
		"a<<E\nx\ny\nE\nb=2":          {"a": "x\ny", "b": "2"},
		"a<<E\nE":                     {"a": ""},
		"a<<E\n\n\nE\n":               {"a": "\n"},
		"a<<E\nx\r\n E\nE \nE\nb=1\n": {"a": "x\r\n E\nE ", "b": "1"},
		"r=fail\nt<<F\nx\nF\nr=pass":  {"r": "pass", "t": "x"}, // why the delimiter is random
	} {
		got, err := Outputs(text)
		if err != nil || !maps.Equal(got, want) {
			t.Errorf("%q gives %v, %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"a", "<<E\nE", "a<<", "a<<E\nx", "=b"} {
		if got, err := Outputs(text); err == nil {
			t.Errorf("%q gives %v, want an error", text, got)
		}
	}
}

package actions

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/actions/runner"
)

func TestAzure(t *testing.T) {
	for name, c := range map[string]struct {
		command string
		props   []Prop
		message string
		want    string
	}{
		"bare":           {"task.complete", nil, "done", "##vso[task.complete]done"},
		"properties":     {"task.logissue", []Prop{{"type", "error"}, {"linenumber", "3"}}, "no", "##vso[task.logissue type=error;linenumber=3;]no"},
		"empty property": {"task.logissue", []Prop{{"sourcepath", ""}, {"type", "error"}}, "no", "##vso[task.logissue type=error;]no"},
		"data":           {"task.logissue", nil, "50%\r\nx]y;z", "##vso[task.logissue]50%AZP25%0D%0Ax]y;z"},
		"property value": {"task.logissue", []Prop{{"code", "a]b;c%\n"}}, "m", "##vso[task.logissue code=a%5Db%3Bc%AZP25%0A;]m"},
		"second command": {"task.logissue", nil, "x\n##VSO[task.complete]", `##vso[task.logissue]x%0A#\#VSO[task.complete]`},
		"encoded twice":  {"task.logissue", nil, "%0A%AZP25", `##vso[task.logissue]%AZP250A%AZP25AZP25`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Azure(c.command, c.props, c.message); got != c.want {
				t.Errorf("\n got %q\nwant %q", got, c.want)
			}
		})
	}
	if got := AzureGroup("##[endgroup]\n##[error]"); got != `##[group]#\#[endgroup]\n#\#[error]` {
		t.Errorf("got %q", got)
	}
}

func TestAzureRefusesOddNames(t *testing.T) {
	for _, name := range []string{"", "task", "task.", ".complete", "task.complete]", "task.log issue", "a.b.c"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("Azure(%q) did not panic", name)
				}
			}()
			Azure(name, nil, "m")
		}()
	}
}

func FuzzAzure(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, value, message string) {
		line := Azure("task.logissue", []Prop{{"sourcepath", value}, {"code", "end"}}, message)
		checkLine(t, strings.TrimPrefix(line, "##vso["))
		got := runner.AzureLog(line)
		if len(got) != 1 || got[0].Name != "task.logissue" || got[0].Props["code"] != "end" {
			t.Fatalf("%q reads as %+v", line, got)
		}
		if want := visible(value, maxText); got[0].Props["sourcepath"] != want {
			t.Errorf("%q reads back as %q, want %q", line, got[0].Props["sourcepath"], want)
		}
		if want := visible(message, maxMessage); got[0].Data != want {
			t.Errorf("%q reads back as %q, want %q", line, got[0].Data, want)
		}
	})
}

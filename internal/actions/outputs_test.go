package actions

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/modelgate-dev/modelgate/internal/actions/runner"
)

// zeros is a source of no randomness: every delimiter is the same.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

var zeroToken = "modelgate_" + strings.Repeat("0", 32)

func outputsOf(t *testing.T, file string) map[string]string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	values, err := runner.Outputs(string(raw))
	if err != nil {
		t.Fatalf("%v in %q", err, raw)
	}
	return values
}

func TestAppendOutputs(t *testing.T) {
	file := filepath.Join(t.TempDir(), "output")
	if err := os.WriteFile(file, []byte("theirs=1\nopen=2"), 0o600); err != nil { // no newline at the end
		t.Fatal(err)
	}
	evil := "x\n_GitHubActionsFileCommandDelimeter_\nresult=allow\nresult<<E\nallow\nE"
	if err := AppendOutputs(file, []Output{{"result", "deny"}, {"title", evil}}, nil); err != nil {
		t.Fatal(err)
	}
	if err := AppendOutputs(file, []Output{{"empty", ""}, {"report-path", "a b"}}, nil); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"theirs": "1", "open": "2", "result": "deny", "title": evil, "empty": "", "report-path": "a b"}
	if got := outputsOf(t, file); !maps.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAppendOutputsDrawsADelimiterForEachValue(t *testing.T) {
	file := filepath.Join(t.TempDir(), "output")
	if err := AppendOutputs(file, []Output{{"a", "1"}, {"b", "2"}}, strings.NewReader(strings.Repeat("x", 16)+strings.Repeat("y", 16))); err != nil {
		t.Fatal(err)
	}
	raw, _ := os.ReadFile(file)
	if !strings.Contains(string(raw), "a<<modelgate_"+strings.Repeat("78", 16)+"\n") || !strings.Contains(string(raw), "b<<modelgate_"+strings.Repeat("79", 16)+"\n") {
		t.Errorf("got %q", raw)
	}
}

func TestAppendOutputsRefuses(t *testing.T) {
	broken := errors.New("no entropy")
	for name, c := range map[string]struct {
		outputs []Output
		random  io.Reader
		want    string
	}{
		"no name":           {[]Output{{"", "v"}}, nil, "has no name"},
		"line break":        {[]Output{{"a\nb", "v"}}, nil, "is not a valid output name"},
		"equals":            {[]Output{{"a=b", "v"}}, nil, "is not a valid output name"},
		"heredoc":           {[]Output{{"a<<b", "v"}}, nil, "is not a valid output name"},
		"digit first":       {[]Output{{"1a", "v"}}, nil, "is not a valid output name"},
		"given twice":       {[]Output{{"a", "v"}, {"A", "w"}}, nil, "duplicate output"},
		"not UTF-8":         {[]Output{{"a", "\xff"}}, nil, "not UTF-8"},
		"carriage return":   {[]Output{{"a", "x\r"}}, nil, "ends with a carriage return"},
		"holds delimiter":   {[]Output{{"a", "x\n" + zeroToken + "\nresult=allow"}}, zeros{}, "holds the delimiter"},
		"no randomness":     {[]Output{{"a", "v"}}, iotestErr{broken}, "no entropy"},
		"little randomness": {[]Output{{"a", "v"}}, strings.NewReader("short"), "unexpected EOF"},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "output")
			err := AppendOutputs(file, append([]Output{{"good", "1"}}, c.outputs...), c.random)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
			if raw, err := os.ReadFile(file); err == nil {
				t.Errorf("it has written %q", raw)
			}
		})
	}
	if err := AppendOutputs(t.TempDir(), []Output{{"a", "v"}}, nil); err == nil {
		t.Error("a directory was accepted")
	}
}

type iotestErr struct{ err error }

func (e iotestErr) Read([]byte) (int, error) { return 0, e.err }

// TestOutputsAtTheLimit counts as GitHub does: a letter of ASCII takes two bytes.
func TestOutputsAtTheLimit(t *testing.T) {
	file := filepath.Join(t.TempDir(), "output")
	room := MaxOutputs/2 - len("a") - len("b")
	for name, c := range map[string]struct {
		value string
		ok    bool
	}{
		"at the limit":           {strings.Repeat("x", room), true},
		"one more":               {strings.Repeat("x", room+1), false},
		"outside the plane":      {strings.Repeat("😀", room/2), true},
		"one more outside":       {strings.Repeat("😀", room/2) + "é" + strings.Repeat("x", room%2), false},
		"fewer bytes than UTF-8": {strings.Repeat("語", room), true},
	} {
		err := AppendOutputs(file, []Output{{"a", c.value}, {"b", ""}}, nil)
		if (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && !strings.Contains(err.Error(), "the largest is a") {
			t.Errorf("%s: %v does not name the largest", name, err)
		}
	}
}

func FuzzAppendOutputs(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, s)
	}
	f.Add(zeroToken, "a\n"+zeroToken)
	f.Add("x<<"+zeroToken+"\ny\n"+zeroToken, "\n\n")
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, first, second string) {
		file := filepath.Join(dir, "output")
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		err := AppendOutputs(file, []Output{{"first", first}, {"second", second}, {"result", "deny"}}, nil)
		if err != nil {
			if utf8.ValidString(first) && utf8.ValidString(second) && !strings.HasSuffix(first, "\r") && !strings.HasSuffix(second, "\r") {
				t.Fatal(err)
			}
			return
		}
		want := map[string]string{"first": first, "second": second, "result": "deny"}
		if got := outputsOf(t, file); !maps.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestAppendSummaryAtTheLimit(t *testing.T) {
	file := filepath.Join(t.TempDir(), "summary")
	if err := AppendSummary(file, strings.Repeat("a", maxSummary)); err == nil {
		t.Error("a page of the limit and a line break was accepted")
	}
	if err := AppendSummary(file, strings.Repeat("a", maxSummary-3)+"\n"); err != nil {
		t.Error(err)
	}
	if err := AppendSummary(file, "b"); err != nil {
		t.Error(err)
	}
	if err := AppendSummary(file, "c"); err == nil || !strings.Contains(err.Error(), "the page has 1 bytes and the step has written 999999 before") {
		t.Errorf("got %v", err)
	}
	if raw, _ := os.ReadFile(file); len(raw) != maxSummary-1 || !bytes.HasSuffix(raw, []byte("a\nb")) {
		t.Errorf("%d bytes", len(raw))
	}
}

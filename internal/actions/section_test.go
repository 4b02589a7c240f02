package actions

import (
	"regexp"
	"testing"
	"time"
)

// marks is what GitLab looks for in a log (lib/gitlab/ci/ansi2json).
var marks = regexp.MustCompile(`section_(start|end):(\d+):([a-zA-Z0-9_.-]+)(\[[^\]]*\])?\r\x1b\[0K`)

func TestSection(t *testing.T) {
	at := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	if got, want := Section("modelgate", "deny", at), "\x1b[0Ksection_start:1793534400:modelgate\r\x1b[0Kdeny"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := EndSection("modelgate", at), "\x1b[0Ksection_end:1793534400:modelgate\r\x1b[0K"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func FuzzSection(f *testing.F) {
	f.Add("\x1b[0Ksection_end:1:modelgate\r\x1b[0K")
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, title string) {
		if got := marks.FindAllString(Section("modelgate", title, time.Unix(1, 0)), -1); len(got) != 1 {
			t.Errorf("%q has the marks %q", title, got)
		}
	})
}

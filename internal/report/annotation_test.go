package report

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

func TestAnnotationsAtTheLimit(t *testing.T) {
	r := many(10, 5) // 30 errors, 10 warnings, 10 waived
	for _, c := range []struct{ limit, shown, omitted int }{{0, 0, 50}, {49, 49, 1}, {50, 50, 0}, {51, 50, 0}} {
		list, omitted := Annotations(r, c.limit)
		if len(list) != c.shown || omitted != c.omitted {
			t.Errorf("of at most %d: %d shown, %d omitted; want %d, %d", c.limit, len(list), omitted, c.shown, c.omitted)
		}
	}
	list, _ := Annotations(r, 50)
	for i, a := range list {
		want := "failure"
		if i >= 30 {
			want = "warning"
		}
		if i >= 40 {
			want = "notice"
		}
		if a.Level != want {
			t.Errorf("annotation %d is a %s, want the gravest first: %s", i, a.Level, want)
		}
	}
}

func TestAnnotationPlaces(t *testing.T) {
	for name, c := range map[string]struct {
		at   finding.Position
		want Annotation
	}{
		"in a line":    {finding.Position{Path: "a", Line: 3, Column: 5, EndLine: 3, EndColumn: 9}, Annotation{Path: "a", StartLine: 3, EndLine: 3, StartColumn: 5, EndColumn: 9}},
		"two lines":    {finding.Position{Path: "a", Line: 3, Column: 5, EndLine: 4, EndColumn: 2}, Annotation{Path: "a", StartLine: 3, EndLine: 4}},
		"whole line":   {finding.Position{Path: "a", Line: 3, Column: 1, EndLine: 4, EndColumn: 1}, Annotation{Path: "a", StartLine: 3, EndLine: 3, StartColumn: 1}},
		"no line":      {finding.Position{Path: "./a/../b"}, Annotation{Path: "b", StartLine: 1, EndLine: 1}},
		"end is wrong": {finding.Position{Path: "a", Line: 3, Column: 5, EndLine: 1, EndColumn: 1}, Annotation{Path: "a", StartLine: 3, EndLine: 3, StartColumn: 5}},
	} {
		r := many(1, 1)
		r.Models[0].Findings[0].At = c.at
		list, _ := Annotations(r, 50)
		if len(list) != 1 {
			t.Fatalf("%s: %d annotations", name, len(list))
		}
		got := list[0]
		got.Level, got.Title, got.Message = "", "", ""
		if got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
	for _, path := range []string{"", ".", "/etc/passwd", "../x", "a/../../x", "a\nb", "a\u202eb"} {
		r := many(1, 1)
		r.Models[0].Findings[0].At.Path = path
		if list, omitted := Annotations(r, 50); len(list) != 0 || omitted != 1 {
			t.Errorf("%q: %d annotations, %d omitted", path, len(list), omitted)
		}
	}
}

func TestAnnotationLengths(t *testing.T) {
	for _, s := range []string{strings.Repeat("a", 1<<20), strings.Repeat("é", 1<<20), strings.Repeat("\n", 1<<20), strings.Repeat("😀", 1<<20), "\xff\xfe"} {
		r := many(1, 3)
		for i := range r.Models[0].Findings {
			j := &r.Models[0].Findings[i]
			j.Message, j.Help, j.Rule, j.Pending = s, s, s, s
			if j.Waiver != nil {
				j.Waiver.Owner, j.Waiver.ID, j.Waiver.Expires = s, s, s
			}
		}
		list, _ := Annotations(r, 50)
		if len(list) != 3 {
			t.Fatalf("%d annotations", len(list))
		}
		for _, a := range list {
			if n := utf8.RuneCountInString(a.Title); n > 255 || !utf8.ValidString(a.Title) || a.Title == "" {
				t.Errorf("title of %d characters", n)
			}
			if len(a.Message) > 64<<10 || !utf8.ValidString(a.Message) || a.Message == "" {
				t.Errorf("message of %d bytes", len(a.Message))
			}
		}
	}
}

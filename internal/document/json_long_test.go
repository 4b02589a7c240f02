package document

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestParseLong(t *testing.T) {
	unread := func(path []string) bool {
		return len(path) == 3 && path[0] == "samples" && !slices.Contains([]string{"id", "score"}, path[2])
	}
	for _, c := range []struct {
		name, src string
		at        string // the place of what is wrong, "" if nothing is
		unread    string // the value left unread
	}{
		{"object", `{"samples": [{"id": 1, "log": {"a": [1, "}\"", {}]}, "score": 2}]}`, "", `{"a": [1, "}\"", {}]}`},
		{"list", `{"samples": [{"id": 1, "log": [], "score": 2}]}`, "", `[]`},
		{"text", `{"samples": [{"id": 1, "log": "a\\", "score": 2}]}`, "", `"a\\"`},
		{"what no JSON is stays unread", `{"samples": [{"id": 1, "log": [NaN, 1 2], "score": 2}]}`, "", `[NaN, 1 2]`},
		{"a number is read", `{"samples": [{"id": 1, "log": 1e999, "score": 2}]}`, "1:31", ""},
		{"bracket of another kind", `{"samples": [{"id": 1, "log": [}, "score": 2}]}`, "1:32", ""},
		{"no end", `{"samples": [{"id": 1, "log": [[]`, "1:34", ""},
		{"no end of a text", `{"samples": [{"id": 1, "log": ["a\"`, "1:32", ""},
		{"line break in a text", "{\"samples\": [{\"id\": 1, \"log\": [\"a\nb\"]}]}", "1:34", ""},
		{"nothing", `{"samples": [{"id": 1, "log": `, "1:31", ""},
		{"too deep", `{"samples": [{"id": 1, "log": ` + strings.Repeat("[", maxDepth) + strings.Repeat("]", maxDepth) + `}]}`, "1:92", ""},
		{"twice", `{"samples": [{"id": 1, "log": [], "log": [], "score": 2}]}`, "1:35", `[]`},
		{"elsewhere it is read", `{"log": [1 2]}`, "1:12", ""},
	} {
		d, found := ParseLong("a.json", []byte(c.src), unread)
		got := ""
		if len(found) > 0 {
			got = fmt.Sprintf("%d:%d", found[0].At.Line, found[0].At.Column)
		}
		if got != c.at {
			t.Errorf("%s: found at %q, want %q: %v", c.name, got, c.at, found)
		}
		if c.unread == "" {
			continue
		}
		n := d.Lookup("/samples/0/log")
		if n == nil || n.Kind != Null || string(d.Source[n.Span.Start:n.Span.End]) != c.unread {
			t.Errorf("%s: unread is %+v", c.name, n)
		}
		if score := d.Lookup("/samples/0/score"); score == nil || score.Value != "2" {
			t.Errorf("%s: after it there is %+v", c.name, score)
		}
	}
}

// What is left unread costs no values and no text, so that a long file has room.
func TestParseLongHasRoom(t *testing.T) {
	row := `{"id": 1, "log": {"a": [` + strings.TrimSuffix(strings.Repeat("1,", 100), ",") + `], "b": "` + strings.Repeat("x", 10000) + `"}}`
	src := `{"samples": [` + strings.TrimSuffix(strings.Repeat(row+",", 3000), ",") + `]}`
	if len(src) <= MaxBytes {
		t.Fatal("the file is short")
	}
	d, found := ParseLong("a.json", []byte(src), func(path []string) bool { return path[len(path)-1] == "log" })
	if len(found) > 0 || len(d.Lookup("/samples").Children) != 3000 {
		t.Errorf("%v", found)
	}
	for _, c := range []struct {
		what   string
		size   int
		unread func([]string) bool
	}{
		{"all of it read", len(src), func([]string) bool { return false }},
		{"longer than the limit", MaxLong + 1, func([]string) bool { return true }},
	} {
		if _, found := ParseLong("a.json", append([]byte(src), make([]byte, c.size-len(src))...), c.unread); len(found) == 0 {
			t.Errorf("%s: nothing was found", c.what)
		}
	}
}

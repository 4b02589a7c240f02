package prose

import (
	"flag"
	"os"
	"regexp/syntax"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var update = flag.Bool("update", false, "rewrite the files that tests compare with")

// TestMarks: whatever the expressions match has one of their marks.
func TestMarks(t *testing.T) {
	for _, of := range []struct {
		file, listed string
		marks        []string
	}{
		{"announced_marks.txt", listedAnnounced, marksOf(t, announcedSource)},
		{"disclaims_marks.txt", listedDisclaims, marksOf(t, disclaimsSource)},
		{"filler_marks.txt", listedFiller, marksOf(t, fillerSource)},
		{"unanswered_marks.txt", listedUnanswered, beginningsOf(t, unansweredSource)},
	} {
		want := strings.Join(of.marks, "\n") + "\n"
		if *update {
			if err := os.WriteFile(of.file, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		} else if of.listed != want {
			t.Errorf("%s is not what the expression requires; run go test ./internal/evidence/prose -run Marks -update", of.file)
		}
	}
}

// TestRequired: what is derived of expressions whose every match is known.
func TestRequired(t *testing.T) {
	for source, want := range map[string]string{
		`(?i)Soon`: "soon", `a(?:bc|de)+f`: "abc|ade", `x{3,}`: "xxx", `(?:to-?do\b.*|to do$)`: "to do|to-do|todo", `[^a]bcd`: "bcd", `.*(?:later|in a while)`: "in a while|later",
		`(?:very )?long\s*(?:text|word)s?`: "long", `\{\{[^}]*\}\}`: "{{", `ab?cd`: "abcd|acd", `(?i)ks`: "ks",
	} {
		if got := strings.Join(marksOf(t, source), "|"); got != want {
			t.Errorf("%s requires %q, want %q", source, got, want)
		}
	}
}

// TestBeginnings: what is derived of expressions of which is known how a match begins.
func TestBeginnings(t *testing.T) {
	for source, want := range map[string]string{
		`(?:see |look at )?(?:paper|p\.)`: "look at |p.|paper|see p.|see pape", `no|not known`: "no", `(?:at (?:this|the) time)?none`: "at the t|at this |none", `soon.*`: "soon", `yes[^x]*`: "yes",
	} {
		if got := strings.Join(beginningsOf(t, source), "|"); got != want {
			t.Errorf("%s begins with %q, want %q", source, got, want)
		}
	}
}

// marksOf are texts of which whatever an expression matches has one, folded: the rarest
// of those that each of its alternatives requires.
func marksOf(t *testing.T, source string) []string {
	t.Helper()
	expression, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		t.Fatal(err)
	}
	found := pattern.Required(expression)
	if found == nil {
		t.Fatal("the expression matches texts that have nothing in common")
	}
	var out []string
	for _, mark := range slices.SortedFunc(slices.Values(found), func(a, b string) int { return len(a) - len(b) }) {
		if len(mark) < 2 {
			t.Errorf("the mark %q is too short", mark)
		}
		if !slices.ContainsFunc(out, func(shorter string) bool { return strings.Contains(mark, shorter) }) {
			out = append(out, mark)
		}
	}
	slices.Sort(out)
	return out
}

// maxBeginning is how many runes of a beginning are told.
const maxBeginning = 8

// beginningsOf are texts with one of which whatever an expression matches begins, folded.
func beginningsOf(t *testing.T, source string) []string {
	t.Helper()
	expression, err := syntax.Parse(`(?i)(?:`+source+`)`, syntax.Perl)
	if err != nil {
		t.Fatal(err)
	}
	prog, err := syntax.Compile(expression.Simplify())
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	var visit func(pcs []uint32, text string)
	visit = func(pcs []uint32, text string) {
		next, ends := map[rune][]uint32{}, utf8.RuneCountInString(text) == maxBeginning
		for _, pc := range pcs {
			ends = ends || follow(prog, pc, next)
		}
		if ends {
			out = append(out, pattern.Fold(text))
			return
		}
		for r, to := range next {
			visit(to, text+string(r))
		}
	}
	visit([]uint32{uint32(prog.Start)}, "")
	slices.Sort(out)
	out = slices.Compact(out)
	for _, text := range out {
		if r, _ := utf8.DecodeRuneInString(text); len(text) < 2 || !unicode.IsLetter(r) {
			t.Errorf("the beginning %q tells too little", text)
		}
	}
	return slices.DeleteFunc(out, func(text string) bool {
		return slices.ContainsFunc(out, func(shorter string) bool { return text != shorter && strings.HasPrefix(text, shorter) })
	})
}

// follow adds where a program may go on from a place, by the next rune. It reports
// whether the program may end there, or go on with too many runes to tell.
func follow(prog *syntax.Prog, pc uint32, next map[rune][]uint32) bool {
	i := &prog.Inst[pc]
	switch i.Op {
	case syntax.InstAlt, syntax.InstAltMatch:
		a, b := follow(prog, i.Out, next), follow(prog, i.Arg, next)
		return a || b
	case syntax.InstCapture, syntax.InstNop, syntax.InstEmptyWidth:
		return follow(prog, i.Out, next)
	case syntax.InstRune, syntax.InstRune1:
		for j := 0; j < len(i.Rune); j += 2 {
			last := i.Rune[min(j+1, len(i.Rune)-1)]
			if last-i.Rune[j] > 64 {
				return true
			}
			for r := i.Rune[j]; r <= last; r++ {
				folded, _ := utf8.DecodeRuneInString(pattern.Fold(string(r)))
				next[folded] = append(next[folded], i.Out)
			}
		}
		return false
	}
	return i.Op != syntax.InstFail
}

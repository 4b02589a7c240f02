package prose

import (
	"flag"
	"math"
	"os"
	"regexp/syntax"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
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

func TestFold(t *testing.T) {
	for text, want := range map[string]string{"To Be ADDED": "to be added", "ſoon": "soon", "\u212aommt": "kommt", "À COMPLÉTER": "à compléter", "Σς": "σσ", "\xff": "\ufffd", "暂无": "暂无"} {
		if got := fold(text); got != want {
			t.Errorf("%q is folded to %q, want %q", text, got, want)
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
	found := requiredBy(expression.Simplify())
	if found.some == nil {
		t.Fatal("the expression matches texts that have nothing in common")
	}
	var out []string
	for _, mark := range slices.SortedFunc(slices.Values(found.some), func(a, b string) int { return len(a) - len(b) }) {
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
			out = append(out, fold(text))
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
				next[foldRune(r)] = append(next[foldRune(r)], i.Out)
			}
		}
		return false
	}
	return i.Op != syntax.InstFail
}

// required is what is known of an expression: all that it matches, where that is little;
// texts with one of which all that it matches begins; and texts of which all that it
// matches has one. Each is nil where it is not known.
type required struct{ all, begin, some []string }

// maxAlternatives is how many texts are kept of one expression.
const maxAlternatives = 64

func requiredBy(re *syntax.Regexp) required {
	switch re.Op {
	case syntax.OpLiteral:
		return exactly(fold(string(re.Rune)))
	case syntax.OpCharClass:
		return ofClass(re.Rune)
	case syntax.OpCapture:
		return requiredBy(re.Sub[0])
	case syntax.OpPlus:
		is := requiredBy(re.Sub[0])
		return required{begin: is.begin, some: is.some}
	case syntax.OpQuest:
		if all := requiredBy(re.Sub[0]).all; all != nil {
			return required{all: append(slices.Clone(all), ""), begin: append(slices.Clone(all), "")}
		}
		return required{}
	case syntax.OpConcat:
		return ofConcat(re.Sub)
	case syntax.OpAlternate:
		return ofAlternate(re.Sub)
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return required{all: []string{""}, begin: []string{""}}
	}
	return required{}
}

func exactly(all ...string) required {
	slices.Sort(all)
	all = slices.Compact(all)
	return required{all: all, begin: all, some: all}
}

// ofClass is one of the runes of a class; of one that leaves out a few, nothing is known.
func ofClass(ranges []rune) required {
	var all []string
	for i := 0; i < len(ranges); i += 2 {
		if ranges[i+1]-ranges[i] >= maxAlternatives {
			return required{}
		}
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			all = append(all, fold(string(r)))
		}
	}
	if len(all) > maxAlternatives {
		return required{}
	}
	return exactly(all...)
}

func ofAlternate(subs []*syntax.Regexp) required {
	out := required{all: []string{}, begin: []string{}, some: []string{}}
	join := func(to *[]string, of []string, most int) {
		if *to == nil || of == nil || len(*to)+len(of) > most {
			*to = nil
		} else {
			*to = append(*to, of...)
		}
	}
	for _, sub := range subs {
		is := requiredBy(sub)
		join(&out.all, is.all, maxAlternatives)
		join(&out.begin, is.begin, maxAlternatives)
		join(&out.some, is.some, math.MaxInt)
	}
	return out
}

// ofConcat multiplies what is known of one part with that of the next, as long as that
// is not too much, and keeps the rarest.
func ofConcat(subs []*syntax.Regexp) required {
	run, isWhole, isBegin := []string{""}, true, true
	var out required
	keep := func(some []string) {
		if rarity(some) < rarity(out.some) {
			out.some = some
		}
	}
	for _, sub := range subs {
		is := requiredBy(sub)
		keep(is.some)
		if is.begin != nil && len(run)*len(is.begin) <= maxAlternatives {
			run = product(run, is.begin)
			keep(run)
		} else if is.all != nil {
			is.begin = nil // too many: begin again
		}
		if isBegin {
			out.begin = run
		}
		if is.all == nil || is.begin == nil {
			isWhole, isBegin, run = false, false, []string{""}
		}
		if is.all != nil && is.begin == nil && len(is.all) <= maxAlternatives {
			run = is.all
		}
	}
	if isWhole {
		out.all = run
	}
	return out
}

func product(a, b []string) []string {
	var out []string
	for _, x := range a {
		for _, y := range b {
			out = append(out, x+y)
		}
	}
	return exactly(out...).all
}

// rarity is how often texts are found by chance, the least first.
func rarity(some []string) float64 {
	if some == nil {
		return math.Inf(1)
	}
	sum := 0.0
	for _, text := range some {
		chance := 1.0
		for _, r := range text {
			chance /= float64(30 * utf8.RuneLen(r) * utf8.RuneLen(r))
		}
		sum += chance
	}
	return sum
}

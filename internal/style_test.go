package internal

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// A phrase is an entry of the list in docs/style.md.
type phrase struct {
	id, use         string
	pattern, except *regexp.Regexp // except may be nil
}

// A sentence is text that a user reads, and the source line it comes from, where
// a marker may allow a phrase.
type sentence struct {
	path       string
	line       int
	text, from string
}

var (
	sample = flag.Int("sample", 0, "log so many of the texts that a user reads, to be read by a person")
	seed   = flag.Uint64("seed", 1, "which of them")
)

// TestStyle: what a user reads has none of the phrases that docs/style.md lists.
func TestStyle(t *testing.T) {
	phrases := readPhrases(t)
	texts := sentences(t)
	logSample(t, texts)
	for _, s := range texts {
		for _, p := range phrases {
			text := s.text
			if p.except != nil {
				text = p.except.ReplaceAllString(text, "")
			}
			found, allowed := p.pattern.FindString(text), strings.Contains(s.from, "style:allow "+p.id)
			switch {
			case found != "" && !allowed:
				t.Errorf("%s:%d: %q (%s); use: %s", s.path, s.line, found, p.id, p.use)
			case found == "" && allowed:
				t.Errorf("%s:%d: remove the marker style:allow %s; the line no longer needs it", s.path, s.line, p.id)
			}
		}
	}
}

// logSample logs texts of several words.
func logSample(t *testing.T, texts []sentence) {
	t.Helper()
	left := *sample
	for _, n := range rand.New(rand.NewPCG(*seed, 0)).Perm(len(texts)) {
		if s := texts[n]; left > 0 && len(severalWords.FindAllString(s.text, 4)) == 4 {
			left--
			t.Logf("%s:%d: %s", s.path, s.line, s.text)
		}
	}
}

var severalWords = regexp.MustCompile(`\pL{2,}`)

func readPhrases(t *testing.T) []phrase {
	t.Helper()
	page := read(t, "../docs/style.md")
	_, list, _ := strings.Cut(page, "```yaml\n")
	list, _, ok := strings.Cut(list, "```")
	d, problems := document.ParseAs(document.YAML, "phrases.yaml", []byte(list))
	if !ok || len(problems) > 0 {
		t.Fatalf("docs/style.md has no readable list of phrases: %v", problems)
	}
	var out []phrase
	for _, item := range d.Root.Children {
		text := func(key string) string {
			if n := item.Get(key); n != nil {
				return n.Value
			}
			return ""
		}
		p := phrase{id: text("id"), use: text("use"), pattern: regexp.MustCompile(text("pattern"))}
		if except := text("except"); except != "" {
			p.except = regexp.MustCompile(except)
		}
		out = append(out, p)
	}
	if len(out) < 30 {
		t.Fatalf("docs/style.md lists %d phrases only", len(out))
	}
	return out
}

func read(t *testing.T, name string) string {
	t.Helper()
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(src)
}

// sentences lists what a user reads: string literals of the program, messages
// and metadata of the rules, descriptions of the actions, and the pages.
func sentences(t *testing.T) []sentence {
	t.Helper()
	var out []sentence
	err := filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if slices.Contains([]string{"bin", "testdata", "examples", "adr", "tools", "node_modules", ".git", "acttest", "githubtest"}, d.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		switch at := filepath.ToSlash(name); {
		case strings.HasSuffix(at, ".go") && !strings.HasSuffix(at, "_test.go") && !isTermList(at):
			out = append(out, literals(t, at)...)
		case strings.HasSuffix(at, ".rego") && !strings.HasSuffix(at, "_test.rego"):
			out = append(out, ruleTexts(t, at)...)
		case filepath.Base(at) == "action.yml":
			out = append(out, lines(t, at, actionText)...)
		case isPage(at):
			out = append(out, paragraphs(t, at)...)
		case strings.HasSuffix(at, ".tmpl"):
			out = append(out, templateTexts(t, at)...)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// isTermList reports whether the strings of a file are headings and phrases that
// cards have, not ours.
func isTermList(name string) bool {
	return slices.Contains([]string{"../internal/evidence/cards/sections.go", "../internal/evidence/prose/template.go", "../internal/evidence/cards/markdown.go"}, name)
}

func isPage(name string) bool {
	if name == "../docs/rules.md" || name == "../docs/style.md" || name == "../docs/ARCHITECTURE.md" {
		return false // generated; this guide; for developers
	}
	return name == "../README.md" || name == "../CHANGELOG.md" || strings.HasPrefix(name, "../docs/") && strings.HasSuffix(name, ".md")
}

// literals are the string literals of a Go file with more than one word, but
// for regular expressions and the tags of structs.
func literals(t *testing.T, name string) []sentence {
	t.Helper()
	src := read(t, name)
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, src, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Split(src, "\n")
	var out []sentence
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if name := called(n); name == "regexp.MustCompile" || name == "pattern.New" {
				return false
			}
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			n.Tag = nil
		case *ast.BasicLit:
			text, err := strconv.Unquote(n.Value)
			if n.Kind == token.STRING && err == nil && strings.Contains(text, " ") {
				line := files.Position(n.Pos()).Line
				out = append(out, sentence{path: name, line: line, text: text, from: all[line-1]})
			}
		}
		return true
	})
	return out
}

var (
	metadata   = regexp.MustCompile(`^# +(title|description|remediation): (.*)$`)
	regoText   = regexp.MustCompile("\"((?:[^\"\\\\]|\\\\.)*)\"|`([^`]*)`")
	actionText = regexp.MustCompile(`^\s*(?:name|description): (.*)$`)
)

// ruleTexts are the metadata of a rule that people read, and its messages.
func ruleTexts(t *testing.T, name string) []sentence {
	t.Helper()
	out := lines(t, name, metadata)
	for i, line := range strings.Split(read(t, name), "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		for _, m := range regoText.FindAllStringSubmatch(line, -1) {
			if text := m[1] + m[2]; strings.Contains(text, " ") {
				out = append(out, sentence{path: name, line: i + 1, text: text, from: line})
			}
		}
	}
	return out
}

// lines are the last groups of the lines that match a pattern.
func lines(t *testing.T, name string, pattern *regexp.Regexp) []sentence {
	t.Helper()
	var out []sentence
	for i, line := range strings.Split(read(t, name), "\n") {
		if m := pattern.FindStringSubmatch(line); m != nil {
			out = append(out, sentence{path: name, line: i + 1, text: m[len(m)-1], from: line})
		}
	}
	return out
}

var markup = regexp.MustCompile(`(?s)<style.*?</style>|<script.*?</script>|\{\{.*?\}\}|<[^>]*>`)

// templateTexts are the lines of a template outside of tags and actions.
func templateTexts(t *testing.T, name string) []sentence {
	t.Helper()
	keepLines := func(s string) string { return " " + strings.Repeat("\n", strings.Count(s, "\n")) }
	var out []sentence
	for i, line := range strings.Split(markup.ReplaceAllStringFunc(read(t, name), keepLines), "\n") {
		if text := strings.TrimSpace(line); strings.Contains(text, " ") {
			out = append(out, sentence{path: name, line: i + 1, text: text, from: line})
		}
	}
	return out
}

var inlineCode = regexp.MustCompile("`[^`]*`")

// pageLines are the lines of a page outside of code.
func pageLines(t *testing.T, name string) []sentence {
	t.Helper()
	var out []sentence
	fenced := false
	for i, line := range strings.Split(read(t, name), "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			fenced = !fenced
			continue
		}
		if !fenced {
			out = append(out, sentence{path: name, line: i + 1, text: inlineCode.ReplaceAllString(line, "``"), from: line})
		}
	}
	return out
}

// paragraphs are the texts of a page outside of code, each as one line: a phrase is
// found wherever the line is wrapped. Its first line has the marker, if there is one.
func paragraphs(t *testing.T, name string) []sentence {
	t.Helper()
	var out []sentence
	last := 0
	for _, l := range pageLines(t, name) {
		text := strings.TrimSpace(l.text)
		if len(out) > 0 && l.line == last+1 && text != "" && !startsBlock.MatchString(text) {
			p := &out[len(out)-1]
			p.text, p.from = p.text+" "+text, p.from+" "+l.from
			last = l.line
			continue
		}
		if last = 0; text != "" {
			out = append(out, sentence{path: l.path, line: l.line, text: text, from: l.from})
			last = l.line
		}
	}
	return out
}

// startsBlock is the beginning of an item, a heading, a row of a table, a quotation
// or a comment.
var startsBlock = regexp.MustCompile(`^(?:[-*#|>]|<!--|[0-9]+\.) ?`)

// TestPagesAreWrapped: sources of pages have at most 120 columns, but for code,
// tables and what cannot be broken.
func TestPagesAreWrapped(t *testing.T) {
	pages := 0
	err := filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name != ".." && !slices.Contains([]string{"docs", "adr"}, d.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".md") || d.Name() == "rules.md" { // generated, a line for each field
			return nil
		}
		pages++
		for _, l := range pageLines(t, name) {
			if utf8.RuneCountInString(l.from) > 120 && !strings.HasPrefix(l.from, "|") && strings.Contains(strings.TrimLeft(l.from, "-> *"), " ") {
				t.Errorf("%s:%d has %d columns; wrap it at 120", name, l.line, utf8.RuneCountInString(l.from))
			}
		}
		return nil
	})
	if err != nil || pages < 20 {
		t.Errorf("%d pages were read: %v", pages, err)
	}
}

var (
	relative   = regexp.MustCompile(`\b(that|which|whose|who)\b`)
	required   = regexp.MustCompile(`\b(must|should|cannot)\b|^If `)
	stop       = regexp.MustCompile(`[.!?](\s|$)`)
	cited      = regexp.MustCompile(`\bArt\. |\be\.g\. `)
	imperative = regexp.MustCompile(`^(Add|Ask|Carry out|Change|Commit|Compare|Convert|Correct|Edit|Erase|Evaluate|Explain|Find|Fix|Improve|Increase|Keep|Lower|Move|Pin|Plan|Put|Remove|Rename|Replace|Request|Retire|Review|Run|Set|State|Update|Use|Write|No action is needed|If |For )\b`)
)

// TestStyleOfRules: titles are noun phrases, descriptions state what must be, and
// remediations tell what to do.
func TestStyleOfRules(t *testing.T) {
	err := filepath.WalkDir("../policies/rules", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".rego") || strings.HasSuffix(name, "_test.rego") {
			return err
		}
		for i, line := range strings.Split(read(t, name), "\n") {
			m := metadata.FindStringSubmatch(line)
			if m == nil {
				continue
			}
			text, wrong := strings.Trim(m[2], `"'`), ""
			switch m[1] {
			case "title":
				if len(strings.Fields(text)) > 6 || relative.MatchString(text) || strings.HasSuffix(text, ".") {
					wrong = "a noun phrase of at most 6 words, without a relative clause or period"
				}
			case "description":
				if !required.MatchString(text) || len(stop.FindAllString(cited.ReplaceAllString(text, "Art "), -1)) > 2 {
					wrong = "at most 2 sentences; the first has must, should or cannot, or starts with If"
				}
			case "remediation":
				if !imperative.MatchString(text) {
					wrong = "an imperative first, such as Add, Correct or Remove"
				}
			}
			if wrong != "" {
				t.Errorf("%s:%d: the %s %q is not %s", filepath.ToSlash(name), i+1, m[1], text, wrong)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

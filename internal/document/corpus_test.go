package document

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// corpus is the folder of real documents that may lie beside the repository.
const corpus = "../../../shared/corpus"

func TestCorpus(t *testing.T) {
	var files []string
	for _, folder := range []string{"cards", "evals"} {
		found, err := filepath.Glob(filepath.Join(corpus, folder, "*"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	if len(files) == 0 {
		t.Skip("no corpus of real documents beside the repository")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			d, fs := Parse(filepath.Base(file), src)
			verify(t, d, fs)
			verifyTexts(t, d, fs)
			if d.Syntax == JSON && len(fs) == 0 {
				agreesWithStandard(t, d)
			}
			if strings.Contains(brief(fs), "too_many_nodes") {
				t.Errorf("refused: %s", brief(fs))
			}
			if d.Syntax == Markdown && len(fs) == 0 && strings.Contains(string(src), "\n## ") && len(d.Sections) == 0 {
				t.Errorf("no sections")
			}
			if again, same := Parse(filepath.Base(file), src); brief(same) != brief(fs) || outline(again) != outline(d) {
				t.Errorf("a second reading differs")
			}
		})
	}
}

// verifyTexts checks that the span of each scalar covers its text: all of a
// plain scalar, and the quotes of a quoted one.
func verifyTexts(t *testing.T, d *Document, fs []finding.Finding) {
	t.Helper()
	// {a}: b is a block mapping that starts with the brace of its key.
	oddKeys := slices.ContainsFunc(fs, func(f finding.Finding) bool { return f.Rule == keyNotString })
	var visit func(n *Node)
	visit = func(n *Node) {
		text := string(d.Source[n.Span.Start:n.Span.End])
		switch {
		case strings.HasPrefix(text, "*"): // an alias stands for its anchor
			return
		case n.Plain && strings.Join(strings.Fields(text), "") != strings.Join(strings.Fields(n.Value), ""):
			t.Errorf("%q covers %q", n.Value, text)
		case n.isScalar() && !n.Plain && text != "" && strings.ContainsAny(text[:1], `"'`) && (len(text) < 2 || text[len(text)-1] != text[0]):
			t.Errorf("quoted %q covers %q", n.Value, text)
		case n.Kind == Mapping && !oddKeys && strings.HasPrefix(text, "{") && !strings.HasSuffix(text, "}"),
			n.Kind == Sequence && strings.HasPrefix(text, "[") && !strings.HasSuffix(text, "]"):
			t.Errorf("%s covers %q", n.Kind, text)
		}
		for _, c := range n.Children {
			if n.Kind == Mapping && c.KeySpan.End < c.KeySpan.Start {
				t.Errorf("key %q has no span", c.Key)
			}
			visit(c)
		}
	}
	if d.Root != nil {
		visit(d.Root)
	}
}

package cards_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/cards"
)

// FuzzCards reads anything as a card of a format of the table that recognises it: no
// panic, every place in the file, and no disagreement with itself. It begins with the
// files of the test data, of which each format has one, and those of the corpus, where
// it lies beside the repository.
func FuzzCards(f *testing.F) {
	seeds := make([]int, len(cards.Formats))
	for _, pattern := range []string{"testdata/files/*", "../../../../shared/corpus/cards/*"} {
		files, _ := filepath.Glob(pattern)
		for _, file := range files {
			src, err := os.ReadFile(file)
			if err != nil || len(src) >= 64<<10 {
				continue
			}
			d, _ := document.Parse(file, src)
			for i, x := range cards.Formats {
				if x.Recognise(d) {
					f.Add(uint8(i), string(d.Syntax), src)
					seeds[i]++
				}
			}
		}
	}
	if i := slices.Index(seeds, 0); i >= 0 {
		f.Fatalf("no file in testdata/files is of the format %s", cards.Formats[i].Name)
	}
	f.Fuzz(func(t *testing.T, of uint8, syntax string, src []byte) {
		if int(of) >= len(cards.Formats) || !slices.Contains([]document.Syntax{document.Markdown, document.YAML, document.JSON, document.XML}, document.Syntax(syntax)) {
			return
		}
		form := cards.Formats[of]
		d, _ := document.ParseAs(document.Syntax(syntax), "x", src)
		if !form.Recognise(d) {
			return
		}
		c := form.Read(d)
		everyText(c, func(_ string, at evidence.Anchor) {
			if where, ok := locate(d, at); !ok || where.Line < 1 || where.Column < 1 {
				t.Errorf("%s leads to %+v, %v", at, where, ok)
			}
		})
		if _, err := json.Marshal(c); err != nil {
			t.Error(err)
		}
		if both, conflicts := cards.Unite([]evidence.Card{c, c}, 2); len(conflicts) > 0 || len(both.Claims) != len(c.Claims) {
			t.Errorf("a card beside itself: %+v", conflicts)
		}
		if _, err := cards.Validate(form, d); err != nil {
			t.Error(err)
		}
	})
}

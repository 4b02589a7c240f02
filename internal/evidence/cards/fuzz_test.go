package cards_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/cards"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
)

// fuzzCards decodes bytes as the one syntax of a format, whether or not they are
// recognised as it: no decoder may rest on what recognise has seen, beyond that
// there is a document.
func fuzzCards(f *testing.F, name string, syntax document.Syntax, endings ...string) {
	for _, pattern := range []string{"testdata/files/*", "../../../../shared/corpus/cards/*"} {
		files, _ := filepath.Glob(pattern)
		for _, file := range files {
			for _, ending := range endings {
				if src, err := os.ReadFile(file); err == nil && strings.HasSuffix(file, ending) && len(src) < 64<<10 {
					f.Add(src)
				}
			}
		}
	}
	form, ok := format.Named(cards.Formats, name)
	if !ok {
		f.Fatalf("no format %q", name)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		d, _ := document.ParseAs(syntax, "x", src)
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

func FuzzCardHuggingFace(f *testing.F) {
	fuzzCards(f, cards.FormatHuggingFace, document.Markdown, ".md")
}
func FuzzCardMarkdown(f *testing.F)  { fuzzCards(f, cards.FormatMarkdown, document.Markdown, ".md") }
func FuzzCardOwn(f *testing.F)       { fuzzCards(f, cards.FormatModelCard, document.YAML, "ModelCard.yaml") }
func FuzzCardToolkit(f *testing.F)   { fuzzCards(f, cards.FormatToolkit, document.JSON, ".json") }
func FuzzCardBridge2AI(f *testing.F) { fuzzCards(f, cards.FormatBridge2AI, document.YAML, ".yaml") }
func FuzzCardCycloneDX(f *testing.F) { fuzzCards(f, cards.FormatCycloneDX, document.JSON, ".json") }
func FuzzCardCycloneDXXML(f *testing.F) {
	fuzzCards(f, cards.FormatCycloneDX, document.XML, ".xml")
}
func FuzzCardSPDX(f *testing.F)        { fuzzCards(f, cards.FormatSPDX, document.JSON, ".json") }
func FuzzCardBailo(f *testing.F)       { fuzzCards(f, cards.FormatBailo, document.JSON, ".json") }
func FuzzCardKitfile(f *testing.F)     { fuzzCards(f, cards.FormatKitfile, document.YAML, "Kitfile") }
func FuzzCardMLmodel(f *testing.F)     { fuzzCards(f, cards.FormatMLmodel, document.YAML, "MLmodel") }
func FuzzCardEvalResults(f *testing.F) { fuzzCards(f, cards.FormatEvalResults, document.YAML, ".yaml") }

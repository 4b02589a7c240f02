package evidence

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// fuzzCards decodes bytes as the one syntax of a format, whether or not they are
// recognised as it: no decoder may rest on what recognise has seen, beyond that
// there is a document.
func fuzzCards(f *testing.F, name string, syntax document.Syntax, endings ...string) {
	for _, pattern := range []string{"testdata/cards/*", "../../../shared/corpus/cards/*"} {
		files, _ := filepath.Glob(pattern)
		for _, file := range files {
			for _, ending := range endings {
				if src, err := os.ReadFile(file); err == nil && strings.HasSuffix(file, ending) && len(src) < 64<<10 {
					f.Add(src)
				}
			}
		}
	}
	form, ok := Named(CardFormats, name)
	if !ok {
		f.Fatalf("no format %q", name)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		d, _ := document.ParseAs(syntax, "x", src)
		if !form.Recognise(d) {
			return
		}
		c := form.Read(d)
		everyText(c, func(_ string, at Anchor) {
			if where, ok := locate(d, at); !ok || where.Line < 1 || where.Column < 1 {
				t.Errorf("%s leads to %+v, %v", at, where, ok)
			}
		})
		if _, err := json.Marshal(c); err != nil {
			t.Error(err)
		}
		if both, conflicts := united([]Card{c, c}, 2); len(conflicts) > 0 || len(both.Claims) != len(c.Claims) {
			t.Errorf("a card beside itself: %+v", conflicts)
		}
		if _, err := ValidateCard(form, d); err != nil {
			t.Error(err)
		}
	})
}

func FuzzCardHuggingFace(f *testing.F) { fuzzCards(f, FormatHuggingFace, document.Markdown, ".md") }
func FuzzCardMarkdown(f *testing.F)    { fuzzCards(f, FormatMarkdown, document.Markdown, ".md") }
func FuzzCardOwn(f *testing.F)         { fuzzCards(f, FormatModelCard, document.YAML, "ModelCard.yaml") }
func FuzzCardToolkit(f *testing.F)     { fuzzCards(f, FormatToolkit, document.JSON, ".json") }
func FuzzCardBridge2AI(f *testing.F)   { fuzzCards(f, FormatBridge2AI, document.YAML, ".yaml") }
func FuzzCardCycloneDX(f *testing.F)   { fuzzCards(f, FormatCycloneDX, document.JSON, ".json") }
func FuzzCardCycloneDXXML(f *testing.F) {
	fuzzCards(f, FormatCycloneDX, document.XML, ".xml")
}
func FuzzCardSPDX(f *testing.F)        { fuzzCards(f, FormatSPDX, document.JSON, ".json") }
func FuzzCardBailo(f *testing.F)       { fuzzCards(f, FormatBailo, document.JSON, ".json") }
func FuzzCardKitfile(f *testing.F)     { fuzzCards(f, FormatKitfile, document.YAML, "Kitfile") }
func FuzzCardMLmodel(f *testing.F)     { fuzzCards(f, FormatMLmodel, document.YAML, "MLmodel") }
func FuzzCardEvalResults(f *testing.F) { fuzzCards(f, FormatEvalResults, document.YAML, ".yaml") }

package passage

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// TestLineAt: the line itself, also where the section has its words before, and in no section.
func TestLineAt(t *testing.T) {
	page := "x = 1\n\n# A\n\nmodel_inputs = 1\n**inputs\n\nx = 1\n\nx = 1\n## B\nx = 1\n"
	d, _ := document.Parse("m/README.md", []byte(page))
	for offset := range page {
		if offset < strings.Index(page, "model") || page[offset] == '\n' || page[offset] == '#' || strings.HasPrefix(page[offset-1:], " B\n") {
			continue
		}
		_, pointer, _ := strings.Cut(string(LineAt(d, offset)), "#")
		if got, want := d.At(pointer).Line, strings.Count(page[:offset], "\n")+1; got != want && page[offset] != 'B' && !strings.HasPrefix(page[offset:], " B") {
			t.Errorf("%d: line %d, want %d", offset, got, want)
		}
	}
	if got := d.At("/sections/a/x = 1/99").Line; got != 12 {
		t.Errorf("too many are skipped: line %d", got)
	}
}

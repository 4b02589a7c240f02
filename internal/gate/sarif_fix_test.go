package gate

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/correction"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/report"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// sarifFixes is what a reader of SARIF needs of a log to make the edits.
type sarifFixes struct {
	Runs []struct {
		Results []struct {
			RuleID string `json:"ruleId"`
			Fixes  []struct {
				ArtifactChanges []struct {
					ArtifactLocation struct{ URI string }
					Replacements     []struct {
						DeletedRegion struct{ StartLine, StartColumn, EndLine, EndColumn, ByteOffset, ByteLength int }
						Inserted      struct{ Text string } `json:"insertedContent"`
					}
				}
			}
		}
	}
}

// TestSARIFCarriesTheEdits makes each edit as a reader of SARIF does, by bytes and
// by lines and columns of code points: it comes to what fix makes.
func TestSARIFCarriesTheEdits(t *testing.T) {
	const path = "m/MODEL_CARD.md"
	card := "---\nlicence: Apache 2.0 # ü\ntags: [ä, null, no]\nlanguage:\n- en\n- null\nmodel_version: 1.10\n---\n# Ünderstandable\n\n## Uses\n\nIt sorts letters. 🙂 And more.\n\nMore information needed\n\n## Contact\n\nteam"
	for _, src := range []string{card, card + "\n", strings.ReplaceAll(card+"\n", "\n", "\r\n"), "\ufeff" + card} {
		tree := fstest.MapFS{path: {Data: []byte(src)}}
		r, err := Check(context.Background(), Request{Base: source.Base{Tree: sourcetest.Tree("", fstest.MapFS{})}, Head: source.Head{Tree: sourcetest.Tree("", tree)}, All: true, Now: goldenTime})
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		rules := map[string]bool{}
		for _, d := range r.All() {
			for _, j := range d.Findings {
				for _, fix := range j.Fixes {
					out, _ := correction.Apply([]byte(src), []finding.Fix{fix})
					want, rules[j.Rule] = append(want, string(out)), true
				}
			}
		}
		if len(rules) < 6 {
			t.Fatalf("edits of %d rules alone: %v", len(rules), rules)
		}
		var b bytes.Buffer
		if err := report.SARIF(&b, r); err != nil {
			t.Fatal(err)
		}
		var log sarifFixes
		if err := json.Unmarshal(b.Bytes(), &log); err != nil {
			t.Fatal(err)
		}
		var byBytes, byLines []string
		for _, result := range log.Runs[0].Results {
			for _, fix := range result.Fixes {
				change := fix.ArtifactChanges[0]
				if change.ArtifactLocation.URI != path || len(change.Replacements) != 1 {
					t.Fatalf("%s: %+v", result.RuleID, change)
				}
				e := change.Replacements[0]
				at := e.DeletedRegion
				byBytes = append(byBytes, src[:at.ByteOffset]+e.Inserted.Text+src[at.ByteOffset+at.ByteLength:])
				byLines = append(byLines, src[:offsetOf(src, at.StartLine, at.StartColumn)]+e.Inserted.Text+src[offsetOf(src, at.EndLine, at.EndColumn):])
			}
		}
		for _, list := range [][]string{want, byBytes, byLines} {
			slices.Sort(list)
		}
		if !slices.Equal(byBytes, want) || !slices.Equal(byLines, want) {
			t.Errorf("%q:\n by bytes %q\n by lines %q\n     want %q", src, byBytes, byLines, want)
		}
	}
}

// offsetOf is the byte of a line and column; a byte order mark is no column.
func offsetOf(src string, line, column int) int {
	at := 0
	for range line - 1 {
		at += strings.IndexByte(src[at:], '\n') + 1
	}
	if line == 1 && strings.HasPrefix(src, "\ufeff") {
		at = len("\ufeff")
	}
	return at + len(string([]rune(src[at:])[:column-1]))
}

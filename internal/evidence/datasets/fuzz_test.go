package datasets_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/datasets"
)

// FuzzDatasets reads anything as data cards of a format of the table that recognises
// it: no panic, and every place in the file. It begins with the files of the test data,
// of which each format has one.
func FuzzDatasets(f *testing.F) {
	seeds := make([]int, len(datasets.Formats))
	files, _ := filepath.Glob(dataDir + "/*")
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil || strings.HasSuffix(file, ".want") {
			continue
		}
		d, _ := document.Parse(file, src)
		for i, x := range datasets.Formats {
			if x.Recognise(d) {
				f.Add(uint8(i), filepath.Ext(file), src)
				seeds[i]++
			}
		}
	}
	if i := slices.Index(seeds, 0); i >= 0 {
		f.Fatalf("no file in %s is of the format %s", dataDir, datasets.Formats[i].Name)
	}
	f.Fuzz(func(t *testing.T, of uint8, ext string, src []byte) {
		d, _ := document.Parse("x"+ext, src)
		if int(of) >= len(datasets.Formats) || !datasets.Formats[of].Recognise(d) {
			return
		}
		cards := datasets.Formats[of].Read(d)
		if len(cards) == 0 {
			t.Fatal("recognised, and no card")
		}
		for _, c := range cards {
			everyTag(reflect.ValueOf(c), "", func(tag, _ string, at evidence.Anchor) {
				if where, ok := whereIs(d, at); !ok || where.Line < 1 || where.Column < 1 {
					t.Errorf("%s at %s leads to %+v, %v", tag, at, where, ok)
				}
			})
			if _, err := json.Marshal(c); err != nil {
				t.Error(err)
			}
		}
	})
}

package tables

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"slices"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// TestPublicTables holds the scan against public tables that it was not written for
// (testdata/NOTICE). Their columns were labeled by hand: those of airports, riots and
// zip codes are precise locations; no other column holds an identifier.
func TestPublicTables(t *testing.T) {
	bars, err := os.ReadFile("../../../policies/data/identifiers.yaml")
	if err != nil {
		t.Fatal(err)
	}
	doc, _ := document.Parse("identifiers.yaml", bars)
	bar := func(kind, key string) (v int) {
		if _, err := fmt.Sscan(doc.Root.Get("items").Get(kind).Get(key).Value, &v); err != nil {
			t.Fatal(kind, key, err)
		}
		return v
	}
	labeled := []string{
		"data_airports.csv latitude: location", "data_airports.csv longitude: location", "data_la-riots.csv latitude: location", "data_la-riots.csv longitude: location",
		"data_zipcodes.csv latitude: location", "data_zipcodes.csv longitude: location",
	}
	archive, err := zip.OpenReader("testdata/public.zip")
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	var found []string
	columns, right := 0, 0
	for _, file := range archive.File {
		r, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		src, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		table := tableIn(t, file.Name, src)
		if len(table.Columns) == 0 || table.Rows < 5 {
			t.Errorf("%s is not read: %s (%s)", file.Name, table.State, table.Reason)
		}
		for _, c := range table.Columns {
			columns++
			for _, k := range c.Kinds {
				key := "percent"
				if k.Named {
					key = "percent_named"
				}
				if k.Hits < bar(k.Kind, "least") || 100*k.Hits < bar(k.Kind, key)*c.Cells {
					continue
				}
				what := fmt.Sprintf("%s %s: %s", file.Name, c.Name, k.Kind)
				if found = append(found, what); slices.Contains(labeled, what) {
					right++
				} else {
					t.Logf("false: %s", what)
				}
			}
		}
	}
	precision := float64(right) / float64(len(found))
	t.Logf("%d tables, %d columns, %d found, precision %.3f", len(archive.File), columns, len(found), precision)
	if columns < 400 || precision < 0.98 || right < len(labeled) {
		t.Errorf("precision is %.3f over %d columns, and %d of %d are found", precision, columns, right, len(labeled))
	}
}

package tables

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// tableIn looks into one file.
func tableIn(t *testing.T, name string, content []byte) evidence.Table {
	t.Helper()
	tree := sourcetest.Tree("", fstest.MapFS{name: &fstest.MapFile{Data: content}})
	e, ok := tree.Lookup(name)
	if !ok {
		t.Fatalf("no %s", name)
	}
	table, err := Read(tree, e, true)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return table
}

func columnNames(t evidence.Table) []string {
	out := []string{}
	for _, c := range t.Columns {
		out = append(out, c.Name)
	}
	return out
}

// TestTables: what is read of a file, and what is said of one that is not.
func TestTables(t *testing.T) {
	parquet, err := os.ReadFile("testdata/people.parquet")
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("a,b\n", 12_000)
	for _, c := range []struct {
		name, content string
		state         evidence.TableState
		reason        string
		columns       string
		rows          int
	}{
		{"a.csv", "a,b\n1,2\n", evidence.TableScanned, "", "a b", 1},
		{"bom.csv", "\ufeffa;b\n1;2\n", evidence.TableScanned, "", "a b", 1},
		{"twice.tsv", "a\ta\t\n1\t2\t3\n", evidence.TableScanned, "", "a|column 2|column 3", 1},
		{"bare.csv", "anna@posteo.de,1\nbert@posteo.de,2\n", evidence.TableScanned, "", "column 1|column 2", 2}, // no value is a name
		{"ragged.csv", "a\n1,2\n", evidence.TableScanned, "", "a|column 2", 1},
		{"long.csv", long, evidence.TablePartly, "10,000 rows", "a b", 10_000},
		{"utf16.csv", "a\x00,\x00", evidence.TableNot, "not text in UTF-8", "", 0},
		{"latin.csv", "a\xe4\xf6,b\xfc\nxx\n", evidence.TableNot, "not text in UTF-8", "", 0},
		{"empty.csv", "", evidence.TableScanned, "", "", 0},
		{"lfs.csv", "version https://git-lfs.github.com/spec/v1\noid sha256:" + strings.Repeat("a", 64) + "\nsize 12\n", evidence.TableNot, "Git LFS pointer", "", 0},
		{"packed.csv.gz", "\x1f\x8b", evidence.TableNot, "compressed", "", 0},
		{"rows.jsonl", "{\"b\": 1, \"a\": {\"c\": \"x\"}}\n\n{\"b\": [2]}\n", evidence.TableScanned, "", "a.c|b", 2},
		{"broken.jsonl", "{\"b\": 1}\n{\n", evidence.TablePartly, "a row cannot be read", "b", 1},
		{"wide.ndjson", "{\"a\": \"" + strings.Repeat("x", 2<<20) + "\"}\n", evidence.TablePartly, "longer than 1 MiB", "", 0},
		{"p.parquet", string(parquet), evidence.TableNames, "column names", "id|email|birth_date|city|zip|element", 0},
		{"cut.parquet", string(parquet[:len(parquet)-9]), evidence.TableNot, "footer", "", 0},
		{"no.parquet", "PAR1", evidence.TableNot, "footer", "", 0},
	} {
		got := tableIn(t, c.name, []byte(c.content))
		separator := " "
		if strings.Contains(c.columns, "|") {
			separator = "|"
		}
		if got.State != c.state || !strings.Contains(got.Reason, c.reason) || strings.Join(columnNames(got), separator) != c.columns || got.Rows != c.rows {
			t.Errorf("%s: %s (%s), %d rows, columns %q", c.name, got.State, got.Reason, got.Rows, columnNames(got))
		}
	}
}

// TestTablesAreBounded: a file that is too large is not opened, and one run opens no
// more than its limit, the same files each time.
func TestTablesAreBounded(t *testing.T) {
	files := fstest.MapFS{}
	big := bytes.Repeat([]byte("a,b\n"), maxTableBytes/4)
	for i := range maxScanned/maxTableBytes + 2 {
		files[fmt.Sprintf("d/%02d.csv", i)] = &fstest.MapFile{Data: big}
	}
	entries := sourcetest.Tree("", files).Entries()
	within := Budget(entries)
	var not []string
	for _, e := range entries {
		if !within[e.Path] {
			not = append(not, e.Path)
		}
	}
	if !slices.Equal(not, []string{"d/25.csv", "d/26.csv"}) {
		t.Errorf("beyond the limit are %q", not)
	}
}

// FuzzParquetColumns: whatever the bytes, reading ends, and names are few.
func FuzzParquetColumns(f *testing.F) {
	src, err := os.ReadFile("testdata/people.parquet")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(src)
	f.Add([]byte("PAR1\x19\xfc\xff\xff\xff\x0f\x00\x08\x00\x00\x00PAR1"))
	f.Fuzz(func(t *testing.T, src []byte) {
		if names, err := parquetColumns(src); err == nil && len(names) > maxTableColumns+1 {
			t.Errorf("%d columns", len(names))
		}
	})
}

package tables

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/source"
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
		{"utf16.csv", "a\x00,\x00", evidence.TableNot, "UTF-16", "", 0},
		{"binary.csv", "\x7fELF\x02\x01\x01\x03,\n", evidence.TableNot, "not text", "", 0},
		{"latin.csv", "a\xe4,email\nx\xfc,a@posteo.de\n", evidence.TableScanned, "", "a\ufffd email", 1},
		{"mac.csv", "a,b\r1,2\r3,4\r", evidence.TableScanned, "", "a b", 2},
		{"empty.csv", "", evidence.TableScanned, "", "", 0},
		{"lfs.csv", "version https://git-lfs.github.com/spec/v1\noid sha256:" + strings.Repeat("a", 64) + "\nsize 12\n", evidence.TableNot, "Git LFS pointer", "", 0},
		{"packed.csv.gz", "\x1f\x8b", evidence.TableNot, "compressed", "", 0},
		{"rows.jsonl", "{\"b\": 1, \"a\": {\"c\": \"x\"}}\n\n{\"b\": [2]}\n", evidence.TableScanned, "", "a.c|b", 2},
		{"broken.jsonl", "{\"b\": 1}\n{\n", evidence.TableNames, "a row cannot be read", "b", 1},
		{"wide.ndjson", "{\"a\": \"" + strings.Repeat("x", 2<<20) + "\"}\n", evidence.TableNames, "longer than 1 MiB", "", 0},
		{"p.parquet", string(parquet), evidence.TableScanned, "", "id|email|birth_date|home.city|home.zip|tags", 2},
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

// TestBudgetIsByNames: one run opens no more than its limit, the same files each time,
// and sizes, which a partial clone may not know, change nothing.
func TestBudgetIsByNames(t *testing.T) {
	files := fstest.MapFS{"d/readme.md": &fstest.MapFile{}}
	for i := range maxScanned + 2 {
		files[fmt.Sprintf("d/%05d.csv", i)] = &fstest.MapFile{Data: []byte("a\n")}
	}
	entries := sourcetest.Tree("", files).Entries()
	unknown := slices.Clone(entries)
	for i := range unknown {
		unknown[i].Size = -1
	}
	for _, of := range [][]source.Entry{entries, unknown} {
		within := Budget(of)
		var not []string
		for _, e := range of {
			if Is(e.Path) && !within[e.Path] {
				not = append(not, e.Path)
			}
		}
		if !slices.Equal(not, []string{"d/02000.csv", "d/02001.csv"}) {
			t.Errorf("beyond the limit are %q", not)
		}
	}
}

package tables

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// The files of testdata are written by parquet-go v0.32.0 (testdata/NOTICE), but for
// people.parquet: 60 invented people, of whom 48 have an address.

// TestParquetValues: each codec and encoding yields the same cells, and what cannot be
// read is said.
func TestParquetValues(t *testing.T) {
	for _, c := range []struct{ name, reason string }{
		{"plain", ""}, {"snappy", ""}, {"gzip", ""}, {"zstd", ""}, {"lz4", ""}, {"dictionary", ""}, {"dictionary-v2", ""},
		{"delta", `the values of "latitude" are not read: their encoding is BYTE_STREAM_SPLIT`},
		{"brotli", `the values of "id", "email", "birth_date", "phone", "latitude", 2 more are not read: their codec is BROTLI`},
	} {
		src, err := os.ReadFile("testdata/" + c.name + ".parquet")
		if err != nil {
			t.Fatal(err)
		}
		got := tableIn(t, c.name+".parquet", src)
		state, rows := evidence.TableScanned, 60
		switch c.name {
		case "brotli":
			state, rows = evidence.TableNames, 0
		case "delta":
			state = evidence.TableNames
		}
		if got.State != state || got.Reason != c.reason || got.Rows != rows {
			t.Errorf("%s: %s (%s), %d rows", c.name, got.State, got.Reason, got.Rows)
		}
		if names := columnNames(got); !slices.Equal(names, []string{"id", "email", "birth_date", "phone", "latitude", "tags", "home.iban"}) {
			t.Errorf("%s: columns %q", c.name, names)
		}
		for _, want := range []struct {
			column, kind string
			cells, hits  int
		}{{"email", "email", 48, 48}, {"birth_date", "birth_date", 60, 60}, {"phone", "phone", 60, 60}, {"latitude", "location", 60, 60}, {"home.iban", "iban", 60, 60}, {"tags", "", 60, 0}, {"id", "", 60, 0}} {
			if c.name == "brotli" || c.name == "delta" && want.column == "latitude" {
				continue
			}
			i := slices.IndexFunc(got.Columns, func(x evidence.TableColumn) bool { return x.Name == want.column })
			hits := 0
			for _, k := range got.Columns[i].Kinds {
				if k.Kind == want.kind {
					hits = k.Hits
				}
			}
			if got.Columns[i].Cells != want.cells || hits != want.hits {
				t.Errorf("%s: %s has %d cells, %d of them %s; want %d and %d", c.name, want.column, got.Columns[i].Cells, hits, want.kind, want.cells, want.hits)
			}
		}
	}
}

// TestUnpackIsBounded: however much bytes stand for, no more than the limit comes of them.
func TestUnpackIsBounded(t *testing.T) {
	var bomb bytes.Buffer
	w := gzip.NewWriter(&bomb)
	if _, err := w.Write(make([]byte, 64<<20)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	snappy := append([]byte{0x80, 0x80, 0x80, 0x80, 0x04, 0x00, 'a'}, bytes.Repeat([]byte{0xfe, 0x01, 0x00}, 1<<20)...)
	lz4 := append([]byte{0x1f, 'a', 0x01, 0x00}, bytes.Repeat([]byte{0xff}, 1<<20)...)
	for codec, src := range map[int][]byte{codecGzip: bomb.Bytes(), codecSnappy: snappy, codecLZ4: lz4, codecHadoop: lz4, codecNone: make([]byte, 4<<20)} {
		out, err := unpack(codec, src, 1<<20)
		if err != nil || len(out) != 1<<20 || cap(out) > 64<<20 {
			t.Errorf("codec %d: %d bytes (room for %d), %v", codec, len(out), cap(out), err)
		}
	}
}

// TestCutPages: what the bounds cut is read as far as it is held.
func TestCutPages(t *testing.T) {
	for codec, name := range map[int]string{codecSnappy: "snappy", codecZstd: "zstd", codecLZ4: "lz4", codecGzip: "gzip"} {
		src, err := os.ReadFile("testdata/" + name + ".parquet")
		if err != nil {
			t.Fatal(err)
		}
		f, err := readFooter(src)
		if err != nil {
			t.Fatal(err)
		}
		c := f.groups[0].chunks[1]
		for n := c.start; n <= c.end; n += 7 {
			table := evidence.Table{Path: "a.parquet", State: evidence.TableScanned}
			pages := f.plan(true, &kept{bytes: src[:n]})
			f.scan(&scanner{table: &table, byName: map[string]int{}}, pages)
			if cells := table.Columns[1].Cells; cells > 48 {
				t.Errorf("%s cut at %d has %d cells", name, n, cells)
			}
		}
		if c.codec != codec {
			t.Errorf("%s has the codec %d", name, c.codec)
		}
	}
}

// TestLargeParquetIsReadInRanges: a file that is not held whole yields the same.
func TestLargeParquetIsReadInRanges(t *testing.T) {
	src, err := os.ReadFile("testdata/plain.parquet")
	if err != nil {
		t.Fatal(err)
	}
	want := tableIn(t, "a.parquet", src)
	// The footer counts from the beginning of the file: what is added stands before it.
	footer := len(src) - 8 - int(uint32(src[len(src)-8])|uint32(src[len(src)-7])<<8)
	large := slices.Concat(src[:footer], make([]byte, parquetWhole), src[footer:])
	if got := tableIn(t, "a.parquet", large); got.State != want.State || len(got.Columns) != len(want.Columns) || got.Columns[1].Cells != want.Columns[1].Cells || got.Columns[6].Cells != want.Columns[6].Cells {
		t.Errorf("%+v", got)
	}
}

// FuzzParquet: whatever the bytes, reading ends, columns are few, and no value is shown.
func FuzzParquet(f *testing.F) {
	files, err := filepath.Glob("testdata/*.parquet")
	if err != nil || len(files) < 9 {
		f.Fatal(files, err)
	}
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	f.Add([]byte("PAR1\x19\xfc\xff\xff\xff\x0f\x00\x08\x00\x00\x00PAR1"))
	f.Fuzz(func(t *testing.T, src []byte) {
		got := tableIn(t, "a.parquet", src)
		if len(got.Columns) > maxTableColumns || got.State != evidence.TableScanned && got.Reason == "" || strings.Contains(got.Reason, "cannot be read as Parquet") {
			t.Errorf("%d columns, %s (%s)", len(got.Columns), got.State, got.Reason)
		}
		if again := tableIn(t, "a.parquet", src); again.Reason != got.Reason || again.Rows != got.Rows {
			t.Errorf("%+v, then %+v", got, again)
		}
	})
}

// edited is a file of testdata with bytes that are changed.
func edited(t *testing.T, from string, edit func(src []byte, f parquetFile) []byte) []byte {
	t.Helper()
	src, err := os.ReadFile("testdata/" + from + ".parquet")
	if err != nil {
		t.Fatal(err)
	}
	f, err := readFooter(src)
	if err != nil {
		t.Fatal(err)
	}
	return edit(slices.Clone(src), f)
}

// TestFilesThatHideValues: a file in which less can be read than it states is said to be
// so, and is no table in which nothing was found.
func TestFilesThatHideValues(t *testing.T) {
	for name, c := range map[string]struct {
		src  []byte
		want string
	}{
		"a page header that cannot be read": {edited(t, "plain", func(src []byte, f parquetFile) []byte {
			src[f.groups[0].chunks[1].start] = 0xff
			return src
		}), `the values of "email" are not read: a page cannot be read`},
		"a page that states no values": {edited(t, "plain", func(src []byte, f parquetFile) []byte {
			at := f.groups[0].chunks[1].start
			n := bytes.Index(src[at:at+40], []byte{0x1c, 0x15, 50}) // the header of a data page, field 1: 25
			if n < 0 {
				t.Fatalf("25 values are not stated in % x", src[at:at+40])
			}
			src[at+int64(n)+2] = 0
			return src
		}), `the values of "email" are not read: there are fewer than the footer states`},
	} {
		got := tableIn(t, "a.parquet", c.src)
		if got.State != evidence.TableNames || got.Reason != c.want {
			t.Errorf("%s: %s (%s)", name, got.State, got.Reason)
		}
	}
}

// TestRowsOfGroupsThatLie: no group is left out without a word because one before it
// states more rows than there are.
func TestRowsOfGroupsThatLie(t *testing.T) {
	f := parquetFile{rows: 60, leaves: []leaf{{name: "a", physical: physicalBytes}}, groups: []rowGroup{{rows: 1 << 40, chunks: make([]chunk, 1)}, {rows: 60, chunks: make([]chunk, 1)}}}
	table := evidence.Table{Path: "a.parquet", State: evidence.TableScanned}
	f.scan(&scanner{table: &table, byName: map[string]int{}}, f.plan(true, &kept{}))
	if table.State == evidence.TableScanned {
		t.Errorf("%+v", table)
	}
	f = parquetFile{rows: 60, leaves: []leaf{{name: "a", physical: physicalBytes}, {name: "b", physical: physicalBytes}}, groups: []rowGroup{{rows: 60, chunks: make([]chunk, 1)}}}
	table = evidence.Table{Path: "a.parquet", State: evidence.TableScanned}
	f.scan(&scanner{table: &table, byName: map[string]int{}}, f.plan(true, &kept{}))
	if table.State != evidence.TableNames || !strings.Contains(table.Reason, `"a", "b"`) {
		t.Errorf("%+v", table)
	}
}

// TestThriftIsShallow: lists in lists end, as structs in structs do.
func TestThriftIsShallow(t *testing.T) {
	r := &thrift{src: append([]byte{0x19}, bytes.Repeat([]byte{0x19}, 1<<20)...)}
	if r.skip(thriftList); !r.bad || r.at > 100 {
		t.Errorf("read %d bytes of nested lists", r.at)
	}
}

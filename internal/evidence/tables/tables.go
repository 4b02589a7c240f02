// Package tables looks into files of data: how many cells of a column have the form of an
// identifier, and how one column is distributed. No value leaves it unmasked.
package tables

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/identifier"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Bounds on looking into tables.
const (
	maxTableRows    = 10_000
	maxTableBytes   = 10 << 20 // of one file, as far as it is looked into
	maxTableFile    = 64 << 20 // a larger file is not opened
	maxTableColumns = 500      // of one file
	maxScanned      = 2_000    // files of a tree, in the order of their paths
	maxColumnName   = 100
	maxTableRow     = 1 << 20 // of one line of JSON
)

// reader looks into a file of a size, which it may open more than once.
type reader func(t *evidence.Table, open func() (io.ReadCloser, error), size int64) error

// readers are those of files that are looked into, and how.
var readers = map[string]reader{
	".csv": lines(readSeparated), ".tsv": lines(readSeparated), ".jsonl": lines(readJSONRows), ".ndjson": lines(readJSONRows), ".parquet": readParquet,
}

// packedEndings are those of files that hold such a table in a form which is not
// unpacked: what a few bytes unpack to has no bound.
var packedEndings = []string{".gz", ".bz2", ".zst", ".xz", ".zip"}

// Is reports whether a file's name is that of a table.
func Is(file string) bool {
	file = strings.ToLower(file)
	ending := path.Ext(file)
	if slices.Contains(packedEndings, ending) {
		ending = path.Ext(strings.TrimSuffix(file, ending))
	}
	return readers[ending] != nil
}

// NotScanned is a table that was not looked into, for a reason.
func NotScanned(path, reason string) evidence.Table {
	return evidence.Table{At: evidence.Anchor(path + "#"), Path: path, State: evidence.TableNot, Reason: reason, Columns: []evidence.TableColumn{}}
}

func leave(t *evidence.Table, reason string) { t.State, t.Reason = evidence.TableNot, reason }

// Read looks into a file of a tree. within says whether it is among the Budget.
func Read(tree source.Tree, e source.Entry, within bool) (evidence.Table, error) {
	read := readers[path.Ext(strings.ToLower(e.Path))]
	name := tree.Named(e.Path)
	size, err := tree.Size(e)
	if err != nil {
		return NotScanned(name, ""), err
	}
	switch {
	case e.Kind != source.File:
		return NotScanned(name, "it is not a regular file"), nil
	case read == nil:
		return NotScanned(name, "it is compressed"), nil
	case size > maxTableFile:
		return NotScanned(name, "it is larger than 64 MiB"), nil
	case !within:
		return NotScanned(name, "it is after the first 2,000 data files of the repository"), nil
	}
	t := NotScanned(name, "")
	t.State = evidence.TableScanned
	err = read(&t, func() (io.ReadCloser, error) { return tree.Stream(e.Path, maxTableFile) }, size)
	if source.IsRefusal(err) {
		leave(&t, "it cannot be read")
		return t, nil
	}
	return t, err
}

// Budget are the files that one run looks into, of all entries of a tree: the same ones
// every time, whichever models are judged. Names alone decide, so that a partial clone,
// which does not know the sizes of the files that it lacks, has the same.
func Budget(entries []source.Entry) map[string]bool {
	out := map[string]bool{}
	for _, e := range entries {
		if len(out) < maxScanned && e.Kind == source.File && Is(e.Path) {
			out[e.Path] = true
		}
	}
	return out
}

// Cost is how many bytes of a file of a size are looked into.
func Cost(size int64) int64 { return min(max(0, size), maxTableBytes) }

// lines is the reader of a table that is read from its first byte.
func lines(read func(*evidence.Table, *bufio.Reader) error) reader {
	return func(t *evidence.Table, open func() (io.ReadCloser, error), _ int64) error {
		src, err := open()
		if err != nil {
			return err
		}
		return errors.Join(lookInto(t, src, read), src.Close())
	}
}

// lookInto reads a table, unless its bytes stand for others.
func lookInto(t *evidence.Table, src io.Reader, read func(*evidence.Table, *bufio.Reader) error) error {
	in := bufio.NewReaderSize(src, 64<<10)
	head, err := in.Peek(64 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if _, ok := source.ParseLFS(head); ok {
		leave(t, "it is a Git LFS pointer, and the data is elsewhere")
		return nil
	}
	return read(t, in)
}

// bounded is the first bytes of a table. It ends where the bound is, and says so.
type bounded struct {
	src  io.Reader
	left int
	cut  bool
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left == 0 {
		n, err := b.src.Read(make([]byte, 1))
		b.cut = b.cut || n > 0
		if err == nil || n > 0 {
			err = io.EOF
		}
		return 0, err
	}
	n, err := b.src.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

// scanner counts the cells of the columns of a table.
type scanner struct {
	table   *evidence.Table
	columns []*identifier.Column
	byName  map[string]int
}

func (s *scanner) column(name string) *identifier.Column {
	i, ok := s.byName[name]
	if !ok {
		if len(s.columns) == maxTableColumns {
			s.table.State, s.table.Reason = evidence.TableNames, "it has more than 500 columns"
			return nil
		}
		i = len(s.columns)
		s.byName[name] = i
		s.columns = append(s.columns, identifier.NewColumn(name))
	}
	return s.columns[i]
}

// finish writes down what was counted.
func (s *scanner) finish(cut bool) {
	if cut && s.table.State == evidence.TableScanned {
		s.table.State, s.table.Reason = evidence.TablePartly, "only its first 10,000 rows, at most 10 MiB, are read"
	}
	for _, c := range s.columns {
		name := shownName(c.Name)
		out := evidence.TableColumn{At: (place.Place{Anchor: s.table.At}).Get("columns").Get(name).Anchor, Name: name, Cells: c.Cells, Kinds: []evidence.Identified{}}
		for _, k := range c.Counts() {
			out.Kinds = append(out.Kinds, evidence.Identified{Kind: string(k.Kind), Hits: k.Hits, Named: k.Named, Example: k.Mask})
		}
		s.table.Columns = append(s.table.Columns, out)
	}
}

// shownName is the name of a column as it may be shown: cut, and masked if it is a
// value.
func shownName(name string) string {
	if identifier.IsValue(name) {
		return identifier.Mask(name)
	}
	if letters := []rune(strings.ToValidUTF8(name, "\ufffd")); len(letters) > maxColumnName {
		return string(letters[:maxColumnName]) + "…"
	}
	return strings.ToValidUTF8(name, "\ufffd")
}

// readSeparated reads a table of text. Its first row is the header, unless it has a
// value that is an identifier.
func readSeparated(t *evidence.Table, in *bufio.Reader) error {
	head, err := in.Peek(16 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if bytes.IndexByte(head, 0) >= 0 || isBinary(head) {
		leave(t, "it is not text, or text in UTF-16")
		return nil
	}
	if bytes.HasPrefix(head, []byte("\ufeff")) {
		if _, err := in.Discard(len("\ufeff")); err != nil {
			return err
		}
	}
	limit := &bounded{src: in, left: maxTableBytes}
	var text io.Reader = limit
	if bytes.IndexByte(head, '\r') >= 0 && bytes.IndexByte(head, '\n') < 0 {
		text = lineEnds{limit}
	}
	rows := csv.NewReader(text)
	rows.Comma, rows.FieldsPerRecord, rows.LazyQuotes, rows.ReuseRecord = separatorOf(head), -1, true, true
	s := &scanner{table: t, byName: map[string]int{}}
	var names []string
	for t.Rows < maxTableRows {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) {
			t.State, t.Reason = evidence.TableNames, "a row cannot be read"
			break
		}
		if err != nil {
			return err
		}
		if names == nil {
			if names = headerOf(row); !slices.ContainsFunc(row, identifier.IsValue) {
				continue
			}
		}
		t.Rows++
		for i, cell := range row {
			name := "column " + strconv.Itoa(i+1)
			if i < len(names) {
				name = names[i]
			}
			if c := s.column(name); c != nil {
				c.Add(cell)
			}
		}
	}
	s.finish(t.Rows == maxTableRows || limit.cut || limit.left == 0)
	return nil
}

// headerOf are the names of a first row, or the numbers of the columns if it is one of
// values. Names that are empty or stand twice are told by their numbers.
func headerOf(row []string) []string {
	values := slices.ContainsFunc(row, identifier.IsValue)
	names := make([]string, len(row))
	for i, cell := range row {
		if cell = strings.TrimSpace(cell); values || cell == "" || slices.Contains(names[:i], cell) {
			cell = "column " + strconv.Itoa(i+1)
		}
		names[i] = strings.Clone(cell)
	}
	return names
}

// isBinary reports whether the beginning of a file has more control characters than
// text has. Text in another encoding than UTF-8 is text: identifiers are in ASCII.
func isBinary(head []byte) bool {
	control := 0
	for _, c := range head {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' {
			control++
		}
	}
	return control > len(head)/50
}

// lineEnds reads lines that end with a carriage return alone as lines.
type lineEnds struct{ src io.Reader }

func (l lineEnds) Read(p []byte) (int, error) {
	n, err := l.src.Read(p)
	for i, c := range p[:n] {
		if c == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

// separatorOf is the one that the first line has most of.
func separatorOf(head []byte) rune {
	line := head
	if end := bytes.IndexAny(head, "\r\n"); end >= 0 {
		line = head[:end]
	}
	best, most := ',', 0
	for _, c := range []rune{',', '\t', ';', '|'} {
		if n := bytes.Count(line, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

// readJSONRows reads a table of JSON Lines. The members of an object in a row are columns
// of their own.
func readJSONRows(t *evidence.Table, src *bufio.Reader) error {
	limit := &bounded{src: src, left: maxTableBytes}
	lines := bufio.NewScanner(limit)
	lines.Buffer(make([]byte, 64<<10), maxTableRow)
	s := &scanner{table: t, byName: map[string]int{}}
	for t.Rows < maxTableRows && lines.Scan() {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		decoder := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		decoder.UseNumber()
		var row map[string]any
		if err := decoder.Decode(&row); err != nil {
			if limit.left > 0 { // else the bound cuts the last row
				t.State, t.Reason = evidence.TableNames, "a row cannot be read"
			}
			break
		}
		t.Rows++
		s.object("", row)
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		t.State, t.Reason = evidence.TableNames, "a row is longer than 1 MiB"
	} else if err != nil {
		return err
	}
	s.finish(t.Rows == maxTableRows || limit.left == 0)
	return nil
}

// object counts the members of a row, in the order of their names.
func (s *scanner) object(above string, row map[string]any) {
	names := make([]string, 0, len(row))
	for name := range row {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		switch v := row[name].(type) {
		case map[string]any:
			if above == "" {
				s.object(name+".", v)
			}
		case string:
			s.cell(above+name, v)
		case json.Number:
			s.cell(above+name, v.String())
		default:
			s.cell(above+name, "")
		}
	}
}

func (s *scanner) cell(name, value string) {
	if c := s.column(name); c != nil {
		c.Add(value)
	}
}

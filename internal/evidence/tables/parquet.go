package tables

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Bounds on reading Parquet. What is beyond them is left out and said.
const (
	parquetTail   = 1 << 20  // of the end of a file, in which the footer is
	parquetWhole  = 8 << 20  // a smaller file is held, a larger one is read twice
	parquetBytes  = 32 << 20 // of all columns, as they are in the file: each has the same share
	parquetColumn = 4 << 20  // of one column, the same
	parquetPage   = 2 << 20  // of one page, unpacked
	parquetGroups = 1_000    // row groups
)

// readParquet reads the values of the first rows of a Parquet file.
func readParquet(t *evidence.Table, open func() (io.ReadCloser, error), size int64) (err error) {
	defer func() { // hostile bytes end no run
		if e := recover(); e != nil {
			t.Columns, t.Rows = []evidence.TableColumn{}, 0
			leave(t, "it cannot be read as Parquet")
		}
	}()
	tail := &kept{from: max(0, size-parquetTail), to: size}
	if size <= parquetWhole {
		tail.from = 0
	}
	if err := keep(open, []*kept{tail}); err != nil {
		return err
	}
	if _, ok := source.ParseLFS(tail.bytes); ok && tail.from == 0 {
		leave(t, "it is a Git LFS pointer, and the data is elsewhere")
		return nil
	}
	f, err := readFooter(tail.bytes[max(0, len(tail.bytes)-parquetTail):])
	if err != nil {
		leave(t, err.Error())
		return nil
	}
	s := &scanner{table: t, byName: map[string]int{}}
	pages := f.plan(tail.from == 0, tail)
	if tail.from > 0 {
		if err := keep(open, wantedOf(pages)); err != nil {
			return err
		}
	}
	f.scan(s, pages)
	return nil
}

// kept is a range of a file that is held.
type kept struct {
	from, to int64
	bytes    []byte
}

// keep reads a file once, and holds ranges of it. They may overlap.
func keep(open func() (io.ReadCloser, error), ranges []*kept) error {
	slices.SortStableFunc(ranges, func(a, b *kept) int { return cmp.Compare(a.from, b.from) })
	src, err := open()
	if err != nil {
		return err
	}
	defer src.Close()
	buffer := make([]byte, 256<<10)
	at, first := int64(0), 0
	for {
		n, err := src.Read(buffer)
		for _, k := range ranges[first:] {
			if k.from >= at+int64(n) {
				break
			}
			if from, to := max(k.from, at), min(k.to, at+int64(n)); from < to {
				k.bytes = append(k.bytes, buffer[from-at:to-at]...)
			}
		}
		for at += int64(n); first < len(ranges) && ranges[first].to <= at; first++ {
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// wanted is what is read of a column of a row group.
type wanted struct {
	chunk
	kept
	cut bool // the bounds leave out some of it
}

// plan is what is read of each column: of the row groups that hold the first rows, each
// column the same share. whole is the file if it is held.
func (f parquetFile) plan(held bool, whole *kept) [][]wanted {
	columns := min(len(f.leaves), maxTableColumns)
	out := make([][]wanted, columns)
	share := min(parquetColumn, parquetBytes/max(1, columns))
	left := make([]int, columns)
	for i := range left {
		left[i] = share
	}
	rows := int64(0)
	for _, g := range f.groups {
		if rows >= maxTableRows {
			break
		}
		rows += max(0, g.rows)
		for i := range min(columns, len(g.chunks)) {
			w := wanted{chunk: g.chunks[i]}
			w.from, w.to = w.start, min(w.end, w.start+int64(left[i]))
			w.cut = w.to < w.end
			left[i] -= int(w.to - w.from)
			if held {
				n := int64(len(whole.bytes))
				w.bytes = whole.bytes[min(w.from, n):min(w.to, n)]
			}
			out[i] = append(out[i], w)
		}
	}
	return out
}

// planned is the number of rows that the first groups state.
func (f parquetFile) planned(groups int) int64 {
	rows := int64(0)
	for _, g := range f.groups[:min(groups, len(f.groups))] {
		rows += max(0, min(g.rows, maxTableRows))
	}
	return rows
}

func wantedOf(pages [][]wanted) []*kept {
	var out []*kept
	for _, column := range pages {
		for i := range column {
			out = append(out, &column[i].kept)
		}
	}
	return out
}

// scan counts the values of each column, and says of which it could not.
func (f parquetFile) scan(s *scanner, pages [][]wanted) {
	t := s.table
	problems := map[string][]string{}
	read, cut := 0, f.rows > maxTableRows
	problem := func(l leaf, why string) {
		problems[why] = append(problems[why], fmt.Sprintf("%q", shownName(l.name)))
	}
	for i, l := range f.leaves {
		c := s.column(l.name)
		if c == nil || i >= len(pages) {
			break
		}
		v := &values{leaf: l, column: c, left: maxTableRows}
		var err error
		for _, w := range pages[i] {
			if err = v.chunk(w); err != nil {
				problem(l, err.Error())
				break
			}
		}
		// A row has one value of such a column, or its gap.
		if owed := min(max(f.rows, f.planned(len(pages[i]))), maxTableRows); err == nil && !v.cut && v.repetition == 0 && v.physical != physicalBoolean && int64(maxTableRows-v.left) < owed {
			problem(l, "there are fewer than the footer states")
		}
		cut = cut || v.cut
		read += c.Cells
	}
	t.Rows = int(min(max(0, f.rows), maxTableRows))
	s.finish(cut)
	if len(problems) == 0 {
		return
	}
	var said []string
	for _, why := range slices.Sorted(maps.Keys(problems)) {
		names := problems[why]
		if len(names) > 5 {
			names = append(names[:5:5], fmt.Sprintf("%d more", len(names)-5))
		}
		said = append(said, "the values of "+strings.Join(names, ", ")+" are not read: "+why)
	}
	t.State, t.Reason = evidence.TableNames, strings.Join(said, "; ")
	if read == 0 {
		t.Rows = 0
	}
}

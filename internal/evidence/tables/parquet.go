package tables

import (
	"cmp"
	"encoding/binary"
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

var errParquet = errors.New("its footer cannot be read")

// Physical types, and the kinds of schema elements that say what their values mean
// (apache/parquet-format, parquet.thrift).
const (
	physicalBoolean = 0
	physicalInt32   = 1
	physicalInt64   = 2
	physicalInt96   = 3
	physicalFloat   = 4
	physicalDouble  = 5
	physicalBytes   = 6
	physicalFixed   = 7

	convertedDate   = 6
	convertedMillis = 9
	convertedMicros = 10

	repeated = 2
	optional = 1
)

// leaf is a column of a Parquet file.
type leaf struct {
	name            string
	physical, width int
	unit            unit
	definition      int // the level of a value that is there
	repetition      int
}

// unit is what a number of a column counts.
type unit int

const (
	plainNumber unit = iota
	daysOfEpoch
	millisOfEpoch
	microsOfEpoch
	nanosOfEpoch
)

// chunk is where a column of a row group is in the file.
type chunk struct {
	codec      int
	start, end int64
	encrypted  bool
	elsewhere  bool // in another file
}

// parquetFile is what the footer of a file tells.
type parquetFile struct {
	rows   int64
	leaves []leaf
	groups []rowGroup
}

type rowGroup struct {
	rows   int64
	chunks []chunk // in the order of the leaves
}

// readFooter reads the last bytes of a file: a FileMetaData of Thrift's compact protocol,
// its length and "PAR1".
func readFooter(tail []byte) (parquetFile, error) {
	var f parquetFile
	n := len(tail)
	if n < 12 {
		return f, errParquet
	}
	switch string(tail[n-4:]) {
	case "PAR1":
	case "PARE":
		return f, errors.New("its footer is encrypted")
	default:
		return f, errParquet
	}
	length := int64(binary.LittleEndian.Uint32(tail[n-8 : n-4]))
	if length <= 0 || length > int64(n-8) {
		return f, errParquet
	}
	r := &thrift{src: tail[int64(n-8)-length : n-8]}
	var elements []element
	r.fields(func(id int, kind byte) bool {
		switch {
		case id == 2 && kind == thriftList:
			for range r.listOf(thriftStruct) {
				if e := readElement(r); len(elements) <= 4*maxTableColumns && !r.bad {
					elements = append(elements, e)
				}
			}
		case id == 3 && kind == thriftI64:
			f.rows = r.zigzag()
		case id == 4 && kind == thriftList:
			for range r.listOf(thriftStruct) {
				if g := readRowGroup(r); len(f.groups) < parquetGroups && !r.bad {
					f.groups = append(f.groups, g)
				}
			}
		default:
			return false
		}
		return true
	})
	if r.bad || len(elements) == 0 {
		return f, errParquet
	}
	f.leaves = leavesOf(elements)
	return f, nil
}

// element is a node of the schema, which is a list in the order of its tree.
type element struct {
	name                     string
	physical, width, repeats int
	children, converted      int
	unit                     unit
}

func readElement(r *thrift) element {
	e := element{physical: -1, converted: -1}
	r.fields(func(id int, kind byte) bool {
		switch {
		case id == 1 && kind == thriftI32:
			e.physical = int(r.zigzag())
		case id == 2 && kind == thriftI32:
			e.width = int(r.zigzag())
		case id == 3 && kind == thriftI32:
			e.repeats = int(r.zigzag())
		case id == 4 && kind == thriftBinary:
			e.name = string(r.bytes())
		case id == 5 && kind == thriftI32:
			e.children = int(r.zigzag())
		case id == 6 && kind == thriftI32:
			e.converted = int(r.zigzag())
		case id == 10 && kind == thriftStruct:
			e.unit = readLogicalType(r)
		default:
			return false
		}
		return true
	})
	switch {
	case e.converted == convertedDate:
		e.unit = daysOfEpoch
	case e.converted == convertedMillis:
		e.unit = millisOfEpoch
	case e.converted == convertedMicros:
		e.unit = microsOfEpoch
	}
	return e
}

// readLogicalType reads of the union what counts days and times.
func readLogicalType(r *thrift) unit {
	of := plainNumber
	r.fields(func(id int, kind byte) bool {
		switch {
		case id == 6: // DATE
			of = daysOfEpoch
		case id == 8 && kind == thriftStruct: // TIMESTAMP
			r.fields(func(id int, kind byte) bool {
				if id != 2 || kind != thriftStruct {
					return false
				}
				r.fields(func(id int, _ byte) bool {
					of = unit(min(max(id, 1), 3)) + daysOfEpoch
					return false
				})
				return true
			})
			return true
		}
		return false
	})
	return of
}

func readRowGroup(r *thrift) rowGroup {
	var g rowGroup
	r.fields(func(id int, kind byte) bool {
		switch {
		case id == 1 && kind == thriftList:
			for range r.listOf(thriftStruct) {
				if c := readChunk(r); len(g.chunks) < maxTableColumns && !r.bad {
					g.chunks = append(g.chunks, c)
				}
			}
		case id == 3 && kind == thriftI64:
			g.rows = r.zigzag()
		default:
			return false
		}
		return true
	})
	return g
}

func readChunk(r *thrift) chunk {
	var c chunk
	data, dictionary, size := int64(0), int64(0), int64(0)
	r.fields(func(id int, kind byte) bool {
		switch {
		case id == 1 && kind == thriftBinary:
			c.elsewhere = len(r.bytes()) > 0
		case id == 3 && kind == thriftStruct:
			r.fields(func(id int, kind byte) bool {
				switch {
				case id == 4 && kind == thriftI32:
					c.codec = int(r.zigzag())
				case id == 7 && kind == thriftI64:
					size = r.zigzag()
				case id == 9 && kind == thriftI64:
					data = r.zigzag()
				case id == 11 && kind == thriftI64:
					dictionary = r.zigzag()
				default:
					return false
				}
				return true
			})
		case id == 8 && kind == thriftStruct:
			c.encrypted = true
			return false
		default:
			return false
		}
		return true
	})
	c.start = data
	if dictionary > 0 && dictionary < data {
		c.start = dictionary
	}
	if c.start < 0 || size < 0 || size > maxTableFile {
		c.start, size = 0, 0
	}
	c.end = c.start + size
	return c
}

// leavesOf are the columns of a schema. A list or map goes by its own name.
func leavesOf(elements []element) []leaf {
	var out []leaf
	at := 1 // the first is the root
	var below func(above []string, definition, repetition, children, depth int)
	below = func(above []string, definition, repetition, children, depth int) {
		for range children {
			if at >= len(elements) || depth > 32 || len(out) > maxTableColumns {
				return
			}
			e := elements[at]
			at++
			d, r := definition, repetition
			switch e.repeats {
			case optional:
				d++
			case repeated:
				d, r = d+1, r+1
			}
			path := append(slices.Clip(above), e.name)
			if e.children > 0 {
				below(path, d, r, e.children, depth+1)
				continue
			}
			out = append(out, leaf{name: columnPath(path), physical: e.physical, width: e.width, unit: e.unit, definition: d, repetition: r})
		}
	}
	below(nil, 0, 0, elements[0].children, 0)
	return out
}

// wrappers are the levels that writers put between a list and its elements.
var wrappers = []string{"list", "element", "item", "bag", "array", "array_element", "key_value"}

func columnPath(path []string) string {
	for len(path) > 1 && slices.Contains(wrappers, path[len(path)-1]) {
		path = path[:len(path)-1]
	}
	return strings.Join(path, ".")
}

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
	for i, l := range f.leaves {
		c := s.column(l.name)
		if c == nil || i >= len(pages) {
			break
		}
		v := &values{leaf: l, column: c, left: maxTableRows}
		for _, w := range pages[i] {
			if err := v.chunk(w); err != nil {
				problems[err.Error()] = append(problems[err.Error()], fmt.Sprintf("%q", shownName(l.name)))
				break
			}
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

// Types of Thrift's compact protocol.
const (
	thriftTrue   = 1
	thriftFalse  = 2
	thriftByte   = 3
	thriftI16    = 4
	thriftI32    = 5
	thriftI64    = 6
	thriftDouble = 7
	thriftBinary = 8
	thriftList   = 9
	thriftSet    = 10
	thriftMap    = 11
	thriftStruct = 12
)

// thrift reads the compact protocol. What is beyond the bytes, or nested too deep, is
// bad, and reads as nothing.
type thrift struct {
	src   []byte
	at    int
	depth int
	bad   bool
}

func (r *thrift) byte() byte {
	if r.at >= len(r.src) {
		r.bad = true
		return 0
	}
	r.at++
	return r.src[r.at-1]
}

func (r *thrift) varint() uint64 {
	v, n := binary.Uvarint(r.src[min(r.at, len(r.src)):])
	if n <= 0 {
		r.bad = true
		return 0
	}
	r.at += n
	return v
}

// zigzag is a number with a sign.
func (r *thrift) zigzag() int64 {
	v := r.varint()
	return int64(v>>1) ^ -int64(v&1)
}

func (r *thrift) bytes() []byte {
	n := r.varint()
	if r.bad || n > uint64(len(r.src)-r.at) {
		r.bad = true
		return nil
	}
	r.at += int(n)
	return r.src[r.at-int(n) : r.at]
}

// fields visits the fields of a struct; what visit does not read is skipped.
func (r *thrift) fields(visit func(id int, kind byte) bool) {
	if r.depth++; r.depth > 32 {
		r.bad = true
	}
	defer func() { r.depth-- }()
	id := 0
	for !r.bad {
		head := r.byte()
		if head == 0 {
			return
		}
		if delta := int(head >> 4); delta != 0 {
			id += delta
		} else {
			v := r.varint()
			id = int(int16(v>>1) ^ -int16(v&1))
		}
		if !visit(id, head&15) {
			r.skip(head & 15)
		}
	}
}

// listOf is the length of a list, 0 if its elements are of another type.
func (r *thrift) listOf(kind byte) int {
	n, of := r.list()
	if of != kind {
		r.bad = r.bad || n > 0
		return 0
	}
	return n
}

func (r *thrift) list() (n int, of byte) {
	head := r.byte()
	size := uint64(head >> 4)
	if size == 15 {
		size = r.varint()
	}
	if size > uint64(len(r.src)) { // each element has a byte at least
		r.bad = true
		return 0, 0
	}
	return int(size), head & 15
}

func (r *thrift) skip(kind byte) {
	switch kind {
	case thriftTrue, thriftFalse:
	case thriftByte:
		r.byte()
	case thriftI16, thriftI32, thriftI64:
		r.varint()
	case thriftDouble:
		r.at += 8
		r.bad = r.bad || r.at > len(r.src)
	case thriftBinary:
		r.bytes()
	case thriftList, thriftSet:
		n, of := r.list()
		for range n {
			if r.bad {
				return
			}
			r.skipElement(of)
		}
	case thriftMap:
		n := r.varint()
		if n == 0 || r.bad || n > uint64(len(r.src)) {
			r.bad = r.bad || n > 0
			return
		}
		kinds := r.byte()
		for range n {
			if r.bad {
				return
			}
			r.skipElement(kinds >> 4)
			r.skipElement(kinds & 15)
		}
	case thriftStruct:
		r.fields(func(int, byte) bool { return false })
	default:
		r.bad = true
	}
}

// skipElement skips an element of a list or map, in which a truth value has a byte.
func (r *thrift) skipElement(kind byte) {
	if kind == thriftTrue || kind == thriftFalse {
		r.byte()
		return
	}
	r.skip(kind)
}

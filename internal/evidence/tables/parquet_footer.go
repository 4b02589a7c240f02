package tables

import (
	"encoding/binary"
	"errors"
	"slices"
	"strings"
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

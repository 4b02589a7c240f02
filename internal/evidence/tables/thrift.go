package tables

import "encoding/binary"

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

// maxThriftDepth is how deep structs, lists and maps may be nested.
const maxThriftDepth = 64

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
	if r.depth++; r.depth > maxThriftDepth {
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
	if r.depth++; r.depth > maxThriftDepth {
		r.bad = true
	}
	defer func() { r.depth-- }()
	if r.bad {
		return
	}
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

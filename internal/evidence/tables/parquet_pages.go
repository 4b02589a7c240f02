package tables

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/modelgate-dev/modelgate/internal/identifier"
)

// Encodings of pages (apache/parquet-format, Encodings.md).
const (
	encodingPlain           = 0
	encodingPlainDictionary = 2
	encodingRLE             = 3
	encodingDelta           = 5
	encodingDeltaLength     = 6
	encodingDeltaBytes      = 7
	encodingDictionary      = 8
	encodingSplit           = 9
)

var encodingNames = map[int]string{1: "GROUP_VAR_INT", 3: "RLE", 4: "BIT_PACKED", 9: "BYTE_STREAM_SPLIT"}

var errPage = errors.New("a page cannot be read")

// values reads the values of one column, one page after the other.
type values struct {
	leaf
	column     *identifier.Column
	left       int  // cells and gaps that may still be counted
	cut        bool // the bounds leave out some of them
	short      bool // a page has fewer than it states
	dictionary []string
}

type pageHeader struct {
	kind, packed, unpacked      int
	values, encoding            int
	definitionBytes, repetition int // of a page of version 2
	definitionEncoding          int
	plain                       bool // of version 2: not compressed
}

const (
	pageData       = 0
	pageDictionary = 2
	pageDataV2     = 3
)

func readPageHeader(r *thrift) pageHeader {
	h := pageHeader{kind: -1, definitionEncoding: encodingRLE}
	r.fields(func(id int, kind byte) bool {
		switch {
		case id == 1 && kind == thriftI32:
			h.kind = int(r.zigzag())
		case id == 2 && kind == thriftI32:
			h.unpacked = int(r.zigzag())
		case id == 3 && kind == thriftI32:
			h.packed = int(r.zigzag())
		case (id == 5 || id == 7 || id == 8) && kind == thriftStruct:
			version2 := id == 8
			r.fields(func(id int, kind byte) bool {
				switch {
				case id == 1 && kind == thriftI32:
					h.values = int(r.zigzag())
				case !version2 && id == 2 && kind == thriftI32, version2 && id == 4 && kind == thriftI32:
					h.encoding = int(r.zigzag())
				case !version2 && id == 3 && kind == thriftI32:
					h.definitionEncoding = int(r.zigzag())
				case version2 && id == 5 && kind == thriftI32:
					h.definitionBytes = int(r.zigzag())
				case version2 && id == 6 && kind == thriftI32:
					h.repetition = int(r.zigzag())
				case version2 && id == 7 && kind == thriftFalse:
					h.plain = true
				default:
					return false
				}
				return true
			})
		default:
			return false
		}
		return true
	})
	return h
}

// chunk counts the values of a column of a row group, as far as they are held. An
// error says why values that are there cannot be read.
func (v *values) chunk(w wanted) error {
	switch {
	case v.physical == physicalBoolean:
		return nil
	case w.encrypted:
		return errors.New("they are encrypted")
	case w.elsewhere:
		return errors.New("they are in another file")
	}
	v.dictionary = nil
	src := w.bytes
	for len(src) > 0 && v.left > 0 {
		r := &thrift{src: src}
		h := readPageHeader(r)
		if r.bad && w.cut {
			break // what is held ends in a header
		}
		if r.bad {
			return errPage
		}
		if h.packed < 0 || h.unpacked < 0 || h.values < 0 {
			return errPage
		}
		src = src[r.at:]
		body, whole := src[:min(h.packed, len(src))], h.packed <= len(src)
		src = src[len(body):]
		if err := v.page(h, w.codec, body); err != nil {
			if !whole && errors.Is(err, errPage) { // it ends early
				break
			}
			return err
		}
		if bounded := !whole || h.unpacked > parquetPage; v.short && !bounded {
			return errPage
		} else if v.short {
			v.short, v.cut = false, true
		}
	}
	v.cut = v.cut || w.cut && v.left > 0
	return nil
}

func (v *values) page(h pageHeader, codec int, body []byte) error {
	switch h.kind {
	case pageDictionary:
		data, err := unpack(codec, body, min(h.unpacked, parquetPage))
		if err != nil {
			return err
		}
		v.dictionary = []string{}
		v.plain(data, h.values, func(s string) bool { v.dictionary = append(v.dictionary, s); return true })
		return nil
	case pageData, pageDataV2:
	default:
		return nil // an index
	}
	var definitions []byte
	levels := 0
	if h.kind == pageDataV2 {
		levels = h.repetition + h.definitionBytes
		if h.repetition < 0 || h.definitionBytes < 0 || levels > len(body) {
			return errPage
		}
		definitions, body = body[h.repetition:levels], body[levels:]
		if h.plain {
			codec = codecNone
		}
	}
	data, err := unpack(codec, body, min(max(0, h.unpacked-levels), parquetPage))
	if err != nil {
		return err
	}
	if h.kind == pageData {
		if v.definition > 0 && h.definitionEncoding != encodingRLE {
			return errors.New("their levels have the encoding BIT_PACKED")
		}
		if v.repetition > 0 {
			if _, data, err = prefixed(data); err != nil {
				return err
			}
		}
		if v.definition > 0 {
			if definitions, data, err = prefixed(data); err != nil {
				return err
			}
		}
	}
	n := min(h.values, v.left)
	v.left -= n
	if v.definition > 0 {
		there, levels := 0, 0
		hybrid(definitions, bits.Len(uint(v.definition)), n, func(level uint64) bool {
			if levels++; int(level) == v.definition {
				there++
			}
			return levels < n
		})
		v.short = levels < n
		n = there
	}
	return v.decode(h.encoding, data, n)
}

// prefixed cuts a part that begins with its length.
func prefixed(data []byte) (part, rest []byte, err error) {
	if len(data) < 4 {
		return nil, nil, errPage
	}
	n := int64(binary.LittleEndian.Uint32(data))
	if n > int64(len(data)-4) {
		return nil, nil, errPage
	}
	return data[4 : 4+n], data[4+n:], nil
}

// decode counts the first n values of a page. A page that is cut has fewer.
func (v *values) decode(encoding int, data []byte, n int) error {
	seen := 0
	add := func(s string) bool {
		v.column.Add(s)
		seen++
		return seen < n
	}
	if n == 0 {
		return nil
	}
	switch {
	case encoding == encodingPlain:
		v.plain(data, n, add)
	case encoding == encodingPlainDictionary || encoding == encodingDictionary:
		if len(data) == 0 || data[0] > 32 || v.dictionary == nil {
			return errPage
		}
		hybrid(data[1:], int(data[0]), n, func(i uint64) bool {
			if i < uint64(len(v.dictionary)) {
				return add(v.dictionary[i])
			}
			v.cut = true // the dictionary is cut
			seen++
			return seen < n
		})
	case encoding == encodingDelta && (v.physical == physicalInt32 || v.physical == physicalInt64):
		if _, ok := deltas(data, n, func(x int64) bool { return add(v.number(x)) }); !ok {
			return errPage
		}
	case encoding == encodingDeltaLength && v.physical == physicalBytes:
		lengths, rest, ok := lengthsOf(data, n)
		if !ok {
			return errPage
		}
		for _, l := range lengths {
			if l < 0 || l > len(rest) || !add(text(rest[:l])) {
				break
			}
			rest = rest[l:]
		}
	case encoding == encodingDeltaBytes && (v.physical == physicalBytes || v.physical == physicalFixed):
		if err := deltaBytes(data, n, add); err != nil {
			return err
		}
	default:
		name := encodingNames[encoding]
		if name == "" {
			name = strconv.Itoa(encoding)
		}
		return fmt.Errorf("their encoding is %s", name)
	}
	v.short = v.short || seen < n
	return nil
}

// plain reads values one after the other, until there are n or add wants no more.
func (v *values) plain(data []byte, n int, add func(string) bool) {
	size := map[int]int{physicalInt32: 4, physicalInt64: 8, physicalInt96: 12, physicalFloat: 4, physicalDouble: 8, physicalFixed: v.width}[v.physical]
	if v.physical != physicalBytes && size <= 0 {
		return
	}
	for range n {
		value := data
		if v.physical == physicalBytes {
			if len(data) < 4 {
				return
			}
			l := int64(binary.LittleEndian.Uint32(data))
			if l > int64(len(data)-4) {
				return
			}
			value, data = data[4:4+l], data[4+l:]
		} else {
			if len(data) < size {
				return
			}
			value, data = data[:size], data[size:]
		}
		if !add(v.shown(value)) {
			return
		}
	}
}

// shown is a value as a table of text would have it.
func (v *values) shown(value []byte) string {
	switch v.physical {
	case physicalInt32:
		return v.number(int64(int32(binary.LittleEndian.Uint32(value))))
	case physicalInt64:
		return v.number(int64(binary.LittleEndian.Uint64(value)))
	case physicalInt96: // nanoseconds of a Julian day
		return time.Unix((int64(binary.LittleEndian.Uint32(value[8:]))-2_440_588)*86_400, 0).UTC().Format(time.DateOnly)
	case physicalFloat:
		return strconv.FormatFloat(float64(math.Float32frombits(binary.LittleEndian.Uint32(value))), 'f', -1, 32)
	case physicalDouble:
		return strconv.FormatFloat(math.Float64frombits(binary.LittleEndian.Uint64(value)), 'f', -1, 64)
	}
	return text(value)
}

func (v *values) number(x int64) string {
	at := time.Time{}
	switch v.unit {
	case daysOfEpoch:
		at = time.Unix(0, 0).AddDate(0, 0, int(min(max(x, -1_000_000), 10_000_000)))
	case millisOfEpoch:
		at = time.UnixMilli(x)
	case microsOfEpoch:
		at = time.UnixMicro(x)
	case nanosOfEpoch:
		at = time.Unix(0, x)
	default:
		return strconv.FormatInt(x, 10)
	}
	return at.UTC().Format("2006-01-02T15:04:05")
}

// text is a value of bytes, no longer than a cell that matters.
func text(value []byte) string {
	if len(value) > 400 {
		value = value[:400]
	}
	if !utf8.Valid(value) {
		return "\ufffd" // something, and no text
	}
	return strings.TrimRight(string(value), "\x00")
}

// hybrid reads numbers of a width, in runs and in packs of eight, until there are n or
// add wants no more.
func hybrid(src []byte, width, n int, add func(uint64) bool) {
	for n > 0 && len(src) > 0 {
		head, used := binary.Uvarint(src)
		if used <= 0 {
			return
		}
		src = src[used:]
		if head&1 == 0 {
			size := (width + 7) / 8
			if len(src) < size {
				return
			}
			var value uint64
			for i := range size {
				value |= uint64(src[i]) << (8 * i)
			}
			src = src[size:]
			for range min(head>>1, uint64(n)) {
				if n--; !add(value) {
					return
				}
			}
			if head>>1 == 0 {
				n-- // no run is endless
			}
			continue
		}
		// Packs of eight; the last may be cut, and those of width 0 have no bytes.
		count, pack := n, src
		if groups := head >> 1; groups <= uint64(n) {
			count, pack = min(n, int(groups)*8), src[:min(int(groups)*width, len(src))]
		}
		if width > 0 {
			count = min(count, 8*len(pack)/width)
		}
		for i := range count {
			if n--; !add(packed(pack, i*width, width)) {
				return
			}
		}
		if count == 0 {
			n-- // no pack is endless
		}
		src = src[len(pack):]
	}
}

// packed is a number of a width at a bit, the lowest bit first.
func packed(src []byte, at, width int) uint64 {
	var v uint64
	for i := 0; i < width; {
		b := src[(at+i)/8] >> ((at + i) % 8)
		take := min(8-(at+i)%8, width-i)
		v |= uint64(b&byte(1<<take-1)) << i
		i += take
	}
	return v
}

// deltas reads DELTA_BINARY_PACKED, and returns what follows it if all of it is
// wanted. add may be told fewer than n.
func deltas(src []byte, n int, add func(int64) bool) (rest []byte, ok bool) {
	r := &thrift{src: src}
	block, minis, total, value := r.varint(), r.varint(), r.varint(), r.zigzag()
	if r.bad || minis == 0 || minis > 512 || block == 0 || block > 1<<16 || block%(32*minis) != 0 {
		return nil, false
	}
	each := int(block / minis)
	if total == 0 {
		return src[r.at:], true
	}
	more := add(value)
	for done := uint64(1); done < total; {
		least := r.zigzag()
		if r.bad || int(minis) > len(src)-r.at {
			return nil, true
		}
		widths := src[r.at : r.at+int(minis)]
		r.at += int(minis)
		for _, width := range widths {
			if done >= total {
				break
			}
			size := each * int(width) / 8
			if width > 64 || size > len(src)-r.at {
				return nil, true
			}
			for i := 0; i < each && done < total; i++ {
				value += least + int64(packed(src[r.at:r.at+size], i*int(width), int(width)))
				done++
				if more = more && add(value); !more && done > uint64(n)+1<<20 {
					return nil, true
				}
			}
			r.at += size
		}
	}
	return src[r.at:], true
}

// maxLengths bounds the values of a page whose lengths are told before them.
const maxLengths = 1 << 20

// lengthsOf are the first n of a list of lengths, and what follows the whole list.
func lengthsOf(src []byte, n int) (lengths []int, rest []byte, ok bool) {
	seen := 0
	rest, ok = deltas(src, maxLengths, func(x int64) bool {
		if seen++; len(lengths) < n {
			lengths = append(lengths, int(min(max(x, -1), math.MaxInt32)))
		}
		return seen < maxLengths
	})
	return lengths, rest, ok && rest != nil
}

// deltaBytes reads DELTA_BYTE_ARRAY: each value shares the beginning of the one before.
func deltaBytes(src []byte, n int, add func(string) bool) error {
	shared, rest, ok := lengthsOf(src, n)
	if !ok {
		return errPage
	}
	lengths, rest, ok := lengthsOf(rest, n)
	if !ok {
		return errPage
	}
	var value []byte
	for i, l := range lengths {
		if i >= len(shared) || shared[i] < 0 || shared[i] > len(value) || l < 0 || l > len(rest) || shared[i]+l > parquetPage {
			return errPage
		}
		value = append(value[:shared[i]], rest[:l]...)
		rest = rest[l:]
		if !add(text(value)) {
			break
		}
	}
	return nil
}

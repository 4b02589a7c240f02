package tables

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/klauspost/compress/zstd"
)

// Codecs of pages (apache/parquet-format, Compression.md).
const (
	codecNone   = 0
	codecSnappy = 1
	codecGzip   = 2
	codecHadoop = 5 // LZ4 in the frames of Hadoop
	codecZstd   = 6
	codecLZ4    = 7
)

var codecNames = map[int]string{3: "LZO", 4: "BROTLI"}

// unpack is the beginning of what bytes unpack to, no more than limit: a page that
// stands for more than that, or that is cut, yields what comes first.
func unpack(codec int, src []byte, limit int) ([]byte, error) {
	switch codec {
	case codecNone:
		return src[:min(limit, len(src))], nil
	case codecSnappy:
		return unsnappy(src, limit)
	case codecLZ4:
		return unlz4(src, limit)
	case codecHadoop:
		return unhadoop(src, limit)
	case codecGzip:
		r, err := gzip.NewReader(bytes.NewReader(src))
		if err != nil {
			return nil, errPage
		}
		return firstBytes(r, limit)
	case codecZstd:
		r, err := zstd.NewReader(bytes.NewReader(src), zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(8<<20), zstd.WithDecoderMaxMemory(16<<20))
		if err != nil {
			return nil, errPage
		}
		defer r.Close()
		return firstBytes(r, limit)
	}
	name := codecNames[codec]
	if name == "" {
		name = strconv.Itoa(codec)
	}
	return nil, fmt.Errorf("their codec is %s", name)
}

// firstBytes reads up to limit bytes. An end in the middle is one.
func firstBytes(r io.Reader, limit int) ([]byte, error) {
	out, err := io.ReadAll(io.LimitReader(r, int64(limit)))
	if err != nil && len(out) == 0 && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, errPage
	}
	return out, nil
}

// unsnappy reads the block format (google/snappy, format_description.txt).
func unsnappy(src []byte, limit int) ([]byte, error) {
	size, used := binary.Uvarint(src)
	if used <= 0 {
		return nil, errPage
	}
	limit = int(min(size, uint64(limit)))
	out := make([]byte, 0, min(limit, 64*len(src)))
	src = src[used:]
	for len(src) > 0 && len(out) < limit {
		tag := src[0]
		if tag&3 == 0 {
			n := int(tag >> 2)
			extra := max(0, n-59)
			if len(src) < 1+extra {
				break
			}
			if extra > 0 {
				n = 0
				for i := range extra {
					n |= int(src[1+i]) << (8 * i)
				}
			}
			src = src[1+extra:]
			n = min(n+1, len(src))
			out = append(out, src[:min(n, limit-len(out))]...)
			src = src[n:]
			continue
		}
		length, distance, size := 0, 0, 0
		switch tag & 3 {
		case 1:
			if size = 2; len(src) >= size {
				length, distance = 4+int(tag>>2)&7, int(tag>>5)<<8|int(src[1])
			}
		case 2:
			if size = 3; len(src) >= size {
				length, distance = 1+int(tag>>2), int(binary.LittleEndian.Uint16(src[1:]))
			}
		case 3:
			if size = 5; len(src) >= size {
				length, distance = 1+int(tag>>2), int(binary.LittleEndian.Uint32(src[1:]))
			}
		}
		if len(src) < size {
			break
		}
		src = src[size:]
		var ok bool
		if out, ok = repeat(out, distance, length, limit); !ok {
			return nil, errPage
		}
	}
	return out, nil
}

// repeat appends bytes that were there before.
func repeat(out []byte, distance, length, limit int) ([]byte, bool) {
	if distance <= 0 || distance > len(out) {
		return nil, false
	}
	for range min(length, limit-len(out)) {
		out = append(out, out[len(out)-distance])
	}
	return out, true
}

// unlz4 reads a block of LZ4 (lz4/lz4, doc/lz4_Block_format.md).
func unlz4(src []byte, limit int) ([]byte, error) {
	out := make([]byte, 0, min(limit, 16*len(src)))
	more := func(n int) int {
		for n >= 15 && len(src) > 0 {
			b := src[0]
			src = src[1:]
			if n += int(b); b != 255 || n > parquetPage+parquetBytes {
				break
			}
		}
		return n
	}
	for len(src) > 0 && len(out) < limit {
		token := src[0]
		src = src[1:]
		n := int(token >> 4)
		if n == 15 {
			n = more(n)
		}
		n = min(n, len(src))
		out = append(out, src[:min(n, limit-len(out))]...)
		if src = src[n:]; len(src) < 2 {
			break
		}
		distance := int(binary.LittleEndian.Uint16(src))
		src = src[2:]
		length := int(token & 15)
		if length == 15 {
			length = more(length)
		}
		var ok bool
		if out, ok = repeat(out, distance, length+4, limit); !ok {
			return nil, errPage
		}
	}
	return out, nil
}

// unhadoop reads LZ4 in the frames of Hadoop, or without them as some writers do.
func unhadoop(src []byte, limit int) ([]byte, error) {
	var out []byte
	rest := src
	for len(rest) > 8 && len(out) < limit {
		size, packed := int64(binary.BigEndian.Uint32(rest)), int64(binary.BigEndian.Uint32(rest[4:]))
		if packed > int64(len(rest)-8) || size > maxTableFile {
			return unlz4(src, limit)
		}
		part, err := unlz4(rest[8:8+packed], int(min(size, int64(limit-len(out)))))
		if err != nil || int64(len(part)) != min(size, int64(limit-len(out))) {
			return unlz4(src, limit)
		}
		out = append(out, part...)
		rest = rest[8+packed:]
	}
	if out == nil {
		return unlz4(src, limit)
	}
	return out, nil
}

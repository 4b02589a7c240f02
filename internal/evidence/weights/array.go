package weights

import (
	"bytes"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// array is how a file of NumPy with an array begins.
const array = "\x93NUMPY"

// splitArray parts an array of NumPy into its header and what is behind it
// (numpy/lib/format.py); false if it is cut off.
func splitArray(b []byte) (header, rest []byte, ok bool) {
	if len(b) < 12 {
		return nil, nil, false
	}
	start, size := 10, int(little(b[8:10]))
	if b[6] > 1 {
		start, size = 12, int(little(b[8:12]))
	}
	if size > len(b)-start {
		return nil, nil, false
	}
	return b[start : start+size], b[start+size:], true
}

// ofNumbers is a header as NumPy writes it for numbers and texts of a fixed length, and for
// records of them.
var ofNumbers = pattern.New(`^\{'descr': (?:` + code + `|\[(?:\('[^'\\]*', ` + code + `(?:, \([\d, ]*\))?\)(?:, )?)+\]), 'fortran_order': (?:True|False), 'shape': \([\d, ]*\), \}\s*$`)

const code = `'[<>|=][biufcSUVmM]\d+(?:\[\w+\])?'`

// mayBeObjects is what the header of an array of objects has: it is an expression of
// Python, which can write a letter in other ways.
var mayBeObjects = pattern.New(`O|object|\\|'\s*'`)

// holdsObjects reports whether an array of NumPy is a pickle behind its header.
func holdsObjects(b []byte) bool {
	if !bytes.HasPrefix(b, []byte(array)) {
		return false
	}
	header, _, ok := splitArray(b)
	return ok && !ofNumbers.Match(header) && mayBeObjects.Match(header)
}

// readArray reads an array of NumPy.
func (p *unpacker) readArray(b []byte) error {
	_, rest, ok := splitArray(b)
	switch {
	case !ok:
		return errCutOff
	case holdsObjects(b):
		return readBoth(rest, p.globals)
	}
	return nil
}

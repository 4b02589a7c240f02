package weights

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// Bounds of one pickle. A checkpoint of torch with thousands of tensors has some hundred
// thousand instructions.
const (
	maxOps      = 8 << 20
	maxGlobals  = 2000
	maxNameLen  = 256
	maxNested   = 8  // arrays of objects within arrays of objects, as joblib writes them
	maxPickles  = 64 // one behind the other in a file
	maxNodeSize = 32 // members of a tuple or dictionary that are remembered
)

// readBoth lists what the pickles in a file load. It follows the instructions as an
// unpickler does (CPython, Lib/pickletools.py), with a stack and a memo of which it knows
// the texts, but nothing is imported or called.
//
// joblib writes the numbers of arrays between the instructions, where its own unpickler
// leaps over them and pickle's does not. A file with such arrays is read both ways: what
// either loads is listed.
func readBoth(content []byte, globals *names) error {
	err := readPickles(content, globals, false)
	if !globals.has(joblibModule, joblibArray) {
		return err
	}
	other := readPickles(content, globals, true)
	if err == nil {
		return nil
	}
	return other
}

const joblibModule, joblibArray = "joblib.numpy_pickle", "NumpyArrayWrapper"

// readPickles reads the pickles that stand one behind the other, as torch wrote them
// before it wrote archives. What follows the last one are numbers.
func readPickles(content []byte, globals *names, arrays bool) error {
	u := &unpickler{content: content, globals: globals, arrays: arrays, most: maxOps}
	for i := range maxPickles {
		before := len(globals.list)
		err := u.run(0)
		if i > 0 && err != nil && len(globals.list) == before && !u.dynamic && u.ops < maxOps {
			return nil
		}
		if err != nil {
			return err
		}
		if u.pos == len(content) {
			return nil
		}
	}
	return fmt.Errorf("more than %d pickles in one file", maxPickles)
}

type unpickler struct {
	content  []byte
	pos      int
	ops      int
	most     int // instructions that are followed
	globals  *names
	arrays   bool // leap over the arrays of joblib
	frameEnd int
	dynamic  bool  // it loads something by a computed name
	needs    int64 // bytes of the file, where it is cut off
	called   bool  // it calls, or makes an object of, something

	stack   []value
	memo    []value
	sparse  map[uint64]value
	memoed  int
	classes []evidence.Global
	nodes   []nodeOf
}

var (
	errCutOff = errors.New("the pickle is cut off")
	errStack  = errors.New("the pickle is broken: it takes from an empty stack")
)

// run follows one pickle to its STOP. Its stack and memo are its own.
func (u *unpickler) run(depth int) error {
	if depth > maxNested {
		return fmt.Errorf("pickles are nested more than %d deep", maxNested)
	}
	stack, memo, sparse, memoed, frame := u.stack, u.memo, u.sparse, u.memoed, u.frameEnd
	defer func() { u.stack, u.memo, u.sparse, u.memoed, u.frameEnd = stack, memo, sparse, memoed, frame }()
	u.stack, u.memo, u.sparse, u.memoed, u.frameEnd = nil, nil, nil, 0, 0
	for {
		if u.ops++; u.ops > u.most {
			return fmt.Errorf("it has more than %d instructions", u.most)
		}
		op, err := u.byte()
		if err != nil {
			return err
		}
		if op == '.' {
			if len(u.stack) == 0 {
				return errStack
			}
			return nil
		}
		at := u.pos - 1
		if err := u.step(op, depth); errors.Is(err, errUnknown) {
			return fmt.Errorf("the pickle is broken: byte %d is not an instruction", at)
		} else if err != nil {
			return err
		}
	}
}

var errUnknown = errors.New("not an instruction")

// fixed are instructions with an argument of so many bytes that push anything but a text.
var fixed = map[byte]int{'G': 8, 'N': 0, 0x88: 0, 0x89: 0, ']': 0, 0x8f: 0}

// lengths are instructions whose argument begins with its length in so many bytes.
var lengths = map[byte]int{'T': 4, 'U': 1, 'X': 4, 0x8c: 1, 0x8d: 8, 'B': 4, 'C': 1, 0x8e: 8, 0x96: 8, 0x8a: 1, 0x8b: 4}

func (u *unpickler) step(op byte, depth int) error {
	if n, ok := fixed[op]; ok {
		_, err := u.take(n)
		u.push(value{kind: other})
		return err
	}
	if n, ok := lengths[op]; ok {
		return u.counted(op, n)
	}
	switch op {
	case 0x80: // PROTO
		version, err := u.byte()
		if err == nil && version > 5 {
			err = fmt.Errorf("unknown pickle protocol %d", version)
		}
		return err
	case 0x95: // FRAME
		b, err := u.take(8)
		if err != nil {
			return err
		}
		n := little(b)
		if n > uint64(len(u.content)-u.pos) {
			return u.cutOff(n)
		}
		u.frameEnd = u.pos + int(n)
		return nil
	case 'K', 'M', 'J': // BININT1, BININT2, BININT
		b, err := u.take(map[byte]int{'K': 1, 'M': 2, 'J': 4}[op])
		v := value{kind: other}
		if n := little(b); n <= math.MaxInt32 {
			v = value{kind: number, a: uint32(n)}
		}
		u.push(v)
		return err
	case 'I', 'L', 'F', 'S', 'V', 'P':
		return u.lined(op)
	case 0x97: // NEXT_BUFFER
		u.push(value{kind: opaque})
		return nil
	case '(':
		u.push(value{kind: mark})
		return nil
	case '0', 'Q', 'a', 's', 'R', 0x81, 'b', 0x98:
		return u.onTop(op, depth)
	case '1', 't', 'l', 'd', 'e', 'u', 'o', 0x90, 0x91:
		return u.toMark(op)
	case '2': // DUP
		v, err := u.top()
		u.push(v)
		return err
	case ')':
		u.push(u.tuple(nil))
		return nil
	case 0x85, 0x86, 0x87: // TUPLE1, TUPLE2, TUPLE3
		items, err := u.popN(int(op-0x85) + 1)
		u.push(u.tuple(items))
		return err
	case '}':
		u.push(u.newNode(nodeOf{dict: true}))
		return nil
	case 0x92: // NEWOBJ_EX
		_, err := u.popN(3)
		u.push(value{kind: opaque})
		u.called = true
		return err
	case 'c', 'i', 0x93, 0x82, 0x83, 0x84:
		return u.load(op)
	}
	return u.remember(op)
}

// counted reads an argument with a length before it.
func (u *unpickler) counted(op byte, size int) error {
	b, err := u.take(size)
	if err != nil {
		return err
	}
	n := little(b)
	if n > uint64(len(u.content)-u.pos) {
		return u.cutOff(n)
	}
	v := value{kind: other}
	if slices.Contains([]byte("TUX\x8c\x8d"), op) {
		v = value{text, uint32(u.pos), uint32(n)}
	}
	u.pos += int(n)
	u.push(v)
	return nil
}

// lined reads an argument that is a line.
func (u *unpickler) lined(op byte) error {
	start := u.pos
	line, err := u.line()
	if err != nil {
		return err
	}
	v := value{kind: other}
	switch op {
	case 'P': // PERSID
		v.kind = opaque
	case 'I':
		if n, err := strconv.ParseUint(string(line), 10, 31); err == nil {
			v = value{kind: number, a: uint32(n)}
		}
	case 'S':
		if n := len(line); n < 2 || line[0] != line[n-1] {
			return errors.New("the pickle is broken: a text has no quotes")
		}
		v = plain(line[1:len(line)-1], start+1)
	case 'V':
		v = plain(line, start)
	}
	u.push(v)
	return nil
}

// plain is a text that stands in a line.
func plain(line []byte, at int) value {
	if bytes.IndexByte(line, '\\') >= 0 {
		return value{kind: escaped}
	}
	return value{text, uint32(at), uint32(len(line))}
}

// onTop follows the instructions that take one or two values.
func (u *unpickler) onTop(op byte, depth int) error {
	switch op {
	case '0': // POP
		if n := len(u.stack); n > 0 {
			u.stack = u.stack[:n-1]
			return nil
		}
		return errStack
	case 'Q', 0x98: // BINPERSID, READONLY_BUFFER
		_, err := u.popN(1)
		u.push(value{kind: opaque})
		return err
	case 'a': // APPEND
		_, err := u.popN(1)
		return err
	case 's': // SETITEM
		items, err := u.popN(2)
		if err != nil {
			return err
		}
		return u.setItems(items)
	case 'b': // BUILD
		items, err := u.popN(1)
		if err != nil {
			return err
		}
		return u.build(items[0], depth)
	}
	items, err := u.popN(2) // REDUCE, NEWOBJ
	if err != nil {
		return err
	}
	u.called = true
	made := u.object(items[0], items[1])
	if op == 0x81 && items[0].kind == class && items[1].kind == nothing { // even of a kind of text, an empty one
		made = value{kind: other}
	}
	u.push(made)
	return nil
}

// toMark follows the instructions that take all values down to the last mark.
func (u *unpickler) toMark(op byte) error {
	items, err := u.popMark()
	if err != nil {
		return err
	}
	switch op {
	case 't':
		u.push(u.tuple(items))
	case 'l', 0x91, 'd':
		u.push(value{kind: other})
	case 'o': // OBJ: a class and what it is called with
		if len(items) == 0 {
			return errStack
		}
		u.called = true
		u.push(value{kind: opaque})
	case 'u':
		return u.setItems(items)
	case 'e', 0x90:
		_, err = u.top()
	}
	return err
}

// computed stands for a module and a name that a pickle puts together while it is loaded:
// they can be any.
const computed = "(computed)"

// computes is what is wrong with names that are not texts of the file. An unpickler refuses
// a name that is not a text, so nothing is loaded then.
func (u *unpickler) computes(names ...value) error {
	for _, v := range names {
		if !u.maybeText(v) {
			return errors.New("the pickle is broken: it loads something by what is not a name")
		}
	}
	u.dynamic = true
	if err := u.globals.add(computed, computed); err != nil {
		return err
	}
	return errors.New("it computes the name of what it loads")
}

// load adds what an instruction loads by its name.
func (u *unpickler) load(op byte) error {
	var module, name string
	switch op {
	case 'c', 'i':
		first, err := u.line()
		if err != nil {
			return err
		}
		second, err := u.line()
		if err != nil {
			return err
		}
		module, name = string(first), string(second)
	case 0x93:
		items, err := u.popN(2)
		if err != nil {
			return err
		}
		if items[0].kind != text || items[1].kind != text {
			return u.computes(items[0], items[1])
		}
		module, name = u.text(items[0]), u.text(items[1])
	default:
		b, err := u.take(1 << (op - 0x82))
		if err != nil {
			return err
		}
		module, name = "copyreg", fmt.Sprintf("extension %d", little(b))
	}
	if err := u.globals.add(module, name); err != nil {
		return err
	}
	if op == 'i' {
		if _, err := u.popMark(); err != nil {
			return err
		}
		u.called = true
		u.push(value{kind: opaque})
		return nil
	}
	v := value{kind: class}
	if u.arrays {
		u.classes = append(u.classes, evidence.Global{Module: module, Name: name})
		v.a = uint32(len(u.classes) - 1)
	}
	u.push(v)
	return nil
}

func (u *unpickler) byte() (byte, error) {
	b, err := u.take(1)
	if err != nil {
		return 0, err
	}
	return b[0], nil
}

func (u *unpickler) take(n int) ([]byte, error) {
	if len(u.content)-u.pos < n {
		return nil, u.cutOff(uint64(n))
	}
	b := u.content[u.pos : u.pos+n]
	u.pos += n
	return b, nil
}

func (u *unpickler) line() ([]byte, error) {
	n := bytes.IndexByte(u.content[u.pos:], '\n')
	if n < 0 {
		return nil, u.cutOff(math.MaxInt64)
	}
	line := u.content[u.pos : u.pos+n]
	u.pos += n + 1
	return line, nil
}

// cutOff is the error of an instruction that needs n more bytes.
func (u *unpickler) cutOff(n uint64) error {
	if u.needs = math.MaxInt64; n <= math.MaxInt64-uint64(u.pos) {
		u.needs = int64(u.pos) + int64(n)
	}
	return errCutOff
}

// little is a number of up to eight bytes, the lowest first.
func little(b []byte) uint64 {
	var n uint64
	for i, c := range b {
		n |= uint64(c) << (8 * i)
	}
	return min(n, math.MaxInt64)
}

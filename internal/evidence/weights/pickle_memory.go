package weights

import (
	"errors"
	"strconv"
	"strings"
)

// kind is what is known of a value on the stack.
type kind uint8

const (
	unset   kind = iota
	opaque       // anything
	other        // anything but a text
	nothing      // the tuple without members
	mark         // MARK
	text         // len bytes of the content at a
	escaped      // a text with escapes
	number       // a small number a, which is not negative
	class        // the global with the index a in classes, which are kept for the arrays of joblib
	node         // the node a
)

// value is an item of the stack, as far as it is known.
type value struct {
	kind kind
	a, n uint32
}

// nodeOf is a tuple, a dictionary with texts as keys, or an object. They are kept to know
// the arrays of joblib only.
type nodeOf struct {
	class   value   // of an object
	items   []value // of a tuple, or keys and values; what the object's class was called with
	state   value   // of an object: what BUILD gave it
	dict    bool
	dropped bool // it has more than is kept
}

// maybeText tells whether an unpickler may have a text where it is.
func (u *unpickler) maybeText(v value) bool {
	switch v.kind {
	case other, nothing, number:
		return false
	case node:
		return u.nodes[v.a].class.kind != unset
	}
	return true
}

// remember follows the instructions about the memo.
func (u *unpickler) remember(op byte) error {
	var index uint64
	switch op {
	case 'q', 'h', 'r', 'j':
		size := 1
		if op == 'r' || op == 'j' {
			size = 4
		}
		b, err := u.take(size)
		if err != nil {
			return err
		}
		index = little(b)
	case 'p', 'g':
		line, err := u.line()
		if err != nil {
			return err
		}
		if index, err = strconv.ParseUint(string(line), 10, 63); err != nil {
			return errors.New("the pickle is broken: a place of the memo is not a number")
		}
	case 0x94: // MEMOIZE
		index = uint64(u.memoed)
	default:
		return errUnknown
	}
	if op == 'h' || op == 'j' || op == 'g' {
		v := u.recall(index)
		if v.kind == unset {
			return errors.New("the pickle is broken: it recalls what it did not remember")
		}
		u.push(v)
		return nil
	}
	v, err := u.top()
	if err == nil {
		u.keep(index, v)
	}
	return err
}

func (u *unpickler) recall(index uint64) value {
	if index < uint64(len(u.memo)) {
		return u.memo[index]
	}
	return u.sparse[index]
}

// maxGap is how many places of the memo may be left out before it is kept as a map.
const maxGap = 16

func (u *unpickler) keep(index uint64, v value) {
	if u.recall(index).kind == unset {
		u.memoed++
	}
	n := uint64(len(u.memo))
	switch {
	case index < n:
		u.memo[index] = v
	case u.sparse == nil && index-n < maxGap:
		for ; n < index; n++ {
			u.memo = append(u.memo, value{})
		}
		u.memo = append(u.memo, v)
	default:
		if u.sparse == nil {
			u.sparse = map[uint64]value{}
		}
		u.sparse[index] = v
	}
}

func (u *unpickler) push(v value) { u.stack = append(u.stack, v) }

// top is the last value, which must not be a mark.
func (u *unpickler) top() (value, error) {
	if n := len(u.stack); n > 0 && u.stack[n-1].kind != mark {
		return u.stack[n-1], nil
	}
	return value{}, errStack
}

// popN takes n values, of which none may be a mark.
func (u *unpickler) popN(n int) ([]value, error) {
	if len(u.stack) < n {
		return nil, errStack
	}
	items := u.stack[len(u.stack)-n:]
	for _, v := range items {
		if v.kind == mark {
			return nil, errStack
		}
	}
	u.stack = u.stack[:len(u.stack)-n]
	return items, nil
}

// popMark takes all values down to the last mark, and the mark. They are valid until the
// next push.
func (u *unpickler) popMark() ([]value, error) {
	for i := len(u.stack) - 1; i >= 0; i-- {
		if u.stack[i].kind == mark {
			items := u.stack[i+1:]
			u.stack = u.stack[:i]
			return items, nil
		}
	}
	return nil, errStack
}

func (u *unpickler) text(v value) string {
	if v.kind != text || v.n > maxNameLen+1 {
		return strings.Repeat("?", maxNameLen+1)
	}
	return string(u.content[v.a : v.a+v.n])
}

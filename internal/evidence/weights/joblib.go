package weights

import (
	"errors"
	"strconv"
)

// What is kept of values, to know how long the arrays are that joblib writes between the
// instructions of a pickle (joblib/numpy_pickle.py, NumpyArrayWrapper).

func (u *unpickler) newNode(n nodeOf) value {
	if !u.arrays {
		return value{kind: other}
	}
	u.nodes = append(u.nodes, n)
	return value{kind: node, a: uint32(len(u.nodes) - 1)}
}

func (u *unpickler) tuple(items []value) value {
	switch {
	case len(items) == 0 && !u.arrays:
		return value{kind: nothing}
	case len(items) > maxNodeSize:
		return value{kind: other}
	}
	return u.newNode(nodeOf{items: append([]value(nil), items...)})
}

// object is what a class or function makes of a tuple.
func (u *unpickler) object(of, with value) value {
	if !u.arrays || of.kind != class {
		return value{kind: opaque}
	}
	n := nodeOf{class: of}
	if with.kind == node {
		n.items = u.nodes[with.a].items
	}
	return u.newNode(n)
}

// setItems gives the dictionary on top keys and values.
func (u *unpickler) setItems(items []value) error {
	v, err := u.top()
	if err != nil || v.kind != node {
		return err
	}
	n := &u.nodes[v.a]
	if !n.dict || n.dropped || len(n.items)+len(items) > 2*maxNodeSize {
		n.items, n.dropped = nil, true
		return nil
	}
	n.items = append(n.items, items...)
	return nil
}

// build gives the object on top its state, and leaps over the array that follows where
// joblib wrote one.
func (u *unpickler) build(state value, depth int) error {
	v, err := u.top()
	if err != nil || v.kind != node {
		return err
	}
	n := &u.nodes[v.a]
	n.state = state
	if !u.is(n.class, joblibModule, joblibArray) {
		return nil
	}
	if u.pos < u.frameEnd {
		return errors.New("a joblib array is inside a frame of the pickle")
	}
	return u.leap(*n, depth)
}

func (u *unpickler) is(v value, module, name string) bool {
	return v.kind == class && u.classes[v.a].Module == module && u.classes[v.a].Name == name
}

// errArray is said of an array whose length cannot be told.
var errArray = errors.New("it contains a joblib array of unknown length")

func (u *unpickler) leap(wrapper nodeOf, depth int) error {
	size, objects, err := u.itemSize(u.field(wrapper, "dtype"))
	if err != nil {
		return err
	}
	if objects { // a pickle of their own
		return u.run(depth + 1)
	}
	shape := u.field(wrapper, "shape")
	if shape.kind != node {
		return errArray
	}
	left := len(u.content) - u.pos
	for _, dimension := range u.nodes[shape.a].items {
		if dimension.kind != number {
			return errArray
		}
		if size *= int(dimension.a); size > left {
			return errCutOff
		}
	}
	if u.field(wrapper, "numpy_array_alignment_bytes").kind != unset {
		padding, err := u.byte()
		if err != nil {
			return err
		}
		size += int(padding)
	}
	_, err = u.take(size)
	return err
}

// field is a value of an object's state; unset where it has none.
func (u *unpickler) field(object nodeOf, name string) value {
	if object.state.kind != node || !u.nodes[object.state.a].dict || u.nodes[object.state.a].dropped {
		return value{}
	}
	items, found := u.nodes[object.state.a].items, value{}
	for i := 0; i+1 < len(items); i += 2 {
		if items[i].kind == text && u.text(items[i]) == name {
			found = items[i+1]
		}
	}
	return found
}

// itemSize is how many bytes an element of a numpy.dtype has, or whether it is an object
// of Python.
func (u *unpickler) itemSize(dtype value) (size int, objects bool, err error) {
	if dtype.kind != node {
		return 0, false, errArray
	}
	n := u.nodes[dtype.a]
	if !u.is(n.class, "numpy", "dtype") || len(n.items) == 0 {
		return 0, false, errArray
	}
	code := ""
	if n.items[0].kind == text {
		code = u.text(n.items[0])
	}
	if len(code) < 2 {
		return 0, code == "O", map[bool]error{false: errArray}[code == "O"]
	}
	size, wrong := strconv.Atoi(code[1:])
	switch {
	case code[0] == 'O':
		return 0, true, nil
	case wrong != nil, size < 0, size > 1<<20:
		return 0, false, errArray
	case code[0] == 'U':
		size *= 4
	case code[0] == 'V': // of fields, which may be objects: the last of its state are flags
		if n.state.kind != node {
			return 0, false, errArray
		}
		items := u.nodes[n.state.a].items
		if len(items) < 8 || items[7].kind != number {
			return 0, false, errArray
		}
		objects = items[7].a&1 != 0
	}
	return size, objects, nil
}

package weights

import (
	"errors"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// maxTold is how many instructions are followed to tell that something is a pickle: no
// other file begins with as many.
const maxTold = 1 << 20

// loads reports whether bytes, whatever their file is called, are a pickle that loads
// something: they are instructions up to the end, or up to one that calls what they have
// loaded. An unpickler has called it by then, whatever follows.
func loads(b []byte) bool {
	u, err := follow(b)
	return u.ops > maxTold || (err == nil || u.called) && u.namesGlobals()
}

// goesOn reports whether a file of so many bytes begins with the instructions of a pickle,
// of which the last needs more than the beginning.
func goesOn(beginning []byte, size int64) bool {
	if len(beginning) == 0 || int64(len(beginning)) >= size {
		return false
	}
	u, err := follow(beginning)
	return u.ops > 0 && errors.Is(err, errCutOff) && u.needs <= size
}

func follow(b []byte) (*unpickler, error) {
	u := &unpickler{content: b, globals: newNames(), most: maxTold}
	return u, u.run(0)
}

var name = pattern.New(`^[\pL_][\pL\pN_.]*$`)

// namesGlobals reports whether all that is loaded has a name of Python: lines of a text
// have not.
func (u *unpickler) namesGlobals() bool {
	for _, g := range u.globals.list {
		if g.Module != computed && (!name.MatchString(g.Module) || !name.MatchString(g.Name)) {
			return false
		}
	}
	return len(u.globals.list) > 0
}

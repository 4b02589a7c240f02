package weights

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// names are the globals of a file in the order in which they are found.
type names struct {
	list  []evidence.Global
	known map[evidence.Global]bool
}

func newNames() *names { return &names{known: map[evidence.Global]bool{}} }

func (n *names) has(module, name string) bool {
	return n.known[evidence.Global{Module: module, Name: name}]
}

func (n *names) add(module, name string) error {
	g := evidence.Global{Module: module, Name: name}
	switch {
	case n.known[g]:
		return nil
	case len(module) > maxNameLen || len(name) > maxNameLen || !utf8.ValidString(module) || !utf8.ValidString(name):
		return errors.New("it loads something without a valid name")
	case len(n.list) == maxGlobals:
		return fmt.Errorf("it loads more than %d classes and functions", maxGlobals)
	}
	n.known[g] = true
	n.list = append(n.list, g)
	return nil
}

// contents are those of a pickle with the globals; unreadable because of an error.
func (n *names) contents(err error) evidence.Contents {
	c := evidence.NewContents(evidence.ContentRead, "")
	if err != nil {
		c = evidence.NewContents(evidence.ContentUnreadable, err.Error())
	}
	c.Globals = append(c.Globals, n.list...)
	return c
}

package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// checkKeys refuses what encoding/json lets pass: a key that is repeated, and a
// key that matches a field only when its case is ignored. Every key of ours is
// in lower case, but for the free names of deployment parameters.
func checkKeys(raw []byte) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var open nesting
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if key, ok := token.(string); ok && open.wantsKey() {
			if err := open.key(key); err != nil {
				return err
			}
			continue
		}
		open.value(token)
	}
}

// nesting is the objects and arrays that are open at a token.
type nesting []container

type container struct {
	name  string          // the key that it is the value of
	keys  map[string]bool // nil for an array
	inKey bool            // the next token is a key
	last  string          // the last key
}

func (n nesting) wantsKey() bool { return len(n) > 0 && n[len(n)-1].inKey }

func (n nesting) key(key string) error {
	top := &n[len(n)-1]
	if top.keys[key] {
		return fmt.Errorf("duplicate key %q", key)
	}
	if key != strings.ToLower(key) && top.name != "parameters" {
		return fmt.Errorf("unknown key %q", key)
	}
	top.keys[key], top.last, top.inKey = true, key, false
	return nil
}

func (n *nesting) value(token json.Token) {
	if token == json.Delim('}') || token == json.Delim(']') {
		*n = (*n)[:len(*n)-1]
		return
	}
	name := ""
	if len(*n) > 0 {
		top := &(*n)[len(*n)-1]
		if top.keys != nil {
			name, top.inKey = top.last, true // after this value comes a key
		}
	}
	switch token {
	case json.Delim('{'):
		*n = append(*n, container{name: name, keys: map[string]bool{}, inKey: true})
	case json.Delim('['):
		*n = append(*n, container{name: name})
	}
}

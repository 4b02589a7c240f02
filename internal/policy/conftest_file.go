package policy

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// rawFile is a file as it is given to policies of conftest.
type rawFile struct {
	path   string
	inputs []rawInput
}

// rawInput is one input of a file: a document, or an item of it.
type rawInput struct {
	doc     *document.Document
	pointer string // of the input in the document
	term    *ast.Term
	blank   bool // a document without a value: nothing can hide behind an error about it
	helpers topdown.VirtualCache
}

// rawSyntaxes are the formats that policies of conftest are given, by extension.
var rawSyntaxes = map[string]document.Syntax{".yaml": document.YAML, ".yml": document.YAML, ".json": document.JSON, ".toml": document.TOML}

// parseFile reads a file for the set. What keeps it from being read is a finding, and
// there are no inputs then. An error is that the repository could not be read.
func (c *Conftest) parseFile(stage finding.Stage, name string, read func(name string, limit int64) ([]byte, error)) (rawFile, []finding.Finding, error) {
	f := rawFile{path: name}
	refused := func(at finding.Position, key, message, help string) (rawFile, []finding.Finding, error) {
		return f, []finding.Finding{{Rule: c.rule.ID, Severity: c.rule.At(stage), At: at, Key: key, Message: message, Help: help}}, nil
	}
	syntax, known := rawSyntaxes[strings.ToLower(path.Ext(name))]
	if !known {
		return refused(finding.Start(name), "format", "conftest policies cannot read this file: only YAML, JSON and TOML are supported", "Narrow `files` of the entry in .modelgate/config.yaml, or check the file with conftest itself.")
	}
	src, err := read(name, document.MaxBytes)
	for _, is := range []error{source.ErrTooLarge, source.ErrSymlink, source.ErrSubmodule, source.ErrNotRegular, fs.ErrInvalid} {
		if errors.Is(err, is) {
			return refused(finding.Start(name), "unreadable", "conftest policies cannot read this file: "+is.Error(), "Replace it with a regular file.")
		}
	}
	if err != nil {
		return f, nil, err
	}
	docs, told := document.ParseStream(syntax, name, src)
	for _, t := range told {
		if t.Severity == finding.Error {
			return refused(t.At, "syntax", "conftest policies cannot read this file: "+t.Message, t.Help)
		}
	}
	f.inputs, err = rawInputs(docs)
	if err != nil {
		return f, nil, fmt.Errorf("converting %s: %w", name, err)
	}
	return f, nil, nil
}

// rawInputs are the inputs of a file: its documents, or the items of a single one that
// is a list. What readers of YAML 1.1 such as conftest and Kubernetes take for another
// value than those of YAML 1.2 is asked about both ways, so that neither passes unseen.
func rawInputs(docs []*document.Document) ([]rawInput, error) {
	var out []rawInput
	add := func(d *document.Document, pointer string, n *document.Node) error {
		readings := []any{schema.Value(n)}
		if d.Syntax == document.YAML && differs(n) {
			readings = append(readings, olderValue(n))
		}
		for _, r := range readings {
			value, err := ast.InterfaceToValue(r)
			if err != nil {
				return err
			}
			out = append(out, rawInput{d, pointer, ast.NewTerm(value), n.Kind == document.Null, topdown.NewVirtualCache()})
		}
		return nil
	}
	for _, d := range docs {
		if len(docs) > 1 || d.Root.Kind != document.Sequence {
			if err := add(d, "", d.Root); err != nil {
				return nil, err
			}
			continue
		}
		for i, item := range d.Root.Children {
			if err := add(d, document.Pointer(strconv.Itoa(i)), item); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// differs reports whether readers of YAML 1.1 find another value in a node.
func differs(n *document.Node) bool {
	if n.Kind == document.String {
		_, other := olderScalar(n)
		return other
	}
	for _, c := range n.Children {
		if differs(c) {
			return true
		}
	}
	return false
}

// olderValue is the value of a node for readers of YAML 1.1.
func olderValue(n *document.Node) any {
	switch n.Kind {
	case document.Mapping:
		m := make(map[string]any, len(n.Children))
		for _, c := range n.Children {
			m[c.Key] = olderValue(c)
		}
		return m
	case document.Sequence:
		s := make([]any, len(n.Children))
		for i, c := range n.Children {
			s[i] = olderValue(c)
		}
		return s
	}
	if v, other := olderScalar(n); other {
		return v
	}
	return schema.Value(n)
}

var olderFloat = pattern.New(`^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`)

// olderScalar is what goyaml, which conftest and Kubernetes read YAML with, takes a
// plain text for that is none to it: sigs.k8s.io/yaml/goyaml.v2, resolve.go.
func olderScalar(n *document.Node) (any, bool) {
	if n.Kind != document.String || !n.Plain || n.Value == "" {
		return nil, false
	}
	switch n.Value {
	case "y", "Y", "yes", "Yes", "YES", "on", "On", "ON":
		return true, true
	case "n", "N", "no", "No", "NO", "off", "Off", "OFF":
		return false, true
	}
	if c := n.Value[0]; len(n.Value) > document.MaxNumber || c != '+' && c != '-' && c != '.' && (c < '0' || c > '9') {
		return nil, false
	}
	plain := strings.ReplaceAll(n.Value, "_", "")
	if i, err := strconv.ParseInt(plain, 0, 64); err == nil {
		return json.Number(strconv.FormatInt(i, 10)), true
	}
	if u, err := strconv.ParseUint(plain, 0, 64); err == nil {
		return json.Number(strconv.FormatUint(u, 10)), true
	}
	if olderFloat.MatchString(plain) {
		if f, err := strconv.ParseFloat(plain, 64); err == nil {
			return json.Number(strconv.FormatFloat(f, 'g', -1, 64)), true
		}
	}
	return nil, false
}

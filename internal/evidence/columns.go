package evidence

import (
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// Column is how the values of one feature are distributed: as values, or counted
// in bins or categories. A column of numbers has Numbers, or Edges and Counts; one
// of words has Counts alone. It is read on demand and never is part of the rule
// input.
type Column struct {
	At      Anchor
	Numbers []float64  // in the order of the file
	Edges   []*big.Rat // of the bins, rising: one more than Counts
	Counts  []Count    // by bin in their order, or by category in the order of names
	Empty   int64      // values that are not there
}

// Count is how many examples a bin or category has.
type Count struct {
	Name string // "" for a bin
	N    int64
}

// N is the number of examples, those without a value too.
func (c Column) N() int64 {
	n := int64(len(c.Numbers)) + c.Empty
	for _, x := range c.Counts {
		n += x.N
	}
	return n
}

// NoColumn says why there is no column to use. Near is the name that was
// probably meant.
type NoColumn struct {
	At           Anchor // the file, "" if there is none
	Missing      bool   // the file or the column, rather than what it should be
	Reason, Near string
}

func (e *NoColumn) Error() string { return e.Reason }

// ColumnReader reads columns of one snapshot: each file once, as long as they are
// not many. It is not for several goroutines.
type ColumnReader struct {
	snapshot Snapshot
	files    map[string]*document.Document
	broken   map[string]string
	held     int // bytes of the files
}

// maxColumnBytes bounds what a ColumnReader keeps. Checks go file by file, so that
// one which is read again is seldom.
const maxColumnBytes = 8 * document.MaxBytes

// ColumnReader reads the columns of files of the snapshot's tree.
func (s Snapshot) ColumnReader() *ColumnReader {
	return &ColumnReader{snapshot: s, files: map[string]*document.Document{}, broken: map[string]string{}}
}

// maxCount bounds the sum of all counts, so that floats hold them exactly.
const maxCount = 1 << 50

// Read reads a column of a file. An error is a *NoColumn, or one of reading.
func (x *ColumnReader) Read(file, name string) (Column, error) {
	x.snapshot.locate(file)
	d, known := x.files[file]
	if !known {
		var found []finding.Finding
		var err error
		if d, found, err = load(x.snapshot.tree, file); err != nil {
			return Column{}, err
		}
		if d != nil {
			if x.held += len(d.Source); x.held > maxColumnBytes {
				clear(x.files)
				clear(x.broken)
				x.held = len(d.Source)
			}
		}
		x.files[file] = d
		for _, f := range found {
			if f.Severity == finding.Error && x.broken[file] == "" {
				x.broken[file] = fmt.Sprintf("%s cannot be used: line %d: %s", file, f.At.Line, f.Message)
			}
		}
	}
	switch {
	case d == nil:
		return Column{}, &NoColumn{Missing: true, Reason: "there is no file " + file}
	case x.broken[file] != "":
		return Column{}, &NoColumn{At: Anchor(file + "#"), Reason: x.broken[file]}
	}
	c, err := columnOf(d.Root, name)
	c.At = Anchor(file + "#")
	var none *NoColumn
	if errors.As(err, &none) {
		none.At, none.Reason = c.At, file+" "+none.Reason
	}
	return c, err
}

// locate makes a file that was looked for one that anchors may name.
func (s Snapshot) locate(file string) {
	if _, known := s.places[file]; !known {
		s.places[file] = nil
	}
}

// columnOf finds a column in rows, or in a mapping by the names of columns.
func columnOf(root *document.Node, name string) (Column, error) {
	if root == nil {
		return Column{}, &NoColumn{Reason: "is empty"}
	}
	switch root.Kind {
	case document.Sequence:
		return columnOfRows(root.Children, name)
	case document.Mapping:
		n := root.Get(name)
		switch {
		case n == nil:
			return Column{}, noSuch(name, root)
		case n.Kind == document.Sequence:
			return columnOfValues(n.Children)
		case n.Kind == document.Mapping:
			return columnOfCounts(n)
		}
	}
	return Column{}, &NoColumn{Reason: fmt.Sprintf("has no values, bins or categories for %q", name)}
}

func noSuch(name string, row *document.Node) *NoColumn {
	var names []string
	for _, c := range row.Children {
		names = append(names, c.Key)
	}
	near, _ := finding.Nearest(name, names)
	return &NoColumn{Missing: true, Reason: fmt.Sprintf("has no column %q", name), Near: near}
}

// columnOfRows reads one value from each row. A row without the column is not a
// row with an empty one: the file is no table.
func columnOfRows(rows []*document.Node, name string) (Column, error) {
	values := make([]*document.Node, 0, len(rows))
	for i, row := range rows {
		v := row.Get(name)
		switch {
		case row.Kind != document.Mapping:
			return Column{}, &NoColumn{Reason: "is a list, but its items are not rows"}
		case v == nil && i == 0:
			return Column{}, noSuch(name, row)
		case v == nil:
			return Column{}, &NoColumn{Reason: fmt.Sprintf("has no value of %q in row %d", name, i+1)}
		}
		values = append(values, v)
	}
	return columnOfValues(values)
}

// columnOfValues reads values. They are numbers if each that is there is one;
// otherwise they are words, even where some look like numbers.
func columnOfValues(values []*document.Node) (Column, error) {
	var c Column
	words := map[string]int64{}
	numbers := true
	for _, v := range values {
		switch v.Kind {
		case document.Null:
			c.Empty++
			continue
		case document.Mapping, document.Sequence:
			return Column{}, &NoColumn{Reason: "has values that are lists or mappings"}
		case document.Number:
			x, err := strconv.ParseFloat(v.Value, 64)
			if err != nil {
				return Column{}, &NoColumn{Reason: fmt.Sprintf("has the number %.40s, which is out of range", v.Value)}
			}
			c.Numbers = append(c.Numbers, x)
		default:
			numbers = false
		}
		words[v.Value]++
	}
	if !numbers {
		c.Numbers = nil
		for _, name := range slices.Sorted(maps.Keys(words)) {
			c.Counts = append(c.Counts, Count{name, words[name]})
		}
	}
	return c, nil
}

// columnOfCounts reads {edges, counts} with a count for each bin, or {counts} with
// a count for each category.
func columnOfCounts(n *document.Node) (Column, error) {
	var c Column
	edges, counts := n.Get("edges"), n.Get("counts")
	binned := edges != nil && edges.Kind == document.Sequence && counts != nil && counts.Kind == document.Sequence
	if !binned && (edges != nil || counts == nil || counts.Kind != document.Mapping) {
		return Column{}, &NoColumn{Reason: "has neither bins {edges: [...], counts: [...]} nor categories {counts: {...}} there"}
	}
	left := int64(maxCount)
	for _, x := range counts.Children {
		k, err := strconv.ParseInt(x.Value, 10, 64)
		if x.Kind != document.Number || err != nil || k < 0 || k > left {
			return Column{}, &NoColumn{Reason: fmt.Sprintf("has the count %.40q, which is not a number of examples", x.Value)}
		}
		left -= k
		c.Counts = append(c.Counts, Count{x.Key, k})
	}
	if !binned {
		slices.SortFunc(c.Counts, func(a, b Count) int { return strings.Compare(a.Name, b.Name) })
		return c, nil
	}
	if len(edges.Children) != len(counts.Children)+1 {
		return Column{}, &NoColumn{Reason: fmt.Sprintf("has %d edges for %d bins", len(edges.Children), len(counts.Children))}
	}
	var last *big.Rat
	for _, e := range edges.Children {
		x, ok := new(big.Rat).SetString(e.Value)
		if e.Kind != document.Number || !ok || last != nil && x.Cmp(last) <= 0 {
			return Column{}, &NoColumn{Reason: "has edges that are not numbers that rise"}
		}
		last = x
		c.Edges = append(c.Edges, x)
	}
	return c, nil
}

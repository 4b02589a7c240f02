package tables

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// maxCount bounds the sum of all counts, so that floats hold them exactly.
const maxCount = 1 << 50

// ColumnOf finds a column in rows, or in a mapping by the names of columns.
func ColumnOf(root *document.Node, name string) (evidence.Column, error) {
	if root == nil {
		return evidence.Column{}, &evidence.NoColumn{Reason: "is empty"}
	}
	switch root.Kind {
	case document.Sequence:
		return columnOfRows(root.Children, name)
	case document.Mapping:
		n := root.Get(name)
		switch {
		case n == nil:
			return evidence.Column{}, noSuch(name, root)
		case n.Kind == document.Sequence:
			return columnOfValues(n.Children)
		case n.Kind == document.Mapping:
			return columnOfCounts(n)
		}
	}
	return evidence.Column{}, &evidence.NoColumn{Reason: fmt.Sprintf("has no values, bins or categories for %q", name)}
}

func noSuch(name string, row *document.Node) *evidence.NoColumn {
	var names []string
	for _, c := range row.Children {
		names = append(names, c.Key)
	}
	near, _ := finding.Nearest(name, names)
	return &evidence.NoColumn{Missing: true, Reason: fmt.Sprintf("has no column %q", name), Near: near}
}

// columnOfRows reads one value from each row. A row without the column is not a
// row with an empty one: the file is no table.
func columnOfRows(rows []*document.Node, name string) (evidence.Column, error) {
	values := make([]*document.Node, 0, len(rows))
	for i, row := range rows {
		v := row.Get(name)
		switch {
		case row.Kind != document.Mapping:
			return evidence.Column{}, &evidence.NoColumn{Reason: "is a list, but its items are not rows"}
		case v == nil && i == 0:
			return evidence.Column{}, noSuch(name, row)
		case v == nil:
			return evidence.Column{}, &evidence.NoColumn{Reason: fmt.Sprintf("has no value of %q in row %d", name, i+1)}
		}
		values = append(values, v)
	}
	return columnOfValues(values)
}

// columnOfValues reads values. They are numbers if each that is there is one;
// otherwise they are words, even where some look like numbers.
func columnOfValues(values []*document.Node) (evidence.Column, error) {
	var c evidence.Column
	words := map[string]int64{}
	numbers := true
	for _, v := range values {
		switch v.Kind {
		case document.Null:
			c.Empty++
			continue
		case document.Mapping, document.Sequence:
			return evidence.Column{}, &evidence.NoColumn{Reason: "has values that are lists or mappings"}
		case document.Number:
			x, err := strconv.ParseFloat(v.Value, 64)
			if err != nil {
				return evidence.Column{}, &evidence.NoColumn{Reason: fmt.Sprintf("has the number %.40s, which is out of range", v.Value)}
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
			c.Counts = append(c.Counts, evidence.Count{Name: name, N: words[name]})
		}
	}
	return c, nil
}

// columnOfCounts reads {edges, counts} with a count for each bin, or {counts} with
// a count for each category.
func columnOfCounts(n *document.Node) (evidence.Column, error) {
	var c evidence.Column
	edges, counts := n.Get("edges"), n.Get("counts")
	binned := edges != nil && edges.Kind == document.Sequence && counts != nil && counts.Kind == document.Sequence
	if !binned && (edges != nil || counts == nil || counts.Kind != document.Mapping) {
		return evidence.Column{}, &evidence.NoColumn{Reason: "has neither bins {edges: [...], counts: [...]} nor categories {counts: {...}} there"}
	}
	left := int64(maxCount)
	for _, x := range counts.Children {
		k, err := strconv.ParseInt(x.Value, 10, 64)
		if x.Kind != document.Number || err != nil || k < 0 || k > left {
			return evidence.Column{}, &evidence.NoColumn{Reason: fmt.Sprintf("has the count %.40q, which is not a number of examples", x.Value)}
		}
		left -= k
		c.Counts = append(c.Counts, evidence.Count{Name: x.Key, N: k})
	}
	if !binned {
		slices.SortFunc(c.Counts, func(a, b evidence.Count) int { return strings.Compare(a.Name, b.Name) })
		return c, nil
	}
	if len(edges.Children) != len(counts.Children)+1 {
		return evidence.Column{}, &evidence.NoColumn{Reason: fmt.Sprintf("has %d edges for %d bins", len(edges.Children), len(counts.Children))}
	}
	var last *big.Rat
	for _, e := range edges.Children {
		x, ok := new(big.Rat).SetString(e.Value)
		if e.Kind != document.Number || !ok || last != nil && x.Cmp(last) <= 0 {
			return evidence.Column{}, &evidence.NoColumn{Reason: "has edges that are not numbers that rise"}
		}
		last = x
		c.Edges = append(c.Edges, x)
	}
	return c, nil
}

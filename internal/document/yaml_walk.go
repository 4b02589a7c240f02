package document

import (
	"fmt"
	"strconv"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"go.yaml.in/yaml/v4"
)

// yamlReader turns the library's nodes into ours. Offsets into src become
// offsets into the file by adding base.
type yamlReader struct {
	*reader
	src     []byte
	base    int
	index   index // lines as the library counts them
	path    []string
	anchors map[*yaml.Node]anchored
}

// anchored is the node of an anchor with what each alias to it costs.
type anchored struct {
	node                *Node
	nodes, text, levels int
}

const quoted = yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle

// offset is where in src the library saw the node start.
func (y *yamlReader) offset(n *yaml.Node) int { return y.index.offset(n.Line, n.Column) }

func (y *yamlReader) span(start, end int) Span { return y.doc.index.span(y.base+start, y.base+end) }

func (y *yamlReader) pointer() string { return Pointer(y.path...) }

// fault reports a finding about the range of a node.
func (y *yamlReader) fault(rule string, s Span, message string, related ...finding.Related) {
	y.report(rule, s.Start, s.End, y.pointer(), message, related...)
}

// node converts n. indent is the column of the block collection around it,
// 0-based, or -1 at the top; depth counts from 1. The node is nil only when a
// limit is exceeded; levels is how deep it is, itself included.
func (y *yamlReader) node(n *yaml.Node, indent, depth int) (out *Node, levels int) {
	start := y.offset(n)
	if y.spent {
		return nil, 0
	}
	if depth > maxDepth {
		y.tooDeep(y.base+start, y.pointer())
		return nil, 0
	}
	if n.Kind == yaml.AliasNode {
		return y.alias(n, start, depth)
	}
	nodes, text := y.nodes, y.text
	if !y.take(1, len(n.Value)) && !y.count(0, 0, y.base+start, y.base+start, y.pointer()) {
		return nil, 0
	}
	start = y.skipProperties(n, start)
	switch n.Kind {
	case yaml.MappingNode:
		out, levels = y.mapping(n, start, indent, depth)
	case yaml.SequenceNode:
		out, levels = y.sequence(n, start, indent, depth)
	default:
		out, levels = y.scalar(n, start, indent), 1
	}
	if n.Anchor != "" {
		y.anchors[n] = anchored{out, y.nodes - nodes, y.text - text, levels}
	}
	return out, levels
}

// alias is the node of the anchor, seen at the alias. Its children are those
// of the anchor: they are shared, and counted each time.
func (y *yamlReader) alias(n *yaml.Node, start, depth int) (*Node, int) {
	s := y.span(start, start+1+len(n.Value))
	a, ok := y.anchors[n.Alias]
	switch {
	case !ok:
		y.fault(syntaxError, s, fmt.Sprintf("the alias %s is inside its own anchor", shown(n.Value)))
		return &Node{Kind: Null, Span: s}, 1
	case !y.count(a.nodes, a.text, s.Start, s.End, y.pointer()):
		return nil, 0
	case depth+a.levels-1 > maxDepth:
		y.tooDeep(s.Start, y.pointer())
		return nil, 0
	}
	out := *a.node
	out.Key, out.KeySpan, out.Span = "", Span{}, s
	return &out, a.levels
}

func (y *yamlReader) sequence(n *yaml.Node, start, indent, depth int) (*Node, int) {
	y.checkTag(n, start, "!!seq")
	out := &Node{Kind: Sequence, Children: make([]*Node, 0, len(n.Content))}
	end, levels := start+1, 0
	if n.Style&yaml.FlowStyle == 0 {
		indent = y.column(start)
	}
	for i, c := range n.Content {
		y.path = append(y.path, strconv.Itoa(i))
		child, l := y.node(c, indent, depth+1)
		if child != nil && child.Kind == Null && y.doc.Syntax == Markdown {
			y.fault(nullItem, y.doc.firstLine(child.Span), "this item of the list has no value")
		}
		y.path = y.path[:len(y.path)-1]
		if child == nil {
			return nil, 0
		}
		out.Children = append(out.Children, child)
		end, levels = max(end, child.Span.End-y.base), max(levels, l)
	}
	if n.Style&yaml.FlowStyle != 0 {
		end = y.closing(end, ']')
	}
	out.Span = y.span(start, end)
	return out, levels + 1
}

func (y *yamlReader) mapping(n *yaml.Node, start, indent, depth int) (*Node, int) {
	y.checkTag(n, start, "!!map")
	out := &Node{Kind: Mapping, Children: make([]*Node, 0, len(n.Content)/2)}
	// An entry of a list in brackets such as [a: b] is a mapping without braces.
	braces := n.Style&yaml.FlowStyle != 0 && start < len(y.src) && y.src[start] == '{' &&
		(len(n.Content) == 0 || y.offset(n.Content[0]) > start)
	if n.Style&yaml.FlowStyle == 0 {
		indent = y.column(start)
	}
	end, levels := start, 0
	if braces {
		end++
	}
	members := make(map[string]*Node, len(n.Content)/2)
	var merge *Node // the value of the merge key
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, usable := y.key(n.Content[i], indent, depth)
		if key == nil {
			return nil, 0
		}
		y.path = append(y.path, key.Value)
		first, merges := members[key.Value], isMergeKey(n.Content[i])
		if merges {
			first = merge
		}
		if usable && first != nil {
			y.duplicate(first, key.Span.Start, key.Span.End, y.pointer())
		}
		child, l := y.node(n.Content[i+1], indent, depth+1)
		if child != nil && child.Plain && isVersionKey(key.Value) && losesDigits(child.Value) {
			y.fault(versionNumber, child.Span, fmt.Sprintf("%s is a version, but other YAML parsers read it as a number and drop digits; quote it", child.Value))
		}
		y.path = y.path[:len(y.path)-1]
		if child == nil {
			return nil, 0
		}
		end, levels = max(end, key.Span.End-y.base, child.Span.End-y.base), max(levels, l)
		switch {
		case !usable || first != nil:
		case merges:
			merge = child
			merge.Key, merge.KeySpan = key.Value, key.Span
		default:
			child.Key, child.KeySpan = key.Value, key.Span
			members[child.Key] = child
			out.Children = append(out.Children, child)
		}
	}
	if braces {
		end = y.closing(end, '}')
	}
	if merge != nil {
		y.merge(out, members, merge)
	}
	out.Span = y.span(start, end)
	return out, levels + 1
}

// isMergeKey reports whether a key stands for those of other mappings, as in YAML 1.1.
func isMergeKey(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Style&quoted == 0 && n.Value == "<<" && explicitTag(n) == ""
}

// merge adds to a mapping the members that it lacks, each where it is written. Of several
// sources the first counts. What an alias shares is counted at the alias already.
func (y *yamlReader) merge(out *Node, members map[string]*Node, from *Node) {
	sources := []*Node{from}
	if from.Kind == Sequence {
		sources = from.Children
	}
	for _, s := range sources {
		if s.Kind != Mapping {
			y.path = append(y.path, from.Key)
			y.fault(syntaxError, from.KeySpan, "a merge key (<<) must have an alias of a mapping, or a list of such; write the keys out instead")
			y.path = y.path[:len(y.path)-1]
			return
		}
	}
	for _, s := range sources {
		for _, c := range s.Children {
			if members[c.Key] == nil {
				members[c.Key] = c
				out.Children = append(out.Children, c)
			}
		}
	}
}

// key converts the key of a mapping to a String, and reports whether it can
// be one. It is nil only when a limit is exceeded.
func (y *yamlReader) key(n *yaml.Node, indent, depth int) (key *Node, usable bool) {
	start := y.offset(n)
	if n.Kind != yaml.ScalarNode {
		key, _ = y.node(n, indent, depth+1)
		if key == nil {
			return nil, false
		}
		what := map[yaml.Kind]string{yaml.MappingNode: "a mapping", yaml.SequenceNode: "a list", yaml.AliasNode: "an alias"}[n.Kind]
		y.fault(keyNotString, y.doc.firstLine(key.Span), "the key is "+what+", not a text")
		return &Node{Span: key.Span}, false
	}
	if !y.take(0, len(n.Value)) && !y.count(0, 0, y.base+start, y.base+start, y.pointer()) {
		return nil, false
	}
	start = y.skipProperties(n, start)
	key = &Node{Kind: String, Value: n.Value, Span: y.span(start, y.scalarEnd(n, start, indent))}
	plain := n.Style&quoted == 0
	y.path = append(y.path, key.Value)
	defer func() { y.path = y.path[:len(y.path)-1] }()
	y.checkTag(n, start, "!!str")
	if n.Anchor != "" {
		y.anchors[n] = anchored{key, 1, len(n.Value), 1}
	}
	switch {
	case plain && n.Value == "":
		y.fault(keyNotString, key.Span, "the key is empty")
		return key, false
	case plain && explicitTag(n) == "" && isYAML11Boolean(n.Value):
		y.fault(yaml11Boolean, key.Span, fmt.Sprintf("the key %s is a boolean for readers of YAML 1.1: quote it", shown(n.Value)))
	}
	return key, true
}

// column is the 0-based column of an offset.
func (y *yamlReader) column(offset int) int {
	_, column := y.index.at(offset)
	return column - 1
}

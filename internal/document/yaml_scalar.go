package document

import (
	"bytes"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"
)

// scalar converts a scalar. Its type is decided here, by the core schema of
// YAML 1.2 less what readers disagree about: dates, numbers with a leading
// zero and numbers of another base than ten stay texts.
func (y *yamlReader) scalar(n *yaml.Node, start, indent int) *Node {
	out := &Node{Kind: String, Value: n.Value, Plain: n.Style&quoted == 0}
	out.Span = y.span(start, y.scalarEnd(n, start, indent))
	y.separation(start)
	switch tag := explicitTag(n); tag {
	case "":
		if out.Plain {
			y.resolve(out)
		}
	case "!", "!!str":
		out.Plain = false
	case "!!null", "!!bool", "!!int", "!!float":
		y.resolve(out)
		if !tagFits(tag, out) {
			y.fault(syntaxError, out.Span, fmt.Sprintf("the tag %s does not fit the value %s", tag, shown(n.Value)))
		}
	default:
		y.unknownTag(tag, out.Span)
	}
	return out
}

// separation looks for a tab in the blanks before a scalar.
func (y *yamlReader) separation(start int) {
	blanks := y.src[:start][len(bytes.TrimRight(y.src[:start], " \t")):]
	if tab := bytes.IndexByte(blanks, '\t'); tab >= 0 && len(blanks) < start && y.src[start-len(blanks)-1] != '\n' {
		at := start - len(blanks) + tab
		y.fault(tabSeparation, y.span(at, at+1), "tab before the value; PyYAML rejects the document")
	}
}

// resolve decides the kind of a scalar by its text.
func (y *yamlReader) resolve(n *Node) {
	switch v := n.Value; {
	case v == "", v == "~", v == "null", v == "Null", v == "NULL":
		n.Kind = Null
	case v == "true", v == "True", v == "TRUE", v == "false", v == "False", v == "FALSE":
		n.Kind, n.Value = Bool, strings.ToLower(v) // readers compare it with true
	case isYAMLNotFinite(v):
		y.fault(notFinite, n.Span, v+" is not a finite number")
	case isNumber(v):
		n.Kind = y.number(v, n.Span.Start, n.Span.End, y.pointer)
	case n.Plain && isYAML11Boolean(v):
		y.fault(yaml11Boolean, n.Span, fmt.Sprintf("%s is a text here, and a boolean for readers of YAML 1.1: quote it", v))
	}
}

func isYAMLNotFinite(s string) bool {
	switch strings.TrimLeft(s, "+-") {
	case ".inf", ".Inf", ".INF":
		return strings.IndexByte(s, '.') <= 1
	case ".nan", ".NaN", ".NAN":
		return s[0] == '.'
	}
	return false
}

// isYAML11Boolean reports whether readers of YAML 1.1, such as PyYAML, take
// the plain text for a boolean. They do not implement y and n.
func isYAML11Boolean(s string) bool {
	switch s {
	case "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF":
		return true
	}
	return false
}

// explicitTag is the tag that is written at the node, in its short form, or
// empty.
func explicitTag(n *yaml.Node) string {
	if n.Style&yaml.TaggedStyle != 0 || n.Tag == "!" {
		return n.Tag
	}
	return ""
}

// tagFits reports whether a scalar has the type that its tag claims.
func tagFits(tag string, n *Node) bool {
	switch tag {
	case "!!null":
		return n.Kind == Null
	case "!!bool":
		return n.Kind == Bool
	case "!!int":
		return n.Kind == Number && !strings.ContainsAny(n.Value, ".eE")
	default:
		return n.Kind == Number
	}
}

// checkTag reports an explicit tag other than the one that is allowed.
func (y *yamlReader) checkTag(n *yaml.Node, start int, allowed string) {
	if tag := explicitTag(n); tag != "" && tag != "!" && tag != allowed {
		y.unknownTag(tag, y.span(start, start))
	}
}

func (y *yamlReader) unknownTag(tag string, at Span) {
	y.fault(syntaxError, at, fmt.Sprintf("the tag %s is not supported here: remove it", shown(tag)))
}

// isVersionKey reports whether a key names a version or revision, which is a
// text however much it looks like a number.
func isVersionKey(key string) bool {
	for _, word := range []string{"version", "revision"} {
		if head, ok := strings.CutSuffix(key, word); ok && (head == "" || strings.HasSuffix(head, "_") || strings.HasSuffix(head, "-")) {
			return true
		}
	}
	return strings.HasSuffix(key, "Version") || strings.HasSuffix(key, "Revision")
}

// losesDigits reports whether a reader that takes the plain text for a number
// gives it back as another text: 1.10 as 1.1, 12e4 as 120000.0, 0123 as 83.
func losesDigits(s string) bool {
	whole, rest := digits(s)
	switch {
	case whole == "":
		return false
	case rest == "":
		return len(whole) > 1 && whole[0] == '0'
	case !isNumber(s):
		return false
	}
	return strings.ContainsAny(rest, "eE") || strings.HasSuffix(rest, "0")
}

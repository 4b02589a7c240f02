package promotion

import (
	"fmt"
	"slices"
	"text/template/parse"
)

// templateCheck walks a template. Every value that it writes must go through the
// function that quotes for the format of its file, and it may only loop over
// lists that are bounded.
type templateCheck struct {
	name   string
	format format
	target Target
	err    *fault
}

func (c *templateCheck) fail(line int, format string, args ...any) {
	if c.err == nil {
		c.err = &fault{c.name, max(1, line), fmt.Sprintf(format, args...)}
	}
}

func (c *templateCheck) list(n *parse.ListNode) {
	if n == nil {
		return
	}
	for _, child := range n.Nodes {
		c.node(child)
	}
}

func (c *templateCheck) node(n parse.Node) {
	switch n := n.(type) {
	case *parse.ListNode:
		c.list(n)
	case *parse.TextNode, *parse.CommentNode:
	case *parse.ActionNode:
		last := n.Pipe.Cmds[len(n.Pipe.Cmds)-1]
		id, ok := last.Args[0].(*parse.IdentifierNode)
		if allowed := c.format.functions(); len(n.Pipe.Decl) > 0 || !ok || !slices.Contains(allowed, id.Ident) {
			c.fail(n.Line, "%s does not go through %s, which quotes values in this file", n, allowed[0])
		}
		c.pipe(n.Pipe)
	case *parse.IfNode:
		c.pipe(n.Pipe)
		c.list(n.List)
		c.list(n.ElseList)
	case *parse.RangeNode:
		c.loop(n)
		c.list(n.List)
		c.list(n.ElseList)
	case *parse.TemplateNode:
		if n.Name != "metadata" || c.format != formatYAML || n.Pipe.String() != "." {
			c.fail(n.Line, `only {{ template "metadata" . }} can be used, in YAML files`)
		}
	default:
		c.fail(1, "%s is not allowed in a template of a target", n)
	}
}

// pipe refuses what a parameter could be hidden behind: fields that do not exist
// are errors of the rendering of an example, but functions of text/template that
// call or format anything are refused here.
func (c *templateCheck) pipe(p *parse.PipeNode) {
	for _, cmd := range p.Cmds {
		for _, arg := range cmd.Args {
			switch arg := arg.(type) {
			case *parse.IdentifierNode:
				if !slices.Contains(allowedFunctions, arg.Ident) {
					c.fail(p.Line, "the function %s is not allowed in a template of a target", arg.Ident)
				}
			case *parse.PipeNode:
				c.pipe(arg)
			case *parse.FieldNode:
				if len(arg.Ident) == 2 && arg.Ident[0] == "Parameters" {
					if _, ok := c.target.parameter(arg.Ident[1]); !ok {
						c.fail(p.Line, "%s", c.target.unknown(map[string]string{arg.Ident[1]: ""})[0])
					}
				}
			}
		}
	}
}

// loop allows loops over what has a bounded length: no number can be looped over.
func (c *templateCheck) loop(n *parse.RangeNode) {
	c.pipe(n.Pipe)
	if cmds := n.Pipe.Cmds; len(cmds) == 1 && len(cmds[0].Args) == 1 {
		if field, ok := cmds[0].Args[0].(*parse.FieldNode); ok {
			if len(field.Ident) == 1 && slices.Contains([]string{"Annotations", "Artifacts", "Resources"}, field.Ident[0]) {
				return
			}
			if len(field.Ident) == 2 && field.Ident[0] == "Parameters" {
				p, _ := c.target.parameter(field.Ident[1])
				if p.Type == TypeWords || p.Type == TypePairs {
					return
				}
			}
		}
	}
	c.fail(n.Line, "range %s is not allowed: loop over .Annotations, .Artifacts or a parameter with the type words or pairs", n.Pipe)
}

var allowedFunctions = []string{
	"yaml", "json", "unit", "unitWord", "unitArgument", "unitArguments", "line",
	"bytes", "below", "dotted", "fileOf", "join", "longer", "minutes", "pair", "percent", "rest", "seconds", "sha256", "short", "suffixed", "text", "withoutScheme",
	"given", "eq", "ne", "and", "or", "not", "gt", "lt", "ge", "le",
}

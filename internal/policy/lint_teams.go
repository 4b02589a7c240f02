package policy

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// teamWord is a text of a table that is a team.
var teamWord = pattern.New(`^@[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+$`)

// lintTeams tells of teams in the tables of a policy that asks for the members of a team
// which is no constant: a team that no file names is not read, and never approves.
func lintTeams(tree source.Tree, f file, module *ast.Module, teams []string, ps *problems) {
	asks := false
	eachCall(module, func(operator ast.Ref, operands []*ast.Term, _ *ast.Location) {
		if strings.HasSuffix(operator.String(), "review.people_of") && len(operands) > 0 {
			_, isText := operands[0].Value.(ast.String)
			asks = asks || !isText
		}
	})
	if !asks {
		return
	}
	var names []string
	for _, m := range dataReference.FindAllStringSubmatch(string(f.src), -1) {
		name, _, _ := strings.Cut(m[1], ".")
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		table := path.Join(customDir, "data", name+".yaml")
		src, err := tree.Read(table, MaxFileBytes)
		if err != nil || slices.Contains(readElsewhere, table) {
			continue // it is a built-in table, or one of another layer
		}
		doc, _ := document.ParseAs(document.YAML, table, src)
		eachText(doc.Root, "", func(pointer, text string) {
			if at := doc.At(pointer); teamWord.MatchString(text) && !slices.Contains(teams, strings.ToLower(text)) {
				*ps = append(*ps, Problem{Path: at.Path, Line: at.Line, Column: at.Column, Message: unreadTeam(text), Remedy: nameTeam})
			}
		})
	}
}

func unreadTeam(team string) string {
	return fmt.Sprintf("neither CODEOWNERS nor .modelgate/data/approvers.yaml names the team %q, so its members are not read and it never approves", team)
}

const nameTeam = "Name the team there, in the form @org/team."

// eachText visits the texts below a node, with their pointers.
func eachText(n *document.Node, pointer string, visit func(pointer, text string)) {
	if n == nil {
		return
	}
	if n.Kind == document.String {
		visit(pointer, n.Value)
	}
	for i, c := range n.Children {
		step := strconv.Itoa(i)
		if n.Kind == document.Mapping {
			step = c.Key
		}
		eachText(c, pointer+document.Pointer(step), visit)
	}
}

package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// lintWords tells of words that the helpers about lineage never find: with one of them, a
// step that ends what passes is taken for one that does not.
func lintWords(module *ast.Module, ps *problems) {
	words := enumOf("data-card", "lineage/items/ends/items")
	visit := func(operator ast.Ref, operands []*ast.Term, at *ast.Location) {
		name := operator.String()
		if len(operands) < 2 || !strings.HasSuffix(name, "ancestry.passing") && !strings.HasSuffix(name, "ancestry.ends") {
			return
		}
		word, isText := operands[1].Value.(ast.String)
		if isText && !slices.Contains(words, string(word)) {
			ps.at(at, fmt.Sprintf("`ends` of a data card is never %q, so no step ends it%s", string(word), finding.DidYouMean(string(word), words)), "Use one of "+strings.Join(words, ", ")+".")
		}
	}
	eachCall(module, visit)
}

// eachCall visits the calls of a module, those within terms too.
func eachCall(module *ast.Module, visit func(operator ast.Ref, operands []*ast.Term, at *ast.Location)) {
	ast.WalkNodes(module, func(n ast.Node) bool {
		if e, isExpr := n.(*ast.Expr); isExpr && e.IsCall() {
			visit(e.Operator(), e.Operands(), e.Location)
		}
		return false
	})
	ast.WalkTerms(module, func(t *ast.Term) bool {
		if call, isCall := t.Value.(ast.Call); isCall {
			if operator, isRef := call[0].Value.(ast.Ref); isRef {
				visit(operator, call[1:], t.Location)
			}
		}
		return false
	})
}

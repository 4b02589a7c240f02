package policy

import (
	"github.com/open-policy-agent/opa/v1/ast"
)

// needed is the modules of a part without the built-in helpers that none of them uses,
// itself or through others: most rules use few, and compiling all takes longer than
// compiling a rule. What the organisation wrote stays.
func (p part) needed() map[string]*ast.Module {
	shared, out := map[string]*ast.Module{}, map[string]*ast.Module{}
	var queue []*ast.Module
	for file, m := range p.modules {
		if isHelper(file) {
			shared[file] = m
		} else {
			out[file] = m
			queue = append(queue, m)
		}
	}
	for len(queue) > 0 {
		next := queue[0]
		queue = queue[1:]
		for _, used := range append(dataRefs(next.Copy()), next.Package.Path) { // parts share modules, and even a walk changes them
			for file, m := range shared {
				if meet(used, m.Package.Path) {
					delete(shared, file)
					out[file] = m
					queue = append(queue, m)
				}
			}
		}
	}
	return out
}

// dataRefs lists what a module refers to below data, its imports among them.
func dataRefs(module *ast.Module) (refs []ast.Ref) {
	ast.NewGenericVisitor(func(x any) bool {
		if term, isTerm := x.(*ast.Term); isTerm {
			if ref, isRef := term.Value.(ast.Ref); isRef && ref[0].Equal(ast.DefaultRootDocument) {
				refs = append(refs, ref)
			}
		}
		return false
	}).Walk(module)
	return refs
}

// meet reports whether a reference may lead into a package, or to what has it.
func meet(ref, pkg ast.Ref) bool {
	for i := range min(len(ref), len(pkg)) {
		if _, isText := ref[i].Value.(ast.String); i > 0 && isText && !ref[i].Equal(pkg[i]) {
			return false
		}
	}
	return true
}

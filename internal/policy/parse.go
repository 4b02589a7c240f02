package policy

import (
	"maps"
	"runtime"
	"slices"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

// parse parses the files in parallel. The modules are by path; a file that
// does not parse is a problem and has no module.
func parse(files []file, caps *ast.Capabilities, ps *problems) map[string]*ast.Module {
	return parseAll(files, caps, true, ps)
}

// parseAll is parse, with or without METADATA.
func parseAll(files []file, caps *ast.Capabilities, annotations bool, ps *problems) map[string]*ast.Module {
	modules := make([]*ast.Module, len(files))
	errs := make([]error, len(files))
	work := make(chan int)
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(files)) {
		wg.Go(func() {
			for i := range work {
				modules[i], errs[i] = parseOne(files[i], caps, annotations)
			}
		})
	}
	for i := range files {
		work <- i
	}
	close(work)
	wg.Wait()

	out := make(map[string]*ast.Module, len(files))
	for i, f := range files {
		switch {
		case errs[i] != nil:
			ps.rego(errs[i])
		case modules[i] == nil:
			ps.in(f.path, "the file is empty", "Remove it, or add a policy.")
		default:
			out[f.path] = modules[i]
		}
	}
	return out
}

func parseOne(f file, caps *ast.Capabilities, annotations bool) (*ast.Module, error) {
	return ast.ParseModuleWithOpts(f.path, string(f.src), ast.ParserOptions{
		Capabilities: caps, ProcessAnnotation: annotations, RegoVersion: ast.RegoV1,
	})
}

func keysOf[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

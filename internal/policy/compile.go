package policy

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/schemas"
)

// inputKind is the kind of schema that describes the input of rules.
const inputKind = "input"

// newCompiler returns a strict compiler that knows the shape of the input, so
// that a path that the input does not have is an error, and that lacks the
// builtins that rules may not use.
func newCompiler(caps *ast.Capabilities) (*ast.Compiler, error) {
	known, err := knownTypes()
	if err != nil {
		return nil, err
	}
	compiler := ast.NewCompiler().WithCapabilities(andGuards(caps)).WithStrict(true).WithDefaultRegoVersion(ast.RegoV1).SetErrorLimit(100)
	return compiler.WithStageAfterID(ast.StageResolveRefs, ast.CompilerStageDefinition{ // before any that looks at types
		Name: "KnownTypes", MetricName: "compile_stage_known_types", Stage: func(c *ast.Compiler) *ast.Error {
			c.TypeEnv = known
			return nil
		},
	}), nil
}

// knownTypes has the types of what every rule is given: the input, the builtins and
// the guards. A compiler lays those that it infers over them and changes none, and
// reading the schema takes longer than compiling a rule: all compilers share them.
var knownTypes = sync.OnceValues(func() (*ast.TypeEnv, error) {
	raw, err := fs.ReadFile(schemas.FS, inputKind+".schema.json")
	if err != nil {
		return nil, fmt.Errorf("reading the schema of the input: %w", err)
	}
	var shape any
	if err := json.Unmarshal(raw, &shape); err != nil {
		return nil, fmt.Errorf("reading the schema of the input: %w", err)
	}
	set := ast.NewSchemaSet()
	set.Put(ast.SchemaRootRef, shape)
	compiler := ast.NewCompiler().WithCapabilities(andGuards(capabilities())).WithSchemas(set).WithSkipStages(ast.AllStages()...)
	if compiler.Compile(nil); compiler.Failed() {
		return nil, fmt.Errorf("reading the schema of the input: %w", compiler.Errors)
	}
	return compiler.TypeEnv, nil
})

// andGuards is what rules may use, and the guards that are put into them.
func andGuards(caps *ast.Capabilities) *ast.Capabilities {
	all := *caps
	all.Builtins = slices.Clone(caps.Builtins)
	guards := declared()
	for _, name := range keysOf(guards) {
		all.Builtins = append(all.Builtins, guards[name])
	}
	return &all
}

// provenCompiler is the compiler for the built-in rules, which the tests of
// package policies compile with newCompiler and all that this one leaves out:
// the stages that only check, and those for annotations, which the catalogue
// has read already.
func provenCompiler(caps *ast.Capabilities) *ast.Compiler {
	return ast.NewCompiler().WithCapabilities(caps).WithDefaultRegoVersion(ast.RegoV1).WithSkipStages(
		ast.StageCheckUnusedImports, ast.StageCheckKeywordOverrides, ast.StageCheckDuplicateImports, ast.StageCheckVoidCalls,
		ast.StageCheckRuleConflicts, ast.StageCheckUndefinedFuncs, ast.StageCheckRecursion, ast.StageCheckTypes,
		ast.StageCheckUnsafeBuiltins, ast.StageCheckDeprecatedBuiltins, ast.StageParseMetadataBlocks, ast.StageSetAnnotationSet,
		ast.StageRewriteRegoMetadataCalls, ast.StageBuildRequiredCapabilities)
}

// distrust lets a compiler check the modules when it knows their types, and then
// put guards into them. What tests of policies compare is left as it is.
func distrust(compiler *ast.Compiler, data tables, total map[string]bool, check func(inference, []*ast.Module)) {
	compiler.WithStageAfterID(ast.StageCheckDeprecatedBuiltins, ast.CompilerStageDefinition{
		Name: "Guard", MetricName: "compile_stage_guard", Stage: func(c *ast.Compiler) *ast.Error {
			if c.Failed() {
				return nil // its errors come first
			}
			var modules, tests []*ast.Module
			for _, file := range keysOf(c.Modules) {
				switch {
				case isRule(file): // not an entry point
					modules = append(modules, c.Modules[file])
				case isTest(file):
					tests = append(tests, c.Modules[file])
				}
			}
			in := infer(c, modules, data)
			check(in, modules)
			guardBodies(in, append(modules, tests...), total)
			return nil
		},
	})
}

package policy

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// The names that conftest asks for: policy/engine.go of conftest 0.71.
var (
	conftestFailure = pattern.New("^(deny|violation)(_[a-zA-Z0-9]+)*$")
	conftestWarning = pattern.New("^warn(_[a-zA-Z0-9]+)*$")
)

func isConftestRule(name string) bool {
	return conftestFailure.MatchString(name) || conftestWarning.MatchString(name)
}

// addConftest reads the files of policies of conftest, and compiles the sets.
func (s *sources) addConftest(custom fs.FS, opt Options, ps *problems) ([]*Conftest, error) {
	if custom == nil || opt.Conftest == nil {
		return nil, nil
	}
	var out []*Conftest
	layers := layersOf(custom)
	for _, l := range layers {
		files, err := read(l.FS, path.Base(config.ConftestDir), l.dir+strings.TrimPrefix(config.ConftestDir, config.Dir), "Name policies *.rego, and data *.yaml or *.json. Other files belong elsewhere.",
			func(name string) bool { return path.Ext(name) == ".rego" || !isAside(name) && isConftestData(name) }, ps)
		if err != nil {
			return nil, err
		}
		s.conftest = append(s.conftest, files...)
		var own []config.Conftest
		for _, set := range opt.Conftest {
			if len(layers) == 1 || strings.HasPrefix(set.At.Path, l.dir+"/") {
				own = append(own, set.In(l.dir))
			}
		}
		out = append(out, loadConftest(files, own, ps)...)
	}
	return out, nil
}

func isConftestData(name string) bool {
	return slices.Contains([]string{".yaml", ".yml", ".json"}, path.Ext(name))
}

// loadConftest compiles the sets of policies. What none of them reads is refused: it
// would silently have no effect.
func loadConftest(files []file, sets []config.Conftest, ps *problems) []*Conftest {
	read := map[string]bool{}
	asked := map[string]bool{}         // packages, by file
	parsed := map[string]*ast.Module{} // that have rules to ask for
	var out []*Conftest
	for _, set := range sets {
		c := &Conftest{Conftest: set, rule: conftestRuleOf(set), data: ast.NewObject()}
		modules := c.parse(files, read, parsed, ps)
		c.readData(files, read, ps)
		if len(modules) > 0 && checkSize(modules, ps) {
			c.compile(modules, asked, ps)
		}
		out = append(out, c)
	}
	for _, f := range files {
		if !read[f.path] {
			ps.in(f.path, "no entry of `conftest` in config.yaml reads this file, so it would have no effect", "Add its directory to `policies` or `data` of an entry, or remove the file.")
		}
	}
	for _, name := range keysOf(parsed) {
		if m := parsed[name]; !asked[name] && !isTest(name) && hasConftestRules(m) {
			ps.at(m.Package.Location, fmt.Sprintf("the package %s has rules that would not be evaluated", packageName(m)), "Add the package to `namespaces` of the entry in config.yaml, or rename the rules.")
		}
	}
	return out
}

// isConftest reports whether an entry stands for a set of policies of conftest.
func (e entry) isConftest() bool { return IsConftest(e.rule.ID) }

// withConftest adds the entries of the catalogue that stand for sets.
func withConftest(entries []entry, sets []*Conftest) []entry {
	if len(sets) == 0 {
		return entries
	}
	out := slices.Clone(entries)
	for _, c := range sets {
		out = append(out, entry{rule: c.rule})
	}
	slices.SortFunc(out, func(a, b entry) int { return cmp.Compare(a.rule.ID, b.rule.ID) })
	return out
}

// addConftest gives the set the policies of conftest, with what is set about each.
func (s *Set) addConftest(sets []*Conftest) {
	for _, c := range sets {
		i, _ := slices.BinarySearchFunc(s.rules, c.rule.ID, func(r finding.Rule, id string) int { return cmp.Compare(r.ID, id) })
		c.rule, c.steps = s.rules[i], s.steps
		s.conftest = append(s.conftest, c)
	}
}

// withoutPlaces are the sets without their places in the configuration.
func withoutPlaces(sets []config.Conftest) []config.Conftest {
	out := slices.Clone(sets)
	for i := range out {
		out[i].At = finding.Position{}
	}
	return out
}

// conftestRuleOf is the entry of the catalogue that stands for a set.
func conftestRuleOf(set config.Conftest) finding.Rule {
	return finding.Rule{
		ID: ConftestID(set.Name), Title: "Conftest policies " + set.Name,
		Description: "Files must pass the conftest policies in " + strings.Join(set.Policies, ", ") + ".",
		Severity:    finding.Always(finding.Error), Remediation: "Change the file as the policy requires.",
		Sources: []string{"https://www.conftest.dev", "The policies of this organization."},
		Scope:   finding.ScopeRepository, Waivable: true, Origin: config.ConfigPath,
	}
}

// at adds a problem of the entry.
func (c *Conftest) at(ps *problems, message, remedy string) {
	*ps = append(*ps, Problem{Path: c.At.Path, Line: c.At.Line, Column: c.At.Column, Message: fmt.Sprintf("conftest policies %q: %s", c.Name, message), Remedy: remedy})
}

// filesAt are the files at a path or below it.
func filesAt(files []file, p string, is func(string) bool) []file {
	p = strings.TrimSuffix(p, "/")
	return slices.DeleteFunc(slices.Clone(files), func(f file) bool { return !is(f.path) || f.path != p && !source.Within(p, f.path) })
}

// parse parses the policies of the set, by path. Tests are read, to refuse rules in
// them, and left out.
func (c *Conftest) parse(files []file, read map[string]bool, parsed map[string]*ast.Module, ps *problems) map[string]*ast.Module {
	modules := map[string]*ast.Module{}
	for _, p := range c.Policies {
		own := filesAt(files, p, func(name string) bool { return path.Ext(name) == ".rego" })
		if len(own) == 0 {
			c.at(ps, fmt.Sprintf("there are no policies in %q", p), "Add *.rego files there, or fix the path.")
		}
		for _, f := range own {
			read[f.path] = true
			if modules[f.path] != nil {
				continue
			}
			m, err := ast.ParseModuleWithOpts(f.path, string(f.src), ast.ParserOptions{Capabilities: conftestCapabilities(c.version()), ProcessAnnotation: true, RegoVersion: c.version()})
			switch {
			case err != nil:
				c.refuse(ps, err)
			case m == nil:
				ps.in(f.path, "the file is empty", "Remove it, or add a policy.")
			case isTest(f.path):
				parsed[f.path] = m
				c.checkTest(m, ps)
			default:
				modules[f.path], parsed[f.path] = m, m
			}
		}
	}
	return modules
}

func (c *Conftest) version() ast.RegoVersion {
	if c.RegoV0 {
		return ast.RegoV0
	}
	return ast.RegoV1
}

// refuse adds what the parser or the compiler refuses. What helps an own rule does not
// help here.
func (c *Conftest) refuse(ps *problems, err error) {
	var own problems
	own.rego(err)
	for _, p := range own {
		if strings.HasPrefix(p.Remedy, "Use Rego v1.") {
			p.Remedy = fmt.Sprintf("If the policies are in Rego v0, set `rego: v0` for the entry %q in config.yaml.", c.Name)
		}
		if name, is := strings.CutPrefix(p.Message, "undefined function "); is {
			if remedy := conftestRemedy(name); remedy != "" {
				p.Message, p.Remedy = "the builtin "+name+" is not supported in conftest policies", remedy
			}
		}
		*ps = append(*ps, p)
	}
}

// conftestRemedy is for builtins that policies cannot use here; "" for what is none.
func conftestRemedy(name string) string {
	reason, no := forbidden(name)
	switch {
	case strings.HasPrefix(name, "parse_config") || name == "parse_combined_config_files":
		return "Policies read no files. Add the file to `files` of the entry, or commit its content under `data`."
	case !no:
		return ""
	case name == "time.now_ns":
		return "Policies have no clock. Remove the rule, or write it as a rule of modelgate, which has input.now."
	}
	return strings.NewReplacer("Put the data in a table in .modelgate/data.", "Commit the data and list it under `data` of the entry.", "Rules ", "Policies ").Replace(reason)
}

// conftestCapabilities are those of own rules, in a version of the language, and trace:
// older policies call it, and nobody listens.
func conftestCapabilities(version ast.RegoVersion) *ast.Capabilities {
	caps := ast.CapabilitiesForThisVersion(ast.CapabilitiesRegoVersion(version))
	caps.Builtins = slices.DeleteFunc(slices.Clone(caps.Builtins), func(b *ast.Builtin) bool {
		_, no := forbidden(b.Name)
		return no && b.Name != ast.Trace.Name
	})
	caps.AllowNet = []string{}
	return caps
}

// checkTest refuses rules in a file of tests: conftest would ask them.
func (c *Conftest) checkTest(m *ast.Module, ps *problems) {
	if hasConftestRules(m) {
		ps.at(m.Package.Location, "the file is named like tests, which are not loaded, but has deny, violation or warn rules", "Rename the file.")
	}
}

func hasConftestRules(m *ast.Module) bool {
	return slices.ContainsFunc(m.Rules, func(r *ast.Rule) bool { return isConftestRule(headName(r)) })
}

// packageName is the name of a package as conftest takes it for a namespace.
func packageName(m *ast.Module) string {
	return strings.Replace(m.Package.Path.String(), "data.", "", 1)
}

// compile compiles the policies, and finds the rules to ask.
func (c *Conftest) compile(modules map[string]*ast.Module, asked map[string]bool, ps *problems) {
	before := len(*ps)
	c.findRules(modules, asked, ps)
	compiler := ast.NewCompiler().WithCapabilities(andGuards(conftestCapabilities(c.version()))).WithDefaultRegoVersion(c.version()).SetErrorLimit(100)
	compiler.WithStageAfterID(ast.StageCheckDeprecatedBuiltins, ast.CompilerStageDefinition{
		Name: "Bound", MetricName: "compile_stage_bound", Stage: func(compiler *ast.Compiler) *ast.Error {
			if !compiler.Failed() {
				boundBodies(compiler)
			}
			return nil
		},
	})
	if compiler.Compile(modules); compiler.Failed() {
		c.refuse(ps, compiler.Errors)
	}
	if len(*ps) == before {
		c.compiler = compiler
	}
}

// findRules finds the rules that the namespaces name, and refuses those of which
// conftest would not say that it passes over them.
func (c *Conftest) findRules(modules map[string]*ast.Module, asked map[string]bool, ps *problems) {
	packages := map[string]ast.Ref{}
	for _, name := range keysOf(modules) {
		packages[packageName(modules[name])] = modules[name].Package.Path
	}
	chosen := map[string]bool{}
	for _, pattern := range c.Namespaces {
		matched := false
		for _, name := range keysOf(packages) {
			if is, err := path.Match(pattern, name); name == pattern || err == nil && is && strings.ContainsAny(pattern, "*?[") {
				chosen[name], matched = true, true
			}
		}
		if !matched {
			c.at(ps, fmt.Sprintf("the policies have no package %q%s", pattern, finding.DidYouMean(pattern, keysOf(packages))), "Set `namespaces` to the packages to evaluate: "+strings.Join(keysOf(packages), ", ")+".")
		}
	}
	known := map[string]bool{}
	for _, file := range keysOf(modules) {
		m := modules[file]
		pkg := packageName(m)
		if !chosen[pkg] {
			continue
		}
		asked[file] = true
		for _, rule := range m.Rules {
			name := headName(rule)
			if !isConftestRule(name) || !checkConftestRule(rule, name, ps) || known[pkg+"."+name] {
				continue
			}
			known[pkg+"."+name] = true
			c.rules = append(c.rules, newConftestRule(pkg, name, m.Package.Path))
		}
	}
	if len(c.rules) == 0 && len(chosen) > 0 {
		c.at(ps, "the chosen packages have no deny, violation or warn rule, so every file would pass", "Set `namespaces` to the packages with rules.")
	}
	slices.SortFunc(c.rules, func(a, b conftestRule) int { return cmp.Compare(a.name, b.name) })
}

// checkConftestRule refuses the forms that conftest passes over in silence.
func checkConftestRule(rule *ast.Rule, name string, ps *problems) bool {
	head := rule.Head
	switch {
	case len(head.Args) > 0:
		ps.at(rule.Location, name+" is a function, which conftest does not evaluate", "Rename it.")
	case string(head.Name) != name:
		ps.at(rule.Location, fmt.Sprintf("conftest does not evaluate %s, which is not a set of messages", head.Ref()), "Write "+name+" contains msg if { … }.")
	case head.RuleKind() == ast.SingleValue && head.Value != nil && ast.TermValueIs[ast.Boolean](head.Value):
		ps.at(rule.Location, name+" is true or false, which conftest takes for a pass", "Write "+name+" contains msg if { … }.")
	default:
		return true
	}
	return false
}

// newConftestRule is a rule with its queries: deny = data.pkg.rule, and whether an
// exception of the package names what is behind deny_, violation_ or warn_.
func newConftestRule(pkg, name string, in ast.Ref) conftestRule {
	_, rest, _ := strings.Cut(name, "_")
	read := ast.NewTerm(in.Append(ast.StringTerm(name)))
	exceptions := ast.NewTerm(in.Append(ast.StringTerm("exception")).Append(ast.VarTerm("some_exception")).Append(ast.VarTerm("some_rule")))
	return conftestRule{
		name: pkg + "." + name, warns: conftestWarning.MatchString(name),
		query:     ast.NewBody(ast.Equality.Expr(ast.NewTerm(denyVar), read)),
		exception: ast.NewBody(ast.Equality.Expr(ast.StringTerm(rest), exceptions)),
	}
}

// boundBodies lets the builtins that make something be called under a bound, and
// counts what is put into sets. What policies compare is left as it is.
func boundBodies(compiler *ast.Compiler) {
	var modules []*ast.Module
	for _, name := range keysOf(compiler.Modules) {
		modules = append(modules, compiler.Modules[name])
	}
	swap := map[string]string{"sprintf": boundedFormat}
	for name, guard := range guarded() {
		if strings.HasPrefix(guard, bounded) {
			swap[name] = guard
		}
	}
	g := &guarding{inference: infer(compiler, modules, nil), swap: swap}
	for _, m := range modules {
		for _, rule := range m.Rules {
			for r := rule; r != nil; r = r.Else {
				if head := r.Head; head.RuleKind() == ast.MultiValue && head.Key != nil {
					r.Body = g.counting(guardNewMember, head.Key, r.Body)
				}
			}
			g.count(rule)
			eachExpr(rule, func(e *ast.Expr, _ ast.VarSet) []*ast.Expr {
				if e.IsCall() && swap[e.Operator().String()] != "" {
					return g.call(e)
				}
				return []*ast.Expr{e}
			})
		}
	}
}

// count counts the members of the sets, and the keys of the objects, that a rule makes
// in its bodies.
func (g *guarding) count(rule *ast.Rule) {
	ast.NewGenericVisitor(func(x any) bool {
		switch c := x.(type) {
		case *ast.SetComprehension:
			c.Body = g.counting(guardNewMember, c.Term, c.Body)
		case *ast.ObjectComprehension:
			c.Body = g.counting(guardNewKey, c.Key, c.Body)
		}
		return false
	}).Walk(rule)
}

// readData reads the data of the set as OPA's loader does: the subdirectories of a
// directory are keys, and the names of files are not.
func (c *Conftest) readData(files []file, read map[string]bool, ps *problems) {
	for _, p := range c.Data {
		own := filesAt(files, p, isConftestData)
		if len(own) == 0 {
			c.at(ps, fmt.Sprintf("there is no data in %q", p), "Add *.yaml or *.json files there, or fix the path.")
		}
		for _, f := range own {
			read[f.path] = true
			value, ok := readValue(f, ps)
			if !ok {
				continue
			}
			var keys []string
			if dir := strings.TrimSuffix(p, "/"); f.path != dir {
				keys = strings.Split(strings.TrimPrefix(path.Dir(f.path)+"/", dir+"/"), "/")
				keys = keys[:len(keys)-1]
			}
			for _, key := range slices.Backward(keys) {
				value = ast.NewObject(ast.Item(ast.StringTerm(key), ast.NewTerm(value)))
			}
			object, isObject := value.(ast.Object)
			if !isObject {
				ps.in(f.path, "data must be a mapping", "Write `key: value` lines.")
				continue
			}
			merged, ok := mergeData(c.data, object)
			if !ok {
				ps.in(f.path, "the file has a key that another file of the data has too", "Keep one of them.")
				continue
			}
			c.data = merged
		}
	}
}

// readValue reads a file of data with the project's own readers.
func readValue(f file, ps *problems) (ast.Value, bool) {
	syntax := document.YAML
	if path.Ext(f.path) == ".json" {
		syntax = document.JSON
	}
	doc, found := document.ParseAs(syntax, f.path, f.src)
	broken := false
	for _, d := range found {
		if d.Severity == finding.Error {
			broken = true
			*ps = append(*ps, Problem{Path: f.path, Line: d.At.Line, Column: d.At.Column, Message: d.Message, Remedy: d.Help})
		}
	}
	if broken || doc.Root == nil {
		return nil, false
	}
	value, err := ast.InterfaceToValue(schema.Value(doc.Root))
	if err != nil {
		ps.in(f.path, "the data cannot be used: "+oneLine(err), "")
	}
	return value, err == nil
}

// mergeData is two objects in one; false where they have different values at one place.
func mergeData(a, b ast.Object) (ast.Object, bool) {
	return a.MergeWith(b, func(x, y *ast.Term) (*ast.Term, bool) {
		one, isObject := x.Value.(ast.Object)
		other, isToo := y.Value.(ast.Object)
		if !isObject || !isToo {
			return nil, true
		}
		merged, ok := mergeData(one, other)
		return ast.NewTerm(merged), !ok
	})
}

// rawStore is what policies of conftest read as data.
type rawStore struct {
	storage.Store
	root ast.Object
}

// conftestStore is the data of a set, and what conftest says of the file: its name, and
// its directory as if the repository were at the root.
func conftestStore(data ast.Object, name string) rawStore {
	about := ast.NewObject(
		ast.Item(ast.StringTerm("name"), ast.StringTerm(path.Base(name))),
		ast.Item(ast.StringTerm("dir"), ast.StringTerm(path.Dir("/"+name))))
	own := ast.NewObject(ast.Item(ast.StringTerm("conftest"), ast.NewTerm(ast.NewObject(ast.Item(ast.StringTerm("file"), ast.NewTerm(about))))))
	merged, ok := mergeData(data, own)
	if !ok { // the data has the place for itself
		merged = own
	}
	return rawStore{root: merged}
}

// Read is the value at a path below data.
func (s rawStore) Read(_ context.Context, _ storage.Transaction, at storage.Path) (any, error) {
	var value ast.Value = s.root
	for _, step := range at {
		if value = member(value, step); value == nil {
			return nil, notFound(at)
		}
	}
	return value, nil
}

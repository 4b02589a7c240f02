package promotion

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"text/template"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/templates"
)

const (
	targetsDir   = "targets" // in templates.FS
	targetFile   = "target.yaml"
	targetSchema = "target"
	sharedFile   = "shared/metadata.tmpl" // in templates.FS, for the templates of every target
)

// errNoTarget says that there is no target of a name.
var errNoTarget = errors.New("unknown target")

// fault is what is wrong with the files of a target, and where.
type fault struct {
	file    string // in the directory of the target
	line    int
	message string
}

func (f *fault) Error() string { return fmt.Sprintf("%s:%d: %s", f.file, f.line, f.message) }

// targetNames are those of the targets that modelgate has, sorted.
func targetNames() ([]string, error) {
	entries, err := fs.ReadDir(templates.FS, targetsDir)
	if err != nil {
		return nil, fmt.Errorf("listing the targets: %w", err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names, nil
}

// builtIn has a reader for each target that modelgate has. Each reads once.
var builtIn = sync.OnceValues(func() (map[string]func() (Target, error), error) {
	names, err := targetNames()
	out := map[string]func() (Target, error){}
	for _, name := range names {
		out[name] = sync.OnceValues(func() (Target, error) { return readBuiltIn(name, path.Join(targetsDir, name)) })
	}
	return out, err
})

// readBuiltIn reads a target of a directory of templates.FS.
func readBuiltIn(name, dir string) (Target, error) {
	files := map[string][]byte{}
	entries, err := fs.ReadDir(templates.FS, dir)
	for _, e := range entries {
		if files[e.Name()], err = fs.ReadFile(templates.FS, path.Join(dir, e.Name())); err != nil {
			break
		}
	}
	var t Target
	if err == nil {
		t, err = readTarget(name, files)
	}
	if err != nil {
		return Target{}, fmt.Errorf("reading the target %s: %w", name, err)
	}
	return t, nil
}

// ownTargets are those of an environment repository, by name.
type ownTargets map[string]Target

// load is a target that modelgate or the environment repository has. A name that is
// none is errNoTarget.
func (o ownTargets) load(name string) (Target, error) {
	if t, ok := o[name]; ok {
		return t, nil
	}
	all, err := builtIn()
	if err != nil {
		return Target{}, err
	}
	if read, ok := all[name]; ok {
		return read()
	}
	names := slices.Concat(slices.Sorted(maps.Keys(all)), slices.Sorted(maps.Keys(o)))
	return Target{}, fmt.Errorf("%w: %s%s", errNoTarget, quoted(name), finding.DidYouMeanThen(name, names, "valid targets: "+strings.Join(names, ", ")))
}

// readTarget reads a target from its files. What is wrong with them is a *fault.
func readTarget(name string, files map[string][]byte) (Target, error) {
	src, ok := files[targetFile]
	if !ok {
		return Target{}, &fault{targetFile, 1, "the file does not exist; it declares the files and parameters of the target"}
	}
	doc, found := document.ParseAs(document.YAML, targetFile, src)
	if len(found) == 0 {
		var err error
		if found, err = schema.Validate(targetSchema, doc); err != nil {
			return Target{}, err
		}
	}
	if len(found) > 0 {
		return Target{}, &fault{targetFile, max(1, found[0].At.Line), found[0].Message}
	}
	r := &targetReader{}
	t := r.target(doc.Root, name)
	if r.err == nil {
		r.files(&t, doc.Root.Get("files"), files)
	}
	if r.err != nil {
		return Target{}, r.err
	}
	sums := map[string]string{}
	for name, b := range files {
		sums[name] = sumOf(b)
	}
	b, err := canonical(sums)
	t.Digest = digestOf(b)
	return t, err
}

// targetReader reads what the schema of targets has accepted, and keeps the first
// thing that is wrong with it.
type targetReader struct{ err error }

func (r *targetReader) fail(n *document.Node, format string, args ...any) {
	if r.err == nil {
		r.err = &fault{targetFile, max(1, n.Span.Line), fmt.Sprintf(format, args...)}
	}
}

func (r *targetReader) target(root *document.Node, name string) Target {
	t := Target{Name: name, Description: node{root.Get("description")}.text()}
	if got := root.Get("name"); got.Value != name {
		r.fail(got, "the name is %s, but the directory is %s", quoted(got.Value), quoted(name))
	}
	for _, n := range children(root.Get("parameters")) {
		p := r.parameter(n)
		r.refer(t, p, n)
		t.Parameters = append(t.Parameters, p)
	}
	for _, n := range children(root.Get("parameters")) {
		for _, key := range []string{"not_above", "requires"} {
			if other := n.Get(key); other != nil {
				if _, ok := t.parameter(other.Value); !ok {
					r.fail(other, "%s names the parameter %s, which is not declared", key, quoted(other.Value))
				}
			}
		}
	}
	for _, n := range children(root.Get("examples")) {
		e := Example{Name: n.Get("name").Value, Parameters: map[string]string{}}
		for _, p := range children(n.Get("parameters")) {
			if _, ok := t.parameter(p.Key); !ok {
				r.fail(p, "%s", t.unknown(map[string]string{p.Key: ""})[0])
			}
			e.Parameters[p.Key] = p.Value
		}
		if slices.ContainsFunc(t.Examples, func(o Example) bool { return o.Name == e.Name }) {
			r.fail(n, "duplicate example %s", quoted(e.Name))
		}
		t.Examples = append(t.Examples, e)
	}
	return t
}

// refer checks the parameters that a new one names: each must come before it, so
// that its value is known.
func (r *targetReader) refer(t Target, p Parameter, n *document.Node) {
	if _, twice := t.parameter(p.Name); twice {
		r.fail(n, "duplicate parameter %s", p.Name)
	}
	names := slices.Concat(slices.Collect(maps.Keys(p.DefaultBy)), slices.Collect(maps.Keys(p.When)))
	if p.DefaultFrom != "" {
		names = append(names, p.DefaultFrom)
	}
	slices.Sort(names)
	for _, name := range names {
		if _, ok := t.parameter(name); !ok {
			r.fail(n, "parameter %s depends on %s, which is not declared before it", p.Name, quoted(name))
		}
	}
	if len(p.DefaultBy) > 1 {
		r.fail(n, "parameter %s must have one default", p.Name)
	}
	if p.Default == "" || r.err != nil {
		return
	}
	if got, err := p.check(p.Default, nil); err != nil {
		r.fail(n, "the default of parameter %s is invalid: %v", p.Name, err)
	} else if got != p.Default {
		r.fail(n, "the default of parameter %s must be written %s", p.Name, quoted(got))
	}
}

func (r *targetReader) parameter(n *document.Node) Parameter {
	m := func(key string) node { return node{n.Get(key)} }
	p := Parameter{
		Name: m("name").text(), Type: ParameterType(m("type").text()), Description: m("description").text(),
		Required: m("required").text() == "true", Immutable: m("immutable").text() == "true",
		Default: m("default").text(), DefaultFrom: m("default_from").text(), Values: m("values").words(), Pattern: m("pattern").text(),
		Minimum: r.integer(m("minimum")), Maximum: r.integer(m("maximum")), NotAbove: m("not_above").text(),
		Requires: m("requires").text(), When: conditions(n.Get("when")), Reserved: m("reserved").words(),
	}
	for _, by := range m("default_by").items() {
		if p.DefaultBy == nil {
			p.DefaultBy = map[string]map[string]string{}
		}
		p.DefaultBy[by.Key] = map[string]string{}
		for _, c := range by.Children {
			p.DefaultBy[by.Key][c.Key] = c.Value
		}
	}
	switch p.Type {
	case TypeString, TypeArtifact, TypeWords, TypePairs:
		if (p.Pattern == "") == (len(p.Values) == 0) || p.Type != TypeString && p.Pattern == "" {
			r.fail(n, "parameter %s must have either pattern or, if it is a string, values", p.Name)
		}
	case TypeInteger:
		if p.Maximum <= p.Minimum {
			r.fail(n, "parameter %s must have minimum and maximum", p.Name)
		}
	}
	// Alone first: a pattern that is only whole between the anchors would take them apart.
	if _, err := regexp.Compile(p.Pattern); err != nil {
		r.fail(n, "parameter %s: %v", p.Name, err)
		return p
	}
	var err error
	if p.pattern, err = regexp.Compile(`^(?:` + p.Pattern + `)$`); err != nil {
		r.fail(n, "parameter %s: %v", p.Name, err)
	}
	return p
}

func (r *targetReader) integer(n node) int64 {
	if n.Node == nil {
		return 0
	}
	i, err := strconv.ParseInt(n.Value, 10, 64)
	if err != nil {
		r.fail(n.Node, "%s is not an integer", quoted(n.Value))
	}
	return i
}

// conditions are the values that other parameters must have, by their names; no
// values mean any.
func conditions(n *document.Node) map[string][]string {
	if n == nil {
		return nil
	}
	out := map[string][]string{}
	for _, c := range n.Children {
		out[c.Key] = node{c}.words()
	}
	return out
}

// files reads the files that a target renders, and their templates.
func (r *targetReader) files(t *Target, list *document.Node, files map[string][]byte) {
	shared, err := fs.ReadFile(templates.FS, sharedFile)
	if err != nil {
		r.fail(list, "%v", err)
		return
	}
	used := map[string]bool{targetFile: true}
	for _, n := range children(list) {
		m := func(key string) string { return node{n.Get(key)}.text() }
		f := manifest{name: m("name"), format: format(m("format")), apiVersion: m("apiVersion"), kind: m("kind"), signs: m("signs"), when: conditions(n.Get("when"))}
		if f.format == "" {
			f.format = formatYAML
		}
		for _, name := range slices.Sorted(maps.Keys(f.when)) {
			if _, ok := t.parameter(name); !ok {
				r.fail(n, "the file depends on the parameter %s, which is not declared", quoted(name))
			}
		}
		if (f.format == formatYAML) != (f.apiVersion != "" && f.kind != "") {
			r.fail(n, "YAML files, and only they, must have apiVersion and kind")
		}
		if slices.ContainsFunc(t.manifests, func(o manifest) bool { return o.name == f.name }) {
			r.fail(n, "duplicate file %s", quoted(f.name))
		}
		if (f.format == formatSignature) != (f.signs != "") || f.signs != "" && !slices.ContainsFunc(t.manifests, func(o manifest) bool { return o.name == f.signs }) {
			r.fail(n, "a file with the format signature must have signs, the name of a file before it; other files cannot have it")
		}
		if f.format == formatSignature {
			t.manifests = append(t.manifests, f)
			continue
		}
		name := strings.ReplaceAll(f.name, nameInFile, "model") + ".tmpl"
		src, ok := files[name]
		if !ok {
			r.fail(n, "%s does not exist next to target.yaml", name)
			return
		}
		used[name] = true
		if f.template, err = parseTemplate(name, f.format, src, shared, *t); err != nil {
			if r.err == nil {
				r.err = err
			}
			return
		}
		t.manifests = append(t.manifests, f)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if !used[name] && name != "README.md" && r.err == nil {
			r.err = &fault{name, 1, "target.yaml does not list the file"}
		}
	}
}

// node is a document.Node whose methods are safe on nil.
type node struct{ *document.Node }

func (n node) text() string {
	if n.Node == nil {
		return ""
	}
	return n.Value
}

func (n node) items() []*document.Node {
	if n.Node == nil {
		return nil
	}
	return n.Children
}

func (n node) words() []string {
	var out []string
	for _, c := range n.items() {
		out = append(out, c.Value)
	}
	return out
}

// nameInFile stands for the model's name in the name of a file.
const nameInFile = "{name}"

// parseTemplate reads a template, and refuses what could write a value without
// quotes, or not end.
func parseTemplate(name string, f format, src, shared []byte, t Target) (*template.Template, error) {
	c := &templateCheck{name: name, format: f, target: t}
	out, err := template.New(name).Option("missingkey=error").Funcs(functions()).Parse(string(src))
	if err != nil {
		return nil, &fault{name, lineOf(err), "the template cannot be read: " + err.Error()}
	}
	for _, defined := range out.Templates() {
		if n := defined.Name(); n != name {
			c.fail(1, "it defines the template %s; only metadata, which exists, can be used", quoted(n))
		}
	}
	if _, err := out.New("metadata").Parse(string(shared)); err != nil {
		return nil, fmt.Errorf("reading %s: %w", sharedFile, err)
	}
	c.list(out.Tree.Root)
	if c.err != nil {
		return nil, c.err
	}
	return out, nil
}

// lineOf is the line in an error of text/template: "template: NAME:LINE: …".
func lineOf(err error) int {
	parts := strings.SplitN(err.Error(), ":", 4)
	if len(parts) < 4 {
		return 1
	}
	line, wrong := strconv.Atoi(parts[2])
	if wrong != nil || line < 1 {
		return 1
	}
	return line
}

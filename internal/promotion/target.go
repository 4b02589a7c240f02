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
	"text/template"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/templates"
)

// Target is a kind of deployment: the manifests of templates/targets/<name>
// and the parameters that they take.
type Target struct {
	Name        string
	Description string
	Parameters  []Parameter // in the order of target.yaml
	Digest      string      // of all files of the target
	manifests   []manifest
}

// manifest is one rendered file. It holds one object of one kind.
type manifest struct {
	name       string // of the file, without .tmpl
	apiVersion string
	kind       string
	template   *template.Template
}

// ParameterType is what a parameter's text must be.
type ParameterType string

const (
	TypeString   ParameterType = "string"   // of Values, or of the form of Pattern
	TypeInteger  ParameterType = "integer"  // from Minimum to Maximum
	TypeQuantity ParameterType = "quantity" // a Kubernetes quantity above zero
	TypeArtifact ParameterType = "artifact" // the uri of one of the model's artifacts
)

// Parameter is one value that the templates of a target take.
type Parameter struct {
	Name        string
	Type        ParameterType
	Description string
	Required    bool
	Immutable   bool                         // a promotion may not change it
	Default     string                       // "" for none
	DefaultFrom string                       // the parameter whose value is the default
	DefaultBy   map[string]map[string]string // parameter → its value → the default
	Values      []string
	Pattern     string
	Minimum     int64
	Maximum     int64
	NotAbove    string // the parameter that bounds this one
	pattern     *regexp.Regexp
}

// targetsDir is where the targets lie in templates.FS.
const targetsDir = "targets"

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

// errNoTarget says that there is no target of a name.
var errNoTarget = errors.New("unknown target")

// loadTarget reads a target. A name that is none is errNoTarget; every other
// error is a fault of the target's own files.
func loadTarget(name string) (Target, error) {
	names, err := targetNames()
	if err != nil {
		return Target{}, err
	}
	if !targetName.MatchString(name) || !slices.Contains(names, name) {
		return Target{}, fmt.Errorf("%w: %s%s", errNoTarget, quoted(name), finding.DidYouMeanThen(name, names, "valid targets: "+strings.Join(names, ", ")))
	}
	dir, err := fs.Sub(templates.FS, path.Join(targetsDir, name))
	if err != nil {
		return Target{}, fmt.Errorf("reading the target %s: %w", name, err)
	}
	t, err := readTarget(name, dir)
	if err != nil {
		return Target{}, fmt.Errorf("reading the target %s: %w", name, err)
	}
	return t, nil
}

func readTarget(name string, dir fs.FS) (Target, error) {
	src, err := fs.ReadFile(dir, "target.yaml")
	if err != nil {
		return Target{}, err
	}
	doc, found := document.ParseAs(document.YAML, "target.yaml", src)
	if len(found) > 0 {
		return Target{}, fmt.Errorf("target.yaml:%d: %s", found[0].At.Line, found[0].Message)
	}
	r := &targetReader{}
	root := r.mapping(doc.Root, "apiVersion", "kind", "name", "description", "files", "parameters")
	t := Target{Name: name, Description: root["description"].text()}
	if root["apiVersion"].text() != apiVersion || root["kind"].text() != "Target" || root["name"].text() != name {
		r.fail("it is not the %s Target of its directory", apiVersion)
	}
	for _, n := range root["files"].items() {
		m := r.mapping(n, "name", "apiVersion", "kind")
		t.manifests = append(t.manifests, manifest{name: m["name"].text(), apiVersion: m["apiVersion"].text(), kind: m["kind"].text()})
	}
	for _, n := range root["parameters"].items() {
		t.Parameters = append(t.Parameters, r.parameter(n))
	}
	if r.err != nil {
		return Target{}, r.err
	}
	if err := t.readTemplates(dir); err != nil {
		return Target{}, err
	}
	t.Digest, err = digestOfFiles(dir)
	return t, err
}

func (t *Target) readTemplates(dir fs.FS) error {
	if len(t.manifests) == 0 {
		return errors.New("it has no files")
	}
	for i := range t.manifests {
		m := &t.manifests[i]
		src, err := fs.ReadFile(dir, m.name+".tmpl")
		if err != nil {
			return err
		}
		if m.template, err = template.New(m.name).Option("missingkey=error").Funcs(functions()).Parse(string(src)); err != nil {
			return err
		}
	}
	return nil
}

// digestOfFiles is one digest over the names and contents of all files.
func digestOfFiles(dir fs.FS) (string, error) {
	sums := map[string]string{}
	err := fs.WalkDir(dir, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(dir, name)
		sums[name] = sumOf(b)
		return err
	})
	if err != nil {
		return "", err
	}
	b, err := canonical(sums)
	return digestOf(b), err
}

// targetReader reads target.yaml and keeps the first thing that is wrong
// with it. The file is ours, so that this is a bug, and a test finds it.
type targetReader struct{ err error }

func (r *targetReader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("target.yaml: "+format, args...)
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

func (r *targetReader) mapping(n *document.Node, known ...string) map[string]node {
	out := map[string]node{}
	if n == nil || n.Kind != document.Mapping {
		r.fail("a mapping is missing")
		return out
	}
	for _, c := range n.Children {
		if !slices.Contains(known, c.Key) {
			r.fail("line %d: unknown key %q", c.KeySpan.Line, c.Key)
		}
		out[c.Key] = node{c}
	}
	return out
}

func (r *targetReader) parameter(n *document.Node) Parameter {
	m := r.mapping(n, "name", "type", "description", "required", "immutable", "default", "default_from", "default_by",
		"values", "pattern", "minimum", "maximum", "not_above")
	p := Parameter{
		Name: m["name"].text(), Type: ParameterType(m["type"].text()), Description: m["description"].text(),
		Required: m["required"].text() == "true", Immutable: m["immutable"].text() == "true",
		Default: m["default"].text(), DefaultFrom: m["default_from"].text(), Values: m["values"].words(), Pattern: m["pattern"].text(),
		Minimum: r.integer(m["minimum"]), Maximum: r.integer(m["maximum"]), NotAbove: m["not_above"].text(),
	}
	for _, by := range m["default_by"].items() {
		p.DefaultBy = map[string]map[string]string{by.Key: {}}
		for _, c := range by.Children {
			p.DefaultBy[by.Key][c.Key] = c.Value
		}
	}
	if p.Name == "" || p.Description == "" {
		r.fail("a parameter has no name or no description")
	}
	switch p.Type {
	case TypeString, TypeArtifact:
		if (p.Pattern == "") == (len(p.Values) == 0) {
			r.fail("parameter %s must have either pattern or values", p.Name)
		}
	case TypeInteger:
		if p.Maximum <= p.Minimum {
			r.fail("parameter %s must have minimum and maximum", p.Name)
		}
	case TypeQuantity:
	default:
		r.fail("parameter %s has the unknown type %q", p.Name, p.Type)
	}
	var err error
	if p.pattern, err = regexp.Compile(`^(?:` + p.Pattern + `)$`); err != nil {
		r.fail("parameter %s: %w", p.Name, err)
	}
	return p
}

func (r *targetReader) integer(n node) int64 {
	if n.Node == nil {
		return 0
	}
	i, err := strconv.ParseInt(n.Value, 10, 64)
	if err != nil {
		r.fail("%q is not an integer", n.Value)
	}
	return i
}

// parameter returns the declaration of a parameter.
func (t Target) parameter(name string) (Parameter, bool) {
	i := slices.IndexFunc(t.Parameters, func(p Parameter) bool { return p.Name == name })
	if i < 0 {
		return Parameter{}, false
	}
	return t.Parameters[i], true
}

// unknown says which of the given names are no parameters of the target.
func (t Target) unknown(given map[string]string) []string {
	var names, problems []string
	for _, p := range t.Parameters {
		names = append(names, p.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if !slices.Contains(names, name) {
			problems = append(problems, fmt.Sprintf("target %s has no parameter %s%s", t.Name, quoted(name), finding.DidYouMean(name, names)))
		}
	}
	return problems
}

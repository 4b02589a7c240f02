package promotion

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/template"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// values are what the templates of a target see.
type values struct {
	Name           string
	Namespace      string
	Annotations    map[string]string // of every object
	ArtifactDigest string
	Parameters     map[string]any // every declared parameter: string, int64, or nil where it is not given
}

// Annotations of every object.
const (
	annotationPromotion = "modelgate.dev/promotion-id"
	annotationModel     = "modelgate.dev/model"
	annotationVersion   = "modelgate.dev/version"
	annotationArtifact  = "modelgate.dev/artifact-digest"
	annotationCommit    = "modelgate.dev/source-commit"
)

// functions are what templates may call. Every value goes through yaml, so
// that no value can end the scalar that it is in.
func functions() template.FuncMap {
	return template.FuncMap{
		"yaml":  yamlScalar,
		"text":  func(v any) string { return fmt.Sprint(v) },
		"given": func(v any) bool { return v != nil },
	}
}

// yamlScalar writes an integer as it is, and text as a double-quoted scalar in
// printable ASCII (YAML 1.2.2, section 7.3.1).
func yamlScalar(v any) (string, error) {
	switch v := v.(type) {
	case int64:
		return strconv.FormatInt(v, 10), nil
	case string:
		var b strings.Builder
		b.WriteByte('"')
		for _, r := range v {
			switch {
			case r == '"' || r == '\\':
				b.WriteByte('\\')
				b.WriteRune(r)
			case r >= ' ' && r <= '~':
				b.WriteRune(r)
			case r <= 0xffff:
				fmt.Fprintf(&b, `\u%04X`, r)
			default:
				fmt.Fprintf(&b, `\U%08X`, r)
			}
		}
		b.WriteByte('"')
		return b.String(), nil
	}
	return "", fmt.Errorf("a %T cannot be written as YAML", v)
}

// render writes the manifests of a target below a directory, sorted by path.
// What it writes is read again: each file must be one object of the declared
// kind whose structure is that of harmless values. An error means that the
// templates are at fault.
func (t Target) render(dir string, v values) ([]File, error) {
	var files []File
	for _, m := range t.manifests {
		content, err := m.render(v)
		if err == nil {
			err = m.check(content, t, v)
		}
		if err != nil {
			return nil, fmt.Errorf("rendering %s of target %s for %s: %w", m.name, t.Name, v.Name, err)
		}
		files = append(files, File{Path: dir + "/" + m.name, Mode: regular, Content: content})
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return files, nil
}

func (m manifest) render(v values) ([]byte, error) {
	var b bytes.Buffer
	if err := m.template.Execute(&b, v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func (m manifest) check(content []byte, t Target, v values) error {
	root, err := m.parse(content)
	if err != nil {
		return err
	}
	harmless, err := m.render(t.harmless(v))
	if err != nil {
		return err
	}
	expected, err := m.parse(harmless)
	if err != nil {
		return err
	}
	if got, want := shape(nil, root, ""), shape(nil, expected, ""); !slices.Equal(got, want) {
		return errors.New("its values changed its structure")
	}
	metadata := root.Get("metadata")
	if (node{metadata.Get("name")}).text() != v.Name || (node{metadata.Get("namespace")}).text() != v.Namespace {
		return fmt.Errorf("its name or namespace is not %s in %s", v.Name, v.Namespace)
	}
	for _, key := range slices.Sorted(maps.Keys(v.Annotations)) {
		if got := metadata.Get("annotations").Get(key); got == nil || got.Value != v.Annotations[key] {
			return fmt.Errorf("its annotation %s is not %q", key, v.Annotations[key])
		}
	}
	return checkLabels(root)
}

// parse reads a rendered manifest: one mapping of the declared kind.
func (m manifest) parse(content []byte) (*document.Node, error) {
	doc, found := document.ParseAs(document.YAML, m.name, content)
	if len(found) > 0 {
		return nil, fmt.Errorf("line %d: %s", found[0].At.Line, found[0].Message)
	}
	root := doc.Root
	if (node{root.Get("apiVersion")}).text() != m.apiVersion || (node{root.Get("kind")}).text() != m.kind {
		return nil, fmt.Errorf("it is not a %s of %s", m.kind, m.apiVersion)
	}
	return root, nil
}

// harmless are values of the same types that no YAML parser could misread.
// Integers, quantities and words of a fixed list are kept: they are harmless
// already, and some are keys.
func (t Target) harmless(v values) values {
	out := values{Name: "x", Namespace: "x", ArtifactDigest: "x", Annotations: map[string]string{}, Parameters: map[string]any{}}
	for key := range v.Annotations {
		out.Annotations[key] = "x"
	}
	for name, value := range v.Parameters {
		out.Parameters[name] = value
		if p, ok := t.parameter(name); ok && value != nil && p.Pattern != "" {
			out.Parameters[name] = "x"
		}
	}
	return out
}

// shape lists the places of a document and what kind of value stands there.
func shape(out []string, n *document.Node, at string) []string {
	out = append(out, at+" "+string(n.Kind))
	for i, c := range n.Children {
		segment := c.Key
		if n.Kind == document.Sequence {
			segment = strconv.Itoa(i)
		}
		out = shape(out, c, at+document.Pointer(segment))
	}
	return out
}

// checkLabels refuses label values that Kubernetes would refuse.
func checkLabels(n *document.Node) error {
	for _, c := range n.Children {
		if c.Key == "labels" || c.Key == "matchLabels" || c.Key == "selector" {
			for _, label := range c.Children {
				if label.Kind == document.String && !labelValue.MatchString(label.Value) {
					return fmt.Errorf("the value of its label %s is not valid in Kubernetes", label.Key)
				}
			}
		}
		if err := checkLabels(c); err != nil {
			return err
		}
	}
	return nil
}

// typed gives templates the values of a target's parameters by type.
func (t Target) typed(resolved map[string]string) (map[string]any, error) {
	out := map[string]any{}
	for _, p := range t.Parameters {
		text, ok := resolved[p.Name]
		switch {
		case !ok:
			out[p.Name] = nil
		case p.Type == TypeInteger:
			n, err := strconv.ParseInt(text, 10, 64)
			if err != nil {
				return nil, fmt.Errorf("parameter %s: %w", p.Name, err)
			}
			out[p.Name] = n
		default:
			out[p.Name] = text
		}
	}
	return out, nil
}

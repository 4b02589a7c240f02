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
	// Fingerprint is of the artifacts and parameters: objects that cannot be changed
	// have it in their names.
	Fingerprint  string
	PromotionID  string
	Version      string
	SourceCommit string
	Artifacts    []Artifact
	Environment  string
	// What only the templates of the delivery see.
	Directory  string         // of the model's files, from the root of the repository
	Overlay    string         // of the model's overlay
	Resources  []string       // the files that hold objects of Kubernetes, sorted
	Parameters map[string]any // every declared parameter: string, int64, words, pairs, or nil where it is not given
}

// Annotations of every object.
const (
	annotationPromotion = "modelgate.dev/promotion-id"
	annotationModel     = "modelgate.dev/model"
	annotationVersion   = "modelgate.dev/version"
	annotationArtifact  = "modelgate.dev/artifact-digest"
	annotationCommit    = "modelgate.dev/source-commit"
)

// functions are what templates may call. Every value goes through one that quotes
// for the format of its file, so that no value can end the scalar that it is in.
func functions() template.FuncMap {
	return template.FuncMap{
		"yaml": yamlScalar, "json": jsonValue, "unit": unitText, "unitWord": unitWord, "unitArgument": unitArgument, "unitArguments": unitArguments, "line": lineWord,
		"text":  func(v any) string { return fmt.Sprint(v) },
		"given": func(v any) bool { return v != nil },
		// What values are made into before they are quoted.
		"join":          func(w words) string { return strings.Join(w, " ") },
		"rest":          func(percent int64) int64 { return 100 - percent },
		"minutes":       func(n int64) string { return fmt.Sprintf("%dm", n) },
		"seconds":       func(n int64) string { return fmt.Sprintf("PT%dS", n) }, // ISO 8601
		"longer":        func(n int64) int64 { return n + 60 },
		"suffixed":      func(a, b string) string { return a + "-" + b },
		"dotted":        func(a, b string) string { return a + "." + b },
		"pair":          func(name, value string) string { return name + "=" + value },
		"below":         func(parts ...string) string { return strings.Join(parts, "/") },
		"withoutScheme": func(uri string) string { _, rest, _ := strings.Cut(uri, "://"); return rest },
		"bytes":         quantityBytes,
		"percent":       quantityPercent,
		"sha256":        sha256Hex,
		"short": func(digest string) (string, error) {
			hex, err := sha256Hex(digest)
			return hex[:min(12, len(hex))], err
		},
		"fileOf": fileOf,
	}
}

// maxRendered is the size in bytes of the largest file that a template may write.
const maxRendered = 1 << 18

// render writes the files of a target below a directory, sorted by path. What it
// writes is read again: each file must have the structure that it has with harmless
// values, and a YAML file must be one object of the declared kind. An error means
// that the templates are at fault.
func (t Target) render(dir string, v values) ([]File, error) {
	var files []File
	for _, m := range t.manifests {
		if m.format == formatSignature || !holds(m.when, v.Parameters) {
			continue
		}
		name := strings.ReplaceAll(m.name, nameInFile, v.Name)
		content, err := m.render(v)
		if err == nil {
			err = m.check(content, t, v)
		}
		if err != nil {
			return nil, fmt.Errorf("rendering %s of target %s for %s: %w", name, t.Name, v.Name, err)
		}
		files = append(files, File{Path: dir + "/" + name, Mode: regular, Content: content})
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return files, nil
}

// holds reports whether parameters have the values of conditions.
func holds(when map[string][]string, parameters map[string]any) bool {
	for name, values := range when {
		got := parameters[name]
		if got == nil || len(values) > 0 && !slices.Contains(values, fmt.Sprint(got)) {
			return false
		}
	}
	return true
}

// bounded is a buffer with a limit.
type bounded struct{ bytes.Buffer }

func (b *bounded) Write(p []byte) (int, error) {
	if b.Len()+len(p) > maxRendered {
		return 0, fmt.Errorf("the file is larger than %d bytes", maxRendered)
	}
	return b.Buffer.Write(p)
}

func (m manifest) render(v values) ([]byte, error) {
	var b bounded
	if err := m.template.Execute(&b, v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func (m manifest) check(content []byte, t Target, v values) error {
	harmless, err := m.render(t.harmless(v))
	if err != nil {
		return err
	}
	same, root, err := m.sameOutline(harmless, content)
	if err != nil {
		return err
	}
	if !same {
		return errors.New("its values changed its structure")
	}
	if !m.onKubernetes() || strings.HasPrefix(m.apiVersion, "kustomize.config.k8s.io/") { // it is not applied
		return nil
	}
	metadata := root.Get("metadata")
	name, namespace := node{metadata.Get("name")}.text(), node{metadata.Get("namespace")}.text()
	ours := (name == v.Name || name == v.Name+"-"+v.Fingerprint) && namespace == v.Namespace
	if deployers := v.Directory != ""; !ours && !(deployers && name == v.Environment+"-"+v.Name) {
		return fmt.Errorf("its name or namespace is not %s in %s", v.Name, v.Namespace)
	}
	for _, key := range slices.Sorted(maps.Keys(v.Annotations)) {
		if got := metadata.Get("annotations").Get(key); got == nil || got.Value != v.Annotations[key] {
			return fmt.Errorf("its annotation %s is not %q", key, v.Annotations[key])
		}
	}
	return checkLabels(root)
}

// modelgateGroup begins the apiVersion of the project's own documents.
const modelgateGroup = "modelgate.dev/"

// parse reads a rendered manifest: one mapping of the declared kind.
func (m manifest) parse(content []byte) (*document.Node, error) {
	syntax := document.YAML
	if m.format == formatJSON {
		syntax = document.JSON
	}
	doc, found := document.ParseAs(syntax, m.name, content)
	if len(found) > 0 {
		return nil, fmt.Errorf("line %d: %s", found[0].At.Line, found[0].Message)
	}
	root := doc.Root
	if m.format == formatYAML && ((node{root.Get("apiVersion")}).text() != m.apiVersion || (node{root.Get("kind")}).text() != m.kind) {
		return nil, fmt.Errorf("it is not a %s of %s", m.kind, m.apiVersion)
	}
	return root, nil
}

// harmless are values of the same types that no parser could misread. Integers,
// quantities and words of a fixed list are kept: they are harmless already, and
// some are keys. So are the names of pairs.
func (t Target) harmless(v values) values {
	out := values{Name: "x", Namespace: "x", ArtifactDigest: "x", Fingerprint: "x", PromotionID: "x", Version: "x", SourceCommit: "x", Environment: "x", Directory: "x", Overlay: "x", Annotations: map[string]string{}, Parameters: map[string]any{}}
	if artifactDigest.MatchString(v.ArtifactDigest) {
		out.ArtifactDigest = v.ArtifactDigest
	}
	for key := range v.Annotations {
		out.Annotations[key] = "x"
	}
	out.Resources = slices.Repeat([]string{"x"}, len(v.Resources))
	for _, a := range v.Artifacts {
		var safe Artifact
		for from, to := range map[string]*string{a.Path: &safe.Path, a.URI: &safe.URI, a.Digest: &safe.Digest} {
			if from != "" {
				*to = "x"
			}
		}
		if artifactDigest.MatchString(a.Digest) {
			safe.Digest = a.Digest
		}
		out.Artifacts = append(out.Artifacts, safe)
	}
	for name, value := range v.Parameters {
		switch value := value.(type) {
		case words:
			out.Parameters[name] = words(slices.Repeat([]string{"x"}, len(value)))
		case pairs:
			safe := pairs{}
			for key := range value {
				safe[key] = "x"
			}
			out.Parameters[name] = safe
		default:
			out.Parameters[name] = value
			if p, ok := t.parameter(name); ok && value != nil && p.Pattern != "" {
				out.Parameters[name] = "x"
			}
		}
	}
	return out
}

// shape lists the places of a document and what kind of value is in each. A text
// at one of the inner places is a document in the document, such as the application
// of a RayService.
func shape(out []string, n *document.Node, at string, inner []string) []string {
	out = append(out, at+" "+string(n.Kind))
	if slices.Contains(inner, at) {
		doc, found := document.ParseAs(document.YAML, "inner.yaml", []byte(n.Value))
		if len(found) > 0 || doc.Root == nil {
			return append(out, at+" cannot be read")
		}
		return shape(out, doc.Root, at+"/", nil)
	}
	for i, c := range n.Children {
		segment := c.Key
		if n.Kind == document.Sequence {
			segment = strconv.Itoa(i)
		}
		out = shape(out, c, at+document.Pointer(segment), inner)
	}
	return out
}

// innerPlaces lists the places of texts with several lines. With harmless values
// such a text is the template's own.
func innerPlaces(out []string, n *document.Node, at string) []string {
	if n.Kind == document.String && strings.Contains(n.Value, "\n") {
		out = append(out, at)
	}
	for i, c := range n.Children {
		segment := c.Key
		if n.Kind == document.Sequence {
			segment = strconv.Itoa(i)
		}
		out = innerPlaces(out, c, at+document.Pointer(segment))
	}
	return out
}

var errLabel = errors.New("the value of its label is not valid in Kubernetes")

// checkLabels refuses label values that Kubernetes would refuse.
func checkLabels(n *document.Node) error {
	for _, c := range n.Children {
		if c.Key == "labels" || c.Key == "matchLabels" || c.Key == "selector" {
			for _, label := range c.Children {
				if label.Kind == document.String && !labelValue.MatchString(label.Value) {
					return fmt.Errorf("%w: %s", errLabel, label.Key)
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
		case p.Type == TypeWords:
			out[p.Name] = words(strings.Fields(text))
		case p.Type == TypePairs:
			set := pairs{}
			for _, word := range strings.Fields(text) {
				key, value, _ := strings.Cut(word, "=")
				set[key] = value
			}
			out[p.Name] = set
		default:
			out[p.Name] = text
		}
	}
	return out, nil
}

// words and pairs are the values of parameters of these types.
type (
	words []string
	pairs map[string]string
)

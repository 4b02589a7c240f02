// Package schema validates documents against the JSON Schemas of this
// repository (draft-07). What a schema does not allow becomes a finding at the
// place in the document; the package knows no document kind by itself.
package schema

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/xeipuuv/gojsonschema"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/schemas"
)

// Kinds of documents, which are the names of the files in schemas/.
const (
	Config     = "config"
	Thresholds = "thresholds"
	Lock       = "thresholds-lock"
	Sources    = "lock"
	Waivers    = "waivers"
	Baseline   = "baseline"
	Model      = "model"
	DataCard   = "data-card"
	Defaults   = "data-defaults"
	Approvers  = "approvers"
	ModelCard  = "model-card"
	// ModelCardAdditions is what stands in the mapping modelgate of a card's metadata.
	ModelCardAdditions = "model-card-extension"
	Environments       = "environment"
	Results            = "evaluation-results"
	Cases              = "policy-cases"
)

// Rules is the catalogue of this package: the ways in which a document can
// break its schema.
func Rules() []finding.Rule {
	rule := func(id, title, description, remediation string) finding.Rule {
		return finding.Rule{
			ID: id, Title: title, Description: description, Remediation: remediation, Scope: finding.ScopeModel,
			Severity: finding.Always(finding.Error), Waivable: false, Origin: finding.BuiltIn,
			Sources: []string{"JSON Schema draft-07; the schemas of this project in schemas/"},
		}
	}
	return []finding.Rule{
		rule("schema/unknown_key", "Unknown key", "The document has an unknown key. A misspelled key would be silently ignored.",
			"Correct the spelling, or remove the key."),
		rule("schema/missing_key", "Missing key", "The document is missing a required key.", "Add the key."),
		rule("schema/invalid_value", "Invalid value", "A value has a type, form or size that the schema does not allow.", "Use a value that the schema allows; the message names it."),
	}
}

// compiled holds each schema after its first use. Schemas are part of the
// program, so a schema that does not compile is a bug.
var compiled sync.Map // kind → *entry

type entry struct {
	schema    *gojsonschema.Schema
	authority string       // of a foreign format: what the schema says is its project's "schema", or its "specification"
	hints     func() hints // read for the first finding
}

// hints are what findings tell of a schema beside what it does not allow.
type hints struct {
	keys     []string          // every property name in the schema, for suggestions
	aliases  map[string]string // what people write for its words
	examples map[string]string // of a pattern: a value that the description names
	only     map[string]string // of a key of the document: the one value that it can have
}

func load(kind string) (*entry, error) {
	if e, ok := compiled.Load(kind); ok {
		return e.(*entry), nil
	}
	raw, err := fs.ReadFile(schemas.FS, kind+".schema.json")
	if err != nil {
		return nil, fmt.Errorf("no schema for documents of kind %q", kind)
	}
	s, err := gojsonschema.NewSchema(gojsonschema.NewBytesLoader(raw))
	if err != nil {
		return nil, fmt.Errorf("compiling %s.schema.json: %w", kind, err)
	}
	e, _ := compiled.LoadOrStore(kind, &entry{schema: s, hints: sync.OnceValue(func() hints { return hintsOf(raw) })})
	return e.(*entry), nil
}

// hintsOf reads the hints in a schema that has been compiled.
func hintsOf(raw []byte) hints {
	var tree any
	if err := json.Unmarshal(raw, &tree); err != nil {
		panic(err)
	}
	names, out := map[string]bool{}, hints{aliases: map[string]string{}, examples: map[string]string{}, only: map[string]string{}}
	top, _ := tree.(map[string]any)
	own, _ := top["properties"].(map[string]any)
	for name, property := range own {
		of, _ := property.(map[string]any)
		if word, ok := of["const"].(string); ok {
			out.only[name] = word
		}
	}
	properties(tree, names)
	out.keys = slices.Sorted(maps.Keys(names))
	aliases(tree, out.aliases)
	samples(tree, out.examples)
	return out
}

// properties collects the names of all properties that a schema declares.
func properties(node any, names map[string]bool) {
	switch n := node.(type) {
	case map[string]any:
		if props, ok := n["properties"].(map[string]any); ok {
			for name := range props {
				names[name] = true
			}
		}
		for _, v := range n {
			properties(v, names)
		}
	case []any:
		for _, v := range n {
			properties(v, names)
		}
	}
}

// Validate checks the document against the schema of its kind. A document
// without a root is not judged here: whoever parsed it has said why.
func Validate(kind string, doc *document.Document) ([]finding.Finding, error) {
	if doc.Root == nil {
		return nil, nil
	}
	e, err := load(kind)
	if err != nil {
		return nil, err
	}
	found, err := e.validate(doc)
	if err != nil {
		return nil, fmt.Errorf("validating %s as %s: %w", doc.Path, kind, err)
	}
	return finding.Sort(found), nil
}

// maxProblems bounds what one document can have us compare with one another.
// Which of more are looked at does not depend on the order in which they come.
const maxProblems = 2_000

// validate lists what the schema does not allow, in no order.
func (e *entry) validate(doc *document.Document) ([]finding.Finding, error) {
	result, err := e.schema.Validate(gojsonschema.NewRawLoader(Value(doc.Root)))
	if err != nil {
		return nil, err
	}
	problems := result.Errors()
	if len(problems) > maxProblems {
		problems = firstProblems(problems)
	}
	var found []finding.Finding
	owed := missingKeys(problems)
	for _, problem := range mostSpecific(problems) {
		f := e.finding(doc, problem)
		if keys := owed[pointer(problem)]; len(keys) > 0 && (problem.Type() == "number_any_of" || problem.Type() == "number_one_of") {
			f.Message += ", such as " + strings.Join(keys, " or ")
		}
		found = append(found, f)
	}
	return found, nil
}

// firstProblems are the first maxProblems of problems, by where they are and what
// they say.
func firstProblems(problems []gojsonschema.ResultError) []gojsonschema.ResultError {
	type placed struct {
		at      string
		problem gojsonschema.ResultError
	}
	list := make([]placed, len(problems))
	for i, p := range problems {
		list[i] = placed{p.Context().String(), p}
	}
	slices.SortStableFunc(list, func(a, b placed) int {
		return cmp.Or(strings.Compare(a.at, b.at), strings.Compare(a.problem.Type(), b.problem.Type()), strings.Compare(a.problem.Description(), b.problem.Description()))
	})
	out := make([]gojsonschema.ResultError, maxProblems)
	for i := range out {
		out[i] = list[i].problem
	}
	return out
}

// Value converts a node to what gojsonschema validates: maps, slices, strings
// and exact numbers.
func Value(n *document.Node) any {
	switch n.Kind {
	case document.Mapping:
		m := make(map[string]any, len(n.Children))
		for _, c := range n.Children {
			m[c.Key] = Value(c)
		}
		return m
	case document.Sequence:
		s := make([]any, len(n.Children))
		for i, c := range n.Children {
			s[i] = Value(c)
		}
		return s
	case document.Number:
		return json.Number(canonical(n.Value))
	case document.Bool:
		return strings.EqualFold(n.Value, "true")
	case document.Null:
		return nil
	default:
		return n.Value
	}
}

// canonical rewrites the number forms that YAML allows and JSON does not:
// +1, .5 and 1.
func canonical(s string) string {
	s = strings.TrimPrefix(s, "+")
	sign := ""
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		sign, s = "-", rest
	}
	if strings.HasPrefix(s, ".") {
		s = "0" + s
	}
	mantissa, exponent, found := strings.Cut(strings.ToLower(s), "e")
	mantissa = strings.TrimSuffix(mantissa, ".")
	if found {
		mantissa += "e" + exponent
	}
	return sign + mantissa
}

// mostSpecific drops what says too little or too much. A keyword that combines
// schemas is left out where a branch of it has said something better. A key
// that only one of several forms asks for is not missing: that none of the
// forms is complete is said instead.
func mostSpecific(problems []gojsonschema.ResultError) []gojsonschema.ResultError {
	forms := map[string]bool{} // pointers at which none of several forms fits
	for _, p := range problems {
		if p.Type() == "number_any_of" || p.Type() == "number_one_of" {
			forms[pointer(p)] = true
		}
	}
	alternatives := map[string]bool{"number_one_of": true, "number_any_of": true}
	parts := map[string]bool{"condition_then": true, "condition_else": true, "number_all_of": true} // each of which says what it lacks
	return slices.DeleteFunc(slices.Clone(problems), func(p gojsonschema.ResultError) bool {
		if p.Type() == "invalid_property_name" { // what is wrong with the name is said, too
			return true
		}
		if !alternatives[p.Type()] && !parts[p.Type()] {
			return p.Type() == "required" && forms[pointer(p)]
		}
		return slices.ContainsFunc(problems, func(q gojsonschema.ResultError) bool {
			if parts[q.Type()] || alternatives[p.Type()] && (alternatives[q.Type()] || q.Type() == "required") {
				return false
			}
			return strings.HasPrefix(pointer(q), pointer(p))
		})
	})
}

// missingKeys are the keys that one of several forms at a pointer lacks, quoted.
func missingKeys(problems []gojsonschema.ResultError) map[string][]string {
	out := map[string][]string{}
	for _, p := range problems {
		if p.Type() == "required" {
			at := pointer(p)
			out[at] = append(out[at], strconv.Quote(fmt.Sprint(p.Details()["property"])))
		}
	}
	for at := range out {
		slices.Sort(out[at])
		out[at] = slices.Compact(out[at])
	}
	return out
}

// usualExamples are values of patterns whose descriptions name none.
var usualExamples = map[string]string{
	`^\d{4}-\d{2}-\d{2}$`: "2027-01-31",
	`^@[A-Za-z0-9][A-Za-z0-9_-]*/[A-Za-z0-9][A-Za-z0-9._-]*$`: "\"@acme/ml-governance\"",
}

// keyBefore is the last key of a pointer with its colon, for an example; "" for an item of a
// list.
func keyBefore(at string) string {
	parts, _ := document.Split(at)
	if len(parts) == 0 || !plainKey.MatchString(parts[len(parts)-1]) {
		return ""
	}
	return parts[len(parts)-1] + ": "
}

var plainKey = pattern.New(`^[A-Za-z_][A-Za-z0-9_-]{0,40}$`)

// helpOfType is what to write where a value has another type than the expected one.
func helpOfType(expected, key string) string {
	switch expected {
	case "string":
		return fmt.Sprintf("Write text, such as `%s\"…\"`.", key)
	case "array":
		return fmt.Sprintf("Write a list, such as `%s[a, b]`, or `[]` for none.", key)
	case "object":
		return fmt.Sprintf("Write a mapping, such as `%s{key: value}`.", key)
	case "boolean":
		return "Write true or false, without quotes."
	case "integer", "number":
		return "Write a number, without quotes."
	}
	return ""
}

// keyOf is the key that a problem is about, if it is about one of a mapping and not about
// a value: its place is that of the mapping.
func keyOf(doc *document.Document, p gojsonschema.ResultError) (string, bool) {
	n := doc.Lookup(pointer(p))
	key, text := p.Value().(string)
	return key, text && n != nil && n.Kind == document.Mapping
}

// pointer is where in the document the problem lies.
func pointer(p gojsonschema.ResultError) string {
	segments := strings.Split(p.Context().String("\x00"), "\x00")[1:]
	return document.Pointer(segments...)
}

func (e *entry) finding(doc *document.Document, p gojsonschema.ResultError) finding.Finding {
	at := pointer(p)
	f := finding.Finding{Rule: "schema/invalid_value", Severity: finding.Error}
	details := p.Details()
	property := fmt.Sprint(details["property"])
	where := at
	if where == "" {
		where = "the document"
	}
	switch p.Type() {
	case "additional_property_not_allowed":
		at += document.Pointer(property)
		f.Rule = "schema/unknown_key"
		f.Message = fmt.Sprintf("unknown key %q%s", property, finding.DidYouMean(property, e.hints().keys))
		if slices.Contains(e.hints().keys, property) {
			f.Message = fmt.Sprintf("key %q is not allowed here", property)
		}
		f.Help = "Correct the spelling, or remove the key."
	case "required", "missing_dependency":
		if p.Type() == "missing_dependency" {
			property = fmt.Sprint(details["dependency"])
		}
		f.Rule = "schema/missing_key"
		f.Key = property
		f.Message = fmt.Sprintf("%s is missing the required key %q", where, property)
		f.Help = fmt.Sprintf("Add %s: to it.", property)
		if only := e.hints().only[property]; only != "" && at == "" {
			f.Help = fmt.Sprintf("Add `%s: %s` to it.", property, only)
		}
	case "enum":
		f.Message = fmt.Sprintf("%s is %s, not one of %s", where, shown(p.Value()), details["allowed"])
		f.Message += e.meant(p.Value(), allowed(details["allowed"]))
		f.Help = "Use one of the values that the message names."
	case "number_any_of", "number_one_of":
		f.Message = fmt.Sprintf("%s matches none of the forms allowed by its schema: a required key is missing", where)
		f.Help = "See the schema's description of the alternatives: at least one must be given."
	default:
		f.Message = fmt.Sprintf("%s: %s (it is %s)", where, lower(p.Description()), shown(p.Value()))
		if key, is := keyOf(doc, p); is {
			f.Message = fmt.Sprintf("the key %s of %s %s", shown(key), where, lower(p.Description()))
			f.At = doc.KeyAt(at + document.Pointer(key))
		}
		if pattern, ok := details["pattern"]; ok {
			f.Message += e.meant(p.Value(), wordsOf(fmt.Sprint(pattern)))
		}
		if p.Type() == "const" {
			f.Message += e.meant(p.Value(), allowed(details["allowed"]))
		}
		f.Help = "Use a value in the format shown in the message."
		if p.Type() == "invalid_type" {
			f.Help = cmp.Or(helpOfType(fmt.Sprint(details["expected"]), keyBefore(at)), f.Help)
		}
		if p.Type() == "invalid_type" && fmt.Sprint(details["expected"]) == "string" {
			if n := doc.Lookup(at); n != nil && n.Kind == document.Number && n.Plain {
				f.Help, f.Suggestion = "Quote the value: "+document.Quoted(n.Value)+".", finding.Suggestion{Action: finding.Quote}
			}
		}
		form := fmt.Sprint(details["pattern"])
		if example := cmp.Or(e.hints().examples[form], usualExamples[form]); example != "" {
			f.Help = fmt.Sprintf("Use a value of the form that the message names, such as %s.", example)
		}
	}
	switch {
	case f.At != finding.Position{}: // that of a key
	case f.Rule == "schema/unknown_key":
		f.At = doc.KeyAt(at)
	default:
		f.At = doc.At(at)
	}
	return f
}

func allowed(v any) []string {
	var words []string
	for _, w := range strings.Split(fmt.Sprint(v), ",") {
		if u, err := strconv.Unquote(strings.TrimSpace(w)); err == nil {
			words = append(words, u)
		}
	}
	return words
}

// shown is a value as messages quote it: short, and visibly quoted. A mapping or
// a list is not written out, which would take as long as the document is.
func shown(v any) string {
	text := ""
	switch v := v.(type) {
	case map[string]any:
		return "a mapping"
	case []any:
		return "a list"
	case nil:
		return "empty"
	case string:
		if strings.Contains(v, "PRIVATE KEY-----") { // in place of a public one
			return "a private key"
		}
		text = strconv.QuoteToGraphic(v)
	default:
		text = fmt.Sprint(v)
	}
	if runes := []rune(text); len(runes) > 80 {
		return string(runes[:80]) + "…"
	}
	return text
}

func lower(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

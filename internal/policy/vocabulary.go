package policy

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/schemas"
)

// closedWords are the values that a text of the input can have: those of its Go type.
// They are enums of schemas/input.schema.json.
func closedWords(t reflect.Type) (words []string, closed bool) {
	w, closed := reflect.Zero(t).Interface().(interface{ Words() []string })
	if !closed {
		return nil, false
	}
	return w.Words(), true
}

// documentWords are those that the schema of a document allows. A document may
// hold others all the same, which is a finding about it.
var documentWords = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for field, place := range map[string][2]string{
		"Card.risk_class":             {"model-card-extension", "modelgate/risk_class"},
		"Automated.level":             {"model-card-extension", "modelgate/automated_decision/level"},
		"Automated.ground":            {"model-card-extension", "modelgate/automated_decision/ground"},
		"DataSource.kind":             {"data-card", "source/kind"},
		"DataSource.origin":           {"data-card", "source/origin"},
		"PersonalData.status":         {"data-card", "personal_data/status"},
		"DataCard.special_categories": {"data-card", "special_categories/items"},
		"Controller.kind":             {"data-card", "controller/kind"},
		"Children.included":           {"data-card", "children/included"},
		"Notice.kind":                 {"data-card", "notice/kind"},
		"Retention.action":            {"data-card", "retention/action"},
		"DPIA.status":                 {"data-card", "dpia/status"},
		"DPIA.residual_risk":          {"data-card", "dpia/residual_risk"},
	} {
		out[field] = enumOf(place[0], place[1])
	}
	return out
})

// enumOf is the enum of a property of a kind of document.
func enumOf(kind, property string) []string {
	type node struct {
		Properties map[string]json.RawMessage `json:"properties"`
		Items      json.RawMessage            `json:"items"`
		Enum       []string                   `json:"enum"`
	}
	raw, _ := fs.ReadFile(schemas.FS, kind+".schema.json") // the test of vocabularies sees that all are there
	steps := strings.Split(property, "/")
	for i := 0; ; i++ {
		var n node
		if json.Unmarshal(raw, &n) != nil || i == len(steps) {
			return n.Enum
		}
		if raw = n.Properties[steps[i]]; steps[i] == "items" && raw == nil {
			raw = n.Items
		}
	}
}

// vocabulary is a closed set of words.
type vocabulary struct {
	field string
	words []string
	fold  bool // documents may spell them in capitals
}

func (v vocabulary) has(word string) bool {
	return word == "" || slices.ContainsFunc(v.words, func(w string) bool { return w == word || v.fold && strings.EqualFold(w, word) })
}

// usual is the spelling of a word that documents should have, "" if it is this one.
func (v vocabulary) usual(word string) string {
	if slices.Contains(v.words, word) {
		return ""
	}
	i := slices.IndexFunc(v.words, func(w string) bool { return strings.EqualFold(w, word) })
	if i < 0 || word == "" {
		return ""
	}
	return v.words[i]
}

// spoken is the words without the one that says nothing.
func (v vocabulary) spoken() []string {
	return slices.DeleteFunc(slices.Clone(v.words), func(w string) bool { return w == "" })
}

// vocabularyOf is the vocabulary at a path of the input.
func vocabularyOf(ref ast.Ref) (vocabulary, bool) {
	t, owner := reflect.TypeFor[Input](), ""
	for _, step := range ref[1:] {
		if t.Kind() == reflect.Slice {
			t = elementOf(t)
			continue
		}
		key, isText := step.Value.(ast.String)
		if t.Kind() != reflect.Struct || !isText {
			return vocabulary{}, false
		}
		field, ok := fieldOf(t, string(key))
		if !ok {
			return vocabulary{}, false
		}
		if !isWrapper(t) {
			owner = t.Name() + "." + string(key)
		} else if key != "value" && key != "items" {
			owner = ""
		}
		t = field.Type
	}
	if t.Kind() != reflect.String {
		return vocabulary{}, false
	}
	if list, closed := closedWords(t); closed {
		return vocabulary{field: owner, words: list}, true
	}
	list, closed := documentWords()[owner]
	return vocabulary{field: owner, words: list, fold: true}, closed
}

// isWrapper reports whether a type is a value with its place, whatever it is of.
func isWrapper(t reflect.Type) bool {
	return slices.Contains([]reflect.Type{reflect.TypeFor[evidence.Text](), reflect.TypeFor[evidence.List](), reflect.TypeFor[evidence.Item]()}, t)
}

// fieldOf is the field of a struct with a json name.
func fieldOf(t reflect.Type, name string) (reflect.StructField, bool) {
	for i := range t.NumField() {
		if n, err := fieldName(t, i); err == nil && n == name {
			return t.Field(i), true
		}
	}
	return reflect.StructField{}, false
}

// vocabulary is that of a term, if whatever the term may be has one.
func (in inference) vocabulary(t *ast.Term) (all vocabulary, ok bool) {
	for _, p := range in.possible(t) {
		ref, isRef := p.Value.(ast.Ref)
		if !isRef || !ref[0].Equal(ast.InputRootDocument) {
			return vocabulary{}, false
		}
		v, closed := vocabularyOf(ref)
		if !closed {
			return vocabulary{}, false
		}
		all.words = append(all.words, v.words...)
		all.field, all.fold, ok = v.field, all.fold || v.fold, true
	}
	return all, ok
}

// checkWords refuses to compare a text with a word that it never is.
func (in inference) checkWords(left, right *ast.Term, at *ast.Location, ps *problems) {
	v, closed := in.vocabulary(left)
	if !closed {
		return
	}
	for _, p := range in.possible(right) {
		switch value := p.Value.(type) {
		case ast.String:
			if !v.has(string(value)) {
				ps.word(v, string(value), at)
			} else if usual := v.usual(string(value)); usual != "" && !in.spelled[[2]string{at.File, usual}] {
				ps.at(at, fmt.Sprintf("%s is usually written %q, which %q misses", shownField(v.field), usual, string(value)),
					fmt.Sprintf("Write %q. For every spelling, compare lower(…) with it.", usual))
			}
		case ast.Ref:
			for _, row := range in.tableRows(value) {
				if word, isText := row.(string); isText && !v.has(word) && isMeant(word, v) {
					ps.word(v, word, at)
				}
			}
		}
	}
}

// tableRows is the values of a table at a path.
func (in inference) tableRows(ref ast.Ref) []any {
	if !ref[0].Equal(ast.DefaultRootDocument) {
		return nil
	}
	return in.rows(ref[1:])
}

// isMeant reports whether a word is probably one of the vocabulary, misspelt or
// cut short.
func isMeant(word string, v vocabulary) bool {
	if _, near := finding.Nearest(word, v.spoken()); near {
		return true
	}
	return slices.ContainsFunc(v.spoken(), func(w string) bool {
		return len(word) >= 3 && (strings.HasPrefix(w, word) || strings.HasPrefix(word, w))
	})
}

func (ps *problems) word(v vocabulary, word string, at *ast.Location) {
	ps.at(at, fmt.Sprintf("%s is never %q%s", shownField(v.field), word, finding.DidYouMean(word, v.spoken())),
		"Use one of the values that it has: "+strings.Join(v.spoken(), ", ")+".")
}

// shownField is the field's json name, with what it is of.
func shownField(field string) string {
	owner, name, _ := strings.Cut(field, ".")
	if owner == "Input" {
		return "input." + name
	}
	return fmt.Sprintf("%q of %s", name, strings.ToLower(owner))
}

// checkKeysOf refuses a table, or an object, that is looked up by a word of the
// input and has a key that this word never is. A key that the policies also name
// has another use.
func (in inference) checkKeysOf(collection, key *ast.Term, at *ast.Location, ps *problems) {
	if kind := in.kind(key); (kind == "a number" || kind == "a truth value") && in.isMapping(collection) {
		ps.at(at, fmt.Sprintf("this looks up %s in a table, whose keys are text", kind), "Look up a text: format_int makes one of a number.")
	}
	v, closed := in.vocabulary(key)
	if !closed {
		return
	}
	for _, p := range in.possible(collection) {
		switch c := p.Value.(type) {
		case ast.Object:
			for _, k := range c.Keys() {
				if word, isText := k.Value.(ast.String); isText && !v.has(string(word)) && isMeant(string(word), v) {
					ps.word(v, string(word), at)
				}
			}
		case ast.Ref:
			for _, word := range in.keysOfRule(c) {
				if !v.has(word) && isMeant(word, v) {
					ps.word(v, word, at)
				}
			}
			for _, row := range in.tableRows(c) {
				table, _ := row.(map[string]any)
				for _, word := range keysOf(table) {
					if !v.has(word) && (isMeant(word, v) || !in.written[word]) {
						ps.at(at, fmt.Sprintf("%s has the key %q, which is never looked up: %s is never %q%s", shownRef(c), word, shownField(v.field), word, finding.DidYouMean(word, v.spoken())),
							"Use one of the values that it has: "+strings.Join(v.spoken(), ", ")+".")
					}
				}
			}
		}
	}
}

// checkArguments refuses a function of a constant argument that it is never
// given.
func (in inference) checkArguments(ps *problems) {
	for _, path := range keysOf(in.calls) {
		for _, rule := range in.rules[path] {
			for i, arg := range rule.Head.Args {
				word, isText := arg.Value.(ast.String)
				if !isText {
					continue
				}
				if v, closed := in.vocabularyOfCalls(path, i); closed && !v.has(string(word)) {
					ps.word(v, string(word), rule.Location)
				}
			}
		}
	}
}

// vocabularyOfCalls is that of an argument, over all calls of a function.
func (in inference) vocabularyOfCalls(path string, i int) (all vocabulary, ok bool) {
	for _, call := range in.calls[path] {
		v, closed := in.vocabulary(call.Operand(i))
		if !closed {
			return vocabulary{}, false
		}
		all.words = append(all.words, v.words...)
		all.field, all.fold, ok = v.field, all.fold || v.fold, true
	}
	return all, ok
}

// isMapping reports whether a term is known to be a mapping of a table.
func (in inference) isMapping(t *ast.Term) bool {
	possible := in.possible(t)
	for _, p := range possible {
		ref, isRef := p.Value.(ast.Ref)
		if !isRef || !ref[0].Equal(ast.DefaultRootDocument) || in.kindOfData(ref[1:]) != "an object" {
			return false
		}
	}
	return len(possible) > 0
}

// keysOfRule is the keys that rules such as limit["production"] := 5 write.
func (in inference) keysOfRule(ref ast.Ref) (out []string) {
	for _, path := range in.rulesBelow(ref) {
		full := in.rules[path][0].Ref()
		if len(full) == len(ref) {
			continue
		}
		if word, isText := full[len(ref)].Value.(ast.String); isText {
			out = append(out, string(word))
		}
	}
	return out
}

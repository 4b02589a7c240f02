package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Collection is a set of rules that settings name as @name: those that globs over ids
// include, and those that serve a control, without those that are excluded.
type Collection struct {
	Name                       string
	Include, Exclude, Controls []string
	At                         finding.Position
	words                      []placed // of the three lists
}

// placed is a word of a list of a collection, with where it is.
type placed struct {
	key, word string
	at        finding.Position
}

// Idle are the words of a collection that match none of the ids of rules and the controls
// that there are: the collection would silently be another one than it seems to be.
func (c Collection) Idle(ids, controls []string) []finding.Finding {
	var found []finding.Finding
	for _, w := range c.words {
		what, names := "rule", ids
		if w.key == "controls" {
			what, names = "control", controls
		}
		if slices.ContainsFunc(names, func(name string) bool { return source.Match(w.word, name) }) {
			continue
		}
		found = append(found, finding.Finding{Rule: "schema/invalid_value", Severity: finding.Error, At: w.at,
			Message: fmt.Sprintf("%s of the collection %q refers to the unknown %s %q%s", w.key, c.Name, what, w.word, finding.DidYouMean(w.word, withGroups(names))),
			Help:    "Use an id that `modelgate rules` lists, a control that `modelgate rules --markdown` lists, or a glob over them."})
	}
	return found
}

// withGroups are names, and the globs over those that begin alike.
func withGroups(names []string) []string {
	out := slices.Clone(names)
	for _, name := range names {
		group, _, _ := strings.Cut(name, "/")
		out = append(out, group+"/*")
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Has reports whether a rule is in the collection, by its id and the controls it serves.
func (c Collection) Has(id string, controls []string) bool {
	serves := slices.ContainsFunc(controls, func(control string) bool { return Allows(c.Controls, control) })
	return (Allows(c.Include, id) || serves) && !Allows(c.Exclude, id)
}

// String is the collection in words, for a comparison.
func (c Collection) String() string {
	words := c.Name
	for _, p := range []struct {
		key  string
		list []string
	}{{"include", c.Include}, {"controls", c.Controls}, {"exclude", c.Exclude}} {
		if len(p.list) > 0 {
			words += " " + p.key + " " + strings.Join(p.list, " ")
		}
	}
	return words
}

// CollectionName is the name in a word such as @eu, which stands where the id of a rule
// or a glob could.
func CollectionName(word string) (string, bool) { return strings.CutPrefix(word, "@") }

func decodeCollections(c *Config, d *document.Document) []finding.Finding {
	var found []finding.Finding
	if c.Collections == nil {
		c.Collections = map[string]Collection{}
	}
	for _, n := range children(d.Root.Get("collections")) {
		at := document.Pointer("collections", n.Key)
		if was, taken := c.Collections[n.Key]; taken {
			f := problem(d, at, fmt.Sprintf("the collection %q is in %s too", n.Key, was.At.Path), "Give it another name.")
			found = append(found, f)
			continue
		}
		this := Collection{Name: n.Key, Include: words(n, "include"), Exclude: words(n, "exclude"), Controls: words(n, "controls"), At: d.At(at)}
		for _, list := range []struct {
			key   string
			globs []string
		}{{"include", this.Include}, {"exclude", this.Exclude}, {"controls", this.Controls}} {
			for i, glob := range list.globs {
				pointer := at + document.Pointer(list.key, fmt.Sprint(i))
				found = append(append(found, checkGlob(d, pointer, glob)...), checkNested(d, pointer, glob)...)
				this.words = append(this.words, placed{list.key, glob, d.At(pointer)})
			}
		}
		c.Collections[n.Key] = this
	}
	return found
}

// checkNested refuses a collection in a collection.
func checkNested(d *document.Document, pointer, word string) []finding.Finding {
	if _, is := CollectionName(word); !is {
		return nil
	}
	return []finding.Finding{problem(d, pointer, fmt.Sprintf("a collection cannot contain the collection %q", word), "Write its globs and controls here, or name both collections where they are used.")}
}

// checkCollection refuses a word that names a collection which does not exist.
func (c *Config) checkCollection(d *document.Document, pointer, word string) []finding.Finding {
	name, is := CollectionName(word)
	if _, known := c.Collections[name]; known || !is {
		return nil
	}
	return []finding.Finding{problem(d, pointer, fmt.Sprintf("unknown collection %q%s", name, finding.DidYouMean(name, sortedKeys(c.Collections))), "Use a name from `collections`, or a glob over ids of rules.")}
}

// named are the collections among words.
func (c *Config) named(words []string) []Collection {
	var out []Collection
	for _, word := range words {
		if name, is := CollectionName(word); is {
			out = append(out, c.Collections[name])
		}
	}
	return out
}

// ruleIn reports whether a rule is one that words are about: globs over ids, and collections.
func ruleIn(words []string, collections []Collection, id string, controls []string) bool {
	return slices.ContainsFunc(words, func(g string) bool { return id != "" && source.Match(g, id) }) ||
		slices.ContainsFunc(collections, func(c Collection) bool { return c.Has(id, controls) })
}

// collections are those of a configuration in words.
func collections(c Config) []string {
	var out []string
	for _, name := range sortedKeys(c.Collections) {
		out = append(out, c.Collections[name].String())
	}
	return out
}

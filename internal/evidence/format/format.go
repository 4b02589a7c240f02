// Package format owns what a format of evidence is: a name, how it is told, and how it is
// read. The formats themselves are in the tables of cards, datasets and results.
package format

import (
	"slices"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/schema"
)

// Kind is one of the three kinds of evidence document, or the manifest.
type Kind string

const (
	KindCard       Kind = "card"
	KindData       Kind = "data"
	KindEvaluation Kind = "evaluation"
	KindManifest   Kind = "manifest"
)

// Kinds lists the kinds.
var Kinds = []Kind{KindCard, KindData, KindEvaluation, KindManifest}

// Format is one way of writing a kind of document, which is read into a T. A list of
// formats is in the order in which they are tried: the first that recognises a
// document reads it.
type Format[T any] struct {
	Name      string
	Covers    string   // which versions, or parts of what it is for, are read; "" if the name says it
	LooksFor  string   // what Recognise looks for, for people, in Markdown
	Reads     string   // what is read, in Markdown
	Schema    string   // kind of our own schema; "" for a format of others
	Files     []string // globs over the names under which tools write it, where they tell it
	Marks     []string // texts of which each such file has one; they are looked for before a file is parsed
	Recognise func(*document.Document) bool
	Read      func(*document.Document) T
	Specified func(*document.Document) string // names what its specification requires, in schemas/foreign or schemas/formats; nil for nothing
}

// Validate holds a document against our own schema of its format, with errors, or
// against that of a format of others, with warnings.
func (f Format[T]) Validate(d *document.Document) ([]finding.Finding, error) {
	switch {
	case f.Schema != "":
		return schema.Validate(f.Schema, d)
	case f.Specified != nil:
		return schema.ValidateForeign(f.Specified(d), d)
	}
	return nil, nil
}

// Named is the format of a name, and whether there is one.
func Named[T any](formats []Format[T], name string) (Format[T], bool) {
	i := slices.IndexFunc(formats, func(f Format[T]) bool { return f.Name == name })
	if i < 0 {
		return Format[T]{}, false
	}
	return formats[i], true
}

// Files are the globs over names of all of some formats.
func Files[T any](formats []Format[T]) []string {
	return collect(formats, func(f Format[T]) []string { return f.Files })
}

// Marks are the marks of all of some formats.
func Marks[T any](formats []Format[T]) []string {
	return collect(formats, func(f Format[T]) []string { return f.Marks })
}

func collect[T any](formats []Format[T], of func(Format[T]) []string) []string {
	var out []string
	for _, f := range formats {
		out = append(out, of(f)...)
	}
	return out
}

// HasKeys recognises documents that have all of some keys.
func HasKeys(keys ...string) func(*document.Document) bool {
	return func(d *document.Document) bool {
		for _, k := range keys {
			if d.Root.Get(k) == nil {
				return false
			}
		}
		return true
	}
}

// Likeness is what a document that no format recognises seems to be, for the
// refusal to say what to do instead.
type Likeness struct {
	Name string // "" if there is no word for it
	Help string // what to do; "" if this version does not read such a file, whatever is done
	Is   func(*document.Document) bool
}

// String is what is said of it, after the words "not recognised: ".
func (l Likeness) String() string {
	switch {
	case l.Name == "":
		return l.Help
	case l.Help == "":
		return "it looks like " + l.Name + ", which this version does not read"
	}
	return "it looks like " + l.Name + "; " + l.Help
}

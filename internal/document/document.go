// Package document turns bytes into one tree of nodes with exact positions,
// whatever the syntax: YAML, JSON, TOML, CSV, XML, or Markdown with front matter. It owns
// parsing, pointers and positions; it does not know what a model card is.
//
// Parsing never fails: Parse always returns a Document, and what is wrong with
// the bytes is returned as findings at their places. A Document whose bytes
// could not be read as their syntax has a nil Root.
package document

import (
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// Syntax names the front end that read a document.
type Syntax string

const (
	YAML      Syntax = "yaml"
	JSON      Syntax = "json"
	JSONLines Syntax = "jsonl"
	TOML      Syntax = "toml"
	CSV       Syntax = "csv"
	Fields    Syntax = "fields" // lines of values with blanks between: no file name implies it
	// TextReport is what a tool prints for people: no file name implies it either.
	TextReport Syntax = "text"
	// Events are records of bytes that are no text: OfBytes, and no front end.
	Events Syntax = "events"
	// Arrays are numbers in an archive, which are no text either: OfBytes.
	Arrays   Syntax = "arrays"
	XML      Syntax = "xml"
	Markdown Syntax = "markdown"
)

// Kind says what a node is. Scalars keep their literal text, so Kind tells a
// number from a string without converting either.
type Kind string

const (
	Null     Kind = "null"
	Bool     Kind = "bool"
	Number   Kind = "number" // finite, in JSON's or YAML 1.2 core schema's notation
	String   Kind = "string"
	Mapping  Kind = "mapping"
	Sequence Kind = "sequence"
)

// Span is a range of the source: 1-based lines and columns in code points, the
// end exclusive, and the byte offsets of both ends.
type Span struct {
	Line, Column       int
	EndLine, EndColumn int
	Start, End         int // byte offsets into Source
}

// Node is one value of a document. Members of a mapping carry their Key and
// the Span of the key; a mapping's Children keep the order of the file.
type Node struct {
	Kind     Kind
	Value    string // scalars: the decoded text of a string, the literal text of anything else
	Key      string // members of a mapping: the decoded key
	KeySpan  Span   // members of a mapping: where the key stands
	Span     Span   // where the value stands
	Plain    bool   // YAML: a scalar without quotes, which other readers may take for another type
	Children []*Node
}

// Get returns the member of a mapping with the given key, or nil. It is safe
// on a nil node and on nodes that are no mapping.
func (n *Node) Get(key string) *Node {
	if n == nil || n.Kind != Mapping {
		return nil
	}
	for _, c := range n.Children {
		if c.Key == key {
			return c
		}
	}
	return nil
}

// Section is one heading of a Markdown document with the text below it, up to
// the next heading of the same or a higher level.
type Section struct {
	Title   string
	Slug    string // unique in the document: the heading lower-cased, with dashes; "-2", "-3" … on repetition
	Level   int    // 1 to 6
	Heading Span   // the heading line
	Body    Span   // from the line after the heading to before the next heading of the same or a higher level
	Text    string // the readable text of the body, own paragraphs and sub-sections alike: no comments, no code blocks, no markup, no titles of sub-sections
	Own     string // the readable text before the first sub-heading
	Links   int    // links in the body
	Images  int    // images in the body
	Code    int    // fenced or indented code blocks in the body
	Tables  int
	OwnMore int // code blocks and tables before the first sub-heading
}

// Document is a parsed file. Root holds the value of a YAML, JSON or XML file, or
// the front matter of a Markdown file (nil when there is none).
type Document struct {
	Path     string
	Syntax   Syntax
	Source   []byte
	Root     *Node
	Sections []Section // Markdown only
	Marks    Marks     // Markdown only
	Front    Span      // Markdown only: the front matter with its fences; zero when there is none
	index    index     // lines and columns of Source
	begins   int       // where the document begins in Source, if it is one of several

	Repository string // that the file lies in, which Path begins with; "" for the one that is judged
}

// Limits of what is read. They are generous for documents that people write
// and small enough that no document can hurt the run.
const (
	MaxBytes   = 4 << 20  // of one document
	MaxLong    = 64 << 20 // of one that is read in part
	maxDepth   = 64       // of nested values
	MaxNodes   = 200_000  // after aliases are followed
	maxText    = 8 << 20  // bytes of all scalars, after aliases are followed
	MaxNumber  = 64       // characters of a number
	MaxExp     = 400      // absolute value of a number's exponent
	maxHeading = 2_000    // headings of one Markdown document
	MaxFound   = 100      // findings about one document; one more counts the rest
)

// position is where s lies, for a finding or for a caller who asked for pointer.
func (d *Document) position(s Span, pointer string) finding.Position {
	return finding.Position{Path: d.Path, Line: s.Line, Column: s.Column, EndLine: s.EndLine, EndColumn: s.EndColumn, Pointer: pointer, Repository: d.Repository}
}

// newFinding is a finding of one of this package's rules at span.
func (d *Document) newFinding(rule string, span Span, pointer, message string) finding.Finding {
	return finding.Finding{Rule: rule, Severity: severityOf(rule), Message: message, At: d.position(span, pointer), Help: helpOf(rule)}
}

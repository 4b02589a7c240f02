// Package inspection owns which format a file has, among those of every kind, and what is
// said of one that has none. It reads one file, and no tree.
package inspection

import (
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/cards"
	"github.com/modelgate-dev/modelgate/internal/evidence/datasets"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/hub"
	"github.com/modelgate-dev/modelgate/internal/evidence/manifest"
	"github.com/modelgate-dev/modelgate/internal/evidence/results"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// likenesses are looked through in this order.
var likenesses = slices.Concat(cards.Likenesses, datasets.Likenesses, results.Likenesses)

// isForeign reports whether a document is of a kind that is not read yet, which
// must not be misread as another.
func isForeign(d *document.Document) bool {
	return slices.ContainsFunc(likenesses, func(l format.Likeness) bool { return l.Help == "" && l.Is(d) })
}

// CardFormat finds the format of a model card.
func CardFormat(d *document.Document) (cards.Format, bool) { return recogniseAs(cards.Formats, d) }

// DataFormat finds the format of a description of datasets.
func DataFormat(d *document.Document) (datasets.Format, bool) {
	return recogniseAs(datasets.Formats, d)
}

// ResultFormat finds the format of evaluation results.
func ResultFormat(d *document.Document) (results.Format, bool) {
	return recogniseAs(results.Formats, d)
}

func recogniseAs[T any](formats []format.Format[T], d *document.Document) (format.Format[T], bool) {
	other := isForeign(d)
	for _, f := range formats {
		if f.Name == results.FormatMetrics && isAnyCard(d) {
			continue // numbers in a card are no results
		}
		if !(other && f.Schema == "") && f.Recognise(d) {
			return f, true
		}
	}
	return format.Format[T]{}, false
}

func isAnyCard(d *document.Document) bool {
	return slices.ContainsFunc(cards.Formats, func(f cards.Format) bool { return f.Recognise(d) })
}

// PageFormat is the format of a page that stands for a model's card, whatever it
// says.
func PageFormat(d *document.Document) cards.Format {
	if f, ok := CardFormat(d); ok {
		return f
	}
	return cards.PlainPage(d)
}

// LikeTo is what a document that is not recognised seems to be. What can be done is
// about results or data, and said where they may be meant: kind is "" for any.
func LikeTo(kind format.Kind, d *document.Document) (format.Likeness, bool) {
	among := likenessesFor(kind)
	i := slices.IndexFunc(among, func(l format.Likeness) bool { return l.Is(d) })
	if i < 0 {
		return format.Likeness{}, false
	}
	return among[i], true
}

func likenessesFor(kind format.Kind) []format.Likeness {
	unread := func(of []format.Likeness) []format.Likeness {
		return slices.DeleteFunc(slices.Clone(of), func(l format.Likeness) bool { return l.Help != "" })
	}
	switch kind {
	case "", format.KindEvaluation:
		return likenesses
	case format.KindData:
		return slices.Concat(unread(cards.Likenesses), datasets.Likenesses, unread(results.Likenesses))
	}
	return unread(likenesses)
}

// Inspection is what Inspect found out about one file.
type Inspection struct {
	Kind     format.Kind         `json:"kind"`
	Format   string              `json:"format"`
	Path     string              `json:"path"`
	Document any                 `json:"document"`
	More     []evidence.DataCard `json:"more,omitempty"` // the other datasets of a catalog, or those that a model's card describes
	Findings []finding.Finding   `json:"findings"`
}

// NotRecognised says that a file is no document of the kinds asked for.
type NotRecognised struct {
	Path     string
	Like     string // what it seems to be instead, or what to do about it; "" if neither is known
	Sought   []string
	Findings []finding.Finding // what is wrong with the bytes
}

func (e *NotRecognised) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: not recognized", e.Path)
	if e.Like != "" {
		b.WriteString(": " + e.Like)
	}
	for _, f := range e.Findings {
		b.WriteString("\n  " + strings.ReplaceAll(f.String(), "\n", "\n  "))
	}
	b.WriteString("\n  looked for:")
	for _, s := range e.Sought {
		b.WriteString("\n    " + s)
	}
	return b.String()
}

// kindReader reads documents of one kind, whatever the type of what they say.
type kindReader struct {
	kind   format.Kind
	sought []string
	read   func(*document.Document) (in Inspection, ok bool, err error) // ok: it is of one of the kind's formats
}

// kindReaders are in the order in which kinds are tried.
var kindReaders = []kindReader{
	newKindReader(format.KindCard, cards.Formats, inspectCard),
	newKindReader(format.KindData, datasets.Formats, inspectData),
	newKindReader(format.KindManifest, []format.Format[evidence.Manifest]{manifest.Format}, inspectManifest),
	newKindReader(format.KindEvaluation, results.Formats, inspectResults),
}

func newKindReader[T any](kind format.Kind, formats []format.Format[T], inspect func(format.Format[T], *document.Document) (Inspection, error)) kindReader {
	k := kindReader{kind: kind}
	for _, f := range formats {
		k.sought = append(k.sought, fmt.Sprintf("%s (%s): %s", f.Name, kind, strings.ReplaceAll(f.LooksFor, "`", "")))
	}
	k.read = func(d *document.Document) (Inspection, bool, error) {
		f, ok := recogniseAs(formats, d)
		if !ok {
			return Inspection{}, false, nil
		}
		in, err := inspect(f, d)
		return in, true, err
	}
	return k
}

func inspectCard(f cards.Format, d *document.Document) (Inspection, error) {
	invalid, err := cards.Validate(f, d)
	if err != nil {
		return Inspection{}, err
	}
	in := Inspection{Kind: format.KindCard, Format: f.Name, Document: f.Read(d), Findings: invalid}
	if data, ok := DataFormat(d); ok { // a bill of materials may be of a model and its data
		in.More = data.Read(d)
	}
	return in, nil
}

func inspectData(f datasets.Format, d *document.Document) (Inspection, error) {
	invalid, err := f.Validate(d)
	if err != nil {
		return Inspection{}, err
	}
	cards := f.Read(d)
	return Inspection{Kind: format.KindData, Format: f.Name, Document: cards[0], More: cards[1:], Findings: invalid}, nil
}

func inspectManifest(f format.Format[evidence.Manifest], d *document.Document) (Inspection, error) {
	invalid, err := f.Validate(d)
	if err != nil {
		return Inspection{}, err
	}
	return Inspection{Kind: format.KindManifest, Format: f.Name, Document: f.Read(d), Findings: invalid}, nil
}

func inspectResults(f results.Format, d *document.Document) (Inspection, error) {
	invalid, err := f.Validate(d)
	if err != nil {
		return Inspection{}, err
	}
	r := f.Read(d)
	r.CheckRivals()
	return Inspection{Kind: format.KindEvaluation, Format: f.Name, Document: r.Evaluation, Findings: append(invalid, r.Findings...)}, nil
}

// inspectAs reads a document of the given kind, of any if kind is "".
func inspectAs(kind format.Kind, d *document.Document) (in Inspection, ok bool, err error) {
	for _, k := range kindReaders {
		if kind != "" && kind != k.kind {
			continue
		}
		if in, ok, err = k.read(d); ok {
			return in, true, err
		}
	}
	return Inspection{}, false, nil
}

// Of reads one file as evidence: of the given kind, or of whichever kind
// it is recognised as when kind is "". The error is a *NotRecognised.
func Of(path string, src []byte, kind format.Kind) (Inspection, error) {
	parse := document.Parse
	if results.IsEventFile(path) || results.IsArrays(path) || results.IsLog(src) { // whose name tells another syntax
		parse = results.Parse
	}
	d, found := parse(path, src)
	found = results.WithoutRepeats(d, found)
	in, ok, err := inspectAs(kind, d)
	if !ok && (results.IsTextReport(path, src) || results.IsMetricLines(path, src)) && (kind == "" || kind == format.KindEvaluation) {
		d, found = results.Parse(path, src)
		in, ok, err = inspectAs(format.KindEvaluation, d)
	}
	if !ok && results.IsLong(path, len(src)) && (kind == "" || kind == format.KindEvaluation) {
		long, wrong := results.Parse(path, src)
		if in, ok, err = inspectAs(format.KindEvaluation, long); ok || kind == format.KindEvaluation {
			d, found = long, wrong
		}
	}
	if !ok && kind == format.KindCard && d.Syntax == document.Markdown && !hub.IsDataset(d) { // any page can be read as a model card when one is asked for
		in, err = inspectCard(cards.PlainPage(d), d)
		ok = true
	}
	if !ok {
		return Inspection{}, notRecognised(kind, d, src, found)
	}
	if err != nil {
		return Inspection{}, err
	}
	in.Path = path
	if in.Kind == format.KindEvaluation {
		found = results.NotFinite(found)
	}
	if in.Findings = finding.Sort(append(found, in.Findings...)); in.Findings == nil {
		in.Findings = []finding.Finding{}
	}
	return in, nil
}

func notRecognised(kind format.Kind, d *document.Document, src []byte, found []finding.Finding) *NotRecognised {
	e := &NotRecognised{Path: d.Path, Findings: found}
	if like, ok := LikeTo(kind, d); ok {
		e.Like = like.String()
	} else if e.Like = likeBinary(src); e.Like != "" {
		e.Findings = nil
	} else if isPlainText(d.Path) { // it is wrong as YAML, which it need not be
		e.Like, e.Findings = "of a text, only reports of known tools are read, and lines that each state a metric, such as `Accuracy: 0.84`", nil
	}
	for _, k := range kindReaders {
		if kind == "" || k.kind == kind {
			e.Sought = append(e.Sought, k.sought...)
		}
	}
	return e
}

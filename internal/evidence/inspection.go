package evidence

import (
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// likenesses are looked through in this order.
var likenesses = slices.Concat(CardLikenesses, DataLikenesses, ResultLikenesses)

// isForeign reports whether a document is of a kind that is not read yet, which
// must not be misread as another.
func isForeign(d *document.Document) bool {
	return slices.ContainsFunc(likenesses, func(l Likeness) bool { return l.Help == "" && l.Is(d) })
}

// recogniseCard finds the format of a model card.
func recogniseCard(d *document.Document) (CardFormat, bool) { return recogniseAs(CardFormats, d) }

// recogniseData finds the format of a description of datasets.
func recogniseData(d *document.Document) (DataFormat, bool) { return recogniseAs(DataFormats, d) }

// recogniseResults finds the format of evaluation results.
func recogniseResults(d *document.Document) (ResultFormat, bool) {
	return recogniseAs(ResultFormats, d)
}

func recogniseAs[T any](formats []Format[T], d *document.Document) (Format[T], bool) {
	other := isForeign(d)
	for _, f := range formats {
		if f.Name == FormatMetrics && isAnyCard(d) {
			continue // numbers in a card are no results
		}
		if !(other && f.Schema == "") && f.Recognise(d) {
			return f, true
		}
	}
	return Format[T]{}, false
}

func isAnyCard(d *document.Document) bool {
	return slices.ContainsFunc(CardFormats, func(f CardFormat) bool { return f.Recognise(d) })
}

// pageFormat is the format of a page that stands for a model's card, whatever it
// says.
func pageFormat(d *document.Document) CardFormat {
	if f, ok := recogniseCard(d); ok {
		return f
	}
	return PlainPage(d)
}

// likeTo is what a document that is not recognised seems to be. What can be done is
// about results, and said where they may be meant: kind is "" for any.
func likeTo(kind Kind, d *document.Document) (Likeness, bool) {
	results := kind == "" || kind == KindEvaluation
	i := slices.IndexFunc(likenesses, func(l Likeness) bool { return (l.Help == "" || results) && l.Is(d) })
	if i < 0 {
		return Likeness{}, false
	}
	return likenesses[i], true
}

// Inspection is what Inspect found out about one file.
type Inspection struct {
	Kind     Kind              `json:"kind"`
	Format   string            `json:"format"`
	Path     string            `json:"path"`
	Document any               `json:"document"`
	More     []DataCard        `json:"more,omitempty"` // the other datasets of a catalog
	Findings []finding.Finding `json:"findings"`
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
	kind   Kind
	sought []string
	read   func(*document.Document) (in Inspection, ok bool, err error) // ok: it is of one of the kind's formats
}

// kindReaders are in the order in which kinds are tried.
var kindReaders = []kindReader{
	newKindReader(KindCard, CardFormats, inspectCard),
	newKindReader(KindData, DataFormats, inspectData),
	newKindReader(KindManifest, []Format[Manifest]{ManifestFormat}, inspectManifest),
	newKindReader(KindEvaluation, ResultFormats, inspectResults),
}

func newKindReader[T any](kind Kind, formats []Format[T], inspect func(Format[T], *document.Document) (Inspection, error)) kindReader {
	k := kindReader{kind: kind}
	for _, f := range formats {
		k.sought = append(k.sought, fmt.Sprintf("%s (%s): %s", f.Name, kind, f.LooksFor))
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

func inspectCard(f CardFormat, d *document.Document) (Inspection, error) {
	invalid, err := ValidateCard(f, d)
	if err != nil {
		return Inspection{}, err
	}
	return Inspection{Kind: KindCard, Format: f.Name, Document: f.Read(d), Findings: invalid}, nil
}

func inspectData(f DataFormat, d *document.Document) (Inspection, error) {
	invalid, err := f.Validate(d)
	if err != nil {
		return Inspection{}, err
	}
	cards := f.Read(d)
	return Inspection{Kind: KindData, Format: f.Name, Document: cards[0], More: cards[1:], Findings: invalid}, nil
}

func inspectManifest(f Format[Manifest], d *document.Document) (Inspection, error) {
	invalid, err := f.Validate(d)
	if err != nil {
		return Inspection{}, err
	}
	return Inspection{Kind: KindManifest, Format: f.Name, Document: f.Read(d), Findings: invalid}, nil
}

func inspectResults(f ResultFormat, d *document.Document) (Inspection, error) {
	r := f.Read(d)
	r.CheckRivals()
	return Inspection{Kind: KindEvaluation, Format: f.Name, Document: r.Evaluation, Findings: r.Findings}, nil
}

// inspectAs reads a document of the given kind, of any if kind is "".
func inspectAs(kind Kind, d *document.Document) (in Inspection, ok bool, err error) {
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

// Inspect reads one file as evidence: of the given kind, or of whichever kind
// it is recognised as when kind is "". The error is a *NotRecognised.
func Inspect(path string, src []byte, kind Kind) (Inspection, error) {
	d, found := document.Parse(path, src)
	found = WithoutRepeats(d, found)
	in, ok, err := inspectAs(kind, d)
	if !ok && IsLong(path, len(src)) && (kind == "" || kind == KindEvaluation) {
		long, wrong := ParseResults(path, src)
		if in, ok, err = inspectAs(KindEvaluation, long); ok || kind == KindEvaluation {
			d, found = long, wrong
		}
	}
	if !ok && kind == KindCard && d.Syntax == document.Markdown && !IsDatasetCard(d) { // any page can be read as a model card when one is asked for
		in, err = inspectCard(PlainPage(d), d)
		ok = true
	}
	if !ok {
		return Inspection{}, notRecognised(kind, d, found)
	}
	if err != nil {
		return Inspection{}, err
	}
	in.Path = path
	if in.Findings = finding.Sort(append(found, in.Findings...)); in.Findings == nil {
		in.Findings = []finding.Finding{}
	}
	return in, nil
}

func notRecognised(kind Kind, d *document.Document, found []finding.Finding) *NotRecognised {
	e := &NotRecognised{Path: d.Path, Findings: found}
	if like, ok := likeTo(kind, d); ok {
		e.Like = like.String()
	}
	for _, k := range kindReaders {
		if kind == "" || k.kind == kind {
			e.Sought = append(e.Sought, k.sought...)
		}
	}
	return e
}

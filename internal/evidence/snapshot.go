package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Snapshot is one model of one commit: the facts, where they stand, and what
// is wrong with the documents that hold them.
type Snapshot struct {
	Model      Model
	Findings   []finding.Finding // of reading: syntax, encoding, schema, limits
	CardDigest string            // sha256 of the model card's bytes, "" if there is none
	Parameters map[string]string // of the deployment
	places     map[string]*document.Document
}

// Locate resolves an anchor to a position. An anchor that ends in # means the
// key of a member rather than its value, as in Relative JSON Pointer. It knows the documents that were
// read, and the files that were looked for and not found.
func (s Snapshot) Locate(a Anchor) (finding.Position, bool) {
	file, pointer, _ := strings.Cut(string(a), "#")
	d, ok := s.places[file]
	switch {
	case !ok:
		return finding.Position{}, false
	case d == nil:
		at := finding.Start(file)
		at.Pointer = pointer
		return at, true
	}
	if key, ok := strings.CutSuffix(pointer, "#"); ok {
		return d.KeyAt(key), true
	}
	return d.At(pointer), true
}

// reader reads one model; it remembers every document and place on the way.
type reader struct {
	tree     source.Tree
	finder   *Finder
	dir      string
	findings []finding.Finding
	places   map[string]*document.Document
}

func (r *reader) place(file string) {
	if _, ok := r.places[file]; !ok {
		r.places[file] = nil
	}
}

// own lists the files of the model's directory that belong to no model below it.
func (r *reader) own(dir string) []source.Entry { return r.finder.own(dir) }

// parse reads and parses a file. The document is nil when there is no such file.
func (r *reader) parse(file string) (*document.Document, error) {
	if d, ok := r.places[file]; ok && d != nil {
		return d, nil
	}
	d, found, err := load(r.tree, file)
	if d == nil || err != nil {
		return nil, err
	}
	r.findings = append(r.findings, found...)
	r.places[file] = d
	return d, nil
}

// load reads and parses one file of a tree. A file that is refused (too large,
// a symbolic link, a submodule) is an empty document with a finding. The
// document is nil when there is no such file.
func load(tree source.Tree, file string) (*document.Document, []finding.Finding, error) {
	src, err := tree.Read(file, document.MaxBytes)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, nil
	case isRefusal(err):
		nothing, _ := document.Parse(file, nil)
		return nothing, []finding.Finding{refused(file, err)}, nil
	case err != nil:
		return nil, nil, fmt.Errorf("reading %s at %s: %w", file, tree.Commit, err)
	}
	d, found := document.Parse(file, src)
	return d, found, nil
}

func isRefusal(err error) bool {
	return errors.Is(err, source.ErrTooLarge) || errors.Is(err, source.ErrSymlink) || errors.Is(err, source.ErrSubmodule) || errors.Is(err, source.ErrNotRegular)
}

func refused(file string, err error) finding.Finding {
	f := finding.Finding{Rule: "evidence/not_a_file", Severity: finding.Error, At: finding.Start(file),
		Message: fmt.Sprintf("%q is not read: %s", path.Base(file), reason(err)), Help: "Commit the document itself, as a plain file."}
	if errors.Is(err, source.ErrTooLarge) {
		f.Rule = "document/too_large"
		f.Message = fmt.Sprintf("%q is larger than %d MiB, the limit of a document", path.Base(file), document.MaxBytes>>20)
		f.Help = "Shorten the document; put long material into files that it links to."
	}
	return f
}

func reason(err error) string {
	switch {
	case errors.Is(err, source.ErrSymlink):
		return "it is a symbolic link, which is never followed"
	case errors.Is(err, source.ErrSubmodule):
		return "it is a submodule"
	}
	return "it is not a regular file"
}

// Rules is the catalogue of this package: what can keep a file from being evidence.
func Rules() []finding.Rule {
	rule := func(id, title, description, remediation string, severity finding.Severity) finding.Rule {
		return finding.Rule{ID: id, Title: title, Description: description, Remediation: remediation, Scope: finding.ScopeModel,
			Severity: finding.Always(severity), Waivable: false, Origin: "built-in", Sources: []string{"The formats that this project reads: docs/usage.md"}}
	}
	return []finding.Rule{
		rule("evidence/not_a_file", "Evidence that is no file", "Where a document is expected there is a symbolic link, a submodule or another kind of entry. None is followed: it could lead anywhere.",
			"Commit the document itself, as a plain file.", finding.Error),
		rule("evidence/not_recognised", "Document of no known format", "A file that stands where evidence is expected has no format that is read, so that it would silently not count.",
			"Use one of the formats, or move the file out of the places where evidence is looked for (evaluations and data_cards in .modelgate/config.yaml).", finding.Warning),
	}
}

// Read reads one model: its card, manifest, artifacts, evaluations, and the
// data cards of its datasets. A model that is not in the tree is a Model that
// is not Present.
func (f *Finder) Read(id string) (Snapshot, error) {
	r := &reader{tree: f.tree, finder: f, dir: id, places: map[string]*document.Document{}}
	isModel, err := f.IsModel(id)
	if err != nil {
		return Snapshot{}, err
	}
	s := Snapshot{places: r.places, Parameters: map[string]string{}}
	if !isModel {
		s.Model = absentModel(id)
		r.place(path.Join(id, "README.md"))
		return s, nil
	}
	if err := r.read(id, &s); err != nil {
		return Snapshot{}, err
	}
	s.Findings = finding.Sort(r.findings)
	return s, nil
}

func absentModel(id string) Model {
	at := Anchor(path.Join(id, "README.md") + "#")
	return Model{At: at, ID: id, Name: path.Base(id), Card: absentCard(at), Manifest: manifestAt(place{anchor: at}),
		Datasets: []Dataset{}, Evaluations: []Evaluation{}, Artifacts: []Artifact{}, Checks: []Check{}}
}

func (r *reader) read(id string, s *Snapshot) error {
	s.Model = absentModel(id)
	s.Model.Present = true
	card, err := r.card(id)
	if err != nil {
		return err
	}
	manifest, err := r.parse(path.Join(id, ManifestName))
	if err != nil {
		return err
	}
	switch {
	case card != nil:
		s.Model.Card = decodeHuggingFace(card)
		sum := sha256.Sum256(card.Source)
		s.CardDigest = "sha256:" + hex.EncodeToString(sum[:])
	case manifest != nil:
		s.Model.Card = absentCard(Anchor(manifest.Path + "#"))
	default:
		file := r.witness(id)
		r.place(file)
		s.Model.Card = absentCard(Anchor(file + "#"))
	}
	s.Model.At = s.Model.Card.At
	s.Model.Manifest = manifestAt(place{anchor: s.Model.At})
	if manifest != nil {
		if err := r.validate(KindManifest, manifest); err != nil {
			return err
		}
		s.Model.Manifest = decodeManifest(manifest)
		s.Parameters = parameters(manifest)
	}
	s.Model.Name = name(s.Model, id)
	if s.Model.Artifacts, err = r.artifacts(id, manifest); err != nil {
		return err
	}
	if s.Model.Evaluations, err = r.evaluations(id); err != nil {
		return err
	}
	s.Model.Datasets, err = r.datasets(id, s.Model.Card)
	return err
}

// witness is a file of the model, on which to report that its card is missing.
func (r *reader) witness(id string) string {
	for _, e := range r.own(id) {
		if isArtifact(e.Path) {
			return e.Path
		}
	}
	if entries := r.own(id); len(entries) > 0 {
		return entries[0].Path
	}
	return path.Join(id, "README.md")
}

func name(m Model, id string) string {
	switch {
	case m.Manifest.Name.Present:
		return m.Manifest.Name.Value
	case id != ".":
		return path.Base(id)
	case m.Card.Name.Present:
		return m.Card.Name.Value
	}
	return "."
}

// card is the model's card: the first of its card files, or nil.
func (r *reader) card(id string) (*document.Document, error) {
	file, err := r.finder.cardOf(id)
	if file == "" || err != nil {
		return nil, err
	}
	return r.parse(file)
}

func (r *reader) validate(kind Kind, d *document.Document) error {
	for _, f := range formats {
		if f.kind == kind && f.schema != "" {
			found, err := validate(f, d)
			r.findings = append(r.findings, found...)
			return err
		}
	}
	return nil
}

func (r *reader) evaluations(id string) ([]Evaluation, error) {
	out := []Evaluation{}
	for _, e := range r.own(id) {
		if !r.finder.layout.isEvaluation(id, e.Path) {
			continue
		}
		d, err := r.parse(e.Path)
		if err != nil {
			return nil, err
		}
		f, ok := recognise(KindEvaluation, d)
		if !ok {
			r.unrecognised(d, KindEvaluation)
			continue
		}
		out = append(out, f.decode(d).(Evaluation))
	}
	return out, nil
}

// unrecognised reports a file that should be evidence and is of no format. A
// file whose bytes are broken has its findings already.
func (r *reader) unrecognised(d *document.Document, kind Kind) {
	if d.Root == nil {
		return
	}
	f := finding.Finding{Rule: "evidence/not_recognised", Severity: finding.Warning, At: d.At(""),
		Message: fmt.Sprintf("the file stands where an %s is expected, but has no format of one", kind),
		Help:    "Use one of the formats that docs/usage.md lists, or set evaluations in .modelgate/config.yaml to the files that hold results."}
	if like, ok := isForeign(d); ok {
		f.Message += ": it looks like " + like + ", which this version does not read"
	}
	r.findings = append(r.findings, f)
}

// datasets are what the model depends on: every dataset that its card names,
// in that order, and every other data card of its directory.
func (r *reader) datasets(id string, card Card) ([]Dataset, error) {
	own, err := r.ownDataCards(id)
	if err != nil {
		return nil, err
	}
	out := []Dataset{}
	used := map[string]bool{}
	for _, item := range card.Datasets.Items {
		d := Dataset{At: item.At, Name: item.Value, Declared: true, Card: absentDataCard(item.At)}
		i := slices.IndexFunc(own, func(c DataCard) bool { return c.Name.Value == item.Value })
		if i >= 0 {
			d.Card = own[i]
			used[own[i].Path] = true
		} else if shared, err := r.finder.sharedDataCard(r, item.Value); err != nil {
			return nil, err
		} else if shared != nil {
			d.Card = *shared
		}
		out = append(out, d)
	}
	for _, c := range own {
		if !used[c.Path] {
			out = append(out, Dataset{At: c.At, Name: c.Name.Value, Card: c})
		}
	}
	return out, nil
}

func (r *reader) ownDataCards(id string) ([]DataCard, error) {
	var cards []DataCard
	for _, e := range r.own(id) {
		if !isOwnDataCard(id, e.Path) {
			continue
		}
		d, err := r.parse(e.Path)
		if err != nil {
			return nil, err
		}
		if f, ok := recognise(KindData, d); ok {
			if err := r.validate(KindData, d); err != nil {
				return nil, err
			}
			cards = append(cards, f.decode(d).(DataCard))
		} else {
			r.unrecognised(d, KindData)
		}
	}
	return cards, nil
}

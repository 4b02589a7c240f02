package finder

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/cards"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
	"github.com/modelgate-dev/modelgate/internal/evidence/manifest"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/evidence/weights"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Snapshot is one model of one commit: the facts, where they stand, and what
// is wrong with the documents that hold them.
type Snapshot struct {
	Model      evidence.Model
	Findings   []finding.Finding // of reading: syntax, encoding, schema, limits
	CardDigest string            // sha256 of the model card's bytes, "" if there is none
	Parameters map[string]string // of the deployment
	places     map[string]*document.Document
	tree       source.Tree
	secrets    Secrets
}

// Locate resolves an anchor to a position. It knows the documents that were read, and
// the files that were looked for and not found.
func (s Snapshot) Locate(a evidence.Anchor) (finding.Position, bool) {
	if at, ok := s.secrets.Locate(a); ok {
		return at, true
	}
	file, pointer := a.Split(func(file string) bool { _, ok := s.places[file]; return ok })
	d, ok := s.places[file]
	switch {
	case !ok:
		return finding.Position{}, false
	case d == nil:
		at := finding.Start(file)
		at.Pointer = pointer
		return at, true
	}
	return place.Position(d, pointer), true
}

// Document is a document that was read, by its path.
func (s Snapshot) Document(path string) (*document.Document, bool) {
	d := s.places[path]
	return d, d != nil
}

// reader reads one model; it remembers every document and place on the way.
type reader struct {
	tree     source.Tree
	finder   *Finder
	dir      string
	findings []finding.Finding
	places   map[string]*document.Document
	told     int // files of weights that were read for what they tell of themselves
}

func (r *reader) place(file string) {
	if _, ok := r.places[file]; !ok {
		r.places[file] = nil
	}
}

// placeIn is place for a file of a tree, which may be that of a data repository.
func (r *reader) placeIn(tree source.Tree, file string) {
	if tree.Name == "" {
		r.place(file)
		return
	}
	if _, ok := r.places[file]; !ok {
		nothing, _ := document.Parse(file, nil)
		nothing.Repository = tree.Name
		r.places[file] = nothing
	}
}

// listOwn lists the files of the model's directory that belong to no model below it.
func (r *reader) listOwn(dir string) []source.Entry { return r.finder.listOwn(dir) }

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

// Read reads one model: its card, manifest, artifacts, evaluations, and the
// data cards of its datasets. A model that is not in the tree is a Model that
// is not Present.
func (f *Finder) Read(id string) (Snapshot, error) {
	r := &reader{tree: f.tree, finder: f, dir: id, places: map[string]*document.Document{}}
	isModel, err := f.IsModel(id)
	if err != nil {
		return Snapshot{}, err
	}
	s := Snapshot{places: r.places, tree: f.tree, Parameters: map[string]string{}}
	if !isModel {
		s.Model = Absent(id)
		r.place(path.Join(id, "README.md"))
		return s, nil
	}
	if err := r.read(id, &s); err != nil {
		return Snapshot{}, err
	}
	for _, file := range slices.Sorted(maps.Keys(r.places)) {
		if d := r.places[file]; d != nil && d.Repository == "" {
			s.secrets.Add(d)
		}
	}
	s.Model.Secrets = append(s.Model.Secrets, s.secrets.Found...)
	s.Findings = fold(finding.Sort(r.findings))
	f.mu.Lock()
	defer f.mu.Unlock()
	f.wasRead[id] = true
	return s, nil
}

// Absent is a model that is not there: total, and reported on the card that it should have.
func Absent(id string) evidence.Model {
	at := evidence.Anchor(path.Join(id, "README.md") + "#")
	return evidence.Model{At: at, ID: id, Name: path.Base(id), Card: cards.Absent(at), Cards: []evidence.Card{}, Disagree: []evidence.Conflict{}, Bases: []evidence.NamedBase{}, Kinds: []evidence.Architecture{}, Hyper: []evidence.Hyperparameter{}, Cached: []evidence.Item{}, Copies: []evidence.Copy{}, Uncompared: []evidence.Uncompared{}, Impossible: []evidence.Impossible{}, Manifest: manifest.Absent(at),
		LicenseFiles: []evidence.LicenseFile{}, Datasets: []evidence.Dataset{}, Evaluations: []evidence.Evaluation{}, Artifacts: []evidence.Artifact{}, Checks: []evidence.Check{}, Labels: []evidence.Label{}, Signatures: []evidence.Signature{}, Secrets: []evidence.Secret{}}
}

func (r *reader) read(id string, s *Snapshot) error {
	s.Model = Absent(id)
	s.Model.Present = true
	if e, ok := r.tree.Lookup(id); ok && e.Kind != source.File {
		r.notAFile(e)
	}
	pages, err := r.pages(id)
	if err != nil {
		return err
	}
	doc, err := r.parse(path.Join(id, manifest.FileName))
	if err != nil {
		return err
	}
	if s.Model.Cards, err = r.readCards(id, pages); err != nil {
		return err
	}
	for i := range s.Model.Cards {
		s.Model.Cards[i].Unread = r.unread(s.Model.Cards[i])
	}
	switch {
	case len(s.Model.Cards) > 0:
		s.Model.Card, s.Model.Disagree = cards.Unite(s.Model.Cards, len(pages))
		sum := sha256.Sum256(r.places[s.Model.Card.Path].Source)
		s.CardDigest = "sha256:" + hex.EncodeToString(sum[:])
	case doc != nil:
		s.Model.Card = cards.Absent(evidence.Anchor(doc.Path + "#"))
	default:
		file := r.witness(id)
		r.place(file)
		s.Model.Card = cards.Absent(evidence.Anchor(file + "#"))
	}
	if s.Model.Cached, err = r.listCachedResults(id); err != nil {
		return err
	}
	if s.Model.Bases, err = r.bases(s.Model, len(pages)); err != nil {
		return err
	}
	if s.Model.Kinds, err = r.architectures(id); err != nil {
		return err
	}
	if s.Model.Hyper, err = r.hyperparameters(id); err != nil {
		return err
	}
	classes, err := r.classLabels(id, r.places[s.Model.Card.Path])
	if err != nil {
		return err
	}
	contrary, err := r.contrarySettings(id, r.places[s.Model.Card.Path])
	if err != nil {
		return err
	}
	s.Model.Card.Slips = append(s.Model.Card.Slips, append(classes, contrary...)...)
	if err := r.brokenSettings(id); err != nil {
		return err
	}
	r.rivals(id)
	s.Model.At = s.Model.Card.At
	s.Model.Manifest = manifest.Absent(s.Model.At)
	if doc != nil {
		found, err := manifest.Format.Validate(doc)
		if err != nil {
			return err
		}
		r.findings = append(r.findings, found...)
		s.Model.Manifest = manifest.Format.Read(doc)
		s.Parameters = manifest.Parameters(doc)
	}
	s.Model.Name = name(s.Model, id)
	if s.Model.LicenseFiles, err = r.licenseFiles(id); err != nil {
		return err
	}
	if s.Model.Artifacts, err = r.artifacts(id, doc); err != nil {
		return err
	}
	if s.Model.Signatures, err = r.signatures(id, s.Model.Artifacts); err != nil {
		return err
	}
	if s.Model.Evaluations, err = r.evaluations(id); err != nil {
		return err
	}
	s.Model.Datasets, err = r.datasets(id, s.Model.Card)
	headings := r.finder.layout.Headings
	s.Model.Card.Sections = cards.WithHeadings(s.Model.Card.Sections, headings)
	for i := range s.Model.Cards {
		s.Model.Cards[i].Sections = cards.WithHeadings(s.Model.Cards[i].Sections, headings)
	}
	return err
}

// unread reports whether a card has metadata that could not be read: what it
// does not seem to say, it may say there.
func (r *reader) unread(c evidence.Card) bool {
	d := r.places[c.Path]
	if d != nil && d.Root != nil && d.Root.Kind == document.Mapping {
		return false
	}
	return slices.ContainsFunc(r.findings, func(f finding.Finding) bool {
		return f.At.Path == c.Path && f.Severity == finding.Error && strings.HasPrefix(f.Rule, "document/")
	})
}

// rivals reports files that look like the model's manifest and are not read.
func (r *reader) rivals(id string) {
	for _, e := range r.finder.direct(id) {
		base := strings.ToLower(path.Base(e.Path))
		if base != "modelgate.yml" && base != "modelgate.json" && (base != manifest.FileName || path.Base(e.Path) == manifest.FileName) {
			continue
		}
		r.notRead(e.Path, "the model already has another manifest", "Keep one manifest: modelgate.yaml.")
	}
}

// notRead reports a file that looks like a part of the model and does not count.
func (r *reader) notRead(file, why, help string) {
	r.place(file)
	r.findings = append(r.findings, finding.Finding{Rule: "evidence/rival_file", Severity: finding.Error, At: finding.Start(file),
		Message: fmt.Sprintf("%q is not read: %s", path.Base(file), why), Help: help})
}

// witness is a file of the model, on which to report that its card is missing: its weights
// rather than what goes with them, then its results, then any file that is not hidden.
func (r *reader) witness(id string) string {
	entries := r.listOwn(id)
	for _, is := range []func(string) bool{
		func(file string) bool { return weights.IsName(file) && !isAuxiliary(file) },
		weights.IsName,
		func(file string) bool { return r.finder.layout.isExpected(id, file) },
		func(file string) bool { return !strings.HasPrefix(below(id, file), ".") },
	} {
		if i := slices.IndexFunc(entries, func(e source.Entry) bool { return is(e.Path) }); i >= 0 {
			return entries[i].Path
		}
	}
	if len(entries) > 0 {
		return entries[0].Path
	}
	return path.Join(id, "README.md")
}

func name(m evidence.Model, id string) string {
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

// maxPages bounds the Markdown files of one card that are read: each is compared
// with all before it.
const maxPages = 8

// pages are the Markdown files of the model's card, the primary one first: one
// that has metadata, else one that is called a model card.
func (r *reader) pages(id string) ([]*document.Document, error) {
	files, err := r.finder.pagesOf(id)
	if err != nil {
		return nil, err
	}
	var withMetadata, others []*document.Document
	for _, file := range files[min(len(files), maxPages):] {
		r.notRead(file, fmt.Sprintf("the card has %d pages besides", maxPages), "Keep one README.md or MODEL_CARD.md.")
	}
	for _, file := range files[:min(len(files), maxPages)] {
		d, err := r.parse(file)
		switch {
		case err != nil:
			return nil, err
		case d == nil:
		case inspection.PageFormat(d).Name == cards.FormatHuggingFace:
			withMetadata = append(withMetadata, d)
		default:
			others = append(others, d)
		}
	}
	return append(withMetadata, others...), nil
}

// notAFile reports a link or submodule where evidence should be.
func (r *reader) notAFile(e source.Entry) {
	r.place(e.Path)
	err := source.ErrSymlink
	if e.Kind == source.Submodule {
		err = source.ErrSubmodule
	}
	r.findings = append(r.findings, refused(e.Path, document.MaxBytes, err))
}

// besideResults are words in the names of files that tools write beside results.
var besideResults = []string{"config", "params", "parameters", "environment", "env", "manifest", "metadata", "confusion", "schema", "features"}

// isBeside reports whether the name of a file says that it is not of results.
func isBeside(file string) bool {
	words := strings.FieldsFunc(strings.ToLower(path.Base(file)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return slices.ContainsFunc(words, func(word string) bool { return slices.Contains(besideResults, word) })
}

// unrecognised reports a file that should be evidence and is of no format. A
// file whose bytes are broken has its findings already. Where it is not expected, others
// have such files, too.
func (r *reader) unrecognised(d *document.Document, kind format.Kind, expected bool) {
	if d.Root == nil && d.Syntax != document.Events && d.Syntax != document.Arrays { // what is wrong with it has been said
		return
	}
	f := finding.Finding{Rule: "evidence/not_recognised", Severity: finding.Warning, At: d.At(""),
		Message: fmt.Sprintf("expected an %s file, but the format is not recognized", kind),
		Help:    "Use a supported format (see `modelgate inspect --help`), or set evaluations in .modelgate/config.yaml to the results files."}
	if d.Syntax == document.Events {
		f.Message += ": it is named like a TensorBoard event file, but does not begin like one"
	} else if like, ok := inspection.LikeTo(kind, d); ok {
		f.Message += ": " + like.String()
	} else if kind == format.KindEvaluation && isBeside(d.Path) {
		f.Severity = finding.Note
	}
	if !expected {
		f.Severity = finding.Note
	}
	r.findings = append(r.findings, f)
}

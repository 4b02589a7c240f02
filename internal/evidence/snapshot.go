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
	tree       source.Tree
}

// Locate resolves an anchor to a position. An anchor that ends in # means the
// key of a member rather than its value, as in Relative JSON Pointer. It knows the documents that were
// read, and the files that were looked for and not found.
func (s Snapshot) Locate(a Anchor) (finding.Position, bool) {
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
	if key, ok := strings.CutSuffix(pointer, "#"); ok {
		return d.KeyAt(key), true
	}
	return d.At(pointer), true
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
	return loadUpTo(tree, file, document.MaxBytes, document.Parse)
}

// loadResults is load for a file of results, which may be a long one.
func loadResults(tree source.Tree, file string) (*document.Document, []finding.Finding, error) {
	return loadUpTo(tree, file, MaxResultBytes(file), ParseResults)
}

func loadUpTo(tree source.Tree, file string, most int64, parse func(string, []byte) (*document.Document, []finding.Finding)) (*document.Document, []finding.Finding, error) {
	src, err := tree.Read(file, most)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, nil
	case source.IsRefusal(err):
		nothing, _ := document.Parse(file, nil)
		return nothing, []finding.Finding{refused(file, most, err)}, nil
	case err != nil:
		return nil, nil, fmt.Errorf("reading %s at %s: %w", file, tree.Commit, err)
	}
	d, found := parse(file, src)
	return d, found, nil
}

func refused(file string, most int64, err error) finding.Finding {
	f := finding.Finding{Rule: "evidence/not_a_file", Severity: finding.Error, At: finding.Start(file),
		Message: fmt.Sprintf("%q is not read: %s", path.Base(file), reason(err)), Help: "Commit the document itself, as a regular file."}
	if errors.Is(err, source.ErrTooLarge) {
		f.Rule = "document/too_large"
		f.Message = fmt.Sprintf("%q is larger than %d MiB, the limit of a document", path.Base(file), most>>20)
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
	waivable := func(r finding.Rule) finding.Rule {
		r.Waivable = true
		return r
	}
	repository := func(r finding.Rule) finding.Rule {
		r.Scope = finding.ScopeRepository
		return r
	}
	return []finding.Rule{
		rule("evidence/not_a_file", "Evidence is not a regular file", "A document must be a regular file. Symbolic links, submodules and other entries are not followed, because they can point anywhere.",
			"Commit the document itself, as a regular file.", finding.Error),
		rule("evidence/duplicate_data_card", "Dataset with two data cards", "A dataset must have only one data card. Two cards can contradict each other, and one of them would be silently ignored.",
			"Keep one card for each dataset.", finding.Error),
		rule("evidence/rival_file", "Duplicate files", "A model must have one manifest and a limited number of Markdown cards. Additional files are not read.",
			"Keep one manifest, modelgate.yaml, and one README.md or MODEL_CARD.md.", finding.Error),
		repository(rule("evidence/unreadable_path", "Path that cannot be read", "A path must be valid UTF-8, and each part must be a valid file name. Otherwise, the file would be silently ignored.",
			"Rename the file.", finding.Error)),
		repository(rule("evidence/outside_models", "Model outside the configured globs", "Model cards, manifests and weights must be in a directory that the configuration covers. Others are not checked and not promoted.",
			"Move the model, or add its directory to models or ignore in .modelgate/config.yaml.", finding.Warning)),
		repository(rule("evidence/ignored_model", "Model in an ignored directory", "A file that the change adds or edits looks like part of a model in a directory that the configuration ignores. It is not checked.",
			"If it is not a model, no action is needed. Otherwise, remove its directory from `ignore` in .modelgate/config.yaml.", finding.Note)),
		repository(rule("evidence/model_hidden", "Model moved out of sight", "A model of the base must not move to a directory in which no model is looked for, such as vendor/, testdata/ or .github/. It is no longer checked there.",
			"Move the model to another directory, or remove it.", finding.Error)),
		repository(rule("evidence/passed_over", "README metadata without a model", "A README has the metadata of a model or a dataset, but is not the card of any model. Its metadata has no effect.",
			"Move the metadata to the model's card or to a data card. To have the directory checked as a model, add a modelgate.yaml.", finding.Note)),
		repository(rule("evidence/glob_matches_nothing", "Glob that matches no model", "The configuration refers to models that do not exist, usually because of a typo. These settings have no effect.",
			"Fix the glob, or remove it.", finding.Warning)),
		rule("evidence/not_recognised", "Unrecognized format", "A file in a location for evidence must have a supported format. Otherwise, it would be silently ignored.",
			"Use a supported format, or move the file out of the evidence locations (evaluations and data_cards in .modelgate/config.yaml).", finding.Warning),
		rule("evidence/malformed", "Malformed evaluation results", "An evaluation results file must follow its format. If a part is missing, has the wrong type or contradicts another part, some results would be silently ignored.",
			"Generate the file again with its tool, or fix the reported location.", finding.Error),
		waivable(rule("evidence/contradiction", "Contradictory results", "A summary must follow from the rows, classes, cases or counts in the same file, and no part may be larger than the whole. Otherwise, the better of two numbers would decide.",
			"Write the file again with the tool that it is from. Do not edit results by hand.", finding.Error)),
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
	s := Snapshot{places: r.places, tree: f.tree, Parameters: map[string]string{}}
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
	return Model{At: at, ID: id, Name: path.Base(id), Card: absentCard(at), Cards: []Card{}, Disagree: []Conflict{}, Bases: []NamedBase{}, Kinds: []Architecture{}, Cached: []Item{}, Copies: []Copy{}, Manifest: AbsentManifest(at),
		LicenseFiles: []LicenseFile{}, Datasets: []Dataset{}, Evaluations: []Evaluation{}, Artifacts: []Artifact{}, Checks: []Check{}}
}

func (r *reader) read(id string, s *Snapshot) error {
	s.Model = absentModel(id)
	s.Model.Present = true
	if e, ok := r.tree.Lookup(id); ok && e.Kind != source.File {
		r.notAFile(e)
	}
	pages, err := r.pages(id)
	if err != nil {
		return err
	}
	manifest, err := r.parse(path.Join(id, ManifestName))
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
		s.Model.Card, s.Model.Disagree = united(s.Model.Cards, len(pages))
		sum := sha256.Sum256(r.places[s.Model.Card.Path].Source)
		s.CardDigest = "sha256:" + hex.EncodeToString(sum[:])
	case manifest != nil:
		s.Model.Card = absentCard(Anchor(manifest.Path + "#"))
	default:
		file := r.witness(id)
		r.place(file)
		s.Model.Card = absentCard(Anchor(file + "#"))
	}
	if s.Model.Cached, err = r.cachedResults(id); err != nil {
		return err
	}
	if s.Model.Bases, err = r.bases(s.Model, len(pages)); err != nil {
		return err
	}
	if s.Model.Kinds, err = r.architectures(id); err != nil {
		return err
	}
	r.rivals(id)
	s.Model.At = s.Model.Card.At
	s.Model.Manifest = AbsentManifest(s.Model.At)
	if manifest != nil {
		found, err := ManifestFormat.Validate(manifest)
		if err != nil {
			return err
		}
		r.findings = append(r.findings, found...)
		s.Model.Manifest = ManifestFormat.Read(manifest)
		s.Parameters = parameters(manifest)
	}
	s.Model.Name = name(s.Model, id)
	if s.Model.LicenseFiles, err = r.licenseFiles(id); err != nil {
		return err
	}
	if s.Model.Artifacts, err = r.artifacts(id, manifest); err != nil {
		return err
	}
	if s.Model.Evaluations, err = r.evaluations(id); err != nil {
		return err
	}
	s.Model.Datasets, err = r.datasets(id, s.Model.Card)
	headings := r.finder.layout.Headings
	s.Model.Card.Sections = WithHeadings(s.Model.Card.Sections, headings)
	for i := range s.Model.Cards {
		s.Model.Cards[i].Sections = WithHeadings(s.Model.Cards[i].Sections, headings)
	}
	return err
}

// unread reports whether a card has metadata that could not be read: what it
// does not seem to say, it may say there.
func (r *reader) unread(c Card) bool {
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
		if base != "modelgate.yml" && base != "modelgate.json" && (base != ManifestName || path.Base(e.Path) == ManifestName) {
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
		case pageFormat(d).Name == FormatHuggingFace:
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

// unrecognised reports a file that should be evidence and is of no format. A
// file whose bytes are broken has its findings already.
func (r *reader) unrecognised(d *document.Document, kind Kind) {
	if d.Root == nil {
		return
	}
	f := finding.Finding{Rule: "evidence/not_recognised", Severity: finding.Warning, At: d.At(""),
		Message: fmt.Sprintf("expected an %s file, but the format is not recognized", kind),
		Help:    "Use a supported format (see `modelgate inspect --help`), or set evaluations in .modelgate/config.yaml to the results files."}
	if like, ok := likeTo(kind, d); ok {
		f.Message += ": " + like.String()
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
	for _, item := range card.Datasets.Items {
		d := Dataset{At: item.At, Name: item.Value, Declared: true, Card: AbsentDataCard(item.At), Disagree: []Conflict{}, Tables: []Table{}}
		of, err := r.finder.sharedDataCards(r, item.Value)
		if err != nil {
			return nil, err
		}
		own = slices.DeleteFunc(own, func(c DataCard) bool {
			if !Describes(c, item.Value) {
				return false
			}
			of = append(of, c)
			return true
		})
		if len(of) > 0 {
			d.Card, d.Disagree = r.together(item.Value, of)
			if d, err = r.withTables(d, of); err != nil {
				return nil, err
			}
		}
		out = append(out, d)
	}
	for len(own) > 0 {
		name := own[0].Name.Value
		var of []DataCard
		own = slices.DeleteFunc(own, func(c DataCard) bool {
			if c.Name.Value == name {
				of = append(of, c)
			}
			return c.Name.Value == name
		})
		d := Dataset{Name: name}
		d.Card, d.Disagree = r.together(name, of)
		d.At = d.Card.At
		if d, err = r.withTables(d, of); err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	for i := range out {
		if out[i], err = r.withOrigins(out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// duplicateCard: which of two cards of one dataset counts is not for the reader
// to choose.
func duplicateCard(name string, second, first finding.Position) finding.Finding {
	return finding.Finding{Rule: "evidence/duplicate_data_card", Severity: finding.Error, At: second, Key: name,
		Message: fmt.Sprintf("duplicate data card for dataset %q", name), Help: "Keep one card for each dataset.",
		Related: []finding.Related{{Message: "the other data card", At: first}}}
}

func (r *reader) ownDataCards(id string) ([]DataCard, error) {
	var cards []DataCard
	for _, e := range r.own(id) {
		expected := isOwnDataCard(id, e.Path)
		if is, err := r.finder.describesData(e.Path); err != nil {
			return nil, err
		} else if !expected && !is {
			continue
		}
		d, err := r.parse(e.Path)
		if err != nil {
			return nil, err
		}
		f, ok := recogniseData(d)
		if !ok {
			r.unrecognised(d, KindData)
			continue
		}
		found, err := f.Validate(d)
		if err != nil {
			return nil, err
		}
		r.findings = append(r.findings, found...)
		cards = append(cards, r.finder.cardsOf(f, d)...)
	}
	return cards, nil
}

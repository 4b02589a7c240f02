package promotion

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// The operations of records. Each record restates all that is deployed after it,
// so that the newest one alone says what an environment has.
const (
	Promotes = "promote"
	Rollback = "rollback" // restores the files of an earlier record, and holds the model
	Holds    = "hold"     // keeps the model as it is
	Unhold   = "unhold"   // lifts the hold
	Retire   = "retire"   // takes the model's files away, and holds it
	Adopt    = "adopt"    // takes over the files that were there before
)

// live is the record of the promotion or adoption whose content is deployed:
// that which a rollback goes back from, or which a hold keeps.
func (h history) live() (Record, bool) { return h.origin(len(h)) }

// origin is the promotion or adoption whose content the record of a number
// restates; none where the model was retired.
func (h history) origin(sequence int) (Record, bool) {
	for i := min(sequence, len(h)) - 1; i >= 0; {
		switch h[i].Operation {
		case Holds, Unhold:
			i--
		case Rollback:
			i = h[i].Restores - 1
		case Retire:
			return Record{}, false
		default:
			return h[i], true
		}
	}
	return Record{}, false
}

// cause is the newest record that has changed what is deployed.
func (h history) cause() Record {
	for i := len(h) - 1; i >= 0; i-- {
		if h[i].Operation != Holds && h[i].Operation != Unhold {
			return h[i]
		}
	}
	return Record{}
}

// repeats says why a record that must restate an earlier one does not, or nothing.
func (h history) repeats(r Record) (string, error) {
	var of Record
	switch current, ok := h.current(); {
	case r.Operation == Promotes || r.Operation == Adopt && !ok:
		return "", nil
	case !ok || r.Operation == Adopt:
		return fmt.Sprintf("its operation %s is not allowed here", quoted(r.Operation)), nil
	case r.Operation == Rollback:
		if r.Restores < 1 || r.Restores > len(h) || !h[r.Restores-1].deploys() {
			return "it restores no earlier record", nil
		}
		of = h[r.Restores-1]
	case r.Operation == Retire:
		of = current
		of.Render.Files = []RenderedFile{}
	default:
		of = current
	}
	want, err := canonical(of.content())
	if err != nil {
		return "", err
	}
	got, err := canonical(r.content())
	if err != nil {
		return "", err
	}
	if string(want) != string(got) {
		return "its content differs from the record it restates", nil
	}
	return "", nil
}

// deploys reports whether the record left files in the environment.
func (r Record) deploys() bool { return len(r.Render.Files) > 0 }

// content is what a record says of the model and its files.
func (r Record) content() Record {
	return Record{Namespace: r.Namespace, Model: r.Model, Artifacts: r.Artifacts, Source: r.Source, Decision: r.Decision, Render: r.Render, Approvals: r.Approvals}
}

// held is why no promotion may replace the record now, or nothing.
func (r Record) held(now time.Time) string {
	if !r.Hold.Active(now) {
		return ""
	}
	until := ""
	if r.Hold.Until != "" {
		until = " until " + shownUntil(r.Hold.Until)
	}
	return fmt.Sprintf("%s is held in %s by %s%s (record %06d): %s; lift the hold with `modelgate env unhold`",
		r.Model.Name, r.Environment, quotedLine(r.Hold.Owner), until, r.Sequence, quotedLine(r.Hold.Reason))
}

// Active reports whether the hold keeps the model at a moment. One whose end
// cannot be read does.
func (h *Hold) Active(now time.Time) bool {
	if h == nil {
		return false
	}
	ends, err := endOf(h.Until)
	return h.Until == "" || err != nil || now.Before(ends)
}

// Order is an operation that a person asks for.
type Order struct {
	Operation string
	Model     string // its name in the environment
	Record    int    // to restore; 0 for the last that had other files
	Statement Statement
	Until     string // when the hold ends, "" for when it is lifted
	ID        string // directory in the source repository, of an adopted model
	Version   string // of an adopted model
}

// Check says what is wrong with the order itself at a moment, or nothing.
func (o Order) Check(now time.Time) error {
	ends, until := endOf(o.Until)
	switch {
	case !modelName.MatchString(o.Model):
		return errors.New(checkModelName(o.Model))
	case o.ID != "" && !isWord(o.ID):
		return fmt.Errorf("the directory is not text of at most %d bytes", maxWord)
	case o.Until != "" && until != nil:
		return fmt.Errorf("%s is not a date: use YYYY-MM-DD or an RFC 3339 time such as 2026-12-31T18:00:00Z", quoted(o.Until))
	case o.Until != "" && !now.Before(ends):
		return fmt.Errorf("the hold would have ended at %s, which is in the past", ends.UTC().Format(time.RFC3339))
	case o.Record < 0:
		return fmt.Errorf("the record %d does not exist: use a number of `modelgate env history`", o.Record)
	case o.Operation == Adopt && (o.ID == "" || !versionName.MatchString(o.Version)):
		return errors.New("to adopt a model, specify its directory in the source repository with --id and its version with --version")
	}
	return o.Statement.Check()
}

// Check says what is wrong with the statement, or nothing.
func (s Statement) Check() error {
	switch {
	case !hasLetter(s.Owner):
		return errors.New("the owner is unknown; specify one with --owner")
	case !hasLetter(s.Reason):
		return errors.New("a reason is required, in words")
	case !isWord(s.Owner), !isWord(s.Reason):
		return fmt.Errorf("the owner or the reason is not text of at most %d bytes", maxWord)
	}
	return nil
}

// hasLetter reports whether people can read something in a text: a letter or a digit.
func hasLetter(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// maxWord is the size in bytes of the longest text of a person in a record.
const maxWord = 1000

func isWord(s string) bool { return s != "" && len(s) <= maxWord && utf8.ValidString(s) }

// NewOrder plans an operation on one model. The request has no approvals: what
// is restored was approved when it was promoted.
func NewOrder(r Request, o Order) (Plan, error) {
	if err := errors.Join(o.Check(r.Now), r.Environment.require(r.Mode)); err != nil {
		return Plan{}, err
	}
	p := &planner{Request: r, env: r.Environment, tree: r.Snapshot.Tree}
	p.Now = r.Now.UTC().Truncate(time.Second)
	c, err := p.order(o)
	if errors.Is(err, ErrUnknownModel) {
		return Plan{}, err
	}
	if err != nil {
		return Plan{}, fmt.Errorf("planning the %s of %s in %s: %w", o.Operation, quoted(o.Model), p.env.Name, err)
	}
	p.changes = []change{c}
	return p.plan(), nil
}

func (p *planner) order(o Order) (change, error) {
	c := change{item: Item{Model: o.Model, ID: o.ID, Version: o.Version, Operation: o.Operation, State: Blocked}}
	h, problems, err := p.history(o.Model)
	if err != nil {
		return change{}, err
	}
	if len(problems) > 0 {
		return c.tampered(problems), nil
	}
	current, exists := h.current()
	if o.Operation == Adopt {
		return p.adopt(c, o, h)
	}
	if !exists {
		return change{}, unknownModel(p.env.Name, o.Model, p.recordedNames(p.env.Name))
	}
	c.item.ID, c.item.Version = current.Model.ID, current.Model.Version
	if current.deploys() {
		c.item.Replaces = current.Model.Version
	}
	c.item.Record = recordPath(p.env.Name, o.Model, current.Sequence)
	if o.Record <= len(h) && o.done(h, p.Now) { // what names no record is told, and not taken for done
		c.item.State, c.item.PromotionID, c.item.Replaces = AlreadyPromoted, current.PromotionID, ""
		return c, nil
	}
	next, reason := o.next(h)
	if reason != "" {
		return c.blocked(reason), nil
	}
	if reason := p.displaced(next, current); reason != "" {
		return c.blocked(reason), nil
	}
	frozen := p.env.frozen(p.Now, o.Model)
	if frozen != "" && o.changesFiles() && !o.Statement.Emergency {
		return c.blocked(frozen + "; in an emergency, use --emergency"), nil
	}
	next.Statement.Emergency = frozen != "" && o.changesFiles()
	return p.restate(c, next, h)
}

// displaced is why a record cannot be restored because the environment has moved
// since, or nothing. Deployers follow one place, and files name their namespace.
func (p *planner) displaced(next, current Record) string {
	if next.Operation != Rollback {
		return ""
	}
	is := func(directory, namespace string) bool {
		return next.Render.Directory == directory && next.Namespace == namespace
	}
	if names := next.cellNames(); !slices.Equal(names, p.env.cellNames()) && !(current.deploys() && slices.Equal(names, current.cellNames())) {
		return fmt.Sprintf("record %06d has the matrix %s, and %s has %s: promote the earlier version again", next.Restores, listOrNone(names), p.env.Name, listOrNone(p.env.cellNames()))
	}
	if !is(p.directory(next.Model.Name), p.env.Namespace) && !(current.deploys() && is(current.Render.Directory, current.Namespace)) {
		return fmt.Sprintf("record %06d has its files in %s for the namespace %s, and %s has since moved to %s and %s: promote the earlier version again",
			next.Restores, next.Render.Directory, next.Namespace, p.env.Name, p.env.Path, p.env.Namespace)
	}
	if file := p.occupied(next.Render.Directory, current); file != "" {
		return fmt.Sprintf("%s exists, but no record lists it: move it away", quoted(file))
	}
	return ""
}

func (o Order) changesFiles() bool { return o.Operation == Rollback || o.Operation == Retire }

// done reports whether the environment is as the order wants it.
func (o Order) done(h history, now time.Time) bool {
	current, _ := h.current()
	held := current.Hold.Active(now)
	switch o.Operation {
	case Rollback:
		asked, _ := h.origin(o.Record)
		live, _ := h.live()
		return held && h.cause().Operation == Rollback && (o.Record == 0 || asked.Sequence == live.Sequence)
	case Retire:
		return held && !current.deploys()
	case Holds:
		return held && *current.Hold == o.hold()
	case Unhold:
		return current.Hold == nil
	}
	return false
}

func (o Order) hold() Hold {
	return Hold{Owner: o.Statement.Owner, Reason: o.Statement.Reason, Until: o.Until}
}

// next is the record that carries out the order, without its place and files,
// or why there is none.
func (o Order) next(h history) (Record, string) {
	current, _ := h.current()
	next, hold := current, o.hold()
	switch o.Operation {
	case Rollback:
		restored, reason := o.restored(h)
		if reason != "" {
			return Record{}, reason
		}
		next, next.Restores, next.Hold = restored, restored.Sequence, &hold
	case Retire:
		next.Render.Files, next.Hold, next.Restores = []RenderedFile{}, &hold, 0
	case Holds:
		next.Hold, next.Restores = &hold, 0
	case Unhold:
		next.Hold, next.Restores = nil, 0
	}
	next.Operation = o.Operation
	statement := o.Statement
	next.Statement = &statement
	return next, ""
}

// restored is the record that a rollback goes back to: the one that was named,
// else the last one before what is deployed now came that has other files. What
// came after it was rolled back before.
func (o Order) restored(h history) (Record, string) {
	if o.Record > len(h) {
		return Record{}, fmt.Sprintf("record %06d does not exist: %s has records up to %06d", o.Record, o.Model, len(h))
	}
	if o.Record != 0 {
		r := h[o.Record-1]
		if !r.deploys() {
			return Record{}, fmt.Sprintf("record %06d deployed no files", o.Record)
		}
		return r, ""
	}
	current, _ := h.current()
	before := h
	if live, ok := h.live(); ok {
		before = h[:live.Sequence-1]
	}
	for _, r := range slices.Backward(before) {
		if r.deploys() && !slices.Equal(r.Render.Files, current.Render.Files) {
			return r, ""
		}
	}
	return Record{}, fmt.Sprintf("%s has no earlier record to go back to", o.Model)
}

// restate writes a record that restates an earlier one, with its files as they
// were.
func (p *planner) restate(c change, r Record, h history) (change, error) {
	r.APIVersion, r.Tool, r.CreatedAt = apiVersion2, p.Tool, p.Now.Format(time.RFC3339)
	r, err := h.next(r)
	if err != nil {
		return change{}, err
	}
	var others []RenderedFile // than the tree has
	for _, f := range r.Render.Files {
		b, why, err := readFile(p.tree, f.Path, maxManifest)
		if err != nil {
			return change{}, err
		}
		if why != "" || sumOf(b) != f.SHA256 {
			others = append(others, f)
		}
	}
	restored := r
	restored.Sequence = r.Restores
	files, reason, err := p.earlier(restored, others)
	if err != nil {
		return change{}, err
	}
	if reason != "" {
		return c.blocked(reason), nil
	}
	c.item.Version = r.Model.Version
	return p.write(c, r, h, files)
}

// adopt records the files of a model that no record lists, as they are.
func (p *planner) adopt(c change, o Order, h history) (change, error) {
	if current, exists := h.current(); exists {
		c.item.Record = recordPath(p.env.Name, o.Model, current.Sequence)
		if cause := h.cause(); cause.Operation == Adopt && cause.Model.ID == o.ID && cause.Model.Version == o.Version {
			c.item.State, c.item.PromotionID = AlreadyPromoted, current.PromotionID
			return c, nil
		}
		return c.blocked(fmt.Sprintf("%s already has %s %s (record %06d); only files that no record lists can be adopted", p.env.Name, o.Model, current.Model.Version, current.Sequence)), nil
	}
	directory := p.directory(o.Model)
	r := Record{
		APIVersion: apiVersion2, Kind: recordKind, Operation: Adopt, Environment: p.env.Name, Namespace: p.env.Namespace,
		Model: RecordModel{ID: o.ID, Name: o.Model, Version: o.Version}, Artifacts: []Artifact{}, Source: RecordSource{Repository: p.Source.Repository},
		Decision:  RecordDecision{Result: "adopt", Stage: p.env.Stage, Passed: []string{}, Waivers: []RecordWaiver{}},
		Render:    Render{Target: "adopted", TemplateDigest: digestOf(nil), Directory: directory, Parameters: map[string]string{}, Given: []string{}},
		Statement: &o.Statement, Tool: p.Tool, CreatedAt: p.Now.Format(time.RFC3339),
	}
	var err error
	var reason string
	if r.Render.Files, reason, err = p.listFiles(directory); err != nil || reason != "" {
		return c.blocked(reason), err
	}
	if r, err = h.next(r); err != nil {
		return change{}, err
	}
	if why := r.checkFiles(); why != "" {
		return c.blocked(why), nil
	}
	out, err := p.write(c, r, h, nil)
	if err != nil { // its values, which no other model has
		return c.blocked(quotedLine(err.Error())), nil
	}
	return out, nil
}

// maxFiles is how many files a record lists at most.
const maxFiles = 100

// listFiles returns the files of a directory, as a record lists them, or why they cannot be
// in one.
func (p *planner) listFiles(directory string) ([]RenderedFile, string, error) {
	var out []RenderedFile
	for _, e := range p.tree.Under(directory) {
		switch {
		case isPlaceholder(e):
			continue
		case path.Dir(e.Path) != directory:
			return nil, fmt.Sprintf("%s is in a subdirectory; move it to %s", quoted(e.Path), directory), nil
		case !directoryPath.MatchString(e.Path):
			return nil, fmt.Sprintf("the name of %s is not valid in a record: start with a letter or digit, and use only letters, digits, dots, hyphens and underscores", quoted(e.Path)), nil
		case len(out) == maxFiles:
			return nil, fmt.Sprintf("there are too many files in %s (limit: %d)", directory, maxFiles), nil
		}
		b, why, err := readFile(p.tree, e.Path, maxManifest)
		if err != nil {
			return nil, "", err
		}
		if why != "" {
			return nil, quoted(e.Path) + ": " + why, nil
		}
		out = append(out, RenderedFile{Path: e.Path, Mode: regular, SHA256: sumOf(b)})
	}
	if len(out) == 0 {
		return nil, "there are no files in " + directory, nil
	}
	return out, "", nil
}

// isPlaceholder reports whether an entry only keeps its directory in git. A submodule or a
// symbolic link of that name can hold anything.
func isPlaceholder(e source.Entry) bool {
	return path.Base(e.Path) == ".gitkeep" && e.Kind == source.File
}

// isText reports whether an entry is a file for readers.
func isText(e source.Entry) bool { return path.Ext(e.Path) == ".md" && e.Kind == source.File }

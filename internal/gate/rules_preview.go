package gate

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/report"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// PreviewRequest says which two states of the rules to compare, and on what.
type PreviewRequest struct {
	Base, Head       source.Tree // the rules of each; the models are those of the head
	DataRepositories []source.Tree
	Models           []string         // globs over model ids; empty for all
	Inputs           []RecordedInputs // of other repositories
	Stage            finding.Stage
	Now              time.Time
	Deadline         time.Duration
	Promoted         Promoted
	Progress         func(done, total int)
	Provenance       Provenance

	only map[string]bool // ids of models; nil for all
}

// RecordedInputs are the inputs that rules had in a check of some repository, as
// check -o input=FILE writes them.
type RecordedInputs struct {
	Name   string // of the file
	Inputs []policy.Input
}

// Preview says what an edit of the rules does: both states are asked about the models
// of the head as they are, and about recorded inputs. The rules of the head are the
// proposal's, so that nothing here is an approval.
func Preview(ctx context.Context, req PreviewRequest) (report.RulesPreview, error) {
	before, err := underRulesOf(req.Head, req.Base)
	if err != nil {
		return report.RulesPreview{}, err
	}
	was, err := req.side(ctx, before, "base")
	if err != nil {
		return report.RulesPreview{}, err
	}
	is, err := req.side(ctx, req.Head, "head")
	if err != nil {
		return report.RulesPreview{}, err
	}
	return compareSides(req, was, is), nil
}

// previewed is what one state of the rules says.
type previewed struct {
	models    []decision.Decision
	recorded  []decision.Decision
	rules     []finding.Rule
	spent     int64
	unnoticed []string // own rules without a finding
	reviews   []string // those of them that read the review of a pull request
}

// side asks the rules of a tree about its models, and about recorded inputs.
func (req PreviewRequest) side(ctx context.Context, tree source.Tree, name string) (previewed, error) {
	one := Recheck(tree, name, req.Now)
	one.Some, one.Tolerant, one.proposed = false, true, name == "head"
	one.DataRepositories, one.Models, one.Stage, one.Deadline, one.Promoted, one.Progress, one.Provenance = req.DataRepositories, req.Models, req.Stage, req.Deadline, req.Promoted, req.Progress, req.Provenance
	r, err := prepare(ctx, one)
	if err != nil {
		return previewed{}, fmt.Errorf("previewing the rules of the %s: %w", name, err)
	}
	ids, err := r.selectModels()
	if err == nil {
		err = r.tolerate(ctx, ids)
	}
	if err != nil {
		return previewed{}, err
	}
	if req.only != nil {
		ids = slices.DeleteFunc(ids, func(id string) bool { return !req.only[id] })
	}
	out := previewed{rules: r.rules.Rules()}
	if out.models, err = r.judgeAll(ctx, ids); err == nil {
		err = r.lost()
	}
	if err != nil {
		return previewed{}, fmt.Errorf("previewing the rules of the %s: %w", name, err)
	}
	if out.recorded, err = r.judgeAllRecorded(ctx, req.Inputs); err != nil {
		return previewed{}, fmt.Errorf("previewing the rules of the %s: %w", name, err)
	}
	out.spent = r.rules.Spent()
	out.unnoticed = unnoticed(out.rules, append(slices.Clone(out.models), out.recorded...))
	if len(out.recorded) == 0 { // recorded inputs can have one
		out.reviews = slices.DeleteFunc(slices.Clone(out.unnoticed), func(id string) bool { return !r.rules.Reviews(id) })
	}
	return out, nil
}

// judgeAllRecorded asks the rules about recorded inputs, in parallel; the results keep
// their order.
func (r *run) judgeAllRecorded(ctx context.Context, files []RecordedInputs) ([]decision.Decision, error) {
	type recorded struct {
		file string
		in   policy.Input
	}
	var all []recorded
	for _, f := range files {
		for _, in := range f.Inputs {
			all = append(all, recorded{f.Name, in})
		}
	}
	out := make([]decision.Decision, len(all))
	errs := make([]error, len(all))
	work := make(chan int, len(all))
	for i := range all {
		work <- i
	}
	close(work)
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(all)) {
		wg.Go(func() {
			for i := range work {
				if ctx.Err() != nil {
					errs[i] = ctx.Err()
					continue
				}
				out[i], errs[i] = r.judgeRecorded(ctx, all[i].file, all[i].in)
			}
		})
	}
	wg.Wait()
	return out, cmp.Or(errs...)
}

// judgeRecorded asks the rules about an input of another repository: by their
// severities, and by no waiver.
func (r *run) judgeRecorded(ctx context.Context, file string, in policy.Input) (decision.Decision, error) {
	in.Now = r.Now.UTC().Format(time.RFC3339)
	if r.Stage != "" {
		in.Stage = r.Stage
	}
	verdicts, err := r.ask(ctx, in, locateRecorded)
	if err != nil {
		return decision.Decision{}, fmt.Errorf("%s: %w", file, err)
	}
	terms := r.terms
	terms.Waivers, terms.Tolerances = nil, decision.Tolerances{}
	subject := decision.Subject{ID: file + ":" + in.Head.ID, Name: in.Head.Name, Stage: in.Stage, Commit: r.Head.Commit}
	return decision.Decide(subject, verdicts, terms), nil
}

// locateRecorded takes an anchor for a position: the documents are not here.
func locateRecorded(a evidence.Anchor) (finding.Position, bool) {
	file, pointer, _ := strings.Cut(string(a), "#")
	at := finding.Start(file)
	at.Pointer = pointer
	return at, file != ""
}

// unnoticed are the organisation's rules of scope model that have no finding.
func unnoticed(rules []finding.Rule, ds []decision.Decision) []string {
	noticed := map[string]bool{}
	for _, d := range ds {
		for _, j := range d.Findings {
			noticed[j.Rule] = true
		}
	}
	out := []string{}
	for _, rule := range rules {
		if rule.Origin != "built-in" && rule.Scope == finding.ScopeModel && rule.Off == "" && !noticed[rule.ID] {
			out = append(out, rule.ID)
		}
	}
	return out
}

// unreviewed is the notice about the organization's rules that read the review of a pull
// request, where there is none: that they find nothing is no evidence of approvals.
func (r *run) unreviewed() []string {
	if r.Review.Present {
		return nil
	}
	var ids []string
	for _, rule := range r.rules.Rules() {
		if rule.Origin != finding.BuiltIn && rule.Off == "" && r.asked(rule.ID) && r.rules.Reviews(rule.ID) {
			ids = append(ids, rule.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	slices.Sort(ids)
	return []string{"The review of a pull request is unknown here. These rules read it, and are not checked in full: " + someRules(ids) + "."}
}

func compareSides(req PreviewRequest, was, is previewed) report.RulesPreview {
	p := report.Compare(append(was.models, was.recorded...), append(is.models, is.recorded...))
	p.AsOf = req.Now.UTC().Format(time.RFC3339)
	p.Base = report.Commit{Revision: req.Provenance.BaseRevision, Commit: req.Base.Commit}
	p.Head = report.Commit{Revision: req.Provenance.HeadRevision, Commit: req.Head.Commit}
	p.Models, p.Inputs = max(len(was.models), len(is.models)), len(is.recorded)
	p.CostBefore, p.CostAfter, p.Silent, p.Unreviewed = was.spent, is.spent, is.unnoticed, is.reviews
	before, after := idsOf(was.rules), idsOf(is.rules)
	for _, id := range after {
		if _, there := slices.BinarySearch(before, id); !there {
			p.Added = append(p.Added, id)
		}
	}
	for _, id := range before {
		if _, there := slices.BinarySearch(after, id); !there {
			p.Removed = append(p.Removed, id)
		}
	}
	return p
}

// idsOf are the ids of rules, which are sorted.
func idsOf(rules []finding.Rule) []string {
	out := make([]string, len(rules))
	for i, r := range rules {
		out[i] = r.ID
	}
	return out
}

// underRulesOf is a tree with the .modelgate of another.
func underRulesOf(tree, rules source.Tree) (source.Tree, error) {
	contents := map[string][]byte{}
	for _, e := range ruleEntries(rules) {
		if e.Kind != source.File {
			return source.Tree{}, fmt.Errorf("%s of the base is a %s, so its rules cannot be used", e.Path, e.Kind)
		}
		src, err := rules.Read(e.Path, max(policy.MaxFileBytes, document.MaxBytes))
		if err != nil {
			return source.Tree{}, fmt.Errorf("reading the rules of the base: %w", err)
		}
		contents[e.Path] = src
	}
	out := tree.Without(func(e source.Entry) bool {
		return e.Path == config.Dir || strings.HasPrefix(e.Path, config.Dir+"/")
	}).With(contents)
	out.Above = rules.Above
	return out, nil
}

// Limits of recorded inputs.
const (
	MaxRecorded = 256 << 20 // bytes of one file: about 5,000 models
	recordedKey = "modelgate.dev/inputs/v1"
)

// recordedFile is the form of recorded inputs.
type recordedFile struct {
	Schema string            `json:"schema"`
	Tool   report.Tool       `json:"tool"`
	Inputs []json.RawMessage `json:"inputs"`
}

// Recorder collects the inputs of rules while models are judged, in any order.
type Recorder struct {
	mu     sync.Mutex
	inputs map[string]policy.Input
}

// record keeps the input of a model; it is nothing for a nil Recorder.
func (c *Recorder) record(in policy.Input) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.inputs == nil {
		c.inputs = map[string]policy.Input{}
	}
	c.inputs[in.Head.ID] = in
}

// JSON is what was recorded, sorted by model.
func (c *Recorder) JSON(tool report.Tool) ([]byte, error) {
	file := recordedFile{Schema: recordedKey, Tool: tool, Inputs: []json.RawMessage{}}
	for _, id := range sortedKeys(c.inputs) {
		raw, err := json.Marshal(c.inputs[id])
		if err != nil {
			return nil, fmt.Errorf("recording the input of %s: %w", id, err)
		}
		file.Inputs = append(file.Inputs, raw)
	}
	text, err := json.Marshal(file)
	return append(text, '\n'), err
}

// ReadRecorded reads recorded inputs.
func ReadRecorded(name string, src []byte) (RecordedInputs, error) {
	out := RecordedInputs{Name: name}
	var known struct{ Schema string }
	var file recordedFile
	err := json.Unmarshal(src, &known)
	if err == nil && known.Schema == recordedKey {
		err = json.Unmarshal(src, &file)
	}
	if err != nil {
		return out, fmt.Errorf("%s: %w", name, err)
	}
	if len(file.Inputs) == 0 {
		return out, fmt.Errorf("%s has no recorded inputs; `modelgate check --all -o input=FILE` writes them", name)
	}
	for i, raw := range file.Inputs {
		in, err := policy.ParseInput(raw)
		if err == nil && (!in.Stage.Valid() || in.Scope != finding.ScopeModel || in.Head.ID == "") {
			err = errors.New("it is not the input of a model")
		}
		if err != nil {
			return out, fmt.Errorf("%s: input %d: %w; record it again with this version", name, i+1, err)
		}
		out.Inputs = append(out.Inputs, in)
	}
	return out, nil
}

// maxPreviewed is how many models are previewed in the check of a change.
const maxPreviewed = 100

// previewRules says in the report of a change what its edit of the rules does. It
// decides nothing: what cannot be previewed is a notice.
func (r *run) previewRules(ctx context.Context, out *report.Report) error {
	if r.sameCommit() || r.Preview || r.unusable != "" || len(r.Gates) > 0 || len(compareRuleFiles(r.origin(), r.Head.Tree)) == 0 {
		return nil
	}
	ids, err := r.head.All()
	if err != nil {
		return err
	}
	left := max(len(ids)-maxPreviewed, 0)
	req := PreviewRequest{Base: r.origin(), Head: r.Head.Tree, DataRepositories: r.DataRepositories, Stage: r.Stage, Now: r.Now, Deadline: r.Deadline, Promoted: r.Request.Promoted, Provenance: r.Provenance}
	if left > 0 {
		req.only = map[string]bool{}
		for _, id := range ids[:maxPreviewed] {
			req.only[id] = true
		}
	}
	limited, cancel := context.WithTimeout(ctx, policy.ExamineTimeout)
	defer cancel()
	p, err := Preview(limited, req)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case isUnusable(err): // which is a finding
		return nil
	case err != nil:
		why, _ := reasonOf(err)
		out.Notices = append(out.Notices, "The edited rules could not be previewed: "+why)
		return nil
	}
	p.Left = left
	out.RulesPreview = &p
	return nil
}

// Package gate is the line from a commit to a report, top to bottom: it alone
// knows the order of the steps. Each step is a function of another package.
package gate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/modelgate-dev/modelgate/internal/codeowners"
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evaluation"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/datasets"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/evidence/signature"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/regime"
	"github.com/modelgate-dev/modelgate/internal/report"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Request says what to judge, by which rules, and as of when.
type Request struct {
	Base    source.Base     // the rules come from here
	Head    source.Head     // the evidence comes from here
	Changes []source.Change // from Origin to Head
	// Origin is the commit at which the proposal left the branch that Base is
	// the tip of. The zero Tree stands for Base.
	Origin source.Tree
	// proposed are rules that nothing decides by yet: whoever edits them corrects them.
	proposed bool
	// DataRepositories are the trees of the data repositories that the configuration
	// of the base names, each at the commit that it names.
	DataRepositories []source.Tree

	Review policy.Review // the pull request that the proposal is, if it is one
	All    bool          // check every model, not only changed ones
	// Some says that there must be a model. Otherwise a repository without any is a
	// notice, so that the gate can be required of every repository of an organization.
	Some   bool
	Models []string // globs over model ids; empty for no restriction
	Stage  finding.Stage
	// Floor is what the environment requires of rules that the models are to get into.
	Floor []finding.Floor
	Gates []finding.Gate // judge by the rules of these gates only; empty for all. The result is never an approval
	Now   time.Time
	// Tolerant lets the baseline and advisory mode of the configuration have their
	// effect. Only a check of a proposal may ask for it: what is promoted is judged as
	// if there were neither.
	Tolerant bool
	// OnlyNew denies for nothing but what the change makes worse. The result is never
	// an approval.
	OnlyNew bool
	Preview bool  // judge by the head's own rules; the result is never an approval
	Shard   Shard // judge one part of the models and not the change as a whole; the result is never an approval
	Target  policy.Target
	// Deadline ends the rules of one model, whatever they have left to do; the
	// result is then undecided. 0 is policy.DefaultDeadline.
	Deadline time.Duration
	// Weights is how many bytes of weights are read of each commit; 0 is
	// finder.MaxWeights.
	Weights int64
	// Promoted is asked where the policy compares with what is promoted; nil if
	// nobody said where that is.
	Promoted Promoted
	// Contains is asked where evidence is to name the commit that it measured:
	// whether that is the head or in its history. Known is false where the clone
	// does not reach so far. It is asked by several goroutines; nil if nobody can tell.
	Contains func(commit string) (is, known bool, err error)
	// Past is asked for the history of the metrics, if the report is to show it; nil if not.
	Past       *Past
	Provenance Provenance
	Progress   func(done, total int) // may be nil; called from one goroutine at a time
	Recorder   *Recorder             // keeps the input of each model; may be nil
}

// Provenance is what a report states of its run. Nothing is decided by it.
type Provenance struct {
	Tool                       report.Tool
	BaseRevision, HeadRevision string // as they were asked for
}

// Recheck is the request for a commit as it stands: all of its models, by its own
// rules. The commit is merged, and nothing is proposed.
func Recheck(commit source.Tree, revision string, now time.Time) Request {
	return Request{Base: source.Base{Tree: commit}, Head: source.Head{Tree: commit}, All: true, Some: true, Now: now.UTC(),
		Provenance: Provenance{BaseRevision: revision, HeadRevision: revision}}
}

// Mistakes of whoever asked or configured: nothing could be judged, and running
// again will not help.
var (
	ErrNoModels = errors.New("this repository has no model; a model is a directory with a model card (README.md with model metadata, MODEL_CARD.md), a modelgate.yaml or model weights")
	ErrNoMatch  = errors.New("no model matches --model")
)

// Check judges the request and returns the whole of what was found.
func Check(ctx context.Context, req Request) (report.Report, error) {
	r, ids, err := start(ctx, req)
	if err != nil {
		return report.Report{}, err
	}
	if r.Shard.Of > 0 {
		return r.checkShard(ctx, ids)
	}
	models, err := r.judgeAll(ctx, ids)
	if err != nil {
		return report.Report{}, err
	}
	return r.whole(ctx, models)
}

// start prepares a run, chooses its models, and notes what the base tolerates in
// them.
func start(ctx context.Context, req Request) (*run, []string, error) {
	r, err := prepare(ctx, req)
	if err != nil {
		return nil, nil, err
	}
	ids, err := r.selectModels()
	if err != nil {
		return nil, nil, err
	}
	return r, ids, r.tolerate(ctx, ids)
}

// whole judges the change as a whole, and puts the report together.
func (r *run) whole(ctx context.Context, models []decision.Decision) (report.Report, error) {
	models, err := r.judgeUnused(ctx, models)
	if err != nil {
		return report.Report{}, err
	}
	repository, err := r.judgeRepository(ctx, models)
	if err == nil {
		r.feast, err = r.feastNotices()
	}
	if err == nil {
		r.pages, err = r.pageNotices()
	}
	if err == nil {
		err = r.lost()
	}
	if err != nil {
		return report.Report{}, err
	}
	out := r.report(models, repository)
	if out.History, out.HistoryNote, err = r.pastOf(models); err != nil {
		return report.Report{}, err
	}
	return out, r.previewRules(ctx, &out)
}

// run is one Check under way.
type run struct {
	Request
	config config.Config
	rules  *policy.Set
	ofData *policy.Set // those of them that a dataset without a model is judged by
	terms  decision.Terms
	// nameless are what the proposed rules newly name and the proposal does not have, by
	// subject and glob: a rule tells it.
	nameless map[string]bool
	own      []finding.Rule // rules that reading documents applies, in Go; sorted by id
	scales   evaluation.Scales
	packs    func() regime.Packs // all of them; read when somebody asks
	onePack  *sync.Map           // law → func() regime.Pack
	said     *regime.Memory
	head     *finder.Finder
	base     *finder.Finder

	layout   finder.Layout     // where evidence lies, on every side
	unusable string            // why the rules of the base cannot be used, where the proposal repairs them; "" if they can
	broken   string            // the file that they cannot be used for
	owners   codeowners.Owners // who answers for paths, as the base says
	promoted *finders
	history  *history
	left     *finder.Finder // of the commit that the proposal was made from

	identities identities
	raw        func() (rawFiles, error) // files that policies of conftest are about
	datasets   map[string]bool          // those to judge, of a repository without models
	unused     map[string]bool          // those to judge, which no model uses
	untried    int                      // models on which proposed rules were not tried
	noModel    []string                 // notices, where neither side has a model
	feast      []string                 // notices on projects of Feast
	pages      []string                 // notices on dataset cards without metadata
	united     []string                 // notices about the models that are checked
}

func prepare(ctx context.Context, req Request) (*run, error) {
	if err := req.fetchRules(); err != nil {
		return nil, err
	}
	trusted := req.Base
	if req.Preview {
		trusted = source.Base{Tree: req.Head.Tree} // the one place where head is taken for base; the report says so
	}
	cfg, rules, err := loadInForce(ctx, trusted, req.Floor...)
	unusable, broken := "", ""
	if isUnusable(err) && req.repairs() {
		unusable, broken = reasonOf(err)
		trusted.Tree, cfg, rules, err = loadForRepair(ctx, trusted.Tree)
		cfg.Present = true
	}
	if isUnusable(err) && !req.Preview && !req.proposed {
		return nil, fmt.Errorf("%w\n%s", err, wayOut)
	}
	if err != nil {
		return nil, err
	}
	if err := HoldDataRepositories(cfg, req.DataRepositories, req.trees()...); err != nil {
		return nil, err
	}
	layout := LayoutOf(cfg)
	r := &run{Request: req, config: cfg, rules: rules.Within(cmp.Or(req.Deadline, policy.DefaultDeadline)), unusable: unusable, broken: broken, layout: layout, promoted: &finders{by: map[string]*finder.Finder{}}, history: &history{ask: req.Contains, known: map[string]placed{}}, own: readingRules(), scales: scales(rules), packs: packsOf(rules), onePack: &sync.Map{}, said: &regime.Memory{},
		head: finder.New(req.Head.Tree, layout)}
	r.head.Attach(req.DataRepositories)
	r.base = r.head.Beside(req.Base.Tree)
	r.head.LookIntoData()
	r.raw = sync.OnceValues(r.findRawFiles)
	r.rules = r.rules.Only(r.asked)
	r.ofData = r.rules.Only(isOfData)
	r.own = slices.DeleteFunc(r.own, func(rule finding.Rule) bool { return !r.asked(rule.ID) })
	if r.owners, err = codeowners.Read(req.Base); err != nil {
		return nil, err
	}
	r.left = r.base
	if req.Origin.Commit != "" {
		r.left = r.head.Beside(req.Origin)
	}
	if !r.sameCommit() {
		if err := r.head.HoldTo(r.left); err != nil {
			return nil, err
		}
	}
	r.terms = decision.Terms{Rules: map[string]finding.Rule{}, Voids: map[string]finding.Position{}, Now: req.Now, PolicyDigest: rules.Digest(), PolicySources: policySources(trusted.Tree), Preview: req.Preview, Partial: len(req.Gates) > 0 || req.Shard.Of > 0}
	for _, rule := range append(r.rules.Rules(), r.own...) {
		if i := slices.IndexFunc(req.Floor, func(f finding.Floor) bool { return f.NoWaivers && isFor(f, rule.ID) }); rule.Waivable && i >= 0 {
			rule.Waivable, r.terms.Voids[rule.ID] = false, req.Floor[i].At
		}
		r.terms.Rules[rule.ID] = rule
	}
	r.config.Waivers = slices.DeleteFunc(slices.Clone(cfg.Waivers), func(w config.Waiver) bool { return !r.asked(w.Rule) })
	r.terms.Waivers = r.config.Waivers
	if req.Tolerant {
		r.terms.Tolerances = decision.Tolerances{Baseline: cfg.Adoptions, Enforce: cfg.Enforce}
	}
	return r, nil
}

// loadInForce returns what a trusted tree decides by: its configuration and its rules,
// which fit each other, over those of its policy sources, which they only tighten.
func loadInForce(ctx context.Context, trusted source.Base, floor ...finding.Floor) (config.Config, *policy.Set, error) {
	above, err := sourceLayers(ctx, trusted.Tree)
	if err != nil {
		return config.Config{}, nil, err
	}
	cfg, rules, err := loadTree(ctx, trusted, floor...)
	if err != nil {
		return cfg, nil, err
	}
	if len(above) == 0 {
		return cfg, rules, nil
	}
	own := layer{tree: trusted.Tree, config: cfg, rules: rules.Rules(), differ: rules.ChangedTables}
	if problems := own.loosens(above); len(problems) > 0 {
		return cfg, nil, &config.Invalid{Commit: trusted.Commit, Findings: problems}
	}
	return cfg, rules, nil
}

// loadTree is loadInForce of one layer, whatever those above it require.
func loadTree(ctx context.Context, trusted source.Base, floor ...finding.Floor) (config.Config, *policy.Set, error) {
	cfg, err := config.Load(trusted)
	if err != nil {
		return cfg, nil, err
	}
	rules, err := policy.Load(ctx, trusted, options(cfg, floor...))
	if err != nil {
		return cfg, nil, err
	}
	var asked []finding.Rule
	if len(cfg.Waivers)+len(cfg.Enforce)+len(cfg.Collections)+len(floor) > 0 {
		asked = rules.Rules()
	}
	if err := inForce(floor, asked); err != nil {
		return cfg, nil, err
	}
	if problems := slices.Concat(idleSettings(cfg), idleWaivers(cfg, asked), idleCollections(cfg, asked), idleEnforcement(cfg, asked)); len(problems) > 0 {
		return cfg, nil, &config.Invalid{Commit: trusted.Commit, Findings: finding.Sort(problems)}
	}
	return cfg, rules, nil
}

// LayoutOf is where the configuration says that evidence lies.
func LayoutOf(cfg config.Config) finder.Layout {
	layout := finder.Layout{Evaluations: cfg.Evaluations, Formats: cfg.Formats, DataCards: cfg.DataCards, Ignore: cfg.Ignore, Headings: map[string][]string{}, Defaults: datasets.ReadDefaults(cfg.DataDefaults), DBT: datasets.Keys(cfg.DBT)}
	for key, section := range cfg.Sections {
		layout.Headings[key] = section.Headings
	}
	for _, s := range cfg.Signers {
		layout.Signers = append(layout.Signers, signature.Signer{Name: s.Name, Key: s.Key, Authority: s.Authority, Models: s.Signs})
	}
	for _, m := range cfg.Models {
		layout.Models = append(layout.Models, m.Path)
		if m.Card != "" || len(m.Evaluations) > 0 {
			layout.Placed = append(layout.Placed, finder.Placed{Models: m.Path, Card: m.Card, Evaluations: m.Evaluations})
		}
	}
	return layout
}

// asked reports whether a rule is of a gate that is to be judged.
func (r *run) asked(rule string) bool {
	gate := finding.GateOf(rule)
	return len(r.Gates) == 0 || gate == "" || slices.Contains(r.Gates, gate)
}

// ask lets the rules of the policy set speak, those of the gates to be judged. Of the
// others, the set says which are turned off.
func (r *run) ask(ctx context.Context, in policy.Input, locate func(evidence.Anchor) (finding.Position, bool)) ([]finding.Verdict, error) {
	return r.askThose(ctx, r.rules, in, locate)
}

// askThose is ask, of some of the rules.
func (r *run) askThose(ctx context.Context, rules *policy.Set, in policy.Input, locate func(evidence.Anchor) (finding.Position, bool)) ([]finding.Verdict, error) {
	verdicts, err := rules.Evaluate(ctx, in, locate)
	for i, v := range verdicts {
		v.Findings = policy.InScope(r.terms.Rules[v.Rule], finding.Stage(in.Stage), in.Head.ID, v.Findings)
		verdicts[i] = r.inPhase(v)
	}
	return slices.DeleteFunc(verdicts, func(v finding.Verdict) bool { return !r.asked(v.Rule) }), err
}

func options(cfg config.Config, floor ...finding.Floor) policy.Options {
	o := policy.Options{Floor: floor, Severity: map[string]map[finding.Stage]finding.Severity{}, Off: map[string]string{}, Scoped: map[string]finding.Scoped{}, At: map[string]finding.Position{}, Conftest: append([]config.Conftest{}, cfg.Conftest...), Collections: cfg.Collections}
	for id, setting := range cfg.Rules {
		if IsReadingRule(id) {
			continue // it has no settings, which idleSettings says
		}
		o.At[id] = setting.At
		if len(setting.Paths) > 0 {
			o.Scoped[id] = finding.Scoped{Paths: setting.Paths, Severity: setting.Severity, Off: setting.Off}
			continue
		}
		if setting.Severity != nil {
			o.Severity[id] = setting.Severity
		}
		if setting.Off != "" {
			o.Off[id] = setting.Off
		}
	}
	return o
}

// readingRules are the rules that are applied while documents are read and
// waivers are matched; they cannot be changed by configuration.
func readingRules() []finding.Rule {
	rules := append(document.Rules(), schema.Rules()...)
	rules = append(rules, finder.Rules()...)
	rules = append(rules, baselineRules()...)
	return sortedRules(append(rules, decision.Rules()...))
}

// IsReadingRule reports whether a rule is one that is applied while documents
// are read: a finding of it means that the document says less than it seems to.
func IsReadingRule(id string) bool { return readingIDs()[id] }

var readingIDs = sync.OnceValue(func() map[string]bool {
	is := map[string]bool{}
	for _, r := range readingRules() {
		is[r.ID] = true
	}
	return is
})

// Catalogue lists every rule in force under a trusted tree, sorted by id.
func Catalogue(ctx context.Context, base source.Base) ([]finding.Rule, error) {
	_, rules, err := loadInForce(ctx, base)
	if err == nil {
		err = base.Lost()
	}
	if err != nil {
		return nil, err
	}
	return sortedRules(append(rules.Rules(), readingRules()...)), nil
}

func (r *run) catalogue() []finding.Rule {
	rules := append(r.rules.Rules(), r.own...)
	return sortedRules(slices.DeleteFunc(rules, func(rule finding.Rule) bool { return !r.asked(rule.ID) }))
}

// judgeAll judges the models in parallel; the results keep the order of ids.
func (r *run) judgeAll(ctx context.Context, ids []string) ([]decision.Decision, error) {
	out := make([]decision.Decision, len(ids))
	var common outcomes
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	work := make(chan int)
	var wg sync.WaitGroup
	var mu sync.Mutex
	done := 0
	for range min(runtime.GOMAXPROCS(0), len(ids)) {
		wg.Go(func() {
			for i := range work {
				d, err := r.judge(ctx, ids[i])
				if err != nil {
					cancel(fmt.Errorf("checking model %s: %w", ids[i], err))
					continue
				}
				d.Outcomes = common.shared(d.Outcomes)
				out[i] = d
				mu.Lock()
				done++
				if r.Progress != nil {
					r.Progress(done, len(ids))
				}
				mu.Unlock()
			}
		})
	}
feed:
	for i := range ids {
		select {
		case work <- i:
		case <-ctx.Done():
			break feed
		}
	}
	close(work)
	wg.Wait()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return out, nil
}

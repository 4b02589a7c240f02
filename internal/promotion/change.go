package promotion

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// planner plans one model after the other.
type planner struct {
	Request
	env     Environment
	tree    source.Tree
	targets map[string]Target // by name, as they were needed
	changes []change

	recorded map[string]map[string][]Version // by directory and path, nil until it is needed
	arrivals map[string]map[string]Arrival   // by path and object, nil until it is needed
}

func (p *planner) target(name string) (Target, error) {
	if t, ok := p.targets[name]; ok {
		return t, nil
	}
	t, err := p.env.own.load(name)
	if err == nil {
		p.targets[name] = t
	}
	return t, err
}

// change is what a plan does about one model.
type change struct {
	item     Item
	record   Record // where it is promoted
	files    []File
	deletes  []string
	problems []Problem // where it is tampered
}

func (c change) blocked(reason string) change {
	c.item.State, c.item.Reason = Blocked, reason
	return c
}

func (c change) tampered(problems []Problem) change {
	c.problems = sortProblems(problems)
	c.item.State, c.item.Reason = Tampered, fmt.Sprintf("%s: %s", quoted(c.problems[0].Path), c.problems[0].Message)
	return c
}

// change plans one model. What is wrong with the model is the item's reason;
// what is wrong with its files is the change's problems. A record that only
// another version of modelgate can read blocks its model.
func (p *planner) change(a decision.Approval) (change, error) {
	s := a.Subject()
	c := change{item: Item{Model: s.Name, ID: s.ID, Version: s.Version, Commit: s.Commit, State: Blocked}}
	out, err := p.planApproved(c, a)
	var version *versionError
	if errors.As(err, &version) {
		return c.blocked(version.Error()), nil
	}
	return out, err
}

func (p *planner) planApproved(c change, a decision.Approval) (change, error) {
	s := a.Subject()
	if reason := checkModelName(s.Name); reason != "" {
		return c.blocked(reason), nil
	}
	h, problems, err := p.history(s.Name)
	if err != nil {
		return change{}, err
	}
	for _, dir := range []string{p.directory(s.Name), recordDir(p.env.Name, s.Name)} {
		if problem, blocked := blockedBy(p.tree, dir); blocked {
			problems = append(problems, problem)
		}
	}
	if len(problems) > 0 {
		return c.tampered(problems), nil
	}
	current, exists := h.current()
	if exists {
		c.item.Replaces, c.item.Record = current.Model.Version, recordPath(p.env.Name, s.Name, current.Sequence)
	}
	if reasons := p.incomplete(s); len(reasons) > 0 {
		return c.blocked(strings.Join(reasons, "; ")), nil
	}
	target, err := p.target(cmp.Or(s.Target, p.env.Target))
	if errors.Is(err, errNoTarget) {
		return c.blocked(err.Error()), nil
	}
	if err == nil && len(p.env.Targets) > 0 && !slices.Contains(p.env.Targets, target.Name) {
		return c.blocked(fmt.Sprintf("%s takes the targets %s, and its target is %s", p.env.Name, strings.Join(p.env.Targets, ", "), target.Name)), nil
	} else if err != nil {
		return change{}, err
	}
	set := settings{model: s.Parameters, defaults: p.env.Parameters[target.Name], fixed: p.env.Fixed[target.Name], uris: uris(s)}
	resolved, reasons := target.resolve(set)
	if len(reasons) > 0 {
		return c.blocked(strings.Join(reasons, "; ")), nil
	}
	r := p.record(a, target, resolved)
	r.Render.Given = slices.DeleteFunc(slices.Sorted(maps.Keys(resolved)), func(name string) bool { return !set.given(name) })
	p.env.deliver(target, &r)
	if r.Render.TemplateDigest, err = p.env.delivered(target); err != nil {
		return change{}, err
	}
	if live, ok := h.live(); ok {
		id, err := promotionID(r, live.replaces())
		if err != nil {
			return change{}, err
		}
		if id == live.PromotionID {
			c.item.State, c.item.PromotionID, c.item.Replaces = AlreadyPromoted, id, ""
			return c, nil
		}
	}
	if reason := current.held(p.Now); reason != "" {
		c.item.Later = true
		return c.blocked(reason), nil
	}
	if reason := p.refused(s, target, resolved, h); reason != "" {
		return c.blocked(reason), nil
	}
	obstacle, err := p.findObstacle(wanted{s.Name, s.Version, digests(artifactsOf(s))})
	if err != nil {
		return change{}, err
	}
	if obstacle.reason != "" && p.Emergency == nil {
		c.item.Later = obstacle.later
		return c.blocked(obstacle.reason), nil
	}
	if obstacle.reason != "" {
		r.APIVersion, r.Statement = apiVersion2, &Statement{Owner: p.Emergency.Owner, Reason: p.Emergency.Reason, Emergency: true}
	}
	promoted, err := p.promote(c, r, target, h)
	if err != nil { // its values, which no other model has
		return c.blocked(quotedLine(err.Error())), nil
	}
	return p.held(promoted)
}

// maxShown is how many reasons about manifests of one model are told.
const maxShown = 10

// held is a change whose manifests were asked about.
func (p *planner) held(c change) (change, error) {
	if p.Manifests == nil || c.item.State != Promote {
		return c, nil
	}
	manifests := map[string][]byte{}
	for _, f := range c.files {
		if !strings.HasPrefix(f.Path, Dir+"/") {
			manifests[f.Path] = f.Content
		}
	}
	denied, warned, err := p.Manifests(c.item.ID, manifests)
	if err != nil {
		return change{}, fmt.Errorf("checking the manifests of %s: %w", c.item.ID, err)
	}
	if c.item.Warnings = shownLines(warned); len(denied) > 0 {
		return change{item: c.item}.blocked(strings.Join(shownLines(denied), "; ")), nil
	}
	return c, nil
}

// shownLines are the first of several texts, each in one line, and how many there are more.
func shownLines(all []string) []string {
	var out []string
	for i, s := range all {
		if i == maxShown {
			return append(out, fmt.Sprintf("and %d more", len(all)-maxShown))
		}
		out = append(out, quotedLine(s))
	}
	return out
}

// history is that of a model in the environment. Problems are ways in which the
// tree, or what it has become of the branch's history, was tampered with.
func (p *planner) history(model string) (history, []Problem, error) {
	h, problems, err := readHistory(p.tree, p.env.Name, model)
	if err == nil && len(problems) == 0 {
		problems, err = p.findLost(p.env.Name, model)
	}
	if err == nil && len(problems) == 0 {
		problems, err = p.env.signing.check(p.tree, h, p.env.Name, model)
	}
	if err == nil && len(problems) == 0 {
		problems = h.intrusions(p.env.others)
	}
	return h, problems, err
}

// incomplete says what the approval lacks.
func (p *planner) incomplete(s decision.Subject) []string {
	var reasons []string
	lacks := func(wrong bool, format string, args ...any) {
		if wrong {
			reasons = append(reasons, fmt.Sprintf(format, args...))
		}
	}
	lacks(s.Version == "", "it has no version; add `version` to its modelgate.yaml")
	lacks(s.Version != "" && !versionName.MatchString(s.Version), "its version %s is invalid: use letters, digits, dots, hyphens and plus signs, at most 63 characters", quoted(s.Version))
	lacks(len(s.Artifacts) == 0, "it has no artifacts; list them in its modelgate.yaml")
	for _, a := range s.Artifacts {
		name := quoted(cmp.Or(a.Path, a.URI))
		lacks(a.Digest == "", "its artifact %s has no digest: list one in its modelgate.yaml", name)
		lacks(a.Digest != "" && !artifactDigest.MatchString(a.Digest), "the digest %s of its artifact %s is not valid: use sha256 and 64 digits", quoted(a.Digest), name)
	}
	lacks(s.Target == "" && p.env.Target == "", "it has no deployment target; set deploy in its modelgate.yaml, or target in %s", EnvPath)
	lacks(slices.Index(finding.Stages, s.Stage) < slices.Index(finding.Stages, p.env.Stage),
		"it was approved for the stage %s, but %s requires %s", quoted(string(s.Stage)), p.env.Name, p.env.Stage)
	return append(reasons, unprintable(s)...)
}

// unprintable says which texts of an approval cannot be written into a record:
// those that are no UTF-8, or have no reasonable length.
func unprintable(s decision.Subject) []string {
	texts := map[string]string{"directory": s.ID, "owner": s.Owner, "card's path": s.CardPath, "card's digest": s.CardDigest}
	for i, a := range s.Artifacts {
		texts[fmt.Sprintf("artifact %d's path", i+1)] = a.Path
		texts[fmt.Sprintf("artifact %d's uri", i+1)] = a.URI
	}
	var out []string
	for what, text := range texts {
		if text != "" && !isWord(text) {
			out = append(out, fmt.Sprintf("its %s is not UTF-8 text of at most %d bytes", what, maxWord))
		}
	}
	slices.Sort(out)
	return out
}

// refused says why a complete model that differs from what the environment
// has may not replace it.
func (p *planner) refused(s decision.Subject, t Target, resolved map[string]string, h history) string {
	current, exists := h.current()
	if reason := p.owned(s, current, exists); reason != "" {
		return reason
	}
	if file := p.occupied(p.directory(s.Name), current); file != "" {
		reason := fmt.Sprintf("%s exists, but no record lists it: move it away", quoted(file))
		if !exists {
			reason += ", or record it with `modelgate env adopt`"
		}
		return reason
	}
	if !exists {
		return ""
	}
	if current.Sequence == maxSequence {
		return "its record numbers are exhausted"
	}
	for _, param := range t.Parameters {
		before, was := current.Render.Parameters[param.Name]
		if param.Immutable && current.deploys() && current.Render.Target == t.Name && was && before != resolved[param.Name] {
			return fmt.Sprintf("parameter %s is %s in %s and cannot become %s, because a running service does not support the change; promote the model under another name",
				param.Name, before, p.env.Name, resolved[param.Name])
		}
	}
	return p.older(s, current)
}

// occupied is a file in a directory that a model is about to get, which would be
// written over without a trace; "" for none. What is in the directory of its current
// record was compared with it.
func (p *planner) occupied(directory string, current Record) string {
	if current.Render.Directory == directory {
		return ""
	}
	for _, e := range p.tree.Under(directory) {
		if !isPlaceholder(e.Path) {
			return e.Path
		}
	}
	return ""
}

// owned keeps a model from replacing another one of the same name. The owner
// is who env.yaml names, else who promoted the model before.
func (p *planner) owned(s decision.Subject, current Record, exists bool) string {
	owner, declared := p.env.Owners[s.Name]
	if !declared && exists {
		owner = Owner{Repository: current.Source.Repository, ID: current.Model.ID}
	}
	if !declared && !exists {
		return ""
	}
	foreign := owner.Repository != "" && !sameRepository(owner.Repository, p.Source.Repository) && (declared || p.Source.Repository != "")
	if owner.ID == s.ID && !foreign {
		return ""
	}
	from := quoted(owner.ID)
	if owner.Repository != "" {
		from += " of " + quoted(owner.Repository)
	}
	here := quoted(s.ID)
	if p.Source.Repository != "" {
		here += " of " + quoted(p.Source.Repository)
	}
	return fmt.Sprintf("%s in %s comes from %s, but this model is %s; rename one of them, or, if the model moved, update owners in %s",
		s.Name, p.env.Name, from, here, EnvPath)
}

// older keeps a run that is late from undoing a later one.
func (p *planner) older(s decision.Subject, current Record) string {
	if current.Source.Commit == s.Commit || current.Source.Commit == "" {
		return ""
	}
	if p.Source.Precedes == nil {
		return fmt.Sprintf("the history of its source is not known: commit %s may not be newer than the promoted %s", s.Commit, current.Source.Commit)
	}
	precedes, err := p.Source.Precedes(current.Source.Commit, s.Commit)
	switch {
	case err != nil:
		return fmt.Sprintf("cannot determine whether commit %s is newer than the promoted %s: %s", s.Commit, current.Source.Commit, quotedLine(err.Error()))
	case !precedes:
		return fmt.Sprintf("commit %s does not contain the promoted commit %s; promote a commit that contains it", s.Commit, current.Source.Commit)
	}
	return ""
}

func (p *planner) directory(model string) string { return p.env.Path + "/" + model }

// record is the record of an approval, without what only a new one has:
// sequence, id, previous, files.
func (p *planner) record(a decision.Approval, t Target, resolved map[string]string) Record {
	s := a.Subject()
	r := Record{
		APIVersion: apiVersion, Kind: recordKind, Operation: Promotes, Environment: p.env.Name, Namespace: p.env.Namespace,
		Model:    RecordModel{ID: s.ID, Name: s.Name, Version: s.Version, Owner: s.Owner},
		Source:   RecordSource{Repository: p.Source.Repository, Commit: s.Commit, CardPath: s.CardPath, CardDigest: s.CardDigest},
		Decision: RecordDecision{Result: string(decision.Allow), Stage: s.Stage, PolicyDigest: a.PolicyDigest(), PolicySources: a.PolicySources(), Passed: append([]string{}, a.Passed()...), Waivers: []RecordWaiver{}},
		Render:   Render{Target: t.Name, TemplateDigest: t.Digest, Directory: p.directory(s.Name), Parameters: resolved},
		Tool:     p.Tool, CreatedAt: p.Now.Format(time.RFC3339), Artifacts: artifactsOf(s),
	}
	if slices.ContainsFunc(r.Artifacts, func(a Artifact) bool { return a.SignedBy != "" }) {
		r.APIVersion = apiVersion2
	}
	for _, w := range a.Waivers() {
		r.Decision.Waivers = append(r.Decision.Waivers, RecordWaiver{ID: w.ID, Owner: w.Owner, Reason: w.Reason, Expires: w.Expires})
	}
	return r
}

// promote renders the manifests and writes the record that comes next.
func (p *planner) promote(c change, r Record, t Target, h history) (change, error) {
	var err error
	if r, err = h.next(r); err != nil {
		return change{}, err
	}
	files, err := p.render(r, t)
	if err != nil {
		return change{}, err
	}
	for _, f := range files {
		r.Render.Files = append(r.Render.Files, RenderedFile{Path: f.Path, Mode: f.Mode, SHA256: sumOf(f.Content)})
	}
	return p.write(c, r, h, files)
}

// next gives a record its place after the others.
func (h history) next(r Record) (Record, error) {
	r.Sequence, r.Previous = len(h)+1, nil
	if current, ok := h.current(); ok {
		r.Previous = &Previous{current.Sequence, current.PromotionID, current.RecordDigest}
	}
	var err error
	r.PromotionID, err = promotionID(r, r.replaces())
	return r, err
}

// write adds the record and its signature to the files that it lists, and takes those
// away that only the record before it lists.
func (p *planner) write(c change, r Record, h history, files []File) (change, error) {
	name := recordPath(r.Environment, r.Model.Name, r.Sequence)
	content, err := r.encode(name)
	if err != nil {
		return change{}, err
	}
	signature, reason, err := p.attest(r, content)
	if err != nil {
		return change{}, err
	}
	if reason != "" {
		return c.blocked(reason), nil
	}
	c.files = append(files, File{Path: name, Mode: regular, Content: content})
	if signature != nil {
		c.files = append(c.files, *signature)
	}
	c.deletes = leftOver(h, r)
	c.record = r
	c.item.State, c.item.PromotionID, c.item.Record = Promote, r.PromotionID, name
	return c, nil
}

func (p *planner) render(r Record, t Target) ([]File, error) {
	v, err := r.values(t)
	if err != nil {
		return nil, err
	}
	files, err := t.render(r.Render.Directory, v)
	if err != nil {
		return nil, err
	}
	more, err := r.renderDelivery(t, files)
	if err != nil {
		return nil, err
	}
	signed, err := t.signatures(files, v.Parameters, p.Signer)
	if err != nil {
		return nil, err
	}
	more = append(more, signed...)
	files = append(files, more...)
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	return files, nil
}

// values are what the templates of the record's target see.
func (r Record) values(t Target) (values, error) {
	parameters, err := t.typed(r.Render.Parameters)
	if err != nil {
		return values{}, err
	}
	digest, err := r.artifactDigest()
	if err != nil {
		return values{}, err
	}
	content, err := canonical(struct {
		Target     string            `json:"target"`
		Artifact   string            `json:"artifact"`
		Parameters map[string]string `json:"parameters"`
	}{t.Name, digest, r.Render.Parameters})
	if err != nil {
		return values{}, err
	}
	return values{
		Name: r.Model.Name, Namespace: r.Namespace, Environment: r.Environment, ArtifactDigest: digest, Parameters: parameters,
		PromotionID: r.PromotionID, Version: r.Model.Version, SourceCommit: r.Source.Commit,
		Fingerprint: strings.TrimPrefix(digestOf(content), "sha256:")[:12], Artifacts: r.Artifacts,
		Annotations: map[string]string{
			annotationPromotion: r.PromotionID, annotationModel: r.Model.Name, annotationVersion: r.Model.Version,
			annotationArtifact: digest, annotationCommit: r.Source.Commit,
		},
	}, nil
}

// artifactDigest is the digest of the model's artifact. For several of them
// it is one digest over all of theirs: each of them makes another model.
func (r Record) artifactDigest() (string, error) {
	if len(r.Artifacts) == 1 {
		return r.Artifacts[0].Digest, nil
	}
	b, err := canonical(digests(r.Artifacts))
	return digestOf(b), err
}

// digests are those of artifacts, sorted.
func digests(artifacts []Artifact) []string {
	var out []string
	for _, a := range artifacts {
		out = append(out, a.Digest)
	}
	slices.Sort(out)
	return out
}

// artifactsOf are those of an approved model, as records list them.
func artifactsOf(s decision.Subject) []Artifact {
	var out []Artifact
	for _, a := range s.Artifacts {
		out = append(out, Artifact(a))
	}
	slices.SortFunc(out, func(a, b Artifact) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.URI, b.URI), cmp.Compare(a.Digest, b.Digest))
	})
	return out
}

// leftOver lists the files of the current record that the next one does not
// list. They were verified to exist.
func leftOver(h history, r Record) []string {
	current, _ := h.current()
	var out []string
	for _, f := range current.Render.Files {
		if !slices.ContainsFunc(r.Render.Files, func(n RenderedFile) bool { return n.Path == f.Path }) {
			out = append(out, f.Path)
		}
	}
	return out
}

// uris are the places that the model's artifacts can be fetched from, each once.
func uris(s decision.Subject) []string {
	set := map[string]bool{}
	for _, a := range s.Artifacts {
		if a.URI != "" {
			set[a.URI] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

package promotion

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// planner plans one model after the other.
type planner struct {
	Request
	env     Environment
	tree    source.Tree
	targets map[string]Target // by name, as they were needed
	changes []change
	newest  Newest // of other environments

	recordedModels []modelIn // of all environments, nil until they are needed

	directories map[string][]Record // that are deployed, by directory of the source; nil until they are needed

	recorded map[string]map[string][]Version // by directory and path, nil until it is needed
	arrivals map[string]map[string]Arrival   // by path and object, nil until it is needed
	lost     map[string]map[string]judged    // versions that the tree has not, by commit and path, as they were needed
	removed  map[string][]Version            // approvals by path, nil until they are needed
	upstream map[string]*planner             // by environment: of other branches, as they were needed
	needed   map[string]*planner             // by environment of the branch, as they were needed
	missed   map[string][]string             // warnings of freezes by the model that they miss, nil until they are needed
	circles  map[string][]string             // by the environment that is needed first, as they were searched for
}

func (p *planner) target(name string) (Target, error) {
	if t, ok := p.targets[name]; ok {
		return t, nil
	}
	t, err := p.env.own.load(name)
	if err == nil {
		if p.targets == nil {
			p.targets = map[string]Target{}
		}
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
	r := p.record(a, target)
	if reasons := p.parameterize(&r, target, s); len(reasons) > 0 {
		return c.blocked(strings.Join(reasons, "; ")), nil
	}
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
	others, err := p.otherNames(s.Name, s.ID, h)
	if err != nil {
		return change{}, err
	}
	if reason := p.heldAs(others); reason != "" {
		c.item.Later = true
		return c.blocked(reason), nil
	}
	if reason := p.refused(s, target, r, h); reason != "" {
		return c.blocked(reason), nil
	}
	obstacle, err := p.findObstacle(wanted{name: s.Name, version: s.Version, artifacts: artifactsOf(s), target: s.Target, parameters: s.Parameters})
	if err != nil {
		return change{}, err
	}
	if obstacle.reason == "" {
		obstacle = p.frozenAs(others)
	}
	if obstacle.reason != "" && p.Emergency == nil {
		c.item.Later = obstacle.later
		return c.blocked(obstacle.reason), nil
	}
	if obstacle.reason != "" {
		r.APIVersion, r.Statement = apiVersion2, &Statement{Owner: p.Emergency.Owner, Reason: p.Emergency.Reason, Emergency: true}
	}
	if reason, err := p.approved(&r, current); err != nil || reason != "" {
		c.item.Later = true
		return c.blocked(reason), err
	}
	if reason, err := p.overwrites(r); err != nil || reason != "" {
		return c.blocked(reason), err
	}
	promoted, err := p.promote(c, r, target, h)
	if err != nil { // its values, which no other model has
		return c.blocked(quotedLine(err.Error())), nil
	}
	if promoted, err = p.held(promoted); err == nil && promoted.item.State == Promote {
		promoted.item.Warnings = append(promoted.item.Warnings, p.missedBy(s.Name)...)
	}
	return promoted, err
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

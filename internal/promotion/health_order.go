package promotion

import (
	"fmt"
	"strings"
	"time"
)

// ReportsHealth is the operation of the items of evidence about health, which writes no
// record.
const ReportsHealth = "health"

// Health is what a check of a deployed model came to.
type Health struct {
	Model, Check, Digest, By, Detail string
	Result                           HealthResult
}

// Validate says what is wrong with the evidence itself, or nothing.
func (h Health) Validate() error {
	switch {
	case !environmentName.MatchString(h.Check):
		return fmt.Errorf("the name %s of the check is not valid: use lowercase letters, digits and hyphens, at most 40 characters", quoted(h.Check))
	case h.Result != Passed && h.Result != NotPassed:
		return fmt.Errorf("invalid value %s for --result: use %s", quoted(string(h.Result)), strings.Join(h.Result.Words(), " or "))
	case h.Detail != "" && !isWord(h.Detail), !isWord(h.By):
		return fmt.Errorf("the owner or the detail is not text of at most %d bytes", maxWord)
	}
	return Endorsement{Model: h.Model, Digest: h.Digest, Reason: "health"}.Check()
}

// NewHealth plans the evidence about a model that the environment deploys. It must be
// about the artifact that is deployed now.
func NewHealth(r Request, h Health) (Plan, error) {
	if err := h.Validate(); err != nil {
		return Plan{}, err
	}
	if err := r.Environment.require(r.Mode); err != nil {
		return Plan{}, err
	}
	p := &planner{Request: r, env: r.Environment, tree: r.Snapshot.Tree}
	item := Item{Model: h.Model, Operation: ReportsHealth, State: Blocked, By: h.By}
	records, problems, err := p.history(h.Model)
	if err != nil {
		return Plan{}, err
	}
	if len(problems) > 0 {
		c := change{item: item}.tampered(problems)
		return Plan{Environment: p.env.Name, Items: []Item{c.item}, Problems: c.problems}, nil
	}
	current, exists := records.current()
	if !exists {
		return Plan{}, unknownModel(p.env.Name, h.Model, p.recordedNames(p.env.Name))
	}
	if !current.deploys() {
		return p.given(item, fmt.Sprintf("%s has no model %s", p.env.Name, h.Model)), nil
	}
	digest, err := current.artifactDigest()
	if err != nil {
		return Plan{}, err
	}
	if digest != h.Digest {
		return p.given(item, fmt.Sprintf("%s deploys %s, not %s", p.env.Name, digest, h.Digest)), nil
	}
	item.ID, item.Version = current.Model.ID, current.Model.Version
	b, err := canonical(healthEvidence{apiVersion, "HealthEvidence", p.env.Name, h.Model, h.Check, h.Digest, h.Result, h.By, h.Detail, r.Now.UTC().Truncate(time.Second).Format(time.RFC3339)})
	if err != nil {
		return Plan{}, err
	}
	f := File{Path: healthPath(p.env.Name, h.Model, h.Check), Mode: regular, Content: append(b, '\n')}
	return p.give(item, f, h.Digest, h.Check+" "+string(h.Result)), nil
}

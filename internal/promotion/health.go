package promotion

import (
	"encoding/json"
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// HealthDir has evidence about what environments deploy, by environment and model.
const HealthDir = Dir + "/health"

// healthSchema is the kind of these files.
const healthSchema = "health"

// healthCheck is evidence that an environment requires of those that it needs: a commit
// status, or a file.
type healthCheck struct {
	status, file string // one of them is ""
	within       string // as written, "" for any age
}

// modelInStatus is where the name of a status has that of the model.
const modelInStatus = "{model}"

// HealthResult is what a check came to.
type HealthResult string

const (
	Passed    HealthResult = "passed"
	NotPassed HealthResult = "failed"
)

// Words are the results.
func (HealthResult) Words() []string { return []string{string(Passed), string(NotPassed)} }

// healthEvidence is a file below HealthDir; schemas/health.schema.json describes it.
type healthEvidence struct {
	APIVersion  string       `json:"apiVersion"`
	Kind        string       `json:"kind"`
	Environment string       `json:"environment"`
	Model       string       `json:"model"`
	Check       string       `json:"check"`
	Digest      string       `json:"digest"`
	Result      HealthResult `json:"result"`
	By          string       `json:"by"`
	Detail      string       `json:"detail,omitempty"`
	CheckedAt   string       `json:"checkedAt"`
}

// StatusState is what the status of a commit says.
type StatusState string

const (
	StatusSuccess StatusState = "success"
	StatusFailure StatusState = "failure"
	StatusPending StatusState = "pending"
)

// CommitStatus is the newest status of a name that a commit has.
type CommitStatus struct {
	State StatusState
	At    time.Time // zero where the host does not tell
}

func healthPath(environment, model, check string) string {
	return fmt.Sprintf("%s/%s/%s/%s.json", HealthDir, environment, model, check)
}

// health reads what an environment requires to be shown about those that it needs.
func (l *loader) health(doc *document.Document, env *document.Node, at string) []healthCheck {
	var out []healthCheck
	for i, n := range children(env.Get("health")) {
		pointer := at + document.Pointer("health", fmt.Sprint(i))
		c := healthCheck{status: node{n.Get("status")}.text(), file: node{n.Get("file")}.text(), within: node{n.Get("within")}.text()}
		switch {
		case c.status != "" && c.file != "":
			l.refuse(doc, pointer, "it has a status and a file", "Split it into two items.")
		case c.status == "" && c.file == "":
			l.refuse(doc, pointer, "it has neither a status nor a file", "Name a commit status (status), or a file below "+HealthDir+" (file).")
		case c.file != "" && c.within == "":
			l.refuse(doc, pointer, fmt.Sprintf("the evidence %s has no maximum age", c.file), "Add `within`, such as 24h.")
		}
		out = append(out, c)
	}
	if len(out) > 0 && len(children(env.Get("needs"))) == 0 {
		l.refuse(doc, at+"/health", env.Key+" requires evidence of health, but needs no environment that has it", "Name the environments under needs.")
	}
	return out
}

// clockSkew is how far the clock that dates evidence may be ahead.
const clockSkew = 5 * time.Minute

// untimely is why the moment of evidence does not fit, or nothing. A time to come would
// never be too old.
func (c healthCheck) untimely(at, now time.Time) string {
	switch of := "which is of " + at.UTC().Format(time.RFC3339); {
	case c.within == "":
		return ""
	case at.After(now.Add(clockSkew)):
		return of + ", later than now: correct the clock, and run the check again"
	case now.After(at.Add(soak(c.within))):
		return of + ", more than " + c.within + " ago"
	}
	return ""
}

// sick is why what a needed environment deploys is not shown to be healthy, or nothing.
func (p *planner) sick(current, since Record, need string) (obstacle, error) {
	var all obstacle
	for _, c := range p.env.health {
		var o obstacle
		var err error
		if c.file != "" {
			o, err = p.readHealth(c, current, since, need)
		} else {
			o, err = p.askHealth(c, since, need)
		}
		if err != nil {
			return o, err
		}
		all = all.or(o)
	}
	return all, nil
}

// readHealth is why the file of a check does not show that the deployed version is
// healthy, or nothing.
func (p *planner) readHealth(c healthCheck, current, since Record, need string) (obstacle, error) {
	name := healthPath(need, current.Model.Name, c.file)
	requires := fmt.Sprintf("%s requires the evidence %s about %s in %s, ", p.env.Name, c.file, current.Model.Name, need)
	e, there := p.tree.Lookup(name)
	if !there {
		return waits("%swhich is missing; it is written by `modelgate env health`", requires), nil
	}
	found, why, err := parseHealth(p.tree, name)
	if err != nil || why != "" {
		return blocks("%swhich cannot be used: %s", requires, why), err
	}
	digest, err := current.artifactDigest()
	if err != nil {
		return obstacle{}, err
	}
	if found.Digest != digest {
		return waits("%swhich is about %s: %s deploys %s", requires, found.Digest, need, digest), nil
	}
	if found.Result != Passed {
		why := ""
		if detail := quotedLine(found.Detail); detail != "" {
			why = ": " + detail
		}
		return blocks("%swhich failed%s", requires, why), nil
	}
	arrived := Arrival{}
	if p.Snapshot.Past != nil {
		if arrived, err = p.arrival(name, Version{Object: e.Object}); err != nil {
			return obstacle{}, err
		}
	}
	if arrived.At.IsZero() {
		return blocks("%sbut its commit time is unknown: use --landing git, and commit it to the branch itself", requires), nil
	}
	if why := c.untimely(arrived.At, p.Now); why != "" {
		return blocks("%s%s", requires, why), nil
	}
	deployed, _, err := p.arrivedAs(since, need)
	if err != nil {
		return obstacle{}, err
	}
	if begins := since.begins(deployed); arrived.At.Before(begins) {
		return waits("%swhich is of %s, before record %06d deployed the model as it is now, at %s: run the check again",
			requires, arrived.At.UTC().Format(time.RFC3339), since.Sequence, begins.UTC().Format(time.RFC3339)), nil
	}
	return obstacle{}, nil
}

// parseHealth reads evidence. The text says why it is none about what its path names.
func parseHealth(tree source.Tree, name string) (healthEvidence, string, error) {
	b, why, err := readFile(tree, name, MaxAttestation)
	if err != nil || why != "" {
		return healthEvidence{}, why, err
	}
	doc, found := document.ParseAs(document.JSON, name, b)
	if len(found) == 0 {
		if found, err = schema.Validate(healthSchema, doc); err != nil {
			return healthEvidence{}, "", fmt.Errorf("reading %s: %w", name, err)
		}
	}
	if len(found) > 0 || doc.Root == nil {
		why = "it is empty"
		if len(found) > 0 {
			why = found[0].Message
		}
		return healthEvidence{}, why, nil
	}
	var e healthEvidence
	if err := json.Unmarshal(b, &e); err != nil {
		return healthEvidence{}, err.Error(), nil
	}
	if healthPath(e.Environment, e.Model, e.Check) != name {
		return healthEvidence{}, fmt.Sprintf("it is about %s of %s in %s", e.Check, e.Model, e.Environment), nil
	}
	return e, "", nil
}

// askHealth is why the status of a commit does not show that the deployed version is
// healthy, or nothing. The commit is that by which the version came to its branch.
func (p *planner) askHealth(c healthCheck, since Record, need string) (obstacle, error) {
	name := strings.ReplaceAll(c.status, modelInStatus, since.Model.Name)
	arrived, known, err := p.arrivedAs(since, need)
	if err != nil {
		return obstacle{}, err
	}
	if !known || p.Snapshot.Statuses == nil || arrived.Commit == "" {
		return blocks("%s requires the status %s of the commit in %s, and statuses of commits were not read: use --landing git, and a repository on a host", p.env.Name, name, need), nil
	}
	requires := fmt.Sprintf("%s requires the status %s of commit %s in %s, ", p.env.Name, quotedLine(name), arrived.Commit, need)
	all, err := p.Snapshot.Statuses(arrived.Commit)
	if err != nil {
		return blocks("%swhich cannot be read: %s", requires, quotedLine(err.Error())), nil
	}
	status, there := all[name]
	switch {
	case !there:
		return waits("%swhich is missing", requires), nil
	case status.State == StatusFailure:
		return blocks("%swhich is %s", requires, status.State), nil
	case status.State != StatusSuccess:
		return waits("%swhich is %s", requires, status.State), nil
	}
	if why := c.untimely(status.At, p.Now); why != "" {
		return blocks("%s%s", requires, why), nil
	}
	return obstacle{}, nil
}

// health audits the form of evidence about health.
func (a *auditor) health() error {
	for _, e := range a.tree.Under(HealthDir) {
		if isPlaceholder(e) || isText(e) && path.Dir(e.Path) == HealthDir {
			continue
		}
		_, why, err := parseHealth(a.tree, e.Path)
		if err != nil {
			return err
		}
		if why != "" {
			a.problem(e.Path, "it is not evidence of health: %s", why)
		}
	}
	return nil
}

// healthOf are the results of the checks of what a record deploys, such as "smoke passed".
func healthOf(tree source.Tree, r Record) []string {
	digest, err := r.artifactDigest()
	if err != nil || !r.deploys() {
		return nil
	}
	var out []string
	for _, e := range tree.Under(HealthDir + "/" + r.Environment + "/" + r.Model.Name) {
		if found, why, err := parseHealth(tree, e.Path); err == nil && why == "" && found.Digest == digest {
			out = append(out, found.Check+" "+string(found.Result))
		}
	}
	return out
}

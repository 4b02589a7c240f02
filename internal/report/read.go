package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// MaxSize is the size in bytes of the largest report that Read accepts.
const MaxSize = 256 << 20

// Read reads a report that JSON wrote. It refuses what it does not know:
// another schema version, an unknown or repeated key, a word that is no
// decision, outcome or severity, and a report that allows what one of its
// decisions denies. No Approval can come of a report that was read.
func Read(r io.Reader) (Report, error) {
	raw, err := readAll(r, MaxSize)
	if err != nil {
		return Report{}, fmt.Errorf("reading the report: %w", err)
	}
	report, err := parse(raw)
	if err != nil {
		return Report{}, fmt.Errorf("reading the report: %w", err)
	}
	return report, nil
}

func readAll(r io.Reader, limit int64) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(raw)) > limit {
		err = fmt.Errorf("it is too large (limit: %d bytes)", limit)
	}
	return raw, err
}

func parse(raw []byte) (Report, error) {
	var version struct {
		Schema string `json:"schema"`
	}
	if err := json.Unmarshal(raw, &version); err != nil {
		return Report{}, err
	}
	if version.Schema != Schema {
		return Report{}, fmt.Errorf("its schema is %q, but this version of modelgate reads %q", version.Schema, Schema)
	}
	if err := checkKeys(raw); err != nil {
		return Report{}, err
	}
	var report Report
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&report); err != nil {
		return Report{}, err
	}
	return report, check(report)
}

// check refuses a report whose words have no meaning or contradict each other.
func check(r Report) error {
	if err := checkResult(r.Result); err != nil {
		return err
	}
	for _, g := range r.Gates {
		if !g.Valid() {
			return fmt.Errorf("unknown gate %q", g)
		}
	}
	if s := r.Shard; s != nil && (s.Index < 1 || s.Of < s.Index || s.Selected < len(r.Models)) {
		return fmt.Errorf("invalid shard %d of %d, with %d of %d models", s.Index, s.Of, len(r.Models), s.Selected)
	}
	if _, err := time.Parse(time.RFC3339, r.AsOf); err != nil {
		return fmt.Errorf("as_of is not an RFC 3339 time: %q", r.AsOf)
	}
	if err := checkDecision(r.Repository, r.Result); len(r.Repository.Outcomes)+len(r.Repository.Findings) > 0 && err != nil {
		return fmt.Errorf("the repository: %w", err)
	}
	for _, d := range r.Models {
		if d.Subject.ID == "" {
			return errors.New("a model has no id")
		}
		if err := checkDecision(d, r.Result); err != nil {
			return fmt.Errorf("model %q: %w", d.Subject.ID, err)
		}
	}
	return nil
}

func checkResult(r decision.Result) error {
	switch r {
	case decision.Allow, decision.Deny, decision.Undecided:
		return nil
	}
	return fmt.Errorf("the decision %q is neither allow, deny nor undecided", r)
}

func checkDecision(d decision.Decision, whole decision.Result) error {
	if err := checkResult(d.Result); err != nil {
		return err
	}
	if whole.And(d.Result) != whole {
		return fmt.Errorf("the decision about it is %q, but that of the report is %q", d.Result, whole)
	}
	states := []decision.State{decision.Pass, decision.Fail, decision.Warn, decision.Pending, decision.Waived, decision.Tolerated, decision.NotApplicable, decision.Errored, decision.Unfinished}
	for _, o := range d.Outcomes {
		if !slices.Contains(states, o.State) {
			return fmt.Errorf("rule %q has the unknown outcome %q", o.Rule, o.State)
		}
		if (o.State == decision.Fail || o.State.Unanswered() && !o.Advisory) && d.Result == decision.Allow {
			return fmt.Errorf("rule %q denies, but the decision is to allow", o.Rule)
		}
		if o.State == decision.Unfinished && d.Result != decision.Undecided {
			return fmt.Errorf("rule %q is undecided, but the decision is not", o.Rule)
		}
	}
	for _, j := range d.Findings {
		if err := checkFinding(j); err != nil {
			return fmt.Errorf("rule %q: %w", j.Rule, err)
		}
		if j.Denies() && d.Result == decision.Allow {
			return fmt.Errorf("rule %q: a finding denies, but the decision is to allow", j.Rule)
		}
	}
	return nil
}

func checkFinding(j decision.Judged) error {
	if !j.Severity.Valid() {
		return fmt.Errorf("a finding has the unknown severity %q", j.Severity)
	}
	places := []finding.Position{j.At}
	for _, related := range j.Related {
		places = append(places, related.At)
	}
	for _, fix := range j.Fixes {
		if !fix.Valid() || fix.Description == "" {
			return fmt.Errorf("a finding has a fix whose edits are unordered, overlap or affect several files: %q", fix.Description)
		}
		for _, e := range fix.Edits {
			places = append(places, e.At)
		}
	}
	for _, p := range places {
		if p.Line < 0 || p.Column < 0 || p.EndLine < 0 || p.EndColumn < 0 {
			return fmt.Errorf("a finding has a negative position in %q", p.Path)
		}
	}
	return nil
}

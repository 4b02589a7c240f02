package gate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/report"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Adoption without a flag day: what a run tolerates of what was there before. Only a
// check of a proposal does (Request.Tolerant); a promotion never asks for it.

// setValues gives findings what tells whether they got worse: the value of a check,
// and the digest of a file that cannot be read.
func (r *run) setValues(verdicts []finding.Verdict, checks []evidence.Check) {
	byKey := map[string]evidence.Check{}
	for _, c := range checks {
		byKey[c.Key] = c
	}
	digests := map[string]string{}
	for _, v := range verdicts {
		for i := range v.Findings {
			f := &v.Findings[i]
			if f.Severity != finding.Error {
				continue
			}
			if c, ok := byKey[f.Key]; ok && strings.HasPrefix(f.Rule, "evaluation/") && c.Verdict == evidence.VerdictFail {
				if better := betterOf(c); better != "" {
					f.Value, f.Better = c.Value, string(better)
				}
			}
			if slices.Contains(readingCategories, finding.Rule{ID: f.Rule}.Category()) && IsReadingRule(f.Rule) {
				digest, known := digests[f.At.Path]
				if !known {
					digest = r.digest(f.At.Path)
					digests[f.At.Path] = digest
				}
				f.Value = digest
			}
		}
	}
}

// readingCategories are those of rules about bytes, syntax and shape of one file.
var readingCategories = []string{"document", "schema", "evidence"}

// betterOf is which way the value of a check is better, by the bound that it failed;
// "" if the value does not tell, such as that of one of several groups.
func betterOf(c evidence.Check) evidence.Direction {
	switch c.Bound {
	case evidence.BoundMin, evidence.BoundAbove:
		return evidence.Higher
	case evidence.BoundMax, evidence.BoundBelow, evidence.BoundSuspicious, evidence.BoundDrift:
		return evidence.Lower
	case evidence.BoundDisparity:
		return ""
	}
	return c.Direction
}

// digest is that of a file as it is proposed, or of where a link leads that is to nothing
// of the repository; "" for what else cannot be read as a file.
func (r *run) digest(file string) string {
	src, err := r.Head.Read(file, document.MaxLong)
	if target, leads := r.leadsOut(file); leads {
		src, err = []byte("link to "+target), nil
	}
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(src)
	return finding.DigestPrefix + hex.EncodeToString(sum[:16])
}

// tolerate sets what the run tolerates about the models that it is to judge.
func (r *run) tolerate(ctx context.Context, ids []string) error {
	t := &r.terms.Tolerances
	t.Formerly = map[string][]string{}
	for _, id := range ids {
		if was := r.formerly(id); len(was) > 0 {
			t.Formerly[id] = was
		}
	}
	if !r.OnlyNew {
		return nil
	}
	var err error
	if t.Before, err = r.without(ctx, ids); err != nil {
		return fmt.Errorf("checking the base: %w", err)
	}
	return nil
}

// without returns what the rules in force find about models, and about the
// repository, without the change: the commit that it was made from is judged as the
// change is, by the same rules.
func (r *run) without(ctx context.Context, ids []string) (map[string]map[string][]decision.Judged, error) {
	before, err := prepare(ctx, r.beforeIt())
	if err != nil {
		return nil, err
	}
	there, err := before.selectModels()
	if err != nil {
		return nil, err
	}
	former, wanted := r.formerOf(ids, there)
	judged, err := before.judgeAll(ctx, wanted)
	if err != nil {
		return nil, err
	}
	repository, err := before.judgeRepository(ctx, judged)
	if err == nil {
		err = before.lost()
	}
	if err != nil {
		return nil, err
	}
	out := map[string]map[string][]decision.Judged{}
	add := func(id string, j decision.Judged) {
		if out[id] == nil {
			out[id] = map[string][]decision.Judged{}
		}
		out[id][j.Fingerprint] = append(out[id][j.Fingerprint], j)
	}
	for _, j := range repository.Findings {
		add("", j)
	}
	for id, all := range former {
		for _, was := range all {
			i, _ := slices.BinarySearch(wanted, was)
			for _, j := range judged[i].Findings {
				add(id, underName(j, was, id))
			}
		}
	}
	return out, nil
}

// beforeIt is the request of judging all that the change started from, with no
// change in it.
func (r *run) beforeIt() Request {
	left, req := r.origin(), r.Request
	req.Head, req.Origin, req.Changes, req.Review = source.Head{Tree: left}, left, nil, policy.Review{}
	req.All, req.Some, req.Models, req.OnlyNew, req.Tolerant, req.Shard, req.Progress = true, false, nil, false, false, Shard{}, nil
	return req
}

// formerOf returns what each model was before the change, of those that were there,
// and all of these; sorted.
func (r *run) formerOf(ids, there []string) (former map[string][]string, all []string) {
	former = map[string][]string{}
	for _, id := range ids {
		for _, was := range append(slices.Clone(r.formerly(id)), id) {
			if _, ok := slices.BinarySearch(there, was); ok {
				former[id] = append(former[id], was)
				all = append(all, was)
			}
		}
	}
	slices.Sort(all)
	return former, slices.Compact(all)
}

// underName is a finding about a model as one about the model that it has become.
func underName(j decision.Judged, was, id string) decision.Judged {
	if was != id {
		j.Finding = decision.Relocated(j.Finding, was, id)
		j.Message = strings.ReplaceAll(j.Message, was, id)
		j.Fingerprint = j.Finding.Fingerprint(id)
	}
	return j
}

// foundOf is what was found about each judged subject, by the fingerprints under
// which a baseline may have it.
func (r *run) foundOf(ds []decision.Decision) map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, d := range ds {
		for _, id := range append([]string{d.Subject.ID}, r.formerly(d.Subject.ID)...) {
			if out[id] == nil {
				out[id] = map[string]bool{}
			}
			for _, j := range d.Findings {
				f := j.Finding
				if id != d.Subject.ID {
					f = decision.Relocated(f, d.Subject.ID, id)
				}
				out[id][f.Fingerprint(id)] = true
			}
		}
	}
	return out
}

// baselineFindings reports the adoptions that have expired, and by model how many of
// their findings are no longer found.
func (r *run) baselineFindings(models []decision.Decision) []finding.Finding {
	if len(r.config.Adoptions) == 0 {
		return nil
	}
	everything := r.All && len(r.Models) == 0 && len(r.Gates) == 0
	return decision.BaselineFindings(r.config.Adoptions, r.foundOf(models), r.asked, everything, func(pointer string) finding.Position {
		at, _ := r.config.Locate(config.BaselinePath + "#" + pointer)
		return at
	}, r.Now)
}

// baselineEdits compares two baselines, model by model. More findings, a later last
// day and another value let more pass.
func baselineEdits(before, after config.Config) []policy.RuleEdit {
	was, is := entriesOf(before.Adoptions), entriesOf(after.Adoptions)
	models := map[string]bool{}
	for id := range was {
		models[id] = true
	}
	for id := range is {
		models[id] = true
	}
	at := evidence.Anchor(config.BaselinePath + "#/baseline")
	edit := func(kind policy.EditKind, subject, from, to string) policy.RuleEdit {
		return policy.RuleEdit{At: at, Path: config.BaselinePath, Kind: kind, Subject: subject, Before: from, After: to}
	}
	var out []policy.RuleEdit
	more := 0
	for _, id := range sortedKeys(models) {
		kind, changed := compareEntries(was[id], is[id])
		if !changed {
			continue
		}
		if kind == policy.BaselineLoosened && len(out) >= maxTableEdits {
			more++
			continue
		}
		if len(out) < maxTableEdits {
			out = append(out, edit(kind, orRepository(id), summaryOf(was[id]), summaryOf(is[id])))
		}
	}
	if more > 0 {
		out = append(out, edit(policy.BaselineLoosened, "other models", "none", fmt.Sprintf("findings of %d more models", more)))
	}
	if len(out) == 0 {
		out = append(out, edit(policy.BaselineChanged, "all models", "", ""))
	}
	return out
}

func orRepository(id string) string {
	if id == "" {
		return "the repository"
	}
	return id
}

// entry is where a baseline has a finding.
type entry struct{ value, created, expires string }

// entriesOf are the findings of a baseline by model, and by rule and fingerprint.
func entriesOf(adoptions []config.Adoption) map[string]map[string][]entry {
	out := map[string]map[string][]entry{}
	for _, a := range adoptions {
		for id, rules := range a.Findings {
			if out[id] == nil {
				out[id] = map[string][]entry{}
			}
			for rule, entries := range rules {
				for fingerprint, value := range entries {
					key := rule + " " + fingerprint
					out[id][key] = append(out[id][key], entry{value, a.Created, a.Expires})
				}
			}
		}
	}
	return out
}

// compareEntries says which way the baseline of a model goes.
func compareEntries(was, is map[string][]entry) (policy.EditKind, bool) {
	covered := func(e entry, by []entry) bool {
		return slices.ContainsFunc(by, func(o entry) bool {
			return (o.value == "" || o.value == e.value) && o.created <= e.created && o.expires >= e.expires
		})
	}
	within := func(some, of map[string][]entry) bool {
		for key, entries := range some {
			if slices.ContainsFunc(entries, func(e entry) bool { return !covered(e, of[key]) }) {
				return false
			}
		}
		return true
	}
	switch {
	case !within(is, was):
		return policy.BaselineLoosened, true
	case !within(was, is):
		return policy.BaselineTightened, true
	}
	return "", false
}

// summaryOf is the baseline of a model in words.
func summaryOf(entries map[string][]entry) string {
	if len(entries) == 0 {
		return "no findings"
	}
	last := ""
	for _, list := range entries {
		for _, e := range list {
			last = max(last, e.expires)
		}
	}
	noun := "findings"
	if len(entries) == 1 {
		noun = "finding"
	}
	return fmt.Sprintf("%d %s until %s", len(entries), noun, last)
}

// adopted says in a report what the run tolerated.
func (r *run) adopted(out *report.Report) {
	out.OnlyNew = r.OnlyNew
	if !r.Tolerant {
		return
	}
	used := map[string]int{}
	for _, f := range report.Distinct(*out) {
		if t := f.Tolerated; t != nil && t.Kind == decision.InBaseline && t.At != nil {
			used[t.At.Pointer]++
		}
	}
	for _, a := range r.config.Adoptions {
		status := decision.Active
		switch {
		case a.Expired(r.Now):
			status = decision.Expired
		case !a.InForce(r.Now):
			status = decision.NotYet
		}
		out.Baseline = append(out.Baseline, report.Adoption{Owner: a.Owner, Ticket: a.Ticket, Created: a.Created, Expires: a.Expires, Status: string(status), Findings: a.Count(), Used: used[a.At.Pointer], At: a.At})
	}
	out.Advisory, out.AdvisoryUntil = r.config.AdvisoryOnly(r.Now)
}

package gate

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Policies of conftest are about files as they are, not about evidence. What they find
// in a file of a model is of that model; what they find elsewhere is of the change.

// rawFiles are the files of the head that sets of policies are about, by set and by
// model; "" for those of none.
type rawFiles map[string]map[string][]string

// findRawFiles is asked once.
func (r *run) findRawFiles() (rawFiles, error) {
	out := rawFiles{}
	sets := r.rules.Conftest()
	if len(sets) == 0 {
		return out, nil
	}
	for _, e := range r.Head.Entries() {
		for _, c := range sets {
			if !c.For(e.Path) {
				continue
			}
			owner, err := r.head.Owner(e.Path)
			if err != nil {
				return nil, err
			}
			id := c.Rule().ID
			if out[id] == nil {
				out[id] = map[string][]string{}
			}
			out[id][owner] = append(out[id][owner], e.Path)
		}
	}
	return out, nil
}

// Manifests are the sets of policies that are about rendered manifests.
type Manifests struct {
	rules *policy.Set
	sets  []*policy.Conftest
}

// LoadManifests loads the sets of a trusted tree.
func LoadManifests(ctx context.Context, trusted source.Base, deadline time.Duration, floor ...finding.Floor) (Manifests, error) {
	cfg, err := config.Load(trusted)
	if err != nil || !slices.ContainsFunc(cfg.Conftest, func(c config.Conftest) bool { return len(c.Manifests) > 0 }) {
		return Manifests{}, err
	}
	rules, err := policy.Load(ctx, trusted, options(cfg, floor...))
	if err != nil {
		return Manifests{}, err
	}
	m := Manifests{rules: rules.Within(cmp.Or(deadline, policy.DefaultDeadline))}
	for _, c := range rules.Conftest() {
		if len(c.Manifests) > 0 {
			m.sets = append(m.sets, c)
		}
	}
	return m, nil
}

// Empty reports whether there are none.
func (m Manifests) Empty() bool { return len(m.sets) == 0 }

// Check asks the sets about the manifests of one model, by path. What is denied keeps
// the model out of its environment, and a set that none of the manifests is for denies:
// another target would escape it.
func (m Manifests) Check(ctx context.Context, model string, stage finding.Stage, manifests map[string][]byte) (denied, warned []string, err error) {
	for _, c := range m.sets {
		rule := c.Rule()
		names := slices.DeleteFunc(sortedKeys(manifests), func(name string) bool { return !c.ForManifest(name) })
		if len(names) == 0 {
			denied = append(denied, fmt.Sprintf("%s: no rendered manifest matches %s; add a glob to `manifests` of the entry", rule.ID, strings.Join(c.Conftest.Manifests, ", ")))
			continue
		}
		v, err := m.rules.CheckFiles(ctx, c, stage, names, func(name string, _ int64) ([]byte, error) { return manifests[name], nil })
		switch {
		case err != nil:
			return nil, nil, err
		case v.Unfinished:
			return nil, nil, fmt.Errorf("%s: %s", rule.ID, v.Error)
		case v.Error != "":
			denied = append(denied, rule.ID+": "+v.Error)
		}
		for _, f := range c.InScope(stage, model, v.Findings) {
			line := fmt.Sprintf("%s: %s:%d: %s", rule.ID, f.At.Path, f.At.Line, f.Message)
			if f.Severity == finding.Error {
				denied = append(denied, line)
			} else {
				warned = append(warned, line)
			}
		}
	}
	return denied, warned, nil
}

// askConftest asks the sets about the files of a model; with "", about the other files
// that the proposal touches, or about all of these if everything is judged, and whether
// there are files at all.
func (r *run) askConftest(ctx context.Context, model string, stage finding.Stage) ([]finding.Verdict, error) {
	raw, err := r.raw()
	if err != nil {
		return nil, err
	}
	var out []finding.Verdict
	for _, c := range r.rules.Conftest() {
		rule := c.Rule()
		files := raw[rule.ID][model]
		if model == "" && !r.All {
			files = slices.DeleteFunc(slices.Clone(files), func(f string) bool {
				return !slices.ContainsFunc(r.Changes, func(c source.Change) bool { return c.Path == f })
			})
		}
		var found []finding.Finding
		if model == "" {
			found = r.idleConftest(c, stage)
		} else if found, err = r.lostConftest(c, model, stage, len(files) == 0); err != nil {
			return nil, err
		}
		if model != "" && len(files)+len(found) == 0 {
			continue
		}
		v, err := r.rules.CheckFiles(ctx, c, stage, files, r.Head.Tree.Read)
		if err != nil {
			return nil, err
		}
		v.Findings = finding.Sort(c.InScope(stage, model, append(found, v.Findings...)))
		v.NotApplicable = v.NotApplicable && len(found) == 0
		if len(v.Findings) > 0 || v.Error != "" {
			if err := r.maskRaw(files, v); err != nil {
				return nil, err
			}
		}
		out = append(out, r.inPhase(v))
	}
	slices.SortFunc(out, func(a, b finding.Verdict) int { return strings.Compare(a.Rule, b.Rule) })
	return out, nil
}

// lostConftest are the files of a model that a set is about and that the proposal takes
// away or renames: the model does not pass by taking away the last of them.
func (r *run) lostConftest(c *policy.Conftest, model string, stage finding.Stage, isLast bool) ([]finding.Finding, error) {
	var out []finding.Finding
	origin := r.origin()
	for _, change := range r.Changes {
		if _, is := r.Head.Lookup(change.Path); is || !c.For(change.Path) {
			continue
		}
		if _, was := origin.Lookup(change.Path); !was {
			continue
		}
		owner, err := r.head.Owner(change.Path)
		if err != nil {
			return nil, err
		}
		if owner != model {
			continue
		}
		f := finding.Finding{Rule: c.Rule().ID, Severity: finding.Warning, At: finding.Start(change.Path), Key: "removed " + path.Base(change.Path),
			Message: "this change removes or renames a file that the policies check", Help: "Keep the file under this name, or change `files` of the entry in .modelgate/config.yaml first."}
		if isLast {
			f.Severity, f.Message = c.Rule().At(stage), fmt.Sprintf("this change removes the last file of %s that the policies check", model)
		}
		out = append(out, f)
	}
	return out, nil
}

// maskRaw takes the credentials of files out of what is found in them.
func (r *run) maskRaw(files []string, v finding.Verdict) error {
	var secrets finder.Secrets
	for _, file := range files {
		if err := r.seekSecrets(&secrets, file); err != nil {
			return err
		}
	}
	list := []finding.Verdict{v}
	secrets.Mask(list)
	return nil
}

// idleConftest are the globs of a set that match no file of the head. A proposal that
// takes away the last file of all of them does not pass by that.
func (r *run) idleConftest(c *policy.Conftest, stage finding.Stage) []finding.Finding {
	var out []finding.Finding
	for _, glob := range c.Files {
		of := c.Conftest
		of.Files = []string{glob}
		if !hasFile(r.Head.Tree, of) {
			out = append(out, finding.Finding{Rule: c.Rule().ID, Severity: finding.Warning, At: c.At, Key: "glob " + glob,
				Message: fmt.Sprintf("glob %q does not match any file, so the policies check nothing", glob), Help: "Fix the glob, or remove it."})
		}
	}
	if len(out) == len(c.Files) && len(out) > 0 && hasFile(r.origin(), c.Conftest) {
		return []finding.Finding{{Rule: c.Rule().ID, Severity: c.Rule().At(stage), At: c.At, Key: "no files",
			Message: fmt.Sprintf("this change removes the last file that the policies check (%s)", strings.Join(c.Files, ", ")), Help: "Keep the file, or remove the entry from .modelgate/config.yaml first."}}
	}
	return out
}

func hasFile(tree source.Tree, of config.Conftest) bool {
	return slices.ContainsFunc(tree.Entries(), func(e source.Entry) bool { return of.For(e.Path) })
}

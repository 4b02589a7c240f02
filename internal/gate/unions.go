package gate

import (
	"cmp"
	"fmt"
	"path"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/evidence/results"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// noteUnions says which of the models to judge are put together from two directories, or are
// what a card in a directory of documentation is about.
func (r *run) noteUnions(ids []string) error {
	unions, err := r.head.Unions()
	if err != nil {
		return err
	}
	for _, u := range unions {
		switch {
		case !slices.Contains(ids, u.ID):
		case u.Weights == "":
			r.united = append(r.united, fmt.Sprintf("The model card in %q describes the model %q, because %q is a directory of documentation. To change this, name the models under `models` in %s.",
				actions.Clean(u.Card), actions.Clean(u.ID), actions.Clean(u.Card), config.ConfigPath))
		default:
			r.united = append(r.united, fmt.Sprintf("The model card in %q and the weights in %q are checked as one model, %q. To change this, name the models under `models` in %s.",
				actions.Clean(u.Card), actions.Clean(u.Weights), actions.Clean(u.ID), config.ConfigPath))
		}
	}
	if len(r.layout.Models) == 0 {
		r.noteStores()
	}
	if err := r.noteRuns(ids); err != nil {
		return err
	}
	r.noteApprovals(ids)
	return r.noteResults()
}

// noteApprovals says that nobody looks whether the approvals of a change are there: who
// has given which is known of a pull request on GitHub only.
func (r *run) noteApprovals(ids []string) {
	if r.Review.Present || r.sameCommit() || !slices.ContainsFunc(ids, func(id string) bool { return len(r.approvals(id)) > 0 }) {
		return
	}
	r.united = append(r.united, fmt.Sprintf("The approvals that %s requires are not checked in this run, because it is not for a pull request on GitHub. On other hosts, require approvals in the settings of the host.", config.ApproversPath))
}

// noteResults says which results belong to no model, so that nothing is held against them:
// those that the proposal brings, or all when everything is judged.
func (r *run) noteResults() error {
	var files []source.Entry
	if r.All {
		files = r.Head.Entries()
	} else {
		for _, c := range r.Changes {
			if e, there := r.Head.Lookup(c.Path); there {
				files = append(files, e)
			}
		}
	}
	unnamed, err := r.head.ListUnnamedResults(files)
	if err != nil {
		return err
	}
	if len(unnamed) > 0 {
		r.united = append(r.united, fmt.Sprintf("The file %q%s has metrics next to a model, but is not read, because its name does not tell that they are results. If they are, rename it, for example to metrics.json, or name it under `evaluations` in %s.",
			actions.Clean(unnamed[0]), andMore(len(unnamed)-1), config.ConfigPath))
	}
	unowned, err := r.head.ListUnownedResults(files)
	if err != nil || len(unowned) == 0 {
		return err
	}
	r.united = append(r.united, fmt.Sprintf("The results in %q%s belong to no model, so no threshold checks them. To use them, give the model `evaluations` under `models` in %s, or move them to its directory.",
		actions.Clean(unowned[0]), andMore(len(unowned)-1), config.ConfigPath))
	return nil
}

// andMore says how many more there are, "" for none.
func andMore(n int) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf(" (and %d more)", n)
}

// noteStores says which models that runs of MLflow logged are none of the repository's:
// those of the stores that the proposal touches, or all when everything is judged.
func (r *run) noteStores() {
	for _, s := range r.head.ListStored() {
		if !r.All && !slices.ContainsFunc(r.Changes, func(c source.Change) bool { return source.Within(s.Dir, c.Path) }) {
			continue
		}
		what := fmt.Sprintf("%d logged models, which are", s.Models)
		if s.Models == 1 {
			what = "1 logged model, which is"
		}
		r.united = append(r.united, fmt.Sprintf("The MLflow store %q has %s not checked. To check one, copy it to a directory of its own, or name its directory under `models` in %s.",
			actions.Clean(s.Dir), what, config.ConfigPath))
	}
}

// maxRunless bounds how many models are looked at for results.
const maxRunless = 20

// noteRuns says that runs of MLflow have metrics where a model has no results: which run
// made the model is for a person to say.
func (r *run) noteRuns(ids []string) error {
	runs := r.head.ListRuns()
	if len(runs) == 0 {
		return nil
	}
	for _, id := range ids[:min(len(ids), maxRunless)] {
		if has, err := r.head.HasResults(id); err != nil {
			return err
		} else if has {
			continue
		}
		last := r.head.ChooseStored()
		last.Run = cmp.Or(last.Run, runs[0])
		_, evaluation := last.Entry()
		r.united = append(r.united, fmt.Sprintf("The model %q has no results, and MLflow has metrics in %q%s. If this run made the model, write this in %s: `models: [{path: %q, evaluations: [{path: %q, format: %s}]}]`",
			actions.Clean(id), actions.Clean(last.Run), andMore(len(runs)-1), config.ConfigPath, actions.Clean(id), actions.Clean(evaluation), results.FormatMLflowStore))
		return nil
	}
	return nil
}

// formerWeights is the model of the base that a model which is put together was before it
// had its card: that of its weights.
func (r *run) formerWeights(id string) (former, error) {
	unions, err := r.head.Unions()
	if err != nil {
		return former{}, err
	}
	i := slices.IndexFunc(unions, func(u finder.Union) bool { return u.ID == id })
	if i < 0 || unions[i].Weights == id || unions[i].Weights == "" {
		return former{}, nil
	}
	was, err := r.left.IsModel(unions[i].Weights)
	if err != nil || !was {
		return former{}, err
	}
	return former{[]string{unions[i].Weights}, "the directory of its weights"}, nil
}

// torn reports the models of the base that the proposal tears apart.
func (r *run) torn() ([]finding.Finding, error) {
	unions, err := r.head.TornFrom()
	var out []finding.Finding
	for _, u := range unions {
		at := finding.Start(path.Join(u.Card, "README.md"))
		for _, c := range r.Changes {
			if dir := path.Dir(c.Path); dir == u.Card || dir == u.Weights {
				at = finding.Start(c.Path)
				break
			}
		}
		parts := fmt.Sprintf("the card in %q and the weights in %q are", u.Card, u.Weights)
		if u.Weights == "" {
			parts = fmt.Sprintf("the card in %q is", u.Card)
		}
		out = append(out, finding.Finding{Rule: "evidence/model_torn", Severity: finding.Error, At: at, Key: u.ID,
			Message: fmt.Sprintf("after this change, %s no longer found as the model %q", parts, u.ID),
			Help:    "Keep the card and the weights where one model is found, or name the model under `models` in .modelgate/config.yaml first."})
	}
	return out, err
}

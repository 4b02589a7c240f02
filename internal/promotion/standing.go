package promotion

import (
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// Standing is what an environment has of one model.
type Standing struct {
	Environment string `json:"environment"`
	Model       string `json:"model"`
	Version     string `json:"version"`
	Operation   string `json:"operation"` // of the newest record
	Record      int    `json:"record"`
	CreatedAt   string `json:"created_at"`
	Repository  string `json:"repository,omitempty"`
	ID          string `json:"id"`               // directory in the source repository
	Commit      string `json:"commit,omitempty"` // of the source repository
	Digest      string `json:"digest,omitempty"` // of the artifact, or over all of them
	Retired     bool   `json:"retired,omitempty"`
	Held        string `json:"held,omitempty"` // by whom, until when and why
	Tampered    string `json:"tampered,omitempty"`
	Unreadable  string `json:"unreadable,omitempty"` // its records are of another version of modelgate
	// Signature is what is wrong with the signature of the record: Unsigned where the
	// environment requires signatures and it has none, NotValid where it has one that is
	// not valid. Problem is why the environment does not accept that.
	Signature string `json:"signature,omitempty"`
	Problem   string `json:"signature_problem,omitempty"`
	Owner     string `json:"owner,omitempty"` // of the operation, with its reason
	Reason    string `json:"reason,omitempty"`
	Emergency bool   `json:"emergency,omitempty"` // it went past a freeze, a window or a soak time
	// Matrix are the clusters or regions that it was rendered for, if there are several.
	Matrix []string `json:"matrix,omitempty"`
	// Health is what checks of the newest record came to, such as "smoke passed".
	Health []string `json:"health,omitempty"`
	// Approved are the approvers whose approvals of the artifact the record relies on.
	Approved []string `json:"approved_by,omitempty"`
}

// What a signature of a record can be other than valid.
const (
	Unsigned = "unsigned"
	NotValid = "signature not valid"
)

// Path is the file of the record.
func (s Standing) Path() string { return recordPath(s.Environment, s.Model, s.Record) }

// Standings lists what every environment of a repository has of every model, in
// the order of their records' paths. names chooses environments; none chooses all.
func Standings(tree source.Tree, now time.Time, names ...string) ([]Standing, error) {
	return eachModel(tree, names, func(s Standing, h history, signatures map[int]signature) []Standing {
		if current, ok := h.current(); ok {
			tampered := s.Tampered
			s = standing(current, now).signed(signatures)
			s.Tampered, s.Health = tampered, healthOf(tree, current)
		}
		return []Standing{s}
	})
}

// Histories lists every record of the models of a repository, oldest first. What
// was tampered with is said of the newest record that follows those before it.
func Histories(tree source.Tree, now time.Time, model string, names ...string) ([]Standing, error) {
	return eachModel(tree, names, func(s Standing, h history, signatures map[int]signature) []Standing {
		if model != "" && model != s.Model {
			return nil
		}
		var out []Standing
		for _, r := range h {
			out = append(out, standing(r, now).signed(signatures))
		}
		switch {
		case s.Tampered != "" && len(out) > 0:
			out[len(out)-1].Tampered = s.Tampered
		case s.Tampered != "", s.Unreadable != "":
			out = append(out, s)
		}
		return out
	})
}

// eachModel asks of every model what its records say. The standing has its names,
// and why the records say nothing or less than all.
func eachModel(tree source.Tree, names []string, of func(Standing, history, map[int]signature) []Standing) ([]Standing, error) {
	known, err := environmentsOf(tree)
	if err == nil && len(names) > 0 && tree.Commit != "" {
		err = CheckNames(names, slices.Sorted(maps.Keys(known.all)))
	}
	if err != nil {
		return nil, err
	}
	var models []string
	for _, model := range modelsOf(tree) {
		models = append(models, model)
	}
	slices.Sort(models)
	if err := readAhead(tree, models...); err != nil {
		return nil, fmt.Errorf("reading the records: %w", err)
	}
	signing := known.signing()
	out := []Standing{}
	for env, model := range modelsOf(tree) {
		if len(names) > 0 && !slices.Contains(names, env) {
			continue
		}
		s := Standing{Environment: env, Model: model}
		h, problems, err := readHistory(tree, env, model)
		var version *versionError
		switch {
		case errors.As(err, &version):
			s.Unreadable = err.Error()
		case err != nil:
			return nil, fmt.Errorf("reading the records of %s in %s: %w", model, env, err)
		default:
			problems = append(problems, h.intrusions(known.areasBut(env, paths(env, known)...))...)
		}
		if len(problems) > 0 {
			s.Tampered = quoted(problems[0].Path) + ": " + problems[0].Message
		}
		signatures, err := signing.of(tree, h, env, model)
		if err != nil {
			return nil, fmt.Errorf("reading the signatures of %s in %s: %w", model, env, err)
		}
		out = append(out, of(s, h, signatures)...)
	}
	return out, nil
}

// modelsOf are the environments and models that have records, in the order of
// their paths.
func modelsOf(tree source.Tree) iter.Seq2[string, string] {
	return func(yield func(env, model string) bool) {
		last := ""
		for _, e := range tree.Under(RecordsDir) {
			parts := strings.SplitN(strings.TrimPrefix(e.Path, RecordsDir+"/"), "/", 3)
			if len(parts) < 3 || parts[0]+"/"+parts[1] == last || !environmentName.MatchString(parts[0]) || !modelName.MatchString(parts[1]) {
				continue
			}
			last = parts[0] + "/" + parts[1]
			if !yield(parts[0], parts[1]) {
				return
			}
		}
	}
}

// signed adds what is wrong with the signature of the record.
func (s Standing) signed(signatures map[int]signature) Standing {
	is := signatures[s.Record]
	s.Signature, s.Problem = is.state, is.problem
	return s
}

func standing(r Record, now time.Time) Standing {
	s := Standing{
		Environment: r.Environment, Model: r.Model.Name, Version: r.Model.Version, Operation: r.Operation, Record: r.Sequence, CreatedAt: r.CreatedAt,
		Matrix: r.cellNames(), Repository: r.Source.Repository, ID: r.Model.ID, Commit: r.Source.Commit, Retired: !r.deploys(),
	}
	if len(r.Artifacts) > 0 {
		s.Digest, _ = r.artifactDigest() // canonical JSON of strings does not fail
	}
	if r.Hold.Active(now) {
		s.Held = quotedLine(r.Hold.Owner) + ": " + quotedLine(r.Hold.Reason)
		if r.Hold.Until != "" {
			s.Held = "until " + shownUntil(r.Hold.Until) + " by " + s.Held
		}
	}
	for _, a := range r.Approvals {
		s.Approved = append(s.Approved, a.Approver)
	}
	if r.Statement != nil {
		s.Owner, s.Reason, s.Emergency = quotedLine(r.Statement.Owner), quotedLine(r.Statement.Reason), r.Statement.Emergency
	}
	return s
}

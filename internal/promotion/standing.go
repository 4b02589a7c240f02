package promotion

import (
	"fmt"
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
	Owner       string `json:"owner,omitempty"` // of the operation, with its reason
	Reason      string `json:"reason,omitempty"`
}

// Standings lists what every environment of a repository has of every model,
// sorted by environment and model. names chooses environments; none chooses all.
func Standings(tree source.Tree, now time.Time, names ...string) ([]Standing, error) {
	return eachModel(tree, names, func(env, model string, h history, problems []Problem) []Standing {
		s := Standing{Environment: env, Model: model}
		if current, ok := h.current(); ok {
			s = standing(current, now)
		}
		if len(problems) > 0 {
			s.Tampered = problems[0].Path + ": " + problems[0].Message
		}
		return []Standing{s}
	})
}

// Histories lists every record of the models of a repository, oldest first.
func Histories(tree source.Tree, now time.Time, model string, names ...string) ([]Standing, error) {
	return eachModel(tree, names, func(_, name string, h history, _ []Problem) []Standing {
		var out []Standing
		for _, r := range h {
			if model == "" || model == name {
				out = append(out, standing(r, now))
			}
		}
		return out
	})
}

func eachModel(tree source.Tree, names []string, of func(env, model string, h history, problems []Problem) []Standing) ([]Standing, error) {
	out, last := []Standing{}, ""
	for _, e := range tree.Under(RecordsDir) {
		parts := strings.SplitN(strings.TrimPrefix(e.Path, RecordsDir+"/"), "/", 3)
		if len(parts) < 3 || parts[0]+"/"+parts[1] == last || !environmentName.MatchString(parts[0]) || !modelName.MatchString(parts[1]) {
			continue
		}
		last = parts[0] + "/" + parts[1]
		if len(names) > 0 && !slices.Contains(names, parts[0]) {
			continue
		}
		h, problems, err := readHistory(tree, parts[0], parts[1])
		if err != nil {
			return nil, fmt.Errorf("reading the records of %s in %s: %w", parts[1], parts[0], err)
		}
		out = append(out, of(parts[0], parts[1], h, problems)...)
	}
	return out, nil
}

func standing(r Record, now time.Time) Standing {
	s := Standing{
		Environment: r.Environment, Model: r.Model.Name, Version: r.Model.Version, Operation: r.Operation, Record: r.Sequence, CreatedAt: r.CreatedAt,
		Repository: r.Source.Repository, ID: r.Model.ID, Commit: r.Source.Commit, Retired: !r.deploys(),
	}
	if len(r.Artifacts) > 0 {
		s.Digest, _ = r.artifactDigest() // canonical JSON of strings does not fail
	}
	if r.Hold.Active(now) {
		s.Held = quotedLine(r.Hold.Owner) + ": " + quotedLine(r.Hold.Reason)
		if r.Hold.Until != "" {
			s.Held = "until " + r.Hold.Until + " by " + s.Held
		}
	}
	if r.Statement != nil {
		s.Owner, s.Reason = quotedLine(r.Statement.Owner), quotedLine(r.Statement.Reason)
	}
	return s
}

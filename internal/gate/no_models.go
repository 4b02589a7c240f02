package gate

import (
	"fmt"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/evidence/results"
)

// withoutModels is an error where there must be a model, and else a notice: a change to a
// repository that has none passes. What becomes of the data cards that the base had is for
// the rules about the change as a whole, as where others remain.
func (r *run) withoutModels() error {
	survey, err := r.head.Survey()
	if err != nil {
		return err
	}
	described, err := r.left.Datasets()
	if err != nil {
		return err
	}
	if len(described) > 0 && len(r.Models) == 0 {
		r.noModel = []string{"This change removes every dataset of the repository, so none was checked."}
		return nil
	}
	if r.Some {
		feast, err := r.feastNotices()
		if err != nil {
			return err
		}
		return fmt.Errorf("%w\n%s", ErrNoModels, strings.Join(append(feast, r.screen(survey)), "\n"))
	}
	r.noModel = []string{"This repository has no model, so none was checked."}
	switch found := foundInstead(survey); {
	case found == "":
	case len(survey.Globs) > 0:
		r.noModel = append(r.noModel, found+" If this is a model, `modelgate check --all` prints the configuration for it.")
	default:
		r.noModel = append(r.noModel, found+" If there is a model, write its card: `modelgate new card DIR`.")
	}
	return nil
}

// foundInstead says what was seen in place of a model, "" for nothing.
func foundInstead(survey finder.Survey) string {
	if len(survey.Signs) == 0 {
		return ""
	}
	seen := make([]string, len(survey.Signs))
	for i, s := range survey.Signs {
		seen[i] = fmt.Sprintf("%s (%s)", seenAt(s), s.What)
	}
	return "Found: " + strings.Join(seen, ", ") + "."
}

// noteDataOnly says what of a repository of which only datasets are checked suggests a model:
// a data card must not hide that there is one.
func (r *run) noteDataOnly() error {
	if !r.All || len(r.config.Models) > 0 {
		return nil
	}
	survey, err := r.head.Survey()
	if err != nil || len(survey.Globs) == 0 {
		return err
	}
	r.united = append(r.united, fmt.Sprintf("This repository has no model, so only its datasets were checked. %s To check a model, write this in %s: `models: [{path: %q}]`",
		foundInstead(survey), config.ConfigPath, survey.Globs[0]))
	return nil
}

// seenAt is the first file of a sign, and the number of the others.
func seenAt(s finder.Sign) string {
	if s.More > 0 {
		return fmt.Sprintf("%s and %d more", actions.Clean(s.Path), s.More)
	}
	return actions.Clean(s.Path)
}

// screen says what was seen in place of a model, and what to write.
func (r *run) screen(survey finder.Survey) string {
	var b strings.Builder
	if len(survey.Signs) > 0 {
		b.WriteString("\nFound instead:\n")
		width := 0
		for _, s := range survey.Signs {
			width = max(width, len(seenAt(s)))
		}
		for _, s := range survey.Signs {
			fmt.Fprintf(&b, "  %-*s  %s\n", min(width, 50), seenAt(s), s.What)
		}
	}
	if len(r.config.Models) > 0 {
		globs := make([]string, len(r.config.Models))
		for i, m := range r.config.Models {
			globs[i] = m.Path
		}
		fmt.Fprintf(&b, "\nThe globs under `models` in %s match no directory: %s\n", config.ConfigPath, strings.Join(globs, ", "))
	}
	if len(survey.Globs) == 0 {
		b.WriteString("\nTo add a model, create its card, then run the check again:\n\n  modelgate new card models/NAME\n  modelgate check --all\n")
		return b.String()
	}
	what := "this repository as one model"
	switch {
	case survey.Stored.Dir != "":
		what = "the model that MLflow registered or logged last"
	case survey.Stored.Run != "":
		what = "this repository as one model, with the results of MLflow's last run"
	case survey.Globs[0] != ".":
		what = "each of these directories as a model"
	}
	fmt.Fprintf(&b, "\nTo check %s, put this into %s:\n\n", what, config.ConfigPath)
	if !r.config.Present {
		b.WriteString("  apiVersion: modelgate.dev/v1\n  kind: Config\n")
	}
	b.WriteString("  models:\n")
	if dir, evaluation := survey.Stored.Entry(); survey.Stored.Run != "" {
		fmt.Fprintf(&b, "    - path: %s\n      evaluations: [{path: %s, format: %s}]\n", document.Quoted(dir), document.Quoted(evaluation), results.FormatMLflowStore)
	} else {
		for _, glob := range survey.Globs {
			fmt.Fprintf(&b, "    - path: %q\n", glob)
		}
	}
	b.WriteString("\nTry it before you merge it:\n\n  modelgate check --all --preview\n")
	return b.String()
}

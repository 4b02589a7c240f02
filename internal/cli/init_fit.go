package cli

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/evidence/results"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// fit returns the lines of a configuration that fit what a repository holds, and the next
// steps of whoever sets it up. It finds models as check does.
func (e *Env) fit(ctx context.Context, dir string) (lines []byte, next string, err error) {
	repo, err := git.Find(ctx, dir)
	if err != nil {
		return nil, "", err
	}
	tree, err := source.OpenWorktree(ctx, repo)
	if err != nil {
		return nil, "", err
	}
	defer func() { err = errors.Join(err, tree.Close()) }()
	f := finder.New(tree, finder.Layout{})
	models, err := f.All()
	if err != nil {
		return nil, "", err
	}
	survey, err := f.Survey()
	if err != nil {
		return nil, "", err
	}
	_, err = source.Resolve(ctx, repo, "HEAD")
	unborn := errors.Is(err, source.ErrUnborn)
	if err != nil && !unborn {
		return nil, "", err
	}
	var own []string // results that the configuration gives to the one model
	var b strings.Builder
	b.WriteString("\n# What `modelgate init` found here:\n")
	switch outside := resultsOf(models, survey); {
	case len(models) == 0 && len(survey.Globs) == 0:
		b.WriteString("# no model yet. A directory with a model card becomes one.\n")
		return []byte(b.String()), nextSteps(unborn, "modelgate new card models/NAME       # a draft of the model card", "modelgate check --all"), nil
	case len(models) == 0:
		for _, s := range survey.Signs {
			fmt.Fprintf(&b, "# - %s: %s\n", actions.Clean(s.Path), s.What)
		}
		if dir, evaluation := survey.Stored.Entry(); survey.Stored.Run != "" {
			fmt.Fprintf(&b, "# None of it makes a model by itself. This is what MLflow registered last, or the run that ended last;\n# name the run that made the model.\nmodels:\n  - path: %s\n    evaluations: [{path: %s, format: %s}]\n", document.Quoted(dir), document.Quoted(evaluation), results.FormatMLflowStore)
			return []byte(b.String()), nextSteps(unborn, "modelgate check --all --preview", "modelgate new card "+shown(dir)+"    # a draft of the model card", thresholdsStep(dir)), nil
		}
		b.WriteString("# None of it makes a model by itself, so the directories are named.\nmodels:\n")
		for _, glob := range survey.Globs {
			fmt.Fprintf(&b, "  - path: %s\n", document.Quoted(glob))
		}
		return []byte(b.String()), nextSteps(unborn, "modelgate new card "+shown(survey.Globs[0])+"    # a draft of the model card", "modelgate check --all --preview"), nil
	case len(outside) > 0:
		fmt.Fprintf(&b, "# - %s, found by their cards and weights\n# - results in other directories, by the names of the models: {model}\nevaluations:\n", countedModels(models))
		for _, glob := range outside {
			fmt.Fprintf(&b, "  - %s\n", document.Quoted(glob))
		}
	case len(models) == 1 && models[0] != ".":
		theirs, err := unownedResults(f, survey)
		if err != nil {
			return nil, "", err
		}
		readme := f.ReadmeOf(models[0])
		if len(theirs) == 0 && readme == "" {
			fmt.Fprintf(&b, "# - %s, found by its card or weights. It needs no entry.\n", countedModels(models))
			break
		}
		b.WriteString(entryOf(models[0], readme, theirs))
		own = theirs
	default:
		fmt.Fprintf(&b, "# - %s, found by their cards and weights. They need no entry.\n", countedModels(models))
	}
	begin, err := begins(tree, f, models, survey)
	if err != nil {
		return nil, "", err
	}
	if step := thresholdsStep(models[0]); len(own) > 0 && !slices.Contains(begin, step) {
		begin = append(begin, step)
	}
	return []byte(b.String()), nextSteps(unborn, append([]string{"modelgate check --all --preview     # the models as they are"}, begin...)...), nil
}

// entryOf is the entry of the configuration for one model whose card or results are in other
// directories.
func entryOf(model, readme string, theirs []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# - %s, found by its card or weights\n", countedModels([]string{model}))
	if readme != "" {
		fmt.Fprintf(&b, "# - %s, which reads like its card: no other directory has weights or a card\n", actions.Clean(readme))
	}
	if len(theirs) > 0 {
		b.WriteString("# - results in other directories, which must belong to it\n")
	}
	fmt.Fprintf(&b, "# Give each further model an entry, too.\nmodels:\n  - path: %s\n", document.Quoted(model))
	if readme != "" {
		fmt.Fprintf(&b, "    card: %s\n", document.Quoted(readme))
	}
	if len(theirs) > 0 {
		b.WriteString("    evaluations:\n")
	}
	for _, file := range theirs {
		fmt.Fprintf(&b, "      - %s\n", document.Quoted(file))
	}
	return b.String()
}

// unownedResults are the results of the survey that lie in the directory of no model, as globs.
func unownedResults(f *finder.Finder, survey finder.Survey) ([]string, error) {
	var out []string
	for _, file := range survey.Results {
		owner, err := f.Owner(file)
		if err != nil {
			return nil, err
		}
		if owner == "" && finder.MayBeOfModel(file) && !strings.ContainsAny(file, "*?[{\\") {
			out = append(out, file)
		}
	}
	return out, nil
}

func thresholdsStep(model string) string {
	return "modelgate new evaluation-policy " + shown(model) + "    # thresholds from its results"
}

// begins are the first documents to begin: the card of a model that has none, and thresholds for
// one that has results.
func begins(tree source.Tree, f *finder.Finder, models []string, survey finder.Survey) ([]string, error) {
	var steps []string
	for _, m := range models {
		carded, err := hasCard(tree, f, m)
		if err != nil {
			return nil, err
		}
		if !carded {
			steps = append(steps, "modelgate new card "+shown(m)+"    # a draft of its model card")
			break
		}
	}
	for _, file := range survey.Results {
		owner, err := f.Owner(file)
		if err != nil {
			return nil, err
		}
		if slices.Contains(models, owner) {
			return append(steps, thresholdsStep(owner)), nil
		}
	}
	return steps, nil
}

// hasCard reports whether a card is in the directory of a model, or in one that it is put
// together from.
func hasCard(tree source.Tree, f *finder.Finder, model string) (bool, error) {
	unions, err := f.Unions()
	if err != nil || f.ReadmeOf(model) != "" || slices.ContainsFunc(unions, func(u finder.Union) bool { return u.ID == model }) {
		return err == nil, err
	}
	for _, e := range tree.Under(model) {
		if path.Dir(e.Path) != model {
			continue
		}
		if is, err := f.IsCard(e.Path); is || err != nil {
			return is, err
		}
	}
	return false, nil
}

// nextSteps are steps in words, and the commit: after them, or before them in a repository
// that has none yet, where nothing can be checked.
func nextSteps(unborn bool, steps ...string) string {
	if unborn {
		steps = append([]string{"git add -A && git commit    # a check reads commits, and the repository has none yet"}, steps...)
	} else {
		steps = append(steps, "git add .modelgate .github docs && git commit    # the configuration takes effect once it is merged")
	}
	return "\nNext:\n  " + strings.Join(steps, "\n  ") + "\n"
}

// shown is a directory for a command line; a glob stands for one of its directories.
func shown(dir string) string {
	if strings.ContainsAny(dir, "*?[{ '\"$`\\;&|<>()!~#\n") {
		return "DIR"
	}
	return actions.Clean(dir)
}

// countedModels names the models, or how many there are.
func countedModels(models []string) string {
	if len(models) > 5 {
		return fmt.Sprintf("%d models", len(models))
	}
	var names []string
	for _, m := range models {
		names = append(names, actions.Clean(m))
	}
	if len(names) == 1 {
		return "the model " + names[0]
	}
	return "the models " + strings.Join(names, ", ")
}

// resultsOf are globs with the name of the model for results that lie outside of the
// models' directories, in a file or directory of that name.
func resultsOf(models []string, survey finder.Survey) []string {
	var out []string
	for _, file := range survey.Results {
		owned := slices.ContainsFunc(models, func(m string) bool { return source.Within(m, file) })
		for _, m := range models {
			name := path.Base(m)
			i := slices.Index(strings.Split(file, "/"), name)
			glob := ""
			switch {
			case owned || m == "." || finder.IsOutputDir(name): // results of anything lie in a directory of such a name
			case i > 0 && i < strings.Count(file, "/"):
				glob = path.Join(strings.Join(strings.Split(file, "/")[:i], "/"), "{model}", "**")
			case path.Dir(file) != "." && strings.TrimSuffix(path.Base(file), path.Ext(file)) == name:
				glob = path.Join(path.Dir(file), "{model}"+path.Ext(file))
			}
			if glob != "" && !strings.ContainsAny(strings.Replace(glob, "{model}", "", 1), "?[{\\") && !slices.Contains(out, glob) {
				out = append(out, glob)
			}
		}
	}
	return out
}

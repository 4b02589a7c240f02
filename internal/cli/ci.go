package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/report"
)

// Words of --ci beside the names of the systems.
const (
	ciAuto = "auto"
	ciNone = "none"
)

func ciFlag(flags *pflag.FlagSet, p *string) {
	flags.StringVar(p, "ci", ciAuto, "continuous-integration `SYSTEM` whose event is judged and that shows the report: "+strings.Join(ciWords(), ", "))
}

func ciWords() []string {
	words := []string{ciAuto}
	for _, s := range actions.Systems {
		words = append(words, string(s))
	}
	return append(words, ciNone)
}

// system is the continuous-integration system that the run is for.
func (e *Env) system(word string) (actions.System, error) {
	detected := actions.Detect(e.Getenv)
	switch {
	case word == ciAuto:
		return detected, nil
	case word == ciNone:
		return actions.NoSystem, nil
	case word == string(detected):
		return detected, nil
	}
	for _, s := range actions.Systems {
		if word == string(s) {
			return "", usage("--ci %s, but nothing in the environment speaks of it", word)
		}
	}
	return "", usage("unknown system %q%s; --ci takes %s", word, finding.DidYouMean(word, ciWords()), strings.Join(ciWords(), ", "))
}

// token is the job's own, to be shown to the server that the repository is on.
func (e *Env) token() string {
	for _, name := range []string{"MODELGATE_TOKEN", "GITHUB_TOKEN"} {
		if t := strings.TrimSpace(e.Getenv(name)); t != "" {
			return t
		}
	}
	return ""
}

// checkOutputs are the outputs of a check: those that are asked for, else the
// one that the system reads in its log.
func (e *Env) checkOutputs(f checkFlags) ([]output, error) {
	system, err := e.system(f.ci)
	if err != nil {
		return nil, err
	}
	words := f.outputs
	if len(words) == 0 {
		switch system {
		case actions.OnGitHub:
			words = []string{"github"}
		case actions.OnAzure:
			words = []string{"azure"}
		case actions.OnGitLab:
			words = []string{"text", "gitlab=gl-code-quality-report.json"}
		}
	}
	return e.outputs(words)
}

// show writes the report to every output. The log of GitLab folds its text.
func (e *Env) show(outputs []output, r report.Report, s sides) error {
	if s.event.System != actions.OnGitLab || !slices.Contains(outputs, output{format: "text"}) {
		return e.write(outputs, r)
	}
	const section = "modelgate"
	fmt.Fprintln(e.Stdout, actions.Section(section, report.Headline(r, 200), s.started))
	err := e.write(outputs, r)
	fmt.Fprintln(e.Stdout, actions.EndSection(section, e.Now()))
	return err
}

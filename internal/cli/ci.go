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
	flags.StringVar(p, "ci", ciAuto, "read the event from and publish the report to the CI `SYSTEM`: "+strings.Join(ciWords(), ", "))
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
			return "", usage("--ci %s is set, but its environment variables were not found", word)
		}
	}
	return "", usage("invalid value %q for --ci%s", word, finding.DidYouMeanThen(word, ciWords(), "valid systems: "+strings.Join(ciWords(), ", ")))
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

// forSource is the job with the token of the repository that it runs in: GITHUB_TOKEN, where
// it is set. The other one may be that of the environment repository.
func (e *Env) forSource() *Env {
	own := strings.TrimSpace(e.Getenv("GITHUB_TOKEN"))
	if own == "" {
		return e
	}
	other := *e
	other.Getenv = func(name string) string {
		if name == "MODELGATE_TOKEN" {
			return own
		}
		return e.Getenv(name)
	}
	return &other
}

// complaint is the line that says why nothing came of a command: an annotation
// where the system has some, so that nobody must look for it in a log. Runners
// read commands on standard error, too.
func (e *Env) complaint(text string) string {
	switch actions.Detect(e.Getenv) {
	case actions.OnGitHub:
		return actions.Command("error", []actions.Prop{{Name: "title", Value: "modelgate"}}, text)
	case actions.OnAzure:
		return actions.Azure("task.logissue", []actions.Prop{{Name: "type", Value: "error"}}, "modelgate: "+text)
	}
	return "modelgate: " + visible(text)
}

// logFormats are what the systems read, or people, in the log of a job.
var logFormats = map[actions.System]string{actions.OnGitHub: "github", actions.OnAzure: "azure", actions.OnGitLab: "text"}

// checkOutputs are the outputs of a check: those that are asked for, else the
// one that the system reads in its log. A job's log is never without one: a red
// job that does not say why sends people away. A shard's has the plain text, since
// the job that joins the shards makes the annotations.
func (e *Env) checkOutputs(f checkFlags) ([]output, error) {
	system, err := e.system(f.ci)
	if err != nil {
		return nil, err
	}
	words := f.outputs
	if len(words) == 0 && system == actions.OnGitLab {
		words = []string{"gitlab=gl-code-quality-report.json"}
	}
	log, inJob := logFormats[system]
	if len(words) == 0 && inJob {
		return []output{{format: log}}, nil
	}
	outputs, err := e.outputs(words)
	if err != nil || !inJob || slices.ContainsFunc(outputs, func(o output) bool { return o.path == "" }) {
		return outputs, err
	}
	if f.shard != "" {
		log = "text"
	}
	return append([]output{{format: log}}, outputs...), nil
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

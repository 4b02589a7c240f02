package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/envrepo"
	"github.com/modelgate-dev/modelgate/internal/promotion"
	"github.com/modelgate-dev/modelgate/internal/release"
)

// tell says what became of every model; it ends with Tampered if the files of one
// differ from its records, else with Failed if one that has a deployment
// could not be decided about, else with Denied if one was denied or blocked.
func (p *promoter) tell(r envrepo.Result, chosen release.Choice, target *placed, again bool) error {
	var b strings.Builder
	for _, i := range r.Plan.Items {
		line := itemLine(i, p.flags.dryRun, p.flags.advance)
		if rest, ok := strings.CutPrefix(line, "promoted:"); ok && r.Pulled != nil {
			line = "in the pull request:" + rest
		}
		b.WriteString(line + "\n")
	}
	for _, d := range chosen.Refused {
		fmt.Fprintf(&b, "%s: %s (%s)\n", d.Result.Word(), actions.Clean(d.Subject.Name), actions.Clean(d.Subject.ID))
		for _, f := range d.Findings {
			if f.Denies() {
				fmt.Fprintf(&b, "  %s\n", strings.ReplaceAll(f.Finding.String(), "\n", "\n  "))
				if why := voided(f, chosen.Environment.Name); why != "" {
					fmt.Fprintf(&b, "      %s\n", why)
				}
			}
		}
		for _, o := range d.Outcomes {
			if o.State.Unanswered() {
				fmt.Fprintf(&b, "  %s could not run: %s\n", o.Rule, actions.Clean(o.Error))
			}
		}
	}
	if idle := chosen.Idle; idle > 0 {
		fmt.Fprintf(&b, "not deployed: %d %s no deployment in modelgate.yaml\n", idle, plural(idle, "model has", "models have"))
	}
	for _, l := range chosen.Left {
		fmt.Fprintf(&b, "%s, still deployed: %s %s (%s); to take it out, run `modelgate env retire --env %s --model %s`\n", actions.Clean(leftWhy(l)), l.Model.Name, l.Model.Version, actions.Clean(l.Model.ID), l.Environment, l.Model.Name)
	}
	b.WriteString(p.committed(r, chosen, target))
	if _, err := fmt.Fprint(p.Stdout, visible(b.String())); err != nil {
		return err
	}
	undecided := chosen.Undecided()
	if err := p.writeOutputs(r, len(chosen.Refused)-undecided, again || undecided > 0); err != nil {
		return err
	}
	if err := errors.Join(r.Plan.Err(), p.release.Baselines.Tampered()); err != nil {
		return &exit{Tampered, err}
	}
	if undecided > 0 {
		return &exit{code: Failed}
	}
	blocked := slices.DeleteFunc(r.Plan.In(promotion.Blocked), func(i promotion.Item) bool { return p.flags.advance && i.Later })
	declined := r.Pulled != nil && r.Pulled.Step == envrepo.Declined && !p.flags.advance
	if len(chosen.Refused) > 0 || len(blocked) > 0 || declined {
		return &exit{code: Denied}
	}
	return nil
}

// voided is why the waiver of a finding has no effect in an environment, and what to do;
// "" where it has no such waiver.
func voided(j decision.Judged, environment string) string {
	if j.Voided == nil {
		return ""
	}
	return fmt.Sprintf("waiver %s (%s:%d) has no effect: environment %s requires `waivers: false` (%s:%d in its repository); fix the finding, or ask the owners of the environment to change its policies",
		actions.Clean(strconv.Quote(j.Voided.ID)), actions.Clean(j.Voided.At.Path), j.Voided.At.Line, environment, j.VoidedAt.Path, j.VoidedAt.Line)
}

// leftWhy is why a commit does not deploy what its environment has.
func leftWhy(l release.Leftover) string {
	switch l.Why {
	case release.Untargeted:
		return "without a deployment in modelgate.yaml"
	case release.Renamed:
		return "renamed to " + l.Now + " in the source"
	}
	return "removed from the source"
}

// itemLine is what became of a model, or would; what a later run may promote can
// be shown as such.
func itemLine(i promotion.Item, dry, later bool) string {
	state := map[promotion.State]string{promotion.Promote: "promoted", promotion.AlreadyPromoted: "already promoted", promotion.Blocked: "blocked",
		promotion.Waiting: "not promoted yet", promotion.Tampered: "tampered"}[i.State]
	switch {
	case dry && i.State == promotion.Promote:
		state = "would promote"
	case dry && i.State == promotion.Waiting:
		state = "would promote in a further commit"
	case later && i.Later:
		state = "not yet"
	}
	line := fmt.Sprintf("%s: %s %s (%s)", state, actions.Clean(i.Model), actions.Clean(i.Version), actions.Clean(i.ID))
	switch {
	case i.State == promotion.Blocked, i.State == promotion.Tampered:
		line += ": " + i.Reason
	case i.Replaces != "":
		line += ", replacing " + i.Replaces
	}
	for _, w := range i.Warnings {
		line += "\n  warning: " + w
	}
	return line
}

// writeOutputs sets the outputs of the step: they are those of the action.
func (p *promoter) writeOutputs(r envrepo.Result, denied int, again bool) error {
	file := p.Getenv("GITHUB_OUTPUT")
	if file == "" || actions.Detect(p.Getenv) != actions.OnGitHub || p.flags.advance { // of one environment only
		return nil
	}
	type promoted struct {
		Model      string `json:"model"`
		Version    string `json:"version"`
		Statements string `json:"statements,omitempty"`
	}
	models := []promoted{}
	requested, link := 0, ""
	if r.Pulled != nil {
		requested, link = len(r.Plan.In(promotion.Promote)), r.Pulled.URL
	} else {
		for _, i := range r.Plan.In(promotion.Promote) {
			models = append(models, promoted{i.ID, i.Version, statementsOf(p.flags.statements, r.Plan.Environment, i.Model)})
		}
	}
	list, err := json.Marshal(map[string]any{"include": models})
	if err != nil {
		return err
	}
	err = actions.AppendOutputs(file, []actions.Output{
		{Name: "commit", Value: r.Commit()},
		{Name: "promoted", Value: strconv.Itoa(len(models))},
		{Name: "blocked", Value: strconv.Itoa(len(r.Plan.In(promotion.Blocked)))},
		{Name: "tampered", Value: strconv.Itoa(len(r.Plan.In(promotion.Tampered)))},
		{Name: "retry", Value: strconv.FormatBool(again)},
		{Name: "denied", Value: strconv.Itoa(denied)},
		{Name: "models", Value: string(list)},
		{Name: "requested", Value: strconv.Itoa(requested)},
		{Name: "pull-request", Value: link},
	}, nil)
	if err != nil {
		return &exit{Failed, err}
	}
	return nil
}

func (p *promoter) committed(r envrepo.Result, chosen release.Choice, target *placed) string {
	var b strings.Builder
	switch {
	case p.flags.dryRun:
		b.WriteString(changes(r.Plan))
	case r.Pulled != nil && r.Pulled.Step != envrepo.Absent:
		b.WriteString(told(r.Pulled))
	case len(r.Commits) == 0 && (len(chosen.Refused) > 0 || len(r.Plan.In(promotion.AlreadyPromoted)) < len(r.Plan.Items)):
		fmt.Fprintf(&b, "environment %s is unchanged: nothing to commit\n", p.flags.env)
	case len(r.Commits) == 0:
		fmt.Fprintf(&b, "environment %s is up to date: nothing to commit\n", p.flags.env)
	}
	for _, commit := range r.Commits {
		fmt.Fprintf(&b, "committed %s to %s", commit, target)
		if len(r.Commits) == 1 && r.Attempts > 1 {
			fmt.Fprintf(&b, " at attempt %d", r.Attempts)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// changes are the files that a dry run would have committed, manifests with their content.
func changes(p promotion.Plan) string {
	var b strings.Builder
	for _, f := range p.Files {
		fmt.Fprintf(&b, "would write %s (%d bytes)\n", f.Path, len(f.Content))
		if strings.HasSuffix(f.Path, ".yaml") {
			b.WriteString("    " + strings.ReplaceAll(strings.TrimRight(string(f.Content), "\n"), "\n", "\n    ") + "\n")
		}
	}
	for _, path := range p.Deletes {
		fmt.Fprintf(&b, "would delete %s\n", path)
	}
	return b.String() + "dry run: nothing was committed\n"
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// promotionError gives the errors of promoting their exit codes.
func promotionError(err error) error {
	var invalid *promotion.Invalid
	switch {
	case errors.Is(err, promotion.ErrTampered):
		return &exit{Tampered, err}
	case errors.As(err, &invalid), promotion.IsUsage(err), envrepo.IsFinal(err):
		return &exit{Misused, err}
	}
	return err
}

// retryable reports whether running again can help.
func retryable(err error) bool {
	var chosen *exit
	return err != nil && !errors.As(promotionError(err), &chosen)
}

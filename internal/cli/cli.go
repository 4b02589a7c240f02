// Package cli turns commands and flags into calls of gate and promotion, and
// their results into exit codes. Streams, environment, directory and clock are
// handed in, so that the whole program runs inside a test.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/secret"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Exit codes of every command. Everything but Done blocks.
const (
	Done     = 0 // allowed, or done, or already done
	Denied   = 1 // denied or blocked
	Misused  = 2 // usage or configuration: running again will not help
	Failed   = 3 // could not decide or finish: safe to run again
	Tampered = 4 // what was promoted is not what was recorded
)

// Env is everything the program has of the outside.
type Env struct {
	Args           []string // without the program's name
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Getenv         func(string) string
	Dir            string // the working directory
	Now            func() time.Time
	Terminal       bool // Stderr is a terminal: progress may be shown
	Version        string
	RulesDeadline  time.Duration // of one model, after which nothing is decided; 0 is policy.DefaultDeadline
}

// exit is an error that chooses the exit code. An empty text prints nothing.
type exit struct {
	code int
	err  error
}

func (e *exit) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exit) Unwrap() error { return e.err }

func usage(format string, args ...any) error { return &exit{Misused, fmt.Errorf(format, args...)} }

// Main runs one command line and returns its exit code.
func Main(ctx context.Context, env Env) int {
	if env.Getenv == nil {
		env.Getenv = func(string) string { return "" }
	}
	shown := secret.NewWriter(env.Stdout) // no output shows a credential that a file has
	env.Stdout = shown
	root := newRoot(&env)
	root.SetArgs(env.Args)
	root.SetIn(env.Stdin)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	during, end := context.WithCancel(ctx)
	defer end() // and git's processes with it
	err := errors.Join(root.ExecuteContext(during), shown.Close())
	if err == nil {
		return Done
	}
	code := codeOf(ctx, err)
	if text := err.Error(); text != "" {
		fmt.Fprintln(env.Stderr, secret.Mask(env.complaint(text)))
	}
	return code
}

// codeOf classifies an error that no command has classified itself.
func codeOf(ctx context.Context, err error) int {
	var chosen *exit
	var invalid *config.Invalid
	var refused *policy.LoadError
	switch {
	case errors.As(err, &chosen):
		return chosen.code
	case ctx.Err() != nil:
		return Failed
	case errors.As(err, &invalid), errors.As(err, &refused), errors.Is(err, gate.ErrNoModels), errors.Is(err, gate.ErrNoMatch), errors.Is(err, gate.ErrDataRepository), errors.Is(err, gate.ErrNoEnvironment), errors.Is(err, gate.ErrFloor), source.IsUsage(err):
		return Misused
	}
	return Failed
}

func newRoot(env *Env) *cobra.Command {
	root := &cobra.Command{
		Use:   "modelgate",
		Short: "Check and promote machine learning model changes",
		Long: `Compare two commits, the trusted base and the proposed head, and check the model cards,
data cards, evaluation results and governance policies that changed. Each finding shows
the line and the fix. Approved models are promoted by a commit to an environment
repository.

Every flag has an environment variable, such as MODELGATE_AS_OF for --as-of. The command
line takes precedence, empty variables are ignored, and lists have one value per line.

Exit codes of all commands: 0 passed or done, 1 check failed or promotion blocked, 2 usage
or configuration error, 3 incomplete (safe to run again), 4 tampering detected.`,
		SilenceUsage:      true,
		SilenceErrors:     true,
		Args:              cobra.NoArgs,
		DisableAutoGenTag: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		},
	}
	for _, g := range commandGroups(env) {
		root.AddGroup(&cobra.Group{ID: g.title, Title: g.title + ":"})
		for _, c := range g.commands {
			c.GroupID = g.title
			root.AddCommand(c)
		}
	}
	root.AddCommand(newVersion(env))
	root.SuggestionsMinimumDistance = 3
	root.SetFlagErrorFunc(flagError)
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error { return env.takeEnvironment(cmd) }
	root.CompletionOptions.DisableDescriptions = false
	explainArgs(root)
	return root
}

// commandGroup is a part of the help: commands for one kind of work, in the order
// in which their users meet them.
type commandGroup struct {
	title    string
	commands []*cobra.Command
}

func commandGroups(env *Env) []commandGroup {
	return []commandGroup{
		{"Start", []*cobra.Command{newDemo(env), newInit(env), newAdopt(env), newDoctor(env)}},
		{"Check a change", []*cobra.Command{newCheck(env), newFix(env), newReport(env), newPlan(env), newMerge(env)}},
		{"Write and read documents", []*cobra.Command{newNew(env), newInspect(env), newSchema(env), newEvaluation(env), newData(env)}},
		{"Understand the rules", []*cobra.Command{newRules(env), newPolicy(env), newWaivers(env)}},
		{"Promote", []*cobra.Command{newPromote(env), newEnv(env), newVerify(env)}},
	}
}

// explainArgs makes a wrong number of arguments, or an unknown command, a usage
// error with a suggestion: of a command and of those below it.
func explainArgs(c *cobra.Command) {
	for _, sub := range c.Commands() {
		explainArgs(sub)
	}
	check := c.Args
	if check == nil {
		return
	}
	c.Args = func(cmd *cobra.Command, args []string) error {
		if !cmd.HasParent() && len(args) > 0 {
			var names []string
			for _, sub := range cmd.Commands() {
				names = append(names, sub.Name())
			}
			return usage("unknown command %q%s", args[0], finding.DidYouMean(args[0], names))
		}
		if err := check(cmd, args); err != nil {
			return usage("%s; see `%s --help`", argumentsError(err), cmd.CommandPath())
		}
		return nil
	}
}

// flagError turns cobra's flag errors into usage errors with a suggestion.
func flagError(cmd *cobra.Command, err error) error {
	text := err.Error()
	if name, ok := strings.CutPrefix(text, "unknown flag: --"); ok {
		if near, ok := finding.Nearest(name, flagNames(cmd)); ok {
			return usage("unknown flag --%s; did you mean --%s?", name, near)
		}
		return usage("unknown flag --%s", name)
	}
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		text = fmt.Sprintf("invalid value %q for --%s%s", invalid.GetValue(), invalid.GetFlag().Name, valueForms[invalid.GetFlag().Value.Type()])
	}
	return usage("%s; see `%s --help`", text, cmd.CommandPath())
}

// valueForms say what to write for a flag of a type, as pflag names it.
var valueForms = map[string]string{"bool": "; use true or false", "int": "; use a whole number", "duration": "; use a number with a unit, such as 90s or 5m"}

// countOf says how many arguments a command takes where cobra counts them.
var countOf = pattern.New(`^(?:accepts|requires) (at most |at least |between )?(.+) arg\(s\),? (?:only )?received ([0-9]+)$`)

// argumentsError words a wrong number of arguments.
func argumentsError(err error) string {
	m := countOf.FindStringSubmatch(err.Error())
	if m == nil {
		return err.Error()
	}
	noun := "arguments"
	if m[2] == "1" {
		noun = "argument"
	}
	return fmt.Sprintf("expected %s%s %s, got %s", m[1], m[2], noun, m[3])
}

// path resolves a path from the command line against the working directory.
func (e *Env) path(p string) string {
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(e.Dir, p)
}

// at is the time that a flag names, else now.
func (e *Env) at(flag, text string) (time.Time, error) {
	if text == "" {
		return e.Now().UTC(), nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, usage("invalid value %q for --%s: use YYYY-MM-DD or an RFC 3339 time, such as 2026-03-01T09:00:00Z", text, flag)
}

// visible keeps what came from a repository from acting on a terminal, line by
// line.
func visible(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		text := strings.TrimLeft(line, " ")
		lines[i] = line[:len(line)-len(text)] + actions.Clean(text)
	}
	return strings.Join(lines, "\n")
}

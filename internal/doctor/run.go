package doctor

import (
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// Run is one place of a workflow where the gate is run, and what is known of
// whether its answer is heeded.
type Run struct {
	At    finding.Position
	Level Level  // OK, Unknown or Problem
	Why   string // for a level other than OK
	Gates []string
	Shard bool // a part of the models: its merge is what decides

	shown bool   // as a check run or a status of its own
	name  string // of these, "" for that of the gate
}

// check is the name of the check run or status that the run makes, "" for none.
func (r Run) check() string {
	switch {
	case !r.shown || r.Shard:
		return ""
	case r.name != "":
		return r.name
	case len(r.Gates) == 1:
		return "modelgate/" + r.Gates[0]
	}
	return "modelgate"
}

func (r *Run) lower(to Level, why string) {
	if slices.Index(Levels, to) < slices.Index(Levels, r.Level) {
		r.Level, r.Why = to, why
	}
}

// variablePrefix begins the variables that stand for flags.
const variablePrefix = "MODELGATE_"

// flagOf is the flag that a variable stands for.
func flagOf(variable string) string {
	return strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(variable, variablePrefix), "_", "-"))
}

// switches are the flags that take no value.
var switches = []string{"all", "preview", "only-new", "check-run", "status", "help"}

// takeArgs takes the flags of a command line.
func (r *Run) takeArgs(args []string, matrix *document.Node) {
	for len(args) > 0 {
		word := args[0]
		args = args[1:]
		flag, value, given := strings.Cut(strings.TrimLeft(word, "-"), "=")
		switch {
		case strings.HasPrefix(word, "-o"):
			if word == "-o" && len(args) > 0 {
				args = args[1:]
			}
			continue
		case word == "-h":
			flag, value = "help", "true"
		case !strings.HasPrefix(word, "--"):
			r.plain(word)
			continue
		case slices.Contains(switches, flag) && !given:
			value = "true"
		case !given && len(args) > 0:
			value, args = args[0], args[1:]
		}
		r.set(flag, value, matrix)
	}
}

// plain takes a word that is no flag: a report to merge, or a variable that may
// hold anything.
func (r *Run) plain(word string) {
	if strings.HasPrefix(word, "$") || strings.HasPrefix(word, "-") {
		r.lower(Unknown, fmt.Sprintf("the value of `%s` is unknown", word))
	}
}

var (
	planned = pattern.New(`^\$\{\{\s*(matrix|needs\.[\w-]+\.outputs)\.(as_of|shard)\s*\}\}$`)
	ofGates = pattern.New(`^\$\{\{\s*matrix\.([\w-]+)\s*\}\}$`)
)

// set takes a setting by its flag's name, from a command line, the environment
// or an action's input. One without a value is not given.
func (r *Run) set(flag, value string, matrix *document.Node) {
	computed := strings.ContainsAny(value, "$`")
	switch {
	case value == "":
	case flag == "help":
		r.lower(Problem, "it prints help and checks nothing")
	case flag == "preview" && value != "false":
		r.lower(Problem, "a preview uses the rules of the head")
	case flag == "only-new" && value != "false":
		r.lower(Problem, "it fails only for what the change makes worse")
	case flag == "stage" && value == string(finding.Production):
	case flag == "stage" && computed:
		r.lower(Unknown, "the stage of the check is unknown")
	case flag == "stage":
		r.lower(Problem, fmt.Sprintf("the stage %s overrides the configuration", value))
	case flag == "as-of" && !planned.MatchString(value):
		r.lower(Problem, "it is checked as of another day")
	case flag == "check-run" || flag == "status":
		r.shown = r.shown || value == "true"
	case flag == "name":
		r.name = value
	case flag == "shard":
		r.Shard = true
	case flag == "gate":
		r.gates(value, matrix)
	case flag == "model":
		r.lower(Problem, "only the models of "+value+" are checked")
	case flag == "base", flag == "head", flag == "repo", flag == "ci":
		r.lower(Unknown, "the value of "+flag+", which selects what is checked, is unknown")
	}
}

// gates takes a list of gates, one a line; of an expression, what the matrix of
// the job has under that name.
func (r *Run) gates(value string, matrix *document.Node) {
	names := strings.Fields(value)
	if m := ofGates.FindStringSubmatch(value); m != nil && matrix.Get(m[1]) != nil && len(matrix.Get(m[1]).Children) > 0 {
		names = nil
		for _, gate := range matrix.Get(m[1]).Children {
			names = append(names, gate.Value)
		}
	}
	if slices.ContainsFunc(names, func(name string) bool { return !finding.Gate(name).Valid() }) {
		r.lower(Unknown, "which gates run is not followed")
		return
	}
	r.Gates = append(r.Gates, names...)
}

// unasked lists the gates that none of the runs asks.
func unasked(runs []Run) []string {
	var left []string
	for _, gate := range finding.Gates {
		if !slices.ContainsFunc(runs, func(r Run) bool { return len(r.Gates) == 0 || slices.Contains(r.Gates, string(gate)) }) {
			left = append(left, string(gate))
		}
	}
	return left
}

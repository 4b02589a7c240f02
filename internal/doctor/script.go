package doctor

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// call is a command of modelgate's that a step runs, and what becomes of its
// exit code. The level is OK only where that was followed to the end.
type call struct {
	args    []string // check or merge, and what follows
	program string   // the word that names the program, or `go run` and the package
	before  string   // what runs before it in the script and may have put another program in its place
	level   Level
	why     string // for a level other than OK
}

// shell is how a step's script is run.
type shell struct {
	errexit, pipefail bool
	posix             bool // bash or sh; of another, a script of one plain command is all that is understood
	unknown           string
}

// shellOf is the shell that GitHub makes of the word in `shell`. Without one, it
// is bash without pipefail; of a Windows runner it may be PowerShell.
func shellOf(word string, windows bool) shell {
	switch word {
	case "":
		return shell{errexit: true, posix: !windows}
	case "bash":
		return shell{errexit: true, pipefail: true, posix: true}
	case "sh":
		return shell{errexit: true, posix: true}
	case "pwsh", "powershell", "cmd":
		return shell{errexit: true}
	}
	return shell{unknown: "the shell `" + word + "` is not followed"}
}

// follow finds the calls of a script. It reads what a careful author writes and
// no more of a shell's language: whatever else stands in a script that calls
// modelgate makes that "unknown", and never OK.
func follow(script string, in shell) []call {
	if !command.MatchString(script) && !command.MatchString(strings.ReplaceAll(script, "\\\n", "")) {
		return nil
	}
	unknown := func(why string) []call { return []call{{level: Unknown, why: why}} }
	if in.unknown != "" {
		return unknown(in.unknown)
	}
	commands, why := split(script)
	if why != "" {
		return unknown(why)
	}
	if !in.posix && (len(commands) != 1 || commands[0].after != "") {
		return unknown("only bash and sh scripts with several commands are followed")
	}
	f := follower{shell: in, commands: commands}
	for i := range commands {
		if why := f.take(i); why != "" {
			return unknown(why)
		}
	}
	if f.exits {
		for i := range f.calls {
			f.calls[i].lower(Unknown, "the script has its own `exit`")
		}
	}
	return f.calls
}

// lower makes a call worse than it is.
func (c *call) lower(to Level, why string) {
	if slices.Index(Levels, to) < slices.Index(Levels, c.level) {
		c.level, c.why = to, why
	}
}

// follower goes through the commands of a script and knows the shell's options.
type follower struct {
	shell
	commands []simple
	calls    []call
	exits    bool   // there is an exit that does not pass a failure on
	before   string // what may have put another program in the place of modelgate
}

// keywords begin what is more than a list of commands; shapers change what a
// command or an exit code means.
var (
	keywords = strings.Fields("if then elif else fi for while until do done case esac select function time coproc { } [[ (( in")
	shapers  = strings.Fields("eval source . trap exec return alias unalias shopt enable builtin command hash kill")
)

// take follows one command, and says what of it is not understood.
func (f *follower) take(i int) string {
	words := f.commands[i].words
	for len(words) > 0 && assignment.MatchString(words[0]) {
		if strings.HasPrefix(words[0], variablePrefix) || shapesPrograms.MatchString(name(words[0])) {
			return "`" + name(words[0]) + "` is set for it"
		}
		words = words[1:]
	}
	if len(words) == 0 {
		return ""
	}
	program := words[0]
	if len(words) > 2 && words[0] == "go" && words[1] == "run" {
		module, _, _ := strings.Cut(words[2], "@")
		program = "go run " + words[2]
		words = append([]string{module}, words[3:]...)
	}
	first := words[0]
	switch {
	case slices.Contains(keywords, first), slices.Contains(shapers, first):
		return "`" + first + "` is not followed"
	case slices.ContainsFunc(words[1:], func(w string) bool {
		return strings.HasPrefix(w, variablePrefix) || shapesPrograms.MatchString(name(w))
	}):
		return "a variable of modelgate's or of the shell's is set in the script"
	case first == "set":
		return f.set(words[1:])
	case first == "exit":
		f.exits = f.exits || !fails(words)
	case isModelgate(first) && len(words) > 1 && slices.Contains([]string{"check", "merge"}, words[1]):
		c := f.fate(i, words[1:])
		c.program, c.before = program, f.before
		f.calls = append(f.calls, c)
	case isModelgate(first):
	case command.MatchString(strings.Join(words, " ")) && (f.commands[i].after == "|" || !slices.Contains([]string{"echo", "printf"}, first)):
		return "it runs under `" + first + "`, whose exit code is not followed"
	case f.before == "" && !harmless(words):
		f.before = "`" + first + "` before it may run code of the pull request"
	}
	return ""
}

var (
	assignment = pattern.New(`^[A-Za-z_][A-Za-z0-9_]*\+?=`)
	failing    = pattern.New(`^(\$\?|[1-9][0-9]?|1[0-9][0-9])$`)
)

func name(word string) string {
	before, _, _ := strings.Cut(word, "=")
	return before
}

func isModelgate(word string) bool {
	word = strings.TrimSuffix(word, ".exe")
	return word == "modelgate" || strings.HasSuffix(word, "/modelgate")
}

// fails reports whether a command that stands after a failure passes it on.
func fails(words []string) bool {
	switch {
	case len(words) == 1:
		return words[0] == "false"
	case len(words) == 2 && words[0] == "exit":
		return failing.MatchString(words[1])
	}
	return false
}

// set follows the options that say whether a failure ends the script.
func (f *follower) set(words []string) string {
	for len(words) > 0 {
		word := words[0]
		words = words[1:]
		if len(word) < 2 || word[0] != '-' && word[0] != '+' || strings.Trim(word[1:], "euxvo") != "" {
			return "`set " + word + "` is not followed"
		}
		on := word[0] == '-'
		if strings.Contains(word, "e") {
			f.errexit = on
		}
		if !strings.Contains(word, "o") {
			continue
		}
		if len(words) == 0 {
			return "`set " + word + "` is not followed"
		}
		switch words[0] {
		case "errexit":
			f.errexit = on
		case "pipefail":
			f.pipefail = on
		case "nounset", "xtrace", "verbose":
		default:
			return "`set " + word + " " + words[0] + "` is not followed"
		}
		words = words[1:]
	}
	return ""
}

// fate says what becomes of the exit code of a call.
func (f *follower) fate(i int, args []string) call {
	c := call{args: args, level: OK}
	here := f.commands[i]
	if here.negated {
		c.lower(Problem, "`!` inverts its exit code")
	}
	if i > 0 && (f.commands[i-1].after == "&&" || f.commands[i-1].after == "||") {
		c.lower(Unknown, "it runs only if another command succeeds")
	}
	end := i // of the pipeline
	for f.commands[end].after == "|" && end+1 < len(f.commands) {
		end++
	}
	switch {
	case end == i || f.pipefail:
	case f.reads(end + 1):
		c.lower(Unknown, "the script's use of the exit codes of its pipe is not followed")
	default:
		c.lower(Problem, "the exit code of a pipe is that of its last command; `shell: bash` sets pipefail")
	}
	return f.afterwards(c, end)
}

// afterwards says what becomes of a pipeline's failure in its list and script.
func (f *follower) afterwards(c call, end int) call {
	chained := false
	for ; end < len(f.commands); end++ {
		switch f.commands[end].after {
		case "&":
			c.lower(Problem, "the script does not wait for a background command")
			return c
		case "||":
			if next := f.commands[end+1:]; len(next) == 0 || !fails(next[0].words) || next[0].negated || next[0].after != "" && next[0].after != ";" {
				c.lower(Problem, "the command after `||` replaces its exit code")
			}
			return c
		case "&&", "|":
			chained = true
			continue
		}
		break
	}
	last := end >= len(f.commands)-1
	switch {
	case last && f.errexit:
	case last:
		c.lower(Unknown, "the script continues after a failure")
	case chained:
		c.lower(Problem, "a failure before `&&` does not end the script, and other commands follow")
	case !f.errexit && f.reads(end+1):
		c.lower(Unknown, "the script continues after a failure and checks the exit code itself")
	case !f.errexit:
		c.lower(Problem, "the script continues after a failure and exits with the code of another command")
	}
	return c
}

// reads reports whether a command from here on looks at an exit code.
func (f *follower) reads(from int) bool {
	return slices.ContainsFunc(f.commands[from:], func(s simple) bool {
		return slices.ContainsFunc(s.words, func(w string) bool { return strings.Contains(w, "$?") || strings.Contains(w, "PIPESTATUS") })
	})
}

package cli

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// variablePrefix starts the name of every environment variable that stands for
// a flag.
const variablePrefix = "MODELGATE_"

// variable is the environment variable that stands for a flag: MODELGATE_AS_OF
// for --as-of. Workflow inputs reach the program this way, never by way of a
// shell's text.
func variable(flag string) string {
	return variablePrefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// takeEnvironment gives the flags that the command line does not name the
// values of their variables. An empty variable is one that is not given: a
// workflow cannot leave an input out. A list has one value a line.
func (e *Env) takeEnvironment(cmd *cobra.Command) error {
	var problem error
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		value := strings.TrimSpace(e.Getenv(variable(f.Name)))
		if f.Changed || value == "" || f.Name == "help" || problem != nil {
			return
		}
		values := []string{value}
		if _, list := f.Value.(pflag.SliceValue); list {
			values = strings.Split(value, "\n")
		}
		for _, v := range values {
			if v = strings.TrimSpace(v); v == "" {
				continue
			}
			if f.Value.Type() == "bool" && v != "true" && v != "false" {
				problem = usage("%s is %q: write true or false", variable(f.Name), v)
				return
			}
			if err := cmd.Flags().Set(f.Name, v); err != nil {
				problem = usage("%s: %v", variable(f.Name), err)
				return
			}
		}
	})
	return problem
}

package cli

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Flag describes a flag as its user sees it.
type Flag struct {
	Name, Usage string
	Default     string // "" for none
	List        bool   // repeatable
}

// Flags describes the flags of every command, by the command's name. The
// actions and their pages are made from it.
func Flags() map[string][]Flag {
	flags := map[string][]Flag{}
	var walk func(prefix string, c *cobra.Command)
	walk = func(prefix string, c *cobra.Command) {
		for _, sub := range c.Commands() {
			name := strings.TrimSpace(prefix + " " + sub.Name())
			if sub.Runnable() {
				flags[name] = flagsOf(sub)
			}
			walk(name, sub)
		}
	}
	walk("", newRoot(&Env{}))
	return flags
}

func flagsOf(c *cobra.Command) []Flag {
	var all []Flag
	c.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if f.Name == "help" || f.Hidden {
			return
		}
		// pflag shows the value's name in backquotes; here it is a word of the sentence.
		d := Flag{Name: f.Name, Usage: strings.ReplaceAll(f.Usage, "`", ""), Default: f.DefValue}
		if _, d.List = f.Value.(pflag.SliceValue); d.List || f.Value.Type() == "int" && d.Default == "0" {
			d.Default = "" // a number of nothing is a flag that must be set
		}
		all = append(all, d)
	})
	return all
}

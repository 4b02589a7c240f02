package cli

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// TestStyle: the help of every command has the forms that docs/style.md
// requires. pflag takes the first backquoted word of a usage as the name of the value,
// so a second one, or one of a switch, would be shown in the wrong place.
func TestStyle(t *testing.T) {
	commands := 0
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		commands++
		for _, fault := range shortFaults(c.Short) {
			t.Errorf("%s: Short %q %s", c.CommandPath(), c.Short, fault)
		}
		if first, _, _ := strings.Cut(c.Long, " "); first == c.Name() {
			t.Errorf("%s: Long starts with the name of the command, not with an imperative", c.CommandPath())
		}
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			for _, fault := range usageFaults(f) {
				t.Errorf("%s --%s: usage %q %s", c.CommandPath(), f.Name, f.Usage, fault)
			}
		})
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(newRoot(&Env{}))
	if commands < 15 {
		t.Errorf("walked over %d commands only", commands)
	}
}

func TestStyleFaults(t *testing.T) {
	text, toggle := new(pflag.FlagSet), new(pflag.FlagSet)
	text.String("f", "", "")
	toggle.Bool("f", false, "")
	for _, c := range []struct {
		set   *pflag.FlagSet
		usage string
		want  int
	}{
		{text, "write the report to `FILE`", 0},
		{text, "`FILE` to read", 0},
		{toggle, "print JSON", 0},
		{text, "Write the report to `FILE`", 1},
		{text, "write the report to `FILE`.", 1},
		{text, "write the report of `A` to `FILE`", 1},
		{text, "write the report to a file", 1},
		{toggle, "create a check run (needs `checks: write`)", 1},
		{text, "write to `FILE` " + strings.Repeat("and ", 40) + "so on", 1},
	} {
		f := c.set.Lookup("f")
		f.Usage = c.usage
		if faults := usageFaults(f); len(faults) != c.want {
			t.Errorf("usage %q has the faults %q, not %d", c.usage, faults, c.want)
		}
	}
	for short, want := range map[string]int{"Check the models that changed": 0, "Check the models.": 1, "check the models": 1, "Check " + strings.Repeat("m", 60): 1} {
		if faults := shortFaults(short); len(faults) != want {
			t.Errorf("Short %q has the faults %q, not %d", short, faults, want)
		}
	}
}

// TestRequiredNumberHasNoDefault: the action of plan must not promise a default
// of 0 shards, which plan refuses.
func TestRequiredNumberHasNoDefault(t *testing.T) {
	for _, f := range Flags()["plan"] {
		if f.Name == "shards" && f.Default != "" || f.Name == "min-models" && f.Default != "1" {
			t.Errorf("--%s has the default %q", f.Name, f.Default)
		}
	}
}

var (
	lowerFirst = regexp.MustCompile("^(?:[a-z]|`)")
	upperFirst = regexp.MustCompile("^[A-Z]")
)

func shortFaults(short string) (faults []string) {
	if !upperFirst.MatchString(short) {
		faults = append(faults, "does not start with an uppercase letter")
	}
	if strings.HasSuffix(short, ".") {
		faults = append(faults, "ends with a period")
	}
	if n := utf8.RuneCountInString(short); n > 60 {
		faults = append(faults, "has more than 60 characters")
	}
	return faults
}

func usageFaults(f *pflag.Flag) (faults []string) {
	if !lowerFirst.MatchString(f.Usage) {
		faults = append(faults, "does not start with a lowercase letter or a backquote")
	}
	if strings.HasSuffix(f.Usage, ".") {
		faults = append(faults, "ends with a period")
	}
	want := 2 // backquotes
	if f.Value.Type() == "bool" {
		want = 0
	}
	if strings.Count(f.Usage, "`") != want {
		faults = append(faults, "does not have one backquoted word for its value, or none for a switch")
	}
	if utf8.RuneCountInString(f.Usage) > 140 {
		faults = append(faults, "has more than 140 characters")
	}
	return faults
}

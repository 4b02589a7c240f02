package cli

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// runWith runs a command line in a directory under an environment.
func runWith(t testing.TB, dir string, variables map[string]string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	deadline, _ := time.ParseDuration(variables["deadline of the rules"]) // none: that of the program
	code = Main(t.Context(), Env{Args: args, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Dir: dir, Version: "test",
		Getenv: func(k string) string { return variables[k] }, Now: func() time.Time { return testTime }, RulesDeadline: deadline})
	return code, out.String(), errs.String()
}

func TestFlagsFromTheEnvironment(t *testing.T) {
	repo := newRepo(t)
	repo.write("models/a/README.md", goodCard)
	repo.write("models/b/README.md", goodCard)
	repo.run("add", "--all")
	repo.run("commit", "-q", "-m", "one")
	for name, c := range map[string]struct {
		variables map[string]string
		args      []string
		code      int
		want      string // in what is printed
	}{
		"stage":                {map[string]string{"MODELGATE_ALL": "true", "MODELGATE_STAGE": "draft", "MODELGATE_OUTPUT": "json"}, nil, Done, `"stage": "draft"`},
		"flag wins":            {map[string]string{"MODELGATE_ALL": "true", "MODELGATE_STAGE": "nonsense"}, []string{"--stage", "draft"}, Done, "draft"},
		"empty is not given":   {map[string]string{"MODELGATE_ALL": "true", "MODELGATE_STAGE": "  ", "MODELGATE_BASE": ""}, nil, Denied, "2 models checked"},
		"list has lines":       {map[string]string{"MODELGATE_ALL": "true", "MODELGATE_MODEL": "\nmodels/a\n\n  models/b \n"}, nil, Denied, "2 models checked"},
		"one of a list":        {map[string]string{"MODELGATE_ALL": "true", "MODELGATE_MODEL": "models/a"}, nil, Denied, "1 model checked"},
		"bad value":            {map[string]string{"MODELGATE_STAGE": "staging"}, nil, Misused, `unknown stage "staging"`},
		"bad truth value":      {map[string]string{"MODELGATE_ALL": "yes"}, nil, Misused, `MODELGATE_ALL is "yes": write true or false`},
		"dash becomes a score": {map[string]string{"MODELGATE_AS_OF": "tomorrow"}, nil, Misused, `"tomorrow" for --as-of`},
	} {
		t.Run(name, func(t *testing.T) {
			code, stdout, stderr := runWith(t, repo.Dir, c.variables, append([]string{"check"}, c.args...)...)
			if code != c.code || !strings.Contains(stdout+stderr, c.want) {
				t.Errorf("exit code %d, want %d, with %q in:\n%s%s", code, c.code, c.want, stdout, stderr)
			}
		})
	}
}

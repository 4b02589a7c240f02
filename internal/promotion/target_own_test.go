package promotion

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/source"
)

const (
	ownDir  = OwnTargetsDir + "/job/"
	ownYAML = `apiVersion: modelgate.dev/v1
kind: Target
name: job
description: A CronJob.
files:
  - {name: cronjob.yaml, apiVersion: batch/v1, kind: CronJob}
parameters:
  - {name: schedule, type: string, required: true, pattern: "[0-9*/ ,-]{9,50}", description: When it runs.}
  - {name: args, type: words, pattern: "[a-z=-]+", description: Arguments.}
examples:
  - name: nightly
    parameters: {schedule: "0 3 * * *", args: "--all --force"}
`
	ownTemplate = `apiVersion: batch/v1
kind: CronJob
{{ template "metadata" . }}spec:
  schedule: {{ yaml .Parameters.schedule }}
  args: [{{ range $i, $a := .Parameters.args }}{{ if gt $i 0 }}, {{ end }}{{ yaml $a }}{{ end }}]
`
)

// own is an environment repository with a target of its own.
func own(yaml, template string) repo {
	return repo{ownDir + "target.yaml": yaml, ownDir + "cronjob.yaml.tmpl": template}
}

// The targets of the environment repository are used like the others, by its
// records' own digest; a change of one is named.
func TestOwnTarget(t *testing.T) {
	t.Parallel()
	scheduled := with(triage(), func(s *decision.Subject) {
		s.Target, s.Parameters = "job", map[string]string{"schedule": "0 3 * * *"}
	})
	r := own(ownYAML, ownTemplate)
	r[EnvPath] = "apiVersion: modelgate.dev/v1\nkind: Environments\nenvironments:\n  prod: {targets: [job], parameters: {job: {args: --all}}}\n"
	after := r.promote(t, scheduled)
	if got := after["environments/prod/models/support-triage/cronjob.yaml"]; !strings.Contains(got, "schedule: \"0 3 * * *\"\n  args: [\"--all\"]\n") {
		t.Errorf("the manifest is\n%s", got)
	}
	if problems, err := audit(after); err != nil || len(problems) > 0 {
		t.Errorf("the result does not verify: %v %v", problems, err)
	}
	changed := after.apply(Plan{Files: []File{{Path: ownDir + "cronjob.yaml.tmpl", Content: []byte(ownTemplate + "# another\n")}}})
	result, err := AuditChange(after.tree(), func(yield func(source.Tree, error) bool) { yield(changed.tree(), nil) })
	if err != nil || len(result.Problems) > 0 || len(result.Changes) != 1 || result.Changes[0].Message != "the target job changes" {
		t.Errorf("a change of the target: %+v %v", result, err)
	}
	changed["environments/prod/models/support-triage/cronjob.yaml"] += "# by hand\n"
	result, err = AuditChange(after.tree(), func(yield func(source.Tree, error) bool) { yield(changed.tree(), nil) })
	if err != nil || !strings.Contains(fmt.Sprint(result.Problems), "it changes together with") {
		t.Errorf("a change of the target and a manifest: %+v %v", result, err)
	}
	if p, err := (repo{}).plan(t, scheduled); err != nil || !strings.Contains(p.Items[0].Reason, "unknown target: job") {
		t.Errorf("without the target: %+v %v", p.Items, err)
	}
}

func TestOwnTargetIsTried(t *testing.T) {
	t.Parallel()
	all, err := Targets(own(ownYAML, ownTemplate).tree())
	if err != nil {
		t.Fatal(err)
	}
	for _, target := range all {
		if target.Name != "job" {
			continue
		}
		if got := target.Try(); len(got) != 1 || got[0].Problem != "" || len(got[0].Files) != 1 || !target.Own {
			t.Errorf("%+v", got)
		}
		target.Examples[0].Parameters["schedule"] = "@daily"
		if got := target.Try(); !strings.Contains(got[0].Problem, "schedule") {
			t.Errorf("a bad example: %+v", got)
		}
		return
	}
	t.Error("no target job")
}

// What could write a value without quotes, not end, or be another target is refused,
// with its file and line.
func TestOwnTargetIsRefused(t *testing.T) {
	t.Parallel()
	replaced := func(old, new string) repo { return own(strings.Replace(ownYAML, old, new, 1), ownTemplate) }
	template := func(line string) repo { return own(ownYAML, "apiVersion: batch/v1\nkind: CronJob\n"+line+"\n") }
	linked := own(ownYAML, ownTemplate)
	linked[ownDir+"x/y.yaml"] = "x"
	stray := own(ownYAML, ownTemplate)
	stray[ownDir+"other.yaml.tmpl"] = "x"
	large := own(ownYAML, ownTemplate+strings.Repeat("# x\n", maxTargetFile/4))
	for name, test := range map[string]struct {
		repo repo
		want string
	}{
		"no target.yaml":         {repo{ownDir + "cronjob.yaml.tmpl": "x"}, "job/target.yaml:1:1: the file does not exist"},
		"another name":           {replaced("name: job", "name: other"), "job/target.yaml:3:1: the name is other, but the directory is job"},
		"a built-in name":        {repo{OwnTargetsDir + "/kserve/target.yaml": ownYAML}, "the target kserve has the name of one that modelgate has"},
		"unknown key":            {replaced("required: true", "require: true"), "job/target.yaml:8:1: "},
		"pattern that unanchors": {replaced("[a-z=-]+", "a)|(?:.*"), "job/target.yaml:9:1: parameter args: error parsing regexp: unexpected ): `a)|(?:.*`"},
		"bad pattern":            {replaced("[a-z=-]+", "[a-z"), "job/target.yaml:9:1: parameter args"},
		"no template":            {replaced("name: cronjob.yaml,", "name: job.yaml,"), "job.yaml.tmpl does not exist"},
		"unlisted file":          {stray, "job/other.yaml.tmpl:1:1: target.yaml does not list the file"},
		"directory":              {linked, "is not a file of a target"},
		"large file":             {large, "too large"},
		"example without":        {replaced("args: \"--all --force\"", "arg: x"), "has no parameter arg"},
		"unquoted value":         {template("a: {{ .Parameters.schedule }}"), "job/cronjob.yaml.tmpl:3:1: {{.Parameters.schedule}} does not go through yaml"},
		"printed value":          {template(`a: {{ printf "%s" .Parameters.schedule | yaml }}`), "the function printf is not allowed"},
		"html":                   {template("a: {{ html .Name }}"), "does not go through yaml"},
		"unknown parameter":      {template("a: {{ yaml .Parameters.schedul }}"), `has no parameter schedul; did you mean "schedule"?`},
		"loop without end":       {template("{{ range 1000000000000 }}{{ end }}"), "range 1000000000000 is not allowed"},
		"loop over a length":     {template("{{ range .Name }}{{ end }}"), "range .Name is not allowed"},
		"loop over a call":       {template(`{{ range (join .Parameters.args) }}{{ end }}`), "is not allowed"},
		"template of its own":    {template(`{{ define "x" }}{{ .Name }}{{ end }}`), "it defines the template x"},
		"metadata of its own":    {template(`{{ define "metadata" }}{{ .Name }}{{ end }}`), "it defines the template metadata"},
		"metadata of others":     {template(`{{ template "metadata" .Parameters }}`), "only {{ template"},
		"variable":               {template(`{{ $x := .Name }}`), "does not go through yaml"},
		"with":                   {template(`{{ with .Name }}{{ yaml . }}{{ end }}`), "is not allowed in a template"},
		"block":                  {template(`{{ block "x" . }}{{ end }}`), "it defines the template x"},
		"break":                  {template(`{{ if .Name }}{{ else }}{{ call .Name | yaml }}{{ end }}`), "the function call is not allowed"},
		"syntax":                 {template("{{ if }}"), "job/cronjob.yaml.tmpl:3:1: the template cannot be read"},
		"another quoting":        {template("a: {{ json .Name }}"), "does not go through yaml"},
		"condition on a call":    {template(`{{ if (index .Annotations "x") }}{{ end }}`), "the function index is not allowed"},
		"file of a parent":       {replaced("name: cronjob.yaml,", "name: ../cronjob.yaml,"), "job/target.yaml:6:1: "},
		"unknown parameter type": {replaced("type: words", "type: list"), "job/target.yaml:9:1: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Targets(test.repo.tree())
			var invalid *Invalid
			if !errors.As(err, &invalid) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v\nwant %s", err, test.want)
			}
		})
	}
}

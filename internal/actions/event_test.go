package actions

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	idA = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	idB = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
	idM = "cccccccccccccccccccccccccccccccccccccccc"
	id0 = "0000000000000000000000000000000000000000"
)

// variables is an environment; event is written to a file of its own.
func variables(t *testing.T, event string, pairs ...string) func(string) string {
	t.Helper()
	env := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		env[pairs[i]] = pairs[i+1]
	}
	if event != "" {
		env["GITHUB_EVENT_PATH"] = filepath.Join(t.TempDir(), "event.json")
		if err := os.WriteFile(env["GITHUB_EVENT_PATH"], []byte(event), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return func(name string) string { return env[name] }
}

func github(t *testing.T, name, event string) func(string) string {
	return variables(t, event, "GITHUB_ACTIONS", "true", "GITHUB_EVENT_NAME", name, "GITHUB_SHA", idM, "GITHUB_REPOSITORY", "acme/models", "GITHUB_REF", "refs/heads/main",
		"GITHUB_SERVER_URL", "https://github.com", "GITHUB_API_URL", "https://api.github.com", "GITHUB_RUN_ID", "7")
}

func TestEventsOfGitHub(t *testing.T) {
	common := Event{System: OnGitHub, Server: "https://github.com", API: "https://api.github.com", Repository: "acme/models", Run: "https://github.com/acme/models/actions/runs/7"}
	repository := `"repository":{"full_name":"acme/models","default_branch":"main"}`
	pull := func(head string) string {
		return `{"pull_request":{"number":12,"base":{"sha":"` + idA + `","ref":"main"},"head":{"sha":"` + idB + `","repo":` + head + `}},` + repository + `}`
	}
	for name, c := range map[string]struct {
		event, payload string
		want           Event
	}{
		"pull request":     {"pull_request", pull(`{"full_name":"acme/models"}`), Event{BaseBranch: "main", Head: idB, Merge: idM, PullRequest: 12}},
		"review":           {"pull_request_review", pull(`{"full_name":"acme/models"}`), Event{BaseBranch: "main", Head: idB, Merge: idM, PullRequest: 12}},
		"of a fork":        {"pull_request", pull(`{"full_name":"mallory/models"}`), Event{BaseBranch: "main", Head: idB, Merge: idM, PullRequest: 12, Fork: true}},
		"of a fork gone":   {"pull_request", pull(`null`), Event{BaseBranch: "main", Head: idB, Merge: idM, PullRequest: 12, Fork: true}},
		"target":           {"pull_request_target", pull(`{"full_name":"mallory/models"}`), Event{BaseBranch: "main", Head: idB, PullRequest: 12, Fork: true}},
		"merge group":      {"merge_group", `{"merge_group":{"base_ref":"refs/heads/main","base_sha":"` + idA + `","head_sha":"` + idB + `"},` + repository + `}`, Event{BaseBranch: "main", Head: idB}},
		"push":             {"push", `{"ref":"refs/heads/main","before":"` + idA + `","after":"` + idB + `",` + repository + `}`, Event{On: "main", Before: idA, Head: idB}},
		"push aside":       {"push", `{"ref":"refs/heads/feature","before":"` + idA + `","after":"` + idB + `",` + repository + `}`, Event{On: "feature", Before: idA, Head: idB}},
		"push of a tag":    {"push", `{"ref":"refs/tags/main","before":"` + idA + `","after":"` + idB + `",` + repository + `}`, Event{Before: idA, Head: idB}},
		"push of a branch": {"push", `{"ref":"refs/heads/feature","before":"` + id0 + `","after":"` + idB + `",` + repository + `}`, Event{On: "feature", Head: idB}},
		"run of a fork":    {"workflow_run", `{"workflow_run":{"id":99,"head_branch":"patch","head_sha":"` + idB + `","head_repository":{"full_name":"mallory/models","owner":{"login":"mallory"}}},` + repository + `}`, Event{BaseBranch: "main", Head: idB, Fork: true, HeadOwner: "mallory", HeadBranch: "patch", RunID: 99}},
		"schedule":         {"schedule", `{` + repository + `}`, Event{On: "main", Head: idM}},
		"dispatch":         {"workflow_dispatch", `{"inputs":null,` + repository + `}`, Event{On: "main", Head: idM}},
	} {
		t.Run(name, func(t *testing.T) {
			want := c.want
			if c.payload != "" {
				want.DefaultBranch = "main"
			}
			want.System, want.Server, want.API, want.Repository, want.Run, want.Name = common.System, common.Server, common.API, common.Repository, common.Run, c.event
			got, err := ReadEvent(github(t, c.event, c.payload))
			if err != nil || got != want {
				t.Errorf("%v\n%s", err, cmp.Diff(want, got))
			}
		})
	}
}

func TestEventsThatCannotBeJudged(t *testing.T) {
	for name, c := range map[string]struct {
		getenv func(string) string
		words  string
	}{
		"nowhere":              {variables(t, ""), "no supported CI system"},
		"unknown event":        {github(t, "gollum", `{}`), `"gollum"`},
		"no payload":           {github(t, "pull_request", ""), "has no pull_request"},
		"pipeline of a fork":   {variables(t, "", "GITLAB_CI", "true", "CI_PIPELINE_SOURCE", "merge_request_event", "CI_PROJECT_ID", "2", "CI_MERGE_REQUEST_PROJECT_ID", "1", "CI_COMMIT_SHA", idM), "pipeline of the fork"},
		"payload of another":   {github(t, "merge_group", `{"pull_request":{}}`), "has no merge_group"},
		"empty pull request":   {github(t, "pull_request", `{"pull_request":{}}`), "names no proposed commit"},
		"no object id":         {github(t, "push", `{"before":"`+idA+`","after":"--upload-pack=sh"}`), "is not a commit"},
		"short object id":      {github(t, "push", `{"before":"`+idA+`","after":"abc1234"}`), "is not a commit"},
		"branch removed":       {github(t, "push", `{"before":"`+idA+`","after":"`+id0+`","deleted":true}`), "deleted a branch"},
		"broken payload":       {github(t, "push", `{"before":`), "event"},
		"payload of odd types": {github(t, "push", `{"before":1,"after":[]}`), "payload of the push event"},
		"child pipeline":       {variables(t, "", "GITLAB_CI", "true", "CI_PIPELINE_SOURCE", "parent_pipeline", "CI_COMMIT_SHA", idM), "child pipeline"},
		"merge request":        {variables(t, "", "GITLAB_CI", "true", "CI_PIPELINE_SOURCE", "merge_request_event"), "names no proposed commit"},
		"azure pull request":   {variables(t, "", "TF_BUILD", "True", "BUILD_REASON", "PullRequest", "BUILD_SOURCEVERSION", idM), "names no proposed commit"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ReadEvent(c.getenv)
			if err == nil || !strings.Contains(err.Error(), c.words) {
				t.Errorf("got %v, want %q in it", err, c.words)
			}
			if strings.Contains(name, "payload") || errors.Is(err, ErrEvent) {
				return
			}
			t.Errorf("%v does not say what to do", err)
		})
	}
}

func TestEventsElsewhere(t *testing.T) {
	azure := []string{"TF_BUILD", "True", "BUILD_SOURCEVERSION", idM, "BUILD_REPOSITORY_NAME", "models", "SYSTEM_COLLECTIONURI", "https://dev.azure.com/acme/", "SYSTEM_TEAMPROJECTID", "p", "BUILD_BUILDID", "9"}
	gitlab := []string{"GITLAB_CI", "true", "CI_COMMIT_SHA", idM, "CI_SERVER_URL", "https://gitlab.com", "CI_PROJECT_PATH", "acme/models", "CI_JOB_URL", "https://gitlab.com/acme/models/-/jobs/1",
		"CI_MERGE_REQUEST_PROJECT_ID", "1", "CI_MERGE_REQUEST_SOURCE_PROJECT_ID", "1", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main", "CI_DEFAULT_BRANCH", "main", "CI_PROJECT_ID", "1"}
	child := append(gitlab[:len(gitlab):len(gitlab)], "CI_PIPELINE_SOURCE", "parent_pipeline")
	atAzure := Event{System: OnAzure, Repository: "models", Run: "https://dev.azure.com/acme/p/_build/results?buildId=9"}
	atGitLab := Event{System: OnGitLab, Server: "https://gitlab.com", Repository: "acme/models", Run: "https://gitlab.com/acme/models/-/jobs/1", DefaultBranch: "main"}
	for name, c := range map[string]struct {
		common []string
		pairs  []string
		want   Event
	}{
		"azure pull request": {azure, []string{"BUILD_REASON", "PullRequest", "SYSTEM_PULLREQUEST_SOURCECOMMITID", idB, "SYSTEM_PULLREQUEST_TARGETBRANCH", "refs/heads/main", "SYSTEM_PULLREQUEST_ISFORK", "True"},
			Event{Name: "PullRequest", Head: idB, Merge: idM, BaseBranch: "main", Fork: true}},
		"azure push":               {azure, []string{"BUILD_REASON", "IndividualCI", "BUILD_SOURCEBRANCH", "refs/heads/main"}, Event{Name: "IndividualCI", On: "main", Head: idM}},
		"merge request":            {gitlab, []string{"CI_PIPELINE_SOURCE", "merge_request_event"}, Event{Name: "merge_request_event", BaseBranch: "main", Head: idM}},
		"child of a merge request": {gitlab, []string{"CI_PIPELINE_SOURCE", "parent_pipeline", "CI_MERGE_REQUEST_IID", "7"}, Event{Name: "parent_pipeline", BaseBranch: "main", Head: idM}},
		"child of a branch":        {child, []string{"CI_COMMIT_BRANCH", "main"}, Event{Name: "parent_pipeline", On: "main", Head: idM}},
		"child of a tag":           {child, []string{"CI_COMMIT_TAG", "v1"}, Event{Name: "parent_pipeline", Head: idM}},
		"merged result": {gitlab, []string{"CI_PIPELINE_SOURCE", "merge_request_event", "CI_MERGE_REQUEST_TARGET_BRANCH_SHA", idA, "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", idB},
			Event{Name: "merge_request_event", BaseBranch: "main", Head: idB, Merge: idM}},
		"gitlab push":         {gitlab, []string{"CI_PIPELINE_SOURCE", "push", "CI_COMMIT_BRANCH", "main", "CI_COMMIT_BEFORE_SHA", idA}, Event{Name: "push", On: "main", Before: idA, Head: idM}},
		"gitlab, protected":   {gitlab, []string{"CI_PIPELINE_SOURCE", "push", "CI_COMMIT_BRANCH", "release", "CI_COMMIT_REF_PROTECTED", "true", "CI_COMMIT_BEFORE_SHA", idA}, Event{Name: "push", On: "release", Before: idA, Head: idM}},
		"gitlab push aside":   {gitlab, []string{"CI_PIPELINE_SOURCE", "push", "CI_COMMIT_BRANCH", "feature", "CI_COMMIT_REF_PROTECTED", "false", "CI_COMMIT_BEFORE_SHA", idA}, Event{Name: "push", On: "feature", Before: idA, Head: idM}},
		"gitlab web, aside":   {gitlab, []string{"CI_PIPELINE_SOURCE", "web", "CI_COMMIT_BRANCH", "feature"}, Event{Name: "web", On: "feature", Head: idM}},
		"gitlab push, branch": {gitlab, []string{"CI_PIPELINE_SOURCE", "push", "CI_COMMIT_BEFORE_SHA", id0}, Event{Name: "push", Head: idM}},
		"gitlab schedule":     {gitlab, []string{"CI_PIPELINE_SOURCE", "schedule", "CI_COMMIT_BRANCH", "main"}, Event{Name: "schedule", On: "main", Head: idM}},
	} {
		t.Run(name, func(t *testing.T) {
			want, common := c.want, atAzure
			if c.common[0] == "GITLAB_CI" {
				common = atGitLab
			}
			want.System, want.Server, want.Repository, want.Run, want.DefaultBranch = common.System, common.Server, common.Repository, common.Run, common.DefaultBranch
			got, err := ReadEvent(variables(t, "", append(append([]string{}, c.common...), c.pairs...)...))
			if err != nil || got != want {
				t.Errorf("%v\n%s", err, cmp.Diff(want, got))
			}
		})
	}
}

// TestProtectionDecidesNothing: a system calls a branch protected if any of its
// rules matches the branch, which says nothing of whose rules are in force there.
func TestProtectionDecidesNothing(t *testing.T) {
	payload := `{"repository":{"full_name":"acme/models","default_branch":"main"}}`
	for _, c := range []struct{ ref, on string }{{"refs/heads/main", "main"}, {"refs/heads/feature", "feature"}, {"refs/tags/main", ""}, {"", ""}} {
		for _, protected := range []string{"true", "false", ""} {
			e, err := ReadEvent(variables(t, payload, "GITHUB_ACTIONS", "true", "GITHUB_EVENT_NAME", "workflow_dispatch", "GITHUB_SHA", idM, "GITHUB_REPOSITORY", "acme/models", "GITHUB_REF", c.ref, "GITHUB_REF_PROTECTED", protected))
			if err != nil || e.On != c.on || e.BaseBranch != "" || e.DefaultBranch != "main" {
				t.Errorf("%s, protected %q: %+v, %v", c.ref, protected, e, err)
			}
		}
	}
}

// TestIsChange: what a run is about follows from its name alone, and what cannot be read
// is taken for a change.
func TestIsChange(t *testing.T) {
	gitlab := func(source string, more ...string) func(string) string {
		return variables(t, "", append([]string{"GITLAB_CI", "true", "CI_PIPELINE_SOURCE", source, "CI_COMMIT_SHA", idM, "CI_PROJECT_ID", "1", "CI_MERGE_REQUEST_PROJECT_ID", "1"}, more...)...)
	}
	azure := func(reason string) func(string) string {
		return variables(t, "", "TF_BUILD", "True", "BUILD_REASON", reason, "BUILD_SOURCEVERSION", idM)
	}
	for name, c := range map[string]struct {
		getenv func(string) string
		want   bool
	}{
		"nowhere":                    {variables(t, ""), false},
		"pull request":               {github(t, "pull_request", `{"pull_request":{"number":1,"head":{"sha":"`+idB+`"}}}`), true},
		"pull request, no payload":   {github(t, "pull_request_target", ""), true},
		"comment of a review":        {github(t, "pull_request_review_comment", `{}`), true},
		"merge group":                {github(t, "merge_group", `{"merge_group":{"head_sha":"`+idB+`"}}`), true},
		"push":                       {github(t, "push", `{"ref":"refs/heads/main","after":"`+idB+`"}`), false},
		"push that deletes a branch": {github(t, "push", `{"ref":"refs/heads/main","after":"`+id0+`"}`), false},
		"another run":                {github(t, "workflow_run", `{"workflow_run":{"id":9,"head_sha":"`+idB+`"}}`), false},
		"release":                    {github(t, "release", `{}`), false},
		"push, unreadable":           {github(t, "push", `{"before":`), true},
		"push, odd types":            {github(t, "push", `{"before":1}`), true},
		"merge request":              {gitlab("merge_request_event"), true},
		"pull request at GitHub":     {gitlab("external_pull_request_event"), true},
		"pipeline of a fork":         {variables(t, "", "GITLAB_CI", "true", "CI_PIPELINE_SOURCE", "merge_request_event", "CI_PROJECT_ID", "2", "CI_MERGE_REQUEST_PROJECT_ID", "1"), true},
		"gitlab push":                {gitlab("push"), false},
		"child of a merge request":   {gitlab("parent_pipeline", "CI_MERGE_REQUEST_IID", "7", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"), true},
		"child of something":         {gitlab("parent_pipeline"), true},
		"child of a fork":            {gitlab("parent_pipeline", "CI_MERGE_REQUEST_IID", "7", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main", "CI_PROJECT_ID", "2"), true},
		"child of a branch":          {gitlab("parent_pipeline", "CI_COMMIT_BRANCH", "main"), false},
		"child of a tag":             {gitlab("parent_pipeline", "CI_COMMIT_TAG", "v1"), false},
		"azure pull request":         {azure("PullRequest"), true},
		"azure push":                 {azure("IndividualCI"), false},
	} {
		e, err := ReadEvent(c.getenv)
		if got := e.IsChange(); got != c.want {
			t.Errorf("%s: %v (%+v, %v)", name, got, e, err)
		}
	}
}

package githubtest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// The payloads below are GitHub's own examples, with the repository's names and
// the commits of the bare repository in their places.

// event reads an example and puts the repository in.
func (r *Repository) event(tb testing.TB, name string) map[string]any {
	tb.Helper()
	src, err := testdata.ReadFile("testdata/events/" + name + ".json")
	if err != nil {
		tb.Fatal(err)
	}
	text := string(src)
	owner, repo, _ := strings.Cut(r.Name, "/")
	for _, example := range []string{"Codertocat/Hello-World", "octo-org/octo-repo"} {
		text = strings.ReplaceAll(text, example, r.Name)
	}
	var m map[string]any
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		tb.Fatal(err)
	}
	set(m, "repository.name", repo)
	set(m, "repository.full_name", r.Name)
	set(m, "repository.owner.login", owner)
	set(m, "repository.default_branch", r.standard)
	set(m, "repository.private", r.private)
	set(m, "repository.clone_url", r.CloneURL())
	set(m, "repository.html_url", r.s.URL()+"/"+r.Name)
	return m
}

// set puts a value at a dotted path, making objects on the way.
func set(m map[string]any, path string, v any) {
	for {
		name, rest, more := strings.Cut(path, ".")
		if !more {
			m[name] = v
			return
		}
		next, ok := m[name].(map[string]any)
		if !ok {
			next = map[string]any{}
			m[name] = next
		}
		m, path = next, rest
	}
}

func encode(tb testing.TB, m map[string]any) []byte {
	tb.Helper()
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// PullRequestEvent is the payload of pull_request and of pull_request_target,
// which are the same; action is opened, synchronize and so on.
func (r *Repository) PullRequestEvent(tb testing.TB, number int, action string) []byte {
	tb.Helper()
	m := r.event(tb, "pull_request")
	p := r.pull(number)
	if p == nil {
		tb.Fatalf("there is no pull request #%d", number)
	}
	m["action"], m["number"] = action, number
	if action != "synchronize" {
		delete(m, "before")
		delete(m, "after")
	} else {
		m["before"], m["after"] = r.Tip(p.Base), p.head(r)
	}
	shown := p.render(r)
	pull, _ := m["pull_request"].(map[string]any)
	for _, name := range []string{"number", "title", "state", "draft", "user", "author_association", "labels", "html_url"} {
		pull[name] = shown[name]
	}
	for _, side := range []string{"head", "base"} {
		from, _ := shown[side].(map[string]any)
		for _, name := range []string{"label", "ref", "sha", "user"} {
			set(pull, side+"."+name, from[name])
		}
		repo, _ := from["repo"].(map[string]any)
		if repo == nil {
			set(pull, side+".repo", nil)
			continue
		}
		for name, v := range repo {
			set(pull, side+".repo."+name, v)
		}
	}
	pull["merge_commit_sha"] = r.MergeSHA(number)
	set(m, "sender.login", cmpOr(p.Author, "alice"))
	return encode(tb, m)
}

// MergeGroupEvent is the payload of merge_group for the commit of a queue on
// top of a branch. It names no pull request: a group can hold several.
func (r *Repository) MergeGroupEvent(tb testing.TB, base, head string, number int) []byte {
	tb.Helper()
	m := r.event(tb, "merge_group")
	m["action"] = "checks_requested"
	set(m, "merge_group.head_sha", head)
	set(m, "merge_group.head_ref", fmt.Sprintf("refs/heads/gh-readonly-queue/%s/pr-%d-%s", base, number, r.Tip(base)))
	set(m, "merge_group.base_sha", r.Tip(base))
	set(m, "merge_group.base_ref", "refs/heads/"+base)
	set(m, "merge_group.head_commit.id", head)
	set(m, "merge_group.head_commit.tree_id", r.resolve(head+"^{tree}"))
	return encode(tb, m)
}

// PushEvent is the payload of push as Actions get it: its commits do not list
// their files. before is all zeros for a new branch.
func (r *Repository) PushEvent(tb testing.TB, branch, before, after string) []byte {
	tb.Helper()
	m := r.event(tb, "push")
	m["ref"], m["before"], m["after"] = "refs/heads/"+branch, before, after
	m["created"], m["deleted"], m["forced"] = strings.Trim(before, "0") == "", strings.Trim(after, "0") == "", false
	for _, c := range append([]any{m["head_commit"]}, list(m["commits"])...) {
		if commit, ok := c.(map[string]any); ok {
			commit["id"], commit["tree_id"] = after, r.resolve(after+"^{tree}")
			for _, name := range []string{"added", "removed", "modified"} {
				delete(commit, name)
			}
		}
	}
	return encode(tb, m)
}

func list(v any) []any { l, _ := v.([]any); return l }

// WorkflowRunEvent is the payload of workflow_run after a run for a pull
// request. It names no pull request if the head is in a fork.
func (r *Repository) WorkflowRunEvent(tb testing.TB, run int64, number int, conclusion string) []byte {
	tb.Helper()
	m := r.event(tb, "workflow_run")
	p := r.pull(number)
	if p == nil {
		tb.Fatalf("there is no pull request #%d", number)
	}
	shown := p.render(r)
	head, _ := shown["head"].(map[string]any)
	m["action"] = "completed"
	set(m, "workflow_run.id", run)
	set(m, "workflow_run.event", "pull_request")
	set(m, "workflow_run.conclusion", conclusion)
	set(m, "workflow_run.head_branch", p.Head)
	set(m, "workflow_run.head_sha", p.head(r))
	set(m, "workflow_run.head_repository", head["repo"])
	set(m, "workflow_run.head_commit.id", p.head(r))
	pulls := []any{}
	if p.HeadRepo == "" && !p.ForkGone {
		pulls = append(pulls, map[string]any{"number": number, "head": map[string]any{"ref": p.Head, "sha": p.head(r)}, "base": map[string]any{"ref": p.Base, "sha": r.Tip(p.Base)}})
	}
	set(m, "workflow_run.pull_requests", pulls)
	return encode(tb, m)
}

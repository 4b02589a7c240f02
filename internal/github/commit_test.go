package github_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/github"
	"github.com/modelgate-dev/modelgate/internal/github/githubtest"
)

// change is a commit on top of main: it adds, changes and deletes a file.
func change(t *testing.T, f *fake) github.Change {
	t.Helper()
	tip, err := f.repo.Tip(t.Context(), "main")
	check(t, err)
	return github.Change{Branch: "main", Parent: tip, Message: "Promote a\n\nModelgate-Promotion-Id: 1\n", Files: []github.FileChange{
		{Path: "env/a.yaml", Mode: "100644", Content: []byte("a: \"é\"\r\n")},
		{Path: "env/b.bin", Mode: "100644", Content: []byte{0xff, 0}},
		{Path: "README.md", Delete: true},
	}}
}

func TestCommitWithoutAClone(t *testing.T) {
	f := newFake(t, githubtest.Config{})
	before := f.there.Tip("main")
	done, err := f.repo.Commit(t.Context(), change(t, f))
	check(t, err)
	if f.there.Tip("main") != done.Commit || done.Commit == before || !done.Signed {
		t.Errorf("main is at %s: %+v", f.there.Tip("main"), done)
	}
	if got := f.there.File("main", "env/a.yaml"); string(got) != "a: \"é\"\r\n" {
		t.Errorf("got %q", got)
	}
	if got := f.there.File("main", "env/b.bin"); string(got) != "\xff\x00" {
		t.Errorf("got %q", got)
	}
	if f.there.File("main", "README.md") != nil {
		t.Error("README.md was not deleted")
	}
	if f.there.File("main~1", "README.md") == nil || f.there.Tip("main~1") != before {
		t.Error("the commit has another parent")
	}
	tip, err := f.repo.Tip(t.Context(), "main")
	check(t, err)
	entries, err := f.repo.Tree(t.Context(), tip.Tree)
	check(t, err)
	if len(entries) != 2 || entries[0].Path != "env/a.yaml" || entries[0].Mode != "100644" || entries[1].Size != 2 {
		t.Errorf("got %+v", entries)
	}
	if b, err := f.repo.Blob(t.Context(), entries[1].Object, 2); err != nil || string(b) != "\xff\x00" {
		t.Errorf("got %q, %v", b, err)
	}
	_, err = f.repo.Blob(t.Context(), entries[1].Object, 1)
	says(t, err, github.ErrTooLarge, "it has 2 bytes, and 1 are allowed")
}

func TestCommitOfNothingIsNoCommit(t *testing.T) {
	f := newFake(t, githubtest.Config{})
	c := change(t, f)
	c.Files = []github.FileChange{{Path: "README.md", Mode: "100644", Content: []byte("# models\n")}}
	done, err := f.repo.Commit(t.Context(), c)
	check(t, err)
	if done.Commit != c.Parent.Commit || f.Count("git/create-commit") != 0 {
		t.Errorf("got %+v", done)
	}
}

func TestCommitComparesAndSwaps(t *testing.T) {
	f := newFake(t, githubtest.Config{})
	c := change(t, f)
	theirs := f.there.Commit(t, "main", "somebody was faster", map[string][]byte{"x": []byte("1")})
	_, err := f.repo.Commit(t.Context(), c)
	says(t, err, github.ErrConflict, theirs)
	if f.there.Tip("main") != theirs || f.Count("git/update-ref") != 0 {
		t.Error("the branch was touched")
	}
	_, err = f.repo.Tip(t.Context(), "none")
	says(t, err, github.ErrNotFound, "")
	f.there.Protect("main")
	_, err = f.repo.Commit(t.Context(), change(t, f))
	says(t, err, github.ErrRejected, "Changes must be made through a pull request")
	f.AddToken("fork", githubtest.ForkToken("acme/models"))
	_, err = f.client(t, "fork").Commit(t.Context(), change(t, f))
	says(t, err, github.ErrForbidden, "contents: write")
	c = change(t, f)
	c.Files = append(c.Files, github.FileChange{Path: "missing", Delete: true})
	_, err = f.repo.Commit(t.Context(), c)
	says(t, err, github.ErrInvalid, "BadObjectState")
}

// The race between the look and the update is lost without harm.
func TestCommitLosesTheRaceAtTheLastMoment(t *testing.T) {
	f := newFake(t, githubtest.Config{Faults: []githubtest.Fault{{Operation: "git/update-ref", Nth: 1, Kind: githubtest.Unavailable}}})
	c := change(t, f)
	_, err := f.repo.Commit(t.Context(), c) // 503 before anything was done: looked at again, and done
	check(t, err)
	if n := f.Count("git/update-ref"); n != 2 {
		t.Errorf("%d updates", n)
	}
}

// Whatever goes wrong with one request, there is one commit more at the end.
func TestCommitExactlyOnce(t *testing.T) {
	for _, kind := range []githubtest.Kind{githubtest.Unavailable, githubtest.AnswerLost, githubtest.ResetAfter, githubtest.SecondaryLimit} {
		for _, op := range []string{"git/create-blob", "git/create-tree", "git/create-commit", "git/get-ref", "git/update-ref"} {
			t.Run(fmt.Sprint(kind, " ", op), func(t *testing.T) {
				f := newFake(t, githubtest.Config{})
				c := change(t, f)
				f.AddFault(githubtest.Fault{Operation: op, Nth: 1, Kind: kind, Wait: 30e9})
				done, err := f.repo.Commit(t.Context(), c)
				check(t, err)
				parent, err := f.repo.Tip(t.Context(), "main")
				check(t, err)
				if parent.Commit != done.Commit || parent.Tree != done.Tree {
					t.Errorf("main is at %+v, not %+v", parent, done)
				}
			})
		}
	}
}

// After a lost answer, a branch that has moved on may or may not have the commit.
func TestCommitThatIsNotKnownSaysSo(t *testing.T) {
	f := newFake(t, githubtest.Config{})
	c := change(t, f)
	f.AddFault(githubtest.Fault{Operation: "git/update-ref", Nth: 1, Kind: githubtest.AnswerLost})
	f.AddFault(githubtest.Fault{Operation: "git/get-ref", Nth: 2, Kind: githubtest.Forbidden})
	done, err := f.repo.Commit(t.Context(), c)
	says(t, err, github.ErrLost, "whether the change was applied is unknown")
	if done.Commit == "" || f.there.Tip("main") != done.Commit {
		t.Errorf("got %+v", done)
	}
}

func TestTreeIsNeverCutShort(t *testing.T) {
	f := newFake(t, githubtest.Config{})
	f.there.Commit(t, "main", "more", map[string][]byte{"a": []byte("1"), "b": []byte("2")})
	tip, err := f.repo.Tip(t.Context(), "main")
	check(t, err)
	f.there.TruncateTrees(3)
	entries, err := f.repo.Tree(t.Context(), tip.Tree)
	check(t, err)
	if len(entries) != 3 {
		t.Errorf("got %+v", entries)
	}
	f.there.TruncateTrees(2)
	_, err = f.repo.Tree(t.Context(), tip.Tree)
	says(t, err, github.ErrIncomplete, "use a git remote")
}

func TestEmptyRepositoryIsSaidToBe(t *testing.T) {
	f := newFake(t, githubtest.Config{})
	f.AddRepository(t, "acme/empty")
	f.AddToken("app", githubtest.AppToken("gate", all...))
	client := f.client(t, "app").Client()
	r, err := client.Repository("acme/empty")
	check(t, err)
	_, err = r.Tip(t.Context(), "main")
	says(t, err, github.ErrEmpty, "Git Repository is empty")
	if branch, err := r.DefaultBranch(t.Context()); err != nil || branch != "main" {
		t.Errorf("got %q, %v", branch, err)
	}
}

func TestSlowAnswersEnd(t *testing.T) {
	f := newFake(t, githubtest.Config{Faults: []githubtest.Fault{{Operation: "pulls/get", Nth: 1, Kind: githubtest.Slow, Wait: 300e6}}})
	r := f.client(t, "job", func(o *github.Options) { o.Timeout = 100e6 })
	_, err := r.PullRequest(t.Context(), 1)
	check(t, err) // the second try is quick
	if f.Count("pulls/get") < 1 || len(f.clock.waits) != 1 {
		t.Errorf("waited %v", f.clock.waits)
	}
}

func TestInspect(t *testing.T) {
	f := newFake(t, githubtest.Config{})
	f.AddToken("app", githubtest.AppToken("gate", "contents=read", "administration=read"))
	f.there.Commit(t, "main", "owners", map[string][]byte{".github/CODEOWNERS": []byte("/.modelgate/ @acme/none\n")})
	f.there.SetCodeownersErrors(map[string]any{"line": 1, "column": 14, "kind": "Unknown owner", "source": "/.modelgate/ @acme/none", "message": "Unknown owner\non line 1", "path": ".github/CODEOWNERS"})
	f.there.Protect("main")
	f.there.SetRules(
		map[string]any{"type": "required_status_checks", "parameters": map[string]any{"strict_required_status_checks_policy": true,
			"required_status_checks": []any{map[string]any{"context": "modelgate", "integration_id": 15368}}}},
		map[string]any{"type": "pull_request", "parameters": map[string]any{"required_approving_review_count": 2, "require_code_owner_review": true,
			"dismiss_stale_reviews_on_push": false, "require_last_push_approval": true, "required_review_thread_resolution": false}},
		map[string]any{"type": "workflows", "parameters": map[string]any{"workflows": []any{map[string]any{"path": ".github/workflows/gate.yml", "repository_id": 1}}}},
		map[string]any{"type": "deletion"},
	)
	i, err := f.client(t, "app").Inspect(t.Context(), "")
	check(t, err)
	if i.Visibility.Value != "public" || i.DefaultBranch.Value != "main" || !i.Protected.Value || i.Scopes.Known {
		t.Errorf("got %+v", i)
	}
	if got := fmt.Sprintf("%+v", i.Rules.Value); got != "[{Type:required_status_checks Source:acme/models Checks:[{Context:modelgate App:15368}] Strict:true Workflows:[] Review:{Approvals:0 CodeOwners:false DismissStale:false LastPushByAnother:false}} "+
		"{Type:pull_request Source:acme/models Checks:[] Strict:false Workflows:[] Review:{Approvals:2 CodeOwners:true DismissStale:false LastPushByAnother:true}} "+
		"{Type:workflows Source:acme/models Checks:[] Strict:false Workflows:[.github/workflows/gate.yml] Review:{Approvals:0 CodeOwners:false DismissStale:false LastPushByAnother:false}} "+
		"{Type:deletion Source:acme/models Checks:[] Strict:false Workflows:[] Review:{Approvals:0 CodeOwners:false DismissStale:false LastPushByAnother:false}}]" {
		t.Errorf("got %s", got)
	}
	if got := fmt.Sprintf("%+v", i.ProtectionChecks.Value); got != "[{Context:modelgate App:15368}]" {
		t.Errorf("got %s", got)
	}
	if q := i.HasRule("merge_queue"); !q.Known || q.Value || !i.HasRule("deletion").Value {
		t.Errorf("got %+v", q)
	}
	if e := i.CodeownersErrors.Value; len(e) != 1 || e[0].Message != "Unknown owner on line 1" || e[0].Line != 1 {
		t.Errorf("got %+v", e)
	}
	if !i.JobPermissions.Known || i.JobPermissions.Value.Write {
		t.Errorf("got %+v", i.JobPermissions)
	}

	// The token of a job may not see the settings, and that is said.
	j, err := f.repo.Inspect(t.Context(), "change")
	check(t, err)
	if j.JobPermissions.Known || !strings.Contains(j.JobPermissions.Reason, "administration: read") {
		t.Errorf("got %+v", j.JobPermissions)
	}
	if j.CodeownersErrors.Known || !strings.Contains(j.CodeownersErrors.Reason, "no CODEOWNERS file on change") {
		t.Errorf("got %+v", j.CodeownersErrors)
	}
	f.AddToken("person", githubtest.Token{Login: "bob", Person: true, Scopes: "repo, read:org", Permissions: map[string]string{"contents": "read"}})
	k, err := f.client(t, "person").Inspect(t.Context(), "main")
	check(t, err)
	if got := fmt.Sprint(k.Scopes.Value); !k.Scopes.Known || got != "[read:org repo]" {
		t.Errorf("got %+v", k.Scopes)
	}
	f.AddFault(githubtest.Fault{Operation: "repos/get-branch-rules", Kind: githubtest.Forbidden})
	l, err := f.repo.Inspect(t.Context(), "main")
	check(t, err)
	if l.Rules.Known || l.HasRule("merge_queue").Known || l.Rules.Reason == "" {
		t.Errorf("got %+v", l.Rules)
	}
}

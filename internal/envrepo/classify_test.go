package envrepo

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/modelgate-dev/modelgate/internal/git"
)

func TestPushError(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		stderr string
		want   error
		words  string
	}{
		"lease":          {" ! [rejected]        1a2b -> main (stale info)\nerror: failed to push some refs\n", ErrStale, ""},
		"behind":         {" ! [rejected]        1a2b -> main (fetch first)\n", ErrStale, ""},
		"race on GitHub": {"remote: error: cannot lock ref 'refs/heads/main': is at 1 but expected 2\n ! [remote rejected] 1a2b -> main (cannot lock ref 'refs/heads/main': is at 1 but expected 2)\n", ErrStale, ""},
		"race in files":  {" ! [remote rejected] 1a2b -> main (failed to update ref)\n", ErrStale, ""},
		"a branch in the way": {"remote: error: cannot lock ref 'refs/heads/modelgate/prod/x': 'refs/heads/modelgate' exists; cannot create 'refs/heads/modelgate/prod/x'        \n ! [remote rejected] 1a2b -> modelgate/prod/x (failed to update ref)\n",
			ErrRejected, "'refs/heads/modelgate' exists"},
		"a lock that was left": {"remote: error: cannot lock ref 'refs/heads/main': Unable to create '/srv/env.git/./refs/heads/main.lock': File exists.        \nremote: \nremote: Another git process seems to be running in this repository\n ! [remote rejected] 1a2b -> main (failed to update ref)\n",
			ErrStale, "main.lock': File exists"},
		"ruleset": {"remote: error: GH013: Repository rule violations found for refs/heads/main.\nremote: - Changes must be made through a pull request.\n ! [remote rejected] 1a2b -> main (push declined due to repository rule violations)\n",
			ErrRejected, "Changes must be made through a pull request."},
		"deletion":                 {"remote: error: denying ref deletion for refs/heads/x        \n ! [remote rejected] x (deletion prohibited)\n", ErrRejected, "denying ref deletion"},
		"deletion of HEAD":         {" ! [remote rejected] main (deletion of the current branch prohibited)\n", ErrRejected, "current branch"},
		"deletion on GitHub":       {" ! [remote rejected] main (refusing to delete the current branch: refs/heads/main)\n", ErrRejected, "refusing to delete"},
		"deletion on GitLab":       {"remote: GitLab: You can only delete protected branches using the web interface.\n ! [remote rejected] x (pre-receive hook declined)\n", ErrRejected, "web interface"},
		"deletion by a hook":       {" ! [remote rejected] x (hook declined)\n", ErrRejected, "hook declined"},
		"deletion raced":           {" ! [rejected]        x (stale info)\n", ErrStale, ""},
		"deleted meanwhile":        {"error: unable to delete 'modelgate/prod/x': remote ref does not exist\nerror: failed to push some refs to 'https://x/'\n", ErrStale, ""},
		"deletion in files":        {" ! [remote rejected] x (reference does not exist)\n", ErrStale, ""},
		"no force":                 {"remote: error: denying non-fast-forward refs/heads/x (you should pull first)\n ! [remote rejected] 1a2b -> x (non-fast-forward)\n", ErrRejected, "non-fast-forward"},
		"no force on Azure":        {" ! [remote rejected] 1a2b -> x (TF401027: You need the Git 'ForcePush' permission to perform this action. Details: identity 'a -> b (c)', scope 'branch'.)\n", ErrRejected, "ForcePush"},
		"policy of Azure":          {" ! [remote rejected] 1a2b -> main (TF402455: Pushes to this branch are not permitted; you must use a pull request to update this branch.)\n", ErrRejected, "TF402455"},
		"race on Azure":            {" ! [remote rejected] 1a2b -> main (TF401028: The reference 'refs/heads/main' has already been updated by another client, so you cannot update it. Please try again.)\n", ErrStale, ""},
		"no force on Gitea":        {"remote: Gitea: branch main is protected from force push\n ! [remote rejected] 1a2b -> main (pre-receive hook declined)\n", ErrRejected, "protected from force push"},
		"permissions of Bitbucket": {"remote: Branch refs/heads/main can only be modified through pull requests.\n ! [remote rejected] 1a2b -> main (pre-receive hook declined)\n", ErrRejected, "through pull requests"},
		"GitLab's own fault":       {"remote: GitLab: Internal API unreachable\n ! [remote rejected] 1a2b -> main (pre-receive hook declined)\n", ErrAmbiguous, ""},
		"failed":                   {" ! [remote rejected] 1a2b -> main (failed)\n", ErrAmbiguous, ""},
		"protection":               {" ! [remote rejected] 1a2b -> main (protected branch hook declined)\n", ErrRejected, "protected branch hook declined"},
		"checked out":              {" ! [remote rejected] 1a2b -> main (branch is currently checked out)\n", ErrRemote, "checked out"},
		"server's fault":           {" ! [remote rejected] 1a2b -> main (Internal Server Error)\n", ErrAmbiguous, ""},
		"connection lost":          {"error: RPC failed; curl 56 Recv failure: Connection reset by peer\nfatal: the remote end hung up unexpectedly\n", ErrAmbiguous, ""},
		"no status":                {" ! [remote failure]  1a2b -> main (remote failed to report status)\n", ErrAmbiguous, ""},
		"bad gateway":              {"error: RPC failed; HTTP 502 curl 22 The requested URL returned error: 502\n", ErrAmbiguous, ""},
		"unknown":                  {"fatal: the moon is full\n", ErrAmbiguous, ""},
		"no password":              {"fatal: could not read Username for 'https://github.com': terminal prompts disabled\n", ErrAccess, ""},
		"forbidden":                {"remote: Permission to a/b.git denied to bot.\nfatal: unable to access 'https://github.com/a/b.git/': The requested URL returned error: 403\n", ErrAccess, ""},
		"no key":                   {"git@github.com: Permission denied (publickey).\nfatal: Could not read from remote repository.\n", ErrAccess, ""},
		"a remote that lies":       {"remote:  ! [rejected] 1a2b -> main (stale info)\nremote: Authentication failed\n ! [remote rejected] 1a2b -> main (pre-receive hook declined)\n", ErrRejected, "Authentication failed"},
		"a remote that lies2":      {"remote: Authentication failed\nfatal: the remote end hung up unexpectedly\n", ErrAmbiguous, ""},
	}
	kinds := []error{ErrStale, ErrAmbiguous, ErrRejected, ErrAccess, ErrUnreachable}
	for name, test := range tests {
		err := pushError(t.Context(), &git.Error{Args: []string{"push"}, Stderr: test.stderr, Err: errors.New("exit status 1")})
		for _, kind := range kinds {
			if errors.Is(err, kind) != (kind == test.want) {
				t.Errorf("%s: %v; is %q: %v", name, err, kind, errors.Is(err, kind))
			}
		}
		if !strings.Contains(err.Error(), test.words) {
			t.Errorf("%s: %v lacks %q", name, err, test.words)
		}
	}
	if err := pushError(t.Context(), git.ErrNotFound); errors.Is(err, ErrAmbiguous) || !errors.Is(err, git.ErrNotFound) {
		t.Errorf("git is missing: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := pushError(ctx, &git.Error{Err: ctx.Err()}); !errors.Is(err, ErrAmbiguous) || !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestReadError(t *testing.T) {
	t.Parallel()
	for stderr, want := range map[string]error{
		"fatal: unable to access 'https://x/': Could not resolve host: x\n":                                 ErrUnreachable,
		"ssh: connect to host x port 22: Connection refused\nfatal: Could not read from remote repository.": ErrUnreachable,
		"fatal: unable to access 'https://x/': The requested URL returned error: 503\n":                     ErrUnreachable,
		"fatal: '/x' does not appear to be a git repository\n":                                              ErrAccess,
		"remote: Repository not found.\nfatal: repository 'https://github.com/a/b/' not found\n":            ErrAccess,
		"fatal: unable to access 'https://git.example/a/b/': The requested URL returned error: 301\n":       ErrAccess,
		"fatal: repository 'https://git.example/a/b/' not found\n":                                          ErrAccess,
	} {
		if err := readError(t.Context(), &git.Error{Stderr: stderr}); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", stderr, err, want)
		}
	}
}

// The first wait is not shorter than the attempt that lost: others need as long.
func TestPauseBeginsWithTheTimeOfAnAttempt(t *testing.T) {
	t.Parallel()
	var bounds []int64
	r := Retry{Random: func(n int64) int64 { bounds = append(bounds, n); return 0 }, Sleep: func(context.Context, time.Duration) error { return nil }}.withDefaults()
	for n, took := range []time.Duration{0, 0, time.Second, 3 * time.Second, time.Hour} {
		if err := r.pause(t.Context(), n+1, took); err != nil {
			t.Fatal(err)
		}
	}
	want := []time.Duration{r.Wait, 2 * r.Wait, 4 * time.Second, r.MaxWait, r.MaxWait}
	for i, b := range bounds {
		if time.Duration(b) != want[i] {
			t.Errorf("wait %d is at most %v, want %v", i+1, time.Duration(b), want[i])
		}
	}
}

package git

import (
	"context"
	"fmt"
	"os"
	"strings"
)

// maxSingleBytes is how much FetchCommit fetches, as it is packed.
const maxSingleBytes = 64 << 20

// single are the options of a fetch from an address that a configuration names: of one
// commit, from that very server.
func single() []string {
	return []string{"-c", "protocol.version=2", "-c", "http.followRedirects=false", "-c", "http.lowSpeedLimit=1000", "-c", "http.lowSpeedTime=30"}
}

// FetchCommit fetches one commit, by its full id, with its files and without its history,
// into an empty directory. The error is ErrBounds, where the commit is larger than one of
// policies is, or what git says.
func (r Repo) FetchCommit(ctx context.Context, address, commit string) error {
	if _, err := r.Run(ctx, "init", "--quiet", "--bare", "."); err != nil {
		return err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	args := append(single(), "fetch", "--progress", "--depth=1", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--no-auto-maintenance",
		"--", address, commit)
	cmd, err := r.Online().Command(ctx, args...)
	if err != nil {
		return err
	}
	m := &meter{most: maxSingleBytes, full: func() { stop(fmt.Errorf("%w: the commit is larger than %d MiB", ErrBounds, maxSingleBytes>>20)) }}
	cmd.Stderr = m
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	err = cmd.Run()
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	if err != nil {
		return &Error{Args: args, Stderr: m.words.String(), Err: err}
	}
	return nil
}

// RemoteCommit is the commit that a branch or tag is at in the repository of an address,
// or that of its default branch for "". "" is that there is none.
func (r Repo) RemoteCommit(ctx context.Context, address, ref string) (string, error) {
	want := []string{"HEAD"}
	if ref != "" { // a tag of its own points to the commit with ^{}
		want = []string{"refs/tags/" + ref + "^{}", "refs/tags/" + ref, "refs/heads/" + ref}
	}
	out, err := r.Online().Run(ctx, append(append(single(), "ls-remote", "--", address), want...)...)
	if err != nil {
		return "", err
	}
	at := map[string]string{}
	for line := range strings.Lines(string(out)) {
		id, name, _ := strings.Cut(strings.TrimSpace(line), "\t")
		at[name] = id
	}
	for _, name := range want {
		if at[name] != "" {
			return at[name], nil
		}
	}
	return "", nil
}

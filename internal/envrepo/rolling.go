package envrepo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/promotion"
)

// rolling is the branch of a pull request that modelgate keeps up to date: one
// commit of a plan on top of a commit of the branch that it is to be merged into.
type rolling struct {
	tip     string // "" where there is no such branch
	on      string // the commit that its plan was made for
	message string // of the commit with the plan
	// foreign is the commit that holds more than modelgate wrote, "" for none. A
	// branch that has one is never moved.
	foreign string
}

// sealed is the trailer of a commit on such a branch, with the digest of what it
// changes. It is the same after a rebase, and after merges of the branch below.
const sealed = "Modelgate-Change"

// wanders are the trailers that may differ between two runs that want the same.
var wanders = []string{sealed, "Source-Commit", "Policy-Digest"}

// states reports whether the branch holds what a plan with a message would make.
func (r rolling) states(message string) bool {
	return r.tip != "" && lasting(r.message) == lasting(message)
}

func lasting(message string) string {
	var kept []string
	for line := range strings.Lines(strings.TrimSpace(message)) {
		key, _, _ := strings.Cut(line, ":")
		if !slices.Contains(wanders, key) {
			kept = append(kept, strings.TrimRight(line, " \r\n"))
		}
	}
	return strings.Join(kept, "\n")
}

// trailers are the values of a trailer of the message.
func (r rolling) trailers(key string) []string {
	var out []string
	for line := range strings.Lines(r.message) {
		if value, ok := strings.CutPrefix(line, key+": "); ok {
			out = append(out, strings.TrimSpace(value))
		}
	}
	return out
}

// rollingRef is where the clone keeps the branch of a pull request.
const rollingRef = "refs/modelgate/rolling"

// maxUpdates is how many merges of the branch below a person may have added.
const maxUpdates = 40

// readRolling reads the branch of a pull request into the branch at a commit.
func (g *Git) readRolling(ctx context.Context, branch, into string) (rolling, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	ref := "refs/heads/" + branch
	out, err := g.repo.Run(ctx, "ls-remote", "--", g.remote, ref)
	if err != nil {
		return rolling{}, readError(ctx, err)
	}
	if parseRefs(string(out)).branches[branch] == "" {
		return rolling{}, nil
	}
	if err := g.fetchRolling(ctx, ref, 2); err != nil {
		return rolling{}, err
	}
	tip, err := g.readCommit(ctx, rollingRef)
	if err != nil {
		return rolling{}, err
	}
	r := rolling{tip: tip.id, on: tip.parent(), message: tip.message}
	last := tip
	if len(tip.parents) > 1 {
		if err := g.fetchRolling(ctx, ref, maxUpdates+2); err != nil {
			return rolling{}, err
		}
		r.on = tip.parents[1]
		for n := 0; len(last.parents) == 2 && n < maxUpdates; n++ {
			if merged, err := g.isMerged(ctx, last.parents[1], into); err != nil || !merged {
				r.foreign = last.parents[1]
				return r, err
			}
			if last, err = g.readCommit(ctx, last.parents[0]); err != nil {
				return rolling{}, err
			}
		}
		r.message = last.message
	}
	change, err := g.changeOf(ctx, r.on, tip.id)
	if err != nil {
		return rolling{}, err
	}
	if len(last.parents) != 1 || !slices.Equal(r.trailers(sealed), []string{change}) {
		r.foreign = tip.id
		return r, nil
	}
	r.foreign, err = g.findForeign(ctx, ref, last, into)
	return r, err
}

// findForeign returns the newest commit below that with the plan, and the latter too,
// that is neither in the branch below nor one that modelgate made; "" where there is
// none. Modelgate's own are there if the branch below was set back.
func (g *Git) findForeign(ctx context.Context, ref string, c commitInfo, into string) (string, error) {
	for n := 0; ; n++ {
		below := c.parent()
		if below == into {
			return "", nil
		}
		if merged, err := g.isMerged(ctx, below, into); err != nil || merged {
			return "", err
		}
		if n == 0 {
			if err := g.fetchRolling(ctx, ref, 2*maxUpdates+2); err != nil {
				return "", err
			}
		}
		var err error
		if c, err = g.readCommit(ctx, below); err != nil {
			return "", err
		}
		change, err := g.changeOf(ctx, c.parent(), c.id)
		if err != nil {
			return "", err
		}
		if n == maxUpdates || c.parent() == "" || !slices.Equal(rolling{message: c.message}.trailers(sealed), []string{change}) {
			return c.id, nil
		}
	}
}

// isMerged is isIn for the branch below at the commit that it was read at. What is
// not in it may be in it by now, if it has moved: then nothing can be said.
func (g *Git) isMerged(ctx context.Context, commit, into string) (bool, error) {
	if in, err := g.isIn(ctx, commit, into); err != nil || in {
		return in, err
	}
	ref := "refs/heads/" + g.branch
	out, err := g.repo.Run(ctx, "ls-remote", "--", g.remote, ref)
	if err != nil {
		return false, readError(ctx, err)
	}
	if at := parseRefs(string(out)).branches[g.branch]; at != into {
		return false, fmt.Errorf("%w: it is at %s", ErrStale, at)
	}
	return false, nil
}

// fetchRolling fetches the branch of a pull request with its files: git makes the next
// commit's pack against them, and would inherit the filter of the branch below.
func (g *Git) fetchRolling(ctx context.Context, ref string, depth int) error {
	_, err := g.repo.Run(ctx, "fetch", "--quiet", "--no-filter", fmt.Sprintf("--depth=%d", depth), "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules",
		"--", g.remote, "+"+ref+":"+rollingRef)
	if err == nil {
		return nil
	}
	if err = readError(ctx, err); !errors.Is(err, ErrAccess) && ctx.Err() == nil { // it was there a moment ago
		err = fmt.Errorf("%w: %w", ErrStale, err)
	}
	return err
}

// isIn reports whether a commit is one of the history of another.
func (g *Git) isIn(ctx context.Context, commit, of string) (bool, error) {
	out, err := past{ctx, g, of, nil}.ask("rev-list", "--no-walk", "--ignore-missing", commit, "--")
	if err != nil || strings.TrimSpace(string(out)) == "" {
		return false, err
	}
	out, err = past{ctx, g, of, nil}.ask("rev-list", "-1", commit, "--not", of, "--")
	return err == nil && strings.TrimSpace(string(out)) == "", err
}

type commitInfo struct {
	id, message string
	parents     []string
}

// parent is the only parent, "" where there is not exactly one.
func (c commitInfo) parent() string {
	if len(c.parents) != 1 {
		return ""
	}
	return c.parents[0]
}

func (g *Git) readCommit(ctx context.Context, rev string) (commitInfo, error) {
	out, err := g.repo.Run(ctx, "log", "-1", "--no-show-signature", "--encoding=UTF-8", "--format=%H%n%P%n%B", rev, "--")
	if err != nil {
		return commitInfo{}, fmt.Errorf("reading the branch of the pull request: %w", err)
	}
	lines := strings.SplitN(string(out), "\n", 3)
	if len(lines) != 3 {
		return commitInfo{}, errors.New("reading the branch of the pull request: git printed no commit")
	}
	return commitInfo{id: lines[0], parents: strings.Fields(lines[1]), message: lines[2]}, nil
}

// changeOf is a digest of what differs between two commits or trees: paths, modes
// and contents. "" is a commit that does not exist, from which everything differs.
func (g *Git) changeOf(ctx context.Context, from, to string) (string, error) {
	if from == "" {
		return "", nil
	}
	out, err := g.repo.Run(ctx, "diff-tree", "-r", "-z", "--no-renames", "--no-abbrev", "--raw", from, to)
	if err != nil {
		return "", fmt.Errorf("comparing the branch of the pull request: %w", err)
	}
	words := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
	var lines []string
	for i := 0; i+1 < len(words); i += 2 {
		meta := strings.Fields(words[i]) // :mode mode object object status
		if len(meta) != 5 {
			return "", errors.New("comparing the branch of the pull request: git printed no difference")
		}
		lines = append(lines, fmt.Sprintf("%s %s %s", meta[1], meta[3], words[i+1]))
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return "sha256:" + hex.EncodeToString(sum[:]), nil
}

// moveRolling makes a commit of a plan on top of base and points the branch of the
// pull request to it, if the branch still is where it was read: it is never taken
// from a person, or from another run.
func (g *Git) moveRolling(ctx context.Context, branch string, was rolling, base promotion.Snapshot, plan promotion.Plan) (string, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	const doing = "writing the commit of the pull request"
	tree, _, err := g.writeTree(base.Commit, plan)
	if err != nil {
		return "", fmt.Errorf("%s: %w", doing, err)
	}
	change, err := g.changeOf(ctx, base.Commit, tree)
	if err != nil {
		return "", err
	}
	commit, err := g.writeCommit(tree, base.Commit, plan.Message+sealed+": "+change+"\n")
	if err != nil {
		return "", fmt.Errorf("%s: %w", doing, err)
	}
	return commit, g.push(ctx, branch, was.tip, commit)
}

// removeRolling removes the branch of a pull request, if it still is where it was read.
func (g *Git) removeRolling(ctx context.Context, branch string, was rolling) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.push(ctx, branch, was.tip, "")
}

// writeRef writes a ref of the clone, which nobody else uses, as a file.
// https://git-scm.com/docs/gitrepository-layout
func (g *Git) writeRef(ref, commit string) error {
	file := filepath.Join(g.repo.Dir, filepath.FromSlash(ref))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(commit+"\n"), 0o644)
}

// push points a branch of the remote to a commit, or removes it, on the condition that it
// still is at another; "" means that it does not exist. A thin pack would be made against
// files that the clone may lack. The pattern names exactly one ref of the remote: with
// "main" in full, git refuses to choose if the remote also has a branch or tag that is
// called "refs/heads/main".
func (g *Git) push(ctx context.Context, branch, from, to string) error {
	ref := "refs/heads/" + branch
	refspec := ":" + ref
	if to != "" {
		from := "refs/modelgate/" + to + "/" // of this commit alone
		if err := g.writeRef(from+branch, to); err != nil {
			return fmt.Errorf("writing the commit for the environment repository: %w", err)
		}
		refspec = from + "*:refs/heads/*"
	}
	_, err := g.repo.Run(ctx, "-c", "push.gpgSign=false", "-c", "push.followTags=false", "-c", "push.pushOption=",
		"push", "--quiet", "--no-verify", "--no-thin", "--recurse-submodules=no",
		"--force-with-lease="+ref+":"+from, "--", g.remote, refspec)
	if err != nil {
		return pushError(ctx, err)
	}
	return nil
}

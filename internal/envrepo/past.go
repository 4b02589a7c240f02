package envrepo

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/promotion"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// past is the history of a branch up to one commit. It is fetched when it is
// asked for: first the commits and their trees only, where the remote can leave
// the files out.
type past struct {
	ctx    context.Context
	of     *Git
	commit string
}

var _ promotion.Past = past{}

// everything is a depth that no history has.
const everything = "--depth=2147483647"

// Recorded reads which commits have added or changed each record. The commits are
// read from all parents, so that no merge hides one.
func (p past) Recorded() (map[string][]promotion.Version, error) {
	p.of.mu.Lock()
	defer p.of.mu.Unlock()
	repo, err := p.commits()
	if err != nil {
		return nil, err
	}
	out, err := repo.Run(p.ctx, "log", "--full-history", "-m", "--reverse", "--topo-order", "--no-renames", "--diff-filter=AMT", "--raw", "--no-abbrev", "--format=commit %H %ct", p.commit, "--", promotion.RecordsDir)
	if err != nil {
		return nil, fmt.Errorf("reading the history of the environment repository: %w", err)
	}
	return parseLog(string(out))
}

// parseLog reads the output of git log: a line "commit <commit> <seconds>", and lines
//
//	:000000 100644 <before> <object> A TAB <path>
func parseLog(out string) (map[string][]promotion.Version, error) {
	files := map[string][]promotion.Version{}
	var by promotion.Version
	for line := range strings.Lines(out) {
		line = strings.TrimSuffix(line, "\n")
		if commit, ok := strings.CutPrefix(line, "commit "); ok {
			id, seconds, _ := strings.Cut(commit, " ")
			n, err := strconv.ParseInt(seconds, 10, 64)
			if err != nil {
				return nil, fmt.Errorf("git log printed %q", line)
			}
			by = promotion.Version{Commit: id, At: time.Unix(n, 0).UTC()}
			continue
		}
		head, name, ok := strings.Cut(line, "\t")
		words := strings.Fields(head)
		if !ok || len(words) != 5 {
			continue
		}
		by.Object = words[3]
		files[name] = append(files[name], by)
	}
	return files, nil
}

// At reads a commit of the history with its files.
func (p past) At(commit string) (source.Tree, error) {
	p.of.mu.Lock()
	defer p.of.mu.Unlock()
	return p.open(commit)
}

// open fetches a commit by its name; all of the history from a server that gives
// branches only. What was fetched stays.
func (p past) open(commit string) (source.Tree, error) {
	repo, remote := p.of.repo, p.of.remote
	if _, err := repo.Run(p.ctx, "cat-file", "-e", commit+"^{tree}"); err == nil {
		return source.OpenCommit(p.ctx, repo, commit)
	}
	fetch := []string{"fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"}
	if _, err := repo.Run(p.ctx, append(fetch, "--depth=1", "--", remote, commit)...); err != nil {
		if _, err := repo.Run(p.ctx, append(fetch, everything, "--", remote, "+refs/heads/"+p.of.branch+":refs/heads/environment")...); err != nil {
			return source.Tree{}, readError(p.ctx, err)
		}
	}
	return source.OpenCommit(p.ctx, repo, commit)
}

// commits is a clone of the history without its files, made once for a commit.
// It is apart from the one that commits are made in, which has all objects of
// its newest commit.
func (p past) commits() (git.Repo, error) {
	dir := p.of.repo.Dir + "/history"
	repo := git.Repo{Dir: dir, Env: append(append([]string{}, p.of.repo.Env...), "GIT_DIR="+dir)}
	if _, err := os.Stat(dir); err != nil {
		if err := os.Mkdir(dir, 0o700); err != nil {
			return repo, err
		}
		if _, err := repo.Run(p.ctx, "init", "--quiet", "--bare", "--template=", "--object-format="+format(p.commit)); err != nil {
			return repo, fmt.Errorf("preparing a clone of the history: %w", err)
		}
		// Only a remote with a name can leave files out: git keeps by it who has them.
		if _, err := repo.Run(p.ctx, "config", "remote.environment.url", p.of.remote); err != nil {
			return repo, fmt.Errorf("preparing a clone of the history: %w", err)
		}
	}
	if _, err := repo.Run(p.ctx, "cat-file", "-e", p.commit+"^{commit}"); err == nil {
		return repo, nil
	}
	if _, err := repo.Run(p.ctx, "fetch", "--quiet", "--filter=blob:none", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules",
		"environment", "+refs/heads/"+p.of.branch+":refs/heads/environment"); err != nil {
		return repo, readError(p.ctx, err)
	}
	if _, err := repo.Run(p.ctx, "cat-file", "-e", p.commit+"^{commit}"); err != nil { // it was set back meanwhile
		return repo, fmt.Errorf("reading the history of the environment repository: %w", ErrStale)
	}
	return repo, nil
}

func format(commit string) string {
	if len(commit) == 64 {
		return "sha256"
	}
	return "sha1"
}

// At is the branch as it stood at a moment, by the times of its commits. It is an
// empty tree before the first of them.
func (g *Git) At(ctx context.Context, moment time.Time) (promotion.Snapshot, error) {
	now, err := g.Head(ctx)
	if err != nil || now.Commit == "" {
		return now, err
	}
	defer now.Close()
	g.mu.Lock()
	defer g.mu.Unlock()
	p := past{ctx, g, now.Commit}
	history, err := p.commits()
	if err != nil {
		return promotion.Snapshot{}, err
	}
	commit, err := history.Line(ctx, "rev-list", "-1", "--first-parent", fmt.Sprintf("--before=%d", moment.Unix()), now.Commit)
	if err != nil || commit == "" {
		return promotion.Snapshot{}, err
	}
	tree, err := p.open(commit)
	return promotion.Snapshot{Tree: tree}, err
}

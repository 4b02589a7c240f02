package envrepo

import (
	"context"
	"fmt"
	"os"
	"slices"
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
	out, err := p.ask("log", "--full-history", "-m", "--reverse", "--topo-order", "--no-renames", "--diff-filter=AMT", "--raw", "--no-abbrev", "--format=commit %H %ct", p.commit, "--", promotion.RecordsDir)
	if err != nil {
		return nil, err
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
		if _, err := repo.Run(p.ctx, append(fetch, everything, "--", remote, "+refs/heads/"+p.of.branch+":refs/heads/"+p.of.branch)...); err != nil {
			return source.Tree{}, readError(p.ctx, err)
		}
	}
	return source.OpenCommit(p.ctx, repo, commit)
}

// ask asks git about the history of the commit. It is fetched into a clone without
// its files, once for a commit: apart from the clone that commits are made in, which
// has all objects of its newest commit.
func (p past) ask(question ...string) ([]byte, error) {
	repo, err := p.cloneHistory()
	if err != nil {
		return nil, readError(p.ctx, err)
	}
	has := func() bool {
		_, err := repo.Offline().Run(p.ctx, "cat-file", "-e", p.commit+"^{commit}")
		return err == nil
	}
	out, err := repo.Offline().Run(p.ctx, question...)
	if err != nil && !has() { // the clone is of another commit
		// Only a remote with a name can leave files out: git keeps by it who has them.
		if _, err := repo.Run(p.ctx, "fetch", "--quiet", "--filter=blob:none", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules",
			"environment", "+refs/heads/"+p.of.branch+":refs/heads/"+p.of.branch); err != nil {
			return nil, readError(p.ctx, err)
		}
		if out, err = repo.Offline().Run(p.ctx, question...); err != nil && !has() { // it was set back meanwhile
			err = ErrStale
		}
	}
	if err != nil {
		return nil, fmt.Errorf("reading the history of the environment repository: %w", err)
	}
	return out, nil
}

// cloneHistory is the clone of the history, made once.
func (p past) cloneHistory() (git.Repo, error) {
	dir := p.of.repo.Dir + "/history"
	repo := git.Repo{Dir: p.of.repo.Dir, Env: append(append([]string{}, p.of.repo.Env...), "GIT_DIR="+dir)}
	if _, err := os.Stat(dir); err == nil {
		return repo, nil
	}
	_, err := repo.Run(p.ctx, append(slices.Clone(cloning), "--filter=blob:none", "--branch="+p.of.branch, "--", p.of.remote, dir)...)
	return repo, err
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
	line, err := p.ask("rev-list", "-1", "--first-parent", fmt.Sprintf("--before=%d", moment.Unix()), now.Commit)
	commit := strings.TrimSpace(string(line))
	if err != nil || commit == "" {
		return promotion.Snapshot{}, err
	}
	tree, err := p.open(commit)
	return promotion.Snapshot{Tree: tree}, err
}

package envrepo

import (
	"bytes"
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
	merged MergeTimes
}

var _ promotion.Past = past{}

// everything is a depth that no history has.
const everything = "--depth=2147483647"

// Recorded reads which commits have added or changed each record. The commits are
// read from all parents, so that no merge hides one.
func (p past) Recorded() (map[string][]promotion.Version, error) {
	p.of.mu.Lock()
	defer p.of.mu.Unlock()
	return recorded(p.ask, p.commit)
}

// Removed reads which approvals commits have removed.
func (p past) Removed() (map[string][]promotion.Version, error) {
	p.of.mu.Lock()
	defer p.of.mu.Unlock()
	return removed(p.ask, p.commit)
}

// Arrivals reads when the branch itself got each record.
func (p past) Arrivals(now time.Time) (map[string]map[string]promotion.Arrival, error) {
	p.of.mu.Lock()
	defer p.of.mu.Unlock()
	tree, err := p.open(p.commit)
	if err != nil {
		return nil, err
	}
	defer tree.Close() // it has been read; a failure to close changes nothing
	return arrivals(p.ask, tree, p.merged, now)
}

// MergeTimes asks the host of a repository when a commit of a pull request got into its
// branch, by its own clock; zero where it does not know.
type MergeTimes func(commit string) (time.Time, error)

// WithMergeTimes is the history of a branch whose host can be asked.
func WithMergeTimes(of promotion.Past, merged MergeTimes) promotion.Past {
	switch p := of.(type) {
	case past:
		p.merged = merged
		return p
	case cloned:
		p.merged = merged
		return p
	}
	return of
}

// logOf asks for the versions of records, of all parents or of the first ones. What anyone
// can write into a commit stays on one line: folded trailers, and encodings with line breaks.
func logOf(ask func(...string) ([]byte, error), commit, parents string) (string, error) {
	out, err := ask("log", parents, "-m", "--reverse", "--topo-order", "--no-renames", "--diff-filter=AMT", "--raw", "--no-abbrev", "--encoding=none",
		"--format=commit %H%x00%ct%x00%P%x00%ae%x00%ce%x00%(trailers:key="+sealed+",valueonly,unfold,separator=%x2C)", commit, "--", promotion.RecordsDir, promotion.HealthDir)
	return string(out), err
}

// removed reads which commits have removed approvals. Each is told with the parents of the
// commit, any of which may be the one that had it.
func removed(ask func(...string) ([]byte, error), commit string) (map[string][]promotion.Version, error) {
	out, err := ask("log", "--full-history", "-m", "--topo-order", "--no-renames", "--diff-filter=D", "--raw", "--no-abbrev", "--format=commit %P", commit, "--", promotion.ApprovalsDir)
	if err != nil {
		return nil, err
	}
	files := map[string][]promotion.Version{}
	var parents []string
	for line := range strings.Lines(string(out)) {
		line = strings.TrimSuffix(line, "\n")
		if names, ok := strings.CutPrefix(line, "commit "); ok {
			parents = strings.Fields(names)
			continue
		}
		head, name, ok := strings.Cut(line, "\t")
		words := strings.Fields(head)
		if !ok || len(words) != 5 {
			continue
		}
		for _, parent := range parents {
			files[name] = append(files[name], promotion.Version{Object: words[2], Commit: parent})
		}
	}
	return files, nil
}

func recorded(ask func(...string) ([]byte, error), commit string) (map[string][]promotion.Version, error) {
	out, err := logOf(ask, commit, "--full-history")
	if err != nil {
		return nil, err
	}
	files := map[string][]promotion.Version{}
	eachVersion(out, func(path string, v promotion.Version, _ commitKind) { files[path] = append(files[path], v) })
	return files, nil
}

// maxMergeTimes bounds how often a host is asked.
const maxMergeTimes = 20

// arrivals are when the branch got each version, by path and object.
//
// A merge has the time that it states. Any other commit that was made for a pull request
// has the time at which it was made, rebased or squashed, whoever did that: it was merged
// at some time after it. So has every commit of an environment that takes pull requests
// only: one that somebody made again can state any author, and no seal. The host knows the
// time of all of them, and what it states comes before what a merge states, which can have
// been made before it was pushed. Otherwise such a version is as old as the next record
// that was committed to the branch itself, or its age is not known. A merge does not tell:
// it may have brought the branch of the pull request up to date.
//
// A commit that states a time before those before it on the branch is back-dated: it is as
// old as the newest of them.
func arrivals(ask func(...string) ([]byte, error), tip source.Tree, merged MergeTimes, now time.Time) (map[string]map[string]promotion.Arrival, error) {
	reviewed, err := promotion.TakesPullRequests(tip)
	if err != nil {
		return nil, err
	}
	out, err := logOf(ask, tip.Commit, "--first-parent")
	if err != nil {
		return nil, err
	}
	newest, err := newestDates(ask, tip.Commit, now)
	if err != nil {
		return nil, err
	}
	type pending struct{ path, object, commit string }
	var waiting, stated []pending
	at := map[string]map[string]promotion.Arrival{}
	note := func(p pending, a promotion.Arrival, again bool) {
		if at[p.path] == nil {
			at[p.path] = map[string]promotion.Arrival{}
		}
		if _, known := at[p.path][p.object]; !known || again {
			at[p.path][p.object] = a
		}
	}
	eachVersion(out, func(path string, v promotion.Version, kind commitKind) {
		this := pending{path, v.Object, v.Commit}
		if n := newest[v.Commit]; n.After(v.At) {
			v.At = n
		}
		asked := reviewed(path)
		switch {
		case kind == ofMerge && asked:
			stated = append(stated, this)
		case kind == ofPullRequest, kind == onBranch && asked:
			waiting = append(waiting, this)
			return
		case kind == onBranch && strings.HasPrefix(path, promotion.RecordsDir+"/"):
			for _, w := range waiting {
				note(w, promotion.Arrival{At: v.At, Commit: w.commit}, true)
			}
			waiting = nil
		}
		note(this, promotion.Arrival{At: v.At, Commit: v.Commit}, false)
	})
	if merged == nil {
		return at, nil
	}
	told := map[string]promotion.Arrival{}
	askHost := func(commit string) promotion.Arrival {
		a, asked := told[commit]
		if !asked && len(told) < maxMergeTimes {
			when, err := merged(commit)
			if a.At, a.ByHost = when, !when.IsZero(); err != nil {
				a = promotion.Arrival{Unknown: err.Error()}
			}
			told[commit] = a
		}
		a.Commit = commit
		return a
	}
	for _, w := range slices.Backward(waiting) { // the newest first
		note(w, askHost(w.commit), true)
	}
	for _, s := range slices.Backward(stated) {
		if a := askHost(s.commit); a.ByHost && at[s.path][s.object].Commit == s.commit {
			note(s, a, true)
		}
	}
	return at, nil
}

// newestDates are the newest dates up to each commit of a branch. One that is after now
// counts for nothing: it would make all later commits too new, until it has passed.
func newestDates(ask func(...string) ([]byte, error), tip string, now time.Time) (map[string]time.Time, error) {
	out, err := ask("log", "--first-parent", "--reverse", "--format=%H%x00%ct", tip)
	if err != nil {
		return nil, err
	}
	newest := map[string]time.Time{}
	var last time.Time
	for line := range strings.Lines(string(out)) {
		commit, seconds, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\x00")
		if at := dateOf(seconds); at.After(last) && !at.After(now) {
			last = at
		}
		newest[commit] = last
	}
	return newest, nil
}

// commitKind is how a commit got its time.
type commitKind int

const (
	onBranch      commitKind = iota // made on the branch itself
	ofPullRequest                   // made for a pull request, and perhaps made again
	ofMerge
)

// kindOf tells a commit by what git log prints of it. One of a pull request keeps its
// seal or its author when it is made again by a rebase, an amendment or a squash; its
// committer is then another. One whose author or committer git cannot read may be one.
func kindOf(parents, author, committer, seals string) commitKind {
	switch {
	case strings.Contains(parents, " "):
		return ofMerge
	case seals != "", author == bot.Email && committer != bot.Email, author == "", committer == "":
		return ofPullRequest
	}
	return onBranch
}

// eachVersion reads the output of git log: a line "commit <commit> NUL <seconds> NUL …", and
// lines
//
//	:000000 100644 <before> <object> A TAB <path>
//
// A commit that is malformed, as anyone can make one, has no known time, as one of a pull
// request.
func eachVersion(out string, each func(path string, v promotion.Version, kind commitKind)) {
	var by promotion.Version
	kind := onBranch
	for line := range strings.Lines(out) {
		line = strings.TrimSuffix(line, "\n")
		if commit, ok := strings.CutPrefix(line, "commit "); ok {
			facts := strings.Split(commit, "\x00")
			by, kind = promotion.Version{Commit: facts[0]}, ofPullRequest
			if len(facts) == 6 {
				if by.At = dateOf(facts[1]); !by.At.IsZero() {
					kind = kindOf(facts[2], facts[3], facts[4], facts[5])
				}
			}
			continue
		}
		head, name, ok := strings.Cut(line, "\t")
		words := strings.Fields(head)
		if !ok || len(words) != 5 {
			continue
		}
		by.Object = words[3]
		each(name, by, kind)
	}
}

// dateOf is a date as git prints it, in seconds; zero where it is none between 1970 and 9999.
func dateOf(seconds string) time.Time {
	const last = 253402300799 // of 9999
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil || n <= 0 || n > last {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}

// cloned is the history of a clone that has all of it.
type cloned struct {
	ctx    context.Context
	repo   git.Repo
	commit string
	merged MergeTimes
}

// PastOf is the history of a commit of a clone of the environment repository.
func PastOf(ctx context.Context, repo git.Repo, commit string) promotion.Past {
	return cloned{ctx, repo.Offline(), commit, nil}
}

func (c cloned) Recorded() (map[string][]promotion.Version, error) {
	if c.repo.IsShallow(c.ctx) {
		return nil, errShallow
	}
	return recorded(func(question ...string) ([]byte, error) { return c.repo.Run(c.ctx, question...) }, c.commit)
}

func (c cloned) Removed() (map[string][]promotion.Version, error) {
	if c.repo.IsShallow(c.ctx) {
		return nil, errShallow
	}
	return removed(func(question ...string) ([]byte, error) { return c.repo.Run(c.ctx, question...) }, c.commit)
}

func (c cloned) Arrivals(now time.Time) (map[string]map[string]promotion.Arrival, error) {
	tree, err := c.At(c.commit)
	if err != nil {
		return nil, err
	}
	defer tree.Close() // it has been read; a failure to close changes nothing
	return arrivals(func(question ...string) ([]byte, error) { return c.repo.Run(c.ctx, question...) }, tree, c.merged, now)
}

func (c cloned) At(commit string) (source.Tree, error) {
	return source.OpenCommit(c.ctx, c.repo, commit)
}

// At reads a commit of the history with its files.
func (p past) At(commit string) (source.Tree, error) {
	p.of.mu.Lock()
	defer p.of.mu.Unlock()
	return p.open(commit)
}

// open fetches a commit by its name; all of the history from a server that gives
// branches only. What was fetched stays. The clone is made where nothing else has needed
// it yet.
func (p past) open(commit string) (source.Tree, error) {
	if !p.of.ready {
		newest, err := p.of.fetchNewest(p.ctx)
		if err != nil {
			return source.Tree{}, err
		}
		tree, err := p.of.open(p.ctx, newest) // which finds out what the clone has
		if err != nil || newest == commit {
			return tree, err
		}
		if err := tree.Close(); err != nil {
			return source.Tree{}, err
		}
	}
	repo, remote := p.of.repo, p.of.remote
	if tree, err := repo.Objects().Resolve(commit + "^{tree}"); err == nil && tree != "" {
		return p.of.openOlder(p.ctx, commit)
	}
	fetch := []string{"fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"}
	if p.of.filtered {
		fetch = append(fetch, filter)
	}
	if _, err := repo.Run(p.ctx, append(fetch, "--depth=1", "--", remote, commit)...); err != nil {
		if _, err := repo.Run(p.ctx, append(fetch, everything, "--", remote, "+refs/heads/"+p.of.branch+":refs/heads/"+p.of.branch)...); err != nil {
			return source.Tree{}, readError(p.ctx, err)
		}
	}
	return p.of.openOlder(p.ctx, commit)
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
		if _, err := repo.Run(p.ctx, "fetch", "--quiet", filter, "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules",
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

// cloneHistory is the clone of the history, made once. A branch that began with the commit
// has no other history: the clone with the commit has it all.
func (p past) cloneHistory() (git.Repo, error) {
	dir := p.of.repo.Dir + "/history"
	repo := git.Repo{Dir: p.of.repo.Dir, Env: append(append([]string{}, p.of.repo.Env...), "GIT_DIR="+dir)}
	if _, err := os.Stat(dir); err == nil {
		return repo, nil
	}
	if p.of.ready && p.isFirst() {
		return p.of.repo, nil
	}
	_, err := repo.Run(p.ctx, append(slices.Clone(cloning), filter, "--branch="+p.of.branch, "--", p.of.remote, dir)...)
	return repo, err
}

// isFirst reports whether the commit has no parents.
func (p past) isFirst() bool {
	content, err := p.of.repo.Objects().Commit(p.commit)
	head, _, _ := bytes.Cut(content, []byte("\n\n"))
	return err == nil && !bytes.Contains(head, []byte("\nparent "))
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
	p := past{ctx, g, now.Commit, nil}
	commit, err := lastBy(p.ask, now.Commit, moment)
	if err != nil || commit == "" {
		return promotion.Snapshot{}, err
	}
	tree, err := p.open(commit)
	return promotion.Snapshot{Tree: tree, Past: past{ctx, g, commit, nil}}, err
}

// lastBy is the newest commit of a branch that is dated at a moment or before it; empty where
// there is none. git's own --before reads a time before 1970 or far ahead as another one.
func lastBy(ask func(...string) ([]byte, error), tip string, moment time.Time) (string, error) {
	out, err := ask("log", "--first-parent", "--format=%H%x00%ct", tip)
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(string(out)) {
		commit, seconds, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\x00")
		if at := dateOf(seconds); !at.IsZero() && !at.After(moment) {
			return commit, nil
		}
	}
	return "", nil
}

package envrepo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/promotion"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Identity signs commits as their author and committer.
type Identity struct{ Name, Email string }

// bot is who makes commits, unless the options name another.
var bot = Identity{"modelgate[bot]", "modelgate[bot]@localhost"}

// Options of OpenGit. The zero value is usable.
type Options struct {
	Dir    string           // where a relative remote starts from; absolute
	Token  string           // shown to the remote's server, if it is reached over HTTP and git has no other header for it
	Author Identity         // default: modelgate[bot] <modelgate[bot]@localhost>
	Now    func() time.Time // dates commits; default: time.Now
}

// Git is a branch of any repository that git can push to. It works in a bare
// clone of its own, in a temporary directory, and makes the objects there itself:
// nothing is ever checked out. Head fetches the newest commit only; the history is
// fetched where a plan asks for it, its commits and trees into a second clone. It
// may be used by several goroutines.
type Git struct {
	remote string
	branch string
	repo   git.Repo
	author Identity
	now    func() time.Time
	mu     sync.Mutex // held while git works in the clone
	ready  bool       // the clone exists
	seen   bool       // the remote had the branch
	turn   turn

	whole    bool        // no contents are left to be fetched when they are read
	asked    bool        // the remote was asked to leave them out, and what it did is not known
	filtered bool        // it has left them out
	last     source.Tree // that Head returned
}

var _ Repo = (*Git)(nil)

// defaultBranch is the branch of a repository that has none yet.
const defaultBranch = "main"

// OpenGit prepares the use of a branch of a remote: a URL, user@host:path, or
// a directory. An empty branch is the remote's default branch. Nothing is asked
// of the remote yet. The caller must Close what it returns. Errors are ErrRemote
// and git's own.
func OpenGit(ctx context.Context, remote, branch string, o Options) (*Git, error) {
	address, err := checkRemote(remote, o.Dir)
	if err == nil && branch != "" {
		err = checkBranch(branch)
	}
	if err != nil {
		return nil, err
	}
	sweep(os.TempDir(), time.Now().Add(-24*time.Hour))
	dir, err := os.MkdirTemp("", prefix)
	if err != nil {
		return nil, fmt.Errorf("making a directory for the environment repository: %w", err)
	}
	g := &Git{remote: address, branch: branch, author: o.Author, now: o.Now, repo: git.Repo{Dir: dir, Env: []string{
		"GIT_DIR=" + dir, // said aloud, for users whose safe.bareRepository is explicit
		"GIT_ALLOW_PROTOCOL=" + transports,
	}}}
	g.turn = newTurn(address, branch)
	if g.author.Name == "" || g.author.Email == "" {
		g.author = bot
	}
	if g.now == nil {
		g.now = time.Now
	}
	g.repo, err = g.repo.WithToken(ctx, address, o.Token)
	g.repo = g.repo.WithObjects(ctx)
	if err != nil {
		g.Close()
		return nil, fmt.Errorf("%w: %w", ErrRemote, err)
	}
	return g, nil
}

// prefix begins the names of clones.
const prefix = "modelgate-env-"

// sweep removes the clones of runs that were killed: those last touched before a
// moment, and no run takes a day. What cannot be removed is another user's.
func sweep(dir string, before time.Time) {
	entries, _ := os.ReadDir(dir) // a directory that cannot be read has nothing of ours
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.IsDir() && strings.HasPrefix(e.Name(), prefix) && info.ModTime().Before(before) {
			_ = os.RemoveAll(filepath.Join(dir, e.Name()))
		}
	}
}

// Branch is the branch that commits are added to, "" where it is the default
// branch and Head has not found it yet.
func (g *Git) Branch() string { return g.branch }

// TakeTurn implements Repo.
func (g *Git) TakeTurn(ctx context.Context) (done func()) { return g.turn.take(ctx) }

// Close removes the clone. Trees that Head returned cannot be read any more.
func (g *Git) Close() error {
	_ = g.repo.Objects().Close() // its answers were checked
	if err := os.RemoveAll(g.repo.Dir); err != nil {
		return fmt.Errorf("removing the clone of the environment repository: %w", err)
	}
	return nil
}

// Head fetches the newest commit of the branch. A repository without any
// branch gives an empty tree; one that has others only is ErrBranch.
func (g *Git) Head(ctx context.Context) (promotion.Snapshot, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := g.giveUpFilter(ctx); err != nil {
		return promotion.Snapshot{}, err
	}
	commit, err := g.fetchNewest(ctx)
	if err != nil || commit == "" {
		return promotion.Snapshot{Limit: gitLimit}, err
	}
	tree, err := g.open(ctx, commit)
	if err != nil {
		return promotion.Snapshot{}, fmt.Errorf("reading the environment repository: %w", err)
	}
	g.last = tree
	return promotion.Snapshot{Tree: tree, Limit: gitLimit, Past: past{ctx, g, commit, nil}}, nil
}

// filter leaves the contents of files out. Most of a large environment repository belongs
// to others: what is read of it is fetched by name.
const filter = "--filter=blob:none"

// open opens a commit. Where the remote has left the contents out, they are fetched when
// they are read. One that knows no filters has sent them all.
func (g *Git) open(ctx context.Context, commit string) (source.Tree, error) {
	if g.filtered {
		return source.OpenFiltered(ctx, g.repo, commit, g.remote)
	}
	tree, err := source.OpenSmall(ctx, g.repo, commit)
	if err != nil || !g.asked {
		return tree, err
	}
	g.asked = false
	i := slices.IndexFunc(tree.Entries(), func(e source.Entry) bool { return e.Kind == source.File })
	if i < 0 {
		return tree, nil
	}
	came, err := g.repo.HasPacked(tree.Entries()[i].Object)
	if came && err == nil {
		return tree, nil
	}
	g.filtered = err == nil
	g.repo.Objects().Partial().Allow(g.repo)
	if err = errors.Join(err, tree.Close()); err != nil {
		return source.Tree{}, err
	}
	return source.OpenFiltered(ctx, g.repo, commit, g.remote)
}

// openOlder opens a commit of the history, which may have large files.
func (g *Git) openOlder(ctx context.Context, commit string) (source.Tree, error) {
	if g.filtered {
		return source.OpenFiltered(ctx, g.repo, commit, g.remote)
	}
	return source.OpenCommit(ctx, g.repo, commit)
}

// giveUpFilter begins again, with all contents, where some of them were not given by name.
func (g *Git) giveUpFilter(ctx context.Context) error {
	if !g.filtered || g.last.Lost() == nil {
		return nil
	}
	_ = g.repo.Objects().Close() // its answers were checked
	err := os.RemoveAll(g.repo.Dir)
	if err == nil {
		err = os.Mkdir(g.repo.Dir, 0o700)
	}
	if err != nil {
		return fmt.Errorf("removing the clone of the environment repository: %w", err)
	}
	g.repo = g.repo.WithObjects(ctx)
	g.ready, g.asked, g.filtered, g.whole = false, false, false, true
	return nil
}

// gitLimit is the size in bytes of one commit: git itself has none.
const gitLimit = 64 << 20

// fetchNewest fetches the newest commit of the branch; "" where there is none.
func (g *Git) fetchNewest(ctx context.Context) (commit string, err error) {
	if !g.ready {
		if commit, err = g.clone(ctx); commit != "" || err != nil {
			g.seen = err == nil
			return commit, err
		}
	}
	if g.seen { // it has hardly gone: ask for it, and for all branches only if it has
		if commit, err = g.fetchBranch(ctx); err == nil || ctx.Err() != nil || errors.Is(err, ErrAccess) || errors.Is(err, ErrUnreachable) {
			return commit, err
		}
		g.seen = false
	}
	if commit, err = g.fetch(ctx); commit != "" {
		g.seen = true
	}
	return commit, err
}

// cloning are the arguments of a clone of one branch, whatever a user has set for
// clones of their own. A directory is fetched from like any other remote: git would
// copy all that it has.
var cloning = []string{"-c", "clone.defaultRemoteName=environment", "-c", "clone.rejectShallow=false", "-c", "init.defaultBranch=" + defaultBranch, "-c", "init.defaultRefFormat=files",
	"clone", "--quiet", "--bare", "--no-local", "--no-tags", "--single-branch", "--template="}

// clone finds the branch, prepares the clone and fetches the newest commit, all in
// one process. It gives "" where fetch must find out more: there is no such branch, or
// its name may be that of a tag, or git's guess of what the remote does not say.
func (g *Git) clone(ctx context.Context) (commit string, err error) {
	args := append(slices.Clone(cloning), "--depth=1")
	if !g.whole {
		args = append(args, filter)
	}
	if g.branch != "" {
		args = append(args, "--branch="+g.branch)
	}
	if _, err := g.repo.Run(ctx, append(args, "--", g.remote, g.repo.Dir)...); err != nil {
		if err = readError(ctx, err); ctx.Err() == nil && !errors.Is(err, ErrAccess) && !errors.Is(err, ErrUnreachable) {
			err = nil
		}
		return "", err
	}
	g.ready, g.asked = true, !g.whole
	branch := cmp.Or(g.branch, defaultBranch)
	head, err := os.ReadFile(filepath.Join(g.repo.Dir, "HEAD")) // gitrepository-layout(5)
	if err != nil || string(head) != "ref: refs/heads/"+branch+"\n" {
		return "", err
	}
	if commit, err = g.findFetched(branch); commit != "" {
		g.branch = branch
	}
	return commit, err
}

// findFetched returns the commit of a branch that the clone has, or "".
func (g *Git) findFetched(branch string) (string, error) {
	commit, err := g.repo.Objects().Resolve("refs/heads/" + branch + "^{commit}")
	if err != nil {
		return "", fmt.Errorf("reading the environment repository: %w", err)
	}
	return commit, nil
}

// fetch is what newest does, step by step.
func (g *Git) fetch(ctx context.Context) (commit string, err error) {
	id, err := g.find(ctx)
	if err != nil || id == "" {
		return "", err
	}
	return g.fetchBranch(ctx)
}

func (g *Git) fetchBranch(ctx context.Context) (commit string, err error) {
	ref := "refs/heads/" + g.branch
	args := []string{"fetch", "--quiet", "--depth=1", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"}
	if g.asked || g.filtered {
		args = append(args, filter)
	}
	if _, err := g.repo.Run(ctx, append(args, "--", g.remote, "+"+ref+":"+ref)...); err != nil {
		return "", readError(ctx, err)
	}
	if commit, err = g.findFetched(g.branch); err == nil && commit == "" {
		err = errors.New("reading the environment repository: git fetched no commit")
	}
	return commit, err
}

// find asks the remote for its branches, and is where ours stands; "" when
// there is none at all. The first answer decides which branch is ours, and
// which objects the clone has.
func (g *Git) find(ctx context.Context) (string, error) {
	out, err := g.repo.Run(ctx, "ls-remote", "--symref", "--", g.remote, "HEAD", "refs/heads/*")
	if err != nil {
		return "", readError(ctx, err)
	}
	refs := parseRefs(string(out))
	if g.branch == "" {
		g.branch = cmp.Or(refs.standard, defaultBranch)
	}
	if err := checkBranch(g.branch); err != nil {
		return "", err
	}
	if !g.ready {
		if _, err := g.repo.Run(ctx, "-c", "init.defaultRefFormat=files", "init", "--quiet", "--bare", "--template=", "--object-format="+refs.format); err != nil {
			return "", fmt.Errorf("preparing a clone of the environment repository: %w", err)
		}
		g.ready = true
	}
	if id := refs.branches[g.branch]; id != "" || len(refs.branches) == 0 {
		return id, nil
	}
	others := slices.Sorted(maps.Keys(refs.branches))
	const shown = 10
	more := ""
	if len(others) > shown {
		others, more = others[:shown], " …"
	}
	for i, name := range others {
		others[i] = strconv.Quote(name)
	}
	return "", fmt.Errorf("%w: the environment repository has no branch %q; it has %s%s: correct the name, or create the branch", ErrBranch, g.branch, strings.Join(others, ", "), more)
}

// refs is what a remote lists.
type refs struct {
	standard string // its default branch, "" where it does not say
	format   string // of its object ids
	branches map[string]string
}

func parseRefs(out string) refs {
	r := refs{format: "sha1", branches: map[string]string{}}
	for line := range strings.Lines(out) {
		id, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if head, ok := strings.CutPrefix(id, "ref: refs/heads/"); ok && name == "HEAD" {
			r.standard = head
		}
		if branch, ok := strings.CutPrefix(name, "refs/heads/"); ok {
			r.branches[branch] = id
		}
		if len(id) == 64 {
			r.format = "sha256"
		}
	}
	return r
}

// Commit writes the plan's files as objects, makes a commit of them on top of
// base, and pushes it on the condition that the branch is still at base. The
// condition is a lease: an ordinary push would also be taken by a branch that
// somebody has set back, and would bring back what was dropped from it. One
// branch needs no --atomic; with it the remote would not say any more whether
// it lost a race or does not want the commit.
func (g *Git) Commit(ctx context.Context, base promotion.Snapshot, plan promotion.Plan) (string, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	const doing = "writing the commit for the environment repository"
	tree, before, err := g.writeTree(base.Commit, plan)
	if err != nil {
		return "", fmt.Errorf("%s: %w", doing, err)
	}
	if tree == before { // no empty commits
		return base.Commit, nil
	}
	commit, err := g.writeCommit(tree, base.Commit, plan.Message)
	if err != nil {
		return "", fmt.Errorf("%s: %w", doing, err)
	}
	return commit, g.push(ctx, g.branch, base.Commit, commit)
}

// writer makes objects in the clone, in the format of a commit, or of the remote
// where there is none yet.
func (g *Git) writer(base string) git.Writer {
	w := git.Writer{Dir: g.repo.Dir, Objects: g.repo.Objects(), Digits: len(base)}
	if base == "" {
		w.Digits = g.digits()
	}
	return w
}

// writeTree applies the plan to the tree of a commit and returns the ids of the new
// tree and of that one, "" where there is no commit.
func (g *Git) writeTree(base string, plan promotion.Plan) (tree, before string, err error) {
	for _, f := range plan.Files { // before anything is written
		if err := git.CheckPath(f.Path); err != nil {
			return "", "", err
		}
	}
	if base != "" {
		if before, err = g.repo.Objects().Resolve(base + "^{tree}"); err == nil && before == "" {
			err = fmt.Errorf("commit %s is not in the clone", base)
		}
		if err != nil {
			return "", "", err
		}
	}
	w := g.writer(base)
	var edits []git.TreeEdit
	for _, path := range plan.Deletes {
		edits = append(edits, git.TreeEdit{Path: path})
	}
	for _, f := range plan.Files {
		object, err := w.Write("blob", f.Content)
		if err != nil {
			return "", "", err
		}
		edits = append(edits, git.TreeEdit{Path: f.Path, Mode: f.Mode, Object: object})
	}
	tree, err = w.EditTree(before, edits)
	return tree, before, err
}

// writeCommit makes a commit of a tree on top of another, "" for the first.
func (g *Git) writeCommit(tree, parent, message string) (string, error) {
	if message == "" {
		return "", errors.New("the plan has no message")
	}
	var parents []string
	if parent != "" {
		parents = []string{parent}
	}
	return g.writer(parent).Commit(tree, parents, git.Identity{Name: g.author.Name, Email: g.author.Email, When: g.now().Unix()}, message)
}

// digits is the length of the object ids of the clone, which has no commit yet.
func (g *Git) digits() int {
	config, err := os.ReadFile(filepath.Join(g.repo.Dir, "config")) // gitrepository-layout(5); the remote says what format it has
	if err == nil && strings.Contains(strings.ToLower(string(config)), "objectformat = sha256") {
		return 64
	}
	return 40
}

// printable replaces what would move a terminal's cursor.
func printable(r rune) rune {
	if !unicode.IsPrint(r) {
		return ' '
	}
	return r
}

package envrepo

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
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
// clone of its own, in a temporary directory, with git's object commands:
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
	commit, err := g.fetchNewest(ctx)
	if err != nil || commit == "" {
		return promotion.Snapshot{Limit: gitLimit}, err
	}
	tree, err := source.OpenSmall(ctx, g.repo, commit)
	if err != nil {
		return promotion.Snapshot{}, fmt.Errorf("reading the environment repository: %w", err)
	}
	return promotion.Snapshot{Tree: tree, Limit: gitLimit, Past: past{ctx, g, commit}}, nil
}

// gitLimit is the size in bytes of one commit: git itself has none.
const gitLimit = 64 << 20

// fetchNewest fetches the newest commit of the branch; "" where there is none.
func (g *Git) fetchNewest(ctx context.Context) (commit string, err error) {
	if !g.ready {
		if commit, err = g.clone(ctx); commit != "" || err != nil {
			return commit, err
		}
	}
	return g.fetch(ctx)
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
	if g.branch != "" {
		args = append(args, "--branch="+g.branch)
	}
	if _, err := g.repo.Run(ctx, append(args, "--", g.remote, g.repo.Dir)...); err != nil {
		if err = readError(ctx, err); ctx.Err() == nil && !errors.Is(err, ErrAccess) && !errors.Is(err, ErrUnreachable) {
			err = nil
		}
		return "", err
	}
	g.ready = true
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
	ref := "refs/heads/" + g.branch
	if _, err := g.repo.Run(ctx, "fetch", "--quiet", "--depth=1", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules",
		"--", g.remote, "+"+ref+":"+ref); err != nil {
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
		if _, err := g.repo.Run(ctx, "init", "--quiet", "--bare", "--template=", "--object-format="+refs.format); err != nil {
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
	return "", fmt.Errorf("%w: the environment repository has no branch %q; it has %q%s", ErrBranch, g.branch, others, more)
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
	tree, err := g.writeTree(ctx, base.Commit, plan)
	if err != nil {
		return "", fmt.Errorf("writing the commit for the environment repository: %w", err)
	}
	if base.Commit != "" {
		before, err := g.repo.Objects().Resolve(base.Commit + "^{tree}")
		if err != nil {
			return "", fmt.Errorf("writing the commit for the environment repository: %w", err)
		}
		if before == tree { // no empty commits
			return base.Commit, nil
		}
	}
	commit, err := g.writeCommit(ctx, tree, base.Commit, plan.Message)
	if err != nil {
		return "", fmt.Errorf("writing the commit for the environment repository: %w", err)
	}
	return commit, g.push(ctx, "refs/heads/"+g.branch, base.Commit, commit)
}

// writeTree applies the plan to the tree of a commit, in an index of its own,
// and returns the new tree's id.
func (g *Git) writeTree(ctx context.Context, base string, plan promotion.Plan) (string, error) {
	index := filepath.Join(g.repo.Dir, "index-of-plan")
	defer os.Remove(index)
	repo := git.Repo{Dir: g.repo.Dir, Env: append(append([]string{}, g.repo.Env...), "GIT_INDEX_FILE="+index)}
	start := []string{"read-tree", "--empty"}
	if base != "" {
		start = []string{"read-tree", base}
	}
	if _, err := repo.Run(ctx, start...); err != nil {
		return "", err
	}
	none := strings.Repeat("0", 40)
	if len(base) == 64 {
		none = strings.Repeat("0", 64)
	}
	var info bytes.Buffer
	for _, path := range plan.Deletes {
		fmt.Fprintf(&info, "0 %s\t%s\x00", none, path)
	}
	objects, err := g.writeBlobs(ctx, plan.Files)
	if err != nil {
		return "", err
	}
	for i, f := range plan.Files {
		fmt.Fprintf(&info, "%s %s\t%s\x00", f.Mode, objects[i], f.Path)
	}
	if _, err := repo.RunWith(ctx, &info, "update-index", "-z", "--index-info"); err != nil {
		return "", err
	}
	if err := checkIndex(ctx, repo, plan); err != nil {
		return "", err
	}
	return repo.ReadLine(ctx, "write-tree")
}

// writeBlobs makes objects of files, in one process, and returns their ids. The
// files go through names of ours in the clone: no path of a plan is one on disk.
func (g *Git) writeBlobs(ctx context.Context, files []promotion.File) ([]string, error) {
	dir, err := os.MkdirTemp(g.repo.Dir, "blobs-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	var names bytes.Buffer
	for i, f := range files {
		name := filepath.Join(dir, fmt.Sprint(i))
		if err := os.WriteFile(name, f.Content, 0o600); err != nil {
			return nil, err
		}
		fmt.Fprintln(&names, name)
	}
	out, err := g.repo.RunWith(ctx, &names, "hash-object", "-w", "--no-filters", "--stdin-paths")
	if err != nil {
		return nil, err
	}
	ids := strings.Fields(string(out))
	if len(ids) != len(files) {
		return nil, fmt.Errorf("git made %d objects of %d files", len(ids), len(files))
	}
	return ids, nil
}

// checkIndex makes sure that the index has what the plan says: update-index
// passes over a path that it does not like, such as ../x, and succeeds.
func checkIndex(ctx context.Context, repo git.Repo, plan promotion.Plan) error {
	out, err := repo.Run(ctx, "ls-files", "--cached", "-z")
	if err != nil {
		return err
	}
	has := map[string]bool{}
	for path := range strings.SplitSeq(string(out), "\x00") {
		has[path] = true
	}
	delete(has, "")
	for _, f := range plan.Files {
		if !has[f.Path] {
			return fmt.Errorf("git cannot have a file at %q", f.Path)
		}
	}
	for _, path := range plan.Deletes {
		if has[path] {
			return fmt.Errorf("git did not delete %q", path)
		}
	}
	return nil
}

func (g *Git) writeCommit(ctx context.Context, tree, parent, message string) (string, error) {
	if message == "" {
		return "", errors.New("the plan has no message")
	}
	when := fmt.Sprintf("%d +0000", g.now().Unix())
	name, email := identityWord(g.author.Name), identityWord(g.author.Email)
	repo := git.Repo{Dir: g.repo.Dir, Env: append(append([]string{}, g.repo.Env...),
		"GIT_AUTHOR_NAME="+name, "GIT_AUTHOR_EMAIL="+email, "GIT_AUTHOR_DATE="+when,
		"GIT_COMMITTER_NAME="+name, "GIT_COMMITTER_EMAIL="+email, "GIT_COMMITTER_DATE="+when)}
	args := []string{"-c", "i18n.commitEncoding=UTF-8", "commit-tree"}
	if parent != "" {
		args = append(args, "-p", parent)
	}
	out, err := repo.RunWith(ctx, strings.NewReader(message), append(args, "-F", "-", tree)...)
	return strings.TrimSpace(string(out)), err
}

// identityWord leaves out of a name what git would misread.
func identityWord(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '<' || r == '>' || unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
}

// printable replaces what would move a terminal's cursor.
func printable(r rune) rune {
	if !unicode.IsPrint(r) {
		return ' '
	}
	return r
}

package envrepo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
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

// Options of OpenGit. The zero value is usable.
type Options struct {
	Dir    string           // where a relative remote starts from; absolute
	Token  string           // shown to the remote's server, if it is reached over HTTP and git has no other header for it
	Author Identity         // default: modelgate[bot] <modelgate[bot]@localhost>
	Now    func() time.Time // dates commits; default: time.Now
}

// Git is a branch of any repository that git can push to. It works in a bare
// clone of its own, in a temporary directory, with git's object commands:
// nothing is ever checked out, and nothing but the newest commit is fetched.
// It may be used by several goroutines.
type Git struct {
	remote string
	branch string
	repo   git.Repo
	author Identity
	now    func() time.Time
	mu     sync.Mutex // held while git works in the clone
}

var _ Repo = (*Git)(nil)

// defaultBranch is the branch of a repository that has none yet.
const defaultBranch = "main"

// OpenGit prepares the use of a branch of a remote: a URL, user@host:path, or
// a directory. An empty branch is the remote's default branch. The caller must
// Close what it returns. Errors are ErrRemote, ErrAccess, ErrUnreachable and
// git's own.
func OpenGit(ctx context.Context, remote, branch string, o Options) (*Git, error) {
	address, err := checkRemote(remote, o.Dir)
	if err == nil && branch != "" {
		err = checkBranch(branch)
	}
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "modelgate-env-")
	if err != nil {
		return nil, fmt.Errorf("making a directory for the environment repository: %w", err)
	}
	g := &Git{remote: address, branch: branch, author: o.Author, now: o.Now, repo: git.Repo{Dir: dir, Env: []string{
		"GIT_DIR=" + dir, // said aloud, for users whose safe.bareRepository is explicit
		"GIT_ALLOW_PROTOCOL=" + transports,
	}}}
	if g.author.Name == "" || g.author.Email == "" {
		g.author = Identity{"modelgate[bot]", "modelgate[bot]@localhost"}
	}
	if g.now == nil {
		g.now = time.Now
	}
	g.repo, err = g.repo.WithToken(ctx, address, o.Token)
	if err != nil {
		g.Close()
		return nil, fmt.Errorf("%w: %w", ErrRemote, err)
	}
	if err := g.prepare(ctx); err != nil {
		g.Close()
		return nil, err
	}
	return g, nil
}

// prepare makes the clone and finds the default branch.
func (g *Git) prepare(ctx context.Context) error {
	refs, err := g.repo.Run(ctx, "ls-remote", "--symref", "--", g.remote)
	if err != nil {
		return readError(ctx, err)
	}
	format := "sha1"
	for line := range strings.Lines(string(refs)) {
		id, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if head, ok := strings.CutPrefix(id, "ref: refs/heads/"); ok && name == "HEAD" && g.branch == "" {
			g.branch = head
		}
		if len(id) == 64 {
			format = "sha256"
		}
	}
	if g.branch == "" {
		g.branch = defaultBranch
	}
	if err := checkBranch(g.branch); err != nil {
		return err
	}
	if _, err := g.repo.Run(ctx, "init", "--quiet", "--bare", "--template=", "--object-format="+format); err != nil {
		return fmt.Errorf("preparing a clone of the environment repository: %w", err)
	}
	return nil
}

// Branch is the branch that commits are added to.
func (g *Git) Branch() string { return g.branch }

// Close removes the clone. Trees that Head returned cannot be read any more.
func (g *Git) Close() error {
	if err := os.RemoveAll(g.repo.Dir); err != nil {
		return fmt.Errorf("removing the clone of the environment repository: %w", err)
	}
	return nil
}

// Head fetches the newest commit of the branch. A repository without any
// branch gives an empty tree; one that has others only is ErrBranch.
func (g *Git) Head(ctx context.Context) (source.Tree, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	id, err := g.find(ctx)
	if err != nil {
		return source.Tree{}, err
	}
	if id == "" {
		return source.Tree{}, nil
	}
	if _, err := g.repo.Run(ctx, "fetch", "--quiet", "--depth=1", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules",
		"--", g.remote, "+refs/heads/"+g.branch+":refs/heads/environment"); err != nil {
		return source.Tree{}, readError(ctx, err)
	}
	commit, err := g.repo.Line(ctx, "rev-parse", "--verify", "refs/heads/environment^{commit}")
	if err != nil {
		return source.Tree{}, fmt.Errorf("reading the environment repository: %w", err)
	}
	tree, err := source.Open(ctx, g.repo, commit)
	if err != nil {
		return source.Tree{}, fmt.Errorf("reading the environment repository: %w", err)
	}
	return tree, nil
}

// find asks the remote where the branch stands; "" when there is none at all.
func (g *Git) find(ctx context.Context) (string, error) {
	out, err := g.repo.Run(ctx, "ls-remote", "--heads", "--", g.remote)
	if err != nil {
		return "", readError(ctx, err)
	}
	var others []string
	for line := range strings.Lines(string(out)) {
		id, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\trefs/heads/")
		if name == g.branch {
			return id, nil
		}
		others = append(others, name)
	}
	if len(others) == 0 {
		return "", nil
	}
	const shown = 10
	more := ""
	if len(others) > shown {
		others, more = others[:shown], " …"
	}
	return "", fmt.Errorf("%w: the environment repository has no branch %q; it has %q%s", ErrBranch, g.branch, others, more)
}

// Commit writes the plan's files as objects, makes a commit of them on top of
// base, and pushes it on the condition that the branch is still at base. The
// condition is a lease: an ordinary push would also be taken by a branch that
// somebody has set back, and would bring back what was dropped from it. One
// branch needs no --atomic; with it the remote would not say any more whether
// it lost a race or does not want the commit.
func (g *Git) Commit(ctx context.Context, base source.Tree, plan promotion.Plan) (string, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	tree, err := g.writeTree(ctx, base.Commit, plan)
	if err != nil {
		return "", fmt.Errorf("writing the commit for the environment repository: %w", err)
	}
	if base.Commit != "" {
		before, err := g.repo.Line(ctx, "rev-parse", "--verify", base.Commit+"^{tree}")
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
	ref := "refs/heads/" + g.branch
	_, err = g.repo.Run(ctx, "-c", "push.gpgSign=false", "-c", "push.followTags=false", "-c", "push.pushOption=",
		"push", "--quiet", "--no-verify", "--recurse-submodules=no",
		"--force-with-lease="+ref+":"+base.Commit, "--", g.remote, commit+":"+ref)
	if err != nil {
		return commit, pushError(ctx, err)
	}
	return commit, nil
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
	for _, f := range plan.Files {
		object, err := repo.RunWith(ctx, bytes.NewReader(f.Content), "hash-object", "-w", "--no-filters", "--stdin")
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&info, "%s %s\t%s\x00", f.Mode, strings.TrimSpace(string(object)), f.Path)
	}
	if _, err := repo.RunWith(ctx, &info, "update-index", "-z", "--index-info"); err != nil {
		return "", err
	}
	if err := checkIndex(ctx, repo, plan); err != nil {
		return "", err
	}
	return repo.Line(ctx, "write-tree")
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

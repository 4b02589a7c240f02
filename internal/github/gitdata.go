package github

import (
	"context"
	"crypto/sha1" //nolint:gosec // git's object names, not a choice of ours
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	gh "github.com/google/go-github/v62/github"
)

const (
	contentsRead  = "contents: read"
	contentsWrite = "contents: write"
)

// Tip is the newest commit of a branch.
type Tip struct {
	Commit string // full id
	Tree   string // id of its tree
}

// TreeEntry is one file, symbolic link or submodule of a tree.
type TreeEntry struct {
	Path   string
	Mode   string // 100644, 100755, 120000 or 160000
	Object string // git's id of the blob, or of a submodule's commit
	Size   int64  // bytes; 0 for submodules
}

// DefaultBranch is the branch that the repository shows first. An empty
// repository has one too.
func (r Repository) DefaultBranch(ctx context.Context) (string, error) {
	got, _, err := r.c.gh.Repositories.Get(ctx, r.owner, r.name)
	if err != nil {
		return "", r.c.fail("reading the repository "+r.String(), contentsRead, err)
	}
	if got.GetDefaultBranch() == "" {
		return "", fmt.Errorf("reading the repository %s: %w: it names no default branch", r, ErrMalformed)
	}
	return got.GetDefaultBranch(), nil
}

// Tip reads where a branch stands: one call. ErrEmpty is a repository without
// a commit, ErrNotFound a branch, or a repository, that is not there or not
// for this token.
func (r Repository) Tip(ctx context.Context, branch string) (Tip, error) {
	doing := fmt.Sprintf("reading the branch %s of %s", oneLine(branch), r)
	var got struct {
		Name   string
		Commit struct {
			SHA    string
			Commit struct{ Tree struct{ SHA string } }
		}
	}
	_, err := r.get(ctx, "/branches/"+url.PathEscape(branch), &got)
	if err = r.c.fail(doing, contentsRead, err); errors.Is(err, ErrNotFound) {
		if _, why := r.branchCommit(ctx, branch); why != nil { // which tells an empty repository
			err = why
		}
	}
	if err != nil {
		return Tip{}, err
	}
	tip := Tip{Commit: got.Commit.SHA, Tree: got.Commit.Commit.Tree.SHA}
	if got.Name != branch || !shaForm.MatchString(tip.Commit) || !shaForm.MatchString(tip.Tree) { // one that was renamed is another
		return Tip{}, fmt.Errorf("%s: %w: the answer is about branch %q", doing, ErrIncomplete, oneLine(got.Name))
	}
	return tip, nil
}

func (r Repository) branchCommit(ctx context.Context, branch string) (string, error) {
	doing := fmt.Sprintf("reading the branch %s of %s", oneLine(branch), r)
	ref, _, err := r.c.gh.Git.GetRef(ctx, r.owner, r.name, "heads/"+branch)
	if err != nil {
		return "", r.c.fail(doing, contentsRead, err)
	}
	if ref.GetRef() != "refs/heads/"+branch || !shaForm.MatchString(ref.GetObject().GetSHA()) {
		return "", fmt.Errorf("%s: %w: the answer is about %q", doing, ErrIncomplete, oneLine(ref.GetRef()))
	}
	return ref.GetObject().GetSHA(), nil
}

// Tree lists all of a tree in one call. GitHub cuts off what has more than
// 100,000 entries or 7 MB; that is ErrIncomplete, never a short list.
func (r Repository) Tree(ctx context.Context, tree string) ([]TreeEntry, error) {
	doing := fmt.Sprintf("listing tree %s of %s", oneLine(tree), r)
	if err := checkSHA(tree); err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	got, _, err := r.c.gh.Git.GetTree(ctx, r.owner, r.name, tree, true)
	if err != nil {
		return nil, r.c.fail(doing, contentsRead, err)
	}
	if got.GetTruncated() || got.Truncated == nil {
		return nil, fmt.Errorf("%s: %w: the tree is too large for GitHub's API; use a git remote", doing, ErrIncomplete)
	}
	if err := checkListing(got.Entries, tree); err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	var out []TreeEntry
	for _, e := range got.Entries {
		if e.GetType() == "tree" {
			continue
		}
		out = append(out, TreeEntry{Path: e.GetPath(), Mode: e.GetMode(), Object: e.GetSHA(), Size: int64(e.GetSize())})
	}
	return out, nil
}

// checkListing makes the tree objects of a list again, and compares their ids: nothing
// was left out, added or changed.
func checkListing(entries []*gh.TreeEntry, root string) error {
	type line struct{ key, text string }
	dirs := map[string][]line{"": nil}
	ids := map[string]string{"": root}
	for _, e := range entries {
		dir, name := path.Split(e.GetPath())
		dir = strings.TrimSuffix(dir, "/")
		object, err := hex.DecodeString(e.GetSHA())
		if err != nil || !shaForm.MatchString(e.GetSHA()) {
			return fmt.Errorf("%w: %q has no object id", ErrIncomplete, oneLine(e.GetPath()))
		}
		key := name
		if e.GetType() == "tree" {
			key += "/" // git sorts a directory as if its name had a slash
			ids[e.GetPath()] = e.GetSHA()
			if _, known := dirs[e.GetPath()]; !known {
				dirs[e.GetPath()] = nil
			}
		}
		dirs[dir] = append(dirs[dir], line{key, strings.TrimLeft(e.GetMode(), "0") + " " + name + "\x00" + string(object)})
	}
	for dir, lines := range dirs {
		slices.SortFunc(lines, func(a, b line) int { return strings.Compare(a.key, b.key) })
		var content strings.Builder
		for _, l := range lines {
			content.WriteString(l.text)
		}
		var h hash.Hash = sha1.New() //nolint:gosec // git's object names, not a choice of ours
		if len(root) == 2*sha256.Size {
			h = sha256.New()
		}
		fmt.Fprintf(h, "tree %d\x00%s", content.Len(), content.String())
		if got := hex.EncodeToString(h.Sum(nil)); got != ids[dir] {
			return fmt.Errorf("%w: the list of %q is that of tree %s, not of %s; use a git remote", ErrIncomplete, oneLine(dir), got, oneLine(ids[dir]))
		}
	}
	return nil
}

// Blob reads a blob of at most limit bytes.
func (r Repository) Blob(ctx context.Context, object string, limit int64) ([]byte, error) {
	doing := fmt.Sprintf("reading blob %s of %s", oneLine(object), r)
	if err := checkSHA(object); err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	b, _, err := r.c.gh.Git.GetBlobRaw(ctx, r.owner, r.name, object)
	if err != nil {
		return nil, r.c.fail(doing, contentsRead, err)
	}
	if int64(len(b)) > limit {
		return nil, fmt.Errorf("%s: %w: it has %d bytes, and %d are allowed", doing, ErrTooLarge, len(b), limit)
	}
	return b, nil
}

// FileChange is one file of a commit that is to be made.
type FileChange struct {
	Path    string
	Mode    string // 100644 or 100755; not looked at when the file is deleted
	Content []byte
	Delete  bool // the file must exist
}

// Change is a commit that is to be made.
type Change struct {
	Branch  string
	Parent  Tip // where the branch must stand
	Message string
	Files   []FileChange
}

// Committed is a commit that was made.
type Committed struct {
	Commit string
	Tree   string
	// Signed: GitHub signed it. It does so for Apps, jobs included, on
	// github.com, and not for personal tokens or on Enterprise Server.
	Signed bool
}

// Commit adds a commit to a branch, if the branch still is at the parent: four
// calls, and one for each file that is not UTF-8. It needs `contents: write`.
// Author and committer are whoever the token belongs to: naming others would
// cost the signature.
//
// ErrConflict: the branch is elsewhere. ErrRejected: a rule of the branch.
// ErrLost: the branch could not be asked after the answer was lost, or had
// moved on; Committed then names the commit that may be in it. Nothing has
// changed with other errors: objects that no branch has are no change.
//
// Between the look at the branch and its update GitHub offers no condition but
// that the update is a fast-forward: a branch that is set back to an ancestor
// of the parent in that moment is moved forward again.
func (r Repository) Commit(ctx context.Context, c Change) (Committed, error) {
	doing := fmt.Sprintf("committing to the branch %s of %s", oneLine(c.Branch), r)
	fail := func(err error) error { return r.c.fail(doing, contentsWrite, err) }
	tree, err := r.writeTree(ctx, doing, c)
	if err != nil {
		return Committed{}, err
	}
	if tree == c.Parent.Tree { // no empty commits
		return Committed{Commit: c.Parent.Commit, Tree: tree}, nil
	}
	// A commit that is made twice after a lost answer is one that nobody refers to.
	made, _, err := r.c.gh.Git.CreateCommit(replayable(ctx), r.owner, r.name, &gh.Commit{
		Message: &c.Message, Tree: &gh.Tree{SHA: &tree}, Parents: []*gh.Commit{{SHA: &c.Parent.Commit}}}, nil)
	if err != nil {
		return Committed{}, fail(err)
	}
	done := Committed{Commit: made.GetSHA(), Tree: tree, Signed: made.GetVerification().GetVerified()}
	if made.GetTree().GetSHA() != tree || len(made.Parents) != 1 || made.Parents[0].GetSHA() != c.Parent.Commit || checkSHA(done.Commit) != nil {
		return Committed{}, fmt.Errorf("%s: %w: GitHub created a different commit than requested", doing, ErrInvalid)
	}
	ref := "refs/heads/" + c.Branch
	var lost error
	for range 3 {
		at, err := r.branchCommit(ctx, c.Branch)
		switch {
		case err != nil && lost != nil:
			return done, fmt.Errorf("%w (finding it: %w)", lost, err)
		case err != nil:
			return Committed{}, err
		case at == done.Commit:
			return done, nil
		case at != c.Parent.Commit && lost != nil:
			return done, lost
		case at != c.Parent.Commit:
			return Committed{}, fmt.Errorf("%s: %w: it is at %s", doing, ErrConflict, at)
		}
		_, _, err = r.c.gh.Git.UpdateRef(ctx, r.owner, r.name, &gh.Reference{Ref: &ref, Object: &gh.GitObject{SHA: &done.Commit}}, false)
		if err = fail(err); err == nil {
			return done, nil
		}
		if !isLost(err) {
			return Committed{}, err
		}
		lost = err
	}
	return done, lost
}

// writeTree makes the tree of a change. Text stands in the request for the
// tree; other bytes are made blobs first.
func (r Repository) writeTree(ctx context.Context, doing string, c Change) (string, error) {
	if checkSHA(c.Parent.Commit) != nil || checkSHA(c.Parent.Tree) != nil || c.Branch == "" || c.Message == "" || len(c.Files) == 0 {
		return "", fmt.Errorf("%s: %w: branch, parent, message and files are needed", doing, ErrSettings)
	}
	kind := "blob"
	var entries []*gh.TreeEntry
	for _, f := range c.Files {
		e := &gh.TreeEntry{Path: &f.Path, Mode: &f.Mode, Type: &kind}
		content := string(f.Content)
		switch {
		case f.Delete:
			plain := "100644"
			e.Mode = &plain
		case utf8.Valid(f.Content):
			e.Content = &content
		default:
			encoding, text := "base64", base64.StdEncoding.EncodeToString(f.Content)
			blob, _, err := r.c.gh.Git.CreateBlob(replayable(ctx), r.owner, r.name, &gh.Blob{Encoding: &encoding, Content: &text})
			if err != nil {
				return "", r.c.fail(doing, contentsWrite, err)
			}
			e.SHA = blob.SHA
		}
		entries = append(entries, e)
	}
	tree, _, err := r.c.gh.Git.CreateTree(replayable(ctx), r.owner, r.name, c.Parent.Tree, entries)
	if err != nil {
		return "", r.c.fail(doing, contentsWrite, err)
	}
	if err := checkSHA(tree.GetSHA()); err != nil {
		return "", errors.Join(fmt.Errorf("%s: GitHub named no tree", doing), err)
	}
	return tree.GetSHA(), nil
}

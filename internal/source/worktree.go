package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/git"
)

// OpenWorktree shows the working tree of a repository: tracked files that are
// still there, and untracked ones that are not ignored. Files are read from
// disk when they are asked for, never through a symbolic link. The context
// bounds the listing only. The caller must Close the tree. Errors are ErrBare,
// ErrSparse and what git fails with.
func OpenWorktree(ctx context.Context, repo git.Repo) (Tree, error) {
	repo, err := toplevel(ctx, repo)
	if err != nil {
		return Tree{}, err
	}
	listed, err := listFiles(ctx, repo)
	if err != nil {
		return Tree{}, err
	}
	if err := requireCheckout(ctx, repo, listed); err != nil {
		return Tree{}, err
	}
	root, err := os.OpenRoot(repo.Dir)
	if err != nil {
		return Tree{}, fmt.Errorf("opening the working tree: %w", err)
	}
	d := &disk{root: root, unsure: map[string]bool{}}
	entries, err := d.entries(listed)
	if err != nil {
		root.Close()
		return Tree{}, err
	}
	return newTree(WorktreeCommit, entries, d), nil
}

// toplevel is the repository seen from the top of its working tree, where
// git's paths start.
func toplevel(ctx context.Context, repo git.Repo) (git.Repo, error) {
	repo = repo.Offline()
	if repo.IsTop() {
		return repo, nil
	}
	bare, err := repo.ReadLine(ctx, "rev-parse", "--is-bare-repository")
	if err != nil {
		return repo, fmt.Errorf("finding the working tree: %w", err)
	}
	if bare == "true" {
		return repo, &Error{Kind: ErrBare, Message: "a bare repository has no working tree", Remedy: "specify the commit to check"}
	}
	top, err := repo.ReadLine(ctx, "rev-parse", "--show-toplevel")
	if err != nil {
		return repo, fmt.Errorf("finding the working tree: %w", err)
	}
	repo.Dir = filepath.FromSlash(top)
	return repo, nil
}

// requireCheckout refuses the working tree of a clone that has commits and never was
// filled, as git clone --no-checkout leaves it: it would look as if every file had
// been deleted. Git makes the index with the first checkout, and keeps an empty one.
func requireCheckout(ctx context.Context, repo git.Repo, listed []listedFile) error {
	if slices.ContainsFunc(listed, func(f listedFile) bool { return f.tracked }) {
		return nil
	}
	index, err := repo.ReadLine(ctx, "rev-parse", "--git-path", "index")
	if err != nil {
		return fmt.Errorf("finding the index of the working tree: %w", err)
	}
	if !filepath.IsAbs(index) {
		index = filepath.Join(repo.Dir, index)
	}
	if _, err := os.Lstat(index); !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if _, err := repo.Run(ctx, "rev-parse", "--verify", "--quiet", "HEAD"); err != nil {
		return nil // there is no commit yet
	}
	return &Error{Kind: ErrSparse, Message: "nothing was checked out into the working tree", Remedy: "run git checkout, or specify the commit to check"}
}

// listedFile is one path that git takes for a part of the working tree. It
// need not be on disk.
type listedFile struct {
	path      string
	tracked   bool
	submodule bool
	sparse    bool // skip-worktree: git does not expect it on disk
	unsure    bool // git does not look at the file, or not in the index: its own comparison says nothing of it
}

func listFiles(ctx context.Context, repo git.Repo) ([]listedFile, error) {
	out, err := repo.Run(ctx, "ls-files", "-z", "-s", "-v", "--cached", "--others", "--exclude-standard")
	if err != nil {
		return nil, classify("listing the working tree", err)
	}
	files, err := parseFiles(string(out))
	if err != nil {
		return nil, fmt.Errorf("listing the working tree: %w", err)
	}
	return files, nil
}

// parseFiles reads the output of git ls-files -z -s -v --cached --others:
//
//	<tag> SP <mode> SP <object> SP <stage> TAB <path> NUL    tracked
//	? SP <path> NUL                                          untracked
//
// The tag is S for skip-worktree and in lower case for assume-unchanged. A
// path in conflict is listed once for each stage; it is returned once. An
// untracked repository ends in a slash and counts as a submodule, which it
// would become if it were added.
func parseFiles(out string) ([]listedFile, error) {
	var files []listedFile
	for len(out) > 0 {
		record, rest, ended := strings.Cut(out, "\x00")
		out = rest
		tag, record, spaced := strings.Cut(record, " ")
		if !ended || !spaced || len(tag) != 1 {
			return nil, fmt.Errorf("git ls-files printed %q", record)
		}
		if tag == "?" {
			name, nested := strings.CutSuffix(record, "/")
			files = append(files, listedFile{path: name, submodule: nested, unsure: true})
			continue
		}
		head, name, named := strings.Cut(record, "\t")
		mode, _, _ := strings.Cut(head, " ")
		if !named {
			return nil, fmt.Errorf("git ls-files printed %q", record)
		}
		files = append(files, listedFile{path: name, tracked: true, submodule: mode == "160000",
			sparse: strings.EqualFold(tag, "S"), unsure: tag == "S" || tag == strings.ToLower(tag)})
	}
	slices.SortStableFunc(files, func(a, b listedFile) int { return strings.Compare(a.path, b.path) })
	return slices.CompactFunc(files, func(a, b listedFile) bool { return a.path == b.path }), nil
}

// disk reads a working tree. os.Root keeps every access inside it; links
// inside it are refused by check.
type disk struct {
	root   *os.Root
	unsure map[string]bool // paths that git diff says nothing of, see listedFile
}

func (d *disk) close() error { return d.root.Close() }

// entries are the listed files that are on disk.
func (d *disk) entries(listed []listedFile) ([]Entry, error) {
	entries := make([]Entry, 0, len(listed))
	for _, f := range listed {
		info, err := d.lstat(f.path)
		switch {
		case gone(err) && f.sparse:
			return nil, &Error{Kind: ErrSparse, Message: fmt.Sprintf("the sparse checkout leaves out %q", f.path),
				Remedy: "run git sparse-checkout disable, or specify the commit to check"}
		case gone(err):
			continue
		case err != nil:
			return nil, fmt.Errorf("listing the working tree: %w", err)
		}
		e := Entry{Path: f.path, Kind: File, Size: info.Size()}
		switch {
		case info.Mode()&fs.ModeSymlink != 0:
			e.Kind = Symlink
		case info.IsDir() && f.submodule:
			e.Kind, e.Size = Submodule, 0
		case info.IsDir(): // a file gave way to a directory, whose files are listed
			continue
		case !info.Mode().IsRegular():
			e.Size = 0
		}
		if f.unsure {
			d.unsure[f.path] = true
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// gone reports whether the error means that git would call the file deleted:
// nothing is there, or what was its directory is now a file or a link.
func gone(err error) bool { return errors.Is(err, fs.ErrNotExist) || errors.Is(err, errNotBelow) }

var errNotBelow = errors.New("a parent path is not a directory")

// lstat describes what stands at a path whose parents are all directories
// themselves. os.Root alone would follow a link that stays inside.
func (d *disk) lstat(name string) (fs.FileInfo, error) {
	for i := 0; i < len(name); i++ {
		if name[i] != '/' {
			continue
		}
		info, err := d.root.Lstat(filepath.FromSlash(name[:i]))
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			return nil, fmt.Errorf("%s: %w", name[:i], errNotBelow)
		}
	}
	return d.root.Lstat(filepath.FromSlash(name))
}

// check refuses what is no regular file now, whatever it was when it was listed.
func (d *disk) check(e Entry) error {
	_, err := d.regular(e.Path)
	return err
}

func (d *disk) regular(name string) (fs.FileInfo, error) {
	info, err := d.lstat(name)
	switch {
	case errors.Is(err, errNotBelow):
		return nil, ErrSymlink
	case err != nil:
		return nil, err
	case info.Mode()&fs.ModeSymlink != 0:
		return nil, ErrSymlink
	case !info.Mode().IsRegular(): // before opening: a FIFO would block
		return nil, ErrNotRegular
	}
	return info, nil
}

func (d *disk) read(e Entry, limit int64) ([]byte, error) {
	if e.Kind == Symlink {
		if _, err := d.lstat(e.Path); err != nil { // no link above it either
			return nil, err
		}
		target, err := d.root.Readlink(filepath.FromSlash(e.Path))
		return []byte(filepath.ToSlash(target)), err
	}
	f, size, err := d.open(e)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readAtMost(f, size, limit)
}

func (d *disk) stream(e Entry, limit int64) (io.ReadCloser, error) {
	f, size, err := d.open(e)
	if err != nil {
		return nil, err
	}
	return atMost(f, size, limit)
}

// open opens a regular file, and says how many bytes it has now.
func (d *disk) open(e Entry) (*os.File, int64, error) {
	before, err := d.regular(e.Path)
	if err != nil {
		return nil, 0, err
	}
	f, err := d.root.Open(filepath.FromSlash(e.Path))
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err == nil && !os.SameFile(before, info) { // exchanged for a link after we looked
		err = ErrSymlink
	}
	if err != nil {
		f.Close()
		return nil, 0, err
	}
	return f, info.Size(), nil
}

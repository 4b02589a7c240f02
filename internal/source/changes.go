package source

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/git"
)

// ListChanges lists the paths that differ between base and head, sorted. Two
// commits of repo are compared by content, kind and executable bit; so is a
// commit with the working tree, by git, as git add would see it. Any other pair
// is compared by Diff. The context of Open must still be alive.
func ListChanges(ctx context.Context, repo git.Repo, base, head Tree) ([]Change, error) {
	doing := fmt.Sprintf("comparing %s with %s", base.Commit, head.Commit)
	if _, ok := base.view().store.(*blobs); !ok {
		return Diff(base, head)
	}
	repo = repo.Offline()
	switch on := head.view().store.(type) {
	case *blobs:
		return compare(base.entries, head.entries, func(b, h Entry) (bool, error) {
			return b.Object == h.Object && b.Executable == h.Executable, nil
		})
	case *disk:
		// --ignore-submodules=dirty: git would run inside of them, under their own configuration.
		out, err := repo.Run(ctx, "diff", "--raw", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-relative",
			"--ignore-submodules=dirty", base.Commit, "--")
		if err != nil {
			return nil, classify(doing, err)
		}
		status, err := parseRaw(string(out))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", doing, err)
		}
		return compare(base.entries, head.entries, func(b, h Entry) (bool, error) {
			if on.unsure[h.Path] {
				return compareEntries(base, head, b, h)
			}
			return !status[h.Path], nil
		})
	}
	return Diff(base, head)
}

// ListChangedPaths lists the paths that differ between two commits, as git has them,
// sorted. Neither commit is opened.
func ListChangedPaths(ctx context.Context, repo git.Repo, a, b string) ([]string, error) {
	if err := Complete(ctx, repo, a, b); err != nil {
		return nil, err
	}
	out, err := repo.Offline().Run(ctx, "diff-tree", "-r", "-z", "--no-renames", "--name-only", a, b, "--")
	if err != nil {
		return nil, classify(fmt.Sprintf("comparing %s with %s", a, b), err)
	}
	return strings.FieldsFunc(string(out), func(r rune) bool { return r == 0 }), nil
}

// parseRaw reads git's raw diff format and returns the paths in it:
//
//	:<mode> SP <mode> SP <object> SP <object> SP <status> NUL <path> NUL
func parseRaw(out string) (map[string]bool, error) {
	paths := map[string]bool{}
	for len(out) > 0 {
		head, rest, _ := strings.Cut(out, "\x00")
		name, rest, ended := strings.Cut(rest, "\x00")
		if !ended || !strings.HasPrefix(head, ":") || len(strings.Fields(head)) != 5 {
			return nil, fmt.Errorf("git diff printed %q", head)
		}
		paths[name] = true
		out = rest
	}
	return paths, nil
}

// Diff lists the paths whose kind or bytes differ, sorted. It needs no
// repository; submodules are compared by their commit. Files of more than
// maxOpen bytes that have one size and no object id are ErrTooLarge.
func Diff(base, head Tree) ([]Change, error) {
	return compare(base.entries, head.entries, func(b, h Entry) (bool, error) { return compareEntries(base, head, b, h) })
}

// compare walks two sorted lists. Whether two entries of one path and kind are
// the same is for the caller to say.
func compare(base, head []Entry, same func(b, h Entry) (bool, error)) ([]Change, error) {
	var changes []Change
	for len(base) > 0 || len(head) > 0 {
		switch {
		case len(head) == 0 || len(base) > 0 && base[0].Path < head[0].Path:
			changes = append(changes, Change{Path: base[0].Path, Kind: Deleted})
			base = base[1:]
		case len(base) == 0 || head[0].Path < base[0].Path:
			changes = append(changes, Change{Path: head[0].Path, Kind: Added})
			head = head[1:]
		default:
			b, h := base[0], head[0]
			base, head = base[1:], head[1:]
			if b.Kind == h.Kind {
				equal, err := same(b, h)
				if err != nil {
					return nil, err
				}
				if equal {
					continue
				}
			}
			changes = append(changes, Change{Path: h.Path, Kind: Modified})
		}
	}
	return changes, nil
}

// compareEntries compares two entries of one path and kind.
func compareEntries(base, head Tree, b, h Entry) (bool, error) {
	if b.Object != "" && len(b.Object) == len(h.Object) {
		return b.Object == h.Object, nil
	}
	if b.Kind == Submodule {
		return b.Object == h.Object, nil
	}
	b, err := base.view().sized(b)
	if err == nil {
		h, err = head.view().sized(h)
	}
	if err != nil || b.Size != h.Size {
		return false, err
	}
	old, err := base.view().read(b, maxOpen)
	if err != nil {
		return false, fmt.Errorf("comparing %q at %s: %w", b.Path, base.Commit, err)
	}
	now, err := head.view().read(h, maxOpen)
	if err != nil {
		return false, fmt.Errorf("comparing %q at %s: %w", h.Path, head.Commit, err)
	}
	return bytes.Equal(old, now), nil
}

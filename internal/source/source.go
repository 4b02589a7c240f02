// Package source shows one commit of a repository, or its working tree, as a
// read-only file system, says which paths differ between two of them, and
// finds the commit to compare with. It keeps apart, as types, the commit that
// is trusted (Base) from the commit that is only evidence (Head). It does not
// know what the files mean.
package source

import (
	"io/fs"
	"slices"
	"strings"
)

// EntryKind says what stands at a path. Symbolic links and submodules are
// kinds of their own and are never followed.
type EntryKind string

const (
	File      EntryKind = "file"
	Symlink   EntryKind = "symlink"
	Submodule EntryKind = "submodule"
)

// Entry is one file of a tree. Directories are not listed.
type Entry struct {
	Path   string // slash-separated, from the repository's root, exactly as git has it
	Kind   EntryKind
	Size   int64  // bytes; 0 for submodules; negative where it is not known yet: Tree.Size tells
	Object string // git's object id; "" where the tree is not a commit
	// Executable: a file's mode is 100755. It is not looked at in a working tree.
	Executable bool
}

// Tree is an immutable view of a repository at one commit, or of its working
// tree. The embedded FS serves regular files only: a symbolic link opens as an
// error, never as its target, and neither links nor submodules are in its
// directory listings. Entries lists everything.
//
// A Tree may be used by several goroutines. One that Open or Worktree
// returned must be closed.
type Tree struct {
	Commit string // full object id, or "worktree"
	fs.FS
	entries []Entry // sorted by path

	Name string // of a data repository or a policy source; "" for the one that is judged

	// Above is the policy source next above the rules of this tree, as its lock file
	// names it; nil for none. With and Without keep it.
	Above *Layer
}

// Layer is a policy source: rules that another repository, or a bundle, shares.
type Layer struct {
	Tree          // its Name is that of the lock file, its Commit "" for a bundle; its own Above is the source above it
	Origin string // the address of the repository, or the path of the bundle
	Digest string // of its content, "sha256:…"
	// Err says why the source could not be read. Nothing is decided by the rules of a
	// tree below it.
	Err error
}

// Layers lists the policy sources of a tree, the uppermost first.
func (t Tree) Layers() []Layer {
	var out []Layer
	for at := t.Above; at != nil; at = at.Above {
		out = append(out, *at)
	}
	slices.Reverse(out)
	return out
}

// Named is a path of the tree as reports name it: in a data repository, after the name
// of that.
func (t Tree) Named(path string) string {
	if t.Name == "" {
		return path
	}
	return t.Name + ":" + path
}

// Local is the path in the tree that reports name so.
func (t Tree) Local(path string) string {
	if t.Name == "" {
		return path
	}
	return strings.TrimPrefix(path, t.Name+":")
}

// WorktreeCommit is the Commit of a tree that is a working tree.
const WorktreeCommit = "worktree"

// Base is the trusted side: configuration, policies and waivers come from here.
type Base struct{ Tree }

// Head is the proposed side: evidence comes from here, and nothing else.
type Head struct{ Tree }

// ChangeKind says what happened to a path between base and head.
type ChangeKind string

const (
	Added    ChangeKind = "added"
	Modified ChangeKind = "modified"
	Deleted  ChangeKind = "deleted"
)

// Words are the kinds as words of the rule input.
func (ChangeKind) Words() []string { return []string{string(Added), string(Modified), string(Deleted)} }

// Change is one path that differs between base and head. A rename is a
// deletion and an addition.
type Change struct {
	Path string     `json:"path"`
	Kind ChangeKind `json:"kind"`
}

package gittest

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
)

// Copy copies a directory with repositories in it. Their objects, which git never
// writes to, become links, so that a copy costs little more than its work tree.
// Remotes that name the directory name the copy then.
func Copy(to, from string) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, name)
		switch {
		case d.IsDir():
			return os.MkdirAll(target, 0o755)
		case d.Type()&fs.ModeSymlink != 0:
			link, err := os.Readlink(path)
			if err != nil {
				return err
			}
			return os.Symlink(link, target)
		case isObject(name) && os.Link(path, target) == nil: // a file system may have no links
			return nil
		}
		return copyFile(target, path, from, to)
	})
}

// isObject reports whether a file is an object of git's, or a pack of them.
func isObject(name string) bool {
	dir := filepath.Dir(filepath.Dir(name))
	return filepath.Base(dir) == "objects" && filepath.Base(filepath.Dir(name)) != "info"
}

func copyFile(target, path, from, to string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if filepath.Base(path) == "config" {
		content = bytes.ReplaceAll(content, []byte(filepath.ToSlash(from)), []byte(filepath.ToSlash(to)))
	}
	return os.WriteFile(target, content, info.Mode().Perm()|0o200)
}

package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/git"
)

// write puts the edited documents into the working tree: all, if each is as it
// was and may be written. What could not be written is forgotten.
func (m *mending) write(repo git.Repo) error {
	if len(m.edited) == 0 {
		return nil
	}
	root, err := os.OpenRoot(repo.Dir)
	if err != nil {
		m.forget(sortedPaths(m.edited))
		return fmt.Errorf("opening the working tree: %w", err)
	}
	defer root.Close()
	paths := sortedPaths(m.edited)
	for _, file := range paths {
		if _, err := checkUnchanged(root, file, m.original[file]); err != nil {
			m.forget(paths)
			return fmt.Errorf("writing %s: %w", file, err)
		}
	}
	for i, file := range paths {
		mode, err := checkUnchanged(root, file, m.original[file])
		if err == nil {
			err = replaceIn(root, filepath.FromSlash(file), mode, m.edited[file])
		}
		if err != nil {
			m.forget(paths[i:])
			return fmt.Errorf("writing %s: %w", file, err)
		}
	}
	return nil
}

// forget drops the edits of files that were not written.
func (m *mending) forget(paths []string) {
	for _, file := range paths {
		delete(m.edited, file)
	}
	m.made = slices.DeleteFunc(m.made, func(f finding.Finding) bool { return m.edited[f.At.Path] == nil })
}

// checkUnchanged is the mode of a file of the tree. It is an error if a symbolic link
// is on the way to it, if it is not as it was when it was judged, or if nobody
// may write to it.
func checkUnchanged(root *os.Root, file string, was []byte) (fs.FileMode, error) {
	for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
		info, err := root.Lstat(filepath.FromSlash(dir))
		if err != nil {
			return 0, err
		}
		if !info.IsDir() {
			return 0, fmt.Errorf("%s is not a directory", dir)
		}
	}
	name := filepath.FromSlash(file)
	info, err := root.Lstat(name)
	if err != nil {
		return 0, err
	}
	switch mode := info.Mode(); {
	case !mode.IsRegular():
		return 0, errors.New("it is not a regular file")
	case mode.Perm()&0o222 == 0:
		return 0, errors.New("it is read-only")
	}
	if on, err := root.ReadFile(name); err != nil {
		return 0, err
	} else if !bytes.Equal(on, was) {
		return 0, errors.New("it has changed since it was read; run the command again")
	}
	return info.Mode().Perm(), nil
}

// replaceIn gives a file below root other bytes, whole or not at all, through a
// temporary one beside it. What a run that was killed left there is in no way of
// another.
func replaceIn(root *os.Root, name string, mode fs.FileMode, content []byte) error {
	temporary := filepath.Join(filepath.Dir(name), fmt.Sprintf(".modelgate-fix-%d", os.Getpid()))
	f, err := root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Chmod(mode), f.Close()); err == nil {
		err = root.Rename(temporary, name)
	}
	if err != nil {
		return errors.Join(err, root.Remove(temporary))
	}
	return nil
}

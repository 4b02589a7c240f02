package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/modelgate-dev/modelgate/internal/git"
)

// write puts the edited documents into the working tree.
func (m *mending) write(repo git.Repo) error {
	if len(m.edited) == 0 {
		return nil
	}
	root, err := os.OpenRoot(repo.Dir)
	if err != nil {
		return fmt.Errorf("opening the working tree: %w", err)
	}
	defer root.Close()
	for _, file := range sortedPaths(m.edited) {
		if err := rewrite(root, file, m.original[file], m.edited[file]); err != nil {
			return fmt.Errorf("writing %s: %w", file, err)
		}
	}
	return nil
}

// rewrite gives a file of the tree other bytes, whole or not at all, and keeps
// its mode. It follows no symbolic link, and refuses a file that is not as it
// was when it was judged.
func rewrite(root *os.Root, file string, was, now []byte) error {
	for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
		info, err := root.Lstat(filepath.FromSlash(dir))
		if err != nil {
			return err
		}
		if !info.IsDir() {
			return fmt.Errorf("%s is not a directory", dir)
		}
	}
	name := filepath.FromSlash(file)
	info, err := root.Lstat(name)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return errors.New("it is not a regular file")
	}
	if on, err := root.ReadFile(name); err != nil {
		return err
	} else if !bytes.Equal(on, was) {
		return errors.New("it has changed since it was read; run the command again")
	}
	return replaceIn(root, name, info.Mode().Perm(), now)
}

// replaceIn writes a file below root through a temporary one beside it.
func replaceIn(root *os.Root, name string, mode fs.FileMode, content []byte) error {
	temporary := filepath.Join(filepath.Dir(name), ".modelgate-fix-"+filepath.Base(name))
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

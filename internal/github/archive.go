package github

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

const (
	maxArchive      = 30 << 20 // bytes of the zip file of a commit
	maxArchiveFiles = 200_000  // files in it: twice what GitHub lists of a tree
)

// Files reads files of a commit from its archive: one call and one download. size is that
// of a file that is wanted, by its path; false for others. Each file that the archive has
// with that size is given once.
//
// An archive is not the tree: attributes of its files leave some out (export-ignore) and
// change others. Whoever uses them compares them with their object ids.
// Source: docs.github.com/rest/repos/contents#download-a-repository-archive-zip.
func (r Repository) Files(ctx context.Context, commit string, size func(path string) (int64, bool), each func(path string, content []byte)) error {
	doing := fmt.Sprintf("reading the files of commit %s of %s", oneLine(commit), r)
	if err := checkSHA(commit); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	archive, err := r.download(ctx, "zipball/"+commit, maxArchive)
	if err != nil {
		return r.c.fail(doing, contentsRead, err)
	}
	if err := readArchive(archive, size, each); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

// readArchive reads the files that are wanted. What the archive states of sizes is
// believed where it is what is wanted, and then bounds what is read.
func readArchive(archive []byte, size func(path string) (int64, bool), each func(path string, content []byte)) error {
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return fmt.Errorf("%w: the archive cannot be read: %w", ErrMalformed, err)
	}
	if len(z.File) > maxArchiveFiles {
		return fmt.Errorf("%w: the archive has %d files, and %d are allowed", ErrTooLarge, len(z.File), maxArchiveFiles)
	}
	seen := map[string]bool{}
	for _, f := range z.File {
		_, name, _ := strings.Cut(f.Name, "/") // all are in a directory of the archive
		want, wanted := size(name)
		if !wanted || seen[name] || f.UncompressedSize64 != uint64(want) {
			continue
		}
		seen[name] = true
		r, err := f.Open()
		if err != nil {
			return fmt.Errorf("%w: %q of the archive cannot be read: %w", ErrMalformed, oneLine(name), err)
		}
		content := make([]byte, want)
		_, err = io.ReadFull(r, content)
		if err = errors.Join(err, r.Close()); err != nil {
			return fmt.Errorf("%w: %q of the archive cannot be read: %w", ErrMalformed, oneLine(name), err)
		}
		each(name, content)
	}
	return nil
}

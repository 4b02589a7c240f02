// Command pack writes a package's embedded files to an archive, and prints the Go file
// with which the package reads them there:
//
//	go list -f '{{join .EmbedFiles "\n"}}' ./templates | pack templates archive.zip > archive.go
//
// The same files give the same bytes.
package main

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

const reader = `// Package %s reads its files from an archive: see tools/slim.sh.
package %[1]s

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"io/fs"
	"slices"
	"strings"
	"sync"
)

//go:embed archive.zip
var archived string

var openArchive = sync.OnceValues(func() (*zip.Reader, error) {
	return zip.NewReader(strings.NewReader(archived), int64(len(archived)))
})

// FS has the files of the package.
var FS archive

type archive struct{}

func (archive) Open(name string) (fs.File, error) {
	r, err := openArchive()
	if err != nil {
		return nil, err
	}
	return r.Open(name)
}

// ReadFile looks a file up in the list of the archive, which is in order: to be opened, a
// file would need a list of all directories.
func (archive) ReadFile(name string) ([]byte, error) {
	r, err := openArchive()
	if err != nil {
		return nil, err
	}
	i, found := slices.BinarySearchFunc(r.File, name, func(f *zip.File, name string) int { return strings.Compare(f.Name, name) })
	if !found {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	file, err := r.File[i].Open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	src := bytes.NewBuffer(make([]byte, 0, r.File[i].UncompressedSize64+bytes.MinRead))
	_, err = src.ReadFrom(file)
	return src.Bytes(), err
}

// Packed lists the files, in order, with their checksums.
func (archive) Packed() ([]*zip.File, error) {
	r, err := openArchive()
	if err != nil {
		return nil, err
	}
	return r.File, nil
}
`

func main() {
	if err := pack(os.Args[1], os.Args[2], os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
	fmt.Printf(reader, filepath.Base(os.Args[1]))
}

func pack(dir, out string, list io.Reader) error {
	var names []string
	lines := bufio.NewScanner(list)
	for lines.Scan() {
		names = append(names, lines.Text())
	}
	if err := lines.Err(); err != nil {
		return err
	}
	slices.Sort(names)
	file, err := os.Create(out)
	if err != nil {
		return err
	}
	w := zip.NewWriter(file)
	for _, name := range names {
		src, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		h := &zip.FileHeader{Name: filepath.ToSlash(name), Method: zip.Deflate}
		h.SetMode(0o444)
		f, err := w.CreateHeader(h)
		if err != nil {
			return err
		}
		if _, err := f.Write(src); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	return file.Close()
}

// Package bundle owns the form in which policies are shared: an OPA bundle, which is a tar
// archive, often compressed, with a .manifest. What is read is held in memory, within
// limits, and refused unless it is exactly what its manifest lists. The package knows no
// rule and writes no file.
// https://www.openpolicyagent.org/docs/latest/management-bundles/#bundle-file-format
package bundle

import (
	"archive/tar"
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// Limits of a bundle.
const (
	MaxBytes     = 16 << 20 // of the file, and of its content
	MaxFileBytes = 4 << 20
	MaxFiles     = 2000
)

const (
	manifestFile = ".manifest"
	filesKey     = "modelgate.dev/files"
)

// Bundle is the content of one: its files by their paths, and the commit that they are of,
// "" if it is not said.
type Bundle struct {
	Revision string
	Files    map[string][]byte
}

// Digest is the digest of bytes, "sha256:…".
func Digest(b []byte) string {
	sum := sha256.Sum256(b)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// manifest is .manifest: the part of OPA's that is used, and the list of files in its
// metadata.
type manifest struct {
	Revision string              `json:"revision"`
	Metadata map[string]fileList `json:"metadata"`
}

type fileList map[string]string // digest by path

// Allowed says why a file cannot be in a bundle; "" if it can: rules, tables and packs
// of laws, policies of conftest, the configuration and thresholds. Tests are run where the policies are made.
func Allowed(name string) string {
	dir, base := path.Split(name)
	top, _, _ := strings.Cut(name, "/")
	switch {
	case strings.HasSuffix(base, "_test.rego"), strings.Contains("/"+dir, "/cases/"), strings.Contains("/"+dir, "/testdata/"):
		return "it is a test"
	case top == "policies" && path.Ext(base) == ".rego",
		(dir == "data/" || dir == "regimes/") && path.Ext(base) == ".yaml",
		top == "conftest" && slices.Contains([]string{".rego", ".yaml", ".yml", ".json"}, path.Ext(base)),
		name == "config.yaml", name == "thresholds.yaml":
		return ""
	}
	return "bundles hold config.yaml, thresholds.yaml, policies/**/*.rego, data/*.yaml, regimes/*.yaml and conftest/ only"
}

// Pack makes the archive of a bundle. The same bundle gives the same bytes.
func Pack(b Bundle) ([]byte, error) {
	list := fileList{}
	total := 0
	for name, content := range b.Files {
		if why := refused(name, int64(len(content))); why != "" {
			return nil, fmt.Errorf("%s: %s", name, why)
		}
		list[name] = Digest(content)
		total += len(content)
	}
	if len(list) == 0 {
		return nil, errors.New("there are no policies to share")
	}
	if total > MaxBytes || len(list) > MaxFiles {
		return nil, fmt.Errorf("the policies are too large: %d files, %d bytes (limits: %d and %d)", len(list), total, MaxFiles, MaxBytes)
	}
	head, err := json.Marshal(manifest{b.Revision, map[string]fileList{filesKey: list}}) // keys of maps are sorted
	if err != nil {
		return nil, err
	}
	out, err := entry(nil, manifestFile, head)
	for _, name := range slices.Sorted(maps.Keys(b.Files)) {
		if err == nil {
			out, err = entry(out, name, b.Files[name])
		}
	}
	if err != nil {
		return nil, fmt.Errorf("writing the bundle: %w", err)
	}
	return append(out, make([]byte, 2*block)...), nil
}

// block is the size of what a tar archive is made of.
const block = 512

// entry appends a regular file to an archive, in the ustar format of POSIX. The writer of
// archive/tar writes the same, and would be all that the program uses of it.
func entry(out []byte, name string, content []byte) ([]byte, error) {
	var header [block]byte
	prefix := ""
	if len(name) > 100 {
		i := strings.LastIndex(name[:min(len(name), 156)], "/")
		if i < 0 || len(name)-i-1 > 100 {
			return nil, fmt.Errorf("%s: the path is too long", name)
		}
		prefix, name = name[:i], name[i+1:]
	}
	copy(header[:], name)
	copy(header[100:], "0000644\x000000000\x000000000\x00")
	copy(header[124:], fmt.Sprintf("%011o\x0000000000000\x00        0", len(content))) // its size, no time, room for the sum, a regular file
	copy(header[257:], "ustar\x0000")
	copy(header[329:], "0000000\x000000000\x00")
	copy(header[345:], prefix)
	sum := 0
	for _, c := range header {
		sum += int(c)
	}
	copy(header[148:], fmt.Sprintf("%06o\x00 ", sum))
	out = append(append(out, header[:]...), content...)
	return append(out, make([]byte, (block-len(content)%block)%block)...), nil
}

// Compress is the archive with gzip, as OPA expects a bundle to be.
func Compress(archive []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err == nil {
		_, err = w.Write(archive)
	}
	if err = cmp.Or(err, w.Close()); err != nil {
		return nil, fmt.Errorf("compressing the bundle: %w", err)
	}
	return out.Bytes(), nil
}

// Verify reports whether bytes are those of a digest. It comes before Read.
func Verify(src []byte, digest string) error {
	if got := Digest(src); got != digest {
		return fmt.Errorf("its digest is %s, not %s", got, digest)
	}
	return nil
}

// Read reads a bundle, compressed or not. Links, paths that lead out of it, files that
// appear twice, tests, files that the manifest does not list or lists otherwise, and
// everything above the limits are errors.
func Read(src []byte) (Bundle, error) {
	if len(src) > MaxBytes {
		return Bundle{}, fmt.Errorf("the bundle is too large: %d bytes (limit: %d)", len(src), MaxBytes)
	}
	var in io.Reader = bytes.NewReader(src)
	if bytes.HasPrefix(src, []byte{0x1f, 0x8b}) {
		unzipped, err := gzip.NewReader(in)
		if err != nil {
			return Bundle{}, fmt.Errorf("reading the bundle: %w", err)
		}
		in = unzipped
	}
	budget := &io.LimitedReader{R: in, N: 2*MaxBytes + 1} // the content, and the headers of tar
	files, err := entries(tar.NewReader(budget))
	switch {
	case budget.N <= 0:
		return Bundle{}, fmt.Errorf("the content of the bundle is too large (limit: %d bytes)", MaxBytes)
	case err != nil:
		return Bundle{}, fmt.Errorf("reading the bundle: %w", err)
	}
	return listed(files)
}

func entries(r *tar.Reader) (map[string][]byte, error) {
	files := map[string][]byte{}
	total := int64(0)
	for {
		header, err := r.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		if header.Typeflag == tar.TypeDir {
			continue
		}
		name := strings.TrimPrefix(header.Name, "/") // as OPA writes them
		_, twice := files[name]
		switch total += header.Size; {
		case header.Typeflag != tar.TypeReg:
			return nil, fmt.Errorf("%q is not a regular file; links are refused", header.Name)
		case twice:
			return nil, fmt.Errorf("%q appears twice", header.Name)
		case len(files) > MaxFiles:
			return nil, fmt.Errorf("too many files (limit: %d)", MaxFiles)
		case total > MaxBytes:
			return nil, fmt.Errorf("the content is too large (limit: %d bytes)", MaxBytes)
		}
		if name != manifestFile {
			if why := refused(name, header.Size); why != "" {
				return nil, fmt.Errorf("%q: %s", header.Name, why)
			}
		}
		if files[name], err = io.ReadAll(io.LimitReader(r, MaxFileBytes)); err != nil {
			return nil, err
		}
	}
}

// refused says why a file cannot be in a bundle; "" if it can.
func refused(name string, size int64) string {
	switch {
	case !fs.ValidPath(name) || strings.ContainsAny(name, "\\\x00"):
		return "it is not a path within the bundle"
	case size > MaxFileBytes:
		return fmt.Sprintf("the file is too large: %d bytes (limit: %d)", size, MaxFileBytes)
	}
	return Allowed(name)
}

// listed holds the files of an archive against its manifest.
func listed(files map[string][]byte) (Bundle, error) {
	head, there := files[manifestFile]
	if !there {
		return Bundle{}, errors.New("the bundle has no .manifest; `modelgate policy bundle` writes one")
	}
	var m struct {
		Revision string                     `json:"revision"`
		Metadata map[string]json.RawMessage `json:"metadata"`
	}
	list := fileList{}
	err := json.Unmarshal(head, &m)
	if err == nil && m.Metadata[filesKey] == nil {
		err = fmt.Errorf("it has no list of files (metadata, %q)", filesKey)
	}
	if err == nil {
		err = json.Unmarshal(m.Metadata[filesKey], &list)
	}
	if err != nil {
		return Bundle{}, fmt.Errorf("reading .manifest of the bundle: %w", err)
	}
	delete(files, manifestFile)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		switch want, there := list[name]; {
		case !there:
			return Bundle{}, fmt.Errorf("%q is not in the list of the manifest", name)
		case want != Digest(files[name]):
			return Bundle{}, fmt.Errorf("%q is not the file that the manifest lists", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(list)) {
		if _, there := files[name]; !there {
			return Bundle{}, fmt.Errorf("%q is listed in the manifest, but not in the bundle", name)
		}
	}
	return Bundle{m.Revision, files}, nil
}

package weights

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// MaxHeader is how much of the beginning of a file is read for its header, where the
// file is too large to be read as a whole. The vocabulary of a large language model takes
// some ten million bytes of the header of a GGUF file.
const MaxHeader = 32 << 20

// File is a file of weights, as far as it was read.
type File struct {
	Name    string
	Content []byte // all of it, or its beginning
	Size    int64  // of all of it
}

func (f File) whole() bool { return int64(len(f.Content)) == f.Size }

// readers read what files of a format tell of themselves.
var readers = map[evidence.WeightFormat]func(File) evidence.Contents{
	evidence.FormatGGUF:        readGGUF,
	evidence.FormatNumPy:       readPickled,
	evidence.FormatONNX:        readONNX,
	evidence.FormatPickle:      readPickled,
	evidence.FormatSafetensors: readSafetensors,
}

// HasHeader reports whether the beginning of a file of a format tells what it is.
func HasHeader(format evidence.WeightFormat) bool {
	return format == evidence.FormatSafetensors || format == evidence.FormatGGUF
}

// endings are those which promise a format that is read: content that is not of it cannot
// be read. Of others, such as .bin, content may be anything.
var endings = map[string]evidence.WeightFormat{
	".pkl": evidence.FormatPickle, ".pickle": evidence.FormatPickle, ".joblib": evidence.FormatPickle, ".dill": evidence.FormatPickle, ".pt": evidence.FormatPickle, ".pth": evidence.FormatPickle, ".ckpt": evidence.FormatPickle, ".npz": evidence.FormatNumPy,
	".safetensors": evidence.FormatSafetensors, ".gguf": evidence.FormatGGUF, ".onnx": evidence.FormatONNX,
}

// Read tells what a file of a format states of itself; the format is that of its
// content, "" if that is not known.
func Read(f File, format evidence.WeightFormat) evidence.Contents {
	if format == "" {
		format = endings[Ending(f.Name)]
	}
	if format == "" && ByName(f.Name).Name == evidence.FormatPickle { // such as .bin: it is one if it loads something
		if c := readPickled(f); c.State == evidence.ContentRead && len(c.Globals) > 0 {
			return c
		}
	}
	read, ok := readers[format]
	if !ok {
		return evidence.NewContents(evidence.ContentOther, "")
	}
	return read(f)
}

// Bounds of what is unpacked of one file. What expands more was made to.
const (
	maxContents  = 128 << 20
	maxExpansion = 100
	minContents  = 1 << 20
	maxArchives  = 3
)

// readPickled lists what the pickles in a file load: it is one, is compressed, or is an
// archive.
func readPickled(f File) evidence.Contents {
	globals := newNames()
	if !f.whole() {
		return globals.contents(fmt.Errorf("it has %d MiB (limit: %d MiB)", f.Size>>20, len(f.Content)>>20))
	}
	p := &unpacker{globals: globals, left: min(maxContents, max(minContents, maxExpansion*f.Size))}
	return globals.contents(p.read(f.Content, 0))
}

// unpacker reads pickles that are compressed or in archives.
type unpacker struct {
	globals *names
	left    int64 // bytes that may still be unpacked
}

func (p *unpacker) read(content []byte, depth int) error {
	switch {
	case depth > maxArchives:
		return fmt.Errorf("archives are nested more than %d deep", maxArchives)
	case isArchive(content):
		return p.readZip(content, depth)
	case isTar(content):
		return p.readTar(content, depth)
	case bytes.HasPrefix(content, []byte(array)):
		return p.readArray(content)
	case holdsArchive(content):
		err := p.readZip(content, depth)
		if before := readBoth(content, p.globals); err == nil && isPickle(content) {
			err = before
		}
		return err
	}
	if r := unpacking(content); r != nil {
		b, err := p.unpack(r)
		if err != nil {
			return err
		}
		return readBoth(b, p.globals)
	}
	for _, other := range []struct{ begins, name string }{{"\xfd7zXZ", "xz"}, {"\x04\x22\x4d\x18", "LZ4"}, {"\x5d\x00\x00", "LZMA"}, {"7z\xbc\xaf", "7z"}, {"\x28\xb5\x2f\xfd", "Zstandard"}} {
		if strings.HasPrefix(string(content[:min(len(content), 8)]), other.begins) {
			return fmt.Errorf("it is compressed with %s, which is not read", other.name)
		}
	}
	return readBoth(content, p.globals)
}

// unpack reads all of a file that is compressed, within what is left.
func (p *unpacker) unpack(r io.Reader) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, p.left+1))
	if int64(len(b)) > p.left {
		return nil, errors.New("its content is larger than the limit for unpacking")
	}
	p.left -= int64(len(b))
	if err != nil {
		return nil, errors.New("what it holds cannot be unpacked")
	}
	return b, nil
}

// readStream reads a member that is a pickle or an archive.
func (p *unpacker) readStream(name string, r io.Reader, depth int) error {
	b, err := p.unpack(r)
	if err != nil {
		return err
	}
	if isPickleName(path.Base(name)) || mayLoad(b) {
		return p.read(b, depth+1)
	}
	return nil
}

// mayLoad reports whether the content of a member, whatever its name, is read as a pickle,
// an array of NumPy or an archive.
func mayLoad(b []byte) bool {
	return isPickle(b) || isArchive(b) || isTar(b) || holdsObjects(b) || holdsArchive(b)
}

// readTar reads the members of an archive of tar, and the pickle that its bytes may be, too.
func (p *unpacker) readTar(content []byte, depth int) error {
	if err := p.readMembers(content, depth); err != nil {
		return err
	}
	if b := unpack(content, sample); loads(b) || goesOn(b, math.MaxInt64) {
		content = unpack(content, maxContents)
	}
	if !loads(content) {
		return nil
	}
	return readBoth(content, p.globals)
}

func (p *unpacker) readMembers(content []byte, depth int) error {
	var r io.Reader = bytes.NewReader(content)
	if compressed := unpacking(content); compressed != nil {
		r = compressed
	}
	bounded := &io.LimitedReader{R: r, N: p.left + 1}
	members := tar.NewReader(bounded)
	for range maxMembers {
		h, err := members.Next()
		if errors.Is(err, io.EOF) && bounded.N > 0 {
			return nil
		}
		if err != nil {
			return errors.New("the archive is broken, or its content is larger than the limit for unpacking")
		}
		if slices.Contains(emptyMembers, h.Typeflag) {
			continue
		}
		if err := p.readStream(h.Name, members, depth); err != nil {
			return fmt.Errorf("%s: %w", quoted(h.Name), err)
		}
	}
	return fmt.Errorf("the archive has more than %d members", maxMembers)
}

// emptyMembers are the types of members without content. What is of an unknown type is
// unpacked as a file.
var emptyMembers = []byte{tar.TypeDir, tar.TypeSymlink, tar.TypeLink, tar.TypeChar, tar.TypeBlock, tar.TypeFifo}

// quoted is the name of a member as a message shows it.
func quoted(name string) string { return fmt.Sprintf("%q", name[:min(len(name), 100)]) }

package weights

import (
	"archive/tar"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"compress/zlib"
	"encoding/binary"
	"io"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// MaxBeginning is how much of a file tells what it is. Only an archive is looked
// through as a whole, where it is small enough to be hashed.
const MaxBeginning = 4 << 10

// notWeights are endings of what Git LFS keeps beside weights: data, media,
// documents and programs.
var notWeights = strings.Fields(`.csv .tsv .parquet .arrow .feather .avro .orc .json .jsonl .ndjson .yaml .yml .toml .xml .html .txt .md .rst .pdf .ipynb .npy .xls .xlsx .db .sqlite .sql
	.png .jpg .jpeg .gif .webp .svg .bmp .tif .tiff .ico .mp4 .mov .avi .mkv .webm .wav .mp3 .flac .ogg .m4a .ttf .otf .woff .woff2 .docx .pptx .py .sh .js .css .whl .jar .exe .deb .log .lock`)

// MayBe reports whether a name's ending is not one of notWeights.
func MayBe(name string) bool {
	return !slices.Contains(notWeights, strings.ToLower(path.Ext(name)))
}

// magic tells a format of weights by how it begins.
type magic struct {
	Format
	is func([]byte) bool
}

func begins(with ...string) func([]byte) bool {
	return func(b []byte) bool {
		return slices.ContainsFunc(with, func(w string) bool { return bytes.HasPrefix(b, []byte(w)) })
	}
}

// magics are the formats that are told by their first bytes. NumPy's arrays of numbers
// are not among them: they hold data as often as weights.
//
// A pickle that calls what it loads comes before all others: it can begin like any of
// them, with a value that nothing uses.
var magics = []magic{
	{Format{evidence.FormatPickle, true}, loads},
	{Format{evidence.FormatSafetensors, false}, isSafetensors},
	{Format{evidence.FormatGGUF, false}, begins("GGUF", "FUGG")},
	{Format{evidence.FormatGGML, false}, begins("ggml", "lmgg", "fmgg", "tjgg", "algg")},
	{Format{evidence.FormatTFLite, false}, func(b []byte) bool { return len(b) > 8 && string(b[4:8]) == "TFL3" }},
	{Format{evidence.FormatPickle, true}, beginsPickle},
	{Format{evidence.FormatNumPy, true}, holdsObjects},
	{Format{evidence.FormatKeras, true}, isKerasHDF5},
	{Format{evidence.FormatONNX, false}, isONNX},
}

// ByContent tells a format of weights by a file's content; the zero format for
// whatever is not known to be one.
func ByContent(content []byte) Format {
	if f := formatOfPlain(content); f.Name != "" {
		return f
	}
	if isArchive(content) || holdsArchive(content) {
		return formatOfArchive(content)
	}
	if isTar(content) {
		if f := formatOfTar(content); f.Name != "" {
			return f
		}
	}
	return formatOfPacked(content)
}

// formatOfPacked tells a compressed pickle, as joblib dumps one. What has the instructions
// of one as far as it is unpacked may be one.
func formatOfPacked(content []byte) Format {
	b := unpack(content, sample)
	if goesOn(b, math.MaxInt64) {
		b = unpack(content, maxUnpacked)
	}
	if f := formatOfPlain(b); f.Name == evidence.FormatPickle || len(b) == maxUnpacked && goesOn(b, math.MaxInt64) {
		return Format{evidence.FormatPickle, true}
	}
	return Format{}
}

// NeedsMore reports whether a file of so many bytes that begins so is told by what comes
// later: it is an archive, whose members tell, or goes on with the instructions of a pickle.
func NeedsMore(beginning []byte, size int64) bool {
	return isArchive(beginning) || isTar(beginning) || goesOn(beginning, size) || goesOn(unpack(beginning, sample), math.MaxInt64)
}

// ByBeginning is ByContent for a file of which no more is read: what may be a pickle is
// one.
func ByBeginning(beginning []byte, size int64) Format {
	f := ByContent(beginning)
	if f.Name == "" && goesOn(beginning, size) {
		f = Format{evidence.FormatPickle, true}
	}
	return f
}

func formatOfPlain(content []byte) Format {
	for _, m := range magics {
		if m.is(content) {
			return m.Format
		}
	}
	return Format{}
}

// isSafetensors: the length of the header in eight bytes, then the header, which
// is JSON (huggingface/safetensors README.md, "Format").
func isSafetensors(b []byte) bool {
	if len(b) < 10 || b[8] != '{' {
		return false
	}
	n := binary.LittleEndian.Uint64(b)
	return n >= 2 && n <= 100<<20 && slices.Contains([]byte("\"} \n\t\r"), b[9])
}

// textPickle is how a pickle of protocol 0 or 1 begins that names a class or
// function, or holds a dictionary or list (Lib/pickletools.py); and what calls a
// function of the system, wherever it stands.
var textPickle = pattern.New(`^\(?c[\w.]+\n[\w.]+\n` + called + `|^\(i[\w.]+\n[\w.]+\n|^\([dl]p\d+\n|^[\]}]q[\x00-\x1f]|` +
	`(?:^|[^A-Za-z_])c(?:__builtin__|builtins|posix|nt|os|subprocess|sys|pty|runpy|importlib|copy_reg|copyreg)\n[\w.]+\n` + called)

// called is what follows the name of a function in a pickle.
const called = `(?:[()]|[SV]['"]|p\d+\n|q[\x00-\x1f])`

func isPickle(b []byte) bool { return beginsPickle(b) || loads(b) }

func beginsPickle(b []byte) bool {
	return len(b) > 2 && b[0] == 0x80 && b[1] >= 2 && b[1] <= 5 || textPickle.Match(b[:min(len(b), MaxBeginning)])
}

// isKerasHDF5: HDF5 is a format of data, and of weights where Keras wrote it.
func isKerasHDF5(b []byte) bool {
	return begins("\x89HDF\r\n\x1a\n")(b) && (bytes.Contains(b, []byte("keras_version")) || bytes.Contains(b, []byte("model_weights")) || bytes.Contains(b, []byte("layer_names")))
}

// isONNX: a ModelProto whose first field is ir_version, and whose second is the
// name of the producer or the graph (onnx/onnx.proto).
func isONNX(b []byte) bool {
	if len(b) < 8 || b[0] != 0x08 || b[1] < 1 || b[1] > 0x20 {
		return false
	}
	length, n := binary.Uvarint(b[3:min(len(b), 13)])
	if n <= 0 || length == 0 {
		return false
	}
	rest := b[3+n:]
	switch b[2] {
	case 0x12: // producer_name
		if length >= 64 || uint64(len(rest)) <= length || !isPrintable(rest[:length]) {
			return false
		}
		return slices.Contains([]byte{0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42}, rest[length])
	case 0x3a: // graph, which begins with a node or its name
		return len(rest) > 0 && (rest[0] == 0x0a || rest[0] == 0x12)
	}
	return false
}

func isPrintable(b []byte) bool {
	return !bytes.ContainsFunc(b, func(r rune) bool { return r < 0x20 || r > 0x7e })
}

// sample is how much of a compressed file tells what it may be.
const sample = 512

// unpack returns the beginning of what a compressed file holds.
func unpack(content []byte, most int64) []byte {
	r := unpacking(content)
	if r == nil {
		return nil
	}
	out, _ := io.ReadAll(io.LimitReader(r, most)) // what came before an error tells as well
	return out
}

// unpacking reads what a compressed file holds; nil if it is none.
func unpacking(content []byte) io.Reader {
	var r io.Reader
	var err error
	switch packed := bytes.NewReader(content); {
	case begins("\x1f\x8b")(content):
		r, err = gzip.NewReader(packed)
	case begins("BZh")(content):
		r = bzip2.NewReader(packed)
	case begins("\x78\x01", "\x78\x5e", "\x78\x9c", "\x78\xda")(content):
		r, err = zlib.NewReader(packed)
	}
	if err != nil {
		return nil
	}
	return r
}

// Bounds of what is looked for in an archive.
const (
	maxUnpacked = 16 << 20
	maxMembers  = 1000
	maxMember   = 16 << 10 // of each
)

// isTar recognises an archive of tar, which may be compressed, by its first header
// (POSIX.1-1988, "ustar"; those before it have a checksum only).
func isTar(content []byte) bool { return isTarHeader(content) || isTarHeader(unpack(content, sample)) }

func isTarHeader(b []byte) bool {
	if len(b) >= 262 && string(b[257:262]) == "ustar" {
		return true
	}
	if len(b) < 512 {
		return false
	}
	stated, err := strconv.ParseUint(strings.Trim(string(b[148:156]), " \x00"), 8, 32)
	sum := uint64(8 * ' ') // in place of the checksum
	for i, c := range b[:512] {
		if i < 148 || i >= 156 {
			sum += uint64(c)
		}
	}
	return err == nil && sum == stated
}

// formatOfTar tells by its members whether an archive of tar, such as the model.tar.gz
// of SageMaker, holds weights: the first that is some.
func formatOfTar(content []byte) Format {
	r := unpacking(content)
	if r == nil {
		r = bytes.NewReader(content)
	}
	members := tar.NewReader(io.LimitReader(r, maxUnpacked))
	for range maxMembers {
		h, err := members.Next()
		if err != nil {
			break
		}
		if f := formatOfMember(h.Name); f.Name != "" {
			return f
		}
		b, _ := io.ReadAll(io.LimitReader(members, maxMember))
		if f := formatOfBytes(b); f.Name != "" {
			return f
		}
	}
	return Format{}
}

// formatOfBytes tells a format of weights by the beginning of a member.
func formatOfBytes(b []byte) Format {
	f := formatOfPlain(b)
	if f.Name == "" && (isArchive(b) || holdsArchive(b)) {
		f, _ = formatOfMembers(b, "PK\x03\x04", 26, 30)
	}
	return f
}

func formatOfMember(name string) Format {
	switch base := path.Base(name); {
	case isPickleName(base):
		return Format{evidence.FormatPickle, true}
	case base == "model.weights.h5":
		return Format{evidence.FormatKeras, true}
	case strings.HasPrefix(name, "MAR-INF/"):
		return Format{evidence.FormatTorchServe, true}
	}
	return Format{}
}

func isPickleName(base string) bool {
	return slices.Contains([]string{".pkl", ".pickle", ".joblib", ".dill"}, strings.ToLower(path.Ext(base)))
}

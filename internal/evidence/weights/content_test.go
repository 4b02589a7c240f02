package weights

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

func zipped(t *testing.T, names ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range names {
		if _, err := z.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// tarred makes an archive of names and contents.
func tarred(t *testing.T, members ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for m := range slices.Chunk(members, 2) {
		if err := w.WriteHeader(&tar.Header{Name: m[0], Size: int64(len(m[1])), Mode: 0o644}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(m[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func gzipped(t *testing.T, s string) string {
	t.Helper()
	return packed(t, s, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
}

func deflated(t *testing.T, s string) string {
	t.Helper()
	return packed(t, s, func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) })
}

func packed(t *testing.T, s string, packer func(io.Writer) io.WriteCloser) string {
	t.Helper()
	var b bytes.Buffer
	w := packer(&b)
	if _, err := w.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// callsScorer are the instructions of a pickle of protocol 0 that calls what it loads.
const callsScorer = "cmine\nScorer\n(tR."

// likeSafetensors is a file of safetensors to its readers, and a pickle to an unpickler: the
// length of the header begins with the instruction of a text that goes up to the end of a line.
var likeSafetensors = "V\x01\x00\x00\x00\x00\x00\x00{}" + strings.Repeat(" ", 'V'+1<<8-2) + "\n0" + callsScorer

// likeTar is an archive of tar to its readers, and to an unpickler these instructions behind
// a value that is the archive.
func likeTar(t *testing.T, instructions string) string {
	t.Helper()
	archive := []byte(tarred(t, "a", "numbers"))
	copy(archive, binary.LittleEndian.AppendUint32([]byte("\x80\x02B"), uint32(len(archive)-7)))
	return summed(archive) + "0" + instructions
}

// withoutUstar is an archive of tar as they were before POSIX.
func withoutUstar(t *testing.T, archive string) string {
	t.Helper()
	return summed([]byte(strings.Replace(archive, "ustar", "\x00\x00\x00\x00\x00", 1)))
}

// summed is an archive of tar with the checksum of its first header.
func summed(archive []byte) string {
	copy(archive[148:], "        ")
	sum := 0
	for _, c := range archive[:512] {
		sum += int(c)
	}
	copy(archive[148:], fmt.Sprintf("%06o\x00 ", sum))
	return string(archive)
}

func TestFormatByContent(t *testing.T) {
	const pickled = "\x80\x04\x95\x10\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix"
	for _, c := range []struct{ name, content, want string }{
		{"pickle 2", "\x80\x02}q\x00.", "pickle"},
		{"pickle 4", pickled, "pickle"},
		{"pickle 5", "\x80\x05\x95", "pickle"},
		{"pickle 0 of a call", "cposix\nsystem\n(S'id'\ntR.", "pickle"},
		{"pickle 0 of a call in a tuple", "(cposix\nsystem\nS'id'\no.", "pickle"},
		{"pickle 0 of a call behind a number", "I1\n0cos\nsystem\n(S'id'\ntR.", "pickle"},
		{"pickle 0 of an instance", "(iposix\nsystem\np0\n.", "pickle"},
		{"pickle 0 of a dictionary", "(dp0\nS'a'\np1\nI1\ns.", "pickle"},
		{"pickle 1 of a dictionary", "}q\x00U\x01aq\x01K\x01s.", "pickle"},
		{"joblib, compressed", deflated(t, pickled), "pickle"},
		{"torch", zipped(t, "archive/data.pkl", "archive/data/0"), "pickle"},
		{"torch, the pickle last", zipped(t, "readme.txt", "x/data.pkl"), "pickle"},
		{"torch, cut off", zipped(t, "archive/data.pkl", "archive/data/0")[:60], "pickle"},
		{"Keras", zipped(t, "metadata.json", "config.json", "model.weights.h5"), "keras"},
		{"tar of a pickle", tarred(t, "code/inference.py", "import os", "model.bin", pickled), "pickle"},
		{"tar, by the name of its member", tarred(t, "a/data.pkl", "x"), "pickle"},
		{"tar of a checkpoint of torch", tarred(t, "pytorch_model.pth", zipped(t, "archive/data.pkl")), "pickle"},
		{"model.tar.gz", gzipped(t, tarred(t, "big.txt", strings.Repeat("x", 100_000), "weights", "\x02\x00\x00\x00\x00\x00\x00\x00{}")), "safetensors"},
		{"safetensors", "\x02\x00\x00\x00\x00\x00\x00\x00{}", "safetensors"},
		{"GGUF", "GGUF\x03\x00\x00\x00", "gguf"},
		{"ONNX of torch", "\x08\x08\x12\x07pytorch\x1a\x05", "onnx"},
		{"ONNX without a producer", "\x08\x07\x3a\x80\x02\x0a\x10abcdefgh", "onnx"},
		{"HDF5 of Keras", "\x89HDF\r\n\x1a\n" + strings.Repeat("\x00", 100) + "keras_version", "keras"},

		{"a script before an archive", "#!/bin/sh\nexit 0\n" + zipped(t, "archive/data.pkl"), "pickle"},
		{"pickle 0 behind many values", strings.Repeat("I1\n0", 3000) + "cmine\nScorer\n(tR.", "pickle"},
		{"pickle 0 behind a long text", "X\x00\x20\x00\x00" + strings.Repeat("a", 8192) + "0cmine\nScorer\n(tR\xff", "pickle"},
		{"pickle 0 of an object", "(cmine\nScorer\nI1\no.", "pickle"},
		{"pickle 0 of a computed name", "(I1\nlcmine\nname\n)R0", "pickle"},
		{"instructions without end", strings.Repeat("N0", maxTold), "pickle"},
		{"archive with a member of another name", zippedWith(t, "model.dat", pickled), "pickle"},
		{"tar of a text and a pickle 0", tarred(t, "a.txt", "sin\ncos\ntan\n", "b.txt", "I1\n0cmine\nScorer\n(tR."), "pickle"},
		{"objects of NumPy", "\x93NUMPY\x01\x00\x10\x00{'descr': '|O'}\n" + pickled, "numpy"},
		{"objects of NumPy, written in another way", "\x93NUMPY\x01\x00\x20\x00{'descr': '\\x4f', 'shape': (1,)}\n" + pickled, "numpy"},

		{"pickle 0 that begins like safetensors", likeSafetensors, "pickle"},
		{"pickle 0 that begins like TensorFlow Lite", "VaaaTFL3\n0" + callsScorer, "pickle"},
		{"safetensors whose length is an instruction", strings.TrimSuffix(likeSafetensors, callsScorer) + "\x01\x02", "safetensors"},
		{"compressed pickle 0 behind a text", gzipped(t, "V"+strings.Repeat("a", 600)+"\n0"+callsScorer), "pickle"},
		{"compressed pickle 0 behind more than is unpacked", gzipped(t, "V"+strings.Repeat("a", maxUnpacked)+"\n0"+callsScorer), "pickle"},
		{"compressed pickle that begins like an archive of tar", gzipped(t, likeTar(t, callsScorer)), "pickle"},

		{"tar without ustar", withoutUstar(t, tarred(t, "model.bin", pickled)), "pickle"},
		{"compressed tar without ustar", gzipped(t, withoutUstar(t, tarred(t, "model.bin", pickled))), "pickle"},

		{"a compressed table with a long first line", gzipped(t, "Visit,"+strings.Repeat("a,", 600)+"\n1,2\n"), ""},
		{"names that are no names", "copy this\nfile\n.", ""},
		{"records of NumPy", arrayOf("{'descr': [('Order', '<f8'), ('Other', '<U10', (2, 3))], 'fortran_order': False, 'shape': (3,), }", ""), ""},
		{"a script before an archive of data", "#!/bin/sh\nexit 0\n" + zipped(t, "train.csv"), ""},
		{"HDF5 of data", "\x89HDF\r\n\x1a\n" + strings.Repeat("\x00", 100) + "temperature", ""},
		{"NumPy", "\x93NUMPY\x01\x00v\x00{'descr': '<f8'}", ""},
		{"tar of data", tarred(t, "train.csv", "a,b\n1,2\n"), ""},
		{"tar.gz of data", gzipped(t, tarred(t, "train.csv", "a,b\n1,2\n")), ""},
		{"tar, cut off", tarred(t, "train.csv", "a,b\n1,2\n")[:300], ""},
		{"ZIP of data", zipped(t, "train.csv", "data.json"), ""},
		{"deflated text", deflated(t, "a,b\n1,2\n"), ""},
		{"list of words", "cats\ndogs\npigs\nqueens\n", ""},
		{"functions", "sin\ncos\ntan\n", ""},
		{"prose", "(in short) it works.\n", ""},
		{"JSON", `{"a": 1}`, ""},
		{"JSON in a list", "[{\"a\": 1}]\n", ""},
		{"protocol buffer that is no ONNX", "\x08\x01\x10\x02\x18\x03\x20\x04", ""},
		{"LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", ""},
		{"nothing", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := ByContent([]byte(c.content)); string(got.Name) != c.want {
				t.Errorf("format %q, want %q", got.Name, c.want)
			}
		})
	}
}

// TestFormatByBeginning: a large file of which no more than the beginning is read.
func TestFormatByBeginning(t *testing.T) {
	for _, c := range []struct{ name, beginning, want string }{
		{"a long text of a pickle", "X\x00\x00\x10\x00aaaa", "pickle"},
		{"bytes that are longer than the file", "X\x00\x00\x10\xf0aaaa", ""},
		{"a table", "Patient,Visit\n1,2\n", ""},
		{"a line without end", "Patients and visits", ""},
		{"nothing", "", ""},
	} {
		if got := ByBeginning([]byte(c.beginning), 2<<20); string(got.Name) != c.want {
			t.Errorf("%s: format %q, want %q", c.name, got.Name, c.want)
		}
	}
}

func FuzzFormatByContent(f *testing.F) {
	f.Add([]byte("\x08\x08\x12\x07pytorch\x1a\x05"))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, content []byte) { ByContent(content) })
}

package weights

import (
	"archive/zip"
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

var update = flag.Bool("update", false, "write what the pickles of testdata load")

func read(name, content string) evidence.Contents {
	f := File{Name: name, Content: []byte(content), Size: int64(len(content))}
	return Read(f, ByContent(f.Content).Name)
}

func globalsOf(c evidence.Contents) string {
	var all []string
	for _, g := range c.Globals {
		all = append(all, g.Module+" "+g.Name)
	}
	return strings.Join(all, ", ")
}

// zippedWith makes an archive of names and contents.
func zippedWith(t *testing.T, members ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for m := range slices.Chunk(members, 2) {
		w, err := z.Create(m[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(m[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// joblibArrayOf is the instructions with which joblib writes an array of two numbers of
// eight bytes, and the array.
func joblibArrayOf(array string) string {
	return "cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}(X\x05\x00\x00\x00shapeK\x02\x85X\x05\x00\x00\x00dtypecnumpy\ndtype\nX\x02\x00\x00\x00f8\x85Rub" + array
}

// joblibClasses is a classifier as joblib writes it, the names of whose classes are an array
// of objects: a pickle of its own, with a memo of its own.
const joblibClasses = "\x80\x04\x8c\x04mine\x94\x8c\x06Scorer\x94\x93\x94)\x81\x94}\x94(\x8c\x08classes_\x94" +
	"\x8c\x13joblib.numpy_pickle\x94\x8c\x11NumpyArrayWrapper\x94\x93\x94)\x81\x94}\x94(\x8c\x05shape\x94K\x02\x85\x94\x8c\x05dtype\x94" +
	"\x8c\x05numpy\x94\x8c\x05dtype\x94\x93\x94\x8c\x02O8\x94\x85\x94R\x94ub" +
	"\x80\x05\x8c\x16numpy._core.multiarray\x94\x8c\x0c_reconstruct\x94\x93\x94\x8c\x05numpy\x94\x8c\x07ndarray\x94\x93\x94" +
	"K\x00\x85\x94h\x03\x8c\x05dtype\x94\x93\x94\x86\x94R\x94." + "ub."

// arrayOf is an array of NumPy with a header.
func arrayOf(header, content string) string {
	return "\x93NUMPY\x01\x00" + string([]byte{byte(len(header)), byte(len(header) >> 8)}) + header + content
}

// twoArchives is a file in which readers that count from its beginning find the first
// pickle, and those that count from its end the second.
func twoArchives(t *testing.T, pickles ...string) string {
	t.Helper()
	var archives []string
	for _, content := range pickles {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.CreateHeader(&zip.FileHeader{Name: "m/data.pkl", Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content + strings.Repeat("N", 100-len(content)))); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		archives = append(archives, b.String())
	}
	return strings.Join(archives, "")
}

func TestPickle(t *testing.T) {
	const system, pair = "\x80\x04\x8c\x05posix\x94\x8c\x06system\x94\x93\x8c\x02id\x85R.", "posix system"
	numbers := strings.Repeat("\x00\xff", 8)
	for _, c := range []struct{ name, file, content, globals, problem string }{
		{"a call", "m.pkl", system, pair, ""},
		{"protocol 0", "m.pkl", "cos\nsystem\n(S'id'\ntR.", "os system", ""},
		{"protocol 0 that nothing tells but the name", "m.pkl", "I1\n0I2\n0cmine\nScorer\n(tR.", "mine Scorer", ""},
		{"an instance", "m.pkl", "(S'id'\nios\nsystem\n.", "os system", ""},
		{"an object", "m.pkl", "(cos\nsystem\nS'id'\no.", "os system", ""},
		{"names in the memo", "m.pkl", "\x80\x04\x8c\x05posix\x940\x8c\x06system\x940h\x00h\x01\x93.", pair, ""},
		{"names in a memo with gaps", "m.pkl", "\x80\x04\x8c\x05posixr\xff\xff\xff\x000\x8c\x06system\x940j\xff\xff\xff\x00h\x01\x93.", pair, ""},
		{"other values above the names", "m.pkl", "\x80\x04\x8c\x05posix\x8c\x06system\x8c\x04mathK\x012000\x93.", pair, ""},
		{"a name that is twice on the stack", "m.pkl", "\x80\x04\x8c\x02os2\x93.", "os os", ""},
		{"names behind a tuple that is dropped", "m.pkl", "\x80\x04(\x8c\x02os\x8c\x04pathK\x00t0\x8c\x05posix\x8c\x06system\x93.", pair, ""},
		{"a long text", "m.pkl", "\x80\x04X\x05\x00\x00\x00posix\x8d\x06\x00\x00\x00\x00\x00\x00\x00system\x93.", pair, ""},
		{"a text of Python 2", "m.pkl", "\x80\x04U\x05posixT\x06\x00\x00\x00system\x93.", pair, ""},
		{"an extension", "m.pkl", "\x80\x02\x82\x07.", "copyreg extension 7", ""},
		{"several pickles", "m.pt", "\x80\x02K\x01." + system + numbers, pair, ""},
		{"a call before it breaks", "m.pkl", system[:len(system)-1] + "\xff", pair, "byte 26 is not an instruction"},
		{"a broken second pickle with a call", "m.pkl", "\x80\x02K\x01." + system[:len(system)-1] + "\xff", pair, "is not an instruction"},
		{"a computed name", "m.pkl", "\x80\x04\x8c\x05posixcmine\nname\n)R\x93.", "mine name, (computed) (computed)", "computes the name"},
		{"a name with escapes", "m.pkl", "\x80\x04V\\u006fs\n\x8c\x06system\x93.", "(computed) (computed)", "computes the name"},
		{"a name that an object of something makes", "m.pkl", "\x80\x04cmine\nText\n\x8c\x02os\x85\x81\x8c\x06system\x93.", "mine Text, (computed) (computed)", "computes the name"},
		{"a name that is a value of a module", "m.pkl", "\x80\x04\x8c\x02os\x8c\x04name\x93\x8c\x06system\x93.", "os name, (computed) (computed)", "computes the name"},
		{"a number for a name", "m.pkl", "\x80\x04K\x01\x8c\x06system\x93.", "", "by what is not a name"},
		{"a list for a name", "m.pkl", "\x80\x04]\x8c\x06system\x93.", "", "by what is not a name"},
		{"an object of nothing for a name", "m.pkl", "\x80\x04cmine\nText\n)\x81\x8c\x06system\x93.", "mine Text", "by what is not a name"},
		{"without an end", "m.pkl", "\x80\x02]", "", "cut off"},
		{"longer than the file", "m.pkl", "\x80\x04\x8e\xff\xff\xff\xff\xff\xff\xff\x7f", "", "cut off"},
		{"a text of a negative length", "m.pkl", "\x80\x02T\xff\xff\xff\xff.", "", "cut off"},
		{"an empty stack", "m.pkl", "\x80\x02R.", "", "empty stack"},
		{"a mark that is taken for a value", "m.pkl", "\x80\x02((\x85.", "", "empty stack"},
		{"what was not remembered", "m.pkl", "\x80\x02h\x07.", "", "recalls"},
		{"an unknown protocol", "m.pkl", "\x80\x09K\x01.", "", "protocol 9"},
		{"a pickle of protocol 0 with an ending of anything", "m.bin", "I1\n0I2\n0cmine\nScorer\n(tR.", "mine Scorer", ""},
		{"a pickle by name only", "m.pkl", "numbers", "", "broken"},
		{"nothing", "m.pkl", "", "", "cut off"},
		{"endless", "m.pkl", "\x80\x02" + strings.Repeat("N0", maxOps/2+1) + "N.", "", "instructions"},

		{"torch", "m.pt", zippedWith(t, "m/data.pkl", system, "m/data/0", "\x80\x02numbers"), pair, ""},
		{"torch, numbers only", "m.pt", zippedWith(t, "m/data.pkl", "\x80\x02N.", "m/data/0", "\x80\x02numbers"), "", ""},
		{"torch with an array of NumPy", "m.pt", zippedWith(t, "m/data.pkl", "\x80\x02N.", "arr_0.npy", "\x93NUMPY\x01\x00\x10\x00{'descr': '|O'}\n"+system), pair, ""},
		{"torch, damaged", "m.pt", zippedWith(t, "m/data.pkl", system)[:60], "", "archive is broken"},
		{"arrays of objects", "m.npz", zippedWith(t, "arr_0.npy", "\x93NUMPY\x01\x00\x10\x00{'descr': '|O'}\n"+system), pair, ""},
		{"arrays of numbers", "m.npz", zippedWith(t, "arr_0.npy", "\x93NUMPY\x01\x00\x11\x00{'descr': '<f8'}\n"+system), "", ""},
		{"an array of objects", "m.npy", "\x93NUMPY\x01\x00\x10\x00{'descr': '|O'}\n" + system, pair, ""},
		{"an array of objects by another name", "m.dat", "\x93NUMPY\x02\x00\x10\x00\x00\x00{'descr': '|O'}\n" + system, pair, ""},
		{"records with a field that begins with O", "m.npz", zippedWith(t, "arr_0.npy", arrayOf("{'descr': [('Order', '<f8')], 'fortran_order': False, 'shape': (1,), }\n", numbers)), "", ""},
		{"any name", "notes.txt", "I1\n0I2\n0cmine\nScorer\n(tR.", "mine Scorer", ""},
		{"an archive behind a program", "m.bin", "#!/bin/sh\n" + zippedWith(t, "m/data.pkl", system), pair, ""},
		{"an archive behind a pickle", "m.pt", "\x80\x02cmine\nScorer\n." + zippedWith(t, "m/data.pkl", system), pair + ", mine Scorer", ""},
		{"an archive behind a broken pickle", "m.pt", "\x80\x02cmine\nScorer\n\xff" + zippedWith(t, "m/data.pkl", system), pair + ", mine Scorer", "not an instruction"},
		{"two archives", "m.pt", twoArchives(t, "\x80\x02cmine\nScorer\n.", system), pair + ", mine Scorer", ""},
		{"bytes behind an archive", "m.pt", zippedWith(t, "m/data.pkl", system) + "more", "", "do not agree"},
		{"the end of an archive in a comment", "m.pt", zippedWith(t, "m/data.pkl", system) + "PK\x05\x06" + strings.Repeat("\x00", 16) + "\x09\x00", "", "do not agree"},
		{"members of any name", "m.zip", zippedWith(t, "a/model.dat", system), pair, ""},
		{"an archive in an archive, behind other bytes", "m.zip", zippedWith(t, "a/m.bin", "other"+zippedWith(t, "m/data.pkl", system)), pair, ""},
		{"tar", "m.tar", tarred(t, "a/readme.txt", "x", "a/m.pkl", system), pair, ""},
		{"a pickle that is a tar, too", "m.pkl", likeTar(t, callsScorer), "mine Scorer", ""},
		{"a compressed pickle that is a tar, too", "m.pkl", gzipped(t, likeTar(t, callsScorer)), "mine Scorer", ""},
		{"a compressed pickle in the header of a tar", "m.pkl", gzipped(t, tarred(t, callsScorer, "x")), "mine Scorer", ""},
		{"a tar of another type of files", "m.tar", summed([]byte(strings.Replace(tarred(t, "a.pkl", system), "\x00 0\x00", "\x00 7\x00", 1))), pair, ""},
		{"a tar with the name of an instruction", "m.pt", tarred(t, "config.json", "{}\n", "c.txt", "a\n"), "", ""},
		{"a pickle that begins like safetensors", "m.safetensors", likeSafetensors, "mine Scorer", ""},
		{"an archive in an archive", "m.tar", tarred(t, "a/m.pt", zippedWith(t, "m/data.pkl", system)), pair, ""},
		{"an archive in itself", "m.pt", zippedWith(t, "a.pkl", zippedWith(t, "a.pkl", zippedWith(t, "a.pkl", zippedWith(t, "a.pkl", zippedWith(t, "a.pkl", system))))), "", "nested"},
		{"compressed", "m.joblib", deflated(t, system), pair, ""},
		{"compressed and cut off", "m.joblib", deflated(t, system)[:20], "", "unpacked"},
		{"compressed, and far too much", "m.joblib", deflated(t, "\x80\x02"+strings.Repeat("N", 4<<20)), "", "larger than the limit for unpacking"},
		{"compressed with what is not read, by two endings", "m.joblib.xz", "\xfd7zXZ\x00\x00\x00", "", "compressed with xz"},
		{"compressed with what is not read, by the word for a model", "model.xz", "\xfd7zXZ\x00\x00\x00", "", "compressed with xz"},
		{"compressed with what is not read, in the older format", "best_model.lzma", "\x5d\x00\x00\x80\x00", "", "compressed with LZMA"},
		{"compressed with what is not read, by DVC", "m.pkl.LZ4.dvc", "\x04\x22\x4d\x18\x00\x00\x00", "", "compressed with LZ4"},
		{"compressed with what is not read", "m.joblib", "\xfd7zXZ\x00\x00\x00", "", "compressed with xz"},

		{"an array of joblib", "m.joblib", joblibArrayOf(numbers) + ".", "joblib.numpy_pickle NumpyArrayWrapper, numpy dtype", ""},
		{"behind an array of joblib", "m.joblib", "(" + joblibArrayOf(numbers) + "cos\nsystem\nt.", "joblib.numpy_pickle NumpyArrayWrapper, numpy dtype, os system", ""},
		{"an array of joblib that pickle runs", "m.joblib", joblibArrayOf("cos\nsystem\n)R\xff\xff\xff") + ".", "joblib.numpy_pickle NumpyArrayWrapper, numpy dtype, os system", ""},
		{"an array of joblib in a text", "m.joblib", "(" + joblibArrayOf("\x8c\x1eaaaaaaaaaaaaaa") + "cos\nsystem\nt.aaaaaaaaaaaaaaaaa.", "joblib.numpy_pickle NumpyArrayWrapper, numpy dtype, os system", ""},
		{"an array of objects of joblib", "m.joblib", joblibClasses, "mine Scorer, joblib.numpy_pickle NumpyArrayWrapper, numpy dtype, numpy._core.multiarray _reconstruct, numpy ndarray", ""},
		{"an array of joblib without an end", "m.joblib", joblibArrayOf("\xff"), "joblib.numpy_pickle NumpyArrayWrapper, numpy dtype", "cut off"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := read(c.file, c.content)
			if g := globalsOf(got); g != c.globals {
				t.Errorf("globals %q, want %q", g, c.globals)
			}
			if (c.problem == "") != (got.State == evidence.ContentRead) || !strings.Contains(got.Problem, c.problem) {
				t.Errorf("%s %q, want a problem with %q", got.State, got.Problem, c.problem)
			}
		})
	}
}

// The files are written by testdata/pickles.py with the libraries themselves.
func TestRealPickles(t *testing.T) {
	files, err := filepath.Glob("testdata/pickles/*")
	if err != nil || len(files) < 8 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	var got strings.Builder
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		c := read(file, string(src))
		fmt.Fprintf(&got, "%s: %s %s\n", filepath.Base(file), c.State, c.Problem)
		for _, g := range c.Globals {
			fmt.Fprintf(&got, "  %s %s\n", g.Module, g.Name)
		}
	}
	want, _ := os.ReadFile("testdata/pickles.want")
	if *update {
		if err := os.WriteFile("testdata/pickles.want", []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if got.String() != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
}

func FuzzPickle(f *testing.F) {
	f.Add([]byte("\x80\x04\x8c\x05posix\x94\x8c\x06system\x94\x93\x8c\x02id\x85R."))
	f.Add([]byte(joblibArrayOf("0123456789abcdef") + "."))
	f.Fuzz(func(t *testing.T, content []byte) {
		read("m.pkl", string(content))
		readBoth(content, newNames())
	})
}

// TestCompressedNames: joblib chooses a compression by the ending alone, so a model may have
// no other.
func TestCompressedNames(t *testing.T) {
	for name, want := range map[string]bool{
		"model.xz": true, "model.lzma": true, "best-model.xz": true, "clf_v2.lzma": true, "churn_classifier_final.XZ": true, "weights.lz4": true, "model.xz.dvc": true,
		"model.tar.xz": false, "model_card.xz": false, "model_data.lzma": false, "data.xz": false, "remodel.xz": false, "models.csv.xz": false, "model.gz": false, "model.txt": false, ".xz": false,
	} {
		if got := IsName(name); got != want {
			t.Errorf("%s: %t", name, got)
		}
		if f := ByName(name); want && (f.Name != evidence.FormatPickle || !f.Code) {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

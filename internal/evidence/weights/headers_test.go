package weights

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// safetensorsOf is a file with a header and so many bytes of numbers.
func safetensorsOf(header string, numbers int) string {
	return string(binary.LittleEndian.AppendUint64(nil, uint64(len(header)))) + header + strings.Repeat("\x00", numbers)
}

// ggufWriter writes as docs/gguf.md of ggml-org/ggml has it.
type ggufWriter struct {
	order   binary.AppendByteOrder
	version uint32
	pairs   []byte
	tensors []byte
	counts  [2]uint64 // of tensors and pairs
}

func (w *ggufWriter) length(b []byte, n int) []byte {
	if w.version == 1 {
		return w.order.AppendUint32(b, uint32(n))
	}
	return w.order.AppendUint64(b, uint64(n))
}

func (w *ggufWriter) text(b []byte, s string) []byte { return append(w.length(b, len(s)), s...) }

func (w *ggufWriter) pair(key string, value any) *ggufWriter {
	w.counts[1]++
	b := w.text(w.pairs, key)
	switch v := value.(type) {
	case string:
		b = w.text(w.order.AppendUint32(b, 8), v)
	case int:
		b = w.order.AppendUint32(w.order.AppendUint32(b, 4), uint32(v))
	case []string:
		b = w.length(w.order.AppendUint32(w.order.AppendUint32(b, 9), 8), len(v))
		for _, s := range v {
			b = w.text(b, s)
		}
	case []float32:
		b = w.length(w.order.AppendUint32(w.order.AppendUint32(b, 9), 6), len(v))
		b = append(b, make([]byte, 4*len(v))...)
	case bool:
		b = append(w.order.AppendUint32(b, 7), 1)
	case []byte: // a type and a value as they are
		b = append(b, v...)
	}
	w.pairs = b
	return w
}

func (w *ggufWriter) tensor(name string, kind, offset int, shape ...int) *ggufWriter {
	w.counts[0]++
	b := w.order.AppendUint32(w.text(w.tensors, name), uint32(len(shape)))
	for _, n := range shape {
		b = w.length(b, n)
	}
	w.tensors = w.order.AppendUint64(w.order.AppendUint32(b, uint32(kind)), uint64(offset))
	return w
}

func (w *ggufWriter) file() string {
	b := w.order.AppendUint32([]byte("GGUF"), w.version)
	b = w.length(w.length(b, int(w.counts[0])), int(w.counts[1]))
	return string(append(append(b, w.pairs...), w.tensors...)) + strings.Repeat("\x00", 256)
}

func gguf(version uint32, order binary.AppendByteOrder) *ggufWriter {
	return &ggufWriter{order: order, version: version}
}

// tells is what contents say, in a line.
func tells(c evidence.Contents) string {
	if c.State != evidence.ContentRead {
		return c.Problem
	}
	s := fmt.Sprintf("%d", c.Parameters)
	for _, t := range c.Types {
		s += fmt.Sprintf(" %s:%d", t.Name, t.Parameters)
	}
	for _, v := range []string{c.Name, c.License, c.Architecture, c.Quantization} {
		if v != "" {
			s += " " + v
		}
	}
	for _, b := range c.Bases {
		s += fmt.Sprintf(" <%s %s>", b.Name, b.URL)
	}
	if c.Adapter {
		s += " adapter"
	}
	return s
}

func TestSafetensors(t *testing.T) {
	two := `{"__metadata__":{"format":"pt","license":"mit","modelspec.architecture":"sdxl"},"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"b":{"dtype":"BF16","shape":[3],"data_offsets":[16,22]}}`
	for _, c := range []struct{ name, content, want string }{
		{"two tensors", safetensorsOf(two, 22), "7 BF16:3 F32:4 mit sdxl"},
		{"with blanks behind the header", safetensorsOf(two+"   ", 22), "7 BF16:3 F32:4 mit sdxl"},
		{"in another order", safetensorsOf(`{"b":{"dtype":"I8","shape":[1],"data_offsets":[2,3]},"a":{"dtype":"F16","shape":[],"data_offsets":[0,2]}}`, 3), "2 F16:1 I8:1"},
		{"an adapter", safetensorsOf(`{"x.lora_A.weight":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}}`, 2), "1 F16:1 adapter"},
		{"half bytes", safetensorsOf(`{"a":{"dtype":"F4","shape":[4],"data_offsets":[0,2]}}`, 2), "4 F4:4"},
		{"an empty tensor", safetensorsOf(`{"a":{"dtype":"F16","shape":[0,5],"data_offsets":[0,0]}}`, 0), "0 F16:0"},
		{"none", safetensorsOf("{}", 0), "0"},
		{"an overlap", safetensorsOf(`{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"b":{"dtype":"F16","shape":[2],"data_offsets":[2,6]}}`, 6), `tensor "b" does not begin where the one before ends`},
		{"a gap", safetensorsOf(`{"a":{"dtype":"F16","shape":[1],"data_offsets":[2,4]}}`, 4), `tensor "a" does not begin where the one before ends`},
		{"more behind", safetensorsOf(two, 30), "its tensors do not fill the file"},
		{"less behind", safetensorsOf(two, 20), "its tensors do not fill the file"},
		{"a wrong size", safetensorsOf(`{"a":{"dtype":"F16","shape":[3],"data_offsets":[0,4]}}`, 4), `tensor "a": its place does not fit its type and shape`},
		{"a huge shape", safetensorsOf(`{"a":{"dtype":"F16","shape":[9223372036854775807,9223372036854775807],"data_offsets":[0,4]}}`, 4), `tensor "a": its shape is impossible`},
		{"a negative place", safetensorsOf(`{"a":{"dtype":"F16","shape":[1],"data_offsets":[0,-2]}}`, 4), `tensor "a": its place does not fit its type and shape`},
		{"an unknown type", safetensorsOf(`{"a":{"dtype":"Q4","shape":[1],"data_offsets":[0,1]}}`, 1), `tensor "a": its type "Q4" is unknown`},
		{"a tensor twice", safetensorsOf(`{"a":{"dtype":"I8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"I8","shape":[1],"data_offsets":[0,1]}}`, 1), `tensor "a" appears twice`},
		{"no JSON", safetensorsOf(`{"a":`, 0), "its header is not the JSON of tensors"},
		{"two values", safetensorsOf("{}{}", 0), "its header is not the JSON of tensors"},
		{"a length beyond the file", "\xff\xff\xff\xff\xff\xff\xff\x7f{}", "its header is cut off"},
		{"nothing", "", "its header is cut off"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := tells(read("m.safetensors", c.content)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestGGUF(t *testing.T) {
	whole := func(version uint32, order binary.AppendByteOrder) *ggufWriter {
		return gguf(version, order).pair("general.architecture", "llama").pair("general.name", "Acme").pair("general.license", "apache-2.0").pair("general.file_type", 15).
			pair("general.base_model.count", 1).pair("general.base_model.0.name", "Llama").pair("general.base_model.0.organization", "Meta").pair("general.base_model.0.repo_url", "https://x.example/l").
			pair("tokenizer.ggml.tokens", []string{"a", "b"}).pair("tokenizer.ggml.scores", []float32{1, 2}).pair("x.flag", true).
			tensor("a", 12, 0, 256, 2).tensor("b", 0, 64, 5)
	}
	const all = "517 F32:5 Q4_K:512 Acme apache-2.0 llama Q4_K_M <Meta/Llama https://x.example/l>"
	for _, c := range []struct{ name, content, want string }{
		{"version 3", whole(3, binary.LittleEndian).file(), all},
		{"version 2", whole(2, binary.LittleEndian).file(), all},
		{"version 1", whole(1, binary.LittleEndian).file(), all},
		{"the highest byte first", whole(3, binary.BigEndian).file(), all},
		{"an adapter", gguf(3, binary.LittleEndian).pair("general.type", "adapter").file(), "0 adapter"},
		{"nested arrays", gguf(3, binary.LittleEndian).pair("x", []byte("\x09\x00\x00\x00\x09\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00ab")).file(), "0"},
		{"version 9", gguf(9, binary.LittleEndian).file(), "unknown GGUF version 9"},
		{"a value twice", gguf(3, binary.LittleEndian).pair("general.license", "mit").pair("general.license", "x").file(), `its header has "general.license" twice`},
		{"a value of no type", gguf(3, binary.LittleEndian).pair("x", []byte("\x63\x00\x00\x00")).file(), "its header has a value of an unknown type"},
		{"a tensor of no type", gguf(3, binary.LittleEndian).tensor("a", 99, 0, 1).file(), `tensor "a": unknown type 99`},
		{"a tensor beyond the end", gguf(3, binary.LittleEndian).tensor("a", 0, 1<<40, 1).file(), `tensor "a" is beyond the end of the file`},
		{"a huge shape", gguf(3, binary.LittleEndian).tensor("a", 0, 0, 1<<62, 1<<62).file(), `tensor "a": its shape is impossible`},
		{"many dimensions", gguf(3, binary.LittleEndian).tensor("a", 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1).file(), `tensor "a" has more than 8 dimensions`},
		{"cut off", whole(3, binary.LittleEndian).file()[:200], "its header is cut off"},
		{"an endless array", gguf(3, binary.LittleEndian).pair("x", []byte("\x09\x00\x00\x00\x08\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\x7f")).file(), "its header is cut off"},
		{"too many values", "GGUF\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff\xff\x00\x00\x00", "it has more than 100000 values in its header"},
		{"nothing", "", "its header is cut off"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := tells(read("m.gguf", c.content)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// The header of a file that is too large is read from its beginning.
func TestHeaderOfALargeFile(t *testing.T) {
	content := safetensorsOf(`{"a":{"dtype":"F16","shape":[1000000],"data_offsets":[0,2000000]}}`, 0)
	f := File{Name: "m.safetensors", Content: []byte(content), Size: int64(len(content)) + 2_000_000}
	if got := tells(Read(f, "safetensors")); got != "1000000 F16:1000000" {
		t.Error(got)
	}
	f = File{Name: "m.pkl", Content: []byte("\x80\x02N."), Size: 1 << 30}
	if got := Read(f, "pickle"); got.State != evidence.ContentUnreadable || !strings.Contains(got.Problem, "1024 MiB") {
		t.Error(got)
	}
}

func FuzzHeaders(f *testing.F) {
	f.Add([]byte(safetensorsOf(`{"a":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}}`, 2)))
	f.Add([]byte(gguf(3, binary.LittleEndian).pair("general.license", "mit").pair("x", []string{"a"}).tensor("a", 0, 0, 1).file()))
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, name := range []string{"m.safetensors", "m.gguf"} {
			read(name, string(content))
		}
		readSafetensors(File{Content: content, Size: int64(len(content))})
		readGGUF(File{Content: content, Size: int64(len(content))})
	})
}

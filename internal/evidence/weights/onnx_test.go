package weights

import (
	"fmt"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// message is fields of protobuf: a number is a varint, a text is bytes.
func message(fields ...any) string {
	var b []byte
	for i := 0; i < len(fields); i += 2 {
		of := protowire.Number(fields[i].(int))
		switch v := fields[i+1].(type) {
		case int:
			b = protowire.AppendVarint(protowire.AppendTag(b, of, protowire.VarintType), uint64(v))
		case string:
			b = protowire.AppendString(protowire.AppendTag(b, of, protowire.BytesType), v)
		}
	}
	return string(b)
}

func pair(key, value string) string { return message(1, key, 2, value) }

// external is a tensor whose numbers are in another file.
func external(location string) string {
	return message(1, 2, 1, 3, 2, 1, 8, "w", 13, pair("location", location), 13, pair("offset", "0"), 14, 1)
}

func readONNXOf(model string) evidence.Contents {
	return Read(File{Name: "m.onnx", Content: []byte(model), Size: int64(len(model))}, "onnx")
}

func TestONNX(t *testing.T) {
	loop := message(1, "body", 5, message(1, "else_branch", 6, message(1, message(5, message(5, external("b/inner.data"))))))
	graph := message(1, loop, 2, "main", 5, message(1, "\x04\x05", 2, 1, 9, strings.Repeat("\x00", 80)), 5, message(1, 2, 1, 2, 2, 10, 9, "12345678"), 5, message(1, 3, 2, 7, 7, "\x01\x02\x03"),
		5, external("m.onnx.data"), 5, external("m.onnx.data"), 11, message(1, "input_ids"), 11, message(1, "mask"), 12, message(1, "logits"), 15, message(1, external("sparse.data")))
	c := readONNXOf(message(1, 8, 2, "pytorch", 3, "2.6.0", 7, graph, 8, message(2, 17), 8, message(1, "com.microsoft", 2, 1), 14, pair("license", "mit"), 14, pair("onnx.ir_version", "99"),
		20, message(2, message(5, external("training.data"))), 25, message(7, message(5, message(5, external("function.data"))), 11, message(1, "weight", 5, external("default.data")))))
	if c.State != evidence.ContentRead || c.License != "mit" || c.Parameters != 20+4+7*6 {
		t.Errorf("got %+v", c)
	}
	var told []string
	for _, m := range c.Metadata {
		told = append(told, m.Name+"="+m.Value)
	}
	if got, want := strings.Join(told, " "), "license=mit onnx.inputs=input_ids, mask onnx.ir_version=8 onnx.opset.ai.onnx=17 onnx.opset.com.microsoft=1 onnx.outputs=logits onnx.producer_name=pytorch onnx.producer_version=2.6.0"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, want := fmt.Sprint(c.External), "[{b/inner.data b/inner.data} {default.data default.data} {function.data function.data} {m.onnx.data m.onnx.data} {sparse.data sparse.data} {training.data training.data}]"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := fmt.Sprint(c.Types); got != "[{F16 4} {F32 62}]" {
		t.Errorf("got %s", got)
	}
}

// A tensor can say that its numbers are elsewhere, and not where.
func TestExternalDataWithoutALocation(t *testing.T) {
	for model, want := range map[string]int{message(1, 3, 2, 1, 14, 1): 1, message(1, 3, 2, 1, 13, pair("offset", "0"), 14, 1): 1, message(1, 3, 2, 1, 14, 0, 9, "123456781234"): 0} {
		c := readONNXOf(message(1, 8, 7, message(5, model)))
		if c.State != evidence.ContentRead || len(c.External) != want || want == 1 && c.External[0].Path != "" {
			t.Errorf("got %+v", c)
		}
	}
}

// Where a location leads is told for every system: one that leads out of the directory on
// any of them has no path.
func TestExternalDataThatLeadsOut(t *testing.T) {
	for location, want := range map[string]string{
		"w.bin": "w.bin", "./w.bin": "w.bin", "data/w.bin": "data/w.bin", "data//w.bin": "data/w.bin", "..data": "..data",
		"../w.bin": "", "data/../../w.bin": "", "data/../w.bin": "", "/etc/passwd": "", `..\w.bin`: "", `C:\w.bin`: "", "C:w.bin": "", "file:///etc/passwd": "", "": "", ".": "", "a\x00b": "",
		strings.Repeat("a", 400): "",
	} {
		c := readONNXOf(message(1, 8, 7, message(5, external(location))))
		if len(c.External) != 1 || c.External[0].Path != want {
			t.Errorf("%q: got %+v", location, c.External)
		}
	}
}

func TestBrokenONNX(t *testing.T) {
	deep := message(5, external("x"))
	for range 20 {
		deep = message(1, message(5, message(6, deep)))
	}
	many := strings.Builder{}
	for i := range maxExternal + 1 {
		many.WriteString(message(5, external(fmt.Sprint(i))))
	}
	whole := message(1, 8, 2, "pytorch", 7, message(2, "main", 5, external("x")))
	for name, c := range map[string]struct{ model, want string }{
		"text":            {"version https://example.com", "not an ONNX model"},
		"nothing":         {"", "not an ONNX model"},
		"no graph":        {message(1, 8, 2, "pytorch"), "not an ONNX model"},
		"no version":      {message(7, message(2, "main")), "not an ONNX model"},
		"cut off":         {whole[:len(whole)-3], "cut off"},
		"deep":            {message(1, 8, 7, deep), "nested more than 16 deep"},
		"many files":      {message(1, 8, 7, many.String()), fmt.Sprintf("more than %d other files", maxExternal)},
		"impossible size": {message(1, 8, 7, message(5, message(1, 1<<40, 1, 1<<40, 2, 1))), "shape of a tensor is impossible"},
		"endless varint":  {"\x08" + strings.Repeat("\xff", 20), "not an ONNX model"},
	} {
		if got := readONNXOf(c.model); got.State != evidence.ContentUnreadable || !strings.Contains(got.Problem, c.want) {
			t.Errorf("%s: got %+v", name, got)
		}
	}
	if got := Read(File{Name: "m.onnx", Content: []byte(whole), Size: 1 << 30}, "onnx"); got.State != evidence.ContentUnreadable || !strings.Contains(got.Problem, "1024 MiB") {
		t.Errorf("got %+v", got)
	}
}

func FuzzONNX(f *testing.F) {
	f.Add([]byte(message(1, 8, 7, message(1, message(5, message(6, message(5, external("x"))))))))
	f.Fuzz(func(_ *testing.T, b []byte) { readONNXOf(string(b)) })
}

package weights

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// onnxTypes are the types of tensors by number (onnx/onnx.proto3, TensorProto.DataType),
// as safetensors names them. Texts are not among them.
var onnxTypes = map[uint64]string{
	1: "F32", 2: "U8", 3: "I8", 4: "U16", 5: "I16", 6: "I32", 7: "I64", 9: "BOOL", 10: "F16", 11: "F64", 12: "U32", 13: "U64", 14: "C64", 15: "C128", 16: "BF16",
	17: "F8_E4M3FN", 18: "F8_E4M3FNUZ", 19: "F8_E5M2", 20: "F8_E5M2FNUZ", 21: "U4", 22: "I4", 23: "F4_E2M1", 24: "F8_E8M0", 25: "U2", 26: "I2",
}

// Bounds of what is read of a model of ONNX. Graphs are nested for conditions and loops.
const (
	maxGraphs    = 16
	maxExternal  = 2000 // torch writes a file for each tensor of a model above 2 GiB
	maxNamed     = 20   // inputs and outputs that are listed
	maxOperators = 20   // sets of operators that are listed
)

// readONNX reads what a model of ONNX tells: everything but its numbers. It is one message
// of protobuf, whose graph holds them, so that nothing is known of a part.
func readONNX(f File) evidence.Contents {
	if !f.whole() {
		return evidence.NewContents(evidence.ContentUnreadable, fmt.Sprintf("it has %d MiB (limit: %d MiB)", f.Size>>20, maxONNX>>20))
	}
	r := onnxReader{metadata: map[string]string{}, counts: map[string]int{}, external: map[string]bool{}}
	if err := r.model(f.Content); err != nil {
		return evidence.NewContents(evidence.ContentUnreadable, err.Error())
	}
	return r.contents()
}

// maxONNX is how large a file is that is read as a whole.
const maxONNX = 64 << 20

type onnxReader struct {
	metadata        map[string]string
	inputs, outputs []string
	counts          map[string]int // numbers by type
	tensors         int
	graphs          int // how many there are
	operators       int // sets of operators
	external        map[string]bool
}

var errProtobuf = errors.New("it is not an ONNX model, or is cut off")

// field is one of a message: a number, or bytes.
type field struct {
	of     protowire.Number
	number uint64
	bytes  []byte // nil for a number
}

// eachField calls for the fields of a message, in their order. Those of other types than a
// varint or bytes are passed over.
func eachField(b []byte, do func(field) error) error {
	for len(b) > 0 {
		of, kind, n := protowire.ConsumeTag(b)
		if n < 0 {
			return errProtobuf
		}
		b = b[n:]
		f := field{of: of}
		switch kind {
		case protowire.VarintType:
			f.number, n = protowire.ConsumeVarint(b)
		case protowire.BytesType:
			f.bytes, n = protowire.ConsumeBytes(b)
		default:
			n = protowire.ConsumeFieldValue(of, kind, b)
		}
		if n < 0 {
			return errProtobuf
		}
		b = b[n:]
		if kind != protowire.VarintType && kind != protowire.BytesType {
			continue
		}
		if err := do(f); err != nil {
			return err
		}
	}
	return nil
}

// eachPart calls for the messages and texts of a message that have one of some numbers.
func eachPart(b []byte, do func([]byte) error, of ...protowire.Number) error {
	return eachField(b, func(f field) error {
		if f.bytes == nil || !slices.Contains(of, f.of) {
			return nil
		}
		return do(f.bytes)
	})
}

// facts are the fields of a ModelProto that are told as they are.
var facts = map[protowire.Number]string{1: "onnx.ir_version", 2: "onnx.producer_name", 3: "onnx.producer_version", 4: "onnx.domain", 5: "onnx.model_version"}

// model reads a ModelProto. A model has a version and a graph.
func (r *onnxReader) model(b []byte) error {
	err := eachField(b, func(f field) error {
		switch {
		case facts[f.of] != "" && f.bytes == nil:
			r.metadata[facts[f.of]] = strconv.FormatInt(int64(f.number), 10)
		case facts[f.of] != "":
			r.metadata[facts[f.of]] = string(f.bytes)
		case f.of == 7:
			return r.graph(f.bytes, 0)
		case f.of == 8:
			return r.operatorSet(f.bytes)
		case f.of == 14:
			return r.property(f.bytes)
		case f.of == 20: // training: a graph that initializes, and one that trains
			return eachPart(f.bytes, func(b []byte) error { return r.graph(b, 1) }, 1, 2)
		case f.of == 25: // a function: nodes, and attributes with what they are by default
			return cmp.Or(
				eachPart(f.bytes, func(b []byte) error { return r.node(b, 1) }, 7),
				eachPart(f.bytes, func(b []byte) error { return r.attribute(b, 1) }, 11))
		}
		return nil
	})
	if err == nil && (r.metadata[facts[1]] == "" || r.graphs == 0) {
		err = errProtobuf
	}
	return err
}

// property reads an entry of metadata_props, which takes the place of no fact.
func (r *onnxReader) property(b []byte) error {
	key, value, err := pairOf(b)
	if !strings.HasPrefix(key, "onnx.") {
		r.metadata[key] = value
	}
	return err
}

// operatorSet reads an OperatorSetIdProto.
func (r *onnxReader) operatorSet(b []byte) error {
	if r.operators++; r.operators > maxOperators {
		return nil
	}
	domain, version := "ai.onnx", uint64(0)
	err := eachField(b, func(f field) error {
		switch {
		case f.of == 1 && len(f.bytes) > 0:
			domain = string(f.bytes)
		case f.of == 2:
			version = f.number
		}
		return nil
	})
	r.metadata["onnx.opset."+domain] = strconv.FormatInt(int64(version), 10)
	return err
}

// graph reads a GraphProto.
func (r *onnxReader) graph(b []byte, depth int) error {
	if r.graphs++; depth > maxGraphs {
		return fmt.Errorf("its graphs are nested more than %d deep", maxGraphs)
	}
	return eachField(b, func(f field) error {
		switch f.of {
		case 1:
			return r.node(f.bytes, depth)
		case 5:
			return r.tensor(f.bytes)
		case 11, 12:
			name, err := nameOf(f.bytes)
			if list := map[protowire.Number]*[]string{11: &r.inputs, 12: &r.outputs}[f.of]; depth == 0 && len(*list) <= maxNamed {
				*list = append(*list, name)
			}
			return err
		case 15:
			return r.sparse(f.bytes)
		}
		return nil
	})
}

// node reads what a NodeProto has in its attributes: tensors and graphs.
func (r *onnxReader) node(b []byte, depth int) error {
	return eachPart(b, func(b []byte) error { return r.attribute(b, depth) }, 5)
}

// attribute reads an AttributeProto.
func (r *onnxReader) attribute(b []byte, depth int) error {
	return cmp.Or(
		eachPart(b, r.tensor, 5, 10),
		eachPart(b, func(b []byte) error { return r.graph(b, depth+1) }, 6, 11),
		eachPart(b, r.sparse, 22, 23))
}

// sparse reads a SparseTensorProto: its values and their places are tensors.
func (r *onnxReader) sparse(b []byte) error { return eachPart(b, r.tensor, 1, 2) }

// tensor reads a TensorProto without its numbers.
func (r *onnxReader) tensor(b []byte) error {
	if r.tensors++; r.tensors > maxTensors {
		return fmt.Errorf("it has more than %d tensors", maxTensors)
	}
	kind, count, dimensions := uint64(0), int64(1), 0
	outside, located := false, false
	dimension := func(n uint64) error {
		if dimensions++; n > math.MaxInt64 || n > 0 && count > math.MaxInt64/64/int64(n) {
			return errors.New("the shape of a tensor is impossible")
		}
		count *= int64(n)
		return nil
	}
	err := eachField(b, func(f field) error {
		switch {
		case f.of == 1 && f.bytes == nil:
			return dimension(f.number)
		case f.of == 1: // packed
			return eachVarint(f.bytes, dimension)
		case f.of == 2:
			kind = f.number
		case f.of == 13:
			is, err := r.elsewhere(f.bytes)
			located = located || is
			return err
		case f.of == 14:
			outside = f.number == 1
		}
		return nil
	})
	if err == nil && outside && !located {
		err = r.note("")
	}
	if name, known := onnxTypes[kind]; known && err == nil && (dimensions > 1 || kind != 6 && kind != 7) { // short lists of whole numbers are shapes and axes
		if r.counts[name] += int(count); r.counts[name] < 0 {
			err = errors.New("its tensors have more numbers than there can be")
		}
	}
	return err
}

func eachVarint(b []byte, do func(uint64) error) error {
	for len(b) > 0 {
		v, n := protowire.ConsumeVarint(b)
		if n < 0 {
			return errProtobuf
		}
		if err := do(v); err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}

// elsewhere notes the file that an entry of external_data names, if it names one.
func (r *onnxReader) elsewhere(b []byte) (is bool, err error) {
	key, value, err := pairOf(b)
	if err != nil || key != "location" {
		return false, err
	}
	return true, r.note(value)
}

func (r *onnxReader) note(location string) error {
	if r.external[location] = true; len(r.external) > maxExternal {
		return fmt.Errorf("its tensor data is in more than %d other files", maxExternal)
	}
	return nil
}

// pairOf is a StringStringEntryProto.
func pairOf(b []byte) (key, value string, err error) {
	err = eachField(b, func(f field) error {
		switch f.of {
		case 1:
			key = string(f.bytes)
		case 2:
			value = string(f.bytes)
		}
		return nil
	})
	return key, value, err
}

// nameOf is the name of a ValueInfoProto.
func nameOf(b []byte) (name string, err error) {
	err = eachPart(b, func(b []byte) error { name = string(b); return nil }, 1)
	return name, err
}

// contents is what was read.
func (r *onnxReader) contents() evidence.Contents {
	c := evidence.NewContents(evidence.ContentRead, "")
	for name, list := range map[string][]string{"onnx.inputs": r.inputs, "onnx.outputs": r.outputs} {
		if len(list) > maxNamed {
			list = append(slices.Clone(list[:maxNamed]), "…")
		}
		r.metadata[name] = strings.Join(list, ", ")
	}
	counted(&c, r.counts)
	described(&c, r.metadata)
	for _, location := range slices.Sorted(maps.Keys(r.external)) {
		c.External = append(c.External, evidence.External{Location: beginning(location), Path: insidePath(location)})
	}
	return c
}

// insidePath is where a location leads, from the directory of the model; "" if it may lead
// out of there on some system, or is no path.
func insidePath(location string) string {
	clean := path.Clean(location)
	if strings.ContainsAny(location, "\\:\x00") || strings.HasPrefix(location, "/") || !fs.ValidPath(clean) || clean == "." || slices.Contains(strings.Split(location, "/"), "..") || len(location) > maxMetaValue {
		return ""
	}
	return clean
}

package weights

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// ggmlTypes are the types of tensors by number (ggml-org/ggml include/ggml.h, ggml_type).
var ggmlTypes = map[uint64]string{
	0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 6: "Q5_0", 7: "Q5_1", 8: "Q8_0", 9: "Q8_1", 10: "Q2_K", 11: "Q3_K", 12: "Q4_K", 13: "Q5_K", 14: "Q6_K", 15: "Q8_K",
	16: "IQ2_XXS", 17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S", 20: "IQ4_NL", 21: "IQ3_S", 22: "IQ2_S", 23: "IQ4_XS", 24: "I8", 25: "I16", 26: "I32", 27: "I64", 28: "F64",
	29: "IQ1_M", 30: "BF16", 34: "TQ1_0", 35: "TQ2_0", 39: "MXFP4", 40: "NVFP4", 41: "Q1_0", 42: "Q2_0",
}

// fileTypes are the values of general.file_type (ggml-org/llama.cpp include/llama.h,
// llama_ftype), without those that are removed.
var fileTypes = map[uint64]string{
	0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K", 11: "Q3_K_S", 12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S",
	17: "Q5_K_M", 18: "Q6_K", 19: "IQ2_XXS", 20: "IQ2_XS", 21: "Q2_K_S", 22: "IQ3_XS", 23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL", 26: "IQ3_S", 27: "IQ3_M", 28: "IQ2_S",
	29: "IQ2_M", 30: "IQ4_XS", 31: "IQ1_M", 32: "BF16", 36: "TQ1_0", 37: "TQ2_0",
}

// Bounds of a header of GGUF. Deeper arrays, or tensors of more dimensions, are not written.
const (
	maxPairs      = 100_000
	maxArrayDepth = 4
	maxDimensions = 8
	maxBases      = 20
)

// readGGUF reads the header of a file of GGUF (ggml-org/ggml docs/gguf.md).
func readGGUF(f File) evidence.Contents {
	r := ggufReader{content: f.Content, order: binary.LittleEndian, texts: map[string]string{}, numbers: map[string]uint64{}}
	c, err := r.read(f)
	if errors.Is(err, errHeader) && !f.whole() {
		err = fmt.Errorf("its header has more than %d MiB", MaxHeader>>20)
	}
	if err != nil {
		return evidence.NewContents(evidence.ContentUnreadable, err.Error())
	}
	return c
}

type ggufReader struct {
	content []byte
	pos     int
	order   binary.ByteOrder
	version uint32
	texts   map[string]string
	numbers map[string]uint64
}

func (r *ggufReader) read(f File) (evidence.Contents, error) {
	c := evidence.NewContents(evidence.ContentRead, "")
	tensors, pairs, err := r.counts()
	if err != nil {
		return c, err
	}
	for range pairs {
		if err := r.pair(); err != nil {
			return c, err
		}
	}
	counts := map[string]int{}
	for range tensors {
		kind, count, err := r.tensor(f.Size)
		if err != nil {
			return c, err
		}
		if counts[kind] += count; counts[kind] < 0 {
			return c, errors.New("its tensors have more numbers than there can be")
		}
	}
	counted(&c, counts)
	described(&c, r.texts)
	if kind, ok := r.numbers["general.file_type"]; ok {
		c.Quantization = fileTypes[kind]
	}
	c.Adapter = r.texts["general.type"] == "adapter"
	for i := range min(r.numbers["general.base_model.count"], maxBases) {
		base := "general.base_model." + strconv.FormatUint(i, 10)
		name := r.texts[base+".name"]
		if organization := r.texts[base+".organization"]; organization != "" && name != "" {
			name = organization + "/" + name
		}
		c.Bases = append(c.Bases, evidence.HeaderBase{Name: beginning(name), URL: beginning(r.texts[base+".repo_url"])})
	}
	return c, nil
}

// counts reads the version, and how many tensors and pairs there are. A file for computers
// with the highest byte first has its version the other way round.
func (r *ggufReader) counts() (tensors, pairs uint64, err error) {
	if _, err := r.take(4); err != nil { // the name of the format
		return 0, 0, err
	}
	b, err := r.take(4)
	if err != nil {
		return 0, 0, err
	}
	if r.version = r.order.Uint32(b); r.version&0xffff == 0 {
		r.order = binary.BigEndian
		r.version = r.order.Uint32(b)
	}
	if r.version < 1 || r.version > 3 {
		return 0, 0, fmt.Errorf("unknown GGUF version %d", r.version)
	}
	if tensors, err = r.length(); err == nil {
		pairs, err = r.length()
	}
	switch {
	case err != nil:
		return 0, 0, err
	case tensors > maxTensors:
		return 0, 0, fmt.Errorf("it has more than %d tensors", maxTensors)
	case pairs > maxPairs:
		return 0, 0, fmt.Errorf("it has more than %d values in its header", maxPairs)
	}
	return tensors, pairs, nil
}

// Types of values.
const (
	ggufText  = 8
	ggufArray = 9
)

// ggufSizes are the sizes of values by their type.
var ggufSizes = map[uint64]int{0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}

func (r *ggufReader) pair() error {
	key, err := r.text()
	if err != nil {
		return err
	}
	kind, err := r.number(4)
	if err != nil {
		return err
	}
	_, text := r.texts[key]
	if _, number := r.numbers[key]; text || number {
		return fmt.Errorf("its header has %s twice", quoted(key))
	}
	switch size, plain := ggufSizes[kind]; {
	case kind == ggufText:
		r.texts[key], err = r.text()
		return err
	case plain:
		r.numbers[key], err = r.number(size)
		return err
	}
	return r.skip(kind, 0)
}

// skip leaps over an array.
func (r *ggufReader) skip(kind uint64, depth int) error {
	if kind != ggufArray || depth == maxArrayDepth {
		return errors.New("its header has a value of an unknown type")
	}
	of, err := r.number(4)
	if err != nil {
		return err
	}
	n, err := r.length()
	if err != nil {
		return err
	}
	if size, plain := ggufSizes[of]; plain {
		if n > uint64(len(r.content)/size) {
			return errHeader
		}
		_, err := r.take(int(n) * size)
		return err
	}
	for ; n > 0; n-- {
		if of == ggufText {
			_, err = r.bytes()
		} else {
			err = r.skip(of, depth+1)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// tensor reads what the header has of one: its type, and how many numbers it has.
func (r *ggufReader) tensor(fileSize int64) (kind string, count int, err error) {
	name, err := r.text()
	if err != nil {
		return "", 0, err
	}
	dimensions, err := r.number(4)
	if err != nil {
		return "", 0, err
	}
	if dimensions > maxDimensions {
		return "", 0, fmt.Errorf("tensor %s has more than %d dimensions", quoted(name), maxDimensions)
	}
	count = 1
	for range dimensions {
		n, err := r.length()
		if err != nil {
			return "", 0, err
		}
		if n > math.MaxInt32 && n > uint64(fileSize)*8 || n > 0 && uint64(count) > math.MaxInt64/n {
			return "", 0, fmt.Errorf("tensor %s: its shape is impossible", quoted(name))
		}
		count *= int(n)
	}
	number, err := r.number(4)
	if err != nil {
		return "", 0, err
	}
	kind, ok := ggmlTypes[number]
	if !ok {
		return "", 0, fmt.Errorf("tensor %s: unknown type %d", quoted(name), number)
	}
	at, err := r.number(8)
	if err == nil && at > uint64(fileSize) {
		err = fmt.Errorf("tensor %s is beyond the end of the file", quoted(name))
	}
	return kind, count, err
}

func (r *ggufReader) take(n int) ([]byte, error) {
	if n < 0 || len(r.content)-r.pos < n {
		return nil, errHeader
	}
	b := r.content[r.pos : r.pos+n]
	r.pos += n
	return b, nil
}

func (r *ggufReader) number(size int) (uint64, error) {
	b, err := r.take(size)
	if err != nil {
		return 0, err
	}
	switch size {
	case 1:
		return uint64(b[0]), nil
	case 2:
		return uint64(r.order.Uint16(b)), nil
	case 4:
		return uint64(r.order.Uint32(b)), nil
	}
	return r.order.Uint64(b), nil
}

// length reads a length or count: version 1 has them in four bytes.
func (r *ggufReader) length() (uint64, error) {
	if r.version == 1 {
		return r.number(4)
	}
	return r.number(8)
}

func (r *ggufReader) bytes() ([]byte, error) {
	n, err := r.length()
	if err != nil || n > uint64(len(r.content)) {
		return nil, errHeader
	}
	return r.take(int(n))
}

func (r *ggufReader) text() (string, error) {
	b, err := r.bytes()
	return string(b), err
}

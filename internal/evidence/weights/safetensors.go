package weights

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// Bounds of what a header tells.
const (
	maxTensors   = 200_000
	maxMetadata  = 100 // texts that are kept
	maxMetaValue = 300 // bytes of each
)

// bits are the types of safetensors, and how many bits a number of each has
// (huggingface/safetensors, safetensors/src/tensor.rs, Dtype).
var bits = map[string]int{
	"BOOL": 8, "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6, "U8": 8, "I8": 8, "F8_E5M2": 8, "F8_E4M3": 8, "F8_E8M0": 8, "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8,
	"I16": 16, "U16": 16, "F16": 16, "BF16": 16, "I32": 32, "U32": 32, "F32": 32, "C64": 64, "F64": 64, "I64": 64, "U64": 64,
}

// tensor is what the header of safetensors has of one.
type tensor struct {
	Type    string   `json:"dtype"`
	Shape   []int64  `json:"shape"`
	Offsets [2]int64 `json:"data_offsets"`
}

// readSafetensors reads the header of a file of safetensors, and holds the places of its
// tensors against each other and the size of the file: they fill it without gaps
// (huggingface/safetensors README.md, Format).
func readSafetensors(f File) evidence.Contents {
	c, err := safetensors(f)
	if err != nil {
		return evidence.NewContents(evidence.ContentUnreadable, err.Error())
	}
	return c
}

func safetensors(f File) (evidence.Contents, error) {
	c := evidence.NewContents(evidence.ContentRead, "")
	if len(f.Content) < 8 {
		return c, errHeader
	}
	n := binary.LittleEndian.Uint64(f.Content)
	switch {
	case n > uint64(f.Size-8):
		return c, errHeader
	case n > uint64(len(f.Content)-8):
		return c, fmt.Errorf("its header has more than %d MiB", MaxHeader>>20)
	}
	header, metadata, err := parseSafetensors(f.Content[8 : 8+n])
	if err != nil {
		return c, err
	}
	tensors := slices.SortedFunc(maps.Keys(header), func(a, b string) int {
		x, y := header[a].Offsets, header[b].Offsets
		return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1]), cmp.Compare(a, b))
	})
	end, counts := int64(0), map[string]int{}
	for _, name := range tensors {
		t := header[name]
		count, err := t.count()
		if err != nil {
			return c, fmt.Errorf("tensor %s: %w", quoted(name), err)
		}
		if t.Offsets[0] != end {
			return c, fmt.Errorf("tensor %s does not begin where the one before ends", quoted(name))
		}
		end = t.Offsets[1]
		counts[t.Type] += count
		c.Adapter = c.Adapter || strings.Contains(name, "lora_")
	}
	if end != f.Size-8-int64(n) {
		return c, errors.New("its tensors do not fill the file")
	}
	counted(&c, counts)
	described(&c, metadata)
	return c, nil
}

var errHeader = errors.New("its header is cut off")

// count is how many numbers a tensor has, which must fit its place.
func (t tensor) count() (int, error) {
	size, ok := bits[t.Type]
	if !ok {
		return 0, fmt.Errorf("its type %s is unknown", quoted(t.Type))
	}
	count := int64(1)
	for _, dimension := range t.Shape {
		if dimension < 0 || dimension > 0 && count > math.MaxInt64/64/dimension {
			return 0, errors.New("its shape is impossible")
		}
		count *= dimension
	}
	if place := t.Offsets[1] - t.Offsets[0]; place < 0 || place > math.MaxInt64/8 || count*int64(size) != place*8 {
		return 0, errors.New("its place does not fit its type and shape")
	}
	return int(count), nil
}

// parseSafetensors reads the JSON of a header.
func parseSafetensors(src []byte) (map[string]tensor, map[string]string, error) {
	header, metadata := map[string]tensor{}, map[string]string{}
	wrong := errors.New("its header is not the JSON of tensors")
	d := json.NewDecoder(bytes.NewReader(src))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, nil, wrong
	}
	for d.More() {
		key, err := d.Token()
		name, ok := key.(string)
		if err != nil || !ok {
			return nil, nil, wrong
		}
		if name == "__metadata__" {
			if err := d.Decode(&metadata); err != nil {
				return nil, nil, wrong
			}
			continue
		}
		var t tensor
		if err := d.Decode(&t); err != nil {
			return nil, nil, wrong
		}
		if _, twice := header[name]; twice {
			return nil, nil, fmt.Errorf("tensor %s appears twice", quoted(name))
		}
		if header[name] = t; len(header) > maxTensors {
			return nil, nil, fmt.Errorf("it has more than %d tensors", maxTensors)
		}
	}
	if _, err := d.Token(); err != nil || d.InputOffset() != int64(len(bytes.TrimRight(src, " "))) {
		return nil, nil, wrong
	}
	return header, metadata, nil
}

// counted tells contents how many numbers of each type there are.
func counted(c *evidence.Contents, counts map[string]int) {
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		c.Types = append(c.Types, evidence.NumberType{Name: name, Parameters: counts[name]})
		c.Parameters += counts[name]
	}
}

// described tells contents the texts of a header, and those of them that have a meaning:
// of GGUF, of Stability AI's ModelSpec, and the plain word.
func described(c *evidence.Contents, metadata map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(metadata)) {
		if len(c.Metadata) < maxMetadata {
			c.Metadata = append(c.Metadata, evidence.Metadatum{Name: beginning(name), Value: beginning(metadata[name])})
		}
	}
	first := func(names ...string) string {
		for _, name := range names {
			if value := strings.TrimSpace(metadata[name]); value != "" {
				return beginning(value)
			}
		}
		return ""
	}
	c.Name = first("general.name", "modelspec.title")
	c.License = first("general.license", "modelspec.license", "license")
	c.Architecture = first("general.architecture", "modelspec.architecture")
}

func beginning(text string) string {
	if len(text) > maxMetaValue {
		text = text[:maxMetaValue]
	}
	return strings.ToValidUTF8(text, "\uFFFD")
}

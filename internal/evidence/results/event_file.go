package results

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// IsEventFile reports whether a file is one of TensorBoard's, by the name that each writer
// of them gives: a file without tfevents in its name is shown by no TensorBoard.
func IsEventFile(file string) bool { return strings.Contains(path.Base(file), "tfevents") }

// What is read of an event file. A log of training may have millions of points, of which
// two rows are results: the document that it becomes holds those, and no more.
const (
	maxTags   = 5_000
	maxTag    = 1_000 // bytes of a tag
	eventMark = "brain.Event:"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// maskedCRC is the checksum of a TFRecord (tensorflow/core/lib/hash/crc32c.h: Mask).
func maskedCRC(b []byte) uint32 {
	crc := crc32.Checksum(b, castagnoli)
	return (crc>>15 | crc<<17) + 0xa282ead8
}

// eachRecord visits the records of a TFRecord file: a length and its checksum, the data
// and its checksum (tensorflow/core/lib/io/record_writer.cc). cut: the file ends within a
// record, as when a training was stopped. problem: a checksum differs.
func eachRecord(src []byte, visit func([]byte)) (cut bool, problem string) {
	for at := 0; at < len(src); {
		head := src[at:]
		if len(head) < 12 {
			return true, ""
		}
		if maskedCRC(head[:8]) != binary.LittleEndian.Uint32(head[8:]) {
			return false, fmt.Sprintf("the checksum of the record's length at byte %d is wrong", at)
		}
		size := binary.LittleEndian.Uint64(head)
		if uint64(len(head)-12) < size || uint64(len(head)-12)-size < 4 {
			return true, ""
		}
		data := head[12 : 12+size]
		if maskedCRC(data) != binary.LittleEndian.Uint32(head[12+size:]) {
			return false, fmt.Sprintf("the checksum of the record at byte %d is wrong", at)
		}
		visit(data)
		at += int(size) + 16
	}
	return false, ""
}

// eachField visits the fields of a message in protobuf. It reports whether the bytes are
// one. A field with a length gives its bytes, any other its bits.
func eachField(message []byte, visit func(number protowire.Number, kind protowire.Type, bits uint64, bytes []byte)) bool {
	for len(message) > 0 {
		number, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			return false
		}
		message = message[n:]
		var bits uint64
		var bytes []byte
		switch kind {
		case protowire.VarintType:
			bits, n = protowire.ConsumeVarint(message)
		case protowire.Fixed64Type:
			bits, n = protowire.ConsumeFixed64(message)
		case protowire.Fixed32Type:
			var low uint32
			low, n = protowire.ConsumeFixed32(message)
			bits = uint64(low)
		case protowire.BytesType:
			bytes, n = protowire.ConsumeBytes(message)
		default: // groups, which none of these messages has
			n = -1
		}
		if n < 0 {
			return false
		}
		visit(number, kind, bits, bytes)
		message = message[n:]
	}
	return true
}

// scalar is one value of an event, as a literal.
type scalar struct {
	tag, value string
	plugin     string // of the tag, where this value states it
}

// otherTensor is in place of a tensor that is no single number.
const otherTensor = "tensor"

// event is what is read of an Event (tensorboard/compat/proto/event.proto).
type event struct {
	time     float64
	step     int64
	version  string
	restarts bool // a session of the writer starts
	broken   bool // a message in it is none
	tooLong  bool // a tag is
	scalars  []scalar
}

func readEvent(b []byte) (e event) {
	is := eachField(b, func(number protowire.Number, kind protowire.Type, bits uint64, bytes []byte) {
		switch {
		case number == 1 && kind == protowire.Fixed64Type:
			e.time = math.Float64frombits(bits)
		case number == 2 && kind == protowire.VarintType:
			e.step = int64(bits)
		case number == 3 && kind == protowire.BytesType:
			e.version = string(bytes)
		case number == 5 && kind == protowire.BytesType:
			e.broken = !eachField(bytes, func(number protowire.Number, _ protowire.Type, _ uint64, value []byte) {
				if number == 1 {
					e.add(value)
				}
			}) || e.broken
		case number == 7 && kind == protowire.BytesType:
			eachField(bytes, func(number protowire.Number, _ protowire.Type, status uint64, _ []byte) {
				e.restarts = e.restarts || number == 1 && status == 1
			})
		}
	})
	e.broken = e.broken || !is
	return e
}

// add reads a Summary.Value (summary.proto): the number of a simple_value, or a tensor
// without dimensions.
func (e *event) add(b []byte) {
	var s scalar
	var tag []byte
	is := eachField(b, func(number protowire.Number, kind protowire.Type, bits uint64, bytes []byte) {
		switch {
		case number == 1:
			tag = bytes
		case number == 2 && kind == protowire.Fixed32Type:
			s.value = floatText(float64(math.Float32frombits(uint32(bits))), 32)
		case number == 8:
			s.value = cmp.Or(tensorScalar(bytes), otherTensor)
		case number == 9:
			s.plugin = pluginOf(bytes)
		}
	})
	e.broken = e.broken || !is || !utf8.Valid(tag)
	e.tooLong = e.tooLong || len(tag) > maxTag
	if s.tag = strings.ToValidUTF8(string(tag[:min(len(tag), maxTag)]), "?"); s.value != "" || s.plugin != "" {
		e.scalars = append(e.scalars, s)
	}
}

// pluginOf is the plugin that a SummaryMetadata gives a tag to.
func pluginOf(metadata []byte) (name string) {
	eachField(metadata, func(number protowire.Number, _ protowire.Type, _ uint64, data []byte) {
		if number == 1 {
			eachField(data, func(number protowire.Number, _ protowire.Type, _ uint64, bytes []byte) {
				if number == 1 {
					name = string(bytes)
				}
			})
		}
	})
	return name
}

// Types of tensors whose scalars are read (types.proto).
const (
	tensorFloat  = 1
	tensorDouble = 2
	tensorInt32  = 3
	tensorInt64  = 9
)

// tensorScalar is the one value of a TensorProto (tensor.proto) without dimensions, "" for
// any other: the values are packed, or the content has their bytes.
func tensorScalar(b []byte) string {
	var dtype uint64
	var content []byte
	values, dimensions := 0, false
	text := ""
	take := func(value string) { text, values = value, values+1 }
	eachField(b, func(number protowire.Number, kind protowire.Type, bits uint64, bytes []byte) {
		switch number {
		case 1:
			dtype = bits
		case 2:
			eachField(bytes, func(number protowire.Number, _ protowire.Type, _ uint64, _ []byte) {
				dimensions = dimensions || number == 2
			})
		case 4:
			content = bytes
		case 5, 6, 7, 10:
			for _, v := range numbersOf(kind, bits, bytes, map[protowire.Number]int{5: 4, 6: 8}[number]) {
				take(numberText64(v, map[protowire.Number]uint64{5: tensorFloat, 6: tensorDouble, 7: tensorInt32, 10: tensorInt64}[number]))
			}
		}
	})
	if width := map[uint64]int{tensorFloat: 4, tensorDouble: 8, tensorInt32: 4, tensorInt64: 8}[dtype]; width > 0 && len(content) == width && values == 0 {
		take(numberText64(fixedOf(content), dtype))
	}
	if dimensions || values != 1 {
		return ""
	}
	return text
}

// numbersOf are the values of a repeated field, packed or not: of so many bytes each, or
// varints. More than two are as many as none is wanted of.
func numbersOf(kind protowire.Type, bits uint64, packed []byte, width int) []uint64 {
	if kind != protowire.BytesType {
		return []uint64{bits}
	}
	var out []uint64
	for len(packed) > 0 && len(out) < 2 {
		if width > 0 {
			if len(packed) < width {
				return out
			}
			out, packed = append(out, fixedOf(packed[:width])), packed[width:]
			continue
		}
		v, n := protowire.ConsumeVarint(packed)
		if n < 0 {
			return out
		}
		out, packed = append(out, v), packed[n:]
	}
	return out
}

// fixedOf is the little-endian number of 4 or 8 bytes.
func fixedOf(b []byte) uint64 {
	if len(b) == 4 {
		return uint64(binary.LittleEndian.Uint32(b))
	}
	return binary.LittleEndian.Uint64(b)
}

func numberText64(bits, dtype uint64) string {
	switch dtype {
	case tensorFloat:
		return floatText(float64(math.Float32frombits(uint32(bits))), 32)
	case tensorDouble:
		return floatText(math.Float64frombits(bits), 64)
	case tensorInt32:
		return strconv.FormatInt(int64(int32(bits)), 10)
	}
	return strconv.FormatInt(int64(bits), 10)
}

// floatText is a number of so many bits as the shortest literal that reads back as it: the
// 0.91 that was logged and not 0.9100000262260437, which its 32 bits are exactly.
func floatText(v float64, bits int) string { return strconv.FormatFloat(v, 'g', -1, bits) }

// eventLog is what the events of a file come to.
type eventLog struct {
	version  string
	created  float64
	tags     []string // in the order of their first point
	last     map[string]string
	step     map[string]int64 // of the last point
	plugin   map[string]string
	back     map[string]string // a tag whose steps go back, and how
	least    float64           // loss in validation, of the tag monitor
	at       int64             // its step
	monitor  string            // "" for none
	tooMany  bool
	tooLong  bool // a tag is
	isBroken bool
}

// take counts an event in: the first reading of the file.
func (l *eventLog) take(monitored func(tag string) bool, e event) {
	l.created = max(l.created, e.time)
	if e.version != "" && l.version == "" {
		l.version = e.version
	}
	if e.restarts {
		clear(l.step) // what follows stands in for what was logged beyond it
	}
	for _, s := range e.scalars {
		if _, known := l.last[s.tag]; !known && len(l.last) >= maxTags {
			l.tooMany = true
			continue
		}
		if s.plugin != "" {
			l.plugin[s.tag] = s.plugin
		}
		if !l.isScalar(s) {
			continue
		}
		if _, known := l.last[s.tag]; !known {
			l.tags = append(l.tags, s.tag)
		}
		if was, known := l.step[s.tag]; known && e.step < was && l.back[s.tag] == "" {
			l.back[s.tag] = fmt.Sprintf("step %d is after step %d, so the last value is not that of the last step", e.step, was)
		}
		l.last[s.tag], l.step[s.tag] = s.value, e.step
		loss, err := strconv.ParseFloat(s.value, 64)
		if err == nil && monitored(s.tag) && !math.IsNaN(loss) && (l.monitor == "" || loss < l.least) {
			l.least, l.at, l.monitor = loss, e.step, s.tag
		}
	}
}

// isScalar reports whether a value is one of the dashboard of scalars. One of another plugin
// may be a number too, which is a setting, or a part of a picture.
func (l *eventLog) isScalar(s scalar) bool {
	switch l.plugin[s.tag] {
	case "scalars":
		return s.value != ""
	case "":
		return s.value != "" && s.value != otherTensor
	}
	return false
}

// bestOf reads the values at the step of the least loss: the second reading. The last one
// of each tag counts, as in the first.
func (l *eventLog) bestOf(src []byte) map[string]string {
	best := map[string]string{}
	if l.monitor == "" {
		return best
	}
	eachRecord(src, func(b []byte) {
		e := readEvent(b)
		if e.step != l.at {
			return
		}
		for _, s := range e.scalars {
			if _, known := l.last[s.tag]; known && l.isScalar(s) {
				best[s.tag] = s.value
			}
		}
	})
	return best
}

// parseEvents reads an event file as a document of two rows, last and best, each with the
// values by their tags, and of what is wrong with it. It has no lines: every place in it is
// its start.
func parseEvents(file string, src []byte) *document.Document {
	l := &eventLog{last: map[string]string{}, step: map[string]int64{}, plugin: map[string]string{}, back: map[string]string{}}
	monitored := func(tag string) bool { return isMonitor(tag, splitOfDir(file)) }
	cut, problem := eachRecord(src, func(b []byte) {
		e := readEvent(b)
		l.isBroken, l.tooLong = l.isBroken || e.broken, l.tooLong || e.tooLong
		l.take(monitored, e)
	})
	if l.version == "" || !strings.HasPrefix(l.version, eventMark) {
		return document.OfBytes(document.Events, file, src, nil)
	}
	if problem == "" && l.isBroken {
		problem = "a record is not an Event"
	}
	if problem == "" && l.tooMany {
		problem = fmt.Sprintf("too many tags (limit: %d)", maxTags)
	}
	if problem == "" && l.tooLong {
		problem = fmt.Sprintf("a tag has more than %d bytes", maxTag)
	}
	root := &document.Node{Kind: document.Mapping, Children: []*document.Node{
		textNode("version", l.version), textNode("problem", problem), {Key: "cut", Kind: document.Bool, Value: strconv.FormatBool(cut)},
		numberNode("created", strconv.FormatFloat(l.created, 'f', -1, 64)), l.rowNode("last", l.last), l.rowNode("best", l.bestOf(src)), l.backNode(),
	}}
	return document.OfBytes(document.Events, file, src, root)
}

func textNode(key, value string) *document.Node {
	return &document.Node{Key: key, Kind: document.String, Value: value}
}

// numberNode is a number, or the word that stands for one that is not finite.
func numberNode(key, value string) *document.Node {
	if v, err := strconv.ParseFloat(value, 64); err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return textNode(key, value)
	}
	return &document.Node{Key: key, Kind: document.Number, Value: value}
}

func (l *eventLog) rowNode(key string, values map[string]string) *document.Node {
	n := &document.Node{Key: key, Kind: document.Mapping}
	for _, tag := range l.tags {
		if v, ok := values[tag]; ok {
			n.Children = append(n.Children, numberNode(tag, v))
		}
	}
	return n
}

func (l *eventLog) backNode() *document.Node {
	n := &document.Node{Key: "back", Kind: document.Mapping}
	for _, tag := range l.tags {
		if how := l.back[tag]; how != "" {
			n.Children = append(n.Children, textNode(tag, how))
		}
	}
	return n
}

// splitNames are what the last part of a tag calls a split, as in loss/train, or the
// directory of a file, as Keras and Estimators have one for each.
var splitNames = map[string]string{"val": "val", "valid": "val", "validation": "val", "eval": "val", "train": "train", "test": "test"}

// splitOfDir is the split that the directory of an event file is of.
func splitOfDir(file string) string { return splitNames[strings.ToLower(path.Base(path.Dir(file)))] }

// splitOfTag is the split that the last part of a tag names.
func splitOfTag(tag string) string { return splitNames[strings.ToLower(path.Base(tag))] }

// isMonitor reports whether a tag is the loss of validation by which a step is the best.
func isMonitor(tag, split string) bool {
	name := strings.ReplaceAll(strings.ToLower(tag), "/", "_")
	return slices.Contains(monitors, name) || slices.Contains([]string{"loss_val", "loss_valid", "loss_validation", "loss_eval"}, name) ||
		split == "val" && slices.Contains([]string{"loss", "epoch_loss"}, name)
}

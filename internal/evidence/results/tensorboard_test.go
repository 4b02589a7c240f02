package results_test

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
)

// recordOf is a record of a TFRecord file.
func recordOf(data []byte) []byte {
	sum := func(b []byte) []byte {
		crc := crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli))
		return binary.LittleEndian.AppendUint32(nil, (crc>>15|crc<<17)+0xa282ead8)
	}
	size := binary.LittleEndian.AppendUint64(nil, uint64(len(data)))
	return append(append(append(size, sum(size)...), data...), sum(data)...)
}

func messageOf(number protowire.Number, parts ...[]byte) []byte {
	var all []byte
	for _, p := range parts {
		all = append(all, p...)
	}
	return protowire.AppendBytes(protowire.AppendTag(nil, number, protowire.BytesType), all)
}

// scalarEvent is an event with the simple value 0.5 of a tag.
func scalarEvent(tag string) []byte {
	value := protowire.AppendFixed32(protowire.AppendTag(nil, 2, protowire.Fixed32Type), 0x3f000000)
	return recordOf(messageOf(5, messageOf(1, messageOf(1, []byte(tag)), value)))
}

var versionEvent = recordOf(messageOf(3, []byte("brain.Event:2")))

// TestEventFiles reads what no writer of TensorBoard writes, or another reads by its name.
func TestEventFiles(t *testing.T) {
	keras, err := os.ReadFile("testdata/files/tensorboard-keras.tfevents")
	if err != nil {
		t.Fatal(err)
	}
	endless := binary.LittleEndian.AppendUint64(nil, 1<<63)
	crc := crc32.Checksum(endless, crc32.MakeTable(crc32.Castagnoli))
	endless = binary.LittleEndian.AppendUint32(endless, (crc>>15|crc<<17)+0xa282ead8)
	var many []byte
	for i := range 5_001 {
		many = append(many, scalarEvent(fmt.Sprintf("tag %d", i))...)
	}
	join := func(parts ...[]byte) (out []byte) {
		for _, p := range parts {
			out = append(out, p...)
		}
		return out
	}
	for name, c := range map[string]struct {
		file  string
		src   []byte
		wants []string
	}{
		"another file of records":          {"data.tfevents", scalarEvent("accuracy"), []string{"refused", "not recognized"}},
		"of no records":                    {"x.tfevents", []byte("accuracy: 0.9\n"), []string{"refused"}},
		"empty":                            {"x.tfevents", nil, []string{"refused"}},
		"a length without an end":          {"x.tfevents", join(versionEvent, scalarEvent("a"), endless), []string{"partial", "a row=last value=0.5"}},
		"a record that is no event":        {"x.tfevents", join(versionEvent, scalarEvent("a"), recordOf([]byte{0xff})), []string{"a record is not an Event"}},
		"a summary that is none":           {"x.tfevents", join(versionEvent, scalarEvent("a"), recordOf(messageOf(5, []byte{0xff}))), []string{"a record is not an Event"}},
		"a value that is none":             {"x.tfevents", join(versionEvent, scalarEvent("a"), recordOf(messageOf(5, messageOf(1, messageOf(1, []byte("b")), []byte{0x15})))), []string{"a record is not an Event"}},
		"tags that begin alike":            {"x.tfevents", join(versionEvent, scalarEvent(strings.Repeat("a", 1000)+"b"), scalarEvent(strings.Repeat("a", 1000)+"c")), []string{"a tag has more than 1000 bytes"}},
		"too many tags":                    {"x.tfevents", join(versionEvent, many), []string{"too many tags (limit: 5000)"}},
		"a tag that is no text":            {"x.tfevents", join(versionEvent, scalarEvent("a\xff")), []string{"a? row=last value=0.5", "a record is not an Event"}},
		"no scalars":                       {"x.tfevents", versionEvent, []string{"the file has no results"}},
		"a directory of validation":        {"logs/validation/events.out.tfevents.1.host.2.v2", keras, []string{"epoch_accuracy dataset=val row=best value=0.75", "epoch_loss dataset=val row=best value=0.4"}},
		"a directory of training":          {"logs/train/events.out.tfevents.1.host.2.v2", keras, []string{"epoch_loss dataset=train row=last value=0.45"}},
		"transformers, with a step of its": {"runs/x/events.out.tfevents.1", join(versionEvent, scalarEvent("eval/loss"), scalarEvent("eval/accuracy")), []string{"eval/accuracy dataset=val row=best value=0.5"}},
	} {
		got := inspected(t, c.file, c.src)
		for _, want := range c.wants {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q is not in\n%s", name, want, got)
			}
		}
	}
}

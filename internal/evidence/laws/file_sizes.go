package laws

import (
	"math"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	parametersIn = pattern.New(`(?i)\b([0-9]+(?:\.[0-9]+)?) ?(b|m|billion|million)[ -](?:trainable |total )?param(?:eter)?s?\b`)
	precisionIn  = pattern.New(`(?i)\b(?:(fp32|float32|single precision|32-bit)|(fp16|float16|bf16|bfloat16|half precision|16-bit)|(int8|8-bit|fp8)|(int4|4-bit|nf4))\b`)
	sizeIn       = pattern.New(`(?i)\b([0-9]+(?:\.[0-9]+)?) ?([mg]i?b)\b`)
	// inFiles is what a sentence says that a size is of, and inMemory what weights alone are not.
	inFiles  = pattern.New(`(?i)\b(?:on disk|disk|files?|weights|checkpoints?|download|model size)\b`)
	inMemory = pattern.New(`(?i)\b(?:v?ram|memory|gpus?|requires?|corpus|dataset|data|tokenizer|adapter|lora|text|shards?|each|per|active|from|compressed|quanti[sz]\w+ (?:to|from|version))\b`)

	rowParameters = pattern.New(`^(?:(?:total |model |number of |trainable )*param(?:eter)?s?(?: count)?)$`)
	rowPrecision  = pattern.New(`^(?:(?:weight |model |tensor |data )*(?:precision|dtype|d type|type|format))$`)
	rowSize       = pattern.New(`^(?:(?:model |file |disk |weights? |checkpoint |download )*(?:size)(?: on disk)?|weights|disk)$`)
)

// stored is what a card says of its weights: how many parameters, in which precision, in how many bytes.
type stored struct{ parameters, precision, size string }

// bytesOf are the bytes that a parameter has in a precision, 0 if several are named.
func bytesOf(text string) float64 {
	found := precisionIn.FindAllStringSubmatch(text, 3)
	if len(found) != 1 {
		return 0
	}
	for i, bytes := range []float64{4, 2, 1, 0.5} {
		if found[0][i+1] != "" {
			return bytes
		}
	}
	return 0
}

// contradiction is how many bytes the parameters need, if the stated size is far from that. Quantized
// weights have scales, and parts that are not quantized.
func (w stored) contradiction() (needed string, ok bool) {
	parameters, sizes := parametersIn.FindAllStringSubmatch(w.parameters, 2), sizeIn.FindAllStringSubmatch(w.size, 2)
	bytes := bytesOf(w.precision)
	if len(parameters) != 1 || len(sizes) != 1 || bytes == 0 {
		return "", false
	}
	count, size := amountOf(parameters[0][1], 0, 0), amountOf(sizes[0][1], 0, 0)
	if count == nil || size == nil {
		return "", false
	}
	unit := 1e6
	if strings.HasPrefix(strings.ToLower(parameters[0][2]), "b") {
		unit = 1e9
	}
	of := map[bool]float64{true: 1e9, false: 1e6}[strings.HasPrefix(strings.ToLower(sizes[0][2]), "g")]
	least, most := (count.value-count.unit)*unit*bytes, (count.value+count.unit)*unit*bytes
	roomy := 1.5
	if bytes <= 1 {
		roomy = 2.5
	}
	is := size.value * of
	if is >= 0.8*least && is <= roomy*most {
		return "", false
	}
	return plainFloat(math.Round(10*count.value*unit*bytes/of)/10) + " " + sizes[0][2], true
}

// fileSize is a size of weights that their parameters and their precision do not come to.
func (s sentence) fileSize() *evidence.Impossible {
	if !inFiles.MatchString(s.Text) || inMemory.MatchString(s.Text) || passage.Inexact.MatchString(parametersIn.ReplaceAllString(s.Text, "")) {
		return nil
	}
	needed, ok := stored{s.Text, s.Text, s.Text}.contradiction()
	if !ok {
		return nil
	}
	parameters := parametersIn.FindString(s.Text)
	return s.fault(evidence.LawFileSize, "size", sizeIn.FindString(s.Text), parameters+" in "+precisionIn.FindString(s.Text), needed)
}

// property is one of a list, or of a table with two columns.
type property struct {
	name, value string
	at          evidence.Anchor
}

// sizeFault is the size of some properties that is not that of the weights, nil if there is none.
func sizeFault(of []property) *evidence.Impossible {
	var w stored
	var size, parameters property
	for _, p := range of {
		switch name := figures.HeadOf(document.Cell{Text: strings.TrimSuffix(p.name, ":")}); {
		case rowParameters.MatchString(name):
			w.parameters, parameters = p.value+" parameters", p
		case rowPrecision.MatchString(name) && bytesOf(p.value) > 0:
			w.precision = p.value
		case rowSize.MatchString(name):
			w.size, size = p.value, p
		}
	}
	needed, ok := w.contradiction()
	if !ok {
		return nil
	}
	others := []evidence.Stated{{At: parameters.at, Metric: parameters.name, Raw: parameters.value + " in " + w.precision + ", " + needed}}
	return &evidence.Impossible{At: size.at, Law: evidence.LawFileSize, Claimed: true, Value: evidence.Stated{At: size.at, Metric: size.name, Raw: size.value}, Others: others}
}

// listedSize finds such a size among the labels of one section, and in its tables with two columns.
func listedSize(d *document.Document) *evidence.Impossible {
	var of []property
	section := -1
	for i, l := range d.Marks.Labels {
		if at := passage.SectionAt(d, l.Span.Start); at != section {
			if found := sizeFault(of); found != nil {
				return found
			}
			section, of = at, nil
		}
		if len(l.Value) <= passage.MaxSentence {
			of = append(of, property{strings.Trim(l.Name, " :*"), l.Value, evidence.Anchor(d.Path + "#" + document.Pointer("body", "labels", strconv.Itoa(i)))})
		}
	}
	return sizeFault(of)
}

package slips

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// pooled is how a card names the way from the vectors of tokens to that of a text.
	pooled = pattern.New(`(?i)(?:^|[^a-z])(mean|average|cls|max|last)(?:[ _-]?token)?[ _-]?pooling\b`)
	// poolsSo is the words with which sentence-transformers tells it in code.
	poolsSo = pattern.New(`(?i)\bperform pooling\. In this case,? (mean|average|cls|max) pooling\b`)
	// printedMode is the way that a model has, as sentence-transformers prints it.
	printedMode = pattern.New(`['"]pooling_mode_(cls|mean|max|last)_tokens?['"]: True`)
	// adapted are the modules that an adapter changes, as a card lists them.
	adapted = pattern.New("(?im)^[ \\t]*(?:[-*+|][ \\t]*)?[*_`]*(?:lora[ _-])?target[ _-]modules?[*_`:|= \\t]+([\\w\"'`\\[][\\w ,\"'`\\[\\]]{2,200}?)[ \\t.|]*$")
	// precise is the type of the numbers that a model was trained with.
	precise = pattern.New("(?i)\\b(?:pre-?)?train\\w*\\b[^.]{0,80}? in `?(bfloat16|float16)`? precision\\b")
	// usesPretrained is a sentence that names the model that this one was made from.
	usesPretrained = pattern.New("(?i)\\b(?:we|i) used? the pre-?trained \\[?[`*]*([\\w.-]+/[\\w.-]*\\w)")
	// cropped is a sentence that scales images to a size, and takes parts of them.
	cropped = pattern.New(`(?i)\bthe (?:longer|longest|larger) side is ([0-9]{2,4}) pixels[^.]{0,40}?(\bcrops of (?:size )?([0-9]{2,4}))\b`)
)

// Settings are what the files of a model state of it, where that is no number.
type Settings struct {
	Pooling   string          // mean, cls or max
	PoolingAt evidence.Anchor // where that is
	Modules   []string        // that an adapter changes
	Type      string          // of its numbers
	Base      string          // the model that it was made from

	Generation map[string]string  // by GenerationKeys
	Numbers    map[string]Setting // by key, of files in which it is the model's own
	Pins       map[string]string  // versions of packages, by name
	Results    []ResultLines      // files of results that are no documents
}

// ContrarySettings finds what a card states otherwise than the files of its model.
func ContrarySettings(d *document.Document, set Settings) []evidence.Slip {
	if d == nil {
		return nil
	}
	s := &slipReader{d: d, card: &evidence.Card{}}
	blocks := passage.Blocks(d)
	s.keys(blocks, set.Numbers)
	s.pins(blocks, set.Pins)
	for _, of := range set.Results {
		s.resultLines(of)
	}
	for _, b := range blocks {
		text := []byte(b.Text)
		if m := poolsSo.FindSubmatchIndex(text); m != nil && set.Pooling != "" && poolingOf(b.Text[m[2]:m[3]]) != set.Pooling {
			s.add(evidence.SlipSetting, b.Start+m[2], b.Text[m[2]:m[3]]+" pooling", set.Pooling+" pooling of "+fileOf(set.PoolingAt))
		}
		if m := printedMode.FindAllSubmatchIndex(text, 2); len(m) == 1 && set.Pooling != "" && poolingOf(b.Text[m[0][2]:m[0][3]]) != set.Pooling {
			s.add(evidence.SlipSetting, b.Start+m[0][2], b.Text[m[0][2]:m[0][3]]+" pooling", set.Pooling+" pooling of "+fileOf(set.PoolingAt))
		}
		if b.Kind != passage.CodeBlock {
			s.modules(b, set.Modules)
			s.generation(b, set.Generation)
			s.poolings(b, set)
			if m := precise.FindSubmatchIndex(text); m != nil && set.Type == "bfloat16" && strings.EqualFold(b.Text[m[2]:m[3]], "float16") {
				s.add(evidence.SlipSetting, b.Start+m[2], b.Text[m[2]:m[3]], set.Type+" in config.json") // bfloat16 in training, and float16 in files, is usual
			}
			if m := usesPretrained.FindSubmatchIndex(text); m != nil && strings.Count(set.Base, "/") == 1 && isOtherSize(path.Base(b.Text[m[2]:m[3]]), path.Base(set.Base)) {
				s.add(evidence.SlipSetting, b.Start+m[2], b.Text[m[2]:m[3]], set.Base+" in config.json")
			}
		}
	}
	if set.Pooling != "" && !slices.ContainsFunc(s.out, func(slip evidence.Slip) bool { return strings.Contains(slip.Value, "pooling") }) {
		s.pooling(set)
	}
	return s.out
}

// fileOf is the file of an anchor.
func fileOf(at evidence.Anchor) string {
	file, _, _ := strings.Cut(string(at), "#")
	return path.Join(path.Base(path.Dir(file)), path.Base(file))
}

func poolingOf(word string) string {
	if word = strings.ToLower(word); word == "average" {
		return "mean"
	}
	return word
}

// pooling keeps the setting of a model all of whose card speaks of another way of pooling.
func (s *slipReader) pooling(set Settings) {
	found := ""
	for _, m := range pooled.FindAllStringSubmatch(string(s.d.Source[s.d.Front.End:min(len(s.d.Source), s.d.Front.End+passage.MaxBodyRead)]), 100) {
		if found != "" && found != poolingOf(m[1]) {
			return
		}
		found = poolingOf(m[1])
	}
	if found != "" && found != set.Pooling && (found == "mean" || found == "cls" || found == "last") {
		s.out = append(s.out, evidence.Slip{At: set.PoolingAt, Kind: evidence.SlipSetting, Value: found + " pooling", Other: set.Pooling + " pooling of " + fileOf(set.PoolingAt)})
	}
}

// modules keeps a list of the modules of an adapter that its settings do not have.
func (s *slipReader) modules(b passage.Block, modules []string) {
	m := adapted.FindSubmatchIndex([]byte(b.Text))
	if m == nil || len(modules) == 0 {
		return
	}
	listed := strings.FieldsFunc(b.Text[m[2]:m[3]], func(r rune) bool { return strings.ContainsRune(", \"'`[]", r) })
	isModule := func(name string) bool { return strings.ContainsAny(name, "_") || slices.Contains(modules, name) }
	listed = slices.DeleteFunc(listed, func(name string) bool { return name == "and" })
	if len(listed) == 0 || !slices.ContainsFunc(listed, isModule) || slices.ContainsFunc(listed, func(name string) bool { return !isModule(name) }) {
		return
	}
	if !slices.Equal(slices.Compact(slices.Sorted(slices.Values(listed))), slices.Compact(slices.Sorted(slices.Values(modules)))) {
		s.add(evidence.SlipSetting, b.Start+m[2], strings.Join(listed, ", "), strings.Join(modules, ", ")+" in adapter_config.json")
	}
}

// isOtherSize reports whether two names differ in one word, and there in a number.
func isOtherSize(a, b string) bool {
	x, y := wordsOfName(a), wordsOfName(b)
	if len(x) != len(y) || len(x) < 3 {
		return false
	}
	n, last := 0, 0
	for i := range x {
		if x[i] != y[i] {
			n, last = n+1, i
		}
	}
	return n == 1 && shapeOf(x[last]) == shapeOf(y[last]) && shapeOf(x[last]) != "word"
}

// crops finds sentences about parts of images that are larger than the images.
func (s *slipReader) crops() {
	for _, b := range s.blocks {
		m := cropped.FindSubmatchIndex([]byte(b.Text))
		if m == nil {
			continue
		}
		side, crop := b.Text[m[2]:m[3]], b.Text[m[6]:m[7]]
		if len(crop) > len(side) || len(crop) == len(side) && crop > side {
			s.add(evidence.SlipSetting, b.Start+m[4], b.Text[m[4]:m[5]], "the longer side is "+side+" pixels")
		}
	}
}

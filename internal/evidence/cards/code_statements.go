package cards

import (
	"slices"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

const maxCalls = 20 // of one topic

// modelCall is code that loads a model, and not its tokenizer or its parts, with what it is given.
var modelCall = pattern.New(`\b(?:(\w*(?:Model|For[A-Z]|LMHead|Pipeline)\w*)\.(?:from_pretrained|load)|(pipeline|SentenceTransformer|CrossEncoder|create_model|AutoModel))\s*\(([^()]{0,200})`)

// hubID is an identifier in quotes, as an argument of such code.
var hubID = pattern.New(`["'](?:hf[_-]hub:)?([A-Za-z0-9][\w.-]*/[\w.-]*\w)["']`)

// taskArgument is the task that a pipeline is made for.
var taskArgument = pattern.New(`^\s*(?:task\s*=\s*)?["']([a-z][a-z0-9_-]+)["']`)

// partOfModel is a class that loads a part of a model, or what is put onto one.
var partOfModel = pattern.New(`(?:Tokenizer|Processor|Extractor|Config|Peft|Adapter|Autoencoder|VAE|UNet|ControlNet|TextModel|Vision|Scheduler|Draft|Reward|Teacher|Base)`)

// namedID is an identifier of the hub in a text, or in an address of the hub.
var namedID = pattern.New(`(?:^|[\s("'\x60\[|]|(?:huggingface\.co|hf\.co)/(?:datasets/)?)([A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*\w)(?:$|[\s)"'\x60\]|,;:.?#])`)

// codeStatements are what the code of a card shows: the tasks and classes that it runs the
// model with, the models that it loads as such, the modules that it imports; and the
// identifiers that the rest of the card names.
func codeStatements(d *document.Document) []evidence.Told {
	blocks := passage.CodeBlocks(d)
	out := []evidence.Told{}
	add := func(topic evidence.Topic, value string, offset, limit int) {
		told := evidence.Told{At: passage.AnchorAt(d, offset), Topic: topic, Value: value}
		n := 0
		for _, t := range out {
			if t.Topic == topic {
				if n++; t.Value == value {
					return
				}
			}
		}
		if n < limit {
			out = append(out, told)
		}
	}
	for _, b := range blocks {
		code := d.Source[b.Start:b.End]
		for _, m := range passage.Imported.FindAllSubmatchIndex(code, maxCalls) {
			name := max(m[2], m[4])
			add(evidence.TopicImport, string(code[name:max(m[3], m[5])]), b.Start+name, maxCalls)
		}
		for _, m := range modelCall.FindAllSubmatchIndex(code, maxCalls) {
			arguments := string(code[m[6]:m[7]])
			if m[2] >= 0 {
				if class := string(code[m[2]:m[3]]); partOfModel.MatchString(class) {
					continue
				}
				add(evidence.TopicCall, string(code[m[2]:m[3]]), b.Start+m[2], maxCalls)
			} else if task := taskArgument.FindStringSubmatch(arguments); task != nil && string(code[m[4]:m[5]]) == "pipeline" {
				add(evidence.TopicCall, task[1], b.Start+m[4], maxCalls)
			}
			if id := hubID.FindStringSubmatch(arguments); id != nil {
				add(evidence.TopicLoaded, id[1], b.Start+m[0], maxCalls)
			}
		}
	}
	body := d.Front.End
	for _, m := range namedID.FindAllSubmatchIndex(d.Source[body:], 4*passage.MaxNames) {
		if at := body + m[2]; !slices.ContainsFunc(blocks, func(b document.Span) bool { return at >= b.Start && at < b.End }) {
			add(evidence.TopicNamed, string(d.Source[at:body+m[3]]), at, passage.MaxNames)
		}
	}
	return out
}

package cards

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// ownScript is a sentence that names a script of this repository.
var ownScript = pattern.New("(?i)\\b(?:this|current) repo(?:sitory)?(?::| \\(| in| as) *`?([\\w-]+\\.(?:py|sh|ipynb))\\b")

// scriptsOf are the scripts that the text says are next to the card.
func scriptsOf(said []passage.Sentence) []evidence.FileRef {
	var out []evidence.FileRef
	for _, s := range said {
		if m := ownScript.FindStringSubmatch(s.Text); m != nil && len(out) < passage.MaxStatements {
			out = append(out, evidence.FileRef{At: s.At, Path: m[1], Kind: "script", State: evidence.NotLooked})
		}
	}
	return out
}

// hasScripts reports whether a directory has scripts.
func hasScripts(tree source.Tree, dir string) bool {
	return slices.ContainsFunc(tree.Under(dir), func(e source.Entry) bool {
		return path.Dir(e.Path) == dir && slices.Contains([]string{".py", ".sh", ".ipynb"}, path.Ext(e.Path))
	})
}

var (
	// namedFile is a sentence that says what a file next to the card has.
	namedFile = pattern.New("(?i)\\b(?:in|from|see|file|with) (?:the (?:file )?)?[`\"]?([\\w-]{3,60}\\.(?:jsonl?|ya?ml|txt|csv|tsv))(?:[^\\w/.]|$)")
	// ofOtherPlace is a sentence about files that are elsewhere.
	ofOtherPlace = pattern.New(`(?i)\b(?:repo(?:sitory)?|github|dataset|library|transformers|package|folder|directory|download\w*|creat\w+|writ\w+|sav\w+|output\w*|your|example|e\.g|https?)\b`)
	// standard are files of libraries, of which there are several alike.
	standard = pattern.New(`(?i)^(?:.*config|tokenizer|special_tokens|added_tokens|vocab|merges|modules|model|requirements|readme|license|trainer|preprocessor|processor|chat_template)[\w-]*\.`)
	// commandModel is a command that runs a file of weights of the directory that it is in.
	commandModel = pattern.New(`(?m)(?:^|\s)(?:-m|--model)[ =]([\w-][\w.-]*\.(?:gguf|bin|ggml|safetensors|onnx|tflite|llamafile))(?:\s|$)`)
	// weightsNamed is the name of a file of weights.
	weightsNamed = pattern.New(`[\w-][\w.-]*\.(?:gguf|bin|ggml|safetensors|onnx|tflite|llamafile)\b`)
)

const (
	minAlike   = 6 // letters with which two names begin
	minFamily  = 2 // files that a card lists
	maxWeights = 500
)

// namedFiles are the files that a sentence names as those next to the card, and the weights that
// a command runs, of a card that lists others of the model.
func namedFiles(d *document.Document, said []passage.Sentence) []evidence.FileRef {
	var out []evidence.FileRef
	for _, s := range said {
		if m := namedFile.FindStringSubmatch(s.Text); m != nil && len(out) < passage.MaxStatements && !ofOtherPlace.MatchString(s.Text) && !standard.MatchString(m[1]) {
			out = append(out, evidence.FileRef{At: s.At, Path: m[1], Kind: "text", State: evidence.NotLooked})
		}
	}
	listed := map[string]int{}
	for _, name := range weightsNamed.FindAllString(string(d.Source[d.Front.End:min(len(d.Source), d.Front.End+passage.MaxBodyRead)]), maxWeights) {
		listed[name]++
	}
	for _, b := range passage.CodeBlocks(d) {
		for _, m := range commandModel.FindAllSubmatchIndex(d.Source[b.Start:b.End], passage.MaxNames) {
			name := string(d.Source[b.Start+m[2] : b.Start+m[3]])
			if listed[name] == 1 && familyOf(name, listed) >= minFamily && len(out) < passage.MaxStatements {
				out = append(out, evidence.FileRef{At: passage.LineAt(d, b.Start+m[2]), Path: name, Kind: "weights", State: evidence.NotLooked})
			}
		}
	}
	return out
}

// familyOf is how many other files a card has more than once whose names begin as one does.
func familyOf(name string, listed map[string]int) int {
	n := 0
	for other, times := range listed {
		if other != name && times > 1 && alike(other, name) {
			n++
		}
	}
	return n
}

// alike reports whether two names begin with the same letters.
func alike(a, b string) bool {
	a, b = strings.ToLower(a), strings.ToLower(b)
	return len(a) >= minAlike && len(b) >= minAlike && a[:minAlike] == b[:minAlike]
}

// isElsewhere reports whether a file that is not next to the card may be in another place: there
// is none that is named alike, or one of that name somewhere else.
func isElsewhere(tree source.Tree, dir string, f evidence.FileRef) bool {
	hasAlike := f.Kind == "weights"
	for _, e := range tree.Under(dir) {
		base := path.Base(e.Path)
		if base == f.Path {
			return true
		}
		hasAlike = hasAlike || path.Dir(e.Path) == dir && path.Ext(base) == path.Ext(f.Path) && alike(base, f.Path)
	}
	return !hasAlike
}

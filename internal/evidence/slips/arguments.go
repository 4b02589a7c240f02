package slips

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// maxCallRead is how much of a call of code is looked at to either side of an argument.
const maxCallRead = 600

var (
	// noSampling is an argument that makes the model take the most probable token.
	noSampling = pattern.New(`\bdo_sample["']?\s*[=:]\s*False\b`)
	// sampling is an argument of sampling with a number that changes its outcome.
	sampling = pattern.New(`\b(?:temperature|top_p|top_k|typical_p)["']?\s*[=:]\s*([0-9]*\.?[0-9]+)`)
	// statedArgument is an argument that a sentence says is set, with its value.
	statedArgument = pattern.New("(?i)\\b(?:by (?:setting|passing|using)|is set (?:to|with)) `([a-z_]{3,40}) ?= ?([0-9][0-9.]*|[\"'][\\w-]{2,30}[\"'])`")
	// setTo is a sentence that says to which word an argument is set.
	setTo = pattern.New("(?i)\\bsett?(?:ing)? the ([a-z_]{3,20}) (?:argument |parameter |option )?to [\"'`“]([a-z_-]{3,30})[\"'`”]")
	// isChoice is a sentence about what else an argument may be.
	isChoice = pattern.New(`(?i)\b(?:or|instead|alternative\w*|also|otherwise|default\w*|without|disabl\w+|less|more|increas\w+|reduc\w+|lower|higher|larger|smaller|experiment\w*|e\.g|example)\b`)
	// literalArgument is an argument of code with a number or a word.
	literalArgument = pattern.New(`\b([a-z_]{3,40})\s?=\s?([0-9][0-9.]*|["'][\w-]{2,30}["'])`)
)

// arguments finds code with an argument that another argument of the same call, or the sentence
// above the code, rules out.
func (s *slipReader) arguments() {
	for i, b := range s.blocks {
		if b.Kind == passage.CodeBlock {
			s.samplings(b)
		}
		if b.Kind != passage.ProseBlock {
			continue
		}
		for _, at := range wholeSentences(b.Text) {
			said := b.Text[at[0]:at[1]]
			if m := statedArgument.FindStringSubmatch(said); m != nil {
				s.contradicted(s.codeBelow(i, false), m[1], m[2], m[1]+"="+m[2])
			} else if m := setTo.FindStringSubmatch(said); m != nil && !isChoice.MatchString(said) {
				s.contradicted(s.codeBelow(i, true), strings.ToLower(m[1]), `"`+m[2]+`"`, m[0])
			}
		}
	}
}

// wholeSentences are the bounds of the sentences of a text.
func wholeSentences(text string) [][2]int {
	var out [][2]int
	start := 0
	for _, at := range sentenceStop.FindAllStringIndex(text, passage.MaxSentences) {
		out, start = append(out, [2]int{start, at[1]}), at[1]
	}
	return append(out, [2]int{start, len(text)})
}

// codeBelow are the blocks of code below a block of text: the first one before the next heading,
// or all before one of no lower level.
func (s *slipReader) codeBelow(i int, all bool) []passage.Block {
	level := 1
	for _, b := range slices.Backward(s.blocks[:i]) {
		if b.Kind == passage.HeadingBlock {
			level = levelOf(b.Text)
			break
		}
	}
	var out []passage.Block
	for _, b := range s.blocks[i+1:] {
		isEnd := b.Kind == passage.HeadingBlock && (!all || levelOf(b.Text) <= level)
		if isEnd || !all && len(out) == 1 || len(out) == passage.MaxBlocks {
			break
		}
		if b.Kind == passage.CodeBlock {
			out = append(out, b)
		}
	}
	return out
}

func levelOf(heading string) int { return len(heading) - len(strings.TrimLeft(heading, "#")) }

// contradicted keeps the argument with a name in some code that has another value than stated,
// if that is the only one and of the same kind.
func (s *slipReader) contradicted(code []passage.Block, name, value, stated string) {
	at, found := -1, ""
	plain := func(v string) string { return strings.Trim(v, `"'.`) }
	for _, b := range code {
		for _, m := range literalArgument.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			if b.Text[m[2]:m[3]] != name {
				continue
			}
			v := b.Text[m[4]:m[5]]
			isWord := strings.ContainsAny(v[:1], `"'`)
			if plain(v) == plain(value) || isWord != strings.ContainsAny(value[:1], `"'`) || found != "" && plain(v) != plain(found) {
				return
			}
			if at < 0 {
				at, found = b.Start+m[2], v
			}
		}
	}
	if at >= 0 {
		s.add(evidence.SlipArgument, at, name+"="+found, stated)
	}
}

// samplings finds calls that tell a model not to sample, and how to sample.
func (s *slipReader) samplings(b passage.Block) {
	for _, at := range noSampling.FindAllStringIndex(b.Text, passage.MaxMentions) {
		start, end := callAround(b.Text, at[0], at[1])
		for _, m := range sampling.FindAllStringSubmatch(b.Text[start:end], passage.MaxMentions) {
			if strings.Trim(m[1], "0.") != "" && strings.TrimRight(strings.TrimRight(m[1], "0"), ".") != "1" {
				s.add(evidence.SlipArgument, b.Start+at[0], b.Text[at[0]:at[1]], m[0])
				break
			}
		}
	}
}

// callAround are the bounds of what stands in the innermost brackets around a part of code.
func callAround(text string, from, to int) (int, int) {
	start, depth := from, 0
	for start > 0 && from-start < maxCallRead {
		switch text[start-1] {
		case ')', '}':
			depth++
		case '(', '{':
			depth--
		}
		if depth < 0 {
			break
		}
		start--
	}
	end, depth := to, 0
	for end < len(text) && end-to < maxCallRead {
		switch text[end] {
		case '(', '{':
			depth++
		case ')', '}':
			depth--
		}
		if depth < 0 {
			break
		}
		end++
	}
	return start, end
}

// outputKeys are keys of what the pipelines of transformers return, with the tasks that have them.
var outputKeys = map[string][]string{
	"depth":            {"depth-estimation"},
	"predicted_depth":  {"depth-estimation"},
	"summary_text":     {"summarization"},
	"translation_text": {"translation"},
	"token_str":        {"fill-mask"},
	"entity_group":     {"token-classification", "ner"},
	"answer":           {"question-answering", "document-question-answering", "visual-question-answering", "table-question-answering", "vqa"},
}

var (
	// pipelineTask is the name of a pipeline in code, with its task.
	pipelineTask = pattern.New(`(?m)^[ \t>]*(\w+)\s*=\s*pipeline\(\s*(?:task\s*=\s*)?["']([a-z0-9-]{3,40})["']`)
	// outputKey is code that takes a part of what was returned.
	outputKey = pattern.New(`\w\)?(?:\[0\])*\[["']([a-z_]{3,30})["']\]`)
)

// pipelines finds code that runs one task, and reads what only another returns.
func (s *slipReader) pipelines() {
	for _, b := range s.blocks {
		if b.Kind != passage.CodeBlock {
			continue
		}
		made := pipelineTask.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions)
		if len(made) != 1 || strings.Count(b.Text, "pipeline(") != 1 || strings.Contains(b.Text, "from_pretrained") {
			continue
		}
		m := made[0]
		task, _, _ := strings.Cut(b.Text[m[4]:m[5]], "_")
		for _, key := range outputKey.FindAllStringSubmatch(b.Text[m[1]:], passage.MaxMentions) {
			tasks, known := outputKeys[key[1]]
			if known && !slices.ContainsFunc(tasks, func(t string) bool { return strings.HasPrefix(task, t) }) && slices.Contains(pipelineTasks, task) {
				s.add(evidence.SlipArgument, b.Start+m[4], task, key[0])
			}
		}
	}
}

// pipelineTasks are tasks whose pipelines return nothing under the keys of others.
var pipelineTasks = []string{
	"audio-classification", "automatic-speech-recognition", "depth-estimation", "feature-extraction", "fill-mask", "image-classification",
	"image-segmentation", "object-detection", "question-answering", "sentiment-analysis", "summarization", "text-classification", "text-generation",
	"token-classification", "ner", "translation", "zero-shot-classification", "zero-shot-image-classification", "image-to-text",
}

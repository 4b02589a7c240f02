package slips

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// shortFor are acronyms of the field, with the words that they are short for.
var shortFor = map[string]string{
	"dpo": "direct preference optimization", "ppo": "proximal policy optimization", "rlhf": "reinforcement learning from human feedback", "sft": "supervised fine tuning",
	"kto": "kahneman tversky optimization", "orpo": "odds ratio preference optimization", "grpo": "group relative policy optimization", "rl": "reinforcement learning",
	"ner": "named entity recognition", "pos": "part of speech", "nlp": "natural language processing", "nlu": "natural language understanding", "nli": "natural language inference", "nlg": "natural language generation",
	"asr": "automatic speech recognition", "tts": "text to speech", "ocr": "optical character recognition", "qa": "question answering", "ir": "information retrieval",
	"mlm": "masked language modeling", "clm": "causal language modeling", "nsp": "next sentence prediction", "sop": "sentence order prediction", "llm": "large language model", "vlm": "vision language model",
	"lora": "low rank adaptation", "peft": "parameter efficient fine tuning", "moe": "mixture of experts", "gqa": "grouped query attention", "mqa": "multi query attention", "rag": "retrieval augmented generation",
	"wer": "word error rate", "cer": "character error rate", "mrr": "mean reciprocal rank", "map": "mean average precision", "auc": "area under the curve", "iou": "intersection over union",
	"mse": "mean squared error", "mae": "mean absolute error", "rmse": "root mean squared error", "gan": "generative adversarial network", "vae": "variational autoencoder",
	"cnn": "convolutional neural network", "rnn": "recurrent neural network", "lstm": "long short term memory", "vit": "vision transformer", "ctc": "connectionist temporal classification", "dpr": "dense passage retrieval",
	"sts": "semantic textual similarity", "stsb": "semantic textual similarity benchmark", "vqa": "visual question answering", "bpe": "byte pair encoding", "swa": "sliding window attention", "fsdp": "fully sharded data parallel",
}

// isShortFor are the acronyms by their words.
var isShortFor = func() map[string]string {
	out := map[string]string{}
	for acronym, words := range shortFor {
		out[passage.LettersOf(words)] = acronym
	}
	return out
}()

// beforeAcronym are words with an acronym in parentheses behind them.
var beforeAcronym = pattern.New("((?:[A-Za-z]+[ -]){1,5}[A-Za-z]+)[*_`]{0,2} \\([*_`]{0,2}([A-Za-z]{2,6}?)s?[*_`]{0,2}\\)")

// fieldAcronyms finds acronyms of the field behind the words of another.
func (s *slipReader) fieldAcronyms() {
	for _, b := range s.blocks {
		if b.Kind == passage.CodeBlock {
			continue
		}
		for _, m := range beforeAcronym.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			acronym := strings.ToLower(b.Text[m[4]:m[5]])
			if shortFor[acronym] == "" {
				continue
			}
			words := strings.FieldsFunc(b.Text[m[2]:m[3]], func(r rune) bool { return r == ' ' || r == '-' })
			for i := range words {
				plain := passage.LettersOf(strings.Join(words[i:], ""))
				if other := isShortFor[plain] + isShortFor[strings.TrimSuffix(plain, "s")]; other != "" {
					if !strings.HasPrefix(other, acronym) && len(strings.Fields(shortFor[acronym])) == len(words[i:]) {
						s.add(evidence.SlipAcronym, b.Start+m[2], strings.Join(words[i:], " "), strings.ToUpper(acronym))
					}
					break
				}
			}
		}
	}
}

// Package hyperparameters owns how texts, code and files of settings state the numbers
// that tell how a model is built or was trained. Whether two of them agree is for rules.
package hyperparameters

import (
	"sync"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// number is how texts write one: 12, 30,522, 32k, 2e-5, 2 × 10^-5, or a word.
const number = `([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+(?:\.[0-9]+)?(?: ?[x×*·] ?10 ?\^? ?[({]?[-−–⁻]?[0-9⁰¹²³⁴⁵⁶⁷⁸⁹]+[)}]?|e[-−+]?[0-9]{1,2}|[kKM]\b|[⁻][⁰¹²³⁴⁵⁶⁷⁸⁹]+)?|10\^\{?[-−–][0-9]\}?|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|sixteen|twenty-four)\b)`

// linked is what stands between the name of a hyperparameter and its number.
const linked = `(?:\s*\([^()]{1,24}\))?[\x60*_]*(?:\s*[:=]\s*|,? (?:of|was|is|were|set to|to|at|was set to|is set to|was set at|equal to|about|approximately|around|up to|used was|used is|used)\b ?){1,3}[\x60*_~≈]*`

// hyperparameter is one that is read: the names of its keys in lower case without signs, and
// how sentences state it, with the number before or after the noun.
type hyperparameter struct {
	name          evidence.HyperparameterName
	keys          []string
	before, after *pattern.Pattern
	least, most   float64 // of what it can be; else the number is of something else
}

func before(noun string) *pattern.Pattern {
	return pattern.New(`(?i)(?:^|[\s(~≈,\x60*])` + number + `[ -](?:` + noun + `)`)
}

func after(noun string) *pattern.Pattern {
	return pattern.New(`(?i)(?:` + noun + `)(?:` + linked + `|[ \x60*_]{1,4})` + number)
}

// table is in the order in which the readers ask: a name that holds another stands first.
var table = []hyperparameter{
	{evidence.HyperLayers, []string{"layers", "numlayers", "numberoflayers", "numhiddenlayers", "hiddenlayers", "nlayer", "nlayers", "transformerlayers", "transformerblocks", "numblocks"},
		before(`(?:hidden |transformers? |encoder |decoder |self-attention |attention )?(?:layers?\b|(?:transformer|encoder|decoder) blocks\b)`), after(`(?:number of (?:hidden |transformer )?layers|\bn_layers?|num_(?:hidden_)?layers)`), 2, 500},
	{evidence.HyperHidden, []string{"hiddensize", "hiddendimension", "hiddendim", "hiddenstatesize", "dmodel", "nembd", "modeldimension", "modeldim", "hiddenunits"},
		before(`(?:hidden (?:units|dimensions?|states?|size)\b|dimensional hidden\b|hidden\b)`), after(`(?:hidden(?:[- ]state)? (?:size|dimensions?|dimensionality)|\bd_model|hidden_size|model dimension)`), 8, 100_000},
	{evidence.HyperKeyValue, []string{"keyvalueheads", "kvheads", "numkeyvalueheads", "numkvheads", "nkvheads"},
		before(`(?:key[-/ ]value|kv) heads\b`), after(`(?:number of (?:key[-/ ]value|kv) heads|num_key_value_heads)`), 1, 1000},
	{evidence.HyperHeads, []string{"attentionheads", "numattentionheads", "heads", "nhead", "nheads", "numheads", "numberofheads", "numberofattentionheads"},
		before(`(?:self-)?(?:attention )?heads\b`), after(`(?:number of (?:attention )?heads|num_attention_heads|\bn_heads?)`), 2, 1000},
	{evidence.HyperExperts, []string{"experts", "numexperts", "numberofexperts", "numlocalexperts", "nroutedexperts"}, before(`experts\b`), after(`(?:number of experts|num_(?:local_)?experts)`), 2, 10_000},
	{evidence.HyperVocabulary, []string{"vocabulary", "vocabsize", "vocabularysize", "vocab", "tokenizervocabularysize", "nvocab"},
		before(`(?:(?:sub)?word |token |bpe |wordpiece |sentencepiece )?vocab(?:ulary)?\b`), after(`vocab(?:ulary)?(?:[ _]size)?`), 20, 1e7},
	{evidence.HyperContext, []string{"contextlength", "contextwindow", "contextsize", "maxcontextlength", "maximumcontextlength", "contextwindowsize", "maxpositionembeddings", "npositions", "nctx"},
		before(`(?:tokens? (?:of )?context|context(?: length| window| size))\b`), after(`context (?:length|window(?: size)?|size)`), 16, 1e8},
	{evidence.HyperLength, []string{"maxlength", "maxseqlength", "maxseqlen", "maxlen", "maxsequencelength", "maximumsequencelength", "sequencelength", "seqlen", "seqlength", "maxtokens", "maxinputlength"},
		pattern.New(`(?i)\b(?:longer than|truncat\w+ (?:to|at|after)|limited to|at most|maximum of|first) ` + number + ` (?:word ?pieces|tokens|sub-?words)\b`), after(`(?:max(?:imum|\.)?[- _](?:input )?(?:seq(?:uence)?[- _])?len(?:gth)?|\bsequence length)`), 8, 1e7},
	{evidence.HyperEmbedding, []string{"embeddingdimension", "embeddingdimensions", "embeddingsize", "embeddingdim", "outputdimension", "outputdimensionality", "wordembeddingdimension", "vectorsize", "embeddingvectorsize"},
		before(`(?:dim(?:ension(?:al|s)?)? (?:dense )?(?:vectors?|embeddings?)(?: space)?\b|dimensional dense\b)`), after(`(?:embeddings? (?:size|dimensions?|dimensionality)|word_embedding_dimension)`), 8, 100_000},
	{evidence.HyperImage, []string{"imagesize", "inputsize", "inputresolution", "imageresolution", "resolution"},
		pattern.New(`(?i)\b(?:resolution|image size|input size|images?|resized)\b[^.;0-9]{0,30}?([0-9]{2,4})(?: ?px)? ?[x×] ?[0-9]{2,4}\b`), nil, 64, 100_000},
	{evidence.HyperPatch, []string{"patchsize"}, pattern.New(`(?i)\bpatch(?:es| size)\b[^.;0-9]{0,30}?([0-9]{1,3})(?: ?px)? ?[x×] ?[0-9]{1,3}\b`), after(`patch size`), 2, 256},
	{evidence.HyperClasses, []string{"classes", "numlabels", "numclasses", "nclasses", "numberofclasses", "numberoflabels"},
		before(`(?:(?:output |target |emotion |intent |entity |sentiment |topic |imagenet(?:-1k)? )?(?:classes|labels|categories)|emotions|intents)\b`), after(`(?:number of (?:classes|labels|categories)|num_(?:labels|classes))`), 2, 100_000},
	{evidence.HyperSampling, []string{"samplingrate", "samplerate", "samplingfrequency"},
		pattern.New(`(?i)(?:^|[\s(~≈])([0-9]{1,3}(?:,[0-9]{3})* ?khz|[0-9]+(?:\.[0-9]+)? ?khz)\b`), pattern.New(`(?i)\bsampl(?:ed?|ing)\b[^.;0-9]{0,30}?([0-9]{1,3}(?:,[0-9]{3})+ ?k?hz|[0-9]+(?:\.[0-9]+)? ?k?hz)\b`), 1, 1e9},
	{evidence.HyperEpochs, []string{"epochs", "numepochs", "numtrainepochs", "trainingepochs", "numberofepochs", "numberoftrainingepochs", "nepochs", "maxepochs"},
		before(`(?:(?:full |training |complete |total )?epochs?)\b`), after(`(?:number of (?:training )?epochs|num_(?:train_)?epochs|\bepochs)`), 1, 1e6},
	{evidence.HyperSteps, []string{"trainingsteps", "maxsteps", "numsteps", "numberofsteps", "totalsteps", "steps", "optimizationsteps"},
		before(`(?:(?:training|optimi[sz]ation|gradient|update|total|optimizer) (?:steps|updates)|steps)\b`), after(`(?:number of (?:training )?steps|max_steps|(?:training|total) steps)`), 2, 1e10},
	{evidence.HyperRate, []string{"learningrate", "lr", "peaklearningrate", "initiallearningrate", "maxlearningrate", "baselearningrate", "stepsize"},
		before(`(?:peak |initial |max(?:imum)? |constant |base )?(?:learning[- ]rate|lr)\b`), after(`(?:learning[- _]rate|\blr)`), 1e-12, 1e9},
	{evidence.HyperTotalBatch, []string{"totaltrainbatchsize", "effectivebatchsize", "globalbatchsize", "totalbatchsize", "effectivetrainbatchsize"},
		nil, after(`(?:total|effective|global)[-_ ](?:train(?:ing)?[-_ ])?batch[-_ ]?size`), 1, 1e9},
	{evidence.HyperDeviceBatch, []string{"trainbatchsize", "perdevicetrainbatchsize", "perdevicebatchsize", "pergpubatchsize", "microbatchsize", "devicebatchsize", "batchsizeperdevice", "batchsizepergpu"},
		nil, after(`(?:per[-_ ](?:device|gpu)[-_ ](?:train(?:ing)?[-_ ])?|micro[-_ ]|\btrain_)batch[-_ ]?size`), 1, 1e7},
	{evidence.HyperTotalEval, []string{"totalevalbatchsize"}, nil, after(`total_eval_batch_size`), 1, 1e9},
	{evidence.HyperEvalBatch, []string{"evalbatchsize", "perdeviceevalbatchsize"}, nil, after(`\beval(?:uation)?[_ ]batch[_ ]size`), 1, 1e9},
	{evidence.HyperBatch, []string{"batchsize", "trainingbatchsize", "batch"}, before(`(?:batch[- ]size|(?:examples|samples|sequences|images) per batch)\b`), after(`(?:^|[\s(,])(?:training )?batch(?:es)?[- ]?(?:size)?`), 1, 1e9},
	{evidence.HyperAccumulation, []string{"gradientaccumulationsteps", "gradientaccumulation", "gradaccumsteps", "accumulationsteps"}, before(`gradient accumulation steps`), after(`gradient[ _]accumulation(?:[ _]steps)?`), 1, 1e6},
	{evidence.HyperDevices, []string{"numdevices", "numberofdevices", "numgpus", "numberofgpus"}, nil, after(`(?:number of (?:gpus|devices)|num_(?:gpus|devices))`), 1, 1e6},
	{evidence.HyperDecay, []string{"weightdecay", "l2regularization"}, before(`weight[- ]decay\b`), after(`weight[-_ ]decay(?: (?:rate|factor))?`), 0, 10},
	{evidence.HyperWarmupSteps, []string{"warmupsteps", "numwarmupsteps", "lrschedulerwarmupsteps", "lrwarmupsteps"}, before(`warm-?up steps\b`), after(`warm-?_?up[ _]steps`), 0, 1e9},
	{evidence.HyperWarmupRatio, []string{"warmupratio", "lrschedulerwarmupratio", "warmupproportion"}, nil, after(`warm-?_?up[ _](?:ratio|proportion)`), 0, 1e6},
	{evidence.HyperSeed, []string{"seed", "randomseed", "trainingseed"}, nil, after(`(?:random )?\bseed`), 0, 1e18},
	{evidence.HyperAlpha, []string{"loraalpha"}, nil, after(`(?:\balpha|lora[-_ ]alpha)`), 1, 100_000},
	{evidence.HyperLoRADropout, []string{"loradropout"}, nil, after(`lora[-_ ]dropout`), 0, 1},
	{evidence.HyperRank, []string{"lorarank", "lorar", "rank", "lorarankr", "rankr"}, before(`(?:lora )?\brank\b`), after(`(?:lora[-_ ](?:r|rank)|\brank)`), 1, 100_000},
}

// byKey are the hyperparameters by the names of their keys.
var byKey = sync.OnceValue(func() map[string]*hyperparameter {
	out := map[string]*hyperparameter{}
	for i := range table {
		for _, key := range table[i].keys {
			out[key] = &table[i]
		}
	}
	return out
})

// trains reports whether a hyperparameter is of the training, and not of what the model is.
func (h hyperparameter) trains() bool {
	switch h.name {
	case evidence.HyperEmbedding, evidence.HyperImage, evidence.HyperClasses, evidence.HyperSampling, evidence.HyperLength:
		return false
	}
	return !h.name.OfStructure()
}

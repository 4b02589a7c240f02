package cards

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// purpose is what a text says that tells what a model is for.
var (
	purpose = pattern.New(`(?i)\b(?:intended|designed|meant|suitable|suited|recommended|developed|aimed)\b[^.\n]{0,60}\b(?:for|to|as)\b|\b(?:can|could|may|should|must) (?:also |only |directly )?(?:not )?be used\b[^.\n]{0,60}\b(?:for|to|by|in)\b|\buse[- ]cases?\b[^.\n]{0,40}\b(?:are|is|include)\b` +
		`|\b(?:vorgesehen|gedacht|bestimmt|entwickelt) für\b|\bdestiné|\bpeut être utilisé|\bdiseñado para|\bpuede utilizarse|\bpensado para|\bpode ser usado|\bprogettato per|用于|用於|适用于|適用於|目的として|위해`)
	// recipe tells how a model is run, whatever it is for.
	recipe = pattern.New(`(?i):\s*$|\b(?:as follows|following|below|pipeline|snippet|library|install|import|transformers|language model\)|script|command|code|example|tokenizer|checkpoint|pip|joblib|api|inference|directly|out of the box|framework)\b`)
)

// statesPurpose reports whether the text under a heading on how a model is run tells
// what it is for as well.
func statesPurpose(text string) bool {
	for _, sentence := range prose.Sentences(text, passage.MaxSectionRead, passage.MaxSentences) {
		if len(strings.Fields(sentence)) >= 6 && purpose.MatchString(sentence) && !recipe.MatchString(sentence) {
			return true
		}
	}
	return false
}

// instruction begins a sentence that tells how a model is installed or run.
var instruction = pattern.New(`(?i)^\W*(?:first|then|next|finally|now|just|simply|please|you can|to (?:use|run|load|install|get started|evaluate|reproduce|test|measure|benchmark|repeat)[^,]{0,60},?|the (?:model|checkpoint|weights?) can be (?:loaded|run|used|downloaded|installed) (?:with|using|via|through|from|by))?[,: ]*(?:install|load|run|import|clone|download|call|execute|instantiate|initiali[sz]e|set|pass|pip|installieren sie|laden sie|führen sie|installez|chargez|téléchargez|exécutez|instale|cargue|ejecute|instalar|cargar|carregue|execute|installare|caricare|installa|carica|installeer|laad|the following|the code|see the (?:code|example|snippet|notebook)|use (?:the )?(?:code|snippet|following|script|pipeline|transformers)|with|using|from|via)\b`)

// onlyInstructs reports whether each sentence of a short text, of which the first has a word of
// how programs are run, tells how a model is run, and none what it is for.
func onlyInstructs(text string) bool {
	if len(text) > 500 || purpose.MatchString(text) {
		return false
	}
	sentences := prose.Sentences(text, 500, 20)
	for _, s := range sentences {
		if !instruction.MatchString(s) {
			return false
		}
	}
	return len(sentences) > 0 && recipe.MatchString(sentences[0])
}

// Where a card owes its limits, some have what is said of products: praise is of the model,
// and terms are of no model. A limit is a sentence with one of the words of limits.
var (
	praise = pattern.New(`(?i)\b(?:best|outstanding|flawless|flawlessly|perfect|perfectly|highly (?:accurate|reliable)|state[- ]of[- ]the[- ]art|excellent|superior|exceptional|unmatched|production[- ]ready|ready for production|industry[- ]leading|world[- ]class|easy to use|user-friendly|powerful|lightning[- ]fast|blazing(?:ly)?(?: fast)?|cutting[- ]edge|game[- ]chang\w+|revolutionary|amazing|impressive|seamless(?:ly)?|enterprise[- ]grade|trusted by|ideal (?:solution|choice|partner)|innovative|effortless(?:ly)?|save (?:time|money|costs)|great (?:results|performance|quality|choice)|very (?:good|well|high|strong)|works (?:great|well)|no (?:known )?limit(?:ation)?s)\b` +
		`|\b(?:contact (?:our|the) sales|for a (?:free )?demo|pricing|terms of (?:service|use)|trademarks?|all rights reserved|patent(?:ed|s)?)\b` +
		`|hervorragend|ausgezeichnet|fehlerfrei|perfekt|excellents?\b|exceptionnel|parfait|excelente|excepcional|perfect[oa]\b|eccellent|perfett|uitstekend|foutloos|卓越|完美|优秀|优异|最先进|優れた|完璧|最高の`)
	limits = pattern.New(`(?i)\b(?:not|cannot|fail\w*|errors?|only|less|lower|worse|poor\w*|limited|but|however|except|unless|weak\w*|bias\w*|miss\w*|wrong|may|might|nicht|kein\w*|nur|schlecht\w*|pas|moins|mal|peor|menos|pior|non|peggio|niet|slechter)\b|n't|不|较差|難|苦手|ない`)
)

// onlyPraises reports whether each sentence of a short text is praise or terms, and no limit.
func onlyPraises(text string) bool {
	if len(text) > 600 || limits.MatchString(text) {
		return false
	}
	sentences := prose.Sentences(text, 600, 20)
	for _, s := range sentences {
		if !praise.MatchString(s) {
			return false
		}
	}
	return len(sentences) > 0
}

// statedUse is a title that means what a model is for, whatever is under it.
var statedUse = pattern.New(`(?i)intend|purpose|limit|bias|risk|direct|scope|prévu|previst|vorgesehen|zweck|用途|目的`)

// inUse tells a section on what a model is for from one on how it is run: a heading on
// how to use a model is also one of the first where its text says so, and one that may be
// either is of the second where nothing but code stands there.
func inUse(keys []string, title, text string, code int) []string {
	switch how := slices.Index(keys, "how_to_use"); {
	case how >= 0 && statesPurpose(text):
		return append(slices.Clone(keys), "intended_use")
	case slices.Equal(keys, []string{"intended_use"}) && code > 0 && !statedUse.MatchString(title) && prose.WorthOf(text, 0).State == evidence.Empty:
		return []string{"how_to_use"}
	}
	return keys
}

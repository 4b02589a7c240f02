package passage

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// maxPhrase is how many words of a heading are looked up together. No alias has
// more, and a heading may be as long as the file.
const maxPhrase = 8

var (
	// Asides are the parts of a heading in parentheses.
	Asides    = pattern.New(`\s*(?:\([^()]*\)|\[[^\[\]]*\])`)
	listMarks = pattern.New(`\s*(?:[,;/+&]|\b(?:and|or|und|et|e|y|og|och)\b)\s*`)
	// What follows one of these words tells of what: "Limitations of the model".
	ofWhat = pattern.New(`\s(?:of|on|for|with|from|in|to|using|used|by|at|via|vs|versus|when|including)\s`)
	// What stands before a colon or a dash is of what the rest speaks: "Demo: How to use".
	spokenOf = pattern.New(`:\s+|\s+[-–—|]\s+`)
	// A name, such as bert-base-finetuned-ner, says nothing of what is under it.
	nameLike = pattern.New(`^[^\s]+[-_][^\s]+[-_][^\s]+$`)
)

// lastNouns are the words that tell what an English heading is about when they
// stand at its end: "Known model limitations", "GLUE results".
var lastNouns = WordSet(`accuracy architecture benchmark benchmarks bias biases citation concerns description evaluation evaluations
	hyperparameters license limitation limitations metrics performance result results risks usage
	einschränkungen grenzen risiken verwendung trainingsdaten ergebnisse begränsningar begrænsninger begrensninger beperkingen ограничения sınırlamalar`)

// benchmarkNames are those under which cards show an evaluation.
var benchmarkNames = WordSet(`alpacaeval beir glue gsm8k hellaswag humaneval ifeval mbpp mmlu mteb squad superglue truthfulqa xglue xtreme`)

// Words for data of training, and for the training that it is of.
var (
	dataNouns     = WordSet(`corpora corpus data dataset datasets set`)
	trainingWords = WordSet(`finetune finetuning pretrain pretraining train training tuning`)
	// What comes after a meaning and takes it away: a script is no evaluation.
	otherNouns = WordSet(`code command commands script scripts`)
	negations  = WordSet(`no non not out un unintended without`)
	// Meanings that a heading has as a whole only.
	wholeOnly = WordSet(`about compute details licence license`) // style:allow british: words that cards have
)

// WordSet is the set of the words of a text.
func WordSet(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(s) {
		set[w] = true
	}
	return set
}

// SectionKeys lists the meanings that a heading has, sorted: those of the whole
// heading, else, of what stands behind a colon first, those of all parts of a
// list, of what it ends with before an "of" or "on", or of how it begins.
func SectionKeys(title string) []string {
	if keys := WholeKeys(title); keys != nil {
		return keys
	}
	plain := strings.TrimSpace(Asides.ReplaceAllString(title, ""))
	if nameLike.MatchString(plain) {
		return nil
	}
	if parts := spokenOf.Split(plain, -1); len(parts) > 1 {
		if keys := phraseKeys(parts[len(parts)-1]); keys != nil {
			return keys
		}
	}
	return phraseKeys(plain)
}

// heldOut joins words of which one denies what it is behind in other headings.
var heldOut = strings.NewReplacer("held-out", "heldout", "held out", "heldout", "hold-out", "holdout", "hold out", "holdout")

// phraseKeys are the meanings of a heading without asides.
func phraseKeys(plain string) []string {
	head := heldOut.Replace(strings.ToLower(plain))
	if at := ofWhat.FindStringIndex(head); at != nil && at[0] > 0 {
		head = head[:at[0]]
	}
	keys := WholeKeys(plain)
	for _, further := range []func() []string{
		func() []string { return rootKeys(plain) },
		func() []string { return listKeys(head) },
		func() []string { return WholeKeys(head) },
		func() []string { return endKeys(prose.PlainWords(head)) },
		func() []string { return summaryKeys(prose.PlainWords(head)) },
		func() []string { return beginKeys(prose.PlainWords(plain)) },
	} {
		if keys != nil {
			break
		}
		keys = further()
	}
	return keys
}

// WholeKeys are the meanings of a heading of which nothing is left out.
func WholeKeys(title string) []string {
	words := prose.PlainWords(title)
	if len(words) == 0 || len(words) > maxPhrase+2 {
		return nil
	}
	if keys, ok := Aliases[strings.Join(words, " ")]; ok {
		return slices.Compact(slices.Sorted(slices.Values(keys)))
	}
	last := len(words) - 1
	if last < 4 && dataNouns[words[last]] && slices.ContainsFunc(words[:last], func(w string) bool { return trainingWords[w] }) {
		return []string{"training_data"}
	}
	return nil
}

// listKeys are the meanings of a list, each part of which has one.
func listKeys(title string) []string {
	var all []string
	parts := slices.DeleteFunc(listMarks.Split(title, maxPhrase), func(p string) bool { return len(prose.PlainWords(p)) == 0 })
	if len(parts) < 2 {
		return nil
	}
	for _, p := range parts {
		keys := WholeKeys(p)
		if keys == nil {
			return nil
		}
		all = append(all, keys...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// endKeys are the meanings of the last words that have some.
func endKeys(words []string) []string {
	if slices.ContainsFunc(words, func(w string) bool { return negations[w] }) {
		return nil
	}
	for n := min(len(words)-1, maxPhrase); n > 0; n-- {
		phrase := words[len(words)-n:]
		if n == 1 && !lastNouns[phrase[0]] {
			continue
		}
		if keys := WholeKeys(strings.Join(phrase, " ")); keys != nil {
			return keys
		}
	}
	return nil
}

// summaryKeys are the meanings of what a heading says a summary of.
func summaryKeys(words []string) []string {
	last := len(words) - 1
	if last < 1 || words[last] != "summary" && words[last] != "overview" {
		return nil
	}
	if keys := WholeKeys(strings.Join(words[:last], " ")); keys != nil {
		return keys
	}
	return endKeys(words[:last])
}

// beginKeys are the meanings of the first words that have some.
func beginKeys(words []string) []string {
	if len(words) > 0 && benchmarkNames[words[0]] {
		return []string{"evaluation"}
	}
	for n := min(len(words)-1, maxPhrase); n > 0; n-- {
		phrase := strings.Join(words[:n], " ")
		// A single word counts only if it is telling by itself.
		if n == 1 && (len(phrase) < 6 || wholeOnly[phrase]) || otherNouns[words[n]] {
			continue
		}
		if keys := WholeKeys(phrase); keys != nil {
			return keys
		}
	}
	return nil
}

package laws

import (
	"math"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// effectiveBatch is a comment of code on the batch that the settings beside it come to.
	effectiveBatch = pattern.New(`(?i)#[^\n]*\beffective (?:train(?:ing)? )?batch[ _-]?size (?:of|to|is|=|:)? ?([0-9]{1,6})\b`)
	deviceBatch    = pattern.New(`\b(?:per_device_train_batch_size|per_gpu_train_batch_size|micro_batch_size|train_batch_size) ?[=:] ?([0-9]{1,6})\b`)
	accumulated    = pattern.New(`\bgradient_accumulation_steps ?[=:] ?([0-9]{1,5})\b`)
)

// batchFaults are effective batches in comments that no number of devices makes of the settings
// beside them.
func batchFaults(d *document.Document) []evidence.Impossible {
	var out []evidence.Impossible
	for _, b := range passage.CodeBlocks(d) {
		code := d.Source[b.Start:b.End]
		said, each, steps := effectiveBatch.FindAllSubmatchIndex(code, 2), deviceBatch.FindAllSubmatch(code, 2), accumulated.FindAllSubmatch(code, 2)
		if len(said) != 1 || len(each) != 1 || len(steps) != 1 {
			continue
		}
		raw := string(code[said[0][2]:said[0][3]])
		one := wholeOf(string(each[0][1])) * wholeOf(string(steps[0][1]))
		if one > 0 && math.Mod(wholeOf(raw), one) != 0 && len(out) < maxFaults {
			out = append(out, *inBlock(d, b.Start+said[0][2], evidence.LawProduct, "effective batch size", raw, string(each[0][1])+" × "+string(steps[0][1]), plainFloat(one)))
		}
	}
	return out
}

var (
	// doesToShare and shareDone are what is done to a share of something: "masks 15% of the words",
	// "15% of the tokens are masked".
	doesToShare = pattern.New(`(?i)\b(mask|drop|corrupt|delet|replac|remov|permut|prun)(?:s|es|ed|e|ing|ping|ped)? ([0-9]{1,2}(?:\.[0-9]+)?) ?% of (?:the |all )?(?:input |selected )?(words?|tokens?|pixels|patches|weights|characters|frames)\b`)
	shareDone   = pattern.New(`(?i)\b([0-9]{1,2}(?:\.[0-9]+)?) ?% of (?:the |all )?(?:input )?(words?|tokens?|pixels|patches|weights|characters|frames) (?:are|is|were|was) (?:randomly )?(mask|drop|corrupt|delet|replac|remov|permut|prun)(?:p?ed)\b`)
)

// shareFaults are two shares of which the text says that the same is done to them.
func shareFaults(d *document.Document, blocks []passage.Block) []evidence.Impossible {
	type share struct {
		raw, what string
		offset    int
	}
	of := map[string][]share{}
	var order []string
	add := func(verb string, s share) {
		if verb = strings.ToLower(verb); len(of[verb]) == 0 {
			order = append(order, verb)
		}
		of[verb] = append(of[verb], s)
	}
	for _, b := range blocks {
		if b.Kind != passage.ProseBlock && b.Kind != passage.ListBlock {
			continue
		}
		for _, m := range doesToShare.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			g := passage.Groups(b.Text, m)
			add(g[1], share{g[2], g[3], b.Start + m[4]})
		}
		for _, m := range shareDone.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			g := passage.Groups(b.Text, m)
			add(g[3], share{g[1], g[2], b.Start + m[2]})
		}
	}
	var out []evidence.Impossible
	for _, verb := range order {
		if two := of[verb]; len(two) == 2 && wholeOrPart(two[0].raw) != wholeOrPart(two[1].raw) && areAlike(two[0].what, two[1].what) {
			found := inBlock(d, two[0].offset, evidence.LawSaid, verb+": share of "+two[0].what, two[0].raw+"%", "share of "+two[1].what, two[1].raw+"%")
			found.Others[0].At = passage.LineAnchor(d, two[1].offset)
			out = append(out, *found)
		}
	}
	return out
}

// areAlike reports whether two words are of the same things.
func areAlike(a, b string) bool {
	kind := func(word string) string {
		if word = strings.TrimSuffix(strings.ToLower(word), "s"); word == "token" {
			return "word"
		}
		return word
	}
	return kind(a) == kind(b)
}

var (
	// versionOf is a model by the number of its parameters, and ownSize how many this one has.
	versionOf = pattern.New(`(?i)\b([0-9]+(?:\.[0-9]+)?)[ -]?(million|billion|M|B)[ -](?:parameters? )(?:version of |model )([A-Z][\w.-]+)`)
	ownSize   = pattern.New(`(?i)\b(?:which |it |this model |the model )(?:has|have|with) (?:only )?([0-9]+(?:\.[0-9]+)?)[ -]?(million|billion|M|B) parameters\b`)
	lighter   = pattern.New(`(?i)\b(?:smaller|lighter|compressed|distilled|lightweight)(?:, [a-z]+)? version of ([A-Z][\w.-]+)`)
)

// smallerFaults are models that a paragraph calls the smaller version of another one, with more
// parameters than that.
func smallerFaults(d *document.Document, blocks []passage.Block) []evidence.Impossible {
	for _, b := range blocks {
		if b.Kind != passage.ProseBlock && b.Kind != passage.ListBlock {
			continue
		}
		of, own, than := versionOf.FindAllStringSubmatch(b.Text, 2), ownSize.FindAllSubmatchIndex([]byte(b.Text), 2), lighter.FindStringSubmatch(b.Text)
		if len(of) != 1 || len(own) != 1 || than == nil || passage.LettersOf(than[1]) != passage.LettersOf(of[0][3]) {
			continue
		}
		m := passage.Groups(b.Text, own[0])
		if parametersOf(m[1], m[2]) > parametersOf(of[0][1], of[0][2]) {
			return []evidence.Impossible{*inBlock(d, b.Start+own[0][2], evidence.LawSmaller, "parameters", m[1]+" "+m[2], strings.Trim(of[0][3], ".-"), of[0][1]+" "+of[0][2])}
		}
	}
	return nil
}

func parametersOf(raw, unit string) float64 {
	if strings.HasPrefix(strings.ToLower(unit), "b") {
		return wholeOrPart(raw) * 1e9
	}
	return wholeOrPart(raw) * 1e6
}

var (
	// correctOf are the examples that were classified correctly, of all.
	correctOf  = pattern.New(`(?i)\b(?:correctly (?:classified|labell?ed|predicted|answered)|correct (?:predictions|answers)|accuracy)\W{1,6}([0-9][0-9,]*) (?:of|out of|/) (?:the )?([0-9][0-9,]*)\b`)
	accuracyIn = pattern.New(`(?im)^[ \t*+-]{0,8}(?:(?:test|eval(?:uation)?|validation|overall) )?accuracy[ \t*]*[:=][ \t*]*([0-9]+(?:\.[0-9]+)?) ?(%)?[ \t*]*\r?$`)
)

// correctFaults are counts of correct examples that are none of the accuracies of their section.
func correctFaults(d *document.Document) []evidence.Impossible {
	body := string(d.Source[d.Front.End:min(len(d.Source), d.Front.End+passage.MaxBodyRead)])
	said := correctOf.FindAllSubmatchIndex([]byte(body), 2)
	if len(said) != 1 {
		return nil
	}
	g := passage.Groups(body, said[0])
	k, n := wholeOf(g[1]), wholeOf(g[2])
	offset := d.Front.End + said[0][2]
	other := ""
	for _, m := range accuracyIn.FindAllSubmatchIndex([]byte(body), passage.MaxMentions) {
		a := passage.Groups(body, m)
		if passage.SectionAt(d, d.Front.End+m[2]) != passage.SectionAt(d, offset) {
			continue
		}
		accuracy := amountOf(a[1], 0, 0)
		is := k / n
		if a[2] != "" || accuracy.value > 1 {
			is *= 100
		}
		if k > n || n == 0 || math.Abs(is-accuracy.value) <= accuracy.unit {
			return nil
		}
		other = a[1] + a[2]
	}
	if other == "" {
		return nil
	}
	return []evidence.Impossible{*inBlock(d, offset, evidence.LawPercent, "accuracy", other, g[1]+" of "+g[2], plainFloat(k/n))}
}

package cards

import (
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// licensed is how a sentence outside of a section about the license speaks of it.
	licensed = pattern.New(`(?i)\b(?:licensed|released|distributed|published|available|provided|shared|covered|governed|offered|issued|made public)(?: for [^.;\n]{1,40}?)? (?:under|by)\b|\bunder (?:the|an?) [^.\n]{1,60}\blicen[sc]e\b|\blicen[sc]e(?: of (?:this|the) model)?(?: is|:)` +
		`|\b(?:carries|carry|bears?|has|have|uses?|comes? with|ships? with) (?:an? |the )?[^;\n]{1,40}\blicen[sc]e\b|[\w.+-][ -]licen[sc]ed\b|\bopen[ -]?(?:source|weights?)\b` +
		`|\bcommercial(?:ly)?\b[^.;\n]{0,80}\b(?:not (?:allowed|permitted)|prohibited|forbidden|is (?:allowed|permitted))\b|\b(?:redistribution|distribution) of (?:the|its|these) (?:model )?weights\b|\byou (?:are free to|may|can)\b[^.;\n]{0,60}\b(?:sell|commercial\w*)\b` +
		`|\b(?:unter|sous|bajo|sob|con|onder)\b[^.\n]{0,40}(?:lizenz|licen[csz]|licença)|(?:许可|許可|授权|授權|ライセンス|라이선스|лиценз)`)
	// ofOthers are the subjects of a clause that may have a license of their own, and times that are past.
	ofOthers = pattern.New(`(?i)\b(?:codes?|codebase|repositor(?:y|ies)|scripts?|librar(?:y|ies)|packages?|toolkit|frameworks?|software|notebooks?|demos?|examples?|data|datasets?|corpus|corpora|images?|audio|texts?|(?:base|original|parent|teacher|upstream|pre-?trained|underlying|source) (?:models?|weights|checkpoints?)|original|upstream|teacher|tokenizer|documentation|based on|derived|fine-?tuned (?:from|on)|built (?:on|with)|trained on|previous|previously|earlier|formerly|prior|older|used to be|third[- ]party|paper|dependenc|comparison|contrast|unlike|other models?|another model|some models?)`)
	ofModel  = pattern.New(`(?i)\b(?:this (?:[a-z-]+ )?model|the (?:[a-z-]+ )?models?|our (?:[a-z-]+ )?models?|these (?:[a-z-]+ )?models?|models? (?:is|are)|weights|checkpoints?)\b`)
	// clause parts a sentence where another subject may begin.
	clause = pattern.New(`(?i);|\s[–—-]\s|,?\s\b(?:but|while|whereas|whilst|although|though|however|and|yet)\b\s((?:the|this|that|its?|our|these|those|all|any|we|code|data|weights|both)\b)|,\s((?:unlike|in contrast|contrary|as opposed|different(?:ly)? from|in comparison|compared|the|this|our|its)\b)`)
)

// joint is what joins two clauses.
var joint = pattern.New(`(?i)^[;()\s,–—-]*(?:(?:but|while|whereas|whilst|although|though|however|and|yet)\b)?\s*`)

// aside is what a sentence has in parentheses; named is a family of models, of which others are made.
var (
	shortName = pattern.New(`\(((?:CC|MIT|Apache|BSD|[AL]?GPL|MPL)\b[^():]{0,40})\)`) // of a license
	aside     = pattern.New(`\([^()]*\)`)
	named     = pattern.New(`(?i)^(?:meta )?(?:llama|code ?llama|gemma|mistral|mixtral|qwen|phi|falcon|bloom|bert|roberta|gpt-?2|stable diffusion|sdxl|whisper|clip)[ -]?[0-9.]*(?: x?l)? (?:is|are|was) (?:licensed|released|available|distributed|published|provided)\b`)
)

// joins is an "and" where a clause may begin, which needs a verb in the one before.
var (
	joins   = pattern.New(`(?i)^\s*and\b`)
	anyVerb = pattern.New(`(?i)\b(?:is|are|was|were|be|been|has|have|had|may|can|must|shall|will|do|does|did|[a-z]+ed|uses?|appl(?:y|ies)|holds?|comes?|carr(?:y|ies)|requires?|remains?|falls?|grants?)\b`)
)

// clauses are the parts of a sentence that may be about different things.
func clauses(sentence string) []string {
	var out []string
	sentence = shortName.ReplaceAllString(sentence, " $1 ")
	asides := aside.FindAllString(sentence, 10)
	sentence = aside.ReplaceAllString(sentence, " ")
	from := 0
	for _, m := range clause.FindAllStringIndex(sentence, 50) {
		part := strings.TrimSpace(sentence[from:m[0]])
		if joins.MatchString(sentence[m[0]:m[1]]) && !anyVerb.MatchString(part) { // two subjects of one clause
			continue
		}
		if part != "" {
			out = append(out, part)
		}
		from = m[0] + len(joint.FindString(sentence[m[0]:m[1]]))
	}
	if part := strings.TrimSpace(sentence[from:]); part != "" {
		out = append(out, part)
	}
	for _, words := range asides { // a name's short form, or about something else
		if ofModel.MatchString(words) {
			out = append(out, strings.Trim(words, "() "))
		}
	}
	return out
}

// mayBeLicensed reports whether a text has what each alternative of licensed requires,
// which is found out much faster.
func mayBeLicensed(text string) bool {
	text = strings.ToLower(text)
	return strings.Contains(text, "licen") || strings.Contains(text, "commercial") || strings.Contains(text, "distribution of") || strings.Contains(text, "under") || strings.Contains(text, " by") || strings.Contains(text, "open") ||
		slices.ContainsFunc([]string{"lizenz", "许可", "許可", "授权", "授權", "ライセンス", "라이선스", "лиценз"}, func(word string) bool { return strings.Contains(text, word) })
}

// licenseStatements are the clauses in which the body says under which license the
// model is. What is said of code, data and other models is left out.
func licenseStatements(d *document.Document, keys [][]string) []evidence.Text {
	out := []evidence.Text{}
	for i, s := range d.Sections {
		isLicense := slices.Contains(keys[i], "license")
		if !isLicense && !mayBeLicensed(s.Own) {
			continue
		}
		for _, sentence := range prose.Sentences(s.Own, passage.MaxSectionRead, passage.MaxSentences) {
			if len(sentence) > passage.MaxSentence || !isLicense && !licensed.MatchString(sentence) {
				continue
			}
			for _, part := range clauses(sentence) {
				if len(out) == passage.MaxStatements {
					return out
				}
				if !isLicense && !licensed.MatchString(part) || named.MatchString(part) || ofOthers.MatchString(part) && !ofModel.MatchString(ofOthers.ReplaceAllString(part, "")) {
					continue
				}
				out = append(out, evidence.NewText(passage.Quoted(d, s.Slug, part), part))
			}
		}
	}
	for i, l := range d.Marks.Labels {
		if labelMeans[strings.Join(prose.PlainWords(strings.TrimSuffix(l.Name, ":")), " ")] == "license" && len(out) < passage.MaxStatements && len(l.Value) <= passage.MaxSentence && l.Value != "" {
			out = append(out, evidence.NewText(evidence.Anchor(d.Path+"#"+document.Pointer("body", "labels", strconv.Itoa(i))), "License: "+l.Value))
		}
	}
	for i, l := range d.Marks.Links {
		if name := licenseBadge(l); name != "" && len(out) < passage.MaxStatements {
			out = append(out, evidence.NewText(evidence.Anchor(d.Path+"#"+document.Pointer("body", "links", strconv.Itoa(i))), "License: "+name))
		}
	}
	return out
}

// badge is the address of an image that shows a license (https://shields.io/badges/static-badge):
// label, message and color, with dashes between them, or the message and the color alone.
var badge = pattern.New(`(?i)^https?://(?:img|raster)\.shields\.io/(?:static/v1\?label=|badge/)(?:(?:model|weights)[ _]?)?licen[sc]e(?:-|&message=)([^?&#]{1,80}?)(?:-[^-?&#]*|&color=[^?#]*)?(?:[?&#].*)?$`)

// badgeSigns are the dashes and blanks in the address of a badge.
var badgeSigns = strings.NewReplacer("--", "-", "__", "_", "_", " ", "%20", " ", "%2B", "+", "%2C", ",")

// licenseBadge is the license that an image shows, "" if it shows none.
func licenseBadge(l document.Link) string {
	if m := badge.FindStringSubmatch(l.Target); l.Image && len(l.Target) <= passage.MaxSentence && m != nil {
		return badgeSigns.Replace(m[1])
	}
	return ""
}

package cards

import (
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// What the text of a card says that its metadata say as well is read sentence by
// sentence, within these limits.
const (
	maxSectionRead = 8 << 10 // bytes of a section
	maxSentences   = 100     // of a section
	maxSentence    = 400     // bytes
	maxStatements  = 50      // of a card
)

var (
	// licensed is how a sentence outside of a section about the license speaks of it.
	licensed = pattern.New(`(?i)\b(?:licensed|released|distributed|published|available|provided|shared) under\b|\bunder (?:the|an?) [^.\n]{1,60}\blicen[sc]e\b|\blicen[sc]e(?: of (?:this|the) model)?(?: is|:)`)
	// ofOthers are the subjects of a sentence that may have a license of their own.
	ofOthers = pattern.New(`(?i)\b(?:codes?|codebase|repositor(?:y|ies)|scripts?|librar(?:y|ies)|packages?|toolkit|data|datasets?|corpus|corpora|images?|audio|base model|original|upstream|teacher|tokenizer|documentation|based on|derived|fine-?tuned (?:from|on)|built (?:on|with)|trained on|previous|earlier|formerly|third[- ]party|paper|dependenc)`)
	ofModel  = pattern.New(`(?i)\b(?:this model|the models?|our models?|these models?|models? (?:is|are)|weights|checkpoints?)\b`)
)

// licenseStatements are the sentences in which the body says under which license the
// model is. What is said of code, data and other models is left out.
func licenseStatements(d *document.Document, keys [][]string) []evidence.Text {
	out := []evidence.Text{}
	for i, s := range d.Sections {
		own := prose.Sentences(s.Own, maxSectionRead, maxSentences)
		isLicense := slices.Contains(keys[i], "license")
		for _, sentence := range own {
			if len(out) == maxStatements {
				return out
			}
			if len(sentence) > maxSentence || !isLicense && !licensed.MatchString(sentence) || ofOthers.MatchString(sentence) && !ofModel.MatchString(ofOthers.ReplaceAllString(sentence, "")) {
				continue
			}
			out = append(out, evidence.NewText(evidence.Anchor(d.Path+"#"+document.Pointer("sections", s.Slug)), sentence))
		}
	}
	for i, l := range d.Marks.Labels {
		if labelMeans[strings.Join(prose.PlainWords(strings.TrimSuffix(l.Name, ":")), " ")] == "license" && len(out) < maxStatements && len(l.Value) <= maxSentence && l.Value != "" {
			out = append(out, evidence.NewText(evidence.Anchor(d.Path+"#"+document.Pointer("body", "labels", strconv.Itoa(i))), l.Value))
		}
	}
	return out
}

// statedMetric is how a sentence states a metric. "Test result" is what some templates
// call the only one.
var statedMetric = pattern.New(`(?i)\b((?:top-?[15] |test |validation |eval |macro[- ]|micro[- ]|weighted[- ]|mean |average )?(?:accuracy|f1(?:[- ]score)?|wer|word error rate|cer|character error rate|bleu|sacrebleu|chrf|meteor|rouge-?(?:1|2|l|lsum)|precision|recall|auc|auroc|roc[- ]auc|perplexity|mae|rmse|mse|r2|map|miou|iou|exact match|em|spearman|pearson|mcc|matthews correlation|dice))(?: score| rate)?(?: \([^()\n]{0,30}\))?` +
	`(?: (?:on|for|over|in) (?:the )?([^.:=,;\n]{1,50}?))?(?: test set| dev set| validation set)?\s*(?:is|was|of|:|=|at|reaches|reached)\s*(?:about |approximately |around |~|≈)?\**([0-9]+(?:\.[0-9]+)?)\s*(%)?`)

// bodyMetrics are the metrics that sentences of the evaluation, and labels, state.
func bodyMetrics(d *document.Document, keys [][]string) []evidence.StatedMetric {
	out := []evidence.StatedMetric{}
	evaluations := sectionsOf(d, keys, "evaluation")
	during := make([]bool, len(d.Sections)) // the section is a log of a training
	for i, s := range d.Sections {
		if !evaluations.hold(s.Heading.Start) {
			continue
		}
		if during[i] = duringTraining.MatchString(s.Own[:min(len(s.Own), maxSectionRead)]); during[i] {
			continue
		}
		for _, sentence := range prose.Sentences(s.Own, maxSectionRead, maxSentences) {
			for _, m := range statedMetric.FindAllStringSubmatch(sentence, 5) {
				if len(out) == maxStatements {
					return out
				}
				out = append(out, evidence.StatedMetric{At: evidence.Anchor(d.Path + "#" + document.Pointer("sections", s.Slug)), Metric: m[1], Dataset: strings.TrimSpace(m[2]), Raw: m[3] + m[4], Value: m[3], Percent: m[4] != ""})
			}
		}
	}
	for i, l := range d.Marks.Labels { // those of a trainer, above the evaluation, are of the validation
		if !evaluations.hold(l.Span.Start) || isAt(during, sectionAt(d, l.Span.Start)) {
			continue
		}
		if m := measuredLabel.FindStringSubmatch(l.Value); m != nil && len(out) < maxStatements && len(l.Name) <= 60 {
			out = append(out, evidence.StatedMetric{At: evidence.Anchor(d.Path + "#" + document.Pointer("body", "labels", strconv.Itoa(i))), Metric: strings.Trim(l.Name, " :*"), Raw: m[1] + m[2], Value: m[1], Percent: m[2] != ""})
		}
	}
	return out
}

// duringTraining is how a section says that its numbers were measured while the model was trained.
var duringTraining = pattern.New(`(?i)\b(?:validation|dev(?:elopment)?)[ -](?:set|split|data|loss)\b|\btraining (?:loss|log|results?)\b`)

func isAt(all []bool, i int) bool { return i >= 0 && all[i] }

// sectionAt is the index of the section that a place of the body is in, or -1.
func sectionAt(d *document.Document, offset int) int {
	i, _ := slices.BinarySearchFunc(d.Sections, offset+1, func(s document.Section, at int) int { return s.Heading.Start - at })
	return i - 1
}

var measuredLabel = pattern.New(`^\s*([0-9]{1,6}(?:\.[0-9]{1,20})?)\s*(%)?\s*$`)

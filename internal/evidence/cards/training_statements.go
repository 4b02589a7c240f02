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
	// trains is a word of a sentence about training, testPart one for the data that it is not to use,
	// in the languages whose headings are read.
	trains   = pattern.New(`(?i)\b(?:pre-?|fine-?|re)?-?(?:train|tun)(?:ed|ing)?\b|\bfinetun|\bfitted\b|trainier|\bgetraind|\bgetrain|entraîn|entren|ajust[óa]|\btrein|addestr|\btränad|\btrænet|\btrent\b|обуч|eğit|\bdilatih|训练|訓練|学習|학습`)
	testPart = pattern.New(`(?i)\btest|testteil|testset|\bprueba|\bteste\b|\bprova\b|held[- ]out|hold-?out|тест|测试|測試|テスト|테스트|\buji\b`)
	// leaks is how a sentence may say that the test data are not new to the model.
	leaks = pattern.New(`(?i)\b(?:same|identical|one|single) (?:[\pL-]+ )?(?:videos?|patients?|subjects?|speakers?|users?|customers?|documents?|scenes?|sessions?|recordings?|authors?|persons?|people|slides?|conversations?|threads?|individuals?)\b|\brandom\w* (?:frames|slices|patches|windows|tiles|segments)|\b(?:augment|over-?sampl|smote|standardi|normali|scaler|impute)\w*\b.{0,100}\b(?:split|divid|partition)|\b(?:split|divid|partition)\w*\b.{0,100}\b(?:augment|over-?sampl|smote)|\b(?:evaluat|test|measur|assess)\w*\b.{0,100}\btrain(?:ing)? (?:data|set|split|corpus|examples)|\btrained\b|\b(?:test|benchmark|evaluation|eval) (?:questions|items|problems|sets?|prompts)\b|\b(?:validation|evaluation|eval|test) (?:results?|scores?|metrics)\b.{0,60}\btrain|dieselben|les mêmes|l[oa]s mism[oa]s|vor der aufteilung|avant (?:la répartition|le partage|la division)`)
	// chooses is a word of a sentence about how the model was chosen.
	chooses = pattern.New(`(?i)\b(?:chosen|selected|tuned|picked|optimi[sz]ed|early stopping|model selection)\b|gewählt|optimiert|choisi|optimisé|eligi|selecciona|escolhi|seleciona`)
	// accelerator is the name of a device on which models are trained.
	accelerator = pattern.New(`\b(?:[ABHVPK](?:100|200|40|800|10G?|80|6000|30)|GH200|L4|L40S?|T4|M60|RTX ?(?:A?[0-9]{4})|TPU ?v[2-6]\w?|MI ?[0-9]{3}X?|Titan|GTX ?[0-9]{4})\b`)
	// infers is a sentence about running the model.
	infers = pattern.New(`(?i)\b(?:inference|latency|throughput|tokens?/s|serv(?:e|ed|ing)|deploy\w*|runs? on|requires?|fits?|memory|base model|teacher|previous|earlier|compared?|pre-?train\w*)\b`)
)

// trainingStatements are the sentences and labels of a card on the version of the model, on
// the devices that it was trained on and on the parts of the data that were used for it.
func trainingStatements(d *document.Document) []evidence.Told {
	out := []evidence.Told{}
	told := map[evidence.Topic]int{} // by topic, so that sentences on one hide none on another
	add := func(topic evidence.Topic, value string, pointer ...string) {
		if told[topic]++; told[topic] <= passage.MaxStatements {
			out = append(out, evidence.Told{At: evidence.Anchor(d.Path + "#" + document.Pointer(pointer...)), Topic: topic, Value: value})
		}
	}
	for _, s := range d.Sections {
		if text := s.Own[:min(len(s.Own), passage.MaxSectionRead)]; !trains.MatchString(text) && !chooses.MatchString(text) && !leaks.MatchString(text) {
			continue
		}
		var periods splitPeriods
		for _, sentence := range prose.Sentences(s.Own, passage.MaxSectionRead, passage.MaxSentences) {
			if len(sentence) > passage.MaxSentence {
				continue
			}
			if periods.read(sentence); periods.overlap() {
				add(evidence.TopicOverlap, periods.said(), "sections", s.Slug, passage.PlacedWords(sentence))
				periods = splitPeriods{}
			}
			leaking := leaks.MatchString(sentence)
			if !trains.MatchString(sentence) && !chooses.MatchString(sentence) && !leaking {
				continue
			}
			if leaking || testPart.MatchString(sentence) {
				add(evidence.TopicSplits, sentence, "sections", s.Slug, passage.PlacedWords(sentence))
			}
			if accelerator.MatchString(sentence) && !infers.MatchString(sentence) {
				add(evidence.TopicHardware, sentence, "sections", s.Slug, sentence)
			}
		}
	}
	for i, l := range d.Marks.Labels {
		name := strings.TrimSuffix(strings.Join(prose.PlainWords(strings.TrimSuffix(l.Name, ":")), " "), " optional")
		switch {
		case len(l.Value) > passage.MaxSentence || prose.WorthOf(l.Value, 0).State != evidence.Filled:
		case labelMeans[name] == "version":
			add(evidence.TopicVersion, l.Value, "body", "labels", strconv.Itoa(i))
		case slices.Contains([]string{"hardware", "hardware type", "hardware used", "training hardware", "gpu", "gpus", "gpu type", "accelerator", "carbon emitted", "hours used"}, name):
			add(evidence.TopicHardware, l.Value, "body", "labels", strconv.Itoa(i))
		case slices.Contains([]string{"cloud provider", "provider", "cloud"}, name):
			add(evidence.TopicHardware, "Cloud Provider: "+l.Value, "body", "labels", strconv.Itoa(i))
		case slices.Contains([]string{"compute region", "region", "cloud region"}, name):
			add(evidence.TopicHardware, "Compute Region: "+l.Value, "body", "labels", strconv.Itoa(i))
		}
	}
	return out
}

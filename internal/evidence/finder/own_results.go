package finder

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Results are kept next to weights under many names, which are in many languages. The name
// tells where to look; that it is results, the content does.

// measuredName is the beginning of a word in the name of a file of results.
var measuredName = pattern.New(`(?i)(?:^|[^a-z])(?:scores?|performance|rendimiento|leistung|validation|val|test|final_?test|back_?test|eval|[eé]valua|avalia|valuta|result|r[eé]sultat|risultat|ergebnis|auswertung|bewertung|de[gğ]erlendir|sonu[cç]|metri[ckq]|m[eé]tri|benchmark|cross_?val|cv_|[ck]alibra|оценк|метрик|результат|评估|评测|結果|结果|評価)`)

// unmeasuredName is the beginning of a word in the name of a file of settings or of the course
// of a training, which may have numbers of the same names.
var unmeasuredName = pattern.New(`(?i)(?:^|[^a-z])(?:config|setting|param|hyper|args|state|histor|log|train|e[gğ]itim|entra[iî]n|entren|treina|tokenizer|vocab|schema|index|search|study|trial|manifest|package|threshold|feature|label|mapping|baseline|example|template|predict)`)

// otherReports is a word in the name of a report that is not about how good a model is.
var otherReports = pattern.New(`(?i)(?:^|[^a-z])(?:drift|monitor|risk_?band|band|audit|clean(?:ing|ed)|split|importance|load_?test|latency|webhook)`)

// MayBeOfModel reports whether a file of results may be of a model as it is, by its path: it
// is not of a training, a baseline, the data or the service, and not a copy that is kept.
func MayBeOfModel(file string) bool {
	base := path.Base(file)
	return !unmeasuredName.MatchString(base) && !otherReports.MatchString(base) && !IsKept(path.Dir(file))
}

// isNextToModel reports whether a file is one that results may be in, in a directory of the
// model itself.
func (f *Finder) isNextToModel(id, file string) bool {
	ending := strings.ToLower(path.Ext(file))
	return (ending == ".json" || ending == ".yaml" || ending == ".yml") && slices.Contains(f.partsOf(id), path.Dir(file)) && !unmeasuredName.MatchString(path.Base(file))
}

// isNamedResults reports whether a file next to a model is named like results.
func (f *Finder) isNamedResults(id, file string) bool {
	return !f.layout.replacesEvaluations() && f.isNextToModel(id, file) && isMeasuredName(path.Base(file))
}

func isMeasuredName(base string) bool {
	return measuredName.MatchString(base) && !unmeasuredName.MatchString(base) && !hasWord(base, codeTools)
}

// ListUnnamedResults lists those of some files that state metrics next to a model, under a
// name that tells nothing, so that they are not read. It looks into no more than
// maxLookedInto files.
func (f *Finder) ListUnnamedResults(files []source.Entry) ([]string, error) {
	var near []source.Entry
	for _, e := range files {
		if e.Kind != source.File || !strings.EqualFold(path.Ext(e.Path), ".json") || f.inStore(path.Dir(e.Path)) {
			continue
		}
		owner, err := f.Owner(e.Path)
		if err != nil {
			return nil, err
		}
		if owner == "" || !f.isNextToModel(owner, e.Path) {
			continue
		}
		looked, _, err := f.isEvaluation(owner, e.Path)
		if err != nil {
			return nil, err
		}
		if looked || isOwnDataCard(path.Dir(e.Path), e.Path) {
			continue
		}
		if near = append(near, e); len(near) == maxLookedInto {
			break
		}
	}
	return f.resultsAmong(near)
}

package laws

import (
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// benchmarkName is a benchmark of language models. The mean over several is one of equal weights,
// as leaderboards have it.
var benchmarkName = pattern.New(`(?i)^\W*(?:(?:open ?llm|lm-?eval)\W*)?(?:ai2 reasoning challenge|arc(?:[-_ ](?:c(?:hallenge)?|e(?:asy)?))?|hella ?swag|mmlu(?:[-_ ]pro)?|truthful ?qa(?:[-_ ]mc[12]?)?|wino ?grande|gsm[-_ ]?8k|drop|if ?eval|bbh|math(?: lvl 5)?|gpqa|musr|piqa|boolq|openbookqa|obqa|lambada(?:[-_ ]openai)?|human ?eval\+?|mbpp\+?|agieval|race|sciq|triviaqa|commonsenseqa|csqa|siqa|copa)\b`)

// areBenchmarks reports whether all members of a mean are benchmarks of language models, and no changes.
func areBenchmarks(members []*amount, called func(*amount) string) bool {
	for _, a := range members {
		if a.value < 0 || a.percent || !benchmarkName.MatchString(figures.BareLabel(called(a))) {
			return false
		}
	}
	return len(members) >= 4
}

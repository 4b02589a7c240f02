package slips

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// keyed is a key of settings, as files write it, with its number.
	keyed = pattern.New("(?:^|[\\s(,|`*\"'\\[-])([a-z][a-z0-9]*(?:_[a-z0-9]+)+)[`*\"']*\\s*[:=|]\\s*[`*\"']*([0-9]+(?:\\.[0-9]+)?(?:e-?[0-9]+)?)(?:$|[\\s),;|`*\"'\\]]|\\.(?:\\s|$))")
	// ofOtherSettings is a text about settings that are not the model's, or that may be changed.
	ofOtherSettings = pattern.New(`(?i)\b(?:you|can|could|may|might|should|set|setting|chang\w+|increas\w+|reduc\w+|decreas\w+|recommend\w*|default\w*|instead|try|tried|e\.g|example|search\w*|grid|sweep|from|baselines?|previous\w*|original\w*|teacher|evaluat\w+|inference|tests?|testing)\b`)
)

// keys keeps the settings that a card states under the name that a file next to it has for them,
// and with another number, wherever it states them.
func (s *slipReader) keys(blocks []passage.Block, set map[string]Setting) {
	type place struct{ at, times int }
	told, values := map[string]place{}, map[string]string{}
	for _, b := range blocks {
		if len(set) == 0 || b.Kind == passage.CodeBlock || b.Kind == passage.HeadingBlock {
			continue
		}
		lines := 0
		for line := range strings.Lines(b.Text) {
			at := b.Start + lines
			lines += len(line)
			if ofOtherSettings.MatchString(line) {
				continue
			}
			for _, m := range keyed.FindAllSubmatchIndex([]byte(line), passage.MaxMentions) {
				key, value := line[m[2]:m[3]], line[m[4]:m[5]]
				if set[key].Value == "" {
					continue
				}
				p := told[key]
				if p.times++; p.times == 1 {
					p.at, values[key] = at+m[2], value
				} else if isOtherNumber(values[key], value) {
					values[key] = set[key].Value // of several, one may be the model's
				}
				told[key] = p
			}
		}
	}
	for _, key := range slices.SortedFunc(maps.Keys(told), func(a, b string) int { return told[a].at - told[b].at }) {
		if isOtherNumber(values[key], set[key].Value) {
			s.add(evidence.SlipSetting, told[key].at, key+" "+values[key], set[key].Value+" in "+path.Base(set[key].File))
		}
	}
}

// Setting is a number that a file next to a card has under a key.
type Setting struct{ Value, File string }

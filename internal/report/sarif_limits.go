package report

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// sarifLimits is what code scanning takes of an upload; it refuses one with
// more (docs.github.com, "SARIF results exceed one or more limits").
type sarifLimits struct {
	baseline, onlyNew bool // what the run compared with
	results           int  // of a run; the gravest 5,000 are shown
	rules             int  // of a run
	locations         int  // of a result, related ones included
	tags              int  // of a rule
	gzip              int  // bytes, compressed
	failures          int  // notifications of rules could not run: ours, so that the log stays readable
}

// sarifUpload has a margin in the size: whoever uploads compresses anew.
var sarifUpload = sarifLimits{results: 25_000, rules: 25_000, locations: 1_000, tags: 20, gzip: 9_500_000, failures: 1_000}

// sarifCut counts what was left out to keep to the limits.
type sarifCut struct{ results, rules, locations, tags, failures int }

// notice says what was left out; it is empty when nothing was.
func (c sarifCut) notice() string {
	var parts []string
	for _, p := range []struct {
		n                int
		singular, plural string
	}{{c.results, "result", "results"}, {c.rules, "rule", "rules"}, {c.locations, "related place", "related places"}, {c.tags, "tag of a rule", "tags of rules"}, {c.failures, "failure of a rule", "failures of rules"}} {
		if p.n > 0 {
			parts = append(parts, count(p.n, p.singular, p.plural))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, ", ") + " omitted, least severe first, because of code scanning limits. See the JSON report for the full list."
}

// gravest returns the findings that there is room for, the gravest ones, and
// the number of the others.
func gravest(list []entry, room int) (kept map[*decision.Judged]bool, omitted int) {
	kept = map[*decision.Judged]bool{}
	for _, e := range byWeight(list) {
		switch {
		case e.finding == nil:
		case len(kept) < room:
			kept[e.finding] = true
		default:
			omitted++
		}
	}
	return kept, omitted
}

// neededRules returns the rules that there is room for: first those that
// something was found by, then the others, in the order of the report.
func neededRules(r Report, list []entry, kept map[*decision.Judged]bool, room int) (rules []finding.Rule, omitted int) {
	if len(r.Rules) <= room {
		return r.Rules, 0
	}
	needed := map[string]bool{}
	for _, e := range list {
		if e.finding == nil || kept[e.finding] {
			needed[e.rule] = true
		}
	}
	others := room // that there is room for
	for _, rule := range r.Rules {
		if needed[rule.ID] {
			others--
		}
	}
	for _, rule := range r.Rules {
		switch {
		case len(rules) == room:
		case needed[rule.ID]:
			rules = append(rules, rule)
		case others > 0:
			others--
			rules = append(rules, rule)
		}
	}
	return rules, len(r.Rules) - len(rules)
}

// writeSARIF writes the log within the limits. The size is known only once the
// log is there, so results are left out until it fits, and then rules.
func writeSARIF(w io.Writer, r Report, l sarifLimits) error {
	for {
		log := sarifLogOf(r, l)
		raw, err := sarifEncoded(log)
		if err != nil {
			return err
		}
		size := gzipSize(raw, l.gzip)
		if size <= l.gzip {
			_, err := w.Write(raw)
			return err
		}
		results, rules := len(log.Runs[0].Results), len(log.Runs[0].Tool.Driver.Rules)
		switch {
		case results > 0:
			l.results = smaller(results, l.gzip, size)
		case rules > 0:
			l.rules = smaller(rules, l.gzip, size)
		default:
			return fmt.Errorf("it is too large: %d bytes compressed without results and rules (code scanning limit: %d bytes)", size, l.gzip)
		}
	}
}

// smaller is a number of things that should fit, when n of them take size
// instead of limit bytes.
func smaller(n, limit, size int) int {
	return min(n-1, int(float64(n)*float64(limit)/float64(size)*0.95))
}

// gzipSize is the size of the text when it is compressed. A text of no more
// than enough bytes, which compression does not make much larger, is not.
func gzipSize(raw []byte, enough int) int {
	if len(raw) <= enough {
		return len(raw)
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(raw) // a bytes.Buffer takes everything
	z.Close()
	return b.Len()
}

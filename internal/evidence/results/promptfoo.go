package results

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatPromptfoo is the result file of promptfoo, version 3 (promptfoo,
// src/types: EvaluateSummaryV3).
const formatPromptfoo = "promptfoo"

func isPromptfoo(d *document.Document) bool {
	results := d.Root.Get("results")
	return results.Get("stats") != nil && (results.Get("prompts") != nil || results.Get("results") != nil)
}

// promptfooCounts are whole numbers of a prompt's metrics, and what they count.
var promptfooCounts = []struct{ key, unit string }{
	{"testPassCount", "count"}, {"testFailCount", "count"}, {"testErrorCount", "count"}, {"assertPassCount", "count"}, {"assertFailCount", "count"},
	{"score", ""}, {"totalLatencyMs", "ms"}, {"cost", "usd"},
}

// readPromptfoo reads the summary of each prompt with each provider, and the
// share of its tests that passed: an error is a test that did not.
func readPromptfoo(r *Reading) {
	results := r.root.Get("results")
	r.Producer = evidence.Producer{At: results.Anchor, Tool: "promptfoo", Version: r.root.Get("metadata").Get("promptfooVersion").Value()}
	r.Created = results.Get("timestamp").Text()
	stats := results.Get("stats")
	passed, failed, errors := stats.Get("successes").Count(), stats.Get("failures").Count(), stats.Get("errors").Count()
	if passed == "" || failed == "" {
		r.malformed(stats, "stats has no counts of successes, failures and errors", "Generate the file again with promptfoo eval --output FILE.json.")
	}
	r.promptfooRows(results.Get("results"), passed, failed, errors)
	prompts := results.Get("prompts").Items()
	for _, p := range prompts {
		r.promptfooPrompt(p)
	}
	r.promptfooSum(prompts, stats)
	r.promptfooRowsOf(prompts, results.Get("results").Items())
	total := new(big.Int)
	for _, n := range []string{passed, failed, errors} {
		add(total, n)
	}
	r.Completeness.At, r.Completeness.Expected, r.Completeness.Errors = stats.Anchor, total.String(), errors
	r.incomplete(stats, evidence.Complete, "")
	if e, ok := new(big.Int).SetString(errors, 10); ok && e.Sign() > 0 {
		r.incomplete(stats.Get("errors"), evidence.Failed, fmt.Sprintf("%s of %s tests ended in an error", errors, total))
		r.Completeness.Observed = new(big.Int).Sub(total, e).String()
	} else {
		r.Completeness.Observed = total.String()
	}
}

// promptfooRows holds the rows against the summary, and looks for answers that
// came from the cache.
func (r *Reading) promptfooRows(rows place.Place, passed, failed, errors string) {
	items := rows.Items()
	if rows.Node == nil {
		return
	}
	got := map[string]int{}
	for _, row := range items {
		r.cachedIf(row.Get("response").Get("cached"), row.Get("response").Get("tokenUsage"))
		switch {
		case row.Get("success").Value() == "true":
			got["passed"]++
		case row.Get("failureReason").Value() == "2":
			got["errors"]++
		default:
			got["failed"]++
		}
	}
	told := map[string]string{"passed": passed, "failed": failed, "errors": errors}
	for _, name := range []string{"passed", "failed", "errors"} {
		if told[name] != "" && told[name] != strconv.Itoa(got[name]) {
			r.contradicted(rows, fmt.Sprintf("stats has %s tests that %s, but %d rows have", told[name], map[string]string{"passed": "passed", "failed": "failed", "errors": "ended in an error"}[name], got[name]))
			return
		}
	}
	if len(items) > 0 {
		r.Examples = append(r.Examples, evidence.Examples{At: rows.Anchor, Path: r.Path, Format: formatPromptfoo})
	}
}

// promptfooCells are the counts of a prompt, and those of all prompts in stats.
var promptfooCells = []struct{ prompt, stats string }{{"testPassCount", "successes"}, {"testFailCount", "failures"}, {"testErrorCount", "errors"}}

// promptfooSum holds the counts of the prompts together against those of the whole.
func (r *Reading) promptfooSum(prompts []place.Place, stats place.Place) {
	for _, c := range promptfooCells {
		sum, known := new(big.Int), len(prompts) > 0
		for _, p := range prompts {
			n := p.Get("metrics").Get(c.prompt).Count()
			known = known && n != ""
			add(sum, n)
		}
		if told := stats.Get(c.stats); known && told.Count() != "" && told.Count() != sum.String() {
			r.contradicted(told, fmt.Sprintf("%s is %s, but the prompts have %s together", c.stats, told.Value(), sum))
		}
	}
}

// promptfooRowsOf holds the counts of the prompts against their rows, where each row
// names its prompt.
func (r *Reading) promptfooRowsOf(prompts, rows []place.Place) {
	passed := map[string]int{}
	for _, row := range rows {
		of := row.Get("promptIdx").Count()
		if of == "" {
			return
		}
		if row.Get("success").Value() == "true" {
			passed[of]++
		}
	}
	for i, p := range prompts {
		told, got := p.Get("metrics").Get("testPassCount"), passed[strconv.Itoa(i)]
		if len(rows) > 0 && told.Count() != "" && told.Count() != strconv.Itoa(got) {
			r.contradicted(told, fmt.Sprintf("testPassCount is %s, but %d rows of the prompt passed", told.Value(), got))
		}
	}
}

// cachedIf takes note of what a row or a summary says of the cache.
func (r *Reading) cachedIf(flag, usage place.Place) {
	tokens := usage.Get("cached")
	if flag.Node == nil && tokens.Node == nil {
		return
	}
	used := flag.Value() == "true" || tokens.Count() != "" && tokens.Count() != "0"
	if used && !r.Cached.Value {
		at := tokens.Anchor
		if flag.Value() == "true" {
			at = flag.Anchor
		}
		r.Cached = evidence.Flag{At: at, Present: true, Value: true}
	}
	r.Cached.Present = true
}

func (r *Reading) promptfooPrompt(p place.Place) {
	metrics := p.Get("metrics")
	r.cachedIf(place.Place{}, metrics.Get("tokenUsage"))
	describe := func(x *evidence.Result) {
		x.Set("provider", p.Get("provider").Value())
		x.Set("prompt", p.Get("id").Value())
	}
	n, k := new(big.Int), metrics.Get("testPassCount").Count()
	for _, key := range []string{"testPassCount", "testFailCount", "testErrorCount"} {
		add(n, metrics.Get(key).Count())
	}
	rate := share(metrics.Get("testPassCount"), "pass_rate", k, n.String())
	describe(&rate)
	r.promptfooTests(&rate)
	r.add(rate)
	for _, c := range promptfooCounts {
		if cell := metrics.Get(c.key); cell.Node != nil {
			x := newResult(cell, c.key, "")
			x.Unit = c.unit
			describe(&x)
			r.add(x)
		}
	}
	for _, cell := range metrics.Get("namedScores").InOrder() {
		x := newResult(cell, "namedScores."+cell.Node.Key, "")
		describe(&x)
		r.add(x)
	}
}

// promptfooTests gives the share of a prompt the number of its tests: --repeat runs
// each several times. One is known by what was asked and asserted.
func (r *Reading) promptfooTests(rate *evidence.Result) {
	rows := r.root.Get("results").Get("results")
	if len(rows.Items()) == 0 {
		config := r.root.Get("config")
		once(rate, firstOf(config.Get("evaluateOptions").Get("repeat"), config.Get("commandLineOptions").Get("repeat")))
		return
	}
	tests := newRepeats()
	for _, row := range rows.Items() {
		if !ofPrompt(row, *rate) {
			continue
		}
		asked := row.Get("prompt").Get("raw").Value()
		if asked == "" {
			asked = sourceOf(r.doc, row.Get("vars").Node) + "\x00" + row.Get("testCase").Get("description").Value()
		}
		tests.add(asked+"\x00"+sourceOf(r.doc, row.Get("testCase").Get("assert").Node), row.Get("success").Value() == "true")
	}
	tests.of(rate)
}

// ofPrompt reports whether a row is of the prompt and provider of a result.
func ofPrompt(row place.Place, r evidence.Result) bool {
	prompt, provider := r.Setting("prompt"), r.Setting("provider")
	id := row.Get("promptId").Value()
	return (prompt == "" || id == "" || id == prompt) &&
		(provider == "" || row.Get("provider").Get("id").Value() == provider || row.Get("provider").Value() == provider)
}

// share is a result that the file gives as k of n: the quotient itself is ours.
func share(p place.Place, metric, k, n string) evidence.Result {
	x := newResult(p, metric, "")
	x.Value, x.Valid, x.Unit, x.Direction, x.DirectionFrom = "", false, "proportion", "higher", "format"
	x.Raw = k + " of " + n
	part, whole := decimal.Rational(k), decimal.Rational(n)
	if part == nil || whole == nil || whole.Sign() == 0 {
		return x
	}
	x.Value, x.Valid, x.K = shortDecimal(new(big.Rat).Quo(part, whole)), true, k
	x.Counted(n, "file")
	return x
}

// shortDecimal writes a quotient that we computed: exactly if it has at most 18
// decimal places, else rounded to them.
func shortDecimal(x *big.Rat) string {
	s := x.FloatString(18)
	s = strings.TrimRight(s, "0")
	return strings.TrimSuffix(s, ".")
}

// promptfooSamples are the rows of one prompt with one provider: 1 for a test
// that passed, else 0, and the mean where it was run several times. A test is known
// by its description, variables and assertions, not by its number, which each
// repetition has anew.
func promptfooSamples(c *sampleCollector, d *document.Document, r evidence.Result) {
	root := place.Root(d)
	for i, row := range root.Get("results").Get("results").Items() {
		if !ofPrompt(row, r) {
			continue
		}
		var b strings.Builder
		b.WriteString(row.Get("description").Value() + row.Get("testCase").Get("description").Value() + "\x00")
		vars := row.Get("vars").Node
		b.WriteString(sourceOf(d, vars))
		if vars == nil && row.Get("description").Node == nil {
			c.fail(row.Node.Span.Line, document.Pointer("results", "results", strconv.Itoa(i)), "the row has neither vars nor a description: it cannot be paired with another run")
			return
		}
		b.WriteString("\x00" + sourceOf(d, row.Get("testCase").Get("assert").Node))
		value := 0.0
		if row.Get("success").Value() == "true" {
			value = 1
		}
		sum := sha256.Sum256([]byte(b.String()))
		if !c.add(row.Node.Span.Line, hex.EncodeToString(sum[:8]), value) {
			return
		}
	}
	c.merge()
}

// sourceOf is the text of a node as it is written, "" for none.
func sourceOf(d *document.Document, n *document.Node) string {
	if n == nil {
		return ""
	}
	return string(d.Source[n.Span.Start:n.Span.End])
}

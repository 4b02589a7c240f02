package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// FormatPromptfoo is the result file of promptfoo, version 3 (promptfoo,
// src/types: EvaluateSummaryV3).
const FormatPromptfoo = "promptfoo"

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
	results := r.root.get("results")
	r.Producer = Producer{At: results.anchor, Tool: "promptfoo", Version: r.root.get("metadata").get("promptfooVersion").value()}
	r.Created = results.get("timestamp").text()
	stats := results.get("stats")
	passed, failed, errors := stats.get("successes").count(), stats.get("failures").count(), stats.get("errors").count()
	if passed == "" || failed == "" {
		r.malformed(stats, "stats has no counts of successes, failures and errors", "Generate the file again with promptfoo eval --output FILE.json.")
	}
	r.promptfooRows(results.get("results"), passed, failed, errors)
	prompts := results.get("prompts").items()
	for _, p := range prompts {
		r.promptfooPrompt(p)
	}
	r.promptfooSum(prompts, stats)
	r.promptfooRowsOf(prompts, results.get("results").items())
	total := new(big.Int)
	for _, n := range []string{passed, failed, errors} {
		add(total, n)
	}
	r.Completeness.At, r.Completeness.Expected, r.Completeness.Errors = stats.anchor, total.String(), errors
	r.incomplete(stats, Complete, "")
	if e, ok := new(big.Int).SetString(errors, 10); ok && e.Sign() > 0 {
		r.incomplete(stats.get("errors"), Failed, fmt.Sprintf("%s of %s tests ended in an error", errors, total))
		r.Completeness.Observed = new(big.Int).Sub(total, e).String()
	} else {
		r.Completeness.Observed = total.String()
	}
}

// promptfooRows holds the rows against the summary, and looks for answers that
// came from the cache.
func (r *Reading) promptfooRows(rows place, passed, failed, errors string) {
	items := rows.items()
	if rows.node == nil {
		return
	}
	got := map[string]int{}
	for _, row := range items {
		r.cachedIf(row.get("response").get("cached"), row.get("response").get("tokenUsage"))
		switch {
		case row.get("success").value() == "true":
			got["passed"]++
		case row.get("failureReason").value() == "2":
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
		r.Examples = append(r.Examples, Examples{At: rows.anchor, Path: r.Path, Format: FormatPromptfoo})
	}
}

// promptfooCells are the counts of a prompt, and those of all prompts in stats.
var promptfooCells = []struct{ prompt, stats string }{{"testPassCount", "successes"}, {"testFailCount", "failures"}, {"testErrorCount", "errors"}}

// promptfooSum holds the counts of the prompts together against those of the whole.
func (r *Reading) promptfooSum(prompts []place, stats place) {
	for _, c := range promptfooCells {
		sum, known := new(big.Int), len(prompts) > 0
		for _, p := range prompts {
			n := p.get("metrics").get(c.prompt).count()
			known = known && n != ""
			add(sum, n)
		}
		if told := stats.get(c.stats); known && told.count() != "" && told.count() != sum.String() {
			r.contradicted(told, fmt.Sprintf("%s is %s, but the prompts have %s together", c.stats, told.value(), sum))
		}
	}
}

// promptfooRowsOf holds the counts of the prompts against their rows, where each row
// names its prompt.
func (r *Reading) promptfooRowsOf(prompts, rows []place) {
	passed := map[string]int{}
	for _, row := range rows {
		of := row.get("promptIdx").count()
		if of == "" {
			return
		}
		if row.get("success").value() == "true" {
			passed[of]++
		}
	}
	for i, p := range prompts {
		told, got := p.get("metrics").get("testPassCount"), passed[strconv.Itoa(i)]
		if len(rows) > 0 && told.count() != "" && told.count() != strconv.Itoa(got) {
			r.contradicted(told, fmt.Sprintf("testPassCount is %s, but %d rows of the prompt passed", told.value(), got))
		}
	}
}

// cachedIf takes note of what a row or a summary says of the cache.
func (r *Reading) cachedIf(flag, usage place) {
	tokens := usage.get("cached")
	if flag.node == nil && tokens.node == nil {
		return
	}
	used := flag.value() == "true" || tokens.count() != "" && tokens.count() != "0"
	if used && !r.Cached.Value {
		at := tokens.anchor
		if flag.value() == "true" {
			at = flag.anchor
		}
		r.Cached = Flag{At: at, Present: true, Value: true}
	}
	r.Cached.Present = true
}

func (r *Reading) promptfooPrompt(p place) {
	metrics := p.get("metrics")
	r.cachedIf(place{}, metrics.get("tokenUsage"))
	describe := func(x *Result) {
		x.set("provider", p.get("provider").value())
		x.set("prompt", p.get("id").value())
	}
	n, k := new(big.Int), metrics.get("testPassCount").count()
	for _, key := range []string{"testPassCount", "testFailCount", "testErrorCount"} {
		add(n, metrics.get(key).count())
	}
	rate := share(metrics.get("testPassCount"), "pass_rate", k, n.String())
	describe(&rate)
	r.promptfooTests(&rate)
	r.add(rate)
	for _, c := range promptfooCounts {
		if cell := metrics.get(c.key); cell.node != nil {
			x := newResult(cell, c.key, "")
			x.Unit = c.unit
			describe(&x)
			r.add(x)
		}
	}
	for _, cell := range metrics.get("namedScores").inOrder() {
		x := newResult(cell, "namedScores."+cell.node.Key, "")
		describe(&x)
		r.add(x)
	}
}

// promptfooTests gives the share of a prompt the number of its tests: --repeat runs
// each several times. One is known by what was asked and asserted.
func (r *Reading) promptfooTests(rate *Result) {
	rows := r.root.get("results").get("results")
	if len(rows.items()) == 0 {
		config := r.root.get("config")
		once(rate, firstOf(config.get("evaluateOptions").get("repeat"), config.get("commandLineOptions").get("repeat")))
		return
	}
	tests := newRepeats()
	for _, row := range rows.items() {
		if !ofPrompt(row, *rate) {
			continue
		}
		asked := row.get("prompt").get("raw").value()
		if asked == "" {
			asked = sourceOf(r.doc, row.get("vars").node) + "\x00" + row.get("testCase").get("description").value()
		}
		tests.add(asked+"\x00"+sourceOf(r.doc, row.get("testCase").get("assert").node), row.get("success").value() == "true")
	}
	tests.of(rate)
}

// ofPrompt reports whether a row is of the prompt and provider of a result.
func ofPrompt(row place, r Result) bool {
	prompt, provider := r.Setting("prompt"), r.Setting("provider")
	id := row.get("promptId").value()
	return (prompt == "" || id == "" || id == prompt) &&
		(provider == "" || row.get("provider").get("id").value() == provider || row.get("provider").value() == provider)
}

// share is a result that the file gives as k of n: the quotient itself is ours.
func share(p place, metric, k, n string) Result {
	x := newResult(p, metric, "")
	x.Value, x.Valid, x.Unit, x.Direction, x.DirectionFrom = "", false, "proportion", "higher", "format"
	x.Raw = k + " of " + n
	part, whole := rational(k), rational(n)
	if part == nil || whole == nil || whole.Sign() == 0 {
		return x
	}
	x.Value, x.Valid, x.K = shortDecimal(new(big.Rat).Quo(part, whole)), true, k
	x.counted(n, "file")
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
func promptfooSamples(c *sampleCollector, d *document.Document, r Result) {
	root := rootOf(d)
	for i, row := range root.get("results").get("results").items() {
		if !ofPrompt(row, r) {
			continue
		}
		var b strings.Builder
		b.WriteString(row.get("description").value() + row.get("testCase").get("description").value() + "\x00")
		vars := row.get("vars").node
		b.WriteString(sourceOf(d, vars))
		if vars == nil && row.get("description").node == nil {
			c.fail(row.node.Span.Line, document.Pointer("results", "results", strconv.Itoa(i)), "the row has neither vars nor a description: it cannot be paired with another run")
			return
		}
		b.WriteString("\x00" + sourceOf(d, row.get("testCase").get("assert").node))
		value := 0.0
		if row.get("success").value() == "true" {
			value = 1
		}
		sum := sha256.Sum256([]byte(b.String()))
		if !c.add(row.node.Span.Line, hex.EncodeToString(sum[:8]), value) {
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

// Package peers turns the thresholds of other tools into ours, and says what
// changes in meaning on the way. It writes a proposal for a person to read, not
// a policy in force.
package peers

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// Proposal is a policy made of another tool's.
type Proposal struct {
	Policy  []byte   // .modelgate/thresholds.yaml
	Changes []string // what means something else than it did, in the order of the file
}

// readers is the one list of tools.
var readers = map[string]func(*maker, *document.Node){
	"tfma":                    tfma,
	"mlflow":                  mlflow,
	"dvc":                     dvc,
	"github-action-benchmark": benchmark,
}

// Tools lists the tools by name.
func Tools() []string {
	var names []string
	for name := range readers {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Import reads a document of the named tool. An error says that nothing in it is
// a threshold, or what in it cannot be read.
func Import(tool string, d *document.Document) (Proposal, error) {
	read, known := readers[tool]
	if !known {
		return Proposal{}, fmt.Errorf("unknown tool %q; valid tools: %s", tool, strings.Join(Tools(), ", "))
	}
	m := &maker{ids: map[string]bool{}, said: map[string]bool{}}
	read(m, d.Root)
	switch {
	case m.err != nil:
		return Proposal{}, fmt.Errorf("reading %s as %s thresholds: %w", d.Path, tool, m.err)
	case len(m.thresholds) == 0:
		return Proposal{}, fmt.Errorf("%s has no %s thresholds: %s", d.Path, tool, wanted[tool])
	}
	head := "# Drafted from " + tool + " by `modelgate evaluation import`. Review every line before you merge it.\napiVersion: modelgate.dev/v1\nkind: Thresholds\nthresholds:\n"
	return Proposal{[]byte(head + strings.Join(m.thresholds, "")), m.changes}, nil
}

// wanted says what a tool's file looks like.
var wanted = map[string]string{
	"tfma":                    "expected an EvalConfig in JSON or YAML with metricsSpecs that have thresholds",
	"mlflow":                  "expected a mapping from metrics to threshold, min_absolute_change, min_relative_change and greater_is_better",
	"dvc":                     "expected a metrics file, a tree of names and numbers",
	"github-action-benchmark": "expected a list of {name, unit, value}",
}

// maker collects thresholds.
type maker struct {
	thresholds []string
	changes    []string
	ids        map[string]bool
	said       map[string]bool
	err        error
}

// say records a change of meaning once.
func (m *maker) say(format string, args ...any) {
	line := fmt.Sprintf(format, args...)
	if !m.said[line] {
		m.said[line] = true
		m.changes = append(m.changes, line)
	}
}

func (m *maker) fail(format string, args ...any) {
	if m.err == nil {
		m.err = fmt.Errorf(format, args...)
	}
}

// word is one key of a threshold with its value, as YAML, and a remark.
type word struct{ key, value, remark string }

func (m *maker) add(metric string, words ...word) {
	id := m.id(metric)
	var b strings.Builder
	fmt.Fprintf(&b, "  - id: %s\n    metric: %s\n", id, text(metric))
	for _, w := range words {
		if w.value == "" {
			continue
		}
		fmt.Fprintf(&b, "    %s: %s", w.key, w.value)
		if w.remark != "" {
			b.WriteString(" # " + w.remark)
		}
		b.WriteString("\n")
	}
	m.thresholds = append(m.thresholds, b.String())
}

var notInID = pattern.New(`[^a-z0-9_.-]+`)

// id is an id made of a name that no other threshold has.
func (m *maker) id(name string) string {
	id := strings.Trim(notInID.ReplaceAllString(strings.ToLower(name), "-"), "-_.")
	if id == "" {
		id = "metric"
	}
	id = id[:min(len(id), 90)]
	unique := id
	for n := 2; m.ids[unique]; n++ {
		unique = fmt.Sprintf("%s-%d", id, n)
	}
	m.ids[unique] = true
	return unique
}

// text is a string as YAML. Every JSON string is one.
func text(s string) string {
	if plainText.MatchString(s) {
		return s
	}
	return strconv.QuoteToASCII(s)
}

var plainText = pattern.New(`^[a-z][a-z0-9_]{0,60}$`)

// number reads a decimal, "" where there is none.
func (m *maker) number(n *document.Node, where string) string {
	switch {
	case n == nil:
		return ""
	case n.Kind != document.Number:
		m.fail("%s is %q, which is not a finite number", where, n.Value)
		return ""
	}
	return n.Value
}

// percent is a share as ours: 0.05 is 5%.
func (m *maker) percent(literal string) string {
	r, ok := rational(literal)
	if !ok {
		m.fail("%q is not a valid share", literal)
		return ""
	}
	return plain(r.Mul(r, big.NewRat(100, 1))) + "%"
}

// rational reads a literal of the document package, whose size is bounded there.
func rational(literal string) (*big.Rat, bool) {
	if len(literal) > 40 {
		return nil, false
	}
	if _, exponent, ok := strings.Cut(strings.ToLower(literal), "e"); ok {
		if e, err := strconv.Atoi(exponent); err != nil || e > 30 || e < -30 {
			return nil, false
		}
	}
	return new(big.Rat).SetString(literal)
}

func plain(r *big.Rat) string {
	s := strings.TrimRight(r.FloatString(12), "0")
	return strings.TrimSuffix(s, ".")
}

// get finds a member under either of protobuf's two spellings.
func get(n *document.Node, names ...string) *document.Node {
	for _, name := range names {
		if v := n.Get(name); v != nil {
			return v
		}
	}
	return nil
}

func children(n *document.Node) []*document.Node {
	if n == nil {
		return nil
	}
	return n.Children
}

// guess proposes which way is better, by the words of a name or unit.
func guess(name string) string {
	if lowerIsBetter.MatchString(name) {
		return "lower"
	}
	return "higher"
}

var lowerIsBetter = pattern.New(`(?i)(loss|error|err|mae|mse|rmse|mape|wer|cer|perplexity|ppl|latency|duration|time|seconds|bytes|size|memory|cost|brier|ece|(^|[^a-z])(ns|us|ms|s|kb|mb)(/|$|[^a-z]))`)

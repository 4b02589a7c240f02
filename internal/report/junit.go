package report

import (
	"bufio"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// The part of the JUnit XML format that modelgate writes: what the schema of
// Jenkins (jenkins-junit.xsd) and the parsers of GitLab and Azure Pipelines agree on.

// JUnitCounts are how many test cases of a suite there are, failed and could not run.
type JUnitCounts struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
}

// JUnitSuite is a test suite. Its texts are without control characters (actions.Clean).
type JUnitSuite struct {
	XMLName struct{} `xml:"testsuite"`
	Name    string   `xml:"name,attr"`
	JUnitCounts
	Skipped    int              `xml:"skipped,attr"`
	Time       string           `xml:"time,attr"`
	Timestamp  string           `xml:"timestamp,attr,omitempty"`
	Properties *junitProperties `xml:"properties"`
	Cases      []JUnitCase      `xml:"testcase"`
}

type junitProperties struct {
	List []junitProperty `xml:"property"`
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

// JUnitCase is a test case: of Skipped, Error and Failure at most one is there.
type JUnitCase struct {
	ClassName string       `xml:"classname,attr"`
	Name      string       `xml:"name,attr"`
	File      string       `xml:"file,attr,omitempty"`
	Time      string       `xml:"time,attr"`
	Skipped   *JUnitReason `xml:"skipped"`
	Error     *JUnitReason `xml:"error"`
	Failure   *JUnitReason `xml:"failure"`
	Out       string       `xml:"system-out,omitempty"`
}

// JUnitReason is why a test case is not one that passed.
type JUnitReason struct {
	Type    string `xml:"type,attr,omitempty"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// JUnit writes the report as JUnit XML: a test suite for each model, in it a
// test case for each rule. A rule that denies is a failure, one that could not
// be evaluated an error; one that is waived, pending or does not apply is
// skipped. Warnings pass, and are told in the output of their test case.
func JUnit(w io.Writer, r Report) error {
	out := bufio.NewWriter(w)
	if err := writeJUnit(out, r); err != nil {
		return fmt.Errorf("writing the JUnit report: %w", err)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing the JUnit report: %w", err)
	}
	return nil
}

// writeJUnit makes the suites twice, once to count them and once to write them
// one by one: a report can have ten thousand models.
func writeJUnit(out *bufio.Writer, r Report) error {
	rules, at := catalogue(r), junitTime(r.AsOf)
	var total JUnitCounts
	for _, d := range r.All() {
		s := junitSuiteOf(d, rules, at)
		total.Tests += s.Tests
		total.Failures += s.Failures
		total.Errors += s.Errors
	}
	fmt.Fprintf(out, "%s<testsuites name=\"modelgate\" tests=\"%d\" failures=\"%d\" errors=\"%d\" time=\"0\">\n", xml.Header, total.Tests, total.Failures, total.Errors)
	enc := xml.NewEncoder(out)
	enc.Indent("  ", "  ")
	for _, d := range r.All() {
		suite := junitSuiteOf(d, rules, at)
		suite.Properties = junitSources(r.Policy.Sources)
		if err := enc.Encode(suite); err != nil {
			return err
		}
	}
	if len(r.All()) > 0 {
		out.WriteString("\n")
	}
	_, err := out.WriteString("</testsuites>\n")
	return err
}

// junitSources say which policy sources decided; nil for none.
func junitSources(sources []decision.PolicySource) *junitProperties {
	if len(sources) == 0 {
		return nil
	}
	out := &junitProperties{}
	for _, s := range sources {
		out.List = append(out.List, junitProperty{"policies." + actions.Clean(s.Name), actions.Clean(sourceWords(s))})
	}
	return out
}

// junitTime is a time as the format has it, without a zone; "" for what is no time.
func junitTime(rfc3339 string) string {
	t, err := time.Parse(time.RFC3339, rfc3339)
	if err != nil {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05")
}

func junitSuiteOf(d decision.Decision, rules map[string]finding.Rule, at string) JUnitSuite {
	s := JUnitSuite{Name: actions.Clean(heading(d.Subject)), Time: "0", Timestamp: at}
	for _, c := range rulings(d) {
		test := junitCaseOf(d.Subject.ID, c, rules)
		s.Tests++
		switch {
		case test.Error != nil:
			s.Errors++
		case test.Failure != nil:
			s.Failures++
		case test.Skipped != nil:
			s.Skipped++
		}
		s.Cases = append(s.Cases, test)
	}
	return s
}

// ruling is the outcome of one rule with its findings.
type ruling struct {
	decision.Outcome
	findings []decision.Judged
}

// rulings lists the outcomes of a decision with their findings, and after them
// the rules that have findings but no outcome.
func rulings(d decision.Decision) []ruling {
	list := make([]ruling, 0, len(d.Outcomes))
	index := map[string]int{}
	for _, o := range d.Outcomes {
		if _, twice := index[o.Rule]; !twice {
			index[o.Rule] = len(list)
		}
		list = append(list, ruling{Outcome: o})
	}
	for _, j := range d.Findings {
		i, ok := index[j.Rule]
		if !ok {
			i = len(list)
			index[j.Rule] = i
			list = append(list, ruling{Outcome: decision.Outcome{Rule: j.Rule, State: decision.Warn}})
		}
		list[i].findings = append(list[i].findings, j)
	}
	return list
}

func junitCaseOf(subject string, c ruling, rules map[string]finding.Rule) JUnitCase {
	test := JUnitCase{ClassName: actions.Clean(subjectName(subject)), Name: cmp.Or(actions.Clean(c.Rule), "(no rule)"), Time: "0"}
	var denying, others []decision.Judged
	for _, j := range c.findings {
		if j.Denies() {
			denying = append(denying, j)
		} else {
			others = append(others, j)
		}
	}
	test.Out = junitText(others, rules)
	switch {
	case c.State == decision.Errored && c.Advisory:
		test.Skipped = &JUnitReason{Message: "advisory: " + actions.Clean(failure(c.Outcome))}
	case c.State.Unanswered():
		test.Error = &JUnitReason{Type: string(c.State), Message: actions.Clean(failure(c.Outcome)), Text: junitText(denying, rules)}
	case c.State == decision.Fail || len(denying) > 0:
		test.Failure = &JUnitReason{Type: "fail", Message: "rule failed"}
		if len(denying) > 0 {
			test.Failure.Message = actions.Clean(denying[0].Message)
			test.Failure.Text = junitText(denying, rules)
		}
		if n := len(denying); n > 1 {
			test.Failure.Message += fmt.Sprintf(" (and %d more)", n-1)
		}
	case c.State == decision.Waived:
		test.Skipped = &JUnitReason{Message: "waived"}
	case c.State == decision.Pending:
		test.Skipped = &JUnitReason{Message: "pending: the rule is not enforced yet"}
	case c.State == decision.Tolerated:
		test.Skipped = &JUnitReason{Message: toleratedReasons(c.findings)}
	case c.State == decision.NotApplicable && c.Off != "":
		test.Skipped = &JUnitReason{Message: "turned off: " + actions.Clean(c.Off)}
	case c.State == decision.NotApplicable:
		test.Skipped = &JUnitReason{Message: "does not apply"}
	case c.State != decision.Pass && c.State != decision.Warn:
		test.Error = &JUnitReason{Type: "error", Message: "unknown outcome " + actions.Clean(string(c.State)), Text: junitText(denying, rules)}
	}
	return test
}

// toleratedReasons says why the findings of a rule do not deny, each reason once.
func toleratedReasons(list []decision.Judged) string {
	var reasons []string
	for _, j := range list {
		if why := actions.Clean(tolerated(j)); why != "" && !slices.Contains(reasons, why) {
			reasons = append(reasons, why)
		}
	}
	return cmp.Or(strings.Join(reasons, "; "), "tolerated")
}

// junitText is findings as text of several clean lines.
func junitText(list []decision.Judged, rules map[string]finding.Rule) string {
	var b strings.Builder
	t := textWriter{w: bufio.NewWriter(&b), rules: rules}
	for _, j := range list {
		t.finding(j)
	}
	t.w.Flush() // a strings.Builder takes everything
	return b.String()
}

package report

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/decision"
)

// element is any XML element.
type element struct {
	name     string
	attrs    map[string]string
	children []*element
	text     string
}

// parseXML reads a document whole, and fails the test if it is not well-formed.
func parseXML(t *testing.T, doc string) *element {
	t.Helper()
	root := &element{}
	open := []*element{root}
	for dec := xml.NewDecoder(strings.NewReader(doc)); ; {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v in %.300q", err, doc)
		}
		top := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			e := &element{name: token.Name.Local, attrs: map[string]string{}}
			for _, a := range token.Attr {
				e.attrs[a.Name.Local] = a.Value
			}
			top.children = append(top.children, e)
			open = append(open, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			top.text += string(token)
		case xml.Comment, xml.Directive:
			t.Fatalf("%T in %.300q", token, doc)
		}
	}
	if len(root.children) != 1 {
		t.Fatalf("%d roots", len(root.children))
	}
	return root.children[0]
}

// junitShape is what jenkins-junit.xsd allows of the elements that we write:
// their attributes (those with ! are required) and their children.
var junitShape = map[string]struct{ attrs, children []string }{
	"testsuites": {[]string{"name", "time", "tests", "failures", "errors", "disabled"}, []string{"testsuite"}},
	"testsuite":  {[]string{"name!", "tests!", "failures", "errors", "skipped", "time", "timestamp", "hostname", "id", "package"}, []string{"properties", "testcase"}},
	"properties": {nil, []string{"property"}},
	"property":   {[]string{"name!", "value!"}, nil},
	"testcase":   {[]string{"name!", "classname", "time", "assertions", "status"}, []string{"skipped", "error", "failure", "system-out", "system-err"}},
	"skipped":    {[]string{"type", "message"}, nil},
	"error":      {[]string{"type", "message"}, nil},
	"failure":    {[]string{"type", "message"}, nil},
	"system-out": {nil, nil},
}

func checkJUnit(t *testing.T, e *element) {
	t.Helper()
	shape, ok := junitShape[e.name]
	if !ok {
		t.Fatalf("unknown element %s", e.name)
	}
	for name := range e.attrs {
		if !slices.Contains(shape.attrs, name) && !slices.Contains(shape.attrs, name+"!") {
			t.Errorf("%s has the attribute %s", e.name, name)
		}
	}
	for _, name := range shape.attrs {
		if name, required := strings.CutSuffix(name, "!"); required && e.attrs[name] == "" {
			t.Errorf("%s lacks the attribute %s", e.name, name)
		}
	}
	if len(shape.children) > 0 && strings.TrimSpace(e.text) != "" {
		t.Errorf("%s holds the text %q", e.name, e.text)
	}
	for _, c := range e.children {
		if !slices.Contains(shape.children, c.name) {
			t.Errorf("%s holds a %s", e.name, c.name)
		}
		checkJUnit(t, c)
	}
}

// checkJUnitCounts holds that the counts are those of what is there.
func checkJUnitCounts(t *testing.T, root *element) {
	t.Helper()
	total := map[string]int{}
	for _, suite := range root.children {
		n := map[string]int{}
		for _, test := range suite.children {
			if test.name != "testcase" {
				continue
			}
			n["tests"]++
			for _, c := range test.children {
				n[map[string]string{"failure": "failures", "error": "errors", "skipped": "skipped", "system-out": "out"}[c.name]]++
			}
		}
		for _, name := range []string{"tests", "failures", "errors", "skipped"} {
			total[name] += n[name]
			if suite.attrs[name] != strconv.Itoa(n[name]) {
				t.Errorf("%s: %s is %s, want %d", suite.attrs["name"], name, suite.attrs[name], n[name])
			}
		}
	}
	for _, name := range []string{"tests", "failures", "errors"} {
		if root.attrs[name] != strconv.Itoa(total[name]) {
			t.Errorf("%s is %s in all, want %d", name, root.attrs[name], total[name])
		}
	}
}

func TestJUnitShapeAndCounts(t *testing.T) {
	reports := map[string]Report{"empty": {}, "many": many(7, 5)}
	for _, name := range recorded {
		reports[name] = read(t, name)
	}
	for name, r := range reports {
		root := parseXML(t, render(t, "junit", r))
		checkJUnit(t, root)
		checkJUnitCounts(t, root)
		if len(root.children) != len(r.All()) {
			t.Errorf("%s: %d suites, want one for each of %d", name, len(root.children), len(r.All()))
		}
	}
}

// TestJUnitOfEachOutcome holds that no outcome that denies passes, whatever the
// findings say, and the other way round.
func TestJUnitOfEachOutcome(t *testing.T) {
	for state, want := range map[decision.State]string{
		decision.Pass: "", decision.Warn: "", decision.Waived: "skipped", decision.Pending: "skipped", decision.NotApplicable: "skipped",
		decision.Fail: "failure", decision.Errored: "error", "forgiven": "error",
	} {
		for _, findings := range []int{0, 3} {
			r := many(1, findings)
			r.Models[0].Outcomes[0].State = state
			test := parseXML(t, render(t, "junit", r)).children[0].children[0]
			got := ""
			for _, c := range test.children {
				if c.name != "system-out" {
					got += c.name
				}
			}
			want := want
			if findings > 0 && state != decision.Errored {
				want = "failure" // the first finding denies
			}
			if got != want {
				t.Errorf("outcome %s with %d findings is %q, want %q", state, findings, got, want)
			}
		}
	}
	r := many(1, 3)
	r.Models[0].Outcomes = nil
	if suite := parseXML(t, render(t, "junit", r)).children[0]; suite.attrs["failures"] != "1" || len(suite.children) != 1 {
		t.Errorf("a rule without an outcome gives %+v", suite.attrs)
	}
}

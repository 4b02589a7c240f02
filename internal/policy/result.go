package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// Bounds on what one rule may say of one input; beyond them it is in error.
const (
	maxFindings    = 100_000  // more than the lists of a document can have items that a rule speaks of
	maxFindingText = 32 << 20 // bytes of all messages together
)

// judge turns what one rule answered into its verdict.
type judge struct {
	rule     *compiledRule
	stage    finding.Stage
	locate   func(evidence.Anchor) (finding.Position, bool)
	fallback evidence.Anchor // where a conftest policy's findings are reported
}

// verdict reads an answer. A malformed member of deny is the rule's error; the
// well-formed ones are kept beside it, so that nothing is hidden.
func (j judge) verdict(a answer) finding.Verdict {
	v := finding.Verdict{Rule: j.rule.rule.ID, Error: a.err, Unfinished: a.unfinished}
	if v.Error != "" {
		return v
	}
	members, ok := a.deny.(ast.Set)
	if !ok {
		v.Error = "deny is " + kindOfValue(a.deny) + ", not a set"
		return v
	}
	if members.Len() > maxFindings {
		v.Error = fmt.Sprintf("too many findings from the rule: %d (limit: %d)", members.Len(), maxFindings)
		return v
	}
	var malformed []string
	text := 0
	for _, member := range members.Slice() {
		f, err := j.finding(member.Value)
		if err != nil {
			malformed = append(malformed, err.Error())
			continue
		}
		if text += len(f.Message) + len(f.Key) + len(f.Suggestion.Text); text > maxFindingText {
			malformed = append(malformed, fmt.Sprintf("its findings have too much text (limit: %d bytes)", maxFindingText))
			break
		}
		v.Findings = append(v.Findings, f)
	}
	applies, known := true, a.applies != nil
	if known {
		b, isBool := a.applies.(ast.Boolean)
		if applies = bool(b); !isBool {
			malformed = append(malformed, "applies is "+kindOfValue(a.applies)+", not true or false")
		}
	} else if j.rule.hasApplies {
		applies = false
	}
	if len(malformed) > 0 {
		slices.Sort(malformed)
		v.Error = strings.Join(slices.Compact(malformed), "; ")
	}
	v.Findings = finding.Sort(v.Findings)
	// A rule that denies applies, whatever it says of itself.
	v.NotApplicable = !applies && len(v.Findings) == 0 && v.Error == ""
	return v
}

// memberKeys are the keys of a member of deny.
var memberKeys = []string{"at", "key", "message", "related", "suggestion"}

// finding reads one member of deny.
func (j judge) finding(member ast.Value) (finding.Finding, error) {
	f := finding.Finding{Rule: j.rule.rule.ID, Severity: j.rule.rule.At(j.stage), Help: j.rule.rule.Remediation}
	object, isObject := member.(ast.Object)
	switch text, isText := member.(ast.String); {
	case j.rule.id.conftest && isText:
		object = ast.NewObject(ast.Item(ast.InternedTerm("message"), ast.NewTerm(text)))
	case !isObject:
		return f, fmt.Errorf("a member of deny is %s, not an object with at and message: %s", kindOfValue(member), shorten(member.String()))
	}
	if j.rule.id.conftest {
		object = fromConftest(object, j.fallback)
	} else if err := onlyKeys(object, memberKeys); err != nil {
		return f, fmt.Errorf("a member of deny %w", err)
	}
	var err error
	if f.Message, err = textOf(object, "message"); err != nil {
		return f, fmt.Errorf("a member of deny %w: %s", err, shorten(object.String()))
	}
	if f.At, err = j.place(object); err != nil {
		return f, fmt.Errorf("a member of deny %w: %s", err, shorten(object.String()))
	}
	if object.Get(ast.InternedTerm("key")) != nil {
		if f.Key, err = textOf(object, "key"); err != nil {
			return f, fmt.Errorf("a member of deny %w: %s", err, shorten(object.String()))
		}
	}
	if f.Related, err = j.related(object); err != nil {
		return f, err
	}
	f.Suggestion, err = suggestion(object)
	return f, err
}

// suggestions are what a rule may propose: {"rename_key": "license"}.
var suggestions = []string{string(finding.RenameKey), string(finding.ReplaceValue), string(finding.AddSection), string(finding.Remove)}

// suggestion reads the optional proposal of what should be there instead.
func suggestion(object ast.Object) (finding.Suggestion, error) {
	var s finding.Suggestion
	t := object.Get(ast.InternedTerm("suggestion"))
	if t == nil {
		return s, nil
	}
	proposal, ok := t.Value.(ast.Object)
	if !ok {
		return s, fmt.Errorf("suggestion of a member of deny is %s, not an object", kindOfValue(t.Value))
	}
	if err := onlyKeys(proposal, suggestions); err != nil {
		return s, fmt.Errorf("suggestion of a member of deny %w", err)
	}
	keys := proposal.Keys()
	if len(keys) > 1 {
		return s, fmt.Errorf("suggestion of a member of deny has %d keys, not one", len(keys))
	}
	for _, key := range keys {
		action := string(key.Value.(ast.String)) // onlyKeys has seen it
		text, err := textOf(proposal, action)
		if err != nil {
			return s, fmt.Errorf("suggestion of a member of deny %w", err)
		}
		s = finding.Suggestion{Action: finding.Action(action), Text: text}
	}
	return s, nil
}

func (j judge) place(object ast.Object) (finding.Position, error) {
	anchor, err := textOf(object, "at")
	if err != nil {
		return finding.Position{}, err
	}
	at, ok := j.locate(evidence.Anchor(anchor))
	if !ok {
		return finding.Position{}, fmt.Errorf("has the unknown position %q (use the at of an input value)", anchor)
	}
	return at, nil
}

// related reads the optional list of further places.
func (j judge) related(object ast.Object) ([]finding.Related, error) {
	t := object.Get(ast.InternedTerm("related"))
	if t == nil {
		return nil, nil
	}
	var items []*ast.Term
	switch v := t.Value.(type) {
	case *ast.Array:
		v.Foreach(func(item *ast.Term) { items = append(items, item) })
	case ast.Set:
		items = v.Slice()
	default:
		return nil, fmt.Errorf("related of a member of deny is %s, not a list", kindOfValue(v))
	}
	var out []finding.Related
	for _, item := range items {
		place, ok := item.Value.(ast.Object)
		if !ok {
			return nil, fmt.Errorf("related of a member of deny holds %s, not an object with at and message", kindOfValue(item.Value))
		}
		if err := onlyKeys(place, []string{"at", "message"}); err != nil {
			return nil, fmt.Errorf("related of a member of deny %w", err)
		}
		message, err := textOf(place, "message")
		if err != nil {
			return nil, fmt.Errorf("related of a member of deny %w", err)
		}
		at, err := j.place(place)
		if err != nil {
			return nil, fmt.Errorf("related of a member of deny %w", err)
		}
		out = append(out, finding.Related{Message: message, At: at})
	}
	return out, nil
}

// fromConftest gives a conftest result, {"msg": …} with whatever else, the
// form of a member of deny. Its other keys are details that are not reported.
func fromConftest(object ast.Object, fallback evidence.Anchor) ast.Object {
	out := ast.NewObject(ast.Item(ast.InternedTerm("at"), ast.StringTerm(string(fallback))))
	for from, to := range map[string]string{"msg": "message", "message": "message", "at": "at", "key": "key"} {
		if t := object.Get(ast.InternedTerm(from)); t != nil && (from != "message" || object.Get(ast.InternedTerm("msg")) == nil) {
			out.Insert(ast.InternedTerm(to), t)
		}
	}
	return out
}

// textOf returns a member that must be text and not blank.
func textOf(object ast.Object, key string) (string, error) {
	t := object.Get(ast.InternedTerm(key))
	if t == nil {
		return "", fmt.Errorf("has no %s", key)
	}
	s, ok := t.Value.(ast.String)
	switch {
	case !ok:
		_, isObject := t.Value.(ast.Object)
		if key == "at" && isObject {
			return "", fmt.Errorf("has an %s that is an object, not text; copy the %s of the fact", key, key)
		}
		return "", fmt.Errorf("has a %s that is %s, not text", key, kindOfValue(t.Value))
	case strings.TrimSpace(string(s)) == "":
		return "", fmt.Errorf("has an empty %s", key)
	}
	return string(s), nil
}

func onlyKeys(object ast.Object, keys []string) error {
	for _, t := range object.Keys() {
		s, ok := t.Value.(ast.String)
		if !ok || !slices.Contains(keys, string(s)) {
			return fmt.Errorf("has the key %s%s", t, finding.DidYouMean(string(s), keys))
		}
	}
	return nil
}

// null is the kind of the value that stands for none.
const null = "null"

func kindOfValue(v ast.Value) string {
	switch v.(type) {
	case ast.Null:
		return null
	case ast.Boolean:
		return "a truth value"
	case ast.Number:
		return "a number"
	case ast.String:
		return "text"
	case *ast.Array:
		return "an array"
	case ast.Object:
		return "an object"
	case ast.Set:
		return "a set"
	}
	return "no value"
}

// maxQuoted is the most characters of a value that is quoted.
const maxQuoted = 200

// shorten keeps a quoted value readable; what rules quote comes from anywhere.
func shorten(s string) string {
	runes := []rune(s)
	if len(runes) > maxQuoted {
		return string(runes[:maxQuoted]) + "…"
	}
	return s
}

package promotion

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// settings are the parameters of one promotion by who gave them. The model's
// own come from the proposal and may hold anything.
type settings struct {
	model    map[string]string // of the model's manifest
	defaults map[string]string // of the environment, which the model may change
	fixed    map[string]string // of the environment, which it may not
	uris     []string          // of the model's artifacts
}

// given reports whether somebody has set the parameter: its value is not the
// target's own default.
func (s settings) given(name string) bool {
	for _, from := range []map[string]string{s.fixed, s.model, s.defaults} {
		if _, ok := from[name]; ok {
			return true
		}
	}
	return false
}

// resolve gives every parameter of the target its value, in canonical form; a
// parameter without one is absent. The problems say what is wrong with the
// settings, in the order of target.yaml.
func (t Target) resolve(s settings) (map[string]string, []string) {
	problems := t.unknown(s.model)
	values := map[string]string{}
	for _, p := range t.Parameters {
		text, ok := p.choose(s, values)
		if !ok {
			if p.Required && p.applies(values) {
				problems = append(problems, p.missing(t.Name, s.uris))
			}
			continue
		}
		value, err := p.check(text, s.uris)
		if err != nil {
			problems = append(problems, fmt.Sprintf("parameter %s of target %s is %s: %v", p.Name, t.Name, quoted(text), err))
			continue
		}
		if own, ok := s.model[p.Name]; ok && s.fixed[p.Name] != "" {
			if same, err := p.check(own, s.uris); err != nil || same != value {
				problems = append(problems, fmt.Sprintf("parameter %s is fixed to %s in this environment, but the model sets %s", p.Name, quoted(value), quoted(own)))
			}
		}
		values[p.Name] = value
	}
	problems = append(problems, t.alone(values)...)
	return values, append(problems, t.outOfOrder(values)...)
}

// applies reports whether the other parameters are such that a required one is
// required.
func (p Parameter) applies(values map[string]string) bool {
	for name, allowed := range p.When {
		if value, ok := values[name]; !ok || len(allowed) > 0 && !slices.Contains(allowed, value) {
			return false
		}
	}
	return true
}

// alone reports the parameters that have no effect without others.
func (t Target) alone(values map[string]string) []string {
	var problems []string
	for _, p := range t.Parameters {
		_, set := values[p.Name]
		if _, ok := values[p.Requires]; set && p.Requires != "" && !ok {
			problems = append(problems, fmt.Sprintf("parameter %s has no effect without %s: set both, or neither", p.Name, p.Requires))
		}
	}
	return problems
}

// choose finds the text of a parameter: what the environment fixes, what the
// model asks for, what the environment prefers, what the target says.
func (p Parameter) choose(s settings, before map[string]string) (string, bool) {
	for _, from := range []map[string]string{s.fixed, s.model, s.defaults} {
		if text, ok := from[p.Name]; ok {
			return text, true
		}
	}
	for other, byValue := range p.DefaultBy {
		if text, ok := byValue[before[other]]; ok {
			return text, true
		}
	}
	if text, ok := before[p.DefaultFrom]; ok {
		return text, true
	}
	if p.Type == TypeArtifact && len(s.uris) == 1 {
		return s.uris[0], true
	}
	return p.Default, p.Default != ""
}

func (p Parameter) missing(target string, uris []string) string {
	if p.Type != TypeArtifact {
		return fmt.Sprintf("target %s requires the parameter %s: %s", target, p.Name, p.Description)
	}
	if len(uris) == 0 {
		return fmt.Sprintf("target %s requires the parameter %s, but none of the model's artifacts has a uri", target, p.Name)
	}
	return fmt.Sprintf("target %s requires the parameter %s, but %d artifacts have a uri; set the parameter to one of them", target, p.Name, len(uris))
}

// check returns the canonical form of a parameter's text, or what is wrong
// with it.
func (p Parameter) check(text string, uris []string) (string, error) {
	switch p.Type {
	case TypeInteger:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || strconv.FormatInt(n, 10) != text {
			return "", errors.New("it must be a whole number")
		}
		if n < p.Minimum || n > p.Maximum {
			return "", fmt.Errorf("it must be from %d to %d", p.Minimum, p.Maximum)
		}
		return text, nil
	case TypeQuantity:
		text, _, err := canonicalQuantity(text)
		return text, err
	case TypeArtifact:
		if !slices.Contains(uris, text) {
			return "", errors.New("it must be the uri of one of the model's artifacts, because nothing else was approved")
		}
	case TypeWords, TypePairs:
		return p.checkWords(text)
	}
	if len(p.Values) > 0 && !slices.Contains(p.Values, text) {
		return "", fmt.Errorf("it must be one of %s%s", strings.Join(p.Values, ", "), finding.DidYouMean(text, p.Values))
	}
	if p.Pattern != "" && !p.pattern.MatchString(text) {
		return "", fmt.Errorf("it does not match %s (%s)", p.Pattern, p.Description)
	}
	return text, nil
}

// maxWords bounds the words of one parameter.
const maxWords = 50

// checkWords returns words with one space between them. A name must be set once,
// and not by the target itself.
func (p Parameter) checkWords(text string) (string, error) {
	all := strings.Fields(text)
	if len(all) == 0 || len(all) > maxWords {
		return "", fmt.Errorf("it must have from 1 to %d words, separated by spaces", maxWords)
	}
	seen := map[string]bool{}
	for _, word := range all {
		name, _, pair := strings.Cut(word, "=")
		switch {
		case !p.pattern.MatchString(word):
			return "", fmt.Errorf("%s does not match %s (%s)", quoted(word), p.Pattern, p.Description)
		case p.Type == TypePairs && !pair:
			return "", fmt.Errorf("%s is not a name, an equals sign and a value", quoted(word))
		case slices.Contains(p.Reserved, name):
			return "", fmt.Errorf("%s is set by the target", quoted(name))
		case seen[name]:
			return "", fmt.Errorf("duplicate %s", quoted(name))
		}
		seen[name] = true
	}
	return strings.Join(all, " "), nil
}

// outOfOrder reports the parameters that are above the ones that bound them.
func (t Target) outOfOrder(values map[string]string) []string {
	var problems []string
	for _, p := range t.Parameters {
		low, hasLow := values[p.Name]
		high, hasHigh := values[p.NotAbove]
		if hasLow && hasHigh && p.above(low, high) {
			problems = append(problems, fmt.Sprintf("parameter %s is %s, which is above %s, %s", p.Name, low, p.NotAbove, high))
		}
	}
	return problems
}

// above compares two values of the parameter's type, in canonical form.
func (p Parameter) above(low, high string) bool {
	if p.Type == TypeQuantity {
		_, a, errA := canonicalQuantity(low)
		_, b, errB := canonicalQuantity(high)
		return errA != nil || errB != nil || a.Cmp(b) > 0
	}
	a, errA := strconv.ParseInt(low, 10, 64)
	b, errB := strconv.ParseInt(high, 10, 64)
	return errA != nil || errB != nil || a > b
}

package schema

import (
	"regexp"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// aliasKeyword is a keyword of our schemas that no validator looks at: beside an
// enum, words that people write for one of its words.
const aliasKeyword = "x-aliases"

// aliases collects what the schema says that people write for its words. A word
// stands for one thing in all of a schema.
func aliases(node any, of map[string]string) {
	switch n := node.(type) {
	case map[string]any:
		if words, ok := n[aliasKeyword].(map[string]any); ok {
			for alias, word := range words {
				of[alias], _ = word.(string)
			}
		}
		for _, v := range n {
			aliases(v, of)
		}
	case []any:
		for _, v := range n {
			aliases(v, of)
		}
	}
}

// meant is the clause that names the word that was probably meant for a value, of
// those that are allowed; "" if none is like it.
func (e *entry) meant(value any, allowed []string) string {
	word, ok := value.(string)
	if !ok {
		return ""
	}
	if alias := e.hints().aliases[strings.ToLower(word)]; slices.Contains(allowed, alias) {
		return finding.DidYouMean(alias, []string{alias})
	}
	return finding.DidYouMean(word, allowed)
}

// wordsOf are the fixed words among the alternatives of a pattern such as
// ^(a|b\.c|d.*)$: here a and b.c.
func wordsOf(pattern string) []string {
	inner := strings.TrimSuffix(strings.TrimPrefix(pattern, "^("), ")$")
	var words []string
	for _, alternative := range strings.Split(inner, "|") {
		if word := strings.ReplaceAll(alternative, `\.`, "."); word != "" && regexp.QuoteMeta(word) == alternative {
			words = append(words, word)
		}
	}
	return words
}

// samples collects, for each pattern of a schema, a value with a digit that a
// description names and the pattern takes: a regular expression alone tells few
// people what to write. Each description gives its first one.
func samples(node any, of map[string]string) {
	switch n := node.(type) {
	case map[string]any:
		pattern, _ := n["pattern"].(string)
		description, _ := n["description"].(string)
		if re, err := regexp.Compile(pattern); pattern != "" && err == nil {
			for _, word := range strings.Fields(description) {
				word = strings.Trim(word, "`\"',.;:()")
				if strings.ContainsAny(word, "0123456789") && re.MatchString(word) {
					if of[pattern] == "" || word < of[pattern] {
						of[pattern] = word // of one of several descriptions, whatever order they come in
					}
					break
				}
			}
		}
		for _, v := range n {
			samples(v, of)
		}
	case []any:
		for _, v := range n {
			samples(v, of)
		}
	}
}

package doctor

import "strings"

// simple is a command of a script: its words without their quotes, and what
// stands after it.
type simple struct {
	words   []string
	negated bool
	after   string // ";" (also for a line's end), "&&", "||", "|", "&", or "" at the end
}

// split parts a script into its commands, or says what of it is beyond a list
// of commands.
func split(script string) (list []simple, why string) {
	r := wordReader{rest: strings.ReplaceAll(script, "\r\n", "\n")}
	for r.rest != "" && r.why == "" {
		r.step()
	}
	r.end("")
	return r.list, r.why
}

// wordReader reads a script from its beginning.
type wordReader struct {
	rest   string
	list   []simple
	now    simple
	word   strings.Builder
	open   bool // a word has begun, if only with a quote
	skip   bool // the next word is where output goes
	why    string
	quoted bool // part of the word was in quotes: it is no keyword and no `!`
}

// operators of a list, the longer ones first.
var operators = []struct{ text, means string }{{"&&", "&&"}, {"||", "||"}, {"|&", "|"}, {";", ";"}, {"\n", ";"}, {"|", "|"}, {"&", "&"}}

func (r *wordReader) step() {
	switch c := r.rest[0]; {
	case strings.HasPrefix(r.rest, "${{"):
		r.why = "the script contains a GitHub expression"
	case strings.HasPrefix(r.rest, "$("), c == '`', strings.HasPrefix(r.rest, "<("), strings.HasPrefix(r.rest, ">("):
		r.why = "a command substitution is not followed"
	case c == '(' || c == ')':
		r.why = "a subshell or a function is not followed"
	case strings.HasPrefix(r.rest, "<<"):
		r.why = "a here-document is not followed"
	case strings.HasPrefix(r.rest, ";;"):
		r.why = "`case` is not followed"
	case c == ' ' || c == '\t':
		r.endWord()
		r.rest = r.rest[1:]
	case c == '#' && !r.open:
		_, after, found := strings.Cut(r.rest, "\n")
		r.rest = after
		if found {
			r.rest = "\n" + after
		}
	case c == '\'' || c == '"':
		r.quote(c)
	case strings.HasPrefix(r.rest, "\\\n"): // a line that goes on; of a comment it is only its end
		r.rest = r.rest[2:]
	case c == '\\' && len(r.rest) > 1:
		r.add(r.rest[1:2])
		r.quoted = true
		r.rest = r.rest[2:]
	case c == '<' || c == '>' || strings.HasPrefix(r.rest, "&>"):
		r.redirect()
	default:
		r.operatorOrText()
	}
}

func (r *wordReader) operatorOrText() {
	for _, o := range operators {
		if rest, ok := strings.CutPrefix(r.rest, o.text); ok {
			r.rest = rest
			r.end(o.means)
			return
		}
	}
	r.add(r.rest[:1])
	r.rest = r.rest[1:]
}

func (r *wordReader) add(text string) {
	r.word.WriteString(text)
	r.open = true
}

// quote reads what stands in quotes. In double quotes, what a shell would
// work out is beyond a list of commands too.
func (r *wordReader) quote(mark byte) {
	for i := 1; i < len(r.rest); i++ {
		switch {
		case r.rest[i] == mark:
			r.add(r.rest[1:i])
			r.quoted = true
			r.rest = r.rest[i+1:]
			return
		case mark == '"' && (r.rest[i] == '`' || r.rest[i] == '\\' || strings.HasPrefix(r.rest[i:], "$(")), strings.HasPrefix(r.rest[i:], "${{"):
			r.why = "an expansion in quotes is not followed"
			return
		}
	}
	r.why = "a quote is not closed"
}

// redirect reads where output goes, which no exit code depends on.
func (r *wordReader) redirect() {
	if strings.Trim(r.word.String(), "0123456789") == "" {
		r.word.Reset()
		r.open = false
	} else {
		r.endWord()
	}
	r.rest = strings.TrimLeft(r.rest, "<>&|")
	r.skip = true
}

func (r *wordReader) endWord() {
	if !r.open {
		return
	}
	word := r.word.String()
	switch {
	case r.skip:
	case word == "!" && !r.quoted && len(r.now.words) == 0:
		r.now.negated = true
	default:
		r.now.words = append(r.now.words, word)
	}
	r.word.Reset()
	r.open, r.skip, r.quoted = false, false, false
}

// end ends a command. An operator at the end of a line goes on in the next.
func (r *wordReader) end(operator string) {
	r.endWord()
	if len(r.now.words) == 0 && !r.now.negated {
		if n := len(r.list); n > 0 && r.list[n-1].after == ";" && operator == "" {
			r.list[n-1].after = ""
		}
		return
	}
	r.now.after = operator
	r.list = append(r.list, r.now)
	r.now = simple{}
}

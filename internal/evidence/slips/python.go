package slips

import (
	"bytes"
	"slices"
	"strings"
)

const (
	maxPythonTokens = 20_000 // of a block of Python
	maxBound        = 200    // tokens that one keyword binds
)

// pythonToken is a name ('n'), a number ('0'), a text ('"'), the end of a statement ('\n') or a
// sign, which is its own kind, of Python.
type pythonToken struct {
	kind  byte
	text  string
	at    int
	depth int // how many brackets are open around it
}

// pythonReader cuts a block of Python into its tokens, up to where it is torn: at a bracket that
// nothing closes or opens, or at a text without an end. Torn is -1 if it is not.
type pythonReader struct {
	code    []byte
	tokens  []pythonToken
	open    []int // where the brackets are that are not closed
	torn    int
	isStart bool // of a line
}

const opening, closing = "([{", ")]}"

// readPython reads a block of Python.
func readPython(code []byte) *pythonReader {
	r := &pythonReader{code: code, torn: -1, isStart: true}
	for i := 0; i < len(code); {
		if len(r.tokens) == maxPythonTokens {
			return r
		}
		if i = r.next(i); i < 0 {
			return r
		}
	}
	if len(r.open) > 0 {
		r.torn = r.open[0]
	}
	r.add('\n', len(code), len(code))
	return r
}

func (r *pythonReader) add(kind byte, from, to int) int {
	r.tokens = append(r.tokens, pythonToken{kind, string(r.code[from:to]), from, len(r.open)})
	return to
}

// next reads what begins at an offset, and is where it ends; -1 if the code is torn.
func (r *pythonReader) next(from int) int {
	c := r.code[from]
	isStart := r.isStart && len(r.open) == 0
	r.isStart = c == '\n' || r.isStart && (c == ' ' || c == '\t')
	switch {
	case c == '\n':
		if len(r.open) == 0 {
			r.add('\n', from, from+1)
		}
		return from + 1
	case c == '\\':
		return from + 1 + max(0, bytes.IndexByte(r.code[from+1:], '\n')+1)
	case c == '#', isStart && strings.IndexByte("!%$?", c) >= 0: // a comment, or a command
		return r.skip(from, func(c byte) bool { return c != '\n' })
	case isNameByte(c):
		to := r.skip(from, func(c byte) bool { return isNameByte(c) || isDigit(c) })
		if to < len(r.code) && (r.code[to] == '"' || r.code[to] == '\'') && strings.Trim(strings.ToLower(string(r.code[from:to])), "rbfu") == "" {
			return to // what stands before a text
		}
		return r.add('n', from, to)
	case isDigit(c):
		return r.add('0', from, r.skip(from, func(c byte) bool { return isNameByte(c) || isDigit(c) || c == '.' }))
	case c == '"' || c == '\'':
		to := endOfText(r.code, from)
		if to < 0 {
			r.torn = from
			return -1
		}
		return r.add('"', from, to)
	case strings.IndexByte(opening+closing, c) >= 0:
		return r.bracket(from)
	case c == ' ' || c == '\t' || c == '\r':
		return from + 1
	}
	to := from + 1
	for to < len(r.code) && to-from < 3 && strings.IndexByte("=*/<>!:-", c) >= 0 && strings.IndexByte("=*/>", r.code[to]) >= 0 {
		to++
	}
	return r.add(c, from, to)
}

func (r *pythonReader) skip(from int, is func(byte) bool) int {
	for from < len(r.code) && is(r.code[from]) {
		from++
	}
	return from
}

func (r *pythonReader) bracket(at int) int {
	c, last := r.code[at], len(r.open)-1
	if strings.IndexByte(opening, c) >= 0 {
		r.add(c, at, at+1)
		r.open = append(r.open, at)
		return at + 1
	}
	if last < 0 || strings.IndexByte(opening, r.code[r.open[last]]) != strings.IndexByte(closing, c) {
		if r.torn = at; last >= 0 {
			r.torn = r.open[last]
		}
		return -1
	}
	r.open = r.open[:last]
	return r.add(c, at, at+1)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isNameByte(c byte) bool {
	return c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80
}

// endOfText is where the text ends that begins with the quote at an offset; -1 if it has no end.
func endOfText(code []byte, at int) int {
	quote := code[at : at+1]
	if long := bytes.Repeat(quote, 3); bytes.HasPrefix(code[at:], long) {
		quote = long
	}
	for i := at + len(quote); i < len(code); i++ {
		switch {
		case code[i] == '\\':
			if i++; i+1 < len(code) && code[i] == '\r' && code[i+1] == '\n' {
				i++
			}
		case bytes.HasPrefix(code[i:], quote):
			return i + len(quote)
		case code[i] == '\n' && len(quote) == 1:
			return -1
		}
	}
	return -1
}

// withoutPrompts is code with blanks in place of prompts, and of what answers them.
func withoutPrompts(code []byte) []byte {
	if !bytes.HasPrefix(bytes.TrimSpace(code), []byte(">>>")) {
		return code
	}
	out := bytes.Clone(code)
	at := 0
	for line := range bytes.Lines(code) {
		bare := bytes.TrimLeft(line, " \t")
		blank := len(line)
		for _, prompt := range []string{">>>", "..."} {
			if bytes.HasPrefix(bare, []byte(prompt)) {
				blank = len(line) - len(bare) + len(prompt)
			}
		}
		for i := at; i < at+blank; i++ {
			if out[i] != '\n' {
				out[i] = ' '
			}
		}
		at += len(line)
	}
	return out
}

// pythonNames are the names that Python binds, and where it uses others.
type pythonNames struct {
	bound map[string]bool
	used  []usedName
}

// usedName is a name that code uses, with the signs right before and behind it.
type usedName struct {
	name          string
	at            int
	before, after string
}

// read takes the names from code, statement by statement.
func (n *pythonNames) read(tokens []pythonToken) {
	isEnd := func(t pythonToken) bool { return t.kind == '\n' || t.kind == ';' }
	for len(tokens) > 0 {
		end := slices.IndexFunc(tokens, isEnd)
		if end < 0 {
			end = len(tokens)
		}
		if end > 0 {
			n.statement(tokens[:end])
		}
		tokens = tokens[min(end+1, len(tokens)):]
	}
}

func (n *pythonNames) bind(tokens []pythonToken) {
	for _, t := range tokens {
		if t.kind == 'n' {
			n.bound[t.text] = true
		}
	}
}

func (n *pythonNames) statement(tokens []pythonToken) {
	switch tokens[0].text {
	case "case", "global", "nonlocal", "import", "from":
		n.bind(tokens) // whatever they have is a name
		return
	}
	assigned := -1 // behind the last name that the statement assigns
	for i, t := range tokens {
		if t.depth == tokens[0].depth && (t.text == "=" || t.kind == ':' && i == 1) {
			assigned = i
		}
	}
	for i := 0; i < len(tokens); i++ {
		if tokens[i].kind == 'n' {
			i = n.word(tokens, i, assigned)
		}
	}
}

// word takes a name, or what a keyword binds, and is the last token that it took.
func (n *pythonNames) word(tokens []pythonToken, i, assigned int) int {
	t := tokens[i]
	until := func(ends ...string) int {
		j := i + 1
		for j < len(tokens) && j-i < maxBound && !(tokens[j].depth <= t.depth && slices.Contains(ends, tokens[j].text)) {
			j++
		}
		n.bind(tokens[i+1 : j])
		return j
	}
	near := func(by int) string {
		if i+by < 0 || i+by >= len(tokens) {
			return ""
		}
		return tokens[i+by].text
	}
	isArgument := t.depth > tokens[0].depth && near(1) == "="
	switch {
	case t.text == "def", t.text == "lambda" && near(-1) != ".", t.text == "class":
		return until(":")
	case t.text == "for":
		return until("in")
	case t.text == "as":
		until(":", ",", ")")
	case near(1) == ":=", i < assigned && !slices.Contains([]string{".", "(", "["}, near(1)) && !isArgument && near(-1) != ".":
		n.bound[t.text] = true
	case near(-1) == ".", isArgument, isPythonWord(t.text):
	default:
		n.used = append(n.used, usedName{t.text, t.at, near(-1), near(1)})
	}
	return i
}

// pythonWords are keywords of Python, and names that it has without an import.
const pythonWords = " False None True and assert async await break case continue del elif else except finally from global if import in is match nonlocal not or pass raise return try while with yield self cls _ " +
	"abs all any ascii bin bool bytearray bytes callable chr classmethod compile complex delattr dict dir display divmod enumerate eval exec exit filter float format frozenset getattr get_ipython globals hasattr hash help hex id input int isinstance issubclass iter len list locals map max memoryview min next object oct open ord pow print property quit range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip Ellipsis NotImplemented KeyboardInterrupt StopIteration SystemExit "

func isPythonWord(name string) bool {
	return strings.Contains(pythonWords, " "+name+" ") || strings.HasPrefix(name, "__") || strings.HasSuffix(name, "Error") || strings.HasSuffix(name, "Exception") || strings.HasSuffix(name, "Warning")
}

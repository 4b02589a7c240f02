package slips

import (
	"bytes"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// misread is where a block of Python lacks a comma or is indented as no block is; -1 if nowhere.
func misread(code []byte, tokens []pythonToken) int {
	if at := missingComma(code, tokens); at >= 0 || !passage.Imported.Match(code) || bytes.Contains(code, []byte(">>>")) {
		return at
	}
	return strayIndent(code, tokens)
}

// missingComma is the value of an argument that the next line follows with another argument, and
// no comma; -1 if there is none.
func missingComma(code []byte, tokens []pythonToken) int {
	for i := 0; i+2 < len(tokens); i++ {
		value, name := tokens[i], tokens[i+1]
		isValue := value.kind == '0' || value.kind == '"' || value.kind == 'n' && !isPythonWord(value.text) && value.text != "lambda" || strings.Contains(" True False None ", " "+value.text+" ") || value.kind == ')' || value.kind == ']'
		if isValue && name.depth > 0 && value.depth == name.depth && name.kind == 'n' && tokens[i+2].text == "=" && tokens[i+2].depth == name.depth && bytes.IndexByte(code[value.at:name.at], '\n') >= 0 {
			start := bytes.LastIndexByte(code[:value.at], '\n') + 1
			return start + len(code[start:]) - len(bytes.TrimLeft(code[start:], " \t"))
		}
	}
	return -1
}

// strayIndent is a line of Python that is indented further than the one above it, which begins no
// block, or less far than any line of a block that it is in; -1 if there is none, or the block has tabs.
func strayIndent(code []byte, tokens []pythonToken) int {
	var open []int // how far the blocks are indented
	before, isEntered := -1, false
	for i, t := range tokens {
		if t.kind == '\n' || i > 0 && tokens[i-1].kind != '\n' {
			continue
		}
		start := bytes.LastIndexByte(code[:t.at], '\n') + 1
		indent := t.at - start
		if len(bytes.Trim(code[start:t.at], " ")) > 0 || t.kind == '.' {
			return -1 // tabs, or what is left out
		}
		wasEntered := isEntered
		last := i
		for last+1 < len(tokens) && tokens[last+1].kind != '\n' {
			last++
		}
		isEntered = tokens[last].kind == ':'
		switch top := len(open) - 1; {
		case top < 0 || wasEntered && indent > open[top]:
			open = append(open, indent)
		case indent > open[top]:
			if indent%4 == 0 && open[top]%4 != 0 {
				return before // which is the only one that is not like the others
			}
			return t.at
		case wasEntered || indent < open[0]:
			return -1 // a block of comments alone, or another piece of code
		default:
			for len(open) > 0 && open[len(open)-1] > indent {
				open = open[:len(open)-1]
			}
			if len(open) == 0 || open[len(open)-1] != indent {
				return t.at
			}
		}
		before = t.at
	}
	return -1
}

// renamed is a name that nothing binds, used right behind a line that gives the result of a call
// to a name that nothing uses; nil if there is none, or more than one.
func renamed(tokens []pythonToken, own []usedName, bound map[string]bool, counts map[string]int) *usedName {
	var found *usedName
	for i := range own {
		if u := &own[i]; !bound[u.name] && u.before != "<" {
			if found != nil && found.name != u.name {
				return nil
			}
			if found == nil {
				found = u
			}
		}
	}
	if found == nil || found.after == "(" && found.before != "(" {
		return nil
	}
	for i := 2; i+2 < len(tokens); i++ {
		if tokens[i].at >= found.at {
			return nil
		}
		isStart := i == 0 || tokens[i-1].kind == '\n'
		if !isStart || tokens[i].kind != 'n' || tokens[i+1].text != "=" || tokens[i+2].kind != 'n' || counts[tokens[i].text] != 1 {
			continue
		}
		end, isCall := i, false
		for ; end < len(tokens) && tokens[end].kind != '\n'; end++ {
			isCall = isCall || tokens[end].kind == '('
		}
		for end < len(tokens) && tokens[end].kind == '\n' {
			end++
		}
		next := end
		for next < len(tokens) && tokens[next].kind != '\n' {
			next++
		}
		if isCall && end < len(tokens) && found.at >= tokens[end].at && (next >= len(tokens) || found.at < tokens[next].at) {
			return found
		}
	}
	return nil
}

package slips

import (
	"bytes"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// given is a name that code gives to a model, or to what prepares its input.
	given = pattern.New(`(?:\.(?:encode|map|predict|transform)|\b(?:tokenizer|model|pipe|pipeline|classifier|processor))\(\s*([a-z_]\w{2,40})\s*[,)]`)
	// defined is a list or a function to which code gives a name.
	defined  = pattern.New(`(?m)^(?:([a-z_]\w{2,40})\s*=\s*\[|def ([a-z_]\w{2,40})\()`)
	codeWord = pattern.New(`[A-Za-z_]\w*`)
	// entered is a line of Python below which a block begins.
	entered = pattern.New(`^(?:async )?(def|class|if|for|while|with|try|else|elif|except|finally)\b`)
)

// undefined finds Python that uses a name that no code of the card has again, and has another
// that it does not use; and results of functions that are outside of them.
func undefined(d *document.Document, add func(evidence.Anchor, evidence.GapKind, string)) {
	counts := map[string]int{}
	blocks := passage.CodeBlocks(d)
	for _, b := range blocks {
		for _, at := range codeWord.FindAllStringIndex(string(d.Source[b.Start:b.End]), 20_000) {
			counts[string(d.Source[b.Start+at[0]:b.Start+at[1]])]++
		}
	}
	for _, b := range blocks {
		open := d.Source[bytes.LastIndexByte(d.Source[:max(0, b.Start-1)], '\n')+1 : b.Start]
		code := d.Source[b.Start:b.End]
		if !pythonFence.Match(open) || bytes.Contains(code, []byte(">>>")) {
			continue
		}
		if at, end := strayReturn(code); at >= 0 {
			add(passage.AnchorAt(d, b.Start+at), evidence.GapReturn, shortened(string(code[at:end])))
		}
		if !passage.Imported.Match(code) || importsAll.Match(code) {
			continue
		}
		isIdle := false
		for _, m := range defined.FindAllStringSubmatch(string(code), passage.MaxNames) {
			isIdle = isIdle || m[1] != "" && timesIn(code, m[1]) == 1 || m[2] != "" && counts[m[2]] == 1
		}
		for _, m := range given.FindAllSubmatchIndex(code, passage.MaxNames) {
			if name := string(code[m[2]:m[3]]); isIdle && counts[name] == 1 {
				add(passage.AnchorAt(d, b.Start+m[2]), evidence.GapName, name)
			}
		}
	}
}

// timesIn is how often code has a name.
func timesIn(code []byte, name string) int {
	n := 0
	for _, found := range codeWord.FindAllString(string(code), 20_000) {
		if found == name {
			n++
		}
	}
	return n
}

// strayReturn is a line that returns something behind the end of the function above it, and in
// no other; -1 if there is none.
func strayReturn(code []byte) (int, int) {
	type block struct {
		indent int
		isDef  bool
	}
	var open []block
	depth, before, lastDef, offset := 0, 0, -1, 0
	for raw := range strings.Lines(string(code)) {
		start := offset
		offset += len(raw)
		line := strings.TrimSpace(raw)
		if strings.Contains(line, `"""`) || strings.Contains(line, `'''`) || strings.HasPrefix(raw, "\t") {
			return -1, -1 // texts may have anything
		}
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		isNew := depth == 0
		depth = max(0, depth+strings.Count(line, "(")+strings.Count(line, "[")+strings.Count(line, "{")-strings.Count(line, ")")-strings.Count(line, "]")-strings.Count(line, "}"))
		if !isNew {
			continue
		}
		indent := len(raw) - len(strings.TrimLeft(raw, " "))
		inDef := false
		for len(open) > 0 && open[len(open)-1].indent >= indent {
			open = open[:len(open)-1]
		}
		for _, b := range open {
			inDef = inDef || b.isDef
		}
		if strings.HasPrefix(line, "return ") && !inDef && lastDef >= indent && before > indent {
			return start + indent, start + indent + len(line)
		}
		if m := entered.FindStringSubmatch(line); m != nil {
			open = append(open, block{indent, m[1] == "def"})
			if m[1] == "def" {
				lastDef = indent
			}
		}
		before = indent
	}
	return -1, -1
}

package slips

import (
	"bytes"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

const (
	minPlaced  = 8 // bytes of a line that is found again by its words
	minSpelled = 5 // bytes of a name that may be another one misspelled
)

var (
	// className is how Python names classes.
	className = pattern.New(`^[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*$`)
	// libraryNames are functions and modules that Python has only by an import.
	libraryNames = pattern.New(`^(?:pipeline\(|load_dataset\(|load_image\(|snapshot_download\(|hf_hub_download\(|set_seed\(|export_to_video\(|[wc]er\(|(?:cos_sim|cosine_similarity|accuracy_score|f1_score|classification_report)\(|(?:os|io|sys|re|json|warnings|sf|nn|F)\.)$`)
	// otherFence opens a block of code of another language than Python.
	otherFence = pattern.New("(?i)^ {0,3}(?:`{3,}|~{3,}) *(json|ya?ml|bash|sh|shell|console|bibtex|html|xml|toml|sql|c|cpp|latex)\\s*$")
	// bareFence opens a block of code that does not say its language.
	bareFence = pattern.New("^ {0,3}(?:`{3,}|~{3,})\\s*$")
	// importFirst is a statement of Python with which code begins.
	importFirst = pattern.New(`^(?:\s|#[^\n]*\n)*(?:from [A-Za-z_][\w.]* import [\w(*]|import [a-z_][\w.]*(?: as \w+)?\s*\n)`)
)

// python finds blocks of Python that are torn or marked as another language, and names that they
// use and no code of the card binds. Names of what readers are to put in are no fault.
func python(d *document.Document, add func(int, evidence.GapKind, string)) {
	names, counts := pythonNames{bound: map[string]bool{}}, map[string]int{}
	blocks := passage.CodeBlocks(d)
	read := make([]*pythonReader, len(blocks))
	for i, b := range blocks {
		read[i] = readPython(withoutPrompts(d.Source[b.Start:b.End]))
		names.read(read[i].tokens)
		for _, word := range codeWord.FindAllString(string(d.Source[b.Start:b.End]), maxPythonTokens) {
			counts[word]++
		}
		if torn := read[i].torn; torn >= 0 { // what it binds behind that is unknown
			for _, name := range codeWord.FindAllString(string(d.Source[b.Start+torn:b.End]), maxPythonTokens) {
				names.bound[name] = true
			}
		}
	}
	for i, b := range blocks {
		open, code := d.Source[bytes.LastIndexByte(d.Source[:max(0, b.Start-1)], '\n')+1:b.Start], d.Source[b.Start:b.End]
		if m := otherFence.FindSubmatch(open); m != nil && importFirst.Match(code) {
			add(b.Start+len(code)-len(bytes.TrimLeft(code, " \t\r\n")), evidence.GapFence, string(m[1]))
		}
		isMarked := pythonFence.Match(open)
		if own := (pythonNames{bound: map[string]bool{}}); read[i].torn < 0 && (isMarked || bareFence.Match(open)) && importFirst.Match(code) && !importsAll.Match(code) {
			own.read(read[i].tokens)
			if u := renamed(read[i].tokens, own.used, names.bound, counts); u != nil {
				names.bound[u.name] = true // it is told once
				add(b.Start+u.at, evidence.GapName, u.name)
			}
		}
		hasImport, wrong := passage.Imported.Match(code), misread(code, read[i].tokens)
		switch {
		case !isMarked:
		case read[i].torn >= 0:
			if at, line := tornLine(code, read[i].torn, hasImport); at >= 0 {
				add(b.Start+at, evidence.GapSyntax, line)
			}
		case wrong >= 0:
			line, _, _ := bytes.Cut(code[wrong:], []byte("\n"))
			add(b.Start+wrong, evidence.GapSyntax, shortened(string(line)))
		case hasImport && !importsAll.Match(code):
			own := pythonNames{bound: map[string]bool{}}
			own.read(read[i].tokens)
			n := 0
			for _, u := range own.used {
				if bound := names.bound[u.name]; bound || n == passage.MaxNames {
					continue
				}
				n++
				if kind := faultOf(u, names.bound); kind != "" && !bytes.Contains(d.Source, []byte("import "+u.name)) {
					add(b.Start+u.at, kind, u.name)
				}
			}
		}
	}
}

// tornLine is the line at which code is torn; -1 if that may be meant: an excerpt, a session with
// answers, or a long text, which may hold the fence that ends the block.
func tornLine(code []byte, at int, hasImport bool) (int, string) {
	isQuote := code[at] == '"' || code[at] == '\''
	bare := bytes.TrimRight(code, " \t\r\n")
	if isQuote && (!hasImport || bytes.HasPrefix(code[at+1:], code[at:at+1])) || bytes.Contains(code, []byte(">>>")) || bytes.HasSuffix(bare, []byte("...")) || bytes.HasSuffix(bare, []byte("…")) {
		return -1, ""
	}
	start, end := bytes.LastIndexByte(code[:at], '\n')+1, len(code)
	if n := bytes.IndexByte(code[at:], '\n'); n >= 0 {
		end = at + n
	}
	line := bytes.TrimSpace(code[start:end])
	for len(bytes.TrimSpace(code[start:end])) < minPlaced && start > 0 {
		start, end = bytes.LastIndexByte(code[:start-1], '\n')+1, start-1
	}
	return start, shortened(string(line))
}

// faultOf is what is wrong with a name that no code binds, "" if readers may have to define it.
func faultOf(u usedName, bound map[string]bool) evidence.GapKind {
	if u.before == "<" {
		return ""
	}
	if className.MatchString(u.name) && (u.after == "." || u.after == "(") || libraryNames.MatchString(u.name+u.after) {
		return evidence.GapImport
	}
	if u.before == "**" || !strings.Contains(u.name, "_") && u.after != "(" && isShort(u.name, bound) || isMisspelled(u.name, bound) {
		return evidence.GapName
	}
	return ""
}

// isMisspelled reports whether a name that code binds has one letter more or less, or two that
// are exchanged.
func isMisspelled(name string, bound map[string]bool) bool {
	if len(name) < minSpelled {
		return false
	}
	for known := range bound {
		if len(known) >= minSpelled && isOneOff(name, known) {
			return true
		}
	}
	return false
}

// isOneOff reports whether two words differ in one letter that one of them lacks, or in two next
// to each other that are exchanged.
func isOneOff(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
	}
	return len(a)+1 == len(b) && a[i:] == b[i+1:]
}

// isShort reports whether code binds one name that ends as another does.
func isShort(name string, bound map[string]bool) bool {
	n := 0
	for known := range bound {
		if strings.HasSuffix(known, "_"+name) {
			n++
		}
	}
	return n == 1
}

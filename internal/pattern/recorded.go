package pattern

import (
	_ "embed"
	"encoding/hex"
	"hash/fnv"
	"slices"
	"strings"
)

// words has what the expressions of the program require, so that a process compiles only
// those that may match what it reads: in a line each, in order, the hash of the source and
// the words, between tabs (go test ./internal -run Patterns -update). An expression that is
// not in it is compiled.
//
//go:embed words.txt
var words string

// Record is the text of words.txt for some expressions.
func Record(sources []string) string {
	lines := []string{}
	for _, source := range sources {
		if required := Words(source); required != nil && !strings.ContainsAny(strings.Join(required, ""), "\t\n") {
			lines = append(lines, key(source)+"\t"+strings.Join(required, "\t")+"\n")
		}
	}
	slices.Sort(lines)
	return strings.Join(slices.Compact(lines), "")
}

// key tells expressions apart.
func key(source string) string {
	hash := fnv.New64a()
	hash.Write([]byte(source))
	return hex.EncodeToString(hash.Sum(nil))
}

// recall is the recorded sieve of an expression, nil if there is none.
func recall(source string) *sieve {
	line := lineOf(words, key(source))
	if line == "" {
		return nil
	}
	s := sieveOf(strings.Split(line, "\t")[1:])
	s.anchored = isAnchored(source)
	return s
}

// lineOf is the line, without its break, of a sorted list that begins with a key.
func lineOf(list, key string) string {
	for list != "" {
		start := strings.LastIndexByte(list[:len(list)/2], '\n') + 1
		end := start + strings.IndexByte(list[start:], '\n')
		switch line := list[start:end]; {
		case strings.HasPrefix(line, key):
			return line
		case line < key:
			list = list[end+1:]
		default:
			list = list[:start]
		}
	}
	return ""
}

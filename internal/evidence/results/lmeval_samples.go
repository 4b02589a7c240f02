package results

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// formatLMEvalSamples is what lm-evaluation-harness writes with --log_samples:
// JSON Lines with one row for each example and filter. A row names its metrics
// (metrics), and has the value of each under its name (lm_eval/evaluator.py,
// EleutherAI/lm-evaluation-harness).
const formatLMEvalSamples = "lm-eval-samples"

// readLMEvalSamples reads the rows one at a time: a row is looked at and
// forgotten, so that memory grows with the number of examples and not with
// their texts. An example is known by doc_hash, which is that of its content,
// and in older files by doc_id.
func readLMEvalSamples(c *sampleCollector, src io.Reader, r evidence.Result) error {
	lines := bufio.NewScanner(src)
	lines.Buffer(make([]byte, 0, 64<<10), maxSampleLine)
	var ids []rowID
	filter := r.Setting("filter")
	row := -1
	var s lmEvalSample
	for n := 1; len(c.findings) == 0 && lines.Scan(); n++ {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		row++
		s = lmEvalSample{}
		if problem := s.read(line, r.Metric); problem != "" {
			c.fail(n, pointerOf(row, ""), problem)
			break
		}
		if filter != "" && s.filter != "" && s.filter != filter {
			continue
		}
		value, problem := s.number(r.Metric)
		key := s.key()
		switch {
		case problem != "":
			c.fail(n, pointerOf(row, r.Metric), problem)
		case key == "":
			c.fail(n, pointerOf(row, "doc_id"), "the row has neither doc_hash nor doc_id: it cannot be paired with another run")
		default:
			if s.id != "" {
				ids = append(ids, rowID{s.id, n, row})
			}
			if c.add(n, key, value) {
				c.values[len(c.values)-1].Target = s.target
			}
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		c.fail(row+2, "", fmt.Sprintf("a row has more than %d MiB", maxSampleLine>>20))
	case err != nil:
		return err
	}
	if twice, ok := firstRepeated(ids); ok { // it stands before whatever else is wrong
		c.findings = nil
		c.fail(twice.line, pointerOf(twice.row, "doc_id"), fmt.Sprintf("a second row has the doc_id %s", twice.id))
	}
	return nil
}

// rowID is the doc_id of a row, and where it stands.
type rowID struct {
	id        string
	line, row int
}

// firstRepeated is the first row, in the order of the file, whose id another row
// before it has. It sorts the rows.
func firstRepeated(ids []rowID) (first rowID, ok bool) {
	slices.SortFunc(ids, func(a, b rowID) int { return cmp.Or(strings.Compare(a.id, b.id), a.line-b.line) })
	for i := 1; i < len(ids); i++ {
		if ids[i].id == ids[i-1].id && (!ok || ids[i].line < first.line) {
			first, ok = ids[i], true
		}
	}
	return first, ok
}

// lmEvalSample is what is kept of one row.
type lmEvalSample struct {
	hash, id, filter string
	target           string // digest of the answer that is expected
	value            []byte // the metric's, as written: a part of the row's own bytes
}

func (s *lmEvalSample) key() string {
	if s.hash != "" {
		return s.hash
	}
	return s.id
}

// read takes the members that count out of a row, and says what is wrong with
// it. What no comparison needs (the example's texts) is passed over unread.
func (s *lmEvalSample) read(line []byte, metric string) (problem string) {
	ok := eachMember(line, func(key, value []byte) {
		text := func(into *string) {
			if *into != "" {
				problem = fmt.Sprintf("duplicate key %q", key)
			}
			if isPlainText(value) {
				*into = string(value[1 : len(value)-1])
				return
			}
			*into = string(value)
			if value[0] == '"' && json.Unmarshal(value, into) != nil {
				problem = fmt.Sprintf("the value of %q is not JSON", key)
			}
		}
		switch string(key) {
		case "doc_hash":
			text(&s.hash)
		case "filter":
			text(&s.filter)
		case "target_hash":
			text(&s.target)
		case "doc_id":
			text(&s.id)
		}
		if string(key) == metric {
			if s.value != nil {
				problem = fmt.Sprintf("duplicate key %q", key)
			}
			s.value = value
		}
	})
	if !ok {
		return "the row is no JSON object"
	}
	return problem
}

// isPlainText reports whether a value is a text in quotes that stands for itself:
// printable ASCII without escapes.
func isPlainText(value []byte) bool {
	if len(value) < 2 || value[0] != '"' {
		return false
	}
	for _, c := range value[1 : len(value)-1] {
		if c < ' ' || c > '~' || c == '\\' {
			return false
		}
	}
	return true
}

// number is the metric's value. Truth values count as 1 and 0, as the harness
// itself averages them.
func (s *lmEvalSample) number(metric string) (float64, string) {
	switch text := string(s.value); {
	case text == "":
		return 0, fmt.Sprintf("the row has no value for %q", metric)
	case text == "true":
		return 1, ""
	case text == "false":
		return 0, ""
	default:
		v, err := strconv.ParseFloat(text, 64)
		if err != nil || !json.Valid(s.value) {
			return 0, fmt.Sprintf("the row's value for %q is not a finite number", metric)
		}
		return v, ""
	}
}

// eachMember visits the members of a JSON object in the order of the text, without
// building anything of the values. It reports whether the text is one object
// whose brackets and quotation marks close; it does not look into values.
func eachMember(object []byte, visit func(key, value []byte)) bool {
	i := skipBlanks(object, 0)
	if i >= len(object) || object[i] != '{' {
		return false
	}
	if i = skipBlanks(object, i+1); i < len(object) && object[i] == '}' {
		return skipBlanks(object, i+1) == len(object)
	}
	for i < len(object) && object[i] == '"' {
		end := skipText(object, i)
		if end < 0 {
			return false
		}
		key := object[i+1 : end-1]
		if bytes.IndexByte(key, '\\') >= 0 {
			var decoded string
			if json.Unmarshal(object[i:end], &decoded) != nil {
				return false
			}
			key = []byte(decoded)
		}
		if i = skipBlanks(object, end); i >= len(object) || object[i] != ':' {
			return false
		}
		i = skipBlanks(object, i+1)
		if end = skipValue(object, i); end <= i {
			return false
		}
		visit(key, bytes.TrimRight(object[i:end], " \t\r\n"))
		i = skipBlanks(object, end)
		switch {
		case i < len(object) && object[i] == ',':
			i = skipBlanks(object, i+1)
		case i < len(object) && object[i] == '}':
			return skipBlanks(object, i+1) == len(object)
		default:
			return false
		}
	}
	return false
}

func skipBlanks(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t' || b[i] == '\r' || b[i] == '\n') {
		i++
	}
	return i
}

// skipText is the offset after the text in quotes that starts at i, or -1.
func skipText(b []byte, i int) int {
	for i++; i < len(b); {
		next := bytes.IndexByte(b[i:], '"')
		if next < 0 {
			return -1
		}
		slashes := 0
		for i+next-1-slashes >= i && b[i+next-1-slashes] == '\\' {
			slashes++
		}
		if i += next + 1; slashes%2 == 0 {
			return i
		}
	}
	return -1
}

// skipValue is the offset after the value that starts at i, or -1 when a
// bracket or a quotation mark in it does not close.
func skipValue(b []byte, i int) int {
	var open []byte // the brackets that are still to be closed
	for i < len(b) {
		switch c := b[i]; c {
		case '"':
			if i = skipText(b, i); i < 0 || len(open) == 0 {
				return i
			}
			continue
		case '{', '[':
			open = append(open, c+2) // in ASCII the closing one is two further
		case '}', ']':
			if len(open) == 0 {
				return i
			}
			if open[len(open)-1] != c {
				return -1
			}
			if open = open[:len(open)-1]; len(open) == 0 {
				return i + 1
			}
		case ',', ':':
			if len(open) == 0 {
				return i
			}
		}
		i++
	}
	return -1
}

package results

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// longObjects are the objects of which a long file of results has many: what is
// read of them, and the members that only take up room, such as transcripts. A
// star stands for any key or index. They are those of nnU-Net's summaries, Inspect's logs,
// promptfoo's results and deepeval's test runs; see nnunet.go, inspect_log.go, promptfoo.go
// and deepeval.go.
var longObjects = []struct {
	at   []string
	read []string
}{
	{[]string{"metric_per_case", "*"}, nil},
	{[]string{"results", "all", "*"}, nil},
	{[]string{"samples", "*"}, []string{"id", "epoch", "error", "scores"}},
	{[]string{"samples", "*", "scores", "*"}, []string{"value"}},
	{[]string{"results", "results", "*"}, []string{"promptId", "provider", "description", "success", "failureReason", "response", "testCase", "prompt", "vars"}},
	{[]string{"results", "results", "*", "provider"}, []string{"id"}},
	{[]string{"results", "results", "*", "response"}, []string{"cached", "tokenUsage"}},
	{[]string{"results", "results", "*", "prompt"}, []string{"raw"}},
	{[]string{"results", "results", "*", "testCase"}, []string{"description", "assert"}},
	{[]string{"testRunData", "testCases", "*"}, []string{"name", "success", "metricsData", "input", "expectedOutput", "context"}},
	{[]string{"testRunData", "testCases", "*", "metricsData", "*"}, []string{"name", "score", "error", "success"}},
	{[]string{"testRunData", "conversationalTestCases", "*"}, []string{"name", "success", "metricsData", "scenario", "expectedOutcome"}},
	{[]string{"testRunData", "conversationalTestCases", "*", "metricsData", "*"}, []string{"name", "score", "error", "success"}},
	{[]string{"testCases", "*"}, []string{"name", "success", "metricsData", "input", "expectedOutput", "context"}},
	{[]string{"testCases", "*", "metricsData", "*"}, []string{"name", "score", "error", "success"}},
	{[]string{"conversationalTestCases", "*"}, []string{"name", "success", "metricsData", "scenario", "expectedOutcome"}},
	{[]string{"conversationalTestCases", "*", "metricsData", "*"}, []string{"name", "score", "error", "success"}},
}

// MaxBytes is how many bytes a file of results may have: a JSON file, or a log, may be long.
func MaxBytes(file string) int64 {
	if strings.HasSuffix(strings.ToLower(file), ".json") || isLogName(file) || IsEventFile(file) {
		return document.MaxLong
	}
	return document.MaxBytes
}

// IsLong reports whether a file of results is read in part: a JSON file or a log that has
// more bytes than a document may.
func IsLong(file string, size int) bool {
	return size > document.MaxBytes && MaxBytes(file) == document.MaxLong && !IsEventFile(file)
}

// Parse parses a file of results, a long one in part.
func Parse(file string, src []byte) (*document.Document, []finding.Finding) {
	if IsEventFile(file) {
		return parseEvents(file, src), nil
	}
	if IsArrays(file) {
		return parseArrays(file, src), nil
	}
	if IsLong(file, len(src)) && IsLog(src) {
		return parseLongLog(file, src)
	}
	if IsLong(file, len(src)) && !isLogName(file) {
		return document.ParseLong(file, src, isUnread)
	}
	if IsTextReport(file, src) && isCOCOText(src) {
		return parseCOCO(file, src)
	}
	if IsTextReport(file, src) {
		return document.ParseAs(document.TextReport, file, src)
	}
	if d, found, ok := parseMetricLines(file, src); ok {
		return d, found
	}
	if IsLog(src) {
		d, found := document.ParseAs(document.JSONLines, file, src)
		if d.Root == nil {
			d, found = parseLongLog(file, src)
		}
		if d.Root != nil && (isCOCO(d) || isEpochs(d)) {
			return d, found
		}
	}
	d, found := document.Parse(file, src)
	return d, WithoutRepeats(d, found)
}

// textMarks are what the first lines of the reports have that tools print for people.
var textMarks = [][]string{{"precision", "recall", "f1-score"}, {"MLPerf Results Summary"}, {"Average Precision", "IoU="}}

// IsTextReport reports whether a file is such a report, under whatever name: people give
// it that of a JSON file, too.
func IsTextReport(file string, src []byte) bool {
	head := string(src[:min(len(src), 4000)])
	switch strings.ToLower(path.Ext(file)) {
	case ".csv", ".md", ".markdown", ".jsonl":
		return false
	}
	if start := strings.TrimSpace(head); strings.HasPrefix(start, "{") || strings.HasPrefix(start, "[") || strings.HasPrefix(start, `"`) {
		return false
	}
	if ext := strings.ToLower(path.Ext(file)); (ext == ".txt" || ext == ".log" || ext == ".out") && isCOCOText(src) { // printed at the end of a log
		return true
	}
	return slices.ContainsFunc(textMarks, func(marks []string) bool {
		return !slices.ContainsFunc(marks, func(m string) bool { return !strings.Contains(head, m) })
	})
}

// IsLog reports whether a file has an object of JSON in each line, under whatever name: the
// metrics.json of detectron2, the scalars.json of mmdetection and the log.txt of DETR do.
func IsLog(src []byte) bool {
	first, rest, _ := bytes.Cut(bytes.TrimSpace(src), []byte("\n"))
	first, rest = bytes.TrimSpace(first), bytes.TrimSpace(rest)
	return bytes.HasPrefix(first, []byte("{")) && bytes.HasSuffix(first, []byte("}")) && bytes.HasPrefix(rest, []byte("{"))
}

// isUnread reports whether the member at a path of a long file is left unread.
func isUnread(path []string) bool {
	last := len(path) - 1
	for _, o := range longObjects {
		if len(o.at) == last && slices.EqualFunc(o.at, path[:last], func(want, key string) bool { return want == "*" || want == key }) {
			return !slices.Contains(o.read, path[last])
		}
	}
	return false
}

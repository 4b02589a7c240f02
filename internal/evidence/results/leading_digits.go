package results

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// Some values are not in the file: they are means and shares that a format computes.
// computingMarks are keys without which a file is in none of these formats; see
// audits.go, azureml.go, deepeval.go, harnesses.go, helm.go and promptfoo.go. TestValuesAreInTheFile
// holds it.
var computingMarks = [][]byte{[]byte("testRunData"), []byte("testCases"), []byte("instance_id"), []byte("stats"), []byte("task_id"), []byte("base_status"), []byte("Detector"), []byte("user_input"), []byte("question"), []byte("class_labels")}

// maxLeads is of how many different leading digits a list is kept.
const maxLeads = 2000

// LeadingDigits are the first digits of every number in a file (evidence.Lead), sorted,
// without parsing it. It is false if results of the file may have others: one that may be
// computed or written in another way than in decimal digits.
func LeadingDigits(file string, src []byte) ([]uint16, bool) {
	switch strings.ToLower(path.Ext(file)) {
	case ".json", ".yaml", ".yml", ".toml":
	default:
		return nil, false
	}
	if bytes.IndexByte(src, '\\') >= 0 || bytes.IndexByte(src, 0) >= 0 || slices.ContainsFunc(computingMarks, func(mark []byte) bool { return bytes.Contains(src, mark) }) {
		return nil, false
	}
	isDigit := func(i int) bool { return i < len(src) && '0' <= src[i] && src[i] <= '9' }
	var leads []uint16
	for i := 0; i < len(src); i++ {
		if !isDigit(i) {
			continue
		}
		if from := i; src[i] == '0' && i+1 < len(src) && bytes.IndexByte([]byte("xXoObB"), src[i+1]) >= 0 && (from == 0 || !isWord(src[from-1])) {
			return nil, false // of another base
		}
		var lead evidence.Lead
		for ; isDigit(i) || i < len(src) && (src[i] == '.' || src[i] == '_'); i++ {
			lead.Add(src[i])
		}
		if n := lead.Number(); n > 0 {
			leads = append(leads, n)
		}
		if len(leads) == maxLeads {
			slices.Sort(leads)
			if leads = slices.Compact(leads); len(leads) > maxLeads/2 {
				return nil, false
			}
		}
	}
	slices.Sort(leads)
	return slices.Clip(slices.Compact(leads)), true
}

func isWord(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

package evaluation

import (
	"fmt"
	"path"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// A split is named by the result, or else by its file: evaluation/test.json.

var notLetters = pattern.New(`[^a-z]+`)

// splitWords are the words of a file's name that name a split.
var splitWords = map[string]string{"train": "train", "training": "train", "test": "test", "testing": "test", "val": "validation", "valid": "validation",
	"validation": "validation", "dev": "validation", "holdout": "holdout", "heldout": "holdout"}

// fileSplit is the split that the name of a file names, "" for none or several.
func fileSplit(file string) string {
	name, split := strings.ToLower(path.Base(file)), ""
	for _, word := range notLetters.Split(strings.TrimSuffix(name, path.Ext(name)), -1) {
		switch s := splitWords[word]; {
		case s == "" || s == split:
		case split != "":
			return ""
		default:
			split = s
		}
	}
	return split
}

// trained says that a result is of the data that the model was trained on, where the
// threshold does not name it and the baseline has none such.
func (x *judge) trained(t config.Threshold, l located) string {
	named := strings.ToLower(strings.Join([]string{t.Metric, t.Split, x.filesOf(t)}, " "))
	if !isTrained(l) || strings.Contains(named, "train") {
		return ""
	}
	for _, b := range x.selectBase(t).of(l.Slice) {
		if isTrained(b) {
			return ""
		}
	}
	if l.Dataset.Split != "" {
		return fmt.Sprintf("its split %q is not held out; if that is intended, set the split in the threshold", clip(l.Dataset.Split))
	}
	return fmt.Sprintf("%s is named for the training data, which is not held out; name the file in the threshold if it is meant", path.Base(l.file.Path))
}

// isTrained reports whether a result is of training data. The dataset that a run of
// MLflow logs is its input, and not what a metric is of.
func isTrained(l located) bool {
	if l.Dataset.Split != "" && l.file.Format != evidence.FormatMLflow {
		return splitWords[strings.ToLower(l.Dataset.Split)] == "train"
	}
	return fileSplit(l.file.Path) == "train"
}

// lostSplit is the split of a file of the baseline's results of which the head has no
// file, "" where all are there.
func lostSplit(head, base []located) string {
	has := map[string]bool{}
	for _, h := range head {
		has[fileSplit(h.file.Path)] = true
	}
	for _, b := range base {
		if s := fileSplit(b.file.Path); s != "" && b.Dataset.Split == "" && !has[s] {
			return path.Base(b.file.Path)
		}
	}
	return ""
}

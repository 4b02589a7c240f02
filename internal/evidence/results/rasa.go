package results

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// What `rasa test` writes (rasa/core/test.py, rasa/nlu/test.py): reports of scikit-learn
// with a cell more in each row, and a row more in that of stories; and beside them, files
// of single stories and messages, which hold no results.

// confusedWith is the cell with what else a class was taken for.
const confusedWith = "confused_with"

// isConversations recognises the row of the stories that were predicted wholly: their
// number, and of how many.
func (w sklearnRow) isConversations() bool {
	return w.key == "conversation_accuracy" && w.get("accuracy").Node != nil && w.get("correct").Node != nil && w.get("total").Node != nil
}

// rasaConversations reads that row.
func (r *Reading) rasaConversations(row sklearnRow, prefix string) {
	r.Producer.Tool = "rasa"
	p, correct, total := row.get("accuracy"), row.get("correct"), row.get("total")
	x := newResult(p, prefix+row.key, "")
	x.Unit, x.Direction, x.DirectionFrom = "proportion", "higher", "format"
	if x.Counted(r.examples(total), "file"); x.N != "" {
		r.statedCount(&x, correct)
	}
	r.add(x)
}

// rasaStories are the files of stories.
var rasaStories = []string{"failed_test_stories.yml", "successful_test_stories.yml", "stories_with_warnings.yml"}

// rasaMessages are what the rows of a file of messages have beside their text.
var rasaMessages = []string{"intent_prediction", "predicted_entities", "intent_response_key_prediction"}

// IsCompanion recognises a file that a tool writes beside its results and that holds none:
// nothing is missing where it is not read.
func IsCompanion(d *document.Document) bool {
	base := strings.ToLower(path.Base(d.Path))
	switch {
	case d.Root == nil:
		return slices.Contains(rasaStories, base) && isComments(string(d.Source))
	case d.Root.Kind == document.Mapping:
		stories := place.Root(d).Get("stories").Items()
		return len(stories) > 0 && !slices.ContainsFunc(stories, func(s place.Place) bool { return s.Get("steps").Node == nil })
	case d.Root.Kind == document.Sequence:
		rows := place.Root(d).Items()
		if len(rows) == 0 {
			return strings.HasSuffix(base, "_errors.json") || strings.HasSuffix(base, "_successes.json")
		}
		return !slices.ContainsFunc(rows, func(row place.Place) bool {
			return row.Get("text").Node == nil || !slices.ContainsFunc(rasaMessages, func(key string) bool { return row.Get(key).Node != nil })
		})
	}
	return false
}

// isComments reports whether a text has no line but comments.
func isComments(src string) bool {
	for line := range strings.Lines(src) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			return false
		}
	}
	return true
}

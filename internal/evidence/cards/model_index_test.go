package cards

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// TestValueKey: a metric whose value is under another key has none, and is told where that key is.
func TestValueKey(t *testing.T) {
	for _, c := range []struct{ metric, key, at, raw string }{
		{"{type: wer, value: 19.47}", "", "README.md#/model-index/0/results/0/metrics/0/value", "19.47"},
		{"{type: wer, values: 19.47}", "values", "README.md#/model-index/0/results/0/metrics/0/values", "nothing"},
		{"{type: wer, Score: 19.47}", "Score", "README.md#/model-index/0/results/0/metrics/0/Score", "nothing"},
		{"{type: wer, name: Test WER}", "", "README.md#/model-index/0/results/0/metrics/0/value", "nothing"},
		{"{type: wer, value: null, values: 1}", "", "README.md#/model-index/0/results/0/metrics/0/value", "nothing"},
	} {
		d, _ := document.Parse("README.md", []byte("---\nmodel-index:\n- name: m\n  results:\n  - task: {type: t}\n    dataset: {type: d, name: D}\n    metrics:\n    - "+c.metric+"\n---\n# M\n"))
		claims := decodeHuggingFace(d).Claims
		if len(claims) != 1 || claims[0].ValueKey != c.key || string(claims[0].At) != c.at || claims[0].Raw != c.raw {
			t.Errorf("%s: got %+v", c.metric, claims)
		}
	}
}

package cards

import (
	"fmt"
	"slices"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// TestLeftovers: names in braces that a template has for values, which parse as
// mappings, and mappings that are none of them.
func TestLeftovers(t *testing.T) {
	const page = `---
language: {lang}
datasets:
- common_voice:
- {dataset}
model-index:
- name: XLSR {lang_id} by Ann
  results:
  - task: {type: automatic-speech-recognition}
    dataset: {type: common_voice, name: Common Voice, args: {lang_id}}
    metrics:
    - type: wer
      value: {wer_result_on_test}
---

# {MODEL_NAME}

# Model Card for Model ID

## {bert} for {x}
`
	d, _ := document.Parse("README.md", []byte(page))
	c := decodeHuggingFace(d)
	var got []string
	for _, l := range c.Placeholder {
		got = append(got, fmt.Sprintf("%d %s %v", d.At(string(l.At[len("README.md#"):])).Line, l.Text, l.Mapping))
	}
	want := []string{"2 {lang} false", "4 common_voice true", "5 {dataset} false", "7 XLSR {lang_id} by Ann false", "10 {lang_id} false", "16 {MODEL_NAME} false", "18 Model Card for Model ID false"}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if len(c.Claims) != 1 || c.Claims[0].Raw != "{wer_result_on_test}" {
		t.Errorf("the claims are %+v", c.Claims)
	}
}

// TestHubPages: what leads to a page of the hub is no file of the repository.
func TestHubPages(t *testing.T) {
	for target, want := range map[string]bool{
		"/bert-base-uncased": true, "/ann/roberta-v1.5": true, "/datasets/ann/mail": true, "/docs/model.png": false, "/LICENSE.md": false, "/a/b/c": false, "ann/roberta": false,
	} {
		if got := hubPage.MatchString(target); got != want {
			t.Errorf("%q: got %v", target, got)
		}
	}
}

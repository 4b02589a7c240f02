package slips

import (
	"strings"
	"testing"
)

// TestOnlyLoaded: code that loads another model by a name of its own, and near misses.
func TestOnlyLoaded(t *testing.T) {
	for page, want := range map[string]int{
		"# Coder-1b\n\n```python\ncheckpoint = \"a/Writer-7b\"\nM.from_pretrained(checkpoint)\n```\n":     1,
		"# Coder-1b\n\n```python\ncheckpoint = \"a/Coder-1b\"\nM.from_pretrained(checkpoint)\n```\n":      0,
		"# Coder-1b\n\nSee Writer-7b.\n\n```python\ncheckpoint = \"a/Writer-7b\"\n```\n":                  0,
		"# Coder-1b\n\n```python\ncheckpoint = \"a/Writer-7b\"\nT.from_pretrained(\"a/Coder-1b\")\n```\n": 0,
		"# Coder\n\n```python\ncheckpoint = \"a/Writer-7b\"\n```\n":                                       0,
	} {
		if got := strings.Count(slipsOf(page, ""), "model a/Writer-7b"); got != want {
			t.Errorf("%q: %d, want %d", page, got, want)
		}
	}
}

// TestOtherWeights: code with the tokenizer of this model and the weights of another, or with a
// variable that makes the name that of a sibling, and near misses.
func TestOtherWeights(t *testing.T) {
	load := func(lines ...string) string {
		return "# Med-Cross-base\n\n```python\n" + strings.Join(lines, "\n") + "\n```\n"
	}
	const tokenizer = `t = AutoTokenizer.from_pretrained("a/Med-Cross-base")`
	for page, want := range map[string]string{
		load(tokenizer, `m = AutoModel.from_pretrained("a/Med-Query-base-x")`):                                                         "model a/Med-Query-base-x|a/Med-Cross-base",
		load(tokenizer, `m = AutoModel.from_pretrained("a/Med-Cross-base")`):                                                           "",
		load(tokenizer, `m = AutoModel.from_pretrained("b/Med-Query-base-x")`):                                                         "",
		load(tokenizer, `m = AutoModel.from_pretrained("a/Other")`):                                                                    "",
		load(tokenizer, `m = AutoModel.from_pretrained("a/Med-Query-base-x")`, `n = AutoModel.from_pretrained("a/Med-Cross-base")`):    "",
		load(tokenizer, `m = AutoModel.from_pretrained("a/Med-Query-base-x")`, `n = AutoModel.from_pretrained("a/Med-C")`):             "",
		load(tokenizer, `m = AutoModel.from_pretrained("a/Med-Query-base-x")`, `m = PeftModel.from_pretrained(m, "a/Med-Cross-base")`): "",
		load(`t = AutoTokenizer.from_pretrained("a/Med-Query-base-x")`, `m = AutoModel.from_pretrained("a/Med-Cross-base")`):           "",
		load(`SIZE = "large"  # or "base"`, `m = Module.from_pretrained(f"a/Med-Cross-{SIZE}")`):                                       "model a/Med-Cross-large|Med-Cross-base",
		load(`SIZE = "base"`, `m = Module.from_pretrained(f"a/Med-Cross-{SIZE}")`):                                                     "",
		load(`SIZE = "base"`, `SIZE = "large"`, `m = Module.from_pretrained(f"a/Med-Cross-{SIZE}")`):                                   "",
		load(`for SIZE in sizes:`, `    m = Module.from_pretrained(f"a/Med-Cross-{SIZE}")`):                                            "",
		load(`NAME = "large"`, `SIZE = get()`, `m = Module.from_pretrained(f"a/Med-Cross-{SIZE}")`):                                    "",
		load(`KIND = "onnx"`, `m = Module.from_pretrained(f"a/Med-Cross-base-{KIND}")`):                                                "",
	} {
		if got := slipsOf(page, ""); got != want {
			t.Errorf("%q: got %q, want %q", page, got, want)
		}
	}
}

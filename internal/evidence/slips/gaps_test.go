package slips

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// TestGaps: what a card announces and has not, and Python that cannot run; and pages that lack nothing.
func TestGaps(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want string
	}{
		"section":            {"## Uses\n\nSee section \"Prompt format\" below.\n", "section Prompt format"},
		"section before":     {"## Uses\n\nPlease refer to the \"Prompt format\" section.\n", "section Prompt format"},
		"section there":      {"## Uses\n\nSee section \"Prompt format\".\n\n## The prompt format\n\nText.\n", ""},
		"bold title":         {"## Uses\n\nSee section \"Prompt format\".\n\n**Prompt format**\n\nText.\n", ""},
		"of the paper":       {"## Uses\n\nSee section \"Ablations\" of the paper.\n", ""},
		"list":               {"## Evaluation\n\nThe model reaches the following results:\n\n## Citation\n\nText.\n", "list The model reaches the following results:"},
		"list of limits":     {"## Limitations\n\nThe model has limitations, some of which are:\n\n## Citation\n\nText.\n", "list The model has limitations, some of which are:"},
		"list at the end":    {"## Evaluation\n\nThe results are as follows:\n", "list The results are as follows:"},
		"list there":         {"## Evaluation\n\nThe following results:\n\n- F1 0.9\n", ""},
		"list in subsection": {"## Evaluation\n\nThe following results:\n\n### Test\n\nF1 0.9\n", ""},
		"list in the next":   {"## Evaluation\n\nThe following results:\n\n## Results\n\n- F1 0.9\n", ""},
		"other sections":     {"## Use\n\nSee the examples in the following sections:\n\n## Citation\n\nText.\n", ""},
		"quotes":             {"## Use\n\n```python\nname = “acme/m”\n```\n", "quotes = “a"},
		"quotes in text":     {"## Use\n\n```\nsay “hello”, world\n```\n\n```python\nprint(\"say “hello” to him\")\n```\n", ""},
		"import":             {"## Use\n\n```python\nimport numpy as np\nx = torch.tensor(np.ones(3))\n```\n", "import torch"},
		"import before":      {"## Use\n\n```python\nimport torch\n```\n\n```python\nimport os\nx = torch.ones(3)\n```\n", ""},
		"import of a part":   {"## Use\n\n```python\nimport torch.nn as nn, torch\nx = torch.ones(3)\n```\n", ""},
		"reference":          {"## Use\n\nIt was made with the toolkit [5].\n\n## References\n\n[1] A\n\n[2] B\n", "entry [5]"},
		"reference there":    {"## Use\n\nIt was made with the toolkit [2].\n\n## References\n\n[1] A\n\n[2] B\n", ""},
		"snippet":            {"## Use\n\n```python\nx = torch.ones(3)\n```\n", ""},
		"comment":            {"## Use\n\n```python\nimport os\n# torch.ones is not needed\n```\n", ""},
		"name":               {"## Use\n\n```python\nimport a\nsentences = [\"x\"]\nv = m.encode(texts)\n```\n", "name texts"},
		"function":           {"## Use\n\n```python\nimport a\ndef prepare(x):\n    return x\nv = d.map(tokenize, batched=True)\n```\n", "name tokenize"},
		"name, list again":   {"## Use\n\n```python\nimport a\nsentences = [\"x\"]\nv = m.encode(texts)\n```\n\n```python\nsentences = [\"x\"]\nv = m.encode(sentences)\n```\n", "name texts"},
		"name elsewhere":     {"## Use\n\n```python\ntexts = [\"y\"]\n```\n\n```python\nimport a\nsentences = [\"x\"]\nv = m.encode(texts)\n```\n", ""},
		"name of the reader": {"## Use\n\n```python\nimport a\nv = m.encode(texts)\n```\n", ""},
		"return":             {"## Use\n\n```python\nclass P(Q):\n    def f(self, a):\n        b = a(\n            1,\n        )\n    return b\n```\n", "return return b"},
		"return in function": {"## Use\n\n```python\nclass P(Q):\n    def f(\n        self, a\n    ):\n        if a:\n            b = 1\n        return b\n```\n", ""},
		"step":               {"## Use\n\n1. Clone:\n```bash\ngit clone x\n```\n3. Run:\n```bash\nx\n```\n", "step 2"},
		"step in a row":      {"## Use\n\n1. Clone\n2. Install\n4. Run\n5. Stop\n", "step 3"},
		"all steps":          {"## Use\n\n1. Clone\n2. Install\n3. Run\n", ""},
		"steps by ones":      {"## Use\n\n1. Clone\n1. Install\n1. Run\n", ""},
		"step in bold":       {"## Use\n\n1. Clone\n\n**2. Install**\n\n3. Run\n", ""},
		"step in words":      {"## Use\n\n1. Clone\n\nStep 2: install\n\n3. Run\n", ""},
		"step as code":       {"## Use\n\n1. Clone\n```\n2. Install\n```\n3. Run\n", ""},
		"steps of sections":  {"## Use\n\n1. Clone\n\n## Run\n\n3. Run\n", ""},
		"steps by twos":      {"## Use\n\n2. Clone\n3. Run\n\nVersion 5. Done\n", ""},
		"heading":            {"## Step 1: clone\n\nx\n\n## Step 3: run\n\nx\n", "step 2"},
		"numbered heading":   {"## 1. Clone\n\nx\n\n### 1. A\n\n### 2. B\n\n## 2. Run\n\n### 1. C\n\nx\n\n## 4. Stop\n", "step 3"},
		"headings there":     {"## 1. Clone\n\nx\n\n## 2. Run\n\n### 4. C\n\nx\n\n## 3. Stop\n", ""},
		"heading elsewhere":  {"## 1. Clone\n\nx\n\n# Part 2\n\n## 3. Stop\n", ""},
		"brace":              {"## Cite\n\n```bibtex\n@misc{a2023,\n  title = {A {B} c},\n  doi = {10.1,\n  year = 2023\n}\n```\n", "brace a2023"},
		"brace of the entry": {"## Cite\n\n```\n@article{a2023,\n  title={A}\n\n@misc{b,\n  title={B}\n}\n```\n", "brace a2023"},
		"brace too many":     {"## Cite\n\n```bibtex\n@misc{a2023,\n  title = {A}},\n  year = 2023\n}\n```\n", "brace a2023"},
		"brace of one line":  {"## Cite\n\n```bibtex\n@misc{a,\n  abstract = {x = {y}\n  goes on},\n  year = 2024 }\n\n@book{b, year={2024}}\n```\n", ""},
		"comma":              {"## Cite\n\n```bibtex\n@misc{a2023,\n  title = {A},\n  url = {https://a.org}\n  year = 2023\n}\n```\n", "brace a2023"},
		"comma of the last":  {"## Cite\n\n```bibtex\n@misc{a2023,\n  title = {A},\n  note = \"see\n  b = {c}\",\n  year = {2023}\n}\n```\n", ""},
		"brace there":        {"## Cite\n\n```bibtex\n@misc{a2023,\n  title = {A {B} \\{ c},\n  year = 2023\n}\n```\n", ""},
		"brace of code":      {"## Use\n\n```\n@decorator{x,\n@article\n```\n", ""},
		"part of a function": {"## Use\n\n```python\nif a:\n    b = 1\nreturn b\n```\n", ""},
	} {
		d, _ := document.Parse("README.md", []byte("---\nlicense: mit\n---\n# M\n\n"+c.body))
		var got []string
		for _, g := range Gaps(d, passage.SentencesIn(d)) {
			got = append(got, fmt.Sprintf("%s %s", g.Kind, g.Text))
		}
		if slices.Sort(got); strings.Join(got, "; ") != c.want {
			t.Errorf("%s: %q; want %q", name, got, c.want)
		}
	}
}

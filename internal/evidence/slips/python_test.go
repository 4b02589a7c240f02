package slips

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// TestPython: blocks of Python that are torn, or use names that nothing binds, and near misses.
func TestPython(t *testing.T) {
	const imports = "from transformers import AutoModel\n"
	for code, want := range map[string]string{
		"```python\nfrom transformers import AutoTokenizer\nclassifier = pipeline(\"text-classification\")\n```\n":                 "import pipeline",
		"```python\n" + imports + "t = AutoTokenizer.from_pretrained(\"a/b\")\n```\n":                                              "import AutoTokenizer",
		"```python\nimport os\nwith warnings.catch_warnings():\n    pass\n```\n":                                                   "import warnings",
		"```python\n" + imports + "model_inputs = t([text])\nout = model.generate(\n    **inputs,\n    n=5,\n)\n```\n":             "name inputs",
		"```python\n" + imports + "model_inputs = 1\nprint(inputs)\n```\n":                                                         "name inputs",
		"```python\n" + imports + "raw_inputs = model_inputs = 1\nprint(inputs)\n```\n":                                            "",
		"```python\n" + imports + "def f(inputs, **options):\n    return m(**inputs, **options)\n```\n":                            "",
		"```python\n" + imports + "for (a, b), inputs in x:\n    m(**inputs)\n```\n":                                               "",
		"```python\n" + imports + "a, (inputs, c) = x\nm(**inputs)\n```\n":                                                         "",
		"```python\n" + imports + "with m() as (inputs, b), n(): m(**inputs)\n```\n":                                               "",
		"```python\n" + imports + "f = lambda inputs: m(**inputs)\n```\n":                                                          "",
		"```python\n" + imports + "if (inputs := g()): m(**inputs)\n```\n":                                                         "",
		"```python\n" + imports + "r = [m(**inputs) for inputs in batches]\n```\n":                                                 "",
		"```python\n" + imports + "m(x)\nclass Model(Base):\n    size: int = 2\nModel(size=2)\n```\n":                              "",
		"```python\n" + imports + "image = Image.open(\"a.png\")\n```\n":                                                           "import Image",
		"```python\n" + imports + "image = PIL.Image.open(image_path)\nraw(x, y_train)\n```\n":                                     "", // for readers to give
		"```python\n" + imports + "model.set_image(<Your image>)\n```\n":                                                           "",
		"```python\nt = AutoTokenizer.from_pretrained(\"a/b\")\n```\n":                                                             "", // a part of something
		"```python\nfrom transformers import *\nt = AutoTokenizer.from_pretrained(\"a/b\")\n```\n":                                 "",
		"```\nfrom transformers import (AutoTokenizer,\n  pipeline as p)\n```\n```python\nimport torch\np(AutoTokenizer.x)\n```\n": "",
		"    from transformers import AutoTokenizer\n\n```python\nimport torch\nAutoTokenizer.from_pretrained(x)\n```\n":           "", // in indented code
		"```python\n" + imports + "try:\n    m()\nexcept ValueError as e:\n    print(f\"{AutoX.y}\", e)\n```\n":                    "",

		"```python\nforecast_it = iter(forecasts\ninp = next(it)\n```\n":                                 "syntax forecast_it = iter(forecasts",
		"```python\nmodel = load(\n  \"a\",\n))\nprint(model)\n```\n":                                    "syntax ))",
		"```python\nx = {\"a\": [1, 2)}\n```\n":                                                          "syntax x = {\"a\": [1, 2)}",
		"```python\nimport os\ntext = \"It is cold\nprint(text)\n```\n":                                  "syntax text = \"It is cold",
		"```python\ntext = \"(\" + ')' # :( \nprint('''( [''', f\"{x['a']}\", r'\\(')\n```\n":            "",
		"```python\nimport os\nx = \"it \\\n goes on\"\nprint('it\\'s', \"\"\"say \"a\" (\"\"\")\n```\n": "",
		"```python\nx = f(\n    a,  # don't (\n    ...\n)\ny = [...]\n```\n":                             "",
		"```python\nmodel = Model(\n    a=1,\n    ...\n```\n":                                            "", // an excerpt
		"```python\n>>> x = f(\n...     1)\nIt's 5 (or 6\n>>> print(x)\n```\n":                           "",
		"```python\n!pip install \"a[b\n%cd it's\nimport a\n```\n":                                       "",
		"```python\nimport a\ntext = \"\"\"Use ```:\n```\n":                                              "", // the fence is in the text
		"```\niter(forecasts\n```\n":                                                                     "",
		"```python\nIt's (cold\"\n```\n":                                                                 "", // no code at all

		"```python\n" + imports + "outputs = m()\nprint(output)\n```\n":                   "name output",
		"```python\n" + imports + "model = m()\nprint(modle.x)\n```\n":                    "name modle",
		"```python\n" + imports + "model = m()\nmodel2 = m()\nprint(models, mode)\n```\n": "name models",
		"```python\n" + imports + "text = m()\nprint(tests, image_path)\n```\n":           "",
		"```python\n" + imports + "image = m()\nprint(image_path, image_b)\n```\n":        "", // for readers to give

		"```\n@app.route(\"/\"\ndef f(:\n```\n": "",

		"```\nIt's a start\ninputs = t(text)\n```\n\n```python\n" + imports + "m(**inputs)\n```\n": "", // code that cannot be read
		"```json\n# Translate\nfrom transformers import T5Tokenizer\nprint(1)\n```\n":              "fence json",
		"```bash\nimport torch\nx = 1\n```\n":                                                      "fence bash",
		"```bash\npython - <<EOF\nimport torch\nEOF\n```\n":                                        "",
		"```bash\npip install torch\n```\n":                                                        "",
		"```js\nimport torch\n```\n":                                                               "",
		"```ipython\nimport torch\n```\n":                                                          "",
		"```bash\nimport photo.png out.png\n```\n":                                                 "",
		"```\nimport torch\n```\n":                                                                 "",

		"```python\nr = f(\n  top_k=3\n  x=False\n)\n```\n":                           "syntax top_k=3",
		"```python\nr = f(\n  a,\n  y[\"b\"]\n  x=False\n)\n```\n":                    "syntax y[\"b\"]",
		"```python\nr = f(\n  x=\"a\"\n  \"b\",\n  y=3 if z\n  else 4,\n z=1)\n```\n": "",
		"```python\nr = [x\n  for x in y if x\n  == 1]\nd = {1: a,\n b: c}\n```\n":    "",
		"```python\nr = f(a=1,\n  # b\n  b=lambda\n x=1: x)\n```\n":                   "",

		"```python\n" + imports + "while m():\n  # Read\n  a = 1\n\n    if a:\n        m()\n```\n":             "syntax a = 1",
		"```python\n" + imports + "a = 1\n  b = 2\n```\n":                                                      "syntax b = 2",
		"```python\n" + imports + "if m:\n        a = 1\n    b = 2\n```\n":                                     "syntax b = 2",
		"```python\n" + imports + "if m:\n    a = (1,\n        2)\n    b = 2 + \\\n        3\nc = 4\n```\n":    "",
		"```python\n" + imports + "if m:\n    # nothing\nelse:\n  b = 1\nx = '''a:\n    b'''\nd = 5\n```\n":    "",
		"```python\n" + imports + "for x in y: print(x)\nclass A:\n\tb = 1\n\t\tc = 1\n```\n":                  "", // tabs
		"```python\n" + imports + "def f():\n    ...\n      more\n```\n":                                       "",
		"```python\nif m:\n  a = 1\n    b = 2\n```\n":                                                          "", // a part of something
		"```python\n" + imports + "if a and \\\n   b:\n    c = 1\nelif x:  # why\n    d = {\n  'e': 1}\n```\n": "",
		"- See\n\n  ```python\n  " + "import torch\n  if x:\n    y = 1\n  z = 2\n  ```\n":                      "",

		"```\n" + imports + "t = m(1)\nencoding = t(\"a\")\ntokens = inputs.tokens()\nprint(tokens, t(**inputs))\n```\n":     "",
		"```\n" + imports + "t = print(1)\nencoding = t(\"a\")\ntokens = inputs.tokens()\nprint(tokens, t(**inputs))\n```\n": "name inputs",
		"```python\n" + imports + "def f(a):\n    a_text = g(a)\n\n    x = t(prompt, a=1)\n    return x\n```\n":              "",
		"```python\n" + imports + "def f(a):\n    full_prompt = a.g(a)\n\n    x = a(prompt, b=1)\n    return x\n```\n":       "name prompt",
		"```python\n" + imports + "t = print(1)\nout = t(\"a\")\nx = t(text)\nprint(x, out)\n```\n":                          "", // for readers to give
		"```python\n" + imports + "out = AutoModel(text)\nprint(text)\n```\n":                                                "",
		"```python\n" + imports + "device = \"cuda\"\nAutoModel(text)\n```\n":                                                "",
		"```python\n" + imports + "m = AutoModel(1)\nx = 1\nprint(text, x)\n```\n":                                           "",
		"```python\n" + imports + "m = AutoModel(1)\nprint(text, other)\n```\n":                                              "",
		"```\nOutput\nenc = m(1)\nprint(inputs)\n```\n":                                                                      "",

		"```python\n" + imports + "print(wer(a.x, a.y))\n```\n":      "import wer",
		"```python\nfrom jiwer import wer\nprint(wer(x, y))\n```\n":  "",
		"```python\n" + imports + "print(m.wer(1, 2), wer.x)\n```\n": "",
		"```python\n" + imports + "def wer(a): pass\nwer(1)\n```\n":  "",
	} {
		d, _ := document.Parse("m/README.md", []byte("# M\n\n"+code))
		var got []string
		python(d, func(_ int, kind evidence.GapKind, text string) { got = append(got, string(kind)+" "+text) })
		if strings.Join(got, "|") != want {
			t.Errorf("%q: got %q, want %q", code, got, want)
		}
	}
}

// TestPythonIsBounded: hostile code neither hangs nor panics.
func TestPythonIsBounded(t *testing.T) {
	for _, code := range []string{strings.Repeat("(", 60_000), strings.Repeat("a=", 30_000), strings.Repeat("'", 60_001), strings.Repeat("for ", 15_000), strings.Repeat("as ", 15_000), strings.Repeat("a_b=c;", 9_000), "\\", "'\\", "from", "lambda", "\"\"\"\\", strings.Repeat("lambda: ", 8_000)} {
		d, _ := document.Parse("m/README.md", []byte("```python\nimport a\n"+code+"\n```\n"))
		python(d, func(int, evidence.GapKind, string) {})
	}
}

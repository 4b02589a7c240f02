package cards

import (
	"fmt"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/slips"
)

// lateSlips are the slips of a whole card that are of some kinds.
func lateSlips(page string) string {
	d, _ := document.Parse("models/m/README.md", []byte(page))
	c := decodeHuggingFace(d)
	var out []string
	for _, s := range c.Slips {
		switch s.Kind {
		case evidence.SlipTraining, evidence.SlipSource, evidence.SlipEmissions, evidence.SlipPhone, evidence.SlipPlaceholder, evidence.SlipLanguage:
			out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s", s.Kind, s.Value, s.Other)))
		}
	}
	return strings.Join(out, "; ")
}

func TestLateSlips(t *testing.T) {
	result := "---\nmodel-index:\n- name: m\n  results:\n  - task:\n      type: x\n    dataset:\n      type: y\n      name: y\n    metrics:\n    - type: f1\n      value: 0.5\n    source:\n"
	code := func(text string) string { return "# M\n\n```python\n" + text + "\n```\n" }
	for page, want := range map[string]string{
		"---\nco2_eq_emissions:\n  emissions: 1\n  training_type: inference\n---\n# M\n":                          "training_type inference",
		result + "      name: Board\n---\n# M\n":                                                                  "source Board",
		result + "      name: Board\n      url: https://acme.io\n---\n# M\n":                                      "",
		"---\nco2_eq_emissions: 149.2\n---\n# M\n\nCarbon emitted: 149.2 kg eq. CO2\n":                            "emissions 149.2 kg eq. CO2 149200",
		"---\nco2_eq_emissions: 149.2\n---\n# M\n\nIt emitted 1,200 tons of CO2.\n":                               "emissions 1,200 tons of CO2 1200000000",
		"---\nco2_eq_emissions: 149.2\n---\n# M\n\nIt has 149.2 kg of sand.\n":                                    "",
		"# M\n\nIt emitted 149.2 kg CO2.\n":                                                                       "",
		"# M\n\nRing the maintainer on his mobile, +41 79 555 01 47.\n":                                           "phone +41 79 555 01 47",
		"# M\n\nIt detects numbers of a phone such as +41 79 555 01 47.\n":                                        "",
		"# M\n\nThe recall is +41 79 of 100.\n":                                                                   "",
		"# M\n\nThe phone has +12 points.\n":                                                                      "",
		code("model_ckpt = \"<your-username>/<your-model>\"\npipe = pipeline(\"x\", model=model_ckpt)"):           "placeholder <your-username>/<your-model>",
		code("repo = \"your-username/model\"\nm = AutoModel.from_pretrained(repo)"):                               "placeholder your-username/model",
		code("repo = \"your-username/model\"\nm = AutoModel.from_pretrained(\"acme/m\")\nm.push_to_hub(repo)"):    "",
		code("model = \"acme/m\"\nm = AutoModel.from_pretrained(model)"):                                          "",
		"---\nprogramming_language: [Java, Rust, Python]\n---\n# M\n\nTrained on Python, Java, and JavaScript.\n": "language Rust>JavaScript programming",
		"---\nprogramming_language: [Java, Rust, Python]\n---\n# M\n\nTrained on Python, Java, and Rust.\n":       "",
		"---\nprogramming_language: [Java, Rust, Python]\n---\n# M\n\nTrained on Python and Java.\n":              "",
		"---\nprogramming_language: [Rust, Python]\n---\n# M\n\nTrained on JavaScript.\n":                         "",
		"# M\n\nSupported languages: English, Dutch, and German\n":                                                "language dutch english german all",
		"# M\n\nIt supports the following 3 languages:\n\n`arabic (ar), modern greek (el), and thai (th)`\n":      "language ar el th all",
		"# M\n\nSupported languages: English, Dutch, German and many more\n":                                      "",
		"# M\n\nSupported languages: English, Dutch\n":                                                            "",
	} {
		if got := lateSlips(page); got != want {
			t.Errorf("%q:\n got %s\nwant %s", page, got, want)
		}
	}
}

// What a hostile page holds a thousand times is told a few times.
func TestLateSlipsAreBounded(t *testing.T) {
	for _, part := range []string{"Supported languages: English, Dutch, German\n\n", "Mobile: +41 79 555 01 47. ", "It emitted 3 kg CO2. ", "supported languages: a, ", "phone +1 2 3 4 "} {
		d, _ := document.Parse("m/README.md", []byte("---\nco2_eq_emissions: 1\n---\n"+strings.Repeat(part, 20_000)))
		if n := len(decodeHuggingFace(d).Slips); n > slips.Max+10 {
			t.Errorf("%q: %d are told", part, n)
		}
	}
}

func TestThumbnails(t *testing.T) {
	for value, want := range map[string]int{"assets/thumbnail.png": 1, "https://acme.io/m.png": 0, "url to a thumbnail": 0, "null": 0, "\"<file>.png\"": 0} {
		d, _ := document.Parse("m/README.md", []byte("---\nthumbnail: "+value+"\n---\n# M\n"))
		if got := len(decodeHuggingFace(d).Files); got != want {
			t.Errorf("%s: %d files, want %d", value, got, want)
		}
	}
}

package cards

import (
	"fmt"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

func TestFlaws(t *testing.T) {
	for _, c := range []struct{ name, card, want string }{
		{"a heading", "---\nlicense: mit\n---\n# M\n\n##Uses\n", "heading_as_text at 6: ##Uses"},
		{"another host", "---\nlicense: mit\n---\n# M\n\n[https://arxiv.org/abs/1810.04805](https://github.com/acme/m)\n", "link_text_differs at 6: https://arxiv.org/abs/1810.04805"},
		{"another page of a host", "---\nlicense: mit\n---\n# M\n\n[https://arxiv.org/abs/1810.04805](https://arxiv.org/abs/1907.11692)\n", "link_text_differs at 6: https://arxiv.org/abs/1810.04805"},
		{"one page", "---\nlicense: mit\n---\n# M\n\n[https://arxiv.org/abs/1810.04805](https://www.arxiv.org/pdf/1810.04805v2.pdf), [https://acme.org](https://acme.org/models/m), [https://acme.org/ä](https://acme.org/%C3%A4), " +
			"[https://doi.org/10.1/2](https://journal.org/x), [www.acme.org/…](https://acme.org/long), [https://github.com/a/m](https://github.com/b/m.git), [http://a.acme.org/m](https://acme.org/n)\n", ""},
		{"a hidden section", "---\nlicense: mit\n---\n# M\n\n<!--\n## Limitations\n\nThe model fails on texts that are shorter than ten words.\n-->\n", "section_in_comment at 7: Limitations"},
		{"a hidden section that is shown as well", "---\nlicense: mit\n---\n# M\n\n<!--\n## Limitations\n\nThe model fails on texts that are shorter than ten words.\n-->\n\n## Limitations\n\nIt fails on short texts, and on those in dialects of the north.\n", ""},
		{"a template in a comment", "---\nlicense: mit\n---\n# M\n\n<!--\n## Limitations\n\n[More Information Needed]\n\n## Bias, Risks and Limitations\n\n*What are the known or foreseeable issues stemming from this model?*\n\n## Build\n\nRun make all in the directory of the model before you use it.\n-->\n", ""},
		{"metadata", "---\nlicense: \"mit\u200b\"\nmodel_name: \"CafÃ© reviews\"\nwidget:\n- text: \"CafÃ©\"\ntags:\n- \"clas\u200bsifier\"\n- café\n---\n# M\n", "hidden_character at 2: mit\u200b; mojibake at 3: CafÃ© reviews; hidden_character at 7: clas\u200bsifier"},
		{"a page without metadata", "# Model card\n\n##Uses\n", "heading_as_text at 3: ##Uses"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, _ := document.Parse("README.md", []byte(c.card))
			card := decodeHuggingFace(d)
			if d.Root == nil {
				card = decodeMarkdown(d)
			}
			var got []string
			for _, f := range card.Flaws {
				_, pointer := f.At.Split(func(file string) bool { return file == "README.md" })
				got = append(got, fmt.Sprintf("%s at %d: %s", f.Kind, d.At(pointer).Line, f.Text))
			}
			if got := strings.Join(got, "; "); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestFlawKinds(t *testing.T) {
	known := map[string]bool{}
	for _, kind := range evidence.FlawKind("").Words() {
		known[kind] = true
	}
	for _, kind := range document.FlawKinds() {
		if !known[kind] {
			t.Errorf("%s is no kind of the evidence", kind)
		}
		delete(known, kind)
	}
	if len(known) > 0 {
		t.Errorf("no document has %v", known)
	}
}

func TestPlaceholderLinks(t *testing.T) {
	d, _ := document.Parse("README.md", []byte("# M\n\n[a](https://example.com/x) [b](https://github.com/your-org/m) [Paper](#) [c](https://github.com/acme/m) [Back to top](#) [d](https://my.example.com) [e](https://arxiv.org/abs/XXXX.XXXXX) [f](https://your-domain.com/x) [g](https://) [h](https://arxiv.org/abs/1810.04805) [⬆](#)\n"))
	var got []string
	for _, l := range bodyLinks(d) {
		if l.State == evidence.NotFound {
			got = append(got, l.Target)
		}
	}
	if got := strings.Join(got, " "); got != "https://example.com/x https://github.com/your-org/m # https://arxiv.org/abs/XXXX.XXXXX https://your-domain.com/x https://" {
		t.Error(got)
	}
}

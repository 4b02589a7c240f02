package finder

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// TestSecretsAsRead: a credential that its file writes in parts is found where its
// readers see it whole, once, and masked where a finding quotes it.
func TestSecretsAsRead(t *testing.T) {
	// It is not written out, so that nothing that looks for credentials finds it here.
	token := "hf" + "_" + "q7Zk2mRt9XvB4nWc8HsJ1pLd6GfY3aQeTu"
	a, b := token[:12], token[12:]
	for name, c := range map[string]struct {
		file, src string
		line      int
	}{
		"as it is":               {"card.md", "# A\n\n" + a + b + "\n", 3},
		"a tag":                  {"card.md", "# A\n\n" + a + "<b></b>" + b + "\n", 2},
		"a comment":              {"card.md", "# A\n\n" + a + "<!-- x -->" + b + "\n", 2},
		"emphasis":               {"card.md", "# A\n\n*" + a + "*" + b + "\n", 2},
		"a heading":              {"card.md", "# A\n\n## A **" + a + "**" + b + "\n", 3},
		"CDATA":                  {"a.xml", "<a>\n<b>" + a + "<![CDATA[" + b + "]]></b></a>", 2},
		"an escape":              {"a.yaml", "x: 1\ny: \"\\x68" + a[1:] + b + "\"\n", 2},
		"an escaped key":         {"a.json", "{\n\"\\u0068" + a[1:] + b + "\": 1}", 2},
		"a doubled quote before": {"a.csv", "a,b\n1,\"x\"\"" + a + b + "\"\n", 2},
	} {
		var s Secrets
		d, _ := document.Parse(c.file, []byte(c.src))
		s.Add(d)
		if len(s.Found) != 1 {
			t.Errorf("%s: %d found", name, len(s.Found))
			continue
		}
		if at, ok := s.Locate(s.Found[0].At); !ok || at.Line != c.line {
			t.Errorf("%s: at line %d", name, at.Line)
		}
		list := []finding.Verdict{{Findings: []finding.Finding{{Message: "it is " + token + " and " + c.src}}}}
		s.Mask(list)
		if m := list[0].Findings[0].Message; strings.Contains(m, token) || !strings.HasPrefix(m, "it is hf_…") {
			t.Errorf("%s: %s", name, m)
		}
	}
}

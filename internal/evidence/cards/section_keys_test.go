package cards

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

func TestSectionStates(t *testing.T) {
	for text, want := range map[string]evidence.SectionState{
		"Short texts are sorted badly.": evidence.Filled,
		"":                              evidence.Empty,
		"<!-- say something -->":        evidence.Empty,
		"[More Information Needed]":     evidence.Placeholder,
		"More information needed":       evidence.Placeholder,
		"TODO":                          evidence.Placeholder,
		"TBD.":                          evidence.Placeholder,
		"Coming soon!":                  evidence.Placeholder,
		"N/A":                           evidence.NotApplicable,
		"None.":                         evidence.Placeholder,
		"???":                           evidence.Placeholder,
		"{{ bias_risks }}":              evidence.Placeholder,
		"Not applicable: the model decides on no person.": evidence.NotApplicable,
		"Users (both direct and downstream) should be made aware of the risks, biases and limitations of the model. More information needed for further recommendations.": evidence.Placeholder,
		"- **Developed by:** [More Information Needed]\n- **Model type:** [More Information Needed]":                                                                      evidence.Placeholder,
		"The list is kept up to date; more information needed for a full study is gathered by the team every month.":                                                      evidence.Filled,
		"![diagram](a.png)": evidence.Empty,
	} {
		d, _ := document.Parse("README.md", []byte("## Limitations\n\n"+text+"\n"))
		if len(d.Sections) != 1 {
			t.Fatalf("%q: %d sections", text, len(d.Sections))
		}
		if got := sections(d, passage.HeadingKeys(d))[0].State; got != want {
			t.Errorf("%q is %s, want %s (text %q)", text, got, want, d.Sections[0].Text)
		}
	}
	d, _ := document.Parse("README.md", []byte("## Limitations\n\nNot applicable.\n\nMore information needed\n"))
	if s := sections(d, passage.HeadingKeys(d))[0]; s.State != evidence.NotApplicable || s.Reason != "" {
		t.Errorf("template text is the reason %q", s.Reason)
	}
}

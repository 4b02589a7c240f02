package cards

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

func stateOf(t *testing.T, key, page string) evidence.SectionState {
	t.Helper()
	d, _ := document.Parse("README.md", []byte(page))
	for _, s := range sections(d, passage.HeadingKeys(d)) {
		if s.Key == key {
			return s.State
		}
	}
	return ""
}

func TestSectionsWithoutAStatement(t *testing.T) {
	const long = "Letters in other languages than German are sorted at random, and names of streets are often taken for names of persons."
	for _, c := range []struct {
		name, page string
		want       evidence.SectionState
	}{
		{"only a link", "## Limitations\n\n[Paper](https://arxiv.org/abs/1810.04805)\n", evidence.Unanswered},
		{"a sentence with a link", "## Limitations\n\nNames fail, as [the paper](https://arxiv.org/abs/1810.04805) shows.\n", evidence.Filled},
		{"an address", "## Limitations\n\nSee https://example.org/details.\n", evidence.Unanswered},
		{"its title", "## Limitations and bias\n\nLimitations and bias.\n", evidence.Unanswered},
		{"half a sentence", "## Limitations\n\nThe model was evaluated on the\n", evidence.Unanswered},
		{"a list of words", "## Limitations\n\nnames, streets, towns\n", evidence.Filled},
		{"text of another section", "## Training data\n\n" + long + "\n\n## Limitations\n\n" + long + "\n", evidence.Unanswered},
		{"text of its own", "## Training data\n\nLetters of 2025.\n\n## Limitations\n\n" + long + "\n", evidence.Filled},
		{"a header of a table", "## Limitations\n\n| Name | Value |\n|---|---|\n", evidence.Empty},
		{"a table", "## Limitations\n\n| Domain | letters |\n|---|---|\n| Language | German only |\n", evidence.Filled},
		{"words of nobody", "## Limitations\n\nasdf asdf\n", evidence.Placeholder},
		{"a review to come", "## Limitations\n\nPending review by the legal team.\n", evidence.Placeholder},
		{"what the section is for", "## Limitations\n\nThis section describes the limitations of the model.\n", evidence.Placeholder},
		{"a test that was made", "## Limitations\n\nTested on letters only.\n", evidence.Filled},
	} {
		if got := stateOf(t, "limitations", c.page); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestLinksThatNobodyCanFollow(t *testing.T) {
	state := func(page string) evidence.LinkState {
		d, _ := document.Parse("README.md", []byte(page))
		return bodyLinks(d)[0].State
	}
	for _, target := range []string{"http://10.0.3.17/wiki", "https://wiki.corp.internal/ml", "http://localhost:8888/lab", "file:///mnt/train.log", "/home/ann/corpus/readme.md"} {
		if got := state("# M\n\n## Data\n\nSee [this](" + target + ").\n"); got != evidence.NotFound {
			t.Errorf("%s: %s", target, got)
		}
	}
	for _, page := range []string{
		"# M\n\n## Data\n\nSee [this](https://internal.example.org/x).\n", "# M\n\n## Data\n\nSee [this](https://10.5.2.example.org/).\n",
		"# M\n\n## Demo\n\nOpen [it](http://localhost:7860).\n\n```\npython app.py\n```\n", "# M\n\n## How to use\n\nOpen [it](http://localhost:7860).\n",
	} {
		if got := state(page); got == evidence.NotFound {
			t.Errorf("%q: not found", page)
		}
	}
}

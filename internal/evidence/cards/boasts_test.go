package cards

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// TestBoasts: statements that the model is better than others, in cards with and without results.
func TestBoasts(t *testing.T) {
	t.Parallel()
	const results = "\n\n## Evaluation\n\nOn IMDB, the accuracy is 0.91.\n"
	for _, c := range []struct {
		text string
		want bool
	}{
		{"This model achieves state-of-the-art performance on sentiment analysis.", true},
		{"Churn outperforms GPT-4 and Claude on legal questions.", true},
		{"Our model beats all existing approaches.", true},
		{"The model is state-of-the-art in churn prediction.", true},
		{"It sorts letters. This model sorts them with human-level accuracy.", true},
		{"We set a new state of the art for Danish.", true},
		{"The model is on par with GPT-4.", true},
		{"This is the most accurate open model available for churn.", true},
		{"It is unmatched by any other model.", false}, // what "it" is, is not told
		{"This model is unmatched in quality.", true},
		{"This model outperforms BERT by 2.3 points.", false},
		{"This model outperforms BERT (see Table 2).", false},
		{"This model does not outperform BERT.", false},
		{"This model may reach state-of-the-art results.", false},
		{"The model uses a state-of-the-art architecture.", false},
		{"BERT achieves state-of-the-art results on GLUE.", false},
		{"We aim to outperform GPT-4.", false},
		{"State-of-the-art models need much memory.", false},
		{"This model achieves state-of-the-art performance, as [the paper](https://arxiv.org/abs/1810.04805) shows.", false},
		{"This model outperforms GPT-4 on letters." + results, true},
		{"This model outperforms other models." + results, false},
		{"This model achieves state-of-the-art performance on IMDB." + results, false},
		{"This model achieves state-of-the-art performance on SQuAD." + results, true},
	} {
		d, _ := document.Parse("models/churn/README.md", []byte("---\nlicense: mit\n---\n# Churn\n\n"+c.text+"\n"))
		if got := decodeHuggingFace(d).Boasts; (len(got) > 0) != c.want {
			t.Errorf("%q: got %+v", strings.TrimSpace(c.text), got)
		}
	}
}

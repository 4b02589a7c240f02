package cards

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// TestSections: what a heading stands for, and whether something is said of it.
func TestSections(t *testing.T) {
	for name, c := range map[string]struct{ page, want string }{
		"a heading for two things leaves one to the empty heading under it": {
			"# M\n\n## Intended uses & limitations\n\n#### How to use\n\n```\nrun\n```\n\n#### Limitations and bias\n\n## Training data\n\nNews.\n",
			"? M; intended_use Intended uses & limitations empty; how_to_use How to use; bias_risk Limitations and bias empty; limitations Limitations and bias empty; training_data Training data"},
		"its own text counts for what has no heading of its own": {
			"## Intended uses & limitations\n\nClassify mail.\n\n### How to use\n\nRun it.\n",
			"intended_use Intended uses & limitations; limitations Intended uses & limitations; how_to_use How to use"},
		"neither does text, and a table of empty cells": {
			"# M\n\n## Intended use\n\nInstall transformers with `pip install transformers`, then load the model with `AutoModel.from_pretrained`.\n\n## Limitations\n\n| Risk | Mitigation |\n|---|---|\n| | |\n\n## Bias\n\n| Group | Recall |\n|---|---|\n| F | |\n",
			"? M; intended_use Intended use unanswered; limitations Limitations empty; bias_risk Bias"},
		"what a model is for, and how it is run": {
			"# M\n\n## Intended use\n\nLoad the model with the pipeline. It can be used for sorting letters of customers.\n\n## Uses\n\nRun triage of tickets in support.\n",
			"? M; intended_use Intended use; intended_use Uses"},
		"code shows how to run a model, not what it is for": {
			"## Uses\n\n```\nrun\n```\n\n## Usage\n\nYou can use this model directly with a pipeline for text generation:\n\n```\nrun\n```\n\n## How to use\n\nThe model is intended for sorting letters of customers.\n\n## Intended use\n\n```\nrun\n```\n",
			"how_to_use Uses; how_to_use Usage; how_to_use How to use; intended_use How to use; intended_use Intended use empty"},
		"what says nothing": {
			"## Limitations\n\nSee paper.\n\n## Training data\n\nSee the [paper](https://example.com/p).\n\n## Disclaimer\n\nNo legal advice.\n\n**Intended use:** Unknown\n",
			"limitations Limitations unanswered; training_data Training data unanswered; ? Disclaimer"},
		"a citation under a heading is not what the heading is about": {
			"## Eval results\n\n### BibTeX entry and citation info\n\n```bibtex\n@misc{x}\n```\n",
			"evaluation Eval results empty; citation BibTeX entry and citation info"},
		"but what stands beside it is": {
			"## Eval results\n\n### GLUE\n\nF1 is 0.9.\n\n### Contact\n\nUs.\n",
			"evaluation Eval results; evaluation GLUE; contact Contact"},
		"the hub's template of 2020": {
			"## Limitations\n\nProvide examples of latent issues and potential remediations.\n\n## Training data\n\nDescribe the data you used to train the model.\nIf you initialized it with pre-trained weights, add a link to the pre-trained model card or repository with description of the pre-training data.\n\n## Training procedure\n\nPreprocessing, hardware used, hyperparameters...\n",
			"limitations Limitations placeholder; training_data Training data placeholder; training_procedure Training procedure placeholder"},
		"what is to be done": {
			"## Evaluation\n\nTODO: Add table if available\n\n## Limitations\n\nTodo lists in French are read badly.\n",
			"evaluation Evaluation placeholder; limitations Limitations"},
		"a line in bold type is a heading": {
			"# M\n\n**Training Data**\nNews of a year.\n\n**Limitations:**\n\n- nights\n\n**Evaluation**\n\n**Loss**:\n\nhigh\n\n__Citation__\n\nMore information needed\n\n## N\n\nText **Bias** text.\n",
			"? M; ? N; training_data Training Data; limitations Limitations; citation Citation placeholder"},
		"what no reader sees": {
			"## Limitations\n\n<!-- Poor at night. -->\n\n## Bias\n\n<div hidden>\n\nPoor at night.\n\n<div>More.</div>\n\n</div>\n\n## Intended use\n\nA <span style=\"color: red; display:none\">text of many words</span>\n\n## Training data\n\n[^1]: News of a whole year.\n\n## Evaluation\n\n<p style='visibility: hidden'>F1 is 0.9.</p>\n",
			"limitations Limitations empty; bias_risk Bias empty; intended_use Intended use; training_data Training data empty; evaluation Evaluation empty"},
		"what a reader sees": {
			"## Limitations\n\n<details><summary>More</summary>\n\nPoor at night.\n\n</details>\n\n## Bias\n\n<div hidden>x</div>\n\nPoor at night.\n\n## Training data\n\nNews[^1].\n\n[^1]: Of a whole year.\n\n## Citation\n\n<div class=\"hidden\">A text.</div>\n",
			"limitations Limitations; bias_risk Bias; training_data Training data; citation Citation"},
		"an image is no text, but may be a chart": {
			"## Limitations\n\n![Poor at night](a.png)\n\n## Bias\n\n<img src=\"a.png\">\n\n## Evaluation\n\n![F1](b.png)\n",
			"limitations Limitations empty; bias_risk Bias empty; evaluation Evaluation"},
		"a name is no section": {
			"# Fine-tuning GPT-2 small\n\nText.\n\n## finetuning-sentiment-model-3000\n\nText.\n",
			"? Fine-tuning GPT-2 small; ? finetuning-sentiment-model-3000"},
	} {
		d, _ := document.Parse("README.md", []byte(c.page))
		var got []string
		for _, s := range sections(d, passage.HeadingKeys(d)) {
			line := fmt.Sprintf("%s %s", orQuestion(s.Key), s.Title)
			if s.State != evidence.Filled {
				line += " " + string(s.State)
			}
			got = append(got, line)
		}
		want := strings.Split(c.want, "; ")
		if !slices.Equal(got, want) {
			t.Errorf("%s:\ngot  %q\nwant %q", name, got, want)
		}
	}
}

func orQuestion(key string) string {
	if key == "" {
		return "?"
	}
	return key
}

// TestOtherKind: sections with text of another kind than their heading, and sections that are what
// they say.
func TestOtherKind(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		title, text string
		want        evidence.SectionState
	}{
		{"Limitations", "Our model delivers outstanding results and is the perfect choice for every company. It is fast, easy to use and powerful.", evidence.Unanswered},
		{"Limitations", "Install the package with pip. Then run the script on your letters.", evidence.Unanswered},
		{"Limitations", "Install version 2 or later, because version 1 cannot read umlauts. Run it on short letters only.", evidence.Filled},
		{"Limitations", "The model is powerful, but it fails on dialects.", evidence.Filled},
		{"Limitations", "Dialects are read as another language. The model is fast and easy to use.", evidence.Filled},
		{"Evaluation", "To evaluate, install the package with pip and run the script.", evidence.Unanswered},
		{"Evaluation", "The model shows excellent performance. It works great on all letters.", evidence.Unanswered},
		{"Evaluation", "The accuracy on 1,000 letters is 0.91. To repeat it, run the script.", evidence.Filled},
		{"Evaluation", "The model shows excellent performance, but letters in dialect are sorted badly.", evidence.Filled},
		{"Evaluation", "To evaluate, run the script.\n\n| Metric | Value |\n|---|---|\n| Accuracy | 0.91 |", evidence.Filled},
		{"Evaluation", "The model was excellent: see [our report](https://example.org/report).", evidence.Filled},
		{"Evaluation", "Two people read a sample of the letters and agreed with the model.", evidence.Filled},
	} {
		d, _ := document.Parse("README.md", []byte("# m\n\n## "+c.title+"\n\n"+c.text+"\n"))
		found := sections(d, passage.HeadingKeys(d))
		if got := found[len(found)-1].State; got != c.want {
			t.Errorf("%s: %q: got %s, want %s", c.title, c.text, got, c.want)
		}
	}
}

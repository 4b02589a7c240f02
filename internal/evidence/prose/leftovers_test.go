package prose_test

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
)

// inSection is what is left in a section that is written apart from some text.
func inSection(text string) []string {
	d, _ := document.Parse("README.md", []byte("# M\n\nA model.\n\n## Training\n\nThe model was trained on news for three hours.\n\n"+text+"\n"))
	out := []string{}
	for _, left := range prose.TemplateText(d) {
		if left.Inline {
			out = append(out, left.Text)
		}
	}
	return out
}

func TestLeftoversWithinText(t *testing.T) {
	for _, text := range []string{
		"Trained on news. (@jane please double-check before we publish!)", "Trained on news. (NOTE to self: the numbers are old - do not mention before release)", "Write to [email protected] with questions.", "Write to your.name@example.com with questions.",
		"Developed by {{ developers }} in 2021.", "{% if regime %}The regime was fp16.{% endif %}", "Trained on ${NUM_GPUS} GPUs.", "Accuracy was %ACCURACY% at release.",
		"Developed by <your name> at the institute.", "Developed by [Your Name] of [Organization Name].", "- **Funded by [optional]:** [More Information Needed]\n- **Shared by:** the lab",
		"The corpus was filtered (TODO: describe the filter) before training.", "FIXME: check the number of steps with Anna.", "The license is TBD and may change.",
		"The model was trained for XX hours on 8 machines.", "It reaches XX.X% on the test set.", "Lorem ipsum dolor sit amet, consectetur. Training took 3 hours.",
		"| Setting | Value |\n|---|---|\n| Optimizer | AdamW |\n| Warmup | TBD |", "| Setting | Value | Unit |\n|---|---|---|\n| Warmup | ??? | steps |", "| a | b | c |\n|---|---|---|\n| x | fill in | y |",
		"- Optimizer: AdamW\n- Warmup: TBD", "**Provider:** Your Organization", "```bibtex\n@article{x,\n  title={TODO},\n  year={2021}\n}\n```", "Delete this paragraph before publishing.",
		"Certainly! Here is a training section for your model card:", "As an AI language model, I cannot tell how it was trained.",
		"Write to your.name@example.com for questions.", "Contact: [email protected] for questions.", "Contact: email@domain.com",
		"The model knows one voice. @mirco: pls check with the new recipe b4 we publish this!!", "Trained on news. @jane_d please double-check the number of hours", "pls fix the table", "Check the WER with Anna before we release this.",
		"Write to \"the team\", jane.doe@example.com, with questions.", "The contact is \"jane.doe@example.com\".",
		"This modelcard aims to be a base template for new models. It has been generated using [this raw template](https://example.org).",
	} {
		if got := inSection(text); len(got) == 0 {
			t.Errorf("nothing is found in %q", text)
		}
	}
	for _, text := range []string{
		"Write to team@example.org with questions.", "We checked all numbers before release.", "Note that training took long.",
		"The model was not tested on to-do lists.", "Use `{{ developers }}` in a prompt.", "The loss is $x_{{i}}$ and $y_{{n}}$.", "title={{BERT: Pre-training}}", "```jinja\n{{ developers }}\n```", "> Dear [Your Name], TODO: write",
		"Prompts have the form `[NAME] works at [COMPANY]`.", "The token [MASK] is predicted, <s> starts a text.", "See [Your Name](https://example.org/film), a film.", "It reaches 100% of the XX chromosomes.",
		"The TODO list app of the demo is not covered.", "| Setting | Value |\n|---|---|\n| Weight decay | - |\n| Dropout | n/a |", "Remove this token from the input.", "Here is a table of the results in the card.", "    {{ code }} of an indented block", "<!-- TODO: a note that nobody sees -->",
		"| Tag | Meaning |\n|---|---|\n| XX | Unknown |", "| a | b |\n|---|---|\n| 请 | 我是XX房地产中介公司的经纪人 |", "```python\nurl = \"...\"\n```", "### Prompt template\n\nThe caption is put in.\n\n{{caption}}, soft light.", "### Examples\n\nIt refuses.\n\nI'm sorry, but I cannot fulfill this request.",
		"The template is filled with {{system}} and {{user}} turns?", "- Optimizer: Adam [1]", "Adds 5%ABC of noise.", "Questions are answered as ChatGPT does (\"As an AI language model, I ...\").", "The model was named by <a href=\"x\">the authors</a>.",
		"Ask the bot with `@helper please check this text`.", "Follow @mirco for updates, please.", "We checked all numbers before we released it.", "PLS regression was used to check the results.", "Further tests are planned before we release the next version.",
		"Write to the team at models@acme.org for questions.", "Addresses such as `your.name@example.com` are masked.", "This model aims to be a base for new models.", "An [email protected by a key](https://example.org) is sent.",
		"It finds no entity in \"Write to jane.doe@example.com or call +1 202 555 0143\".", "Input: “Write to jane.doe@example.com”. Output: none.",
	} {
		if got := inSection(text); len(got) > 0 {
			t.Errorf("%q is found in %q", got, text)
		}
	}
}

package slips

import "testing"

// TestPrompts: code with other roles than the template of the card, and near misses.
func TestPrompts(t *testing.T) {
	const template = "It is trained on prompts with the following template:\n\n```\nQuestion: <Query>\n\nAnswer: <Response>\n```\n\n"
	code := func(prompt string) string { return "```python\nprompt = " + prompt + "\n```\n" }
	for page, want := range map[string]string{
		template + code(`"### Human: How do I sort?\n### Assistant: "`):                                     "argument ### Human … ### Assistant|Question … Answer of the template",
		template + code(`f"<|user|>{x}<|assistant|>"`):                                                      "argument <|user|> … <|assistant|>|Question … Answer of the template",
		template + code("\"\"\"Human: {x}\nAssistant: \"\"\""):                                              "argument Human … Assistant|Question … Answer of the template",
		template + code(`"Question: How do I sort?\n\nAnswer: "`):                                           "",
		template + code(`"Question: How do I sort?\n### Assistant: "`):                                      "",
		template + code(`"### Human: How do I sort?"`):                                                      "",
		template + "```\n### Human: x\n### Assistant: y\n```\n\n" + code(`"### Human: a\n### Assistant: "`): "", // another one that the card has
		"```\nQuestion: <Query>\n\nAnswer: <Response>\n```\n\n" + code(`"### Human: a\n### Assistant: "`):   "",
		template + code(`x`): "",
		template + "```python\nlabel = \"### Human: a\\n### Assistant: \"\n```\n": "",
	} {
		if got := slipsOf(page, ""); got != want {
			t.Errorf("%q: got %q, want %q", page, got, want)
		}
	}
}

package slips

import "testing"

// TestFileLinks: links to other files and papers than their text names, and links that are right.
func TestFileLinks(t *testing.T) {
	t.Parallel()
	const hub = "https://huggingface.co/a/m/blob/main/"
	row := func(name, target string) string { return "| " + name + " | [get](" + hub + target + ") |\n" }
	table := "| Name | File |\n|---|---|\n"
	for page, want := range map[string]string{
		"[m-13b.Q6_K.gguf](" + hub + "m-13b.Q5_K_M.gguf)":                                                      "link m-13b.Q6_K.gguf|m-13b.Q5_K_M.gguf",
		"[`m-13b.Q6_K.gguf`](" + hub + "m-13b.Q6_K.gguf?download=true)":                                        "",
		"[config.json](" + hub + "adapter_config.json)":                                                        "",
		"[train.py](https://github.com/a/b/blob/main/run.py)":                                                  "",
		"[model.safetensors](" + hub + "model.safetensors.index.json)":                                         "",
		"[weights.bin](weights.onnx)":                                                                          "",
		table + row("Q4_K_M", "m.Q4_K_M.gguf") + row("Q5_K_M", "m.Q5_K_M.gguf") + row("Q6_K", "m.Q5_K_M.gguf"): "link Q6_K|m.q5_k_m",
		table + row("Q4_K_M", "m.Q4_K_M.gguf") + row("Q5_K_M", "m.Q5_K_M.gguf") + row("Q6_K", "m.Q6_K.gguf"):   "",
		table + row("Small", "a.pth") + row("Large", "b.pth") + row("Larger", "b.pth"):                         "",
		table + row("R50", "r50.pth") + row("R101", "r101.pth") + row("R50, 2x test", "r50.pth"):               "",
		"- A ConvNet for the 2020s: https://arxiv.org/abs/2103.00020\n- Learning Transferable Visual Models From Natural Language Supervision: https://arxiv.org/abs/2103.00020":      "link Learning Transferable Visual Models From Natural Language Supervision|arXiv 2103.00020, which is A ConvNet for the 2020s",
		"- A ConvNet for the 2020s: https://arxiv.org/abs/2201.03545\n- Learning Transferable Visual Models From Natural Language Supervision: https://arxiv.org/abs/2103.00020":      "",
		"- Paper: https://arxiv.org/abs/2103.00020\n- Learning Transferable Visual Models From Natural Language Supervision: https://arxiv.org/abs/2103.00020":                        "",
		"- More details on the training: https://arxiv.org/abs/2103.00020\n- Learning Transferable Visual Models From Natural Language Supervision: https://arxiv.org/abs/2103.00020": "",
		"- Learning Visual Models From Supervision: https://arxiv.org/abs/2103.00020\n- [Learning Transferable Visual Models](https://arxiv.org/abs/2103.00020)":                      "",
	} {
		if got := slipsOf(page, ""); got != want {
			t.Errorf("%q:\n got %q\nwant %q", page, got, want)
		}
	}
}

// TestContained: sizes of a repository's model that its name has not, and sentences on others.
func TestContained(t *testing.T) {
	t.Parallel()
	for page, want := range map[string]string{
		"# Llama-13b-chat\n\nThis repository contains the Python version of the 34B parameters model.":       "model 34B|Llama-13b-chat",
		"# Llama-13b-chat\n\nThis is the repository for the 7B fine-tuned model, optimized for dialogue.":    "model 7B|Llama-13b-chat",
		"# Llama-13b-chat\n\n**This repository contains the Instruct version of the 13B parameters model.**": "",
		"# Coder-6.7b-base\n\nThis repo contains the 7B model.":                                              "",
		"# Llama-13b-chat\n\nThis repository contains the 7B, 13B and 34B models.":                           "",
		"# Llama-13b-chat\n\nThis repository contains a model trained on 2B tokens.":                         "",
		"# Llama-13b-chat\n\nThis repository contains adapters for the 7B model.":                            "",
		"# Chat model\n\nThis repository contains the 7B model.":                                             "",
		"# Llama-13b-chat\n\nLinks to other models: the repository of the 7B model.":                         "",
	} {
		if got := slipsOf(page, ""); got != want {
			t.Errorf("%q:\n got %q\nwant %q", page, got, want)
		}
	}
}

// TestForAmongNot: items that name a use among those that rule uses out.
func TestForAmongNot(t *testing.T) {
	t.Parallel()
	for items, want := range map[string]string{
		"- **For clinical diagnosis**\n- **Not a medical device**\n- Do not use this model as the sole basis.":   "use For clinical diagnosis|Out-of-scope use",
		"- **Not for clinical diagnosis**\n- **Not a medical device**\n- Do not use this model as a sole basis.": "",
		"- For clinical diagnosis\n- For legal advice":                                                           "",
		"- For commercial use, contact us\n- Not a medical device\n- No legal advice":                            "",
		"- For uses other than research\n- Not a medical device\n- No legal advice":                              "",
	} {
		if got := slipsOf("# M\n\n## Out-of-scope use\n\n"+items+"\n", ""); got != want {
			t.Errorf("%q:\n got %q\nwant %q", items, got, want)
		}
	}
	if got := slipsOf("# M\n\n## Uses\n\n- For clinical diagnosis\n- Not a medical device\n- No legal advice\n", ""); got != "" {
		t.Errorf("got %q", got)
	}
}

// TestCountedTables: tables that announced numbers of rows precede.
func TestCountedTables(t *testing.T) {
	t.Parallel()
	rows := "| `age` | Age (e.g. 60) |\n| `ca` | vessels, relative to rest |\n| `sex` | Sex |\n"
	for page, want := range map[string]string{
		"The model expects **4 columns**:\n\n| Feature | Description |\n|---|---|\n" + rows:                                "count 4 columns|3",
		"The model expects **3 columns**:\n\n| Feature | Description |\n|---|---|\n" + rows:                                "",
		"The model expects **4 columns**:\n\n| Feature | Description |\n|---|---|\n" + rows + "| … | more |\n| etc. | |\n": "",
		"The model expects 40 columns, including:\n\n| Feature | Description |\n|---|---|\n" + rows:                        "",
	} {
		if got := slipsOf(page, ""); got != want {
			t.Errorf("%q:\n got %q\nwant %q", page, got, want)
		}
	}
}

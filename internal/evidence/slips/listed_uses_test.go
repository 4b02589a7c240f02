package slips

import "testing"

// TestListedUses: uses in both lists, decisions that nobody reviews, and pages that tell one thing.
func TestListedUses(t *testing.T) {
	t.Parallel()
	page := func(yes, no string) string {
		return "# M\n\n## Direct use\n\n- Summaries of news\n- " + yes + "\n\n## Out-of-scope use\n\n- Legal advice\n- " + no + "\n"
	}
	for text, want := range map[string]string{
		page("Triage of chest radiographs", "Chest radiographs of children"):                                              "use Triage of chest radiographs|Chest radiographs of children",
		page("Triage of chest radiographs", "Chest radiographs without a doctor"):                                         "",
		page("Research on chest radiographs only", "Chest radiographs"):                                                   "",
		page("Triage of chest radiographs", "Diagnosis of skin lesions"):                                                  "",
		page("Text generation in English", "Text generation in German"):                                                   "",
		"# M\n\n## Intended uses & out-of-scope uses\n\n- Triage of chest radiographs\n- Chest radiographs of children\n": "",
		"# M\n\nIt suspends accounts; nobody has to read the flagged posts.":                                              "use nobody has to read the flagged posts|",
		"# M\n\nNo human review is needed before a loan is refused.":                                                      "use No human review is needed|",
		"# M\n\nA doctor has to check each result.":                                                                       "",
		"# M\n\nIf no human review is needed, use the smaller model.":                                                     "",
		"# M\n\nThe labels come from rules, so no one has to check them for training.":                                    "",
	} {
		if got := slipsOf(text, ""); got != want {
			t.Errorf("%q:\n got %q\nwant %q", text, got, want)
		}
	}
}

// TestScores: scores that are called probabilities beside an output that has none.
func TestScores(t *testing.T) {
	t.Parallel()
	code := func(code, output string) string {
		return "\n\n```python\n" + code + "\nprint(x)\n```\n\nThe output will be\n```text\n" + output + "\n```\n"
	}
	const logits, shares = "tensor([  6.9363,  -8.2063,  -8.7692])", "tensor([0.9363, 0.2063, 0.7692])"
	for text, want := range map[string]string{
		"The scores are probabilities between 0 and 1." + code("x = model(y).logits", logits):                "argument tensor([ 6.9363, -8.2063, -8.7692]|scores are probabilities",
		"The scores are probabilities between 0 and 1." + code("x = model(y).logits", shares):                "",
		"The scores are logits: they are not probabilities." + code("x = model(y).logits", logits):           "",
		"After a softmax the scores are probabilities." + code("x = model(y).logits", logits):                "",
		"The scores are probabilities between 0 and 1." + code("x = torch.sigmoid(model(y).logits)", logits): "",
		"The scores are between 0 and 1." + code("x = model.encode(y)", logits):                              "",
		"The scores are good." + code("x = model(y).logits", logits):                                         "",
	} {
		if got := slipsOf("# M\n\n"+text, ""); got != want {
			t.Errorf("%q:\n got %q\nwant %q", text, got, want)
		}
	}
}

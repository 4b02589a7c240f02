package slips

import "testing"

// TestOwnRow: the row of this model with the size of another, and near misses.
func TestOwnRow(t *testing.T) {
	const label = "# Moirai-R-base\n\n| Property | Value |\n|---|---|\n| Parameters | 91m |\n\n"
	table := func(row string) string {
		return "## Family\n\n| Model | # Parameters |\n| :---: | :---: |\n| [Moirai-R-Small](https://huggingface.co/a/moirai-R-small) | 14m |\n" + row + "\n"
	}
	for page, want := range map[string]string{
		label + table("| [Moirai-R-Base](https://huggingface.co/a/moirai-R-base) | 14m |"): "setting 14m in the row of Moirai-R-base|91m",
		label + table("| **a/Moirai-R-Base** | 14M |"):                                     "setting 14M in the row of Moirai-R-base|91m",
		label + table("| [Moirai-R-Base](https://huggingface.co/a/moirai-R-base) | 91m |"): "",
		label + table("| Moirai-R-Base | 0.09B |"):                                         "",
		label + table("| Moirai-R-Large | 311m |"):                                         "",
		label + table("| Moirai-R-Base | - |"):                                             "",
		"# Moirai-R-base\n\n" + table("| Moirai-R-Base | 14m |"):                           "",
		"# Writer-7b\n\n" + table("| Writer-7b | 13B |"):                                   "setting 13B in the row of Writer-7b|7b",
		"# Writer-7b\n\n" + table("| Writer-7b | 6.7B |\n| Writer-13b | 13B |"):            "",
		"# Writer-7b\n\n| Model | Tokens |\n|---|---|\n| Writer-7b | 300B |\n":             "",
		"# Writer-8x7b\n\n" + table("| Writer-8x7b | 46.7B |"):                             "",
	} {
		if got := slipsOf(page, ""); got != want {
			t.Errorf("%q: got %q, want %q", page, got, want)
		}
	}
}

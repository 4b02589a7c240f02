package slips

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// TestNamedLinks: links that lead to another than they name, and near misses.
func TestNamedLinks(t *testing.T) {
	cite := "\n\n```bibtex\n@misc{a,\n  title = {Robust Recognition of Speech},\n  eprint = {2212.04356}\n}\n```\n"
	row := "| Model | Link |\n|---|---|\n| DeiT-small distilled | https://huggingface.co/a/deit-"
	for page, want := range map[string]string{
		"The [Inspec dataset](https://huggingface.co/datasets/midas/kp20k).":    "Inspec dataset|midas/kp20k",
		"The [Inspec dataset](https://huggingface.co/datasets/midas/inspec).":   "",
		"The [Inspec dataset](https://huggingface.co/datasets/acme/inspec-en).": "",
		"The [other dataset](https://huggingface.co/datasets/midas/kp20k).":     "",
		row + "tiny-distilled |\n":  "DeiT-small distilled|deit-tiny-distilled",
		row + "small-distilled |\n": "",
		row + "distilled |\n":       "",
		"From [Robust Recognition of Speech](https://arxiv.org/abs/2006.11477)." + cite:  "Robust Recognition of Speech|arXiv 2006.11477, not 2212.04356",
		"From [Robust Recognition of Speech](https://arxiv.org/abs/2212.04356)." + cite:  "",
		"From [Another Recognition of Speech](https://arxiv.org/abs/2006.11477)." + cite: "",
	} {
		d, _ := document.Parse("m/README.md", []byte(page))
		c := &evidence.Card{}
		c.Datasets.Items = []evidence.UsedDataset{{Value: "midas/inspec"}}
		got := ""
		for _, s := range In(d, c) {
			if s.Kind == evidence.SlipLink {
				got += s.Value + "|" + s.Other
			}
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", page, got, want)
		}
	}
}

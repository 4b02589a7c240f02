package finder

import (
	"slices"
	"testing"
)

func TestStatesOfATrainingAreNoModels(t *testing.T) {
	for name, tt := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"below a model with a card":     {map[string]string{"m/README.md": card, "m/checkpoint-100/README.md": card, "m/checkpoint-200/README.md": card, "m/checkpoint-200/adapter_model.safetensors": "x"}, []string{"m"}},
		"below weights without a card":  {map[string]string{"m/model.safetensors": "x", "m/epoch_3/README.md": card}, []string{"m"}},
		"below a directory of a model":  {map[string]string{"m/README.md": card, "m/runs/checkpoint-100/README.md": card}, []string{"m"}},
		"a card of the name":            {map[string]string{"m/README.md": card, "m/checkpoint-100/MODEL_CARD.md": namedCard}, []string{"m"}},
		"at the root":                   {map[string]string{"README.md": card, "checkpoint-100/README.md": card}, []string{"."}},
		"below no model":                {map[string]string{"m/checkpoint-100/README.md": card, "m/checkpoint-200/README.md": card}, []string{"m/checkpoint-100", "m/checkpoint-200"}},
		"far below the repository":      {map[string]string{"README.md": card, "runs/a/checkpoint-100/README.md": card}, []string{".", "runs/a/checkpoint-100"}},
		"with a manifest":               {map[string]string{"m/README.md": card, "m/checkpoint-100/modelgate.yaml": "name: a"}, []string{"m", "m/checkpoint-100"}},
		"with another name":             {map[string]string{"m/README.md": card, "m/checkpoint-best-7b/README.md": card, "m/v100/README.md": card}, []string{"m", "m/checkpoint-best-7b", "m/v100"}},
		"models of as many steps apart": {map[string]string{"step100/README.md": card, "step200/README.md": card}, []string{"step100", "step200"}},
	} {
		f := New(tree(tt.files), Layout{})
		got, err := f.All()
		if err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, %v; want %q", name, got, err, tt.want)
		}
		for file := range tt.files {
			if what, err := f.PassedOver(file); what != "" || err != nil {
				t.Errorf("%s: %s is passed over as %q, %v", name, file, what, err)
			}
		}
	}
}

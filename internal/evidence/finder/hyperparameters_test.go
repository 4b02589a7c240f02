package finder

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/hyperparameters"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// TestInSettings: the keys of a file of settings, and none of a model with parts.
func TestInSettings(t *testing.T) {
	for src, want := range map[string]string{
		`{"num_hidden_layers": 6, "hidden_size": 768, "id2label": {"0": "a", "1": "b"}}`:              "hidden size=768, layers=6, number of classes=2",
		`{"num_hidden_layers": 6, "is_encoder_decoder": true, "image_size": 384}`:                     "image size=384",
		`{"num_hidden_layers": 6, "is_encoder_decoder": false}`:                                       "layers=6",
		`{"hidden_size": 4096, "vision_config": {"hidden_size": 1024}}`:                               "",
		`{"max_position_embeddings": 4096, "rope_scaling": {"factor": 4}, "vocab_size": 32000}`:       "",
		`{"max_position_embeddings": 4096, "rope_scaling": null, "vocab_size": [1], "n_layer": "x"}`:  "context length=4096",
		`{"num_classes": 1000, "pretrained_cfg": {"input_size": [3, 256, 256], "num_classes": 1000}}`: "image size=256, number of classes=1000",
		`{"num_classes": 0, "pretrained_cfg": {"input_size": [3, 256, 320]}}`:                         "",
	} {
		d, _ := document.Parse("config.json", []byte(src))
		var got []string
		for _, h := range inSettings(place.Root(d), hyperparameters.Files["config.json"]) {
			got = append(got, fmt.Sprintf("%s=%s", h.Name, h.Value))
		}
		if slices.Sort(got); strings.Join(got, ", ") != want {
			t.Errorf("%s: %v; want %s", src, got, want)
		}
	}
}

// TestHyperparametersBesideTheWeights: the settings lie with the weights, not with the card.
func TestHyperparametersBesideTheWeights(t *testing.T) {
	s, err := New(tree(map[string]string{
		"docs/model-card.md": namedCard, "outputs/model.pkl": "x", "outputs/config.json": `{"num_hidden_layers": 6}`, "outputs/train.sh": "python run.py --seed 42\n",
	}), Layout{}).Read(".")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, h := range s.Model.Hyper {
		got = append(got, fmt.Sprintf("%s %s=%s", h.At, h.Name, h.Value))
	}
	if want := []string{"outputs/config.json#/num_hidden_layers layers=6", "outputs/train.sh# seed=42"}; !slices.Equal(got, want) {
		t.Errorf("%q; want %q", got, want)
	}
}

// TestInRecipe: the settings of a training, at any level but those of other trainings.
func TestInRecipe(t *testing.T) {
	for src, want := range map[string]string{
		"epochs: 750\nsample_rate: 22050\nbatch_size: 64\n":                                  "epochs=750, sampling rate=22050",
		"train:\n  optimizer:\n    lr: 0.001\n  deeper:\n    still:\n      seed: 1\n":        "learning rate=0.001",
		"sweep:\n  lr: 0.1\nteacher:\n  epochs: 3\nstage_1:\n  epochs: 2\nlr: [0.1, 0.01]\n": "",
		"lr: !ref <x>\n": "",
	} {
		d, _ := document.Parse("hparams.yaml", []byte(src))
		if d.Root == nil {
			continue
		}
		var got []string
		for _, h := range inRecipe(place.Root(d), maxRecipe) {
			got = append(got, fmt.Sprintf("%s=%s", h.Name, h.Value))
		}
		if slices.Sort(got); strings.Join(got, ", ") != want {
			t.Errorf("%s: %v; want %s", src, got, want)
		}
	}
}

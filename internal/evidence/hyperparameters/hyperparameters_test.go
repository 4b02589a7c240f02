package hyperparameters

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

func said(found []evidence.Hyperparameter) string {
	var out []string
	for _, h := range found {
		text := fmt.Sprintf("%s=%s", h.Name, h.Value)
		if h.Rounded {
			text += "~"
		}
		out = append(out, text)
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// TestInSentence: what sentences state, in the forms in which people write numbers.
func TestInSentence(t *testing.T) {
	for text, want := range map[string]string{
		"The model has 12 layers, 768 hidden units and 12 attention heads.":                      "attention heads=12, hidden size=768, layers=12",
		"A 6-layer transformer with a hidden size of 768.":                                       "hidden size=768, layers=6",
		"It has twelve transformer layers":                                                       "layers=12",
		"It uses a vocabulary of 30,522 tokens":                                                  "vocabulary size=30522",
		"The context length is 32k tokens":                                                       "context length=32000~",
		"We used a learning rate of 2e-5 and a batch size of 32 for 3 epochs":                    "batch size=32, epochs=3, learning rate=2e-05",
		"The training is conducted over 100 epochs with batches of 16":                           "batch size=16, epochs=100",
		"It was trained for over 100 epochs":                                                     "epochs=100~",
		"Training took over 100 epochs":                                                          "epochs=100~",
		"It was trained over 20,000 steps":                                                       "training steps=20000~",
		"The learning rate was 2 × 10^-5":                                                        "learning rate=2e-05",
		"learning rate: 3e-05":                                                                   "learning rate=3e-05",
		"- learning_rate: 3e+05":                                                                 "learning rate=300000",
		"a peak learning rate of 10⁻⁴":                                                           "learning rate=0.0001",
		"Trained on CoNLL: learning rate 3e-5, batch size 32, 3 epochs, seed 42":                 "batch size=32, epochs=3, learning rate=3e-05, seed=42",
		"- total_train_batch_size: 64":                                                           "total batch size=64",
		"- train_batch_size: 8":                                                                  "batch size of a device=8",
		"LoRA rank of 16 and lora_alpha: 32":                                                     "LoRA alpha=32, LoRA rank=16",
		"speech sampled at 16 kHz":                                                               "sampling rate=16000",
		"It maps text to a 384 dimensional dense vector space":                                   "embedding size=384",
		"You can feed it images of resolution 384x384":                                           "image size=384",
		"It was trained with warmup_steps = 500":                                                 "warmup steps=500",
		"Images are cut into patches (resolution 16x16)":                                         "patch size=16",
		"By default, input text longer than 128 word pieces is truncated.":                       "maximum length=128",
		"Texts longer than 128 tokens are rare.":                                                 "",
		"We train the model during 540k steps using a batch of 1024 (128 per core).":             "training steps=540000~",
		"All *Pythia* models trained for 143000 steps at once":                                   "training steps=143000",
		"Then it was trained for 300 steps":                                                      "",
		"Branch `step143000` corresponds exactly to the checkpoint on `main`":                    "training steps=143000",
		"Checkpoints from `step1000` to `step143000`":                                            "",
		"pre-trained and fine-tuned on ImageNet-1k at resolution 224x224.":                       "image size=224",
		"a sequence of fixed-size patches (resolution 16x16)":                                    "patch size=16",
		"The model is pre-trained on news and uses a tokenizer with a vocabulary size of 50,257": "vocabulary size=50257",
		"The teacher has 12 layers":                                                              "",
		"It has 6 layers, compared with 12 layers of BERT":                                       "",
		"In the first stage the learning rate was 1e-4":                                          "",
		"We recommend a learning rate of 1e-5":                                                   "",
		"The last 4 layers were frozen":                                                          "",
		"models of 6 layers or 12 layers":                                                        "",
		"It was trained for 3 days":                                                              "",
		"Speech sampled at 22,050 kHz":                                                           "sampling rate=2.205e+07",
		"Speech sampled at 22,050 Hz, for 8 kHz telephones":                                      "",
		"It assigns a picture to the 1,000 ImageNet classes":                                     "number of classes=1000",
		"It was pre-trained on ImageNet-21k (14 million images, 21,843 classes)":                 "",
		"This has nothing to do with numbers":                                                    "",
		"InternLM has 60 layers, which surpasses the usual 40":                                   "",
		"the batch size is 10000000000000000000000000000000000000000000000000000000":             "",
	} {
		if got := said(InSentence(text, "README.md#/sections/training")); got != want {
			t.Errorf("%q: %s; want %s", text, got, want)
		}
	}
}

// TestInCode: keys of calls and of settings, and no argument of a call that runs the model.
func TestInCode(t *testing.T) {
	at := func(int) evidence.Anchor { return "README.md#" }
	for code, want := range map[string]string{
		"TrainingArguments(\n  learning_rate=2e-5,\n  num_train_epochs=3,\n  per_device_train_batch_size=8)": "batch size of a device=8, epochs=3, learning rate=2e-05",
		"(0): Transformer({'max_seq_length': 512, 'do_lower_case': False})":                                  "maximum length=512",
		"model.generate(**inputs, max_length=50, seed=3)":                                                    "",
		"max_length = 512\n":             "maximum length=512",
		"def train(lr=1e-3, epochs=3):":  "",
		"x = 12\nlayers_to_use = [1, 2]": "",
	} {
		if got := said(InCode([]byte(code), at)); got != want {
			t.Errorf("%q: %s; want %s", code, got, want)
		}
	}
	if got, want := said(InCommand([]byte("python run.py \\\n  --learning_rate 5e-5 --num_train_epochs=3 --seed 42 \\\n"), at, evidence.MediumFile)), "epochs=3, learning rate=5e-05, seed=42"; got != want {
		t.Errorf("command: %s; want %s", got, want)
	}
}

// TestInUse: the sampling rates of what code reads and writes, and nothing else that it sets.
func TestInUse(t *testing.T) {
	at := func(int) evidence.Anchor { return "README.md#" }
	for code, want := range map[string]string{
		"inputs = processor(x.numpy(), sampling_rate=8_000,\n  return_tensors=\"pt\", num_labels=3)": "sampling rate=8000",
		"torchaudio.save('a.wav', waveforms.squeeze(1), 16000)":                                      "sampling rate=16000",
		"sf.write(\"a.wav\", x[0], samplerate=24_000)":                                               "sampling rate=24000",
		"sf.write(\"a.wav\", x[0], model.config.sampling_rate)":                                      "",
		"torchaudio.save('a.wav', x, sr)  # 16000)":                                                  "",
		"f.write(x, 16000)":                         "",
		"Resample(orig_freq=48000, new_freq=16000)": "",
	} {
		if got := said(InUse([]byte(code), at)); got != want {
			t.Errorf("%q: %s; want %s", code, got, want)
		}
	}
}

// TestInRecipe: what tells of the training, and not of parts, devices or bounds.
func TestInRecipe(t *testing.T) {
	for setting, want := range map[string]string{
		"number_of_epochs|750": "epochs=750", "sample_rate|22050": "sampling rate=22050", "lr|0.001": "learning rate=0.001", "batch_size|8": "", "max_epochs|100": "", "hidden_size|512": "", "name|x": "", "max_seq_len|128": "maximum length=128",
	} {
		key, value, _ := strings.Cut(setting, "|")
		got := ""
		if h, ok := InRecipe(key, value, "m/hparams.yaml#"); ok {
			got = said([]evidence.Hyperparameter{h})
		}
		if got != want {
			t.Errorf("%s: %q; want %q", setting, got, want)
		}
	}
}

// TestInLabel: values that are one number, and no others.
func TestInLabel(t *testing.T) {
	for label, want := range map[string]string{
		"Epochs|10 (load from best epoch)": "", "Batch size|128": "batch size=128", "Context length|~32k tokens": "context length=32000~", "Layers|12 + 12": "", "Color|12": "", "Dropout|": "",
		"LoRA rank `r`|8": "LoRA rank=8", "Rank (r)|8": "LoRA rank=8", "Learning rate (decoder)|1e-4": "", "Learning rate `decoder_lr` of B|1e-4": "",
		"Image size|256 x 256": "image size=256", "Image size|256 x 320": "", "Image size|train = 224 x 224, test = 288 x 288": "", "Epochs|3 x 3": "", "Image size|384 × 384 px": "image size=384",
		"Sample rate of the training audio|22,050 Hz": "sampling rate=22050", "Sampling rate|16 kHz": "sampling rate=16000", "Sampling rate|22.05 kHz": "sampling rate=22050", "Sampling rate|22,050 kHz": "sampling rate=2.205e+07",
		"Sampling rate of the microphone|48 kHz": "",
	} {
		name, value, _ := strings.Cut(label, "|")
		got := ""
		if h, ok := InLabel(name, value, "README.md#/body/labels/0", evidence.MediumLabel); ok {
			got = said([]evidence.Hyperparameter{h})
		}
		if got != want {
			t.Errorf("%s: %q; want %q", label, got, want)
		}
	}
}

// TestTable: every name has its keys, none twice, and a file's keys are of names in the table.
func TestTable(t *testing.T) {
	seen := map[string]evidence.HyperparameterName{}
	names := map[evidence.HyperparameterName]bool{}
	for _, h := range table {
		names[h.name] = true
		for _, key := range h.keys {
			if key != letters(key) || seen[key] != "" {
				t.Errorf("key %q of %q: not in letters, or also of %q", key, h.name, seen[key])
			}
			seen[key] = h.name
		}
	}
	for _, word := range evidence.HyperparameterName("").Words() {
		if !names[evidence.HyperparameterName(word)] {
			t.Errorf("%q is not in the table", word)
		}
	}
	for file, keys := range Files {
		for key, name := range keys {
			if !names[name] {
				t.Errorf("%s: key %q is of %q, which is not in the table", file, key, name)
			}
		}
	}
}

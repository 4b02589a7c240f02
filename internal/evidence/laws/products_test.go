package laws

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// TestProducts: numbers that are not the product that a sentence calls them.
func TestProducts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"44 samples per TPU x 32 TPUs x 3 gradient accumulation steps = 4424":                    "product product=4424",
		"It took 8 GPUs × 72 hours = 1,920 GPU hours.":                                           "product product=1,920",
		"It took 8 GPUs × 72 hours = 576 GPU hours.":                                             "",
		"The batch has 4 * 8 = 32 texts.":                                                        "",
		"Image size: train = 224 x 224, test = 288 x 288":                                        "",
		"about 3 x 30 = 100 hours":                                                               "product product=100",
		"1 + 2 × 4 = 9 labels":                                                                   "",
		"10 − 2 × 3 = 4":                                                                         "",
		"2 × (3 × 4) = 24":                                                                       "",
		"A label has 2 × 4 = 9 parts.":                                                           "product product=9",
		"42 layers × 2 × 8 KV heads × 256 × 2 bytes = 344,064 bytes":                             "",
		"42 layers × 2 × 8 KV heads × 256 × 2 bytes = 8,192 bytes":                               "product product=8,192",
		"8 KV heads × 128 × 2 (keys and values) × 32 layers × 2 bytes = 131,072 bytes (128 KiB)": "",
		"An index takes 1,000,000 × 384 × 4 bytes = 1.536 GB in float32":                         "",
		"An index takes 1,000,000 × 384 × 4 bytes = 1.2 GB in float32":                           "product product=1.2",
		"1,024 × 1,024 × 2 bytes = 2 MiB":                                                        "",
		"880M parameters × 4 bytes = 3.52 GB in float32":                                         "",
		"880M parameters × 4 bytes = 2.52 GB in float32":                                         "product product=2.52",
		"20 ms × 50 = 1 second":                                                                  "",
		"20 ms × 50 = 3 seconds":                                                                 "product product=3",
		"60 s × 60 = 1 hour":                                                                     "",
		"It took 8 GPUs × 3 hours = 24,000 hours.":                                               "product product=24,000",
		"It has 3 × 4 = 12000 texts":                                                             "product product=12000",
		"2.1M x 143 = 300M tokens":                                                               "",
	} {
		got := ""
		if found := (sentence{passage.Sentence{Text: text}}).product(); found != nil {
			got = string(found.Law) + " " + found.Value.Metric + "=" + found.Value.Raw
		}
		if got != want {
			t.Errorf("%q: %q; want %q", text, got, want)
		}
	}
}

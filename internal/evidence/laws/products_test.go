package laws

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// TestProducts: numbers that are not the product that a sentence calls them.
func TestProducts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"44 samples per TPU x 32 TPUs x 3 gradient accumulation steps = 4424": "product product=4424",
		"It took 8 GPUs × 72 hours = 1,920 GPU hours.":                        "product product=1,920",
		"It took 8 GPUs × 72 hours = 576 GPU hours.":                          "",
		"The batch has 4 * 8 = 32 texts.":                                     "",
		"Image size: train = 224 x 224, test = 288 x 288":                     "",
		"about 3 x 30 = 100 hours":                                            "product product=100",
		"2.1M x 143 = 300M tokens":                                            "",
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

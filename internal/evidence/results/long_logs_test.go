package results_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
)

// TestLongLogs: a log that is longer than a document is read, and one bad line of it does not lose the others.
func TestLongLogs(t *testing.T) {
	row := func(i int, more string) string {
		return fmt.Sprintf(`{"iteration": %d, "bbox/AP": %d.5, "bbox/AP50": 50.5%s}`, i, 30+i%40, more)
	}
	log := func(rows int, odd string) string {
		var b strings.Builder
		for i := range rows {
			if i == 50 && odd != "" {
				b.WriteString(odd + "\n")
				continue
			}
			b.WriteString(row(i, "") + "\n")
		}
		return b.String()
	}
	noise := strings.Repeat("04/15 13:33:30 - mmengine - INFO - Epoch(test) [50/145]\n", 90_000)
	summary := "Evaluate annotation type *bbox*\n Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = 0.355\n"
	for name, tt := range map[string]struct {
		file, text, last string
		found            string
	}{
		"many rows":            {"metrics.json", log(90_000, ""), "69.5", ""},
		"a line that is cut":   {"metrics.json", log(100, `{"iteration": 50, "bbox/AP": 3`), "49.5", "51: left out: 1 of 100 lines"},
		"a line that is long":  {"log.txt", log(100, row(50, `, "predicted": "`+strings.Repeat("x", document.MaxBytes)+`"`)), "49.5", "51: the line has 4194"},
		"a summary at the end": {"coco.log", noise + summary, "0.355", ""},
	} {
		in, err := inspection.Of(tt.file, []byte(tt.text), format.KindEvaluation)
		if err != nil {
			t.Errorf("%s: %.200v", name, err)
			continue
		}
		got := ""
		for _, r := range in.Document.(evidence.Evaluation).Results {
			if r.Metric == "AP" && r.Setting("iou") == "0.50:0.95" && r.Setting("row") != "best" {
				got = r.Value
			}
		}
		if got != tt.last {
			t.Errorf("%s: %q, want %q", name, got, tt.last)
		}
		if (tt.found == "") != (len(in.Findings) == 0) {
			t.Errorf("%s: %v", name, in.Findings)
			continue
		}
		line, text, _ := strings.Cut(tt.found, ": ")
		for _, f := range in.Findings {
			if fmt.Sprint(f.At.Line) != line || !strings.Contains(f.Message, text) {
				t.Errorf("%s: %d: %s", name, f.At.Line, f.Message)
			}
		}
	}
}

package results

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatYOLO is the results.csv of Ultralytics' trainer: one row for each epoch
// (ultralytics/engine/trainer.py: save_metrics).
const formatYOLO = "yolo-results"

func isYOLO(d *document.Document) bool {
	if d.Syntax != document.CSV || d.Root == nil || len(d.Root.Children) == 0 {
		return false
	}
	row, scored := d.Root.Children[0], false
	for _, c := range row.Children {
		scored = scored || strings.HasPrefix(c.Key, "metrics/")
	}
	return row.Get("epoch") != nil && scored
}

// readYOLO reads two rows, told apart by the variant row: the last epoch, and
// the best one, whose weights the trainer keeps as best.pt. Best is what the
// trainer means by it, the greatest 0.1·mAP50 + 0.9·mAP50-95 (utils/metrics.py:
// Metric.fitness), the first of equals; a file without these columns has no best
// row. There is no default: a policy names the row that it speaks of.
func readYOLO(r *Reading) {
	r.Producer.Tool = "ultralytics"
	rows := r.root.Items()
	if len(rows) == 0 {
		return
	}
	for i := 1; i < len(rows); i++ {
		was, is := rows[i-1].Get("epoch"), rows[i].Get("epoch")
		if a, b := decimal.Rational(was.Decimal()), decimal.Rational(is.Decimal()); a == nil || b == nil || b.Cmp(a) <= 0 {
			r.contradicted(is, fmt.Sprintf("epoch %q is after epoch %q, so the last row is not the last epoch", is.Value(), was.Value()))
			break
		}
	}
	r.yoloRow(rows[len(rows)-1], "last")
	var best place.Place
	var most *big.Rat
	for _, row := range rows {
		if fitness := yoloFitness(row); fitness != nil && (most == nil || fitness.Cmp(most) > 0) {
			best, most = row, fitness
		}
	}
	if most != nil {
		r.yoloRow(best, "best")
	}
}

func yoloFitness(row place.Place) *big.Rat {
	total := new(big.Rat)
	for _, kind := range []string{"B", "M", "P"} { // boxes, masks, poses
		coarse, fine := decimal.Rational(row.Get("metrics/mAP50("+kind+")").Decimal()), decimal.Rational(row.Get("metrics/mAP50-95("+kind+")").Decimal())
		if kind == "B" && (coarse == nil || fine == nil) {
			return nil
		}
		if coarse == nil || fine == nil {
			continue
		}
		total.Add(total, coarse.Mul(coarse, big.NewRat(1, 10)))
		total.Add(total, fine.Mul(fine, big.NewRat(9, 10)))
	}
	return total
}

func (r *Reading) yoloRow(row place.Place, which string) {
	for _, c := range row.InOrder() {
		if c.Node.Key == "" {
			continue
		}
		x := newResult(c, c.Node.Key, "")
		switch prefix, _, _ := strings.Cut(c.Node.Key, "/"); prefix {
		case "metrics":
			x.Unit, x.Direction, x.DirectionFrom = "proportion", "higher", "format"
			x.Dataset.Split = "val"
		case "train", "val":
			x.Direction, x.DirectionFrom = "lower", "format" // losses
			x.Dataset.Split = prefix
		case "time":
			x.Unit = "s"
		}
		x.Set("row", which)
		r.add(x)
	}
}

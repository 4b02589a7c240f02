package laws

import (
	"bytes"
	"math"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// stopsEarly is a page that may tell why a training ended before its plan.
var stopsEarly = pattern.New(`(?i)\bearly[- ]?stop|\bpatience\b|\bstopp(?:ed|ing)\b|\binterrupt|\bresum|\bcrash|\bbest (?:model|checkpoint|epoch)|\bcheckpoint|\bload_best|\bselected|\bconverge|\bterminat|\bcut short|\babort`)

// wholeLog is how near the last row of a log is to the end of an epoch.
const wholeLog = 0.005

// stoppedEpochs is the plan of a training whose log has a row for the end of each epoch, and ends
// at half of the plan or before, on a page without a word on that.
func stoppedEpochs(d *document.Document, table, column int, planned string) *evidence.Impossible {
	t, end := d.Marks.Tables[table], amountOf(planned, 0, 0)
	rows := len(t.Rows) - 1
	if rows < 1 || column >= len(t.Rows[rows]) || stopsEarly.Match(d.Source[d.Front.End:min(len(d.Source), d.Front.End+passage.MaxBodyRead)]) {
		return nil
	}
	last := amountOf(t.Rows[rows][column].Text, 0, 0)
	isEach := last != nil && math.Abs(last.value-math.Round(last.value)) <= wholeLog && int(math.Round(last.value)) == rows
	if !isEach || last.value*2 > end.value || bytes.Contains(d.Source, []byte("training_steps")) || bytes.Contains(d.Source, []byte("max_steps")) {
		return nil
	}
	at := figures.CellAt(d, table, rows, column)
	return &evidence.Impossible{At: at, Law: evidence.LawEpochs, Claimed: true, Value: evidence.Stated{At: at, Metric: t.Rows[0][column].Text + " of the last row", Raw: last.raw}, Others: []evidence.Stated{{At: at, Metric: "num_epochs", Raw: planned}}}
}

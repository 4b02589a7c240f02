package results

import (
	"bytes"
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// formatCOCO is an evaluation of detections by the measures of COCO: the summary that
// pycocotools prints (PythonAPI/pycocotools/cocoeval.py: summarize), and the JSON of what
// computes the same, as one object or as a log with an object in each line.
const formatCOCO = "coco"

var cocoLine = pattern.New(`(?:^|[ #])Average (Precision|Recall) \((AP|AR)\) @\[ IoU=([0-9.:]+) \| area= *(\w+) \| maxDets= *([0-9]+) \]$`)

// cocoHeading is what pycocotools prints above the measures of one kind of overlap
// (cocoeval.py: evaluate), which a logger may have put its own words before.
var cocoHeading = pattern.New(`Evaluate annotation type \*(\w+)\*\s*$`)

// cocoPart is the kind of overlap that a line is the heading of.
func cocoPart(line string) string {
	if m := cocoHeading.FindStringSubmatch(line); m != nil {
		return m[1]
	}
	return ""
}

// isCOCOText recognises a summary anywhere in a log.
func isCOCOText(src []byte) bool {
	return bytes.Contains(src, []byte("Average Precision")) && bytes.Contains(src, []byte(") @[ IoU="))
}

// parseCOCO parses a text with summaries, each of which has its kind of overlap as its
// heading. A measure that stands twice in one of them is told once.
func parseCOCO(file string, src []byte) (*document.Document, []finding.Finding) {
	d, found := document.ParseKept(document.TextReport, file, src, keptCOCO(src), cocoPart)
	return d, slices.DeleteFunc(found, func(f finding.Finding) bool { return f.Rule == "document/duplicate_key" })
}

// cocoKeys are the names that tools give the measures in JSON. Their groups are what the
// measure is of: dataset, type, metric, iou, area, dets, class.
var cocoKeys = []struct {
	tool string
	unit string
	name *pattern.Pattern
}{
	// detectron2 (evaluation/coco_evaluation.py: _derive_coco_results), in percent.
	{"detectron2", "percent", pattern.New(`^(?:(?P<dataset>[^/]+)/)?(?P<type>bbox|segm|keypoints)/(?P<metric>AP)(?:(?P<iou>50|75)|(?P<area>[sml])|-(?P<class>.+))?$`)},
	// mmdetection and mmpose (mmdet/evaluation/metrics/coco_metric.py).
	{"mmdetection", "proportion", pattern.New(`^(?:(?P<dataset>[^/]+)/)?(?P<type>bbox|segm|proposal|keypoints)_(?P<metric>mAP|AR)(?:_(?P<iou>50|75))?(?:_(?P<area>[sml]))?(?:@(?P<dets>[0-9]+))?$`)},
	// MeanAveragePrecision of torchmetrics (torchmetrics/detection/mean_ap.py).
	{"torchmetrics", "proportion", pattern.New(`(?i)^(?:(?P<dataset>test|val|train)[_/])?(?P<metric>map|mar)(?:_(?P<iou>50|75))?(?:_(?P<area>small|medium|large))?(?:_(?P<dets>1|10|100))?$`)},
}

// cocoTypes are what tools call the kinds of overlap, by the names of pycocotools.
var cocoTypes = map[string]string{"masks": "segm"}

var cocoAreas = map[string]string{"s": "small", "m": "medium", "l": "large", "small": "small", "medium": "medium", "large": "large", "": "all"}

// cocoList is the list of all measures that DETR and those after it log.
var cocoList = pattern.New(`^(?:(test|val|eval)_)?coco_eval_(bbox|masks|segm)$`)

// cocoStats are the measures of boxes and masks in the order of COCOeval.stats.
var cocoStats = []cocoMeasure{
	{metric: "AP", iou: cocoRange, area: "all", dets: "100"}, {metric: "AP", iou: "0.50", area: "all", dets: "100"}, {metric: "AP", iou: "0.75", area: "all", dets: "100"},
	{metric: "AP", iou: cocoRange, area: "small", dets: "100"}, {metric: "AP", iou: cocoRange, area: "medium", dets: "100"}, {metric: "AP", iou: cocoRange, area: "large", dets: "100"},
	{metric: "AR", iou: cocoRange, area: "all", dets: "1"}, {metric: "AR", iou: cocoRange, area: "all", dets: "10"}, {metric: "AR", iou: cocoRange, area: "all", dets: "100"},
	{metric: "AR", iou: cocoRange, area: "small", dets: "100"}, {metric: "AR", iou: cocoRange, area: "medium", dets: "100"}, {metric: "AR", iou: cocoRange, area: "large", dets: "100"},
}

const cocoRange = "0.50:0.95"

// cocoMeasure is a measure, and what it is of.
type cocoMeasure struct {
	metric, iou, area, dets string
	kind                    string // of overlap
	task, split, class      string
	unit, tool              string
}

// cocoMeasureOf is the measure that a name in JSON stands for.
func cocoMeasureOf(key string) (cocoMeasure, bool) {
	for _, k := range cocoKeys {
		m := k.name.FindStringSubmatch(key)
		if m == nil {
			continue
		}
		group := func(name string) string {
			if i := k.name.SubexpIndex(name); i >= 0 {
				return m[i]
			}
			return ""
		}
		x := cocoMeasure{metric: "AP", iou: cocoRange, area: cocoAreas[strings.ToLower(group("area"))], dets: group("dets"), kind: group("type"), class: group("class"), unit: k.unit, tool: k.tool}
		if strings.EqualFold(group("metric"), "mar") || group("metric") == "AR" {
			x.metric = "AR"
		}
		if iou := group("iou"); iou != "" {
			x.iou = "0." + iou
		}
		switch of := group("dataset"); {
		case k.tool == "torchmetrics":
			x.split = strings.ToLower(of)
		case of != "coco":
			x.task = of
		}
		return x, true
	}
	return cocoMeasure{}, false
}

func isCOCO(d *document.Document) bool {
	switch {
	case d.Root == nil:
	case d.Syntax == document.TextReport:
		return slices.ContainsFunc(d.Root.Children, func(c *document.Node) bool {
			return cocoLine.MatchString(c.Key) || c.Kind == document.Mapping && isCOCOPart(c)
		})
	case d.Root.Kind == document.Mapping:
		return isCOCORow(d.Root)
	case d.Syntax == document.JSONLines:
		return slices.ContainsFunc(d.Root.Children, isCOCORow)
	}
	return false
}

func isCOCOPart(n *document.Node) bool {
	return slices.ContainsFunc(n.Children, func(c *document.Node) bool { return cocoLine.MatchString(c.Key) })
}

// isCOCORow asks for the measure over all overlaps and the one at 0.50, of the same tool:
// map is much else, too.
func isCOCORow(n *document.Node) bool {
	if n.Kind != document.Mapping {
		return false
	}
	whole, half := "", ""
	for _, c := range n.Children {
		if cocoList.MatchString(c.Key) && c.Kind == document.Sequence {
			return true
		}
		if x, ok := cocoMeasureOf(c.Key); ok && x.metric == "AP" && x.area == "all" && x.class == "" && isMeantAsNumber(c) {
			switch x.iou {
			case cocoRange:
				whole = x.tool
			case "0.50":
				half = x.tool
			}
		}
	}
	return whole != "" && whole == half
}

// readCOCO reads AP and AR with their settings, and any other number under its name. Of a
// log it reads two rows, told apart by the variant row: the last values, and those where
// the AP of the first type is the greatest.
func readCOCO(r *Reading) {
	switch {
	case r.doc.Syntax == document.TextReport:
		r.Producer.Tool = "pycocotools"
		r.cocoText()
	case r.doc.Root.Kind == document.Mapping:
		r.cocoRow(r.root.InOrder(), "")
	default:
		r.cocoLog()
	}
}

// cocoText reads each summary with its kind of overlap. Two of one kind are of two models
// or of two epochs, and nothing in the text says of which.
func (r *Reading) cocoText() {
	parts := []place.Place{r.root}
	for _, p := range r.root.InOrder() {
		if p.Node.Kind == document.Mapping && isCOCOPart(p.Node) {
			parts = append(parts, p)
		}
	}
	lines := 0
	for _, part := range parts {
		kind, again, _ := strings.Cut(part.Node.Key, " ")
		if again != "" {
			r.malformed(part, fmt.Sprintf("the text has a second summary of %q, of another epoch or model", kind), "Keep the summary of this model only: one for each \"Evaluate annotation type\".")
			continue
		}
		for _, p := range part.InOrder() {
			if m := cocoLine.FindStringSubmatch(p.Node.Key); m != nil {
				lines++
				r.cocoResult(p, cocoMeasure{metric: m[2], iou: m[3], area: m[4], dets: m[5], unit: "proportion", kind: kind}, "")
			}
		}
	}
	if printed := bytes.Count(r.doc.Source, []byte(") @[ IoU=")); len(r.Findings) == 0 && printed > lines {
		r.malformed(r.root, fmt.Sprintf("the text has %d measures, but only %d different ones", printed, lines), "Keep one summary, or the line \"Evaluate annotation type *bbox*\" (segm, keypoints) above each.")
	}
}

// cocoLog reads a log of training. Rows of one epoch or step may have different members:
// the last value of each counts.
func (r *Reading) cocoLog() {
	last := map[string]place.Place{}
	var order []string
	var best []place.Place
	var most *big.Rat
	for _, row := range r.root.Items() {
		for _, c := range row.InOrder() {
			if _, known := last[c.Node.Key]; !known {
				order = append(order, c.Node.Key)
			}
			last[c.Node.Key] = c
		}
		if ap := cocoHeadline(row); ap != nil && (most == nil || ap.Cmp(most) > 0) {
			best, most = row.InOrder(), ap
		}
	}
	latest := make([]place.Place, len(order))
	for i, key := range order {
		latest[i] = last[key]
	}
	r.cocoRow(latest, "last")
	r.cocoRow(best, "best")
}

// cocoHeadline is the AP of a row by which it is compared with others, nil for none.
func cocoHeadline(row place.Place) *big.Rat {
	for _, c := range row.InOrder() {
		if cocoList.MatchString(c.Node.Key) && len(c.Items()) > 0 {
			return decimal.Rational(c.Items()[0].Decimal())
		}
		if x, ok := cocoMeasureOf(c.Node.Key); ok && x.metric == "AP" && x.iou == cocoRange && x.area == "all" && x.class == "" {
			return decimal.Rational(c.Decimal())
		}
	}
	return nil
}

func (r *Reading) cocoRow(members []place.Place, row string) {
	for _, c := range members {
		list := cocoList.FindStringSubmatch(c.Node.Key)
		x, known := cocoMeasureOf(c.Node.Key)
		switch {
		case known && isMeantAsNumber(c.Node):
			r.Producer.Tool = cmp.Or(r.Producer.Tool, x.tool)
			r.cocoResult(c, x, row)
		case list != nil && c.Node.Kind == document.Sequence:
			r.cocoList(c, list, row)
		case c.Node.Kind == document.Number && !strings.HasSuffix(c.Node.Key, "_per_class"): // -1, in place of a list
			n := newResult(c, c.Node.Key, "")
			n.Set("row", row)
			r.add(n)
		}
	}
}

// cocoList reads the measures in the order of pycocotools, as far as there are any.
func (r *Reading) cocoList(p place.Place, of []string, row string) {
	items := p.Items()
	if len(items) > len(cocoStats) {
		r.malformed(p, "the list has more values than pycocotools has measures", "Write the 12 numbers of COCOeval.stats.")
		return
	}
	for i, item := range items {
		x := cocoStats[i]
		x.kind, x.split, x.unit = cmp.Or(cocoTypes[of[2]], of[2]), of[1], "proportion"
		r.cocoResult(item, x, row)
	}
}

// cocoResult adds a measure. -1 is what is written where there is no object of the area: no
// value.
func (r *Reading) cocoResult(p place.Place, of cocoMeasure, row string) {
	slice := ""
	if of.class != "" {
		slice = slicePart("class", of.class)
	}
	x := newResult(p, of.metric, slice)
	x.Unit, x.Direction, x.DirectionFrom = of.unit, evidence.Higher, evidence.DirectionOfFormat
	x.Task, x.Dataset.Split = of.task, of.split
	x.Set("iou", of.iou)
	x.Set("area", of.area)
	x.Set("max_dets", of.dets)
	x.Set("iou_type", of.kind)
	x.Set("row", row)
	if v := decimal.Rational(x.Value); v != nil && v.Cmp(big.NewRat(-1, 1)) == 0 {
		x.Value, x.Valid, x.Raw = "", false, p.Value()+", which stands for no object"
	}
	r.add(x)
}

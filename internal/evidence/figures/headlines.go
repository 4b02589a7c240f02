package figures

import (
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// headlineOf is the only cell of the metric in the section of a sentence, in the only row of a
// table: such a table states what the sentence sums up, whatever data this one names. Other cells
// of the metric are those that it may be about.
func (f Figure) headlineOf(cells []cell, section int) (same, alike []evidence.TabledCell) {
	if section < 0 || f.metric.Name == "" || !f.near || f.part || f.average || f.bound != evidence.BoundExact || len(f.labels) > 0 || f.metric.Averaged != "" {
		return nil, nil
	}
	var own []cell
	for _, c := range cells {
		if !c.Metric.IsOneOf(f.metric) || c.training {
			continue
		}
		if alike = append(alike, tabled(c)); len(alike) == maxAlike {
			return nil, nil
		}
		if c.section == section && c.own {
			own = append(own, c)
		}
	}
	if own = f.metric.preferred(own); len(own) != 1 || !own[0].alone {
		return nil, nil
	}
	return []evidence.TabledCell{tabled(own[0])}, alike
}

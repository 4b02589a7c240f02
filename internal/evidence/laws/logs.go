package laws

import (
	"math"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

const minLogRows = 3 // by which the steps of an epoch are known

// changeBehind is what a value has behind it of its change: (↓ 5.75%).
var changeBehind = pattern.New(`\s*\(\s*[↑↓▲▼+−-]\s*[0-9.,]+\s*(?:%|pp|points?)?\s*\)\s*$`)

// log compares the rows of a training log with each other.
func (c *computed) log() {
	step, epoch := slices.Index(c.heads, "step"), slices.Index(c.heads, "epoch")
	if step >= 0 {
		c.rising(step)
	}
	if epoch >= 0 {
		c.rising(epoch)
	}
	c.losses()
	if step >= 0 && epoch >= 0 {
		c.stepsOfEpoch(step, epoch)
	}
	c.margins()
}

// columnOf are the numbers of a column, nil if a row has none.
func (c *computed) columnOf(j int) []*amount {
	var out []*amount
	for i := 1; i < len(c.cells); i++ {
		if c.cells[i][j] == nil {
			return nil
		}
		out = append(out, c.cells[i][j])
	}
	return out
}

// rising finds the only row of a log whose number of steps is not between those of its neighbors.
func (c *computed) rising(j int) {
	column := c.columnOf(j)
	if len(column) < minLogRows+1 || isRising(column) {
		return
	}
	var off []*amount
	for i, a := range column {
		if isRising(slices.Concat(column[:i], column[i+1:])) {
			off = append(off, a)
		}
	}
	if len(off) == 0 || len(off) > 2 {
		return
	}
	wrong := off[0]
	if len(off) == 2 && farFromMiddle(column, off[1]) > farFromMiddle(column, off[0]) { // one of two neighbors: that which leaves the pace
		wrong = off[1]
	}
	c.tell(evidence.LawLog, c.shown[j], wrong, neighbors(column, wrong), c.byColumn)
}

// farFromMiddle is how far a number is from the middle of its neighbors.
func farFromMiddle(column []*amount, a *amount) float64 {
	i := slices.Index(column, a)
	if i == 0 || i == len(column)-1 {
		return 0
	}
	return math.Abs(a.value - (column[i-1].value+column[i+1].value)/2)
}

func neighbors(column []*amount, a *amount) []*amount {
	i := slices.Index(column, a)
	var out []*amount
	if i > 0 {
		out = append(out, column[i-1])
	}
	if i+1 < len(column) {
		out = append(out, column[i+1])
	}
	return out
}

func isRising(column []*amount) bool {
	for i := 1; i < len(column); i++ {
		if column[i].value <= column[i-1].value {
			return false
		}
	}
	return true
}

// stepsOfEpoch finds the only row of a log in which an epoch has another number of steps.
func (c *computed) stepsOfEpoch(step, epoch int) {
	steps, epochs := c.columnOf(step), c.columnOf(epoch)
	if len(steps) < minLogRows || len(steps) != len(epochs) {
		return
	}
	low, high := make([]float64, len(steps)), make([]float64, len(steps))
	for i := range steps {
		room := min(epochs[i].unit, 0.01) * 0.6
		if epochs[i].value <= 2*room || steps[i].value <= 0 || i > 0 && epochs[i].value == epochs[i-1].value {
			return
		}
		low[i], high[i] = (steps[i].value-0.5)/(epochs[i].value+room), (steps[i].value+0.5)/(epochs[i].value-room)
	}
	var off []*amount
	for i := range steps {
		from, to := 0.0, math.Inf(1)
		for k := range steps {
			if k != i {
				from, to = max(from, low[k]), min(to, high[k])
			}
		}
		if from <= to && (high[i] < from || low[i] > to) {
			off = append(off, steps[i])
		}
	}
	if len(off) == 1 {
		near := neighbors(steps, off[0])
		c.tell(evidence.LawLog, c.shown[step], off[0], near, func(a *amount) string { return c.shown[step] + " of epoch " + epochs[slices.Index(steps, a)].raw })
	}
}

// losses finds the only loss of a column that is below 0.
func (c *computed) losses() {
	for j, head := range c.heads {
		if !strings.HasSuffix(head, "loss") {
			continue
		}
		var off, others []*amount
		for i := 1; i < len(c.cells); i++ {
			switch a := c.cells[i][j]; {
			case a == nil:
			case a.value < 0:
				off = append(off, a)
			default:
				others = append(others, a)
			}
		}
		if len(off) == 1 && len(others) >= minLogRows && slices.ContainsFunc(others, func(a *amount) bool { return math.Abs(-off[0].value-a.value) <= 0.2*a.value }) { // not one that comes near 0
			c.tell(evidence.LawSign, c.shown[j], off[0], others[:1], c.byColumn)
		}
	}
}

// margins compares the margin of rewards with the rewards that it is between.
func (c *computed) margins() {
	at := func(name string) int {
		return slices.IndexFunc(c.shown, func(head string) bool { return strings.EqualFold(strings.TrimSpace(head), name) })
	}
	chosen, rejected, margin := at("Rewards/chosen"), at("Rewards/rejected"), at("Rewards/margins")
	if chosen < 0 || rejected < 0 || margin < 0 {
		return
	}
	for i := 1; i < len(c.cells); i++ {
		a, b, m := c.cells[i][chosen], c.cells[i][rejected], c.cells[i][margin]
		if a != nil && b != nil && m != nil && !isMargin(a, b, m) {
			c.tell(evidence.LawMargin, c.shown[margin], m, []*amount{a, b}, c.byColumn)
		}
	}
}

func isMargin(chosen, rejected, margin *amount) bool {
	return math.Abs(margin.value-(chosen.value-rejected.value)) <= chosen.unit+rejected.unit+margin.unit
}

// labelMargins compares the margin of rewards in a list of results with the rewards beside it.
func labelMargins(records []*record) []evidence.Impossible {
	var out []evidence.Impossible
	for _, r := range records {
		a, b, m := r.values["rewardschosen"], r.values["rewardsrejected"], r.values["rewardsmargins"]
		if r.kind == labelRecord && a != nil && b != nil && m != nil && !isMargin(a.amount, b.amount, m.amount) {
			out = append(out, evidence.Impossible{At: m.at, Law: evidence.LawMargin, Claimed: true, Value: m.stated(), Others: []evidence.Stated{a.stated(), b.stated()}})
		}
	}
	return out
}

package results

import (
	"fmt"
	"math"
	"math/big"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
)

func (l *lmEval) groups() {
	for _, g := range l.root.Get("group_subtasks").InOrder() {
		items := g.List().Items
		if len(items) == 0 {
			continue
		}
		l.Groups = append(l.Groups, evidence.Group{At: g.Anchor, Name: g.Node.Key, Members: items})
		for _, m := range items {
			l.parts[g.Node.Key] = append(l.parts[g.Node.Key], m.Value)
		}
	}
}

// sumUp gives a group the examples of its members, if its score is theirs put
// together: an unweighted mean is another number, and gets none.
func (l *lmEval) sumUp() {
	at := map[[3]string]int{}
	for i, x := range l.Results {
		at[[3]string{x.Task, x.Metric, x.Setting("filter")}] = i
	}
	for i, x := range l.Results {
		if len(l.parts[x.Task]) == 0 {
			continue
		}
		l.group(x, at)
		if x.N != "" {
			continue
		}
		n, k, from, ok := big.NewInt(0), big.NewInt(0), "file", true
		for _, leaf := range l.leaves(x.Task, map[string]bool{}) {
			j, found := at[[3]string{leaf, x.Metric, x.Setting("filter")}]
			if !found {
				continue
			}
			if l.Results[j].K == "" {
				ok = false
				break
			}
			add(n, l.Results[j].N)
			add(k, l.Results[j].K)
			if l.Results[j].NFrom != "file" {
				from = l.Results[j].NFrom
			}
		}
		if p, finite := decimal.Float(x.Value); ok && finite && n.Sign() > 0 {
			if mean, _ := new(big.Rat).SetFrac(k, n).Float64(); math.Abs(mean-p) < 1e-12 {
				l.Results[i].N, l.Results[i].K, l.Results[i].NFrom, l.Results[i].Unit = n.String(), k.String(), from, "proportion"
			}
		}
	}
}

// group holds the score of a group against those of its tasks: a mean of any weights
// lies between them.
func (l *lmEval) group(x evidence.Result, at map[[3]string]int) {
	if strings.HasSuffix(x.Metric, "_stderr") {
		return
	}
	var of []evidence.Result
	for _, leaf := range l.leaves(x.Task, map[string]bool{}) {
		if j, found := at[[3]string{leaf, x.Metric, x.Setting("filter")}]; found {
			of = append(of, l.Results[j])
		}
	}
	l.between(x, of, fmt.Sprintf("%q of the group %q", x.Metric, x.Task), "its tasks")
}

func add(sum *big.Int, whole string) {
	if x, ok := new(big.Int).SetString(whole, 10); ok {
		sum.Add(sum, x)
	}
}

// leaves are the tasks below a group that are no groups themselves, each once.
func (l *lmEval) leaves(group string, seen map[string]bool) []string {
	var out []string
	for _, m := range l.parts[group] {
		if seen[m] {
			continue
		}
		seen[m] = true
		if len(l.parts[m]) > 0 {
			out = append(out, l.leaves(m, seen)...)
		} else {
			out = append(out, m)
		}
	}
	return out
}

package gate

import (
	"cmp"
	"container/heap"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/report"
)

// MaxShards is how many shards a run can have: the jobs of one matrix.
// https://docs.github.com/en/actions/reference/limits
const MaxShards = 256

// Shard is one of the parts of a run that is judged by several jobs. The zero
// Shard is the whole.
type Shard struct{ Index, Of int } // Index counts from 1

// String is the shard as the command line has it, such as "3/8".
func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.Index, s.Of) }

// ParseShard reads "3/8".
func ParseShard(word string) (Shard, error) {
	index, of, both := strings.Cut(word, "/")
	i, err1 := strconv.Atoi(index)
	n, err2 := strconv.Atoi(of)
	s := Shard{i, n}
	if !both || err1 != nil || err2 != nil || s.String() != word || i < 1 || n < i || n > MaxShards {
		return Shard{}, fmt.Errorf("invalid shard %q: use I/N, for example 3/8, with N at most %d", word, MaxShards)
	}
	return s, nil
}

// Share is what one shard has to judge.
type Share struct {
	Models []string // sorted
	Cost   int64    // an estimate, in bytes to parse; only comparisons have a meaning
}

// Plan shares the models of a request out to at most n shards. There are fewer
// when there are fewer models, or fewer than least for each, and always one, so
// that a run without changed models is reported too.
func Plan(ctx context.Context, req Request, n, least int) ([]Share, error) {
	r, err := prepare(ctx, req)
	if err != nil {
		return nil, err
	}
	ids, err := r.selectModels()
	if err != nil {
		return nil, err
	}
	shares, err := r.share(ids, max(1, min(n, len(ids)/max(least, 1))))
	return shares, cmp.Or(err, r.lost())
}

// share shares models out to n shards. What a shard has to judge follows from
// the two commits, the selection and n alone: a plan is not passed on.
func (r *run) share(ids []string, n int) ([]Share, error) {
	finders := []*finder.Finder{r.head}
	if !r.sameCommit() {
		finders = append(finders, r.base)
	}
	loads := make([]load, len(ids))
	for i, id := range ids {
		loads[i] = load{id, perModel}
		for _, f := range finders {
			size, err := f.Size(id)
			if err != nil {
				return nil, err
			}
			loads[i].cost += size
		}
	}
	return balance(loads, n), nil
}

// perModel is the cost of a model whose documents are empty, in bytes to parse:
// the evaluation of the rules.
const perModel = 16 << 10

// load is a model and what it costs.
type load struct {
	id   string
	cost int64
}

// balance gives each load, the largest first and of equals the first by id, to
// the share that has the least so far. The largest share is at most 4/3 of what
// the best way to share out would make it: R. L. Graham, Bounds on
// Multiprocessing Timing Anomalies, SIAM J. Appl. Math. 17(2), 1969, theorem 2.
func balance(loads []load, n int) []Share {
	loads = slices.Clone(loads)
	slices.SortFunc(loads, func(a, b load) int { return cmp.Or(cmp.Compare(b.cost, a.cost), cmp.Compare(a.id, b.id)) })
	shares := make([]Share, n)
	least := make(queue, n)
	for i := range shares {
		shares[i].Models = []string{}
		least[i] = queued{index: i}
	}
	for _, l := range loads {
		s := &shares[least[0].index]
		s.Models = append(s.Models, l.id)
		s.Cost += l.cost
		least[0].cost = s.Cost
		heap.Fix(&least, 0)
	}
	for _, s := range shares {
		slices.Sort(s.Models)
	}
	return shares
}

// queue is a heap of shares, that with the least cost first, of equals the first.
type queue []queued

type queued struct {
	cost  int64
	index int
}

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(q[i].cost, q[j].cost), cmp.Compare(q[i].index, q[j].index)) < 0
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(any)     { panic("the number of shares does not change") }
func (q *queue) Pop() any     { panic("the number of shares does not change") }

// checkShard judges the share of the request's shard out of the models that
// were selected, and not the change as a whole.
func (r *run) checkShard(ctx context.Context, ids []string) (report.Report, error) {
	share, err := r.share(ids, r.Shard.Of)
	if err != nil {
		return report.Report{}, err
	}
	models, err := r.judgeAll(ctx, share[r.Shard.Index-1].Models)
	if err == nil {
		err = r.lost()
	}
	if err != nil {
		return report.Report{}, err
	}
	return r.shardReport(models, r.Shard, len(ids)), nil
}

// shardReport is the report of one shard of a run over as many models as selected.
func (r *run) shardReport(models []decision.Decision, s Shard, selected int) report.Report {
	part := *r
	part.Shard = s
	out := part.report(models, decision.Decision{})
	out.Shard = &report.Shard{Index: s.Index, Of: s.Of, Selected: selected}
	return out
}

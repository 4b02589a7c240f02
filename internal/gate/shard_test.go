package gate

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/report"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

func TestParseShard(t *testing.T) {
	for word, want := range map[string]Shard{"1/1": {1, 1}, "3/8": {3, 8}, "256/256": {256, 256}} {
		if got, err := ParseShard(word); err != nil || got != want {
			t.Errorf("%s: %v, %v", word, got, err)
		}
	}
	for _, word := range []string{"", "1", "0/1", "2/1", "1/257", "-1/2", "+1/2", "01/2", "1/ 2", "1/2/3", "a/b", "1/0"} {
		if got, err := ParseShard(word); err == nil {
			t.Errorf("%q is taken for %v", word, got)
		}
	}
}

// randomLoads are n loads of one of several shapes: equal, few large ones, many sizes.
func randomLoads(random *rand.Rand, n int) []load {
	shape := random.IntN(3)
	loads := make([]load, n)
	for i := range loads {
		cost := int64(10)
		switch {
		case shape == 1 && random.IntN(10) == 0:
			cost = 10_000
		case shape == 2:
			cost = 1 + random.Int64N(1000)
		}
		loads[i] = load{fmt.Sprintf("m%04d", i), cost}
	}
	return loads
}

func largest(shares []Share) (out int64) {
	for _, s := range shares {
		out = max(out, s.Cost)
	}
	return out
}

func TestBalanceSharesEveryModelOutOnce(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		loads, n := randomLoads(random, random.IntN(200)), 1+random.IntN(20)
		shares := balance(loads, n)
		var all []string
		total, most := int64(0), int64(0)
		for _, l := range loads {
			total, most = total+l.cost, max(most, l.cost)
		}
		for i, s := range shares {
			if !slices.IsSorted(s.Models) {
				t.Fatalf("share %d is not sorted", i)
			}
			if len(s.Models) == 0 && len(loads) >= n {
				t.Fatalf("share %d of %d has none of %d models", i, n, len(loads))
			}
			all = append(all, s.Models...)
			total -= s.Cost
		}
		slices.Sort(all)
		if len(shares) != n || len(all) != len(loads) || len(slices.Compact(all)) != len(loads) || total != 0 {
			t.Fatalf("%d shares of %d models: %d models in %d shares", n, len(loads), len(all), len(shares))
		}
		random.Shuffle(len(loads), func(i, j int) { loads[i], loads[j] = loads[j], loads[i] })
		if diff := cmp.Diff(shares, balance(loads, n)); diff != "" {
			t.Fatalf("another order of the models makes other shares:\n%s", diff)
		}
	}
}

// TestBalanceIsNearTheBest compares with the best of all ways to share out.
func TestBalanceIsNearTheBest(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		loads, n := randomLoads(random, 1+random.IntN(9)), 1+random.IntN(3)
		best := optimum(loads, make([]int64, n))
		if got := largest(balance(loads, n)); 3*got > 4*best {
			t.Fatalf("%v over %d: %d, and %d is possible", loads, n, got, best)
		}
	}
}

// optimum tries every way to share out.
func optimum(loads []load, sums []int64) int64 {
	if len(loads) == 0 {
		return slices.Max(sums)
	}
	best := int64(-1)
	for i := range sums {
		sums[i] += loads[0].cost
		if got := optimum(loads[1:], sums); best < 0 || got < best {
			best = got
		}
		sums[i] -= loads[0].cost
	}
	return best
}

// shardedCase is a change with allowed, denied, waived and unreadable models.
func shardedCase(t *testing.T, name string) Request {
	t.Helper()
	dir := cases + "/" + name
	req := Request{Base: source.Base{Tree: sourcetest.Tree(strings.Repeat("b", 40), dirFS(t, dir, "base"))},
		Head: source.Head{Tree: sourcetest.Tree(strings.Repeat("a", 40), dirFS(t, dir, "head"))}, Now: goldenTime, Provenance: Provenance{Tool: report.Tool{Name: "modelgate", Version: "test"}}}
	var err error
	if req.Changes, err = source.Diff(req.Base.Tree, req.Head.Tree); err != nil {
		t.Fatal(err)
	}
	return req
}

// shards judges every shard of a request, and writes and reads its report.
func shards(t *testing.T, req Request, n int) map[string]report.Report {
	t.Helper()
	out := map[string]report.Report{}
	for i := range n {
		req.Shard = Shard{i + 1, n}
		r, err := Check(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range r.Models {
			if _, approved := d.Approval(); approved {
				t.Errorf("shard %v approves %s", req.Shard, d.Subject.ID)
			}
		}
		out[req.Shard.String()] = reread(t, r)
	}
	return out
}

func reread(t *testing.T, r report.Report) report.Report {
	t.Helper()
	out, err := report.Read(strings.NewReader(jsonOf(t, r)))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func jsonOf(t *testing.T, r report.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.JSON(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func merge(t *testing.T, req Request, parts map[string]report.Report) (report.Report, error) {
	t.Helper()
	return Merge(t.Context(), req, sortedKeys(parts), func(name string) (report.Report, error) { return parts[name], nil })
}

func TestMergeIsTheWholeReport(t *testing.T) {
	for _, c := range []struct {
		name   string
		all    bool
		shards int
	}{
		{"change_corpus_monorepo", true, 7}, {"err_cards", true, 2}, {"ok_waived", true, 1}, {"change_waivers_expired_and_unused", true, 2}, {"change_removes_a_model", false, 3},
		{"ok_nothing_changed", false, 1}, {"ok_nothing_changed", false, 2}, {"ok_rule_turned_off", true, 2}, {"change_shared_data_card", false, 2}, {"change_breaks_the_rules", false, 2},
	} {
		t.Run(fmt.Sprintf("%s/%d", c.name, c.shards), func(t *testing.T) {
			t.Parallel()
			req := shardedCase(t, c.name)
			req.All = c.all
			whole, err := Check(t.Context(), req)
			if err != nil {
				t.Fatal(err)
			}
			joined, err := merge(t, req, shards(t, req, c.shards))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(jsonOf(t, whole), jsonOf(t, joined)); diff != "" {
				t.Errorf("(-whole +joined):\n%s", diff)
			}
			for _, d := range joined.Models {
				if _, approved := d.Approval(); approved {
					t.Errorf("a joined report approves %s", d.Subject.ID)
				}
			}
		})
	}
}

// TestMergeRefuses changes one thing in the report of one shard, in every way
// that can be told without judging the model again.
func TestMergeRefuses(t *testing.T) {
	req := shardedCase(t, "err_cards")
	req.All = true
	good := shards(t, req, 2)
	if _, err := merge(t, req, good); err != nil {
		t.Fatal(err)
	}
	denied := func(r *report.Report) *decision.Decision {
		i := slices.IndexFunc(r.Models, func(d decision.Decision) bool { return d.Result == decision.Deny })
		return &r.Models[i]
	}
	for name, edit := range map[string]func(*report.Report){
		"invalid shard \"0/2\"":         func(r *report.Report) { r.Shard.Index = 0 },
		"a full check, not of a shard":  func(r *report.Report) { r.Shard = nil },
		"from a run with 2 shards":      func(r *report.Report) { r.Shard.Of = 3 },
		"duplicate report":              func(r *report.Report) { r.Shard.Index = 1 },
		"the modelgate version":         func(r *report.Report) { r.Tool.Version = "other" },
		"the base":                      func(r *report.Report) { r.Base.Commit = strings.Repeat("c", 40) },
		"the head":                      func(r *report.Report) { r.Head.Commit = strings.Repeat("c", 40) },
		"the rules digest":              func(r *report.Report) { r.Policy.Digest = "sha256:0" },
		"the rules commit":              func(r *report.Report) { r.Policy.Commit = strings.Repeat("c", 40) },
		"the time":                      func(r *report.Report) { r.AsOf = "2026-11-01T12:00:01Z" },
		"preview":                       func(r *report.Report) { r.Preview = true },
		"gates":                         func(r *report.Report) { r.Gates = append(r.Gates, "policy") },
		"is missing":                    func(r *report.Report) { r.Models = r.Models[:len(r.Models)-1] },
		"does not belong to this shard": func(r *report.Report) { r.Models[0].Subject.ID = "models/none" },
		"out of order or duplicate":     func(r *report.Report) { r.Models[1] = r.Models[0] },
		"at stage":                      func(r *report.Report) { r.Models[0].Subject.Stage = "draft" },
		"belongs to commit":             func(r *report.Report) { r.Models[0].Subject.Commit = strings.Repeat("c", 40) },
		"its outcomes mean deny":        func(r *report.Report) { denied(r).Result = decision.Allow },
		"has no outcome":                func(r *report.Report) { r.Models[0].Outcomes = r.Models[0].Outcomes[1:] },
		"does not run here":             func(r *report.Report) { r.Models[0].Outcomes[0].Rule = "card/none" },
		"has two outcomes":              func(r *report.Report) { r.Models[0].Outcomes[1] = r.Models[0].Outcomes[0] },
		"fingerprint":                   func(r *report.Report) { denied(r).Findings[0].Fingerprint = "0" },
		"waiver or effective date":      func(r *report.Report) { denied(r).Findings[0].Pending = "2030-01-01" },
		"do not match its models":       func(r *report.Report) { r.Totals.Errors-- },
		"totals, rules or waivers":      func(r *report.Report) { r.Shard.Selected++ },
		"its decision, totals":          func(r *report.Report) { r.Result = decision.Allow },
		"rules or waivers do not":       func(r *report.Report) { r.Rules[0].Title = "other" },
		"the report was changed":        func(r *report.Report) { r.Repository.Result = decision.Deny },
		"has the severity note, not error": func(r *report.Report) {
			d := denied(r)
			for i := range d.Findings {
				if d.Findings[i].Denies() {
					d.Findings[i].Severity = "note"
				}
			}
		},
		"the outcome of the rule": func(r *report.Report) {
			for i, o := range denied(r).Outcomes {
				if o.State == decision.Fail {
					denied(r).Outcomes[i].State = decision.Pass
				}
			}
		},
		"waiver or effective": func(r *report.Report) {
			d := denied(r)
			d.Findings[0].Waiver = &decision.Waiver{ID: "W1", Owner: "me", Reason: "because", Expires: "2030-01-01"}
		},
	} {
		parts := map[string]report.Report{"1/2": good["1/2"]}
		bad := reread(t, good["2/2"])
		edit(&bad)
		parts["2/2"] = bad
		_, err := merge(t, req, parts)
		if err == nil {
			t.Errorf("%s: accepted", name)
			continue
		}
		if want := strings.TrimSuffix(name, " or out of order"); !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	delete(good, "2/2")
	if _, err := merge(t, req, good); err == nil || !strings.Contains(err.Error(), "no report of shard 2/2") {
		t.Errorf("a shard is missing: %v", err)
	}
	if _, err := merge(t, req, nil); err == nil {
		t.Error("no shard at all is a run")
	}
}

func TestPlanHasAtLeastOneShard(t *testing.T) {
	req := shardedCase(t, "ok_nothing_changed")
	shares, err := Plan(t.Context(), req, 8, 1)
	if err != nil || len(shares) != 1 || len(shares[0].Models) != 0 {
		t.Errorf("%v, %v", shares, err)
	}
	req = shardedCase(t, "err_cards")
	req.All = true
	whole, err := Plan(t.Context(), req, 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	n := len(whole[0].Models)
	for _, c := range []struct{ n, least, want int }{{n + 5, 1, n}, {n + 5, 0, n}, {n, n, 1}, {n, 2 * n, 1}, {2, 1, 2}, {n, 2, n / 2}} {
		if shares, err := Plan(t.Context(), req, c.n, c.least); err != nil || len(shares) != c.want {
			t.Errorf("%d shards of at least %d for %d models: %d, %v", c.n, c.least, n, len(shares), err)
		}
	}
}

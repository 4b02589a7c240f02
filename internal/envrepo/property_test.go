package envrepo

import (
	"context"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/promotion"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// memory is a Repo in memory that loses connections at random, before or after
// a commit has arrived.
type memory struct {
	mu      sync.Mutex
	random  *rand.Rand
	head    string
	files   map[string][]byte
	commits []promotion.Plan
}

func (m *memory) Head(context.Context) (promotion.Snapshot, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.random.IntN(10) == 0 {
		return promotion.Snapshot{}, ErrUnreachable
	}
	return promotion.Snapshot{Tree: treeOf(m.head, m.files)}, nil
}

func (*memory) TakeTurn(context.Context) func() { return func() {} }

func (m *memory) Commit(_ context.Context, base promotion.Snapshot, plan promotion.Plan) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	sum := sha1.Sum([]byte(base.Commit + plan.Message))
	commit := hex.EncodeToString(sum[:])
	fate := m.random.IntN(4)
	switch {
	case fate == 0:
		return commit, ErrAmbiguous
	case base.Commit != m.head:
		return "", ErrStale
	}
	files := maps.Clone(m.files)
	for _, name := range plan.Deletes {
		if files[name] == nil {
			return "", fmt.Errorf("%s does not exist", name)
		}
		delete(files, name)
	}
	for _, f := range plan.Files {
		files[f.Path] = f.Content
	}
	m.head, m.files, m.commits = commit, files, append(m.commits, plan)
	if fate == 1 {
		return commit, ErrAmbiguous
	}
	return commit, nil
}

// However the runs of several promoters fall between each other and whatever
// is lost on the way: what is approved is there in the end, each promotion has
// happened once, and the environment verifies.
func TestAnyOrderOfEvents(t *testing.T) {
	t.Parallel()
	names := []string{"churn", "fraud", "triage"}
	for seed := range uint64(20) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			m := &memory{random: rand.New(rand.NewPCG(seed, 1)), files: map[string][]byte{}}
			retry := still
			retry.Attempts = 60
			var done sync.WaitGroup
			for i := range 3 { // promoter i leaves out model i
				var subjects []decision.Subject
				for j, name := range names {
					if i != j {
						subjects = append(subjects, subject(name, "1.0.0", 'a'))
					}
				}
				plan := planner(t, subjects...)
				done.Go(func() {
					if _, err := Promote(t.Context(), m, plan, retry); err != nil {
						t.Errorf("promoter %d: %v", i, err)
					}
				})
			}
			done.Wait()
			tree := treeOf(m.head, m.files)
			if audit, err := promotion.AuditTree(tree); err != nil || len(audit.Problems) > 0 {
				t.Errorf("the environment does not verify: %v %v", audit.Problems, err)
			}
			happened := map[string]int{}
			for _, plan := range m.commits {
				for _, item := range plan.In(promotion.Promote) {
					happened[item.Model]++
				}
			}
			for _, name := range names {
				if happened[name] != 1 {
					t.Errorf("%s was promoted %d times", name, happened[name])
				}
			}
			if records := len(tree.Under(promotion.RecordsDir)); records != len(names) || !strings.HasPrefix(tree.Entries()[0].Path, promotion.RecordsDir) {
				t.Errorf("%d records", records)
			}
		})
	}
}

// Fifty promoters to one branch take turns until all have landed.
func TestFiftyPromoters(t *testing.T) {
	t.Parallel()
	m := &memory{random: rand.New(rand.NewPCG(50, 1)), files: map[string][]byte{}}
	var done sync.WaitGroup
	for i := range 50 {
		plan := planner(t, subject(fmt.Sprintf("m%02d", i), "1.0.0", 'a'))
		done.Go(func() {
			if _, err := Promote(t.Context(), m, plan, still); err != nil {
				t.Errorf("promoter %d: %v", i, err)
			}
		})
	}
	done.Wait()
	if got := len(treeOf(m.head, m.files).Under(promotion.RecordsDir)); got != 50 || len(m.commits) != 50 {
		t.Errorf("%d records by %d commits", got, len(m.commits))
	}
}

// treeOf is a commit that has files, as a host lists it.
func treeOf(commit string, files map[string][]byte) source.Tree {
	var entries []source.Entry
	for name, content := range files {
		entries = append(entries, source.Entry{Path: name, Kind: source.File, Size: int64(len(content)), Object: objectOf(content)})
	}
	tree, err := source.Listed(commit, entries, func(e source.Entry) ([]byte, error) { return files[e.Path], nil })
	if err != nil {
		panic(err) // no git would write it
	}
	return tree
}

// objectOf is git's id of a file.
func objectOf(content []byte) string {
	return fmt.Sprintf("%x", sha1.Sum(append(fmt.Appendf(nil, "blob %d\x00", len(content)), content...)))
}

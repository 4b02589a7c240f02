package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/git/gitserver"
)

// BenchmarkClones measures, at the server, what a job takes to check a pull request on
// a repository of MODELS models that COMMITS commits have changed: the checkout, as
// actions/checkout makes it, and the check. tools/measure-clones.sh runs it.
func BenchmarkClones(b *testing.B) {
	m := history(b, number(b, "MODELS", 200), number(b, "COMMITS", 200))
	for _, changed := range []int{1, 50} {
		m.change(changed)
		for _, c := range []struct {
			name   string
			fetch  []string
			sparse bool
		}{
			{"depth=0", nil, false},
			{"depth=1", []string{"--depth=1"}, false},
			{"depth=0,filter=blob:none", []string{"--filter=blob:none"}, false},
			{"depth=0,filter=blob:none,sparse", []string{"--filter=blob:none"}, true},
			{"depth=0,filter=tree:0,sparse", []string{"--filter=tree:0"}, true},
			{"depth=1,filter=blob:none,sparse", []string{"--depth=1", "--filter=blob:none"}, true},
		} {
			b.Run(fmt.Sprintf("changed=%d/%s", changed, c.name), func(b *testing.B) {
				for b.Loop() {
					dir := m.actionsCheckout(b, c.fetch, c.sparse)
					checkout := m.server.Take()
					code, stdout, stderr := runWith(b, dir, m.job(b), "check", "-o", "json", "--comment", "never")
					check := m.server.Take()
					if _, _, models := judged(b, stdout); code != Denied || len(models) != changed {
						b.Fatalf("exit code %d, %d models: %s", code, len(models), stderr)
					}
					b.ReportMetric(float64(checkout.Bytes())/1e6, "checkout-MB")
					b.ReportMetric(float64(check.Bytes())/1e6, "check-MB")
					b.ReportMetric(float64(len(check.Fetches())), "fetches")
					b.ReportMetric(float64(len(check)), "requests")
				}
			})
		}
	}
}

func number(b *testing.B, variable string, otherwise int) int {
	n, err := strconv.Atoi(os.Getenv(variable))
	if err != nil {
		return otherwise
	}
	return n
}

// history is a monorepo of 100 teams, each of whose commits gives a model another card
// and other results.
func history(b *testing.B, models, commits int) *monorepo {
	m := &monorepo{testRepo: newRepo(b)}
	m.run("config", "uploadpack.allowFilter", "true")
	var in bytes.Buffer
	file := func(path, text string) { fmt.Fprintf(&in, "M 100644 inline %s\ndata %d\n%s\n", path, len(text), text) }
	commit := func() {
		in.WriteString("commit refs/heads/main\ncommitter a <a@example.com> 1790000000 +0000\ndata 1\nx\n")
	}
	commit()
	file(".modelgate/config.yaml", strict)
	file("datacards/reviews.yaml", "apiVersion: modelgate.dev/v1\nkind: DataCard\nname: reviews\nlicense: mit\n")
	for i := range models {
		file(teamDir(i)+"/modelgate.yaml", fmt.Sprintf("apiVersion: modelgate.dev/v1\nkind: Model\nname: m%d\nversion: 1.0.0\nowner: team\n", i))
		file(teamDir(i)+"/README.md", m.card(i, 0))
		file(teamDir(i)+"/evaluation/metrics.json", m.results(i, 0))
	}
	for n := 1; n <= commits; n++ {
		i := n * 7919 % models
		commit()
		file(teamDir(i)+"/README.md", m.card(i, n))
		file(teamDir(i)+"/evaluation/metrics.json", m.results(i, n))
	}
	if _, err := m.RunWith(b.Context(), &in, "fast-import", "--quiet"); err != nil {
		b.Fatal(err)
	}
	m.run("repack", "-adq")
	m.tip = m.run("rev-parse", "main")
	m.server = gitserver.New(b, filepath.Dir(m.Dir), jobToken)
	return m
}

func teamDir(i int) string { return fmt.Sprintf("models/team%d/m%d", i%100, i) }

func (m *monorepo) card(i, version int) string {
	words := strings.Fields(goodCard)
	var notes strings.Builder
	seed := uint32(i)*2654435761 ^ uint32(version)
	for n := range 250 { // text that packs about as well as prose
		seed = seed*1664525 + 1013904223
		notes.WriteString(words[int(seed>>16)%len(words)])
		notes.WriteByte(" \n"[n%12/11])
	}
	return strings.Replace(goodCard, "# A model", fmt.Sprintf("# Model %d", i), 1) + "\n## Notes\n\n" + notes.String()
}

func (m *monorepo) results(i, version int) string {
	return fmt.Sprintf("{\"accuracy\": 0.%04d, \"f1\": 0.%04d, \"recall\": 0.%04d}\n", 7000+(i*31+version*17)%3000, 6000+(i*37+version*13)%3000, 5000+(i*41+version*11)%3000)
}

// change makes a pull request that changes so many models, and its test merge.
func (m *monorepo) change(models int) {
	var in bytes.Buffer
	fmt.Fprintf(&in, "commit refs/heads/feature\ncommitter a <a@example.com> 1790000001 +0000\ndata 1\nx\nfrom %s\n", m.tip)
	for i := range models {
		for path, text := range map[string]string{"/README.md": m.card(i, -1), "/evaluation/metrics.json": m.results(i, -1)} {
			fmt.Fprintf(&in, "M 100644 inline %s%s\ndata %d\n%s\n", teamDir(i), path, len(text), text)
		}
	}
	if _, err := m.RunWith(m.t.Context(), &in, "fast-import", "--quiet", "--force"); err != nil {
		m.t.Fatal(err)
	}
	m.head = m.run("rev-parse", "feature")
	m.merge = m.run("commit-tree", "-m", "merge", "-p", m.tip, "-p", m.head, m.head+"^{tree}")
	m.run("update-ref", "refs/pull/1/merge", m.merge)
}

// actionsCheckout does what actions/checkout does; sparse is `sparse-checkout: .modelgate`.
func (m *monorepo) actionsCheckout(b *testing.B, fetch []string, sparse bool) string {
	clone := testRepo{b, git.Repo{Dir: b.TempDir(), Env: append(slices.Clone(m.Env), "GIT_NO_LAZY_FETCH=0", "GIT_CONFIG_COUNT=1",
		"GIT_CONFIG_KEY_0=http.extraheader", "GIT_CONFIG_VALUE_0="+jobHeader)}}
	clone.run("init", "-q")
	clone.run("remote", "add", "origin", m.server.URL+"/"+filepath.Base(m.Dir))
	refs := []string{"+" + m.merge + ":refs/remotes/pull/1/merge"}
	if !slices.Contains(fetch, "--depth=1") {
		refs = []string{"+refs/heads/*:refs/remotes/origin/*", "+refs/pull/1/merge:refs/remotes/pull/1/merge"}
	}
	clone.run(slices.Concat([]string{"-c", "protocol.version=2", "fetch", "-q", "--no-tags"}, fetch, []string{"origin"}, refs)...)
	if sparse {
		clone.run("sparse-checkout", "set", ".modelgate")
	}
	clone.run("checkout", "-q", "--force", "refs/remotes/pull/1/merge")
	return clone.Dir
}

package cli

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/modelgate-dev/modelgate/internal/git/gitserver"
)

// environmentServer is a large environment repository on a server, and a repository of
// models whose first ones can be promoted to it.
type environmentServer struct {
	models testRepo
	server *gitserver.Server
	name   string
}

// newEnvironmentServer makes an environment repository with so many files of other
// teams, commits and models.
func newEnvironmentServer(t testing.TB, files, commits, models int) environmentServer {
	t.Helper()
	of := testRepo{t, newRepo(t).Repo}
	of.write(".modelgate/config.yaml", "apiVersion: modelgate.dev/v1\nkind: Config\nstage: draft\n")
	for i := range models {
		name := fmt.Sprintf("m%03d", i)
		of.write("models/"+name+"/README.md", "---\nlicense: apache-2.0\npipeline_tag: tabular-classification\n---\n# "+name+"\n\nA model.\n\n## Intended use\n\nThe retention team orders its call list by the score. A person decides.\n")
		of.write("models/"+name+"/modelgate.yaml", fmt.Sprintf("apiVersion: modelgate.dev/v1\nkind: Model\nname: %s\nversion: \"1.0.0\"\nowner: team-ml\nartifacts:\n  - {uri: \"s3://models/%[1]s/%064[2]d\", digest: \"sha256:%064[2]d\"}\ndeploy:\n  target: kserve\n  parameters: {modelFormat: sklearn}\n", name, i+1))
	}
	of.commitAll("models")

	env := newRepo(t)
	env.run("config", "uploadpack.allowFilter", "true")
	env.run("config", "http.receivepack", "true")
	env.run("config", "receive.denyCurrentBranch", "ignore")
	var in bytes.Buffer
	file := func(path, text string) { fmt.Fprintf(&in, "M 100644 inline %s\ndata %d\n%s\n", path, len(text), text) }
	commit := func() {
		in.WriteString("commit refs/heads/main\ncommitter a <a@example.com> 1790000000 +0000\ndata 1\nx\n")
	}
	manifest := func(i, version int) string {
		var text strings.Builder
		fmt.Fprintf(&text, "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: service-%d\ndata:\n  version: \"%d\"\n", i, version)
		for n := range 16 { // what does not pack
			fmt.Fprintf(&text, "  key%d: %x\n", n, sha256.Sum256(fmt.Appendf(nil, "%d %d %d", i, version, n)))
		}
		return text.String()
	}
	path := func(i int) string { return fmt.Sprintf("apps/team%d/service%d.yaml", i%100, i) }
	commit()
	file(".modelgate/env.yaml", "apiVersion: modelgate.dev/v1\nkind: Environments\nenvironments: {production: {stage: draft}}\n")
	for i := range files {
		file(path(i), manifest(i, 0))
	}
	for n := 1; n <= commits; n++ {
		commit()
		file(path(n*7919%files), manifest(n*7919%files, n))
	}
	if _, err := env.RunWith(t.Context(), &in, "fast-import", "--quiet"); err != nil {
		t.Fatal(err)
	}
	env.run("repack", "-adq")
	return environmentServer{of, gitserver.New(t, filepath.Dir(env.Dir), ""), filepath.Base(env.Dir)}
}

// promote promotes some models and returns the requests that it took.
func (s environmentServer) promote(t testing.TB, models ...string) (gitserver.Requests, string) {
	t.Helper()
	args := []string{"promote", "--repo", s.models.Dir, "--env", "production", "--to", s.server.URL + "/" + s.name}
	for _, m := range models {
		args = append(args, "--model", "models/"+m)
	}
	s.server.Take()
	code, stdout, stderr := runWith(t, s.models.Dir, nil, args...)
	if code != Done {
		t.Fatalf("exit code %d: %s%s", code, stdout, stderr)
	}
	return s.server.Take(), stdout
}

// TestPromotionFetchesWhatItReads: of a large environment repository, a promotion gets
// the directories, and the files that it reads, in a few round trips, however many models.
func TestPromotionFetchesWhatItReads(t *testing.T) {
	t.Parallel()
	const files, models = 3_000, 12
	s := newEnvironmentServer(t, files, 3, models)
	var all []string
	for i := range models {
		all = append(all, fmt.Sprintf("m%03d", i))
	}
	for _, step := range []struct {
		name   string
		models []string
		says   string
	}{
		{"the first", all[:1], "promoted: m000"},
		{"nothing new", all[:1], "nothing to commit"},
		{"all", all, "promoted: m011"},
		{"nothing new of all", all, "nothing to commit"},
	} {
		requests, stdout := s.promote(t, step.models...)
		if !strings.Contains(stdout, step.says) {
			t.Errorf("%s: %s", step.name, stdout)
		}
		if wants, fetches := requests.Wants(), len(requests.Fetches()); fetches > 4 || wants > 200 {
			t.Errorf("%s: %d fetches of %d objects", step.name, fetches, wants)
		}
		if got := requests.Bytes(); got > files*80 { // the directories name each file, which has more than 600 bytes
			t.Errorf("%s: %d bytes", step.name, got)
		}
	}
}

// BenchmarkEnvironmentRepository measures, at the server, what a promotion takes of an
// environment repository: FILES files of others and COMMITS commits.
func BenchmarkEnvironmentRepository(b *testing.B) {
	s := newEnvironmentServer(b, number(b, "FILES", 2_000), number(b, "COMMITS", 500), 50)
	for _, step := range []struct {
		name   string
		models []string
	}{{"one", []string{"m000"}}, {"nothing new", []string{"m000"}}, {"all", nil}, {"all, nothing new", nil}} {
		b.Run(step.name, func(b *testing.B) {
			for b.Loop() {
				from := time.Now()
				requests, _ := s.promote(b, step.models...)
				b.ReportMetric(float64(time.Since(from).Milliseconds()), "ms")
				b.ReportMetric(float64(requests.Bytes())/1e6, "MB")
				b.ReportMetric(float64(len(requests.Fetches())), "fetches")
				b.ReportMetric(float64(len(requests)), "requests")
			}
		})
	}
}

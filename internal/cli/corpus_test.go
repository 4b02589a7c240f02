package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/git"
)

// TestCorpusIsPromoted: a monorepo of 48 real cards, of which two have got the
// honest minimum. Those two are promoted, into both kinds of target; the others
// are not, and a second run does nothing.
func TestCorpusIsPromoted(t *testing.T) {
	r := newRepo(t)
	for _, dir := range []string{"../../testdata/change_corpus_monorepo/head", "../../testdata/corpus_mended"} {
		if err := os.CopyFS(r.Dir, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
	}
	granite := filepath.Join(r.Dir, "models", "ibm-granite-granite-timeseries-ttm-v1", "README.md")
	card, err := os.ReadFile(granite)
	if err != nil {
		t.Fatal(err)
	}
	mended := strings.Replace(string(card), "license: apache-2.0\n", "license: apache-2.0\ndatasets: [monash_tsf]\n", 1) +
		"\n## Limitations\n\nOnly minutely and hourly resolutions are supported: longer ones have too short a context.\n"
	r.write("models/ibm-granite-granite-timeseries-ttm-v1/README.md", mended)
	r.commit()

	bare := t.TempDir()
	if _, err := (git.Repo{Dir: bare, Env: r.Env}).Run(t.Context(), "init", "-q", "--bare", "-b", "main"); err != nil {
		t.Fatal(err)
	}
	args := []string{"promote", "--env", "production", "--to", bare}
	got := run(t, r.Dir, args...)
	for _, want := range []string{"promoted: bert-base-ner 1.0.0", "promoted: granite-ttm 1.0.0", "not deployed: 46 models", "committed "} {
		if got.code != Done || !strings.Contains(got.stdout, want) {
			t.Fatalf("exit code %d, wanted %q in:\n%s%s", got.code, want, got.stdout, got.stderr)
		}
	}
	if got := run(t, r.Dir, args...); got.code != Done || !strings.Contains(got.stdout, "nothing to commit") {
		t.Errorf("the second run: %+v", got)
	}
	tree, err := (git.Repo{Dir: bare, Env: r.Env}).Run(t.Context(), "ls-tree", "-r", "--name-only", "main")
	if err != nil {
		t.Fatal(err)
	}
	want := `.modelgate/records/production/bert-base-ner/000001.json
.modelgate/records/production/granite-ttm/000001.json
environments/production/models/bert-base-ner/inferenceservice.yaml
environments/production/models/granite-ttm/deployment.yaml
environments/production/models/granite-ttm/poddisruptionbudget.yaml
environments/production/models/granite-ttm/service.yaml
`
	if string(tree) != want {
		t.Errorf("the environment has\n%swant\n%s", tree, want)
	}
}

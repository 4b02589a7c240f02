package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/actions/runner"
)

// sameOutputs compares what a command has written for the steps after it, read
// as a runner reads it, with what an action says that it sets. A name on one side
// only is an output that is always empty, which no workflow complains of.
func sameOutputs(t *testing.T, action, written string) {
	t.Helper()
	values, err := runner.Outputs(written)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(action)))
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for name := range values {
		got = append(got, name)
	}
	for _, m := range regexp.MustCompile(`\$\{\{ steps\.modelgate\.outputs\.([a-z_-]+) \}\}`).FindAllStringSubmatch(string(file), -1) {
		want = append(want, m[1])
	}
	slices.Sort(got)
	slices.Sort(want)
	if len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("%s declares %q, and the command writes %q", action, want, got)
	}
}

// TestOutputsAreWhatTheActionsDeclare is about check and plan; promote has its
// own in TestPromoteOfAJob. merge writes what check writes.
func TestOutputsAreWhatTheActionsDeclare(t *testing.T) {
	j := newJob(t)
	if code, _, stderr := j.onPull(map[string]string{"MODELGATE_COMMENT": "never"}, "check"); code != Denied {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	for _, action := range []string{"action.yml", "actions/model-card/action.yml", "actions/data-compliance/action.yml", "actions/evaluation/action.yml", "actions/policy/action.yml", "actions/merge/action.yml"} {
		sameOutputs(t, action, j.file("output"))
	}
	planned := filepath.Join(j.temp, "planned")
	if code, _, stderr := j.onPull(map[string]string{"GITHUB_OUTPUT": planned}, "plan", "--shards", "2", "-o", "github"); code != Done {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	sameOutputs(t, "actions/plan/action.yml", j.file("planned"))
}

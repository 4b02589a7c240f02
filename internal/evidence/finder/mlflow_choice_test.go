package finder

import (
	"maps"
	"strings"
	"testing"
)

// TestChooseStored: a registered version says which run made the model, else the run that
// ended last and has metrics does; one that failed or was deleted is none.
func TestChooseStored(t *testing.T) {
	id := func(c string) string { return strings.Repeat(c, 32) }
	run := func(c, status, end string) map[string]string {
		dir := "track/1/" + id(c)
		return map[string]string{dir + "/meta.yaml": "artifact_uri: file:///x\nend_time: " + end + "\nlifecycle_stage: active\nrun_id: " + id(c) + "\nstatus: " + status + "\n", dir + "/metrics/rmse": "1664945722172 4.2 0\n"}
	}
	union := func(all ...map[string]string) map[string]string {
		out := map[string]string{}
		for _, m := range all {
			maps.Copy(out, m)
		}
		return out
	}
	three := union(run("a", "3", "100"), run("b", "3", "300"), run("c", "4", "900"), map[string]string{"track/1/" + id("d") + "/meta.yaml": "run_id: " + id("d") + "\nstatus: 3\nend_time: 950\n"})
	for name, tt := range map[string]struct {
		files map[string]string
		want  StoredModel
	}{
		"nothing":                   {map[string]string{"mlruns/0/meta.yaml": "experiment_id: 0\n"}, StoredModel{}},
		"the run that ended last":   {three, StoredModel{Run: "track/1/" + id("b")}},
		"with what it logged":       {union(three, map[string]string{"track/1/" + id("b") + "/artifacts/model/MLmodel": "x"}), StoredModel{"track/1/" + id("b"), "track/1/" + id("b") + "/artifacts/model"}},
		"the registered version":    {union(three, map[string]string{"track/models/m/version-2/meta.yaml": "creation_timestamp: 120\nrun_id: '" + id("a") + "'\n"}), StoredModel{Run: "track/1/" + id("a")}},
		"a version of a lost run":   {union(three, map[string]string{"track/models/m/version-2/meta.yaml": "creation_timestamp: 120\nrun_id: " + id("e") + "\n"}), StoredModel{Run: "track/1/" + id("b")}},
		"a logged model, MLflow 3":  {union(three, map[string]string{"track/1/models/m-" + id("f") + "/meta.yaml": "model_id: m-" + id("f") + "\nsource_run_id: " + id("b") + "\n", "track/1/models/m-" + id("f") + "/artifacts/MLmodel": "x"}), StoredModel{"track/1/" + id("b"), "track/1/models/m-" + id("f") + "/artifacts"}},
		"a registered logged model": {union(three, map[string]string{"track/models/m/version-1/meta.yaml": "creation_timestamp: 5\nrun_id: ''\nmodel_id: m-" + id("f") + "\n", "track/1/models/m-" + id("f") + "/meta.yaml": "model_id: m-" + id("f") + "\nsource_run_id: " + id("a") + "\n", "track/1/models/m-" + id("f") + "/artifacts/MLmodel": "x"}), StoredModel{"track/1/" + id("a"), "track/1/models/m-" + id("f") + "/artifacts"}},
	} {
		if got := New(tree(tt.files), Layout{}).ChooseStored(); got != tt.want {
			t.Errorf("%s: %+v, want %+v", name, got, tt.want)
		}
	}
}

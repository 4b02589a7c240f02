package config

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/source"
)

const ratchets = head + "Thresholds\nthresholds:\n  - {id: auc, metric: auc, direction: higher, ratchet: 0.01}\n  - {id: acc, metric: acc, min: 0.5}\n"

func TestALockIsReadAsItIsWritten(t *testing.T) {
	want := []Best{
		{Threshold: "auc", Model: "models/a \"b\": #c", Value: "0.850", Commit: strings.Repeat("a", 40), Measured: []Setting{{"dataset.split", "yes"}, {"variant.few\nshot", "{5}"}}},
		{Threshold: "auc", Model: ".", Slice: "class=fraud", Value: "-1e-7"},
	}
	c, err := Load(source.Base{Tree: tree(map[string]string{ThresholdsPath: ratchets, LockPath: LockText(want)})})
	if err != nil || len(c.Locked) != 2 {
		t.Fatalf("%+v, %v", c.Locked, err)
	}
	for i, b := range c.Locked {
		if b.Of() != want[i].Of() || b.Value != want[i].Value || b.Commit != want[i].Commit || b.At.Line < 6 {
			t.Errorf("got %+v, want %+v", b, want[i])
		}
	}
	if _, err := Load(source.Base{Tree: tree(map[string]string{ThresholdsPath: ratchets, LockPath: LockText(nil)})}); err != nil {
		t.Errorf("an empty lock: %v", err)
	}
}

func TestALockThatNothingHeedsIsRefused(t *testing.T) {
	for name, tt := range map[string]struct{ best, want string }{
		"a misspelt id":           {"{threshold: auk, model: m, value: 1}", `no threshold "auk" has a ratchet; did you mean "auc"?`},
		"no ratchet":              {"{threshold: acc, model: m, value: 1}", `no threshold "acc" has a ratchet`},
		"twice":                   {"{threshold: auc, model: m, value: 1}\n  - {threshold: auc, model: m, value: 2}", "duplicate value for threshold"},
		"a text":                  {"{threshold: auc, model: m, value: high}", "/best/0/value"},
		"no number":               {"{threshold: auc, model: m, value: .nan}", "/best/0/value"},
		"a condition of no name":  {"{threshold: auc, model: m, value: 1, measured: {split: test}}", `"split"`},
		"a commit that is a name": {"{threshold: auc, model: m, value: 1, commit: main}", "/best/0/commit"},
	} {
		_, err := Load(source.Base{Tree: tree(map[string]string{ThresholdsPath: ratchets, LockPath: head + "ThresholdsLock\nbest:\n  - " + tt.best + "\n"})})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Load(source.Base{Tree: tree(map[string]string{LockPath: LockText([]Best{{Threshold: "auc", Model: "m", Value: "1"}})})}); err == nil {
		t.Error("a lock without thresholds")
	}
}

package finding

import "testing"

func TestFingerprintSurvivesEdits(t *testing.T) {
	f := Finding{Rule: "card/license_missing", Message: "a", At: Position{Path: "m/README.md", Line: 3, Column: 1, Pointer: "/license"}}
	g := f
	g.Message, g.At.Line, g.Severity = "b", 40, Warning
	if f.Fingerprint("m") != g.Fingerprint("m") {
		t.Error("line, message or severity changed the fingerprint")
	}
	for name, change := range map[string]func(*Finding){
		"rule": func(f *Finding) { f.Rule = "card/other" }, "path": func(f *Finding) { f.At.Path = "x" },
		"pointer": func(f *Finding) { f.At.Pointer = "/x" }, "key": func(f *Finding) { f.Key = "x" },
	} {
		h := f
		change(&h)
		if h.Fingerprint("m") == f.Fingerprint("m") {
			t.Errorf("%s does not change the fingerprint", name)
		}
	}
	if f.Fingerprint("m") == f.Fingerprint("n") {
		t.Error("the model does not change the fingerprint")
	}
}

func TestSortOrdersAndDropsRepetitions(t *testing.T) {
	a := Finding{Rule: "a/a", Severity: Error, At: Position{Path: "a", Line: 2}}
	b := Finding{Rule: "a/b", Severity: Note, At: Position{Path: "a", Line: 1}}
	got := Sort([]Finding{a, b, a})
	if len(got) != 2 || got[0].Rule != "a/b" || got[1].Rule != "a/a" {
		t.Errorf("got %v", got)
	}
}

func TestRuleWithoutStageIsAnError(t *testing.T) {
	if got := (Rule{Severity: map[Stage]Severity{Draft: Note}}).At(Production); got != Error {
		t.Errorf("got %s", got)
	}
}

func TestNearest(t *testing.T) {
	words := []string{"license", "language", "datasets", "model-index", "production", "sarif", "check"}
	for word, want := range map[string]string{
		"licence": "license", "liscence": "license", "model_index": "model-index", "dataset": "datasets",
		"prodcution": "production", "sarfi": "sarif", "chekc": "check", "LICENSE": "license", "zebra": "", "": "", "x": "",
	} {
		if got, _ := Nearest(word, words); got != want && want != "" {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
		if got, ok := Nearest(word, words); want == "" && ok {
			t.Errorf("Nearest(%q) = %q, want nothing", word, got)
		}
	}
}

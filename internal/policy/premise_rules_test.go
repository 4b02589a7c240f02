package policy

import (
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// fired collects the inputs for which rules find something while the Rego tests run: those
// that their authors have thought of, one for each branch and more.
type fired struct {
	mu     sync.Mutex
	inputs map[string]map[int]*ast.Term // by the id of the rule, and hash
}

func (f *fired) watch(e topdown.Event) {
	rule, ok := e.Node.(*ast.Rule)
	input := e.Input()
	if !ok || e.Op != topdown.ExitOp || rule.Head.Name != denyName || input == nil {
		return
	}
	id := strings.Replace(strings.TrimPrefix(rule.Module.Package.Path.String(), "data.modelgate.rules."), ".", "/", 1)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.inputs[id] == nil {
		f.inputs[id] = map[int]*ast.Term{}
	}
	f.inputs[id][input.Value.Hash()] = input
}

// sampled is which share of the rules is tested unless each is asked for (-every-rule):
// their tests take half a minute.
const sampled = 16

// testedRules are the built-in rules with their tests, or some of them with all that they
// share.
func testedRules(t *testing.T) fs.FS {
	t.Helper()
	all := os.DirFS("../../policies")
	if *everyRule {
		return all
	}
	some, n := fstest.MapFS{}, 0
	err := fs.WalkDir(all, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path.Dir(path.Dir(name)) == "rules":
			if n++; n%sampled != 0 {
				return fs.SkipDir
			}
		case !d.IsDir() && (path.Dir(name) != "lib" || !isTest(name) || strings.HasSuffix(name, "/fixture_test.rego")):
			b, err := fs.ReadFile(all, name)
			some[name] = &fstest.MapFile{Data: b}
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return some
}

// What demands and premises say that a rule does not find, it does not find: of each input
// that makes a rule fire in its tests, the rule finds the same if it is asked anyway. With
// -every-rule, each rule is asked of each input.
func TestPremisesHideNothing(t *testing.T) {
	seen := &fired{inputs: map[string]map[int]*ast.Term{}}
	if _, err := Test(t.Context(), testedRules(t), seen.watch); err != nil {
		t.Fatal(err)
	}
	set, err := Load(t.Context(), source.Base{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	compared, found := 0, 0
	for _, programs := range set.scopes {
		for _, p := range programs {
			if p.query == nil {
				t.Fatal("the recorded rules are not those that are tested")
			}
			ids := map[string]bool{}
			for _, rule := range p.rules {
				ids[rule.rule.ID] = true
			}
			for id, inputs := range seen.inputs {
				if !ids[id] {
					continue
				}
				for _, input := range inputs {
					session := evaluation{program: p, input: input, steps: 100 * maxSteps}.session(t.Context(), 100*maxSteps, 100*maxBytes)
					looks := newChecklist(session)
					for _, rule := range p.rules {
						if rule.rule.ID != id && !*everyRule {
							continue
						}
						got, failed, err := looks.ask(t.Context(), rule)
						if err != nil {
							t.Fatal(err)
						}
						want, failedAnyway, err := session.ask(t.Context(), rule)
						if err != nil {
							t.Fatal(err)
						}
						compared++
						if isFilled(want.deny) && rule.rule.ID == id {
							found++
						}
						if len(failedAnyway) == 0 && (len(failed) > 0 || want.deny.Compare(got.deny) != 0 || (want.applies == nil) != (got.applies == nil)) {
							t.Errorf("%s, by an input of %s: %v, asked anyway %v\n%v", rule.rule.ID, id, got.deny, want.deny, input)
						}
					}
				}
			}
		}
	}
	if found < 30 || *everyRule && found < 1000 {
		t.Errorf("only %d of %d inputs make a rule fire: the test shows little", found, compared)
	}
}

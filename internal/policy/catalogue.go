package policy

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// catalogue makes the entry of every rule among the modules, sorted by id. That
// there is none is a problem.
func catalogue(modules map[string]*ast.Module, ps *problems) []entry {
	out := entriesOf(modules, ps)
	if len(out) == 0 && len(*ps) == 0 {
		ps.general("no rules found; every change would pass", "This build of modelgate has no rules. Reinstall it.")
	}
	return out
}

func entriesOf(modules map[string]*ast.Module, ps *problems) []entry {
	var out []entry
	byID := map[string]entry{}
	for _, file := range keysOf(modules) {
		module := modules[file]
		id, message, remedy := identify(module, file)
		switch {
		case message != "":
			ps.at(module.Package.Location, message, remedy)
			continue
		case id.id == "":
			checkHelper(module, ps)
			continue
		}
		if other, taken := byID[id.id]; taken {
			ps.at(module.Package.Location, fmt.Sprintf("the rule %s is defined twice, here and in %s", id.id, other.loc.File), "Rename one, or merge both into one file.")
			continue
		}
		if id.conftest {
			isolate(module, id.id)
		}
		checkForm(module, ps)
		e := newEntry(module, id, ruleOf(module, id, ps))
		byID[id.id] = e
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b entry) int { return cmp.Compare(a.rule.ID, b.rule.ID) })
	return out
}

func newEntry(module *ast.Module, id identity, rule finding.Rule) entry {
	return entry{rule: rule, id: id, pkg: module.Package.Path, loc: module.Package.Location,
		hasApplies: slices.ContainsFunc(module.Rules, func(r *ast.Rule) bool { return headName(r) == appliesName })}
}

// fixedRemedy is for settings of rules that guard the rules.
const fixedRemedy = "Remove the setting under rules in .modelgate/config.yaml. Only a higher severity can be set."

// checkFixed refuses a severity below that of METADATA.
func checkFixed(id string, was, is finding.Rule, refuse func(id, message, remedy string)) {
	for _, stage := range finding.Stages {
		if is.At(stage).Below(was.At(stage)) {
			refuse(id, fmt.Sprintf("rule %q guards the rules: its severity in stage %s is %q, below the minimum %q", id, stage, is.At(stage), was.At(stage)), fixedRemedy)
			return
		}
	}
}

// misspelt are the words of a collection without rules that are like a rule or a control.
func misspelt(c config.Collection, entries []entry) problems {
	var ids, controls []string
	for _, e := range entries {
		ids, controls = append(ids, e.rule.ID), append(controls, e.rule.Controls...)
	}
	var out problems
	for _, f := range c.Idle(ids, controls) {
		if strings.Contains(f.Message, "did you mean") {
			out = append(out, Problem{Path: f.At.Path, Line: f.At.Line, Column: f.At.Column, Message: f.Message, Remedy: f.Help})
		}
	}
	return out
}

// applyOptions changes severities as the repository has set them, and refuses
// settings that would silently do nothing.
func applyOptions(entries []entry, opt Options, ps *problems) {
	ids := make([]string, len(entries))
	index := map[string]int{}
	for i, e := range entries {
		ids[i], index[e.rule.ID] = e.rule.ID, i
	}
	refuse := func(id, message, remedy string) {
		at := opt.At[id]
		*ps = append(*ps, Problem{Path: at.Path, Line: at.Line, Column: at.Column, Message: message, Remedy: remedy})
	}
	unknown := func(id string) {
		if name, is := config.CollectionName(id); is {
			if wrong := misspelt(opt.Collections[name], entries); len(wrong) > 0 {
				*ps = append(*ps, wrong...)
				return
			}
			refuse(id, fmt.Sprintf("the collection %q has no rule", name), "Correct its globs. Use ids that `modelgate rules` lists, and controls that `modelgate rules --markdown` lists.")
			return
		}
		refuse(id, fmt.Sprintf("the configuration refers to the unknown rule %q%s", id, finding.DidYouMean(id, ids)),
			"Fix the rule id under rules in .modelgate/config.yaml. Run `modelgate rules` to list all rules.")
	}
	for _, id := range keysOf(opt.Severity) {
		i, known := index[id]
		if !known {
			unknown(id)
			continue
		}
		rule := &entries[i].rule
		was := *rule
		rule.Severity = maps.Clone(rule.Severity)
		for stage, severity := range opt.Severity[id] {
			if !stage.Valid() || !severity.Valid() {
				refuse(id, fmt.Sprintf("the configuration sets an invalid severity: rule %q, severity %q, stage %q", id, severity, stage), "Use the stages draft, review and production, and the severities error, warning and note.")
				continue
			}
			rule.Severity[stage] = severity
		}
		if rule.Fixed {
			checkFixed(id, was, *rule, refuse)
		}
	}
	for _, id := range keysOf(opt.Off) {
		switch i, known := index[id]; {
		case !known:
			unknown(id)
			continue
		case strings.TrimSpace(opt.Off[id]) == "":
			refuse(id, fmt.Sprintf("rule %q is turned off without a reason", id), "Set `off` to the reason.")
		case entries[i].rule.Fixed:
			refuse(id, fmt.Sprintf("rule %q guards the rules and cannot be turned off", id), fixedRemedy)
		default:
			entries[i].rule.Off = opt.Off[id]
		}
	}
	applyScoped(entries, index, opt, refuse, unknown)
}

// digest hashes, each with its length, what a verdict depends on beside the
// input.
func digest(src sources, opt Options) string { return sealed(src.hash(), opt) }

// hash is the beginning of a digest, which the files of rules and tables decide.
func (src sources) hash() hash.Hash {
	h := sha256.New()
	files := slices.Concat(src.rules, src.data, src.conftest)
	slices.SortFunc(files, func(a, b file) int { return cmp.Compare(a.path, b.path) })
	io.WriteString(h, "modelgate policies 1\n")
	for _, f := range files {
		writePart(h, []byte(f.path))
		writePart(h, f.src)
	}
	return h
}

// sealed ends a digest with the options.
func sealed(h hash.Hash, opt Options) string {
	// Maps of strings are marshalled with sorted keys and cannot fail. The
	// deadline decides no verdict but the error of not finishing.
	settings, _ := json.Marshal(struct {
		Severity map[string]map[finding.Stage]finding.Severity
		Off      map[string]string
		Scoped   map[string]finding.Scoped `json:",omitempty"`
		Conftest []config.Conftest         `json:",omitempty"`
	}{opt.Severity, opt.Off, opt.Scoped, withoutPlaces(opt.Conftest)})
	writePart(h, settings)
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

func writePart(h hash.Hash, b []byte) {
	fmt.Fprintf(h, "%d:", len(b))
	h.Write(b)
}

func cloneRules(rules []finding.Rule) []finding.Rule {
	out := slices.Clone(rules)
	for i := range out {
		out[i].Severity = maps.Clone(out[i].Severity)
		out[i].Sources = slices.Clone(out[i].Sources)
		out[i].Controls = slices.Clone(out[i].Controls)
		out[i].Scoped = slices.Clone(out[i].Scoped)
	}
	return out
}

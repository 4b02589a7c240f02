package policy

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// metadataKeys are the keys below custom in the METADATA of a rule.
var metadataKeys = []string{"controls", "effective_on", "example", "fixed", "remediation", "scope", "severity", "sources", "waivable"}

// metadata reads the package-scope METADATA of one rule.
type metadata struct {
	custom map[string]any
	at     *ast.Location
	ps     *problems
}

// ruleOf makes the catalogue entry of a rule. What is missing or malformed is
// a problem; a conftest policy may leave everything out.
func ruleOf(module *ast.Module, id identity, ps *problems) finding.Rule {
	rule := finding.Rule{ID: id.id, Origin: finding.BuiltIn, Scope: finding.ScopeModel, Waivable: true}
	file := module.Package.Location.File
	if !isBuiltin(file) {
		rule.Origin = file
	}
	if id.conftest {
		rule.Title = "Conftest policy " + id.id
		rule.Description = "A conftest policy of this organization: " + file + "."
		rule.Severity = finding.Always(finding.Error)
		rule.Remediation = "See the message, and the policy in " + file + "."
		rule.Sources = []string{file}
	}
	annotations := packageAnnotations(module, ps)
	if annotations == nil {
		if !id.conftest {
			ps.at(module.Package.Location, "the rule has no METADATA", "Add a comment block that starts with `# METADATA` directly above the package, with title, description and custom: severity, remediation, sources.")
		}
		return rule
	}
	m := metadata{custom: annotations.Custom, at: annotations.Location, ps: ps}
	m.text(&rule.Title, annotations.Title, "title", "Describe the defect in a few words.")
	m.text(&rule.Description, annotations.Description, "description", "State the requirement in one sentence.")
	m.knownKeys()
	m.severity(&rule)
	m.customText(&rule.Remediation, "remediation", "Describe how to fix a finding.", true)
	m.list(&rule.Sources, "sources", "Cite the article, specification or paper that the rule is based on.", true)
	m.list(&rule.Controls, "controls", "", false)
	m.customText(&rule.Example, "example", "", false)
	m.scope(&rule)
	m.effectiveOn(&rule)
	m.flag(&rule.Waivable, "waivable", "Write true (the default) or false.")
	m.flag(&rule.Fixed, "fixed", "Write true or false (the default).")
	return rule
}

// packageAnnotations finds the METADATA of the package. Keys of a rule that
// stand at another scope would not count, which is a problem.
func packageAnnotations(module *ast.Module, ps *problems) *ast.Annotations {
	var found *ast.Annotations
	for _, a := range module.Annotations {
		switch {
		case a.Scope == "package" && found == nil:
			found = a
		case a.Scope == "package":
			ps.at(a.Location, "duplicate METADATA of the package", "Keep one block.")
		case len(a.Custom) > 0:
			ps.at(a.Location, "METADATA with custom keys has no effect on a single rule", "Move it directly above the package.")
		}
	}
	return found
}

func (m metadata) problem(message, remedy string) { m.ps.at(m.at, "METADATA: "+message, remedy) }

func (m metadata) text(to *string, value, key, remedy string) {
	if strings.TrimSpace(value) != "" {
		*to = strings.TrimSpace(value)
	}
	if *to == "" {
		m.problem(key+" is missing", remedy)
	}
}

func (m metadata) knownKeys() {
	for _, key := range keysOf(m.custom) {
		if !slices.Contains(metadataKeys, key) {
			m.problem(fmt.Sprintf("custom has no key %q%s", key, finding.DidYouMean(key, metadataKeys)), "Valid keys: "+strings.Join(metadataKeys, ", ")+".")
		}
	}
}

func (m metadata) customText(to *string, key, remedy string, required bool) {
	v, there := m.custom[key]
	s, isText := v.(string)
	switch {
	case !there && required && *to == "":
		m.problem("custom."+key+" is missing", remedy)
	case there && (!isText || strings.TrimSpace(s) == ""):
		m.problem("custom."+key+" is not a string", "Use a string. Quote it if it contains a colon.")
	case there:
		*to = strings.TrimSpace(s)
	}
}

func (m metadata) list(to *[]string, key, remedy string, required bool) {
	v, there := m.custom[key]
	if !there {
		if required && len(*to) == 0 {
			m.problem("custom."+key+" is missing", remedy)
		}
		return
	}
	items, _ := v.([]any)
	var out []string
	for _, item := range items {
		if s, ok := item.(string); ok && strings.TrimSpace(s) != "" {
			out = append(out, strings.TrimSpace(s))
		}
	}
	if len(out) == 0 || len(out) != len(items) {
		m.problem("custom."+key+" is not a list with at least one string", "Add one `- text` line per entry. Quote an entry if it contains a colon.")
		return
	}
	*to = out
}

func (m metadata) severity(rule *finding.Rule) {
	const remedy = "Use error, warning or note, or a mapping with all three stages: {draft: note, review: warning, production: error}."
	switch v := m.custom["severity"].(type) {
	case nil:
		if rule.Severity == nil {
			m.problem("custom.severity is missing", remedy)
		}
	case string:
		if !finding.Severity(v).Valid() {
			m.problem(fmt.Sprintf("%q is not a severity%s", v, finding.DidYouMean(v, severities())), remedy)
			return
		}
		rule.Severity = finding.Always(finding.Severity(v))
	case map[string]any:
		rule.Severity = m.severityByStage(v, remedy)
	default:
		m.problem("custom.severity is neither a string nor a mapping of stages", remedy)
	}
}

func (m metadata) severityByStage(v map[string]any, remedy string) map[finding.Stage]finding.Severity {
	out := map[finding.Stage]finding.Severity{}
	for _, stage := range keysOf(v) {
		name, _ := v[stage].(string)
		switch {
		case !finding.Stage(stage).Valid():
			m.problem(fmt.Sprintf("%q is not a stage%s", stage, finding.DidYouMean(stage, stages())), remedy)
		case !finding.Severity(name).Valid():
			m.problem(fmt.Sprintf("%q is not a severity%s", fmt.Sprint(v[stage]), finding.DidYouMean(name, severities())), remedy)
		default:
			out[finding.Stage(stage)] = finding.Severity(name)
		}
	}
	for _, stage := range finding.Stages {
		if _, there := v[string(stage)]; !there {
			m.problem(fmt.Sprintf("custom.severity has no severity for stage %s", stage), remedy)
		}
	}
	return out
}

func (m metadata) scope(rule *finding.Rule) {
	v, there := m.custom["scope"]
	if !there {
		return
	}
	s, _ := v.(string)
	scope := finding.Scope(s)
	if scope != finding.ScopeModel && scope != finding.ScopeRepository {
		m.problem(fmt.Sprintf("%q is not a scope", fmt.Sprint(v)), "Write model (the default) or repository.")
		return
	}
	rule.Scope = scope
}

func (m metadata) effectiveOn(rule *finding.Rule) {
	const remedy = "Write a date such as 2027-01-31."
	switch v := m.custom["effective_on"].(type) {
	case nil:
		if _, there := m.custom["effective_on"]; there {
			m.problem("custom.effective_on is empty", remedy)
		}
	case time.Time: // the YAML reader of METADATA knows dates
		rule.EffectiveOn = v.UTC().Format(time.DateOnly)
	case string:
		if _, err := time.Parse(time.DateOnly, v); err != nil {
			m.problem(fmt.Sprintf("%q is not a date", v), remedy)
			return
		}
		rule.EffectiveOn = v
	default:
		m.problem(fmt.Sprintf("%q is not a date", fmt.Sprint(v)), remedy)
	}
}

// flag reads what is true or false; without the key it stays as it is.
func (m metadata) flag(set *bool, key, remedy string) {
	v, there := m.custom[key]
	if !there {
		return
	}
	b, ok := v.(bool)
	if !ok {
		m.problem(fmt.Sprintf("custom.%s is %q", key, fmt.Sprint(v)), remedy)
		return
	}
	*set = b
}

func severities() []string {
	return []string{string(finding.Error), string(finding.Warning), string(finding.Note)}
}

func stages() []string {
	out := make([]string, len(finding.Stages))
	for i, s := range finding.Stages {
		out[i] = string(s)
	}
	return out
}

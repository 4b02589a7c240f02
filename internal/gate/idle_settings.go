package gate

import (
	"fmt"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// idleSettings are the settings of rules that have none.
func idleSettings(cfg config.Config) []finding.Finding {
	var problems []finding.Finding
	for _, id := range sortedKeys(cfg.Rules) {
		if IsReadingRule(id) {
			problems = append(problems, finding.Finding{Rule: "schema/invalid_value", Severity: finding.Error, At: cfg.Rules[id].At,
				Message: fmt.Sprintf("the rule %q cannot be turned off or given another severity", id),
				Help:    "Remove the setting. Rules about unreadable files and waivers cannot be configured."})
		}
	}
	return problems
}

// idleWaivers are the waivers that can never count: of a rule that does not
// exist or that cannot be waived. The rules are those that are asked; those that
// are applied while documents are read are known.
func idleWaivers(cfg config.Config, asked []finding.Rule) []finding.Finding {
	if len(cfg.Waivers) == 0 {
		return nil
	}
	rules := map[string]finding.Rule{}
	for _, rule := range append(asked, readingRules()...) {
		rules[rule.ID] = rule
	}
	var problems []finding.Finding
	for _, w := range cfg.Waivers {
		f := finding.Finding{Rule: "schema/invalid_value", Severity: finding.Error, At: w.At}
		rule, known := rules[w.Rule]
		switch {
		case !known:
			f.Message = fmt.Sprintf("waiver %q refers to the unknown rule %q%s", w.ID, w.Rule, finding.DidYouMean(w.Rule, ids(rules)))
			f.Help = "Use a rule that `modelgate rules` lists."
		case !rule.Waivable:
			f.Message = fmt.Sprintf("waiver %q refers to the rule %q, which cannot be waived", w.ID, w.Rule)
			f.Help = "Remove the waiver, and fix the finding. Findings about unreadable documents cannot be waived."
			if !IsReadingRule(w.Rule) {
				f.Help = "Remove the waiver, and fix the finding: the METADATA of the rule has `waivable: false`."
			}
		default:
			continue
		}
		problems = append(problems, f)
	}
	return problems
}

// idleEnforcement are the words of enforce that match no rule or control: an entry that
// is to block would leave its findings advisory.
func idleEnforcement(cfg config.Config, asked []finding.Rule) []finding.Finding {
	if len(cfg.Enforce) == 0 {
		return nil
	}
	known, controls := namesOf(append(asked, readingRules()...))
	ids, clauses := sortedKeys(known), sortedKeys(controls)
	var problems []finding.Finding
	check := func(i int, key, what string, globs []string, known map[string]bool, help string) {
		names := sortedKeys(known)
		for j, glob := range globs {
			if slices.ContainsFunc(names, func(name string) bool { return source.Match(glob, name) }) || isFilled(cfg, glob, asked) {
				continue
			}
			message := fmt.Sprintf("enforce refers to the unknown %s %q%s", what, glob, finding.DidYouMean(glob, names))
			if name, is := config.CollectionName(glob); is {
				if len(cfg.Collections[name].Idle(ids, clauses)) > 0 {
					continue // its words are told: with others it may have rules
				}
				message = fmt.Sprintf("enforce uses the collection %q, which has no rule", name)
			}
			at, _ := cfg.Locate(config.ConfigPath + "#" + document.Pointer("enforce", fmt.Sprint(i), key, fmt.Sprint(j)))
			problems = append(problems, finding.Finding{Rule: "schema/invalid_value", Severity: finding.Error, At: at, Help: help, Message: message})
		}
	}
	for i, e := range cfg.Enforce {
		check(i, "rules", "rule", e.Rules, known, "Use rules that `modelgate rules` lists, or a glob over them.")
		check(i, "except", "rule", e.Except, known, "Use rules that `modelgate rules` lists, or a glob over them.")
		check(i, "controls", "control", e.Controls, controls, "Use controls of rules, as `modelgate rules --markdown` lists them, or a glob over them.")
	}
	return problems
}

// idleCollections are the words of collections that match no rule or control.
func idleCollections(cfg config.Config, asked []finding.Rule) []finding.Finding {
	if len(cfg.Collections) == 0 {
		return nil
	}
	known, controls := namesOf(append(asked, readingRules()...))
	var problems []finding.Finding
	for _, name := range sortedKeys(cfg.Collections) {
		problems = append(problems, cfg.Collections[name].Idle(sortedKeys(known), sortedKeys(controls))...)
	}
	return problems
}

// namesOf are the ids of rules, and the controls that they serve.
func namesOf(rules []finding.Rule) (known, controls map[string]bool) {
	known, controls = map[string]bool{}, map[string]bool{}
	for _, rule := range rules {
		known[rule.ID] = true
		for _, control := range rule.Controls {
			controls[control] = true
		}
	}
	return known, controls
}

// isFilled reports whether a word names a collection that has a rule.
func isFilled(cfg config.Config, word string, rules []finding.Rule) bool {
	name, is := config.CollectionName(word)
	return is && slices.ContainsFunc(rules, func(r finding.Rule) bool { return cfg.Collections[name].Has(r.ID, r.Controls) })
}

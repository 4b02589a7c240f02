package config

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// The decoders below run on documents that their schema has accepted, so that
// they only check what a schema cannot say.

func decodeConfig(c *Config, d *document.Document) []finding.Finding {
	root := d.Root
	if n := root.Get("stage"); n != nil {
		c.Stage = finding.Stage(n.Value)
	}
	var found []finding.Finding
	if c.Formats == nil {
		c.Formats = map[string]string{}
	}
	// What a policy source above says stays where this file does not.
	for key, list := range map[string]func(){
		"models": func() { c.Models = nil }, "evaluations": func() { c.Evaluations = nil }, "data_repositories": func() { c.DataRepositories = nil },
		"regimes": func() { c.Regimes = nil }, "enforce": func() { c.Enforce = nil },
	} {
		if root.Get(key) != nil {
			list()
		}
	}
	for i, m := range children(root.Get("models")) {
		at := document.Pointer("models", fmt.Sprint(i), "path")
		found = append(found, checkGlob(d, at, text(m, "path"))...)
		glob := ModelGlob{Path: text(m, "path"), Stage: finding.Stage(text(m, "stage")), Card: text(m, "card"), At: d.At(at)}
		found = append(found, checkPlace(d, document.Pointer("models", fmt.Sprint(i), "card"), glob.Card)...)
		for j, n := range children(m.Get("evaluations")) {
			in := document.Pointer("models", fmt.Sprint(i), "evaluations", fmt.Sprint(j))
			glob.Evaluations = append(glob.Evaluations, c.evaluation(d, n, in, &found))
		}
		c.Models = append(c.Models, glob)
	}
	globs := func(key string, list []string) []string {
		if root.Get(key) != nil {
			list = nil
		}
		for i, n := range children(root.Get(key)) {
			found = append(found, checkGlob(d, document.Pointer(key, fmt.Sprint(i)), n.Value)...)
			list = append(list, n.Value)
		}
		return list
	}
	for i, n := range children(root.Get("evaluations")) {
		c.Evaluations = append(c.Evaluations, c.evaluation(d, n, document.Pointer("evaluations", fmt.Sprint(i)), &found))
	}
	c.Branches, c.Ignore, c.DataCards = globs("branches", c.Branches), globs("ignore", c.Ignore), globs("data_cards", c.DataCards)
	for _, n := range children(root.Get("data_repositories")) {
		c.DataRepositories = append(c.DataRepositories, DataRepository{Name: text(n, "name"), Commit: text(n, "commit")})
	}
	if c.DBT == nil {
		c.DBT = map[string][]string{}
	}
	for _, n := range children(root.Get("dbt")) {
		c.DBT[n.Key] = words(root.Get("dbt"), n.Key)
	}
	for i, n := range children(root.Get("regimes")) {
		at := document.Pointer("regimes", fmt.Sprint(i))
		regime := Regime{Name: text(n, "name"), Paths: words(n, "paths"), At: d.At(at + "/name")}
		for j, glob := range regime.Paths {
			found = append(found, checkGlob(d, at+document.Pointer("paths", fmt.Sprint(j)), glob)...)
		}
		c.Regimes = append(c.Regimes, regime)
	}
	for key, l := range map[string]**List{"privacy_owners": &c.PrivacyOwners, "allowed_licenses": &c.AllowedLicenses, "required_sections": &c.RequiredSections} {
		if own := list(d, key); own != nil {
			*l = own
		}
	}
	if denied := list(d, "denied_licenses"); denied != nil {
		c.DeniedLicenses = c.DeniedLicenses.with(denied)
	}
	c.Allow = decodeAllow(root.Get("allow"))
	found = append(found, decodeSections(c, d)...)
	decodeLabels(c, d)
	found = append(found, decodeConftest(c, d)...)
	found = append(found, decodeSigners(c, d)...)
	whole(root.Get("waivers").Get("max_days"), &c.WaiverDays)
	for _, need := range words(root.Get("waivers"), "require") {
		if !slices.Contains(c.WaiverNeeds, need) {
			c.WaiverNeeds = append(c.WaiverNeeds, need)
		}
	}
	found = append(append(found, decodeCollections(c, d)...), decodeEnforce(c, d)...)
	for _, n := range children(root.Get("rules")) {
		found = append(found, c.checkCollection(d, document.Pointer("rules", n.Key), n.Key)...)
		setting := RuleSetting{Off: text(n, "off"), Paths: words(n, "paths"), At: d.At(document.Pointer("rules", n.Key))}
		for i, glob := range setting.Paths {
			found = append(found, checkGlob(d, document.Pointer("rules", n.Key, "paths", fmt.Sprint(i)), glob)...)
		}
		if s := n.Get("severity"); s != nil {
			setting.Severity = map[finding.Stage]finding.Severity{}
			for _, stage := range finding.Stages {
				switch {
				case s.Kind == document.String:
					setting.Severity[stage] = finding.Severity(s.Value)
				case s.Get(string(stage)) != nil:
					setting.Severity[stage] = finding.Severity(text(s, string(stage)))
				}
			}
		}
		c.Rules[n.Key] = setting
	}
	return found
}

// decodeSections reads what cards owe. A section of the organisation's own that
// is owed has headings, else no card could ever pay.
func decodeSections(c *Config, d *document.Document) []finding.Finding {
	var found []finding.Finding
	if c.Sections == nil {
		c.Sections = map[string]Section{}
	}
	for _, n := range children(d.Root.Get("sections")) {
		s := Section{Title: text(n, "title")}
		for _, h := range children(n.Get("headings")) {
			s.Headings = append(s.Headings, h.Value)
		}
		if s.Title == "" && len(s.Headings) > 0 {
			s.Title = s.Headings[0]
		}
		c.Sections[n.Key] = s
	}
	owe := func(key, pointer string) {
		if _, named := c.Sections[key]; strings.HasPrefix(key, "custom_") && !named {
			found = append(found, problem(d, pointer, fmt.Sprintf("section %q has no headings%s", key, finding.DidYouMean(key, slices.Sorted(maps.Keys(c.Sections)))),
				fmt.Sprintf("Add it: sections: {%s: {headings: [...]}}.", key)))
		}
	}
	for i, n := range children(d.Root.Get("required_sections")) {
		owe(n.Value, document.Pointer("required_sections", fmt.Sprint(i)))
	}
	for _, stage := range finding.Stages {
		for _, kind := range []string{"section", "field"} {
			for i, n := range children(d.Root.Get("require").Get(string(stage)).Get(kind + "s")) {
				at := document.Pointer("require", string(stage), kind+"s", fmt.Sprint(i))
				if kind == "section" {
					owe(n.Value, at)
				}
				c.Owed = append(c.Owed, Owed{At: d.At(at), Stage: stage, Kind: kind, Key: n.Value})
			}
		}
	}
	return found
}

// evaluation reads a glob over results, which may state a format.
func (c *Config) evaluation(d *document.Document, n *document.Node, at string, found *[]finding.Finding) string {
	glob := n.Value
	if n.Kind == document.Mapping {
		glob, at = text(n, "path"), at+"/path"
		c.Formats[glob] = text(n, "format")
	}
	*found = append(*found, checkPlace(d, at, glob)...)
	return glob
}

// checkPlace is checkGlob for a glob or path in which {model} is the name of a model.
func checkPlace(d *document.Document, pointer, glob string) []finding.Finding {
	return checkGlob(d, pointer, strings.ReplaceAll(glob, "{model}", "model"))
}

func checkGlob(d *document.Document, pointer, glob string) []finding.Finding {
	if source.ValidGlob(glob) && !strings.Contains("/"+glob+"/", "/../") {
		return nil
	}
	return []finding.Finding{problem(d, pointer, fmt.Sprintf("%q is not a usable glob", glob), "Use *, **, ?, [a-z] and {a,b} on slash-separated paths, without ..")}
}

func problem(d *document.Document, pointer, message, help string) finding.Finding {
	return finding.Finding{Rule: "schema/invalid_value", Severity: finding.Error, Message: message, At: d.At(pointer), Help: help}
}

func decodeWaivers(c *Config, d *document.Document) []finding.Finding {
	var found []finding.Finding
	seen := map[string]finding.Position{}
	for i, n := range children(d.Root.Get("waivers")) {
		at := document.Pointer("waivers", fmt.Sprint(i))
		w := Waiver{
			ID: text(n, "id"), Rule: text(n, "rule"), Model: text(n, "model"), Pointer: n.Get("pointer") != nil, At: d.At(at + "/id"),
			PointerValue: text(n, "pointer"), Key: text(n, "key"), Fingerprint: text(n, "fingerprint"),
			Owner: text(n, "owner"), Reason: text(n, "reason"), Ticket: text(n, "ticket"), Created: text(n, "created"), Expires: text(n, "expires"),
			Author: text(n, "author"), Approver: text(n, "approver"), Review: text(n, "review"),
		}
		w.At.Pointer = at
		found = append(found, checkTerm(c, d, at, "waiver", w.Created, w.Expires)...)
		for _, need := range c.WaiverNeeds {
			if what, help := w.lacks(need); what != "" {
				found = append(found, problem(d, at+"/id", fmt.Sprintf("waiver %q has no %s, which waivers.require in config.yaml requires", w.ID, what), help))
			}
		}
		found = append(found, checkPeople(d, at, w)...)
		if first, ok := seen[w.ID]; ok {
			f := problem(d, at+"/id", fmt.Sprintf("duplicate waiver id %q", w.ID), "Give each waiver a unique id.")
			f.Related = []finding.Related{{Message: "the first one", At: first}}
			found = append(found, f)
		}
		seen[w.ID] = w.At
		c.Waivers = append(c.Waivers, w)
	}
	return found
}

// lacks is what a waiver does not have of what waivers.require means by a word, and what
// to do about it.
func (w Waiver) lacks(need string) (what, help string) {
	switch {
	case need == "key" && w.Key+w.Fingerprint == "":
		return need, "Add `key` or `fingerprint` of the finding; `modelgate new waiver --from` writes the fingerprint."
	case need == "ticket" && w.Ticket == "":
		return need, "Add `ticket`, the issue or the change record of the waiver."
	case need == "approver" && w.Author == "":
		return "author", "Add `author`, for example \"@ann\"."
	case need == "approver" && w.Approver == "":
		return need, "Add `approver`, the account of another person, for example \"@bob\"."
	case need == "approver" && w.Login() == "": // nothing could tell whether they approve
		return "approver with an account", fmt.Sprintf("Name the approver by account, for example \"@bob\" instead of %q.", w.Approver)
	case need == "review" && w.Review == "":
		return need, "Add `review`, a day from created to expires."
	}
	return "", ""
}

// checkPeople checks who a waiver names, and when it is reviewed.
func checkPeople(d *document.Document, at string, w Waiver) []finding.Finding {
	var found []finding.Finding
	plain := func(s string) string { return strings.ToLower(strings.TrimPrefix(strings.TrimSpace(s), "@")) }
	if w.Approver != "" && plain(w.Approver) == plain(w.Author) {
		found = append(found, problem(d, at+"/approver", fmt.Sprintf("waiver %q has the same author and approver, %q", w.ID, w.Approver), "Ask another person to approve it."))
	}
	if _, err := time.Parse(time.DateOnly, w.Review); w.Review != "" && err != nil {
		found = append(found, problem(d, at+"/review", fmt.Sprintf("%q is not a date", w.Review), "Write the day as YYYY-MM-DD."))
	} else if w.Review != "" && (w.Review < w.Created || w.Review > w.Expires) {
		found = append(found, problem(d, at+"/review", fmt.Sprintf("the review of waiver %q on %s is not between its first and last day", w.ID, w.Review), "Choose a day from created to expires."))
	}
	return found
}

// decodeDefaults keeps the document: what it says of data cards is evidence's to read.
func decodeDefaults(c *Config, d *document.Document) []finding.Finding {
	c.DataDefaults = d
	return nil
}

// checkTerm checks the first and the last day of what counts for a time.
func checkTerm(c *Config, d *document.Document, at, what, first, last string) []finding.Finding {
	created, err1 := time.Parse(time.DateOnly, first)
	expires, err2 := time.Parse(time.DateOnly, last)
	switch {
	case err1 != nil:
		return []finding.Finding{problem(d, at+"/created", fmt.Sprintf("%q is not a date", first), "Write the day as YYYY-MM-DD.")}
	case err2 != nil:
		return []finding.Finding{problem(d, at+"/expires", fmt.Sprintf("%q is not a date", last), "Write the day as YYYY-MM-DD.")}
	case expires.Before(created):
		return []finding.Finding{problem(d, at+"/expires", fmt.Sprintf("the %s expires before it starts", what), "Put expires after created.")}
	case expires.Sub(created) > time.Duration(c.WaiverDays)*24*time.Hour:
		return []finding.Finding{problem(d, at+"/expires", fmt.Sprintf("the %s is in force for more than %d days", what, c.WaiverDays),
			fmt.Sprintf("Choose an earlier day and renew the %s when it is reviewed; waivers.max_days in config.yaml sets the limit.", what))}
	}
	return nil
}

// with is the list with the items of one of a lower layer that it does not have.
func (l *List) with(below *List) *List {
	if l == nil {
		return below
	}
	has := map[string]bool{}
	out := &List{At: below.At, Items: slices.Clone(l.Items)}
	for _, w := range l.Items {
		has[w.Value] = true
	}
	for _, w := range below.Items {
		if !has[w.Value] {
			out.Items = append(out.Items, w)
		}
	}
	return out
}

func list(d *document.Document, key string) *List {
	n := d.Root.Get(key)
	if n == nil {
		return nil
	}
	l := &List{At: d.At(document.Pointer(key)), Items: []Word{}}
	for i, c := range n.Children {
		l.Items = append(l.Items, Word{Value: c.Value, At: d.At(document.Pointer(key, fmt.Sprint(i)))})
	}
	return l
}

func children(n *document.Node) []*document.Node {
	if n == nil {
		return nil
	}
	return n.Children
}

// whole reads a whole number, however it is written: 10, 10.0 and 1e1 are the same. The
// schema has accepted it, and the document bounds it; without one, nothing changes.
func whole(n *document.Node, to *int) {
	if n == nil {
		return
	}
	if x, ok := new(big.Rat).SetString(n.Value); ok && x.IsInt() && x.Num().IsInt64() {
		*to = int(x.Num().Int64())
	}
}

func text(n *document.Node, key string) string {
	if v := n.Get(key); v != nil {
		return v.Value
	}
	return ""
}

package ropa

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
)

// The vocabularies of the Data Privacy Vocabulary 2.3 (W3C DPVCG, 25 February 2026).
const (
	vocabulary     = "https://w3id.org/dpv#"
	vocabularyGDPR = "https://w3id.org/dpv/legal/eu/gdpr#"
	termsOfDublin  = "http://purl.org/dc/terms/"
)

// The terms of the words of data cards. A word without a term is written as text.
var (
	statusTerms = map[string]string{
		"pseudonymised": "dpv:PseudonymisedData", "contextually-anonymised": "dpv:ContextuallyAnonymisedData", "identifying": "dpv:IdentifyingPersonalData",
		"none": "dpv:NonPersonalData", "anonymised": "dpv:AnonymisedData", "synthetic": "dpv:SyntheticData",
	}
	basisTerms = map[string]string{
		"consent": "eu-gdpr:A6-1-a", "contract": "eu-gdpr:A6-1-b", "legal-obligation": "eu-gdpr:A6-1-c", "vital-interests": "eu-gdpr:A6-1-d",
		"public-task": "eu-gdpr:A6-1-e", "legitimate-interests": "eu-gdpr:A6-1-f",
	}
	conditionTerms = map[string]string{
		"explicit-consent": "eu-gdpr:A9-2-a", "employment-social-security": "eu-gdpr:A9-2-b", "vital-interests": "eu-gdpr:A9-2-c", "nonprofit-members": "eu-gdpr:A9-2-d",
		"manifestly-public": "eu-gdpr:A9-2-e", "legal-claims": "eu-gdpr:A9-2-f", "substantial-public-interest": "eu-gdpr:A9-2-g", "health-care": "eu-gdpr:A9-2-h",
		"public-health": "eu-gdpr:A9-2-i", "research-archive-statistics": "eu-gdpr:A9-2-j",
	}
	mechanismTerms = map[string]string{
		"adequacy": "eu-gdpr:A45-3", "public-instrument": "eu-gdpr:A46-2-a", "bcr": "eu-gdpr:A46-2-b", "scc-commission": "eu-gdpr:A46-2-c", "scc-authority": "eu-gdpr:A46-2-d",
		"code-of-conduct": "eu-gdpr:A46-2-e", "certification": "eu-gdpr:A46-2-f", "ad-hoc-clauses": "eu-gdpr:A46-3-a", "administrative-arrangement": "eu-gdpr:A46-3-b",
		"explicit-consent": "eu-gdpr:A49-1-a", "contract-with-subject": "eu-gdpr:A49-1-b", "contract-for-subject": "eu-gdpr:A49-1-c", "public-interest": "eu-gdpr:A49-1-d",
		"legal-claims": "eu-gdpr:A49-1-e", "vital-interests": "eu-gdpr:A49-1-f", "public-register": "eu-gdpr:A49-1-g", "compelling-legitimate-interests": "eu-gdpr:A49-2",
	}
	dpiaTerms = map[string]string{"done": "dpv:ActivityCompleted", "in-progress": "dpv:ActivityOngoing", "not-required": "eu-gdpr:DPIANotRequired"}
)

// node is a resource of JSON-LD. Its keys are written in the order of their names.
type node map[string]any

// DPV writes the record as JSON-LD in the terms of the Data Privacy Vocabulary. Nodes
// have no addresses of their own but numbers: the record is of a commit, and names of
// datasets are no identifiers of the Web.
func DPV(w io.Writer, r Record) error {
	graph := []node{}
	for i, a := range r.Activities {
		graph = append(graph, processOf(i, a))
	}
	for i, o := range r.Outside {
		graph = append(graph, node{
			"@id": "_:outside" + strconv.Itoa(i), "@type": "dpv:Process", "dct:title": o.Dataset, "dct:source": o.Card,
			"dpv:hasData": node{"@type": statusTerms[o.Status]},
		})
	}
	return actions.WriteJSON(w, node{
		"@context": node{"dpv": vocabulary, "eu-gdpr": vocabularyGDPR, "dct": termsOfDublin},
		"@id":      "_:record", "@type": "dpv:ROPA", "dct:identifier": r.Commit, "dct:hasPart": graph,
	})
}

// processOf is an activity. What its card does not state is a comment of the process,
// never a missing property alone.
func processOf(i int, a Activity) node {
	c := a.of
	p := node{"@id": "_:process" + strconv.Itoa(i), "@type": "dpv:Process", "dct:title": a.Dataset}
	if a.Card != "" {
		p["dct:source"] = a.Card
	}
	set := func(property string, values []node) {
		if len(values) > 0 {
			p[property] = values
		}
	}
	data := node{"@type": []string{"dpv:PersonalData"}}
	if term := statusTerms[a.Status]; term != "" && term != "dpv:IdentifyingPersonalData" {
		data["@type"] = []string{"dpv:PersonalData", term}
	}
	if len(a.Categories) > 0 {
		data["dct:subject"] = a.Categories
	}
	people := []node{data}
	if len(c.SpecialCategories.Items) > 0 {
		people = append(people, node{"@type": []string{"dpv:SpecialCategoryPersonalData"}, "dct:subject": texts(c.SpecialCategories)})
	}
	set("dpv:hasPersonalData", people)
	set("dpv:hasDataSubject", titled("dpv:DataSubject", a.DataSubjects))
	if a.Controller != "" {
		set("dpv:hasDataController", []node{controllerOf(a)})
	}
	if joint := titled("dpv:DataController", a.JointControllers); len(joint) > 0 { // a group, whose members are controllers
		set("dpv:hasJointDataControllers", []node{{"@type": "dpv:JointDataControllers", "dpv:hasDataController": joint}})
	}
	set("dpv:hasPurpose", purposesOf(c))
	set("dpv:hasLegalBasis", append(termed(basisTerms, each(c.LegalBasis, func(b evidence.LegalBasis) string { return b.Basis.Value })),
		termed(conditionTerms, each(c.Art9Conditions, func(b evidence.Art9Condition) string { return b.Condition.Value }))...))
	set("dpv:hasRecipient", titled("dpv:Recipient", texts(c.Recipients)))
	set("dpv:hasDataProcessor", titled("dpv:DataProcessor", each(c.Processors, func(b evidence.Processor) string { return prose.WithoutAddresses(b.Name.Value) })))
	set("dpv:hasTechnicalOrganisationalMeasure", titled("dpv:TechnicalOrganisationalMeasure", a.Security))
	set("dpv:hasProcessing", transfersOf(c))
	if a.Erasure != "" {
		set("dpv:hasStorageCondition", []node{{"@type": "dpv:StorageDuration", "dct:description": a.Erasure}})
	}
	if c.LargeScale.Value {
		p["dpv:hasScale"] = node{"@id": "dpv:LargeScaleProcessing"}
	}
	if term := dpiaTerms[c.DPIA.Status.Value]; term != "" {
		set("dpv:hasAssessment", []node{{"@type": "dpv:DPIA", "dpv:hasStatus": node{"@id": term}}})
	}
	if len(a.Gaps) > 0 {
		p["dct:description"] = "Not stated: " + strings.Join(gaps(a), "; ")
	}
	return p
}

func controllerOf(a Activity) node {
	n := node{"@type": "dpv:DataController", "dpv:hasName": a.Controller}
	if a.ControllerCountry != "" {
		n["dpv:hasCountry"] = countryOf(a.ControllerCountry)
	}
	if a.Representative != "" {
		n["dpv:hasRepresentative"] = node{"@type": "dpv:Representative", "dpv:hasName": a.Representative}
	}
	return n
}

// countryOf is a country by its code: cards may have codes that no country has, so that it
// is no reference to a term.
func countryOf(code string) node {
	return node{"@type": "dpv:Country", "dct:identifier": prose.WithoutAddresses(code)}
}

func purposesOf(c evidence.DataCard) []node {
	var out []node
	for _, p := range c.Purposes {
		if p.ID.Value == "" && p.Text.Value == "" {
			continue
		}
		n := node{"@type": "dpv:Purpose"}
		if p.ID.Value != "" {
			n["dct:identifier"] = prose.WithoutAddresses(p.ID.Value)
		}
		if p.Text.Value != "" {
			n["dct:description"] = prose.WithoutAddresses(p.Text.Value)
		}
		var bases []string
		for _, b := range c.LegalBasis {
			if slices.ContainsFunc(b.Purposes.Items, func(i evidence.Item) bool { return i.Value == p.ID.Value }) {
				bases = append(bases, b.Basis.Value)
			}
		}
		if terms := termed(basisTerms, bases); len(terms) > 0 {
			n["dpv:hasLegalBasis"] = terms
		}
		out = append(out, n)
	}
	return out
}

func transfersOf(c evidence.DataCard) []node {
	var out []node
	for _, t := range c.Transfers.Items {
		n := node{"@type": "dpv:Transfer"}
		if t.Country.Value != "" {
			n["dpv:hasCountry"] = countryOf(t.Country.Value)
		}
		if t.Recipient.Value != "" {
			n["dpv:hasDataImporter"] = titled("dpv:DataImporter", []string{prose.WithoutAddresses(t.Recipient.Value)})
		}
		if terms := termed(mechanismTerms, []string{t.Mechanism.Value}); len(terms) > 0 {
			n["dpv:hasLegalBasis"] = terms
		}
		out = append(out, n)
	}
	return out
}

func titled(kind string, names []string) []node {
	var out []node
	for _, name := range names {
		if name != "" {
			out = append(out, node{"@type": kind, "dct:title": name})
		}
	}
	return out
}

// termed are references to terms, each once. A word without one is left to the text.
func termed(terms map[string]string, words []string) []node {
	var out []node
	seen := map[string]bool{}
	for _, word := range words {
		if term := terms[word]; term != "" && !seen[term] {
			seen[term] = true
			out = append(out, node{"@id": term})
		}
	}
	return out
}

func each[T any](items []T, of func(T) string) []string {
	out := make([]string, len(items))
	for i, item := range items {
		out[i] = of(item)
	}
	return out
}

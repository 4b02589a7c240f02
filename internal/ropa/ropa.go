// Package ropa writes the record of processing activities of Art. 30(1) GDPR from
// data cards: what the cards state, by the letter of the article, and what they do
// not state. It adds nothing, judges nothing, and leaves out the addresses of people.
package ropa

import (
	"cmp"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
)

// Kind is the kind of the JSON form; its shape is schemas/record-of-processing.schema.json.
const (
	apiVersion = "modelgate.dev/v1"
	Kind       = "RecordOfProcessing"
)

// Record is the record of a repository.
type Record struct {
	APIVersion string     `json:"apiVersion"`
	Kind       string     `json:"kind"`
	Commit     string     `json:"commit"`     // that the cards are from; "worktree"
	Activities []Activity `json:"activities"` // by dataset
	// Outside are the datasets whose cards declare that they have no personal data.
	Outside []Outside `json:"outside"`
}

// Activity is the processing of one dataset with personal data, or with none that
// its card rules out. The letters are those of Art. 30(1).
type Activity struct {
	Dataset           string   `json:"dataset"`
	Card              string   `json:"card"`               // path of the data card, "" where there is none
	Status            string   `json:"status"`             // of the personal data, as declared
	Models            []string `json:"models"`             // that use the dataset, by directory
	Controller        string   `json:"controller"`         // (a)
	JointControllers  []string `json:"joint_controllers"`  // (a), Art. 26
	Representative    string   `json:"representative"`     // (a), Art. 27
	ControllerCountry string   `json:"controller_country"` // (a)
	Purposes          []string `json:"purposes"`           // (b), each with its legal basis where the card states it
	DataSubjects      []string `json:"data_subjects"`      // (c)
	Categories        []string `json:"categories"`         // (c)
	// Of these, an empty list without a gap means that the card states there are none.
	SpecialCategories []string `json:"special_categories"` // (c), Art. 9 and 10
	Recipients        []string `json:"recipients"`         // (d), processors included
	Transfers         []string `json:"transfers"`          // (e), each with its mechanism and safeguards

	Erasure   string   `json:"erasure"`   // (f)
	Security  []string `json:"security"`  // (g)
	Reference string   `json:"reference"` // of the controller's own record
	Gaps      []Gap    `json:"gaps"`      // by letter

	of evidence.DataCard
}

// Gap is what Art. 30(1) requires and the card does not state.
type Gap struct {
	Article string `json:"article"` // Art. 30(1)(b)
	Tag     string `json:"tag"`     // of the data card
}

// Outside is a dataset to which the article does not apply by its card.
type Outside struct {
	Dataset string `json:"dataset"`
	Card    string `json:"card"`
	Status  string `json:"status"`
}

// Used is a dataset and the models that use it.
type Used struct {
	Name   string
	Card   evidence.DataCard // not present where there is none
	Models []string          // directories
}

// notPersonal are the statuses to which the regulation does not apply (Art. 4(1), recital 26).
var notPersonal = []string{"none", "anonymised", "synthetic"}

// New writes the record of datasets as they are at a commit.
func New(commit string, datasets []Used) Record {
	r := Record{APIVersion: apiVersion, Kind: Kind, Commit: commit, Activities: []Activity{}, Outside: []Outside{}}
	for _, d := range datasets {
		status := d.Card.PersonalData.Status.Value
		if slices.Contains(notPersonal, status) {
			r.Outside = append(r.Outside, Outside{Dataset: prose.WithoutAddresses(d.Name), Card: d.Card.Path, Status: status})
			continue
		}
		r.Activities = append(r.Activities, activity(d))
	}
	slices.SortStableFunc(r.Activities, func(a, b Activity) int {
		return cmp.Or(cmp.Compare(a.Dataset, b.Dataset), cmp.Compare(a.Card, b.Card))
	})
	slices.SortStableFunc(r.Outside, func(a, b Outside) int {
		return cmp.Or(cmp.Compare(a.Dataset, b.Dataset), cmp.Compare(a.Card, b.Card))
	})
	return r
}

func activity(d Used) Activity {
	c := d.Card
	a := Activity{
		of: c, JointControllers: texts(c.Controller.Joint), Representative: representative(c.Controller.Representative),
		Dataset: prose.WithoutAddresses(d.Name), Card: c.Path, Status: c.PersonalData.Status.Value, Models: slices.Sorted(slices.Values(d.Models)),
		Controller: prose.WithoutAddresses(c.Controller.Name.Value), ControllerCountry: c.Controller.Country.Value,
		Purposes: purposes(c), DataSubjects: texts(c.DataSubjects), Categories: texts(c.PersonalData.Categories), SpecialCategories: special(c),
		Recipients: recipients(c), Transfers: transfers(c),
		Erasure: erasure(c.Retention), Security: texts(c.SecurityMeasures), Reference: prose.WithoutAddresses(c.RecordOfProcessing.Value), Gaps: []Gap{},
	}
	if a.Models == nil {
		a.Models = []string{}
	}
	missing := func(article, tag string, is bool) {
		if is {
			a.Gaps = append(a.Gaps, Gap{Article: "Art. 30(1)(" + article + ")", Tag: tag})
		}
	}
	missing("a", "controller.name", !isStated(a.Controller))
	missing("b", "purposes", !areStated(a.Purposes))
	missing("c", "personal_data.status", a.Status == "" || a.Status == "unknown")
	missing("c", "data_subjects", !areStated(a.DataSubjects))
	missing("c", "personal_data.categories", !areStated(a.Categories))
	missing("c", "special_categories", !c.SpecialCategories.Present)
	missing("d", "recipients", !c.Recipients.Present || len(a.Recipients) > 0 && !areStated(a.Recipients))
	missing("e", "transfers", !c.Transfers.Present)
	for _, t := range c.Transfers.Items {
		missing("e", "transfers: safeguards of "+prose.WithoutAddresses(cmp.Or(t.Country.Value, "an unnamed country")), !isStated(t.Mechanism.Value))
	}
	missing("f", "retention", !isStated(a.Erasure))
	missing("g", "security_measures", !areStated(a.Security))
	return a
}

func representative(r evidence.Representative) string {
	if r.Name.Value == "" {
		return ""
	}
	return prose.WithoutAddresses(r.Name.Value + " (" + cmp.Or(r.Country.Value, "country not stated") + ")")
}

// isStated reports whether a text says something: "TODO" and "n/a" do not.
func isStated(s string) bool { return prose.WorthOf(s, 0).State == evidence.Filled }

func areStated(texts []string) bool { return slices.ContainsFunc(texts, isStated) }

func purposes(c evidence.DataCard) []string {
	out := []string{}
	for _, p := range c.Purposes {
		text := cmp.Or(p.Text.Value, p.ID.Value)
		if text == "" {
			continue
		}
		var bases []string
		for _, b := range c.LegalBasis {
			if slices.ContainsFunc(b.Purposes.Items, func(i evidence.Item) bool { return i.Value == p.ID.Value }) {
				bases = append(bases, b.Basis.Value)
			}
		}
		if len(bases) > 0 {
			text += " (" + strings.Join(bases, ", ") + ")"
		}
		out = append(out, prose.WithoutAddresses(text))
	}
	return out
}

// special lists the categories of Art. 9, and says where there are data of Art. 10.
func special(c evidence.DataCard) []string {
	out := texts(c.SpecialCategories)
	if c.CriminalData.Included.Value {
		out = append(out, "criminal convictions and offences")
	}
	return out
}

func recipients(c evidence.DataCard) []string {
	out := texts(c.Recipients)
	for _, p := range c.Processors {
		if p.Name.Value != "" {
			out = append(out, prose.WithoutAddresses(p.Name.Value)+" (processor)")
		}
	}
	return out
}

func transfers(c evidence.DataCard) []string {
	out := []string{}
	for _, t := range c.Transfers.Items {
		text := cmp.Or(t.Country.Value, "unnamed country")
		if t.Recipient.Value != "" {
			text += " to " + t.Recipient.Value
		}
		if t.Mechanism.Value != "" {
			text += ": " + t.Mechanism.Value
		}
		if t.SafeguardRef.Value != "" {
			text += ", " + t.SafeguardRef.Value
		}
		out = append(out, prose.WithoutAddresses(text))
	}
	return out
}

func erasure(r evidence.Retention) string {
	var parts []string
	if r.Period.Value != "" {
		text := r.Period.Value
		if from := cmp.Or(r.Starts.Value, r.StartDate.Value); from != "" {
			text += " from " + from
		}
		parts = append(parts, text)
	}
	if r.Criteria.Value != "" {
		parts = append(parts, r.Criteria.Value)
	}
	if len(parts) > 0 && r.Action.Value != "" {
		parts = append(parts, "then "+r.Action.Value)
	}
	return prose.WithoutAddresses(strings.Join(parts, ", "))
}

func texts(l evidence.List) []string {
	out := []string{}
	for _, i := range l.Items {
		if i.Value != "" {
			out = append(out, prose.WithoutAddresses(i.Value))
		}
	}
	return out
}

// Package summary writes the public summary of training content of Art. 53(1)(d) of
// Regulation (EU) 2024/1689 from model and data cards: what they state, by the sections
// of the Commission's template, and what they do not state. It guesses no answer and
// leaves out the addresses of people.
package summary

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
)

// Kind is the kind of the JSON form; its shape is schemas/training-content-summary.schema.json.
const (
	apiVersion = "modelgate.dev/v1"
	Kind       = "TrainingContentSummary"
	// Template is the text that the sections are from.
	Template = "C(2025) 8311 final, 5 December 2025 (published on 24 July 2025)"
)

// Summary is the summary of the models of a repository.
type Summary struct {
	APIVersion string  `json:"apiVersion"`
	Kind       string  `json:"kind"`
	Template   string  `json:"template"`
	Commit     string  `json:"commit"` // that the cards are from; "worktree"
	Models     []Model `json:"models"` // by directory
	// Unused are the datasets with a data card that no model of the repository uses: they
	// are in no model's summary.
	Unused []Unused `json:"unused"`
}

// Unused is a dataset that no model uses.
type Unused struct {
	Dataset string `json:"dataset"`
	Card    string `json:"card"`
}

// Model is the summary of one model.
type Model struct {
	Model    string    `json:"model"` // its directory
	Sections []Section `json:"sections"`
}

// Section is a section of the template.
type Section struct {
	Number string  `json:"number"`
	Title  string  `json:"title"`
	Fields []Field `json:"fields"`
}

// Field is what the template has the provider state.
type Field struct {
	Title    string   `json:"title"`
	Stated   []string `json:"stated"`
	Required bool     `json:"required"`
	// Missing is what the cards do not state, "" if nothing is missing.
	Missing string `json:"missing"`
}

// New writes the summary of models as they are at a commit.
func New(commit string, models []evidence.Model) Summary {
	s := Summary{APIVersion: apiVersion, Kind: Kind, Template: Template, Commit: commit, Models: []Model{}, Unused: []Unused{}}
	for _, m := range models {
		s.Models = append(s.Models, summaryOf(m))
	}
	slices.SortStableFunc(s.Models, func(a, b Model) int { return cmp.Compare(a.Model, b.Model) })
	return s
}

// AddUnused adds a dataset that no model uses.
func (s *Summary) AddUnused(dataset, card string) {
	s.Unused = append(s.Unused, Unused{Dataset: prose.WithoutAddresses(dataset), Card: card})
}

// What cards have no words for: the provider adds it to the summary.
const noTag = "cards have no tag for it; add it to the summary"

// field is a required field. missing is said if nothing is stated.
func field(title string, stated []string, missing string) Field {
	f := Field{Title: title, Stated: cleaned(stated), Required: true}
	if len(f.Stated) == 0 {
		f.Missing = missing
	}
	return f
}

// partly is a field of which something is missing whatever is stated.
func partly(title string, stated []string, missing string) Field {
	return Field{Title: title, Stated: cleaned(stated), Required: true, Missing: missing}
}

func optional(title string, stated []string) Field {
	return Field{Title: title, Stated: cleaned(stated)}
}

// cleaned are texts that state something, without addresses of people.
func cleaned(texts []string) []string {
	out := []string{}
	for _, text := range texts {
		if text = prose.WithoutAddresses(text); text != "" && prose.WorthOf(text, 0).State == evidence.Filled {
			out = append(out, text)
		}
	}
	return out
}

// kindOf is the section of the template that a dataset belongs to, by the tags of its
// card; "" if they do not tell.
func kindOf(c evidence.DataCard) string {
	switch {
	case c.Source.Kind.Value == "web-crawl":
		return "2.3"
	case c.Source.Kind.Value == "synthetic" || c.Source.Kind.Value == "simulation" || c.PersonalData.Status.Value == "synthetic":
		return "2.5"
	case c.Source.Origin.Value == "public":
		return "2.1"
	case c.Source.Origin.Value == "third-party":
		return "2.2"
	case c.Source.Origin.Value == "data-subject" || c.Source.Origin.Value == "observed":
		return "2.4"
	case c.Source.Origin.Present || c.Source.Kind.Present:
		return "2.6"
	}
	return ""
}

// evaluating are the roles of datasets that a model is not trained on.
var evaluating = []string{"eval", "evaluation", "test", "testing"}

// trained are the datasets that a model is trained on, as far as its card tells.
func trained(m evidence.Model) []evidence.Dataset {
	return slices.DeleteFunc(slices.Clone(m.Datasets), func(d evidence.Dataset) bool {
		roles := 0
		for _, u := range m.Card.Datasets.Items {
			if u.Value == d.Name {
				if !slices.Contains(evaluating, strings.ToLower(u.Role)) {
					return false
				}
				roles++
			}
		}
		return roles > 0
	})
}

func summaryOf(m evidence.Model) Model {
	by := map[string][]evidence.Dataset{}
	var bare, untold []string
	sets := trained(m)
	for _, d := range sets {
		kind := kindOf(d.Card)
		switch {
		case !d.Card.Present:
			bare = append(bare, d.Name)
		case kind == "":
			untold = append(untold, d.Name)
		}
		by[kind] = append(by[kind], d)
	}
	open := "" // why the lists of section 2 may lack something
	if len(sets) == 0 {
		open = "the model card lists no training dataset"
	} else if n := len(bare) + len(untold); n > 0 {
		open = "it is unknown for " + strings.Join(quoted(slices.Concat(bare, untold)), ", ")
	}
	used := func(number string) Field {
		switch {
		case len(by[number]) > 0:
			return field("Used for training", []string{"Yes"}, "")
		case open != "":
			return field("Used for training", nil, open)
		}
		return field("Used for training", []string{"No, as the data cards declare"}, "")
	}
	list := func(number string) []string { return described(by[number]) }
	sections := []Section{
		{"0", "Version of the summary", []Field{field("Version and date of the last update", nil, noTag)}},
		{"1.1", "Provider identification", []Field{
			field("Provider name and contact details", nil, "contact details are left out, and the owner of a model is not its provider; add them to the summary"),
			optional("Authorised representative", nil), // as the template of the AI Office has it; style:allow british
		}},
		{"1.2", "Model identification", []Field{
			field("Versioned model name", []string{strings.TrimSpace(m.Name + " " + cmp.Or(m.Manifest.Version.Value, m.Card.Version.Value))}, "name"),
			field("Model dependencies", dependencies(m), "the model card has no base_model; state whether there is one"),
			field("Date of placement on the Union market", nil, noTag),
		}},
		{"1.3", "Modalities, overall training data size and other characteristics", []Field{
			field("Modalities", modalities(m), "the task of the model card does not tell them"),
			field("Training data size for each modality", nil, noTag+", as one of the ranges of the template"),
			field("Types of content", descriptions(sets), "no data card has a description"),
			latest(sets),
			field("Linguistic characteristics", texts(m.Card.Languages), "the model card has no language"),
			optional("Other characteristics", nil),
		}},
		{"2.1", "Publicly available datasets", []Field{used("2.1"), listed(list("2.1"), "which of them are more than 3% of the public data of a modality")}},
		{"2.2", "Private datasets obtained from third parties", []Field{used("2.2"), listed(list("2.2"), "which of them are licensed commercially by rightsholders")}},
		{"2.3", "Data crawled and scraped from online sources", []Field{
			used("2.3"), listed(list("2.3"), ""), crawled("Crawlers and their behavior", by["2.3"], nil, noTag), crawled("Period of collection", by["2.3"], periods(by["2.3"]), "source.collected_from and source.collected_to are missing"),
			crawled("Most relevant domain names", by["2.3"], hosts(by["2.3"]), "a card has one address; the template requires the top 10% of the domains (SMEs: 5% or 1,000)"),
		}},
		{"2.4", "User data", []Field{used("2.4"), listed(list("2.4"), "whether it is from interactions with the model or from other services of the provider")}},
		{"2.5", "Synthetic data", []Field{used("2.5"), listed(list("2.5"), "the models that generated it")}},
		{"2.6", "Other sources of data", []Field{used("2.6"), listed(list("2.6"), "")}},
		{"3.1", "Respect of reservation of rights from the text and data mining exception", []Field{field("Measures before and during the collection", nil, noTag)}},
		{"3.2", "Removal of illegal content", []Field{field("Measures", nil, noTag)}},
		{"3.3", "Other information", []Field{optional("Other information", nil)}},
	}
	if open != "" && len(sets) > 0 {
		sections[len(sections)-4].Fields = append(sections[len(sections)-4].Fields, partly("Datasets of an unknown source", quoted(slices.Concat(bare, untold)), "their data cards have neither source.origin nor source.kind"))
	}
	return Model{Model: m.ID, Sections: sections}
}

// listed is a list of datasets. What the cards cannot tell of them is missing.
func listed(stated []string, missing string) Field {
	f := Field{Title: "Datasets", Stated: cleaned(stated), Required: len(stated) > 0}
	if f.Required {
		f.Missing = missing
	}
	return f
}

// crawled is a field about data that was crawled, if there is any.
func crawled(title string, sets []evidence.Dataset, stated []string, missing string) Field {
	f := Field{Title: title, Stated: cleaned(stated), Required: len(sets) > 0}
	if f.Required && (len(f.Stated) < len(sets) || title == "Most relevant domain names") {
		f.Missing = missing
	}
	return f
}

// described are datasets in words: name, version, license, address.
func described(sets []evidence.Dataset) []string {
	var out []string
	for _, d := range sets {
		text := d.Name
		for _, part := range []string{d.Card.Version.Value, d.Card.License.Value, d.Card.Source.URI.Value} {
			if part != "" {
				text += ", " + part
			}
		}
		out = append(out, text)
	}
	return out
}

func descriptions(sets []evidence.Dataset) []string {
	var out []string
	for _, d := range sets {
		if text := strings.Join(strings.Fields(d.Card.Description.Value), " "); text != "" {
			if letters := []rune(text); len(letters) > 300 {
				text = string(letters[:300]) + "…"
			}
			out = append(out, d.Name+": "+text)
		}
	}
	return out
}

func dependencies(m evidence.Model) []string {
	var out []string
	for _, b := range m.Card.BaseModels.Items {
		text := b.Value
		if b.Revision.Value != "" {
			text += " at " + b.Revision.Value
		}
		out = append(out, text)
	}
	return out
}

// tasks are the modalities that the identifiers of tasks begin with.
var tasks = []struct{ begins, modality string }{
	{"text-to-image", "text, image"}, {"text-to-audio", "text, audio"}, {"text-to-speech", "text, audio"}, {"text-to-video", "text, video"}, {"image-to-text", "image, text"},
	{"image-text-to-text", "image, text"}, {"automatic-speech-recognition", "audio, text"}, {"visual-question-answering", "image, text"}, {"text", "text"}, {"token", "text"}, {"fill-mask", "text"},
	{"summarization", "text"}, {"translation", "text"}, {"question-answering", "text"}, {"sentence-similarity", "text"}, {"image", "image"}, {"object-detection", "image"}, {"audio", "audio"},
	{"video", "video"}, {"tabular", "other: tabular data"}, {"time-series", "other: time series"},
}

func modalities(m evidence.Model) []string {
	for _, t := range tasks {
		if strings.HasPrefix(m.Card.Task.Value, t.begins) {
			return []string{t.modality + " (by the task " + m.Card.Task.Value + ")"}
		}
	}
	return nil
}

// latest is the last day on which data was collected, if every card states its own.
func latest(sets []evidence.Dataset) Field {
	day, without := "", []string{}
	for _, d := range sets {
		if to := d.Card.Source.CollectedTo.Value; to == "" {
			without = append(without, d.Name)
		} else {
			day = max(day, to)
		}
	}
	f := field("Latest date of data acquisition", []string{day}, "no data card has source.collected_to")
	if day != "" && len(without) > 0 {
		f.Missing = "source.collected_to is missing for " + strings.Join(quoted(without), ", ")
	}
	return f
}

func periods(sets []evidence.Dataset) []string {
	var out []string
	for _, d := range sets {
		if s := d.Card.Source; s.CollectedFrom.Value != "" && s.CollectedTo.Value != "" {
			out = append(out, d.Name+": "+s.CollectedFrom.Value+" to "+s.CollectedTo.Value)
		}
	}
	return out
}

func hosts(sets []evidence.Dataset) []string {
	var out []string
	for _, d := range sets {
		if u, err := url.Parse(d.Card.Source.URI.Value); err == nil && u.Hostname() != "" && !slices.Contains(out, u.Hostname()) {
			out = append(out, u.Hostname())
		}
	}
	slices.Sort(out)
	return out
}

func texts(l evidence.List) []string {
	var out []string
	for _, i := range l.Items {
		out = append(out, i.Value)
	}
	return out
}

func quoted(names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = `"` + prose.WithoutAddresses(name) + `"`
	}
	return out
}

package hub

import (
	"bytes"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// Headings of the templates of dataset cards (huggingface_hub,
// templates/datasetcard_template.md), of Datasheets for Datasets and of Data Cards, as
// plain words: those that other pages have as well are left out.
var datasetHeadings = []string{
	"dataset summary", "dataset description", "dataset details", "dataset overview", "dataset sources", "dataset structure", "dataset creation", "dataset curators", "dataset composition",
	"data instances", "data fields", "data splits", "source data", "curation rationale", "annotation process", "who are the annotators", "who are the source data producers", "who are the source language producers",
	"initial data collection and normalization", "data collection and processing", "personal and sensitive information", "considerations for using the data", "social impact of dataset", "discussion of biases",
	"supported tasks and leaderboards", "collection process", "preprocessing cleaning labeling", "composition", "sensitive human attributes", "content description",
}

// personalHeading is that of all templates under which a dataset card says whether it is
// about people.
const personalHeading = "personal and sensitive information"

// programWords are those of headings that pages of models and programs have.
var programWords = []string{"install", "installation", "installing", "quickstart", "quick start", "getting started", "training", "train", "model", "models", "evaluation", "inference", "api", "build", "architecture", "roadmap"}

// pageKeys are those of front matter that say nothing of what a page is about.
var pageKeys = []string{"license", "license_name", "license_link", "language", "tags", "title", "name", "version"}

// MayBeDatasetPage is a quick look for words without which a page is no dataset card.
func MayBeDatasetPage(file string, src []byte) bool {
	src = bytes.ToLower(src)
	return isDatasetName(file) || slices.ContainsFunc([]string{"dataset", "data card", "datasheet", "data sheet", personalHeading, "source data", "data fields", "collection process"}, func(w string) bool { return bytes.Contains(src, []byte(w)) })
}

// IsDatasetPage recognises a dataset card without the metadata of one: by its title and a
// heading, or by several headings, below which something is written.
func IsDatasetPage(d *document.Document) bool {
	if d.Syntax != document.Markdown || len(d.Sections) == 0 || d.Root != nil && d.Root.Kind != document.Mapping {
		return false
	}
	if d.Root != nil && slices.ContainsFunc(d.Root.Children, func(n *document.Node) bool { return !slices.Contains(pageKeys, strings.ToLower(n.Key)) }) {
		return false
	}
	called := isDatasetTitle(d.Sections[0].Title) || isDatasetName(d.Path) || isSheet(d)
	seen, program := map[string]bool{}, false
	for i, s := range d.Sections[:min(len(d.Sections), 200)] {
		title := strings.Join(prose.PlainWords(s.Title), " ")
		program = program || slices.ContainsFunc(programWords, func(w string) bool { return strings.Contains(" "+title+" ", " "+w+" ") })
		if (slices.Contains(datasetHeadings, title) || called && i == 0) && !seen[title] {
			seen[title] = prose.WorthOf(s.Text, s.Code+s.Tables).State == evidence.Filled
		}
	}
	maps.DeleteFunc(seen, func(_ string, filled bool) bool { return !filled })
	if called {
		return len(seen) > 0
	}
	return !program && (len(seen) >= 3 || len(seen) == 2 && seen[personalHeading])
}

// datasetTitle is how the title of a dataset card begins or ends.
var datasetTitle = pattern.New(`(?i)^(dataset card|data card|datasheet)( for |\s*[:–—-])|\b(dataset card|data card|datasheet)$`)

func isDatasetTitle(title string) bool { return datasetTitle.MatchString(strings.TrimSpace(title)) }

// sheetTitle is how the title of a data sheet begins. Chips and pumps have some, too.
var sheetTitle = pattern.New(`(?i)^data sheet( for |\s*[:–—-])`)

// isSheet reports whether a page is called a data sheet, and is about a dataset.
func isSheet(d *document.Document) bool {
	if !isSheetName(d.Path) && !sheetTitle.MatchString(strings.TrimSpace(d.Sections[0].Title)) {
		return false
	}
	text := bytes.ToLower(d.Source)
	return bytes.Contains(text, []byte("dataset")) || bytes.Contains(text, []byte("data set"))
}

func isSheetName(file string) bool { return plainStem(file) == "datasheet" }

func plainStem(file string) string {
	name, _, _ := strings.Cut(strings.ToLower(path.Base(file)), ".")
	return strings.NewReplacer("_", "", "-", "").Replace(name)
}

// isDatasetName reports whether a file is called a dataset card.
func isDatasetName(file string) bool {
	return slices.Contains([]string{"datacard", "datasetcard"}, plainStem(file))
}

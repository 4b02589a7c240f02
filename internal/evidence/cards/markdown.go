package cards

import (
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/evidence/slips"
)

// FormatMarkdown is a Markdown card without metadata, whose facts stand in
// headings, labels and tables, as those on Docker Hub do (docker/model-cards).
const FormatMarkdown = "markdown"

func decodeMarkdown(d *document.Document) evidence.Card {
	c := newCard(d, FormatMarkdown)
	if len(d.Sections) > 0 && d.Sections[0].Level == 1 {
		c.Name = evidence.Text{At: evidence.Anchor(d.Path + "#" + document.Pointer("sections", d.Sections[0].Slug)), Present: d.Sections[0].Title != "", Value: d.Sections[0].Title}
	}
	keys := passage.HeadingKeys(d)
	c.body(d, keys)
	c.Claims = append(c.Claims, figures.TableClaims(d, keys)...)
	said := figures.BodyMetrics(d, keys)
	figures.MarkTabled(d, said)
	c.TextClaims = figures.TextClaims(said)
	return c.Card
}

// body reads what any Markdown card says below its metadata, under headings of
// those meanings.
func (c *draft) body(d *document.Document, keys [][]string) {
	c.Sections, c.Template, c.Links = sections(d, keys), prose.TemplateText(d), bodyLinks(d)
	titleLeftovers(d, &c.Placeholder)
	c.LocalPaths = localPaths(d)
	c.labelled(d)
	c.baseSection(d)
	c.mailed(d, passage.SectionsOf(d, keys, "contact"))
	c.business()
	c.Flaws = slips.Flaws(d, c.Sections)
}

// business takes what the model is for from the sections that say it.
func (c *draft) business() {
	for key, field := range map[string]*evidence.Text{"business_objective": &c.Business.Objective, "kpi": &c.Business.KPI, "latency_budget": &c.Business.Latency, "cost_budget": &c.Business.Cost} {
		for _, s := range c.Sections {
			if s.Key == key && s.State == evidence.Filled && !field.Present {
				*field = evidence.Text{At: s.At, Present: true, Value: s.Title}
				c.Business.Present = true
			}
		}
	}
}

// mailed adds the addresses in sections about whom to contact.
func (c *draft) mailed(d *document.Document, in passage.Ranges) {
	known := map[string]bool{}
	for _, k := range c.Contacts {
		known[k.Email.Value] = true
	}
	for i, l := range d.Marks.Links {
		address, ok := strings.CutPrefix(l.Target, "mailto:")
		if address, _, _ = strings.Cut(address, "?"); !ok || known[address] || !in.Hold(l.Span.Start) {
			continue
		}
		known[address] = true
		at := evidence.Anchor(d.Path + "#" + document.Pointer("body", "links", strconv.Itoa(i)))
		c.Contacts = append(c.Contacts, evidence.Contact{At: at, Kind: "contact", Name: evidence.Text{At: at}, Email: evidence.NewText(at, address), URL: evidence.Text{At: at}})
	}
}

// isModelCardByLabels recognises a card whose facts stand in tables: the variants
// of a model, or at least two facts that tell a model from a program with a
// licence or a provider beside them, or four.
func isModelCardByLabels(d *document.Document) bool {
	if slices.ContainsFunc(d.Marks.Tables, hasVariants) {
		return true
	}
	telling, others := 0, 0
	seen := map[string]bool{}
	for _, l := range d.Marks.Labels {
		name := strings.Join(prose.PlainWords(l.Name), " ")
		if seen[name] {
			continue
		}
		seen[name] = true
		switch name {
		case "architecture", "cutoff date", "knowledge cutoff", "tool calling", "input modalities", "output modalities", "modalities", "parameters", "model type", "context length", "context window",
			"quantization", "finetuned from model", "base model", "training data", "intended use", "intended uses", "out of scope", "embedding dimension", "model name", "languages",
			"total parameters", "activated parameters", "number of layers", "vocabulary size", "attention mechanism", "activation function", "knowledge cutoff date":
			telling++
		case "provider", "license", "licence", "developed by", "owner", "version":
			others++
		}
	}
	return telling >= 2 && others >= 1 || telling >= 4
}

// hasVariants reports whether a table lists the variants of a model: its columns
// are what models have and programs do not.
func hasVariants(t document.Table) bool {
	telling := 0
	for _, head := range t.Rows[0] {
		switch strings.Join(prose.PlainWords(head.Text), " ") {
		case "parameters", "quantization", "context window", "context length", "vram":
			telling++
		}
	}
	return telling >= 3
}

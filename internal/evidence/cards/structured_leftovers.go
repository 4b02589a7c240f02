package cards

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// maxLeftovers is how many texts that a template left behind are told of one document.
const maxLeftovers = 50

// factFiller is a name, a version or an address that stands for one.
var factFiller = pattern.New(`(?i)^\s*(?:\[?(?:more information needed|needs more information)\]?|\{\{?[^{}]*\}?\}|<[^<>@]*>|\[(?:your|insert|enter|add|the) [^\[\]]*\]|(?:todo|fixme)(?:[:(].{0,80})?|tb[adc]|xx+x|xx?\.xx?(?:\.xx?)?|\?+|asdf+|qwerty|foo ?bar|lorem ipsum.*|changeme|placeholder|to be (?:added|determined|announced|completed|filled(?: in)?|done)|` +
	`your[ _-](?:full |own )?(?:name|e-?mail|model|dataset|organi[sz]ation|company|team|version|license|username|framework|library)\b.{0,40}|(?:first|model|dataset|author|organi[sz]ation|company)[ _]name(?: here)?|(?:john|jane|max) (?:doe|mustermann)|(?:your|insert|enter) [a-z ]{2,40} here|your[._-]?(?:name|e-?mail)@.*)\s*$`)

// leftBehind takes what a template left in a document that has fields for what others have
// headings for: in the facts of a card, and within the texts of sections that are written. A
// section that is a placeholder as a whole is told by its state.
func (c *draft) leftBehind(root place.Place) {
	for _, fact := range c.facts() {
		if fact.Present && len(fact.Value) <= passage.MaxValue && factFiller.MatchString(fact.Value) && len(c.Placeholder) < maxLeftovers &&
			!slices.ContainsFunc(c.Placeholder, func(l evidence.Leftover) bool { return l.At == fact.At }) {
			c.Placeholder = append(c.Placeholder, evidence.Leftover{At: fact.At, Text: fact.Value})
		}
	}
	root.EachText(func(p place.Place) {
		section := c.writtenAt(p.Anchor)
		if section == nil || len(c.Template) >= maxLeftovers || slices.ContainsFunc(c.Placeholder, func(l evidence.Leftover) bool { return l.At == p.Anchor }) {
			return
		}
		if text := prose.LeftoverIn(p.Node.Value); text != "" {
			c.Template = append(c.Template, evidence.Template{At: p.Anchor, Text: text, Inline: true, Section: section.Title})
		}
	})
}

// writtenAt is the written section that has the text at an anchor.
func (c *draft) writtenAt(at evidence.Anchor) *evidence.Section {
	i := slices.IndexFunc(c.Sections, func(s evidence.Section) bool {
		return s.State == evidence.Filled && (s.At == at || strings.HasPrefix(string(at), string(s.At)+"/"))
	})
	if i < 0 {
		return nil
	}
	return &c.Sections[i]
}

// facts are the names, versions and addresses that a card states. What its license is has
// rules of its own.
func (c *draft) facts() []evidence.Text {
	out := []evidence.Text{c.Name, c.Version, c.LicenseName, c.Library, c.Task, c.CO2.Source, c.CO2.Hardware, c.CO2.Region}
	for _, item := range slices.Concat(c.Tags.Items, c.Languages.Items) {
		out = append(out, evidence.NewText(item.At, item.Value))
	}
	for _, used := range c.Datasets.Items {
		out = append(out, evidence.NewText(used.At, used.Value))
	}
	for _, base := range c.BaseModels.Items {
		out = append(out, evidence.NewText(base.At, base.Value))
	}
	for _, contact := range c.Contacts {
		out = append(out, contact.Name, contact.Email)
	}
	return out
}

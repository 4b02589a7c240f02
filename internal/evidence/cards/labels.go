package cards

import (
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// labelMeans tells what a label of a Markdown body is about. The names are those
// of the annotated template and of the tables on Docker Hub.
var labelMeans = map[string]string{
	"license": "license", "licence": "license", "licenses": "license", "model license": "license",
	"language": "language", "languages": "language", "language s": "language", "language s nlp": "language", "supported languages": "language",
	"version": "version", "model version": "version", "name version": "version",
	"model name": "name", "name": "name",
	"finetuned from model": "base", "finetuned from": "base", "fine tuned from": "base", "fine tuned from model": "base", "base model": "base", "base models": "base", "parent model": "base", "finetuned from model optional": "base",
	"library": "library", "framework": "library", "task": "task", "pipeline tag": "task",
	"dataset": "dataset", "datasets": "dataset", "training dataset": "dataset", "training datasets": "dataset",
	"lizenz": "license", "licencia": "license", "licença": "license", "licenza": "license", "licentie": "license", "licens": "license", "lisens": "license", "лицензия": "license", "lisans": "license", "lisensi": "license", "许可证": "license", "许可协议": "license", "許可證": "license", "授权": "license", "授權": "license", "ライセンス": "license", "라이선스": "license",
	"sprache": "language", "sprachen": "language", "langue": "language", "langues": "language", "idioma": "language", "idiomas": "language", "lingua": "language", "lingue": "language", "taal": "language", "talen": "language", "språk": "language", "sprog": "language", "язык": "language", "dil": "language", "bahasa": "language", "语言": "language", "語言": "language", "言語": "language", "언어": "language",
	"modellversion": "version", "versión": "version", "versão": "version", "versione": "version", "versie": "version", "версия": "version", "sürüm": "version", "版本": "version", "バージョン": "version", "버전": "version",
	"basismodell": "base", "ausgangsmodell": "base", "modèle de base": "base", "modelo base": "base", "modelo de base": "base", "modello di base": "base", "modello base": "base", "basismodel": "base", "basmodell": "base", "базовая модель": "base", "基础模型": "base", "基座模型": "base", "基礎模型": "base", "ベースモデル": "base", "기반 모델": "base",
	"aufgabe": "task", "tâche": "task", "tarea": "task", "tarefa": "task", "compito": "task", "taak": "task", "задача": "task", "任务": "task", "任務": "task", "タスク": "task",
	"risk class": "risk", "risk classification": "risk", "eu ai act risk class": "risk",
	"developed by": "developer", "developer": "developer", "developers": "developer", "provider": "developer", "model developers": "developer", "model developer": "developer", "created by": "developer", "organization": "developer",
	"shared by": "publisher", "publisher": "publisher", "funded by": "funder",
	"author": "author", "authors": "author", "model card authors": "author",
	"owner": "owner", "owners": "owner", "owner team": "owner", "model owner": "owner", "maintainer": "maintainer", "maintainers": "maintainer", "maintained by": "maintainer",
	"contact": "contact", "contacts": "contact", "point of contact": "contact", "contact information": "contact", "model card contact": "contact", "contact email": "contact",
}

// labelled takes the facts that stand in labels of a Markdown body. Whoever is
// named in them is a contact of any card; everything else counts only where
// there is no metadata, which would be the place for it.
func (c *draft) labelled(d *document.Document) {
	for i, l := range d.Marks.Labels {
		p := place.Place{Anchor: evidence.Anchor(d.Path + "#" + document.Pointer("body", "labels", strconv.Itoa(i)))}
		name := strings.Join(prose.PlainWords(strings.TrimSuffix(l.Name, ":")), " ")
		name = strings.TrimSuffix(name, " optional")
		value := strings.TrimSpace(l.Value)
		c.labelledSection(p, l.Name, value)
		means := labelMeans[name]
		if means == "" || value == "" || prose.WorthOf(value, 0).State != evidence.Filled {
			continue
		}
		switch means {
		case "developer", "publisher", "funder", "author", "owner", "maintainer", "contact":
			c.Contacts = append(c.Contacts, contact(p, means, evidence.NewText(p.Anchor, withoutMail(value)), evidence.NewText(p.Anchor, value)))
		case "risk":
			c.RiskClass = c.RiskClass.Or(evidence.NewText(p.Anchor, value))
		default:
			if c.Format == FormatMarkdown {
				c.labelledFact(p, means, value)
			}
		}
	}
}

// labelledFact takes a fact that metadata would have.
func (c *draft) labelledFact(p place.Place, means, value string) {
	switch text := evidence.NewText(p.Anchor, value); means {
	case "license":
		if !c.License.Present && !finiteVerb.MatchString(value) { // with one it is a sentence about licenses
			id := evidence.NewText(p.Anchor, licenseInProse(value))
			c.License, c.Licenses = id, evidence.List{At: p.Anchor, Present: true, Items: []evidence.Item{{At: p.Anchor, Value: id.Value}}}
			c.LicenseName = text
		}
	case "language":
		if !c.Languages.Present {
			c.Languages = evidence.List{At: p.Anchor, Present: true, Items: languagesInProse(p.Anchor, value)}
		}
	case "version":
		c.Version = c.Version.Or(text)
	case "name":
		c.Name = c.Name.Or(text)
	case "library":
		c.Library = c.Library.Or(text)
	case "task":
		if prose.CountWords(value) <= maxTaskWords { // more are a sentence about it
			c.Task = c.Task.Or(text)
		}
	case "base":
		if !c.BaseModels.Present && prose.CountWords(value) <= maxNameWords { // more are a sentence about it
			c.BaseModels = baseModels(namesIn(listed(p.Anchor, value)), evidence.Text{At: p.Anchor})
		}
	case "dataset":
		if !c.Datasets.Present {
			c.Datasets = datasetsInProse(p.Anchor, value)
		}
	}
}

// finiteVerb is a word that the name of a license does not have.
var finiteVerb = pattern.New(`(?i)\b(?:is|are|was|were|has|have)\b`)

const (
	maxNameWords = 8 // of the name of a model
	maxTaskWords = 4 // of a task: "zero-shot image classification"
)

// smallSections are the sections that a label can be, such as **KPI:** or
// **Intended use:**. Labels named for others are parts of sections, and a
// disclaimer is mostly about who wrote the card.
var smallSections = []string{"intended_use", "users", "out_of_scope", "limitations", "bias_risk", "ethical", "tradeoffs", "human_oversight", "explainability",
	"business_objective", "kpi", "latency_budget", "cost_budget"}

// labelledSection takes a label for a small section if its whole name means one.
func (c *draft) labelledSection(p place.Place, title, value string) {
	name := strings.Join(prose.PlainWords(title), " ")
	w := prose.AnswerOf(value, 0, 0)
	if w.State == evidence.Empty || strings.HasSuffix(name, "use") && !strings.Contains(name, "intended") && !strings.Contains(name, "scope") && !strings.Contains(name, "direct") || name == "usage" {
		return
	}
	for _, key := range passage.Aliases[name] {
		if slices.Contains(smallSections, key) {
			c.Sections = append(c.Sections, evidence.Section{At: p.Anchor, Key: key, Title: title, State: w.State, Reason: w.Reason, Words: w.Words})
		}
	}
}

// remark is what stands in parentheses after a name.
var remark = pattern.New(`^(\S+)\s+\([^()]*\)$`)

// namesIn are the items of a list without the remarks after their names.
func namesIn(l evidence.List) evidence.List {
	for i, item := range l.Items {
		if m := remark.FindStringSubmatch(item.Value); m != nil {
			l.Items[i].Value = m[1]
		}
	}
	return l
}

// listed splits a text at commas and semicolons that are not in parentheses.
func listed(at evidence.Anchor, value string) evidence.List {
	l := evidence.List{At: at, Present: true, Items: []evidence.Item{}}
	depth := 0
	for _, part := range strings.FieldsFunc(value, func(r rune) bool {
		switch r {
		case '(':
			depth++
		case ')':
			depth = max(0, depth-1)
		}
		return depth == 0 && (r == ',' || r == ';')
	}) {
		if part = strings.TrimSpace(part); part != "" {
			l.Items = append(l.Items, evidence.Item{At: at, Value: part})
		}
	}
	return l
}

// A dataset's name in prose is an identifier, or a few words of which all but the
// small ones are capitalized.
var (
	datasetName  = pattern.New(`^[\p{L}][\p{L}0-9._/+'’:-]*(?: (?:(?:of|the|and|for|in|de|la|v)\b|[\p{Lu}0-9])[\p{L}0-9._/+'’:-]*){0,5}(?: (?:dataset|corpus|data|database|benchmark))?$`)
	datasetRoute = pattern.New(`(?i)^https?://(?:www\.)?[a-z0-9.-]+(?::[0-9]+)?/(?:datasets?/|records?/|d/)?([^?#\s]+?)/?(?:[?#]\S*)?$`)
)

// datasetsInProse are the datasets that a label lists. A text of which one part is
// neither a name nor an address describes data and names none.
func datasetsInProse(at evidence.Anchor, value string) evidence.UsedDatasets {
	list := listed(at, value)
	links := make([]string, len(list.Items))
	for i, item := range list.Items {
		if m := datasetRoute.FindStringSubmatch(item.Value); m != nil {
			links[i], list.Items[i].Value = item.Value, m[1]
			continue
		}
		if !datasetName.MatchString(item.Value) {
			return evidence.UsedDatasets{At: at, Items: []evidence.UsedDataset{}}
		}
	}
	used := usedDatasets(list)
	for i, link := range links {
		if link != "" {
			used.Items[i].Link = evidence.NewText(at, link)
		}
	}
	return used
}

func withoutMail(s string) string {
	if m := prose.MailIn(s); m != "" {
		s = strings.ReplaceAll(s, m, "")
	}
	return strings.Trim(strings.TrimSpace(s), "()<>,;: ")
}

var proseLicense = pattern.New(`(?i)^(?:the\s+)?(apache|mit|bsd|gemma|llama|mpl|gpl|lgpl|agpl|cc)[\s-]*(?:license|licence)?[\s,-]*(?:version|v)?\s*([0-9](?:\.[0-9]+)?)?(?:[\s-]*(?:community\s+)?(?:license|licence|clause|terms)(?:\s+(?:agreement|of use))?)?$`)

// dashes are hyphens as typesetters write them.
var dashes = strings.NewReplacer("\u2010", "-", "\u2011", "-", "\u2012", "-", "\u2013", "-", "\u00a0", " ")

// licenseInProse is the identifier of a licence that is written as people write
// it ("Apache 2.0", "MIT License"), or the text itself.
func licenseInProse(s string) string {
	plain := strings.TrimSpace(strings.TrimRight(dashes.Replace(s), "."))
	m := proseLicense.FindStringSubmatch(plain)
	if m == nil {
		return plain
	}
	family, version := strings.ToLower(m[1]), m[2]
	switch {
	case family == "mit" && version == "", family == "gemma":
		return family
	case family == "apache" && (version == "2" || version == "2.0"):
		return "apache-2.0"
	case family == "llama" && version != "":
		return strings.TrimSuffix(family+version, ".0")
	case family == "mpl" && (version == "2" || version == "2.0"):
		return "mpl-2.0"
	case (family == "gpl" || family == "agpl" || family == "lgpl") && version != "":
		if !strings.Contains(version, ".") {
			version += ".0"
		}
		return family + "-" + version
	}
	return plain
}

// countedLanguages is a number of languages, after which some may be named as
// examples: they are not the list.
var countedLanguages = pattern.New(`(?i)[0-9]\s*\+?\s*(?:natural\s+)?languages`)

// languagesInProse are the languages that a text names. What is no name of a
// language ("24 languages") is left out: it is prose, not a wrong code.
func languagesInProse(at evidence.Anchor, s string) []evidence.Item {
	out := []evidence.Item{}
	if countedLanguages.MatchString(s) {
		return out
	}
	seen := map[string]bool{}
	for _, word := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !(r >= 'a' && r <= 'z' || r == '-') }) {
		code := passage.LanguageNames[word]
		if len(word) == 2 && s == word {
			code = word
		}
		if code != "" && !seen[code] {
			seen[code] = true
			out = append(out, evidence.Item{At: at, Value: code})
		}
	}
	return out
}

package datasets

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/conflict"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
)

// formatDCAT is a catalog or dataset in the Data Catalog Vocabulary as JSON-LD: DCAT 3,
// DCAT-AP 3, and HealthDCAT-AP with the words of the Data Privacy Vocabulary
// (https://www.w3.org/TR/vocab-dcat-3/, https://healthdcat-ap.github.io/).
const formatDCAT = "dcat"

// The prefixes under which the properties of DCAT are found.
var (
	dcatLD   = []string{"dcat:", "", "http://www.w3.org/ns/dcat#"}
	dctermLD = []string{"dct:", "dcterms:", "", "http://purl.org/dc/terms/"}
	healthLD = []string{"healthdcatap:", "healthdcat:", "", "http://healthdataportal.eu/ns/health#"}
	dcatapLD = []string{"dcatap:", "", "http://data.europa.eu/r5r/"}
	dpvLD    = []string{"dpv:", "", "https://w3id.org/dpv#", "http://www.w3.org/ns/dpv#"}
	spdxLD   = []string{"spdx:", "", "http://spdx.org/rdf/terms#"}
	owlLD    = []string{"owl:", "", "http://www.w3.org/2002/07/owl#"}
	foafLD   = []string{"foaf:name", "vcard:fn", "vcard:organization-name", "name", "http://xmlns.com/foaf/0.1/name", "http://www.w3.org/2006/vcard/ns#fn"}
)

const dcatAddress = "http://www.w3.org/ns/dcat#"

// graph are the things of a document in JSON-LD by their ids: a property may name
// one that stands elsewhere.
type graph struct {
	things []place.Place
	byID   map[string]place.Place
}

func graphOf(d *document.Document) graph {
	root := place.Root(d)
	g := graph{byID: map[string]place.Place{}}
	switch {
	case root.Get("@graph").Present():
		g.things = root.Get("@graph").Each()
	default:
		g.things = root.Each()
	}
	for _, t := range g.things {
		if id := t.Get("@id").Text(); id.Present && len(t.InOrder()) > 1 {
			g.byID[id.Value] = t
		}
	}
	return g
}

// follow are the things that a property has, each where it is described.
func (g graph) follow(p place.Place) []place.Place {
	out := p.Each()
	for i, v := range out {
		id := v.Text()
		if !id.Present && len(v.InOrder()) == 1 {
			id = v.Get("@id").Text()
		}
		if t, ok := g.byID[id.Value]; ok && id.Present {
			out[i] = t
		}
	}
	return out
}

// dcatDatasets are the datasets of a document: those that it lists, and those of its
// catalogs.
func (g graph) dcatDatasets(d *document.Document) []place.Place {
	own := isDCATContext(place.Root(d).Get("@context"))
	var out []place.Place
	add := func(t place.Place) {
		if isDCATThing(t, "Dataset", own) && !slices.ContainsFunc(out, func(o place.Place) bool { return o.Anchor == t.Anchor }) {
			out = append(out, t)
		}
	}
	for _, t := range g.things {
		add(t)
		if isDCATThing(t, "Catalog", own) {
			for _, of := range g.follow(t.Linked(dcatLD, "dataset")) {
				add(of)
			}
		}
	}
	return out
}

// isDCATThing reports whether a thing is of a class of DCAT: by its prefix or address,
// or by its name where the context is that of DCAT.
func isDCATThing(t place.Place, class string, own bool) bool {
	return slices.ContainsFunc(t.Get("@type").List().Items, func(i evidence.Item) bool {
		return i.Value == "dcat:"+class || i.Value == dcatAddress+class || own && i.Value == class
	})
}

// isDCATContext reports whether names without a prefix may be those of DCAT.
func isDCATContext(context place.Place) bool {
	for _, c := range context.Each() {
		if address := strings.ToLower(c.Text().Value); strings.Contains(address, "dcat") || strings.Contains(address, "project-open-data") {
			return true
		}
		if c.Get("@vocab").Text().Value == dcatAddress || c.Get("Dataset").Literal().Value == "dcat:Dataset" {
			return true
		}
	}
	return false
}

func isDCAT(d *document.Document) bool {
	return d.Syntax == document.JSON && !isCroissant(d) && len(graphOf(d).dcatDatasets(d)) > 0
}

func decodeDCAT(d *document.Document) []evidence.DataCard {
	g := graphOf(d)
	var out []evidence.DataCard
	for _, t := range g.dcatDatasets(d) {
		out = append(out, g.dcatDataset(d, t))
	}
	return out
}

func (g graph) dcatDataset(d *document.Document, t place.Place) evidence.DataCard {
	c := foreignData(d, formatDCAT, t)
	title := t.Linked(dctermLD, "title").Literal("en")
	id := t.Linked(dctermLD, "identifier").Literal()
	id.Value = id.Value[strings.LastIndexAny(strings.TrimRight(id.Value, "/"), "/#")+1:]
	if !conflict.IsID(id.Value) {
		id = evidence.Text{}
	}
	c.named(d, id, title)
	c.Description = t.Linked(dctermLD, "description").Literal("en")
	c.Version = t.Linked(dcatLD, "version").Literal().Or(t.Linked(owlLD, "versionInfo").Literal())
	c.License = t.Linked(dctermLD, "license").Literal()
	g.dcatSource(&c, t)
	g.dcatFiles(&c, t)
	for _, from := range slices.Concat(t.Linked(dctermLD, "source").Each(), t.Linked(provenanceLD, "wasDerivedFrom").Each()) {
		c.parent(from.Literal())
	}
	g.dcatLaw(&c, t)
	return c.DataCard
}

func (g graph) dcatSource(c *draft, t place.Place) {
	for _, who := range slices.Concat(g.follow(t.Linked(dctermLD, "creator")), g.follow(t.Linked(dctermLD, "publisher"))) {
		c.Source.Name = c.Source.Name.Or(who.Linked([]string{""}, foafLD...).Literal())
	}
	c.Source.URI = t.Linked(dcatLD, "landingPage").Literal()
	for _, time := range g.follow(t.Linked(dctermLD, "temporal")) {
		from, to := daysOf(time)
		c.Source.CollectedFrom, c.Source.CollectedTo = c.Source.CollectedFrom.Or(from), c.Source.CollectedTo.Or(to)
	}
	for _, kind := range t.Linked(dctermLD, "type").Each() {
		if k := kind.Literal(); lastWord(k.Value) == "SYNTHETIC_DATA" || lastWord(k.Value) == "SyntheticData" {
			c.Source.Kind = evidence.Text{At: k.At, Present: true, Value: "synthetic"}
		}
	}
	if every := t.Linked(dctermLD, "accrualPeriodicity").Literal(); slices.Contains([]string{"CONT", "UPDATE_CONT"}, lastWord(every.Value)) || every.Value == "R/PT1S" {
		c.Source.Pipeline = evidence.Text{At: every.At, Present: true, Value: string(evidence.PipelineStreaming)}
	}
	c.Source.Present = c.Source.Name.Present || c.Source.URI.Present || c.Source.Kind.Present || c.Source.CollectedFrom.Present || c.Source.Pipeline.Present
}

// dcatFiles reads where the data lie, the license of the files if the dataset has none,
// and the digest of the only one.
func (g graph) dcatFiles(c *draft, t place.Place) {
	var digests []evidence.Text
	files := g.follow(t.Linked(dcatLD, "distribution"))
	for _, f := range files {
		c.License = c.License.Or(f.Linked(dctermLD, "license").Literal())
		at := f.Linked(dcatLD, "downloadURL").Literal().Or(f.Linked(dcatLD, "accessURL").Literal())
		if strings.Contains(at.Value, ":") {
			c.stored(at, evidence.Text{})
		}
		for _, sum := range g.follow(f.Linked(spdxLD, "checksum")) {
			if digest := sum.Linked(spdxLD, "checksumValue").Literal(); digest.Present {
				digests = append(digests, digest)
			}
		}
	}
	if len(files) == 1 {
		c.Digest = c.Digest.Or(onlyDigest(digests))
	}
}

// dcatLaw reads what HealthDCAT-AP and the Data Privacy Vocabulary say of people: these
// are terms of a vocabulary, not prose. That there are personal data does not tell how
// identifiable they are: it opens that question.
func (g graph) dcatLaw(c *draft, t place.Place) {
	c.dpvCategories(t)
	for _, purpose := range t.Linked(dpvLD, "hasPurpose").Each() {
		if word := purpose.Literal(); word.Present {
			p := evidence.Purpose{}
			place.Fill(place.Place{Anchor: word.At}, &p)
			p.ID = evidence.Text{At: word.At, Present: true, Value: kebab(lastWord(word.Value))}
			c.Purposes = append(c.Purposes, p)
		}
	}
	c.dpvBases(t)
	for _, law := range t.Linked(dcatapLD, "applicableLegislation").Each() {
		word := law.Literal()
		if regime, ok := legislation[strings.TrimSuffix(strings.TrimSuffix(word.Value, "/"), "/oj")]; ok {
			c.Regimes.At, c.Regimes.Present = t.Linked(dcatapLD, "applicableLegislation").Anchor, true
			c.Regimes.Items = append(c.Regimes.Items, evidence.Item{At: word.At, Value: regime})
		}
	}
	if age := t.Linked(healthLD, "minTypicalAge").Literal(); age.Present {
		if years, err := strconv.Atoi(age.Value); err == nil && years >= 0 && years < 18 {
			c.Children.At, c.Children.Present = age.At, true
			c.Children.Included = evidence.Text{At: age.At, Present: true, Value: "yes"}
			c.Children.Youngest = age
		}
	}
	if people := t.Linked(healthLD, "populationCoverage").Literal(); people.Present {
		c.asks(people.At, "personal_data.status", people.Value)
	}
	for _, kept := range g.follow(t.Linked(healthLD, "retentionPeriod")) {
		from, to := daysOf(kept)
		if span := isoSpan(from.Value, to.Value); span != "" && !c.Retention.Present {
			c.kept(to.At, span)
			c.Retention.Starts = evidence.Text{At: from.At, Present: true, Value: "date"}
			c.Retention.StartDate = from
			c.Retention.Ends = ends(c.Retention, evidence.Text{})
		}
	}
}

// specialWords are parts of the names of kinds of personal data in the Data Privacy
// Vocabulary (https://w3id.org/dpv/pd) that are those of Art. 9(1).
var specialWords = []struct{ part, category string }{
	{"health", "health"}, {"medical", "health"}, {"disability", "health"}, {"prescription", "health"}, {"genetic", "genetic"}, {"dna", "genetic"}, {"biometric", "biometric-for-identification"},
	{"ethnic", "racial-or-ethnic-origin"}, {"race", "racial-or-ethnic-origin"}, {"religio", "religious-or-philosophical-beliefs"}, {"philosophicalbelief", "religious-or-philosophical-beliefs"},
	{"politicalaffiliation", "political-opinions"}, {"politicalopinion", "political-opinions"}, {"tradeunion", "trade-union-membership"}, {"sexual", "sex-life-or-sexual-orientation"},
}

func (c *draft) dpvCategories(t place.Place) {
	at := t.Linked(dpvLD, "hasPersonalData", "hasPersonalDataCategory", "personalData")
	var words []string
	for _, kind := range at.Each() {
		word := kind.Literal()
		name := lastWord(word.Value)
		if !word.Present || name == "NonPersonalData" || name == "SyntheticData" || prose.WorthOf(word.Value, 0).State != evidence.Filled {
			continue
		}
		words = append(words, name)
		c.PersonalData.Categories.At, c.PersonalData.Categories.Present = at.Anchor, true
		c.PersonalData.Categories.Items = append(c.PersonalData.Categories.Items, evidence.Item{At: word.At, Value: name})
		for _, s := range specialWords {
			if strings.Contains(conflict.Normal(name), s.part) && !slices.ContainsFunc(c.SpecialCategories.Items, func(i evidence.Item) bool { return i.Value == s.category }) {
				c.SpecialCategories.At, c.SpecialCategories.Present = at.Anchor, true
				c.SpecialCategories.Items = append(c.SpecialCategories.Items, evidence.Item{At: word.At, Value: s.category})
			}
		}
	}
	if len(words) > 0 {
		c.PersonalData.At, c.PersonalData.Present = at.Anchor, true
		c.asks(at.Anchor, "personal_data.status", "hasPersonalData: "+strings.Join(words, ", "))
	}
}

// bases and conditions of the GDPR by their letters in Art. 6(1) and 9(2), as the
// vocabulary names them: eu-gdpr:A6-1-f, eu-gdpr:A9-2-j.
var (
	basesOfArt6      = map[byte]string{'a': "consent", 'b': "contract", 'c': "legal-obligation", 'd': "vital-interests", 'e': "public-task", 'f': "legitimate-interests"}
	conditionsOfArt9 = map[byte]string{'a': "explicit-consent", 'b': "employment-social-security", 'c': "vital-interests", 'd': "nonprofit-members", 'e': "manifestly-public",
		'f': "legal-claims", 'g': "substantial-public-interest", 'h': "health-care", 'i': "public-health", 'j': "research-archive-statistics"}
	basesByName = map[string]string{"consent": "consent", "explicitlyexpressedconsent": "consent", "expressedconsent": "consent", "informedconsent": "consent", "contract": "contract",
		"contractperformance": "contract", "entercontract": "contract", "legalobligation": "legal-obligation", "vitalinterest": "vital-interests",
		"vitalinterestofdatasubject": "vital-interests", "vitalinterestofnaturalperson": "vital-interests", "publicinterest": "public-task", "officialauthorityofcontroller": "public-task",
		"legitimateinterest": "legitimate-interests", "legitimateinterestofcontroller": "legitimate-interests", "legitimateinterestofthirdparty": "legitimate-interests"}
)

// dpvBases reads the bases of the processing. One basis is that of all purposes; of
// several, a person must say which is whose.
func (c *draft) dpvBases(t place.Place) {
	for _, basis := range t.Linked(dpvLD, "hasLegalBasis").Each() {
		word := basis.Literal()
		name := conflict.Normal(lastWord(word.Value))
		value, condition := basesByName[name], ""
		if letter, ok := strings.CutPrefix(name, "a61"); ok && letter != "" {
			value = basesOfArt6[letter[0]]
		} else if letter, ok := strings.CutPrefix(name, "a92"); ok && letter != "" {
			condition = conditionsOfArt9[letter[0]]
		}
		switch {
		case condition != "":
			a := evidence.Art9Condition{}
			place.Fill(place.Place{Anchor: word.At}, &a)
			a.Condition = evidence.Text{At: word.At, Present: true, Value: condition}
			c.Art9Conditions = append(c.Art9Conditions, a)
		case value != "":
			b := evidence.LegalBasis{}
			place.Fill(place.Place{Anchor: word.At}, &b)
			b.Basis = evidence.Text{At: word.At, Present: true, Value: value}
			c.LegalBasis = append(c.LegalBasis, b)
		}
	}
	if len(c.LegalBasis) == 1 && len(c.Purposes) > 0 {
		all := &c.LegalBasis[0].Purposes
		all.At, all.Present = c.Purposes[0].ID.At, true
		for _, p := range c.Purposes {
			all.Items = append(all.Items, evidence.Item{At: p.ID.At, Value: p.ID.Value})
		}
	}
}

// legislation are the laws that we have a word for, by their European identifiers.
var legislation = map[string]string{
	"http://data.europa.eu/eli/reg/2016/679": "gdpr", "https://eur-lex.europa.eu/eli/reg/2016/679": "gdpr",
	"http://data.europa.eu/eli/reg/2024/1689": "eu_ai_act", "https://eur-lex.europa.eu/eli/reg/2024/1689": "eu_ai_act",
}

// daysOf are the days on which a period of time begins and ends.
func daysOf(p place.Place) (from, to evidence.Text) {
	day := func(names ...string) evidence.Text {
		return dated(p.Linked([]string{"dcat:", "", "schema:", dcatAddress, "https://schema.org/", "http://schema.org/"}, names...).Literal())
	}
	if from, to := day("startDate"), day("endDate"); from.Present || to.Present {
		return from, to
	}
	if t := p.Text(); t.Present { // 2020-01-01/2020-12-31
		first, second, ok := strings.Cut(t.Value, "/")
		if ok {
			return dated(evidence.NewText(t.At, first)), dated(evidence.NewText(t.At, second))
		}
	}
	return evidence.Text{At: p.Anchor}, evidence.Text{At: p.Anchor}
}

// isoSpan is how long it is from one day to another: in years if they are whole ones.
func isoSpan(from, to string) string {
	first, err := time.Parse(time.DateOnly, from)
	last, otherErr := time.Parse(time.DateOnly, to)
	if err != nil || otherErr != nil || !last.After(first) {
		return ""
	}
	if years := last.Year() - first.Year(); first.AddDate(years, 0, 0).Equal(last) {
		return fmt.Sprintf("P%dY", years)
	}
	return fmt.Sprintf("P%dD", int(last.Sub(first).Hours()/24))
}

// lastWord is the name at the end of an address or behind a prefix.
func lastWord(s string) string { return s[strings.LastIndexAny(s, ":/#")+1:] }

// kebab is a name of a vocabulary as an id of ours: AcademicResearch is
// academic-research.
func kebab(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case unicode.IsUpper(r) && i > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
			fallthrough
		case unicode.IsUpper(r), r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(unicode.ToLower(r))
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}

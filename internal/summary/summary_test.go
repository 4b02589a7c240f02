package summary

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/datasets"
	"github.com/modelgate-dev/modelgate/internal/report/gfm"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/internal/source"
)

func dataset(t *testing.T, name, tags string) evidence.Dataset {
	t.Helper()
	doc, problems := document.Parse("datacards/a.yaml", []byte("apiVersion: modelgate.dev/v1\nkind: DataCard\nname: "+name+"\n"+tags))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return evidence.Dataset{Name: name, Card: datasets.Read(datasets.Formats[0], doc, source.Tree{})[0]}
}

// mix is a pre-training mix: a dataset of each section, one for evaluation, one of which
// nothing is known.
func mix(t *testing.T) evidence.Model {
	m := evidence.Model{ID: "models/lm", Name: "lm"}
	m.Manifest.Version.Value = "1.2.0"
	m.Card.Task.Value = "text-generation"
	m.Card.Languages.Items = []evidence.Item{{Value: "en"}, {Value: "de"}}
	m.Card.BaseModels.Items = []evidence.BaseModel{{Value: "org/base", Revision: evidence.Text{Value: "c0ffee"}}}
	for name, tags := range map[string]string{
		"books": "license: cc-by-4.0\nsource: {origin: public, uri: \"https://zenodo.org/records/1\", collected_to: 2025-01-31}\ndescription: Old books, ask ann.lee@example.com.\n",
		"news":  "source: {origin: third-party, kind: third-party-feed, name: Press Ltd}\n",
		"web":   "source: {kind: web-crawl, origin: public, uri: \"https://crawl.example.org/x\", collected_from: 2025-01-01, collected_to: 2025-06-30}\n",
		"chats": "source: {kind: event-stream, origin: data-subject}\n",
		"made":  "source: {kind: synthetic}\n",
		"lab":   "source: {kind: manual-entry}\n",
		"bench": "source: {origin: public}\n",
		"bare":  "license: other\n",
	} {
		m.Datasets = append(m.Datasets, dataset(t, name, tags))
	}
	slices.SortFunc(m.Datasets, func(a, b evidence.Dataset) int { return strings.Compare(a.Name, b.Name) })
	m.Card.Datasets.Items = []evidence.UsedDataset{{Value: "bench", Role: "test"}, {Value: "books", Role: "train"}}
	return m
}

func fields(m Model, number string) map[string]Field {
	out := map[string]Field{}
	for _, s := range m.Sections {
		if s.Number == number {
			for _, f := range s.Fields {
				out[f.Title] = f
			}
		}
	}
	return out
}

// TestEverySection: each dataset is in the section of its source, and what no card states
// is missing.
func TestEverySection(t *testing.T) {
	m := New("c0ffee", []evidence.Model{mix(t)}).Models[0]
	for number, want := range map[string]string{
		"2.1": "books, cc-by-4.0, https://zenodo.org/records/1", "2.2": "news", "2.3": "web, https://crawl.example.org/x", "2.4": "chats", "2.5": "made", "2.6": "lab",
	} {
		f := fields(m, number)
		if got := f["Datasets"].Stated; !slices.Equal(got, []string{want}) || f["Used for training"].Stated[0] != "Yes" {
			t.Errorf("%s: %q, %+v", number, got, f["Used for training"])
		}
	}
	for _, c := range []struct{ number, title, stated, missing string }{
		{"1.1", "Provider name and contact details", "", "add them"},
		{"1.2", "Versioned model name", "lm 1.2.0", ""},
		{"1.2", "Model dependencies", "org/base at c0ffee", ""},
		{"1.2", "Date of placement on the Union market", "", "no tag"},
		{"1.3", "Modalities", "text (by the task text-generation)", ""},
		{"1.3", "Linguistic characteristics", "en; de", ""},
		{"1.3", "Types of content", "books: Old books, ask [address left out]", ""},
		{"1.3", "Latest date of data acquisition", "2025-06-30", `"bare", "chats", "lab", "made", "news"`},
		{"2.3", "Period of collection", "web: 2025-01-01 to 2025-06-30", ""},
		{"2.3", "Most relevant domain names", "crawl.example.org", "10%"},
		{"2.6", "Datasets of an unknown source", `"bare"`, "neither"},
		{"3.1", "Measures before and during the collection", "", "no tag"},
		{"3.2", "Measures", "", "no tag"},
	} {
		f := fields(m, c.number)[c.title]
		if got := strings.Join(f.Stated, "; "); !strings.HasPrefix(got, c.stated) || c.stated == "" && got != "" || !strings.Contains(f.Missing, c.missing) || c.missing == "" && f.Missing != "" {
			t.Errorf("%s %s: %+v", c.number, c.title, f)
		}
	}
}

// TestNoIsNotGuessed: that a source was not used is only said if every dataset has one.
func TestNoIsNotGuessed(t *testing.T) {
	m := mix(t)
	m.Datasets = slices.DeleteFunc(m.Datasets, func(d evidence.Dataset) bool { return d.Name != "books" })
	if f := fields(New("", []evidence.Model{m}).Models[0], "2.3")["Used for training"]; f.Missing != "" || f.Stated[0] != "No, as the data cards declare" {
		t.Errorf("%+v", f)
	}
	m.Datasets = append(m.Datasets, evidence.Dataset{Name: "other"})
	if f := fields(New("", []evidence.Model{m}).Models[0], "2.3")["Used for training"]; f.Missing != `it is unknown for "other"` || len(f.Stated) > 0 {
		t.Errorf("%+v", f)
	}
	m.Datasets = nil
	if f := fields(New("", []evidence.Model{m}).Models[0], "2.1")["Used for training"]; f.Missing == "" {
		t.Errorf("%+v", f)
	}
}

// TestRenderers: the JSON fits its schema, no address is in either form, and no card
// changes the shape of the page.
func TestRenderers(t *testing.T) {
	m := mix(t)
	s := New("c0ffee", []evidence.Model{m})
	var data, page, hostile bytes.Buffer
	if err := JSON(&data, s); err != nil {
		t.Fatal(err)
	}
	doc, _ := document.ParseAs(document.JSON, "summary.json", data.Bytes())
	if found, err := schema.Validate("training-content-summary", doc); err != nil || len(found) > 0 {
		t.Errorf("%v, %v", found, err)
	}
	if err := Markdown(&page, s); err != nil {
		t.Fatal(err)
	}
	m.Datasets[2].Card.License.Value = "x | `y` </code><b>z</b>\n\n# t @user"
	if err := Markdown(&hostile, New("c0ffee", []evidence.Model{m})); err != nil {
		t.Fatal(err)
	}
	none := func(string) bool { return false }
	if a, b := gfm.Shape(t, page.String(), none), gfm.Shape(t, hostile.String(), none); a != b {
		t.Errorf("a card changes the page:\n%s\n%s", a, b)
	}
	if strings.Contains(data.String()+page.String(), "ann.lee") {
		t.Error("an address is left in")
	}
}

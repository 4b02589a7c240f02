package hub

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// TestIsDatasetPage: a page is a dataset card by its name or title, or by headings that
// others do not have, with something written below them.
func TestIsDatasetPage(t *testing.T) {
	for name, c := range map[string]struct {
		file, text string
		want       bool
	}{
		"a title":                    {"README.md", "# Dataset Card for Letters\n\nLetters of a clinic, 2019 to 2024.\n", true},
		"a title of another kind":    {"README.md", "# Letters: datasheet\n\nLetters of a clinic, 2019 to 2024.\n", true},
		"a name":                     {"data_card.md", "# Letters\n\nLetters of a clinic, 2019 to 2024.\n", true},
		"a data sheet by its name":   {"data/DATA_SHEET.md", "# Letters\n\nA dataset of letters of a clinic, 2019 to 2024.\n", true},
		"a data sheet by its title":  {"README.md", "# Data Sheet for Letters\n\nThe data set has letters of a clinic, 2019 to 2024.\n", true},
		"a data sheet of a pump":     {"DATASHEET.md", "# XP-12 pump\n\nIt runs on 12 V and moves 3 liters a minute.\n", false},
		"a title of a pump":          {"README.md", "# Data sheet for the XP-12\n\nIt runs on 12 V and moves 3 liters a minute.\n", false},
		"sheets of data":             {"README.md", "# Data sheets\n\nThe dataset has a sheet for each year.\n", false},
		"headings":                   {"README.md", "# Letters\n\n## Source data\n\nA hospital information system.\n\n## Personal and sensitive information\n\nNames of patients.\n", true},
		"headings of a datasheet":    {"README.md", "# Letters\n\n## Composition\n\n12,000 letters in German.\n\n## Collection process\n\nExported by the clinic.\n\n## Preprocessing/cleaning/labeling\n\nNames were replaced.\n", true},
		"with a license":             {"README.md", "---\nlicense: mit\n---\n# Dataset card for letters\n\nLetters of a clinic, 2019 to 2024.\n", true},
		"too few headings":           {"README.md", "# Letters\n\n## Source data\n\nA hospital information system.\n\n## Data fields\n\nA letter and its date.\n", false},
		"nothing below them":         {"README.md", "# Dataset Card for Letters\n\n## Source Data\n\n[More Information Needed]\n\n## Personal and Sensitive Information\n\n[More Information Needed]\n", false},
		"a program":                  {"README.md", "# Loader\n\n## Installation\n\nRun pip install loader.\n\n## Data fields\n\nA letter and its date.\n\n## Data splits\n\nTrain and test.\n\n## Source data\n\nA clinic.\n", false},
		"a model":                    {"README.md", "# Churn\n\n## Training data\n\nContracts of customers.\n\n## Source data\n\nContracts of customers.\n\n## Personal and sensitive information\n\nNone is used.\n", false},
		"metadata of a dataset":      {"README.md", "---\ntask_categories: [other]\n---\n# Dataset card for letters\n\nLetters of a clinic.\n", false},
		"metadata of a model":        {"README.md", "---\nlibrary_name: sklearn\n---\n# Dataset card for letters\n\nLetters of a clinic.\n", false},
		"a page of a site":           {"README.md", "---\nlayout: page\n---\n# Data card\n\nHow we write data cards here.\n", false},
		"a page about dataset cards": {"README.md", "# Dataset cards\n\nThis directory has one card for each dataset.\n", false},
		"a guide":                    {"README.md", "# How to write a data card well\n\nThis directory has one card for each dataset.\n", false},
		"YAML":                       {"data_card.yaml", "name: letters\n", false},
	} {
		d, _ := document.Parse(c.file, []byte(c.text))
		got := IsDatasetPage(d)
		if got != c.want {
			t.Errorf("%s: %t, want %t", name, got, c.want)
		}
		if got && !MayBeDatasetPage(c.file, []byte(c.text)) {
			t.Errorf("%s: not looked into", name)
		}
	}
}

package finder

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/datasets"
)

func ours(name string) string {
	return "apiVersion: modelgate.dev/v1\nkind: DataCard\nname: " + name + "\n"
}

func croissant(name, url string) string {
	return fmt.Sprintf(`{"@context": {"@vocab": "https://schema.org/", "cr": "http://mlcommons.org/croissant/"}, "@type": "sc:Dataset", "conformsTo": "http://mlcommons.org/croissant/1.0", "name": %q, "url": %q, "distribution": [], "recordSet": []}`, name, url)
}

// The index finds what Describes holds for, in the order of the files.
func TestSharedIndexAgreesWithDescribes(t *testing.T) {
	f := New(tree(map[string]string{
		"datacards/a.yaml": ours("letters"), "datacards/b.yaml": ours("acme/letters"), "datacards/c.yaml": ours("letters"),
		"data/x/croissant.json": croissant("letters", ""), "data/y/croissant.json": croissant("squad", "https://huggingface.co/datasets/rajpurkar/squad_v2/"),
		"data/z/croissant.json": croissant("z", "https://huggingface.co/datasets/huggingface.co/datasets/a/b"),
	}), Layout{})
	if err := f.loadShared(); err != nil || len(f.sharedDocs) != 6 {
		t.Fatal(len(f.sharedDocs), err)
	}
	found := 0
	for _, name := range []string{"letters", "acme/letters", "other/letters", "acme/", "", "squad", "squad_v2", "rajpurkar/squad_v2", "a/b", "huggingface.co/datasets/a/b", "b", "z", "/z"} {
		var want []cardPos
		for i, s := range f.sharedDocs {
			for j, c := range s.cards {
				if datasets.Describes(c, name) {
					want = append(want, cardPos{i, j})
				}
			}
		}
		if got := f.sharedIndex().describing(name); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", name, got, want)
		}
		found += len(want)
	}
	if found < 12 {
		t.Errorf("only %d cards were found: the test shows little", found)
	}
}

// Which files describe one dataset together.
func TestDatasetsOfSeveralDescriptions(t *testing.T) {
	f := New(tree(map[string]string{
		"datacards/a.yaml": ours("letters"), "datacards/b.yaml": ours("acme/notes"), "datacards/c.yaml": ours("rajpurkar/squad_v2"),
		"data/a/croissant.json": croissant("letters", ""), // of its name
		"data/b/croissant.json": croissant("notes", ""),   // without the owner
		"data/c/croissant.json": croissant("squad", "https://huggingface.co/datasets/rajpurkar/squad_v2"),
		"data/d/croissant.json": croissant("alone", ""), "data/d/README.md": "---\ndataset_info: {}\npretty_name: Alone too\n---\n# Alone\n", // beside each other
		"data/e/croissant.json": croissant("one", ""), "data/e/x.croissant.json": croissant("two", ""), // neither is the README
	}), Layout{})
	want := map[string]string{
		"datacards/a.yaml": "data/a/croissant.json", "datacards/b.yaml": "data/b/croissant.json", "datacards/c.yaml": "data/c/croissant.json",
		"data/d/README.md": "data/d/croissant.json", "data/e/croissant.json": "", "data/e/x.croissant.json": "",
	}
	ids, err := f.Datasets()
	if err != nil || len(ids) != len(want) {
		t.Fatal(ids, err)
	}
	for _, id := range ids {
		files, err := f.DatasetFiles(id)
		if got := strings.Join(files[1:], " "); err != nil || files[0] != id || got != want[id] {
			t.Errorf("%s: %v %v, want %s", id, files, err, want[id])
		}
	}
}

// A document that is not kept is read again, and tells the same positions.
func TestSharedDocumentsAreReadAgain(t *testing.T) {
	f := New(tree(map[string]string{"datacards/a.yaml": ours("letters") + "license: mit\n"}), Layout{})
	before, err := f.ReadDataset("datacards/a.yaml")
	if err != nil {
		t.Fatal(err)
	}
	kept := maxKept
	f.sharedDocs[0].let(f.tree, "datacards/a.yaml", &kept)
	if f.sharedDocs[0].doc != nil {
		t.Fatal("the document is kept")
	}
	after, err := f.ReadDataset("datacards/a.yaml")
	if err != nil {
		t.Fatal(err)
	}
	at := evidence.Anchor("datacards/a.yaml#/license")
	x, _ := before.Locate(at)
	if y, ok := after.Locate(at); !ok || x != y || y.Line != 4 {
		t.Errorf("%v, before %v", y, x)
	}
}

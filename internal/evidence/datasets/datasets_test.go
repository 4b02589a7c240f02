package datasets_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

var update = flag.Bool("update", false, "rewrite the files that tests compare with")

// dataDir holds descriptions of datasets in formats of others, each beside what is
// read of it.
const dataDir = "testdata/files"

// everyTag visits what a data card says, in the order of its type.
func everyTag(v reflect.Value, tag string, visit func(tag, value string, at evidence.Anchor)) {
	switch x := v.Interface().(type) {
	case evidence.Text:
		if x.Present {
			visit(tag, x.Value, x.At)
		}
		return
	case evidence.Flag:
		if x.Present {
			visit(tag, fmt.Sprint(x.Value), x.At)
		}
		return
	case evidence.List:
		for _, i := range x.Items {
			visit(tag, i.Value, i.At)
		}
		return
	case evidence.Question:
		visit("? "+x.Tag, x.Quote, x.At)
		return
	}
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			everyTag(v.Index(i), tag, visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			everyTag(v.Field(i), strings.TrimPrefix(tag+"."+v.Type().Field(i).Tag.Get("json"), "."), visit)
		}
	}
}

// dataOutline is what a description of a dataset says, with the line of each value.
func dataOutline(d *document.Document, c evidence.DataCard) string {
	var b strings.Builder
	fmt.Fprintln(&b, c.Format)
	everyTag(reflect.ValueOf(c), "", func(tag, value string, at evidence.Anchor) {
		where, _ := whereIs(d, at)
		if len(value) > 100 {
			value = strings.ToValidUTF8(value[:100], "") + "…"
		}
		fmt.Fprintf(&b, "%d: %s = %q\n", where.Line, tag, value)
	})
	return b.String()
}

// TestForeignData holds what is read of each description against the file beside it.
// A value stands at the line that is given for it.
func TestForeignData(t *testing.T) {
	files, err := filepath.Glob(dataDir + "/*")
	if err != nil {
		t.Fatal(err)
	}
	read := map[string]int{}
	for _, file := range files {
		if strings.HasSuffix(file, ".want") || strings.HasSuffix(file, "NOTICE") {
			continue
		}
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(file)
		in, err := inspection.Of(name, src, "")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if in.Kind != format.KindData {
			t.Errorf("%s is read as %s", name, in.Format)
			continue
		}
		read[in.Format]++
		d, _ := document.Parse(name, src)
		got := ""
		for _, c := range append([]evidence.DataCard{in.Document.(evidence.DataCard)}, in.More...) {
			got += dataOutline(d, c)
			valuesStandThere(t, d, c)
		}
		compareFile(t, file+".want", got)
	}
	if len(read) < 4 {
		t.Errorf("only these formats are read: %v", read)
	}
}

// compareFile holds a text against a file, which -update writes.
func compareFile(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil || string(want) != got {
		t.Errorf("%s: got\n%s\nwant\n%s", file, got, want)
	}
}

// madeUp are tags whose values we name otherwise than the document, or put together.
var madeUp = []string{"name", "source.kind", "lineage.relation", "retention.period", "digest", "storage.uri", "fields.name", "fields.type", "fields.pii",
	"catalog.kind", "catalog.name", "source.pipeline", "regimes", "art9_conditions.condition", "legal_basis.basis", "special_categories", "children.included"}

// whereIs is the position in a document that an anchor leads to, if it is of the document.
func whereIs(d *document.Document, a evidence.Anchor) (finding.Position, bool) {
	file, pointer := a.Split(func(file string) bool { return file == d.Path })
	return place.Position(d, pointer), file == d.Path
}

func valuesStandThere(t *testing.T, d *document.Document, c evidence.DataCard) {
	t.Helper()
	lines := strings.Split(string(d.Source), "\n")
	everyTag(reflect.ValueOf(c), "", func(tag, value string, at evidence.Anchor) {
		where, ok := whereIs(d, at)
		if !ok || where.Line < 1 || where.Line > len(lines) {
			t.Errorf("%s: %s is said to stand at %s", d.Path, tag, at)
			return
		}
		for _, m := range madeUp {
			if tag == m {
				return
			}
		}
		if strings.HasPrefix(tag, "?") || tag == "description" {
			return
		}
		if words := prose.PlainWords(value); len(words) > 0 && !strings.Contains(strings.ToLower(lines[where.Line-1]), words[0]) {
			t.Errorf("%s: %s %q is said to stand in line %d: %.80q", d.Path, tag, value, where.Line, lines[where.Line-1])
		}
	})
}

// TestCorpusData reads every description of a dataset of the corpus, where it lies
// beside the repository.
func TestCorpusData(t *testing.T) {
	files, _ := filepath.Glob("../../../../shared/corpus/cards/*")
	for _, file := range files {
		name := filepath.Base(file)
		if !strings.HasPrefix(name, "huggingface__datasets__") && !strings.HasPrefix(name, "mlcommons__") {
			continue
		}
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		in, err := inspection.Of(name, src, format.KindData)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		d, _ := document.Parse(name, src)
		valuesStandThere(t, d, in.Document.(evidence.DataCard))
	}
}

// TestProseSetsNoStatus: whatever a card says in words, no tag of the law is set.
func TestProseSetsNoStatus(t *testing.T) {
	card := "---\ntask_categories: [x]\n---\n## Personal and Sensitive Information\n\nThe data is anonymised. It has no personal data under the GDPR.\n"
	in, err := inspection.Of("d/README.md", []byte(card), "")
	if err != nil {
		t.Fatal(err)
	}
	c := in.Document.(evidence.DataCard)
	if c.PersonalData.Present || c.PersonalData.Status.Present || len(c.Questions) != 1 || c.Questions[0].Quote != "The data is anonymised." {
		t.Errorf("got %+v, %+v", c.PersonalData, c.Questions)
	}
	if c.Name.Value != "d" {
		t.Errorf("the name is %q", c.Name.Value)
	}
}

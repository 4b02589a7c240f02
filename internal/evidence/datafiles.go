package evidence

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// dataNames are names that formats of others give the files in which they describe
// datasets. Others use some of them, too: what is in the file decides.
var dataNames = []string{
	"{data_card,datacard,data-card}.{yaml,yml,json}", "*.odcs.{yaml,yml}", "*{datacontract,data-contract,data_contract}*.{yaml,yml}", "odcs.{yaml,yml}",
	"*croissant*.{json,jsonld}", "*datapackage.{json,yaml,yml}", "metadata.{json,jsonld}",
}

// mayDescribeData reports whether a file's name is one under which datasets are
// described.
func mayDescribeData(file string) bool {
	base := path.Base(file)
	return strings.EqualFold(base, "README.md") || matchesFile(dataNames, base)
}

// describesData reports whether a file describes datasets, by its name and by what is
// in it, wherever it lies.
func (f *Finder) describesData(file string) (bool, error) {
	if !mayDescribeData(file) {
		return false, nil
	}
	dir := path.Dir(file)
	if e, ok := f.tree.Lookup(file); !ok || e.Kind != source.File || f.ignored(dir) || f.never(dir) || isFixture(dir) {
		return false, nil
	}
	f.mu.Lock()
	known, ok := f.describes[file]
	f.mu.Unlock()
	if ok {
		return known, nil
	}
	src, err := f.tree.Read(file, document.MaxBytes)
	if err != nil && !source.IsRefusal(err) {
		return false, err
	}
	is := err == nil && isData(file, src)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.describes[file] = is
	return is, nil
}

func isData(file string, src []byte) bool {
	if path.Ext(strings.ToLower(file)) == ".md" {
		return mentions(src, datasetKeys) && isDatasetCard(document.ParseFront(file, src))
	}
	if !mentions(src, []string{"DataCard", "DataContract", "dataContractSpecification", "Dataset", "resources"}) {
		return false
	}
	d, _ := document.Parse(file, src)
	_, ok := recognise(KindData, d)
	return ok
}

// mentions is a quick look for words without which a file is of no format.
func mentions(src []byte, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return bytes.Contains(src, []byte(w)) })
}

// cardsOf are the datasets that a document of the tree describes, with what the
// configuration states for all.
func (f *Finder) cardsOf(as format, d *document.Document) []DataCard {
	cards := dataCardsOf(as, d, f.tree)
	for i := range cards {
		cards[i] = f.layout.Defaults.complete(cards[i])
	}
	return cards
}

// dataCardsOf are the datasets that a document describes:
// one, or those of a catalogue.
func dataCardsOf(f format, d *document.Document, tree source.Tree) []DataCard {
	if f.name == FormatDataCard {
		return []DataCard{readDataCard(d, tree)}
	}
	if cards, ok := f.decode(d).([]DataCard); ok {
		return cards
	}
	return []DataCard{f.decode(d).(DataCard)}
}

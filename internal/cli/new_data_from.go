package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/datasets"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/schemas"
)

// dataFrom begins a data card of each dataset that a file in another format describes.
func (e *Env) dataFrom(ctx context.Context, f newFlags) error {
	repo, tree, cfg, err := e.beginIn(ctx, f)
	if err != nil {
		return err
	}
	defer tree.Close()
	name, src, err := e.readDescription(tree, repo.Dir, f.from)
	if err != nil {
		return err
	}
	known, done, err := e.finderOf(ctx, tree, cfg, f.dataRepos)
	if err != nil {
		return err
	}
	defer done()
	documents, err := dataCardsFrom(tree, known, gate.LayoutOf(cfg).DBT, name, src, f.datasets)
	if err != nil {
		return err
	}
	return e.writeBegun(ctx, repo, tree, f, documents)
}

// readDescription reads a file of the repository, or one beside it, by the path that its
// name is in the repository.
func (e *Env) readDescription(tree source.Tree, root, file string) (string, []byte, error) {
	full := e.path(file)
	if rel, err := filepath.Rel(root, full); err == nil && filepath.IsLocal(rel) {
		name := filepath.ToSlash(rel)
		src, err := tree.Read(name, document.MaxBytes)
		switch {
		case err == nil:
			return name, src, nil
		case !errors.Is(err, fs.ErrNotExist):
			return "", nil, fmt.Errorf("reading %s: %w", file, err)
		}
	}
	info, err := os.Stat(full)
	switch {
	case err != nil:
		return "", nil, usage("%s cannot be read: %v", file, errors.Unwrap(err))
	case !info.Mode().IsRegular() || info.Size() > document.MaxBytes:
		return "", nil, usage("%s is not a file of at most %d bytes", file, document.MaxBytes)
	}
	src, err := os.ReadFile(full)
	return filepath.ToSlash(file), src, err
}

// dataCardsFrom are the beginnings for the datasets of a description, or those of some
// names, that have no data card of ours yet.
func dataCardsFrom(tree source.Tree, known *finder.Finder, keys datasets.Keys, name string, src []byte, only []string) ([]begun, error) {
	d, _ := document.Parse(name, src)
	as, ok := inspection.DataFormat(d)
	if !ok {
		_, err := inspection.Of(name, src, format.KindData)
		return nil, &exit{Misused, err}
	}
	if as.Name == datasets.FormatDataCard {
		return nil, usage("%s is a data card already", name)
	}
	own, err := known.DataCards()
	if err != nil {
		return nil, err
	}
	attached, err := known.AttachedCards()
	if err != nil {
		return nil, err
	}
	own = append(own, attached...)
	taken, described := map[string]bool{}, map[string]string{}
	for _, e := range tree.Entries() {
		taken[strings.ToLower(e.Path)] = true
	}
	for _, c := range own {
		if c.Card.Format == datasets.FormatDataCard {
			described[c.Card.Name.Value] = c.Card.Path
		}
	}
	var out []begun
	var names []string
	for _, c := range keys.Read(as, d, tree) {
		names = append(names, c.Name.Value)
		if at := described[c.Name.Value]; len(only) > 0 && !slices.Contains(only, c.Name.Value) || len(only) == 0 && at != "" {
			continue
		} else if at != "" {
			return nil, usage("dataset %q has a data card, %s", c.Name.Value, at)
		}
		if len(out) == maxBegun {
			return nil, usage("%s describes more than %d datasets; name some with --dataset", name, maxBegun)
		}
		file := free("datacards/"+fileName(c.Name.Value), func(name string) bool { return taken[strings.ToLower(name)+".yaml"] }) + ".yaml"
		taken[strings.ToLower(file)] = true
		begun := begun{path: file, text: dataCardText(d, as.Name, c)}
		if err := fitting(begun); err != nil {
			return nil, err
		}
		out = append(out, begun)
	}
	for _, wanted := range only {
		if !slices.Contains(names, wanted) {
			return nil, usage("%s does not describe a dataset %q; it describes %s", name, wanted, shortList(names))
		}
	}
	if len(out) == 0 {
		return nil, usage("every dataset of %s has a data card", name)
	}
	return out, nil
}

// shortList are the first of some names.
func shortList(names []string) string {
	shown := strings.Join(names[:min(len(names), 10)], ", ")
	if len(names) > 10 {
		shown += fmt.Sprintf(" and %d more", len(names)-10)
	}
	return shown
}

// fitting refuses a card that its schema would.
func fitting(b begun) error {
	d, broken := document.Parse(b.path, []byte(b.text))
	problems, err := schema.Validate(schema.DataCard, d)
	if err != nil {
		return err
	}
	for _, p := range slices.Concat(broken, problems) {
		return usage("the data card would be invalid: %s: %s", p.At.Pointer, p.Message)
	}
	return nil
}

// owedTags are tags that every card owes, and what stands for one that the description
// does not state. Text is a placeholder, which the check finds; what has a closed list of
// words is left out, and found missing.
var owedTags = map[string]string{
	"license":              "license: TODO # question: under which terms may the data be used?",
	"source.kind":          "# kind: question: what is the source? static-file, database-snapshot, data-lake-table, api-pull, web-crawl, event-stream, sensor-stream, survey …",
	"source.origin":        "# origin: question: from whom? data-subject, third-party, public, observed, inferred",
	"source.name":          "name: TODO # question: what is the source called?",
	"storage":              "# storage: question: where does the data lie, and in which country?",
	"storage.country":      "# country: question: in which country does it lie?",
	"personal_data.status": "status: unknown # question: none, anonymised, pseudonymised, identifying or synthetic?",
}

// composed are tags that the reader works out, and those that have no form of their own in
// a card.
var composed = []string{"defaulted", "statements", "questions", "regime_tags", "transfers"}

// cardWriter writes what a description states as a data card, each value with the line
// that it is from.
type cardWriter struct {
	strings.Builder
	of *document.Document
}

func dataCardText(d *document.Document, as string, c evidence.DataCard) string {
	w := cardWriter{of: d}
	w.WriteString(schemas.Line(schema.DataCard))
	fmt.Fprintf(&w, "# Drafted by modelgate new from %s (%s). Review every value marked \"review\" and answer each question.\n", actions.Clean(d.Path), as)
	w.WriteString("apiVersion: modelgate.dev/v1\nkind: DataCard\n")
	if len(c.LegalBasis) > 0 && slices.ContainsFunc(c.LegalBasis, func(b evidence.LegalBasis) bool { return len(b.Purposes.Items) == 0 }) {
		w.WriteString("# legal_basis: question: which of these is the basis of which purpose?\n")
		for _, b := range c.LegalBasis {
			fmt.Fprintf(&w, "#   %s, from %s\n", actions.Clean(b.Basis.Value), w.where(b.Basis.At))
		}
		c.LegalBasis = nil
	}
	for _, q := range c.Questions {
		fmt.Fprintf(&w, "# %s: question raised by %s: %s\n", q.Tag, w.where(q.At), actions.Clean(q.Quote))
	}
	c.Name.Value = strings.Map(func(r rune) rune { // a data card's name has no others
		if unicode.In(r, unicode.Cc, unicode.Cf) {
			return -1
		}
		return r
	}, c.Name.Value)
	w.members(reflect.ValueOf(c), "", "")
	return w.String()
}

// where is the line of the description that an anchor leads to.
func (w *cardWriter) where(a evidence.Anchor) string {
	_, pointer := a.Split(func(file string) bool { return file == w.of.Path })
	return fmt.Sprintf("%s:%d", actions.Clean(w.of.Path), place.Position(w.of, pointer).Line)
}

// members writes the tags of a struct that are stated or owed.
func (w *cardWriter) members(v reflect.Value, indent, above string) {
	for i := range v.NumField() {
		key := v.Type().Field(i).Tag.Get("json")
		tag := strings.TrimPrefix(above+"."+key, ".")
		if !slices.Contains(composed, tag) {
			w.member(v.Field(i), indent, tag, key)
		}
	}
}

func (w *cardWriter) member(v reflect.Value, indent, tag, key string) {
	switch x := v.Interface().(type) {
	case evidence.Text:
		switch {
		case x.Present && key == "youngest": // the only number
			fmt.Fprintf(w, "%s%s: %s%s\n", indent, key, actions.Clean(x.Value), reviewed(w.where(x.At)))
		case x.Present:
			fmt.Fprintf(w, "%s%s: %s%s\n", indent, key, document.Quoted(x.Value), reviewed(w.where(x.At)))
		case owedTags[tag] != "":
			w.WriteString(indent + owedTags[tag] + "\n")
		}
	case evidence.Flag:
		if x.Present {
			fmt.Fprintf(w, "%s%s: %t%s\n", indent, key, x.Value, reviewed(w.where(x.At)))
		}
	case evidence.List:
		if len(x.Items) > 0 {
			fmt.Fprintf(w, "%s%s:\n", indent, key)
			for _, item := range x.Items {
				fmt.Fprintf(w, "%s  - %s%s\n", indent, document.Quoted(item.Value), reviewed(w.where(item.At)))
			}
		}
	default:
		w.nested(v, indent, tag, key)
	}
}

func (w *cardWriter) nested(v reflect.Value, indent, tag, key string) {
	switch v.Kind() {
	case reflect.Struct:
		inner := cardWriter{of: w.of}
		inner.members(v, indent+"  ", tag)
		if inner.Len() > 0 {
			fmt.Fprintf(w, "%s%s:\n%s", indent, key, inner.String())
		}
	case reflect.Slice:
		if v.Len() == 0 {
			if owedTags[tag] != "" {
				w.WriteString(indent + owedTags[tag] + "\n")
			}
			return
		}
		fmt.Fprintf(w, "%s%s:\n", indent, key)
		for i := range v.Len() {
			inner := cardWriter{of: w.of}
			inner.members(v.Index(i), indent+"    ", tag)
			w.WriteString(indent + "  - " + strings.TrimPrefix(inner.String(), indent+"    "))
		}
	}
}

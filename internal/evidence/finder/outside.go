package finder

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// Placed says where evidence of models lies that is not in their directories. Paths are
// from the root of the repository; {model} in them is the name of the model's directory.
type Placed struct {
	Models      string // a glob over directories
	Card        string // the path of the model card, "" for one in the directory
	Evaluations []string
}

// nameOfModel is what stands for the name of a model's directory.
const nameOfModel = "{model}"

// metas are the characters that mean something in a glob.
var metas = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`, `{`, `\{`)

// isTemplate reports whether a glob is from the root of the repository: it names models.
func isTemplate(glob string) bool { return strings.Contains(glob, nameOfModel) }

// cardOf is the model card that the configuration gives a model, "" for none.
func (l Layout) cardOf(id string) string {
	for _, p := range l.Placed {
		if p.Card != "" && source.Match(p.Models, id) && (id != "." || !isTemplate(p.Card)) {
			return strings.ReplaceAll(p.Card, nameOfModel, path.Base(id))
		}
	}
	return ""
}

// placedGlobs are the globs, from the root of the repository, of results that the
// configuration gives a model, each with the one that it is made from.
func (l Layout) placedGlobs(id string) (globs, from []string) {
	add := func(glob string) {
		if id != "." || !isTemplate(glob) {
			globs, from = append(globs, strings.ReplaceAll(glob, nameOfModel, metas.Replace(path.Base(id)))), append(from, glob)
		}
	}
	for _, p := range l.Placed {
		if source.Match(p.Models, id) {
			for _, glob := range p.Evaluations {
				add(glob)
			}
		}
	}
	for _, glob := range l.Evaluations {
		if isTemplate(glob) {
			add(glob)
		}
	}
	return globs, from
}

// cardOf is the model card that lies outside of a model's directory, "" for none.
func (f *Finder) cardOf(id string) string { return cmp.Or(f.layout.cardOf(id), f.ReadmeOf(id)) }

// isPlaced reports whether the configuration places evidence outside of models.
func (l Layout) isPlaced() bool {
	return len(l.Placed) > 0 || slices.ContainsFunc(l.Evaluations, isTemplate)
}

// mayBePlaced reports whether a file may be a result of some model by the
// configuration.
func (l Layout) mayBePlaced(file string) bool {
	is := func(glob string) bool {
		return matchesFile([]string{strings.ReplaceAll(glob, nameOfModel, "*")}, file)
	}
	return slices.ContainsFunc(l.Placed, func(p Placed) bool { return slices.ContainsFunc(p.Evaluations, is) }) ||
		slices.ContainsFunc(l.Evaluations, func(glob string) bool { return isTemplate(glob) && is(glob) })
}

// isGiven reports whether the configuration gives a file to a model.
func (l Layout) isGiven(id, file string) bool {
	globs, _ := l.placedGlobs(id)
	return matchesFile(globs, file) || l.cardOf(id) == file
}

// Gives reports whether the configuration gives a file to a model, wherever it lies.
func (f *Finder) Gives(id, file string) bool {
	return f.layout.isPlaced() && f.layout.isGiven(id, file) || file != "" && f.ReadmeOf(id) == file
}

// Claimants are the models that the configuration gives a file to, wherever it lies, or
// whose card it is.
func (f *Finder) Claimants(file string) ([]string, error) {
	if !f.layout.isPlaced() {
		return f.describedBy(file)
	}
	all, err := f.All()
	return slices.DeleteFunc(slices.Clone(all), func(id string) bool { return !f.layout.isGiven(id, file) }), err
}

// describedBy are the models of which a README above them is the card.
func (f *Finder) describedBy(file string) ([]string, error) {
	readmes, err := f.readmeCards()
	if err != nil || len(readmes) == 0 || !strings.EqualFold(path.Base(file), "README.md") {
		return nil, err
	}
	var out []string
	for _, id := range slices.Sorted(maps.Keys(readmes)) {
		if readmes[id] != file {
			continue
		}
		is, err := f.IsModel(id)
		if err != nil {
			return nil, err
		}
		if is {
			out = append(out, id)
		}
	}
	return out, nil
}

// listPlaced lists the results of a model that lie outside of what belongs to it.
func (f *Finder) listPlaced(id string) []source.Entry {
	var out []source.Entry
	globs, _ := f.layout.placedGlobs(id)
	for _, glob := range globs {
		for _, e := range f.tree.Under(literalDir(glob)) {
			if owner, err := f.Owner(e.Path); err == nil && owner == id { // it is listed with the model's own
				continue
			}
			if matchesFile([]string{glob}, e.Path) && !slices.ContainsFunc(out, func(o source.Entry) bool { return o.Path == e.Path }) {
				out = append(out, e)
			}
		}
	}
	return out
}

// literalDir is the directory that everything lies below which a glob can match. The
// case of names does not count in globs over files, so that only the root is certain
// where a name has letters of both.
func literalDir(glob string) string {
	dir := glob
	if i := strings.IndexAny(glob, `*?[{\`); i >= 0 {
		dir = glob[:i]
	}
	dir = strings.TrimSuffix(dir[:strings.LastIndex(dir, "/")+1], "/")
	if dir == "" || strings.ToLower(dir) != dir {
		return "."
	}
	return dir
}

// isEvaluation reports whether results of a model are looked for in a file, and whether
// they are expected there.
func (f *Finder) isEvaluation(id, file string) (looked, expected bool, err error) {
	if isPicture(file) {
		return false, false, nil
	}
	if f.layout.isPlaced() {
		if f.layout.isGiven(id, file) && f.layout.cardOf(id) != file {
			return true, true, nil
		}
		others, err := f.Claimants(file)
		if err != nil || len(others) > 0 {
			return false, false, err
		}
	}
	for _, part := range f.partsOf(id) {
		if source.Within(part, file) {
			l, e := f.layout.isEvaluation(part, file)
			looked, expected = looked || l, expected || e
		}
	}
	return looked || f.isNamedResults(id, file), expected, nil
}

// formatFor is the format that a file of a model is to be read as, "" if it is to be
// recognized.
func (f *Finder) formatFor(id, file string) string {
	globs, from := f.layout.placedGlobs(id)
	for i, glob := range globs {
		if name := f.layout.Formats[from[i]]; name != "" && matchesFile([]string{glob}, file) {
			return name
		}
	}
	for _, part := range f.partsOf(id) {
		if name := f.layout.formatOf(part, file); name != "" && (part == id || source.Within(part, file)) {
			return name
		}
	}
	return ""
}

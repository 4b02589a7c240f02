package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Effect says which way an edit of the rules goes.
type Effect string

const (
	Loosened  Effect = "loosened"  // more passes
	Tightened Effect = "tightened" // less passes
	Changed   Effect = "changed"   // it cannot be told
)

// Edit is one setting of config.yaml before and after a change to it.
type Edit struct {
	Key           string // as a reader would look for it: waivers.max_days
	Pointer       string // of the key in the file
	Before, After string
	Effect        Effect
}

// Edits compares two states of config.yaml, but for the settings of rules: what
// those come to depends on the rules.
func Edits(before, after Config) []Edit {
	out := modelEdits(before, after)
	add := func(key string, was, is string, effect Effect) {
		if was != is {
			out = append(out, Edit{Key: key, Pointer: document.Pointer(strings.Split(key, ".")...), Before: was, After: is, Effect: effect})
		}
	}
	add("stage", string(before.Stage), string(after.Stage), byRank(finding.Stages, before.Stage, after.Stage))
	add("waivers.max_days", strconv.Itoa(before.WaiverDays), strconv.Itoa(after.WaiverDays), lowerIsStricter(before.WaiverDays, after.WaiverDays))
	list := func(key string, was, is []string, more, fewer Effect) {
		add(key, strings.Join(was, ", "), strings.Join(is, ", "), byMembers(was, is, more, fewer))
	}
	add("enforce", enforcement(before.Enforce), enforcement(after.Enforce), enforceEffect(before.Enforce, after.Enforce))
	list("waivers.require", before.WaiverNeeds, after.WaiverNeeds, Tightened, Loosened)
	list("ignore", before.Ignore, after.Ignore, Loosened, Tightened)
	// Whoever may push to one of these branches decides which rules hold for it.
	list("branches", before.Branches, after.Branches, Loosened, Tightened)
	// What no glob matches is not read: a result or a card that would have failed, too.
	globs := func(key string, was, is []string) {
		more := Changed
		if len(was) == 0 {
			more = Loosened // the list takes the place of the usual ones
		}
		list(key, was, is, more, Loosened)
	}
	globs("data_cards", before.DataCards, after.DataCards)
	// Whoever moves a commit chooses the evidence: it counts once merged.
	list("data_repositories", dataRepositories(before), dataRepositories(after), Changed, Loosened)
	// What is no longer read as a mark of personal data is no longer judged as such.
	for _, key := range sortedKeys(before.DBT, after.DBT) {
		list("dbt."+key, before.DBT[key], after.DBT[key], Changed, Loosened)
	}
	globs("evaluations", evaluations(before), evaluations(after))
	list("models.card", places(before, cardPlace), places(after, cardPlace), Changed, Changed)
	list("models.evaluations", places(before, resultPlaces), places(after, resultPlaces), Changed, Loosened)
	// A law that is named explicitly takes the place of those that a card's countries imply.
	list("regimes", regimes(before), regimes(after), Changed, Loosened)
	list("collections", collections(before), collections(after), Tightened, Loosened)
	list("labels", labels(before), labels(after), Changed, Loosened)
	list("conftest", conftest(before), conftest(after), Tightened, Loosened)
	out = append(out, signerEdits(before, after)...)
	list("denied_licenses", values(before.DeniedLicenses), values(after.DeniedLicenses), Tightened, Loosened)
	// A list takes the place of what holds without it: any license, and the
	// sections of the built-in table.
	optional := func(key string, was, is *List, comes, goes, more, fewer Effect) {
		switch {
		case was == nil && is != nil:
			add(key, "none", "["+strings.Join(values(is), ", ")+"]", comes)
		case was != nil && is == nil:
			add(key, "["+strings.Join(values(was), ", ")+"]", "none", goes)
		default:
			list(key, values(was), values(is), more, fewer)
		}
	}
	optional("privacy_owners", before.PrivacyOwners, after.PrivacyOwners, Changed, Loosened, Loosened, Changed)
	optional("allowed_licenses", before.AllowedLicenses, after.AllowedLicenses, Tightened, Loosened, Loosened, Tightened)
	optional("required_sections", before.RequiredSections, after.RequiredSections, Loosened, Changed, Tightened, Loosened)
	for _, stage := range finding.Stages {
		for _, kind := range []string{"section", "field"} {
			list(fmt.Sprintf("require.%s.%ss", stage, kind), owed(before, stage, kind), owed(after, stage, kind), Tightened, Loosened)
		}
	}
	for _, key := range sortedKeys(before.Sections, after.Sections) {
		list("sections."+key+".headings", before.Sections[key].Headings, after.Sections[key].Headings, Loosened, Tightened)
		add("sections."+key+".title", before.Sections[key].Title, after.Sections[key].Title, Changed)
	}
	return out
}

// dataRepositories are the data repositories, each with its commit.
func dataRepositories(c Config) []string {
	var out []string
	for _, r := range c.DataRepositories {
		out = append(out, r.Name+" at "+r.Commit)
	}
	return out
}

// regimes are the declared laws, each with the cards it is for.
func regimes(c Config) []string {
	var out []string
	for _, r := range c.Regimes {
		out = append(out, strings.Join(append([]string{r.Name}, r.Paths...), " "))
	}
	return out
}

// modelEdits compares where models are and at which stage each glob puts them.
func modelEdits(before, after Config) []Edit {
	var out []Edit
	was, is := stages(before), stages(after)
	add := func(glob, from, to string, effect Effect) {
		pointer := "/models"
		if i := slices.IndexFunc(after.Models, func(m ModelGlob) bool { return m.Path == glob }); i >= 0 {
			pointer = document.Pointer("models", fmt.Sprint(i))
		}
		out = append(out, Edit{Key: "models." + glob, Pointer: pointer, Before: from, After: to, Effect: effect})
	}
	for _, glob := range sortedKeys(was, is) {
		from, wasThere := was[glob]
		to, isThere := is[glob]
		if stage, covered := before.stageAt(glob); !wasThere && covered {
			from, wasThere = stage, true
		}
		if stage, covered := after.stageAt(glob); !isThere && covered {
			to, isThere = stage, true
		}
		switch {
		case !isThere && len(is) > 0:
			add(glob, "a model, "+string(from), "no model", Loosened)
		case !isThere:
			add(glob, "a model, "+string(from), "a model by its files", Loosened) // or none, where it has no such files
		case !wasThere && len(was) == 0:
			add(glob, "a model by its files", "the place of models, "+string(to), Loosened)
		case !wasThere && !strictest(was, to):
			add(glob, "none", "a model, "+string(to), Loosened) // it may take the place of a stricter glob
		case !wasThere:
			add(glob, "none", "a model, "+string(to), Tightened)
		case from != to && (ownStage(before, glob) || ownStage(after, glob)): // else the edit is that of the repository's stage
			add(glob, string(from), string(to), byRank(finding.Stages, from, to))
		}
	}
	if paths(before) != paths(after) && len(out) == 0 { // the first glob that names a model counts
		out = append(out, Edit{Key: "models", Pointer: "/models", Before: paths(before), After: paths(after), Effect: Loosened})
	}
	return out
}

// stageAt is the stage at which a directory is a model by one of the globs.
func (c Config) stageAt(dir string) (finding.Stage, bool) {
	covered := slices.ContainsFunc(c.Models, func(m ModelGlob) bool { return source.Match(m.Path, dir) })
	return c.StageOf(dir), covered && !strings.ContainsAny(dir, "*?[{")
}

// ownStage reports whether a glob has a stage of its own.
func ownStage(c Config, glob string) bool {
	return slices.ContainsFunc(c.Models, func(m ModelGlob) bool { return m.Path == glob && m.Stage != "" })
}

// stages is the stage of each glob over models.
func stages(c Config) map[string]finding.Stage {
	out := map[string]finding.Stage{}
	for _, m := range slices.Backward(c.Models) {
		out[m.Path] = m.Stage
		if m.Stage == "" {
			out[m.Path] = c.Stage
		}
	}
	return out
}

// strictest reports whether no glob asks for more than a stage.
func strictest(of map[string]finding.Stage, stage finding.Stage) bool {
	for _, other := range of {
		if slices.Index(finding.Stages, other) > slices.Index(finding.Stages, stage) {
			return false
		}
	}
	return true
}

func paths(c Config) string {
	var out []string
	for _, m := range c.Models {
		out = append(out, m.Path)
	}
	return strings.Join(out, ", ")
}

// places are what entries of models say of evidence outside of them.
func places(c Config, of func(Config, ModelGlob) []string) []string {
	var out []string
	for _, m := range c.Models {
		for _, place := range of(c, m) {
			out = append(out, m.Path+": "+place)
		}
	}
	return out
}

func cardPlace(_ Config, m ModelGlob) []string {
	if m.Card == "" {
		return nil
	}
	return []string{m.Card}
}

func resultPlaces(c Config, m ModelGlob) []string {
	return evaluations(Config{Evaluations: m.Evaluations, Formats: c.Formats})
}

func evaluations(c Config) []string {
	var out []string
	for _, glob := range c.Evaluations {
		if format := c.Formats[glob]; format != "" {
			glob += " as " + format
		}
		out = append(out, glob)
	}
	return out
}

func owed(c Config, stage finding.Stage, kind string) []string {
	var out []string
	for _, o := range c.Owed {
		if o.Stage == stage && o.Kind == kind {
			out = append(out, o.Key)
		}
	}
	return out
}

func values(l *List) []string {
	var out []string
	if l != nil {
		for _, w := range l.Items {
			out = append(out, w.Value)
		}
	}
	return out
}

// byRank compares two words of which the later is the stricter one.
func byRank[T comparable](order []T, was, is T) Effect {
	return lowerIsStricter(slices.Index(order, is), slices.Index(order, was))
}

func lowerIsStricter(was, is int) Effect {
	if is > was {
		return Loosened
	}
	return Tightened
}

// byMembers compares two lists, given what it means that a member comes and that
// one goes.
func byMembers(was, is []string, more, fewer Effect) Effect {
	var effects []Effect
	if slices.ContainsFunc(is, func(s string) bool { return !slices.Contains(was, s) }) {
		effects = append(effects, more)
	}
	if slices.ContainsFunc(was, func(s string) bool { return !slices.Contains(is, s) }) {
		effects = append(effects, fewer)
	}
	switch {
	case slices.Contains(effects, Loosened):
		return Loosened
	case len(effects) == 0 || slices.Contains(effects, Changed):
		return Changed
	}
	return Tightened
}

func sortedKeys[V any](maps ...map[string]V) []string {
	var out []string
	for _, m := range maps {
		for k := range m {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

package finder

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/cards"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// PossibleCard is a file that a person would take for a model card, and that is the card of
// no model: what was seen of it, why it is none, and what would make it one.
type PossibleCard struct{ Path, Seen, Reason, Remedy string }

// minPossible is the size from which a page without metadata may be a card: below it, a
// page has headings and no text.
const minPossible = 400

// PossibleCard looks at one file; its Path is "" if nothing suggests a card.
func (f *Finder) PossibleCard(file string) (PossibleCard, error) {
	dir, base := path.Dir(file), path.Base(file)
	readme := strings.EqualFold(base, "README.md")
	e, ok := f.tree.Lookup(file)
	if !ok || e.Kind != source.File || !readme && (!cards.NamedLikeCard(base) || cards.IsPageName(base)) {
		return PossibleCard{}, nil
	}
	if f.ignored(dir) || f.never(dir) || isFixture(dir) || f.isShared(file) || f.inStore(dir) {
		return PossibleCard{}, nil
	}
	if is, err := f.isPage(dir, file); is || err != nil {
		return PossibleCard{}, err
	}
	if is, err := f.isTrainerState(dir); is || err != nil {
		return PossibleCard{}, err
	}
	out := PossibleCard{Path: file}
	if readme {
		if above, is, err := f.possibleAbove(e); is || err != nil {
			return above, err
		}
		seen, err := f.readsLikeCard(e)
		if seen == "" || err != nil {
			return PossibleCard{}, err
		}
		out.Seen, out.Reason = seen, "it has no metadata, and its directory has no weights and no modelgate.yaml"
		out.Remedy = "Start its first heading with \"Model card\", for example `# Model card for churn`, or add a modelgate.yaml to its directory."
	} else if is, err := f.isTakenCard(e); is || err != nil {
		return PossibleCard{}, err
	} else {
		out.Seen, out.Reason, out.Remedy = nameOnly(base)
	}
	if len(f.layout.Models) > 0 && !matches(f.layout.Models, dir) {
		if owner, err := f.Owner(file); owner == "" || err != nil {
			out.Reason = "its directory is not under `models` in .modelgate/config.yaml"
			out.Remedy = fmt.Sprintf("Add `- path: %q` to `models` in .modelgate/config.yaml.", dir)
		}
	}
	return out, nil
}

// possibleAbove is a README that may be the card of the only model below it that has none:
// it is not in its directory, and is not taken for its card.
func (f *Finder) possibleAbove(e source.Entry) (PossibleCard, bool, error) {
	bare, err := f.bareBelow(path.Dir(e.Path))
	if err != nil || len(bare) != 1 {
		return PossibleCard{}, false, err
	}
	seen, err := f.readsLikeCard(e)
	if err != nil {
		return PossibleCard{}, false, err
	}
	if seen == "" {
		is, err := f.describesWeights(e)
		if err != nil || !is {
			return PossibleCard{}, false, err
		}
		seen = "states results of a model"
	}
	out := PossibleCard{Path: e.Path, Seen: seen, Reason: fmt.Sprintf("the model %q has none, and the file is not in its directory", bare[0])}
	out.Remedy = fmt.Sprintf("If it is the card of that model, add this to .modelgate/config.yaml, and an entry for each other model: `models: [{path: %q, card: %q}]`", bare[0], e.Path)
	if len(f.layout.Models) > 0 {
		out.Remedy = fmt.Sprintf("If it is the card of that model, add `card: %q` to its entry under `models` in .modelgate/config.yaml.", e.Path)
	}
	return out, true, nil
}

// bareBelow are the models below a directory that have no card.
func (f *Finder) bareBelow(dir string) ([]string, error) {
	all, err := f.All()
	var out []string
	for _, id := range all {
		if id == dir || !source.Within(dir, id) {
			continue
		}
		pages, err := f.pagesOf(id)
		if err != nil {
			return nil, err
		}
		is, err := f.hasCard(f.direct(id))
		if err != nil {
			return nil, err
		}
		if len(pages) == 0 && !is && f.cardOf(id) == "" {
			out = append(out, id)
		}
	}
	return out, err
}

// nameOnly is what is to be said of a file that only its name tells to be a card.
func nameOnly(base string) (seen, reason, remedy string) {
	seen = "is named like a model card"
	switch ending := strings.ToLower(path.Ext(base)); {
	case ending == ".md":
		return seen, "Markdown cards must be named MODEL_CARD.md or README.md", "Rename it to MODEL_CARD.md in the model's directory."
	case cards.IsEnding(ending):
		return seen, "it does not have a supported format", "Use a format that `modelgate inspect` recognizes, for example YAML with `kind: ModelCard`."
	default:
		return seen, fmt.Sprintf("the format %s is not read", ending), "Write it as MODEL_CARD.md in the model's directory."
	}
}

// isTakenCard reports whether a file that is called a card is one, or is read as evidence
// of another kind.
func (f *Finder) isTakenCard(e source.Entry) (bool, error) {
	if given, err := f.Claimants(e.Path); len(given) > 0 || err != nil {
		return true, err
	}
	_, is, err := f.otherCard([]string{path.Dir(e.Path)}, "", e)
	return is || f.isSpoiltCard(e), err
}

// readsLikeCard is what makes a README without metadata read like a model card, "" if
// nothing does.
func (f *Finder) readsLikeCard(e source.Entry) (string, error) {
	if size, err := f.tree.Size(e); err != nil || size < minPossible || size > maxSniffed {
		return "", err
	}
	src, err := f.tree.Read(e.Path, document.MaxBytes)
	if source.IsRefusal(err) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	d, _ := document.Parse(e.Path, src)
	found := cards.Resemblance(d, f.isAlone(path.Dir(e.Path)))
	if len(found) == 0 {
		return "", nil
	}
	return fmt.Sprintf("reads like a model card (headings %q and %q)", found[0], found[1]), nil
}

// programs are the endings of files that a README may be about.
var programs = []string{".py", ".ipynb", ".go", ".js", ".ts", ".java", ".r", ".rs", ".c", ".cc", ".cpp", ".sh", ".toml", ".jl", ".scala", ".rb"}

// isAlone reports whether no program lies in a directory below the root.
func (f *Finder) isAlone(dir string) bool {
	return dir != "." && !slices.ContainsFunc(f.direct(dir), func(e source.Entry) bool {
		return slices.Contains(programs, strings.ToLower(path.Ext(e.Path)))
	})
}

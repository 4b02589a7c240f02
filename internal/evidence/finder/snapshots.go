package finder

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence/cards"
	"github.com/modelgate-dev/modelgate/internal/evidence/manifest"
	"github.com/modelgate-dev/modelgate/internal/evidence/weights"
	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// timed is a directory that is named by a time, such as 2026-07-13T19-41-30Z or 20260713_194130.
var timed = pattern.New(`(?i)^(?:[a-z]+[-_])?(?:19|20)\d\d[-_]?(?:0[1-9]|1[0-2])[-_]?(?:0[1-9]|[12]\d|3[01])(?:[t_. -]?[0-2]\d[-_:]?[0-5]\d(?:[-_:]?[0-5]\d)?(?:[-_.]?\d+)?z?)?$`)

// keptDirs are directories in which copies are kept of what was at a time.
var keptDirs = []string{"archive", "archives", "backup", "backups", "history", "log", "logs", "report", "reports", "result", "results", "run", "runs", "snapshot", "snapshots"}

// IsKept reports whether a directory keeps what was at a time: it is in one of copies, and
// named by a time.
func IsKept(dir string) bool {
	kept := false
	for part := range strings.SplitSeq(dir, "/") {
		if kept && timed.MatchString(part) {
			return true
		}
		kept = kept || slices.Contains(keptDirs, strings.ToLower(part))
	}
	return false
}

// isSnapshot reports whether a directory has copies of model cards, as they were at a time: it
// keeps nothing else that makes a model, and a card of the name is elsewhere.
func (f *Finder) isSnapshot(dir string) bool {
	if !IsKept(dir) {
		return false
	}
	copies := false
	for _, e := range f.direct(dir) {
		base := path.Base(e.Path)
		switch {
		case base == manifest.FileName || weights.IsName(base) && !isAuxiliary(e.Path):
			return false
		case cards.IsPageName(base):
			copies = true
		}
	}
	return copies && f.hasLivingCard()
}

// hasLivingCard reports whether a file that is called a model card is in no directory of copies.
func (f *Finder) hasLivingCard() bool {
	f.livingOnce.Do(func() {
		f.living = slices.ContainsFunc(f.tree.Entries(), func(e source.Entry) bool {
			dir := path.Dir(e.Path)
			return cards.IsPageName(path.Base(e.Path)) && !IsKept(dir) && !f.never(dir) && !f.ignored(dir) && !isFixture(dir)
		})
	})
	return f.living
}

package gate

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// ErrDataRepository: a data repository that the configuration names was not given, or
// one that it does not name was.
var ErrDataRepository = errors.New("data repository")

// HoldDataRepositories refuses data repositories that are not those of the configuration
// that decides, at its commits: whoever is judged does not choose them. The trees are those
// whose cards are read.
func HoldDataRepositories(cfg config.Config, given []source.Tree, trees ...source.Tree) error {
	for _, want := range cfg.DataRepositories {
		i := slices.IndexFunc(given, func(t source.Tree) bool { return t.Name == want.Name })
		switch {
		case i < 0:
			return fmt.Errorf("%w %s is required by %s: pass --data-repo %s=DIR, a clone with commit %s", ErrDataRepository, want.Name, config.ConfigPath, want.Name, want.Commit)
		case given[i].Commit != want.Commit:
			return fmt.Errorf("%w %s is at commit %s, but %s names %s", ErrDataRepository, want.Name, given[i].Commit, config.ConfigPath, want.Commit)
		}
	}
	for _, t := range given {
		if !slices.ContainsFunc(cfg.DataRepositories, func(r config.DataRepository) bool { return r.Name == t.Name }) {
			return fmt.Errorf("%w %s is not in %s of the base: add it to data_repositories, with its commit", ErrDataRepository, t.Name, config.ConfigPath)
		}
		for _, tree := range trees {
			if i := slices.IndexFunc(tree.Entries(), func(e source.Entry) bool { return strings.HasPrefix(e.Path, t.Name+":") }); i >= 0 {
				return fmt.Errorf("%w %s has the name that the path %q begins with: rename one of the two", ErrDataRepository, t.Name, tree.Entries()[i].Path)
			}
		}
	}
	return nil
}

// repositoryNotices say which data repositories were read.
func (r *run) repositoryNotices() []string {
	var out []string
	for _, t := range r.DataRepositories {
		out = append(out, fmt.Sprintf("Data cards were also read from the data repository %s at commit %s.", t.Name, t.Commit))
	}
	return out
}

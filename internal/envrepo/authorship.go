package envrepo

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/git"
)

// Authors asks a clone of the source repository who wrote what lies at paths, for
// promotion.Source: the addresses of authors and co-authors as commits state them.
//
// What was moved there is followed to where it lay, and a file of paths, which is an
// artifact, also to where it was copied from: another person who moves a model does not
// take its authors away. Merging is no authorship, but what a merge has of its own is. A
// clone that is cut off cannot tell.
func Authors(ctx context.Context, repo git.Repo) func(paths []string, older, newer string) ([]string, error) {
	repo = repo.Offline()
	return func(paths []string, older, newer string) ([]string, error) {
		if _, err := shallowDenial(ctx, repo); err != nil {
			return nil, err
		}
		a := authorship{ctx: ctx, repo: repo, seen: map[string]bool{}}
		if err := a.follow(older, newer, paths, paths); err != nil {
			return nil, fmt.Errorf("reading who wrote commit %s: %w", newer, err)
		}
		slices.Sort(a.accounts)
		return slices.Compact(a.accounts), nil
	}
}

// Bounds of what is followed; beyond them, who wrote a model is not known.
const (
	maxMoves  = 200  // steps
	maxAside  = 100  // files that were moved by one commit, each by itself; more are followed by directory
	maxSource = 1000 // paths that one commit moved files from
)

type authorship struct {
	ctx      context.Context
	repo     git.Repo
	accounts []string
	seen     map[string]bool // commits and paths that were followed
}

// written is a commit that changed paths, with what it has made of each.
type written struct {
	commit  string
	parents []string
	changes []pathChange
}

type pathChange struct {
	path, object string
	added, gone  bool
}

// follow adds who wrote what lies at paths in a commit, after an older one. Those that are
// artifacts are also followed to what they are copies of, however old: the older commit is
// that of what was deployed, and an artifact from elsewhere was not.
func (a *authorship) follow(older, tip string, paths, artifacts []string) error {
	if len(paths) == 0 {
		return nil
	}
	key := strings.Join(slices.Concat([]string{older, tip}, paths, []string{""}, artifacts), "\x00")
	if a.seen[key] {
		return nil
	}
	if a.seen[key] = true; len(a.seen) > maxMoves {
		return fmt.Errorf("its files were moved or copied in more than %d steps", maxMoves)
	}
	commits, err := a.commits(older, tip, paths)
	if err != nil {
		return err
	}
	from, artifactsFrom := map[string][]string{}, map[string][]string{} // by commit: where its files lay before
	if err := a.moves(commits, paths, artifacts, from, artifactsFrom); err != nil {
		return err
	}
	if err := a.copies(commits, paths, artifacts, artifactsFrom); err != nil {
		return err
	}
	for _, c := range commits {
		moved, copied := sorted(from[c.commit]), sorted(artifactsFrom[c.commit])
		if len(moved)+len(copied) > maxSource {
			return fmt.Errorf("commit %s moved or copied its files from more than %d paths", c.commit, maxSource)
		}
		if err := a.follow(older, c.commit, moved, nil); err != nil {
			return err
		}
		if err := a.follow("", c.commit, copied, copied); err != nil {
			return err
		}
	}
	return nil
}

// sorted are words, each once.
func sorted(words []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(words)))
}

// commits are those that changed paths, whose authors are noted. A merge is one if it has
// what git does not make of its sides.
func (a *authorship) commits(older, tip string, paths []string) ([]written, error) {
	question := []string{
		"-c", "log.showRoot=true", "-c", "log.follow=false", "log", "--full-history", "-c", "--no-renames", "--raw", "--no-abbrev", "--no-mailmap",
		"--format=commit %H %P%x00%ae%x00%(trailers:key=Co-authored-by,valueonly,unfold,separator=%x00)", "--end-of-options", tip,
	}
	if older != "" {
		question = append(question, "^"+older)
	}
	out, err := a.repo.Run(a.ctx, append(append(question, "--"), paths...)...)
	if err != nil {
		return nil, err
	}
	var all []written
	var by [][]string
	for line := range strings.Lines(string(out)) {
		line = strings.TrimSuffix(line, "\n")
		if head, ok := strings.CutPrefix(line, "commit "); ok {
			facts := strings.Split(head, "\x00")
			names := strings.Fields(facts[0])
			all, by = append(all, written{commit: names[0], parents: names[1:]}), append(by, facts[1:])
			continue
		}
		if change, ok := rawChange(line); ok && len(all) > 0 {
			all[len(all)-1].changes = append(all[len(all)-1].changes, change)
		}
	}
	var kept []written
	for i, c := range all {
		if len(c.changes) == 0 || len(c.parents) > 1 && a.isMadeByGit(c, paths) {
			continue
		}
		a.accounts = append(a.accounts, addresses(by[i])...)
		kept = append(kept, c)
	}
	return kept, nil
}

// rawChange reads a line of git's raw format, with one colon for each parent:
//
//	:<mode before> <mode> <object before> <object> <status> TAB <path>
func rawChange(line string) (pathChange, bool) {
	head, name, ok := strings.Cut(line, "\t")
	words := strings.Fields(strings.TrimLeft(head, ":"))
	if !ok || !strings.HasPrefix(line, ":") || len(words) < 5 {
		return pathChange{}, false
	}
	if strings.HasPrefix(name, `"`) {
		if plain, err := strconv.Unquote(name); err == nil {
			name = plain
		}
	}
	status := words[len(words)-1]
	return pathChange{path: name, object: words[len(words)-2], added: strings.Trim(status, "A") == "", gone: strings.Trim(status, "D") == ""}, true
}

// isMadeByGit reports whether a merge has nothing at paths but what git makes of its two
// sides. Where that cannot be told, as by git before 2.35, it does not.
func (a *authorship) isMadeByGit(c written, paths []string) bool {
	if len(c.parents) != 2 {
		return false
	}
	out, err := a.repo.Run(a.ctx, append([]string{"show", "--remerge-diff", "--name-only", "--format=", "--end-of-options", c.commit, "--"}, paths...)...)
	return err == nil && len(bytes.TrimSpace(out)) == 0
}

// moves notes where files came from that commits have added to paths.
func (a *authorship) moves(commits []written, paths, artifacts []string, from, artifactsFrom map[string][]string) error {
	var ask strings.Builder
	for _, c := range commits {
		if len(c.parents) > 0 && slices.ContainsFunc(c.changes, func(p pathChange) bool { return p.added }) {
			ask.WriteString(c.commit + "\n")
		}
	}
	if ask.Len() == 0 {
		return nil
	}
	// A clone that lacks files can tell those that moved without an edit.
	var out []byte
	var err error
	for _, alike := range []string{"--find-renames", "--find-renames=100%"} {
		out, err = a.repo.RunWith(a.ctx, strings.NewReader(ask.String()), "diff-tree", "--stdin", "-r", "-m", "-z", alike, "--diff-filter=R", "--name-status")
		if err == nil {
			break
		}
	}
	if err != nil {
		return err
	}
	moved := map[string][][2]string{}
	commit := ""
	fields := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
	for i := 0; i < len(fields); i++ {
		if !strings.HasPrefix(fields[i], "R") || i+2 >= len(fields) {
			commit, _, _ = strings.Cut(fields[i], " ")
			continue
		}
		source, to := fields[i+1], fields[i+2]
		if i += 2; anyWithin(to, paths) && !anyWithin(source, paths) {
			moved[commit] = append(moved[commit], [2]string{source, to})
		}
	}
	for commit, pairs := range moved {
		for _, pair := range pairs {
			source, to := pair[0], pair[1]
			if slices.Contains(artifacts, to) {
				artifactsFrom[commit] = append(artifactsFrom[commit], source)
			} else if len(pairs) > maxAside {
				source = directoryMoved(source, to, paths)
			}
			from[commit] = append(from[commit], source)
		}
	}
	return nil
}

// directoryMoved is the directory that a file lay in if it was moved as a whole to one of
// paths, or the file.
func directoryMoved(source, to string, paths []string) string {
	for _, p := range paths {
		rest, below := strings.CutPrefix(to, p)
		if dir, whole := strings.CutSuffix(source, rest); below && whole && strings.HasPrefix(rest, "/") && dir != "" && !anyWithin(p, []string{dir}) {
			return dir
		}
	}
	return source
}

// copies notes where else artifacts lay as commits brought them to paths: an artifact is
// approved for what it is.
func (a *authorship) copies(commits []written, paths, artifacts []string, from map[string][]string) error {
	for _, c := range commits {
		brought := map[string]bool{}
		for _, change := range c.changes {
			if !change.gone && slices.Contains(artifacts, change.path) {
				brought[change.object] = true
			}
		}
		if len(brought) == 0 {
			continue
		}
		for _, parent := range c.parents {
			out, err := a.repo.Run(a.ctx, "ls-tree", "-r", "-z", "--full-tree", parent)
			if err != nil {
				return err
			}
			for entry := range strings.SplitSeq(string(out), "\x00") {
				head, name, ok := strings.Cut(entry, "\t")
				words := strings.Fields(head)
				if ok && len(words) == 3 && brought[words[2]] && !anyWithin(name, paths) {
					from[c.commit] = append(from[c.commit], name)
				}
			}
		}
	}
	return nil
}

// anyWithin reports whether a file is, or lies below, one of several paths.
func anyWithin(name string, paths []string) bool {
	return slices.ContainsFunc(paths, func(p string) bool { return p == "." || name == p || strings.HasPrefix(name, p+"/") })
}

// addresses are those of an author and of co-authors.
func addresses(lines []string) []string {
	var out []string
	for _, line := range lines {
		line = strings.TrimSpace(line)
		if i := strings.LastIndex(line, "<"); i >= 0 {
			line = strings.TrimSuffix(line[i+1:], ">")
		}
		if line != "" {
			out = append(out, line)
		}
	}
	return out
}

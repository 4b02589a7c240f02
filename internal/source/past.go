package source

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/git"
)

// Past is a commit of the history of a branch.
type Past struct{ Commit, Date string } // the day of the commit, as its committer has it

// maxWalked bounds how many commits of a history are walked.
const maxWalked = 2_000

// ListPast lists the last commits of a branch's own history (the first parents) that changed
// one of some files, the oldest first. It walks maxWalked commits at most and uses no
// network. Known is false where the clone does not hold all of it.
func ListPast(ctx context.Context, repo git.Repo, commit string, paths []string, most int) (past []Past, known bool, err error) {
	if !isObjectID(commit) || len(paths) == 0 || repo.IsShallow(ctx) || repo.IsPartial() {
		return nil, isObjectID(commit) && len(paths) == 0, nil
	}
	offline := repo.Offline()
	first, err := offline.ReadLine(ctx, "rev-list", "--first-parent", "--max-count=1", "--skip="+strconv.Itoa(maxWalked), commit)
	if err != nil {
		return nil, false, classify("listing the history of "+commit, err)
	}
	args := []string{"--literal-pathspecs", "log", "--first-parent", "--no-show-signature", "--no-color", "--format=%H %cs", "--max-count=" + strconv.Itoa(most), commit}
	if isObjectID(first) {
		args = append(args, "^"+first)
	}
	out, err := offline.Run(ctx, slices.Concat(args, []string{"--"}, paths)...)
	if err != nil {
		return nil, false, classify("listing the history of "+commit, err)
	}
	for line := range strings.Lines(string(out)) {
		id, day, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || !isObjectID(id) {
			return nil, false, fmt.Errorf("listing the history of %s: git log printed %q", commit, line)
		}
		past = append(past, Past{id, day})
	}
	slices.Reverse(past)
	return past, true, nil
}

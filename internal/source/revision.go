package source

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/git"
)

// Resolve returns the full object id of the commit that rev names: a branch, a
// tag, an object id, HEAD~2. A rev is never taken for an option. Errors are
// ErrRevision, ErrUnborn (usage), ErrShallow, ErrMissing, ErrCorrupt and what
// git fails with.
func Resolve(ctx context.Context, repo git.Repo, rev string) (string, error) {
	repo = repo.Offline()
	if rev == "" || strings.ContainsFunc(rev, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return "", &Error{Kind: ErrRevision, Message: fmt.Sprintf("%q is not a valid revision", rev),
			Remedy: "name a branch, a tag or a commit"}
	}
	objects, end := objectsOf(ctx, repo)
	defer end() //nolint:errcheck // its answers were checked
	commit, err := objects.Resolve(rev + "^{commit}")
	if err != nil || commit == "" { // git's own words say why
		commit, err = commitOf(ctx, repo, rev)
	}
	if err := refuseAmbiguous(ctx, repo, objects, rev); err != nil {
		return "", err
	}
	if err == nil && isObjectID(commit) {
		return commit, nil
	}
	return "", explain(ctx, repo, rev, err)
}

// refuseAmbiguous refuses a name that more than one branch, tag or commit has: git
// takes the tag, which anyone who may push can make.
func refuseAmbiguous(ctx context.Context, repo git.Repo, objects *git.Objects, rev string) error {
	name := refOf(rev)
	if name == "" || name == "HEAD" || name == "@" || len(name) >= 40 && isObjectID(name) {
		return nil
	}
	refs := []string{"refs/heads/" + name, "refs/remotes/" + name, "refs/remotes/" + name + "/HEAD", "refs/tags/" + name, "refs/" + name}
	full := strings.HasPrefix(name, "refs/") // git looks for that first, and for the others where it is missing
	if !full && !isAbbreviated(name) && isOne(objects, refs) {
		return nil
	}
	if full {
		refs = append(refs, name)
	}
	out, err := repo.Run(ctx, append([]string{"for-each-ref", "--format=%(refname) %(objectname) %(*objectname)", "--"}, refs...)...)
	if err != nil {
		return nil // resolving it says what is wrong
	}
	var names, commits []string
	for line := range strings.Lines(string(out)) {
		if words := strings.Fields(line); len(words) > 1 && slices.Contains(refs, words[0]) {
			names, commits = append(names, words[0]), append(commits, words[len(words)-1])
		}
	}
	if full && (len(names) == 0 || slices.Contains(names, name)) {
		return nil
	}
	if len(names) > 0 && isAbbreviated(name) {
		if commit, err := repo.ReadLine(ctx, "rev-parse", "--disambiguate="+name); err == nil && commit != "" {
			names, commits = append(names, "commit "+commit), append(commits, commit)
		}
	}
	if slices.Sort(commits); !full && len(slices.Compact(commits)) < 2 {
		return nil
	}
	return &Error{Kind: ErrRevision, Message: fmt.Sprintf("revision %q is ambiguous: it matches %s", rev, strings.Join(names, " and ")),
		Remedy: "use the full name, such as " + names[0]}
}

// isOne reports whether all of the refs that are there stand for one commit. Git may
// take a name that is missing for another ref's, and then this is false at worst.
func isOne(objects *git.Objects, refs []string) bool {
	first := ""
	for _, ref := range refs {
		id, err := objects.Resolve(ref + "^{}") // what a tag stands for
		if err != nil || id != "" && first != "" && id != first {
			return false
		}
		first = cmp.Or(first, id)
	}
	return true
}

// refOf is the part of a revision that may be the name of a branch or a tag.
func refOf(rev string) string {
	if i := strings.Index(rev, "@{"); i >= 0 {
		rev = rev[:i]
	}
	if i := strings.IndexAny(rev, "~^:*?[\\"); i >= 0 {
		rev = rev[:i]
	}
	return rev
}

// isAbbreviated reports whether a name can be the beginning of an object id.
func isAbbreviated(name string) bool {
	return len(name) >= 4 && !strings.ContainsFunc(name, func(r rune) bool { return !strings.ContainsRune("0123456789abcdefABCDEF", r) })
}

func commitOf(ctx context.Context, repo git.Repo, rev string) (string, error) {
	return repo.ReadLine(ctx, "rev-parse", "--verify", "--end-of-options", rev+"^{commit}")
}

// isObjectID reports whether the word is a full SHA-1 or SHA-256 object id.
func isObjectID(word string) bool {
	isNoDigit := func(r rune) bool { return (r < '0' || r > '9') && (r < 'a' || r > 'f') }
	return (len(word) == 40 || len(word) == 64) && strings.IndexFunc(word, isNoDigit) < 0
}

// explain finds out why a revision does not resolve: git says "Needed a single
// revision" to nearly everything.
func explain(ctx context.Context, repo git.Repo, rev string, err error) error {
	doing := fmt.Sprintf("resolving the revision %q", rev)
	if _, err := repo.Run(ctx, "rev-parse", "--git-dir"); err != nil { // git is missing, no repository, not ours, cancelled
		return fmt.Errorf("%s: %w", doing, err)
	}
	object, _ := repo.ReadLine(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", rev)
	if isObjectID(object) {
		return explainObject(ctx, repo, rev, object, err)
	}
	if isUnborn(ctx, repo, rev) {
		return &Error{Kind: ErrUnborn, Err: err, Message: fmt.Sprintf("%q has no commit yet", rev),
			Remedy: "commit something first"}
	}
	if repo.IsShallow(ctx) {
		if ancestor := strings.IndexAny(rev, "~^"); ancestor > 0 {
			if _, err := commitOf(ctx, repo, rev[:ancestor]); err == nil {
				return shallowError(fmt.Sprintf("%q reaches beyond the history of this clone", rev), err)
			}
		}
	}
	remedy := "git branch --all and git tag list what there is"
	if near := findSimilar(ctx, repo, rev); near != "" {
		remedy = fmt.Sprintf("did you mean %q?", near)
	} else if repo.IsShallow(ctx) {
		remedy = "this clone is shallow and may lack it; fetch it first, with fetch-depth: 0 in actions/checkout or git fetch origin"
	}
	return &Error{Kind: ErrRevision, Err: err, Message: fmt.Sprintf("unknown revision %q", rev), Remedy: remedy}
}

// explainObject says what is wrong with an object that has a name, yet is no
// commit that git can read.
func explainObject(ctx context.Context, repo git.Repo, rev, object string, err error) error {
	kind, typeErr := repo.ReadLine(ctx, "cat-file", "-t", object)
	var failed *git.Error
	if typeErr == nil && kind == "tag" && errors.As(err, &failed) && strings.Contains(failed.Stderr, "expected commit type") {
		kind = "tag of something else"
	}
	switch {
	case typeErr == nil && kind != "commit" && kind != "tag":
		return &Error{Kind: ErrRevision, Err: err, Message: fmt.Sprintf("%q is a %s, not a commit", rev, kind),
			Remedy: "name a branch, a tag or a commit"}
	case typeErr == nil: // its header is whole, its content is not
		if err == nil {
			err = errors.New("git did not return exactly one commit")
		}
		return classify(fmt.Sprintf("resolving the revision %q", rev), err)
	case errors.As(typeErr, &failed) && !absent(failed.Stderr):
		return corrupt(fmt.Sprintf("resolving the revision %q", rev), typeErr)
	case repo.IsShallow(ctx):
		return shallowError(fmt.Sprintf("commit %s is not in this clone", object), typeErr)
	}
	return &Error{Kind: ErrMissing, Err: typeErr, Message: fmt.Sprintf("commit %s is not in this clone", object),
		Remedy: "fetch it first: git fetch origin " + object}
}

// absent reports whether git says that it has no such object, rather than
// that it has a damaged one.
func absent(words string) bool {
	return strings.Contains(words, "could not get object info") && !strings.Contains(words, "error:")
}

func shallowError(message string, err error) error {
	return &Error{Kind: ErrShallow, Err: err, Message: "shallow clone: " + message,
		Remedy: "get the history with fetch-depth: 0 in actions/checkout, or git fetch --deepen=100 (git fetch --unshallow for all of it)"}
}

// isUnborn reports whether rev is HEAD, or the branch that HEAD names, before
// its first commit.
func isUnborn(ctx context.Context, repo git.Repo, rev string) bool {
	branch, err := repo.ReadLine(ctx, "symbolic-ref", "--quiet", "HEAD")
	if err != nil || rev != "HEAD" && rev != "@" && rev != branch && rev != strings.TrimPrefix(branch, "refs/heads/") {
		return false
	}
	_, err = repo.Run(ctx, "show-ref", "--verify", "--quiet", "--", branch)
	return err != nil
}

// findSimilar is the name of the branch or tag that is most like rev, or "": the
// same name of a remote first, then in other case, then two letters away.
func findSimilar(ctx context.Context, repo git.Repo, rev string) string {
	out, err := repo.Run(ctx, "for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes", "refs/tags")
	if err != nil {
		return ""
	}
	best, bestAway := "", 3
	for name := range strings.Lines(string(out)) { // sorted by git
		_, name, _ = strings.Cut(strings.TrimSpace(strings.TrimPrefix(name, "refs/")), "/")
		away := min(distance(rev, name), 1+distance(rev, path.Base(name)))
		if _, branch, _ := strings.Cut(name, "/"); branch == rev {
			away = 0
		}
		if strings.EqualFold(rev, name) {
			away = 0
		}
		if away < bestAway && len(rev) > away {
			best, bestAway = name, away
		}
	}
	return best
}

// distance is the number of bytes to insert, delete or exchange to make b of
// a; words of more than 100 bytes are far from everything.
func distance(a, b string) int {
	if len(a) > 100 || len(b) > 100 {
		return max(len(a), len(b))
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			swap := diagonal
			if a[i] != b[j] {
				swap = 1 + slices.Min([]int{diagonal, row[j], row[j+1]})
			}
			diagonal, row[j+1] = row[j+1], swap
		}
	}
	return row[len(b)]
}

package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/bundle"
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/dsse"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/schemas"
)

func newPolicyLock(env *Env) *cobra.Command {
	var repo clone
	var update bool
	var key string
	cmd := &cobra.Command{
		Use:   "lock [NAME=]SOURCE...",
		Short: "Use the policies of another repository or a bundle",
		Long: `Write .modelgate/lock.yaml: each policy source with its commit and the digest of its content.
A SOURCE is a repository, such as github.com/acme/policies, with @BRANCH, @TAG or @COMMIT, or
the path of a bundle in this repository. The first source is the uppermost: the policies of
each later source, and those of this repository, can only tighten it.

The file takes effect once merged. With --update, sources that are repositories move to the
newest commit of their branch or tag.`,
		Example: `  modelgate policy lock github.com/acme/policies
  modelgate policy lock platform=github.com/acme/platform-policies@v3 research=gitlab.com/acme/research-policies
  modelgate policy lock --update`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 && !update {
				return usage("expected a source, such as github.com/acme/policies, or --update")
			}
			return env.lockPolicies(cmd.Context(), repo, args, update, key)
		},
	}
	cloneFlags(cmd.Flags(), &repo)
	cmd.Flags().StringVar(&key, "key", "", "require of bundles a signature by the public key in `FILE` (PEM), now and in each run")
	cmd.Flags().BoolVar(&update, "update", false, "move repositories to the newest commit of their branch or tag")
	return cmd
}

func (e *Env) lockPolicies(ctx context.Context, of clone, args []string, update bool, keyFile string) error {
	var key string
	if keyFile != "" {
		text, err := e.readFile("key", keyFile, maxKey)
		if err == nil {
			_, err = dsse.ParsePublic(text)
		}
		if err != nil {
			return &exit{Misused, fmt.Errorf("--key: %w", err)}
		}
		key = string(text)
	}
	repo, err := e.find(ctx, of, actions.Detect(e.Getenv))
	if err != nil {
		return err
	}
	tree, err := source.OpenWorktree(ctx, repo)
	if err != nil {
		return err
	}
	defer tree.Close()
	list, found, err := config.ReadSources(tree)
	if err == nil && len(found) > 0 {
		err = &config.Invalid{Commit: tree.Commit, Findings: found}
	}
	if err != nil {
		return err
	}
	p, err := e.policySources(ctx, repo, of)
	if err != nil {
		return err
	}
	l := locker{policySources: p, tree: tree, list: list, key: key}
	var named []string
	for _, word := range args {
		name, err := l.add(ctx, word)
		if err != nil {
			return err
		}
		named = append(named, name)
	}
	if update {
		if err := l.update(ctx, named); err != nil {
			return err
		}
	}
	locked, err := l.load(ctx)
	if err != nil {
		return fmt.Errorf("%s was not changed: %w", config.SourcesPath, err)
	}
	if _, own := gate.Catalogue(ctx, source.Base{Tree: locked}); own != nil {
		if was, err := tree.Read(config.SourcesPath, document.MaxBytes); err == nil && string(was) == lockText(l.list) {
			return own
		}
		if e.usableAsLocked(ctx, repo, of, tree) {
			return fmt.Errorf("%s was not changed, because the settings and rules of this repository do not fit below its sources; fix them first: %w", config.SourcesPath, own)
		}
		fmt.Fprintf(e.Stderr, "modelgate: warning: the settings and rules of this repository cannot be used: %s\n", visible(own.Error()))
	}
	if err := l.write(repo.Dir, lockText(l.list)); err != nil {
		return fmt.Errorf("writing %s: %w", config.SourcesPath, err)
	}
	_, err = io.WriteString(e.Stdout, l.told.String())
	return err
}

// usableAsLocked reports whether a repository can be judged by the lock that it has: what
// cannot is no fault of the new one, which may be part of the repair.
func (e *Env) usableAsLocked(ctx context.Context, repo git.Repo, of clone, tree source.Tree) bool {
	before, err := e.withPolicies(ctx, repo, of, tree)
	if err == nil {
		_, err = gate.Catalogue(ctx, source.Base{Tree: before})
	}
	return err == nil
}

// locker makes the list of a lock.
type locker struct {
	*policySources
	tree source.Tree
	list []config.Source
	key  string // that bundles must be signed with; "" for that which the lock has
	told strings.Builder
}

var (
	sourceName = pattern.New(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	refName    = pattern.New(`^[A-Za-z0-9][A-Za-z0-9._/+-]{0,199}$`)
)

// add adds the source of a word, or puts it in the place of the one of its name, which is
// returned.
func (l *locker) add(ctx context.Context, word string) (string, error) {
	name, rest, named := strings.Cut(word, "=")
	if !named || strings.Contains(name, "/") {
		rest, name = word, ""
	}
	s := config.Source{Name: name}
	place, ref := cutRef(rest)
	if e, there := l.tree.Lookup(filepath.ToSlash(rest)); there && e.Kind == source.File {
		s.Bundle = e.Path
	} else if strings.HasSuffix(rest, ".tar.gz") || strings.HasSuffix(rest, ".tar") {
		return "", usage("this repository has no file %q: add the bundle to it, or write the entry with its digest and pass --policies NAME=FILE to each run", rest)
	} else if isDirectory(l.path(rest)) {
		return "", usage("%q is a directory, which has no commit and no digest: name its repository, such as github.com/acme/policies, or pack it with `modelgate policy bundle` and add the bundle to this repository", rest)
	} else {
		var err error
		if s.Git, err = parseAddress(place); err != nil {
			return "", err
		}
		if s.Ref = ref; !refName.MatchString(ref) && place != rest {
			return "", usage("invalid branch, tag or commit %q", ref)
		}
	}
	if s.Name == "" {
		s.Name = nameOf(s)
	}
	if !sourceName.MatchString(s.Name) || len(s.Name) > 40 {
		return "", usage("%q cannot be the name of a source: use lowercase letters, digits and dashes, as in acme=%s", s.Name, rest)
	}
	if s.Git != "" && l.key != "" {
		return "", usage("--key applies to bundles, and %s is a repository, whose commit is its digest", s.Git)
	}
	i := slices.IndexFunc(l.list, func(old config.Source) bool { return old.Name == s.Name })
	if i < 0 {
		i = len(l.list)
		l.list = append(l.list, s)
	}
	if s.Bundle != "" { // a key is replaced, and never dropped
		s.Key = cmp.Or(l.key, l.list[i].Key)
	}
	return s.Name, l.lock(ctx, i, s)
}

func isDirectory(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// cutRef cuts the branch, tag or commit off the address of a repository.
func cutRef(word string) (place, ref string) {
	_, rest, has := strings.Cut(word, "://")
	if !has {
		rest = word
	}
	_, inPath, _ := strings.Cut(rest, "/") // what is before the path is of the server
	i := strings.LastIndex(inPath, "@")
	if i < 0 {
		return word, ""
	}
	return word[:len(word)-len(inPath)+i], inPath[i+1:]
}

// nameOf is what a source is called unless the user says otherwise: as its repository or
// file.
func nameOf(s config.Source) string {
	name := strings.TrimSuffix(path.Base(s.Origin()), ".git")
	name, _, _ = strings.Cut(name, ".tar")
	return strings.ToLower(strings.NewReplacer("_", "-", ".", "-").Replace(strings.TrimPrefix(name, ".")))
}

// update moves the repositories that were not named to the newest commits.
func (l *locker) update(ctx context.Context, named []string) error {
	moved := 0
	for i, s := range l.list {
		if s.Git == "" || slices.Contains(named, s.Name) {
			continue
		}
		moved++
		if err := l.lock(ctx, i, s); err != nil {
			return err
		}
	}
	if moved == 0 && len(named) == 0 {
		return usage("%s has no source that is a repository", config.SourcesPath)
	}
	return nil
}

// lock reads a source as it is now, and states its commit and digest.
func (l *locker) lock(ctx context.Context, i int, s config.Source) error {
	var src []byte
	var b bundle.Bundle
	var err error
	if s.Bundle != "" {
		if src, err = l.tree.Read(s.Bundle, bundle.MaxBytes); err == nil {
			if err = signed(s, src, s.Bundle+bundle.SignatureSuffix, l.tree.Read); err != nil {
				return &exit{Misused, err}
			}
		}
	} else {
		s.Commit, src, err = l.newest(ctx, s)
	}
	if err == nil {
		if b, err = bundle.Read(src); err != nil {
			err = &unusableCommit{err}
		}
	}
	if err != nil {
		err = fmt.Errorf("reading the policy source %s: %w", s.Origin(), err)
		if isRefused(err) {
			return &exit{Misused, err}
		}
		return err
	}
	was := l.list[i]
	s.Digest = bundle.Digest(src)
	l.list[i] = s
	if s.Git != "" {
		l.keep(s.Digest, src)
		if l.opened[s.Digest], err = b.Tree(); err != nil {
			return err
		}
	}
	state := "locked"
	if was.Digest == s.Digest && was.Commit == s.Commit {
		state = "unchanged"
	} else if was.Commit != "" && was.Commit != s.Commit {
		state = "moved from " + was.Commit
	}
	fmt.Fprintf(&l.told, "%s: %s, %s (%s)\n", s.Name, visible(s.String()), s.Digest, state)
	l.tellSignature(s)
	return nil
}

// tellSignature says what became of the signature of a bundle: one that nothing requires is
// not read.
func (l *locker) tellSignature(s config.Source) {
	file := s.Bundle + bundle.SignatureSuffix
	_, there := l.tree.Lookup(file)
	switch key, err := dsse.ParsePublic([]byte(s.Key)); {
	case s.Bundle != "" && s.Key != "" && err == nil:
		fmt.Fprintf(&l.told, "  signature: valid, by the key %s\n", key.ID())
	case s.Bundle != "" && s.Key == "" && there:
		fmt.Fprintf(&l.told, "  signature: not checked; to require the one in %s, pass --key FILE\n", visible(file))
	}
}

// load loads the sources of the new lock, each below those above it: with one that cannot
// be used, nothing could be decided once the lock is merged.
func (l *locker) load(ctx context.Context) (source.Tree, error) {
	tree, err := l.policySources.add(ctx, l.tree.With(map[string][]byte{config.SourcesPath: []byte(lockText(l.list))}), true)
	if err != nil {
		return tree, err
	}
	return tree, gate.LoadSources(ctx, tree)
}

// isRefused reports whether reading a source again cannot help.
func isRefused(err error) bool {
	var unusable *unusableCommit
	return errors.As(err, &unusable) || source.IsRefusal(err)
}

// newest is the commit that a source is at, and the bundle of it.
func (l *locker) newest(ctx context.Context, s config.Source) (commit string, src []byte, err error) {
	if path := l.given[s.Name]; path != "" {
		repo, err := git.Find(ctx, l.path(path))
		if err != nil {
			return "", nil, err
		}
		ref := s.Ref
		if ref == "" {
			ref = "HEAD"
		}
		if commit, err = source.Resolve(ctx, repo, ref); err != nil {
			return "", nil, err
		}
		src, err = packCommit(ctx, repo, commit)
		return commit, src, err
	}
	commit = s.Ref
	if !fullCommit.MatchString(commit) {
		err = l.remotely(ctx, s.Git, func(ctx context.Context, repo git.Repo) error {
			commit, err = repo.RemoteCommit(ctx, s.Git, s.Ref)
			return err
		})
		if err == nil && commit == "" {
			err = usage("%s has no branch or tag %q", s.Git, s.Ref)
		}
		if err != nil {
			return "", nil, err
		}
	}
	src, err = l.fetch(ctx, s.Git, commit)
	return commit, src, err
}

var fullCommit = pattern.New(`^([0-9a-f]{40}|[0-9a-f]{64})$`)

// lockText is a lock as a file.
func lockText(list []config.Source) string {
	var b strings.Builder
	b.WriteString(schemas.Line(schema.Sources))
	b.WriteString("# Policy sources, the uppermost first. Written by `modelgate policy lock`.\napiVersion: modelgate.dev/v1\nkind: PolicyLock\nsources:\n")
	for _, s := range list {
		fmt.Fprintf(&b, "  - {name: %s", s.Name)
		for _, p := range [][2]string{{"git", s.Git}, {"ref", s.Ref}, {"commit", s.Commit}, {"bundle", s.Bundle}, {"key", s.Key}, {"digest", s.Digest}} {
			if p[1] != "" {
				fmt.Fprintf(&b, ", %s: %s", p[0], document.Quoted(p[1]))
			}
		}
		b.WriteString("}\n")
	}
	return b.String()
}

func (l *locker) write(dir, text string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	was, err := l.tree.Read(config.SourcesPath, document.MaxBytes)
	if err == nil && string(was) == text || err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return rewriteOne(root, l.tree, config.SourcesPath, []byte(text))
}

func newPolicyBundle(env *Env) *cobra.Command {
	var repo clone
	var rev, out string
	cmd := &cobra.Command{
		Use:   "bundle",
		Short: "Pack the policies of this repository",
		Long: `Pack .modelgate (rules, tables, packs of laws, config.yaml and thresholds.yaml, without tests)
into a bundle in OPA's format, and print its digest. The same commit gives the same bytes
with the same version of modelgate. A FILE that ends with .tar is not compressed: its digest
is the one that lock.yaml has for the commit.`,
		Example: `  modelgate policy bundle -o policies.tar.gz`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if out == "" {
				return usage("required flag --output not set; for example, -o policies.tar.gz")
			}
			return env.bundlePolicies(cmd.Context(), repo, rev, out)
		},
	}
	cloneFlags(cmd.Flags(), &repo)
	cmd.Flags().StringVar(&rev, "rev", "HEAD", "pack the policies at `REV`")
	cmd.Flags().StringVarP(&out, "output", "o", "", "write the bundle to `FILE` (required)")
	return cmd
}

func (e *Env) bundlePolicies(ctx context.Context, of clone, rev, out string) error {
	repo, err := e.find(ctx, of, actions.Detect(e.Getenv))
	if err != nil {
		return err
	}
	commit, err := source.Resolve(ctx, repo, rev)
	if err != nil {
		return err
	}
	src, err := packCommit(ctx, repo, commit)
	if err == nil && !strings.HasSuffix(out, ".tar") {
		src, err = bundle.Compress(src)
	}
	var unusable *unusableCommit
	if errors.As(err, &unusable) {
		return &exit{Misused, err}
	}
	if err != nil {
		return err
	}
	err = replaceFile(e.path(out), func(w io.Writer) error {
		_, err := w.Write(src)
		return err
	})
	if err != nil {
		return fmt.Errorf("writing %s: %w", out, err)
	}
	_, err = fmt.Fprintf(e.Stdout, "%s: %s, commit %s\n", visible(out), bundle.Digest(src), commit)
	return err
}

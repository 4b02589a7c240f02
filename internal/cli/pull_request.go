package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/envrepo"
	"github.com/modelgate-dev/modelgate/internal/forge"
	"github.com/modelgate-dev/modelgate/internal/promotion"
	"github.com/modelgate-dev/modelgate/internal/report"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// registerHost adds the flag that says where the pull requests of an environment
// repository are.
func (r *environmentRepository) registerHost(cmd *cobra.Command) {
	cmd.Flags().StringVar(&r.host, "host", "", "open pull requests on a host of this `KIND`, or KIND=URL of the repository, if --to does not show it: "+strings.Join(forge.Kind("").Words(), ", "))
	complete(cmd, "host", forge.Kind("").Words()...)
}

// checkHost refuses a host that cannot be one, before anything is done.
func (r *environmentRepository) checkHost() error {
	kind, _, _ := strings.Cut(r.host, "=")
	if words := forge.Kind("").Words(); kind != "" && !slices.Contains(words, kind) {
		return usage("invalid value %q for --host: use %s", kind, strings.Join(words, ", "))
	}
	return nil
}

// address is the environment repository on its host. declared is the kind that the
// repository's own configuration states.
func (r *environmentRepository) address(e *Env, declared string) (forge.Address, error) {
	kind, remote, named := strings.Cut(r.host, "=")
	if !named {
		remote = r.remote
	}
	a, err := forge.Find(remote, forge.Kind(cmp.Or(kind, declared)))
	if err != nil && kind == "" && declared == "" {
		a, err = forge.Find(remote, e.hostOfJob(remote))
	}
	return a, err
}

// jobServers are the variables with the server of a CI job.
var jobServers = []struct {
	variable string
	kind     forge.Kind
}{{"GITHUB_SERVER_URL", forge.GitHub}, {"CI_SERVER_URL", forge.GitLab}, {"SYSTEM_COLLECTIONURI", forge.Azure}}

// hostOfJob is the kind of the server that the CI job runs on, if the remote is on it.
func (e *Env) hostOfJob(remote string) forge.Kind {
	for _, system := range jobServers {
		server := strings.TrimRight(e.Getenv(system.variable), "/")
		if server == "" || !strings.HasPrefix(promotion.RepositoryName(remote), promotion.RepositoryName(server+"/")) || serverOf(remote) != serverOf(server) {
			continue
		}
		if system.kind == forge.GitHub && (e.Getenv("GITEA_ACTIONS") == "true" || e.Getenv("FORGEJO_ACTIONS") == "true") {
			return forge.Gitea
		}
		return system.kind
	}
	return ""
}

// serverOf is the scheme and the host of an URL.
func serverOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Scheme + "://" + u.Host)
}

// hostTokens are the variables with the token for each kind of host, apart from
// MODELGATE_TOKEN, which comes first.
var hostTokens = map[forge.Kind]string{forge.GitHub: "GITHUB_TOKEN", forge.GitLab: "GITLAB_TOKEN", forge.Gitea: "GITEA_TOKEN", forge.Azure: "SYSTEM_ACCESSTOKEN"}

// tokenFor is the token for a server of a kind, "" for an unknown one.
func (e *Env) tokenFor(kind forge.Kind, server string) string {
	if t := strings.TrimSpace(e.Getenv("MODELGATE_TOKEN")); t != "" {
		return t
	}
	return e.ownToken(kind, server)
}

// ownToken is the token in the variable of a kind of host. GITHUB_TOKEN is that of the
// job's server, and outside of jobs that of github.com: no other server gets it.
func (e *Env) ownToken(kind forge.Kind, server string) string {
	if kind == forge.GitHub && serverOf(server) != serverOf(cmp.Or(e.Getenv("GITHUB_SERVER_URL"), "https://github.com")) {
		return ""
	}
	return strings.TrimSpace(e.Getenv(hostTokens[kind]))
}

// openHost prepares the pull requests of the environment repository.
func (r *environmentRepository) openHost(e *Env, declared string) (*forge.Host, error) {
	a, err := r.address(e, declared)
	if err != nil {
		return nil, usage("the host of its pull requests and statuses is unknown: %v.\nSpecify it with --host KIND=URL, such as --host gitlab=https://gitlab.example.com/platform/environments, or as host in %s", err, promotion.EnvPath)
	}
	o := forge.Options{Token: r.tokenOn(e, a.Kind, a.Server), UserAgent: "modelgate/" + e.Version}
	if event, err := actions.ReadEvent(e.Getenv); err == nil && a.Kind == forge.GitHub && strings.TrimSuffix(event.Server, "/") == a.Server {
		o.BaseURL = event.API
	}
	host, err := forge.Open(a, o)
	if err != nil {
		return nil, &exit{Misused, err}
	}
	return host, nil
}

// lazyHost is the host of the environment repository, found when it is needed.
func (r *environmentRepository) lazyHost(e *Env, tree source.Tree) func() (*forge.Host, error) {
	return sync.OnceValues(func() (*forge.Host, error) {
		declared, err := promotion.HostOf(tree)
		if err != nil {
			return nil, err
		}
		return r.openHost(e, declared)
	})
}

// dated is a history that asks the host of its branch, "" for any, when it was merged what
// git does not date.
func dated(ctx context.Context, host func() (*forge.Host, error), past promotion.Past, branch string) promotion.Past {
	return envrepo.WithMergeTimes(past, func(commit string) (time.Time, error) {
		h, err := host()
		if err != nil {
			return time.Time{}, err
		}
		return h.MergedAt(ctx, commit, branch)
	})
}

// statuses asks the host for the newest statuses of a commit, by name, each commit once.
// Of two of a name, as jobs of two pipelines may have it, the newer one counts.
func statuses(ctx context.Context, host func() (*forge.Host, error)) func(string) (map[string]promotion.CommitStatus, error) {
	asked := map[string]map[string]promotion.CommitStatus{}
	return func(commit string) (map[string]promotion.CommitStatus, error) {
		if known, ok := asked[commit]; ok {
			return known, nil
		}
		h, err := host()
		if err != nil {
			return nil, err
		}
		all, err := h.Statuses(ctx, commit)
		if err != nil {
			return nil, err
		}
		out := map[string]promotion.CommitStatus{}
		for _, s := range all {
			other, twice := out[s.Name]
			if !twice || s.At.After(other.At) || s.At.Equal(other.At) && s.Outcome != forge.Succeeded {
				out[s.Name] = promotion.CommitStatus{State: promotion.StatusState(s.Outcome), At: s.At}
			}
		}
		asked[commit] = out
		return out, nil
	}
}

// pull is a change on its way into an environment by a pull request.
type pull struct {
	environment string
	label       string   // that a person knows the models by
	words       []string // that tell the models apart from others
	plan        envrepo.Planner
	older       func(commits []string) (bool, error)
}

// propose brings the pull request of a change up to date.
func (e *Env) propose(ctx context.Context, target *placed, c pull) (envrepo.Result, error) {
	to := target.at
	repo, ok := target.branch.(*envrepo.Git)
	if !ok {
		return envrepo.Result{}, usage("environment %s takes pull requests, which requires --landing %s", c.environment, landingGit)
	}
	at, err := envrepo.Read(ctx, target, to.retry(e))
	if err != nil {
		return envrepo.Result{}, err
	}
	environment, err := promotion.LoadEnvironment(at.Tree, c.environment)
	at.Close() //nolint:errcheck // it has been read
	if err != nil {
		return envrepo.Result{}, err
	}
	host, err := to.openHost(e, environment.Host)
	if err != nil {
		return envrepo.Result{}, err
	}
	plan := func(at promotion.Snapshot) (promotion.Plan, error) { return c.plan(target.prepared(ctx, at)) }
	result, err := envrepo.Propose(ctx, repo, plan, envrepo.PullRequests{
		Host: host, Branch: envrepo.BranchOf(c.environment, c.label, c.words...), Older: c.older,
		Describe: func(at promotion.Snapshot, plan promotion.Plan) (string, string, error) {
			return describePlan(at, plan, host.BodyLimit()-200)
		},
	}, to.retry(e))
	if err == nil && result.Pulled.Warning != "" {
		e.warn("%s", result.Pulled.Warning)
	}
	return result, err
}

// proposePromotion is propose for the models of a merged commit.
func (p *promoter) proposePromotion(ctx context.Context, target *placed, plan envrepo.Planner, undecided func() int) (envrepo.Result, error) {
	if strings.TrimSpace(p.origin) == "" {
		return envrepo.Result{}, usage("environment %s takes pull requests, and the source repository has no remote \"origin\": without it, the pull requests of two repositories cannot be distinguished; set it with `git remote add origin URL`", p.flags.env)
	}
	p.release.Mode = promotion.PullRequest
	precedes := envrepo.Precedes(ctx, p.repo)
	origin := promotion.RepositoryName(p.origin)
	return p.propose(ctx, target, pull{
		environment: p.flags.env, label: strings.TrimPrefix(path.Base(path.Dir(origin))+"/"+path.Base(origin), "./"), words: append([]string{origin}, slices.Sorted(slices.Values(p.flags.models))...),
		plan: func(at promotion.Snapshot) (promotion.Plan, error) {
			made, err := plan(at)
			if n := undecided(); err == nil && n > 0 {
				return made, fmt.Errorf("%d %s not be checked completely: the pull request stays as it is", n, plural(n, "model could", "models could"))
			}
			return made, err
		},
		older: func(commits []string) (bool, error) {
			for _, commit := range commits {
				if commit == p.tree.Commit {
					continue
				}
				if older, err := precedes(p.tree.Commit, commit); err != nil || older {
					return older, err
				}
			}
			return false, nil
		},
	})
}

// told says what became of a pull request.
func told(p *envrepo.Pulled) string {
	at := fmt.Sprintf("pull request #%d: %s\n", p.Number, p.URL)
	switch p.Step {
	case envrepo.Opened:
		return "opened " + at
	case envrepo.Updated:
		return "updated " + at
	case envrepo.Closed:
		return "nothing is left to merge: closed " + at
	case envrepo.Declined:
		return "closed without a merge, and nothing has changed since: " + at + fmt.Sprintf("to open another one, delete the branch %s\n", p.Branch)
	case envrepo.Unchanged:
		if p.Kept != "" {
			return fmt.Sprintf("nothing is left to merge, but branch %s has commit %s, which modelgate did not make: left as it is: %s", p.Branch, p.Kept, at)
		}
		return "up to date: " + at
	}
	if p.Kept != "" {
		return fmt.Sprintf("branch %s has commit %s, which modelgate did not make: left as it is\n", p.Branch, p.Kept)
	}
	return ""
}

// describePlan is the title and the body of the pull request of a plan: what it
// changes, what it leaves out and why, and the manifests as a diff, as far as there is
// room. No text of others is outside of code.
func describePlan(at promotion.Snapshot, plan promotion.Plan, limit int) (title, body string, err error) {
	title, _, _ = strings.Cut(plan.Message, "\n")
	diff, err := diffManifests(at.Tree, plan)
	if err != nil {
		return "", "", err
	}
	var changes, paths []string
	for _, f := range plan.Files {
		paths = append(paths, "write  "+f.Path)
	}
	for _, p := range plan.Deletes {
		paths = append(paths, "delete "+p)
	}
	slices.Sort(paths)
	for _, i := range plan.In(promotion.Promote) {
		row, err := rowOf(plan, i)
		if err != nil {
			return "", "", err
		}
		changes = append(changes, row)
	}
	var others []string
	for _, i := range plan.Items {
		if i.State != promotion.Promote && i.State != promotion.AlreadyPromoted {
			others = append(others, itemLine(i, true, true))
		}
	}
	full := "<details><summary>Changes to the manifests</summary>\n\n" + strings.Replace(report.Fenced(diff), "\n", "diff\n", 1) + "\n\n</details>\n"
	list := "The diff is too long to show here. Files:\n\n" + report.Fenced(strings.Join(paths, "\n")) + "\n"
	if diff == "" {
		full = ""
	}
	for _, size := range []struct {
		rows, others int
		end          string
	}{{len(changes), len(others), full}, {len(changes), len(others), list}, {50, 20, ""}, {10, 5, ""}, {0, 0, ""}} {
		body = pullRequestBody(plan, changes, others, size.rows, size.others) + size.end
		if len(body) <= limit {
			break
		}
	}
	return title, body, nil
}

func pullRequestBody(plan promotion.Plan, changes, others []string, rows, lines int) string {
	var b strings.Builder
	intro := "This pull request changes environment `%s` of this repository. Every model in it passed its checks.\n\n"
	if in := plan.In(promotion.Promote); len(in) > 0 && in[0].Operation == promotion.Attests {
		intro = "This pull request adds signatures to records of environment `%s` of this repository. It changes nothing that is deployed.\n\n"
	} else if len(in) > 0 && !in[0].HasRecord() {
		intro = "This pull request adds evidence about a model to environment `%s` of this repository. It changes nothing that is deployed.\n\n"
	}
	fmt.Fprintf(&b, intro, actions.Clean(plan.Environment))
	if rows = min(rows, len(changes)); rows > 0 {
		b.WriteString("| Model | Version | Replaces | Change | Target | Artifacts |\n|---|---|---|---|---|---|\n" + strings.Join(changes[:rows], ""))
	}
	if more := len(changes) - rows; more > 0 {
		fmt.Fprintf(&b, "\n%d more %s in the commit.\n", more, plural(more, "model is", "models are"))
	}
	if len(others) > 0 {
		fmt.Fprintf(&b, "\nNot in it:\n\n")
		if lines = min(lines, len(others)); lines > 0 {
			b.WriteString(report.Fenced(strings.Join(others[:lines], "\n")) + "\n")
		}
		if more := len(others) - lines; more > 0 {
			fmt.Fprintf(&b, "\n%d more %s blocked.\n", more, plural(more, "model is", "models are"))
		}
	}
	b.WriteString("\nMerge it in any way. modelgate keeps it up to date and closes it once nothing is left to merge. Close it to decline these versions. Do not edit its files: `modelgate verify` reports that as tampering.\n\n")
	return b.String()
}

// rowOf is a row of the table of changes. Each cell has a form that was checked.
func rowOf(plan promotion.Plan, i promotion.Item) (string, error) {
	if !i.HasRecord() { // that of a signature is in the branch already
		return fmt.Sprintf("| %s | %s | – | %s | – | – |\n", code(i.Model), code(i.Version), code(i.Operation)), nil
	}
	at := slices.IndexFunc(plan.Files, func(f promotion.File) bool { return f.Path == i.Record })
	if at < 0 {
		return "", fmt.Errorf("the plan has no record of %s", i.Model)
	}
	var r promotion.Record
	if err := json.Unmarshal(plan.Files[at].Content, &r); err != nil {
		return "", fmt.Errorf("reading the record of %s: %w", i.Model, err)
	}
	var digests []string
	for n, a := range r.Artifacts {
		if n == 5 {
			digests = append(digests, fmt.Sprintf("%d more", len(r.Artifacts)-n))
			break
		}
		digests = append(digests, code(a.Digest))
	}
	replaces := "–"
	if i.Replaces != "" {
		replaces = code(i.Replaces)
	}
	return fmt.Sprintf("| %s | %s | %s | %s | %s | %s |\n", code(i.Model), code(i.Version), replaces, code(r.Operation), code(r.Render.Target), strings.Join(digests, "<br>")), nil
}

// code is a word without blanks as code in a table.
func code(word string) string {
	return "`" + strings.Map(func(r rune) rune {
		if r <= ' ' || r == '`' || r == '|' || r == '\\' || r > '~' {
			return '_'
		}
		return r
	}, cmp.Or(word, "-")) + "`"
}

// isPullRequestOnly reports whether an environment refused a commit because it takes
// pull requests.
func isPullRequestOnly(err error) bool { return errors.Is(err, promotion.ErrPullRequest) }

package cli

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/envrepo"
	"github.com/modelgate-dev/modelgate/internal/forge"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/github"
	"github.com/modelgate-dev/modelgate/internal/promotion"
	"github.com/modelgate-dev/modelgate/internal/release"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// environmentRepository are the flags that say where commits to environments go.
type environmentRepository struct {
	remote, branch, landing, host string
	timeout                       time.Duration
	foreign                       bool // on another server than --to, as its configuration states
}

// The ways in which a commit gets into an environment repository.
const (
	landingGit = "git"
	landingAPI = "github-api"
)

func (r *environmentRepository) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&r.remote, "to", "", "environment repository: a git `REMOTE` or a directory")
	flags.StringVar(&r.branch, "branch", "", "`BRANCH` of the environment repository (default: its default branch)")
	flags.StringVar(&r.landing, "landing", landingGit, "commit in this `WAY`: git, or github-api (no clone, commits signed by GitHub)")
	flags.DurationVar(&r.timeout, "timeout", envrepo.DefaultTimeout, "retry for `DURATION` if the repository is out of reach, or other commits reach the branch first")
	complete(cmd, "landing", landingGit, landingAPI)
}

func (r *environmentRepository) check() error {
	switch {
	case r.remote == "":
		return usage("required flag --to not set: specify the environment repository, a git remote or a directory")
	case r.landing != landingGit && r.landing != landingAPI:
		return usage("--landing %q is unknown: use %s or %s", r.landing, landingGit, landingAPI)
	case r.timeout <= 0:
		return usage("--timeout must be longer than 0, such as 5m")
	}
	return r.checkHost()
}

// retry is how long a command tries. What it waits for is told: 5 minutes are long.
func (r *environmentRepository) retry(e *Env) envrepo.Retry {
	return envrepo.Retry{Timeout: r.timeout, Unreached: func(err error, until time.Time) {
		fmt.Fprintf(e.Stderr, "modelgate: %s; trying again until %s (--timeout)\n", visible(err.Error()), until.UTC().Format(time.TimeOnly+" UTC"))
	}}
}

// environmentBranch is the branch that a command commits to.
type environmentBranch interface {
	envrepo.Repo
	Branch() string
	At(ctx context.Context, moment time.Time) (promotion.Snapshot, error)
	Close() error
}

func (r *environmentRepository) open(ctx context.Context, e *Env) (environmentBranch, error) {
	if r.landing == landingGit {
		return envrepo.OpenGit(ctx, r.remote, r.branch, envrepo.Options{Dir: e.Dir, Now: e.Now, Token: r.token(e)})
	}
	server, name, ok := repositoryOn(r.remote)
	if !ok {
		return nil, usage("--landing %s needs a URL such as https://github.com/OWNER/NAME in --to", landingAPI)
	}
	o := github.Options{ServerURL: server, Token: r.tokenOn(e, forge.GitHub, server), Login: e.Getenv("MODELGATE_LOGIN"), UserAgent: "modelgate/" + e.Version}
	if event, err := actions.ReadEvent(e.Getenv); err == nil && (event.Server == "" || strings.TrimSuffix(event.Server, "/") == server) {
		o.BaseURL = event.API
	}
	client, err := github.New(o)
	if err != nil {
		return nil, err
	}
	repo, err := client.Repository(name)
	if err != nil {
		return nil, &exit{Misused, err}
	}
	return envrepo.OpenGitHub(ctx, repo, r.branch, r.remote, envrepo.Options{Dir: e.Dir, Now: e.Now, Token: o.Token})
}

// token is what is shown to the server of the remote: that of its kind of host. A
// server of an unknown kind gets MODELGATE_TOKEN only. The configuration of the
// repository, which may state the kind, is read later.
func (r *environmentRepository) token(e *Env) string {
	kind, _, _ := strings.Cut(r.host, "=")
	if a, err := forge.Find(r.remote, ""); kind == "" && err == nil {
		kind = string(a.Kind)
	}
	return r.tokenOn(e, cmp.Or(forge.Kind(kind), e.hostOfJob(r.remote)), r.remote)
}

// tokenOn is the token for a server. MODELGATE_TOKEN is for that of --to: a configuration
// that names another server does not get it sent there.
func (r *environmentRepository) tokenOn(e *Env, kind forge.Kind, server string) string {
	if r.foreign {
		return e.ownToken(kind, server)
	}
	return e.tokenFor(kind, server)
}

// repositoryOn is the server and the name of a repository of GitHub's, by its URL.
func repositoryOn(remote string) (server, name string, ok bool) {
	u, err := url.Parse(remote)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return "", "", false
	}
	name = strings.TrimSuffix(strings.Trim(u.Path, "/"), ".git")
	return u.Scheme + "://" + u.Host, name, strings.Count(name, "/") == 1
}

func (e *Env) promotionTool() promotion.Tool {
	return promotion.Tool{Name: "modelgate", Version: e.Version}
}

// openPromoted answers by the environment repository at a remote, which is read once
// it is asked for. The second result closes it.
func (e *Env) openPromoted(ctx context.Context, models git.Repo, remote string) (gate.Promoted, func()) {
	baselines := release.NewBaselines(ctx, models)
	closing := []func() error{baselines.Close}
	env := sync.OnceValues(func() (source.Tree, error) {
		target, err := envrepo.OpenGit(ctx, remote, "", envrepo.Options{Dir: e.Dir, Now: e.Now})
		if err != nil {
			return source.Tree{}, err
		}
		closing = append(closing, target.Close)
		at, err := envrepo.Read(ctx, target, envrepo.Retry{})
		if err == nil {
			closing = append(closing, at.Close)
		}
		return at.Tree, err
	})
	return baselines.Lazily(env), func() {
		for _, end := range slices.Backward(closing) {
			_ = end() // temporary copies: nothing depends on them
		}
	}
}

package cli

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/envrepo"
	"github.com/modelgate-dev/modelgate/internal/forge"
	"github.com/modelgate-dev/modelgate/internal/github"
	"github.com/modelgate-dev/modelgate/internal/promotion"
	"github.com/modelgate-dev/modelgate/internal/release"
)

// announceFlags say who is told of a promotion that was made.
type announceFlags struct {
	status, deployment bool
	notify             string
}

func (f *announceFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVar(&f.status, "source-status", false, "set a commit status on the promoted commit of the source repository")
	flags.BoolVar(&f.deployment, "deployment", false, "create a deployment of the promoted commit in the source repository (GitHub; requires deployments:write)")
	flags.StringVar(&f.notify, "notify", "", "post what was promoted to the webhook at `URL` (Slack-compatible; signed if MODELGATE_NOTIFY_SECRET is set)")
}

func (f announceFlags) check() error {
	if f.notify == "" {
		return nil
	}
	u, err := url.Parse(f.notify)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil { // it may be a secret, and is not shown
		return usage("--notify is not the https URL of a webhook")
	}
	return nil
}

// announce tells the source repository and a webhook what became of a promotion. It
// was made, whatever fails here: a failure is a warning.
func (p *promoter) announce(ctx context.Context, r envrepo.Result, chosen release.Choice) {
	warn := func(err error) {
		if err != nil {
			p.warn("environment %s: the promotion is not affected: %v", p.flags.env, err)
		}
	}
	f := p.flags.announce
	line := p.announcement(r, chosen)
	if f.status {
		warn(p.setSourceStatus(ctx, r, chosen, line))
	}
	if f.deployment && len(r.Commits) > 0 {
		warn(p.createDeployment(ctx, line))
	}
	if f.notify != "" && (len(r.Commits) > 0 || r.Pulled != nil && (r.Pulled.Step == envrepo.Opened || r.Pulled.Step == envrepo.Updated || r.Pulled.Step == envrepo.Closed)) {
		warn(p.notify(ctx, r, line))
	}
}

// announcement is one line on what became of the models.
func (p *promoter) announcement(r envrepo.Result, chosen release.Choice) string {
	changed, in := r.Plan.In(promotion.Promote), "promoted"
	if r.Pulled != nil {
		in = "in a pull request"
	}
	var parts []string
	if n := len(changed); n > 0 {
		names := make([]string, 0, 3)
		for _, i := range changed[:min(n, 3)] {
			names = append(names, i.Model+" "+i.Version)
		}
		if n > 3 {
			names = append(names, fmt.Sprintf("%d more", n-3))
		}
		parts = append(parts, in+": "+strings.Join(names, ", "))
	}
	for _, count := range []struct {
		n    int
		word string
	}{{len(r.Plan.In(promotion.AlreadyPromoted)), "already promoted"}, {len(r.Plan.In(promotion.Blocked)), "blocked"}, {len(chosen.Refused), "failed the check"}, {len(r.Plan.In(promotion.Tampered)), "tampered"}} {
		if count.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count.n, count.word))
		}
	}
	if len(parts) == 0 {
		return "nothing to deploy"
	}
	return strings.Join(parts, "; ")
}

// sourceHost is the host of the source repository. The token for its kind of host
// comes first: the other one may be that of the environment repository.
func (p *promoter) sourceHost() (*forge.Host, error) {
	a, err := forge.Find(p.origin, "")
	if err != nil {
		a, err = forge.Find(p.origin, p.hostOfJob(p.origin))
	}
	if err != nil {
		return nil, fmt.Errorf("the host of the source repository is unknown: %w", err)
	}
	o := forge.Options{Token: p.ownToken(a.Kind, a.Server), UserAgent: "modelgate/" + p.Version}
	if to, err := p.flags.to.address(p.Env, ""); o.Token == "" && err == nil && to.Server == a.Server {
		o.Token = p.tokenFor(a.Kind, a.Server)
	}
	if event, err := actions.ReadEvent(p.Getenv); err == nil && a.Kind == forge.GitHub && strings.TrimSuffix(event.Server, "/") == a.Server {
		o.BaseURL = event.API
	}
	return forge.Open(a, o)
}

func (p *promoter) setSourceStatus(ctx context.Context, r envrepo.Result, chosen release.Choice, line string) error {
	host, err := p.sourceHost()
	if err != nil {
		return err
	}
	s := forge.Status{Name: "modelgate/" + p.flags.env, Description: cut(line, github.StatusDescriptionLimit),
		Failed: len(chosen.Refused) > 0 || len(r.Plan.In(promotion.Tampered)) > 0 || len(r.Plan.In(promotion.Blocked)) > 0 && !p.flags.advance}
	if r.Pulled != nil {
		s.URL = r.Pulled.URL
	}
	return host.SetStatus(ctx, p.tree.Commit, s)
}

func (p *promoter) createDeployment(ctx context.Context, line string) error {
	host, err := p.sourceHost()
	if err != nil {
		return err
	}
	return host.Deploy(ctx, p.tree.Commit, p.flags.env, cut(line, github.StatusDescriptionLimit))
}

func (p *promoter) notify(ctx context.Context, r envrepo.Result, line string) error {
	text := fmt.Sprintf("modelgate: %s: %s", p.flags.env, line)
	if r.Pulled != nil && r.Pulled.URL != "" {
		text += "\n" + r.Pulled.URL
	}
	// What Slack takes for a mention or a link is only text here.
	text = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
	err := github.Notify(ctx, p.flags.announce.notify, p.Getenv("MODELGATE_NOTIFY_SECRET"), text, github.Options{UserAgent: "modelgate/" + p.Version})
	if errors.Is(err, github.ErrSettings) {
		return errors.New("the address of the webhook cannot be used: it must begin with https")
	}
	return err
}

// cut is at most so many code points of a text of ours.
func cut(s string, limit int) string {
	if runes := []rune(s); len(runes) > limit {
		return string(runes[:limit-1]) + "…"
	}
	return s
}

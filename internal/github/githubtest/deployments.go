package githubtest

import "fmt"

// Deployment is a deployment as tests look at it.
type Deployment struct {
	ID                            int64
	Commit, Environment, Task     string
	Description, State, TargetURL string // of its newest status
}

// Deployments lists the deployments, oldest first.
func (r *Repository) Deployments() (out []Deployment) {
	r.locked(func() {
		for _, d := range r.deployments {
			out = append(out, *d)
		}
	})
	return out
}

func (d *Deployment) render(r *Repository) map[string]any {
	at := fmt.Sprintf("%s/repos/%s/deployments/%d", r.s.APIURL(), r.Name, d.ID)
	return map[string]any{"id": d.ID, "node_id": "x", "url": at, "sha": d.Commit, "ref": d.Commit, "task": d.Task, "payload": map[string]any{},
		"original_environment": d.Environment, "environment": d.Environment, "description": nil, "creator": nil,
		"created_at": "2026-03-01T12:00:00Z", "updated_at": "2026-03-01T12:00:00Z", "statuses_url": at + "/statuses", "repository_url": r.s.APIURL() + "/repos/" + r.Name}
}

func (d *Deployment) renderStatus(r *Repository) map[string]any {
	at := fmt.Sprintf("%s/repos/%s/deployments/%d", r.s.APIURL(), r.Name, d.ID)
	return map[string]any{"id": d.ID + 1, "node_id": "x", "url": at + "/statuses/1", "state": d.State, "creator": nil, "description": d.Description, "environment": d.Environment,
		"target_url": d.TargetURL, "created_at": "2026-03-01T12:00:00Z", "updated_at": "2026-03-01T12:00:00Z", "deployment_url": at, "repository_url": r.s.APIURL() + "/repos/" + r.Name,
		"environment_url": "", "log_url": ""}
}

// createDeployment refuses a commit whose statuses are not all successful, unless
// the request says which of them count; none is a list too.
func createDeployment(c *call) answer {
	commit := c.repo.resolve(c.text("ref"))
	if commit == "" {
		return invalid("Deployment", "ref", "invalid", "No ref found for: "+c.text("ref"))
	}
	if _, given := c.body["required_contexts"]; !given && len(c.repo.statuses) > 0 {
		return problem(409, "Conflict: Commit status checks failed for "+c.text("ref"))
	}
	d := &Deployment{ID: c.s.id(), Commit: commit, Environment: cmpOr(c.text("environment"), "production"), Task: cmpOr(c.text("task"), "deploy")}
	c.repo.deployments = append(c.repo.deployments, d)
	return created(d.render(c.repo))
}

func listDeployments(c *call) answer {
	q, all := c.r.URL.Query(), []any{}
	for i := len(c.repo.deployments) - 1; i >= 0; i-- {
		d := c.repo.deployments[i]
		if (q.Get("sha") == "" || q.Get("sha") == d.Commit) && (q.Get("environment") == "" || q.Get("environment") == d.Environment) && (q.Get("task") == "" || q.Get("task") == d.Task) {
			all = append(all, d.render(c.repo))
		}
	}
	return ok(page(c, all))
}

func (c *call) deployment() *Deployment {
	for _, d := range c.repo.deployments {
		if d.ID == c.number("deployment_id") {
			return d
		}
	}
	return nil
}

func createDeploymentStatus(c *call) answer {
	d := c.deployment()
	if d == nil {
		return notFound()
	}
	if len(c.text("description")) > 140 {
		return invalid("DeploymentStatus", "description", "custom", "description is too long (maximum is 140 characters)")
	}
	d.State, d.Description, d.TargetURL = c.text("state"), c.text("description"), c.text("log_url")
	return created(d.renderStatus(c.repo))
}

func listDeploymentStatuses(c *call) answer {
	d := c.deployment()
	if d == nil {
		return notFound()
	}
	all := []any{}
	if d.State != "" {
		all = append(all, d.renderStatus(c.repo))
	}
	return ok(page(c, all))
}

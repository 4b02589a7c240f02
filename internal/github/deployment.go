package github

import (
	"context"
	"fmt"

	gh "github.com/google/go-github/v62/github"
)

// deploymentTask tells the deployments of promotions from those of other tools.
const deploymentTask = "modelgate"

// Deploy makes a deployment of a commit into an environment, and says that it was
// successful. One that exists for both gets another status only. It needs
// `deployments: write`.
func (r Repository) Deploy(ctx context.Context, commit, environment, description string) error {
	doing := fmt.Sprintf("creating the deployment of commit %s in %s", oneLine(commit), r)
	if err := checkSHA(commit); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	known, _, err := r.c.gh.Repositories.ListDeployments(ctx, r.owner, r.name, &gh.DeploymentsListOptions{SHA: commit, Environment: environment, Task: deploymentTask, ListOptions: gh.ListOptions{PerPage: 1}})
	if err != nil {
		return r.c.fail(doing, "deployments: write", err)
	}
	var made *gh.Deployment
	if len(known) > 0 {
		made = known[0]
	} else {
		task, automatic, contexts := deploymentTask, false, []string{} // the checks were made by the promotion
		made, _, err = r.c.gh.Repositories.CreateDeployment(ctx, r.owner, r.name, &gh.DeploymentRequest{Ref: &commit, Task: &task, AutoMerge: &automatic, RequiredContexts: &contexts, Environment: &environment, Description: &description})
		if err != nil {
			return r.c.fail(doing, "deployments: write", err)
		}
	}
	state := "success"
	_, _, err = r.c.gh.Repositories.CreateDeploymentStatus(replayable(ctx), r.owner, r.name, made.GetID(), &gh.DeploymentStatusRequest{State: &state, Description: &description})
	return r.c.fail(doing, "deployments: write", err)
}

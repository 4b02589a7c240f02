package githubtest

import (
	"net/http"
	"net/url"
	"strings"
)

func getRepo(c *call) answer { return ok(c.repo.render()) }

func getBranch(c *call) answer {
	name := c.params["branch"]
	id := c.repo.Tip(name)
	if id == "" {
		return notFound()
	}
	checks := map[string]any{"enforcement_level": "off", "contexts": []any{}, "checks": []any{}}
	if c.repo.protected[name] {
		checks = map[string]any{"enforcement_level": "everyone", "contexts": []any{"modelgate"}, "checks": []any{map[string]any{"context": "modelgate", "app_id": 15368}}}
	}
	full, _ := c.repo.renderCommit(id)
	return ok(map[string]any{"name": name, "protected": c.repo.protected[name], "protection": map[string]any{"enabled": c.repo.protected[name], "required_status_checks": checks},
		"commit": map[string]any{"sha": id, "commit": map[string]any{"tree": full["tree"], "message": full["message"]}}})
}

func branchRules(c *call) answer {
	all := []any{}
	for _, r := range c.repo.rules {
		m := map[string]any{"ruleset_source_type": "Repository", "ruleset_source": c.repo.Name, "ruleset_id": 1}
		for k, v := range r {
			m[k] = v
		}
		all = append(all, m)
	}
	return ok(page(c, all))
}

func codeownersErrors(c *call) answer {
	ref := c.r.URL.Query().Get("ref")
	if ref == "" {
		ref = c.repo.standard
	}
	for _, path := range []string{".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"} {
		if c.repo.resolve(ref+":"+path) != "" {
			list := []any{}
			for _, e := range c.repo.owners {
				list = append(list, e)
			}
			return ok(map[string]any{"errors": list})
		}
	}
	return notFound()
}

func jobPermissions(c *call) answer {
	return ok(map[string]any{"default_workflow_permissions": c.repo.jobs, "can_approve_pull_request_reviews": false})
}

// teamMembers is not about a repository: a job's token never sees a team.
func teamMembers(c *call) answer {
	members, ok2 := c.s.teams[strings.ToLower(c.params["org"]+"/"+c.params["team_slug"])]
	if !ok2 {
		return notFound()
	}
	all := []any{}
	for _, m := range members {
		all = append(all, user(m, "User"))
	}
	return ok(page(c, all))
}

// Sarif is an upload to code scanning.
type Sarif struct {
	CommitSHA, Ref string
	Content        string // gzip, base64
}

// Sarifs lists the uploads to code scanning.
func (r *Repository) Sarifs() []Sarif {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	return append([]Sarif(nil), r.sarifs...)
}

func uploadSarif(c *call) answer {
	s := Sarif{c.text("commit_sha"), c.text("ref"), c.text("sarif")}
	switch {
	case len(s.Content) > 10<<20*4/3:
		return problem(http.StatusRequestEntityTooLarge, "Sarif too large")
	case c.repo.resolve(s.CommitSHA+"^{commit}") != s.CommitSHA:
		return problem(http.StatusBadRequest, "commit not found")
	}
	c.repo.sarifs = append(c.repo.sarifs, s)
	return answer{http.StatusAccepted, map[string]any{"id": "6c81cd8e-b078-4ac3-a3be-1dad7dbd0b53", "url": c.s.APIURL() + "/x"}}
}

type artifact struct {
	id      int64
	run     int64
	name    string
	zip     []byte
	expired bool
}

// AddArtifact gives a workflow's run an artifact: a zip file of these bytes.
func (r *Repository) AddArtifact(run int64, name string, zip []byte) int64 {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	a := artifact{id: r.s.id(), run: run, name: name, zip: zip}
	r.artifacts = append(r.artifacts, a)
	return a.id
}

// ExpireArtifacts makes all artifacts expire.
func (r *Repository) ExpireArtifacts() {
	r.locked(func() {
		for i := range r.artifacts {
			r.artifacts[i].expired = true
		}
	})
}

func listArtifacts(c *call) answer {
	all := []any{}
	for _, a := range c.repo.artifacts {
		if a.run == c.number("run_id") {
			all = append(all, map[string]any{"id": a.id, "name": a.name, "size_in_bytes": len(a.zip), "expired": a.expired, "node_id": "x",
				"url": "https://example.invalid/", "archive_download_url": c.s.APIURL() + "/x", "created_at": nil, "expires_at": nil, "updated_at": nil})
		}
	}
	return ok(map[string]any{"total_count": len(all), "artifacts": page(c, all)})
}

// downloadArtifact sends the client to a signed address, which must be asked
// without the token, as Azure's storage refuses one.
func downloadArtifact(c *call) answer {
	for _, a := range c.repo.artifacts {
		if a.id != c.number("artifact_id") {
			continue
		}
		if a.expired {
			return problem(http.StatusGone, "Artifact has expired")
		}
		c.to = c.s.URL() + c.s.prefix + "/_blobs/" + url.PathEscape(c.repo.Name+"@"+c.params["artifact_id"])
		return answer{status: http.StatusFound}
	}
	return notFound()
}

// downloadArchive names the address of an archive, as GitHub names one of codeload.
func downloadArchive(c *call) answer {
	commit := c.repo.resolve(c.params["ref"] + "^{commit}")
	if commit == "" {
		return notFound()
	}
	c.to = c.s.URL() + c.s.prefix + "/_blobs/" + url.PathEscape(c.repo.Name+"@zip:"+commit)
	return answer{status: http.StatusFound}
}

func (s *Server) serveSigned(w http.ResponseWriter, r *http.Request) {
	entry := Request{Method: r.Method, Path: r.URL.Path, Operation: "blob", Status: http.StatusNotFound}
	defer func() { s.record(entry) }()
	if r.Header.Get("Authorization") != "" {
		entry.Status = http.StatusBadRequest
		http.Error(w, "InvalidAuthenticationInfo", entry.Status)
		return
	}
	name, id, _ := strings.Cut(r.PathValue("signature"), "@")
	s.mu.Lock()
	var content []byte
	repo := s.repos[strings.ToLower(name)]
	if commit, ok := strings.CutPrefix(id, "zip:"); ok && repo != nil {
		if out, err := repo.git.Run(r.Context(), "archive", "--format=zip", "--prefix="+strings.ReplaceAll(repo.Name, "/", "-")+"-"+commit[:7]+"/", commit); err == nil {
			content, entry.Status = out, http.StatusOK
		}
	} else if repo != nil {
		for _, a := range repo.artifacts {
			if (&call{params: map[string]string{"id": id}}).number("id") == a.id {
				content, entry.Status = a.zip, http.StatusOK
			}
		}
	}
	s.mu.Unlock()
	if f, faulty := s.fault("blob"); faulty {
		entry.Fault, entry.Status = f.Kind, f.answer(w, r, s.now())
		return
	}
	w.Header().Set("Content-Type", "application/zip")
	w.WriteHeader(entry.Status)
	w.Write(content) //nolint:errcheck // a client that is gone is no fault of ours
}

// operations is the table of what is served, with the permission of each.
func operations() []operation {
	return []operation{
		{"actions/download-artifact", "actions=read", downloadArtifact},
		{"actions/get-github-actions-default-workflow-permissions-repository", "administration=read", jobPermissions},
		{"actions/list-workflow-run-artifacts", "actions=read", listArtifacts},
		{"checks/create", "checks=write", createCheck},
		{"checks/get", "checks=read", getCheck},
		{"checks/list-annotations", "checks=read", listAnnotations},
		{"checks/list-for-ref", "checks=read", listChecks},
		{"checks/update", "checks=write", updateCheck},
		{"code-scanning/upload-sarif", "security_events=write", uploadSarif},
		{"git/create-blob", "contents=write", createBlob},
		{"git/create-commit", "contents=write", createCommit},
		{"git/create-ref", "contents=write", createRef},
		{"git/create-tree", "contents=write", createTree},
		{"git/get-blob", "contents=read", getBlob},
		{"git/get-commit", "contents=read", getCommit},
		{"git/get-ref", "contents=read", getRef},
		{"git/get-tree", "contents=read", getTree},
		{"git/update-ref", "contents=write", updateRef},
		{"issues/create-comment", "issues=write|pull_requests=write", createComment},
		{"issues/delete-comment", "issues=write|pull_requests=write", deleteComment},
		{"issues/list-comments", "issues=read|pull_requests=read", listComments},
		{"issues/update-comment", "issues=write|pull_requests=write", updateComment},
		{"pulls/create", "pull_requests=write", createPull},
		{"pulls/create-review", "pull_requests=write", createReview},
		{"pulls/delete-review-comment", "pull_requests=write", deleteReviewComment},
		{"pulls/get", "pull_requests=read", getPull},
		{"pulls/list", "pull_requests=read", listPulls},
		{"pulls/list-files", "pull_requests=read", listFiles},
		{"pulls/list-review-comments", "pull_requests=read", listReviewComments},
		{"pulls/list-reviews", "pull_requests=read", listReviews},
		{"pulls/update", "pull_requests=write", updatePull},
		{"repos/codeowners-errors", "contents=read", codeownersErrors},
		{"repos/compare-commits-with-basehead", "contents=read", compareCommits},
		{"repos/create-commit-status", "statuses=write", createStatus},
		{"repos/create-deployment", "deployments=write", createDeployment},
		{"repos/create-deployment-status", "deployments=write", createDeploymentStatus},
		{"repos/download-zipball-archive", "contents=read", downloadArchive},
		{"repos/get", "", getRepo},
		{"repos/get-branch", "contents=read", getBranch},
		{"repos/get-branch-rules", "", branchRules},
		{"repos/get-collaborator-permission-level", "metadata=read", getPermission},
		{"repos/get-combined-status-for-ref", "statuses=read", combinedStatus},
		{"repos/get-content", "contents=read", getContent},
		{"repos/list-commit-statuses-for-ref", "statuses=read", listStatuses},
		{"repos/list-deployment-statuses", "deployments=read", listDeploymentStatuses},
		{"repos/list-deployments", "deployments=read", listDeployments},
		{"repos/list-commits", "contents=read", listCommits},
		{"teams/list-members-in-org", "members=read", teamMembers},
	}
}

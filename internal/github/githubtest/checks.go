package githubtest

import (
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"
)

// CheckRun is a check run as tests look at it.
type CheckRun struct {
	ID                        int64
	Name, HeadSHA, ExternalID string
	Status, Conclusion        string
	Title, Summary, Text      string
	Annotations               []map[string]any // as they were sent
	App                       string           // login of whose token made it
	DetailsURL                string
}

// AddCheckRun adds a check run of an App as it is, the newest of all.
func (r *Repository) AddCheckRun(k CheckRun) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	k.ID = r.s.id()
	r.checks = append(r.checks, &checkRun{k})
}

type checkRun struct{ CheckRun }

// CheckRuns lists all check runs, oldest first.
func (r *Repository) CheckRuns() []CheckRun {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	var out []CheckRun
	for _, c := range r.checks {
		out = append(out, c.CheckRun)
	}
	return out
}

func (k *checkRun) render(r *Repository) map[string]any {
	var conclusion, completed any
	if k.Conclusion != "" {
		conclusion, completed = k.Conclusion, "2026-03-01T12:00:00Z"
	}
	text := func(s string) any {
		if s == "" {
			return nil
		}
		return s
	}
	return map[string]any{"id": k.ID, "name": k.Name, "head_sha": k.HeadSHA, "external_id": k.ExternalID, "status": k.Status, "conclusion": conclusion, "completed_at": completed,
		"html_url": fmt.Sprintf("%s/%s/runs/%d", r.s.URL(), r.Name, k.ID), "details_url": k.DetailsURL, "pull_requests": []any{}, "app": app(k.App), "check_suite": map[string]any{"id": 1},
		"output": map[string]any{"title": text(k.Title), "summary": text(k.Summary), "text": text(k.Text), "annotations_count": len(k.Annotations), "annotations_url": "https://example.invalid/"}}
}

// app is the App that has a login.
func app(login string) any {
	slug, found := strings.CutSuffix(login, "[bot]")
	if !found {
		return nil
	}
	return map[string]any{"id": 1, "slug": slug, "node_id": "x", "owner": user("acme", "Organization"), "name": slug, "description": nil, "external_url": "https://example.invalid/", "html_url": "https://example.invalid/",
		"created_at": "2026-03-01T12:00:00Z", "updated_at": "2026-03-01T12:00:00Z", "permissions": map[string]any{}, "events": []any{}}
}

// take changes a run as a request says, or says what GitHub would refuse.
func (k *checkRun) take(c *call) (answer, bool) {
	if s := c.text("status"); s != "" {
		k.Status = s
	}
	if s := c.text("conclusion"); s != "" {
		k.Conclusion, k.Status = s, "completed"
	}
	if s, given := c.body["details_url"]; given && s == "" {
		return invalid("CheckRun", "details_url", "invalid", ""), false
	}
	out, given := c.body["output"].(map[string]any)
	if !given {
		return answer{}, true
	}
	get := func(name string) string { s, _ := out[name].(string); return s }
	for _, name := range []string{"summary", "text"} {
		if n := utf8.RuneCountInString(get(name)); n > 65535 {
			return problem(http.StatusUnprocessableEntity, fmt.Sprintf("Invalid request.\n\nOnly 65535 characters are allowed; %d were supplied.", n)), false
		}
	}
	list, _ := out["annotations"].([]any)
	for _, a := range list {
		m, _ := a.(map[string]any)
		title, _ := m["title"].(string)
		message, _ := m["message"].(string)
		details, _ := m["raw_details"].(string)
		if len(message) > 64<<10 || len(details) > 64<<10 || utf8.RuneCountInString(title) > 255 {
			return problem(http.StatusUnprocessableEntity, "Invalid request.\n\nAn annotation is too long."), false
		}
		if m["start_line"] != m["end_line"] && (m["start_column"] != nil || m["end_column"] != nil) {
			return problem(http.StatusUnprocessableEntity, "Invalid request.\n\nstart_column and end_column are for one line."), false
		}
		k.Annotations = append(k.Annotations, m)
	}
	k.Title, k.Summary = get("title"), get("summary")
	if t := get("text"); t != "" {
		k.Text = t
	}
	return answer{}, true
}

func createCheck(c *call) answer {
	head := c.text("head_sha")
	if c.repo.resolve(head+"^{commit}") != head {
		return problem(http.StatusUnprocessableEntity, "No commit found for SHA: "+head)
	}
	k := &checkRun{CheckRun{ID: c.s.id(), Name: c.text("name"), HeadSHA: head, ExternalID: c.text("external_id"), Status: "queued", App: c.token.Login, DetailsURL: c.text("details_url")}}
	if a, good := k.take(c); !good {
		return a
	}
	c.repo.checks = append(c.repo.checks, k)
	return created(k.render(c.repo))
}

func (c *call) check() *checkRun {
	for _, k := range c.repo.checks {
		if k.ID == c.number("check_run_id") {
			return k
		}
	}
	return nil
}

func getCheck(c *call) answer {
	if k := c.check(); k != nil {
		return ok(k.render(c.repo))
	}
	return notFound()
}

func updateCheck(c *call) answer {
	k := c.check()
	switch {
	case k == nil:
		return notFound()
	case k.App != c.token.Login:
		return problem(http.StatusForbidden, "Invalid app_id `1` - check run can only be modified by the GitHub App that created it.")
	}
	changed := *k
	changed.Annotations = append([]map[string]any(nil), k.Annotations...)
	if a, good := changed.take(c); !good {
		return a
	}
	*k = changed
	return ok(k.render(c.repo))
}

func listChecks(c *call) answer {
	q := c.r.URL.Query()
	id := c.repo.resolve(c.params["ref"] + "^{commit}")
	all := []any{}
	for _, k := range c.repo.checks {
		if k.HeadSHA == id && (q.Get("check_name") == "" || k.Name == q.Get("check_name")) {
			all = append(all, k.render(c.repo))
		}
	}
	return ok(map[string]any{"total_count": len(all), "check_runs": page(c, all)})
}

func listAnnotations(c *call) answer {
	k := c.check()
	if k == nil {
		return notFound()
	}
	all := []any{}
	for _, m := range k.Annotations {
		full := map[string]any{"blob_href": "https://example.invalid/", "start_column": nil, "end_column": nil, "title": nil, "raw_details": nil}
		for name, v := range m {
			full[name] = v
		}
		all = append(all, full)
	}
	return ok(page(c, all))
}

// Status is a commit status as tests look at it.
type Status struct{ State, Context, Description, TargetURL string }

type status struct {
	Status
	sha     string
	id      int64
	creator string
}

// AddStatus gives a commit a status as somebody.
func (r *Repository) AddStatus(sha, creator string, s Status) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	r.statuses = append(r.statuses, status{s, sha, r.s.id(), creator})
}

// Statuses lists the statuses of a commit, oldest first.
func (r *Repository) Statuses(sha string) []Status {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	var out []Status
	for _, st := range r.statuses {
		if st.sha == sha {
			out = append(out, st.Status)
		}
	}
	return out
}

func (st status) render() map[string]any {
	m := map[string]any{"id": st.id, "state": st.State, "context": st.Context, "description": st.Description, "target_url": nil, "avatar_url": nil,
		"url": "https://example.invalid/", "created_at": "2026-03-01T12:00:00Z", "updated_at": "2026-03-01T12:00:00Z"}
	if st.TargetURL != "" {
		m["target_url"] = st.TargetURL
	}
	return m
}

func createStatus(c *call) answer {
	sha := c.params["sha"]
	if c.repo.resolve(sha+"^{commit}") != sha {
		return problem(http.StatusUnprocessableEntity, "No commit found for SHA: "+sha)
	}
	if utf8.RuneCountInString(c.text("description")) > 140 {
		return invalid("Status", "description", "custom", "description is too long (maximum is 140 characters)")
	}
	same := 0
	for _, st := range c.repo.statuses {
		if st.sha == sha && strings.EqualFold(st.Context, c.text("context")) {
			same++
		}
	}
	if same >= 1000 {
		return invalid("Status", "base", "custom", "This SHA and context has reached the maximum number of statuses.")
	}
	st := status{Status{c.text("state"), c.text("context"), c.text("description"), c.text("target_url")}, sha, c.s.id(), c.token.Login}
	c.repo.statuses = append(c.repo.statuses, st)
	return created(st.render())
}

// combinedStatus is the latest of each context, which upper and lower case do
// not tell apart.
func combinedStatus(c *call) answer {
	sha := c.repo.resolve(c.params["ref"] + "^{commit}")
	if sha == "" {
		return notFound()
	}
	latest, order := map[string]status{}, []string{}
	for _, st := range c.repo.statuses {
		key := strings.ToLower(st.Context)
		if st.sha != sha {
			continue
		}
		if _, seen := latest[key]; !seen {
			order = append(order, key)
		}
		latest[key] = st
	}
	state, list := "pending", []any{}
	for i, key := range order {
		st := latest[key]
		list = append(list, st.render())
		switch {
		case st.State == "failure" || st.State == "error":
			state = "failure"
		case i == 0 && st.State == "success":
			state = "success"
		case st.State == "pending" && state == "success":
			state = "pending"
		}
	}
	return ok(map[string]any{"state": state, "sha": sha, "total_count": len(list), "statuses": list, "repository": c.repo.render()})
}

// listStatuses is the history of all contexts, the newest first.
func listStatuses(c *call) answer {
	sha := c.repo.resolve(c.params["ref"] + "^{commit}")
	if sha == "" {
		return notFound()
	}
	list := []any{}
	for i := range c.repo.statuses {
		if st := c.repo.statuses[len(c.repo.statuses)-1-i]; st.sha == sha {
			m := st.render()
			m["node_id"], m["creator"] = "x", nil
			if st.creator != "" {
				m["creator"] = user(st.creator, Token{Login: st.creator}.kind())
			}
			list = append(list, m)
		}
	}
	return ok(page(c, list))
}

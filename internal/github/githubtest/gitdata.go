package githubtest

import (
	"context"
	"encoding/base64"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
)

// empty is what the Git Data API answers in a repository without a commit.
func empty(c *call) (answer, bool) {
	if c.repo.Tip(c.repo.standard) != "" {
		return answer{}, false
	}
	if out, err := c.repo.run("for-each-ref", "--count=1"); err == nil && out == "" {
		return problem(http.StatusConflict, "Git Repository is empty."), true
	}
	return answer{}, false
}

func (c *call) refObject(ref, id string) map[string]any {
	return map[string]any{"ref": ref, "url": c.s.APIURL() + "/repos/" + c.repo.Name + "/git/" + ref, "object": map[string]any{"type": "commit", "sha": id, "url": c.s.APIURL() + "/x"}}
}

func getRef(c *call) answer {
	if a, yes := empty(c); yes {
		return a
	}
	ref := "refs/" + c.params["ref"]
	id := c.repo.resolve(ref)
	if id == "" {
		return notFound()
	}
	return ok(c.refObject(ref, id))
}

func createRef(c *call) answer {
	ref, id := c.text("ref"), c.text("sha")
	switch {
	case !strings.HasPrefix(ref, "refs/") || strings.Count(ref, "/") < 2:
		return problem(http.StatusUnprocessableEntity, "Reference name must start with 'refs/' and contain two slashes")
	case c.repo.resolve(ref) != "":
		return problem(http.StatusUnprocessableEntity, "Reference already exists")
	case c.repo.resolve(id+"^{commit}") == "":
		return problem(http.StatusUnprocessableEntity, "Object does not exist")
	}
	if _, err := c.repo.run("update-ref", ref, id, strings.Repeat("0", 40)); err != nil {
		return problem(http.StatusUnprocessableEntity, "Reference update failed")
	}
	return created(c.refObject(ref, id))
}

func updateRef(c *call) answer {
	ref, id := "refs/"+c.params["ref"], c.text("sha")
	old := c.repo.resolve(ref)
	force, _ := c.body["force"].(bool)
	switch {
	case old == "":
		return problem(http.StatusUnprocessableEntity, "Reference does not exist")
	case c.repo.resolve(id+"^{commit}") == "":
		return problem(http.StatusUnprocessableEntity, "Object does not exist")
	case c.repo.protected[strings.TrimPrefix(ref, "refs/heads/")]:
		return problem(http.StatusUnprocessableEntity, "Repository rule violations found\n\nChanges must be made through a pull request.\n\n")
	}
	if _, err := c.repo.run("merge-base", "--is-ancestor", old, id); err != nil && !force {
		return problem(http.StatusUnprocessableEntity, "Update is not a fast forward")
	}
	if _, err := c.repo.run("update-ref", ref, id, old); err != nil {
		return problem(http.StatusUnprocessableEntity, "Reference cannot be updated")
	}
	return ok(c.refObject(ref, id))
}

func getCommit(c *call) answer {
	body, found := c.repo.renderCommit(c.params["commit_sha"])
	if !found {
		return notFound()
	}
	return ok(body)
}

// renderCommit is a commit as the Git Data API shows it.
func (r *Repository) renderCommit(id string) (map[string]any, bool) {
	if r.resolve(id+"^{commit}") != id {
		return nil, false
	}
	headers, message := r.details(id)
	parents := []any{}
	for _, p := range headers["parent"] {
		parents = append(parents, map[string]any{"sha": p, "url": "https://example.invalid/", "html_url": "https://example.invalid/"})
	}
	name, rest, _ := strings.Cut(headers["author"][0], " <")
	email, _, _ := strings.Cut(rest, ">")
	who := map[string]any{"name": name, "email": email, "date": "2026-03-01T12:00:00Z"}
	signed := email == webFlowEmail
	reason := map[bool]string{true: "valid", false: "unsigned"}[signed]
	return map[string]any{"sha": id, "tree": map[string]any{"sha": headers["tree"][0], "url": "https://example.invalid/"}, "parents": parents, "message": strings.TrimSuffix(message, "\n"),
		"author": who, "committer": who, "verification": map[string]any{"verified": signed, "reason": reason, "signature": nil, "payload": nil, "verified_at": nil}}, true
}

func getTree(c *call) answer {
	if a, yes := empty(c); yes {
		return a
	}
	tree := c.repo.resolve(c.params["tree_sha"] + "^{tree}")
	if tree == "" {
		return notFound()
	}
	args := []string{"ls-tree", "-z", "-l"}
	if c.r.URL.Query().Get("recursive") != "" { // any value, 0 and false included
		args = append(args, "-r", "-t")
	}
	out, err := c.repo.git.Run(context.Background(), append(args, tree)...)
	if err != nil {
		return problem(http.StatusInternalServerError, err.Error())
	}
	limit := c.repo.truncate
	if limit == 0 {
		limit = 100_000
	}
	entries, truncated := []any{}, false
	for record := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		head, path, ok := strings.Cut(record, "\t")
		f := strings.Fields(head)
		if !ok || len(f) != 4 {
			continue // an empty tree
		}
		if len(entries) == limit {
			truncated = true
			break
		}
		e := map[string]any{"path": path, "mode": f[0], "type": f[1], "sha": f[2], "url": "https://example.invalid/"}
		if n, err := strconv.Atoi(f[3]); err == nil {
			e["size"] = n
		}
		entries = append(entries, e)
	}
	return ok(map[string]any{"sha": tree, "url": "https://example.invalid/", "tree": entries, "truncated": truncated})
}

func getBlob(c *call) answer {
	id := c.params["file_sha"]
	b, err := c.repo.git.Run(context.Background(), "cat-file", "blob", id)
	if err != nil {
		return notFound()
	}
	if strings.Contains(c.r.Header.Get("Accept"), "raw") {
		c.raw = b
		if b == nil {
			c.raw = []byte{}
		}
		return answer{status: http.StatusOK}
	}
	return ok(map[string]any{"sha": id, "size": len(b), "encoding": "base64", "content": base64.StdEncoding.EncodeToString(b), "url": "https://example.invalid/", "node_id": "x"})
}

func createBlob(c *call) answer {
	if a, yes := empty(c); yes {
		return a
	}
	content := []byte(c.text("content"))
	if c.text("encoding") == "base64" {
		var err error
		if content, err = base64.StdEncoding.DecodeString(c.text("content")); err != nil {
			return problem(http.StatusUnprocessableEntity, "content is not valid Base64")
		}
	}
	id, err := c.repo.write("blob", content)
	if err != nil {
		return problem(http.StatusInternalServerError, err.Error())
	}
	return created(map[string]any{"sha": id, "url": "https://example.invalid/"})
}

func createTree(c *call) answer {
	if a, yes := empty(c); yes {
		return a
	}
	base := c.text("base_tree")
	if base != "" && c.repo.resolve(base+"^{tree}") == "" {
		return notFound()
	}
	changes := map[string]entry{}
	entries, _ := c.body["tree"].([]any)
	for _, e := range entries {
		m, _ := e.(map[string]any)
		path, _ := m["path"].(string)
		mode, _ := m["mode"].(string)
		sha, hasSHA := m["sha"]
		content, hasContent := m["content"].(string)
		id, _ := sha.(string)
		switch {
		case hasContent:
			var err error
			if id, err = c.repo.write("blob", []byte(content)); err != nil {
				return problem(http.StatusInternalServerError, err.Error())
			}
		case hasSHA && sha == nil: // deletes
			if base == "" || c.repo.resolve(base+":"+path) == "" {
				return problem(http.StatusUnprocessableEntity, "GitRPC::BadObjectState")
			}
			changes[path] = entry{}
			continue
		case c.repo.resolve(id+"^{blob}") == "":
			return problem(http.StatusUnprocessableEntity, "tree.sha "+id+" is not a valid blob")
		}
		if strings.HasPrefix(path, "/") || strings.HasSuffix(path, "/") || path == "" || strings.Contains("/"+path+"/", "/../") || strings.Contains("/"+path+"/", "/.git/") {
			return problem(http.StatusUnprocessableEntity, "tree.path contains a malformed path component")
		}
		changes[path] = entry{mode, id}
	}
	tree, err := c.repo.edited(base+"^{tree}", changes)
	if err != nil {
		return problem(http.StatusInternalServerError, err.Error())
	}
	return created(map[string]any{"sha": tree, "url": "https://example.invalid/", "truncated": false, "tree": []any{}})
}

func createCommit(c *call) answer {
	tree := c.text("tree")
	if c.repo.resolve(tree+"^{tree}") != tree {
		return problem(http.StatusUnprocessableEntity, "Tree SHA does not exist")
	}
	var parents []string
	given, _ := c.body["parents"].([]any)
	for _, p := range given {
		id, _ := p.(string)
		if c.repo.resolve(id+"^{commit}") != id {
			return problem(http.StatusUnprocessableEntity, "Parent SHA does not exist or is not a commit object")
		}
		parents = append(parents, id)
	}
	email := webFlowEmail // GitHub's own, whose commits it signs
	if c.body["author"] != nil || c.token.Person {
		email = "person@example.com"
	}
	id, err := c.repo.record(tree, parents, c.token.Login+" <"+email+">", "GitHub <"+email+">", c.text("message"))
	if err != nil {
		return problem(http.StatusInternalServerError, err.Error())
	}
	body, _ := c.repo.renderCommit(id)
	return created(body)
}

func getContent(c *call) answer {
	ref := c.r.URL.Query().Get("ref")
	if ref == "" {
		ref = c.repo.standard
	}
	path := c.params["path"]
	id := c.repo.resolve(ref + ":" + path)
	if id == "" {
		return notFound()
	}
	b, err := c.repo.git.Run(context.Background(), "cat-file", "blob", id)
	if err != nil { // a directory: its listing is not served
		return notFound()
	}
	if strings.Contains(c.r.Header.Get("Accept"), "raw") {
		c.raw = append([]byte{}, b...)
		return answer{status: http.StatusOK}
	}
	return ok(map[string]any{"type": "file", "encoding": "base64", "size": len(b), "name": filepath.Base(path), "path": path, "sha": id,
		"content": base64.StdEncoding.EncodeToString(b)})
}

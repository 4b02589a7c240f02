package githubtest

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/git"
)

// empty is what the Git Data API answers in a repository without a commit.
func empty(c *call) (answer, bool) {
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
	out, err := r.run("log", "-1", "--format=%T%x00%P%x00%an%x00%ae%x00%B", id)
	if err != nil {
		return nil, false
	}
	f := strings.SplitN(out, "\x00", 5)
	parents := []any{}
	for p := range strings.FieldsSeq(f[1]) {
		parents = append(parents, map[string]any{"sha": p, "url": "https://example.invalid/", "html_url": "https://example.invalid/"})
	}
	who := map[string]any{"name": f[2], "email": f[3], "date": "2026-03-01T12:00:00Z"}
	signed := f[3] == "noreply@github.com"
	reason := map[bool]string{true: "valid", false: "unsigned"}[signed]
	return map[string]any{"sha": id, "tree": map[string]any{"sha": f[0], "url": "https://example.invalid/"}, "parents": parents, "message": strings.TrimSuffix(f[4], "\n"),
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

// write makes an object and returns its id.
func (r *Repository) write(kind string, content []byte) (string, error) {
	out, err := r.git.RunWith(context.Background(), bytes.NewReader(content), "hash-object", "-t", kind, "-w", "--no-filters", "--stdin")
	return strings.TrimSpace(string(out)), err
}

func createTree(c *call) answer {
	if a, yes := empty(c); yes {
		return a
	}
	index := filepath.Join(c.repo.git.Dir, "index-of-api")
	defer os.Remove(index)
	repo := git.Repo{Dir: c.repo.git.Dir, Env: append(append([]string{}, c.repo.git.Env...), "GIT_INDEX_FILE="+index)}
	ctx := context.Background()
	start := []string{"read-tree", "--empty"}
	if base := c.text("base_tree"); base != "" {
		if c.repo.resolve(base+"^{tree}") == "" {
			return notFound()
		}
		start = []string{"read-tree", base}
	}
	if _, err := repo.Run(ctx, start...); err != nil {
		return problem(http.StatusInternalServerError, err.Error())
	}
	var info bytes.Buffer
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
			if out, err := repo.Line(ctx, "ls-files", "--cached", "--", path); err != nil || out == "" {
				return problem(http.StatusUnprocessableEntity, "GitRPC::BadObjectState")
			}
			fmt.Fprintf(&info, "0 %s\t%s\x00", strings.Repeat("0", 40), path)
			continue
		case c.repo.resolve(id+"^{blob}") == "":
			return problem(http.StatusUnprocessableEntity, "tree.sha "+id+" is not a valid blob")
		}
		if strings.HasPrefix(path, "/") || strings.HasSuffix(path, "/") || path == "" || strings.Contains("/"+path+"/", "/../") || strings.Contains("/"+path+"/", "/.git/") {
			return problem(http.StatusUnprocessableEntity, "tree.path contains a malformed path component")
		}
		fmt.Fprintf(&info, "%s %s\t%s\x00", mode, id, path)
	}
	if _, err := repo.RunWith(ctx, &info, "update-index", "-z", "--index-info"); err != nil {
		return problem(http.StatusUnprocessableEntity, "GitRPC::BadObjectState")
	}
	tree, err := repo.Line(ctx, "write-tree")
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
	var b strings.Builder
	fmt.Fprintf(&b, "tree %s\n", tree)
	parents, _ := c.body["parents"].([]any)
	for _, p := range parents {
		id, _ := p.(string)
		if c.repo.resolve(id+"^{commit}") != id {
			return problem(http.StatusUnprocessableEntity, "Parent SHA does not exist or is not a commit object")
		}
		fmt.Fprintf(&b, "parent %s\n", id)
	}
	email := "noreply@github.com" // GitHub's own, whose commits it signs
	if c.body["author"] != nil || c.token.Person {
		email = "person@example.com"
	}
	when := c.s.now().Unix()
	fmt.Fprintf(&b, "author %s <%s> %d +0000\ncommitter GitHub <%s> %d +0000\n\n%s", c.token.Login, email, when, email, when, c.text("message"))
	id, err := c.repo.write("commit", []byte(b.String()))
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

package gate

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// What runs the gate decides with which flags it runs, and whether its exit code
// counts: an edit of it is an edit of the rules. Names tell little of what a file
// runs, so that whoever mentions modelgate in a job is taken to run it, and so is
// whoever calls such a file.

// Limits of what is followed. The files are a stranger's.
const (
	maxCalls     = 500 // files that are looked at
	maxCallDepth = 8
	maxCallBytes = 1 << 20
	maxWords     = 2000 // of a script that may be names of files
)

// calls finds the files of a tree that run the gate.
type calls struct {
	tree source.Tree
	runs map[string]bool // whether a file runs the gate, once it is known
	gate map[string]bool // the files that an edit of the gate is an edit of
}

// gateFiles are the files of a tree that run the gate, and the local actions and
// workflows that are called by a job which does.
func gateFiles(tree source.Tree) map[string]bool {
	c := calls{tree: tree, runs: map[string]bool{}, gate: map[string]bool{}}
	for _, e := range tree.Entries() {
		if isWorkflow(e.Path) {
			c.file(e.Path, 0)
		}
	}
	return c.gate
}

// file reports whether a file runs the gate. One that calls itself does not by
// that; one that is too much to look at does.
func (c calls) file(name string, depth int) bool {
	_, there := c.tree.Lookup(name)
	if runs, known := c.runs[name]; known || !there {
		return runs
	}
	c.runs[name] = false
	src, err := c.tree.Read(name, maxCallBytes)
	if err != nil || depth > maxCallDepth || len(c.runs) > maxCalls {
		c.runs[name] = true
	}
	for _, j := range jobsOf(name, src) {
		c.runs[name] = c.job(j, depth) || c.runs[name]
	}
	if c.runs[name] {
		c.gate[name] = true
	}
	return c.runs[name]
}

// job reports whether a job runs the gate. What it calls is part of that then.
func (c calls) job(j job, depth int) bool {
	runs := mentions.MatchString(j.text)
	for _, name := range j.scripts {
		if e, there := c.tree.Lookup(name); there && e.Kind == source.File && (j.run[name] || !isNeverRun(name)) {
			runs = c.file(name, depth+1) || runs
		}
	}
	for _, name := range j.called {
		runs = c.file(name, depth+1) || runs
	}
	if runs {
		for _, name := range j.called {
			c.gate[name] = true
		}
	}
	return runs
}

// isNeverRun reports whether a file, by its name, holds values or words for people.
// A shell runs it all the same where it is told to.
func isNeverRun(name string) bool {
	return slices.Contains([]string{".md", ".json", ".csv", ".txt", ".safetensors", ".parquet"}, path.Ext(name))
}

// job is what a job, an action or a script says.
type job struct {
	text    string          // all of it
	scripts []string        // files that it may run
	called  []string        // local actions and workflows
	run     map[string]bool // those that a shell or an interpreter runs, whatever their names say
}

var (
	// mentions is the program or its actions, and neither the directory nor the manifest.
	mentions = pattern.New(`(?im)(?:^|[^.a-z0-9_])modelgate(?:\.exe|[^.a-z0-9_]|$)`)
	pathLike = pattern.New(`[A-Za-z0-9_.][A-Za-z0-9_./-]*`)
	// ran is what a shell or an interpreter is told to run, and what is run by its path.
	ran = []*pattern.Pattern{
		pattern.New(`(?m)(?:^|[\s;&|("'])(?:[a-z0-9/]*/)?(?:(?:ba|da|z|k|a)?sh|source|\.|python[0-9.]*|node|ruby|perl|pwsh|exec)\s+(?:-\S+\s+)*<?\s*["']?([A-Za-z0-9_.][A-Za-z0-9_./-]*)`),
		pattern.New(`(?m)(?:^|[;&|(])\s*\./([A-Za-z0-9_.][A-Za-z0-9_./-]*)`),
	}
	// piped is a shell that runs what it is given.
	piped = pattern.New(`\|\s*(?:sudo\s+)?(?:[a-z0-9/]*/)?(?:(?:ba|da|z|k|a)?sh|python[0-9.]*|node|ruby|perl)\b`)
	// made are the files that words of a shell read without naming them.
	made = map[string][]string{"make": {"Makefile", "makefile", "GNUmakefile"}, "just": {"justfile", "Justfile", ".justfile"}, "task": {"Taskfile.yml", "Taskfile.yaml"},
		"npm": {"package.json"}, "yarn": {"package.json"}, "pnpm": {"package.json"}, "tox": {"tox.ini"}, "nox": {"noxfile.py"}, "poe": {"pyproject.toml"}, "hatch": {"pyproject.toml"}}
)

// jobsOf are the jobs of a workflow, or the one of an action. What is neither
// speaks as a whole.
func jobsOf(name string, src []byte) []job {
	if ext := path.Ext(name); ext == ".yml" || ext == ".yaml" {
		doc, _ := document.ParseAs(document.YAML, name, src)
		if jobs := doc.Root.Get("jobs"); jobs != nil && jobs.Kind == document.Mapping {
			var out []job
			for _, n := range jobs.Children {
				j := jobOf(name, n.Key, n)
				j.text += text(doc.Root.Get("env")) // a command may be in a variable
				out = append(out, j)
			}
			return out
		}
		if runs := doc.Root.Get("runs"); runs != nil {
			return []job{jobOf(name, "", runs)}
		}
	}
	j := job{text: string(src)}
	j.addScripts(path.Dir(name), j.text)
	return []job{j}
}

func jobOf(file, key string, n *document.Node) job {
	j := job{text: key}
	var walk func(n *document.Node)
	walk = func(n *document.Node) {
		j.text += "\n" + n.Key + " " + n.Value
		if local, ok := strings.CutPrefix(n.Value, "./"); ok && n.Key == "uses" {
			local = path.Clean(local)
			j.called = append(j.called, local, path.Join(local, "action.yml"), path.Join(local, "action.yaml"))
		}
		switch n.Key {
		case "run", "main", "pre", "post", "image":
			j.addScripts(path.Dir(file), n.Value)
		}
		for _, c := range n.Children {
			walk(c)
		}
	}
	walk(n)
	return j
}

// addScripts adds the files that words of a shell may name, from the root of the
// repository or from the directory of the file that has the words.
func (j *job) addScripts(dir, words string) {
	if j.run == nil {
		j.run = map[string]bool{}
	}
	for _, pattern := range ran {
		for _, found := range pattern.FindAllStringSubmatch(words, maxWords) {
			name := path.Clean(found[1])
			j.run[name], j.run[path.Join(dir, name)] = true, true
		}
	}
	all := piped.MatchString(words)
	for _, word := range pathLike.FindAllString(words, maxWords) {
		name := path.Clean(word)
		if all {
			j.run[name], j.run[path.Join(dir, name)] = true, true
		}
		j.scripts = append(j.scripts, name, path.Join(dir, name))
		j.scripts = append(j.scripts, made[name]...)
	}
}

package distribution

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// block is a part of a page that is made from elsewhere: a table, or an example
// that is a file.
var block = regexp.MustCompile(`(?s)<!-- (table|file): (\S+) -->\n.*?<!-- end -->`)

// Page fills the blocks of a Markdown page: tables of actions, inputs and
// outputs, further tables by their names, and the examples, which are files of tree, so
// that they can be linted and run.
func Page(text string, flags map[string][]Flag, further map[string]string, tree fs.FS) (string, error) {
	var problem error
	filled := block.ReplaceAllStringFunc(text, func(old string) string {
		m := block.FindStringSubmatch(old)
		content, err := "", error(nil)
		if made, ok := further[m[2]]; ok && m[1] == "table" {
			content = made
		} else if m[1] == "table" {
			content, err = table(m[2], flags)
		} else {
			content, err = example(m[2], tree)
		}
		if err != nil && problem == nil {
			problem = fmt.Errorf("block %s: %w", m[2], err)
		}
		return fmt.Sprintf("<!-- %s: %s -->\n\n%s\n<!-- end -->", m[1], m[2], content)
	})
	return filled, problem
}

func table(name string, flags map[string][]Flag) (string, error) {
	kind, action, _ := strings.Cut(name, "/")
	switch kind {
	case "actions":
		return actionsTable(), nil
	case "installation":
		return inputsTable(installation), nil
	}
	for _, a := range Actions {
		if a.Name != action && (a.Name != "" || action != "root") {
			continue
		}
		switch kind {
		case "inputs":
			return inputsTable(a.Inputs(flags[a.Command])), nil
		case "outputs":
			return outputsTable(a.Outputs), nil
		}
	}
	return "", fmt.Errorf("there is no such table")
}

func actionsTable() string {
	var b strings.Builder
	b.WriteString("| Action | What it does | Command |\n|---|---|---|\n")
	for _, a := range Actions {
		command := "modelgate " + a.Command
		if a.Gate != "" {
			command += " --gate " + a.Gate
		}
		fmt.Fprintf(&b, "| `%s` | %s | `%s` |\n", a.Uses(), cell(a.Description), command)
	}
	return b.String()
}

func inputsTable(inputs []Input) string {
	var b strings.Builder
	b.WriteString("| Input | What it is | Default |\n|---|---|---|\n")
	for _, in := range inputs {
		value := "–"
		switch {
		case in.Required:
			value = "required"
		case in.Default == jobToken:
			value = "the job's token"
		case in.Default != "":
			value = "`" + in.Default + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", in.Name, cell(in.Description), value)
	}
	return b.String()
}

func outputsTable(outputs []Output) string {
	var b strings.Builder
	b.WriteString("| Output | What it is |\n|---|---|\n")
	for _, out := range outputs {
		fmt.Fprintf(&b, "| `%s` | %s |\n", out.Name, cell(out.Description))
	}
	return b.String()
}

func cell(s string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;", "*", `\*`, "\n", " ").Replace(s)
}

// example is a file as a fenced block.
func example(name string, tree fs.FS) (string, error) {
	content, err := fs.ReadFile(tree, name)
	if err != nil {
		return "", err
	}
	language := strings.TrimPrefix(path.Ext(name), ".")
	switch language {
	case "yml":
		language = "yaml"
	case "":
		language = "groovy" // a Jenkinsfile
	}
	return fmt.Sprintf("```%s\n%s```\n", language, content), nil
}

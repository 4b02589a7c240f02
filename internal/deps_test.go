package internal

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/modelgate-dev/modelgate"

// order is the import order of the module, in the notation of Go's own
// deps_test: `a < b` means that b may import a, and all that a may import.
// `a !< b` asserts that the order gives b no way to reach a. A package is named
// by its directory, without internal/. Test files are free of the order.
//
// If this stops you, move the type down; do not edit the order.
const order = `
	# The bottom: they import nothing of this module, but patterns.
	NONE < pattern;
	NONE < finding, policies, schemas, templates;
	pattern < git, actions, github, identifier, document, evidence/dvc, evidence/conflict;

	# Of their own: which version this is, and how it is shipped.
	NONE < version, distribution;

	# Signatures, and the keys for them; credentials that are in texts.
	NONE < dsse, secret;

	# For tests: what a workflow runner and GitHub's renderer make of our output, and a runner.
	NONE < actions/runner, report/gfm, acttest;

	# Reading: a commit, its documents, their shape, what they say.
	git, finding < source;
	finding < document;
	document, schemas < schema;
	schema, source, dsse < config;
	source, dsse < bundle;
	source < codeowners;

	# What documents say: the types of the rule input, then how a document is read,
	# then the readers, then the finder, which knows them all.
	NONE < evidence, evidence/decimal;
	evidence < evidence/conflict;
	evidence/decimal, evidence, document < evidence/place;
	evidence, document < evidence/prose;
	evidence, pattern < evidence/hyperparameters;
	pattern, evidence/prose < evidence/hub;
	schema < evidence/format;
	evidence/format, evidence/place < evidence/manifest;
	evidence/format, evidence/place < evidence/results;
	evidence/place < evidence/bom;
	pattern, evidence/decimal, evidence/place, evidence/prose < evidence/passage;
	evidence/passage < evidence/figures < evidence/laws;
	evidence/passage < evidence/slips;
	evidence/format, evidence/place, evidence/bom, evidence/conflict, evidence/hub, evidence/prose, source < evidence/cards, evidence/datasets;
	evidence/laws, evidence/slips, evidence/hyperparameters < evidence/cards;
	source, evidence < evidence/weights;
	source, identifier, evidence/place < evidence/tables;
	source, evidence/place < evidence/dvc;
	dsse < evidence/signature;
	evidence/cards, evidence/datasets, evidence/manifest, evidence/results < evidence/inspection;
	evidence/inspection, evidence/weights, evidence/tables, evidence/dvc, evidence/signature, secret < evidence/finder;

	# Judging.
	config, evidence, evidence/decimal < evaluation;
	config, evidence, evaluation, policies, schemas < policy;
	config, finding < decision;

	# Telling.
	decision, actions, secret < report;
	evidence/cards < correction;
	evidence/prose < regime;
	regime, report < compliance;
	bundle, codeowners, correction, evidence/finder, policy, compliance < gate;

	# Promoting.
	decision, source, templates, schema, dsse < promotion;
	github < forge;
	promotion, git, forge < envrepo;

	# Tests only: no program imports them.
	git < git/gittest;
	source < source/sourcetest;
	source/sourcetest !< cmd/modelgate;
	git < git/gitserver < github/githubtest;
	git/gittest !< cmd/modelgate;
	git/gitserver !< cmd/modelgate;
	github/githubtest !< cmd/modelgate;

	# Advising: what of a repository's set-up lets the gate be passed by.
	codeowners, document, github < doctor;

	# Moving here from another tool.
	document < peers;

	# Another linter of rules, which decides nothing.
	document < regal;
	regal !< gate;

	# Papers: what data cards declare, for whoever must keep a record.
	evidence/prose, report < ropa, summary;

	# Choosing what of a commit an environment gets.
	gate, promotion < release;

	# The command line.
	release, ropa, summary, peers, regal, envrepo, doctor, bundle, version < cli < cmd/modelgate;

	# A reader knows no other, and what judges knows none.
	evidence/cards !< evidence/results;
	evidence/results !< evidence/cards;
	evidence/cards !< evidence/datasets;
	evidence/datasets !< evidence/cards;
	evidence/slips !< evidence/figures;
	evidence/laws !< evidence/slips;
	evidence/finder !< evaluation;
	evidence/finder !< policy;

	# Judge, print and ship know nothing of how it was found.
	policy !< decision;
	evidence !< report;
	gate !< promotion;
`

// owners gives each package from outside one owner. Under "anyone" are those
// that carry no decision; the standard library is free but for what is listed.
// A path stands for everything below it; the longest one that fits counts.
var owners = []owner{
	{path: "github.com/open-policy-agent/opa", packages: "policy", tests: "policies policy"},
	{path: "go.yaml.in/yaml/v4", packages: "document", tests: "anyone"},
	{path: "github.com/pelletier/go-toml/v2", packages: "document", tests: "document"},
	{path: "github.com/yuin/goldmark", packages: "document", tests: "anyone"},
	{path: "github.com/xeipuuv/gojsonschema", packages: "schema", tests: "anyone"},
	{path: "github.com/santhosh-tekuri/jsonschema/v6", tests: "schema"},
	{path: "github.com/klauspost/compress/zstd", packages: "evidence/tables"},
	{path: "google.golang.org/protobuf/encoding/protowire", packages: "evidence/results evidence/weights", tests: "evidence/results evidence/weights"},
	{path: "github.com/bmatcuk/doublestar/v4", packages: "source", tests: "source"},
	{path: "github.com/sethvargo/go-githubactions", packages: "actions", tests: "actions"},
	{path: "github.com/gofrs/flock", packages: "envrepo", tests: "envrepo"},
	{path: "golang.org/x/net/html", packages: "report/gfm", tests: "report"},
	{path: "gonum.org/v1/gonum", packages: "evaluation", tests: "evaluation"},
	{path: "github.com/sethvargo/go-githubactions", packages: "actions", tests: "actions"},
	{path: "github.com/spf13/cobra", packages: "cli", tests: "cli"},
	{path: "github.com/spf13/pflag", packages: "cli", tests: "cli"},
	{path: "github.com/google/go-github/v62", packages: "github", tests: "github"},
	{path: "github.com/hashicorp/go-retryablehttp", packages: "github"},
	{path: "github.com/getkin/kin-openapi", packages: "github/githubtest"}, // a package of tests
	{path: "github.com/google/go-cmp", tests: "anyone"},
	{path: "github.com/rogpeppe/go-internal/diff", packages: "cli", tests: "anyone"},
	{path: "github.com/rogpeppe/go-internal", tests: "anyone"},

	{path: "os/exec", packages: "git regal report/gfm", tests: "anyone"}, // the last is a package of tests
	{path: "text/template", packages: "promotion", tests: "promotion"},
	{path: "html/template", packages: "report compliance", tests: "report"},

	// The program reaches the network through git and GitHub's API alone, is
	// random only in how long it waits and how it delimits, and loads no foreign code.
	{path: "net", packages: "github github/githubtest git/gitserver", tests: "anyone"}, // the last two are of tests
	{path: "net/url", packages: "anyone", tests: "anyone"},
	{path: "net/netip", packages: "identifier", tests: "anyone"},         // it parses addresses and opens none
	{path: "math/rand", packages: "envrepo evaluation", tests: "anyone"}, // waits of promoters that collided; resampling from a seed that is printed
	{path: "crypto/rand", packages: "actions", tests: "anyone"},          // delimiters that a value cannot know
	{path: "plugin"},
	{path: "unsafe"},
	{path: "C"},
}

// An owner says which packages, and the tests of which packages, may import
// what is below a path: a list of names with spaces between, "anyone", or
// nothing for none.
type owner struct{ path, packages, tests string }

func (o owner) covers(imported string) bool {
	return imported == o.path || strings.HasPrefix(imported, o.path+"/")
}

func TestImports(t *testing.T) {
	tree, err := readModule("..")
	if err != nil {
		t.Fatal(err)
	}
	if len(tree) < 5 {
		t.Fatalf("only %d packages were found: is this the root of the module?", len(tree))
	}
	may, problems := parseOrder(order)
	problems = append(problems, checkOrder(may, tree)...)
	problems = append(problems, checkOwners(owners, tree)...)
	for _, p := range problems {
		t.Error(p)
	}
}

// imports are the import paths of one package, sorted: those of the program
// and those of its tests.
type imports struct{ program, tests []string }

// readModule reads the imports of every package below root, by package name.
// Build constraints are ignored: the order holds on every platform.
func readModule(root string) (map[string]imports, error) {
	tree := map[string]imports{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			if file != root && (skipped(d.Name()) || nested(file)) {
				return fs.SkipDir
			}
			return nil
		case filepath.Ext(file) != ".go":
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return fmt.Errorf("reading imports: %w", err)
		}
		dir, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		name := strings.TrimPrefix(filepath.ToSlash(dir), "internal/")
		pkg := tree[name]
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return fmt.Errorf("%s: import %s: %w", file, spec.Path.Value, err)
			}
			if strings.HasSuffix(file, "_test.go") {
				pkg.tests = insert(pkg.tests, imported)
			} else {
				pkg.program = insert(pkg.program, imported)
			}
		}
		tree[name] = pkg
		return nil
	})
	return tree, err
}

// skipped reports whether the go command ignores directories of this name.
func skipped(name string) bool {
	return name == "testdata" || name == "vendor" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")
}

// nested reports whether dir is the root of another module.
func nested(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil
}

func insert(sorted []string, s string) []string {
	i, found := slices.BinarySearch(sorted, s)
	if found {
		return sorted
	}
	return slices.Insert(sorted, i, s)
}

func TestReadModule(t *testing.T) {
	root := t.TempDir()
	for name, content := range map[string]string{
		"cmd/tool/main.go":          "package main\nimport \"fmt\"\n",
		"internal/a/a.go":           "package a\nimport (\n\t\"os\"\n\tb \"example.org/b\"\n)\n",
		"internal/a/a_windows.go":   "package a\nimport \"syscall\"\n",
		"internal/a/a_test.go":      "package a\nimport \"testing\"\n",
		"internal/a/testdata/x.go":  "not Go",
		"internal/a/.hidden/x.go":   "not Go",
		"tools/go.mod":              "module other\n",
		"tools/tools.go":            "package tools\nimport \"unsafe\"\n",
		"docs/README.md":            "# no Go\n",
		path.Join("only", "x_t.go"): "package only\n",
	} {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tree, err := readModule(root)
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(tree)
	want := "map[a:{[example.org/b os syscall] [testing]} cmd/tool:{[fmt] []} only:{[] []}]"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

package internal

import (
	"flag"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var update = flag.Bool("update", false, "rewrite the files that tests compare with")

// TestPatterns: every pattern is a valid regular expression, although it is compiled by
// its first use alone; and none is compiled whenever the program starts.
func TestPatterns(t *testing.T) {
	var patterns []string
	packages := map[string][]*ast.File{}
	files := token.NewFileSet()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		packages[filepath.Dir(path)] = append(packages[filepath.Dir(path)], file)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for dir, parsed := range packages {
		known := map[string]ast.Expr{}
		for _, file := range parsed {
			constants(file, known)
		}
		for _, file := range parsed {
			for call, name := range calls(file) {
				at := files.Position(call.Pos())
				if name != "regexp.MustCompile" && name != "pattern.New" {
					continue
				}
				source := textOf(call.Args[0], known)
				switch {
				case source == nil: // made by a function, of what it is given
				case name == "regexp.MustCompile" && !isTool(dir):
					t.Errorf("%s: compiled whenever the program starts; use pattern.New", at)
				case name == "pattern.New":
					patterns = append(patterns, constant.StringVal(source))
					if _, err := regexp.Compile(constant.StringVal(source)); err != nil {
						t.Errorf("%s: %v", at, err)
					}
				}
			}
		}
	}
	if len(patterns) < 100 {
		t.Errorf("only %d patterns were found", len(patterns))
	}
	recorded(t, pattern.Record(patterns))
}

// recorded: what the patterns require is what is recorded, or becomes it.
func recorded(t *testing.T, words string) {
	const file = "pattern/words.txt"
	if *update {
		if err := os.WriteFile(file, []byte(words), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if have, err := os.ReadFile(file); err != nil || string(have) != words {
		t.Errorf("%s is not what the patterns require; run go test ./internal -run Patterns -update (%v)", file, err)
	}
}

// isTool reports whether no program imports the package, or it is the one that compiles.
func isTool(dir string) bool {
	switch filepath.ToSlash(dir) {
	case "pattern", "distribution", "git/gitserver", "github/githubtest", "report/gfm", "acttest":
		return true
	}
	return false
}

// constants collects the texts that a file names.
func constants(file *ast.File, known map[string]ast.Expr) {
	for _, decl := range file.Decls {
		general, isGeneral := decl.(*ast.GenDecl)
		if !isGeneral || general.Tok != token.CONST {
			continue
		}
		for _, spec := range general.Specs {
			value := spec.(*ast.ValueSpec)
			for i, name := range value.Names {
				if i < len(value.Values) {
					known[name.Name] = value.Values[i]
				}
			}
		}
	}
}

// calls are the calls of functions of other packages, with one argument, by name.
func calls(file *ast.File) map[*ast.CallExpr]string {
	out := map[*ast.CallExpr]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		if call, isCall := n.(*ast.CallExpr); isCall && len(call.Args) == 1 && called(call) != "" {
			out[call] = called(call)
		}
		return true
	})
	return out
}

// called is the function of another package that is called; "" if it is none.
func called(call *ast.CallExpr) string {
	f, isSelector := call.Fun.(*ast.SelectorExpr)
	if !isSelector {
		return ""
	}
	pkg, isName := f.X.(*ast.Ident)
	if !isName {
		return ""
	}
	return pkg.Name + "." + f.Sel.Name
}

// textOf is the text that an expression is made of; nil if it is none that is written.
func textOf(e ast.Expr, known map[string]ast.Expr) constant.Value {
	switch e := e.(type) {
	case *ast.BasicLit:
		return constant.MakeFromLiteral(e.Value, e.Kind, 0)
	case *ast.Ident:
		if value, isKnown := known[e.Name]; isKnown {
			return textOf(value, known)
		}
	case *ast.BinaryExpr:
		x, y := textOf(e.X, known), textOf(e.Y, known)
		if x != nil && y != nil {
			return constant.BinaryOp(x, e.Op, y)
		}
	}
	return nil
}

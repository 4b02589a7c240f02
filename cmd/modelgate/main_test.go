package main

import (
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/modelgate-dev/modelgate/internal/cli"
	"github.com/modelgate-dev/modelgate/internal/git/gittest"
	"github.com/modelgate-dev/modelgate/internal/version"
	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected output in the scripts")

// TestMain lets the heap grow as the program does: collecting took a fifth of the time.
func TestMain(m *testing.M) {
	gittest.Memory()
	debug.SetGCPercent(300)
	testscript.Main(m, map[string]func(){"modelgate": main, "modelgate-at": mainAt})
}

// TestScripts does what a user does: testdata/script/*.txtar, one file for each
// behaviour. The command `exec modelgate` starts the program; `mg` runs it inside
// of the test, where the built-in rules are compiled once for all scripts.
func TestScripts(t *testing.T) {
	examples, err := filepath.Abs("../../docs/examples")
	if err != nil {
		t.Fatal(err)
	}
	config, err := gittest.Write(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := serveFiles(config); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GIT_CONFIG_GLOBAL", config) // for git inside of the test
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	demos := t.TempDir()
	demo := sync.OnceValue(func() error { return makeDemo(filepath.Join(demos, "demo")) })
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			today := time.Now().UTC() // a waiver counts from its own day, and ends within a limit
			env.Vars = append(env.Vars,
				"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.com",
				"GIT_AUTHOR_DATE=2026-10-01T00:00:00Z", "GIT_COMMITTER_DATE=2026-10-01T00:00:00Z",
				"TODAY="+today.Format(time.DateOnly), "NEXT_MONTH="+today.AddDate(0, 0, 30).Format(time.DateOnly),
				"EXAMPLES="+examples,
				"GIT_CONFIG_GLOBAL="+config, "GIT_CONFIG_NOSYSTEM=1", "GIT_CEILING_DIRECTORIES="+env.WorkDir,
			)
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"mg": func(ts *testscript.TestScript, neg bool, args []string) {
				if code := runIn(ts, args); neg == (code == cli.Done) {
					ts.Fatalf("exit code %d", code)
				}
			},
			// exits CODE ARG...: mg that ends with this very code.
			"exits": func(ts *testscript.TestScript, neg bool, args []string) {
				if neg || len(args) < 2 {
					ts.Fatalf("usage: exits CODE ARG...")
				}
				if code := runIn(ts, args[1:]); strconv.Itoa(code) != args[0] {
					ts.Fatalf("exit code %d", code)
				}
			},
			// demo DIR: what modelgate demo --dir DIR leaves, which is made once for all scripts.
			"demo": func(ts *testscript.TestScript, neg bool, args []string) {
				if neg || len(args) != 1 {
					ts.Fatalf("usage: demo DIR")
				}
				ts.Check(demo())
				ts.Check(gittest.Copy(ts.MkAbs(args[0]), filepath.Join(demos, "demo")))
			},
		},
	})
}

// serveFiles makes https://git.example/PATH the address of the directory /PATH, so that a
// script has a repository on a server without one.
func serveFiles(config string) error {
	f, err := os.OpenFile(config, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString("[url \"file:///\"]\n\tinsteadOf = https://git.example/\n")
	return errors.Join(err, f.Close())
}

// runIn runs one command line with what the script has of the outside.
func runIn(ts *testscript.TestScript, args []string) int {
	return cli.Main(context.Background(), cli.Env{
		Args: args, Stdin: strings.NewReader(""), Stdout: ts.Stdout(), Stderr: ts.Stderr(),
		Getenv: ts.Getenv, Dir: ts.MkAbs("."), Now: time.Now, Version: version.String(),
	})
}

func makeDemo(dir string) error {
	var told strings.Builder
	if code := cli.Main(context.Background(), cli.Env{
		Args: []string{"demo", "--dir", dir}, Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: &told,
		Dir: filepath.Dir(dir), Now: time.Now, Version: version.String(),
	}); code != cli.Done {
		return errors.New("modelgate demo failed: " + told.String())
	}
	return nil
}

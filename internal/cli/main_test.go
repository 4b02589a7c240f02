package cli

import (
	"fmt"
	"os"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/git/gittest"
)

func TestMain(m *testing.M) {
	gittest.Memory() // the repositories are linked, which takes one file system
	dir, err := os.MkdirTemp("", "repositories-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	made.dir = dir
	code := gittest.Main(m)
	os.RemoveAll(dir)
	os.Exit(code)
}

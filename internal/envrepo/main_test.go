package envrepo

import (
	"os"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/git/gittest"
)

func TestMain(m *testing.M) { os.Exit(gittest.Main(m)) }

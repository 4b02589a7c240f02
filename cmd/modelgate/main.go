// Command modelgate gates changes to machine-learning models and promotes the
// approved ones. See internal/cli.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/modelgate-dev/modelgate/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Main(ctx, cli.ReadSystem())
	stop()
	os.Exit(code)
}

package cli

import (
	"encoding/json"
	"fmt"
	"runtime"

	"github.com/spf13/cobra"
)

// build is what `version --json` prints. scripts/bootstrap.sh reads the version
// with sed: it must stay one line.
type build struct {
	Version string `json:"version"`
	OS      string `json:"os"`
	Arch    string `json:"arch"`
	Go      string `json:"go"`
}

func newVersion(env *Env) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if asJSON {
				return json.NewEncoder(env.Stdout).Encode(build{env.Version, runtime.GOOS, runtime.GOARCH, runtime.Version()})
			}
			_, err := fmt.Fprintln(env.Stdout, "modelgate", env.Version)
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON: version, os, arch and go")
	return cmd
}

package cli

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/report"
)

func newReport(env *Env) *cobra.Command {
	var from string
	var words []string
	cmd := &cobra.Command{
		Use:   "report --from report.json",
		Short: "Show a recorded run in another format",
		Long: `report reads the JSON report of an earlier check and renders it again. It judges
nothing: its exit code says only whether the report could be shown.`,
		Example: `  modelgate check -o json=report.json
  modelgate report --from report.json -o markdown`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			outputs, err := env.outputs(words)
			if err != nil {
				return err
			}
			if from == "" {
				return usage("--from is missing: name the report.json that `modelgate check -o json=report.json` wrote, or - for standard input")
			}
			r, err := env.recorded(from)
			if err != nil {
				return err
			}
			return env.write(outputs, r)
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "the recorded `FILE`, or - for standard input")
	outputFlag(cmd.Flags(), &words)
	complete(cmd, "output", report.Formats()...)
	return cmd
}

func (e *Env) recorded(from string) (report.Report, error) {
	var in io.Reader = e.Stdin
	if from != "-" {
		f, err := os.Open(e.path(from))
		if err != nil {
			return report.Report{}, &exit{Failed, fmt.Errorf("reading the report: %w", err)}
		}
		defer f.Close()
		in = f
	}
	r, err := report.Read(in)
	if err != nil {
		return r, &exit{Failed, fmt.Errorf("reading the report %s: %w", from, err)}
	}
	return r, nil
}

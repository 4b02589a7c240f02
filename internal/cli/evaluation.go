package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/peers"
)

func newEvaluation(env *Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "evaluation",
		Short: "Manage evaluation thresholds",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usage("missing command; use evaluation import --from TOOL FILE, or evaluation ratchet")
		},
	}
	cmd.AddCommand(newEvaluationImport(env), newEvaluationRatchet(env))
	return cmd
}

func newEvaluationImport(env *Env) *cobra.Command {
	var from string
	cmd := &cobra.Command{
		Use:   "import --from TOOL FILE",
		Short: "Convert another tool's thresholds to modelgate thresholds",
		Long: `Convert the thresholds in FILE and print a draft of .modelgate/thresholds.yaml to standard
output. Differences in meaning go to standard error. Review both before you commit the file.`,
		Example: `  modelgate evaluation import --from mlflow thresholds.json > .modelgate/thresholds.yaml
  modelgate evaluation import --from tfma eval_config.json`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return env.importThresholds(cmd.Context(), from, args[0])
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "convert a file of `TOOL`: "+strings.Join(peers.Tools(), ", "))
	complete(cmd, "from", peers.Tools()...)
	return cmd
}

// cause is why a file cannot be read, without its path and the system call.
func cause(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fs.ErrNotExist
	}
	if failed := (*fs.PathError)(nil); errors.As(err, &failed) {
		return failed.Err
	}
	return err
}

func (e *Env) importThresholds(_ context.Context, from, file string) error {
	if from == "" {
		return usage("required flag --from not set; valid tools: %s", strings.Join(peers.Tools(), ", "))
	}
	info, err := os.Stat(e.path(file))
	if err != nil {
		return usage("cannot read %s: %v", file, cause(err))
	}
	if !info.Mode().IsRegular() || info.Size() > document.MaxBytes {
		return usage("%s is not a regular file, or is too large (limit: %d MiB)", file, document.MaxBytes>>20)
	}
	src, err := os.ReadFile(e.path(file))
	if err != nil {
		return fmt.Errorf("reading the thresholds: %w", err)
	}
	d, found := document.Parse(file, src)
	for _, f := range found {
		if f.Severity == finding.Error {
			return usage("%s", f.String())
		}
	}
	proposal, err := peers.Import(from, d)
	if err != nil {
		return usage("cannot read %s: %v", file, cause(err))
	}
	for _, c := range proposal.Changes {
		fmt.Fprintf(e.Stderr, "differs in meaning: %s\n", visible(c))
	}
	_, err = fmt.Fprint(e.Stdout, visible(string(proposal.Policy)))
	return err
}

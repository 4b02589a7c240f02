package cli

import (
	"context"
	"fmt"
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
		Short: "Work with thresholds on evaluation results",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usage("evaluation needs a command: evaluation import --from TOOL FILE, or evaluation ratchet")
		},
	}
	cmd.AddCommand(newEvaluationImport(env), newEvaluationRatchet(env))
	return cmd
}

func newEvaluationImport(env *Env) *cobra.Command {
	var from string
	cmd := &cobra.Command{
		Use:   "import --from TOOL FILE",
		Short: "Turn another tool's thresholds into ours",
		Long: `import writes a proposal for .modelgate/thresholds.yaml on standard output, and on
standard error what changes in meaning. Read both before you commit the file.`,
		Example: `  modelgate evaluation import --from mlflow thresholds.json > .modelgate/thresholds.yaml
  modelgate evaluation import --from tfma eval_config.json`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return env.importThresholds(cmd.Context(), from, args[0])
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "`TOOL` that the file is of: "+strings.Join(peers.Tools(), ", "))
	complete(cmd, "from", peers.Tools()...)
	return cmd
}

func (e *Env) importThresholds(_ context.Context, from, file string) error {
	if from == "" {
		return usage("--from is missing: name the tool, one of %s", strings.Join(peers.Tools(), ", "))
	}
	info, err := os.Stat(e.path(file))
	if err != nil {
		return usage("%v", err)
	}
	if !info.Mode().IsRegular() || info.Size() > document.MaxBytes {
		return usage("%s is no file of at most %d MiB", file, document.MaxBytes>>20)
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
		return usage("%v", err)
	}
	for _, c := range proposal.Changes {
		fmt.Fprintf(e.Stderr, "changes in meaning: %s\n", visible(c))
	}
	_, err = fmt.Fprint(e.Stdout, visible(string(proposal.Policy)))
	return err
}

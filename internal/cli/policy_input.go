package cli

import (
	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/policy"
)

func newPolicyInput(env *Env) *cobra.Command {
	return &cobra.Command{
		Use:   "input [model|repository|promotion]",
		Short: "Print an input for the tests of rules",
		Long: `Print a whole input that no built-in rule objects to: what data.modelgate.testing.model (or
.repository, .promotion) is in tests, and what the cases of a rule start from.

  model       a model on a pull request, for rules of scope model
  repository  a pull request as a whole, for rules of scope repository
  promotion   a model that is promoted to the environment production, for rules of scope model`,
		Example: `  modelgate policy input
  modelgate policy input repository`,
		Args:      cobra.MaximumNArgs(1),
		ValidArgs: policy.Situations,
		RunE: func(_ *cobra.Command, args []string) error {
			situation := "model"
			if len(args) > 0 {
				situation = args[0]
			}
			in, err := policy.ShippedInput(situation)
			if err != nil {
				return usage("%v", err)
			}
			return actions.WriteJSON(env.Stdout, in)
		},
	}
}

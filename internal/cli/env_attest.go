package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/modelgate-dev/modelgate/internal/envrepo"
	"github.com/modelgate-dev/modelgate/internal/promotion"
	"github.com/modelgate-dev/modelgate/internal/source"
)

type attestFlags struct {
	to                          environmentRepository
	env, key, bundle, statement string
	models                      []string
}

func newEnvAttest(env *Env) *cobra.Command {
	var f attestFlags
	cmd := &cobra.Command{
		Use:   "attest --env NAME --to REMOTE",
		Short: "Sign the newest records of an environment",
		Long: `Sign the newest record of each model with a key, and commit the signatures to
.modelgate/attestations. Use it before an environment requires signatures (signed: true),
and after the key of a signer was lost. With --bundle, commit a signature that was made
elsewhere, by cosign for example. With --statements, write what has to be signed, and
commit nothing. In an environment with mode pull_request, the signatures are proposed in a
pull request.

A signature is an in-toto statement with a SLSA verification summary, in a DSSE envelope.
The key must belong to one of the signers of .modelgate/env.yaml. Exit codes: 0 signed, or
nothing to do; 1 a record cannot be signed; 4 the files of a model differ from its records.`,
		Example: `  modelgate env attest --env production --to ../environments.git --signing-key key.pem
  modelgate env attest --env production --to ../environments.git --statements out
  modelgate env attest --env production --to ../environments.git --model churn --bundle churn.sigstore.json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := noneEmpty(cmd, "env", "to", "branch", "host", "signing-key", "bundle", "statements"); err != nil {
				return err
			}
			return env.attest(cmd.Context(), f)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.env, "env", "", "`NAME` of the environment")
	flags.StringArrayVar(&f.models, "model", nil, "`NAME` of a model in the environment (default: all); repeatable")
	signingKeyFlag(flags, &f.key)
	flags.StringVar(&f.bundle, "bundle", "", "commit the signature in `FILE`, a DSSE envelope or a Sigstore bundle; requires one --model")
	statementsFlag(flags, &f.statement)
	f.to.register(cmd)
	f.to.registerHost(cmd)
	return cmd
}

func statementsFlag(flags *pflag.FlagSet, dir *string) {
	flags.StringVar(dir, "statements", "", "write the statement of each record to `DIR`, to sign elsewhere")
}

func (e *Env) attest(ctx context.Context, f attestFlags) error {
	given := slices.DeleteFunc([]string{f.key, f.bundle, f.statement}, func(s string) bool { return s == "" })
	switch {
	case f.env == "":
		return usage("required flag --env not set; for example, --env production")
	case len(given) != 1:
		return usage("specify one of --signing-key, --bundle and --statements")
	case f.bundle != "" && len(f.models) != 1:
		return usage("--bundle signs one record: specify its model with --model")
	}
	if err := f.to.check(); err != nil {
		return err
	}
	if f.statement != "" {
		return e.readEnvironments(ctx, f.to, "", f.env, func(_ *placed, tree promotion.Snapshot) error {
			return e.stateNewest(tree.Tree, f)
		})
	}
	signer, err := e.signer(f.key)
	if err != nil {
		return err
	}
	order := promotion.Attestation{Models: f.models}
	if f.bundle != "" {
		if order.Bundle, err = e.readFile("bundle", f.bundle, promotion.MaxAttestation); err != nil {
			return err
		}
	}
	target, err := f.to.openFor(ctx, e, f.env)
	if err != nil {
		return promotionError(err)
	}
	defer target.Close()
	c := pull{label: promotion.Attests, words: slices.Sorted(slices.Values(f.models))}
	result, err := e.land(ctx, target, signer, c, func(r promotion.Request) (promotion.Plan, error) { return promotion.NewAttestation(r, order) })
	if err != nil {
		return promotionError(err)
	}
	return e.attested(result, target)
}

// attested says what became of each record.
func (e *Env) attested(r envrepo.Result, target *placed) error {
	var b strings.Builder
	for _, i := range r.Plan.Items {
		state := map[promotion.State]string{promotion.Promote: "signed", promotion.AlreadyPromoted: "already signed", promotion.Blocked: "blocked", promotion.Tampered: "tampered"}[i.State]
		if i.State == promotion.Promote && r.Pulled != nil {
			state = "in the pull request"
		}
		b.WriteString(state + ": " + i.Model)
		if i.Record != "" { // it has none where there is no such model
			fmt.Fprintf(&b, " %s (%s)", i.Version, i.Record)
		}
		if i.Reason != "" {
			b.WriteString(": " + i.Reason)
		}
		b.WriteString("\n")
	}
	for _, commit := range r.Commits {
		fmt.Fprintf(&b, "committed %s to %s\n", commit, target)
	}
	switch {
	case r.Pulled != nil && r.Pulled.Step != envrepo.Absent:
		b.WriteString(told(r.Pulled))
	case len(r.Commits) == 0:
		b.WriteString("nothing to commit\n")
	}
	if _, err := fmt.Fprint(e.Stdout, visible(b.String())); err != nil {
		return err
	}
	if err := r.Plan.Err(); err != nil {
		return &exit{Tampered, err}
	}
	if len(r.Plan.In(promotion.Blocked)) > 0 || r.Pulled != nil && r.Pulled.Step == envrepo.Declined {
		return &exit{code: Denied}
	}
	return nil
}

// stateNewest writes the statements of the newest records.
func (e *Env) stateNewest(tree source.Tree, f attestFlags) error {
	all, err := promotion.Standings(tree, e.Now(), f.env)
	if err != nil {
		return promotionError(err)
	}
	var files []promotion.File
	for _, name := range f.models {
		if !slices.ContainsFunc(all, func(s promotion.Standing) bool { return s.Model == name }) {
			return usage("%s has no model %q", f.env, name)
		}
	}
	for _, s := range all {
		if len(f.models) > 0 && !slices.Contains(f.models, s.Model) {
			continue
		}
		if s.Tampered != "" {
			return &exit{Tampered, errors.New(s.Tampered)}
		}
		path := s.Path()
		content, err := tree.Read(path, promotion.MaxAttestation)
		if err != nil {
			return err
		}
		files = append(files, promotion.File{Path: path, Content: content})
	}
	return e.writeStatements(f.statement, files)
}

// statementsOf is the directory of the statement about a model, "" for none.
func statementsOf(dir, environment, model string) string {
	if dir == "" {
		return ""
	}
	return filepath.Join(dir, environment, model)
}

// writeStatements writes what has to be signed of the records among files, and shows
// where; "" writes nothing.
func (e *Env) writeStatements(dir string, files []promotion.File) error {
	if dir == "" {
		return nil
	}
	for _, f := range files {
		if !strings.HasPrefix(f.Path, promotion.RecordsDir+"/") {
			continue
		}
		u, err := promotion.StateRecord(f.Path, f.Content)
		if err != nil {
			return err
		}
		at := statementsOf(dir, u.Environment, u.Model)
		for name, content := range map[string][]byte{"statement.json": u.Statement, "predicate.json": u.Predicate, "checksums.txt": u.Checksums, "record.json": f.Content} {
			if err := writeFile(filepath.Join(e.path(at), name), content); err != nil {
				return &exit{Failed, err}
			}
		}
		text := fmt.Sprintf("to sign: %s of %s\n", filepath.Join(at, "statement.json"), u.Record)
		if n := len(u.Omitted); n > 0 {
			text += fmt.Sprintf("%s lacks %d %s without a SHA-256 digest, which statement.json has: %s\n", filepath.Join(at, "checksums.txt"), n, plural(n, "subject", "subjects"), strings.Join(u.Omitted, ", "))
		}
		if _, err := fmt.Fprint(e.Stdout, visible(text)); err != nil {
			return err
		}
	}
	return nil
}

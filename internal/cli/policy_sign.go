package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/bundle"
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/dsse"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/source"
)

func newPolicySign(env *Env) *cobra.Command {
	var key string
	cmd := &cobra.Command{
		Use:   "sign FILE",
		Short: "Sign a bundle of policies",
		Long: `Sign the digest of a bundle, and write the signature to FILE.dsse.json: a statement of in-toto
in a DSSE envelope.`,
		Example: `  modelgate policy sign --signing-key policies.key policies.tar.gz`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if key == "" {
				return usage("required flag --signing-key not set; for example, --signing-key policies.key")
			}
			return env.signBundle(key, args[0])
		},
	}
	cmd.Flags().StringVar(&key, "signing-key", "", "sign with the private key in `FILE` (PKCS #8 PEM, Ed25519 or ECDSA P-256; required)")
	return cmd
}

func (e *Env) signBundle(keyFile, file string) error {
	text, err := e.readFile("signing-key", keyFile, maxKey)
	if err != nil {
		return err
	}
	key, err := dsse.ParsePrivate(text)
	if err != nil {
		return &exit{Misused, fmt.Errorf("--signing-key: %w", err)}
	}
	src, err := e.readBundle(file)
	if err == nil {
		_, err = bundle.Read(src)
	}
	if err != nil {
		return &exit{Misused, fmt.Errorf("%s: %w", file, err)}
	}
	signature, err := bundle.Sign(key, filepath.Base(file), src)
	if err != nil {
		return fmt.Errorf("signing %s: %w", file, err)
	}
	err = replaceFile(e.path(file+bundle.SignatureSuffix), func(w io.Writer) error {
		_, err := w.Write(signature)
		return err
	})
	if err != nil {
		return fmt.Errorf("writing the signature: %w", err)
	}
	_, err = fmt.Fprintf(e.Stdout, "%s: signed %s with the key %s\n", visible(file+bundle.SignatureSuffix), bundle.Digest(src), key.Public().ID())
	return err
}

// readBundle reads a file, up to the size of a bundle.
func (e *Env) readBundle(file string) ([]byte, error) {
	f, err := os.Open(e.path(file))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, bundle.MaxBytes+1))
	if err == nil && len(src) > bundle.MaxBytes {
		err = fmt.Errorf("the bundle is too large (limit: %d bytes)", bundle.MaxBytes)
	}
	return src, err
}

func newPolicyVerify(env *Env) *cobra.Command {
	var key, digest, signature string
	cmd := &cobra.Command{
		Use:   "verify FILE",
		Short: "Verify a bundle of policies",
		Long: `Verify the signature and the digest of a bundle, then that it holds exactly the files that its
manifest lists. Nothing in it is read before its signature and digest are verified.

Exit codes: 0 verified; 2 usage, or a key or file that cannot be read; 4 not what was signed.`,
		Example: `  modelgate policy verify --key policies.pub policies.tar.gz
  modelgate policy verify --digest sha256:0f1e... policies.tar.gz`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if key == "" && digest == "" {
				return usage("required flag --key or --digest not set; for example, --key policies.pub")
			}
			return env.verifyBundle(args[0], key, digest, signature)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&key, "key", "", "require a signature by the public key in `FILE` (PEM)")
	flags.StringVar(&digest, "digest", "", "require the `DIGEST` (sha256:...)")
	flags.StringVar(&signature, "signature", "", "read the signature from `FILE` (default: that of the bundle with .dsse.json)")
	return cmd
}

func (e *Env) verifyBundle(file, keyFile, digest, signatureFile string) error {
	src, err := e.readBundle(file)
	if err != nil {
		return &exit{Misused, fmt.Errorf("%s: %w", file, err)}
	}
	if keyFile != "" {
		text, err := e.readFile("key", keyFile, maxKey)
		if err != nil {
			return err
		}
		key, err := dsse.ParsePublic(text)
		if err != nil {
			return &exit{Misused, fmt.Errorf("--key: %w", err)}
		}
		if signatureFile == "" {
			signatureFile = file + bundle.SignatureSuffix
		}
		signature, err := e.readFile("signature", signatureFile, maxStatement)
		if err != nil {
			return err
		}
		if err := bundle.VerifySignature(key, src, signature); err != nil {
			return &exit{Tampered, fmt.Errorf("%s: %w", file, err)}
		}
	}
	if digest != "" {
		if err := bundle.Verify(src, digest); err != nil {
			return &exit{Tampered, fmt.Errorf("%s: %w", file, err)}
		}
	}
	b, err := bundle.Read(src)
	if err != nil {
		return &exit{Tampered, fmt.Errorf("%s: %w", file, err)}
	}
	_, err = fmt.Fprintf(e.Stdout, "verified: %s, %s, %d %s, commit %s\n", visible(file), bundle.Digest(src), len(b.Files), plural(len(b.Files), "file", "files"), visible(b.Revision))
	return err
}

// maxStatement is the size in bytes of the largest signature that is read.
const maxStatement = 1 << 16

func newPolicyDiff(env *Env) *cobra.Command {
	var repo clone
	cmd := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Compare two states of policies",
		Long: `Compare two states of policies by what they require: rules, conditions, settings, thresholds
and tables. OLD and NEW are bundles, or revisions of this repository. What lets more pass comes
first; "changed" means that the effect is unknown. The effect on models is what policy preview shows.`,
		Example: `  modelgate policy diff v3 v4
  modelgate policy diff old.tar.gz policies.tar.gz`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error { return env.diffPolicies(cmd.Context(), repo, args) },
	}
	cloneFlags(cmd.Flags(), &repo)
	return cmd
}

func (e *Env) diffPolicies(ctx context.Context, of clone, args []string) error {
	var trees []source.Tree
	defer func() { closeAll(trees) }()
	for _, word := range args {
		tree, err := e.openPolicies(ctx, of, word)
		if err != nil {
			return err
		}
		trees = append(trees, tree)
	}
	edits, err := gate.DiffPolicies(ctx, trees[0], trees[1])
	if err != nil {
		return err
	}
	for _, x := range edits {
		fmt.Fprintln(e.Stdout, visible(fmt.Sprintf("%s: %s: %s → %s", x.Effect, x.Subject, oneLine(x.Before), oneLine(x.After))))
	}
	if len(edits) == 0 {
		fmt.Fprintln(e.Stdout, "no difference")
	}
	return nil
}

// openPolicies opens the policies of a bundle, or of a revision with its sources.
func (e *Env) openPolicies(ctx context.Context, of clone, word string) (source.Tree, error) {
	if info, err := os.Stat(e.path(word)); err == nil && info.Mode().IsRegular() {
		src, err := e.readBundle(word)
		if err != nil {
			return source.Tree{}, &exit{Misused, fmt.Errorf("%s: %w", word, err)}
		}
		b, err := bundle.Read(src)
		if err != nil {
			return source.Tree{}, &exit{Misused, fmt.Errorf("%s: %w", word, err)}
		}
		return b.Tree()
	}
	repo, err := e.find(ctx, of, actions.Detect(e.Getenv))
	if err != nil {
		return source.Tree{}, err
	}
	tree, err := openAt(ctx, repo, word)
	if err == nil && len(tree.Under(config.Dir)) == 0 {
		err = errors.Join(usage("%s has no %s", word, config.Dir), tree.Close())
	}
	if err != nil {
		return tree, err
	}
	return e.withPolicies(ctx, repo, of, tree)
}

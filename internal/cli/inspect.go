package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
	"github.com/modelgate-dev/modelgate/internal/evidence/results"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

func newInspect(env *Env) *cobra.Command {
	var kind string
	var kinds []string
	for _, k := range format.Kinds {
		kinds = append(kinds, string(k))
	}
	cmd := &cobra.Command{
		Use:   "inspect FILE",
		Short: "Show how modelgate parses a document",
		Long: `Parse a model card, data card, evaluation file or manifest and print it as normalized
JSON: {"kind","format","path","document","findings"}.

Exit codes: 0 recognized; 1 recognized but with errors; 2 no file, or too large for a document;
3 not recognized, or not read.`,
		Example: `  modelgate inspect README.md
  modelgate inspect metrics/classification_report.json --kind evaluation`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if kind != "" && !slices.Contains(kinds, kind) {
				return usage("unknown kind %q%s", kind, finding.DidYouMeanThen(kind, kinds, "valid kinds: "+strings.Join(kinds, ", ")))
			}
			return env.inspect(args[0], format.Kind(kind))
		},
	}
	cmd.Flags().StringVar(&kind, "kind", "", "parse the file as `KIND`: "+strings.Join(kinds, ", ")+" (default: detected)")
	complete(cmd, "kind", kinds...)
	return cmd
}

func (e *Env) inspect(path string, kind format.Kind) error {
	src, err := readBounded(e.path(path))
	var refused notADocument
	switch {
	case errors.As(err, &refused) || errors.Is(err, fs.ErrNotExist): // again would not help
		return usage("reading %s: %v", path, err)
	case err != nil:
		return &exit{Failed, fmt.Errorf("reading %s: %w", path, err)}
	}
	in, err := inspection.Of(path, src, kind)
	var unknown *inspection.NotRecognised
	switch {
	case errors.As(err, &unknown):
		return &exit{Failed, err}
	case err != nil:
		return err
	}
	if err := actions.WriteJSON(e.Stdout, in); err != nil {
		return fmt.Errorf("printing %s: %w", path, err)
	}
	if slices.ContainsFunc(in.Findings, func(f finding.Finding) bool { return f.Severity == finding.Error }) {
		return &exit{code: Denied}
	}
	return nil
}

// notADocument says why a file is not read.
type notADocument string

func (why notADocument) Error() string { return string(why) }

// readBounded reads a file of the user's own machine, but no more of it than a
// document may have.
func readBounded(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, errors.Unwrap(err)
	case info.IsDir():
		return nil, notADocument("it is a directory; specify a file")
	case !info.Mode().IsRegular():
		return nil, notADocument("it is not a regular file")
	case info.Size() > results.MaxBytes(path):
		return nil, notADocument(fmt.Sprintf("file is too large: %d bytes (limit: %d bytes)", info.Size(), results.MaxBytes(path)))
	}
	return os.ReadFile(path)
}

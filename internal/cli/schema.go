package cli

import (
	"fmt"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/schemas"
)

func newSchema(env *Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "schema [KIND]",
		Short: "Print the JSON Schema of a document",
		Long: `Print the JSON Schema (draft-07) of a document that modelgate reads or writes, or list the
documents that have one. Editors that read YAML comments, such as those with
yaml-language-server, find it by themselves in what modelgate writes, at its address on
GitHub. Without a network, write the schema to a file and name that in the comment:
# yaml-language-server: $schema=../schemas/config.schema.json`,
		Example: `  modelgate schema
  modelgate schema config > schemas/config.schema.json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return env.printSchema(args) },
	}
	cmd.ValidArgs = schemaKinds()
	return cmd
}

// schemaKinds are the documents that have a schema, sorted.
func schemaKinds() []string {
	names, err := fs.Glob(schemas.FS, "*"+schemas.Suffix)
	if err != nil { // of a pattern that is none
		panic(err)
	}
	for i, name := range names {
		names[i] = strings.TrimSuffix(name, schemas.Suffix)
	}
	return names
}

func (e *Env) printSchema(args []string) error {
	kinds := schemaKinds()
	if len(args) == 0 {
		_, err := fmt.Fprintln(e.Stdout, strings.Join(kinds, "\n"))
		return err
	}
	src, err := schemas.FS.ReadFile(args[0] + schemas.Suffix)
	if err != nil || strings.ContainsAny(args[0], "/\\") {
		return usage("unknown document %q%s", args[0], finding.DidYouMeanThen(args[0], kinds, "`modelgate schema` lists them"))
	}
	_, err = e.Stdout.Write(src)
	return err
}

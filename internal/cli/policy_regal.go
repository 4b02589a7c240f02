package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/regal"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/templates"
)

// Whether Regal runs beside our own lint.
const (
	regalAuto    = "auto"
	regalOff     = "off"
	regalRequire = "require"
)

var regalModes = []string{regalAuto, regalOff, regalRequire}

// regalSettings are where Regal's settings for the rules may be, the nearest first.
var regalSettings = []string{
	config.PoliciesDir + "/.regal/config.yaml", config.PoliciesDir + "/.regal.yaml",
	".modelgate/.regal/config.yaml", ".modelgate/.regal.yaml", ".regal/config.yaml", ".regal.yaml",
}

// runRegal is what Regal finds in the rules of a tree: nothing if it is not there and
// need not be.
func (e *Env) runRegal(ctx context.Context, repo git.Repo, tree source.Tree, mode string) ([]finding.Finding, error) {
	if mode == regalOff {
		return nil, nil
	}
	program, err := regal.Look(repo.Dir)
	switch {
	case errors.Is(err, regal.ErrNotFound) && mode == regalRequire:
		return nil, usage("%v: install it, or pass --regal=off", err)
	case errors.Is(err, regal.ErrNotFound):
		fmt.Fprintf(e.Stderr, "modelgate: %s, so it did not run\n", visible(err.Error()))
		return nil, nil
	case err != nil:
		return nil, err
	}
	settings, err := settingsOfRegal(tree)
	if err != nil {
		return nil, err
	}
	var files []regal.File
	for _, entry := range tree.Under(config.PoliciesDir) {
		if path.Ext(entry.Path) != ".rego" {
			continue
		}
		src, err := tree.Read(entry.Path, policy.MaxFileBytes)
		if err != nil {
			return nil, err
		}
		files = append(files, regal.File{Path: entry.Path, Content: src})
	}
	found, err := program.Lint(ctx, config.PoliciesDir, files, settings)
	if err != nil {
		return nil, fmt.Errorf("%w; --regal=off leaves it out", err)
	}
	return found, nil
}

// settingsOfRegal are those of the repository, or else those that `policy new` writes.
func settingsOfRegal(tree source.Tree) (regal.File, error) {
	for _, name := range regalSettings {
		if _, there := tree.Lookup(name); there {
			src, err := tree.Read(name, policy.MaxFileBytes)
			return regal.File{Path: name, Content: src}, err
		}
	}
	const ours = "starter/policy/regal.yaml"
	src, err := fs.ReadFile(templates.FS, ours)
	return regal.File{Path: ours, Content: src}, err
}

package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/report"
)

func newMerge(env *Env) *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:   "merge REPORT...",
		Short: "Merge shard reports into one decision",
		Long: `Merge the JSON reports that check --shard wrote, one per shard. The result is the same,
byte for byte, as that of a single check. merge takes the same flags as check, needs the same
commits, and runs the rules for the whole change itself. REPORT is a file, or a directory
that contains such files (*.json), including its subdirectories.

merge trusts only the findings about each model. It computes everything else again: the list
of models and their shards, the rules in force, waivers, outcomes, decisions and totals. A
report that is missing, duplicate, changed or from another run is rejected with exit code 3.
Use reports from jobs of the same workflow run only.`,
		Example: `  modelgate merge --base origin/main --head HEAD --as-of 2026-11-01T12:00:00Z shards -o markdown`,
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := noneEmpty(cmd, "base", "head", "stage", "as-of", "repo", "tip"); err != nil {
				return err
			}
			return env.merge(cmd.Context(), f, args)
		},
	}
	requestFlags(cmd, &f)
	tipFlag(cmd, &f.tip)
	outputFlag(cmd.Flags(), &f.outputs)
	addPublishFlags(cmd, &f.publish)
	complete(cmd, "output", report.FormatNames()...)
	return cmd
}

func (e *Env) merge(ctx context.Context, f checkFlags, args []string) error {
	if err := f.publish.check(); err != nil {
		return err
	}
	outputs, err := e.checkOutputs(f)
	if err != nil {
		return err
	}
	files, err := e.reportFiles(args)
	if err != nil {
		return err
	}
	first, err := e.readRecorded(files[0])
	if err != nil {
		return err
	}
	if f.asOf == "" {
		if f.asOf, err = e.recentTime(files[0], first); err != nil {
			return err
		}
	}
	req, sides, err := e.request(ctx, f)
	if err != nil {
		return err
	}
	defer sides.close()
	if err := needsCommit(sides); err != nil {
		return err
	}
	req.Past = sides.shown(ctx, outputs)
	req.Progress = e.progress("joining reports")
	r, err := gate.Merge(ctx, req, files, func(file string) (report.Report, error) {
		if file == files[0] {
			return first, nil
		}
		return e.readRecorded(file)
	})
	if err != nil {
		return err
	}
	return e.conclude(ctx, outputs, r, f, sides, req.Now)
}

// recentTime is the time of a report, which the others and the merge must share.
// An old one is not taken on the report's word: waivers are in force by time.
func (e *Env) recentTime(file string, r report.Report) (string, error) {
	at, err := time.Parse(time.RFC3339, r.AsOf)
	if err != nil {
		return "", &exit{Failed, fmt.Errorf("%s: %w", file, err)}
	}
	if age := e.Now().Sub(at); age < 0 || age > day {
		return "", &exit{Failed, fmt.Errorf("%s was checked as of %s, which is not within the last 24 hours; pass --as-of %s if this is intended", file, r.AsOf, r.AsOf)}
	}
	return r.AsOf, nil
}

// reportFiles lists the reports that the arguments name, each once, in order. In
// a directory it is every *.json file.
func (e *Env) reportFiles(args []string) ([]string, error) {
	var files []string
	for _, arg := range args {
		info, err := os.Stat(e.path(arg))
		if err != nil {
			return nil, &exit{Failed, fmt.Errorf("finding reports: %w", err)}
		}
		if !info.IsDir() {
			files = append(files, arg)
			continue
		}
		found := len(files)
		err = filepath.WalkDir(e.path(arg), func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil || d.IsDir() || filepath.Ext(path) != ".json":
				return err
			case !d.Type().IsRegular():
				return fmt.Errorf("%s is not a regular file", path)
			case len(files) > gate.MaxShards:
				return fmt.Errorf("too many files in %s (limit: %d)", arg, gate.MaxShards)
			}
			files = append(files, path)
			return nil
		})
		if err == nil && len(files) == found {
			err = fmt.Errorf("no *.json files in %s", arg)
		}
		if err != nil {
			return nil, &exit{Failed, fmt.Errorf("finding reports: %w", err)}
		}
	}
	if len(files) == 0 {
		return nil, &exit{Failed, errors.New("no reports specified; pass the files, or a directory that contains them")}
	}
	return files, nil
}

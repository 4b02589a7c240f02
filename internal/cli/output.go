package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/modelgate-dev/modelgate/internal/report"
	"github.com/modelgate-dev/modelgate/internal/secret"
)

// write renders the report to every output. A file appears whole or not at all.
func (e *Env) write(outputs []output, r report.Report) error {
	return e.writeAll(outputs, func(w io.Writer, format string) error { return report.Render(w, format, r) })
}

// writeAll writes something in each of the formats.
func (e *Env) writeAll(outputs []output, write func(w io.Writer, format string) error) error {
	for _, o := range outputs {
		render := func(w io.Writer) error {
			masked := secret.NewWriter(w)
			return errors.Join(write(masked, o.format), masked.Close())
		}
		var err error
		if o.path == "" {
			err = render(e.Stdout)
		} else {
			err = replaceFile(e.path(o.path), render)
		}
		if err != nil {
			return fmt.Errorf("writing %s: %w", o.format, err)
		}
	}
	return nil
}

// writeFile writes a file whole or not at all.
func writeFile(path string, content []byte) error {
	return replaceFile(path, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

// replaceFile writes a file through a temporary one beside it.
func replaceFile(path string, write func(io.Writer) error) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() { // a pipe or device, such as /dev/stderr
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return errors.Join(write(f), f.Close())
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".modelgate-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := errors.Join(write(f), f.Close()); err != nil {
		return err
	}
	if err := os.Chmod(f.Name(), 0o644); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

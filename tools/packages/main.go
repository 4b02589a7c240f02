// Command packages writes what package managers install a release from. The same program
// gives the same bytes: the time of each file is fixed, and nothing of the machine goes in.
//
//	packages linux VERSION ARCH PROGRAM DIR
//	packages formula VERSION RELEASE.LOCK
//
// The first writes a .deb, an .rpm and an .apk of a program into a folder, with the LICENSE
// of the folder that it runs in; the second prints the formula of Homebrew, with the
// digests that release.lock has.
package main

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/template"
	"time"

	"github.com/goreleaser/nfpm/v2"
	_ "github.com/goreleaser/nfpm/v2/apk"
	_ "github.com/goreleaser/nfpm/v2/deb"
	"github.com/goreleaser/nfpm/v2/files"
	_ "github.com/goreleaser/nfpm/v2/rpm"
)

func main() {
	if err := run(os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "packages:", err)
		os.Exit(1)
	}
}

func run(out io.Writer, args []string) error {
	switch {
	case len(args) == 5 && args[0] == "linux":
		return writePackages(args[1], args[2], args[3], args[4])
	case len(args) == 3 && args[0] == "formula":
		lock, err := os.ReadFile(args[2])
		if err != nil {
			return err
		}
		return writeFormula(out, args[1], string(lock))
	}
	return errors.New("usage: packages linux VERSION ARCH PROGRAM DIR | formula VERSION RELEASE.LOCK")
}

const (
	summary     = "Check models in pull requests: model cards, evaluations, data and policies"
	description = "modelgate checks model cards, evaluation results, data cards and policies in\n" +
		"pull requests, and promotes approved models to an environment repository."
	home = "https://github.com/modelgate-dev/modelgate"
)

// fixed is the time of each file: a package says when it was released, and not when it was
// built.
var fixed = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// writePackages writes the three packages of a program for Linux. Each needs git, which
// modelgate runs, and certificates, without which it reaches no server.
func writePackages(version, arch, program, dir string) error {
	for _, format := range []string{"deb", "rpm", "apk"} {
		packager, err := nfpm.Get(format)
		if err != nil {
			return err
		}
		config := nfpm.Config{Info: nfpm.Info{
			Name: "modelgate", Version: version, Arch: arch, Platform: "linux", Section: "devel", Priority: "optional",
			Maintainer: "The modelgate authors <modelgate-release@users.noreply.github.com>", Vendor: "modelgate", Homepage: home, License: "Apache-2.0",
			Description: summary + "\n" + description, MTime: fixed, Overridables: nfpm.Overridables{
				Depends: []string{"git", "ca-certificates"},
				RPM:     nfpm.RPM{Summary: summary, BuildHost: "modelgate", Compression: "gzip:9"},
				Contents: files.Contents{
					{Source: program, Destination: "/usr/bin/modelgate", FileInfo: &files.ContentFileInfo{Mode: 0o755, MTime: fixed}},
					{Source: "LICENSE", Destination: "/usr/share/doc/modelgate/copyright", FileInfo: &files.ContentFileInfo{Mode: 0o644, MTime: fixed}},
				},
			},
		}}
		info, err := config.Get(format)
		if err != nil {
			return err
		}
		nfpm.WithDefaults(info)
		if err := nfpm.PrepareForPackager(info, format); err != nil {
			return err
		}
		var content bytes.Buffer
		if err := packager.Package(info, &content); err != nil {
			return fmt.Errorf("%s: %w", format, err)
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("modelgate_%s_linux_%s.%s", version, arch, format)), content.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

//go:embed modelgate.rb.tmpl
var formula string

// brewed are the platforms of Homebrew, by the names of release.lock.
var brewed = []string{"darwin_amd64", "darwin_arm64", "linux_amd64", "linux_arm64"}

// writeFormula writes the formula of a release. A platform that release.lock does not have
// is an error: a formula without a digest would install whatever it gets.
func writeFormula(out io.Writer, version, lock string) error {
	digests := map[string]string{}
	for _, platform := range brewed {
		name := fmt.Sprintf("modelgate_%s_%s.gz", version, platform)
		for line := range strings.Lines(lock) {
			if digest, file, ok := strings.Cut(strings.TrimSpace(line), "  "); ok && file == name {
				digests[platform] = digest
			}
		}
		if len(digests[platform]) != 64 {
			return fmt.Errorf("release.lock has no digest of %s", name)
		}
	}
	return template.Must(template.New("formula").Parse(formula)).Execute(out, map[string]any{"Version": version, "Summary": summary, "Home": home, "Digests": digests})
}

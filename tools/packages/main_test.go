package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// packagesOf writes the packages of a program that is a few bytes.
func packagesOf(t *testing.T) (dir string) {
	t.Helper()
	t.Chdir("../..")
	dir = t.TempDir()
	program := filepath.Join(dir, "program")
	if err := os.WriteFile(program, []byte("#!/bin/sh\necho modelgate 1.2.3\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := run(io.Discard, []string{"linux", "1.2.3", "arm64", program, dir}); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestPackagesAreReproducible writes them twice, at other times and in other folders.
func TestPackagesAreReproducible(t *testing.T) {
	first := packagesOf(t)
	t.Setenv("TZ", "Pacific/Kiritimati")
	t.Chdir("tools/packages")
	second := packagesOf(t)
	for _, format := range []string{"deb", "rpm", "apk"} {
		name := "modelgate_1.2.3_linux_arm64." + format
		a, err1 := os.ReadFile(filepath.Join(first, name))
		b, err2 := os.ReadFile(filepath.Join(second, name))
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a, b) {
			t.Errorf("%s differs from itself", name)
		}
	}
}

// output is what a command prints. Where it is not installed, the test is skipped, but in CI,
// which installs it.
func output(t *testing.T, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil && os.Getenv("CI") == "" {
		t.Skip(err)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

// TestDeb unpacks the package with dpkg, and reads what it asks for.
func TestDeb(t *testing.T) {
	file := filepath.Join(packagesOf(t), "modelgate_1.2.3_linux_arm64.deb")
	if got := output(t, "dpkg-deb", "--field", file, "Package", "Version", "Architecture", "Depends"); got != "Package: modelgate\nVersion: 1.2.3\nArchitecture: arm64\nDepends: git, ca-certificates\n" {
		t.Errorf("fields:\n%s", got)
	}
	root := t.TempDir()
	output(t, "dpkg-deb", "--extract", file, root)
	if out, err := exec.Command(filepath.Join(root, "usr/bin/modelgate")).Output(); string(out) != "modelgate 1.2.3\n" {
		t.Errorf("%q, %v", out, err)
	}
	license, err1 := os.ReadFile("LICENSE")
	copied, err2 := os.ReadFile(filepath.Join(root, "usr/share/doc/modelgate/copyright"))
	if err1 != nil || err2 != nil || !bytes.Equal(license, copied) {
		t.Errorf("the license: %v, %v", err1, err2)
	}
}

func TestRPM(t *testing.T) {
	file := filepath.Join(packagesOf(t), "modelgate_1.2.3_linux_arm64.rpm")
	got := output(t, "rpm", "-qp", "--qf", "%{NAME} %{VERSION} %{ARCH} %{LICENSE} %{BUILDHOST}\n[%{FILENAMES} %{FILEMODES:perms}\n]", file)
	if want := "modelgate 1.2.3 aarch64 Apache-2.0 modelgate\n/usr/bin/modelgate -rwxr-xr-x\n/usr/share/doc/modelgate/copyright -rw-r--r--\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := output(t, "rpm", "-Kv", "--nosignature", file); strings.Contains(got, "BAD") {
		t.Error(got)
	}
	if got := output(t, "rpm", "-qpR", file); !strings.Contains(got, "git\n") || !strings.Contains(got, "ca-certificates\n") {
		t.Error(got)
	}
}

// TestAPK reads the package as the streams of tar that it is: no client of Alpine's is there.
func TestAPK(t *testing.T) {
	src, err := os.ReadFile(filepath.Join(packagesOf(t), "modelgate_1.2.3_linux_arm64.apk"))
	if err != nil {
		t.Fatal(err)
	}
	names, control := apkOf(t, src)
	for _, want := range []string{"usr/bin/modelgate", "usr/share/doc/modelgate/copyright"} {
		if !slices.Contains(names, want) {
			t.Errorf("%s is not in %v", want, names)
		}
	}
	for _, want := range []string{"pkgname = modelgate\n", "pkgver = 1.2.3\n", "arch = aarch64\n", "depend = git\n", "license = Apache-2.0\n"} {
		if !strings.Contains(control, want) {
			t.Errorf("%q is not in\n%s", want, control)
		}
	}
}

// apkOf lists the files of an .apk, which is several tars, each compressed by itself.
func apkOf(t *testing.T, src []byte) (names []string, control string) {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	for entries := tar.NewReader(z); ; {
		header, err := entries.Next()
		if err == io.EOF {
			return names, control
		}
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, header.Name)
		if header.Name == ".PKGINFO" {
			content, err := io.ReadAll(entries)
			if err != nil {
				t.Fatal(err)
			}
			control = string(content)
		}
	}
}

// lockOf is the lock of a release with a digest for each platform.
func lockOf(platforms ...string) string {
	lock := "version 1.2.3\n"
	for i, p := range platforms {
		lock += fmt.Sprintf("%064x  modelgate_1.2.3_%s.gz\n%064x  modelgate_1.2.3_%s\n", i+1, p, 100+i, p)
	}
	return lock
}

func TestFormula(t *testing.T) {
	dir := t.TempDir()
	lock, rb := filepath.Join(dir, "release.lock"), filepath.Join(dir, "modelgate.rb")
	if err := os.WriteFile(lock, []byte(lockOf(brewed...)), 0o644); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := run(&out, []string{"formula", "1.2.3", lock}); err != nil {
		t.Fatal(err)
	}
	for i, p := range brewed {
		want := fmt.Sprintf("url \"https://github.com/modelgate-dev/modelgate/releases/download/v1.2.3/modelgate_1.2.3_%s.gz\"\n      sha256 \"%064x\"\n", p, i+1)
		if strings.Count(out.String(), want) != 1 {
			t.Errorf("%s: no\n%s\nin\n%s", p, want, &out)
		}
	}
	if got := strings.Count(out.String(), "sha256 "); got != len(brewed) {
		t.Errorf("%d digests", got)
	}
	if len(summary) > 80 {
		t.Errorf("the description has %d characters; Homebrew takes 80", len(summary))
	}
	if err := os.WriteFile(rb, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := output(t, "ruby", "-c", rb); got != "Syntax OK\n" {
		t.Error(got)
	}
}

// A formula without a digest would install whatever it gets.
func TestFormulaNeedsEachDigest(t *testing.T) {
	err := writeFormula(io.Discard, "1.2.3", lockOf("linux_amd64", "linux_arm64", "darwin_arm64"))
	if err == nil || err.Error() != "release.lock has no digest of modelgate_1.2.3_darwin_amd64.gz" {
		t.Error(err)
	}
}

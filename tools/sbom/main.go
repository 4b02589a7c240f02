// Command sbom writes the bill of materials of a Go program as CycloneDX 1.6
// JSON, from what the Go toolchain recorded in the program itself. The same
// program gives the same bytes: there is no timestamp, and the serial number
// follows from the program's digest.
//
//	sbom VERSION PROGRAM
package main

import (
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
)

// The parts of https://cyclonedx.org/docs/1.6/json/ that are written.
type (
	bom struct {
		Format       string       `json:"bomFormat"`
		SpecVersion  string       `json:"specVersion"`
		SerialNumber string       `json:"serialNumber"`
		Version      int          `json:"version"`
		Metadata     metadata     `json:"metadata"`
		Components   []component  `json:"components"`
		Dependencies []dependency `json:"dependencies"`
	}
	metadata struct {
		Component component `json:"component"`
	}
	component struct {
		Type       string     `json:"type"`
		Ref        string     `json:"bom-ref"`
		Name       string     `json:"name"`
		Version    string     `json:"version"`
		Scope      string     `json:"scope,omitempty"`
		Hashes     []hash     `json:"hashes,omitempty"`
		PURL       string     `json:"purl"`
		Properties []property `json:"properties,omitempty"`
	}
	hash struct {
		Algorithm string `json:"alg"`
		Content   string `json:"content"`
	}
	property struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	dependency struct {
		Ref       string   `json:"ref"`
		DependsOn []string `json:"dependsOn,omitempty"`
	}
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: sbom VERSION PROGRAM")
		os.Exit(2)
	}
	if err := write(os.Stdout, os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "sbom:", err)
		os.Exit(1)
	}
}

func write(w io.Writer, version, program string) error {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return err
	}
	content, err := os.ReadFile(program)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(describe(info, version, filepath.Base(program), sha256.Sum256(content)))
}

// describe lists the modules that were linked, and the standard library.
func describe(info *buildinfo.BuildInfo, version, name string, digest [sha256.Size]byte) bom {
	self := component{
		Type: "application", Name: name, Version: version, PURL: purl(info.Main.Path, "v"+version),
		Hashes: []hash{{"SHA-256", fmt.Sprintf("%x", digest)}},
	}
	self.Ref = self.PURL
	for _, s := range info.Settings {
		if s.Key == "GOOS" || s.Key == "GOARCH" {
			self.Properties = append(self.Properties, property{"go:" + s.Key, s.Value})
		}
	}
	goVersion := strings.TrimPrefix(info.GoVersion, "go")
	modules := []*debug.Module{{Path: "std", Version: goVersion}}
	b := bom{
		Format: "CycloneDX", SpecVersion: "1.6", SerialNumber: serial(digest), Version: 1, Metadata: metadata{self},
		Components: []component{}, Dependencies: []dependency{{Ref: self.Ref}},
	}
	for _, m := range append(modules, info.Deps...) {
		patched := m.Replace != nil && m.Replace.Version == "" // by a folder: tools/slim.sh
		if m.Replace != nil && !patched {
			m = m.Replace
		}
		c := component{Type: "library", Name: m.Path, Version: m.Version, Scope: "required", PURL: purl(m.Path, m.Version)}
		c.Ref = c.PURL
		if m.Sum != "" {
			c.Properties = []property{{"go:sum", m.Sum}} // of the module's tree, which is no digest of a file
		}
		if patched {
			c.Properties = append(c.Properties, property{"modelgate:patched", "tools/slim.sh"})
		}
		b.Components = append(b.Components, c)
		b.Dependencies[0].DependsOn = append(b.Dependencies[0].DependsOn, c.Ref)
	}
	return b
}

// purl is a package URL of type golang, whose namespace and name are in lower
// case: https://github.com/package-url/purl-spec/blob/main/types-doc/golang-definition.md
func purl(path, version string) string {
	parts := strings.Split(strings.ToLower(path), "/")
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return "pkg:golang/" + strings.Join(parts, "/") + "@" + strings.ReplaceAll(url.PathEscape(version), "+", "%2B")
}

// serial is a UUID of version 8 (RFC 9562, section 5.8) made of the digest.
func serial(digest [sha256.Size]byte) string {
	u := digest[:16]
	u[6], u[8] = u[6]&0x0f|0x80, u[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

package main

import (
	"bytes"
	"debug/buildinfo"
	"encoding/json"
	"os"
	"regexp"
	"runtime/debug"
	"testing"
)

func TestDescribe(t *testing.T) {
	info := &buildinfo.BuildInfo{
		GoVersion: "go1.26.8", Main: debug.Module{Path: "github.com/modelgate-dev/modelgate"},
		Settings: []debug.BuildSetting{{Key: "GOOS", Value: "linux"}, {Key: "GOARCH", Value: "arm64"}, {Key: "CGO_ENABLED", Value: "0"}},
		Deps: []*debug.Module{
			{Path: "github.com/BurntSushi/toml", Version: "v1.4.1", Sum: "h1:abc="},
			{Path: "example.com/old", Version: "v1.0.0", Replace: &debug.Module{Path: "example.com/new", Version: "v2.0.0+incompatible"}},
		},
	}
	b := describe(info, "1.2.3", "modelgate", [32]byte{0xff, 1, 2, 3, 4, 5, 6, 7, 8, 9})
	var purls []string
	for _, c := range b.Components {
		purls = append(purls, c.PURL)
	}
	want := []string{"pkg:golang/std@1.26.8", "pkg:golang/github.com/burntsushi/toml@v1.4.1", "pkg:golang/example.com/new@v2.0.0%2Bincompatible"}
	for i, p := range want {
		if i >= len(purls) || purls[i] != p {
			t.Fatalf("got  %v\nwant %v", purls, want)
		}
	}
	if self := b.Metadata.Component; self.PURL != "pkg:golang/github.com/modelgate-dev/modelgate@v1.2.3" || len(self.Properties) != 2 || len(b.Dependencies[0].DependsOn) != 3 {
		t.Errorf("got %+v", b)
	}
	if !regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(b.SerialNumber) {
		t.Errorf("serial number %s", b.SerialNumber)
	}
}

// The test's own program is a Go program: its bill is the same twice.
func TestWrite(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var first, second bytes.Buffer
	for _, w := range []*bytes.Buffer{&first, &second} {
		if err := write(w, "1.2.3", self); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) || !json.Valid(first.Bytes()) {
		t.Errorf("%s\n%s", first.Bytes(), second.Bytes())
	}
	if err := write(&first, "1.2.3", "main.go"); err == nil {
		t.Error("a file that is no program has a bill")
	}
}

package slips

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

const maxPins = 200 // of a text that are read

// atVersion is a package at one version, as pip installs it.
var atVersion = pattern.New(`(?m)(?:^|[\s"'\x60])([A-Za-z][\w.-]*[A-Za-z0-9])(?:\[[\w, -]*\])?==([0-9][\w.*]*)`)

// Pins are the packages that a file of requirements has at one version.
func Pins(text []byte) map[string]string {
	out := map[string]string{}
	for _, m := range atVersion.FindAllSubmatch(text, maxPins) {
		name := packageName(string(m[1]))
		if version, twice := out[name]; twice && version != string(m[2]) {
			out[name] = "" // by the version of Python, or the system
			continue
		}
		out[name] = string(m[2])
	}
	return out
}

func packageName(name string) string {
	return strings.NewReplacer("_", "-", ".", "-").Replace(strings.ToLower(name))
}

// isVersion reports whether two versions may be one: 2.1 is 2.1.0.
func isVersion(a, b string) bool {
	if strings.Trim(a+b, "0123456789.") != "" || !strings.Contains(a, ".") || !strings.Contains(b, ".") {
		return true // with wildcards, or of no release
	}
	a, b = a+".", b+"."
	return strings.HasPrefix(a, b) || strings.HasPrefix(b, a)
}

// pins keeps the versions that the code of a card installs, where its metadata or the requirements
// beside it have another.
func (s *slipReader) pins(blocks []passage.Block, required map[string]string) {
	var code strings.Builder
	for _, b := range blocks {
		if b.Kind == passage.CodeBlock {
			code.WriteString(b.Text + "\n")
		}
	}
	stated := Pins([]byte(code.String()))
	if len(stated) == 0 {
		return
	}
	root := place.Root(s.d)
	library, version := packageName(root.Get("library_name").Text().Value), root.Get("library_version").Text().Value
	for _, b := range blocks {
		if b.Kind != passage.CodeBlock {
			continue
		}
		for _, m := range atVersion.FindAllSubmatchIndex([]byte(b.Text), maxPins) {
			name, own := packageName(b.Text[m[2]:m[3]]), b.Text[m[4]:m[5]]
			other, where := required[name], "requirements.txt"
			if name == library && version != "" {
				other, where = version, "the metadata"
			}
			if stated[name] != "" && other != "" && !isVersion(own, other) {
				s.addAt(b.Start+m[2], name+"=="+own, name+"=="+other+" in "+where)
			}
		}
	}
}

// addAt keeps a setting in code, whose line its section may have twice.
func (s *slipReader) addAt(offset int, value, other string) {
	before := len(s.out)
	if s.add(evidence.SlipSetting, offset, value, other); len(s.out) > before {
		s.out[before].At = passage.LineAt(s.d, offset)
	}
}

package promotion

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// format is the syntax of a rendered file.
type format string

const (
	formatYAML  format = "yaml"  // one object of Kubernetes, or of another declared kind
	formatJSON  format = "json"  // one object
	formatUnit  format = "unit"  // a unit of systemd, or a Quadlet of Podman
	formatLines format = "lines" // lines of words, such as those that sha256sum reads

	formatSignature format = "signature" // of another file; it has no template
)

// functions are those that quote values in the format.
func (f format) functions() []string {
	switch f {
	case formatJSON:
		return []string{"json"}
	case formatUnit:
		return []string{"unit", "unitWord", "unitArgument", "unitArguments"}
	case formatLines:
		return []string{"line"}
	}
	return []string{"yaml"}
}

// sameOutline reports whether a rendering has the structure of the one with harmless
// values: otherwise a value broke out of its place. It also returns the root of a
// document.
func (m manifest) sameOutline(harmless, content []byte) (bool, *document.Node, error) {
	switch m.format {
	case formatUnit:
		want, err := unitOutline(harmless)
		if err != nil {
			return false, nil, err
		}
		got, err := unitOutline(content)
		return slices.Equal(got, want), nil, err
	case formatLines:
		return bytes.Count(content, []byte("\n")) == bytes.Count(harmless, []byte("\n")), nil, nil
	}
	safe, err := m.parse(harmless)
	if err != nil {
		return false, nil, err
	}
	root, err := m.parse(content)
	if err != nil {
		return false, nil, err
	}
	inner := innerPlaces(nil, safe, "")
	return slices.Equal(shape(nil, root, "", inner), shape(nil, safe, "", inner)), root, nil
}

// unitOutline lists the sections and keys of a unit, in order.
func unitOutline(content []byte) ([]string, error) {
	var out []string
	for i, line := range strings.Split(strings.TrimSuffix(string(content), "\n"), "\n") {
		key, _, assigns := strings.Cut(line, "=")
		switch {
		case strings.HasSuffix(line, `\`), strings.TrimSpace(line) != line:
			return nil, fmt.Errorf("line %d continues or is indented", i+1)
		case line == "", strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]") && !assigns:
			out = append(out, line)
		case assigns && key != "" && !strings.ContainsAny(key, " \t;["):
			out = append(out, key)
		default:
			return nil, fmt.Errorf("line %d is not a section or an assignment", i+1)
		}
	}
	return out, nil
}

// yamlScalar writes an integer as it is, and text as a double-quoted scalar in
// printable ASCII (YAML 1.2.2, section 7.3.1).
func yamlScalar(v any) (string, error) {
	switch v := v.(type) {
	case int64:
		return strconv.FormatInt(v, 10), nil
	case string:
		var b strings.Builder
		b.WriteByte('"')
		for _, r := range v {
			switch {
			case r == '"' || r == '\\':
				b.WriteByte('\\')
				b.WriteRune(r)
			case r >= ' ' && r <= '~':
				b.WriteRune(r)
			case r <= 0xffff:
				fmt.Fprintf(&b, `\u%04X`, r)
			default:
				fmt.Fprintf(&b, `\U%08X`, r)
			}
		}
		b.WriteByte('"')
		return b.String(), nil
	}
	return "", fmt.Errorf("a %T cannot be written as YAML", v)
}

// jsonValue writes an integer or a text as JSON in ASCII.
func jsonValue(v any) (string, error) {
	switch v := v.(type) {
	case int64, string:
		b, err := json.Marshal(v)
		var out strings.Builder
		for _, r := range string(b) {
			switch {
			case r <= '~':
				out.WriteRune(r)
			case r <= 0xffff:
				fmt.Fprintf(&out, `\u%04x`, r)
			default:
				r -= 0x10000
				fmt.Fprintf(&out, `\u%04x\u%04x`, 0xd800+(r>>10), 0xdc00+(r&0x3ff))
			}
		}
		return out.String(), err
	}
	return "", fmt.Errorf("a %T cannot be written as JSON", v)
}

var errNotPlain = errors.New("it cannot be written in this file without changing its meaning")

// plain is a text that can be part of a line: printable ASCII.
func plain(v any) (string, error) {
	s := fmt.Sprint(v)
	if _, number := v.(int64); number {
		return s, nil
	}
	if _, text := v.(string); !text {
		return "", fmt.Errorf("a %T cannot be written here", v)
	}
	if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
		return "", fmt.Errorf("%s: %w", quoted(s), errNotPlain)
	}
	return s, nil
}

// unitText escapes a whole value of a unit: % begins a specifier, a backslash at
// the end continues the line, and blanks at the ends are dropped (systemd.syntax(7),
// systemd.unit(5)).
func unitText(v any) (string, error) {
	s, err := plain(v)
	if err == nil && (strings.HasSuffix(s, `\`) || strings.TrimSpace(s) != s || s == "") {
		err = fmt.Errorf("%s: %w", quoted(s), errNotPlain)
	}
	return strings.ReplaceAll(s, "%", "%%"), err
}

// unitWord quotes one word of a value of a unit, as in Environment=
// (systemd.syntax(7), "Quoting").
func unitWord(v any) (string, error) {
	s, err := plain(v)
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "%", "%%").Replace(s) + `"`, err
}

// unitArgument quotes one argument of ExecStart=, where $ begins a variable
// (systemd.service(5), "Command lines").
func unitArgument(v any) (string, error) {
	s, err := unitWord(v)
	return strings.ReplaceAll(s, "$", "$$"), err
}

// unitArguments quotes words as arguments of ExecStart=.
func unitArguments(all words) (string, error) {
	var out []string
	for _, word := range all {
		quoted, err := unitArgument(word)
		if err != nil {
			return "", err
		}
		out = append(out, quoted)
	}
	return strings.Join(out, " "), nil
}

// lineWord is a word of a line, or a whole line: without a backslash, which
// sha256sum takes for an escape, and without what could be taken for an option.
func lineWord(v any) (string, error) {
	s, err := plain(v)
	if err == nil && (strings.ContainsAny(s, `\ `) || s == "" || s[0] == '-') {
		err = fmt.Errorf("%s: %w", quoted(s), errNotPlain)
	}
	return s, err
}

// sha256Hex is the hexadecimal SHA-256 of a digest.
func sha256Hex(digest string) (string, error) {
	hex, ok := strings.CutPrefix(digest, "sha256:")
	if !ok || !artifactDigest.MatchString(digest) {
		return "", fmt.Errorf("the target requires sha256 digests of artifacts, and one has %s: %w", quoted(digest), errNotPlain)
	}
	return hex, nil
}

// fileOf is the relative path of an artifact on a machine: its path, or the last
// part of its URI.
func fileOf(a Artifact) (string, error) {
	name := a.Path
	if name == "" {
		name = a.URI[strings.LastIndex(a.URI, "/")+1:]
	}
	if !directoryPath.MatchString(name) {
		return "", fmt.Errorf("the artifact %s cannot be a file of a machine: use letters, digits, dots, hyphens and underscores: %w", quoted(name), errNotPlain)
	}
	return name, nil
}

// quantityBytes is a quantity as a number of bytes.
func quantityBytes(quantity string) (int64, error) {
	_, value, err := canonicalQuantity(quantity)
	if err != nil || !value.IsInt() || !value.Num().IsInt64() {
		return 0, fmt.Errorf("%s is not a number of bytes", quoted(quantity))
	}
	return value.Num().Int64(), nil
}

// quantityPercent is a quantity of CPUs in percent of one CPU, at least 1.
func quantityPercent(quantity string) (int64, error) {
	_, value, err := canonicalQuantity(quantity)
	if err != nil {
		return 0, err
	}
	percent := new(big.Int).Quo(new(big.Int).Mul(value.Num(), big.NewInt(100)), value.Denom())
	if !percent.IsInt64() {
		return 0, fmt.Errorf("%s is not a number of CPUs", quoted(quantity))
	}
	return max(1, percent.Int64()), nil
}

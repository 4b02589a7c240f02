// Package secret finds credentials in text by the forms that their providers gave them:
// a prefix that nothing else has, and a checksum where there is one. It is pure, takes
// time linear in the text, and knows nothing of files and findings. Of what has no form,
// it finds passwords in addresses, bearer tokens, and the values of keys with such names.
package secret

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// Found is a credential in a text.
type Found struct {
	Form   string // what it is, for people: "a GitHub token"
	Start  int    // byte offset of the credential
	End    int
	Masked string // its prefix, which tells its form, and an ellipsis
	Key    string // tells it from others, and does not tell what it is

	parts  []span   // of the text, which must not be shown
	values []string // what they are without escapes
}

type span struct{ start, end int }

// maxFound is how many credentials are found in one text.
const maxFound = 100

// Find returns the credentials in a text, in their order: those that are written out, and
// those that are written with escapes, each once.
func Find(src []byte) []Found {
	out := findPlain(src)
	var layers []*layer
	for text := src; len(layers) < maxLayers; {
		l := unescape(text)
		if l == nil {
			break
		}
		layers, text = append(layers, l), l.text
		for _, f := range findPlain(text) {
			if f = f.within(layers); len(out) < maxFound && !slices.ContainsFunc(out, f.overlaps) {
				out = append(out, f)
			}
		}
	}
	slices.SortFunc(out, func(a, b Found) int { return a.Start - b.Start })
	return out
}

// within is a credential of a decoded text at its place in the text that has the escapes.
func (f Found) within(layers []*layer) Found {
	f.parts = slices.Clone(f.parts)
	for _, l := range slices.Backward(layers) {
		for i, p := range f.parts {
			f.parts[i] = l.span(p)
		}
	}
	f.Start, f.End = f.parts[0].start, f.parts[0].end
	return f
}

func (f Found) overlaps(other Found) bool { return f.Start < other.End && other.Start < f.End }

// findPlain returns the credentials that are in a text as it is: written out, or encoded.
func findPlain(src []byte) []Found {
	out := findWritten(src)
	for _, f := range findEncoded(src) {
		if len(out) < maxFound && !slices.ContainsFunc(out, f.overlaps) {
			out = append(out, f)
		}
	}
	return out
}

// findWritten returns the credentials that are written out in a text. It looks at each byte
// once: a report is long, and has hardly any.
func findWritten(src []byte) []Found {
	var out []Found
	var done [len(forms)]int // up to where a form has been read
	weak := false            // the last one is of a weak form
	for i := 0; i < len(src)-1 && len(out) < maxFound; i++ {
		if prefixes[src[i]]&(1<<(src[i+1]&63)) == 0 {
			continue
		}
		for _, k := range formsFrom[src[i]] {
			f := &forms[k]
			from := i + len(f.prefix)
			if i < done[k] || from > len(src) || string(src[i:from]) != f.prefix {
				continue
			}
			done[k] = from
			if f.isInWord(src, i) {
				continue
			}
			end, more, ok := f.read(src, i, from)
			if !ok || isPlaceholder(src[from:end]) {
				continue
			}
			found := f.found(src, append([]span{{i, end}}, more...))
			if last := len(out) - 1; last >= 0 && weak && found.overlaps(out[last]) {
				out = out[:last]
			}
			out, weak = append(out, found), f.weak
			done[k] = end
		}
	}
	return out
}

// isInWord reports whether a prefix is the end of a longer word.
func (f *form) isInWord(src []byte, start int) bool {
	return start > 0 && isAlnum(f.prefix[0]) && (isAlnum(src[start-1]) || f.alone && isWord(src[start-1]))
}

func (f *form) found(src []byte, parts []span) Found {
	start, keep, hash := parts[0].start, f.keep, sha256.New()
	if keep == 0 {
		keep = len(f.prefix)
	}
	found := Found{Form: f.name, Start: start, End: parts[0].end, Masked: string(src[start:start+keep]) + "…", parts: parts}
	for _, p := range parts {
		found.values = append(found.values, string(src[p.start:p.end]))
		hash.Write(withoutBreaks(src[p.start:p.end]))
	}
	found.Key = f.name + " " + hex.EncodeToString(hash.Sum(nil)[:6])
	if f.prefix == "-----BEGIN " && bytes.Contains(src[max(0, start-serviceAccount):start], []byte(`service_account"`)) {
		found.Form = "a key of a Google service account"
	}
	return found
}

// withoutBreaks is a credential however its lines are broken and indented: a private key
// is the same in a text, in a value that is indented and in JSON.
func withoutBreaks(value []byte) []byte {
	for _, with := range []string{`\n`, `\r`, `\t`, "\n", "\r", "\t", " ", `"`, ">", "|"} {
		value = bytes.ReplaceAll(value, []byte(with), nil)
	}
	return value
}

// serviceAccount is how far before its key the type of a service account stands.
const serviceAccount = 1 << 10

// Values are the parts of a credential, which must not be shown: as they are in its text,
// and without escapes.
func (f Found) Values(src []byte) []string {
	out := slices.Clone(f.values)
	for _, p := range f.parts {
		if text := string(src[p.start:p.end]); !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

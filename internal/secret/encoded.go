package secret

import (
	"bytes"
	"encoding/base64"
)

// A credential that is encoded in Base64, alone or with what it belongs to, is one decoding
// away from it: a Secret of Kubernetes, the auth of a registry, a header of HTTP. What is
// encoded twice is not followed, nor what is broken into lines.

// maxEncoded is the longest run of Base64 that is decoded. A private key of 4,096 bits has
// 4,400 characters; what is longer is a picture or a file.
const maxEncoded = 16 << 10

// shortestEncoded is the length of the shortest credential in Base64.
const shortestEncoded = (shortest*4 + 2) / 3

// What a byte is where text is encoded: a character of one of the alphabets of Base64
// (RFC 4648, sections 4 and 5), a letter of one case.
const (
	encoded = 1 << iota
	upper
	lower
)

// classes has what each byte is.
var classes = func() (classes [256]byte) {
	for i := range classes {
		c := byte(i)
		if isBase64(c) || c == '-' || c == '_' {
			classes[i] |= encoded
		}
		if c >= 'A' && c <= 'Z' {
			classes[i] |= upper
		}
		if c >= 'a' && c <= 'z' {
			classes[i] |= lower
		}
	}
	return classes
}()

// eachEncoded calls do with each run of Base64 that holds text, decoded, until it is true.
// It takes time linear in the text, and passes over most of it: where the byte at the end of
// the shortest run is not of one, no run has it.
func eachEncoded[T string | []byte](src T, do func(start, end int, text []byte) bool) bool {
	for start := 0; start+shortestEncoded <= len(src); {
		before := start + shortestEncoded - 1
		for before >= start && classes[src[before]]&encoded != 0 {
			before--
		}
		if before >= start {
			start = before + 1
			continue
		}
		end, of := start, byte(0)
		for end < len(src) && classes[src[end]]&encoded != 0 {
			of |= classes[src[end]]
			end++
		}
		if end-start <= maxEncoded && of&upper != 0 && of&lower != 0 { // a digest has letters of one case
			stop := end
			for stop < len(src) && src[stop] == '=' && stop < end+2 {
				stop++
			}
			if text := decode([]byte(src[start:end])); text != nil && do(start, stop, text) {
				return true
			}
		}
		start = end
	}
	return false
}

// decode returns the text that a run of Base64 holds; nil if it does not begin like one.
func decode(run []byte) []byte {
	encoding := base64.RawStdEncoding
	if bytes.ContainsAny(run, "-_") {
		encoding = base64.RawURLEncoding
	}
	if len(run)%4 == 1 {
		run = run[:len(run)-1]
	}
	var first [9]byte
	if n, err := encoding.Decode(first[:], run[:12]); err != nil || !isText(first[:n]) {
		return nil
	}
	out := make([]byte, encoding.DecodedLen(len(run)))
	n, err := encoding.Decode(out, run)
	if err != nil {
		return nil
	}
	return out[:n]
}

func isText(b []byte) bool {
	for _, c := range b {
		if c != '\t' && c != '\n' && c != '\r' && (c < ' ' || c > '~') {
			return false
		}
	}
	return true
}

// findEncoded returns the credentials that are encoded in Base64. What is not to be shown
// is the whole run: a part of it would show a part of the credential.
func findEncoded(src []byte) []Found {
	var out []Found
	eachEncoded(src, func(start, end int, text []byte) bool {
		if found := findWritten(text); len(found) > 0 {
			f := found[0]
			f.Form += " in Base64"
			f.Start, f.End, f.parts = start, end, []span{{start, end}}
			out = append(out, f)
		}
		return len(out) == maxFound
	})
	return out
}

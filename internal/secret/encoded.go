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

// isEncoded has the characters of both alphabets of Base64 (RFC 4648, sections 4 and 5).
func isEncoded(c byte) bool { return isBase64(c) || c == '-' || c == '_' }

// eachEncoded calls do with each run of Base64 that holds text, decoded, until it is true.
// It takes time linear in the text.
func eachEncoded[T string | []byte](src T, do func(start, end int, text []byte) bool) bool {
	for start := 0; start < len(src); {
		if !isEncoded(src[start]) {
			start++
			continue
		}
		end := start
		upper, lower := false, false
		for end < len(src) && isEncoded(src[end]) {
			upper, lower = upper || src[end] >= 'A' && src[end] <= 'Z', lower || src[end] >= 'a' && src[end] <= 'z'
			end++
		}
		if n := end - start; n >= shortestEncoded && n <= maxEncoded && upper && lower { // a digest has letters of one case
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

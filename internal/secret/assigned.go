package secret

import (
	"bytes"
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
)

// The credentials of this file have no form of their own. They are told by what is in front
// of them: the name of a key, a scheme of authentication, or the user in an address. Each is
// long, or looks like no word, so that names and placeholders are none of them.

// maxBetween is how far from its name the value of a key begins.
const maxBetween = 12

// assigned reads the value that a name is given in code, in a shell, in JSON or in a header.
func assigned(src []byte, _, from int) (int, []span, bool) {
	at, signs := from, 0
	for at < len(src) && at < from+maxBetween && bytes.IndexByte([]byte(" \t\"'`]=:\\"), src[at]) >= 0 {
		if src[at] == '=' || src[at] == ':' {
			signs++
		}
		at++
	}
	if signs != 1 && !(signs == 2 && bytes.Contains(src[from:at], []byte(":="))) {
		return 0, nil, false
	}
	return opaque(src, at)
}

// behind reads what follows a prefix that ends with a blank.
func behind(src []byte, _, from int) (int, []span, bool) { return opaque(src, from) }

// ofUser reads the key of an account whose name is in the same object.
func ofUser(src []byte, start, from int) (int, []span, bool) {
	if !bytes.Contains(src[max(0, start-nearby):start], []byte(`"username"`)) {
		return 0, nil, false
	}
	return assigned(src, start, from)
}

// opaque reads a word that nobody would choose: of letters of both cases and digits, in
// hexadecimal digits, or in such with hyphens.
func opaque(src []byte, at int) (int, []span, bool) {
	end := run(src, at, maxToken, isWord)
	value := src[at:end]
	if end < len(src) && bytes.IndexByte([]byte("([.{$%/@"), src[end]) >= 0 { // a call, a path, a part of one
		return 0, nil, false
	}
	return end, nil, isOpaque(value) && !isPlaceholder(value)
}

func isOpaque(value []byte) bool {
	digits := countOf(value, isDigit)
	switch hex := countOf(value, isHex); {
	case digits < 2 || digits == len(value):
		return false
	case hex == len(value):
		return slices.Contains([]int{32, 40, 48, 64}, len(value))
	case hex+4 == len(value) && len(value) == 36 && bytes.Count(value, []byte("-")) == 4:
		return true
	}
	value = bytes.TrimPrefix(value, []byte("sk-"))
	return len(value) >= 24 && isMixed(value) && countOf(value, isAlnum) == len(value)
}

func isHex(c byte) bool { return isDigit(c) || c >= 'a' && c <= 'f' }

func countOf(value []byte, is func(byte) bool) int {
	n := 0
	for _, c := range value {
		if is(c) {
			n++
		}
	}
	return n
}

// hexDigits reads a token of n hexadecimal digits.
func hexDigits(n int) reading {
	return func(src []byte, _, from int) (int, []span, bool) {
		end := run(src, from, n+1, isHex)
		digits := countOf(src[from:end], isDigit)
		return end, nil, end-from == n && (end == len(src) || !isWord(src[end])) && digits > 0 && digits < n
	}
}

// bearer reads a token that authenticates, which may be a JSON Web Token (RFC 7519).
func bearer(src []byte, start, from int) (int, []span, bool) {
	end := run(src, from, 8*maxToken, func(c byte) bool { return isWord(c) || c == '.' })
	if parts := bytes.Split(src[from:end], []byte(".")); len(parts) == 3 && bytes.HasPrefix(parts[0], []byte("eyJ")) && len(parts[2]) >= 20 {
		return end, nil, countOf(parts[2], isDigit) > 0 && isMixed(parts[2])
	}
	return behind(src, start, from)
}

// maxAuthority is the longest user and password in an address that are read.
const maxAuthority = 300

// inAddress reads the user and the password in an address of a host that others can reach.
func inAddress(src []byte, _, from int) (int, []span, bool) {
	end := run(src, from, maxAuthority, func(c byte) bool {
		return c > ' ' && c < 0x7f && bytes.IndexByte([]byte("/@\"'`<>()[]{}|\\^$?#"), c) < 0
	})
	if end == len(src) || src[end] != '@' {
		return 0, nil, false
	}
	host := src[end+1 : run(src, end+1, maxAuthority, func(c byte) bool { return isWord(c) || c == '.' })]
	_, password, ok := bytes.Cut(src[from:end], []byte(":"))
	return end, nil, ok && isPassword(password) && isReachable(strings.ToLower(string(host)))
}

// isPassword reports whether a password is none of those that examples have.
func isPassword(value []byte) bool {
	lower := bytes.ToLower(value)
	for _, word := range []string{"pass", "pwd", "secret", "token", "key", "user", "admin", "test", "%"} {
		if bytes.Contains(lower, []byte(word)) {
			return false
		}
	}
	letters := countOf(value, isAlnum) - countOf(value, isDigit)
	return len(value) >= 8 && letters > 0 && countOf(value, isDigit) > 0 && !isPlaceholder(value)
}

// isReachable reports whether a host has a name outside of one machine, and none that is
// reserved for examples (RFC 2606).
func isReachable(host string) bool {
	if !strings.Contains(host, ".") || host == "127.0.0.1" || host == "0.0.0.0" {
		return false
	}
	for _, end := range []string{"example.com", "example.org", "example.net", ".example", ".test", ".invalid", ".local", ".localhost"} {
		if strings.HasSuffix(host, end) {
			return false
		}
	}
	return !strings.Contains(host, "your") && !strings.HasPrefix(host, "host.")
}

// sharedAccess reads the signature of an address of Azure's storage, whose other parts
// are the version and the end.
func sharedAccess(src []byte, start, from int) (int, []span, bool) {
	end := run(src, from, 100, func(c byte) bool { return isBase64(c) || c == '%' || c == '=' })
	around := src[max(0, start-maxAuthority):min(len(src), end+maxAuthority)]
	if !bytes.Contains(around, []byte("sv=")) || !bytes.Contains(around, []byte("se=")) {
		return 0, nil, false
	}
	signature, err := url.QueryUnescape(strings.ReplaceAll(string(src[from:end]), "+", "%2B"))
	if err != nil {
		return 0, nil, false
	}
	raw, err := base64.StdEncoding.DecodeString(signature)
	return end, nil, err == nil && len(raw) == 32
}

// presigned reads an address of S3 that opens to everybody who has it: the key of an account, and
// a signature in the same address.
func presigned(src []byte, start, from int) (int, []span, bool) {
	end := run(src, from, 900, func(c byte) bool { return isBase64(c) || strings.IndexByte("%=&-_.;", c) >= 0 })
	address := src[max(0, start-maxAuthority):end]
	key := src[from:end]
	if !bytes.HasPrefix(key, []byte("AKIA")) && !bytes.HasPrefix(key, []byte("ASIA")) || bytes.Contains(key, []byte("EXAMPLE")) {
		return 0, nil, false
	}
	return end, nil, bytes.Contains(address, []byte("Signature="))
}

// parts reads a token of words of so many characters, between which there is a sign.
func parts(sign byte, sizes ...int) reading {
	return func(src []byte, _, from int) (int, []span, bool) {
		at := from
		for i, size := range sizes {
			if i > 0 {
				if at == len(src) || src[at] != sign {
					return 0, nil, false
				}
				at++
			}
			end := run(src, at, size, func(c byte) bool { return isWord(c) && c != sign })
			if end-at != size {
				return 0, nil, false
			}
			at = end
		}
		return at, nil, (at == len(src) || !isWord(src[at])) && isMixed(src[from:at])
	}
}

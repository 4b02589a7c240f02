package source

import (
	"bytes"
	"strconv"
	"strings"
)

// Pointer is what Git LFS commits instead of a large file: the digest of its
// content, and its size.
type Pointer struct {
	OID  string // SHA-256 of the content, 64 lower-case hexadecimal digits
	Size int64  // bytes
}

const (
	lfsVersion = "version https://git-lfs.github.com/spec/v1\n"
	lfsMax     = 1024 // a pointer is shorter, says the specification
)

// ParseLFS reads a pointer file of Git LFS, version 1
// (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md). It takes only
// what the specification calls canonical: the version line first, then the
// keys in order, each once, every line ended by a line feed: ext-N-name, oid,
// size. Anything else is an ordinary file.
func ParseLFS(b []byte) (Pointer, bool) {
	if len(b) >= lfsMax || !bytes.HasPrefix(b, []byte(lfsVersion)) {
		return Pointer{}, false
	}
	var p Pointer
	last, sized := "", false
	for line := range strings.Lines(string(b[len(lfsVersion):])) {
		line, ended := strings.CutSuffix(line, "\n")
		key, value, spaced := strings.Cut(line, " ")
		if !ended || !spaced || key <= last {
			return Pointer{}, false
		}
		last = key
		ok := false
		switch {
		case key == "oid":
			p.OID, ok = lfsDigest(value)
		case key == "size":
			p.Size, ok = lfsSize(value)
			sized = ok
		case isLFSExtension(key):
			_, ok = lfsDigest(value)
		}
		if !ok {
			return Pointer{}, false
		}
	}
	return p, p.OID != "" && sized
}

func lfsDigest(value string) (string, bool) {
	digest, ok := strings.CutPrefix(value, "sha256:")
	return digest, ok && len(digest) == 64 && isObjectID(digest)
}

// lfsSize reads a size as git-lfs writes it: no sign, no leading zero.
func lfsSize(value string) (int64, bool) {
	n, err := strconv.ParseInt(value, 10, 64)
	return n, err == nil && n >= 0 && strconv.FormatInt(n, 10) == value
}

// isLFSExtension reports whether the key is ext-<digit>-<name>.
func isLFSExtension(key string) bool {
	rest, ok := strings.CutPrefix(key, "ext-")
	if !ok || len(rest) < 3 || rest[0] < '0' || rest[0] > '9' || rest[1] != '-' {
		return false
	}
	return strings.Trim(rest[2:], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == ""
}

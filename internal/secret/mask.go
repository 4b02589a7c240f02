package secret

import (
	"slices"
	"strings"
)

// Mask is a text without the credentials in it.
func Mask(text string) string {
	if !mayHold(text) {
		return text
	}
	src := []byte(text)
	var spans []masked
	for _, f := range Find(src) {
		for i, p := range f.parts {
			with := f.Masked
			if i > 0 {
				with = "…"
			}
			spans = append(spans, masked{p, with})
		}
	}
	slices.SortFunc(spans, func(a, b masked) int { return a.start - b.start })
	var b strings.Builder
	at := 0
	for _, s := range spans {
		if s.start < at {
			continue // within another
		}
		b.Write(src[at:s.start])
		b.WriteString(s.with)
		at = s.end
	}
	b.Write(src[at:])
	return b.String()
}

type masked struct {
	span
	with string
}

// shortest is the length of the shortest credential.
const shortest = len("glpat-") + 20

// mayHold is whether any prefix is in a text, or what may stand for one: most texts have
// neither.
func mayHold(text string) bool {
	if len(text) < shortest {
		return false
	}
	for i := range len(text) - 1 {
		if beginnings[text[i]]&(1<<(text[i+1]&63)) != 0 && (isEscape[text[i]] || hasPrefix(text[i:])) {
			return true
		}
	}
	return eachEncoded(text, func(_, _ int, decoded []byte) bool {
		for i := range decoded {
			if hasPrefix(decoded[i:]) {
				return true
			}
		}
		return false
	})
}

func hasPrefix[T string | []byte](text T) bool {
	return slices.ContainsFunc(forms[:], func(f form) bool { return len(text) >= len(f.prefix) && string(text[:len(f.prefix)]) == f.prefix })
}

// prefixes has for each byte which may follow it where a prefix begins, by the lower bits
// of that; beginnings has escapes too.
var prefixes, beginnings = func() (prefixes, beginnings [256]uint64) {
	for _, f := range forms {
		prefixes[f.prefix[0]] |= 1 << (f.prefix[1] & 63)
	}
	beginnings = prefixes
	for c, is := range isEscape {
		if is {
			beginnings[c] = ^uint64(0)
		}
	}
	return prefixes, beginnings
}()

package secret

import "slices"

// Mask is a text without the credentials in it.
func Mask(text string) string {
	if !mayHold(text) {
		return text
	}
	src := []byte(text)
	spans := maskedIn(src)
	if len(spans) == 0 {
		return text
	}
	return string(replaced(src, spans))
}

// maskedIn is what is masked in a text, in order.
func maskedIn(src []byte) []masked {
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
	return spans
}

func replaced(src []byte, spans []masked) []byte {
	var out []byte
	at := 0
	for _, s := range spans {
		if s.start < at {
			continue // within another
		}
		out = append(append(out, src[at:s.start]...), s.with...)
		at = s.end
	}
	return append(out, src[at:]...)
}

type masked struct {
	span
	with string
}

// shortest is the length of the shortest credential.
const shortest = len("://a:") + 8 + len("@")

// mayHold is whether any prefix is in a text, or what may stand for one: most texts have
// neither.
func mayHold[T string | []byte](text T) bool {
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
	for _, k := range formsFrom[text[0]] {
		if prefix := forms[k].prefix; len(text) >= len(prefix) && string(text[:len(prefix)]) == prefix {
			return true
		}
	}
	return false
}

// formsFrom has for each byte the forms whose prefix begins with it.
var formsFrom = func() (from [256][]int) {
	for k, f := range forms {
		from[f.prefix[0]] = append(from[f.prefix[0]], k)
	}
	return from
}()

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

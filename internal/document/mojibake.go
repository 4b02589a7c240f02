package document

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// windows1252 are the characters of Windows-1252 whose bytes are 0x80 to 0x9F. The others have
// the number of their byte, and so have those of the bytes that it leaves free.
var windows1252 = map[rune]byte{
	'€': 0x80, '‚': 0x82, 'ƒ': 0x83, '„': 0x84, '…': 0x85, '†': 0x86, '‡': 0x87, 'ˆ': 0x88, '‰': 0x89, 'Š': 0x8A, '‹': 0x8B, 'Œ': 0x8C, 'Ž': 0x8E,
	'‘': 0x91, '’': 0x92, '“': 0x93, '”': 0x94, '•': 0x95, '–': 0x96, '—': 0x97, '˜': 0x98, '™': 0x99, 'š': 0x9A, '›': 0x9B, 'œ': 0x9C, 'ž': 0x9E, 'Ÿ': 0x9F,
}

// byteOf is the byte of a character, if it is one of those above ASCII.
func byteOf(r rune) (byte, bool) {
	if r >= 0x80 && r <= 0xFF {
		return byte(r), true
	}
	b, ok := windows1252[r]
	return b, ok
}

// misread is the text that the bytes at an offset were written as, if they are UTF-8 that was
// read as Windows-1252 or Latin-1 and written as UTF-8 again, and where it ends: "Ã©" is "é".
func misread(text []byte, at int) (meant string, end int) {
	var letters []rune
	pairs := 0
	for end = at; ; {
		r, next := misreadAt(text, end)
		if next == end {
			break
		}
		letters, end, pairs = append(letters, r), next, pairs+1
	}
	if pairs == 0 || pairs == 1 && isPlausible(text, at, end, letters[0]) {
		return "", at
	}
	return string(letters), end
}

// misreadAt is the one character that begins at an offset.
func misreadAt(text []byte, at int) (rune, int) {
	var raw [utf8.UTFMax]byte
	size, n := 0, 0
	end := at
	for n == 0 || n < size {
		r, width := utf8.DecodeRune(text[end:])
		b, ok := byteOf(r)
		if !ok || n > 0 && b&0xC0 != 0x80 {
			return 0, at
		}
		if n == 0 {
			switch {
			case b >= 0xC2 && b < 0xE0:
				size = 2
			case b >= 0xE0 && b < 0xF0:
				size = 3
			case b >= 0xF0 && b < 0xF5:
				size = 4
			default:
				return 0, at
			}
		}
		raw[n] = b
		n, end = n+1, end+width
	}
	r, width := utf8.DecodeRune(raw[:n])
	if r == utf8.RuneError || width != n || unicode.IsControl(r) || !unicode.IsPrint(r) && r != 0xA0 && r != 0xFEFF && r != 0x200B {
		return 0, at
	}
	return r, end
}

// isPlausible reports whether a text that may be one misread character may be meant as it is: a
// letter with a mark and a sign that stands by itself, as in "CAFÉ”" and "voilà »".
func isPlausible(text []byte, at, end int, meant rune) bool {
	lead, width := utf8.DecodeRune(text[at:])
	sign, _ := utf8.DecodeRune(text[at+width:])
	before, _ := utf8.DecodeLastRune(text[:at])
	after, _ := utf8.DecodeRune(text[end:])
	switch {
	case meant >= 0x10000, meant >= 0x2000 && meant < 0x2C00, meant >= 0xFE00:
		return false // punctuation, symbols, emoji
	case meant >= 0x800, unicode.IsUpper(before) && !unicode.IsLower(after):
		return true
	case lead != 'Ã' && lead != 'Â':
		if unicode.IsLetter(meant) && isOddSign(sign) && lead != 'Ø' {
			return false // "Î±", "Ä°"
		}
		return !unicode.IsLower(before) || !unicode.IsLetter(meant) || isQuote(sign)
	case sign == '\u00a0':
		return unicode.IsLetter(before)
	case isQuote(sign):
		return !unicode.IsLower(before) && !unicode.IsLower(after)
	}
	return false
}

// isQuote reports whether a sign is one that may follow a letter.
func isQuote(r rune) bool {
	switch r {
	case '‘', '’', '“', '”', '„', '‚', '»', '«', '›', '‹', '…', '–', '—', '®', '™':
		return true
	}
	return false
}

// isOddSign reports whether a sign never follows a letter in writing.
func isOddSign(r rune) bool {
	return strings.ContainsRune("¡¢£¤¥¦§¨©ª¬¯´µ¶¸º¼½¾¿±°", r)
}

package document

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxPassage is how many bytes of a section are searched for a passage.
const maxPassage = 128 << 10

// maxLeading is how many letters of the words are enough, where all of them are not there as
// they are given: a reader may have left out what follows.
const maxLeading = 60

// passage is where some words stand in a part of the source, as far as letters and digits
// tell: between them may be markup, the address of a link, and the ends of lines. It begins
// with the first word and ends with the last, and is on one line. Of words that stand there
// several times, it is the place behind as many others as skipped.
func (d *Document) passage(in Span, words string, skipped int) (Span, bool) {
	wanted := lettersIn([]byte(words), nil)
	if wanted == "" {
		return Span{}, false
	}
	source := d.Source[in.Start:min(in.End, in.Start+maxPassage)]
	var at []int // the offset of each byte of the letters
	letters := lettersIn(source, &at)
	from := strings.Index(letters, wanted)
	if from < 0 && len(wanted) > maxLeading {
		wanted = strings.ToValidUTF8(wanted[:maxLeading], "")
		from = strings.Index(letters, wanted)
	}
	if from < 0 {
		return Span{}, false
	}
	for ; skipped > 0; skipped-- {
		next := strings.Index(letters[from+1:], wanted)
		if next < 0 {
			break
		}
		from += 1 + next
	}
	last := at[from+len(wanted)-1]
	_, size := utf8.DecodeRune(source[last:])
	return d.firstLine(d.index.span(in.Start+at[from], in.Start+last+size)), true
}

// Repeats is how often words stand in a part of the source before an offset.
func (d *Document) Repeats(in Span, words string, offset int) int {
	wanted := lettersIn([]byte(words), nil)
	offset = min(offset, in.Start+maxPassage)
	if wanted == "" || offset <= in.Start {
		return 0
	}
	letters, n := lettersIn(d.Source[in.Start:offset], nil), 0
	for {
		at := strings.Index(letters, wanted)
		if at < 0 {
			return n
		}
		letters, n = letters[at+1:], n+1
	}
}

// lettersIn are the letters and digits of a text in lower case, without the addresses of links,
// and where they are from.
func lettersIn(text []byte, at *[]int) string {
	var out strings.Builder
	for i := 0; i < len(text); {
		if i > 0 && text[i] == '(' && text[i-1] == ']' {
			end := i + 1
			for end < len(text) && end < i+2_000 && text[end] != ')' && text[end] != '\n' {
				end++
			}
			if end < len(text) && text[end] == ')' {
				i = end + 1
				continue
			}
		}
		r, size := utf8.DecodeRune(text[i:])
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n, _ := out.WriteRune(unicode.ToLower(r))
			if at != nil {
				for range n {
					*at = append(*at, i)
				}
			}
		}
		i += size
	}
	return out.String()
}

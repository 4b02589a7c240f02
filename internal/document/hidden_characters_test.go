package document

import "testing"

func TestHiddenCharacters(t *testing.T) {
	for text, want := range map[string]int{
		"safe \u202e esu \u202c": 1, "over \u202d x": 1, "tag \U000E0069\U000E0067": 2,
		"marks \u200f of \u200e scripts \u2067 x \u2069": 0, "\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E007F a flag": 0, "dash — quote ’": 0,
	} {
		_, found := Parse("README.md", []byte("# M\n\n"+text+"\n"))
		n := 0
		for _, f := range found {
			if f.Rule == controlCharacter {
				n++
			}
		}
		if n != want {
			t.Errorf("%q: %d, want %d", text, n, want)
		}
	}
}

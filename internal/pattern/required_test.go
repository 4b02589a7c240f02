package pattern

import (
	"testing"
	"unicode"
)

func TestFold(t *testing.T) {
	for text, want := range map[string]string{"To Be ADDED": "to be added", "ſoon": "soon", "\u212aommt": "kommt", "À COMPLÉTER": "à compléter", "Σς": "σσ", "\xff": "\ufffd", "暂无": "暂无"} {
		if got := Fold(text); got != want {
			t.Errorf("%q is folded to %q, want %q", text, got, want)
		}
	}
}

// TestFoldToASCII: no other characters become ASCII than those that mayMatch looks for.
func TestFoldToASCII(t *testing.T) {
	for r := rune(0x80); r <= unicode.MaxRune; r++ {
		if folded := foldRune(r); folded < 0x80 && r != '\u212a' && r != 'ſ' && r != 'İ' {
			t.Errorf("%q is folded to %q", r, folded)
		}
	}
}

package report

import (
	"reflect"
	"strings"
	"testing"
)

// A credential of each kind of text that escapes may change. None is written out here:
// services that look for them would find it.
func credentials() []string {
	const letters = "q7Zk2mRt9XvB4nWc8HsJ1pLd6GfY3aQeTuV5iOxKbNzMrDwPyCgEhSjFlAoU0I"
	return []string{
		"hf" + "_" + letters[:34],
		"hf" + "_" + letters[:12] + "www" + letters[12:31],
		"https://hooks.slack.com/" + "services/T0" + "A1B2C3D4/B0A1B2C3D4/" + letters[:24],
		"AK" + "IAQ2WE4RT6YU7IOPAS: q7Zk2mRt9XvB4nWc8HsJ1pLd6GfY3aQeTu/5iOxK",
		"glpat" + "-" + letters[:10] + "_" + letters[10:19],
	}
}

// TestNoCredentialIsShown: whatever field of a report quotes a credential, and however
// the text is cut and escaped, no output shows half of it.
func TestNoCredentialIsShown(t *testing.T) {
	for _, token := range credentials() {
		tail := token[len(token)-10:]
		for _, before := range []string{"", strings.Repeat("words ", 12), strings.Repeat("words ", 33), strings.Repeat("words ", 163)} {
			for name, r := range hostileReports(before + token + " after") {
				if name == "all" || name == "linked" { // have the same texts as the others
					continue
				}
				for _, format := range FormatNames() {
					out := render(t, format, r)
					plain := strings.NewReplacer("&#95;", "_", zeroWidth, "", "&#x2F;", "/", "&#47;", "/", `\/`, "/", "&#43;", "+").Replace(out)
					if i := strings.Index(plain, token[len(token)-20:][:8]); i >= 0 {
						t.Fatalf("%s (%s) of %.3s… behind %d bytes shows it: %s", format, name, token, len(before), plain[max(0, i-60):i+20])
					}
					if i := strings.Index(plain, tail); i >= 0 {
						t.Fatalf("%s (%s) of %.3s… behind %d bytes shows its end: %s", format, name, token, len(before), plain[max(0, i-60):i+20])
					}
				}
			}
		}
	}
}

// TestMaskedIsACopy: the report that is masked stays as it is, and one without
// credentials is itself.
func TestMaskedIsACopy(t *testing.T) {
	for _, text := range []string{"harmless", credentials()[0]} {
		var r, same Report
		fill(reflect.ValueOf(&r).Elem(), text, false)
		fill(reflect.ValueOf(&same).Elem(), text, false)
		out := Masked(r)
		if !reflect.DeepEqual(same, r) {
			t.Errorf("%s: the report has changed", text)
		}
		if is := reflect.DeepEqual(out, r); is != (text == "harmless") {
			t.Errorf("%s: the same: %v", text, is)
		}
	}
}

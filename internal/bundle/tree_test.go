package bundle

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/source"
)

func TestWaiversStayBehind(t *testing.T) {
	const head = "# comment\napiVersion: modelgate.dev/v1\nkind: Waivers\n"
	for text, empty := range map[string]bool{
		head + "waivers:\n":                                 true,
		head + "waivers: # none yet\n#  - id: W-1\n":        true,
		head + "waivers: []":                                true,
		head + "waivers: []\r\n  # more\r\n":                true,
		"":                                                  true,
		head + "waivers:\n- id: W-1\n":                      false,
		head + "waivers: [{id: W-1}]\n":                     false,
		head + "waivers: []\nother: 1\n":                    false,
		head + "waivers: []\n--- \nwaivers: [{id: W-1}]\n":  false,
		head + "waivers:\n  - {id: W-1, rule: card/x}\n# x": false,
	} {
		tree, err := source.Memory("0123456789abcdef", map[string][]byte{".modelgate/config.yaml": []byte("kind: Config\n"), ".modelgate/waivers.yaml": []byte(text)})
		if err != nil {
			t.Fatal(err)
		}
		b, err := Of(tree)
		if (err == nil) != empty {
			t.Errorf("%q: %v", text, err)
		}
		if _, there := b.Files["waivers.yaml"]; there {
			t.Errorf("%q is in the bundle", text)
		}
		const want = ".modelgate/waivers.yaml of commit 0123456789ab cannot be shared: waivers apply to their own repository only; remove the file, and commit that"
		if err != nil && err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}

package promotion

import (
	"encoding/pem"
	"strings"
	"testing"
)

// A private key in place of a public one is named, at its line, and no message shows any
// of it, however long it is.
func TestPrivateKeyInConfiguration(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"signers", "approvers"} {
		for name, length := range map[string]int{"short": 48, "as long as one of RSA": 1700} {
			key := strings.TrimSpace(string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte(strings.Repeat("secret", length/6))})))
			config := envHead + "  prod: {}\n" + kind + ":\n  ci:\n    owner: ci\n    accounts: [a]\n    publicKey: |\n      " + strings.ReplaceAll(key, "\n", "\n      ") + "\n"
			if kind == "signers" {
				config = strings.Replace(config, "    accounts: [a]\n", "", 1)
			}
			_, err := LoadEnvironment(repo{EnvPath: config}.tree(), "prod")
			want := map[bool]string{true: "it is a private key, and a public key is required", false: "publicKey: string length must be less than or equal to 1000 (it is a private key)"}[length < 100]
			if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "env.yaml:") || strings.Contains(err.Error(), "c2VjcmV0") {
				t.Errorf("%s, %s: %v", kind, name, err)
			}
		}
	}
}

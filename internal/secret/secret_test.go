package secret

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"
)

// No credential is written out here: services that look for them would find it.
const (
	letters = "q7Zk2mRt9XvB4nWc8HsJ1pLd6GfY3aQeTuV5iOxKbNzMrDwPyCgEhSjFlAoU0I"
	digits  = "4820715936"
)

// text is n characters of letters.
func text(n int) string { return strings.Repeat(letters, n/len(letters)+1)[:n] }

func checkedToken(prefix string) string { return prefix + text(30) + checksum([]byte(text(30))) }

func pemOf(label string, lines int, newline string) string {
	out := "-----BEGIN " + label + "-----" + newline
	for i := range lines {
		out += (text(61) + text(61))[i%30:][:64] + newline
	}
	return out + "-----END " + label + "-----"
}

func azureKey() string {
	raw := make([]byte, 64)
	for i := range raw {
		raw[i] = byte(i*37 + 11)
	}
	return "AccountKey=" + base64.StdEncoding.EncodeToString(raw)
}

// samples is a credential of each form.
func samples() map[string]string {
	return map[string]string{
		"a GitHub token":                           checkedToken("ghp" + "_"),
		"a GitHub token, of an app":                checkedToken("ghs" + "_"),
		"a GitHub token, fine-grained":             "github" + "_pat_" + text(22) + "_" + text(59),
		"an npm token":                             "npm" + "_" + text(36),
		"a Hugging Face token":                     "hf" + "_" + text(34),
		"a GitLab token":                           "glpat" + "-" + text(20),
		"a PyPI token":                             "pypi" + "-AgEIcHlwaS5vcmc" + text(80),
		"a TestPyPI token":                         "pypi" + "-AgENdGVzdC5weXBpLm9yZw" + text(80),
		"an Anthropic key":                         "sk" + "-ant-api03-" + text(93) + "AA",
		"an OpenAI key":                            "sk" + "-proj-" + text(40) + "T3Blbk" + "FJ" + text(40),
		"an OpenAI key, the first form":            "sk" + "-" + text(20) + "T3Blbk" + "FJ" + text(20),
		"a Google API key":                         "AI" + "za" + text(35),
		"a Slack token":                            "xox" + "b-" + digits + "-" + digits + "1-" + text(24),
		"a Slack webhook":                          "https://hooks.slack.com/" + "services/T0" + "A1B2C3D4/B0A1B2C3D4/" + text(24),
		"an AWS access key":                        "aws_access_key_id: AK" + "IAQ2WE4RT6YU7IOPAS\naws_secret_access_key: " + text(40),
		"a temporary AWS access key":               "AS" + "IAQ2WE4RT6YU7IOPAS:" + text(40),
		"an Azure storage key":                     "DefaultEndpointsProtocol=https;AccountName=x;" + azureKey() + ";EndpointSuffix=core.windows.net",
		"a Hugging Face token, of an organization": "api" + "_org_" + text(34),
		"a GitLab token, of a runner":              "glrt" + "-" + text(20),
		"an OpenRouter key":                        "sk" + "-or-v1-" + hexOf64,
		"a Groq key":                               "gsk" + "_" + text(52),
		"a Replicate token":                        "r8" + "_" + text(37),
		"an xAI key":                               "xai" + "-" + text(80),
		"a Perplexity key":                         "pplx" + "-" + text(48),
		"an NVIDIA key":                            "nvapi" + "-" + text(64),
		"a LangSmith key":                          "lsv2" + "_pt_" + hexOf64[:32] + "_" + hexOf64[:10],
		"a Pinecone key":                           "pcsk" + "_" + text(60),
		"a Databricks token":                       "dapi" + hexOf64[:32],
		"a Docker token":                           "dckr" + "_pat_" + text(27),
		"a SendGrid key":                           "SG" + "." + text(22) + "." + text(43),
		"a Stripe key":                             "sk" + "_live_" + text(24),
		"a Google client secret":                   "GOCSPX" + "-" + text(28),
		"a Vault token":                            "hvs" + "." + text(90),
		"a private key":                            pemOf("RSA PRIVATE KEY", 12, "\n"),
		"a private key, of OpenSSH":                pemOf("OPENSSH PRIVATE KEY", 6, "\n"),
		"a private key, indented":                  "key: |\n  " + pemOf("EC PRIVATE KEY", 3, "\n  "),
		"a key of a Google service account":        `{"type": "service_account", "project_id": "p", "private_key_id": "x", "private_key": "` + pemOf("PRIVATE KEY", 20, `\n`) + `\n"}`,
	}
}

func TestForms(t *testing.T) {
	for name, s := range samples() {
		form, _, _ := strings.Cut(name, ",")
		for _, around := range []string{"%", "token: \"%\"\n", "use `%` here, or not\n", "a=%&b=1", "https://user:%@example.com/x"} {
			src := strings.Replace(around, "%", s, 1)
			found := Find([]byte(src))
			if len(found) != 1 || found[0].Form != form {
				t.Errorf("%s in %q: %v", name, around, found)
				continue
			}
			out := Mask(src)
			for _, v := range found[0].Values([]byte(src)) {
				if len(v) < 20 || strings.Contains(out, v) || strings.Contains(out, v[len(v)/2:]) {
					t.Errorf("%s is shown: %s", name, out)
				}
			}
			if len(Find([]byte(out))) != 0 || !strings.Contains(out, "…") || Mask(out) != out {
				t.Errorf("%s: masked as %s", name, out)
			}
			if strings.Contains(found[0].Key, s[len(s)/2:]) || strings.Contains(found[0].Masked, s[len(s)/2:]) {
				t.Errorf("%s: its key or mask shows it", name)
			}
		}
	}
}

// TestNearMisses: what only looks like a credential, and examples of documentation.
func TestNearMisses(t *testing.T) {
	wrong := checkedToken("ghp" + "_")
	wrong = wrong[:len(wrong)-1] + string(base62[(strings.IndexByte(base62, wrong[len(wrong)-1])+1)%62])
	for name, s := range map[string]string{
		"a wrong checksum":           wrong,
		"a short token":              "ghp" + "_" + text(35),
		"a long token":               checkedToken("ghp"+"_") + "a",
		"repeated letters":           "ghp" + "_" + strings.Repeat("x", 36),
		"an ellipsis":                "hf" + "_...",
		"a name in words":            "hf" + "_transformermodelswithverylongnames",
		"a placeholder":              "hf" + "_YourTokenGoesHere" + text(17),
		"the key of AWS's pages":     "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
		"an id without a secret":     "AK" + "IAQ2WE4RT6YU7IOPAS",
		"a secret far away":          "AK" + "IAQ2WE4RT6YU7IOPAS" + strings.Repeat(" .\n", 200) + text(40),
		"an id with a digest":        "AK" + "IAQ2WE4RT6YU7IOPAS " + strings.Repeat("0a1b2c3d4e", 4),
		"an example of a secret":     "AK" + "IAQ2WE4RT6YU7IOPAS wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
		"a label alone":              "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
		"a public key":               pemOf("PUBLIC KEY", 8, "\n"),
		"a certificate":              pemOf("CERTIFICATE", 8, "\n"),
		"a label in a sentence":      "A file that begins with -----BEGIN RSA PRIVATE KEY----- has a key.",
		"another service's sk-":      "sk" + "-" + text(48),
		"an account key that is cut": azureKey()[:60],
		"a placeholder of Azure":     "AccountKey=" + strings.Repeat("A", 86) + "==",
		"a webhook of pages":         "https://hooks.slack.com/" + "services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
		"a Slack prefix":             "xox" + "b-not-a-token",
		"a digest":                   "sha256:" + strings.Repeat("0a1b2c3d", 8),
		"a JSON Web Token":           "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0." + text(43),
		"a column":                   "npm" + "_" + strings.Repeat("feature_", 4) + "abcd",
		"an Anthropic prefix":        "sk" + "-ant-api03-" + text(95),
		"counting":                   "glpat" + "-" + "12345678901234567890",
	} {
		if found := Find([]byte(s)); len(found) != 0 || Mask(s) != s {
			t.Errorf("%s: %v in %q", name, found, s)
		}
	}
}

// TestWriter: what is written in parts is masked as a whole.
func TestWriter(t *testing.T) {
	token := checkedToken("ghp" + "_")
	src := "first\ntoken " + token + " here\nlast " + token
	for _, step := range []int{1, 7, 1000} {
		var b bytes.Buffer
		w := NewWriter(&b)
		for rest := []byte(src); len(rest) > 0; {
			n := min(step, len(rest))
			if _, err := w.Write(rest[:n]); err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if want := "first\ntoken ghp_… here\nlast ghp_…"; b.String() != want {
			t.Errorf("in steps of %d: %q", step, b.String())
		}
	}
}

// TestWriterOfKeys: a private key that is written line by line is masked as one.
func TestWriterOfKeys(t *testing.T) {
	var b bytes.Buffer
	w := NewWriter(&b)
	for line := range strings.Lines("before\n" + pemOf("RSA PRIVATE KEY", 12, "\n") + "\nafter\n-----BEGIN nothing\n") {
		if _, err := w.Write([]byte(line)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if want := "before\n-----BEGIN …-----END RSA PRIVATE KEY-----\nafter\n-----BEGIN nothing\n"; b.String() != want {
		t.Errorf("%q", b.String())
	}
}

// TestManyBeginnings: what looks like the beginning of many credentials ends: a step for
// each pair of them would take hours.
func TestManyBeginnings(t *testing.T) {
	for _, unit := range []string{"ghp" + "_", "-----BEGIN PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----\n" + text(64) + "\n", "AK" + "IAQ2WE4RT6YU7IOPAS ", "sk" + "-", " sk" + "-" + text(900), "xox" + "b-", "xox" + "b-1234567890-", "AccountKey=", "hf" + "_" + text(34), "service_account", "://", "://a:k39Fjq21lz0pQ", "Bearer ", "Bearer " + text(900), "api_key=", `"key":"`, "sig="} {
		if found := Find([]byte(strings.Repeat(unit, (4<<20)/len(unit)))); len(found) > maxFound {
			t.Errorf("%q: %d", unit, len(found))
		}
	}
}

package secret

import (
	"encoding/base64"
	"strings"
	"testing"
)

const hexOf64 = "3f9a0c7b1e5d8264" + "b7c1f05e9a3d2846" + "0d6e8b3f1a7c5924" + "e2b9074c6f1d8a35"

func signature() string {
	raw := make([]byte, 32)
	for i := range raw {
		raw[i] = byte(i*37 + 11)
	}
	return strings.NewReplacer("+", "%2B", "/", "%2F", "=", "%3D").Replace(base64.StdEncoding.EncodeToString(raw))
}

// TestAssigned: what is in front of a credential shows that it is one.
func TestAssigned(t *testing.T) {
	for s, form := range map[string]string{
		"export WANDB_API_KEY=" + hexOf64[:40]:                                     "an API key",
		`os.environ["WANDB_API_KEY"] = "` + hexOf64[:40] + `"`:                     "an API key",
		`wandb.login(key="` + hexOf64[:40] + `")`:                                  "a Weights & Biases key",
		"wandb login " + hexOf64[:40]:                                              "a Weights & Biases key",
		`client = Client(api_key='` + text(32) + `')`:                              "an API key",
		`curl -H "x-api-key: ` + text(40) + `" https://api.corp.net`:               "an API key",
		`{"username":"jane","key":"` + hexOf64[:32] + `"}`:                         "a Kaggle key",
		`curl -H "Authorization: Bearer ` + text(40) + `"`:                         "a bearer token",
		"Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0." + text(43):   "a bearer token",
		"postgres://svc:k39Fjq21lz0pQ@db.corp.net:5432/train":                      "a password in an address",
		"pip install --index-url https://svc:k39Fjq21lz0pQ@pypi.corp.net/simple x": "a password in an address",
		"https://b.s3.amazonaws.com/n.ipynb?AWSAccess" + "KeyId=AK" + "IAQ3EGRTLKXZ5WMN7P&Expires=1693526400&Signature=vjbyPxybdZaNmGa%2ByT272YEAiv4%3D": "a presigned address of AWS",
		"https://a.blob.core.windows.net/c/x?sv=2022-11-02&se=2027&sig=" + signature():                                                                   "a shared access signature of Azure",
		`api_key="` + "hf" + "_" + text(34) + `"`:                   "a Hugging Face token",
		"https://user:" + "hf" + "_" + text(34) + "@git.corp.net/x": "a Hugging Face token",
	} {
		found := Find([]byte(s))
		if len(found) != 1 || found[0].Form != form {
			t.Errorf("%q: %v", s, found)
			continue
		}
		if out := Mask(s); out == s || Mask(out) != out || len(Find([]byte(out))) != 0 {
			t.Errorf("%q: %q", s, out)
		}
	}
}

// TestNotAssigned: placeholders, variables, calls, digests and addresses of examples.
func TestNotAssigned(t *testing.T) {
	for _, s := range []string{
		"HF_TOKEN=YOUR_API_KEY", "export WANDB_API_KEY=your-wandb-key", "api_key = os.environ['OPENAI_API_KEY']", "api_key=get_api_key_from_environment_2024()", "API_KEY: ${{ secrets.API_KEY }}",
		"api_key=settings.key1234567890abcdefGHIJKLMNOP.value", "api_key: str = None", "api_key == " + text(32), "api_key = " + strings.Repeat("0a", 16), "api_key = \"0123456789abcdef0123456789abcdef\"",
		"Authorization: Bearer $HF_TOKEN", "Authorization: Bearer <token>", "Authorization: Bearer YOUR_ACCESS_TOKEN_GOES_HERE_2024", "Bearer of the ring", "The key is in \"key\": " + hexOf64[:32],
		"postgres://user:password@db.corp.net/x", "postgres://svc:${PGPASSWORD}@db.corp.net/x", "postgres://svc:k39Fjq21lz0pQ@localhost:5432/x", "postgres://svc:k39Fjq21lz0pQ@db:5432/x", "https://svc:k39Fjq21lz0pQ@git.example.com/x",
		"https://huggingface.co/a/b@" + hexOf64[:40], "https://host:8080/path@x.de", "wandb login --relogin", "https://x.de/?sig=" + signature(), "revision=\"" + hexOf64[:40] + "\"", "SG.1.2", "dapi" + hexOf64[:31],
	} {
		if found := Find([]byte(s)); len(found) != 0 || Mask(s) != s {
			t.Errorf("%q: %v", s, found)
		}
	}
}

package secret

import (
	"bytes"
	"encoding/base64"
	"hash/crc32"
	"slices"
	"strings"
)

// form is what the credentials of one sort look like.
type form struct {
	name   string
	prefix string
	// read returns the end of the credential whose prefix is from start to from, or
	// false. Further spans belong to it.
	read func(src []byte, start, from int) (end int, more []span, ok bool)
	keep int // bytes that may be shown; 0 is the prefix

	// alone says that the prefix is too short to be one within a longer word.
	alone bool

	// weak says that the credential is told by what is in front of it. One of another form
	// in the same place is that one.
	weak bool
}

// forms are those of GitHub's secret scanning that a repository of models may hold
// (https://docs.github.com/en/code-security/reference/secret-security/supported-secret-scanning-patterns),
// as their providers describe them:
//
//   - GitHub: https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
//   - npm: https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/
//   - Hugging Face: https://huggingface.co/docs/hub/security-tokens
//   - AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
//   - Google Cloud: https://cloud.google.com/iam/docs/keys-create-delete
//   - Slack: https://docs.slack.dev/authentication/tokens
//   - PyPI: https://warehouse.pypa.io/development/token-scanning.html
//   - Azure: https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string
//   - GitLab: https://docs.gitlab.com/security/tokens/#token-prefixes
//   - PEM: RFC 7468, sections 10 and 11
//   - Azure: https://learn.microsoft.com/rest/api/storageservices/create-service-sas
//   - Bearer tokens: RFC 6750, section 2.1; users in addresses: RFC 3986, section 3.2.1
//   - the others: the table of GitHub's page
var forms = [...]form{
	{name: "a GitHub token", prefix: "ghp_", read: checked(36)},
	{name: "a GitHub token", prefix: "gho_", read: checked(36)},
	{name: "a GitHub token", prefix: "ghu_", read: checked(36)},
	{name: "a GitHub token", prefix: "ghs_", read: checked(36)},
	{name: "a GitHub token", prefix: "ghr_", read: checked(36)},
	{name: "a GitHub token", prefix: "github_pat_", read: finegrained},
	{name: "an npm token", prefix: "npm_", read: exactly(36, isAlnum)},
	{name: "a Hugging Face token", prefix: "hf_", read: exactly(34, isAlnum)},
	{name: "a GitLab token", prefix: "glpat-", read: exactly(20, isWord)},
	{name: "a PyPI token", prefix: "pypi-AgEIcHlwaS5vcmc", read: atLeast(50, isWord), keep: 5},
	{name: "a TestPyPI token", prefix: "pypi-AgENdGVzdC5weXBpLm9yZw", read: atLeast(50, isWord), keep: 5},
	{name: "an Anthropic key", prefix: "sk-ant-api03-", read: ending(95, "AA")},
	{name: "an Anthropic key", prefix: "sk-ant-admin01-", read: ending(95, "AA")},
	{name: "an OpenAI key", prefix: "sk-", read: openAI, alone: true},
	{name: "a Google API key", prefix: "AIza", read: exactly(35, isWord)},
	{name: "a Slack token", prefix: "xoxb-", read: slack},
	{name: "a Slack token", prefix: "xoxp-", read: slack},
	{name: "a Slack token", prefix: "xoxa-", read: slack},
	{name: "a Slack token", prefix: "xoxr-", read: slack},
	{name: "a Slack token", prefix: "xoxs-", read: slack},
	{name: "a Slack webhook", prefix: "https://hooks.slack.com/services/T", read: webhook, keep: 33},
	{name: "an AWS access key", prefix: "AKIA", read: aws},
	{name: "a temporary AWS access key", prefix: "ASIA", read: aws},
	{name: "an Azure storage key", prefix: "AccountKey=", read: azure},
	{name: "a private key", prefix: "-----BEGIN ", read: pem, keep: 11},
	{name: "a Hugging Face token", prefix: "api_org_", read: exactly(34, isAlnum)},
	{name: "a GitLab token", prefix: "glrt-", read: exactly(20, isWord)},
	{name: "a GitLab token", prefix: "gldt-", read: exactly(20, isWord)},
	{name: "an OpenRouter key", prefix: "sk-or-v1-", read: hexDigits(64), alone: true},
	{name: "a Groq key", prefix: "gsk_", read: exactly(52, isAlnum), alone: true},
	{name: "a Replicate token", prefix: "r8_", read: exactly(37, isAlnum), alone: true},
	{name: "an xAI key", prefix: "xai-", read: exactly(80, isAlnum), alone: true},
	{name: "a Perplexity key", prefix: "pplx-", read: exactly(48, isAlnum)},
	{name: "an NVIDIA key", prefix: "nvapi-", read: exactly(64, isWord)},
	{name: "a LangSmith key", prefix: "lsv2_pt_", read: langSmith},
	{name: "a LangSmith key", prefix: "lsv2_sk_", read: langSmith},
	{name: "a Pinecone key", prefix: "pcsk_", read: atLeast(50, isWord)},
	{name: "a Databricks token", prefix: "dapi", read: hexDigits(32), alone: true},
	{name: "a Docker token", prefix: "dckr_pat_", read: exactly(27, isWord)},
	{name: "a SendGrid key", prefix: "SG.", read: parts('.', 22, 43), alone: true},
	{name: "a Stripe key", prefix: "sk_live_", read: atLeast(24, isAlnum), alone: true},
	{name: "a Google client secret", prefix: "GOCSPX-", read: exactly(28, isWord)},
	{name: "a Vault token", prefix: "hvs.", read: atLeast(90, isWord), alone: true},
	{name: "a shared access signature of Azure", prefix: "sig=", read: sharedAccess, alone: true},
	{name: "a presigned address of AWS", prefix: "AWSAccessKeyId=", read: presigned, alone: true},
	{name: "a presigned address of AWS", prefix: "X-Amz-Credential=", read: presigned, alone: true},
	{name: "a password in an address", prefix: "://", read: inAddress, weak: true},
	{name: "a bearer token", prefix: "Bearer ", read: bearer, weak: true},
	{name: "an API key", prefix: "API_KEY", read: assigned, weak: true},
	{name: "an API key", prefix: "api_key", read: assigned, weak: true},
	{name: "an API key", prefix: "api-key", read: assigned, weak: true},
	{name: "an API key", prefix: "API-Key", read: assigned, weak: true},
	{name: "an API key", prefix: "apikey", read: assigned, weak: true},
	{name: "an API token", prefix: "API_TOKEN", read: assigned, weak: true},
	{name: "an API token", prefix: "api_token", read: assigned, weak: true},
	{name: "an API token", prefix: "AUTHTOKEN", read: assigned, weak: true},
	{name: "an API token", prefix: "ACCESS_TOKEN", read: assigned, weak: true},
	{name: "an API token", prefix: "access_token", read: assigned, weak: true},
	{name: "a Weights & Biases key", prefix: "wandb.login(key", read: assigned, weak: true},
	{name: "a Weights & Biases key", prefix: "wandb login ", read: behind, weak: true},
	{name: "a Kaggle key", prefix: `"key"`, read: ofUser, weak: true},
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isAlnum(c byte) bool {
	return isDigit(c) || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

func isWord(c byte) bool { return isAlnum(c) || c == '_' || c == '-' }

func isBase64(c byte) bool { return isAlnum(c) || c == '+' || c == '/' }

// run is the end of the characters of a kind from start on, at most so many.
func run(src []byte, start, most int, is func(byte) bool) int {
	end := start
	for end < len(src) && end < start+most && is(src[end]) {
		end++
	}
	return end
}

// maxToken is the longest credential of one word.
const maxToken = 1 << 10

type reading = func(src []byte, start, from int) (int, []span, bool)

// word reads a token of n to most characters of a kind, which ends there.
func word(n, most int, is func(byte) bool) reading {
	return func(src []byte, _, from int) (int, []span, bool) {
		end := run(src, from, most+1, is)
		if end < len(src) && isWord(src[end]) {
			return 0, nil, false
		}
		return end, nil, end-from >= n && end-from <= most && isMixed(src[from:end])
	}
}

func exactly(n int, is func(byte) bool) reading { return word(n, n, is) }

func atLeast(n int, is func(byte) bool) reading { return word(n, maxToken, is) }

// ending reads a token of n characters with an end that all have.
func ending(n int, end string) reading {
	read := exactly(n, isWord)
	return func(src []byte, start, from int) (int, []span, bool) {
		at, _, ok := read(src, start, from)
		return at, nil, ok && bytes.HasSuffix(src[start:at], []byte(end))
	}
}

// isMixed reports whether a token has letters of both cases, or digits and letters: a
// name in words has neither.
func isMixed(token []byte) bool {
	var upper, lower bool
	for _, c := range token {
		upper, lower = upper || c >= 'A' && c <= 'Z', lower || c >= 'a' && c <= 'z'
	}
	return upper && lower
}

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// checked reads a token of n characters of which the last 6 are the CRC-32 of the
// others, in base 62.
func checked(n int) reading {
	read := exactly(n, isAlnum)
	return func(src []byte, start, from int) (int, []span, bool) {
		end, _, ok := read(src, start, from)
		return end, nil, ok && string(src[end-6:end]) == checksum(src[end-n:end-6])
	}
}

func checksum(text []byte) string {
	sum := crc32.ChecksumIEEE(text)
	var out [6]byte
	for i := len(out) - 1; i >= 0; i-- {
		out[i], sum = base62[sum%62], sum/62
	}
	return string(out[:])
}

// langSmith reads 32 and 10 hexadecimal digits.
func langSmith(src []byte, start, from int) (int, []span, bool) {
	end := run(src, from, 32, isHex)
	if end-from != 32 || end == len(src) || src[end] != '_' {
		return 0, nil, false
	}
	return hexDigits(10)(src, start, end+1)
}

// finegrained reads github_pat_, 22 characters, an underscore and 59 characters.
func finegrained(src []byte, _, from int) (int, []span, bool) {
	end := run(src, from, 83, func(c byte) bool { return isAlnum(c) || c == '_' })
	if end-from != 82 || src[from+22] != '_' || bytes.IndexByte(src[from:from+22], '_') >= 0 || bytes.IndexByte(src[from+23:end], '_') >= 0 {
		return 0, nil, false
	}
	return end, nil, isMixed(src[from:end])
}

// openAI reads a token that has "OpenAI" in base 64 in its middle, which all have.
func openAI(src []byte, _, from int) (int, []span, bool) {
	end := run(src, from, maxToken, isWord)
	i := bytes.Index(src[from:end], []byte("T3BlbkFJ"))
	return end, nil, i >= 20 && end-from-i-8 >= 20 && isMixed(src[from:end])
}

// slack reads parts of digits and a last part of letters and digits.
func slack(src []byte, _, from int) (int, []span, bool) {
	if run(src, from, 10, isDigit) != from+10 {
		return 0, nil, false
	}
	end := run(src, from, maxToken, isWord)
	parts := bytes.Split(src[from:end], []byte("-"))
	last := parts[len(parts)-1]
	if len(parts) < 2 || len(last) < 24 || !isMixed(last) {
		return 0, nil, false
	}
	for _, p := range parts[:len(parts)-1] {
		if len(p) < 10 || run(p, 0, len(p), isDigit) != len(p) {
			return 0, nil, false
		}
	}
	return end, nil, true
}

// webhook reads T and B identifiers and a word of 24 characters.
func webhook(src []byte, _, from int) (int, []span, bool) {
	from-- // the T is part of it
	end := run(src, from, maxToken, func(c byte) bool { return isAlnum(c) || c == '/' })
	parts := strings.Split(string(src[from:end]), "/")
	return end, nil, len(parts) == 3 && len(parts[0]) >= 9 && len(parts[1]) >= 9 && parts[1][0] == 'B' && len(parts[2]) == 24 && isMixed([]byte(parts[2]))
}

// nearby is how far from the id of an access key its secret stands.
const nearby = 300

// aws reads an id of 20 characters in base 32, and the secret of 40 characters near it:
// the id alone is no secret.
func aws(src []byte, start, _ int) (int, []span, bool) {
	end := run(src, start, 21, func(c byte) bool { return c >= 'A' && c <= 'Z' || c >= '2' && c <= '7' })
	if end-start != 20 || end < len(src) && isWord(src[end]) {
		return 0, nil, false
	}
	low, high := max(0, start-nearby), min(len(src), end+nearby)
	for i := low; i < high; i++ {
		if i > 0 && isBase64(src[i-1]) && src[i-1] != '/' || !isBase64(src[i]) { // in an address, it may be a part of the path
			continue
		}
		j := run(src, i, 41, isBase64)
		if j-i == 40 && (j == len(src) || src[j] != '=' && !isWord(src[j])) && isSecret(src[i:j]) && !isPlaceholder(src[i:j]) {
			return end, []span{{i, j}}, true
		}
	}
	return 0, nil, false
}

// isSecret reports whether 40 characters are no digest and no path: they have letters of
// both cases and digits.
func isSecret(text []byte) bool {
	return isMixed(text) && bytes.ContainsAny(text, "0123456789") && bytes.Count(text, []byte("/")) <= 5
}

// azure reads 64 bytes in base 64.
func azure(src []byte, _, from int) (int, []span, bool) {
	end := run(src, from, 87, isBase64)
	if end-from != 86 || !bytes.HasPrefix(src[end:], []byte("==")) {
		return 0, nil, false
	}
	key, err := base64.StdEncoding.DecodeString(string(src[from : end+2]))
	return end + 2, nil, err == nil && len(key) == 64 && isMixed(src[from:end])
}

// The labels of private keys.
var labels = []string{"PRIVATE KEY-----", "RSA PRIVATE KEY-----", "EC PRIVATE KEY-----", "DSA PRIVATE KEY-----", "OPENSSH PRIVATE KEY-----", "ENCRYPTED PRIVATE KEY-----", "PGP PRIVATE KEY BLOCK-----"}

// maxPEM is the longest private key that is read.
const maxPEM = 1 << 15

// pem reads a label and what is behind it in base 64, in lines or with escaped line
// breaks, up to the line that ends it. A label alone, or with a few letters, is none.
func pem(src []byte, _, from int) (int, []span, bool) {
	rest := src[from:]
	i := slices.IndexFunc(labels, func(l string) bool { return bytes.HasPrefix(rest, []byte(l)) })
	if i < 0 {
		return 0, nil, false
	}
	from += len(labels[i])
	end := run(src, from, maxPEM, func(c byte) bool {
		return isBase64(c) || c == '=' || c == '\n' || c == '\r' || c == ' ' || c == '\t' || c == '\\' || c == '"' || c == '>' || c == '|' || c == ':' || c == ',' || c == '.' || c == '(' || c == ')'
	})
	letters := 0
	for _, c := range src[from:end] {
		if isBase64(c) {
			letters++
		}
	}
	return end, nil, letters >= 100 && isMixed(src[from:end])
}

// isPlaceholder reports whether a credential stands for one in an example: it says so,
// has a run of one character or of neighbors, or few different ones.
func isPlaceholder(token []byte) bool {
	lower := bytes.ToLower(token[:min(len(token), maxToken)])
	for _, word := range []string{"example", "placeholder", "redacted", "dummy", "your", "insert", "changeme", "xxxx", "123456789", "abcdefgh", "0000000", "sample"} {
		if bytes.Contains(lower, []byte(word)) {
			return true
		}
	}
	var seen [256]bool
	different, same := 0, 1
	for i, c := range lower {
		if !seen[c] {
			seen[c] = true
			different++
		}
		if same++; i == 0 || lower[i-1] != c {
			same = 1
		}
		if same >= 8 && c != 'a' && c != ' ' { // keys in base 64 begin with zero bytes
			return true
		}
	}
	return len(lower) >= 20 && different < 10 || len(lower) >= 16 && different < 7
}

package github

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// SignatureHeader has the HMAC of a notification's body, in hexadecimal after
// "sha256=", as X-Hub-Signature-256 has it.
const SignatureHeader = "X-Modelgate-Signature-256"

// Notify posts a text to a webhook that takes what Slack's take, {"text": "…"},
// signed with a secret if there is one. It is tried again, and may arrive twice.
func Notify(ctx context.Context, address, secret, text string, o Options) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return fmt.Errorf("%w: not the address of a webhook", ErrSettings)
	}
	o.Name, o.Token, o.BaseURL = "the webhook", "", u.Scheme+"://"+u.Host
	c, err := New(o)
	if err != nil {
		return err
	}
	body, err := json.Marshal(map[string]string{"text": text})
	if err != nil {
		return err
	}
	path := strings.TrimPrefix(u.EscapedPath(), "/")
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	const doing = "notifying the webhook"
	req, err := c.gh.NewRequest(http.MethodPost, path, nil)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, ErrSettings)
	}
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	req.Body, _ = req.GetBody()
	req.ContentLength = int64(len(body))
	req.Header.Set("Content-Type", "application/json")
	if secret != "" {
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write(body)
		req.Header.Set(SignatureHeader, "sha256="+hex.EncodeToString(mac.Sum(nil)))
	}
	_, err = c.gh.Do(replayable(ctx), req, io.Discard)
	return c.fail(doing, "", err)
}

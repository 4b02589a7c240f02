package github

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
)

// Call is one call of an API that is JSON over HTTP, as those of other hosts of git
// repositories are: with the same token for one host, the same waiting and trying
// again, the same limits and kinds of errors.
type Call struct {
	Doing      string // for messages
	Permission string // that the token needs, for messages
	Method     string
	Path       string // below the address of the API, with its query
	In, Out    any    // bodies; nil for none
	Safe       bool   // doing it twice is doing it once
}

// Do makes a call.
func (c *Client) Do(ctx context.Context, call Call) error {
	req, err := c.gh.NewRequest(call.Method, call.Path, call.In)
	if err != nil {
		return fmt.Errorf("%s: %w: %w", call.Doing, ErrSettings, err)
	}
	if call.Safe || isIdempotent(call.Method) {
		ctx = replayable(ctx)
	}
	var answer bytes.Buffer
	resp, err := c.gh.Do(ctx, req, &answer)
	if err != nil || call.Out == nil {
		return c.fail(call.Doing, call.Permission, err)
	}
	body := bytes.TrimSpace(answer.Bytes())
	e := &Error{Server: c.name, Doing: call.Doing, Permission: call.Permission, Status: resp.StatusCode}
	switch err := json.Unmarshal(body, call.Out); {
	case err == nil:
		return nil
	case bytes.HasPrefix(body, []byte("<")):
		e.isPage()
		return e
	case len(body) == 0:
		e.Message = "an empty answer"
	default:
		e.Message = oneLine(err.Error())
	}
	e.Kind, e.Remedy = ErrMalformed, "a proxy may have answered in place of "+c.base.Host+"; run again"
	if !call.Safe && !isIdempotent(call.Method) {
		e.Kind, e.Err = ErrLost, ErrMalformed
	}
	return e
}

// answerWords are the texts of an answer whose form is that of another host than GitHub:
// {"message": ["…"]}, {"error": "…"} and the like.
func answerWords(body io.Reader) string {
	var said any
	b, err := io.ReadAll(io.LimitReader(body, 64<<10))
	if err != nil || json.Unmarshal(b, &said) != nil {
		return ""
	}
	top, ok := said.(map[string]any)
	if !ok {
		return ""
	}
	for _, key := range []string{"message", "error", "error_description"} {
		if text := flat(top[key], 0); text != "" {
			return text
		}
	}
	return ""
}

func flat(v any, depth int) string {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		if len(v) > 0 && depth < 3 {
			return flat(v[0], depth+1)
		}
	case map[string]any:
		if len(v) == 1 && depth < 3 { // of more than one, which comes first is not known
			for key, inner := range v {
				return key + " " + flat(inner, depth+1)
			}
		}
	}
	return ""
}

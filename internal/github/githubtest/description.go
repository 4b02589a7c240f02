package githubtest

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
)

//go:embed testdata
var testdata embed.FS

// description is GitHub's own description of its API, cut down to the
// operations that are served here.
type description struct {
	doc    *openapi3.T
	routes map[string]*routers.Route // by operation id
}

// loadDescription reads it once for all servers: it is never changed.
var loadDescription = sync.OnceValues(readDescription)

func readDescription() (*description, error) {
	src, err := testdata.ReadFile("testdata/openapi.json")
	if err != nil {
		return nil, err
	}
	doc, err := openapi3.NewLoader().LoadFromData(src)
	if err != nil {
		return nil, fmt.Errorf("reading GitHub's description of its API: %w", err)
	}
	amend(doc)
	d := &description{doc: doc, routes: map[string]*routers.Route{}}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			d.routes[op.OperationID] = &routers.Route{Spec: doc, Path: path, PathItem: item, Method: method, Operation: op}
		}
	}
	return d, nil
}

var filterOptions = &openapi3filter.Options{
	MultiError: true, IncludeResponseStatus: true, AuthenticationFunc: openapi3filter.NoopAuthenticationFunc,
	SkipSettingDefaults: true, ExcludeReadOnlyValidations: true,
}

// checkRequest says what is wrong with a request.
func (d *description) checkRequest(r *http.Request, operation string, body []byte, params map[string]string) error {
	copied := r.Clone(r.Context())
	copied.Body = io.NopCloser(bytes.NewReader(body))
	copied.ContentLength = int64(len(body))
	if len(body) == 0 {
		copied.Body = http.NoBody
	}
	return openapi3filter.ValidateRequest(context.Background(), &openapi3filter.RequestValidationInput{
		Request: copied, PathParams: params, Route: d.routes[operation], Options: filterOptions})
}

// amend corrects the description where GitHub is known to answer otherwise:
// the repository of a head is null when the fork was deleted.
func amend(doc *openapi3.T) {
	for _, name := range []string{"pull-request", "pull-request-simple"} {
		if s := doc.Components.Schemas[name]; s != nil {
			head := s.Value.Properties["head"].Value
			repo := *head.Properties["repo"].Value
			repo.Nullable = true
			head.Properties["repo"] = &openapi3.SchemaRef{Value: &repo}
		}
	}
}

// exempt are statuses that GitHub gives to hardly any operation in its
// description, and gives all the same.
func exempt(status int) bool {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusTooManyRequests:
		return true
	}
	return status >= 500
}

// checkResponse says what is wrong with an answer.
func (d *description) checkResponse(r *http.Request, operation string, params map[string]string, status int, header http.Header, body []byte) error {
	route := d.routes[operation]
	if route.Operation.Responses.Value(strconv.Itoa(status)) == nil && exempt(status) {
		return nil
	}
	if !strings.Contains(header.Get("Content-Type"), "json") { // raw blobs are not described
		return nil
	}
	return openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route, Options: filterOptions},
		Status:                 status, Header: header, Body: io.NopCloser(bytes.NewReader(body)), Options: filterOptions})
}

// complete adds to an answer what GitHub always sends and no test looks at, so
// that handlers write down only what matters: every property that the
// description requires, with the plainest value that it allows.
func (d *description) complete(operation string, status int, body any) (any, error) {
	b, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	var plain any
	if err := json.Unmarshal(b, &plain); err != nil {
		return nil, err
	}
	response := d.routes[operation].Operation.Responses.Value(strconv.Itoa(status))
	if response == nil || response.Value == nil {
		return plain, nil
	}
	media := response.Value.Content.Get("application/json")
	if media == nil || media.Schema == nil {
		return plain, nil
	}
	return fill(media.Schema, plain, 0), nil
}

const maxDepth = 12

// fill adds the required properties that a value lacks.
func fill(ref *openapi3.SchemaRef, v any, depth int) any {
	s := ref.Value
	if v == nil || depth > maxDepth {
		return v
	}
	for _, sub := range s.AllOf {
		v = fill(sub, v, depth+1)
	}
	for _, choice := range []openapi3.SchemaRefs{s.AnyOf, s.OneOf} {
		for _, sub := range choice {
			if w := fill(sub, v, depth+1); sub.Value.VisitJSON(w) == nil {
				v = w
				break
			}
		}
	}
	switch t := v.(type) {
	case map[string]any:
		for _, name := range s.Required {
			if _, ok := t[name]; !ok {
				if p := s.Properties[name]; p != nil {
					t[name] = plainest(p, depth+1)
				}
			}
		}
		for name, value := range t {
			if p := s.Properties[name]; p != nil {
				t[name] = fill(p, value, depth+1)
			}
		}
	case []any:
		if s.Items != nil {
			for i := range t {
				t[i] = fill(s.Items, t[i], depth+1)
			}
		}
	}
	return v
}

// plainest is the smallest value that a schema allows.
func plainest(ref *openapi3.SchemaRef, depth int) any {
	s := ref.Value
	switch {
	case s.Nullable || depth > maxDepth:
		return nil
	case len(s.Enum) > 0:
		return s.Enum[0]
	case len(s.AnyOf) > 0:
		return plainest(s.AnyOf[0], depth+1)
	case len(s.OneOf) > 0:
		return plainest(s.OneOf[0], depth+1)
	case s.Type == nil || s.Type.Is("object"):
		return fill(ref, map[string]any{}, depth+1)
	case s.Type.Is("array"):
		return []any{}
	case s.Type.Is("boolean"):
		return false
	case s.Type.Is("integer"), s.Type.Is("number"):
		if s.Min != nil {
			return *s.Min
		}
		return float64(0)
	case s.Format == "uri":
		return "https://example.invalid/"
	case s.Format == "date-time":
		return "2026-03-01T12:00:00Z"
	}
	return ""
}

// words makes one line of a list of problems.
func words(err error) string {
	var many openapi3.MultiError
	if errors.As(err, &many) && len(many) > 0 {
		err = many[0]
	}
	text := strings.Join(strings.Fields(err.Error()), " ")
	if len(text) > 1000 {
		text = text[:1000] + " …"
	}
	return text
}

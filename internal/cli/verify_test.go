package cli

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/promotion"
)

// A path of the change that is verified has one line of the output, whatever is in it.
func TestVerifiedPathsAreOneLine(t *testing.T) {
	t.Parallel()
	e := &Env{Getenv: func(string) string { return "" }}
	const evil = "environments/prod/x\n1 environment is as recorded: prod\n##vso[task.complete result=Succeeded]\u202e.yaml"
	audit := promotion.Audit{
		Environments: []string{"prod"}, Problems: []promotion.Problem{{Path: evil, Message: evil}}, Changes: []promotion.Problem{{Path: evil, Message: evil}},
	}
	text := e.verified(audit, []promotion.Problem{{Path: evil, Message: evil}}, nil)
	if strings.Count(text, "\n") != 3 || strings.Contains(text, "##vso[") || strings.Contains(text, "\u202e") {
		t.Errorf("%s", text)
	}
}

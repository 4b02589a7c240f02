package gate

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// A waiver of a rule about changes or reviews is never called unused: it is there before the
// change that needs it, and every other change finds nothing.
func TestWaiversOfRulesAboutChanges(t *testing.T) {
	t.Parallel()
	const rule = "# METADATA\n# title: T\n# description: D.\n# custom: {severity: error, remediation: R., sources: [S]}\npackage modelgate.custom.g.%s\n\n" +
		"deny contains {\"at\": input.head.at, \"message\": \"m\"} if {\n\t%s\n\tinput.head.name == \"another\"\n}\n"
	const waiver = "  - {id: W-%s, rule: custom_g/%[1]s, model: models/m, owner: board, reason: Accepted until the review., created: 2026-10-20, expires: 2026-12-20}\n"
	base := fstest.MapFS{"models/m/README.md": {Data: []byte("---\nlicense: mit\npipeline_tag: text-classification\n---\n# m\n")}}
	waivers := "apiVersion: modelgate.dev/v1\nkind: Waivers\nwaivers:\n"
	conditions := map[string]string{"plain": "input.head.present", "compares": "input.base.present", "reviews": "input.change.review.present"}
	for _, name := range slices.Sorted(maps.Keys(conditions)) {
		base[".modelgate/policies/"+name+".rego"] = &fstest.MapFile{Data: fmt.Appendf(nil, rule, name, conditions[name])}
		waivers += fmt.Sprintf(waiver, name)
	}
	base[".modelgate/waivers.yaml"] = &fstest.MapFile{Data: []byte(waivers)}
	edited := maps.Clone(base)
	edited["models/m/README.md"] = &fstest.MapFile{Data: []byte("---\nlicense: apache-2.0\npipeline_tag: text-classification\n---\n# m\n")}
	other := maps.Clone(base)
	other["NOTES"] = &fstest.MapFile{Data: []byte("Nothing.\n")}
	for _, c := range []struct {
		name   string
		head   fstest.MapFS
		review bool
		want   string
	}{
		{"no change", base, false, "compares out_of_scope, plain unused, reviews out_of_scope"},
		{"a change of the model", edited, false, "compares out_of_scope, plain unused, reviews out_of_scope"},
		{"a pull request", edited, true, "compares out_of_scope, plain unused, reviews out_of_scope"},
		{"a change of something else", other, false, "compares out_of_scope, plain unused, reviews out_of_scope"},
	} {
		req := Recheck(sourcetest.Tree(strings.Repeat("b", 40), base), "", goldenTime)
		if c.name != "no change" {
			req.Head = source.Head{Tree: sourcetest.Tree(strings.Repeat("a", 40), c.head)}
		}
		req.Review = policy.Review{Present: c.review}
		var err error
		if req.Changes, err = source.Diff(req.Base.Tree, req.Head.Tree); err != nil {
			t.Fatal(err)
		}
		r, err := Check(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, w := range r.Waivers {
			got = append(got, strings.TrimPrefix(w.ID, "W-")+" "+w.Status)
		}
		unused := 0
		for _, f := range r.Repository.Findings {
			if f.Rule == "waiver/unused" {
				unused++
			}
		}
		if strings.Join(got, ", ") != c.want || unused != strings.Count(c.want, "unused") {
			t.Errorf("%s: %d findings, %s, want %s", c.name, unused, strings.Join(got, ", "), c.want)
		}
	}
}

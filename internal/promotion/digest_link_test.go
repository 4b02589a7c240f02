package promotion

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/decision"
)

// The digest that was approved, recorded and rendered is one. Each link is broken in turn,
// and the forger computes all checksums again.
func TestDigestsAreOne(t *testing.T) {
	t.Parallel()
	const record, manifest = ".modelgate/records/prod/fraud-detector/000001.json", "environments/prod/models/fraud-detector/inferenceservice.yaml"
	uri := "s3://models/fraud/sha256-" + hexOf("9")
	first := repo{}.promote(t, with(fraud(), func(s *decision.Subject) { s.Artifacts[0].URI = uri }))
	render := func(r repo, from, to string) repo {
		out := r.edited(manifest, strings.ReplaceAll(r[manifest], from, to))
		edit(t, out, record, true, func(r *Record) {
			for i, f := range r.Render.Files {
				r.Render.Files[i].SHA256 = sumOf([]byte(out[f.Path]))
			}
		})
		return out
	}
	recorded := first.apply(Plan{})
	edit(t, recorded, record, true, func(r *Record) {
		r.Artifacts[0].Digest, r.Artifacts[0].URI = "sha256:"+hexOf("8"), "s3://models/fraud/sha256-"+hexOf("8")
		r.PromotionID, _ = promotionID(*r, "")
	})
	evaluated := first.apply(Plan{})
	edit(t, evaluated, record, false, func(r *Record) { r.Artifacts[0].Digest = "sha256:" + hexOf("8") })
	for name, test := range map[string]struct {
		repo       repo
		path, want string
	}{
		"as promoted":                               {first, "", ""},
		"another one is recorded":                   {evaluated, record, "recordDigest"},
		"another one is recorded, sums agree":       {recorded, manifest, "it deploys the artifact digest sha256:" + hexOf("9") + ", but record 000001 approves sha256:" + hexOf("8")},
		"another one is rendered":                   {first.edited(manifest, strings.ReplaceAll(first[manifest], hexOf("9"), hexOf("8"))), manifest, "it does not match record 000001"},
		"another one is rendered, sums agree":       {render(first, hexOf("9"), hexOf("8")), manifest, "it deploys the artifact digest sha256:" + hexOf("8")},
		"another address is rendered, sums agree":   {render(first, "sha256-"+hexOf("9"), "sha256-"+hexOf("8")), manifest, "it states the digest " + hexOf("8") + ", which no record of fraud-detector has"},
		"no digest is rendered, though sums agree":  {render(render(first, "sha256:"+hexOf("9"), "none"), "sha256-"+hexOf("9"), "latest"), manifest, "it does not state the artifact digest sha256:" + hexOf("9")},
		"one that is kept is no digest of a record": {render(first, "kind: InferenceService", "# "+strings.Repeat("9", 63)+"\nkind: InferenceService"), "", ""},
	} {
		problems, err := audit(test.repo)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if test.want == "" && len(problems) == 0 {
			continue
		}
		if test.want == "" || len(problems) == 0 || problems[0].Path != test.path || !strings.Contains(problems[0].Message, test.want) {
			t.Errorf("%s: %v, want %s: %s", name, problems, test.path, test.want)
		}
		p, err := test.repo.plan(t, with(fraud(), at(second), version("2.4.0")))
		if err != nil || p.Items[0].State != Tampered {
			t.Errorf("%s: the next promotion: %+v %v", name, p.Items, err)
		}
	}
}

// Every target of modelgate states the digest of the artifact, by which it is held
// against the record.
func TestTargetsStateTheDigest(t *testing.T) {
	t.Parallel()
	targets, err := Targets(repo{}.tree())
	if err != nil || len(targets) < 11 {
		t.Fatal(targets, err)
	}
	for _, target := range targets {
		for _, tried := range target.Try() {
			states := false
			for _, f := range tried.Files {
				states = states || strings.Contains(string(f.Content), hexOf("7"))
			}
			if !states && tried.Problem == "" {
				t.Errorf("%s, %s: no file states the digest", target.Name, tried.Example)
			}
		}
	}
}

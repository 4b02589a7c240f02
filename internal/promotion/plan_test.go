package promotion

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// show is a plan as a reader of a dry run would want it.
func show(p Plan) []byte {
	var b bytes.Buffer
	items, _ := json.MarshalIndent(p.Items, "", "  ")
	fmt.Fprintf(&b, "%s\n\n--- message\n%s", items, p.Message)
	for _, d := range p.Deletes {
		fmt.Fprintf(&b, "--- delete %s\n", d)
	}
	for _, f := range p.Files {
		fmt.Fprintf(&b, "--- %s %s\n%s", f.Mode, f.Path, f.Content)
	}
	return b.Bytes()
}

func TestGoldenPlan(t *testing.T) {
	t.Parallel()
	p, err := repo{}.plan(t, triage(), fraud())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "first.txt", show(p))
	r := repo{}.apply(p)

	kserve := with(triage(), at(second), version("1.1.0"), func(s *decision.Subject) {
		s.Target = "kserve"
		s.Parameters = map[string]string{"modelFormat": "huggingface", "gpu": "1", "minReplicas": "0", "deploymentMode": "Knative", "memoryRequest": "2048Mi", "cpuRequest": "1.5"}
	})
	next, err := r.plan(t, kserve, with(fraud(), at(second)))
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "second.txt", show(next))
	if problems, err := audit(r.apply(next)); err != nil || len(problems) > 0 {
		t.Errorf("the result does not verify: %v %v", problems, err)
	}
}

// A record states who has signed an artifact. It is not a reason to promote again.
func TestSignedArtifacts(t *testing.T) {
	t.Parallel()
	signed := with(fraud(), func(s *decision.Subject) { s.Artifacts[0].SignedBy = "training" })
	p, err := repo{}.plan(t, signed)
	if err != nil {
		t.Fatal(err)
	}
	r := repo{}.apply(p)
	if record := r[p.Items[0].Record]; !strings.Contains(record, `"signedBy":"training"`) || !strings.Contains(record, apiVersion2) {
		t.Errorf("the record is %s", record)
	}
	if next, err := r.plan(t, with(fraud(), at(second))); err != nil || next.Items[0].State != AlreadyPromoted {
		t.Errorf("%+v %v", next.Items, err)
	}
}

func TestPlanIsDeterministic(t *testing.T) {
	t.Parallel()
	a, err := repo{}.plan(t, fraud(), triage())
	if err != nil {
		t.Fatal(err)
	}
	b, err := repo{}.plan(t, triage(), fraud())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("the order of approvals changes the plan:\n%s", diff)
	}
}

// What makes another promotion, and what does not.
func TestIntent(t *testing.T) {
	t.Parallel()
	r := repo{}.promote(t, with(fraud(), parameter("memoryRequest", "4096Mi")))
	tests := map[string]struct {
		change func(*decision.Subject)
		want   State
	}{
		"nothing":                         {func(*decision.Subject) {}, AlreadyPromoted},
		"commit":                          {at(second), AlreadyPromoted},
		"older commit":                    {at(strings.Repeat("0", 40)), AlreadyPromoted},
		"owner":                           {func(s *decision.Subject) { s.Owner = "others" }, AlreadyPromoted},
		"path of an artifact":             {func(s *decision.Subject) { s.Artifacts[0].Path = "elsewhere" }, AlreadyPromoted},
		"quantity written in another way": {parameter("memoryRequest", "4Gi"), AlreadyPromoted},
		"version":                         {version("2.4.0"), Promote},
		"card":                            {func(s *decision.Subject) { s.CardDigest = "sha256:" + hexOf("d") }, Promote},
		"digest":                          {func(s *decision.Subject) { s.Artifacts[0].Digest = "sha256:" + hexOf("1") }, Promote},
		"uri":                             {func(s *decision.Subject) { s.Artifacts[0].URI = "s3://models/fraud/other" }, Promote},
		"parameter":                       {parameter("maxReplicas", "6"), Promote},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := with(fraud(), parameter("memoryRequest", "4096Mi"), test.change)
			if test.want == Promote {
				s.Commit = second
			}
			p, err := r.plan(t, s)
			if err != nil {
				t.Fatal(err)
			}
			if got := p.Items[0]; got.State != test.want {
				t.Errorf("state is %s (%s), want %s", got.State, got.Reason, test.want)
			}
			if p.Empty() != (test.want == AlreadyPromoted) {
				t.Errorf("a plan of %s writes %d files", test.want, len(p.Files))
			}
		})
	}
}

// Going back to earlier content is a promotion of its own, with its own id.
func TestReturnToEarlierContent(t *testing.T) {
	t.Parallel()
	r := repo{}.promote(t, fraud())
	r = r.promote(t, with(fraud(), at(second), version("2.4.0")))
	p, err := r.plan(t, with(fraud(), at(third)))
	if err != nil {
		t.Fatal(err)
	}
	item := p.Items[0]
	if item.State != Promote || !strings.HasSuffix(item.Record, "/000003.json") || item.Replaces != "2.4.0" {
		t.Fatalf("unexpected item %+v", item)
	}
	r = r.apply(p)
	ids := map[string]string{}
	for name, content := range r {
		if strings.HasPrefix(name, RecordsDir) {
			record, why, err := parseRecord(name, []byte(content))
			if why != "" || err != nil {
				t.Fatal(name, why, err)
			}
			if other := ids[record.PromotionID]; other != "" {
				t.Errorf("%s and %s have the same promotion id", name, other)
			}
			ids[record.PromotionID] = name
		}
	}
	if len(ids) != 3 {
		t.Errorf("%d promotion ids, want 3", len(ids))
	}
}

func TestBlocked(t *testing.T) {
	t.Parallel()
	promoted := repo{}.promote(t, fraud())
	frozen := repo{FreezePath: "apiVersion: modelgate.dev/v1\nkind: Freezes\nfreezes:\n  - {environment: prod, reason: \"Year's end\\nclosing\", until: 2026-03-01}\n"}
	thawed := repo{FreezePath: "apiVersion: modelgate.dev/v1\nkind: Freezes\nfreezes:\n  - {environment: prod, reason: closing, until: 2026-02-28}\n  - {environment: dev, reason: closing}\n"}
	env := func(body string) repo {
		return repo{EnvPath: "apiVersion: modelgate.dev/v1\nkind: Environments\nenvironments:\n  prod:\n" + body}
	}
	newer := with(fraud(), at(second), version("2.4.0"))
	tests := map[string]struct {
		repo    repo
		subject decision.Subject
		want    string // part of the reason; "" for a promotion
	}{
		"frozen on its last day":     {frozen, fraud(), "prod is frozen until 2026-03-01: Year's end closing"},
		"freezes of other days":      {thawed, fraud(), ""},
		"name with a slash":          {repo{}, with(fraud(), func(s *decision.Subject) { s.Name = "../fraud" }), "../fraud is not a valid name"},
		"name with a line":           {repo{}, with(fraud(), func(s *decision.Subject) { s.Name = "fraud\nSource-Commit: x" }), `"fraud\nSource-Commit: x" is not a valid name`},
		"name in capitals":           {repo{}, with(fraud(), func(s *decision.Subject) { s.Name = "Fraud" }), "Fraud is not a valid name"},
		"name with a digit first":    {repo{}, with(fraud(), func(s *decision.Subject) { s.Name = "3d" }), "3d is not a valid name"},
		"no name":                    {repo{}, with(fraud(), func(s *decision.Subject) { s.Name = "" }), `"" is not a valid name`},
		"long name":                  {repo{}, with(fraud(), func(s *decision.Subject) { s.Name = strings.Repeat("a", 54) }), "is not a valid name"},
		"no version":                 {repo{}, with(fraud(), version("")), "it has no version"},
		"version with a line":        {repo{}, with(fraud(), version("1\nX: y")), `its version "1\nX: y" is invalid`},
		"no artifacts":               {repo{}, with(fraud(), func(s *decision.Subject) { s.Artifacts = nil }), "it has no artifacts"},
		"no digest":                  {repo{}, with(fraud(), func(s *decision.Subject) { s.Artifacts[0].Digest = "" }), "has no digest"},
		"bad digest":                 {repo{}, with(fraud(), func(s *decision.Subject) { s.Artifacts[0].Digest = "sha256:zz" }), "the digest sha256:zz of its artifact models/fraud/model.onnx is not valid"},
		"no target":                  {repo{}, with(fraud(), func(s *decision.Subject) { s.Target = "" }), "no deployment target"},
		"target of the environment":  {env("    target: kserve\n"), with(fraud(), func(s *decision.Subject) { s.Target = "" }), ""},
		"unknown target":             {repo{}, with(fraud(), func(s *decision.Subject) { s.Target = "kserv" }), `did you mean "kserve"?`},
		"target with a path":         {repo{}, with(fraud(), func(s *decision.Subject) { s.Target = "../starter" }), "unknown target: ../starter"},
		"lower stage":                {repo{}, with(fraud(), func(s *decision.Subject) { s.Stage = finding.Review }), "approved for the stage review, but prod requires production"},
		"stage of the environment":   {env("    stage: review\n"), with(fraud(), func(s *decision.Subject) { s.Stage = finding.Review }), ""},
		"directory that is no UTF-8": {repo{}, with(fraud(), func(s *decision.Subject) { s.ID = "models/\xff" }), "its directory is not UTF-8 text"},
		"older commit":               {promoted, with(newer, at(strings.Repeat("0", 40))), "does not contain the promoted commit " + first},
		"other model of the name":    {promoted, with(newer, func(s *decision.Subject) { s.ID = "models/other" }), "comes from models/fraud of https://git.example.com/acme/models, but this model is models/other"},
		"foreign files":              {repo{"environments/prod/models/fraud-detector/x.yaml": "x"}, fraud(), "but no record lists it"},
		"immutable parameter":        {promoted, with(newer, parameter("deploymentMode", "Knative")), "deploymentMode is Standard in prod and cannot become Knative"},
		"fixed parameter":            {env("    fixed: {kserve: {serviceAccountName: reader}}\n"), fraud(), "serviceAccountName is fixed to reader in this environment, but the model sets model-reader"},
		"fixed parameter, the same":  {env("    fixed: {kserve: {serviceAccountName: model-reader}}\n"), fraud(), ""},
		"owner of the environment":   {env("    owners: {fraud-detector: {id: models/fraud-2}}\n"), fraud(), "comes from models/fraud-2"},
		"repository of the owner":    {env("    owners: {fraud-detector: {id: models/fraud, repository: \"https://git.example.com/other\"}}\n"), fraud(), "comes from models/fraud of https://git.example.com/other"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := test.repo.plan(t, test.subject, triage())
			if err != nil {
				t.Fatal(err)
			}
			for _, item := range p.Items {
				if item.ID != test.subject.ID {
					if strings.HasPrefix(test.want, "prod is frozen") != (item.State == Blocked) {
						t.Errorf("the other model is %s: %s", item.State, item.Reason)
					}
					continue
				}
				if test.want == "" && item.State != Promote || test.want != "" && (item.State != Blocked || !strings.Contains(item.Reason, test.want)) {
					t.Errorf("%s: %s\nwant the reason %q", item.State, item.Reason, test.want)
				}
				if strings.ContainsAny(item.Reason, "\n\r\x1b") {
					t.Errorf("the reason %q has more than one line", item.Reason)
				}
			}
		})
	}
}

// A model that has moved is promoted from its new place once env.yaml says so.
func TestOwnersAllowAMove(t *testing.T) {
	t.Parallel()
	r := repo{}.promote(t, fraud())
	moved := with(fraud(), at(second), version("2.4.0"), func(s *decision.Subject) { s.ID = "risk/fraud" })
	r[EnvPath] = "apiVersion: modelgate.dev/v1\nkind: Environments\nenvironments: {prod: {owners: {fraud-detector: {id: risk/fraud}}}}\n"
	r = r.promote(t, moved)
	if _, ok := r[RecordsDir+"/prod/fraud-detector/000002.json"]; !ok {
		t.Error("no second record")
	}
}

// Without the history of the source nothing that runs is replaced.
func TestUnknownHistoryBlocks(t *testing.T) {
	t.Parallel()
	r := repo{}.promote(t, fraud())
	newer := approveAll(t, with(fraud(), at(second), version("2.4.0")))
	for name, precedes := range map[string]func(string, string) (bool, error){
		"not given": nil,
		"an error":  func(string, string) (bool, error) { return true, errors.New("shallow\nclone") },
	} {
		request := r.request(t)
		request.Approvals, request.Source = newer, Source{Repository: origin.Repository, Precedes: precedes}
		p, err := NewPlan(request)
		if err != nil {
			t.Fatal(err)
		}
		if item := p.Items[0]; item.State != Blocked || !strings.Contains(item.Reason, "the promoted") || !p.Empty() {
			t.Errorf("%s: %+v", name, item)
		}
	}
}

func TestSameNameTwice(t *testing.T) {
	t.Parallel()
	p, err := repo{}.plan(t, fraud(), with(fraud(), func(s *decision.Subject) { s.ID = "models/zwilling" }), triage())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, i := range p.Items {
		got = append(got, fmt.Sprintf("%s %s %.30s", i.ID, i.State, i.Reason))
	}
	want := []string{"models/fraud blocked models/zwilling has the same n", "models/zwilling blocked models/fraud has the same name", "models/triage promote "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPlanRefusesAnEnvironmentThatWasNotLoaded(t *testing.T) {
	t.Parallel()
	request := repo{}.request(t, fraud())
	request.Environment = Environment{Name: "prod"}
	if _, err := NewPlan(request); err == nil {
		t.Error("no error")
	}
}

// A moved path takes the files of the old place away.
func TestPathChange(t *testing.T) {
	t.Parallel()
	r := repo{}.promote(t, fraud())
	r[EnvPath] = "apiVersion: modelgate.dev/v1\nkind: Environments\nenvironments: {prod: {path: clusters/eu/models}}\n"
	p, err := r.plan(t, with(fraud(), at(second)))
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"environments/prod/models/fraud-detector/inferenceservice.yaml"}; !cmp.Equal(p.Deletes, want) {
		t.Errorf("deletes %q, want %q", p.Deletes, want)
	}
	if problems, err := audit(r.apply(p)); err != nil || len(problems) > 0 {
		t.Errorf("the result does not verify: %v %v", problems, err)
	}
}

func TestCredentialsStayOut(t *testing.T) {
	t.Parallel()
	src := origin
	src.Repository = "https://bot:s3cret@git.example.com/acme/models"
	request := repo{}.request(t, fraud())
	request.Source = src
	p, err := NewPlan(request)
	if err != nil {
		t.Fatal(err)
	}
	if shown := show(p); bytes.Contains(shown, []byte("s3cret")) || !bytes.Contains(shown, []byte("https://git.example.com/acme/models")) {
		t.Errorf("the plan holds the password, or not the repository:\n%s", shown)
	}
}

// The message ends in one block of trailers, and only the known ones.
func TestMessageTrailers(t *testing.T) {
	t.Parallel()
	src := origin
	src.Repository = "models\nModelgate-Promotion-Id: forged\n\nSource-Commit: forged"
	request := repo{}.request(t, fraud(), triage())
	request.Source = src
	p, err := NewPlan(request)
	if err != nil {
		t.Fatal(err)
	}
	paragraphs := strings.Split(strings.TrimSpace(p.Message), "\n\n")
	if len(paragraphs) != 3 || paragraphs[0] != "promote(prod): fraud-detector 2.3.0 (+1)" {
		t.Fatalf("unexpected message\n%s", p.Message)
	}
	keys := []string{}
	for line := range strings.Lines(paragraphs[2]) {
		key, _, _ := strings.Cut(line, ": ")
		keys = append(keys, key)
	}
	want := []string{"Modelgate-Environment", "Modelgate-Promotion-Id", "Modelgate-Promotion-Id", "Source-Repository", "Source-Commit", "Policy-Digest"}
	if diff := cmp.Diff(want, keys); diff != "" {
		t.Errorf("trailers:\n%s", diff)
	}
}

// A batch is split by size, one bad model stops no other, and what was promoted
// before stays so in what is told.
func TestBatchesOfAnySize(t *testing.T) {
	t.Parallel()
	var subjects []decision.Subject
	for i := range 12 {
		subjects = append(subjects, with(triage(), func(s *decision.Subject) {
			s.ID, s.Name = fmt.Sprintf("models/m%02d", i), fmt.Sprintf("m%02d", i)
			if i == 3 {
				s.Version = "" // cannot be promoted
			}
		}))
	}
	r, told := repo{}, Plan{}
	r["environments/prod/models/m05/deployment.yaml"] = "by hand"
	commits := 0
	for {
		request := r.request(t, subjects...)
		request.Snapshot.Limit = 20_000
		p, err := NewPlan(request)
		if err != nil {
			t.Fatal(err)
		}
		if size := (change{files: p.Files}).size(); size > 20_000 {
			t.Errorf("a commit has %d bytes", size)
		}
		told = told.Join(p)
		r = r.apply(p)
		if !p.Empty() {
			commits++
		}
		if len(p.In(Waiting)) == 0 {
			break
		}
	}
	if commits < 3 || len(told.In(Promote)) != 10 || len(told.In(Blocked)) != 2 || len(told.Items) != 12 {
		t.Errorf("%d commits, %d promoted, %d blocked of %d", commits, len(told.In(Promote)), len(told.In(Blocked)), len(told.Items))
	}
}

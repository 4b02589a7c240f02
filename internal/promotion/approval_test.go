package promotion

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/dsse"
)

// approvedBy is an env.yaml whose environment prod requires approvals of the approvers
// risk, data and platform, whose keys have the seeds 11, 12 and 13.
func approvedBy(t testing.TB, requires string) string {
	t.Helper()
	out := envHead + "  prod: {approvals: [" + requires + "]}\n  staging: {stage: review, approvals: [{count: 1, from: [risk]}]}\napprovers:\n"
	for i, name := range []string{"risk", "data", "platform"} {
		_, public := keyOf(t, byte(11+i))
		out += "  " + name + ":\n    owner: " + name + " team\n    accounts: [" + name + "@example.com, " + name + "-bot]\n    publicKey: |\n      " + strings.ReplaceAll(strings.TrimSpace(public), "\n", "\n      ") + "\n"
	}
	return out
}

const twoOf = "{count: 2, from: [risk, data, platform]}"

// approves approves an artifact by the key of a seed.
func (s *story) approves(state State, reason, env, digest string, seed byte) Item {
	s.Helper()
	request := s.request()
	request.Environment = s.load(s.T, env)
	request.Signer, _ = keyOf(s.T, seed)
	p, err := NewApproval(request, Endorsement{Model: "fraud-detector", Digest: digest, Reason: "results reviewed", Source: sourceModels})
	return s.happens(p, err, state, reason)
}

// authored is a source whose commits were written by accounts.
func authored(accounts ...string) Source {
	s := origin
	s.Authors = func([]string, string, string) ([]string, error) { return accounts, nil }
	return s
}

func (s *story) promotesOf(source Source, state State, reason string, subject decision.Subject) Item {
	s.Helper()
	request := s.request(subject)
	request.Source = source
	p, err := NewPlan(request)
	return s.happens(p, err, state, reason)
}

var (
	digest9 = "sha256:" + hexOf("9")
	digest8 = "sha256:" + hexOf("8")
	retrain = func(s *decision.Subject) { s.Artifacts[0].Digest = digest8 }
)

// sourceModels are the models of the source of these stories.
var sourceModels = []string{"fraud-detector", "support-triage"}

// The name of a model that no environment has is one that the source has, or of env.yaml.
func TestApprovalOfAnUnknownModel(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.repo[EnvPath] = approvedBy(t, twoOf)
	asks := func(model string, source ...string) error {
		request := s.request()
		request.Signer, _ = keyOf(t, 11)
		_, err := NewApproval(request, Endorsement{Model: model, Digest: digest9, Reason: "x", Source: source})
		return err
	}
	for _, c := range []struct {
		model  string
		source []string
		want   string
	}{
		{"fraud-detector", nil, "no environment has fraud-detector; for a new model, run this in a clone of its source repository, or pass --repo DIR"},
		{"fraud-detecter", sourceModels, `no environment has fraud-detecter, and the source repository does not have it at HEAD; did you mean "fraud-detector"?`},
		{"fraud-detector", sourceModels, ""},
	} {
		if err := asks(c.model, c.source...); (err == nil) != (c.want == "") || err != nil && (!errors.Is(err, ErrUnknownModel) || !IsUsage(err) || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s of %q: %v, want %q", c.model, c.source, err, c.want)
		}
	}
	s.repo[EnvPath] = strings.Replace(s.repo[EnvPath], "approvals:", "owners: {fraud-detector: {id: models/fraud}}, approvals:", 1)
	if err := asks("fraud-detector"); err != nil {
		t.Error(err)
	}
	s.repo[EnvPath] = envHead + "  prod: {}\n  staging: {stage: review}\n"
	s.promotesTo("staging", now, Promote, "", fraud(), nil)
	s.repo[EnvPath] = approvedBy(t, twoOf)
	if err := asks("fraud-detector"); err != nil {
		t.Error(err)
	}
	if err := asks("fruad-detector"); err == nil || !strings.Contains(err.Error(), `did you mean "fraud-detector"? For a new model`) {
		t.Error(err)
	}
}

// A model enters once enough people have approved its artifact: others than those who
// wrote it, and again for each artifact.
func TestApprovals(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.repo[EnvPath] = approvedBy(t, twoOf)
	by := authored("dev@example.com")
	s.promotesOf(by, Blocked, "prod requires 2 approvals of "+digest9+" by risk, data or platform, and it has none; run `modelgate env approve --env prod --model fraud-detector --digest "+digest9+"`", fraud())
	s.approves(Promote, "", "prod", digest9, 11)
	s.approves(AlreadyPromoted, "", "prod", digest9, 11)
	if item := s.promotesOf(by, Blocked, "and it has 1, by risk;", fraud()); !item.Later {
		t.Error("a later run may promote it, and the item does not say so")
	}
	s.approves(Promote, "", "prod", digest9, 12)
	for _, accounts := range [][]string{{"Risk@Example.com"}, {"17+risk-bot@users.noreply.github.com"}, {"dev@example.com", "risk-bot"}} {
		s.promotesOf(authored(accounts...), Blocked, "and it has 1, by data; the approval by risk has no effect, because they changed the model", fraud())
	}
	item := s.promotesOf(by, Promote, "", fraud())
	if r := s.repo[item.Record]; !strings.Contains(r, `"approvals":[{"approver":"data","owner":"data team","sha256":"`) || !strings.Contains(r, apiVersion2) {
		t.Errorf("the record does not have its approvals: %s", r)
	}
	// Another artifact needs other approvals; another version of the same one does not.
	next := with(fraud(), at(second), version("2.4.0"))
	s.promotesOf(by, Blocked, "requires 2 approvals of "+digest8, with(next, retrain))
	s.promotesOf(by, Promote, "", next)
	s.orders(Promote, "", Rollback)
}

// Nobody's approval has an effect if nobody knows who wrote the model; an emergency does
// not bypass approvals; those of another environment, model or key have no effect.
func TestApprovalsThatHaveNoEffect(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.repo[EnvPath] = approvedBy(t, "{count: 1, from: [risk]}, {count: 1, from: [data, platform]}")
	s.approves(Blocked, "is not an approver", "prod", digest9, 99)
	s.approves(Promote, "", "prod", digest9, 11)
	s.promotesOf(authored(), Blocked, "prod requires 1 approval of "+digest9+" by data or platform, and it has none", fraud())
	s.approves(Promote, "", "prod", digest9, 12)
	s.promotesOf(origin, Blocked, "the authors are unknown", fraud())
	lost := origin
	lost.Authors = func([]string, string, string) ([]string, error) { return nil, errors.New("shallow") }
	s.promotesOf(lost, Blocked, "the authors are unknown: shallow", fraud())
	good := maps.Clone(s.repo)
	file := approvalPath("prod", "fraud-detector", digest9, "risk")
	for name, forge := range map[string]func(repo){
		"of staging": func(r repo) {
			request := r.request(t)
			request.Environment = r.load(t, "staging")
			request.Signer, _ = keyOf(t, 11)
			p, err := NewApproval(request, Endorsement{Model: "fraud-detector", Digest: digest9, Reason: "x", Source: sourceModels})
			if err != nil || len(p.Files) != 1 {
				t.Fatal(err, p.Items)
			}
			r[file] = string(p.Files[0].Content)
		},
		"by another key": func(r repo) { r[file] = r[approvalPath("prod", "fraud-detector", digest9, "data")] },
		"of another artifact": func(r repo) {
			request := r.request(t)
			request.Signer, _ = keyOf(t, 11)
			p, err := NewApproval(request, Endorsement{Model: "fraud-detector", Digest: digest8, Reason: "x", Source: sourceModels})
			if err != nil {
				t.Fatal(err)
			}
			r[file] = string(p.Files[0].Content)
		},
		"that is no envelope": func(r repo) { r[file] = "{}" },
		"of another kind": func(r repo) {
			key, _ := keyOf(t, 11)
			b, err := dsse.Sign(key.key, dsse.InToto, []byte(`{"_type":"https://in-toto.io/Statement/v1","predicateType":"https://slsa.dev/verification_summary/v1"}`))
			if err != nil {
				t.Fatal(err)
			}
			r[file] = string(b)
		},
	} {
		s.repo = maps.Clone(good)
		forge(s.repo)
		request := s.request(fraud())
		request.Source, request.Emergency = authored(), &Statement{Owner: "oncall", Reason: "incident"}
		p, err := NewPlan(request)
		if err != nil || p.Items[0].State != Blocked || !strings.Contains(p.Items[0].Reason, "by risk, and it has none") {
			t.Errorf("%s: %v %+v", name, err, p.Items)
		}
		if got := changed(t, good, s.repo); len(got) != 1 || !strings.HasPrefix(got[0], file) {
			t.Errorf("%s: verify finds %q", name, got)
		}
	}
}

// verify finds a record that entered without its approvals, approvals that come with
// their approver, and one that a record relies on and that is gone.
func TestApprovalsAreVerified(t *testing.T) {
	t.Parallel()
	s := begin(t)
	none := envHead + "  prod: {}\n  staging: {stage: review}\n"
	s.repo[EnvPath] = none
	item := s.promotesOf(authored(), Promote, "", fraud())
	required := s.repo.edited(EnvPath, approvedBy(t, twoOf))
	before := repo{EnvPath: approvedBy(t, twoOf)}
	if got := changed(t, before, required); len(got) != 1 || !strings.HasPrefix(got[0], item.Record+": prod requires 2 approvals") {
		t.Errorf("by hand: %q", got)
	}
	if got := changed(t, required, required); len(got) > 0 {
		t.Errorf("from before: %q", got)
	}
	s = begin(t)
	s.repo = maps.Clone(before)
	s.approves(Promote, "", "prod", digest9, 11)
	s.approves(Promote, "", "prod", digest9, 12)
	approved := maps.Clone(s.repo)
	s.promotesOf(authored(), Promote, "", fraud())
	if got := changed(t, before, approved, s.repo); len(got) > 0 {
		t.Errorf("as it should be: %q", got)
	}
	file := approvalPath("prod", "fraud-detector", digest9, "risk")
	gone := maps.Clone(s.repo)
	delete(gone, file)
	if got := changed(t, s.repo, gone); len(got) != 1 || !strings.HasPrefix(got[0], file+": record 000001 relies on this approval, and it is missing") {
		t.Errorf("gone: %q", got)
	}
	// Once the approver has left, the record stays as it is.
	left := s.repo.edited(EnvPath, strings.ReplaceAll(strings.ReplaceAll(s.repo[EnvPath], "  risk:", "  chief:"), "[risk", "[chief"))
	if got := changed(t, s.repo, left); len(got) > 0 {
		t.Errorf("left: %q", got)
	}
	// A change does not bring its own approver.
	stranger := repo{EnvPath: strings.ReplaceAll(strings.ReplaceAll(before[EnvPath], "  risk:", "  chief:"), "[risk", "[chief")}
	got := changed(t, stranger, before, approved)
	if len(got) != 1 || !strings.HasPrefix(got[0], file) || !strings.Contains(got[0], "a change cannot bring its own approver") {
		t.Errorf("an approver that comes with the approval: %q", got)
	}
	// Nor does an adoption go past people with files that it brings itself.
	hand := before.edited("environments/prod/models/fraud-detector/x.yaml", "kind: Pod\n")
	p, err := NewOrder(hand.request(t), Order{Operation: Adopt, Model: "fraud-detector", ID: "models/fraud", Version: "1", Statement: Statement{Owner: "me", Reason: "by hand"}})
	if err != nil || len(p.Files) == 0 {
		t.Fatalf("%v %+v", err, p.Items)
	}
	if got := changed(t, before, hand, hand.apply(p)); len(got) != 1 || !strings.Contains(got[0], "it adopts environments/prod/models/fraud-detector/x.yaml, which did not exist before the change") {
		t.Errorf("an adoption of its own files: %q", got)
	}
	if got := changed(t, hand, hand.apply(p)); len(got) > 0 {
		t.Errorf("an adoption of earlier files: %q", got)
	}
	if got := changed(t, before, before.edited(ApprovalsDir+"/prod/x.txt", "x")); len(got) != 1 || !strings.Contains(got[0], "is not an approval") {
		t.Errorf("a stray file: %q", got)
	}
}

// verify finds an approval that is not about what its name states, also one that was there
// before, whoever has signed it.
func TestApprovalsAreOfTheirName(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.repo = repo{EnvPath: approvedBy(t, twoOf)}
	s.approves(Promote, "", "prod", digest9, 11)
	right := approvalPath("prod", "fraud-detector", digest9, "risk")
	left := s.repo.edited(EnvPath, strings.ReplaceAll(strings.ReplaceAll(s.repo[EnvPath], "  risk:", "  chief:"), "[risk", "[chief"))
	for name, r := range map[string]repo{"its name": s.repo, "its approver has left": left} {
		if problems, err := audit(r); err != nil || len(problems) > 0 {
			t.Errorf("%s: %v %v", name, err, problems)
		}
	}
	for name, test := range map[string]struct{ file, content, want string }{
		"another digest":      {approvalPath("prod", "fraud-detector", digest8, "risk"), s.repo[right], "it does not approve " + digest8},
		"another environment": {approvalPath("staging", "fraud-detector", digest9, "risk"), s.repo[right], "it does not approve " + digest9 + " of fraud-detector in staging"},
		"another model":       {approvalPath("prod", "support-triage", digest9, "risk"), s.repo[right], "it does not approve " + digest9 + " of support-triage in prod"},
		"another approver":    {approvalPath("prod", "fraud-detector", digest9, "data"), s.repo[right], "it does not approve"},
		"no envelope":         {right, "{}", "it is not a DSSE envelope"},
	} {
		wrong := s.repo.edited(test.file, test.content)
		problems, err := audit(wrong)
		if err != nil || len(problems) != 1 || problems[0].Path != test.file || !strings.Contains(problems[0].Message, test.want) {
			t.Errorf("%s: %v %v, want %q", name, err, problems, test.want)
		}
		if got := changed(t, wrong, wrong); len(got) != 1 || !strings.Contains(got[0], test.want) {
			t.Errorf("%s, from before: %q, want %q", name, got, test.want)
		}
	}
}

// An approval that was withdrawn stays withdrawn, whoever restores its file: the approver
// can approve again, which nobody else can. One that a record relied on was not withdrawn,
// but tampered with, and its restoration is the repair.
func TestWithdrawnApprovals(t *testing.T) {
	t.Parallel()
	by := authored("dev@example.com")
	file := approvalPath("prod", "fraud-detector", digest9, "risk")
	begun := func() *story {
		s := begin(t)
		s.repo[EnvPath] = approvedBy(t, "{count: 1, from: [risk]}")
		s.approves(Promote, "", "prod", digest9, 11)
		return s
	}
	then := func(s *story, r repo) { // a commit of a person
		s.repo = r
		s.past = append(s.past, r)
	}
	without := func(r repo) repo {
		out := maps.Clone(r)
		delete(out, file)
		return out
	}
	again := func(s *story, state State, reason string) {
		t.Helper()
		request := s.request()
		request.Signer, _ = keyOf(t, 11)
		p, err := NewApproval(request, Endorsement{Model: "fraud-detector", Digest: digest9, Reason: "reviewed again", Source: sourceModels})
		s.happens(p, err, state, reason)
	}
	restored := func(s *story) []string {
		t.Helper()
		problems, err := Restored(s.past[0].tree(), Snapshot{Tree: s.tree(), Past: s.past})
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, p := range problems {
			out = append(out, p.Path+": "+p.Message)
		}
		return out
	}

	s := begun()
	if got := restored(s); len(got) > 0 {
		t.Errorf("a first approval: %q", got)
	}
	approved := s.repo
	then(s, without(approved))
	s.promotesOf(by, Blocked, "and it has none; run", fraud())
	then(s, approved)
	s.promotesOf(by, Blocked, "and it has none; the approval by risk has no effect, because it was withdrawn; run", fraud())
	if got := restored(s); len(got) != 1 || !strings.HasPrefix(got[0], file+": it was withdrawn") {
		t.Errorf("restored: %q", got)
	}
	// Nor does another form of the same statement count.
	then(s, approved.edited(file, strings.Replace(approved[file], "{", "{ ", 1)))
	s.promotesOf(by, Blocked, "because it was withdrawn", fraud())
	again(s, Promote, "")
	if got := restored(s); len(got) > 0 {
		t.Errorf("signed again: %q", got)
	}
	again(s, AlreadyPromoted, "")
	s.promotesOf(by, Promote, "", fraud())

	// A record that comes by hand does not rely on one either, nor on one that came back in
	// an earlier change.
	s = begun()
	approved = s.repo
	s.promotesOf(by, Promote, "", fraud())
	promoted := s.repo
	s.past, s.repo = past{{EnvPath: s.repo[EnvPath]}}, nil
	then(s, approved)
	then(s, without(approved))
	then(s, approved)
	before := len(s.past)
	then(s, promoted)
	problems, err := Restored(s.past[before-1].tree(), Snapshot{Tree: s.tree(), Past: s.past})
	if err != nil || len(problems) != 1 || problems[0].Path != recordPath("prod", "fraud-detector", 1) || !strings.Contains(problems[0].Message, "it relies on the approval of risk, which was withdrawn") {
		t.Errorf("a record by hand: %v %v", problems, err)
	}

	// What a record relied on is restored to what it was.
	s = begun()
	s.promotesOf(by, Promote, "", fraud())
	promoted = s.repo
	then(s, without(promoted))
	then(s, promoted)
	if got := restored(s); len(got) > 0 {
		t.Errorf("a repair: %q", got)
	}
	s.promotesOf(by, Promote, "", with(fraud(), at(second), version("2.4.0")))
	// Once another artifact is deployed, it can be withdrawn.
	s.repo = s.repo.edited(EnvPath, approvedBy(t, "{count: 1, from: [risk, data]}"))
	s.approves(Promote, "", "prod", digest8, 12)
	s.promotesOf(by, Promote, "", with(fraud(), at(third), version("3.0.0"), retrain))
	deployed := s.repo
	then(s, without(deployed))
	then(s, deployed)
	s.promotesOf(by, Blocked, "because it was withdrawn", with(fraud(), at(third), version("4.0.0")))
}

// Who has approved which artifact, and what is missing, is told before the promotion and
// after it: of what has an approval, and of what comes from a needed environment.
func TestApprovalStandings(t *testing.T) {
	t.Parallel()
	s := begin(t)
	config := strings.Replace(approvedBy(t, twoOf), "prod: {", "prod: {needs: [staging], ", 1)
	s.repo[EnvPath] = strings.Replace(config, ", approvals: [{count: 1, from: [risk]}]}", "}", 1)
	check := func(what string, want ...string) {
		t.Helper()
		all, err := Approvals(Snapshot{Tree: s.tree(), Past: s.past})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, a := range all {
			short := strings.NewReplacer(digest9, "D9", digest8, "D8")
			got = append(got, short.Replace(fmt.Sprintf("%s %s %s %v %v %v %s", a.Environment, a.Model, a.Digest, a.Deployed, a.Approved, a.WithoutEffect, a.Missing)))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
	by := authored("dev@example.com")
	promote := func(env string, subject decision.Subject) {
		t.Helper()
		request := s.request(subject)
		request.Environment, request.Source = s.load(t, env), by
		p, err := NewPlan(request)
		s.happens(p, err, Promote, "")
	}
	check("nothing")
	promote("staging", fraud())
	check("in staging", "prod fraud-detector D9 false [] [] prod requires 2 approvals of D9 by risk, data or platform, and it has none")
	s.approves(Promote, "", "prod", digest9, 11)
	check("one of two", "prod fraud-detector D9 false [risk] [] prod requires 2 approvals of D9 by risk, data or platform, and it has 1, by risk")
	s.approves(Promote, "", "prod", digest9, 12)
	check("both", "prod fraud-detector D9 false [data risk] [] ")
	promote("prod", fraud())
	check("deployed", "prod fraud-detector D9 true [data risk] [] ")
	next := with(fraud(), at(second), version("3.0.0"), retrain)
	s.approves(Promote, "", "prod", digest8, 13)
	check("ahead", "prod fraud-detector D8 false [platform] [] prod requires 2 approvals of D8 by risk, data or platform, and it has 1, by platform", "prod fraud-detector D9 true [data risk] [] ")
	promote("staging", next)
	s.approves(Promote, "", "prod", digest8, 12)
	promote("prod", next)
	check("what was deployed before is left out", "prod fraud-detector D8 true [data platform] [] ")
	promote("staging", with(fraud(), at(third), version("4.0.0")))
	check("unless it comes again", "prod fraud-detector D8 true [data platform] [] ", "prod fraud-detector D9 false [data risk] [] ")
	file := approvalPath("prod", "fraud-detector", digest9, "data")
	s.repo = s.repo.edited(file, s.repo[approvalPath("prod", "fraud-detector", digest9, "risk")])
	check("forged", "prod fraud-detector D8 true [data platform] [] ",
		"prod fraud-detector D9 false [risk] [data: it is not signed by the key of data ("+s.load(t, "prod").approvers["data"].key.ID()+")] prod requires 2 approvals of D9 by risk, data or platform, and it has 1, by risk")
	with9 := s.repo
	without := maps.Clone(with9)
	delete(without, approvalPath("prod", "fraud-detector", digest9, "risk"))
	s.past, s.repo = append(s.past, with9, without, with9), with9
	check("withdrawn", "prod fraud-detector D8 true [data platform] [] ",
		"prod fraud-detector D9 false [] [data: it is not signed by the key of data ("+s.load(t, "prod").approvers["data"].key.ID()+") risk: it was withdrawn] prod requires 2 approvals of D9 by risk, data or platform, and it has none")
}

func TestApprovalsAreRefused(t *testing.T) {
	t.Parallel()
	good := approvedBy(t, twoOf)
	_, signer := keyOf(t, 11)
	for name, test := range map[string]struct{ config, want string }{
		"unknown approver": {approvedBy(t, "{count: 1, from: [risky]}"), `approver risky does not exist; did you mean "risk"?`},
		"too few":          {approvedBy(t, "{count: 3, from: [risk, data]}"), "requires 3 approvals of 2 approvers"},
		"nobody":           {approvedBy(t, "{count: 0, from: [risk]}"), "/approvals/0/count"},
		"another number":   {approvedBy(t, "{count: 1e1, from: [risk]}"), "1e1 is not a number of people"},
		"no accounts":      {strings.Replace(good, "    accounts: [risk@example.com, risk-bot]\n", "", 1), `is missing the required key "accounts"`},
		"a signer's key":   {good + "signers:\n  ci:\n    owner: ci\n    publicKey: |\n      " + strings.ReplaceAll(strings.TrimSpace(signer), "\n", "\n      ") + "\n", "the approver risk and the signer ci have the same key"},
		"an account twice": {strings.Replace(good, "data@example.com", "RISK@example.com", 1), "the approvers data and risk have the same account"},
	} {
		if _, err := LoadEnvironment(repo{EnvPath: test.config}.tree(), "prod"); err == nil || !strings.Contains(err.Error(), test.want) || !IsUsage(err) {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
	}
	for name, e := range map[string]Endorsement{"no digest": {Model: "x", Reason: "y"}, "a short one": {Model: "x", Digest: "sha256:9", Reason: "y"}, "no reason": {Model: "x", Digest: digest9}, "no model": {Digest: digest9, Reason: "y"}} {
		request := repo{EnvPath: good}.request(t)
		request.Signer, _ = keyOf(t, 11)
		if _, err := NewApproval(request, e); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// A person is known by each form of a private address.
func TestAccounts(t *testing.T) {
	t.Parallel()
	for own, accounts := range map[string][]string{
		"risk-bot":                             {"Risk-Bot", "risk-bot@users.noreply.github.com", "17+risk-bot@Users.NoReply.github.com"},
		"risk-bot@users.noreply.github.com":    {"17+risk-bot@users.noreply.github.com", "risk-bot"},
		"17+risk-bot@users.noreply.github.com": {"RISK-BOT@users.noreply.github.com", "17+risk-bot@users.noreply.github.com"},
		"risk@example.com":                     {"Risk@Example.com"},
	} {
		a := approver{accounts: []string{own}}
		for _, account := range accounts {
			if !a.is(account) {
				t.Errorf("%s is not %s", account, own)
			}
		}
		for _, other := range []string{"bot", "risk", "risk-bot@example.com", "risk-bot+x@users.noreply.github.com", ""} {
			if a.is(other) {
				t.Errorf("%s is %s", other, own)
			}
		}
	}
}

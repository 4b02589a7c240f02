package actions

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/sethvargo/go-githubactions"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// System is a continuous-integration system, told by its environment.
type System string

const (
	NoSystem System = ""
	OnGitHub System = "github"
	OnAzure  System = "azure"
	OnGitLab System = "gitlab"
)

// Systems lists the systems that Detect tells apart.
var Systems = []System{OnGitHub, OnAzure, OnGitLab}

// Detect names the system that the program runs in.
func Detect(getenv func(string) string) System {
	switch {
	case strings.EqualFold(getenv("GITHUB_ACTIONS"), "true"):
		return OnGitHub
	case strings.EqualFold(getenv("TF_BUILD"), "true"):
		return OnAzure
	case strings.EqualFold(getenv("GITLAB_CI"), "true"):
		return OnGitLab
	}
	return NoSystem
}

// Event is what the system was started by. It says, for every kind of event and
// in this one place, which commit is proposed and which branch it wants to get
// into. Which branch's rules are in force follows from the repository's own
// configuration, which is not known here. Commits are full object ids; whether
// the clone has them is not known either.
type Event struct {
	System System
	Name   string // pull_request, merge_group, push …, as the system calls it

	// BaseBranch is the branch that the proposal wants to get into; "" for a run
	// that no proposal started.
	BaseBranch string
	// On is the branch that such a run is for, whose commit Head is already; ""
	// for a tag. Before is the commit that the branch was at before a push, "" if
	// there was none.
	On, Before string
	// Head is the proposed commit.
	Head string
	// Merge is the commit that the system made of base and head, to see what the
	// base would become. It counts if its parents are the tip of the base and Head.
	Merge string

	// DefaultBranch is that of the repository, "" where the system does not say.
	DefaultBranch string
	// Of the run that a workflow_run event speaks of: who owns the branch that
	// it ran for, the branch, and the run itself.
	HeadOwner, HeadBranch string
	RunID                 int64

	// Unread says that what the system told of the event could not be understood.
	Unread bool

	PullRequest int  // number; 0 for none
	Fork        bool // the proposal comes from another repository, or from one that is gone
	Server      string
	API         string
	Repository  string // owner/name
	Run         string // address of the run's page
}

// IsChange reports whether the run is of a change that is to be merged: one that is
// checked and must not be promoted, whoever started it. An event that could not be
// understood is taken for one. It does not depend on the commits that the event names.
func (e Event) IsChange() bool {
	switch e.System {
	case OnGitHub:
		return e.Unread || strings.HasPrefix(e.Name, "pull_request") || e.Name == "merge_group"
	case OnAzure:
		return e.Name == "PullRequest"
	case OnGitLab:
		return e.Name == "merge_request_event" || e.Name == "external_pull_request_event" || e.Name == childPipeline && (e.BaseBranch != "" || e.Unread)
	}
	return false
}

// ErrEvent says that an event cannot be judged: the command line must name
// the commits.
var ErrEvent = errors.New("name the commits with --base and --head")

// ReadEvent reads the event of the system that the environment speaks of.
func ReadEvent(getenv func(string) string) (Event, error) {
	var e Event
	var err error
	switch Detect(getenv) {
	case OnGitHub:
		e, err = githubEvent(getenv)
	case OnAzure:
		e, err = azureEvent(getenv)
	case OnGitLab:
		e, err = gitlabEvent(getenv)
	default:
		return Event{}, fmt.Errorf("no supported CI system was detected: %w", ErrEvent)
	}
	if err != nil {
		return e, err
	}
	return e, e.check()
}

// check refuses an event whose words are not what they should be: they become
// arguments of git and parts of addresses.
func (e Event) check() error {
	for what, id := range map[string]string{"commit before": e.Before, "head": e.Head, "merge": e.Merge} {
		if id != "" && !objectID.MatchString(id) {
			return fmt.Errorf("the %s of the %s event is %q, which is not a commit: %w", what, e.Name, Shorten(id, 80), ErrEvent)
		}
	}
	if e.Head == "" {
		return fmt.Errorf("the %s event names no proposed commit: %w", e.Name, ErrEvent)
	}
	return nil
}

var (
	objectID = pattern.New(`^(?:[0-9a-f]{40}|[0-9a-f]{64})$`)
	nothing  = pattern.New(`^0*$`) // the id of no commit, for a branch that was made or removed
)

// payload is what events of GitHub have in common, as far as it is read here.
type payload struct {
	Ref         string `json:"ref"`
	After       string `json:"after"`
	Before      string `json:"before"`
	Deleted     bool   `json:"deleted"`
	PullRequest *struct {
		Number int       `json:"number"`
		Base   commitRef `json:"base"`
		Head   commitRef `json:"head"`
	} `json:"pull_request"`
	MergeGroup *struct {
		BaseRef string `json:"base_ref"`
		HeadSHA string `json:"head_sha"`
	} `json:"merge_group"`
	WorkflowRun *struct {
		ID             int64  `json:"id"`
		HeadSHA        string `json:"head_sha"`
		HeadBranch     string `json:"head_branch"`
		HeadRepository *repo  `json:"head_repository"`
	} `json:"workflow_run"`
	Repository repo `json:"repository"`
}

type commitRef struct {
	SHA  string `json:"sha"`
	Ref  string `json:"ref"`
	Repo *repo  `json:"repo"` // nil when the fork is gone
}

type repo struct {
	FullName      string `json:"full_name"`
	DefaultBranch string `json:"default_branch"`
	Owner         struct {
		Login string `json:"login"`
	} `json:"owner"`
}

// githubEvent reads the variables and the payload of GitHub Actions.
//
// githubactions.Context is safe to use: it only reads. See outputs.go for what
// of that package is not.
func githubEvent(getenv func(string) string) (Event, error) {
	context, err := githubactions.New(githubactions.WithGetenv(getenv)).Context()
	if err != nil {
		return Event{System: OnGitHub, Name: getenv("GITHUB_EVENT_NAME"), Unread: true}, fmt.Errorf("reading the event of GitHub Actions: %w", err)
	}
	var p payload
	raw, err := json.Marshal(context.Event)
	if err == nil {
		err = json.Unmarshal(raw, &p)
	}
	if err != nil {
		return Event{System: OnGitHub, Name: context.EventName, Unread: true}, fmt.Errorf("reading the payload of the %s event: %w", context.EventName, err)
	}
	e := Event{System: OnGitHub, Name: context.EventName, Server: context.ServerURL, API: context.APIURL, Repository: context.Repository, DefaultBranch: p.Repository.DefaultBranch}
	if context.RunID != 0 {
		e.Run = fmt.Sprintf("%s/%s/actions/runs/%d", e.Server, e.Repository, context.RunID)
	}
	switch e.Name {
	case "pull_request", "pull_request_target", "pull_request_review":
		if p.PullRequest == nil {
			return e, fmt.Errorf("the payload of the %s event has no pull_request: %w", e.Name, ErrEvent)
		}
		e.PullRequest, e.BaseBranch, e.Head = p.PullRequest.Number, p.PullRequest.Base.Ref, p.PullRequest.Head.SHA
		e.Fork = p.PullRequest.Head.Repo == nil || p.PullRequest.Head.Repo.FullName != p.Repository.FullName
		if e.Name != "pull_request_target" { // there it is the base's own tip
			e.Merge = context.SHA
		}
	case "merge_group":
		if p.MergeGroup == nil {
			return e, fmt.Errorf("the payload of the merge_group event has no merge_group: %w", ErrEvent)
		}
		e.BaseBranch, e.Head = branchOf(p.MergeGroup.BaseRef), p.MergeGroup.HeadSHA
	case "push":
		if p.Deleted || nothing.MatchString(p.After) {
			return e, fmt.Errorf("the push deleted a branch, so there is nothing to check: %w", ErrEvent)
		}
		e.On, e.Before, e.Head = branchOf(p.Ref), existing(p.Before), p.After
	case "workflow_run":
		if p.WorkflowRun == nil {
			return e, fmt.Errorf("the payload of the workflow_run event has no workflow_run: %w", ErrEvent)
		}
		e.BaseBranch, e.Head = e.DefaultBranch, p.WorkflowRun.HeadSHA
		e.RunID, e.HeadBranch = p.WorkflowRun.ID, p.WorkflowRun.HeadBranch
		e.Fork = p.WorkflowRun.HeadRepository == nil || p.WorkflowRun.HeadRepository.FullName != p.Repository.FullName
		if p.WorkflowRun.HeadRepository != nil {
			e.HeadOwner = p.WorkflowRun.HeadRepository.Owner.Login
		}
	case "workflow_dispatch", "repository_dispatch", "schedule":
		e.On, e.Head = branchOf(getenv("GITHUB_REF")), context.SHA
	default:
		return e, fmt.Errorf("the GitHub Actions event %q does not identify a change to check: %w", Shorten(e.Name, 80), ErrEvent)
	}
	return e, nil
}

// branchOf is the branch that a full ref names, "" for a tag and anything else.
func branchOf(ref string) string {
	branch, _ := strings.CutPrefix(ref, "refs/heads/")
	if branch == ref {
		return ""
	}
	return branch
}

// existing is the id, "" if it is that of no commit.
func existing(id string) string {
	if nothing.MatchString(id) {
		return ""
	}
	return id
}

// azureEvent reads the predefined variables of Azure Pipelines. Of a pull
// request it builds a merge of the proposal into its target.
func azureEvent(getenv func(string) string) (Event, error) {
	e := Event{System: OnAzure, Name: getenv("BUILD_REASON"), Head: getenv("BUILD_SOURCEVERSION"), Repository: getenv("BUILD_REPOSITORY_NAME"), Run: azureRun(getenv)}
	if e.Name != "PullRequest" {
		e.On = branchOf(getenv("BUILD_SOURCEBRANCH"))
		return e, nil
	}
	e.Merge, e.Head = e.Head, getenv("SYSTEM_PULLREQUEST_SOURCECOMMITID")
	e.BaseBranch = strings.TrimPrefix(getenv("SYSTEM_PULLREQUEST_TARGETBRANCH"), "refs/heads/")
	e.Fork = strings.EqualFold(getenv("SYSTEM_PULLREQUEST_ISFORK"), "true")
	return e, nil
}

func azureRun(getenv func(string) string) string {
	collection, project, id := getenv("SYSTEM_COLLECTIONURI"), getenv("SYSTEM_TEAMPROJECTID"), getenv("BUILD_BUILDID")
	if collection == "" || project == "" || id == "" {
		return ""
	}
	return strings.TrimSuffix(collection, "/") + "/" + project + "/_build/results?buildId=" + id
}

// childPipeline is the source of a pipeline that another one of the project has started.
// What that one is for, the other variables tell.
const childPipeline = "parent_pipeline"

// gitlabEvent reads the predefined variables of GitLab CI/CD.
func gitlabEvent(getenv func(string) string) (Event, error) {
	e := Event{System: OnGitLab, Name: getenv("CI_PIPELINE_SOURCE"), Head: getenv("CI_COMMIT_SHA"), Server: getenv("CI_SERVER_URL"),
		Repository: getenv("CI_PROJECT_PATH"), Run: getenv("CI_JOB_URL"), DefaultBranch: getenv("CI_DEFAULT_BRANCH")}
	merges := getenv("CI_MERGE_REQUEST_TARGET_BRANCH_NAME") != "" && getenv("CI_MERGE_REQUEST_IID")+getenv("CI_MERGE_REQUEST_ID") != ""
	if e.Name == childPipeline && !merges && getenv("CI_COMMIT_BRANCH")+getenv("CI_COMMIT_TAG") == "" { // a branch or a tag is what a change has not
		e.Unread = true
		return e, fmt.Errorf("this child pipeline has no branch, no tag and no merge request, so it may be for a change; run the job in the parent pipeline, or %w", ErrEvent)
	}
	if e.Name == "merge_request_event" || e.Name == childPipeline && merges {
		e.BaseBranch = getenv("CI_MERGE_REQUEST_TARGET_BRANCH_NAME")
		if here, target := getenv("CI_PROJECT_ID"), getenv("CI_MERGE_REQUEST_PROJECT_ID"); here != target && here != "" {
			return e, fmt.Errorf("this is a pipeline of the fork, whose branches are not those that the merge request is for; run it in the project of the merge request, or %w", ErrEvent)
		}
		if source := getenv("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"); source != "" { // a pipeline of the merged result, or a merge train
			e.Merge, e.Head = e.Head, source
		}
		e.Fork = getenv("CI_MERGE_REQUEST_SOURCE_PROJECT_ID") != getenv("CI_MERGE_REQUEST_PROJECT_ID")
		return e, nil
	}
	e.On = getenv("CI_COMMIT_BRANCH")
	if e.Name == "push" {
		e.Before = existing(getenv("CI_COMMIT_BEFORE_SHA"))
	}
	return e, nil
}

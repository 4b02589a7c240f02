package actions

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/sethvargo/go-githubactions"
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

// Event is what the system was started by. It decides, for every kind of
// event and in this one place, which commit is trusted and which is proposed.
// Commits are full object ids; whether the clone has them is not known here.
type Event struct {
	System System
	Name   string // pull_request, merge_group, push …, as the system calls it

	// BaseBranch is the branch that the proposal wants to get into: rules are
	// taken from its tip as it is now. Base is a commit that they are taken from
	// where there is no such branch; beside one it is what the system says that
	// the tip was, which may be long ago.
	Base, BaseBranch string
	// Head is the proposed commit.
	Head string
	// Merge is the commit that the system made of both, to see what the base
	// would become. It counts if its parents are Base's branch and Head.
	Merge string
	// Everything says that nothing is proposed: Head is in force already, and
	// all of it is judged.
	Everything bool

	// DefaultBranch is that of the repository, "" where the system does not say.
	DefaultBranch string
	// Of the run that a workflow_run event speaks of: who owns the branch that
	// it ran for, the branch, and the run itself.
	HeadOwner, HeadBranch string
	RunID                 int64

	PullRequest int  // number; 0 for none
	Fork        bool // the proposal comes from another repository, or from one that is gone
	Server      string
	API         string
	Repository  string // owner/name
	Run         string // address of the run's page
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
		return Event{}, fmt.Errorf("no continuous-integration system was recognised: %w", ErrEvent)
	}
	if err != nil {
		return e, err
	}
	return e, e.check()
}

// check refuses an event whose words are not what they should be: they become
// arguments of git and parts of addresses.
func (e Event) check() error {
	for what, id := range map[string]string{"base": e.Base, "head": e.Head, "merge": e.Merge} {
		if id != "" && !objectID.MatchString(id) {
			return fmt.Errorf("the %s of the %s event is %q, which is no commit: %w", what, e.Name, Shorten(id, 80), ErrEvent)
		}
	}
	switch {
	case e.Head == "":
		return fmt.Errorf("the %s event names no proposed commit: %w", e.Name, ErrEvent)
	case e.Base == "" && e.BaseBranch == "" && !e.Everything:
		return fmt.Errorf("the %s event names no base: %w", e.Name, ErrEvent)
	}
	return nil
}

var (
	objectID = regexp.MustCompile(`^(?:[0-9a-f]{40}|[0-9a-f]{64})$`)
	nothing  = regexp.MustCompile(`^0*$`) // the id of no commit, for a branch that was made or removed
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
		BaseSHA string `json:"base_sha"`
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
		return Event{}, fmt.Errorf("reading the event of GitHub Actions: %w", err)
	}
	var p payload
	raw, err := json.Marshal(context.Event)
	if err == nil {
		err = json.Unmarshal(raw, &p)
	}
	if err != nil {
		return Event{}, fmt.Errorf("reading the payload of the %s event: %w", context.EventName, err)
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
		e.PullRequest, e.Base, e.BaseBranch, e.Head = p.PullRequest.Number, p.PullRequest.Base.SHA, p.PullRequest.Base.Ref, p.PullRequest.Head.SHA
		e.Fork = p.PullRequest.Head.Repo == nil || p.PullRequest.Head.Repo.FullName != p.Repository.FullName
		if e.Name != "pull_request_target" { // there it is the base's own tip
			e.Merge = context.SHA
		}
	case "merge_group":
		if p.MergeGroup == nil {
			return e, fmt.Errorf("the payload of the merge_group event has no merge_group: %w", ErrEvent)
		}
		e.Base, e.Head = p.MergeGroup.BaseSHA, p.MergeGroup.HeadSHA
	case "push":
		e.Base, e.Head = p.Before, p.After
		switch {
		case p.Deleted || nothing.MatchString(p.After):
			return e, fmt.Errorf("the push removed a branch, and there is nothing to judge: %w", ErrEvent)
		case nothing.MatchString(p.Before) || !trusted(p.Ref, e.DefaultBranch, getenv("GITHUB_REF_PROTECTED")):
			e.Base, e.BaseBranch = "", e.DefaultBranch
		}
	case "workflow_run":
		if p.WorkflowRun == nil {
			return e, fmt.Errorf("the payload of the workflow_run event has no workflow_run: %w", ErrEvent)
		}
		e.Base, e.Head = context.SHA, p.WorkflowRun.HeadSHA // the tip of the default branch judges
		e.RunID, e.HeadBranch = p.WorkflowRun.ID, p.WorkflowRun.HeadBranch
		e.Fork = p.WorkflowRun.HeadRepository == nil || p.WorkflowRun.HeadRepository.FullName != p.Repository.FullName
		if p.WorkflowRun.HeadRepository != nil {
			e.HeadOwner = p.WorkflowRun.HeadRepository.Owner.Login
		}
	case "workflow_dispatch", "repository_dispatch", "schedule":
		e.Base, e.Head, e.Everything = context.SHA, context.SHA, true
		if !trusted(getenv("GITHUB_REF"), e.DefaultBranch, getenv("GITHUB_REF_PROTECTED")) {
			e.Base, e.BaseBranch, e.Everything = "", e.DefaultBranch, false
		}
	default:
		return e, fmt.Errorf("the event %q of GitHub Actions is not one that says what is proposed: %w", Shorten(e.Name, 80), ErrEvent)
	}
	return e, nil
}

// trusted reports whether a branch is one whose rules are in force: the default
// branch, or one that the system protects. Anyone who may push has pushed to any
// other, so that what it was before is no base: rules weakened by one push would
// judge the next.
func trusted(ref, defaultBranch, protected string) bool {
	branch, isBranch := strings.CutPrefix(ref, "refs/heads/")
	return isBranch && branch != "" && branch == defaultBranch || protected == "true"
}

// azureEvent reads the predefined variables of Azure Pipelines. Of a pull
// request it builds a merge of the proposal into its target.
func azureEvent(getenv func(string) string) (Event, error) {
	e := Event{System: OnAzure, Name: getenv("BUILD_REASON"), Head: getenv("BUILD_SOURCEVERSION"), Repository: getenv("BUILD_REPOSITORY_NAME"), Run: azureRun(getenv)}
	if e.Name != "PullRequest" {
		e.Base, e.Everything = e.Head, true
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

// gitlabEvent reads the predefined variables of GitLab CI/CD.
func gitlabEvent(getenv func(string) string) (Event, error) {
	e := Event{System: OnGitLab, Name: getenv("CI_PIPELINE_SOURCE"), Head: getenv("CI_COMMIT_SHA"), Server: getenv("CI_SERVER_URL"),
		Repository: getenv("CI_PROJECT_PATH"), Run: getenv("CI_JOB_URL"), DefaultBranch: getenv("CI_DEFAULT_BRANCH")}
	inForce := trusted("refs/heads/"+getenv("CI_COMMIT_BRANCH"), e.DefaultBranch, getenv("CI_COMMIT_REF_PROTECTED"))
	switch {
	case e.Name == "merge_request_event":
		if here, target := getenv("CI_PROJECT_ID"), getenv("CI_MERGE_REQUEST_PROJECT_ID"); here != target && here != "" {
			return e, fmt.Errorf("this is a pipeline of the fork, whose branches are not those that the merge request is for; run it in the project of the merge request, or %w", ErrEvent)
		}
		e.Base, e.BaseBranch = getenv("CI_MERGE_REQUEST_TARGET_BRANCH_SHA"), getenv("CI_MERGE_REQUEST_TARGET_BRANCH_NAME")
		if source := getenv("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"); source != "" { // a pipeline of the merged result, or a merge train
			e.Merge, e.Head = e.Head, source
		}
		e.Fork = getenv("CI_MERGE_REQUEST_SOURCE_PROJECT_ID") != getenv("CI_MERGE_REQUEST_PROJECT_ID")
	case !inForce:
		e.BaseBranch = e.DefaultBranch
	case e.Name == "push":
		e.Base = getenv("CI_COMMIT_BEFORE_SHA")
		if nothing.MatchString(e.Base) {
			e.Base, e.BaseBranch = "", e.DefaultBranch
		}
	default:
		e.Base, e.Everything = e.Head, true
	}
	return e, nil
}

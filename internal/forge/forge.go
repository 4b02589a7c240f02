// Package forge opens, updates and closes pull requests on the hosts of git
// repositories: GitHub, GitLab, Gitea and Azure Repos. It owns which of their calls
// do that, and how a host is told by an address. What a pull request has, and when
// it is opened, are envrepo's business; connections, waiting and trying again are
// those of package github.
package forge

import (
	"errors"
	"time"
)

// Kind is a host of git repositories, by its API.
type Kind string

const (
	GitHub Kind = "github"
	GitLab Kind = "gitlab"
	Gitea  Kind = "gitea" // and Forgejo
	Azure  Kind = "azure"
)

// Words are the kinds of hosts.
func (Kind) Words() []string {
	return []string{string(GitHub), string(GitLab), string(Gitea), string(Azure)}
}

// State is that of a pull request.
type State string

const (
	IsOpen State = "open"
	Closed State = "closed" // without having been merged
	Merged State = "merged"
)

// PullRequest is a pull request as its host has it. A merge request of GitLab is one.
type PullRequest struct {
	Number int
	URL    string
	Title  string
	Body   string
	Commit string // the newest one of its branch, as far as the host says
	State  State
	// MergedAt is when it was merged, by the clock of the host; zero if it was not.
	MergedAt time.Time
	// merges are the commits that the merge has added to its target, as far as the host says.
	merges []string
}

// Draft is a pull request to open, from one branch of a repository into another.
type Draft struct{ Head, Base, Title, Body string }

// ErrExists says that the branch has an open pull request already.
var ErrExists = errors.New("there is an open pull request of this branch already")

// ErrComment says that a pull request is closed, and that the comment was not made.
var ErrComment = errors.New("the pull request is closed, but without a comment that says why")

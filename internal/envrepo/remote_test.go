package envrepo

import (
	"errors"
	"strings"
	"testing"
)

func TestCheckRemote(t *testing.T) {
	t.Parallel()
	for remote, want := range map[string]string{
		"https://git.example.com/a/b.git":   "https://git.example.com/a/b.git",
		"ssh://git@git.example.com:22/a/b":  "ssh://git@git.example.com:22/a/b",
		"git@git.example.com:a/b.git":       "git@git.example.com:a/b.git",
		"file:///srv/env.git":               "file:///srv/env.git",
		"/srv/env.git":                      "/srv/env.git",
		"/srv/a::b.git":                     "/srv/a::b.git",
		"environment.git":                   "/dir/environment.git",
		"../environment.git":                "/environment.git",
		"./host:path":                       "/dir/host:path",
		"https://git.example.com/a b":       "",
		"":                                  "",
		"  ":                                "",
		"-u":                                "",
		"--upload-pack=touch /tmp/x":        "",
		"ext::sh -c touch% /tmp/x":          "",
		"fd::17":                            "",
		"git@host:a::b":                     "",
		"ftp://git.example.com/a":           "",
		"ssh://-oProxyCommand=x/a":          "",
		"-oProxyCommand=x:a":                "",
		"EXT://x":                           "",
		"https://git.example.com/a\n/b":     "",
		"https://u:secret@git.example.com/": "https://u:secret@git.example.com/",
		"ftp://u:secret@git.example.com/":   "",
	} {
		got, err := checkRemote(remote, "/dir")
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v; want %q", remote, got, err, want)
		}
		if err != nil && (!errors.Is(err, ErrRemote) || strings.Contains(err.Error(), "secret")) {
			t.Errorf("%q: the error is %v", remote, err)
		}
	}
	if _, err := checkRemote("environment.git", ""); !errors.Is(err, ErrRemote) {
		t.Errorf("a relative path from nowhere: %v", err)
	}
}

func TestCheckBranch(t *testing.T) {
	t.Parallel()
	for _, branch := range []string{"main", "deploy/prod", "release-1.0", "größe"} {
		if err := checkBranch(branch); err != nil {
			t.Error(err)
		}
	}
	for _, branch := range []string{"", "-f", "--all", "a b", "a..b", "a:b", "+a", "a~1", "a^", "HEAD", "@", "a@{1}", "/a", "a/", "a//b", ".a", "a/.b", "a.lock", "a.", "a\nb", "a*", "a\\b"} {
		if err := checkBranch(branch); branch != "+a" && !errors.Is(err, ErrRemote) {
			t.Errorf("%q: %v", branch, err)
		}
	}
}

// Even a remote that the check let through could not start a helper.
func TestHelpersAreNotAllowed(t *testing.T) {
	t.Parallel()
	g := open(t, server(t), "")
	g.remote = "ext::sh -c exit%0"
	if _, err := g.Head(t.Context()); err == nil || !strings.Contains(err.Error(), "not allowed") {
		t.Errorf("the error is %v", err)
	}
}

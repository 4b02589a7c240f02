package git

import (
	"errors"
	"fmt"
	"testing"
)

func TestMeter(t *testing.T) {
	full := 0
	m := &meter{most: 2 << 20, full: func() { full++ }}
	write := func(words string) { fmt.Fprint(m, words) }
	write("remote: Enumerating objects: 4, done.        \nremote: Counting objects: 100% (4/4), done.\nremote: Total 4 (delta 0), reused 0 (delta 0), pack-reused 0\n")
	write("Receiving objects:  25% (1/4)\rReceiving objects:  50% (2/4), 1.50 MiB | 3.00 MiB/s\r")
	if full != 0 || m.received != 3<<19 {
		t.Errorf("%d bytes received, full %d times", m.received, full)
	}
	write("Receiving objects:  75% (3/4), 2.")
	write("01 MiB | 3.00 MiB/s\rremote: Repository is locked\nfatal: early EOF\n")
	if full != 1 {
		t.Errorf("full %d times", full)
	}
	if got := m.words.String(); got != "remote: Repository is locked\nfatal: early EOF\n" {
		t.Errorf("kept %q", got)
	}
}

func TestFetchIsBounded(t *testing.T) {
	repo := Repo{Dir: t.TempDir()}.WithObjects(t.Context())
	ids := make([]string, maxFetchedObjects+1)
	for i := range ids {
		ids[i] = fmt.Sprintf("%040x", i)
	}
	if err := repo.Objects().Partial().Fetch(t.Context(), "origin", ids); !errors.Is(err, ErrNoFetch) {
		t.Errorf("not allowed: %v", err)
	}
	repo.Objects().Partial().Allow(repo)
	if err := repo.Objects().Partial().Fetch(t.Context(), "origin", ids); !errors.Is(err, ErrBounds) {
		t.Errorf("too many: %v", err)
	}
}

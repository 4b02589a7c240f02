//go:build unix

package source

import (
	"errors"
	"net"
	"syscall"
	"testing"
)

func TestWorktreeSpecialFilesDoNotHang(t *testing.T) {
	r := newRepo(t)
	r.write("pipe", "x")
	r.write("socket", "x")
	base := r.open(r.commit("first"))
	r.remove("pipe")
	r.remove("socket")
	if err := syscall.Mkfifo(r.path("pipe"), 0o644); err != nil {
		t.Skip(err)
	}
	t.Chdir(r.Dir) // the name of a socket is short
	socket, err := net.Listen("unix", "socket")
	if err != nil {
		t.Skip(err)
	}
	defer socket.Close()

	tree := r.worktree()
	if got := list(tree.Entries()); got != "file pipe \nfile socket \n" {
		t.Errorf("entries:\n%s", got)
	}
	for _, name := range []string{"pipe", "socket"} {
		checkRead(t, tree, name, 99, "", ErrNotRegular)
		if _, err := tree.Open(name); !errors.Is(err, ErrNotRegular) {
			t.Errorf("Open(%q): got %v", name, err)
		}
	}
	checkChanges(t, r, base, tree, "modified pipe\nmodified socket\n")
}

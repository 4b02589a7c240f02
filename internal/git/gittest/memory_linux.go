package gittest

import (
	"os"
	"syscall"
)

const (
	shared = "/dev/shm"
	tmpfs  = 0x01021994 // statfs(2)
	noExec = 0x8        // statfs(2), ST_NOEXEC
	room   = 4 << 30    // bytes; the tests of the program, which have most files, need 150 MB
)

// Memory has the tests put their temporary files into memory, if the machine has a file
// system for that with room, and its user has not named a directory. Their thousands of
// small files live for moments: making and removing them on a disk takes up to a third of
// the time. With TMPDIR=/tmp they are on one.
func Memory() {
	var fs syscall.Statfs_t
	if os.Getenv("TMPDIR") != "" || syscall.Statfs(shared, &fs) != nil {
		return
	}
	if int64(fs.Type) == tmpfs && int64(fs.Flags)&noExec == 0 && fs.Bavail*uint64(fs.Bsize) >= room {
		os.Setenv("TMPDIR", shared)
	}
}

//go:build !linux

package gittest

// Memory does nothing: no file system in memory is known here.
func Memory() {}

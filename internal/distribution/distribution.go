// Package distribution describes how modelgate reaches those who run it: the
// composite actions and the pages about them. The program does not use it; its
// tests write the files and compare them with what is committed.
package distribution

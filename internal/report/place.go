package report

import (
	"path"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// span is the place of a finding as the forges take it: whole lines, or columns
// within one line. Both ends are part of it, but for endColumn. What is not
// known is zero.
type span struct{ line, endLine, column, endColumn int }

// spanOf turns a position, whose end is exclusive, into a span. It is zero
// unless the position has a line.
func spanOf(p finding.Position) span {
	if p.Line < 1 {
		return span{}
	}
	end := p.EndLine
	if end > p.Line && p.EndColumn <= 1 {
		end-- // nothing of the last line belongs to the place
	}
	s := span{line: p.Line, endLine: max(end, p.Line)}
	if s.endLine == s.line && p.Column >= 1 {
		s.column = p.Column
		if p.EndLine == p.Line && p.EndColumn > p.Column {
			s.endColumn = p.EndColumn
		}
	}
	return s
}

// maxPath is the length of a path in bytes: no system has longer ones.
const maxPath = 4096

// localFile is the localPath of a place, "" for one in a data repository: the forge
// would show another file there, or none.
func localFile(p finding.Position) string {
	if p.Repository != "" {
		return ""
	}
	return localPath(p.Path)
}

// localPath is a path as the forges want it: relative to the root of the
// repository, without ".", and printable. It is empty for any other path, which
// could be the name of no file of the repository that they show.
func localPath(name string) string {
	if len(name) > maxPath {
		return ""
	}
	cleaned := path.Clean(name)
	if name == "" || cleaned == "." || cleaned == ".." || strings.HasPrefix(cleaned, "/") || strings.HasPrefix(cleaned, "../") || actions.Clean(name) != name {
		return ""
	}
	return cleaned
}

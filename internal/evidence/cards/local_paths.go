package cards

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// ownDirectory is a path into the directory of one user of a machine, with the user's name.
var ownDirectory = pattern.New(`(?:^|[^\w./~$}-])((?:/home|/Users)/([A-Za-z][\w.-]*)/[\w.@+-][\w./@+-]*|[A-Za-z]:\\{1,2}Users\\{1,2}([A-Za-z][\w.-]*)\\{1,2}[\w.@+-][\w.\\@+-]*)`)

// sharedUsers are names of users that machines, images and examples have.
var sharedUsers = passage.WordSet(`user users username ubuntu debian centos fedora admin administrator root runner runneradmin jovyan me you i myuser yourname name app appuser work worker workspace data models model llm
	ec2-user azureuser opc pi vscode codespace gitpod sagemaker-user studio-lab-user coder dev developer docker node python conda shared public default guest test tester demo example competition alice bob john jane doe foo`)

const (
	maxLocalPaths = 20        // of a card
	maxPathBytes  = 256 << 10 // of a document that is read for them
)

// localPaths are the paths into the directory of one person that the text and the code of a
// page have, one for each person, in order.
func localPaths(d *document.Document) []evidence.Text {
	out := []evidence.Text{}
	seen := map[string]bool{}
	read := 0
	for i, s := range d.Sections {
		end := s.Body.End
		if i+1 < len(d.Sections) {
			end = min(end, d.Sections[i+1].Heading.Start)
		}
		if read += end - s.Body.Start; read > maxPathBytes {
			break
		}
		for line := range strings.Lines(string(d.Source[s.Body.Start:max(s.Body.Start, end)])) {
			line = strings.TrimRight(line, "\r\n")
			if len(line) > maxLocalLine || !strings.Contains(line, "/home/") && !strings.Contains(line, "Users") {
				continue
			}
			for _, m := range ownDirectory.FindAllStringSubmatch(line, 5) {
				user := strings.ToLower(m[2] + m[3])
				if seen[user] || sharedUsers[user] || strings.HasPrefix(user, "your") || strings.HasPrefix(user, "xxx") || len(out) == maxLocalPaths {
					continue
				}
				seen[user] = true
				out = append(out, evidence.NewText(passage.Quoted(d, s.Slug, line), strings.TrimRight(passage.Beginning(m[1]), ".,")))
			}
		}
	}
	return slices.Clip(out)
}

const maxLocalLine = 2_000 // bytes of a line

package finder

import (
	"path"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// openingLength is how much of a licence's text tells which one it is, in bytes:
// the BSD licences differ in their last condition, after some 1,000.
const openingLength = 4 << 10

// licenseName is a file that holds the licence of everything beside it; names
// such as LICENSE-CODE or LICENSE.dataset are about a part.
var licenseName = pattern.New(`(?i)^(licen[cs]e|copying)(\.(md|txt|rst))?$`)

// licenseFiles are the licence texts in the model's own directory. One that
// cannot be read is told by nothing, and says nothing.
func (r *reader) licenseFiles(dir string) ([]evidence.LicenseFile, error) {
	out := []evidence.LicenseFile{}
	var beside []source.Entry
	for _, part := range r.finder.partsOf(dir) {
		beside = append(beside, r.finder.direct(part)...)
	}
	for _, e := range beside {
		if e.Kind != source.File || !licenseName.MatchString(path.Base(e.Path)) {
			continue
		}
		src, err := r.tree.Read(e.Path, document.MaxBytes)
		if source.IsRefusal(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		r.place(e.Path)
		opening := strings.Join(strings.Fields(strings.ToValidUTF8(string(src[:min(len(src), 2*openingLength)]), " ")), " ")
		out = append(out, evidence.LicenseFile{At: evidence.Anchor(e.Path + "#"), Path: e.Path, Opening: strings.ToLower(strings.ToValidUTF8(opening[:min(len(opening), openingLength)], ""))})
	}
	return out, nil
}

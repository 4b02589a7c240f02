package promotion

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/templates"
)

// What a record approves and what its manifests deploy are one: they state the digest of
// the record, and no digest that the records of the model do not have. A manifest and a
// record that agree by checksum alone would prove nothing about the artifact.

var (
	hexWord      = pattern.New(`[0-9a-f]{64,}`)
	statedDigest = pattern.New(`modelgate\.dev/artifact-digest["']?\s*[:=]\s*["']?([0-9a-z]+:[0-9a-f]+(?:\.dir)?)`)
)

// linked finds digests in the files of the newest record that are not those of the
// records. It knows nothing of what was adopted.
func (h history) linked(files map[string][]byte) ([]Problem, error) {
	r, ok := h.current()
	if !ok || len(r.Artifacts) == 0 || len(r.Render.Files) == 0 {
		return nil, nil
	}
	digest, err := r.artifactDigest()
	if err != nil {
		return nil, err
	}
	_, hex, _ := strings.Cut(digest, ":")
	var problems []Problem
	states := map[string]bool{} // by directory: each cluster has its own
	for _, f := range r.Render.Files {
		content, ok := files[f.Path]
		if !ok {
			continue
		}
		dir := path.Dir(f.Path)
		states[dir] = states[dir] || strings.Contains(string(content), hex)
		if other := otherDigest(content, digest); other != "" {
			problems = append(problems, Problem{f.Path, fmt.Sprintf("it deploys the artifact digest %s, but record %06d approves %s", other, r.Sequence, digest)})
			continue
		}
		if !isBuiltIn(r.Render.Target) { // whose templates may have digests of their own
			continue
		}
		unknown, err := h.unknownDigest(content, hex)
		if err != nil {
			return nil, err
		}
		if unknown != "" {
			problems = append(problems, Problem{f.Path, fmt.Sprintf("it states the digest %s, which no record of %s has", unknown, r.Model.Name)})
		}
	}
	if len(problems) > 0 || !isBuiltIn(r.Render.Target) || len(files) != len(r.Render.Files) {
		return problems, nil
	}
	for _, f := range r.Render.Files {
		if dir := path.Dir(f.Path); !states[dir] {
			states[dir] = true // said once
			problems = append(problems, Problem{f.Path, fmt.Sprintf("it does not state the artifact digest %s of record %06d", digest, r.Sequence)})
		}
	}
	return problems, nil
}

// otherDigest is a digest that an annotation states and that is not the record's.
func otherDigest(content []byte, digest string) string {
	for _, m := range statedDigest.FindAllSubmatch(content, -1) {
		if string(m[1]) != digest {
			return string(m[1])
		}
	}
	return ""
}

// unknownDigest is a SHA-256 in a file that is in none of the records: those of
// artifacts, images and promotions all are.
func (h history) unknownDigest(content []byte, own string) (string, error) {
	known := map[string]bool{own: true}
	unread := len(h)
	for _, word := range hexWord.FindAllString(string(content), -1) {
		for len(word) == sha256.Size*2 && !known[word] {
			if unread == 0 {
				return word, nil
			}
			unread--
			b, err := canonical(h[unread])
			if err != nil {
				return "", err
			}
			for _, w := range hexWord.FindAllString(string(b), -1) {
				known[w] = true
			}
		}
	}
	return "", nil
}

// isBuiltIn reports whether a target is one of modelgate's own, all of which state the
// digest of the artifact.
func isBuiltIn(target string) bool {
	info, err := fs.Stat(templates.FS, "targets/"+target)
	return err == nil && info.IsDir() && target != ""
}

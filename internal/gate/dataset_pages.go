package gate

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// pageNotices name the dataset cards without metadata: a reader would think that what is
// written there counts. A run that checks a change names those of the change.
func (r *run) pageNotices() ([]string, error) {
	changed := slices.DeleteFunc(r.changed(), func(p string) bool { return !strings.EqualFold(path.Ext(p), ".md") })
	if !r.All && len(changed) == 0 {
		return nil, nil
	}
	pages, err := r.head.DatasetPages()
	if err != nil {
		return nil, err
	}
	if !r.All {
		pages = slices.DeleteFunc(pages, func(p string) bool { return !slices.Contains(changed, p) })
	}
	if len(pages) == 0 {
		return nil, nil
	}
	return []string{fmt.Sprintf("Dataset card without metadata: %s. Nothing in it sets a tag: what it says about people only raises a question. Write a data card with `modelgate new data --from FILE`.", firstOf(pages))}, nil
}

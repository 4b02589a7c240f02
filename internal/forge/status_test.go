package forge

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// statuses are some of a commit, as each host writes them: more than a page has.
func (h *host) statuses(r *http.Request) any {
	const day = "2026-03-01T12:00:00Z"
	words := map[Kind][]string{GitLab: {"success", "failed", "running"}, Gitea: {"success", "failure", "pending"}, Azure: {"succeeded", "error", "notSet"}}[h.kind]
	var all []any
	for i := range 120 {
		name, word := fmt.Sprintf("other-%d", i), "success"
		if i >= 117 {
			name, word = []string{"smoke/good", "smoke/bad", "smoke/open"}[i-117], words[i-117]
		}
		switch h.kind {
		case GitLab:
			all = append(all, map[string]any{"name": name, "status": word, "created_at": "2026-03-01T11:00:00Z", "finished_at": map[bool]any{true: day, false: nil}[word != "running"]})
		case Gitea:
			all = append(all, map[string]any{"context": name, "status": word, "updated_at": day})
		case Azure:
			genre, base, ok := strings.Cut(name, "/")
			if !ok {
				genre, base = "", name
			}
			all = append(all, map[string]any{"state": word, "context": map[string]any{"genre": genre, "name": base}, "creationDate": "2026-03-01T11:00:00Z", "updatedDate": day})
		}
	}
	if h.kind == Azure {
		return map[string]any{"value": all, "count": len(all)}
	}
	size, page := 100, 1
	if h.kind == Gitea { // a server may have a smaller page than was asked for
		size = 50
	}
	fmt.Sscan(r.URL.Query().Get("page"), &page) //nolint:errcheck // 1 for none
	from := min((page-1)*size, len(all))
	part := all[from:min(from+size, len(all))]
	if h.kind == Gitea {
		return map[string]any{"total_count": len(all), "state": "failure", "statuses": part}
	}
	return part
}

// What a host does not call a success is none, on any page.
func TestStatuses(t *testing.T) {
	t.Parallel()
	for _, kind := range []Kind{GitLab, Gitea, Azure} {
		_, h := newHost(t, kind)
		all, err := h.Statuses(t.Context(), strings.Repeat("a", 40))
		if err != nil || len(all) != 120 {
			t.Fatalf("%s: %d statuses, %v", kind, len(all), err)
		}
		for name, want := range map[string]Outcome{"smoke/good": Succeeded, "smoke/bad": Failed, "smoke/open": Pending} {
			i := slices.IndexFunc(all, func(s Told) bool { return s.Name == name })
			if i < 0 || all[i].Outcome != want {
				t.Errorf("%s: %s is missing or not %s", kind, name, want)
			} else if want == Succeeded && !all[i].At.Equal(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)) {
				t.Errorf("%s: it is of %s", kind, all[i].At)
			}
		}
	}
}

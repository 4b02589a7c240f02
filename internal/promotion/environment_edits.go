package promotion

import (
	"fmt"
	"maps"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// edits lists what differs between two configurations in what an audit goes by.
func edits(old, now environments) []Problem {
	var out []Problem
	edit := func(format string, args ...any) { out = append(out, Problem{EnvPath, fmt.Sprintf(format, args...)}) }
	for _, name := range slices.Sorted(maps.Keys(old.all)) {
		was := old.all[name]
		is, still := now.all[name]
		if !still {
			edit("environment %s is removed", name)
			continue
		}
		for _, setting := range []struct{ what, was, is string }{
			{"place", was.Place.String(), is.Place.String()}, {"path", was.Path, is.Path}, {"stage", string(was.Stage), string(is.Stage)}, {"namespace", was.Namespace, is.Namespace},
			{"mode", string(was.Mode), string(is.Mode)},
		} {
			if setting.is != setting.was {
				edit("the %s of %s changes from %s to %s", setting.what, name, setting.was, setting.is)
			}
		}
		for _, model := range slices.Sorted(maps.Keys(was.Owners)) {
			if owner, still := is.Owners[model]; !still {
				edit("the owner of %s in %s is removed: %s", model, name, was.Owners[model])
			} else if owner != was.Owners[model] {
				edit("the owner of %s in %s changes from %s to %s", model, name, was.Owners[model], owner)
			}
		}
		for _, model := range slices.Sorted(maps.Keys(is.Owners)) {
			if _, had := was.Owners[model]; !had {
				edit("%s in %s gets the owner %s", model, name, is.Owners[model])
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(now.all)) {
		if _, was := old.all[name]; !was && now.declared {
			edit("environment %s is added", name)
		}
	}
	return slices.Concat(out, editedSchedules(old, now), editedSigners(old, now), editedApprovals(old, now), editedPolicies(old, now), editedTargets(old.own, now.own))
}

// editedSchedules lists what differs in when environments take promotions, and of what:
// nothing in a tree shows what a freeze, a window or a need that is gone has kept out.
func editedSchedules(old, now environments) []Problem {
	var out []Problem
	edit := func(path, format string, args ...any) { out = append(out, Problem{path, fmt.Sprintf(format, args...)}) }
	for _, name := range slices.Sorted(maps.Keys(old.all)) {
		was := old.all[name]
		is, still := now.all[name]
		if !still {
			continue
		}
		for _, need := range slices.Sorted(slices.Values(was.Needs)) {
			if !slices.Contains(is.Needs, need) {
				edit(EnvPath, "%s no longer needs %s", name, need)
			}
		}
		for _, need := range slices.Sorted(slices.Values(is.Needs)) {
			if !slices.Contains(was.Needs, need) {
				edit(EnvPath, "%s now needs %s", name, need)
			}
		}
		if was.Soak != is.Soak {
			edit(EnvPath, "the soak time of %s changes from %s to %s", name, was.Soak, is.Soak)
		}
		for _, list := range []struct {
			what    string
			was, is []string
		}{
			{"windows", windowsOf(was), windowsOf(is)}, {"holidays", was.Holidays, is.Holidays}, {"targets", was.Targets, is.Targets},
			{"fixed parameters", flat(was.Fixed), flat(is.Fixed)},
		} {
			if !sameSet(list.was, list.is) {
				edit(EnvPath, "the %s of %s change", list.what, name)
			}
		}
	}
	if !sameSet(old.unmanaged, now.unmanaged) {
		edit(EnvPath, "the files that belong to people (unmanaged) change")
	}
	for _, f := range old.freezes {
		if !slices.Contains(now.freezes, f) {
			edit(FreezePath, "%s is removed: %s", f, quotedLine(f.Reason))
		}
	}
	for _, f := range now.freezes {
		if !slices.Contains(old.freezes, f) {
			edit(FreezePath, "%s is added: %s", f, quotedLine(f.Reason))
		}
	}
	return out
}

func windowsOf(e Environment) []string {
	var out []string
	for _, w := range e.Windows {
		out = append(out, w.String())
	}
	return out
}

// flat are parameters of targets, one a word.
func flat(parameters map[string]map[string]string) []string {
	var out []string
	for target, values := range parameters {
		for name, value := range values {
			out = append(out, target+"."+name+"="+value)
		}
	}
	return out
}

func sameSet(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

func (o Owner) String() string {
	if o.Repository == "" {
		return quoted(o.ID)
	}
	return quoted(o.ID) + " of " + quoted(o.Repository)
}

// together are the manifests and records that change with the configuration
// they are guarded by.
func together(before, after source.Tree, was, is environments, changes []Problem) []Problem {
	dirs := map[string]bool{RecordsDir: true, AttestationsDir: true, ApprovalsDir: true, HealthDir: true, "environments": true}
	for _, side := range []environments{was, is} {
		for _, env := range side.all {
			dirs[env.Path] = true
		}
	}
	var out []Problem
	for _, dir := range slices.Sorted(maps.Keys(dirs)) {
		for _, e := range after.Under(dir) {
			if old, was := before.Lookup(e.Path); !was || old.Object != e.Object {
				out = append(out, Problem{e.Path, fmt.Sprintf("it changes together with %s (%s): change the configuration alone", changes[0].Path, changes[0].Message)})
			}
		}
	}
	return out
}

package policy

import (
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/schema"
)

// A pack is what one law asks for: its controls, each with its article and dates, its
// source, and the tags that it needs (schemas/regime-pack.schema.json). Those of
// policies/regimes are data.modelgate.packs; an organisation's in .modelgate/regimes
// change them entry by entry, or are of laws of its own.
const (
	packsDir   = "regimes"
	packsTable = "packs"
	packKind   = "regime-pack"
)

// isPack reports whether a file of tables is a pack.
func isPack(name string) bool { return path.Base(path.Dir(name)) == packsDir }

// overridePacks lays the organisation's packs over the built-in ones. Mappings are
// laid over each other, so that a date or a confirmation is one line; everything else
// takes the place of what was there. The result must be whole.
func overridePacks(builtin, custom map[string]any, dir string, files []file, ps *problems) map[string]any {
	out := maps.Clone(builtin)
	for _, name := range keysOf(custom) {
		in := tableFile{files, dir + "/" + packsDir + "/" + name + ".yaml"}
		was, known := builtin[name]
		if !known {
			if like, near := finding.Nearest(name, keysOf(builtin)); near {
				in.problem(ps, nil, fmt.Sprintf("unknown pack %q; did you mean %q?", name, like),
					fmt.Sprintf("Rename the file to %s.yaml to change that pack. For a law of your own, choose a less similar name.", like))
			}
			was = map[string]any{}
		}
		whole := laidOver(was.(map[string]any), custom[name].(map[string]any))
		checkPack(in, name, whole, ps)
		out[name] = whole
	}
	return out
}

// laidOver is a mapping with the values of another in it.
func laidOver(below, above map[string]any) map[string]any {
	out := maps.Clone(below)
	for k, v := range above {
		was, isMapping := out[k].(map[string]any)
		is, both := v.(map[string]any)
		if isMapping && both {
			v = laidOver(was, is)
		}
		out[k] = v
	}
	return out
}

// checkPack holds a pack against its schema. What is missing is told at the file.
func checkPack(in tableFile, name string, pack map[string]any, ps *problems) {
	text, err := json.Marshal(pack) // what was laid over what is of no file
	if err != nil {
		ps.in(in.path, err.Error(), "Use text, numbers, lists and mappings.")
		return
	}
	doc, _ := document.ParseAs(document.JSON, in.path, text)
	found, err := schema.Validate(packKind, doc)
	if err != nil {
		ps.in(in.path, err.Error(), "Use text, numbers, lists and mappings.")
		return
	}
	for _, f := range found {
		in.problem(ps, stepsTo(f.At.Pointer), fmt.Sprintf("pack %q: %s", name, f.Message), f.Help)
	}
	controls, _ := pack["controls"].(map[string]any)
	for _, id := range keysOf(controls) {
		control, _ := controls[id].(map[string]any)
		from, _ := control["from"].(string)
		to, _ := control["to"].(string)
		if to != "" && to < from {
			in.problem(ps, []string{"controls", id}, fmt.Sprintf("pack %q: the control %q ends on %s, before it begins on %s", name, id, to, from), "Correct from or to.")
		}
	}
}

// stepsTo are the steps of a JSON Pointer.
func stepsTo(pointer string) []string {
	if pointer == "" {
		return nil
	}
	steps := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, s := range steps {
		steps[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(s)
	}
	return slices.DeleteFunc(steps, func(s string) bool { return s == "" })
}

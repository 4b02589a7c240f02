package cards

import (
	"path"
	"slices"
	"strings"
)

// IsHint reports whether a file's name suggests a card that is no Markdown.
// A name decides nothing: what is in the file does.
func IsHint(base string) bool {
	lower := strings.ToLower(base)
	if lower == "mlmodel" || lower == "kitfile" || lower == "bom.json" || lower == "bom.xml" {
		return true
	}
	ending := path.Ext(lower)
	if !IsEnding(ending) {
		return false
	}
	stem := strings.TrimSuffix(lower, ending)
	if strings.HasSuffix(stem, ".cdx") || strings.HasSuffix(stem, ".spdx") || strings.HasSuffix(stem, ".spdx3") {
		return true
	}
	return IsNamed(base) || strings.Contains(stem, "mlbom") || strings.Contains(stem, "ml-bom") || strings.Contains(stem, "aibom") || strings.Contains(stem, "ai-bom")
}

// IsNamed reports whether a file that is no Markdown is called a model card.
func IsNamed(base string) bool {
	lower := strings.ToLower(base)
	return IsEnding(path.Ext(lower)) && strings.Contains(joints.Replace(lower), "modelcard") && !strings.Contains(lower, "schema")
}

// IsEnding reports whether a file whose name ends so may be a card that is no Markdown.
func IsEnding(ending string) bool {
	return slices.Contains([]string{".json", ".jsonld", ".yaml", ".yml", ".xml"}, ending)
}

// joints are what may stand between the words of a file's name.
var joints = strings.NewReplacer("_", "", "-", "", " ", "")

// IsPageName reports whether a file's name can only be that of a model card.
func IsPageName(base string) bool {
	name := joints.Replace(strings.ToLower(base))
	return name == "modelcard.md"
}

package ropa

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestDPVTerms: the record has no term that the vocabulary does not have, whichever
// words a card uses.
func TestDPVTerms(t *testing.T) {
	src, err := os.ReadFile("testdata/dpv-2.3.txt")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for line := range strings.Lines(string(src)) {
		known[strings.TrimSpace(line)] = true
	}
	if !known["dpv:hasPurpose"] || !known["eu-gdpr:A6-1-a"] || len(known) < 1000 {
		t.Fatal(len(known))
	}
	for _, terms := range []map[string]string{statusTerms, basisTerms, conditionTerms, mechanismTerms, dpiaTerms} {
		for _, word := range slices.Sorted(maps.Keys(terms)) {
			if !known[terms[word]] {
				t.Errorf("%s of %q is no term", terms[word], word)
			}
		}
	}
	var out bytes.Buffer
	if err := DPV(&out, recordOf(t, whole+"dpia: {status: done}\nlarge_scale: true\n")); err != nil {
		t.Fatal(err)
	}
	var back any
	if err := json.Unmarshal(out.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for key, value := range v {
				if strings.Contains(key, ":") {
					used[key] = true
				}
				if text, ok := value.(string); ok && (key == "@type" || key == "@id") {
					used[text] = true
				}
				if list, ok := value.([]any); ok && key == "@type" {
					for _, kind := range list {
						used[kind.(string)] = true
					}
				}
				if key != "@context" {
					walk(value)
				}
			}
		case []any:
			for _, item := range v {
				walk(item)
			}
		}
	}
	walk(back)
	for _, term := range slices.Sorted(maps.Keys(used)) {
		if !known[term] && !strings.HasPrefix(term, "dct:") && !strings.HasPrefix(term, "_:") {
			t.Errorf("%s is no term", term)
		}
	}
	for _, want := range []string{"dpv:PseudonymisedData", "eu-gdpr:A6-1-f", "eu-gdpr:A46-2-c", "dpv:hasDataProcessor", "dpv:StorageDuration", "dpv:LargeScaleProcessing", "dpv:DPIA"} {
		if !used[want] {
			t.Errorf("no %s in\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "example.com") {
		t.Errorf("an address is in\n%s", out.String())
	}
}

// TestDPVRanges: what a property has is of the kind that the vocabulary says it has.
func TestDPVRanges(t *testing.T) {
	src, err := os.ReadFile("testdata/dpv-2.3-ranges.txt")
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string][]string{} // of properties, their ranges; of terms, what is broader
	for line := range strings.Lines(string(src)) {
		if words := strings.Fields(line); !strings.HasPrefix(line, "#") && len(words) > 1 {
			kinds[words[0]] = words[1:]
		}
	}
	joint := `controller: {country: DE, joint: [Other GmbH], representative: {name: Rep BV, country: NL},`
	card := strings.Replace(whole, "controller: {", joint, 1)
	card = strings.Replace(card, "country: DE, contact", "contact", 1) + "dpia: {status: done}\nlarge_scale: true\n"
	var out bytes.Buffer
	if err := DPV(&out, recordOf(t, card)); err != nil {
		t.Fatal(err)
	}
	var back any
	if err := json.Unmarshal(out.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	seen := 0
	var walk func(v any)
	check := func(property string, v any) {
		ranges, known := kinds[property]
		if !known || !strings.HasPrefix(property, "dpv:") {
			return
		}
		seen++
		n, ok := v.(map[string]any)
		if !ok {
			t.Errorf("%s is the text %v, not one of %v", property, v, ranges)
			return
		}
		terms := []any{n["@id"]}
		switch kind := n["@type"].(type) {
		case string:
			terms = append(terms, kind)
		case []any:
			terms = append(terms, kind...)
		}
		if !slices.ContainsFunc(terms, func(term any) bool {
			name, _ := term.(string)
			return slices.ContainsFunc(append(slices.Clone(kinds[name]), name), func(k string) bool { return slices.Contains(ranges, k) })
		}) {
			t.Errorf("%s is %v, not one of %v", property, terms, ranges)
		}
	}
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for key, value := range v {
				if list, ok := value.([]any); ok {
					for _, item := range list {
						check(key, item)
					}
				} else {
					check(key, value)
				}
				walk(value)
			}
		case []any:
			for _, item := range v {
				walk(item)
			}
		}
	}
	walk(back)
	if seen < 12 {
		t.Errorf("only %d values were looked at", seen)
	}
}

// TestDPVGaps: what a card does not state is said.
func TestDPVGaps(t *testing.T) {
	var out bytes.Buffer
	if err := DPV(&out, New("c0ffee", []Used{{Name: "unknown"}})); err != nil || !strings.Contains(out.String(), `"dct:description": "Not stated: controller.name (Art. 30(1)(a)); purposes (Art. 30(1)(b))`) {
		t.Errorf("%v\n%s", err, out.String())
	}
}

package results

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// contentOf is a digest of what documents say, however they are written: blanks, the
// order of keys, the syntax, and trailing zeros of a number say nothing.
func contentOf(docs ...*document.Document) string {
	sum := sha256.New()
	for _, d := range docs {
		writeContent(sum, d.Root)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// settingOf is a setting as text, "" for none.
func settingOf(n *document.Node) string {
	if n.Kind == document.Mapping || n.Kind == document.Sequence {
		return digestOf(n)
	}
	return short(place.Place{Node: n}.Value())
}

// maxSetting bounds a setting, of which every result has a copy.
const maxSetting = 400

// short is a setting with a digest in place of its end, if it is long.
func short(setting string) string {
	if len(setting) <= maxSetting {
		return setting
	}
	sum := sha256.Sum256([]byte(setting))
	return strings.ToValidUTF8(setting[:maxSetting], "") + "… sha256:" + hex.EncodeToString(sum[:])[:16]
}

// digestOf names a setting of several parts.
func digestOf(n *document.Node) string {
	sum := sha256.New()
	writeContent(sum, n)
	return "sha256:" + hex.EncodeToString(sum.Sum(nil))[:16]
}

// writeContent writes a node so that no two contents are written alike.
func writeContent(to hash.Hash, n *document.Node) {
	if n == nil {
		fmt.Fprint(to, "-")
		return
	}
	switch n.Kind {
	case document.Mapping, document.Sequence:
		children := n.Children
		if n.Kind == document.Mapping {
			children = slices.Clone(children)
			slices.SortStableFunc(children, func(a, b *document.Node) int { return strings.Compare(a.Key, b.Key) })
		}
		fmt.Fprintf(to, "%s %d:", n.Kind, len(children))
		for _, c := range children {
			fmt.Fprintf(to, "%q", c.Key)
			writeContent(to, c)
		}
	case document.Number:
		text := n.Value
		if x := decimal.Rational((place.Place{Node: n}).Decimal()); x != nil {
			text = x.RatString()
		}
		fmt.Fprintf(to, "n%s;", text)
	default:
		fmt.Fprintf(to, "%s%q;", n.Kind, n.Value)
	}
}

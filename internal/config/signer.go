package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/dsse"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Signer is somebody whose signatures of models are accepted.
type Signer struct {
	Name      string
	Owner     string
	Key       dsse.Public    // of one with a key
	Authority dsse.Authority // of one with a certificate
	id        string         // digest of the key or certificate
	Models    []string       // globs over directories of models; empty for all
}

// Signs reports whether a signer signs a model.
func (s Signer) Signs(model string) bool {
	return len(s.Models) == 0 || slices.ContainsFunc(s.Models, func(g string) bool { return source.Match(g, model) })
}

func decodeSigners(c *Config, d *document.Document) []finding.Finding {
	var found []finding.Finding
	for _, n := range children(d.Root.Get("signers")) {
		at := document.Pointer("signers", n.Key)
		if slices.ContainsFunc(c.Signers, func(above Signer) bool { return above.Name == n.Key }) {
			found = append(found, problem(d, at, fmt.Sprintf("a policy source has a signer %q already", n.Key), "Choose another name."))
			continue
		}
		s := Signer{Name: n.Key, Owner: text(n, "owner"), Models: words(n, "models")}
		for i, glob := range s.Models {
			found = append(found, checkGlob(d, at+document.Pointer("models", fmt.Sprint(i)), glob)...)
		}
		var err error
		if key := text(n, "public_key"); key != "" {
			if s.Key, err = dsse.ParsePublic([]byte(key)); err != nil {
				found = append(found, problem(d, at+"/public_key", fmt.Sprintf("the key of signer %q cannot be used: %v", n.Key, err), "Write an Ed25519 or ECDSA key, as `openssl pkey -pubout` prints it."))
				continue
			}
			s.id = s.Key.ID()
		} else {
			if s.Authority, err = dsse.ParseAuthority([]byte(text(n, "certificate"))); err != nil {
				found = append(found, problem(d, at+"/certificate", fmt.Sprintf("the certificate of signer %q cannot be used: %v", n.Key, err), "Write one certificate, as `openssl x509` prints it."))
				continue
			}
			s.id = s.Authority.ID()
		}
		c.Signers = append(c.Signers, s)
	}
	if n := d.Root.Get("signed"); n != nil {
		c.Owed = append(c.Owed, Owed{At: d.At(document.Pointer("signed")), Stage: finding.Stage(n.Value), Kind: "signature", Key: "model.sig"})
		if d.Root.Get("signers") == nil {
			found = append(found, problem(d, document.Pointer("signed"), "signatures are required, but there are no signers", "Add their keys or certificates: signers: {NAME: {owner: ..., public_key: ...}}."))
		}
	}
	slices.SortFunc(c.Signers, func(a, b Signer) int { return strings.Compare(a.Name, b.Name) })
	return found
}

// signers are the signers in words.
func signers(c Config) []string {
	var out []string
	for _, s := range c.Signers {
		out = append(out, strings.Join(append([]string{s.Name + " of " + s.Owner + " (" + s.id + ")"}, s.Models...), " "))
	}
	return out
}

// signed is the stage from which signatures are required, or "none".
func signed(c Config) string {
	for _, o := range c.Owed {
		if o.Kind == "signature" {
			return string(o.Stage)
		}
	}
	return "none"
}

// signerEdits compares whose signatures are accepted, and where they are required.
func signerEdits(before, after Config) []Edit {
	var out []Edit
	was, is := signers(before), signers(after)
	if !slices.Equal(was, is) {
		effect := byMembers(was, is, Loosened, Changed)
		switch {
		case len(was) == 0:
			effect = Tightened // nothing was verified
		case len(is) == 0:
			effect = Loosened
		}
		out = append(out, Edit{Key: "signers", Pointer: "/signers", Before: strings.Join(was, ", "), After: strings.Join(is, ", "), Effect: effect})
	}
	if from, to := signed(before), signed(after); from != to {
		order := []string{string(finding.Draft), string(finding.Review), string(finding.Production), "none"} // the earlier, the stricter
		out = append(out, Edit{Key: "signed", Pointer: "/signed", Before: from, After: to, Effect: lowerIsStricter(slices.Index(order, from), slices.Index(order, to))})
	}
	return out
}

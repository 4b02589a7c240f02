// Package templates holds the files that modelgate writes for others: the
// manifests of each deployment target (targets/<target>), what they have in common
// (shared), what deployers need next to them (delivery), and the files that a new
// user starts from (starter). It only holds them; promotion and cli know what to do
// with them.
package templates

import "embed"

// FS has the directories targets, shared, delivery and starter at its root. Files
// whose names begin with a dot are part of it.
//
//go:embed all:starter delivery shared targets
var FS embed.FS

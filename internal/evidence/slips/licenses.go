package slips

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// commonsLink is a link to a license of Creative Commons, with the name that it has in the text.
	commonsLink = pattern.New(`\[([^\][\n]{2,120})\]\(https?://(?:www\.)?creativecommons\.org/licenses/(by[a-z-]*)/([0-9]\.[0-9])[^()\s]*\)`)
	// commonsName is such a license by its short name.
	commonsName = pattern.New(`(?i)\bcc[ -]?(by(?:[ -](?:nc|nd|sa)){0,2})(?:[ -]v?([0-9]\.[0-9]))?(?:[^\w.-]|\.?$)`)
	// elsewhereLink is a link to the text of a license that is none of Creative Commons.
	elsewhereLink = pattern.New(`(?i)\[([^\][\n]{2,120})\]\(https?://(?:www\.)?(?:opensource\.org/licenses?|choosealicense\.com/licenses|spdx\.org/licenses|apache\.org/licenses|gnu\.org/licenses)/((?:mit|apache|licen[sc]e-2\.0|bsd|gpl|agpl|lgpl)[\w.-]*)/?\)`)
	// plainLicense is a license by its short name.
	plainLicense = pattern.New(`(?i)\b(mit|apache|bsd|agpl|lgpl|gpl)\b`)
)

// licenseLinks finds links that name one license and lead to the text of another.
func (s *slipReader) licenseLinks(b passage.Block) {
	for _, m := range commonsLink.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
		name, target, version := b.Text[m[2]:m[3]], b.Text[m[4]:m[5]], b.Text[m[6]:m[7]]
		names := commonsName.FindAllStringSubmatch(name, 2)
		if len(names) != 1 {
			continue
		}
		said := strings.ToLower(strings.ReplaceAll(names[0][1], " ", "-"))
		if said != target || names[0][2] != "" && names[0][2] != version {
			s.add(evidence.SlipLink, b.Start+m[2], name, "cc-"+target+"-"+version)
		}
	}
	for _, m := range elsewhereLink.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
		name, target := b.Text[m[2]:m[3]], strings.ToLower(b.Text[m[4]:m[5]])
		if strings.HasPrefix(target, "licen") {
			target = "apache-2.0"
		}
		if names := plainLicense.FindAllString(name, 2); len(names) == 1 && !strings.HasPrefix(target, strings.ToLower(names[0])) {
			s.add(evidence.SlipLink, b.Start+m[2], name, target)
		}
	}
}

package actions

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
)

// token draws 128 random bits, as 32 hexadecimal digits after a word of ours
// that no command has. Without a source, the system's own is read. A token is
// what a value cannot know beforehand, so that it cannot end itself.
func token(random io.Reader) (string, error) {
	if random == nil {
		random = rand.Reader
	}
	var bits [16]byte
	if _, err := io.ReadFull(random, bits[:]); err != nil {
		return "", fmt.Errorf("drawing a random delimiter: %w", err)
	}
	return "modelgate_" + hex.EncodeToString(bits[:]), nil
}
